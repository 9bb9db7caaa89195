/** A drawing as Rust answers it: the picture, and what a reader can say about each of its points. */
export interface ChartDrawing {
  /** Inline SVG with presentation attributes only; colours are `var(--token)`. */
  svg: string;
  /** The size it was drawn for, CSS pixels. */
  width: number;
  height: number;
  /** The plot without its gutters, CSS pixels. */
  plot: { left: number; top: number; right: number; bottom: number };
  /** Place of each point, CSS pixels, ascending. */
  x: readonly number[];
  /** For each series, the height of each point; null in a gap. */
  y: readonly (readonly (number | null)[])[];
  /** The ink token of each series, such as `chart-1`. */
  series: readonly string[];
  points: readonly ChartPoint[];
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  /** Indexes of the lowest and the highest point, where the chart has them. */
  lowest: number | null;
  highest: number | null;
}

export interface ChartPoint {
  /** “Wed 3 Jun”. */
  label: string;
  rows: readonly ChartRow[];
}

export interface ChartRow {
  name: string;
  value: string;
  /** The ink token of its swatch; empty for none. */
  series: string;
}

/** The dots of one point: one for each series that has a value there. */
export function dotsAt(drawing: ChartDrawing, index: number): { y: number; ink: string }[] {
  return drawing.series.flatMap((ink, series) => {
    const y = drawing.y[series]?.[index];
    return y === null || y === undefined ? [] : [{ y, ink }];
  });
}

const TOOLTIP_ROWS = 10;

/** The rows of the tooltip, and how many more there are. */
export function tooltipRows(point: ChartPoint): { rows: readonly ChartRow[]; more: number } {
  const more = Math.max(0, point.rows.length - TOOLTIP_ROWS);
  return { rows: point.rows.slice(0, TOOLTIP_ROWS), more };
}

/** The point in one sentence, for the slider's value text. */
export function pointText(point: ChartPoint): string {
  return `${point.label}: ${point.rows.map((row) => `${row.name} ${row.value}`).join(', ')}`;
}

/** The point nearest to a horizontal place, -1 where there is none. */
export function nearestPoint(places: readonly number[], x: number): number {
  let best = -1;
  let distance = Infinity;
  places.forEach((place, index) => {
    const away = Math.abs(place - x);
    if (away < distance) {
      best = index;
      distance = away;
    }
  });
  return best;
}

/**
 * Where a key leads from a point; -1 leaves the value, null means the key is not ours. From nowhere
 * the first step starts at the newest point.
 */
export function chartStep(
  key: string,
  at: number,
  drawing: Pick<ChartDrawing, 'points' | 'lowest' | 'highest'>,
  page: number,
): number | null {
  const last = drawing.points.length - 1;
  if (last < 0) return null;
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: page,
    PageDown: -page,
  };
  const step = steps[key];
  if (step !== undefined) {
    const from = at < 0 ? last - Math.max(0, step) : at;
    return Math.max(0, Math.min(last, from + step));
  }
  switch (key) {
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'Escape':
      return at < 0 ? null : -1;
    case 'l':
    case 'L':
      return drawing.lowest ?? null;
    case 'h':
    case 'H':
      return drawing.highest ?? null;
    default:
      return null;
  }
}

const SVG_ELEMENTS = new Set(
  'svg g path line polyline polygon rect circle ellipse text tspan title desc'.split(' '),
);

/**
 * The picture as an element. Only drawing elements and presentation attributes pass, whatever the
 * text holds: a label may come from a bank.
 */
export function pictureOf(svg: string): SVGElement | null {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (parsed.localName !== 'svg') return null;
  const clean = (element: Element): void => {
    for (const child of [...element.children]) {
      if (SVG_ELEMENTS.has(child.localName)) clean(child);
      else child.remove();
    }
    for (const { name } of [...element.attributes]) {
      if (/^(on|style$|href$|xlink:)/i.test(name)) element.removeAttribute(name);
    }
  };
  clean(parsed);
  const picture = document.importNode(parsed, true) as unknown as SVGElement;
  picture.setAttribute('aria-hidden', 'true');
  picture.classList.add('plot');
  return picture;
}
