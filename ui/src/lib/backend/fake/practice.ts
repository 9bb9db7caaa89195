/**
 * An invented household, for looking at the page without Rust. Built only by `--mode fake`. The
 * address chooses a state: `?book=none|bare|locked|keychain|broken`, `?empty=1`, `?sync=stay`.
 */
import { accountsAnswers } from './accounts';
import { alertsAnswers } from './alerts';
import { bookAnswers } from './book';
import { budgetsAnswers } from './budgets';
import { fakeChart } from './charts';
import { connectionsAnswers } from './connections';
import { debtsAnswers } from './debts';
import { fakeBackend } from './fake';
import { forecastAnswers } from './forecast';
import { goalsAnswers } from './goals';
import { importingAnswers } from './importing';
import { insightAnswers } from './insight';
import { investmentAnswers } from './investments';
import { netWorthAnswers } from './networth';
import { aheadAnswers } from './ahead';
import { reportsAnswers } from './reports';
import { EMPTY_OVERVIEW, overviewAnswers } from './overview';
import { recurringAnswers } from './recurring';
import { payeesAnswers } from './payees';
import { rulesAnswers } from './rules';
import { transactionsAnswers } from './transactions';

export function practiceBackend() {
  const wish = new URLSearchParams(window.location.search);
  const book = wish.get('book') ?? 'open';
  const empty = wish.has('empty') || book === 'none' || book === 'bare';
  return fakeBackend({
    ...bookAnswers(book),
    ...accountsAnswers(empty),
    ...connectionsAnswers(empty, wish.get('sync')),
    ...overviewAnswers,
    ...transactionsAnswers,
    ...budgetsAnswers,
    ...forecastAnswers,
    ...recurringAnswers(empty),
    ...goalsAnswers(empty),
    ...insightAnswers(empty),
    ...alertsAnswers(empty),
    ...debtsAnswers(empty),
    ...payeesAnswers,
    ...rulesAnswers(empty),
    ...investmentAnswers,
    ...aheadAnswers,
    ...netWorthAnswers,
    ...reportsAnswers(empty),
    ...importingAnswers,
    ...(empty ? { overview_get: () => EMPTY_OVERVIEW } : {}),
    chart_render: fakeChart,
    jobs_list: () => [],
    link_open: () => ({}),
  });
}
