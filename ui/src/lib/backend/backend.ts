/** What the page may ask of Rust. Everything else in the page speaks to this interface only. */
import type { CallName, Changed, Progress, Request, Response, StreamName } from './contract';

/** A running job: its end, and a way to stop it between two units of work. */
export interface Stream<T> {
  result: Promise<T>;
  cancel(): void;
}

export interface Backend {
  call<N extends CallName>(name: N, request: Request<N>): Promise<Response<N>>;
  stream<N extends StreamName>(
    name: N,
    request: Request<N>,
    onProgress: (progress: Progress<N>) => void,
  ): Stream<Response<N>>;
  onChanged(listener: (change: Changed) => void): () => void;
  /** Other events of the window, such as `locked`. */
  on(event: string, listener: (payload: unknown) => void): () => void;
}

let current: Backend | null = null;

/** Chooses the backend, once at start or once in a test. */
export function useBackend(backend: Backend): void {
  current = backend;
}

/** The backend in use. */
export function backend(): Backend {
  if (!current) throw new Error('useBackend was not called before the first request');
  return current;
}
