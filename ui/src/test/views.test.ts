import { render, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import type { Component } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import Alerts from '$features/alerts/index.svelte';
import Budgets from '$features/budgets/index.svelte';
import Forecast from '$features/forecast/index.svelte';
import Debts from '$features/debts/index.svelte';
import Goals from '$features/goals/index.svelte';
import ImportDialog from '$features/importing/ImportDialog.svelte';
import Insight from '$features/insight/index.svelte';
import NetWorth from '$features/networth/index.svelte';
import Overview from '$features/overview/index.svelte';
import Recurring from '$features/recurring/index.svelte';
import Reports from '$features/reports/index.svelte';
import Review from '$features/review/index.svelte';
import Rules from '$features/rules/index.svelte';
import Transactions from '$features/transactions/index.svelte';
import { useBackend } from '$lib/backend/backend';
import { OFFERED } from '$lib/backend/fake/importing';
import { practiceBackend } from '$lib/backend/fake/practice';
import { importing } from '$lib/book';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';

// A whole view and all rules of axe take their time on a busy machine.
const PATIENCE = { timeout: 20_000 };

/** Rules that need a layout, which jsdom has not, or the frame around the view. */
const WITHOUT = ['color-contrast', 'region', 'target-size', 'page-has-heading-one'];

async function faults(container: Element): Promise<string[]> {
  const { violations } = await axe.run(container, {
    rules: Object.fromEntries(WITHOUT.map((rule) => [rule, { enabled: false }])),
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

beforeEach(() => {
  clearCache();
  useBackend(practiceBackend());
  router.go('overview');
});

describe.each<[string, Component, string[], string]>([
  ['overview', Overview, [], 'Coming up'],
  ['transactions', Transactions, [], 'Trattoria Lina'],
  ['transactions', Transactions, ['1003'], 'Leave out of totals'],
  ['budgets', Budgets, [], 'Not in any budget'],
  ['budgets', Budgets, ['goods'], 'Limit each month'],
  ['forecast', Forecast, [], 'What if'],
  ['networth', NetWorth, [], 'How it is counted'],
  ['recurring', Recurring, [], 'Bills and loans'],
  ['recurring', Recurring, ['t1'], 'Price went up'],
  ['alerts', Alerts, [], 'took €49.90 twice'],
  ['alerts', Alerts, ['low 6 2026-05'], 'What comes until then'],
  ['debts', Debts, [], 'What to pay back first'],
  ['debts', Debts, ['a7'], 'It counts once'],
  ['insight', Insight, [], 'Income stability'],
  ['goals', Goals, [], 'Cargo bicycle'],
  ['goals', Goals, ['1'], 'Needed a month'],
  ['reports', Reports, [], 'Where it went'],
  ['review', Review, [], 'Ateliers Reymond'],
  ['rules', Rules, [], 'Rules your corrections suggest'],
  ['rules', Rules, ['7'], 'Would match 114'],
])('%s', (view, View, rest, words) => {
  it(`shows ${rest.join() || 'its rows'} and can be used by everyone`, async () => {
    router.go(view, {}, rest);
    const { container } = render(View);
    await waitFor(() => expect(container.textContent).toContain(words), PATIENCE);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await faults(container)).toEqual([]);
  });
});

describe('import', () => {
  it('checks the rows and can be used by everyone', async () => {
    render(ImportDialog);
    importing.show(OFFERED);
    await waitFor(
      () => expect(document.body.textContent).toContain('Import 6 transactions'),
      PATIENCE,
    );
    expect(await faults(document.body)).toEqual([]);
    importing.open = false;
  });
});

describe('an overspent budget', () => {
  it('says so in words, not by colour alone', async () => {
    router.go('budgets');
    const { findByText } = render(Budgets);
    const words = await findByText('€29 over', {}, PATIENCE);
    expect(words.querySelector('svg')).not.toBeNull();
  });
});
