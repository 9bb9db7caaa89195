/** A drawing that follows its place: it is asked for in the size it has, and again when data change. */
import type { ChartDrawing, ChartReq } from '$lib/backend/contract';
import { query } from '$lib/cache';
import { labelFormat } from '$lib/format';

/** What to draw, without size and labels. */
export interface Wish extends Partial<Omit<ChartReq, 'width' | 'height' | 'format' | 'currency'>> {
  kind: ChartReq['kind'];
  /** The currency its amounts are in. */
  currency: string;
}

export interface Drawn {
  readonly drawing: ChartDrawing | undefined;
  readonly error: unknown;
  onsize(width: number, height: number): void;
  onretry(): void;
}

/** The whole request of a wish at a size. */
export function chartRequest(wish: Wish, width: number, height: number): ChartReq {
  return {
    from: null,
    to: null,
    by: null,
    account: null,
    category: null,
    payee: null,
    month: null,
    days: null,
    compact: false,
    scenarios: [],
    real: false,
    years: null,
    ahead: null,
    ...wish,
    width,
    height,
    format: labelFormat(wish.currency),
  };
}

/** Call it while a component is made. A null wish draws nothing. */
export function chart(wish: () => Wish | null): Drawn {
  let size = $state.raw<{ width: number; height: number } | null>(null);
  const answer = query(
    'chart_render',
    () => {
      const wanted = wish();
      return wanted && size ? chartRequest(wanted, size.width, size.height) : null;
    },
    { keep: true },
  );
  return {
    get drawing() {
      return answer.data;
    },
    get error() {
      return answer.data ? undefined : answer.error;
    },
    onsize: (width, height) => {
      size = { width, height };
    },
    onretry: () => answer.refetch(),
  };
}
