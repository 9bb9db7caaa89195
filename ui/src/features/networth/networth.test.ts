import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { AheadPlan, NetWorthAheadReq, NetWorthReq } from '$lib/backend/contract';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { aheadAnswers } from '$lib/backend/fake/ahead';
import { fakeBackend } from '$lib/backend/fake/fake';
import { netWorthAnswers } from '$lib/backend/fake/networth';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import NetWorthView from './index.svelte';

const PATIENCE = { timeout: 20_000 };
const asked = vi.fn();
const past = vi.fn();
const kept = vi.fn();

beforeEach(() => {
  clearCache();
  for (const one of [asked, past, kept]) one.mockReset();
  useBackend(
    fakeBackend({
      ...accountsAnswers(false),
      ...netWorthAnswers,
      ...aheadAnswers,
      consents_list: () => [],
      net_worth_get: (request, emit) => {
        past(request);
        return netWorthAnswers.net_worth_get?.(request, emit);
      },
      net_worth_ahead: (request, emit) => {
        asked(request);
        return aheadAnswers.net_worth_ahead?.(request, emit);
      },
      net_worth_ahead_keep: (request) => {
        kept(request);
        return { batch: '71', rows: 1, label: 'net_worth_ahead_kept' };
      },
    }),
  );
});

it('tries an assumption when its field is left and keeps it on request', async () => {
  router.go('networth', { chart: 'ahead' });
  render(NetWorthView);
  const fields = await screen.findAllByRole('textbox', { name: 'Added a month' }, PATIENCE);
  const [cash] = fields;
  if (!cash) throw new Error('no field');
  expect(cash).toHaveProperty('placeholder', '612.40');
  expect(screen.queryByRole('button', { name: 'Keep' })).toBeNull();
  await userEvent.type(cash, '900');
  await userEvent.tab();
  await waitFor(() => {
    const last = asked.mock.calls.at(-1)?.[0] as NetWorthAheadReq;
    expect(last.plan?.classes).toEqual([
      { class: 'cash', add: '900', percent: null, spread: null },
    ]);
  }, PATIENCE);
  await userEvent.click(await screen.findByRole('button', { name: 'Keep' }, PATIENCE));
  await waitFor(() => expect(kept).toHaveBeenCalledOnce(), PATIENCE);
  const plan = kept.mock.calls[0]?.[0] as AheadPlan;
  expect([plan.years, plan.freed, plan.classes[0]?.add]).toEqual([10, true, '900']);
});

it('does not try what is no number', async () => {
  router.go('networth', { chart: 'ahead' });
  render(NetWorthView);
  const fields = await screen.findAllByRole('textbox', { name: '% a year' }, PATIENCE);
  const before = asked.mock.calls.length;
  await userEvent.type(fields[0] as HTMLElement, '99');
  await userEvent.tab();
  expect(await screen.findByText('-50 to 50', {}, PATIENCE)).toBeTruthy();
  expect(asked.mock.calls.length).toBe(before);
});

it('asks for today’s money and shows its working', async () => {
  router.go('networth', {});
  render(NetWorthView);
  await userEvent.click(await screen.findByRole('switch', { name: "In today's money" }, PATIENCE));
  await waitFor(() => {
    expect((past.mock.calls.at(-1)?.[0] as NetWorthReq).real).toBe(true);
  }, PATIENCE);
  await userEvent.click(await screen.findByRole('button', { name: 'Show the working' }, PATIENCE));
  expect(await screen.findByText(/Amount × 131.4 ÷ index of its day/, {}, PATIENCE)).toBeTruthy();
});
