import { render } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { drawing } from '$test/drawing';
import GridHarness from '$test/GridHarness.svelte';
import Gallery from '$test/Gallery.svelte';
import ChartFigure from './patterns/ChartFigure.svelte';

/** Rules that need layout or a whole page, which jsdom has not; contrast is checked on the tokens. */
const RULES = { 'color-contrast': { enabled: false }, region: { enabled: false } };

async function faults(container: Element): Promise<string[]> {
  const { violations } = await axe.run(container, { rules: RULES });
  return violations.map(
    (one) => `${one.id}: ${one.help} (${one.nodes.map((node) => node.html).join(' | ')})`,
  );
}

describe('patterns and primitives have no fault axe can find', () => {
  it('the grid', async () => {
    const { container } = render(GridHarness, { count: 40 });
    expect(await faults(container)).toEqual([]);
  });

  it('the chart', async () => {
    const { container } = render(ChartFigure, {
      title: 'Forecast',
      unit: 'day',
      summary: 'Lowest €246.',
      height: '200px',
      onsize: () => {},
      drawing: drawing(),
    });
    expect(await faults(container)).toEqual([]);
  });

  it('controls, notes, meters and fields', async () => {
    const { container } = render(Gallery);
    expect(await faults(container)).toEqual([]);
  });

  it('a dialog', async () => {
    render(Gallery, { dialog: true });
    expect(await faults(document.body)).toEqual([]);
  });
});
