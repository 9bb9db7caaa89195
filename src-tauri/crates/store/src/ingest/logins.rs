//! Logins of a page, what ties its accounts to them, and what the accounts hold.

use domain::feed::{FeedAccount, FeedHolding, FeedLoan};
use domain::ids::ConnectionId;
use money::Money;
use rusqlite::params;
use serde_json::{Map, Value, json};

use super::Intake;
use crate::days::day_of;
use crate::{Result, Writing};

/// Raw records longer than this are not kept.
const MOST_RAW: usize = 64 * 1024;

impl Writing<'_> {
    /// An account that the person does not share: what the book has of it stays, and it is not missing.
    pub(super) fn withhold(&mut self, connection: ConnectionId, feed: &FeedAccount) -> Result<()> {
        let Some(local) = self.local_account(connection, &feed.source_id)? else {
            return Ok(());
        };
        self.note_present(
            connection,
            &[(domain::feed::Entity::Account, feed.source_id.clone())],
        )?;
        self.db
            .prepare_cached(
                "INSERT INTO account_ties (account_id, detached) VALUES (?1, 1)
                 ON CONFLICT DO UPDATE SET detached = 1",
            )?
            .execute([local])?;
        Ok(())
    }

    /// Ties the page's accounts to their logins and parents, once all of them are there.
    pub(super) fn tie_accounts(&mut self, intake: &Intake<'_>) -> Result<()> {
        let connection = intake.connection;
        for feed in intake.page.accounts.iter().filter(|feed| !feed.withheld) {
            let Some(local) = self.local_account(connection, &feed.source_id)? else {
                continue;
            };
            let login = match &feed.login_source_id {
                Some(login) => self.login_of(connection, login)?,
                None => None,
            };
            let parent = match &feed.parent_source_id {
                Some(parent) => self
                    .local_account(connection, parent)?
                    .filter(|parent| *parent != local),
                None => None,
            };
            let tied: bool = self
                .db
                .prepare_cached("SELECT count(*) > 0 FROM account_ties WHERE account_id = ?1")?
                .query_row([local], |row| row.get(0))?;
            if !tied && login.is_none() && parent.is_none() && feed.loan.is_none() {
                continue;
            }
            self.db
                .prepare_cached(
                    "INSERT INTO account_ties (account_id, login_id, parent_id, detached, loan)
                     VALUES (?1, ?2, ?3, 0, ?4)
                     ON CONFLICT DO UPDATE SET login_id = excluded.login_id, parent_id = excluded.parent_id,
                     detached = 0, loan = ifnull(excluded.loan, loan)",
                )?
                .execute(params![local, login, parent, feed.loan.as_ref().map(loan)])?;
        }
        Ok(())
    }

    pub(super) fn take_holdings(&mut self, intake: &Intake<'_>) -> Result<()> {
        let connection = intake.connection;
        for feed in &intake.page.holdings {
            self.take_holding(intake, feed)?;
        }
        for source_id in &intake.page.holdings_of {
            let Some(account) = self.local_account(connection, source_id)? else {
                continue;
            };
            let known: Vec<(i64, String)> = self
                .db
                .prepare_cached(
                    "SELECT id, source_id FROM holdings
                     WHERE connection_id = ?1 AND account_id = ?2 AND gone = 0",
                )?
                .query_map([connection.0, account], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .collect::<rusqlite::Result<_>>()?;
            for (id, source_id) in known {
                let delivered = intake
                    .page
                    .holdings
                    .iter()
                    .any(|holding| holding.source_id == source_id);
                let present = intake.page.present.iter().any(|(entity, present)| {
                    *entity == domain::feed::Entity::Holding && *present == source_id
                });
                if !delivered && !present {
                    self.db
                        .prepare_cached("UPDATE holdings SET gone = 1 WHERE id = ?1")?
                        .execute([id])?;
                }
            }
        }
        Ok(())
    }

    fn take_holding(&mut self, intake: &Intake<'_>, feed: &FeedHolding) -> Result<()> {
        let connection = intake.connection;
        let Some(account) = self.local_account(connection, &feed.account_source_id)? else {
            return Ok(());
        };
        let currency = feed
            .currency
            .or(feed.valuation.map(|value| value.currency))
            .or(feed.gain.map(|value| value.currency));
        let id: i64 = self
            .db
            .prepare_cached(
                "INSERT INTO holdings (connection_id, account_id, source_id, label, code, code_kind, symbol, quantity,
                 unit_price, unit_value, currency, valuation_minor, gain_minor, gain_ratio, share, day,
                 original_currency, original_unit_value, original_valuation, gone, raw)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
                 ON CONFLICT DO UPDATE SET account_id = excluded.account_id, label = excluded.label,
                 code = excluded.code, code_kind = excluded.code_kind, symbol = excluded.symbol,
                 quantity = excluded.quantity, unit_price = excluded.unit_price, unit_value = excluded.unit_value,
                 currency = excluded.currency, valuation_minor = excluded.valuation_minor,
                 gain_minor = excluded.gain_minor, gain_ratio = excluded.gain_ratio, share = excluded.share,
                 day = excluded.day, original_currency = excluded.original_currency,
                 original_unit_value = excluded.original_unit_value,
                 original_valuation = excluded.original_valuation, gone = excluded.gone, raw = excluded.raw
                 RETURNING id",
            )?
            .query_row(
                params![
                    connection.0,
                    account,
                    feed.source_id,
                    feed.label,
                    feed.code,
                    feed.code_kind,
                    feed.symbol,
                    feed.quantity.map(|number| number.to_string()),
                    feed.unit_price.map(|number| number.to_string()),
                    feed.unit_value.map(|number| number.to_string()),
                    currency.map(|currency| currency.code().to_owned()),
                    feed.valuation.map(|value| value.minor),
                    feed.gain.map(|value| value.minor),
                    feed.gain_ratio.map(|number| number.to_string()),
                    feed.share.map(|number| number.to_string()),
                    feed.date.map(day_of),
                    feed.original_currency
                        .map(|currency| currency.code().to_owned()),
                    feed.original_unit_value.map(|number| number.to_string()),
                    feed.original_valuation.map(|number| number.to_string()),
                    feed.deleted,
                    feed.raw.as_deref().filter(|raw| raw.len() <= MOST_RAW),
                ],
                |row| row.get(0),
            )?;
        if !feed.deleted {
            self.db
                .prepare_cached(
                    "INSERT INTO holding_values (holding_id, day, quantity, unit_value, valuation_minor)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT DO UPDATE SET quantity = excluded.quantity, unit_value = excluded.unit_value,
                     valuation_minor = excluded.valuation_minor",
                )?
                .execute(params![
                    id,
                    day_of(feed.date.unwrap_or(intake.today)),
                    feed.quantity.map(|number| number.to_string()),
                    feed.unit_value.map(|number| number.to_string()),
                    feed.valuation.map(|value| value.minor),
                ])?;
        }
        Ok(())
    }
}

/// A loan as the book keeps it; what is not known is left out.
fn loan(loan: &FeedLoan) -> String {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let money = |amount: Option<Money>| {
        amount.map(|amount| json!([amount.decimal_text(), amount.currency.code()]))
    };
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| json!(date.to_string()));
    let number = |number: Option<rust_decimal::Decimal>| number.map(|n| json!(n.to_string()));
    put("kind", loan.kind.as_ref().map(|kind| json!(kind)));
    put("total", money(loan.total));
    put("available", money(loan.available));
    put("used", money(loan.used));
    put("signed", day(loan.signed));
    put("starts", day(loan.starts));
    put("matures", day(loan.matures));
    put("deferred", loan.deferred.map(|flag| json!(flag)));
    put("next_payment", money(loan.next_payment));
    put("next_payment_date", day(loan.next_payment_date));
    put("last_payment", money(loan.last_payment));
    put("last_payment_date", day(loan.last_payment_date));
    put("rate", number(loan.rate));
    put("payments_left", loan.payments_left.map(|n| json!(n)));
    put("payments_done", loan.payments_done.map(|n| json!(n)));
    put("payments_total", loan.payments_total.map(|n| json!(n)));
    put("months", loan.months.map(|n| json!(n)));
    put("insurance", loan.insurance.as_ref().map(|name| json!(name)));
    put("insurance_amount", money(loan.insurance_amount));
    put("insurance_rate", number(loan.insurance_rate));
    Value::Object(fields).to_string()
}
