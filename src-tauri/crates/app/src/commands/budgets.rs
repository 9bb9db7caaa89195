//! Budgets: monthly limits of categories, and those that upstreams keep, evaluated from the book's own rows.
//!
//! Totals are in the base currency. A month's rows in another currency are converted at the last rate known on the month's
//! last day (today's, in the present month), so that a month says the same from close and from afar.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use contract::types::{
    BudgetDetail, BudgetDetailReq, BudgetEnvelopes, BudgetLine, BudgetPast, BudgetSetReq,
    BudgetSpan, BudgetStatus, BudgetStyle, BudgetSuggestReq, BudgetSuggestion, BudgetsBeginReq,
    BudgetsMonth, BudgetsMonthReq, Change,
};
use domain::budget::Month;
use domain::category::CategoryKind;
use domain::feed::BudgetPeriod;
use domain::ids::{AccountId, BudgetId, CategoryId, PayeeId, TransactionId};
use engine::budget::{self, Calendar, CarryOver, Detail, Input, Limit, Move, Row, Status};
use money::{Currency, Money, Rate};
use store::{Budget, PlainTransaction, ReportScope, UpstreamBudget, View, Writing};

use self::bills::Bill;
use self::plan::{Plan, Ways};
use crate::{App, Failure, dto};

mod bills;
pub(crate) mod change;
mod plan;

/// Months before the one looked at of which single days are read; earlier ones count as a whole.
const CLOSE_MONTHS: i32 = 8;

/// Names of the largest categories outside of all budgets.
const NAMED_OUTSIDE: usize = 3;

/// What budgets are computed from.
pub(crate) struct Book {
    pub(crate) base: Currency,
    pub(crate) today: NaiveDate,
    /// Days are counted by the person's own months: every date below is a counted one.
    pub(crate) calendar: Calendar,
    counted_today: NaiveDate,
    plan: Plan,
    ways: HashMap<BudgetId, Ways>,
    moves: Vec<Move>,
    /// What came in, by month.
    income: HashMap<Month, i64>,
    bills: Vec<Bill>,
    pub(crate) categories: Vec<store::Category>,
    pub(crate) budgets: Vec<Budget>,
    upstream: Vec<UpstreamBudget>,
    connections: HashMap<i64, String>,
    /// Spending rows in the base currency, by account and category.
    rows: Vec<Spent>,
    without_rate: BTreeSet<String>,
}

struct Spent {
    /// The row; none for the sum of a month.
    id: Option<TransactionId>,
    date: NaiveDate,
    account: Option<AccountId>,
    payee: Option<PayeeId>,
    category: Option<CategoryId>,
    minor: i64,
    /// A line whose tag it bears.
    tagged: Option<BudgetId>,
    /// Budgets of services that count one of its tags, by their own numbers.
    labelled: Vec<BudgetId>,
}

impl App {
    /// Reads what budgets of `month` are computed from.
    pub(crate) async fn budget_book(&self, month: Month) -> Result<Book, Failure> {
        let base = self.base_currency().await?;
        let today = self.today();
        let mut book = self
            .read(move |view| gather(view, base, today, month))
            .await?;
        let calendar = book.calendar;
        let (first, last) = (
            calendar.real(month.first_day()),
            calendar.real(month.last_day()),
        );
        if !book.budgets.is_empty() || book.plan.style == BudgetStyle::Flex {
            book.bills = self.bills(first, last).await?;
        }
        Ok(book)
    }
}

fn gather(view: &View<'_>, base: Currency, today: NaiveDate, month: Month) -> store::Result<Book> {
    let categories = view.categories()?;
    let budgets: Vec<Budget> = view
        .budgets()?
        .into_iter()
        .filter(|budget| !budget.archived)
        .collect();
    let plan = Plan::of(view)?;
    let calendar = plan.calendar();
    let mut book = Book {
        base,
        today,
        calendar,
        counted_today: calendar.counted(today),
        ways: plan::ways(view)?,
        moves: plan::moves(view, base)?,
        plan,
        income: HashMap::new(),
        bills: Vec::new(),
        budgets,
        upstream: view.upstream_budgets()?,
        connections: view
            .connections()?
            .into_iter()
            .map(|connection| (connection.id.0, connection.label))
            .collect(),
        rows: Vec::new(),
        without_rate: BTreeSet::new(),
        categories,
    };
    let first = book
        .budgets
        .iter()
        .filter_map(|budget| budget.limits.first().map(|(month, _)| *month))
        .chain(
            book.upstream
                .iter()
                .filter_map(|known| rolls_from(known, month)),
        )
        .min()
        .unwrap_or(month)
        .min(month.plus(-CLOSE_MONTHS));
    // Kept sums know calendar months and categories; where anything else counts, rows are read.
    let plain = calendar.start_day() == 1 && book.budgets.iter().all(|known| book.is_plain(known));
    let close = if plain {
        month.plus(-CLOSE_MONTHS)
    } else {
        first
    };
    let mut rates: BTreeMap<(Currency, Month), Option<Rate>> = BTreeMap::new();
    if first < close {
        let scope = ReportScope {
            accounts: Vec::new(),
            with_pending: true,
        };
        for sum in view.category_months(first, close.plus(-1), &scope)? {
            let spent = book.counts(sum.category, sum.sum.minor, false);
            let earned = book.is_income(sum.category, sum.sum.minor, false);
            if (spent || earned)
                && let Some(minor) = book.in_base(view, &mut rates, sum.sum, sum.month)?
            {
                if earned {
                    *book.income.entry(sum.month).or_default() += minor;
                    continue;
                }
                book.rows.push(Spent {
                    id: None,
                    date: sum.month.last_day(),
                    account: None,
                    payee: None,
                    category: sum.category,
                    minor,
                    tagged: None,
                    labelled: Vec::new(),
                });
            }
        }
    }
    let accounts: HashMap<AccountId, Currency> = view
        .accounts(today)?
        .into_iter()
        .filter(|account| !account.off_budget)
        .map(|account| (account.id, account.currency))
        .collect();
    let (from, last) = (
        calendar.real(close.first_day()),
        calendar.real(month.last_day()),
    );
    let mut tagged = HashMap::new();
    let by_label = |known: &UpstreamBudget| !known.budget.labels.is_empty();
    if book.ways.values().any(|ways| !ways.tags.is_empty()) || book.upstream.iter().any(by_label) {
        tagged = view.tags_between(from, last)?;
    }
    let mut close_rows = Vec::new();
    view.each_transaction(Some(from), &mut |row| {
        if let Some(currency) = accounts.get(&row.account)
            && row.date <= last
            && !row.off_reports
        {
            // A split row counts as its parts.
            for (minor, category) in &row.parts {
                let part = PlainTransaction {
                    minor: *minor,
                    category: *category,
                    ..row.clone()
                };
                close_rows.push((Money::new(*minor, *currency), part));
            }
            if row.parts.is_empty() {
                close_rows.push((Money::new(row.minor, *currency), row));
            }
        }
    })?;
    for (amount, row) in close_rows {
        let spent = book.counts(row.category, amount.minor, row.transfer.is_some());
        let earned = book.is_income(row.category, amount.minor, row.transfer.is_some());
        if (spent || earned)
            && let Some(minor) = book.in_base(view, &mut rates, amount, Month::of(row.date))?
        {
            let date = calendar.counted(row.date);
            if earned {
                if row.date <= today {
                    *book.income.entry(Month::of(date)).or_default() += minor;
                }
                continue;
            }
            let tags = tagged.get(&row.id);
            book.rows.push(Spent {
                id: Some(row.id),
                date,
                account: Some(row.account),
                payee: Some(row.payee_id),
                category: row.category,
                minor,
                tagged: tags.and_then(|tags| book.tagged(tags)),
                labelled: tags.map_or_else(Vec::new, |tags| book.labelled(tags)),
            });
        }
    }
    // A limit kept in another currency is compared in the base currency, like the rows, at the month's last rate.
    let mut upstream = std::mem::take(&mut book.upstream);
    for known in &mut upstream {
        let kept = &mut known.budget;
        if let Some(limit) = kept.limit {
            let minor = book.in_base(view, &mut rates, limit, month)?;
            kept.limit = minor.map(|minor| Money::new(minor, base));
        }
        for (_, limit) in &mut kept.overrides {
            if let Some(minor) = book.in_base(view, &mut rates, *limit, month)? {
                *limit = Money::new(minor, base);
            }
        }
    }
    book.upstream = upstream;
    Ok(book)
}

/// Most months that a service's budget is followed back.
const ROLLED_MONTHS: i32 = 60;

/// The first month whose remainder a service's budget carries on, as far as it is followed back; none when it carries nothing.
fn rolls_from(known: &UpstreamBudget, month: Month) -> Option<Month> {
    let budget = &known.budget;
    let from = Month::of(budget.rolls_over_from?);
    let from = budget
        .from
        .map_or(from, |begins| from.max(Month::of(begins)));
    (from <= month).then(|| from.max(month.plus(-ROLLED_MONTHS)))
}

impl Book {
    /// Whether a row is spending: an expense category, or none and money out; never a transfer.
    fn counts(&self, category: Option<CategoryId>, minor: i64, transfer: bool) -> bool {
        if transfer {
            return false;
        }
        match category.and_then(|id| self.category(id)) {
            Some(category) => category.kind == CategoryKind::Expense,
            None => minor < 0,
        }
    }

    /// Whether a row is income: an income category, or none and money in; never a transfer.
    fn is_income(&self, category: Option<CategoryId>, minor: i64, transfer: bool) -> bool {
        !transfer
            && match category.and_then(|id| self.category(id)) {
                Some(category) => category.kind == CategoryKind::Income,
                None => minor > 0,
            }
    }

    fn ways(&self, budget: &Budget) -> Ways {
        self.ways
            .get(&budget.id)
            .cloned()
            .unwrap_or_else(|| Ways::plain(budget))
    }

    /// Whether a line counts categories and nothing narrower.
    fn is_plain(&self, budget: &Budget) -> bool {
        let narrow = |ways: &Ways| !ways.tags.is_empty() || !ways.payees.is_empty();
        budget.accounts.is_empty()
            && budget.period == BudgetPeriod::Month
            && !self.ways.get(&budget.id).is_some_and(narrow)
    }

    /// Whether a line is an envelope, by its own way or the book's.
    pub(crate) fn is_envelope(&self, budget: BudgetId) -> bool {
        let own = self.ways.get(&budget).and_then(|ways| ways.envelope);
        own.unwrap_or(self.plan.style == BudgetStyle::Envelopes)
    }

    /// The line that counts one of these tags.
    fn tagged(&self, tags: &[String]) -> Option<BudgetId> {
        let bears = |ways: &Ways| {
            ways.tags
                .iter()
                .any(|tag| tags.iter().any(|own| own.eq_ignore_ascii_case(tag)))
        };
        self.budgets
            .iter()
            .find(|budget| self.ways.get(&budget.id).is_some_and(bears))
            .map(|budget| budget.id)
    }

    /// The budgets of services that count one of these tags.
    fn labelled(&self, tags: &[String]) -> Vec<BudgetId> {
        let bears = |known: &&UpstreamBudget| {
            let mut labels = known.budget.labels.iter();
            labels.any(|label| tags.iter().any(|own| own.eq_ignore_ascii_case(label)))
        };
        let found = self.upstream.iter().filter(bears);
        found.map(|known| known.id).collect()
    }

    /// The one line a row counts towards: the narrowest that holds it, so that nothing counts twice. A tag is narrower than a
    /// payee, a payee than an account, an account than a category, and that than its group.
    fn home(&self, row: &Spent) -> Option<BudgetId> {
        row.tagged
            .or_else(|| {
                let payee = row.payee?;
                let holds = |ways: &Ways| ways.has_payee(payee);
                self.budgets
                    .iter()
                    .find(|budget| self.ways.get(&budget.id).is_some_and(holds))
                    .map(|budget| budget.id)
            })
            .or_else(|| {
                let account = row.account?;
                self.budgets
                    .iter()
                    .find(|budget| {
                        budget.accounts.contains(&account)
                            && (budget.categories.is_empty()
                                || row.category.is_some_and(|category| {
                                    self.covered(&budget.categories).contains(&category)
                                }))
                    })
                    .map(|budget| budget.id)
            })
            .or_else(|| self.budget_of(row.category?).map(|budget| budget.id))
    }

    /// Net spending of a line in months, both included.
    pub(crate) fn spent_between(&self, budget: BudgetId, first: Month, last: Month) -> i64 {
        self.engine_rows()
            .iter()
            .filter(|row| row.budget == Some(budget) && row.date <= self.counted_today)
            .filter(|row| (first..=last).contains(&Month::of(row.date)))
            .fold(0_i64, |sum, row| sum.saturating_sub(row.minor))
    }

    pub(crate) fn category(&self, id: CategoryId) -> Option<&store::Category> {
        self.categories.iter().find(|category| category.id == id)
    }

    fn in_base(
        &mut self,
        view: &View<'_>,
        rates: &mut BTreeMap<(Currency, Month), Option<Rate>>,
        amount: Money,
        month: Month,
    ) -> store::Result<Option<i64>> {
        if amount.currency == self.base {
            return Ok(Some(amount.minor));
        }
        let key = (amount.currency, month);
        let rate = if let Some(rate) = rates.get(&key) {
            *rate
        } else {
            let day = month.last_day().min(self.today);
            let found = view
                .cross_rate(amount.currency, self.base, day)?
                .map(|(rate, _)| rate);
            rates.insert(key, found);
            found
        };
        if let Some(rate) = rate {
            let value = rate.convert(amount).map_err(|_| store::Error::Overflow)?;
            Ok(Some(value.minor))
        } else {
            self.without_rate.insert(amount.currency.code().to_owned());
            Ok(None)
        }
    }

    /// The categories a budget counts: its own, and those of its groups.
    fn covered(&self, ids: &[CategoryId]) -> BTreeSet<CategoryId> {
        let own: BTreeSet<CategoryId> = ids.iter().copied().collect();
        self.categories
            .iter()
            .filter(|category| {
                own.contains(&category.id)
                    || category.parent.is_some_and(|parent| own.contains(&parent))
            })
            .map(|category| category.id)
            .collect()
    }

    /// The budget of one's own that counts a category.
    fn budget_of(&self, category: CategoryId) -> Option<&Budget> {
        let wide = |budget: &&Budget| {
            let narrow = |ways: &Ways| !ways.tags.is_empty() || !ways.payees.is_empty();
            budget.accounts.is_empty() && !self.ways.get(&budget.id).is_some_and(narrow)
        };
        let exact = self
            .budgets
            .iter()
            .filter(wide)
            .find(|budget| budget.categories == [category]);
        exact.or_else(|| {
            self.budgets
                .iter()
                .filter(wide)
                .find(|budget| self.covered(&budget.categories).contains(&category))
        })
    }

    /// The lines that are counted by months.
    fn lines(&self) -> Vec<budget::Budget> {
        self.budgets
            .iter()
            .filter(|budget| budget.period == BudgetPeriod::Month)
            .map(|budget| self.line(budget))
            .collect()
    }

    fn line(&self, budget: &Budget) -> budget::Budget {
        let carry = self.ways(budget).carry();
        budget::Budget {
            id: budget.id,
            limits: budget
                .limits
                .iter()
                .map(|(from, limit)| Limit {
                    from: *from,
                    minor: limit.minor,
                    carry,
                })
                .collect(),
            until: None,
        }
    }

    fn engine_rows(&self) -> Vec<Row> {
        let mut homes: HashMap<CategoryId, Option<BudgetId>> = HashMap::new();
        let narrow = |ways: &Ways| !ways.tags.is_empty() || !ways.payees.is_empty();
        let plain = self.budgets.iter().all(|budget| budget.accounts.is_empty())
            && !self.ways.values().any(narrow);
        self.rows
            .iter()
            .map(|row| Row {
                date: row.date,
                budget: if plain {
                    row.category.and_then(|category| {
                        *homes
                            .entry(category)
                            .or_insert_with(|| self.budget_of(category).map(|budget| budget.id))
                    })
                } else {
                    self.home(row)
                },
                minor: row.minor,
            })
            .collect()
    }

    /// The month's page.
    pub(crate) fn month(&self, month: Month) -> BudgetsMonth {
        let lines = self.lines();
        let rows = self.engine_rows();
        let envelopes: BTreeSet<BudgetId> = lines
            .iter()
            .map(|line| line.id)
            .filter(|id| self.is_envelope(*id))
            .collect();
        let begun = lines
            .iter()
            .filter(|line| envelopes.contains(&line.id))
            .flat_map(|line| line.limits.iter().map(|limit| limit.from))
            .min();
        let input = Input {
            today: self.counted_today,
            first: begun.map_or(month, |begun| begun.min(month)),
            last: month,
            budgets: &lines,
            moves: &self.moves,
            rows: &rows,
        };
        let evaluated = budget::months(&input);
        let mut page = self.empty_page(month);
        if !envelopes.is_empty() {
            let income = |at: Month| self.income.get(&at).copied().unwrap_or(0);
            let pools = budget::pools(&evaluated, &envelopes, income);
            page.envelopes = pools.last().map(|pool| self.wire_pool(pool));
        }
        if self.plan.style == BudgetStyle::Flex {
            page.flex = Some(self.flex(month, page.days - page.day));
        }
        page.period_lines = self.period_lines(month, &rows);
        if let Some(found) = evaluated.last() {
            let base = self.base;
            page.limit = dto::minor(found.total.limit, base);
            page.carried = dto::minor(found.total.carried_in, base);
            page.spent = dto::minor(found.total.spent, base);
            page.left = dto::minor(found.total.left, base);
            page.spent_percent = found.total.spent_percent.unwrap_or(0);
            page.pace_percent = found.total.elapsed_percent;
            page.unbudgeted = dto::minor(found.unbudgeted, base);
            page.lines = found
                .lines
                .iter()
                .filter_map(|line| {
                    let own = self
                        .budgets
                        .iter()
                        .find(|budget| budget.id == line.budget)?;
                    Some(self.wire_line(own, line, (month.first_day(), month.last_day())))
                })
                .collect();
        }
        page.unbudgeted_names = self.outside(month);
        page.upstream_lines = self.upstream_lines(month);
        page
    }

    fn empty_page(&self, month: Month) -> BudgetsMonth {
        use chrono::Datelike;
        let days = month.last_day().day();
        let day = match Month::of(self.counted_today).cmp(&month) {
            std::cmp::Ordering::Greater => days,
            std::cmp::Ordering::Equal => self.counted_today.day(),
            std::cmp::Ordering::Less => 0,
        };
        let nothing = dto::minor(0, self.base);
        BudgetsMonth {
            month: month.to_string(),
            first: self.calendar.real(month.first_day()).to_string(),
            last: self.calendar.real(month.last_day()).to_string(),
            style: self.plan.style,
            start_day: self.calendar.start_day(),
            savings: dto::minor(self.plan.savings(self.base), self.base),
            envelopes: None,
            flex: None,
            period_lines: Vec::new(),
            day,
            days,
            limit: nothing.clone(),
            carried: nothing.clone(),
            spent: nothing.clone(),
            left: nothing.clone(),
            spent_percent: 0,
            pace_percent: day * 100 / days,
            lines: Vec::new(),
            upstream_lines: Vec::new(),
            unbudgeted: nothing,
            unbudgeted_names: Vec::new(),
            without_rate: self.without_rate.iter().cloned().collect(),
        }
    }

    fn wire_pool(&self, pool: &budget::Pool) -> BudgetEnvelopes {
        let amount = |minor| dto::minor(minor, self.base);
        BudgetEnvelopes {
            income: amount(pool.income),
            assigned: amount(pool.assigned),
            outside: amount(pool.outside),
            returned: amount(pool.returned),
            to_assign: amount(pool.to_assign),
        }
    }

    /// Lines of weeks, years and periods of one's own: the period that the month's last day lies in, or today.
    fn period_lines(&self, month: Month, rows: &[Row]) -> Vec<BudgetLine> {
        let at = if month == Month::of(self.counted_today) {
            self.counted_today
        } else {
            month.last_day()
        };
        self.budgets
            .iter()
            .filter_map(|own| {
                let ways = self.ways(own);
                let turn = ways.turn(own.period)?;
                let line = self.line(own);
                let first = line.limits.iter().map(|limit| limit.from).min()?;
                let since = ways.since.map(|day| self.calendar.counted(day));
                let input = Input {
                    today: self.counted_today,
                    first: month,
                    last: month,
                    budgets: std::slice::from_ref(&line),
                    moves: &[],
                    rows,
                };
                let since = since.unwrap_or_else(|| first.first_day());
                let found = budget::turn(&input, &line, turn, since, at)?;
                Some(self.wire_line(own, &found.line, (found.first, found.last)))
            })
            .collect()
    }

    fn wire_line(
        &self,
        own: &Budget,
        line: &budget::Line,
        (first, last): (NaiveDate, NaiveDate),
    ) -> BudgetLine {
        let category = own.categories.first().and_then(|id| self.category(*id));
        let base = self.base;
        let ways = self.ways(own);
        let single = own.categories.len() == 1 && own.accounts.is_empty() && ways.tags.is_empty();
        let spent_percent = dto::percent(line.spent, line.limit + line.carried_in);
        let warn_at = ways.warn_at.unwrap_or(plan::WARN_AT);
        let committed = if own.period == BudgetPeriod::Month && self.is_plain(own) {
            self.committed(&self.covered(&own.categories))
        } else {
            0
        };
        let days = i64::from(line.pace.days_left);
        let free = line.left.saturating_sub(committed);
        BudgetLine {
            id: own.id.to_string(),
            category: category
                .filter(|_| single && ways.payees.is_empty() && own.period == BudgetPeriod::Month)
                .map(|category| category.id.to_string()),
            name: if single && own.period == BudgetPeriod::Month {
                category.map_or_else(|| own.name.clone(), |category| category.name.clone())
            } else {
                own.name.clone()
            },
            slot: category.map_or(8, |category| super::transactions::slot(category.slot)),
            limit: dto::minor(line.limit, base),
            carried: dto::minor(line.carried_in, base),
            spent: dto::minor(line.spent, base),
            left: dto::minor(line.left, base),
            spent_percent,
            status: status(line.pace.status),
            difference: dto::minor(difference(line), base),
            carry_over: ways.surplus || ways.overspending,
            connection: None,
            consolidated: false,
            upstream_spent: None,
            budget: Some(own.id.to_string()),
            span: ways.span(own.period),
            planned: plan::limit_in(&own.limits, Month::of(last))
                .map_or_else(|| dto::minor(line.limit, base), dto::money),
            length: ways.length,
            first: self.calendar.real(first).to_string(),
            last: self.calendar.real(last).to_string(),
            envelope: self.is_envelope(own.id),
            envelope_chosen: ways.envelope,
            surplus: ways.surplus,
            overspending: ways.overspending,
            committed: dto::minor(committed, base),
            per_day: (free >= 0 && days > 0).then(|| dto::minor(free / days, base)),
            warn_at,
            warned: warn_at > 0 && spent_percent >= warn_at,
            categories: own.categories.iter().map(ToString::to_string).collect(),
            accounts: own.accounts.iter().map(ToString::to_string).collect(),
            tags: ways.tags.clone(),
            payees: ways.payees.iter().map(ToString::to_string).collect(),
        }
    }

    /// The largest categories outside of all budgets, by name.
    fn outside(&self, month: Month) -> Vec<String> {
        let mut sums: HashMap<CategoryId, i64> = HashMap::new();
        for row in &self.rows {
            if Month::of(row.date) == month
                && row.date <= self.counted_today
                && let Some(category) = row.category
                && self.home(row).is_none()
            {
                *sums.entry(category).or_default() -= row.minor;
            }
        }
        let mut list: Vec<(CategoryId, i64)> =
            sums.into_iter().filter(|(_, sum)| *sum > 0).collect();
        list.sort_by_key(|(id, sum)| (std::cmp::Reverse(*sum), *id));
        list.iter()
            .take(NAMED_OUTSIDE)
            .filter_map(|(id, _)| self.category(*id).map(|category| category.name.clone()))
            .collect()
    }

    fn upstream_lines(&self, month: Month) -> Vec<BudgetLine> {
        self.upstream
            .iter()
            .filter(|known| {
                !known.budget.closed
                    && !known.budget.is_income
                    && known.budget.period == BudgetPeriod::Month
                    && known
                        .budget
                        .from
                        .is_none_or(|from| from <= month.last_day())
                    && known.budget.to.is_none_or(|to| to >= month.first_day())
            })
            .filter_map(|known| self.upstream_line(known, month))
            .collect()
    }

    fn upstream_line(&self, known: &UpstreamBudget, month: Month) -> Option<BudgetLine> {
        let baseline = known.budget.limit?;
        if baseline.currency != self.base {
            return None;
        }
        let rolls_from = rolls_from(known, month);
        let begins = rolls_from.unwrap_or_else(|| month.plus(-CLOSE_MONTHS));
        let mut limits = vec![(begins, baseline)];
        limits.extend(
            known
                .budget
                .overrides
                .iter()
                .filter(|(_, limit)| limit.currency == self.base)
                .map(|(from, limit)| (Month::of(*from), *limit)),
        );
        let id = known.id;
        let line = budget::Budget {
            id,
            limits: limits
                .into_iter()
                .map(|(from, limit)| Limit {
                    from,
                    minor: limit.minor,
                    carry: CarryOver {
                        surplus: rolls_from.is_some(),
                        overspending: rolls_from.is_some(),
                    },
                })
                .collect(),
            until: None,
        };
        let covered = self.covered(&known.categories);
        let rows: Vec<Row> = self
            .rows
            .iter()
            .filter(|row| {
                known.categories.is_empty() || row.category.is_some_and(|id| covered.contains(&id))
            })
            .filter(|row| {
                known.accounts.is_empty()
                    || row.account.is_some_and(|id| known.accounts.contains(&id))
            })
            .filter(|row| known.budget.labels.is_empty() || row.labelled.contains(&id))
            .map(|row| Row {
                date: row.date,
                budget: Some(id),
                minor: row.minor,
            })
            .collect();
        let input = Input {
            today: self.counted_today,
            first: month,
            last: month,
            budgets: std::slice::from_ref(&line),
            moves: &[],
            rows: &rows,
        };
        let evaluated = budget::months(&input);
        let found = evaluated.first()?.lines.first()?;
        let slot = known.categories.first().and_then(|id| self.category(*id));
        Some(BudgetLine {
            id: format!("upstream-{id}"),
            category: None,
            name: known.budget.name.clone(),
            slot: slot.map_or(8, |category| super::transactions::slot(category.slot)),
            limit: dto::minor(found.limit, self.base),
            carried: dto::minor(found.carried_in, self.base),
            spent: dto::minor(found.spent, self.base),
            left: dto::minor(found.left, self.base),
            spent_percent: dto::percent(found.spent, found.limit.saturating_add(found.carried_in)),
            status: status(found.pace.status),
            difference: dto::minor(difference(found), self.base),
            carry_over: rolls_from.is_some(),
            consolidated: known.budget.consolidated,
            connection: self.connections.get(&known.connection.0).cloned(),
            upstream_spent: known
                .budget
                .spent
                .filter(|_| Month::of(self.counted_today) == month)
                .map(dto::money),
            budget: None,
            span: BudgetSpan::Month,
            planned: dto::minor(found.limit, self.base),
            length: None,
            first: self.calendar.real(month.first_day()).to_string(),
            last: self.calendar.real(month.last_day()).to_string(),
            envelope: false,
            envelope_chosen: None,
            surplus: rolls_from.is_some(),
            overspending: rolls_from.is_some(),
            committed: dto::minor(0, self.base),
            per_day: None,
            warn_at: 0,
            warned: false,
            categories: known.categories.iter().map(ToString::to_string).collect(),
            accounts: Vec::new(),
            tags: known.budget.labels.clone(),
            payees: Vec::new(),
        })
    }

    /// One line closely: what charts and the panel show.
    pub(crate) fn closely(
        &self,
        category: CategoryId,
        month: Month,
    ) -> Option<(BudgetLine, budget::Line, Detail)> {
        let own = self.budget_of(category)?;
        let lines = self.lines();
        let rows = self.engine_rows();
        let input = Input {
            today: self.counted_today,
            first: month,
            last: month,
            budgets: &lines,
            moves: &self.moves,
            rows: &rows,
        };
        let evaluated = budget::months(&input);
        let line = evaluated
            .first()?
            .lines
            .iter()
            .find(|line| line.budget == own.id)
            .copied()?;
        let detail = budget::detail(&input, own.id, month);
        let span = (month.first_day(), month.last_day());
        Some((self.wire_line(own, &line, span), line, detail))
    }
}

/// How far ahead of the pace, or over the limit.
fn difference(line: &budget::Line) -> i64 {
    match line.pace.status {
        Status::Over => -line.left,
        Status::NothingYet
        | Status::BillPaid
        | Status::BelowPace
        | Status::OnPace
        | Status::Ahead => line.pace.ahead,
    }
}

const fn status(status: Status) -> BudgetStatus {
    match status {
        Status::NothingYet => BudgetStatus::Nothing,
        Status::BillPaid => BudgetStatus::Paid,
        Status::BelowPace => BudgetStatus::Below,
        Status::OnPace => BudgetStatus::OnPace,
        Status::Ahead => BudgetStatus::Ahead,
        Status::Over => BudgetStatus::Over,
    }
}

impl App {
    pub(crate) fn month_or_now(&self, text: &str) -> Result<Month, Failure> {
        if text.is_empty() {
            Ok(Month::of(self.today()))
        } else {
            dto::month("month", text)
        }
    }
}

pub(crate) async fn budgets_month(
    app: &App,
    request: BudgetsMonthReq,
) -> Result<BudgetsMonth, Failure> {
    let month = app.budget_month(&request.month).await?;
    Ok(app.budget_book(month).await?.month(month))
}

pub(crate) async fn budget_detail(
    app: &App,
    request: BudgetDetailReq,
) -> Result<BudgetDetail, Failure> {
    let month = app.budget_month(&request.month).await?;
    let category: CategoryId = dto::id("category", &request.category)?;
    let book = app.budget_book(month).await?;
    let (wire, line, detail) = book
        .closely(category, month)
        .ok_or(Failure::NotFound("budget"))?;
    let base = book.base;
    let known = line.limit + line.carried_in;
    Ok(BudgetDetail {
        days_left: line.pace.days_left,
        per_day: wire.per_day.clone().unwrap_or_else(|| dto::minor(0, base)),
        projected_left: detail
            .average
            .map(|_| dto::minor(known - line.pace.projected, base)),
        past: detail
            .past
            .iter()
            .map(|past| BudgetPast {
                month: past.month.to_string(),
                spent: dto::minor(past.spent, base),
                limit: dto::minor(past.limit.unwrap_or(0), base),
            })
            .collect(),
        average: dto::minor(detail.average.unwrap_or(0), base),
        line: wire,
    })
}

pub(crate) async fn budget_set(app: &App, request: BudgetSetReq) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    let category: CategoryId = dto::id("category", &request.category)?;
    let from = app.budget_month(&request.from).await?;
    let limit = match &request.limit {
        Some(text) => Some(limit_of(text, base)?),
        None => None,
    };
    let label = if limit.is_some() {
        "budget_set"
    } else {
        "budget_ended"
    };
    let (carry_over, only) = (request.carry_over, request.only);
    let written = app
        .write(app.person(label), move |writing| {
            let all = writing.budgets()?;
            let known = all
                .into_iter()
                .find(|budget| budget.categories == [category]);
            let Some(limit) = limit else {
                return known.map_or(Ok(()), |budget| {
                    Ways::remove(writing, budget.id)?;
                    writing.remove_budget(budget.id)
                });
            };
            limit_category(writing, known, category, (from, limit, only), carry_over)
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}

/// Sets the limits that a person begins with: all of them as one change, or none.
pub(crate) async fn budgets_begin(app: &App, request: BudgetsBeginReq) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    let from = app.budget_month(&request.from).await?;
    let mut limits = Vec::new();
    for one in &request.limits {
        let category: CategoryId = dto::id("category", &one.category)?;
        limits.push((category, limit_of(&one.limit, base)?));
    }
    let (label, rows) = ("budgets_begun", limits.len() as u64);
    let written = app
        .write(app.person(label), move |writing| {
            for (category, limit) in limits {
                let known = writing
                    .budgets()?
                    .into_iter()
                    .find(|budget| budget.categories == [category]);
                limit_category(writing, known, category, (from, limit, false), false)?;
            }
            Ok(())
        })
        .await?;
    Ok(super::journal::change(written.batch, rows, label))
}

/// Reads a limit: an amount of the base currency that is not below zero.
fn limit_of(text: &str, base: Currency) -> Result<Money, Failure> {
    let limit = dto::amount("limit", text, base)?;
    if limit.minor < 0 {
        return Err(Failure::invalid("limit", "negative"));
    }
    Ok(limit)
}

/// Gives a category's budget a limit, from a month on or in that month only; without a budget it gets one.
fn limit_category(
    writing: &mut Writing<'_>,
    known: Option<Budget>,
    category: CategoryId,
    (from, limit, only): (Month, Money, bool),
    carry_over: bool,
) -> store::Result<()> {
    let mut budget = match known {
        Some(budget) => budget,
        None => new_budget(writing, category)?,
    };
    if budget.carry_over != carry_over {
        budget.carry_over = carry_over;
        // One word for both sides: what the line said of each is gone.
        if let Some(mut ways) = plan::ways(writing)?.remove(&budget.id) {
            (ways.surplus, ways.overspending) = (carry_over, carry_over);
            ways.put(writing, budget.id)?;
        }
    }
    put_limit(&mut budget.limits, from, limit, only);
    if budget.id.0 == 0 {
        writing.add_budget(&budget).map(drop)
    } else {
        writing.put_budget(&budget)
    }
}

/// Sets a limit from a month on, or in that month only: the month after then keeps the limit it has.
fn put_limit(limits: &mut Vec<(Month, Money)>, from: Month, limit: Money, only: bool) {
    let next = from.plus(1);
    let kept = limits
        .iter()
        .filter(|(month, known)| *month <= next && known.currency == limit.currency)
        .max_by_key(|(month, _)| *month)
        .map(|(_, known)| *known);
    limits.retain(|(month, known)| {
        known.currency == limit.currency && (*month < from || (only && *month > from))
    });
    limits.push((from, limit));
    if only
        && let Some(kept) = kept
        && limits.iter().all(|(month, _)| *month != next)
    {
        limits.push((next, kept));
    }
    limits.sort_unstable_by_key(|(month, _)| *month);
}

fn new_budget(view: &View<'_>, category: CategoryId) -> store::Result<Budget> {
    let all = view.categories()?;
    let found = all.iter().find(|known| known.id == category);
    let name = found
        .map(|category| category.name.clone())
        .ok_or(store::Error::NotFound {
            what: "category",
            id: category.0,
        })?;
    Ok(Budget {
        id: BudgetId(0),
        name,
        categories: vec![category],
        accounts: Vec::new(),
        period: BudgetPeriod::Month,
        limits: Vec::new(),
        carry_over: false,
        position: i64::try_from(
            all.iter()
                .position(|known| known.id == category)
                .unwrap_or(0),
        )
        .unwrap_or(0),
        archived: false,
    })
}

pub(crate) async fn budget_suggest(
    app: &App,
    request: BudgetSuggestReq,
) -> Result<Vec<BudgetSuggestion>, Failure> {
    let months = i32::try_from(request.months.clamp(1, 24)).unwrap_or(3);
    let now = Month::of(app.today());
    let base = app.base_currency().await?;
    let today = app.today();
    app.read(move |view| suggest(view, base, today, now, months))
        .await
}

fn suggest(
    view: &View<'_>,
    base: Currency,
    today: NaiveDate,
    now: Month,
    months: i32,
) -> store::Result<Vec<BudgetSuggestion>> {
    let mut book = Book {
        base,
        today,
        calendar: Calendar::default(),
        counted_today: today,
        plan: Plan::default(),
        ways: plan::ways(view)?,
        moves: Vec::new(),
        income: HashMap::new(),
        bills: Vec::new(),
        categories: view.categories()?,
        budgets: view.budgets()?,
        upstream: Vec::new(),
        connections: HashMap::new(),
        rows: Vec::new(),
        without_rate: BTreeSet::new(),
    };
    let mut rates = BTreeMap::new();
    let mut sums: BTreeMap<CategoryId, i64> = BTreeMap::new();
    for sum in view.category_months(now.plus(-months), now.plus(-1), &ReportScope::default())? {
        let Some(category) = sum.category else {
            continue;
        };
        if book.counts(Some(category), sum.sum.minor, false)
            && let Some(minor) = book.in_base(view, &mut rates, sum.sum, sum.month)?
        {
            *sums.entry(category).or_default() -= minor;
        }
    }
    let mut list: Vec<BudgetSuggestion> = sums
        .into_iter()
        .filter(|(category, sum)| *sum > 0 && book.budget_of(*category).is_none())
        .filter_map(|(id, sum)| {
            let category = book.category(id)?;
            let average = sum / i64::from(months);
            Some(BudgetSuggestion {
                category: id.to_string(),
                name: category.name.clone(),
                average: dto::minor(average, base),
                suggested: dto::minor(round_limit(average, base), base),
            })
        })
        .collect();
    list.sort_by(|a, b| {
        (b.average.amount.len(), &b.average.amount)
            .cmp(&(a.average.amount.len(), &a.average.amount))
    });
    Ok(list)
}

/// The next multiple of five whole units.
fn round_limit(minor: i64, currency: Currency) -> i64 {
    let step = 5 * 10_i64.pow(currency.exponent());
    minor.div_euclid(step) * step + if minor.rem_euclid(step) > 0 { step } else { 0 }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn euros(whole: i64) -> Money {
        Money::new(whole * 100, Currency::EUR)
    }

    #[test]
    fn a_limit_holds_from_its_month_on_or_in_that_month_only() {
        let mut limits = vec![
            (month("2026-01"), euros(100)),
            (month("2026-05"), euros(120)),
        ];
        put_limit(&mut limits, month("2026-03"), euros(150), true);
        let only = vec![
            (month("2026-01"), euros(100)),
            (month("2026-03"), euros(150)),
            (month("2026-04"), euros(100)),
            (month("2026-05"), euros(120)),
        ];
        assert_eq!(limits, only);
        // Again in the same month: the months after still have theirs.
        put_limit(&mut limits, month("2026-03"), euros(90), true);
        assert_eq!(limits[1], (month("2026-03"), euros(90)));
        assert_eq!(limits[2..], only[2..]);
        put_limit(&mut limits, month("2026-04"), euros(200), false);
        assert_eq!(
            limits,
            [
                (month("2026-01"), euros(100)),
                (month("2026-03"), euros(90)),
                (month("2026-04"), euros(200)),
            ]
        );
        // Before any limit there is nothing to go back to.
        let mut none = Vec::new();
        put_limit(&mut none, month("2026-03"), euros(50), true);
        assert_eq!(none, [(month("2026-03"), euros(50))]);
    }
}
