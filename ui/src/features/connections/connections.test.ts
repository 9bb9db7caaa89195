import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { Connection, ConnectionState } from '$lib/backend/contract';
import { bookAnswers } from '$lib/backend/fake/book';
import { connectionsAnswers } from '$lib/backend/fake/connections';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { clearCache } from '$lib/cache';
import { router } from '$lib/router';
import Connections from './index.svelte';
import { LOOKS, stateWords } from './states';

let backend: FakeBackend;

async function show(empty = false): Promise<void> {
  backend = fakeBackend({ ...bookAnswers('open'), ...connectionsAnswers(empty, null) });
  useBackend(backend);
  clearCache();
  render(Connections);
  await (empty
    ? screen.findByText('No connections yet')
    : screen.findByRole('heading', { name: /Needs you/ }));
}
const asked = (name: string) =>
  backend.calls.filter((call) => call.name === name).map((call) => call.request);

beforeEach(() => router.go('connections'));

describe('the list of connections', () => {
  it('puts what waits for the person first, with its remedy', async () => {
    await show();
    const headings = screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent);
    expect(headings[0]).toContain('Needs you');
    expect(headings[1]).toContain('Told by two sources');
    expect(headings[2]).toContain('Waiting');
    expect(headings[3]).toContain('Connected');
    expect(screen.getByText('Key not accepted')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Enter a new key' })).toBeTruthy();
    expect(screen.getByText(/^Slowed down until/)).toBeTruthy();
  });

  it('has no fault axe can find', async () => {
    await show();
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map((one) => one.id)).toEqual([]);
  });

  it('opens the panel of a connection, with what it reads and cannot do', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: /^Our wallet/ }));
    const panel = screen.getByRole('complementary', { name: 'Our wallet' });
    expect(panel.textContent).toContain('Move money or change anything');
    expect(router.location.params.open).toBe('1');
    await userEvent.click(within(panel).getByRole('button', { name: 'Close panel' }));
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('disconnects keeping the data unless told otherwise', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: /^Our wallet/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Disconnect' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog.textContent).toContain('3 accounts and 1,366 transactions stay in your book');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Disconnect' }));
    await vi.waitFor(() =>
      expect(asked('connection_remove')).toEqual([{ id: '1', keepData: true }]),
    );
  });

  it('asks before vanished rows are removed', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(await within(dialog).findAllByText('Tram pass')).not.toEqual([]);
    expect(dialog.textContent).toContain('and 114 more');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove 214' }));
    await vi.waitFor(() => expect(asked('connection_approve_deletions')).toEqual([{ id: '3' }]));
    expect(asked('connection_decline_deletions')).toEqual([]);
  });

  it('keeps vanished rows for good, and then asks no more', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Keep all 214' }));
    await vi.waitFor(() => expect(asked('connection_decline_deletions')).toEqual([{ id: '3' }]));
    expect(asked('connection_approve_deletions')).toEqual([]);
    await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Review' })).toBeNull());
  });
});

describe('writing back', () => {
  const panelOf = async (name: RegExp): Promise<HTMLElement> => {
    await show();
    await userEvent.click(screen.getByRole('button', { name }));
    return screen.getByRole('complementary');
  };

  it('is off, and asks in plain words before it is switched on', async () => {
    const panel = await panelOf(/^Our wallet/);
    const control = within(panel).getByRole('switch', { name: 'Write my changes back' });
    expect((control as HTMLInputElement).checked).toBe(false);
    await userEvent.click(control);
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog.textContent).toContain('category, note, tags');
    expect(dialog.textContent).toContain('It can never move money.');
    expect(asked('connection_update')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Leave it off' }));
    expect((control as HTMLInputElement).checked).toBe(false);
    expect(asked('connection_update')).toEqual([]);

    await userEvent.click(control);
    await userEvent.click(await screen.findByRole('button', { name: 'Switch it on' }));
    await vi.waitFor(() =>
      expect(asked('connection_update')).toEqual([
        { id: '1', label: null, fields: [], automatic: null, writeBack: true },
      ]),
    );
    await vi.waitFor(() => expect((control as HTMLInputElement).checked).toBe(true));
    expect(panel.textContent).toContain('Move money');
    expect(panel.textContent).not.toContain('or change anything');
  });

  it('shows what was refused with the reason and the service’s own words', async () => {
    const panel = await panelOf(/^Old wallet/);
    expect(await within(panel).findByText(/did not take 1 change/)).toBeTruthy();
    expect(panel.textContent).toContain('this category cannot be set');
    expect(panel.textContent).toContain('Note: for the picnic');
    await userEvent.click(within(panel).getByRole('button', { name: 'Try again' }));
    await vi.waitFor(() => expect(asked('outbox_answer')).toEqual([{ id: '71', answer: 'retry' }]));
    await userEvent.click(within(panel).getByRole('button', { name: 'Send now' }));
    await vi.waitFor(() => expect(asked('outbox_send')).toEqual([{ id: '3' }]));
  });

  it('has no fault axe can find', async () => {
    await panelOf(/^Old wallet/);
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map((one) => one.id)).toEqual([]);
  });
});

describe('one account through two sources', () => {
  it('is compared first, and counts once by the word of the person alone', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Compare: Joint current' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('412 payments that both tell')).toBeTruthy();
    expect(asked('mirror_preview')).toEqual([{ ruling: '1', other: '41' }]);
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Our banks: Compte joint' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Count it once' }));
    await vi.waitFor(() => expect(asked('mirror_set')).toEqual([{ ruling: '41', other: '1' }]));
    expect(asked('mirror_decline')).toEqual([]);
  });

  it('shows what another source would change before it takes over', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: /^Our wallet/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Swap source' }));
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText('Only at the old source, left as they are: Everyday card'),
    ).toBeTruthy();
    expect(asked('swap_commit')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Swap source' }));
    await vi.waitFor(() =>
      expect(asked('swap_commit')).toEqual([{ old: '1', new: '2', pairs: [] }]),
    );
  });

  it('keeps a log that tells why a sync failed', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: /^Shared flat/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Log' }));
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText('Why: the key is not accepted (status 401)'),
    ).toBeTruthy();
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(violations.map((one) => one.id)).toEqual([]);
  });
});

describe('adding a connection', () => {
  it('draws the fields the service describes, sends them once, and shows the first sync', async () => {
    await show(true);
    await userEvent.click(screen.getAllByRole('button', { name: 'Add connection' })[0] as Element);
    await userEvent.click(await screen.findByRole('radio', { name: /FinWise/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    const key = await screen.findByLabelText('API key');
    expect(key.getAttribute('type')).toBe('password');
    expect(key.getAttribute('autocomplete')).toBe('off');
    await userEvent.type(key, ' k-123 ');
    await userEvent.click(screen.getByRole('button', { name: 'Allow reading' }));
    expect(await screen.findByText(/transactions so far/)).toBeTruthy();
    expect(asked('connection_add')).toEqual([
      { upstream: 'finwise', label: '', baseUrl: '', fields: [{ key: 'api_key', value: 'k-123' }] },
    ]);
    await vi.waitFor(() => expect(screen.getByText('First sync done')).toBeTruthy(), 4000);
    expect(screen.getByText('1,476')).toBeTruthy();
  });

  it('keeps the dialog and says so when the service refuses the key', async () => {
    await show(true);
    await userEvent.click(screen.getAllByRole('button', { name: 'Add connection' })[0] as Element);
    await userEvent.click(await screen.findByRole('button', { name: 'Continue' }));
    await userEvent.type(await screen.findByLabelText('API token'), 'wrong');
    await userEvent.click(screen.getByRole('button', { name: 'Allow reading' }));
    expect((await screen.findAllByRole('alert')).map((one) => one.textContent).join()).toContain(
      'Nothing was saved.',
    );
    expect(asked('sync_run')).toEqual([]);
  });

  it('connects every service the practice bank plays, without asking anything', async () => {
    await show(true);
    await userEvent.click(screen.getByRole('button', { name: 'Try the practice bank' }));
    await vi.waitFor(() => expect(asked('connection_add')).toHaveLength(2));
    await vi.waitFor(() => expect(screen.getByText('First sync done')).toBeTruthy(), 4000);
  });
});

describe('states', () => {
  it('gives each its own words, and an action exactly where a person has to act', () => {
    const words = new Set<string>();
    for (const state of Object.keys(LOOKS) as ConnectionState[]) {
      words.add(stateWords({ state, retryAt: null, unfinished: false } as Connection));
      const look = LOOKS[state];
      if (look.tone === 'warn' || look.tone === 'neg') expect(look.remedy).toBeDefined();
    }
    expect(words.size).toBe(Object.keys(LOOKS).length);
  });
});
