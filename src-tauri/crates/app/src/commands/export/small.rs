//! Tables that are small whatever the size of the book: budgets and net worth, computed as the window shows them.

use chrono::NaiveDate;
use contract::types as wire;
use contract::types::{BudgetsMonthReq, ExportWhat, NetWorthReq, Step};
use domain::budget::Month;
use export::Cell;
use money::{Currency, Money};

use super::{Asked, Target};
use crate::commands::{budgets, networth};
use crate::{App, Failure, dto};

/// Months of budgets when no range is given.
const MONTHS: i32 = 12;
/// Most months of budgets of one file.
const MOST_MONTHS: i32 = 240;

/// Rows of the small tables.
#[derive(Default)]
pub(super) struct Small {
    pub(super) budgets: Vec<Vec<Cell<'static>>>,
    pub(super) net_worth: Vec<Vec<Cell<'static>>>,
    pub(super) missing_rates: bool,
}

fn amount(money: &wire::Money) -> Result<Cell<'static>, Failure> {
    let currency = dto::currency("currency", &money.currency)?;
    Ok(Cell::Amount(dto::amount(
        "amount",
        &money.amount,
        currency,
    )?))
}

impl Small {
    pub(super) async fn gather(app: &App, asked: &Asked) -> Result<Self, Failure> {
        let everything = asked.what == ExportWhat::All
            && matches!(
                asked.target,
                Target::Tables(_) | Target::Folder(_) | Target::Sqlite
            );
        let mut small = Self::default();
        if everything || asked.what == ExportWhat::Budgets {
            small.add_budgets(app, asked).await?;
        }
        if everything || asked.what == ExportWhat::NetWorth {
            small.add_net_worth(app, asked).await?;
        }
        Ok(small)
    }

    async fn add_budgets(&mut self, app: &App, asked: &Asked) -> Result<(), Failure> {
        let last = Month::of(asked.to.unwrap_or(app.today()));
        let first = asked.from.map_or(last.plus(1 - MONTHS), Month::of);
        let first = Month::from_index(first.index().max(last.index() - MOST_MONTHS + 1));
        for index in first.index()..=last.index() {
            let month = Month::from_index(index).to_string();
            let request = BudgetsMonthReq {
                month: month.clone(),
            };
            let page = budgets::budgets_month(app, request).await?;
            self.missing_rates |= !page.without_rate.is_empty();
            for line in &page.lines {
                self.budgets.push(vec![
                    Cell::text(month.clone()),
                    Cell::text(line.name.clone()),
                    amount(&line.limit)?,
                    amount(&line.carried)?,
                    amount(&line.spent)?,
                    amount(&line.left)?,
                    Cell::text(line.limit.currency.clone()),
                ]);
            }
        }
        Ok(())
    }

    async fn add_net_worth(&mut self, app: &App, asked: &Asked) -> Result<(), Failure> {
        let day = |day: NaiveDate| day.to_string();
        let request = NetWorthReq {
            from: asked.from.map(day),
            to: asked.to.map(day),
            by: Step::Month,
            currency: None,
            real: false,
        };
        let worth = networth::net_worth_get(app, request).await?;
        let currency = dto::currency("currency", &worth.currency)?;
        let money = |text: &str| -> Result<Cell<'static>, Failure> {
            Ok(Cell::Amount(read(text, currency)?))
        };
        let missing = worth.without_rate.join(",");
        self.missing_rates |= !missing.is_empty();
        for point in &worth.points {
            self.net_worth.push(vec![
                Cell::Date(dto::date("date", &point.date)?),
                money(&point.assets)?,
                money(&point.liabilities)?,
                money(&point.net)?,
                Cell::text(worth.currency.clone()),
                Cell::text(missing.clone()),
            ]);
        }
        Ok(())
    }
}

fn read(text: &str, currency: Currency) -> Result<Money, Failure> {
    dto::amount("amount", text, currency)
}
