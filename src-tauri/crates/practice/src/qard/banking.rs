//! Accounts and transactions.

use chrono::Datelike;

use super::{Refusal, envelope, odd, stamp, syncs};
use crate::aggregated::{self, Movement};
use crate::bank::Bank;
use crate::calendar::minus;
use crate::exchange::{Answer, Ask};
use crate::household::{Operation, Upstream};
use crate::json::{Json, number};
use crate::random::{wire_id, wire_number};
use crate::scenario::Scenario;

/// Days of history.
const HISTORY: u64 = 365;

/// The identifier of an account.
pub(super) fn account_id(seed: u64, account: usize) -> String {
    wire_id(seed, "qard-account", account as u64 + 1)
}

/// `GET …/banking-accounts`: empty until a synchronisation succeeded.
pub(super) fn accounts(bank: &Bank, user: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let mut rows = Vec::new();
    if let Some(connection) = readable(bank, user) {
        rows.extend(
            shown(bank)
                .into_iter()
                .map(|index| account(bank, index, &connection)),
        );
        if bank.scenario == Scenario::Odd {
            rows.extend(odd::accounts(&connection));
        }
    }
    envelope::list(bank, ask, rows)
}

/// The accounts that the bank still has.
pub(super) fn shown(bank: &Bank) -> Vec<usize> {
    let mut shown = aggregated::accounts(&bank.household);
    shown.retain(|index| bank.household.accounts()[*index].closed.is_none());
    shown
}

/// The connection whose data may be read.
pub(super) fn readable(bank: &Bank, user: &str) -> Option<String> {
    syncs::source(bank, user).filter(|_| syncs::succeeded(bank, user))
}

fn account_type(code: &str) -> &'static str {
    match code {
        "checking" | "joint" => "CHECKING",
        "savings" | "deposit" | "livret_a" | "livret_b" | "ldds" | "cel" | "pel" => "SAVINGS",
        "card" => "CREDIT_CARD",
        "loan" => "LOAN",
        _ => "UNKNOWN",
    }
}

fn account(bank: &Bank, index: usize, connection: &str) -> Json {
    let home = &bank.household;
    let account = &home.accounts()[index];
    let balance = aggregated::balance(home, index, home.today());
    let is_iban = |number: &&str| number.len() > 14;
    let iban = account.number.as_deref().filter(is_iban);
    let number_of = |text: &str| text.chars().skip(4).collect::<String>();
    let plain = match (iban, account.number.as_deref()) {
        (Some(iban), _) => Some(number_of(iban)),
        (None, other) => other.map(str::to_owned),
    };
    let last = rows(bank, index).map(|movement| movement.date()).max();
    let updated = stamp(home.now());
    Json::object([
        ("id", account_id(home.seed(), index).into()),
        ("name", account.name.as_str().into()),
        ("account_number", plain.into()),
        (
            "account_type",
            account_type(aggregated::facts(home, index).code).into(),
        ),
        ("balance", number(balance, &account.currency)),
        ("currency", account.currency.as_str().into()),
        ("iban", iban.into()),
        ("bic", iban.map(|_| "CHABFR2PXXX").into()),
        ("bank_name", aggregated::BANK.into()),
        ("last_update", updated.as_str().into()),
        ("last_transaction", last.map(|day| day.to_string()).into()),
        ("provider_name", "budget_insight".into()),
        ("data_connection_id", connection.into()),
        (
            "owners",
            Json::list([Json::object([
                ("first_name", Json::Null),
                ("last_name", Json::Null),
                ("full_name", "Practice household".into()),
                ("last_update", updated.as_str().into()),
            ])]),
        ),
    ])
}

/// What Qard shows of an account's movements: booked, not deleted, not older than a year.
pub(super) fn rows(bank: &Bank, account: usize) -> impl Iterator<Item = Movement<'_>> {
    let since = minus(bank.today(), HISTORY);
    aggregated::movements(&bank.household, account)
        .filter(move |row| !row.coming && row.deleted.is_none() && row.date() >= since)
}

/// `GET …/banking-accounts/{id}/transactions`, newest first.
pub(super) fn transactions(
    bank: &mut Bank,
    user: &str,
    id: &str,
    ask: &Ask,
) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let index = wire_number(seed, "qard-account", id)
        .and_then(|number| usize::try_from(number.checked_sub(1)?).ok())
        .filter(|index| shown(bank).contains(index));
    let Some(connection) = readable(bank, user) else {
        return envelope::list(bank, ask, Vec::new());
    };
    let Some(index) = index else {
        if bank.scenario == Scenario::Odd && odd::has_account(id) {
            return envelope::list(bank, ask, Vec::new());
        }
        return Err(Refusal::unknown("The account"));
    };
    let later = ask.first("page").is_some_and(|page| page != "1");
    if bank.scenario == Scenario::MovingPages && later && bank.qard.moves < 4 {
        bank.qard.moves += 1;
        if bank.qard.moves % 2 == 1 {
            bank.household.delete_newest(Upstream::Budgea);
        } else {
            bank.household.insert_one(Upstream::Budgea);
        }
    }
    let currency = bank.household.accounts()[index].currency.clone();
    let mut listed: Vec<(i32, Json)> = rows(bank, index)
        .map(|movement| {
            let json = transaction(seed, id, &movement, &currency, &connection);
            (movement.date().num_days_from_ce(), json)
        })
        .collect();
    if bank.scenario == Scenario::Odd && Some(&index) == shown(bank).first() {
        let today = bank.today();
        listed.extend(
            odd::transactions(id, today)
                .into_iter()
                .map(|json| (today.num_days_from_ce(), json)),
        );
    }
    // Newest first; rows of one day stay in the order in which they were written.
    listed.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    bank.qard.read_through = true;
    envelope::list(
        bank,
        ask,
        listed.into_iter().map(|(_, json)| json).collect(),
    )
}

fn transaction_type(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Transfer | Operation::Payback | Operation::Payout => Some("TRANSFER"),
        Operation::Order | Operation::LoanRepayment | Operation::Payment => Some("ORDER"),
        Operation::Check | Operation::Deposit => Some("CHECK"),
        Operation::Withdrawal => Some("WITHDRAWAL"),
        Operation::Card | Operation::DeferredCard | Operation::CardSummary | Operation::Refund => {
            Some("CARD")
        }
        Operation::Bank | Operation::Fee | Operation::MarketFee | Operation::Profit => Some("BANK"),
        Operation::MarketOrder | Operation::Arbitrage | Operation::Unknown => None,
    }
}

fn transaction(
    seed: u64,
    account: &str,
    movement: &Movement<'_>,
    currency: &str,
    connection: &str,
) -> Json {
    let value = movement.valued().map(|_| movement.date().to_string());
    Json::object([
        ("id", wire_id(seed, "qard-row", movement.number).into()),
        ("account_id", account.into()),
        ("amount", number(movement.row.minor, currency)),
        ("currency", currency.into()),
        ("initiated_at", movement.ordered().to_string().into()),
        ("value_date", value.into()),
        ("description", movement.wording().into()),
        (
            "transaction_type",
            transaction_type(movement.row.operation).into(),
        ),
        ("provider_name", "budget_insight".into()),
        ("data_connection_id", connection.into()),
    ])
}
