import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import type { AppStatus } from '$lib/backend/contract';
import { fakeBackend, type FakeBackend } from '$lib/backend/fake/fake';
import { bookAnswers } from '$lib/backend/fake/book';
import Locked from './Locked.svelte';

let backend: FakeBackend;
let status: AppStatus;
const unlocks = () => backend.calls.filter((call) => call.name === 'book_unlock');

async function locked(how: 'locked' | 'keychain'): Promise<void> {
  backend = fakeBackend(bookAnswers(how));
  useBackend(backend);
  status = await backend.call('app_status', {});
}

describe('the lock screen, by passphrase', () => {
  beforeEach(() => locked('locked'));

  it('takes the focus, and says a wrong passphrase with what was kept', async () => {
    render(Locked, { status });
    const input = screen.getByLabelText<HTMLInputElement>('Passphrase');
    await vi.waitFor(() => expect(document.activeElement).toBe(input));
    await userEvent.type(input, 'not it{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('That is not the passphrase.');
    expect(alert.textContent).toContain('Nothing was changed.');
    expect(input.value).toBe('not it');
  });

  it('opens with the right one', async () => {
    render(Locked, { status });
    await userEvent.type(screen.getByLabelText('Passphrase'), 'maple kettle orbit fern{Enter}');
    await vi.waitFor(() =>
      expect(unlocks()[0]?.request).toEqual({ passphrase: 'maple kettle orbit fern' }),
    );
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('asks nothing for an empty passphrase', async () => {
    render(Locked, { status });
    await userEvent.type(screen.getByLabelText('Passphrase'), '{Enter}');
    expect(unlocks()).toEqual([]);
  });

  it('has no fault axe can find', async () => {
    const { container } = render(Locked, { status });
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map((one) => one.id)).toEqual([]);
  });
});

describe('the lock screen, by keyring', () => {
  beforeEach(() => locked('keychain'));

  it('opens by itself at start', async () => {
    render(Locked, { status, auto: true });
    await vi.waitFor(() => expect(unlocks()[0]?.request).toEqual({ passphrase: null }));
  });

  it('waits for the person after a lock', async () => {
    render(Locked, { status, reason: 'idle' });
    expect(unlocks()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Unlock with the system keyring' }));
    expect(unlocks()).toHaveLength(1);
  });
});
