import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { bookAnswers } from '$lib/backend/fake/book';
import { fakeBackend } from '$lib/backend/fake/fake';
import { importing } from '$lib/book';
import { router } from '$lib/router';
import Onboarding from './Onboarding.svelte';

async function begin(book: 'none' | 'bare') {
  const backend = fakeBackend(bookAnswers(book));
  useBackend(backend);
  const onfinish = vi.fn();
  render(Onboarding, { status: await backend.call('app_status', {}), onfinish });
  await userEvent.click(screen.getByRole('button', { name: 'Get started' }));
  const created = () => backend.calls.find((call) => call.name === 'book_create')?.request;
  return { backend, onfinish, created };
}

describe('setting up', () => {
  it('makes a book with the keyring, rates off until they are switched on', async () => {
    const { created, onfinish } = await begin('none');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.click(screen.getByRole('button', { name: /^Import a file/ }));
    await vi.waitFor(() => expect(onfinish).toHaveBeenCalledOnce());
    expect(created()).toEqual({
      protection: 'keychain',
      passphrase: null,
      secrets: 'keychain',
      baseCurrency: expect.stringMatching(/^[A-Z]{3}$/) as string,
      fetchRates: false,
      chartStyle: 'US',
    });
    expect(router.location.view).toBe('overview');
    expect(importing.open).toBe(true);
  });

  it('wants a passphrase typed twice where there is no keyring', async () => {
    const { created, onfinish } = await begin('bare');
    expect(screen.queryByRole('radio', { name: /System keyring/ })).toBeNull();
    const next = () => screen.getByRole('button', { name: 'Continue' });
    expect(next().getAttribute('aria-disabled')).toBe('true');
    await userEvent.type(screen.getByLabelText('Passphrase'), 'maple kettle orbit fern');
    expect(screen.getByRole('meter').getAttribute('aria-valuetext')).toBe('Good, 4 words');
    await userEvent.type(screen.getByLabelText('Again'), 'maple kettle orbit fork');
    expect(screen.getByRole('alert').textContent).toContain('The two are not the same.');
    expect(next().getAttribute('aria-disabled')).toBe('true');
    await userEvent.clear(screen.getByLabelText('Again'));
    await userEvent.type(screen.getByLabelText('Again'), 'maple kettle orbit fern');
    await userEvent.click(next());
    await userEvent.click(screen.getByRole('switch', { name: 'Fetch the daily rates' }));
    await userEvent.click(screen.getByRole('button', { name: 'Start with nothing' }));
    await vi.waitFor(() => expect(onfinish).toHaveBeenCalledOnce());
    expect(created()).toMatchObject({
      protection: 'passphrase',
      passphrase: 'maple kettle orbit fern',
      secrets: 'book',
      fetchRates: true,
    });
  });

  it('keeps the answers when going back, and says why the book was not made', async () => {
    const { backend, onfinish } = await begin('none');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    backend.answer('book_create', () => {
      throw Object.assign({ code: 'keychain_locked', trace: 'f6a0' });
    });
    await userEvent.click(screen.getByRole('button', { name: /^Connect a bank/ }));
    expect((await screen.findByRole('alert')).textContent).toContain(
      'The system keyring is locked.',
    );
    expect(onfinish).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /System keyring/ }).checked).toBe(
      true,
    );
  });
});
