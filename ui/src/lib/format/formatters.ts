/**
 * The formatters of `Intl`, each made once. Making one reads tables and takes a millisecond in the
 * web view; a list of amounts would pay that for every row.
 */
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();
const relative = new Map<string, Intl.RelativeTimeFormat>();
const plurals = new Map<string, Intl.PluralRules>();

function kept<T>(all: Map<string, T>, key: string, make: () => T): T {
  let found = all.get(key);
  if (!found) {
    found = make();
    all.set(key, found);
  }
  return found;
}

/** A formatter of numbers, amounts and shares. */
export function numberFormat(
  locale: string,
  options: Intl.NumberFormatOptions = {},
): Intl.NumberFormat {
  return kept(
    numbers,
    locale + JSON.stringify(options),
    () => new Intl.NumberFormat(locale, options),
  );
}

/** A formatter of days and times. */
export function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return kept(
    dates,
    locale + JSON.stringify(options),
    () => new Intl.DateTimeFormat(locale, options),
  );
}

/** A formatter of “yesterday” and “tomorrow”. */
export function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  return kept(relative, locale, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
}

/** Which words go with a count. */
export function pluralRules(
  locale: string,
  options: Intl.PluralRulesOptions = {},
): Intl.PluralRules {
  return kept(
    plurals,
    locale + JSON.stringify(options),
    () => new Intl.PluralRules(locale, options),
  );
}
