/** A drawing as Rust answers it: the picture, and what a reader can say about each of its points. */
export interface ChartDrawing {
  /** Inline SVG with presentation attributes only; colours are `var(--token)`. */
  svg: string;
  /** The size it was drawn for, CSS pixels. */
  width: number;
  height: number;
  /** Vertical extent of the plot, CSS pixels. */
  plot: { top: number; bottom: number };
  points: readonly ChartPoint[];
  /** Most important first, at most three sentences. */
  summary: string;
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  /** Indexes of the lowest and the highest point, where the chart has them. */
  lowest?: number;
  highest?: number;
}

export interface ChartPoint {
  /** Centre, CSS pixels. */
  x: number;
  /** One dot for each series that has a value here. */
  dots: readonly { y: number; ink: string }[];
  /** “Wed 3 Jun”. */
  label: string;
  rows: readonly ChartRow[];
}

export interface ChartRow {
  name: string;
  value: string;
  /** A token such as `chart-1`; none for bills and totals. */
  ink?: string;
  /** Set off by a hairline, for totals. */
  total?: boolean;
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

/** The point nearest to a horizontal place. */
export function nearestPoint(points: readonly ChartPoint[], x: number): number {
  let best = -1;
  let distance = Infinity;
  points.forEach((point, index) => {
    const away = Math.abs(point.x - x);
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
