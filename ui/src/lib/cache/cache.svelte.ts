/**
 * Server state. One entry for each command and request. A write's tags, or a `changed` event, mark
 * entries stale; those on the screen are read again, the others when they are next shown.
 */
import { untrack } from 'svelte';
import { backend, type Stream } from '$lib/backend/backend';
import { canonical } from '$lib/backend/canonical';
import {
  tagsRead,
  tagsWritten,
  type CallName,
  type Progress,
  type Request,
  type Response,
  type StreamName,
  type Tag,
} from '$lib/backend/contract';

/** How long an entry that nobody shows is kept, in milliseconds. */
const KEEP_MS = 5 * 60_000;
/** A write's answer and its event arrive within this time, in milliseconds. */
const TOGETHER_MS = 15;

class Entry {
  data = $state.raw<unknown>(undefined);
  error = $state.raw<unknown>(undefined);
  fetching = $state(false);
  stale = true;
  viewers = 0;
  // Made a moment before it is shown: not yet something that nobody wanted for long.
  lastUse = Date.now();

  constructor(
    readonly key: string,
    readonly name: CallName,
    readonly request: unknown,
  ) {}

  /** Reads, and once more when it became stale meanwhile. */
  async read(): Promise<void> {
    this.stale = true;
    if (this.fetching) return;
    this.fetching = true;
    try {
      while (this.stale) {
        this.stale = false;
        try {
          this.data = await backend().call(this.name, this.request as never);
          this.error = undefined;
        } catch (error) {
          this.error = error;
        }
      }
    } finally {
      this.fetching = false;
    }
  }
}

const entries = new Map<string, Entry>();

function entryOf(name: CallName, request: unknown): Entry {
  const key = `${name} ${canonical(request)}`;
  let entry = entries.get(key);
  if (!entry) {
    entry = new Entry(key, name, request);
    entries.set(key, entry);
  }
  return entry;
}

/** What a component sees of a query. */
export interface Query<T> {
  /** The newest answer; with `keep`, the one before while the next is read. */
  readonly data: T | undefined;
  readonly error: unknown;
  /** Nothing to show yet. */
  readonly loading: boolean;
  readonly fetching: boolean;
  refetch(): void;
}

/**
 * Reads while the component is on the screen. A `null` request asks nothing. With `keep`, the last
 * answer stays while a changed request is on its way.
 */
export function query<N extends CallName>(
  name: N,
  request: () => Request<N> | null,
  options: { keep?: boolean } = {},
): Query<Response<N>> {
  let kept = $state.raw<unknown>(undefined);
  const entry = $derived.by(() => {
    const wanted = request();
    return wanted === null ? null : untrack(() => entryOf(name, wanted));
  });
  $effect(() => {
    const shown = entry;
    if (!shown) return;
    shown.viewers += 1;
    // What is on the screen hears of changes, also when it was forgotten between being made and being shown.
    if (!entries.has(shown.key)) entries.set(shown.key, shown);
    untrack(() => {
      if (shown.stale && !shown.fetching) void shown.read();
    });
    return () => {
      shown.viewers -= 1;
      shown.lastUse = Date.now();
      sweep();
    };
  });
  $effect(() => {
    if (options.keep && entry?.data !== undefined) kept = entry.data;
  });
  return {
    get data() {
      return (entry?.data ?? (options.keep ? kept : undefined)) as Response<N> | undefined;
    },
    get error() {
      return entry?.error;
    },
    get loading() {
      return entry !== null && entry.data === undefined && entry.error === undefined;
    },
    get fetching() {
      return entry?.fetching ?? false;
    },
    refetch() {
      void entry?.read();
    },
  };
}

/** Reads what will be shown in a moment. An answer that is there and fresh is left alone. */
export async function ahead<N extends CallName>(name: N, request: Request<N>): Promise<void> {
  const entry = entryOf(name, request);
  if (entry.stale && !entry.fetching) await entry.read();
}

/** Runs a writing command; afterwards everything that reads its tags is stale. */
export async function mutate<N extends CallName>(
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const response = await backend().call(name, request);
  invalidate(tagsWritten(name));
  return response;
}

/** Runs a job; its tags are stale when it ends, well or not, since part of it may have been kept. */
export function run<N extends StreamName>(
  name: N,
  request: Request<N>,
  onProgress: (progress: Progress<N>) => void,
): Stream<Response<N>> {
  const stream = backend().stream(name, request, onProgress);
  return {
    cancel: () => stream.cancel(),
    result: stream.result.finally(() => invalidate(tagsWritten(name))),
  };
}

/** Marks everything that reads one of the tags stale. */
export function invalidate(tags: readonly Tag[]): void {
  for (const entry of entries.values()) {
    if (tags.includes('all') || tagsRead(entry.name).some((tag) => tags.includes(tag))) {
      entry.stale = true;
    }
  }
  readSoon();
}

/** Marks everything stale, for example after unlocking. */
export function invalidateAll(): void {
  invalidate(['all']);
}

let soon: ReturnType<typeof setTimeout> | undefined;

/** Reads what is stale and on the screen. The answer to a write and its event come together: once for both. */
function readSoon(): void {
  soon ??= setTimeout(() => {
    soon = undefined;
    for (const entry of entries.values()) {
      if (entry.viewers > 0 && entry.stale && !entry.fetching) void entry.read();
    }
  }, TOGETHER_MS);
}

/** Forgets everything, so that no figure stays in memory behind the lock. */
export function clearCache(): void {
  for (const entry of entries.values()) {
    entry.data = undefined;
    entry.error = undefined;
    entry.stale = true;
  }
  for (const [key, entry] of entries) if (entry.viewers === 0) entries.delete(key);
}

/** Follows the `changed` events of the backend. */
export function followChanges(): () => void {
  return backend().onChanged(({ tags }) => invalidate(tags));
}

function sweep(): void {
  const now = Date.now();
  for (const [key, entry] of entries) {
    if (entry.viewers === 0 && now - entry.lastUse > KEEP_MS) entries.delete(key);
  }
}
