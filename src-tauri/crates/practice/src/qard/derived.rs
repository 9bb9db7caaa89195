//! What Qard derives from the rows: cash flow and credit insights, in three types of numbers.

use std::collections::BTreeMap;

use super::banking;
use crate::bank::Bank;
use crate::calendar::month_name;
use crate::json::{Json, number, text};

/// Sums of a month in minor units: in, out, rows.
#[derive(Debug, Clone, Copy, Default)]
struct Month {
    incoming: i64,
    outgoing: i64,
    rows: usize,
}

fn months(bank: &Bank) -> BTreeMap<String, Month> {
    let mut months: BTreeMap<String, Month> = BTreeMap::new();
    for index in banking::shown(bank) {
        if bank.household.accounts()[index].currency != "EUR" {
            continue;
        }
        for movement in banking::rows(bank, index) {
            let month = months.entry(month_name(movement.date())).or_default();
            month.rows += 1;
            match movement.row.minor {
                out if out < 0 => month.outgoing += out,
                into => month.incoming += into,
            }
        }
    }
    months
}

/// `GET …/banking-cashflow`
pub(super) fn cash_flow(bank: &Bank, user: &str) -> Json {
    let readable = banking::readable(bank, user).is_some();
    let months = if readable {
        months(bank)
    } else {
        BTreeMap::new()
    };
    let euros = |minor: i64| number(minor, "EUR");
    let periods = months.into_iter().map(|(name, month)| {
        Json::object([
            ("period", name.into()),
            ("incoming", euros(month.incoming)),
            ("outgoing", euros(month.outgoing)),
            ("net", euros(month.incoming + month.outgoing)),
            ("balance_start", Json::Null),
            ("balance_end", Json::Null),
            ("transactions_count", month.rows.into()),
        ])
    });
    Json::object([("currency", "EUR".into()), ("periods", Json::list(periods))])
}

/// `GET …/banking-credit-insights`
pub(super) fn insights(bank: &Bank, user: &str) -> Json {
    let mut flows: BTreeMap<String, i64> = BTreeMap::new();
    if banking::readable(bank, user).is_some() {
        for index in banking::shown(bank) {
            for movement in banking::rows(bank, index).filter(|row| row.row.order.is_some()) {
                *flows.entry(movement.row.payee.clone()).or_default() += movement.row.minor;
            }
        }
    }
    let flows = flows.into_iter().map(|(payee, minor)| {
        let kind = if minor < 0 { "EXPENSE" } else { "INCOME" };
        Json::object([
            ("type", kind.into()),
            ("category", "OTHER".into()),
            ("label_root", payee.to_uppercase().into()),
            ("label", payee.to_uppercase().into()),
            ("total_amount", text(minor, "EUR").into()),
            ("calendar", Json::List(Vec::new())),
            ("transactions", Json::List(Vec::new())),
        ])
    });
    let overdraft = Json::object([("duration", 2_i64.into()), ("fees", 8_i64.into())]);
    let incident = Json::object([
        ("type", "REJECTED_DIRECT_DEBIT".into()),
        ("total_amount", 45_i64.into()),
        ("total_fees_amount", 20_i64.into()),
    ]);
    Json::object([
        ("cash_flows", Json::list(flows)),
        (
            "loans",
            Json::object([
                ("repayments", Json::List(Vec::new())),
                ("drawdowns", Json::List(Vec::new())),
            ]),
        ),
        (
            "risks",
            Json::object([
                ("incidents", Json::list([incident])),
                ("overdraft", overdraft),
                ("heavy_failures", Json::List(Vec::new())),
            ]),
        ),
    ])
}
