import type { ChartDrawing } from '$design/patterns';

/** A small drawing of seven days, for tests of the overlay. */
export function drawing(changes: Partial<ChartDrawing> = {}): ChartDrawing {
  const values = [410, 380, 520, 246, 300, 610, 590];
  return {
    svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200"><polyline points="0,0 10,10" stroke="var(--chart-1)" fill="none"/><text x="1" y="2">€400</text></svg>',
    width: 600,
    height: 200,
    plot: { left: 40, top: 10, right: 590, bottom: 180 },
    x: values.map((_, index) => 40 + index * 90),
    y: [values.map((value) => 180 - value / 4), values.map((_, index) => (index < 3 ? 100 : null))],
    series: ['chart-1', 'chart-8'],
    points: values.map((value, index) => ({
      label: `Day ${index + 1}`,
      rows: [{ name: 'Expected', value: `€${value}`, series: 'chart-1' }],
    })),
    table: {
      head: ['Day', 'Expected'],
      rows: values.map((value, index) => [`Day ${index + 1}`, `€${value}`]),
    },
    lowest: 3,
    highest: 5,
    ...changes,
  };
}
