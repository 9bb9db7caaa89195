/** The region whose conventions dates, numbers and money follow. It is apart from the language. */
class Region {
  /** A BCP 47 tag such as `en-GB`. */
  locale = $state(systemLocale());
}

/** The computer's own locale, or British English where it is not known. */
export function systemLocale(): string {
  const locale = typeof navigator === 'undefined' ? undefined : navigator.language;
  return locale && isLocale(locale) ? locale : 'en-GB';
}

/** Whether `Intl` knows the tag. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf([tag]).length > 0;
  } catch {
    return false;
  }
}

export const region = new Region();
