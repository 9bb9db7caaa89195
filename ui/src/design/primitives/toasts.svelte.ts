/** Done things that can be undone, and what failed, one at a time. */
export interface Toast {
  text: string;
  /** It failed, or not all of it was done. */
  tone?: 'warn';
  undo?: () => void;
  /** Something else that can be done about it. */
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 8000;

class Toasts {
  current = $state.raw<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast): void {
    this.current = toast;
    this.resume();
  }

  /** Hover and focus keep it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    if (this.current) this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }
}

export const toasts = new Toasts();
