/**
 * View state lives in the hash: `#/transactions/42?month=2026-05`. Back works, and a state of the
 * screen can be addressed.
 */
export interface Location {
  /** First segment, the name of the view. */
  view: string;
  /** Further segments, decoded. */
  rest: string[];
  params: Readonly<Record<string, string>>;
}

/** The parts of a hash. A malformed escape is kept as it stands. */
export function parseHash(hash: string): Location {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const segments = path.split('/').filter(Boolean).map(decode);
  return {
    view: segments[0] ?? '',
    rest: segments.slice(1),
    params: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** The hash of a location; empty parameters are left out and the rest are sorted by insertion. */
export function formatHash(location: {
  view: string;
  rest?: readonly string[];
  params?: Readonly<Record<string, string | null | undefined>>;
}): string {
  const path = [location.view, ...(location.rest ?? [])].map(encodeURIComponent).join('/');
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(location.params ?? {})) {
    if (value !== null && value !== undefined && value !== '') search.set(key, value);
  }
  const query = search.toString();
  return `#/${path}${query ? `?${query}` : ''}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

class Router {
  location = $state.raw<Location>(parseHash(globalThis.location?.hash ?? ''));

  /** Follows the address bar; returns the undo. */
  start(): () => void {
    const follow = () => {
      this.location = parseHash(window.location.hash);
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }

  /** Goes to a view. */
  go(
    view: string,
    params: Record<string, string | null | undefined> = {},
    rest: readonly string[] = [],
  ): void {
    this.#write(formatHash({ view, rest, params }), false);
  }

  /** Changes parameters of the current view, keeping the others. Replaces the history entry. */
  setParams(changes: Record<string, string | null | undefined>, push = false): void {
    const { view, rest, params } = this.location;
    this.#write(formatHash({ view, rest, params: { ...params, ...changes } }), !push);
  }

  #write(hash: string, replace: boolean): void {
    if (hash === window.location.hash) return;
    if (replace) window.history.replaceState(null, '', hash);
    else window.history.pushState(null, '', hash);
    this.location = parseHash(hash);
  }
}

export const router = new Router();

/** The address of a view, for links. */
export function href(
  view: string,
  params: Record<string, string | null | undefined> = {},
  rest: readonly string[] = [],
): string {
  return formatHash({ view, rest, params });
}
