/** Which dialog about copies of the whole book is open: any view may open one, also while the book is locked or broken. */
export type CopiesDialog = 'backup' | 'restore' | 'erase';

class Copies {
  dialog = $state<CopiesDialog | null>(null);

  show(dialog: CopiesDialog): void {
    this.dialog = dialog;
  }

  close(): void {
    this.dialog = null;
  }
}

export const copies = new Copies();
