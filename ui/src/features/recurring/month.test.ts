import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { ConsentEnd } from '$lib/backend/contract';
import { fakeBackend } from '$lib/backend/fake/fake';
import { recurringAnswers } from '$lib/backend/fake/recurring';
import { clearCache } from '$lib/cache';
import Month from './Month.svelte';

const end = (institution: string, date: string, daysLeft: number): ConsentEnd => ({
  kind: 'consent',
  connection: '7',
  label: 'Our banks',
  login: institution,
  institution,
  date,
  daysLeft,
  accounts: 3,
});

it('has the consents that end among the bills of their month, and no others', async () => {
  clearCache();
  useBackend(
    fakeBackend({
      ...recurringAnswers(false),
      recurring_month: () => [],
      consents_list: () => [end('Near', '2026-05-29', 11), end('Far', '2026-06-24', 37)],
    }),
  );
  const nothing = (): void => undefined;
  render(Month, {
    today: '2026-05-18',
    month: '2026-05',
    openId: null,
    onmonth: nothing,
    onopen: nothing,
  });
  const link = await screen.findByRole('link', { name: 'Near: the consent ends' });
  expect(link.getAttribute('href')).toContain('open=7');
  expect(link.closest('tr')?.textContent).toContain('in 11 days');
  expect(screen.queryByText(/^Far/)).toBeNull();
});
