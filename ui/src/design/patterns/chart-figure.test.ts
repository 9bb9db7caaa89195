import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { privacy } from '$lib/privacy.svelte';
import { drawing } from '$test/drawing';
import ChartFigure from './ChartFigure.svelte';
import { chartStep, dotsAt, nearestPoint, pictureOf, tooltipRows } from './chart';

const props = {
  title: 'Forecast of Joint current',
  unit: 'day' as const,
  summary: 'Lowest expected €246 on Day 4.',
  height: '200px',
  onsize: () => {},
};
const slider = () => screen.getByRole('slider');
async function press(key: string) {
  await fireEvent.keyDown(slider(), { key });
  await tick();
}
const read = () => slider().getAttribute('aria-valuetext');

describe('ChartFigure', () => {
  afterEach(() => {
    privacy.hidden = false;
  });

  it('is named, summarised, and its picture is silent', () => {
    const { container } = render(ChartFigure, { ...props, drawing: drawing() });
    const figure = screen.getByRole('figure');
    const by = (attribute: string) =>
      document.getElementById(figure.getAttribute(attribute) ?? '')?.textContent;
    expect(by('aria-labelledby')).toBe(props.title);
    expect(by('aria-describedby')).toBe(props.summary);
    expect(container.querySelector('svg.plot')?.getAttribute('aria-hidden')).toBe('true');
  });

  it('reads values by arrows, pages, ends, lowest and highest', async () => {
    render(ChartFigure, { ...props, drawing: drawing() });
    expect(slider().getAttribute('aria-valuemax')).toBe('6');
    await press('ArrowLeft');
    expect(read()).toBe('Day 6: Expected €610');
    await press('Home');
    expect(read()).toBe('Day 1: Expected €410');
    await press('ArrowRight');
    expect(read()).toBe('Day 2: Expected €380');
    await press('PageUp');
    expect(read()).toBe('Day 7: Expected €590');
    await press('l');
    expect(read()).toBe('Day 4: Expected €246');
    await press('H');
    expect(read()).toBe('Day 6: Expected €610');
    await press('End');
    expect(read()).toBe('Day 7: Expected €590');
  });

  it('shows what it reads to the eye as well, and escape puts it away', async () => {
    const { container } = render(ChartFigure, { ...props, drawing: drawing() });
    await press('Home');
    expect(container.querySelector('.tip')?.textContent).toContain('Day 1');
    expect(container.querySelectorAll('.xd')).toHaveLength(2);
    await press('l');
    // The second series has a gap there.
    expect(container.querySelectorAll('.xd')).toHaveLength(1);
    await press('Escape');
    expect(container.querySelector('.tip')).toBeNull();
  });

  it('offers the same numbers as a table, also by T', async () => {
    render(ChartFigure, { ...props, drawing: drawing() });
    await press('t');
    const table = screen.getByRole('table');
    expect(within(table).getAllByRole('row')).toHaveLength(8);
    expect(within(table).getByRole('row', { name: 'Day 4 €246' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Hide table' }).getAttribute('aria-expanded')).toBe(
      'true',
    );
  });

  it('opens what is behind a point with enter', async () => {
    const onopen = vi.fn();
    render(ChartFigure, { ...props, drawing: drawing(), onopen });
    await press('l');
    await press('Enter');
    expect(onopen).toHaveBeenCalledWith(3);
  });

  it('says no amount while amounts are hidden', async () => {
    privacy.hidden = true;
    const { container } = render(ChartFigure, { ...props, drawing: drawing() });
    await press('t');
    expect(container.textContent).not.toContain('€246');
    expect(read()).toBe('Amount hidden');
  });

  it('keeps the table when the picture failed', () => {
    const onretry = vi.fn();
    render(ChartFigure, { ...props, drawing: drawing(), error: new Error('no'), onretry });
    expect(screen.getByRole('button', { name: 'Draw again' })).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Read as table' }).length).toBeGreaterThan(0);
  });

  describe('size', () => {
    let resize: (width: number) => void = () => {};
    beforeEach(() => {
      vi.useFakeTimers();
      vi.stubGlobal(
        'ResizeObserver',
        class {
          constructor(callback: ResizeObserverCallback) {
            resize = (width) =>
              callback(
                [{ contentRect: { width, height: 200 } } as ResizeObserverEntry],
                this as never,
              );
          }
          observe() {}
          disconnect() {}
        },
      );
    });
    afterEach(() => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    });

    it('asks at once, then once after a row of changes', () => {
      const onsize = vi.fn();
      render(ChartFigure, { ...props, drawing: undefined, onsize });
      resize(600);
      expect(onsize).toHaveBeenLastCalledWith(600, 200);
      resize(610);
      resize(640.4);
      expect(onsize).toHaveBeenCalledTimes(1);
      vi.advanceTimersByTime(120);
      expect(onsize).toHaveBeenCalledTimes(2);
      expect(onsize).toHaveBeenLastCalledWith(640, 200);
    });
  });
});

describe('pictureOf', () => {
  it('drops everything that is not drawing', () => {
    const picture = pictureOf(
      '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script><foreignObject/><a href="x:y"><path d="M0 0"/></a><g style="fill:red" onclick="x()"><path d="M1 1" fill="var(--chart-1)"/></g></svg>',
    );
    expect(picture?.outerHTML).not.toMatch(/script|foreignObject|onload|onclick|style=|href/);
    expect(picture?.querySelectorAll('path')).toHaveLength(1);
  });

  it('refuses what is no picture', () => {
    expect(pictureOf('<html/>')).toBeNull();
    expect(pictureOf('not xml <')).toBeNull();
  });
});

describe('chart geometry', () => {
  it('finds the nearest point', () => {
    const { x } = drawing();
    expect(nearestPoint(x, -50)).toBe(0);
    expect(nearestPoint(x, 310)).toBe(3);
    expect(nearestPoint([], 5)).toBe(-1);
  });

  it('leaves keys alone that are not its own, and all keys without points', () => {
    expect(chartStep('a', 0, drawing(), 7)).toBeNull();
    expect(chartStep('Home', 0, drawing({ points: [] }), 7)).toBeNull();
    expect(chartStep('l', 0, drawing({ lowest: null }), 7)).toBeNull();
  });

  it('leaves gaps without a dot', () => {
    expect(dotsAt(drawing(), 0)).toHaveLength(2);
    expect(dotsAt(drawing(), 6)).toHaveLength(1);
  });

  it('shows ten rows and counts the rest', () => {
    const rows = Array.from({ length: 13 }, (_, n) => ({ name: `${n}`, value: '', series: '' }));
    expect(tooltipRows({ label: '', rows })).toMatchObject({ more: 3 });
  });
});
