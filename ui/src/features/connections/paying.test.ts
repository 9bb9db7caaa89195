import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { bookAnswers } from '$lib/backend/fake/book';
import { connectionsAnswers } from '$lib/backend/fake/connections';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { RIGHT } from '$lib/backend/fake/payments';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Connections from './index.svelte';

let backend: FakeBackend;

beforeEach(async () => {
  router.go('connections');
  backend = fakeBackend({
    ...bookAnswers('open'),
    ...accountsAnswers(false),
    ...connectionsAnswers(false, null, 5),
  });
  useBackend(backend);
  clearCache();
  render(Connections);
  await userEvent.click(await screen.findByRole('button', { name: /^Our banks/ }));
});

const sent = () => backend.calls.filter((call) => call.name === 'payment_send');
const button = (name: string | RegExp) => screen.getByRole('button', { name });

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.map((one) => one.id);
}

/** The form, filled for somebody of the list. */
async function filled(
  amount: string,
  label: string,
  whom = 'Ateliers du Canal',
): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole('button', { name: 'Send money' }));
  const dialog = await screen.findByRole('dialog');
  const to = await within(dialog).findByLabelText('To');
  // Where the dialog takes the focus only now, the list closes again, and is opened once more.
  await vi.waitFor(
    async () => {
      if (to.getAttribute('aria-expanded') !== 'true') await userEvent.click(to);
      const option = [...document.querySelectorAll('[role="option"]')].find((one) =>
        one.textContent?.includes(whom),
      );
      expect(option).toBeTruthy();
      await userEvent.click(option as Element);
      expect(to.textContent).toContain(whom.slice(0, 5));
    },
    { timeout: 60_000 },
  );
  await userEvent.type(within(dialog).getByLabelText('Amount'), amount);
  await userEvent.type(within(dialog).getByLabelText('Text'), label);
  return dialog;
}

describe('sending money', () => {
  it('repeats the order, sends it once, and hands the code on', async () => {
    const dialog = await filled('12.34', 'Strings and a bow');
    expect(within(dialog).getByText(/Papa can be paid from/)).toBeTruthy();
    expect(await faults()).toEqual([]);
    await userEvent.click(button('Continue'));
    await within(dialog).findByRole('heading', { name: 'Send this?' });
    for (const said of [
      '€12.34',
      'Joint current',
      'DE89 3704 0044 0532 0130 00',
      'Strings and a bow',
    ])
      expect(dialog.textContent).toContain(said);
    expect(sent()).toHaveLength(0);
    expect(await faults()).toEqual([]);
    await userEvent.dblClick(button('Send €12.34'));
    const code = await within(dialog).findByLabelText('Code sent to ·· 42');
    expect(sent().map((call) => call.request)).toEqual([
      { payment: '2', amount: '12.34', account: '1', payee: '32', label: 'Strings and a bow' },
    ]);
    await userEvent.type(code, '000000');
    await userEvent.click(button('Confirm'));
    expect(await within(dialog).findByText(/did not accept that/)).toBeTruthy();
    await userEvent.type(within(dialog).getByLabelText('Code sent to ·· 42'), RIGHT);
    await userEvent.click(button('Confirm'));
    await within(dialog).findByRole('heading', { name: 'Ordered' });
    expect(await faults()).toEqual([]);
  });

  it('has the bank answered on the page of the service, and asks how it stands when the person is back', async () => {
    const dialog = await filled('20.00', 'Rent', 'Régie Lafond');
    await userEvent.click(button('Continue'));
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Send €20.00' }));
    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Confirm in the browser' }),
    );
    await within(dialog).findByText('bank.example');
    expect(backend.calls.find((call) => call.name === 'link_begin')?.request).toMatchObject({
      kind: 'payment',
      way: 'browser',
      login: '2',
    });
    expect(dialog.textContent).toContain('€20.00');
    expect(await faults()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Open the browser' }));
    await userEvent.click(await within(dialog).findByRole('button', { name: 'I have done it' }));
    await within(dialog).findByRole('heading', { name: 'Ordered' });
    expect(sent()).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  it('wants a second word for an order that looks like another, and takes it back when left', async () => {
    const dialog = await filled('84.50', 'Invoice');
    await userEvent.click(button('Continue'));
    await within(dialog).findByText(/pays the same amount/);
    await userEvent.click(button('Send €84.50'));
    expect(sent()).toHaveLength(0);
    await userEvent.click(button('Back'));
    await vi.waitFor(() =>
      expect(backend.calls.find((call) => call.name === 'payment_cancel')?.request).toEqual({
        payment: '2',
      }),
    );
    // What was entered is still there.
    expect((await within(dialog).findByLabelText<HTMLInputElement>('Text')).value).toBe('Invoice');
    await userEvent.click(button('Continue'));
    await userEvent.click(await within(dialog).findByRole('checkbox', { name: /all the same/ }));
    await userEvent.click(button('Send €84.50'));
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
  });

  it('adds a recipient after a code, and says when money may go there', async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'Send money' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(await within(dialog).findByRole('button', { name: 'New recipient' }));
    await userEvent.type(within(dialog).getByLabelText('Name'), 'Maman');
    await userEvent.type(within(dialog).getByLabelText('IBAN'), 'FR00');
    await userEvent.click(button('Add recipient'));
    expect(await within(dialog).findByText(/no valid IBAN/)).toBeTruthy();
    await userEvent.clear(within(dialog).getByLabelText('IBAN'));
    await userEvent.type(within(dialog).getByLabelText('IBAN'), 'FR7630006000011234567890189');
    await userEvent.click(button('Add recipient'));
    await userEvent.type(await within(dialog).findByLabelText('Code sent to ·· 42'), RIGHT);
    await userEvent.click(button('Add recipient'));
    expect(await within(dialog).findByText(/Maman was added/)).toBeTruthy();
    expect(await faults()).toEqual([]);
  });

  it('lists what was sent, and leads to the transaction', async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'Orders' }));
    const dialog = await screen.findByRole('dialog', { name: /Money sent through/ });
    const link = await within(dialog).findByRole('link', { name: 'Transaction' });
    expect(link.getAttribute('href')).toContain('open=3');
    expect(await faults()).toEqual([]);
  });
});
