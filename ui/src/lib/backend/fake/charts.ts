/** Plain drawings for the fake backend. The real ones come from Rust. */
import type { ChartDrawing, ChartReq } from '$lib/backend/contract';
import { aheadOf } from './ahead';
import { day, MONTH, TODAY } from './household';

type Series = readonly (number | null)[];

const WAVE = [0, 40, 10, 60, 90, 70, 130, 160, 150, 190, 220, 260, 300];
const LEFT = 48;
const TOP = 12;
const BOTTOM = 24;

interface Sketch {
  labels: readonly string[];
  series: readonly { name: string; ink: string; values: Series }[];
  band?: { low: Series; high: Series };
  floor?: number;
}

function ahead(req: ChartReq): Sketch {
  const days = req.days ?? 90;
  const values = Array.from({ length: days }, (_, n) => {
    const inMonth = (n + 18) % 30;
    return 4200 - inMonth * 128 + (inMonth < 4 ? -2400 : 0) + n * 2;
  });
  return {
    labels: values.map((_, n) => day(n)),
    series: [{ name: 'Expected', ink: 'chart-1', values }],
    band: {
      low: values.map((value, n) => value - 40 * Math.sqrt(n)),
      high: values.map((value, n) => value + 38 * Math.sqrt(n)),
    },
    floor: 500,
  };
}

function burnup(): Sketch {
  const spent = Array.from({ length: 31 }, (_, n) =>
    n > 17 ? null : [0, 44, 88, 165, 222][n >> 2],
  );
  return {
    labels: spent.map((_, n) => `${MONTH}-${String(n + 1).padStart(2, '0')}`),
    series: [
      { name: 'Spent', ink: 'chart-1', values: spent.map((value) => value ?? null) },
      { name: 'Even pace', ink: 'chart-8', values: spent.map((_, n) => (285 * (n + 1)) / 31) },
    ],
    floor: 285,
  };
}

function past(): Sketch {
  return {
    labels: ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04'],
    series: [{ name: 'Spent', ink: 'chart-1', values: [230, 258, 340, 205, 246, 262, 272] }],
    floor: 260,
  };
}

function worth(req: ChartReq): Sketch {
  const values = WAVE.map((value) => 188_690 + value * 162);
  const labels = WAVE.map((_, n) => {
    const at = new Date(`${TODAY}T00:00:00Z`);
    at.setUTCMonth(at.getUTCMonth() - 12 + n);
    return at.toISOString().slice(0, 10);
  });
  if (req.kind === 'net_worth') {
    return { labels, series: [{ name: 'Net worth', ink: 'chart-1', values }] };
  }
  return {
    labels,
    series: [
      { name: 'Net worth', ink: 'text', values },
      { name: 'Owned', ink: 'chart-2', values: values.map((value) => value + 194_000) },
      { name: 'Owed', ink: 'chart-4', values: values.map((_, n) => -207_000 + n * 1000) },
    ],
  };
}

function outlook(req: ChartReq): Sketch {
  const { points } = aheadOf(req.years ?? null, req.ahead ?? null, req.real);
  const of = (text: string) => Number(text);
  return {
    labels: points.map((point) => point.date.slice(0, 7)),
    series: [
      { name: 'Net worth', ink: 'chart-1', values: points.map((point) => of(point.likely)) },
      { name: 'Put in', ink: 'chart-out', values: points.map((point) => of(point.putIn)) },
    ],
    band: {
      low: points.map((point) => of(point.low)),
      high: points.map((point) => of(point.high)),
    },
  };
}

function growth(): Sketch {
  return {
    labels: WAVE.map((_, n) => day(-30 * (12 - n))),
    series: [
      { name: 'Your investments', ink: 'chart-1', values: WAVE.map((_, n) => n * 1.13) },
      { name: 'Global All-Cap ETF', ink: 'chart-2', values: WAVE.map((_, n) => n * 0.93) },
    ],
  };
}

/** A line of every series, a band and a limit: enough to look at the page and to test it. */
export function fakeChart(request: unknown): ChartDrawing {
  const req = request as ChartReq;
  const { width, height } = req;
  const sketch =
    req.kind === 'forecast'
      ? ahead(req)
      : req.kind === 'net_worth_ahead'
        ? outlook(req)
        : req.kind === 'investments_growth'
          ? growth()
          : req.kind === 'budget_burnup'
            ? burnup()
            : req.kind === 'budget_months'
              ? past()
              : worth(req);
  const plot = { left: LEFT, top: TOP, right: width - 8, bottom: height - BOTTOM };
  const numbers = [
    ...sketch.series.flatMap((one) => one.values),
    ...(sketch.band ? [...sketch.band.low, ...sketch.band.high] : []),
    sketch.floor ?? null,
  ].filter((value) => value !== null);
  const high = Math.max(...numbers);
  const low = Math.min(req.kind === 'net_worth' ? high : 0, ...numbers);
  const count = sketch.labels.length;
  const x = sketch.labels.map(
    (_, n) => plot.left + ((plot.right - plot.left) * n) / Math.max(1, count - 1),
  );
  const yOf = (value: number) =>
    plot.bottom - ((value - low) / (high - low || 1)) * (plot.bottom - plot.top);
  const y = sketch.series.map((one) =>
    one.values.map((value) => (value === null ? null : yOf(value))),
  );
  const points = (line: readonly (number | null)[]) =>
    line.flatMap((at, n) => (at === null ? [] : [`${x[n]?.toFixed(1)},${at.toFixed(1)}`]));
  const grid = [0, 0.5, 1].map((share) => {
    const value = low + (high - low) * share;
    const at = yOf(value);
    const text = Math.abs(value) >= 10_000 ? `${Math.round(value / 1000)}k` : Math.round(value);
    return `<line x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}" stroke="var(--chart-grid)"/><text x="${plot.left - 8}" y="${at + 4}" text-anchor="end" font-size="11" fill="var(--text-3)">${req.format.symbol}${text}</text>`;
  });
  const band = sketch.band
    ? `<polygon fill="var(--chart-1)" fill-opacity=".18" points="${[
        ...points(sketch.band.high.map((value) => (value === null ? null : yOf(value)))),
        ...points(sketch.band.low.map((value) => (value === null ? null : yOf(value)))).reverse(),
      ].join(' ')}"/>`
    : '';
  const floor =
    sketch.floor === undefined
      ? ''
      : `<line x1="${plot.left}" x2="${plot.right}" y1="${yOf(sketch.floor)}" y2="${yOf(sketch.floor)}" stroke="var(--warn)" stroke-dasharray="3 3"/>`;
  const lines = sketch.series.map(
    (one, n) =>
      `<polyline fill="none" stroke="var(--${one.ink})" stroke-width="2" points="${points(y[n] ?? []).join(' ')}"/>`,
  );
  const first = sketch.series[0]?.values ?? [];
  const write = (value: number | null) =>
    value === null ? '' : `${req.format.symbol}${Math.round(value).toLocaleString('en-GB')}`;
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${grid.join('')}${band}${floor}${lines.join('')}</svg>`,
    width,
    height,
    x,
    y,
    boxes: [],
    plot,
    series: sketch.series.map((one) => one.ink),
    points: sketch.labels.map((label, n) => ({
      label,
      key: '',
      date: label.length === 7 ? `${label}-01` : label,
      rows: sketch.series.map((one) => ({
        name: one.name,
        value: write(one.values[n] ?? null),
        series: one.ink,
      })),
    })),
    table: {
      head: ['Date', ...sketch.series.map((one) => one.name)],
      rows: sketch.labels.map((label, n) => [
        label,
        ...sketch.series.map((one) => write(one.values[n] ?? null)),
      ]),
    },
    lowest: first.indexOf(Math.min(...first.filter((value) => value !== null))),
    highest: first.indexOf(Math.max(...first.filter((value) => value !== null))),
    empty: false,
  };
}
