/**
 * Linking in steps, as the page sees it. Rust says what is next; this keeps the newest answer, waits
 * where there is something to wait for, and forgets answers to questions that are no longer asked.
 */
import type { FieldValue, Link, LinkKind, LinkWay } from '$lib/backend/contract';
import { mutate } from '$lib/cache';
import { errorCode } from '$lib/errors';

/** What is to be done, and for which bank or login. */
export interface LinkTask {
  kind: LinkKind;
  way: LinkWay;
  bank: string | null;
  login: string | null;
}

/** Words in which the bank is asked to speak. */
const LANGUAGE = 'en';
const WAITING: readonly Link['step'][] = ['browser', 'approve', 'working'];

export class LinkFlow {
  link = $state.raw<Link | null>(null);
  /** An answer is on its way. */
  busy = $state(false);
  error = $state.raw<unknown>(null);
  /** The page of the bank was opened. */
  visited = $state(false);
  #task: LinkTask | null = null;
  // Every question of ours begins a new round; what comes back from an older one is dropped.
  #round = 0;

  constructor(readonly connection: string) {}

  /** Begins, or begins again. */
  async begin(task: LinkTask): Promise<void> {
    this.cancel();
    this.#task = task;
    await this.#ask(() =>
      mutate('link_begin', { connection: this.connection, ...task, language: LANGUAGE }),
    );
  }

  /** The same task from the start. */
  async again(): Promise<void> {
    if (this.#task) await this.begin(this.#task);
  }

  async answer(fields: FieldValue[], choice: string | null = null): Promise<void> {
    const link = this.link?.id;
    if (link === undefined || this.busy) return;
    await this.#ask(() => mutate('link_answer', { link, fields, choice }));
  }

  /** Opens the page of this step in the browser. Rust knows its address; the page cannot choose one. */
  async browse(): Promise<void> {
    const link = this.link?.id;
    if (link === undefined) return;
    this.error = null;
    try {
      await mutate('link_browse', { link });
      this.visited = true;
    } catch (thrown) {
      this.error = thrown;
    }
  }

  /** Ends it; nothing is asked or waited for any more. */
  cancel(): void {
    this.#round += 1;
    const open = this.link && this.link.step !== 'done' ? this.link.id : null;
    this.link = null;
    this.busy = false;
    this.error = null;
    this.visited = false;
    // Rust forgets a link by itself in the end, so a failure here costs nothing.
    if (open !== null) mutate('link_cancel', { link: open }).catch(() => {});
  }

  async #ask(question: () => Promise<Link>): Promise<void> {
    const round = ++this.#round;
    this.busy = true;
    this.error = null;
    try {
      const link = await question();
      if (round !== this.#round) {
        // Cancelled before it had an id: nobody else can end it.
        if (this.link?.id !== link.id) mutate('link_cancel', { link: link.id }).catch(() => {});
        return;
      }
      this.#take(link);
    } catch (thrown) {
      if (round === this.#round) this.error = thrown;
    } finally {
      if (round === this.#round) this.busy = false;
    }
    if (round === this.#round) void this.#wait(round);
  }

  #take(link: Link): void {
    if (link.step !== this.link?.step || link.url !== this.link.url) this.visited = false;
    this.link = link;
  }

  async #wait(round: number): Promise<void> {
    while (round === this.#round && this.link && WAITING.includes(this.link.step)) {
      try {
        const link = await mutate('link_wait', { link: this.link.id });
        if (round !== this.#round) return;
        this.#take(link);
      } catch (thrown) {
        if (round !== this.#round || errorCode(thrown) === 'cancelled') return;
        this.error = thrown;
        return;
      }
    }
  }

  /** Goes on waiting after a fault. */
  retry(): void {
    this.error = null;
    void this.#wait(++this.#round);
  }
}
