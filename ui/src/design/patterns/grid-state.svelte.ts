/** Behaviour of `DataGrid`: the active row, the selection, and what keys do to both. */
import { rovingStep } from '$lib/a11y';

export interface GridSource {
  count: () => number;
  /** The stable id of a row, or undefined while it is not loaded. */
  idAt: (index: number) => string | undefined;
  page: () => number;
  multiselect: () => boolean;
  onselect: (selected: ReadonlySet<string>) => void;
  selected: () => ReadonlySet<string>;
  onopen: (index: number) => void;
  onescape: () => void;
  onselectall: (() => void) | undefined;
}

export class GridState {
  active = $state(0);
  #anchor = 0;

  constructor(private readonly source: GridSource) {}

  /** Keeps the active row inside the list. */
  clamp(): void {
    this.active = Math.max(0, Math.min(this.active, this.source.count() - 1));
  }

  /** Handles a key; true when it did something. */
  key(event: KeyboardEvent): boolean {
    const { source } = this;
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key.toLowerCase() === 'a' && source.multiselect()) {
      if (source.onselectall) source.onselectall();
      else this.selectRange(0, source.count() - 1, false);
      return true;
    }
    if (mod || event.altKey) return false;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const next = rovingStep(key, this.active, source.count(), {
      page: source.page(),
      letters: true,
    });
    if (next !== null) {
      if (event.shiftKey && source.multiselect()) this.selectRange(this.#anchor, next, false);
      else this.#anchor = next;
      this.active = next;
      return true;
    }
    if (event.key === ' ' && source.multiselect()) {
      if (event.shiftKey) this.selectRange(this.#anchor, this.active, true);
      else this.toggle(this.active);
      return true;
    }
    if (event.key === 'Enter') {
      source.onopen(this.active);
      return true;
    }
    if (event.key === 'Escape') {
      if (source.selected().size > 0) source.onselect(new Set());
      else source.onescape();
      return true;
    }
    return false;
  }

  /** A click: plain opens, with Ctrl toggles, with Shift extends. */
  click(index: number, event: MouseEvent): void {
    const { source } = this;
    if (source.multiselect() && event.shiftKey) this.selectRange(this.#anchor, index, true);
    else if (source.multiselect() && (event.ctrlKey || event.metaKey)) this.toggle(index);
    else {
      this.#anchor = index;
      source.onopen(index);
    }
    this.active = index;
  }

  toggle(index: number): void {
    const id = this.source.idAt(index);
    if (id === undefined) return;
    const next = new Set(this.source.selected());
    if (!next.delete(id)) next.add(id);
    this.#anchor = index;
    this.source.onselect(next);
  }

  /** Selects between two rows, both included. Rows that are not loaded are left out. */
  selectRange(from: number, to: number, keep: boolean): void {
    const next = new Set(keep ? this.source.selected() : []);
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const id = this.source.idAt(index);
      if (id !== undefined) next.add(id);
    }
    this.source.onselect(next);
  }
}
