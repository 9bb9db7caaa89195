/** Which columns the list shows, remembered on this computer. Payee and amount are always there. */
export const CHOOSABLE = ['category', 'account', 'text', 'note', 'tags', 'balance'] as const;
export type Choosable = (typeof CHOOSABLE)[number];

const KEY = 'coffer.columns';
const USUAL: readonly Choosable[] = ['category', 'account', 'balance'];

/** What was kept, as far as it still says something. */
export function columnsOf(kept: string | null): readonly Choosable[] {
  if (kept === null) return USUAL;
  const names = kept.split(' ');
  return CHOOSABLE.filter((one) => names.includes(one));
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

class Columns {
  #shown = $state.raw<readonly Choosable[]>(columnsOf(stored()));

  has(column: Choosable): boolean {
    return this.#shown.includes(column);
  }

  get isUsual(): boolean {
    return this.#shown.join() === USUAL.join();
  }

  show(column: Choosable, shown: boolean): void {
    this.#keep(CHOOSABLE.filter((one) => (one === column ? shown : this.has(one))));
  }

  reset(): void {
    this.#keep(USUAL);
  }

  #keep(next: readonly Choosable[]): void {
    this.#shown = next;
    try {
      if (this.isUsual) localStorage.removeItem(KEY);
      // Nothing shown is a choice as well.
      else localStorage.setItem(KEY, next.join(' '));
    } catch {
      // Without a place to keep it the choice holds until the window closes.
    }
  }
}

export const columns = new Columns();
