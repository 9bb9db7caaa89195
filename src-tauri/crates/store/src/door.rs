//! The one door: every journalled change of a row passes here and is recorded with what was and what is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::parts::{Piece, pieces};
use crate::totals::{Counted, summed};
use crate::{Error, Result, Writing};

/// A journalled table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Table {
    Transactions,
    Accounts,
    Categories,
    Payees,
    Connections,
    Budgets,
    UpstreamBudgets,
    Goals,
    Planned,
    Rules,
    Documents,
    ImportProfiles,
    Instruments,
    Trades,
    Prices,
    Assets,
    Valuations,
    Attachments,
    OwnRates,
}

/// How a column is shown to the journal: texts by themselves, not by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Plain,
    Payee,
    Text,
}

/// A column of a journalled table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// The name in the journal.
    pub name: &'static str,
    /// The name in the table.
    pub stored: &'static str,
    pub shown: Shown,
}

const fn plain(name: &'static str) -> Column {
    Column {
        name,
        stored: name,
        shown: Shown::Plain,
    }
}

const TRANSACTIONS: &[Column] = &[
    plain("account_id"),
    plain("day"),
    plain("minor"),
    Column {
        name: "payee",
        stored: "payee_id",
        shown: Shown::Payee,
    },
    plain("category_id"),
    plain("category_by"),
    plain("status"),
    plain("deleted"),
    Column {
        name: "description",
        stored: "description_id",
        shown: Shown::Text,
    },
    Column {
        name: "note",
        stored: "note_id",
        shown: Shown::Text,
    },
    plain("external_id"),
    plain("transfer_id"),
    plain("excluded"),
    plain("off_reports"),
    plain("held"),
    plain("value_day"),
    plain("original_minor"),
    plain("original_currency"),
    plain("tags"),
    plain("details"),
    plain("merged_into"),
];
/// The columns of transactions that came after rows were first hashed: in the form that hashes are made of they stand
/// only where they say something.
pub(crate) const LATER: [usize; 2] = [19, 20];
/// Places of the fields that decide what a transaction is to the sums.
const COUNTED: [usize; 8] = [0, 1, 2, 4, 6, 7, 12, 13];
/// Places of what says whether, and of what, a transaction is made of parts.
const TRANSFER: usize = 11;
const DETAILS: usize = 19;

const ACCOUNTS: &[Column] = &[
    plain("name"),
    plain("kind"),
    plain("currency"),
    plain("iban"),
    plain("number"),
    plain("institution"),
    plain("opening_minor"),
    plain("opening_by"),
    plain("pending_in_balance"),
    plain("closed"),
    plain("off_budget"),
    plain("off_net_worth"),
    plain("position"),
    plain("removed"),
    plain("connection_id"),
    plain("mirror_of"),
    plain("owner"),
    plain("tier"),
];
const CATEGORIES: &[Column] = &[
    plain("key"),
    plain("name"),
    plain("parent_id"),
    plain("kind"),
    plain("slot"),
    plain("position"),
    plain("archived"),
    plain("removed"),
    plain("icon"),
    plain("need"),
];
const PAYEES: &[Column] = &[plain("display"), plain("learned_category_id")];
const CONNECTIONS: &[Column] = &[
    plain("upstream"),
    plain("label"),
    plain("settings"),
    plain("automatic"),
    plain("created_at"),
    plain("removed"),
];
const BUDGETS: &[Column] = &[
    plain("name"),
    plain("categories"),
    plain("accounts"),
    plain("period"),
    plain("limits"),
    plain("carry_over"),
    plain("position"),
    plain("archived"),
];
const UPSTREAM_BUDGETS: &[Column] = &[plain("connection_id"), plain("body")];
const GOALS: &[Column] = &[
    plain("name"),
    plain("currency"),
    plain("target_minor"),
    plain("initial_minor"),
    plain("account_id"),
    plain("due"),
    plain("state"),
    plain("note"),
    plain("connection_id"),
];
const PLANNED: &[Column] = &[
    plain("name"),
    plain("payee"),
    plain("account_id"),
    plain("to_account_id"),
    plain("category_id"),
    plain("minor"),
    plain("currency"),
    plain("next_day"),
    plain("cadence"),
    plain("until"),
    plain("count"),
    plain("closed"),
    plain("connection_id"),
];
const RULES: &[Column] = &[
    plain("name"),
    plain("position"),
    plain("enabled"),
    plain("condition"),
    plain("action"),
];
const DOCUMENTS: &[Column] = &[plain("kind"), plain("key"), plain("body")];
const IMPORT_PROFILES: &[Column] = &[
    plain("fingerprint"),
    plain("name"),
    plain("account_id"),
    plain("mapping"),
];
const INSTRUMENTS: &[Column] = &[
    plain("name"),
    plain("code"),
    plain("symbol"),
    plain("currency"),
    plain("class"),
    plain("region"),
    plain("removed"),
];
const TRADES: &[Column] = &[
    plain("account_id"),
    plain("instrument_id"),
    plain("day"),
    plain("kind"),
    plain("quantity"),
    plain("currency"),
    plain("minor"),
    plain("fee_minor"),
    plain("tax_minor"),
    plain("ratio_new"),
    plain("ratio_old"),
    plain("into_id"),
    plain("lots"),
    plain("note"),
];
const PRICES: &[Column] = &[
    plain("instrument_id"),
    plain("day"),
    plain("price"),
    plain("currency"),
];
const ASSETS: &[Column] = &[
    plain("name"),
    plain("kind"),
    plain("currency"),
    plain("owed"),
    plain("owner"),
    plain("institution"),
    plain("tier"),
    plain("wear"),
    plain("until"),
    plain("off_net_worth"),
    plain("note"),
    plain("removed"),
];
const VALUATIONS: &[Column] = &[plain("asset_id"), plain("day"), plain("minor")];

const ATTACHMENTS: &[Column] = &[
    plain("transaction_id"),
    plain("name"),
    plain("content"),
    plain("bytes"),
    plain("kind"),
];

const OWN_RATES: &[Column] = &[
    plain("currency"),
    plain("day"),
    plain("per_euro"),
    plain("stated"),
    plain("stated_in"),
];

impl Table {
    pub(crate) const ALL: [Self; 19] = [
        Self::Transactions,
        Self::Accounts,
        Self::Categories,
        Self::Payees,
        Self::Connections,
        Self::Budgets,
        Self::UpstreamBudgets,
        Self::Goals,
        Self::Planned,
        Self::Rules,
        Self::Documents,
        Self::ImportProfiles,
        Self::Instruments,
        Self::Trades,
        Self::Prices,
        Self::Assets,
        Self::Valuations,
        Self::Attachments,
        Self::OwnRates,
    ];

    /// The name in the database and in the journal's answers.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Transactions => "transactions",
            Self::Accounts => "accounts",
            Self::Categories => "categories",
            Self::Payees => "payees",
            Self::Connections => "connections",
            Self::Budgets => "budgets",
            Self::UpstreamBudgets => "upstream_budgets",
            Self::Goals => "goals",
            Self::Planned => "planned",
            Self::Rules => "rules",
            Self::Documents => "documents",
            Self::ImportProfiles => "import_profiles",
            Self::Instruments => "instruments",
            Self::Trades => "trades",
            Self::Prices => "prices",
            Self::Assets => "assets",
            Self::Valuations => "valuations",
            Self::Attachments => "attachments",
            Self::OwnRates => "own_rates",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// The number in the journal; never reassigned.
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::Transactions => 1,
            Self::Accounts => 2,
            Self::Categories => 3,
            Self::Payees => 4,
            Self::Connections => 5,
            Self::Budgets => 6,
            Self::UpstreamBudgets => 7,
            Self::Goals => 8,
            Self::Planned => 9,
            Self::Rules => 10,
            Self::Documents => 11,
            Self::ImportProfiles => 12,
            Self::Instruments => 20,
            Self::Trades => 21,
            Self::Prices => 22,
            Self::Assets => 23,
            Self::Valuations => 24,
            Self::Attachments => 25,
            Self::OwnRates => 26,
        }
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.number() == number)
    }

    pub(crate) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Transactions => TRANSACTIONS,
            Self::Accounts => ACCOUNTS,
            Self::Categories => CATEGORIES,
            Self::Payees => PAYEES,
            Self::Connections => CONNECTIONS,
            Self::Budgets => BUDGETS,
            Self::UpstreamBudgets => UPSTREAM_BUDGETS,
            Self::Goals => GOALS,
            Self::Planned => PLANNED,
            Self::Rules => RULES,
            Self::Documents => DOCUMENTS,
            Self::ImportProfiles => IMPORT_PROFILES,
            Self::Instruments => INSTRUMENTS,
            Self::Trades => TRADES,
            Self::Prices => PRICES,
            Self::Assets => ASSETS,
            Self::Valuations => VALUATIONS,
            Self::Attachments => ATTACHMENTS,
            Self::OwnRates => OWN_RATES,
        }
    }

    /// Whether rows are marked as removed rather than taken out, because others point at them.
    pub(crate) const fn keeps_removed(self) -> bool {
        matches!(
            self,
            Self::Accounts
                | Self::Categories
                | Self::Connections
                | Self::Instruments
                | Self::Assets
        )
    }

    /// Whether rows come into being without the journal: payees are interned.
    pub(crate) const fn interned(self) -> bool {
        matches!(self, Self::Payees)
    }

    pub(crate) fn place(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column.name == name)
    }

    /// The list of columns for a SELECT over `table t`, in the order of `columns`.
    pub(crate) fn select_list(self) -> String {
        let columns: Vec<String> = self
            .columns()
            .iter()
            .map(|column| match column.shown {
                Shown::Plain => format!("t.{}", column.stored),
                Shown::Payee => {
                    format!(
                        "(SELECT p.name FROM payees p WHERE p.id = t.{})",
                        column.stored
                    )
                }
                Shown::Text => {
                    format!(
                        "(SELECT x.text FROM texts x WHERE x.id = t.{})",
                        column.stored
                    )
                }
            })
            .collect();
        columns.join(", ")
    }
}

/// All journalled fields of a row, in the order of its table's columns.
pub(crate) type Image = Vec<Value>;

/// How the image of a row of each table is asked for.
static IMAGES: LazyLock<BTreeMap<Table, String>> = LazyLock::new(|| {
    let asked = |table: Table| {
        format!(
            "SELECT {} FROM {} t WHERE t.id = ?1",
            table.select_list(),
            table.name()
        )
    };
    Table::ALL
        .map(|table| (table, asked(table)))
        .into_iter()
        .collect()
});

/// A row as it stands.
pub(crate) fn image(db: &Connection, table: Table, id: i64) -> Result<Option<Image>> {
    let width = table.columns().len();
    Ok(db
        .prepare_cached(&IMAGES[&table])?
        .query_row([id], |row| {
            (0..width).map(|place| row.get::<_, Value>(place)).collect()
        })
        .optional()?)
}

/// What a transaction's image is to the sums.
fn counted(image: &[Value]) -> Option<(Counted, Vec<Piece>)> {
    let int = |place: usize| match image.get(place) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    };
    let [
        account,
        day,
        minor,
        category,
        status,
        deleted,
        excluded,
        off_reports,
    ] = COUNTED;
    let details = match image.get(DETAILS) {
        Some(Value::Text(json)) => Some(json.as_str()),
        _ => None,
    };
    let transfer = int(TRANSFER).is_some();
    let pieces = pieces(details, int(minor)?, int(category), transfer);
    let counted = Counted {
        account: int(account)?,
        day: i32::try_from(int(day)?).ok()?,
        minor: int(minor)?,
        category: int(category),
        status: u8::try_from(int(status)?).ok()?,
        deleted: u8::try_from(int(deleted)?).ok()?,
        excluded: int(excluded)? != 0,
        off_reports: int(off_reports)? != 0,
        parts: summed(pieces.clone()),
    };
    Some((counted, pieces))
}

/// A field as the journal writes it.
pub(crate) fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Integer(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Null | Value::Real(_) | Value::Blob(_) => serde_json::Value::Null,
    }
}

/// A field as the journal wrote it.
pub(crate) fn from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Number(number) => number.as_i64().map_or(Value::Null, Value::Integer),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Bool(flag) => Value::Integer(i64::from(*flag)),
        _ => Value::Null,
    }
}

/// Appends a field in the form that hashes are made of.
pub(crate) fn put_value(bytes: &mut Vec<u8>, value: ValueRef<'_>) {
    match value {
        ValueRef::Integer(number) => put_int(bytes, number),
        ValueRef::Text(text) => put_text(bytes, text),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => bytes.push(0),
    }
}

pub(crate) fn put_int(bytes: &mut Vec<u8>, number: i64) {
    bytes.push(1);
    bytes.extend_from_slice(&number.to_le_bytes());
}

pub(crate) fn put_text(bytes: &mut Vec<u8>, text: &[u8]) {
    bytes.push(2);
    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    bytes.extend_from_slice(text);
}

/// A field of a change: its name in the journal and its new value.
pub(crate) type Field = (&'static str, Value);

/// Optional values as the database takes them.
pub(crate) fn int(value: impl Into<i64>) -> Value {
    Value::Integer(value.into())
}
pub(crate) fn opt_int(value: Option<impl Into<i64>>) -> Value {
    value.map_or(Value::Null, |value| Value::Integer(value.into()))
}
pub(crate) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}
pub(crate) fn opt_text(value: Option<&str>) -> Value {
    value.map_or(Value::Null, text)
}
pub(crate) fn flag(value: bool) -> Value {
    Value::Integer(i64::from(value))
}

impl Writing<'_> {
    /// Adds a row of any table but transactions, which have a way of their own.
    pub(crate) fn insert(&mut self, table: Table, fields: &[Field]) -> Result<i64> {
        self.insert_at(table, None, fields)
    }

    /// Adds a row, with a given number when it comes back.
    pub(crate) fn insert_at(
        &mut self,
        table: Table,
        id: Option<i64>,
        fields: &[Field],
    ) -> Result<i64> {
        let mut names = vec!["id"];
        let mut values = vec![opt_int(id)];
        for (name, value) in fields {
            let (stored, value) = self.stored(table, name, value)?;
            names.push(stored);
            values.push(value);
        }
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({marks})",
            table.name(),
            names.join(", ")
        );
        self.db
            .prepare_cached(&sql)?
            .execute(params_from_iter(values))?;
        let id = self.db.last_insert_rowid();
        let after = image(self.db, table, id)?.ok_or(Error::NotFound {
            what: table.name(),
            id,
        })?;
        let after = all_fields(table, &after);
        self.record(table, id, None, Some(after))?;
        Ok(id)
    }

    /// Changes fields of a row; answers whether any differed.
    pub(crate) fn update(&mut self, table: Table, id: i64, fields: &[Field]) -> Result<bool> {
        let old = image(self.db, table, id)?.ok_or(Error::NotFound {
            what: table.name(),
            id,
        })?;
        self.update_from(table, id, old, fields)
    }

    /// Changes fields of a row whose present fields were just read; answers whether any differed.
    pub(crate) fn update_from(
        &mut self,
        table: Table,
        id: i64,
        old: Image,
        fields: &[Field],
    ) -> Result<bool> {
        let mut new = old.clone();
        let mut before = serde_json::Map::new();
        let mut after = serde_json::Map::new();
        let mut sets = Vec::new();
        let mut values = Vec::new();
        for (name, value) in fields {
            let place = table.place(name).ok_or(Error::Corrupt {
                table: table.name(),
                row: id,
            })?;
            if old[place] == *value {
                continue;
            }
            before.insert((*name).to_owned(), to_json(&old[place]));
            after.insert((*name).to_owned(), to_json(value));
            new[place] = value.clone();
            let (stored, value) = self.stored(table, name, value)?;
            sets.push(format!("{stored} = ?"));
            values.push(value);
        }
        if sets.is_empty() {
            return Ok(false);
        }
        values.push(Value::Integer(id));
        let sql = format!(
            "UPDATE {} SET {} WHERE id = ?",
            table.name(),
            sets.join(", ")
        );
        self.db
            .prepare_cached(&sql)?
            .execute(params_from_iter(values))?;
        if table == Table::Transactions {
            let broken = Error::Corrupt {
                table: "transactions",
                row: id,
            };
            let (Some((mut old, old_pieces)), Some((mut new, new_pieces))) =
                (counted(&old), counted(&new))
            else {
                return Err(broken);
            };
            if old_pieces != new_pieces {
                self.keep_pieces(id, &new_pieces)?;
            }
            if self.is_mirrored(id)? {
                (old.excluded, new.excluded) = (true, true);
            }
            self.deltas.remove(&old)?;
            self.deltas.add(&new)?;
        }
        self.record(table, id, Some(before), Some(after))?;
        match table {
            Table::Transactions => self.queue_change(id, &old, &new)?,
            Table::Categories => self.queue_chart(id, &old, &new)?,
            Table::Accounts => self.queue_account(id, &old, &new)?,
            _ => {}
        }
        Ok(true)
    }

    /// Takes a row out, or marks it as removed where others may point at it.
    pub(crate) fn remove(&mut self, table: Table, id: i64) -> Result<()> {
        if table.keeps_removed() {
            self.update(table, id, &[("removed", int(1))])?;
            return Ok(());
        }
        let old = image(self.db, table, id)?.ok_or(Error::NotFound {
            what: table.name(),
            id,
        })?;
        self.db
            .prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", table.name()))?
            .execute([id])?;
        let before = all_fields(table, &old);
        self.record(table, id, Some(before), None)
    }

    /// The stored name and value of a field: texts become the numbers they are interned under.
    fn stored(&mut self, table: Table, name: &str, value: &Value) -> Result<(&'static str, Value)> {
        let column = table
            .columns()
            .iter()
            .find(|column| column.name == name)
            .ok_or(Error::Corrupt {
                table: table.name(),
                row: 0,
            })?;
        let value = match (column.shown, value) {
            (Shown::Payee, Value::Text(name)) => Value::Integer(self.intern_payee(name)?.id),
            (Shown::Text, Value::Text(text)) => Value::Integer(self.intern_text(text)?),
            (_, value) => value.clone(),
        };
        Ok((column.stored, value))
    }
}

fn all_fields(table: Table, image: &[Value]) -> serde_json::Map<String, serde_json::Value> {
    table
        .columns()
        .iter()
        .zip(image)
        .filter(|(_, value)| **value != Value::Null)
        .map(|(column, value)| (column.name.to_owned(), to_json(value)))
        .collect()
}
