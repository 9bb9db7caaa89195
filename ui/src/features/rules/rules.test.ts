import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { RuleBody } from '$lib/backend/contract';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { rulesAnswers } from '$lib/backend/fake/rules';
import { transactionsAnswers } from '$lib/backend/fake/transactions';
import { clearCache, followChanges } from '$lib/cache';
import { router } from '$lib/router';
import { actionOf, arity, emptyRule, howsOf, isComplete, nameOf, testOf, withHow } from './draft';
import Rules from './index.svelte';

let backend: FakeBackend;

beforeEach(() => {
  clearCache();
  backend = fakeBackend({
    ...accountsAnswers(false),
    ...transactionsAnswers,
    ...rulesAnswers(false),
    app_status: () => ({ baseCurrency: 'EUR', today: '2026-05-18' }),
    connections_list: () => [],
  });
  useBackend(backend);
  router.go('rules', {}, []);
});

const asked = (name: string) => backend.calls.filter((call) => call.name === name);

it('a rule is complete once it looks for something and does something', () => {
  const rule = emptyRule();
  expect(isComplete(rule)).toBe(false);
  const full: RuleBody = {
    ...rule,
    tests: [{ ...testOf('payee'), values: ['Altair'] }],
    actions: [actionOf('category', 'travel')],
  };
  expect(isComplete(full)).toBe(true);
  expect(isComplete({ ...full, actions: [actionOf('tag', ' ')] })).toBe(false);
  expect(isComplete({ ...full, actions: [], stop: true })).toBe(true);
  expect(nameOf(full, 'Rule')).toBe('Altair');
  expect(nameOf({ ...full, name: 'Flights' }, 'Rule')).toBe('Flights');
});

it('another comparison keeps what fits of the values', () => {
  const many = { ...testOf('payee'), values: ['a', 'b', 'c'] };
  expect(withHow(many, { op: 'matches', not: false }).values).toEqual(['a']);
  expect(withHow(many, { op: 'empty', not: true }).values).toEqual([]);
  expect(arity({ ...testOf('amount'), op: 'between' })).toBe('two');
  expect(howsOf('direction')).toHaveLength(1);
});

it('the list shows rules in their order with what they do', async () => {
  render(Rules);
  const list = await screen.findByRole('list', { name: 'Rules in their order' });
  const rows = within(list).getAllByRole('listitem');
  expect(rows).toHaveLength(8);
  expect(rows[0]?.textContent).toContain('payee contains Altair, Skyhop');
  expect(rows[0]?.textContent).toContain('Travel');
  expect(rows[5]?.textContent).toContain('Ask me');
});

it('keys move a rule and a switch turns it off', async () => {
  const stop = followChanges();
  const user = userEvent.setup();
  render(Rules);
  const grip = await screen.findByRole('button', { name: /Move Market\. Position 2 of 8/ });
  grip.focus();
  await user.keyboard('{ArrowUp}');
  await waitFor(() => expect(asked('rules_order')).toHaveLength(1));
  expect((asked('rules_order')[0]?.request as { ids: string[] }).ids.slice(0, 2)).toEqual([
    '2',
    '1',
  ]);
  await screen.findByRole('button', { name: /Move Market\. Position 1 of 8/ });
  await user.click(screen.getByRole('switch', { name: 'Fuel on' }));
  await waitFor(() => expect(asked('rule_save')).toHaveLength(1));
  expect(asked('rule_save')[0]?.request).toMatchObject({ id: '7', rule: { enabled: false } });
  stop();
});

it('the editor shows what would change while one writes, then saves and runs on the past', async () => {
  const user = userEvent.setup();
  router.go('rules', { payee: 'Kiosk Cornavin', category: 'transport' }, ['new']);
  render(Rules);
  expect(await screen.findByText(/Would match \d+ past transactions/)).toBeTruthy();
  const past = await screen.findByRole('checkbox', { name: /Also apply to the \d+ past/ });
  expect((past as HTMLInputElement).checked).toBe(true);
  const value = screen.getByRole('textbox', { name: 'payee contains' });
  await user.type(value, 'Brasserie{Enter}');
  await waitFor(() => {
    const last = asked('rule_preview').at(-1)?.request as { rule: RuleBody };
    expect(last.rule.tests[0]?.values).toEqual(['Kiosk Cornavin', 'Brasserie']);
  });
  await user.click(screen.getByRole('button', { name: 'Save rule' }));
  await waitFor(() => expect(asked('rules_run')).toHaveLength(1));
  expect(asked('rule_save')[0]?.request).toMatchObject({
    id: null,
    rule: { name: 'Kiosk Cornavin', actions: [actionOf('category', 'transport')] },
  });
});

it('a pattern that cannot be read says why and is not saved', async () => {
  const user = userEvent.setup();
  router.go('rules', {}, ['6']);
  render(Rules);
  const pattern = await screen.findByRole('textbox', { name: 'bank text matches' });
  await user.clear(pattern);
  await user.type(pattern, 'PAY(');
  expect(await screen.findByText(/The pattern cannot be read: unclosed group/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save rule' }));
  expect(asked('rule_save')).toHaveLength(0);
});

it('rules kept at a service are taken over one by one, all at once, or declined', async () => {
  render(Rules);
  const offers = await screen.findByRole('region', { name: /^Rules you keep at Wallet/ });
  const rows = within(offers).getAllByRole('listitem');
  expect(rows).toHaveLength(3);
  // One whose category is not in this book says why and waits.
  const gone = within(offers).getByRole('button', { name: 'Take over: Old hobby' });
  expect(gone.hasAttribute('disabled') || gone.getAttribute('aria-disabled')).toBeTruthy();
  await userEvent.click(within(offers).getByRole('button', { name: 'No thanks: Old hobby' }));
  expect(asked('rule_decline').at(-1)?.request).toEqual({ key: 'upstream/2/r3' });
  await userEvent.click(within(offers).getByRole('button', { name: 'Take all 2 over' }));
  await waitFor(() =>
    expect(asked('rules_take_over').at(-1)?.request).toEqual({
      keys: ['upstream/2/r1', 'upstream/2/r2'],
    }),
  );
  expect(asked('rules_take_over')).toHaveLength(1);
});
