/** Whether the import dialog is open, and the files it was opened with. Any view may open it. */
import type { OfferedFile } from '$lib/backend/contract';

class Importing {
  open = $state(false);
  /** Files are held over the window by the pointer. */
  hovering = $state(false);
  offered = $state.raw<readonly OfferedFile[]>([]);

  /** Opens the dialog, with files that wait to be read. */
  show(files: readonly OfferedFile[] = []): void {
    this.offered = files;
    this.open = true;
  }

  /** Hands the waiting files over, once. */
  take(): readonly OfferedFile[] {
    const files = this.offered;
    this.offered = [];
    return files;
  }
}

export const importing = new Importing();
