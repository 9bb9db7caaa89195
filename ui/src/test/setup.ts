import { cleanup, configure } from '@testing-library/svelte';
import { afterEach, vi } from 'vitest';

// What must come is waited for as long as the slowest machine needs; nothing here is timed.
const LONG_MS = 60_000;
configure({ asyncUtilTimeout: LONG_MS });
const waitFor = vi.waitFor.bind(vi);
vi.waitFor = (callback, options) => waitFor(callback, options ?? { timeout: LONG_MS });

// jsdom measures nothing; a component that follows its size gets one fixed size.
class FixedResizeObserver implements ResizeObserver {
  constructor(private readonly callback: ResizeObserverCallback) {}
  observe(target: Element): void {
    const contentRect = { width: 600, height: 300 } as DOMRectReadOnly;
    this.callback([{ target, contentRect } as ResizeObserverEntry], this);
  }
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver = FixedResizeObserver;
Element.prototype.scrollIntoView = () => {};
Element.prototype.hasPointerCapture = () => false;

afterEach(() => cleanup());
