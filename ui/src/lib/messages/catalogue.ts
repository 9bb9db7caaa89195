/** The English words, one file for each part of the app. Their keys are the type of every key. */
import app from '$messages/en/app.json';
import budgets from '$messages/en/budgets.json';
import connections from '$messages/en/connections.json';
import copies from '$messages/en/copies.json';
import errors from '$messages/en/errors.json';
import exporting from '$messages/en/export.json';
import forecast from '$messages/en/forecast.json';
import importing from '$messages/en/import.json';
import investments from '$messages/en/investments.json';
import networth from '$messages/en/networth.json';
import onboarding from '$messages/en/onboarding.json';
import overview from '$messages/en/overview.json';
import paying from '$messages/en/paying.json';
import recurring from '$messages/en/recurring.json';
import reports from '$messages/en/reports.json';
import review from '$messages/en/review.json';
import rules from '$messages/en/rules.json';
import settings from '$messages/en/settings.json';
import transactions from '$messages/en/transactions.json';

export const catalogue = {
  ...app,
  ...budgets,
  ...connections,
  ...copies,
  ...errors,
  ...exporting,
  ...forecast,
  ...importing,
  ...investments,
  ...networth,
  ...onboarding,
  ...overview,
  ...paying,
  ...recurring,
  ...reports,
  ...review,
  ...rules,
  ...settings,
  ...transactions,
};

export type MessageKey = keyof typeof catalogue;
