/**
 * Answers that `first-paint.js` asked for while these scripts were still being read. Each is given
 * out once; none after the book may have become another.
 */
import type { Backend } from './backend';
import { canonical } from './canonical';
import { tagsWritten } from './contract';

declare global {
  interface Window {
    /** By command and canonical request. */
    __ahead?: Record<string, Promise<unknown>>;
  }
}

/** The backend, giving out what was asked for early. */
export function early(backend: Backend, asked: Window['__ahead'] = window.__ahead): Backend {
  const waiting = new Map(Object.entries(asked ?? {}));
  const forget = () => waiting.clear();
  backend.onChanged(forget);
  backend.on('locked', forget);
  return {
    ...backend,
    call(name, request) {
      if (tagsWritten(name).length > 0) forget();
      const key = `${name} ${canonical(request)}`;
      const answer = waiting.get(key) as ReturnType<typeof backend.call<typeof name>> | undefined;
      waiting.delete(key);
      // Refused then, for example because the book was not open yet: asked now.
      return answer?.catch(() => backend.call(name, request)) ?? backend.call(name, request);
    },
    stream(name, request, onProgress) {
      forget();
      return backend.stream(name, request, onProgress);
    },
  };
}
