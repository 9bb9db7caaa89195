//! Payments that repeat, and what the person decides about them.

use app::{App, api};
use contract::types::{
    Change, DueState, Nothing, Period, RecurringAddReq, RecurringDecideReq, RecurringDetail,
    RecurringKind, RecurringList, RecurringMonthReq, RecurringReq, RecurringState,
    RecurringVerdict, WeekendShift,
};
use serde_json::json;

use crate::args::{Common, KindOf, Often, Repeating, RepeatingEdit, Weekends};
use crate::host;
use crate::output::{Answer, Ended, Output, money, table};

pub(crate) async fn run(common: &Common, output: Output, act: Option<Repeating>) -> Answer {
    let app = host::open(common).await?;
    match act.unwrap_or(Repeating::List) {
        Repeating::List => list(&app, output).await,
        Repeating::Show { item } => show(&app, output, item).await,
        Repeating::Confirm { item } => say(&app, output, item, RecurringVerdict::Confirmed).await,
        Repeating::Reject { item } => say(&app, output, item, RecurringVerdict::Rejected).await,
        Repeating::Forget { item } => say(&app, output, item, RecurringVerdict::Open).await,
        Repeating::Edit(edit) => {
            let change = api::recurring_decide(&app, request(edit)).await?;
            told(output, &change)
        }
        Repeating::Add {
            name,
            account,
            amount,
            every,
            rule,
            weekend,
            next,
            until,
        } => {
            let request = RecurringAddReq {
                name,
                account,
                amount,
                period: rule.as_ref().map_or(period(every), |_| Period::Other),
                rule,
                shift: weekend.map(shift),
                next_date: next,
                until,
                category: None,
            };
            let change = api::recurring_add(&app, request).await?;
            told(output, &change)
        }
        Repeating::Month { month: named } => month(&app, output, named.unwrap_or_default()).await,
        Repeating::Export { out } => {
            let text = app.recurring_ics().await?;
            std::fs::write(&out, text)?;
            output.either(&json!({"file": out}), || {
                format!("Written: {}\n", out.display())
            })?;
            Ok(0)
        }
    }
}

async fn list(app: &App, output: Output) -> Answer {
    let list = api::recurring_list(app, Nothing {}).await?;
    let consents = api::consents_list(app, Nothing {}).await?;
    let whole = json!({
        "recurring": list.items, "rejected": list.rejected, "consents": consents,
        "outMonthly": list.out_monthly, "subscriptionsYearly": list.subscriptions_yearly,
        "incomeMonthly": list.income_monthly, "transfersMonthly": list.transfers_monthly, "ahead": list.ahead, "withoutRate": list.without_rate,
    });
    output.either(&whole, || {
        told_list(&list) + &crate::sources::ends(&consents)
    })?;
    Ok(0)
}

fn told_list(list: &RecurringList) -> String {
    let rows: Vec<Vec<String>> = list
        .items
        .iter()
        .map(|item| {
            let note = match item.state {
                RecurringState::Late => format!("{} days late", item.late_days),
                RecurringState::Silent => "stayed away".to_owned(),
                RecurringState::Active => match &item.previous_amount {
                    Some(before) if item.price_news => format!("was {}", money(before)),
                    _ if item.leaving => "to cancel".to_owned(),
                    _ if item.kind == RecurringKind::Transfer => "own accounts".to_owned(),
                    _ => String::new(),
                },
            };
            vec![
                item.id.clone(),
                item.name.clone(),
                often(item.period).to_owned(),
                money(&item.amount),
                item.next_date.clone(),
                money(&item.yearly),
                note,
            ]
        })
        .collect();
    let mut text = table(
        &["Item", "Payee", "How often", "Amount", "Next", "A year", ""],
        &[3, 5],
        &rows,
    );
    text.push_str(&format!(
        "\nSubscriptions and bills {} a month; the next 31 days {}.\n",
        money(&list.out_monthly),
        money(&list.ahead)
    ));
    if (list.items.iter()).any(|item| item.kind == RecurringKind::Transfer) {
        text.push_str(&format!(
            "Between your accounts {} a month, in no sum.\n",
            money(&list.transfers_monthly)
        ));
    }
    for rejected in &list.rejected {
        text.push_str(&format!("Rejected: {} {}\n", rejected.id, rejected.name));
    }
    text
}

async fn show(app: &App, output: Output, item: String) -> Answer {
    let detail = api::recurring_get(app, RecurringReq { id: item }).await?;
    output.either(&detail, || told_detail(&detail))?;
    Ok(0)
}

fn told_detail(detail: &RecurringDetail) -> String {
    let item = &detail.item;
    let mut text = format!(
        "{}: {} {}, {} a year, from {}.\nNext {}.\n",
        item.name,
        money(&item.amount),
        often(item.period),
        money(&item.yearly),
        item.account_name,
        item.next_date
    );
    for price in &detail.prices {
        text.push_str(&format!("{}  {}\n", price.date, money(&price.amount)));
    }
    text
}

async fn month(app: &App, output: Output, month: String) -> Answer {
    let dues = api::recurring_month(app, RecurringMonthReq { month }).await?;
    output.either(&json!({"payments": dues}), || {
        let rows: Vec<Vec<String>> = dues
            .iter()
            .map(|due| {
                let state = match due.state {
                    DueState::Paid => "paid",
                    DueState::Late => "late",
                    DueState::Upcoming => "to come",
                };
                vec![
                    due.date.clone(),
                    due.name.clone(),
                    money(&due.amount),
                    state.to_owned(),
                ]
            })
            .collect();
        table(&["Day", "Payee", "Amount", ""], &[2], &rows)
    })?;
    Ok(0)
}

async fn say(app: &App, output: Output, id: String, verdict: RecurringVerdict) -> Answer {
    let request = RecurringDecideReq {
        id,
        verdict: Some(verdict),
        ..RecurringDecideReq::default()
    };
    let change = api::recurring_decide(app, request).await?;
    told(output, &change)
}

pub(crate) fn told(output: Output, change: &Change) -> Result<u8, Ended> {
    output.either(change, || "Done.\n".into())?;
    Ok(0)
}

fn request(edit: RepeatingEdit) -> RecurringDecideReq {
    RecurringDecideReq {
        id: edit.item,
        verdict: None,
        name: edit.name,
        kind: edit.kind.map(|kind| match kind {
            KindOf::Subscription => RecurringKind::Subscription,
            KindOf::Bill => RecurringKind::Bill,
            KindOf::Income => RecurringKind::Income,
            KindOf::Transfer => RecurringKind::Transfer,
        }),
        period: edit.every.map(period),
        amount: edit.amount,
        next_date: edit.next,
        until: edit.until,
        shift: edit.weekend.map(shift),
        rule: edit.rule,
        remind: edit.remind,
        leaving: edit.leaving,
    }
}

const fn shift(weekend: Weekends) -> WeekendShift {
    match weekend {
        Weekends::Stay => WeekendShift::None,
        Weekends::Before => WeekendShift::Before,
        Weekends::After => WeekendShift::After,
    }
}

const fn period(often: Often) -> Period {
    match often {
        Often::Weekly => Period::Weekly,
        Often::Biweekly => Period::Biweekly,
        Often::Fourweekly => Period::Fourweekly,
        Often::Monthly => Period::Monthly,
        Often::Bimonthly => Period::Bimonthly,
        Often::Quarterly => Period::Quarterly,
        Often::Halfyearly => Period::Halfyearly,
        Often::Yearly => Period::Yearly,
    }
}

const fn often(period: Period) -> &'static str {
    match period {
        Period::Weekly => "every week",
        Period::Biweekly => "every 2 weeks",
        Period::Fourweekly => "every 4 weeks",
        Period::Monthly => "every month",
        Period::Bimonthly => "every 2 months",
        Period::Quarterly => "every 3 months",
        Period::Halfyearly => "every 6 months",
        Period::Yearly => "every year",
        Period::Other => "now and then",
        Period::Once => "once",
    }
}
