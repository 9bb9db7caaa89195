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
    /// Sold without being held, with the money coming in; or bought back, with it going out.
    Short {
        into: bool,
    },
}

fn doing(word: &str) -> Option<Doing> {
    Some(match word {
        // What an option on shares was exercised for is bought at the price of its grant.
        "buy" | "exercis" | "exercise" => Doing::Buy { other: false },
        "buyx" | "exercisx" | "exercisex" => Doing::Buy { other: true },
        "shtsell" => Doing::Short { into: true },
        "cvrshrt" => Doing::Short { into: false },
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
        Doing::Buy { .. }
            | Doing::Sell { .. }
            | Doing::Reinvest
            | Doing::In
            | Doing::Out
            | Doing::Short { .. }
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
        Doing::Short { into } => {
            trade.act = TradeAct::Short;
            let whole = match (written, product) {
                (Some(written), _) => written,
                (None, Some(product)) if into => product.checked_sub(fee).ok_or_else(odd)?,
                (None, Some(product)) => product.checked_add(fee).ok_or_else(odd)?,
                (None, None) => return Err(missing()),
            };
            trade.cash = if into { whole } else { -whole };
            trade.amount = Some(whole);
        }
    }
    if trade.amount.is_some_and(|amount| amount < Decimal::ZERO) {
        return Err(odd());
    }
    Ok(Some(vec![trade]))
}

/// What happens to options that an employer grants: nothing that is held or paid yet, or any more.
pub(super) fn is_of_grant(word: &str) -> bool {
    ["grant", "vest", "expire"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

/// A line of a list of prices: `"symbol",price,"date"`, where a price may hold a fraction (`141 9/16`). The symbol comes
/// first in what is given; nothing for a line without a price.
pub(super) fn price(
    line: u32,
    text: &str,
    dialect: &Dialect,
) -> Result<Option<(String, NaiveDate, Decimal)>, Problem> {
    let left_out = |what: &str| {
        Problem::at(
            "price_unreadable",
            line,
            format!("A price was left out: {what}."),
        )
    };
    let (symbol, rest) = text
        .trim_start_matches('"')
        .split_once('"')
        .ok_or_else(|| left_out("it names no security"))?;
    let (written, date) = written_price(text).ok_or_else(|| left_out("it has no date"))?;
    let symbol = symbol.trim();
    if symbol.is_empty() || rest.is_empty() {
        return Err(left_out("it names no security"));
    }
    if written.is_empty() {
        return Ok(None);
    }
    let (whole, part) = match written.rsplit_once(' ') {
        Some((whole, part)) if part.contains('/') => (whole, Some(part)),
        None if written.contains('/') => ("0", Some(written)),
        _ => (written, None),
    };
    let part = match part.map(|part| part.split_once('/')) {
        Some(Some((above, below))) => above
            .trim()
            .parse::<u32>()
            .ok()
            .zip(below.trim().parse::<u32>().ok())
            .and_then(|(above, below)| Decimal::from(above).checked_div(Decimal::from(below)))
            .map(|part| part.round_dp(10).normalize()),
        _ => Some(Decimal::ZERO),
    };
    let price = amount(whole, dialect.marks)
        .ok()
        .zip(part)
        .and_then(|(whole, part)| whole.checked_add(part))
        .filter(|price| *price > Decimal::ZERO)
        .ok_or_else(|| left_out("its price cannot be read"))?;
    let date = day_order::written(date)
        .and_then(|date| date.date(dialect.order, dialect.apostrophes))
        .ok_or_else(|| left_out("its date cannot be read"))?;
    Ok(Some((symbol.to_owned(), date, price)))
}

/// Price and date of a line of a list of prices, as text.
pub(super) fn written_price(text: &str) -> Option<(&str, &str)> {
    let (_, rest) = text.trim_start_matches('"').split_once('"')?;
    let (price, date) = rest.strip_prefix(',')?.rsplit_once(",\"").or_else(|| {
        // Without quotation marks.
        rest.strip_prefix(',')?.rsplit_once(',')
    })?;
    let date = date.trim().trim_matches('"').trim();
    (!date.is_empty()).then(|| (price.trim(), date))
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
