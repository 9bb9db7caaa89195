import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { accountsAnswers } from '$lib/backend/fake/accounts';
import { bookAnswers } from '$lib/backend/fake/book';
import { connectionsAnswers } from '$lib/backend/fake/connections';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Connections from './index.svelte';

let backend: FakeBackend;

async function show(): Promise<void> {
  backend = fakeBackend({
    ...bookAnswers('open'),
    ...accountsAnswers(false),
    ...connectionsAnswers(false, null, 5),
  });
  useBackend(backend);
  clearCache();
  render(Connections);
  await screen.findByRole('heading', { name: /Needs you/ });
}

const asked = (name: string) =>
  backend.calls.filter((call) => call.name === name).map((call) => call.request);

/** The dialog in which a new bank is linked. */
async function linking(): Promise<HTMLElement> {
  await show();
  await userEvent.click(screen.getByRole('button', { name: /^Our banks/ }));
  await userEvent.click(await screen.findByRole('button', { name: 'Link a bank' }));
  return await screen.findByRole('dialog');
}

async function pick(dialog: HTMLElement, bank: string): Promise<void> {
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Name of the bank' }), bank);
  await vi.waitFor(() => expect(within(dialog).getAllByRole('option')).toHaveLength(1));
  await userEvent.keyboard('{Enter}');
}

async function signIn(dialog: HTMLElement, password = '123456'): Promise<void> {
  const kind = await within(dialog).findByLabelText('Type of account');
  kind.focus();
  await userEvent.keyboard('{ArrowDown}');
  await vi.waitFor(() => expect(kind.getAttribute('aria-activedescendant')).toBeTruthy());
  await userEvent.keyboard('{Enter}');
  await userEvent.type(within(dialog).getByLabelText('Customer number'), '30482217');
  await userEvent.type(within(dialog).getByLabelText('Personal code'), password);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Sign in and allow reading' }));
}

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.map((one) => one.id);
}

beforeEach(() => router.go('connections'));

describe('a service that asks on its own pages', () => {
  it('asks whose data is read, leads to the browser, and reads when the person is back', async () => {
    await show();
    router.setParams({ add: 'service' });
    const add = await screen.findByRole('dialog');
    await userEvent.click(within(add).getByText('Qard'));
    await userEvent.click(within(add).getByRole('button', { name: 'Continue' }));
    await userEvent.type(within(add).getByLabelText('API key'), 'a-key');
    await userEvent.click(within(add).getByRole('button', { name: 'Allow reading' }));
    const dialog = await screen.findByRole('dialog', { name: 'Whose data?' });
    await userEvent.click(await within(dialog).findByText('Add a person'));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Continue' }));
    await userEvent.type(await within(dialog).findByLabelText('First name'), 'Robin');
    await userEvent.type(within(dialog).getByLabelText('Last name'), 'Aster');
    expect(await faults()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Continue' }));
    await within(dialog).findByText('Your bank is linked in the browser');
    expect(within(dialog).queryByRole('combobox')).toBeNull();
    expect(await faults()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Open the browser' }));
    await within(dialog).findByText('bank.example');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Open the browser' }));
    await userEvent.click(await within(dialog).findByRole('button', { name: 'I have done it' }));
    // Accounts are not picked where the service does not share them one by one; where they go is asked all the same.
    await within(dialog).findByText('Household account');
    expect(within(dialog).queryByRole('checkbox')).toBeNull();
    expect(await faults()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Start first sync' }));
    await vi.waitFor(() => expect(asked('sync_run')).toHaveLength(1));
    expect(asked('login_accounts')).toEqual([]);
    expect(asked('accounts_link')).toEqual([
      { connection: expect.any(String) as string, choices: [{ sourceId: 'w1', account: '1' }] },
    ]);
  });
});

describe('where accounts go', () => {
  /** The step of the dialog that asks it, for a service that is linked by a key. */
  async function asking(): Promise<HTMLElement> {
    await show();
    router.setParams({ add: 'service' });
    const add = await screen.findByRole('dialog');
    await userEvent.click(within(add).getByText('FinWise'));
    await userEvent.click(within(add).getByRole('button', { name: 'Continue' }));
    await userEvent.type(within(add).getByLabelText('API key'), 'a-key');
    await userEvent.click(within(add).getByRole('button', { name: 'Allow reading' }));
    await within(add).findByText('Household account');
    return add;
  }

  const into = (dialog: HTMLElement, account: string) =>
    within(dialog).getByLabelText(`${account} goes into`);

  /** Opens the list with the keyboard; its options. */
  async function offer(dialog: HTMLElement, account: string): Promise<string[]> {
    const select = into(dialog, account);
    // A list that was just closed is still leaving.
    await vi.waitFor(() => expect(document.querySelector('[role="option"]')).toBeNull());
    select.focus();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(select.getAttribute('aria-activedescendant')).toBeTruthy());
    return [...document.querySelectorAll('[role="option"]')].map((one) =>
      (one.textContent ?? '').trim(),
    );
  }

  async function put(dialog: HTMLElement, account: string, option: string): Promise<void> {
    const options = await offer(dialog, account);
    const at = options.findIndex((one) => one.startsWith(option));
    await userEvent.keyboard(`{Home}${'{ArrowDown}'.repeat(at)}{Enter}`);
    await vi.waitFor(() => expect(into(dialog, account).textContent).toContain(option));
  }

  it('proposes the account that looks the same, and takes another one or a new one', async () => {
    const dialog = await asking();
    await vi.waitFor(() =>
      expect(into(dialog, 'Household account').textContent).toContain('same IBAN'),
    );
    expect(into(dialog, 'Wallet').textContent).toContain('New account');
    expect(await faults()).toEqual([]);
    await put(dialog, 'Household account', 'New account');
    await put(dialog, 'Wallet', 'Cash at home');
    // What one goes into is not offered to another.
    expect((await offer(dialog, 'Household account')).join()).not.toContain('Cash at home');
    await userEvent.keyboard('{Escape}');
    expect(asked('sync_run')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Start first sync' }));
    await vi.waitFor(() => expect(asked('sync_run')).toHaveLength(1));
    expect(asked('accounts_link')).toEqual([
      { connection: expect.any(String) as string, choices: [{ sourceId: 'w2', account: '4' }] },
    ]);
  });

  it('is done with the keyboard alone', async () => {
    const dialog = await asking();
    await vi.waitFor(() => expect(document.activeElement).toBe(into(dialog, 'Household account')));
    await userEvent.tab();
    expect(document.activeElement).toBe(into(dialog, 'Wallet'));
  });
});

describe('linking a bank', () => {
  it('goes from the bank through its own form and a code to the accounts and the first sync', async () => {
    const dialog = await linking();
    expect(await faults()).toEqual([]);
    await pick(dialog, 'credit alpin');
    // What is not asked of the person is not shown.
    await within(dialog).findByLabelText('Customer number');
    expect(within(dialog).queryByLabelText('Token')).toBeNull();
    expect(within(dialog).getByLabelText('Personal code').getAttribute('type')).toBe('password');
    expect(within(dialog).getByLabelText('Date of birth').getAttribute('type')).toBe('date');
    expect(await faults()).toEqual([]);
    await signIn(dialog);
    const code = await within(dialog).findByLabelText('Code');
    await vi.waitFor(() => expect(document.activeElement).toBe(code));
    expect(code.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await faults()).toEqual([]);
    await userEvent.type(code, '424242{Enter}');
    expect(await within(dialog).findByText('Share plan')).toBeTruthy();
    expect(asked('link_answer')).toEqual([
      {
        link: 'link-1',
        choice: null,
        fields: [
          { key: 'kind', value: 'par' },
          { key: 'login', value: '30482217' },
          { key: 'password', value: '123456' },
          { key: 'birthday', value: '' },
        ],
      },
      { link: 'link-1', choice: null, fields: [{ key: 'otp', value: '424242' }] },
    ]);
    await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Livret Jeune' }));
    expect(await faults()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Start first sync' }));
    await vi.waitFor(() =>
      expect(asked('login_share')).toEqual([
        { connection: '7', login: 's90', accounts: ['a1', 'a2'], keepData: true },
      ]),
    );
    expect(await within(dialog).findByText(/transactions so far/)).toBeTruthy();
    await vi.waitFor(() => expect(within(dialog).getByText('First sync done')).toBeTruthy(), 4000);
    expect(asked('link_cancel')).toEqual([]);
  });

  it('tells a wrong form at its field, and a refusal with the password gone', async () => {
    const dialog = await linking();
    await pick(dialog, 'alpin');
    const kind = await within(dialog).findByLabelText('Type of account');
    kind.focus();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(kind.getAttribute('aria-activedescendant')).toBeTruthy());
    await userEvent.keyboard('{Enter}');
    const number = within(dialog).getByLabelText('Customer number');
    await userEvent.type(number, '12');
    await userEvent.type(within(dialog).getByLabelText('Personal code'), '1');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Sign in and allow reading' }),
    );
    expect(await within(dialog).findByText(/another form/)).toBeTruthy();
    expect(number.getAttribute('aria-invalid')).toBe('true');
    await userEvent.type(number, '345678');
    const password = within(dialog).getByLabelText<HTMLInputElement>('Personal code');
    await userEvent.clear(password);
    await userEvent.type(password, 'wrong');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Sign in and allow reading' }),
    );
    expect(await within(dialog).findByText('Crédit Alpin did not accept this.')).toBeTruthy();
    expect(within(dialog).getByLabelText<HTMLInputElement>('Personal code').value).toBe('');
    expect(within(dialog).getByLabelText<HTMLInputElement>('Customer number').value).toBe(
      '12345678',
    );
  });

  it('waits for a nod in the app and goes on by itself', async () => {
    const dialog = await linking();
    await pick(dialog, 'nivale');
    await signIn(dialog);
    expect(await within(dialog).findByText('Share plan')).toBeTruthy();
    expect(asked('link_wait')).toHaveLength(2);
  });

  it('opens the page of the bank only when told to, shows its host, and can be cancelled', async () => {
    const dialog = await linking();
    await pick(dialog, 'ouest');
    expect(await within(dialog).findByText('bank.example')).toBeTruthy();
    expect(asked('link_browse')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Open the browser' }));
    expect(await within(dialog).findByText('Finish in the browser')).toBeTruthy();
    expect(await faults()).toEqual([]);
    expect(asked('link_browse')).toEqual([{ link: 'link-1' }]);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(asked('link_cancel')).toEqual([{ link: 'link-1' }]));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says why a bank cannot be linked now, and tries again from the start', async () => {
    const dialog = await linking();
    await pick(dialog, 'cimes');
    await signIn(dialog);
    expect(await within(dialog).findByText('Caisse des Cimes is not answering.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Try again' }));
    await within(dialog).findByLabelText('Customer number');
    expect(asked('link_begin')).toHaveLength(2);
    expect(asked('link_cancel')).toEqual([{ link: 'link-1' }]);
  });
});

describe('logins that ail', () => {
  it('are told one by one, each with one thing to do', async () => {
    await show();
    for (const [what, bank] of [
      ['Enter the code', 'Crédit Alpin'],
      ['New password', 'Horizon Vie'],
      ['Approve', 'Banque Nivale'],
      ['Open the browser', 'Caisse Ouest'],
      ['Visit the bank', 'Mutuelle du Lac'],
    ]) {
      expect(screen.getByRole('button', { name: `${what}, ${bank}` })).toBeTruthy();
    }
    // Time alone helps this one: it waits without a button.
    expect(screen.getAllByText(/^Not answering, again at May 18/)).not.toEqual([]);
    expect(screen.queryByRole('button', { name: /, Caisse des Cimes$/ })).toBeNull();
    expect(screen.getByText('5 banks wait for you')).toBeTruthy();
    expect(await faults()).toEqual([]);
  });

  it('are helped by a code, and read again', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Enter the code, Crédit Alpin' }));
    await userEvent.type(await screen.findByLabelText('Code'), '000000{Enter}');
    expect(await screen.findByText('This code ran out.')).toBeTruthy();
    const code = await screen.findByLabelText<HTMLInputElement>('Code');
    await userEvent.clear(code);
    await userEvent.type(code, '424242{Enter}');
    await vi.waitFor(() =>
      expect(asked('sync_run')).toEqual([{ connections: ['7'], full: false }]),
    );
    expect(asked('link_begin')).toEqual([
      { connection: '7', kind: 'repair', way: 'form', bank: null, login: 's41', language: 'en' },
    ]);
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('explain what is done at the bank before they try', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Visit the bank, Mutuelle du Lac' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('New terms are to be accepted.');
    expect(asked('link_begin')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'I have done it' }));
    await vi.waitFor(() => expect(asked('sync_run')).toHaveLength(1));
  });
});

describe('the banks of a connection', () => {
  async function panel(): Promise<HTMLElement> {
    await show();
    await userEvent.click(screen.getByRole('button', { name: /^Our banks/ }));
    return screen.getByRole('complementary', { name: 'Our banks' });
  }

  it('stand in its panel with their consent', async () => {
    const one = await panel();
    expect(one.textContent).toContain('Banque du Lac');
    expect(one.textContent).toContain('Consent until Aug 12');
    expect(one.textContent).toContain('1 account is not shared with Coffer');
    expect(await faults()).toEqual([]);
  });

  it('change what is shared, keeping what was read', async () => {
    const one = await panel();
    await userEvent.click(
      within(one).getByRole('button', { name: 'Choose accounts of Banque du Lac' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(await within(dialog).findByRole('checkbox', { name: /Share plan/ }));
    expect(dialog.textContent).toContain('What was read before stays in your book.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save and sync' }));
    await vi.waitFor(() =>
      expect(asked('login_share')).toEqual([
        { connection: '7', login: 's47', accounts: ['a2'], keepData: true },
      ]),
    );
  });

  it('lose what was read of an account that is left, if the person says so', async () => {
    const one = await panel();
    await userEvent.click(
      within(one).getByRole('button', { name: 'Choose accounts of Banque du Lac' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(await within(dialog).findByRole('checkbox', { name: /Share plan/ }));
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Erase what was read/ }));
    expect(dialog.textContent).toContain('One undo brings it back.');
    expect(await faults()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save and sync' }));
    await vi.waitFor(() =>
      expect(asked('login_share')).toEqual([
        { connection: '7', login: 's47', accounts: ['a2'], keepData: false },
      ]),
    );
  });

  it('are removed keeping the data unless told otherwise', async () => {
    const one = await panel();
    await userEvent.click(within(one).getByRole('button', { name: 'Remove Banque du Lac' }));
    const dialog = await screen.findByRole('alertdialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove the bank' }));
    await vi.waitFor(() =>
      expect(asked('login_remove')).toEqual([{ connection: '7', login: 's47', keepData: true }]),
    );
    await vi.waitFor(() => expect(one.textContent).not.toContain('Banque du Lac'));
  });
});
