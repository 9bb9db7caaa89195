/** What countries are called. */
const names = new Intl.DisplayNames(['en'], { type: 'region' });

/** The name of a country by its ISO 3166 code; what is no code stands for itself. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
