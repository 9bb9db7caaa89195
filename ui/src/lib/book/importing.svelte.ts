/** Whether the import dialog is open, and the files it was opened with. Any view may open it. */
import type { OfferedFile } from '$lib/backend/contract';

/** Where dropped files go instead of being imported. */
export interface DropTarget {
  /** What they are kept with. */
  name: string;
  drop: (tokens: string[]) => void;
}

/** Endings of files that banks and other programs write: those are imported wherever they are dropped. */
const STATEMENTS =
  /\.(csv|tsv|ofx|qfx|qif|xml|camt|mt940|sta|940|942|json|zip|xlsx|ledger|journal|beancount|xhb|gnucash)$/i;

class Importing {
  open = $state(false);
  /** Files are held over the window by the pointer. */
  hovering = $state(false);
  /** What is open and takes files. */
  target = $state.raw<DropTarget | null>(null);
  offered = $state.raw<readonly OfferedFile[]>([]);

  /** Opens the dialog, with files that wait to be read. */
  show(files: readonly OfferedFile[] = []): void {
    this.offered = files;
    this.open = true;
  }

  /** Dropped files go there until the returned function is called. */
  attachTo(target: DropTarget): () => void {
    this.target = target;
    return () => {
      if (this.target === target) this.target = null;
    };
  }

  /** Who takes these files; none when they are to be imported. */
  taker(files: readonly OfferedFile[]): DropTarget | null {
    return files.some((file) => STATEMENTS.test(file.name)) ? null : this.target;
  }

  /** Hands the waiting files over, once. */
  take(): readonly OfferedFile[] {
    const files = this.offered;
    this.offered = [];
    return files;
  }
}

export const importing = new Importing();
