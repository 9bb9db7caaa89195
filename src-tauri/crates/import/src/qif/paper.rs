//! Actions on securities (`!Type:Invst`): the trades they stand for.
//!
//! Words and letters follow Quicken's own list: `N` the action, `Y` the security, `Q` how many, `I` the price of one, `T` the
//! amount with the commission `O` in it, `$` what went to or came from the account in `L`. A word with `X` at its end is paid
//! from or to another account. Of a split, `Q` says how many there are of ten.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::day_order;
use crate::model::Problem;
use crate::number::amount;
use crate::securities::{Security, SecurityTrade, TradeAct};

use super::record::{Dialect, Record};

/// What an action does to what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Buy {
        other: bool,
    },
    Sell {
        other: bool,
    },
    /// Money it paid out; a row says so, unless it went to another account.
    Income,
    /// Money it paid out and that bought more of it.
    Reinvest,
    Split,
    In,
    Out,
}

fn doing(word: &str) -> Option<Doing> {
    Some(match word {
        "buy" => Doing::Buy { other: false },
        "buyx" => Doing::Buy { other: true },
        "sell" => Doing::Sell { other: false },
        "sellx" => Doing::Sell { other: true },
        "div" | "divx" | "intinc" | "intincx" | "cgshort" | "cgshortx" | "cgmid" | "cgmidx"
        | "cglong" | "cglongx" | "miscinc" | "miscincx" | "rtrncap" | "rtrncapx" => Doing::Income,
        "reinvdiv" | "reinvint" | "reinvlg" | "reinvmd" | "reinvsh" => Doing::Reinvest,
        "stksplit" => Doing::Split,
        "shrsin" => Doing::In,
        "shrsout" => Doing::Out,
        _ => return None,
    })
}

/// The trades of an action; none where it moves no security, an error's absence of trades where it cannot be kept.
pub(super) fn trades(
    record: &Record<'_>,
    dialect: &Dialect,
) -> Result<Option<Vec<SecurityTrade>>, Problem> {
    let word = record.get('N').unwrap_or_default();
    let Some(doing) = doing(&word.to_ascii_lowercase()) else {
        return Ok(None);
    };
    let line = record.line;
    let left_out = |code: &'static str, what: &str| {
        Problem::at(code, line, format!("A trade was left out: {what}."))
    };
    let number = |letter: char| match record.get(letter) {
        None => Ok(None),
        Some(text) => amount(text, dialect.marks)
            .map(|value| Some(value.abs()))
            .map_err(|_| left_out("amount_unreadable", "a number of it cannot be read")),
    };
    let name = record.get('Y').unwrap_or_default();
    if name.is_empty() {
        // Interest of the account itself is a row and nothing more.
        return if doing == Doing::Income {
            Ok(Some(Vec::new()))
        } else {
            Err(left_out("security_missing", "it names no security"))
        };
    }
    let quantity = number('Q')?.unwrap_or_default();
    let price = number('I')?;
    let written = match number('T')? {
        Some(total) => Some(total),
        None => number('U')?,
    };
    let fee = number('O')?.unwrap_or_default();
    let elsewhere = number('$')?;
    let product = price
        .and_then(|price| price.checked_mul(quantity))
        .map(|amount| amount.round_dp(4));
    let odd = || left_out("amount_unreadable", "its amounts do not fit together");
    let missing = || left_out("amount_missing", "it has no amount");
    let mut trade = SecurityTrade {
        line,
        date: day(record, dialect)?,
        act: TradeAct::Buy,
        security: Security {
            name: name.to_owned(),
            ..Security::default()
        },
        quantity,
        amount: None,
        fee,
        tax: Decimal::ZERO,
        cash: Decimal::ZERO,
        currency: None,
        id: None,
        text: record.get('M').unwrap_or(word).to_owned(),
    };
    let moves = matches!(
        doing,
        Doing::Buy { .. } | Doing::Sell { .. } | Doing::Reinvest | Doing::In | Doing::Out
    );
    if moves && quantity.is_zero() {
        return Err(left_out("amount_missing", "it has no quantity"));
    }
    match doing {
        Doing::Buy { other } => {
            let paid = match (written, product) {
                (Some(paid), _) => paid,
                (None, Some(product)) => product.checked_add(fee).ok_or_else(odd)?,
                (None, None) => return Err(missing()),
            };
            trade.amount = Some(paid.checked_sub(fee).ok_or_else(odd)?);
            let brought = if other {
                elsewhere.unwrap_or(paid)
            } else {
                Decimal::ZERO
            };
            trade.cash = brought.checked_sub(paid).ok_or_else(odd)?;
        }
        Doing::Sell { other } => {
            let received = match (written, product) {
                (Some(received), _) => received,
                (None, Some(product)) => product.checked_sub(fee).ok_or_else(odd)?,
                (None, None) => return Err(missing()),
            };
            trade.act = TradeAct::Sell;
            trade.amount = Some(received.checked_add(fee).ok_or_else(odd)?);
            let gone = if other {
                elsewhere.unwrap_or(received)
            } else {
                Decimal::ZERO
            };
            trade.cash = received.checked_sub(gone).ok_or_else(odd)?;
        }
        Doing::Income => {
            trade.act = TradeAct::Income;
            trade.quantity = Decimal::ZERO;
            trade.fee = Decimal::ZERO;
            trade.amount = Some(written.ok_or_else(missing)?);
        }
        Doing::Reinvest => {
            let total = written.or(product).ok_or_else(missing)?;
            trade.amount = Some(total.checked_sub(fee).ok_or_else(odd)?);
            let income = SecurityTrade {
                act: TradeAct::Income,
                quantity: Decimal::ZERO,
                amount: Some(total),
                fee: Decimal::ZERO,
                ..trade.clone()
            };
            return Ok(Some(vec![income, trade]));
        }
        Doing::Split => {
            if quantity.is_zero() {
                return Err(left_out("amount_missing", "it has no ratio"));
            }
            trade.act = TradeAct::Split {
                new: quantity,
                old: Decimal::TEN,
            };
            trade.quantity = Decimal::ZERO;
        }
        Doing::In => {
            trade.act = TradeAct::In;
            trade.amount = written.or(product);
        }
        Doing::Out => {
            trade.act = TradeAct::Out;
        }
    }
    if trade.amount.is_some_and(|amount| amount < Decimal::ZERO) {
        return Err(odd());
    }
    Ok(Some(vec![trade]))
}

fn day(record: &Record<'_>, dialect: &Dialect) -> Result<NaiveDate, Problem> {
    let left_out = |code: &'static str, what: &str| {
        Problem::at(code, record.line, format!("A trade was left out: {what}."))
    };
    let written = record
        .get('D')
        .ok_or_else(|| left_out("date_missing", "it has no date"))?;
    day_order::written(written)
        .and_then(|date| date.date(dialect.order, dialect.apostrophes))
        .ok_or_else(|| left_out("date_unreadable", "its date cannot be read"))
}
