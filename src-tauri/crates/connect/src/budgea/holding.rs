//! Securities and funds in accounts.

use domain::feed::FeedHolding;
use money::Currency;
use serde_json::value::RawValue;

use super::account::{currency, decimal};
use super::paris;
use crate::delivery::Notices;
use crate::json::Record;

/// Reads one holding of an account whose currency is `own`.
pub(super) fn read(
    row: &RawValue,
    account: &str,
    own: Option<Currency>,
    notices: &mut Notices,
) -> Option<FeedHolding> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.key("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let account = record
        .key("id_account")
        .unwrap_or_else(|| account.to_owned());
    let code = record.text("code");
    Some(FeedHolding {
        label: record
            .text("label")
            .or_else(|| code.clone())
            .unwrap_or_else(|| id.clone()),
        code_kind: record.text("code_type").or_else(|| {
            let is_isin = code.as_deref().is_some_and(is_isin);
            is_isin.then(|| "ISIN".to_owned())
        }),
        code,
        symbol: record.text("stock_symbol"),
        quantity: decimal(&record, "quantity"),
        unit_price: decimal(&record, "unitprice"),
        unit_value: decimal(&record, "unitvalue"),
        currency: own,
        valuation: notices.optional(&id, "valuation", record.raw("valuation"), own),
        gain: notices.optional(&id, "diff", record.raw("diff"), own),
        gain_ratio: decimal(&record, "diff_percent"),
        share: decimal(&record, "portfolio_share"),
        date: paris::date(&record, "vdate"),
        original_currency: currency(&record, "original_currency"),
        original_unit_value: decimal(&record, "original_unitvalue"),
        original_valuation: decimal(&record, "original_valuation"),
        deleted: record.is_set("deleted"),
        raw: Some(row.get().to_owned()),
        account_source_id: account,
        source_id: id,
    })
}

/// Whether a code is an ISIN (ISO 6166): two letters, nine letters or digits, and a digit that checks.
fn is_isin(code: &str) -> bool {
    let bytes = code.as_bytes();
    let shape = bytes.len() == 12
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[11].is_ascii_digit();
    if !shape {
        return false;
    }
    let digits: Vec<u32> = bytes
        .iter()
        .flat_map(|byte| {
            let value = char::from(*byte).to_digit(36).unwrap_or(0);
            if value >= 10 {
                vec![value / 10, value % 10]
            } else {
                vec![value]
            }
        })
        .collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            if place % 2 == 1 {
                let twice = digit * 2;
                twice / 10 + twice % 10
            } else {
                *digit
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_isin_is_told_by_its_check_digit() {
        assert!(is_isin("US0378331005"));
        assert!(!is_isin("US0378331006"));
        assert!(!is_isin("FR12"));
    }
}
