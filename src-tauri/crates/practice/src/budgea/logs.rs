//! What happened to connections and accounts over time.

use super::Call;
use super::accounts;
use super::connections::{self, Connection};
use super::paris::written;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::selection::Days;
use crate::aggregated;
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::stamp;
use crate::json::{Json, number};

/// One reading of a bank.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    at: i64,
    state: Option<&'static str>,
    message: Option<&'static str>,
    accounts: usize,
    next_try: Option<i64>,
}

impl Log {
    /// The reading that just ended.
    pub(crate) fn new(connection: &Connection, now: i64) -> Self {
        Self {
            at: now,
            state: connection.state,
            message: connection.message,
            accounts: connection.enabled.len(),
            next_try: connection.next_try,
        }
    }
}

/// `GET …/{c}/logs`
pub(crate) fn of_connection(bank: &Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let id = scope
        .connection
        .ok_or_else(|| Refusal::unknown("connection"))?;
    let connection = &bank.budgea.connections[&connections::find(bank, scope.user, id)?];
    let days = Days::of(call.ask)?;
    let items = connection
        .logs
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, log)| days.hold(crate::clock::day(log.at)))
        .map(|(place, log)| {
            Json::object([
                ("id", ((id * 10_000) as i64 + place as i64 + 1).into()),
                ("id_connection", (id as i64).into()),
                ("id_connector", (connection.connector as i64).into()),
                ("id_source", ((id * 10 + 1) as i64).into()),
                ("id_user", (connection.user as i64).into()),
                ("start", written(log.at - 4_000)),
                ("timestamp", written(log.at)),
                ("next_try", log.next_try.map(written).into()),
                ("error", log.state.into()),
                ("error_message", log.message.into()),
                ("error_uid", Json::Null),
                ("fields", Json::Null),
                ("nb_accounts", log.accounts.into()),
                ("statut", Json::from(0_i64)),
                ("login", "5994471abb01".into()),
                ("worker", "practice".into()),
                ("session_folder_id", Json::Null),
            ])
        })
        .collect();
    Ok(Answer::json(listed(call.ask, "connectionlogs", items)?))
}

/// `GET …/{a}/logs`: the balance at every month's end, and now.
pub(crate) fn of_account(
    bank: &Bank,
    call: &Call,
    scope: &Scope,
    account: &str,
) -> Result<Answer, Refusal> {
    let found = accounts::find(bank, scope, account)?;
    let days = Days::of(call.ask)?;
    let home = &bank.household;
    let currency = home.accounts()[found.index].currency.as_str();
    let ends = home.month_ends();
    let mut items = Vec::new();
    for (place, day) in ends.iter().enumerate().rev() {
        if !days.hold(*day) || !found.enabled {
            continue;
        }
        let last = place + 1 == ends.len();
        let at = if last {
            home.clock()
        } else {
            stamp(*day, 21 * 60)
        };
        let balance = aggregated::balance(home, found.index, *day);
        let coming = if last { home.pending(found.index) } else { 0 };
        items.push(Json::object([
            (
                "id",
                ((found.number * 1_000) as i64 + place as i64 + 1).into(),
            ),
            ("id_account", (found.number as i64).into()),
            ("id_connector", (found.connector as i64).into()),
            (
                "id_connection_log",
                ((found.connection * 10_000 + 1) as i64).into(),
            ),
            ("balance", number(balance, currency)),
            ("coming", number(coming, currency)),
            ("timestamp", written(at)),
            ("error", Json::Null),
            ("error_message", Json::Null),
        ]));
    }
    Ok(Answer::json(listed(call.ask, "accountlogs", items)?))
}
