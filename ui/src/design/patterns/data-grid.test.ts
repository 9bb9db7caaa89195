import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it, vi, type Mock } from 'vitest';
import { tick } from 'svelte';
import GridHarness from '$test/GridHarness.svelte';
import { gridWindow } from './grid-window';

const row = (index: number) => document.querySelector<HTMLElement>(`[data-index="${index}"]`);
const active = () => Number((document.activeElement as HTMLElement).dataset.index);
async function press(key: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init });
  await tick();
  await tick();
}

const chosen = (onselect: Mock) => [...((onselect.mock.lastCall?.[0] as Set<string>) ?? [])];

describe('DataGrid', () => {
  // Ten rows of 32 pixels fit; jsdom measures nothing by itself.
  beforeAll(() =>
    Object.defineProperty(HTMLElement.prototype, 'clientHeight', {
      configurable: true,
      get: () => 320,
    }),
  );
  afterAll(() => {
    Reflect.deleteProperty(HTMLElement.prototype, 'clientHeight');
  });

  it('tells readers how long the list is and draws only what is in view', () => {
    render(GridHarness, { count: 100_000 });
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('100001');
    expect(document.querySelectorAll('[data-index]').length).toBeLessThan(40);
    expect(row(0)?.getAttribute('aria-rowindex')).toBe('2');
  });

  it('has one tab stop, which the arrows and letters move', async () => {
    render(GridHarness, { count: 50 });
    expect(document.querySelectorAll('[role="row"][tabindex="0"]')).toHaveLength(1);
    row(0)?.focus();
    await press('ArrowDown');
    expect(active()).toBe(1);
    await press('j');
    expect(active()).toBe(2);
    await press('k');
    await press('ArrowUp');
    await press('ArrowUp');
    expect(active()).toBe(0);
  });

  it('reaches both ends and pages, drawing the rows it lands on', async () => {
    render(GridHarness, { count: 100_000 });
    row(0)?.focus();
    await press('End');
    expect(active()).toBe(99_999);
    await press('PageUp');
    expect(active()).toBe(99_990);
    await press('Home');
    expect(active()).toBe(0);
    await press('PageDown');
    expect(active()).toBe(9);
  });

  it('keeps the focused row while the list scrolls away', async () => {
    render(GridHarness, { count: 1000 });
    row(0)?.focus();
    const scroller = screen.getAllByRole('rowgroup').at(-1) as HTMLElement;
    scroller.scrollTop = 16_000;
    await fireEvent.scroll(scroller);
    expect(row(500)).not.toBeNull();
    expect(active()).toBe(0);
  });

  it('selects with space, extends with shift, and escape clears before it closes', async () => {
    const onselect = vi.fn();
    const onescape = vi.fn();
    render(GridHarness, { count: 50, onselect, onescape });
    row(0)?.focus();
    await press('ArrowDown');
    await press(' ');
    expect(chosen(onselect)).toEqual(['r1']);
    await press('ArrowDown', { shiftKey: true });
    await press('ArrowDown', { shiftKey: true });
    expect(chosen(onselect)).toEqual(['r1', 'r2', 'r3']);
    expect(row(2)?.getAttribute('aria-selected')).toBe('true');
    await press('Escape');
    expect(chosen(onselect)).toEqual([]);
    expect(onescape).not.toHaveBeenCalled();
    await press('Escape');
    expect(onescape).toHaveBeenCalledOnce();
  });

  it('opens with enter and with a click, and toggles with Ctrl', async () => {
    const onopen = vi.fn();
    const onselect = vi.fn();
    render(GridHarness, { count: 50, onopen, onselect });
    row(3)?.focus();
    await press('Enter');
    expect(onopen.mock.lastCall?.[0].id).toBe('r3');
    await fireEvent.click(row(5) as HTMLElement);
    expect(onopen.mock.lastCall?.[0].id).toBe('r5');
    await fireEvent.click(row(6) as HTMLElement, { ctrlKey: true });
    expect(onopen).toHaveBeenCalledTimes(2);
    expect(chosen(onselect)).toEqual(['r6']);
  });

  it('asks for the rows it shows and says that missing ones are on their way', async () => {
    const ensure = vi.fn();
    render(GridHarness, { count: 1000, loaded: 5, ensure });
    expect(ensure).toHaveBeenCalledWith(0, expect.any(Number));
    expect(row(7)?.getAttribute('aria-busy')).toBe('true');
    expect(row(2)?.hasAttribute('aria-busy')).toBe(false);
  });
});

describe('gridWindow', () => {
  it('never leaves the list', () => {
    for (const scrollTop of [0, 10, 31_999, 1_000_000]) {
      const { from, to } = gridWindow(scrollTop, 320, 32, 1000);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(1000);
      expect(from).toBeLessThanOrEqual(to);
    }
  });
});
