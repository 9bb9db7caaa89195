import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { region } from '$lib/format';
import { privacy } from '$lib/privacy.svelte';
import MoneyField from './MoneyField.svelte';
import MoneyText from './MoneyText.svelte';

const euro = (amount: string) => ({ amount, currency: 'EUR' });

beforeEach(() => {
  region.locale = 'en-GB';
});

describe('MoneyText', () => {
  afterEach(() => {
    privacy.hidden = false;
  });

  it('shows the sign and says it in words', () => {
    const { container } = render(MoneyText, { money: euro('-64.20') });
    expect(container.querySelector('[aria-hidden]')?.textContent).toBe('\u2212€64.20');
    expect(container.querySelector('.sr')?.textContent).toBe('minus 64.20 euros');
  });

  it('marks money in by sign and colour, and leaves spending ink', () => {
    const { container } = render(MoneyText, { money: euro('20.00'), flow: true });
    expect(container.textContent).toBe('+€20.00');
    expect(container.querySelector('.pos')).not.toBeNull();
    const out = render(MoneyText, { money: euro('-20.00'), flow: true });
    expect(out.container.querySelector('.pos, .neg')).toBeNull();
  });

  it('mutes the minor units of a large figure only', () => {
    const { container } = render(MoneyText, { money: euro('237483.87'), figure: 30 });
    expect(container.querySelector('.fig .c')?.textContent).toBe('.87');
    const plain = render(MoneyText, { money: euro('237483.87') });
    expect(plain.container.querySelector('.c')).toBeNull();
  });

  it('holds no digit while amounts are hidden', () => {
    privacy.hidden = true;
    const { container } = render(MoneyText, { money: euro('-1234.56'), flow: true });
    expect(container.innerHTML).not.toMatch(/[1-9]/);
    expect(screen.getByText('Amount hidden')).toBeTruthy();
  });
});

describe('MoneyField', () => {
  it('takes the region’s mark and gives a canonical decimal', async () => {
    region.locale = 'de-DE';
    const oncommit = vi.fn();
    render(MoneyField, { value: '1234.50', currency: 'EUR', label: 'Limit', oncommit });
    const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Limit' });
    expect(input.value).toBe('1.234,50');
    await userEvent.clear(input);
    await userEvent.type(input, '1.500,75{Enter}');
    expect(oncommit).toHaveBeenLastCalledWith('1500.75');
  });

  it('keeps what is no amount, marks it, and commits nothing', async () => {
    const oncommit = vi.fn();
    render(MoneyField, { value: '', currency: 'EUR', label: 'Limit', oncommit });
    const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Limit' });
    await userEvent.type(input, 'twelve{Enter}');
    expect(input.value).toBe('twelve');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(oncommit).not.toHaveBeenCalled();
  });

  it('hands a sum to whoever can work it out', async () => {
    const oncommit = vi.fn();
    const evaluate = vi.fn(() => Promise.resolve('15.50'));
    render(MoneyField, { value: '', currency: 'EUR', label: 'Limit', oncommit, evaluate });
    await userEvent.type(screen.getByRole('textbox', { name: 'Limit' }), '12.50+3{Enter}');
    await vi.waitFor(() => expect(oncommit).toHaveBeenLastCalledWith('15.50'));
    expect(evaluate).toHaveBeenCalledWith('12.50+3');
  });
});
