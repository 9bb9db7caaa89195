//! Accounts: their balances, what they are, and what they earn and cost.

use app::{App, api};
use contract::types::{
    Account, AccountKind, AccountReq, AccountTerms, AccountTermsReq, AccountUpdateReq, Change,
    InterestPosting, InterestTerms, Nothing,
};
use serde_json::json;

use crate::args::Common;
use crate::args::accounts::{BookedWhen, Held, HeldFields, HeldKind, HeldTerms};
use crate::host;
use crate::output::{Answer, Ended, Output, money, table};
use crate::recurring::told;

pub(crate) async fn run(common: &Common, output: Output, act: Option<Held>) -> Answer {
    let app = host::open(common).await?;
    match act.unwrap_or(Held::List) {
        Held::List => list(&app, output).await,
        Held::Change(fields) => {
            let change = api::account_update(&app, update(fields)).await?;
            told(output, &change)
        }
        Held::Interest(terms) => match stated(&app, terms).await? {
            Told::Change(change) => told(output, &change),
            Told::Terms(terms) => {
                output.either(&terms, || words(&terms))?;
                Ok(0)
            }
        },
    }
}

async fn list(app: &App, output: Output) -> Answer {
    let list = api::accounts_list(app, Nothing {}).await?;
    let all: Vec<&Account> = list
        .groups
        .iter()
        .flat_map(|group| &group.accounts)
        .collect();
    output.either(&json!({"accounts": all, "groups": list.groups}), || {
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|account| {
                vec![
                    account.id.clone(),
                    account.name.clone(),
                    account.institution.clone().unwrap_or_default(),
                    money(&account.balance),
                    account
                        .converted
                        .as_ref()
                        .map(|other| money(&other.money))
                        .unwrap_or_default(),
                    account.transactions.to_string(),
                ]
            })
            .collect();
        table(
            &["No", "Account", "Bank", "Balance", "Converted", "Rows"],
            &[3, 4, 5],
            &rows,
        )
    })?;
    Ok(0)
}

fn update(fields: HeldFields) -> AccountUpdateReq {
    AccountUpdateReq {
        id: fields.account,
        name: fields.name,
        kind: fields.kind.map(kind),
        in_budget: fields.in_budgets,
        in_net_worth: fields.in_net_worth,
        closed: fields.closed,
        owner: fields.owner,
        tier: fields.tier,
    }
}

enum Told {
    Change(Change),
    Terms(AccountTerms),
}

/// Without a rate the terms as they are; with one rate the other side stays as it is.
async fn stated(app: &App, said: HeldTerms) -> Result<Told, Ended> {
    let id = said.account;
    let before = api::account_terms(app, AccountReq { id: id.clone() }).await?;
    if !said.none && said.earned.is_none() && said.charged.is_none() {
        return Ok(Told::Terms(before));
    }
    let rate = |percent: Option<String>, booked: BookedWhen, before: Option<InterestTerms>| {
        match percent {
            _ if said.none => None,
            Some(percent) => Some(InterestTerms {
                percent,
                posting: posting(booked),
            }),
            None => before,
        }
    };
    let request = AccountTermsReq {
        id,
        earned: rate(said.earned, said.earned_booked, before.earned),
        charged: rate(said.charged, said.charged_booked, before.charged),
    };
    Ok(Told::Change(api::account_terms_save(app, request).await?))
}

fn words(terms: &AccountTerms) -> String {
    let side = |what: &str, terms: &Option<InterestTerms>| match terms {
        Some(terms) => format!(
            "{what} {}% a year, booked {}.\n",
            terms.percent,
            often(terms.posting)
        ),
        None => format!("{what} nothing that was stated.\n"),
    };
    side("Earns", &terms.earned) + &side("Costs, when overdrawn,", &terms.charged)
}

const fn often(posting: InterestPosting) -> &'static str {
    match posting {
        InterestPosting::Monthly => "each month",
        InterestPosting::Quarterly => "each quarter",
        InterestPosting::Yearly => "each year",
    }
}

const fn posting(booked: BookedWhen) -> InterestPosting {
    match booked {
        BookedWhen::Monthly => InterestPosting::Monthly,
        BookedWhen::Quarterly => InterestPosting::Quarterly,
        BookedWhen::Yearly => InterestPosting::Yearly,
    }
}

const fn kind(kind: HeldKind) -> AccountKind {
    match kind {
        HeldKind::Checking => AccountKind::Checking,
        HeldKind::Savings => AccountKind::Savings,
        HeldKind::Cash => AccountKind::Cash,
        HeldKind::CreditCard => AccountKind::CreditCard,
        HeldKind::Loan => AccountKind::Loan,
        HeldKind::Mortgage => AccountKind::Mortgage,
        HeldKind::Investment => AccountKind::Investment,
        HeldKind::Retirement => AccountKind::Retirement,
        HeldKind::Insurance => AccountKind::Insurance,
        HeldKind::Other => AccountKind::Other,
    }
}
