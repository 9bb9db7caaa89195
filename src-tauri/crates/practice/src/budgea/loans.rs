//! A loan's conditions on the wire.

use super::Call;
use super::accounts::Found;
use crate::aggregated;
use crate::bank::Bank;
use crate::json::{Json, number};

/// The conditions of a loan account that a person agreed to share.
pub(crate) fn loan(bank: &Bank, call: &Call, found: &Found) -> Json {
    let Some(loan) = aggregated::loan(&bank.household, found.index).filter(|_| found.enabled)
    else {
        return Json::Null;
    };
    let day = |day: chrono::NaiveDate| -> Json {
        if call.dialect.legacy {
            format!("{day} 00:00:00").into()
        } else {
            day.to_string().into()
        }
    };
    let amount = |minor: i64| number(minor, "EUR");
    Json::object([
        ("total_amount", amount(loan.lent)),
        ("available_amount", Json::Null),
        ("used_amount", Json::Null),
        ("subscription_date", day(loan.subscribed)),
        ("maturity_date", day(loan.matures)),
        ("start_repayment_date", day(loan.first_payment)),
        ("deferred", false.into()),
        (
            "next_payment_amount",
            loan.next_payment.map(|(_, minor)| amount(minor)).into(),
        ),
        (
            "next_payment_date",
            loan.next_payment.map(|(on, _)| day(on)).into(),
        ),
        ("rate", Json::Number(loan.rate.normalize().to_string())),
        ("nb_payments_left", loan.payments_left.into()),
        ("nb_payments_done", loan.payments_done.into()),
        ("nb_payments_total", loan.months.into()),
        (
            "last_payment_amount",
            loan.last_payment.map(|(_, minor)| amount(minor)).into(),
        ),
        (
            "last_payment_date",
            loan.last_payment.map(|(on, _)| day(on)).into(),
        ),
        ("account_label", "COMPTE DE DEPOT".into()),
        ("insurance_label", "ASSURANCE EMPRUNTEUR".into()),
        ("insurance_amount", amount(loan.insurance)),
        (
            "insurance_rate",
            Json::Number(loan.insurance_rate.normalize().to_string()),
        ),
        ("duration", loan.months.into()),
        ("type", "mortgage".into()),
    ])
}
