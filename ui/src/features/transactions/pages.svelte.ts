/**
 * A long list read page by page, each page from the key where the one before ended. The first page
 * comes from the cache and says how many rows there are; the others are read when they come near.
 * After a change rows stay on the screen until their page has been read again.
 */
import type { Money, TransactionRow, TransactionsPage } from '$lib/backend/contract';

interface Page {
  /** The key it begins after; null for the first. */
  after: string | null;
  rows: readonly TransactionRow[];
  next: string | null;
  stale: boolean;
}

export type Ask = (after: string) => Promise<TransactionsPage>;

export class TransactionPages {
  total = $state(0);
  error = $state.raw<unknown>(undefined);
  #rows = $state.raw<readonly TransactionRow[]>([]);
  #days = $state.raw<ReadonlyMap<string, Money | null>>(new Map());
  #pages: Page[] = [];
  #ask: Ask = () => Promise.reject(new Error('nothing was asked yet'));
  #generation = 0;
  #from = 0;
  #to = 0;
  #reading: Promise<void> | null = null;

  /** Rows read so far, the newest first. */
  get rows(): readonly TransactionRow[] {
    return this.#rows;
  }

  /** What each day came to, as far as it was read; none where a rate is missing. */
  get days(): ReadonlyMap<string, Money | null> {
    return this.#days;
  }

  rowAt(index: number): TransactionRow | undefined {
    return this.#rows[index];
  }

  indexOf(id: string | undefined): number {
    return this.#rows.findIndex((row) => row.id === id);
  }

  /** A new list: another search or filter. */
  start(first: TransactionsPage, ask: Ask): void {
    this.#generation += 1;
    this.#ask = ask;
    this.#pages = [{ after: null, rows: first.rows, next: first.next, stale: false }];
    this.#from = 0;
    this.#to = 0;
    this.#days = new Map();
    this.#shown(first);
  }

  /** The first page of the same list after a change. */
  refresh(first: TransactionsPage, ask: Ask): void {
    this.#ask = ask;
    this.#generation += 1;
    const [before] = this.#pages;
    const same = before?.next === first.next && this.total === first.total;
    // Rows came or went: the keys of later pages no longer fit together.
    this.#pages = same ? this.#pages.map((page) => ({ ...page, stale: true })) : [];
    this.#pages[0] = { after: null, rows: first.rows, next: first.next, stale: false };
    this.#shown(first);
    void this.#read();
  }

  /** Rows `from` to `to`, `to` excluded, are wanted. */
  ensure(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    void this.#read();
  }

  /** Reads everything and answers the ids of all rows. */
  async all(): Promise<string[]> {
    while (this.#rows.length < this.total && this.error === undefined) {
      const before = this.#rows.length;
      this.ensure(before, this.total);
      await this.#reading;
      if (this.#rows.length === before) break;
    }
    return this.#rows.map((row) => row.id);
  }

  /** Tries again after an error. */
  retry(): void {
    this.error = undefined;
    void this.#read();
  }

  #shown(first: TransactionsPage): void {
    this.total = first.total;
    this.error = undefined;
    this.#rows = this.#pages.flatMap((page) => page.rows);
    this.#learn(first);
  }

  #learn({ days }: TransactionsPage): void {
    this.#days = new Map([...this.#days, ...days.map(({ date, sum }) => [date, sum] as const)]);
  }

  #read(): Promise<void> {
    this.#reading ??= this.#loop().finally(() => {
      this.#reading = null;
      // Something was wanted while the last page was on its way out of the loop.
      if (this.#wanted() !== null) void this.#read();
    });
    return this.#reading;
  }

  async #loop(): Promise<void> {
    for (let at = this.#wanted(); at !== null; at = this.#wanted()) {
      const generation = this.#generation;
      const after = at < this.#pages.length ? this.#pages[at]?.after : this.#pages.at(-1)?.next;
      if (!after) return;
      try {
        const answer = await this.#ask(after);
        if (generation === this.#generation) this.#take(at, after, answer);
      } catch (error) {
        if (generation !== this.#generation) continue;
        this.error = error;
        return;
      }
    }
  }

  /** The next page to read: a stale one in view, or the one after the last. */
  #wanted(): number | null {
    if (this.error !== undefined) return null;
    let start = 0;
    for (const [at, page] of this.#pages.entries()) {
      const end = start + page.rows.length;
      if (page.stale && start < this.#to && end > this.#from) return at;
      start = end;
    }
    const last = this.#pages.at(-1);
    return last?.next && start < this.#to ? this.#pages.length : null;
  }

  #take(at: number, after: string, answer: TransactionsPage): void {
    const page = { after, rows: answer.rows, next: answer.next, stale: false };
    const following = this.#pages[at + 1];
    this.#learn(answer);
    if (at === this.#pages.length) {
      this.#pages.push(page);
      this.#rows = [...this.#rows, ...page.rows];
    } else {
      this.#pages[at] = page;
      if (following && following.after !== page.next) this.#pages.length = at + 1;
      this.#rows = this.#pages.flatMap((one) => one.rows);
    }
  }
}
