/** What the person answers while setting up. Going back keeps it. */
import type { AppStatus, Protection, SecretsPlace } from '$lib/backend/contract';
import { region } from '$lib/format';
import { estimate } from '$lib/passphrase';

export type Beginning = 'connect' | 'import' | 'practice' | 'nothing';

export interface Answers {
  protection: Protection;
  passphrase: string;
  again: string;
  /** Where keys of services are kept. */
  secrets: SecretsPlace;
  baseCurrency: string;
  fetchRates: boolean;
  /** The country whose usual categories the chart begins with; empty for none. */
  chartStyle: string;
}

/** The answers before anything was asked. Rates are off until the person switches them on. */
export function firstAnswers(status: AppStatus, baseCurrency: string): Answers {
  const keychain = status.keychain !== 'unavailable';
  return {
    protection: keychain ? 'keychain' : 'passphrase',
    passphrase: '',
    again: '',
    secrets: keychain ? 'keychain' : 'book',
    baseCurrency,
    fetchRates: false,
    // The person's own country, where it is one of them.
    chartStyle: status.chartStyles.find((country) => region.locale.endsWith(`-${country}`)) ?? '',
  };
}

/** Whether the book can be protected as answered. */
export function mayProtect(answers: Answers): boolean {
  if (answers.protection === 'keychain') return true;
  return estimate(answers.passphrase).level > 0 && answers.passphrase === answers.again;
}
