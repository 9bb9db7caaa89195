/** Amounts inside sentences. Like `MoneyText`, they become dots when amounts are hidden. */
import { formatMoney, type MoneyOptions, type MoneyValue } from '$lib/format';
import { privacy } from '$lib/privacy.svelte';

const DOTS = '••••';

/** The full amount. */
export const say = (money: MoneyValue, options: MoneyOptions = {}): string =>
  privacy.hidden ? DOTS : formatMoney(money, options);

/** The amount in whole units. */
export const sayWhole = (money: MoneyValue, options: MoneyOptions = {}): string =>
  say(money, { ...options, digits: 'whole' });
