/** A backend of recorded answers, for component tests and for looking at the page without Rust. */
import type { Backend } from '$lib/backend/backend';
import { tagsWritten, type Changed, type CommandName } from '$lib/backend/contract';

/** The answer to a request, a function of it, or a thrown error. */
export type Answer = (request: unknown, progress: (value: unknown) => void) => unknown;

export interface FakeBackend extends Backend {
  /** Every call so far, the newest last. */
  readonly calls: readonly { name: string; request: unknown }[];
  /** Replaces or adds an answer. */
  answer(name: CommandName, answer: Answer): void;
  /** Sends an event as Rust would. */
  emit(event: string, payload: unknown): void;
}

/** A backend that knows the given answers; anything else is an error that names the command. */
export function fakeBackend(answers: Partial<Record<CommandName, Answer>> = {}): FakeBackend {
  const known = new Map(Object.entries(answers)) as Map<string, Answer>;
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const calls: { name: string; request: unknown }[] = [];
  const emit = (event: string, payload: unknown) =>
    listeners.get(event)?.forEach((listener) => listener(payload));
  const on = (event: string, listener: (payload: unknown) => void) => {
    const all = listeners.get(event) ?? new Set();
    listeners.set(event, all.add(listener));
    return () => void all.delete(listener);
  };
  async function ask(name: string, request: unknown, progress: (value: unknown) => void) {
    calls.push({ name, request });
    const answer = known.get(name);
    if (!answer) throw new Error(`the fake backend has no answer to ${name}`);
    const response = await answer(request, progress);
    const tags = tagsWritten(name as CommandName);
    if (tags.length > 0) emit('changed', { tags: [...tags], origin: name } satisfies Changed);
    return response as never;
  }
  return {
    calls,
    emit,
    on,
    answer: (name, answer) => void known.set(name, answer),
    call: (name, request) => ask(name, request, () => {}),
    stream: (name, request, onProgress) => ({
      result: ask(name, request, onProgress as (value: unknown) => void),
      cancel: () => calls.push({ name: 'cancel', request: name }),
    }),
    onChanged: (listener) => on('changed', (payload) => listener(payload as Changed)),
  };
}
