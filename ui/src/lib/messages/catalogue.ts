/** The English words, one file for each part of the app. Their keys are the type of every key. */
import accounts from '$messages/en/accounts.json';
import ahead from '$messages/en/ahead.json';
import alerts from '$messages/en/alerts.json';
import app from '$messages/en/app.json';
import budgets from '$messages/en/budgets.json';
import connections from '$messages/en/connections.json';
import copies from '$messages/en/copies.json';
import debts from '$messages/en/debts.json';
import errors from '$messages/en/errors.json';
import exporting from '$messages/en/export.json';
import forecast from '$messages/en/forecast.json';
import goals from '$messages/en/goals.json';
import importing from '$messages/en/import.json';
import insight from '$messages/en/insight.json';
import investments from '$messages/en/investments.json';
import letter from '$messages/en/letter.json';
import networth from '$messages/en/networth.json';
import onboarding from '$messages/en/onboarding.json';
import overview from '$messages/en/overview.json';
import payees from '$messages/en/payees.json';
import paying from '$messages/en/paying.json';
import recurring from '$messages/en/recurring.json';
import reports from '$messages/en/reports.json';
import review from '$messages/en/review.json';
import rules from '$messages/en/rules.json';
import settings from '$messages/en/settings.json';
import transactions from '$messages/en/transactions.json';

export const catalogue = {
  ...accounts,
  ...ahead,
  ...alerts,
  ...app,
  ...budgets,
  ...connections,
  ...copies,
  ...debts,
  ...errors,
  ...exporting,
  ...forecast,
  ...goals,
  ...importing,
  ...insight,
  ...investments,
  ...letter,
  ...networth,
  ...onboarding,
  ...overview,
  ...payees,
  ...paying,
  ...recurring,
  ...reports,
  ...review,
  ...rules,
  ...settings,
  ...transactions,
};

export type MessageKey = keyof typeof catalogue;
