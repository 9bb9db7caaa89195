/** Currencies to choose from: those the European Central Bank quotes, the likely ones first, then all others. */
import { region } from '$lib/format';

const CODES =
  'EUR GBP CHF USD AUD BRL CAD CNY CZK DKK HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY ZAR'.split(
    ' ',
  );

const OF_REGION: Record<string, string> = {
  GB: 'GBP',
  US: 'USD',
  CH: 'CHF',
  LI: 'CHF',
  AU: 'AUD',
  BR: 'BRL',
  CA: 'CAD',
  CN: 'CNY',
  CZ: 'CZK',
  DK: 'DKK',
  HU: 'HUF',
  IN: 'INR',
  JP: 'JPY',
  NO: 'NOK',
  NZ: 'NZD',
  PL: 'PLN',
  RO: 'RON',
  SE: 'SEK',
  SG: 'SGD',
  TR: 'TRY',
  ZA: 'ZAR',
};

/** The currency people of the region most likely count in. */
export function currencyOfRegion(locale = region.locale): string {
  return OF_REGION[new Intl.Locale(locale).maximize().region ?? ''] ?? 'EUR';
}

/** The list with names in the region's words. */
export function currencyOptions(
  locale = region.locale,
): { value: string; label: string; detail: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  const option = (code: string) => ({ value: code, label: names.of(code) ?? code, detail: code });
  const order = new Intl.Collator(locale);
  const others = Intl.supportedValuesOf('currency')
    .filter((code) => !CODES.includes(code))
    .map(option)
    .sort((a, b) => order.compare(a.label, b.label));
  return [...CODES.map(option), ...others];
}
