/** Which dialog about copies of the book is open: any view may open one, also while the book is locked or broken. */
export type CopiesDialog = 'backup' | 'restore' | 'erase' | 'export';

class Copies {
  dialog = $state<CopiesDialog | null>(null);
  /** The search whose rows are exported; none exports the whole book. */
  search = $state<string | null>(null);

  show(dialog: CopiesDialog): void {
    this.dialog = dialog;
  }

  /** Asks how the rows that a search finds, or everything, leave the book. */
  export(search: string | null): void {
    this.search = search;
    this.dialog = 'export';
  }

  close(): void {
    this.dialog = null;
  }
}

export const copies = new Copies();
