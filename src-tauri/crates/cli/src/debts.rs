//! Debts: their terms, their payments, and the order to pay them back in.

use app::api;
use contract::types::{
    Debt, DebtDetail, DebtKind, DebtOutcome, DebtProblem, DebtReq, DebtSaveReq, DebtsPage, DebtsReq,
};

use crate::args::Common;
use crate::args::plans::{DebtFields, Owing, PaidBack};
use crate::host;
use crate::output::{Answer, Output, money, table};
use crate::recurring::told;

pub(crate) async fn run(
    common: &Common,
    output: Output,
    act: Option<Owing>,
    extra: String,
) -> Answer {
    let app = host::open(common).await?;
    let change = match act.unwrap_or(Owing::List) {
        Owing::List => {
            let page = api::debts_get(&app, DebtsReq { extra }).await?;
            output.either(&page, || told_page(&page))?;
            return Ok(0);
        }
        Owing::Show { debt } => {
            let detail = api::debt_get(&app, DebtReq { debt }).await?;
            output.either(&detail, || told_detail(&detail))?;
            return Ok(0);
        }
        Owing::Set { debt, fields } => {
            api::debt_save(&app, request(Some(debt), None, fields)).await?
        }
        Owing::Add {
            name,
            owed,
            on,
            currency,
            fields,
        } => {
            let hand = (name, owed, on, currency);
            api::debt_save(&app, request(None, Some(hand), fields)).await?
        }
        Owing::Remove { debt } => api::debt_remove(&app, DebtReq { debt }).await?,
    };
    told(output, &change)
}

type Hand = (String, String, Option<String>, Option<String>);

fn request(debt: Option<String>, hand: Option<Hand>, fields: DebtFields) -> DebtSaveReq {
    let (name, owed, on, currency) = match hand {
        Some((name, owed, on, currency)) => (Some(name), Some(owed), on, currency),
        None => (fields.name, fields.owed, fields.on, None),
    };
    DebtSaveReq {
        debt,
        name,
        owed,
        on,
        currency,
        kind: match fields.kind {
            PaidBack::Loan => DebtKind::Loan,
            PaidBack::Revolving => DebtKind::Revolving,
            PaidBack::Deferred => DebtKind::Deferred,
        },
        rate: fields.rate,
        payment: fields.payment,
        months: fields.months,
        day: fields.day,
        extra: fields.beyond,
    }
}

fn told_page(page: &DebtsPage) -> String {
    let rows: Vec<Vec<String>> = page
        .debts
        .iter()
        .map(|debt| {
            vec![
                debt.id.clone(),
                debt.name.clone(),
                money(&debt.owed),
                rate(debt),
                debt.payment.as_ref().map(money).unwrap_or_default(),
                debt.ends.clone().unwrap_or_default(),
                money(&debt.interest),
                problem(debt),
            ]
        })
        .collect();
    let head = [
        "Debt", "Name", "Owed", "Rate", "A month", "Ends", "Interest", "",
    ];
    let mut text = table(&head, &[2, 3, 4, 6], &rows);
    text.push_str(&format!(
        "\nOwed {}, {} a month, {} of interest to come.\n",
        money(&page.owed),
        money(&page.monthly),
        money(&page.interest)
    ));
    if let Some(orders) = &page.orders {
        text.push_str(&format!(
            "\nWith {} a month beyond:\n",
            money(&orders.extra)
        ));
        for (name, outcome) in [
            ("Each by itself", &orders.as_is),
            ("Smallest first", &orders.snowball),
            ("Dearest first", &orders.avalanche),
        ] {
            text.push_str(&format!("{name:<16}{}\n", told_outcome(outcome.as_ref())));
        }
    }
    text
}

fn told_outcome(outcome: Option<&DebtOutcome>) -> String {
    let Some(outcome) = outcome else {
        return "never".to_owned();
    };
    let ends: Vec<String> = outcome
        .ends
        .iter()
        .map(|end| format!("{} {}", end.name, end.month))
        .collect();
    format!(
        "{} ({} months), {} of interest; {}",
        outcome.month,
        outcome.months,
        money(&outcome.interest),
        ends.join(", ")
    )
}

fn told_detail(detail: &DebtDetail) -> String {
    let debt = &detail.debt;
    let rows: Vec<Vec<String>> = detail
        .payments
        .iter()
        .map(|row| {
            vec![
                row.date.clone(),
                money(&row.paid),
                money(&row.interest),
                money(&row.principal),
                money(&row.left),
            ]
        })
        .collect();
    let head = ["Day", "Paid", "Interest", "Paid back", "Left"];
    format!(
        "{}: {} owed, {} {}\n\n{}",
        debt.name,
        money(&debt.owed),
        rate(debt),
        problem(debt),
        table(&head, &[1, 2, 3, 4], &rows)
    )
}

fn rate(debt: &Debt) -> String {
    debt.rate
        .as_ref()
        .map(|rate| format!("{rate} %"))
        .unwrap_or_default()
}

fn problem(debt: &Debt) -> String {
    match debt.problem {
        Some(DebtProblem::NoTerms) => "rate or payment not known".to_owned(),
        Some(DebtProblem::BelowInterest) => "payments do not cover the interest".to_owned(),
        Some(DebtProblem::TooLong) => "takes more than a hundred years".to_owned(),
        None if debt.kind == DebtKind::Deferred => "settled at once".to_owned(),
        None => String::new(),
    }
}
