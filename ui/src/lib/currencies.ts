/** Currencies to choose from: those the European Central Bank quotes, the likely ones first, then all others. */
import { region } from '$lib/format';

const CODES =
  'EUR GBP CHF USD AUD BRL CAD CNY CZK DKK HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY ZAR'.split(
    ' ',
  );

/** All that ISO 4217 lists as money people hold today; `Intl` also knows long gone ones. */
const TODAY =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW'.split(
    ' ',
  );

/** Metals and the large coins that have a code of three letters. */
const OTHERS: Record<string, string> = {
  XAU: '',
  XAG: '',
  XPT: '',
  XPD: '',
  BTC: 'Bitcoin',
  ETH: 'Ether',
  SOL: 'Solana',
  XRP: 'XRP',
  BNB: 'BNB',
  ADA: 'Cardano',
  TRX: 'Tron',
  DOT: 'Polkadot',
  LTC: 'Litecoin',
  BCH: 'Bitcoin Cash',
  XLM: 'Stellar',
  XMR: 'Monero',
};

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
  const option = (code: string) => ({
    value: code,
    label: OTHERS[code] || (names.of(code) ?? code),
    detail: code,
  });
  const order = new Intl.Collator(locale);
  const others = TODAY.filter((code) => !CODES.includes(code))
    .map(option)
    .sort((a, b) => order.compare(a.label, b.label));
  return [...CODES.map(option), ...others, ...Object.keys(OTHERS).map(option)];
}
