//! What each program's line means.

use chrono::NaiveDate;
use domain::transaction::TransactionStatus;
use money::Currency;
use rust_decimal::Decimal;

use crate::date;
use crate::day_order;
use crate::model::{Problem, Row};
use crate::number::{NumberError, currency_code, written};

use super::super::records::Cells;
use super::{App, Export, Found, Header, Leg, Part};

/// An amount, and the currency written beside it.
type Value = (Decimal, Option<Currency>);

/// Words for money that goes out or comes in, in the languages of the programs.
fn outward(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "debit" | "expense" | "expenses" | "ausgaben" | "ausgabe" | "gasto" | "gastos"
        | "dépense" | "dépenses" | "spesa" | "spese" | "despesa" | "despesas" | "výdaje"
        | "výdavky" | "wydatki" | "wydatek" | "расход" | "расходы" | "витрата" | "витрати" => {
            Some(true)
        }
        "credit" | "income" | "einnahmen" | "einnahme" | "einkommen" | "ingreso" | "ingresos"
        | "revenu" | "revenus" | "entrata" | "entrate" | "receita" | "receitas" | "příjmy"
        | "príjmy" | "przychody" | "przychód" | "доход" | "доходы" | "дохід" | "доходи" => {
            Some(false)
        }
        _ => None,
    }
}

fn truth(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "true" | "1" | "yes")
}

fn filled(text: &str) -> Option<String> {
    let text = tidy(text);
    (!text.is_empty()).then_some(text)
}

/// Blanks made one; the references that some exports leave in texts resolved.
fn tidy(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.contains('&') {
        return text;
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}

fn tags(text: &str, between: &[char]) -> Vec<String> {
    text.split(between).filter_map(filled).collect()
}

/// What both sides of a transfer in Wallet have in common, and this side of it.
pub(super) fn wallet_leg(header: &Header, record: Cells<'_>) -> Option<(String, Leg)> {
    let cell = |name: &str| header.cell(record, name);
    if !truth(cell("transfer")) {
        return None;
    }
    let out = outward(cell("type"))?;
    let amount = cell("ref_currency_amount").trim_start_matches('-');
    Some((
        format!("{}|{amount}", cell("date")),
        (cell("account").to_owned(), out),
    ))
}

/// What both sides of a transfer in Actual have in common, and this side of it: without a category, and the payee of each
/// has the name of the other's account.
pub(super) fn actual_leg(header: &Header, record: Cells<'_>) -> Option<(String, Leg)> {
    let cell = |name: &str| header.cell(record, name);
    let amount = cell("amount");
    let whole = actual_part(cell("notes")).is_some();
    if whole || !cell("category").is_empty() || cell("payee").is_empty() || amount == "0" {
        return None;
    }
    Some((
        format!(
            "{}|{}|{}",
            cell("date"),
            amount.trim_start_matches('-'),
            pair(&tidy(cell("account")), &tidy(cell("payee"))),
        ),
        (tidy(cell("account")), amount.starts_with('-')),
    ))
}

/// Two names in one order, whichever comes first.
fn pair(one: &str, two: &str) -> String {
    format!("{}|{}", one.min(two), one.max(two))
}

/// `Split (1/3) note`, `(Split 1/3) note`: which part of how many, and the note.
fn ynab_part(memo: &str) -> Option<(usize, &str)> {
    let rest = memo
        .strip_prefix("Split (")
        .or_else(|| memo.strip_prefix("(Split "))?;
    let (numbers, note) = rest.split_once(')')?;
    let (_, of) = numbers.split_once('/')?;
    Some((of.trim().parse().ok()?, note.trim()))
}

/// `(SPLIT INTO 2) note` for the whole, `(SPLIT 1 OF 2) note` for a part: how many, whether the whole, and the note.
fn actual_part(notes: &str) -> Option<(usize, bool, &str)> {
    let rest = notes.strip_prefix("(SPLIT ")?;
    let (words, note) = rest.split_once(')')?;
    let note = note.trim();
    if let Some(of) = words.strip_prefix("INTO ") {
        return Some((of.trim().parse().ok()?, true, note));
    }
    let (_, of) = words.split_once(" OF ")?;
    Some((of.trim().parse().ok()?, false, note))
}

impl Export<'_> {
    /// The rows of a record: one, or two for a transfer that stands on one line.
    pub(super) fn found(&self, record: Cells<'_>, line: u32) -> Result<Vec<Found>, Problem> {
        match self.header.app {
            App::Mint => self.mint(record, line),
            App::Ynab => self.ynab(record, line),
            App::Monarch => self.monarch(record, line),
            App::Wallet => self.wallet(record, line),
            App::Firefly => self.firefly(record, line),
            App::Actual => self.actual(record, line),
        }
    }

    fn date(&self, text: &str, line: u32) -> Result<NaiveDate, Problem> {
        let found = date::stamp(text)
            .filter(|_| text.contains('-'))
            .or_else(|| {
                day_order::written(text).and_then(|date| date.date(self.order, self.apostrophes))
            });
        found.ok_or_else(|| {
            let (code, what) = if text.is_empty() {
                ("date_missing", "it has no date")
            } else {
                ("date_unreadable", "its date cannot be read")
            };
            left_out(code, line, what)
        })
    }

    fn value(&self, text: &str, line: u32) -> Result<Value, Problem> {
        match written(text, self.marks) {
            Ok(written) => Ok((written.value, written.currency)),
            Err(NumberError::Empty) => Err(left_out("amount_missing", line, "it has no amount")),
            Err(_) => Err(left_out(
                "amount_unreadable",
                line,
                "its amount cannot be read",
            )),
        }
    }

    fn mint(&self, record: Cells<'_>, line: u32) -> Result<Vec<Found>, Problem> {
        let cell = |name: &str| self.header.cell(record, name);
        let (value, currency) = self.value(cell("amount"), line)?;
        let out = outward(cell("transaction type")).ok_or_else(|| {
            left_out(
                "direction_unknown",
                line,
                "it says neither debit nor credit",
            )
        })?;
        let mut row = Row::new(line, self.date(cell("date"), line)?, signed(value, out));
        row.payee = tidy(cell("description"));
        row.description = tidy(cell("original description"));
        row.note = tidy(cell("notes"));
        row.category = filled(cell("category"));
        row.tags = tags(cell("labels"), &[',', ';']);
        Ok(vec![Found {
            account: tidy(cell("account name")),
            iban: None,
            currency,
            row,
            part: None,
        }])
    }

    fn ynab(&self, record: Cells<'_>, line: u32) -> Result<Vec<Found>, Problem> {
        let cell = |name: &str| self.header.cell(record, name);
        // Either side may be left blank; nothing at all on both is no amount.
        let side = |name: &str| match cell(name) {
            "" => Ok(None),
            text => self.value(text, line).map(Some),
        };
        let (out, into) = (side("outflow")?, side("inflow")?);
        let Some((_, currency)) = out.or(into) else {
            return Err(left_out("amount_missing", line, "it has no amount"));
        };
        let amount = |side: Option<Value>| side.map_or(Decimal::ZERO, |(value, _)| value);
        let amount = amount(into)
            .checked_sub(amount(out))
            .ok_or_else(|| left_out("amount_unreadable", line, "its amount is too large"))?;
        let mut row = Row::new(line, self.date(cell("date"), line)?, amount);
        let payee = tidy(cell("payee"));
        row.transfer_account = payee
            .strip_prefix("Transfer : ")
            .or_else(|| payee.strip_prefix("Transfer: "))
            .map(str::to_owned);
        row.payee = payee;
        let memo = cell("memo");
        let split = ynab_part(memo);
        row.description = tidy(split.map_or(memo, |(_, note)| note));
        row.category = match (cell("category group"), cell("category")) {
            ("", "") => filled(&cell("category group/category").replace(": ", ":")),
            ("", name) => filled(name),
            (_, "") => None,
            (group, name) => Some(format!("{}:{}", tidy(group), tidy(name))),
        };
        row.tags = tags(cell("flag"), &[',']);
        if cell("cleared").eq_ignore_ascii_case("reconciled") {
            row.status = TransactionStatus::Reconciled;
        }
        let account = tidy(cell("account"));
        let part = split.map(|(of, _)| Part {
            key: format!("{}|{of}", cell("date")),
            of: Some(of),
            whole: false,
        });
        Ok(vec![Found {
            account,
            iban: None,
            currency,
            row,
            part,
        }])
    }

    fn monarch(&self, record: Cells<'_>, line: u32) -> Result<Vec<Found>, Problem> {
        let cell = |name: &str| self.header.cell(record, name);
        let (amount, currency) = self.value(cell("amount"), line)?;
        let mut row = Row::new(line, self.date(cell("date"), line)?, amount);
        row.payee = tidy(cell("merchant"));
        row.description = tidy(cell("original statement"));
        row.note = tidy(cell("notes"));
        row.category = filled(cell("category"));
        row.tags = tags(cell("tags"), &[',']);
        Ok(vec![Found {
            account: tidy(cell("account")),
            iban: None,
            currency,
            row,
            part: None,
        }])
    }

    fn wallet(&self, record: Cells<'_>, line: u32) -> Result<Vec<Found>, Problem> {
        let cell = |name: &str| self.header.cell(record, name);
        let (value, beside) = self.value(cell("amount"), line)?;
        // Older versions write the sign as well.
        let out = outward(cell("type"))
            .or_else(|| value.is_sign_negative().then_some(true))
            .ok_or_else(|| {
                left_out(
                    "direction_unknown",
                    line,
                    "it says neither expense nor income",
                )
            })?;
        let mut row = Row::new(line, self.date(cell("date"), line)?, signed(value, out));
        row.payee = tidy(cell("payee"));
        row.note = tidy(cell("note"));
        row.category = filled(cell("category"));
        row.tags = tags(cell("labels"), &['|', ',']);
        let account = tidy(cell("account"));
        if truth(cell("transfer")) {
            row.category = None;
            let other = wallet_leg(&self.header, record)
                .and_then(|(key, _)| self.legs.get(&key))
                .filter(|legs| legs.len() == 2)
                .and_then(|legs| {
                    legs.iter()
                        .find(|(name, outward)| *outward != out && tidy(name) != account)
                });
            row.transfer_account = other.map(|(name, _)| tidy(name));
            if row.payee.is_empty() && row.note.is_empty() {
                row.payee = filled(cell("category")).unwrap_or_default();
            }
        }
        if row.payee.is_empty() {
            row.payee = if row.note.is_empty() {
                row.category.clone().unwrap_or_default()
            } else {
                std::mem::take(&mut row.note)
            };
        }
        let currency = match cell("currency") {
            "" => beside,
            code => Some(
                currency_code(code)
                    .or_else(|| Currency::parse(code).ok())
                    .ok_or_else(|| {
                        left_out("currency_unreadable", line, "its currency cannot be read")
                    })?,
            ),
        };
        Ok(vec![Found {
            account,
            iban: None,
            currency,
            row,
            part: None,
        }])
    }

    fn actual(&self, record: Cells<'_>, line: u32) -> Result<Vec<Found>, Problem> {
        let cell = |name: &str| self.header.cell(record, name);
        let (mut amount, currency) = self.value(cell("amount"), line)?;
        let notes = cell("notes");
        let split = actual_part(notes);
        if let Some((_, true, _)) = split {
            amount = self.value(cell("split_amount"), line)?.0;
        }
        let mut row = Row::new(line, self.date(cell("date"), line)?, amount);
        row.payee = tidy(cell("payee"));
        row.description = tidy(split.map_or(notes, |(_, _, note)| note));
        row.category = match (cell("category_group"), cell("category")) {
            (_, "") => None,
            ("", name) => filled(name),
            (group, name) => Some(format!("{}:{}", tidy(group), tidy(name))),
        };
        row.transfer_account = actual_leg(&self.header, record).and_then(|(key, (_, out))| {
            let legs = self.legs.get(&key)?;
            legs.iter()
                .any(|(name, outward)| *outward != out && *name == row.payee)
                .then(|| row.payee.clone())
        });
        match cell("cleared").to_lowercase().as_str() {
            "reconciled" => row.status = TransactionStatus::Reconciled,
            _ => row.status = TransactionStatus::Posted,
        }
        let part = split.map(|(of, whole, _)| Part {
            key: format!("{}|{}|{of}", cell("date"), cell("payee")),
            of: Some(of),
            whole,
        });
        Ok(vec![Found {
            account: tidy(cell("account")),
            iban: None,
            currency,
            row,
            part,
        }])
    }

    /// A line of Firefly III moves money from a source to a destination; a side that is an account of one's own has a row.
    fn firefly(&self, record: Cells<'_>, line: u32) -> Result<Vec<Found>, Problem> {
        let cell = |name: &str| self.header.cell(record, name);
        let (value, _) = self.value(cell("amount"), line)?;
        let date = self.date(cell("date"), line)?;
        let currency = |name: &str| Currency::parse(cell(name)).ok();
        let unread = || left_out("currency_unreadable", line, "its currency cannot be read");
        let own_currency = currency("currency_code").ok_or_else(unread)?;
        let foreign = match (currency("foreign_currency_code"), cell("foreign_amount")) {
            (Some(code), text) if !text.is_empty() => Some((self.value(text, line)?.0.abs(), code)),
            _ => None,
        };
        let own = |kind: &str| {
            matches!(
                cell(kind).to_lowercase().as_str(),
                "asset account"
                    | "default account"
                    | "loan"
                    | "debt"
                    | "mortgage"
                    | "liability credit account"
            )
        };
        let sides = [
            ("source", "destination", true),
            ("destination", "source", false),
        ];
        let transfer = own("source_type") && own("destination_type");
        let group = match cell("group_title") {
            "" => None,
            title => Some(title),
        };
        let mut found = Vec::new();
        for (here, there, out) in sides {
            let name = |side: &str, what: &str| cell(&format!("{side}_{what}"));
            if !own(&format!("{here}_type")) {
                continue;
            }
            // The account that receives another currency is kept in that one.
            let (amount, currency) = match foreign {
                Some((amount, code)) if transfer && !out => (amount, code),
                _ => (value.abs(), own_currency),
            };
            let mut row = Row::new(line, date, signed(amount, out));
            row.original = foreign
                .filter(|(_, code)| *code != currency)
                .map(|(amount, code)| (signed(amount, out), code));
            row.payee = tidy(name(there, "name"));
            row.description = tidy(cell("description"));
            row.note = tidy(cell("notes"));
            row.category = filled(cell("category"));
            row.tags = tags(cell("tags"), &[',']);
            row.reference = filled(cell("journal_id"));
            if truth(cell("reconciled")) {
                row.status = TransactionStatus::Reconciled;
            }
            if transfer {
                row.transfer_account = Some(row.payee.clone());
            }
            let part = group.map(|title| Part {
                key: format!("{}|{}|{title}|{out}", cell("group_id"), cell("type")),
                of: None,
                whole: false,
            });
            if let Some(title) = group {
                row.note = std::mem::replace(&mut row.description, tidy(title));
            }
            found.push(Found {
                account: tidy(name(here, "name")),
                iban: filled(name(here, "iban")),
                currency: Some(currency),
                row,
                part,
            });
        }
        if found.is_empty() {
            return Err(left_out(
                "account_unknown",
                line,
                "neither side of it is an account of one's own",
            ));
        }
        Ok(found)
    }
}

fn signed(value: Decimal, out: bool) -> Decimal {
    if out { -value.abs() } else { value.abs() }
}

fn left_out(code: &'static str, line: u32, what: &str) -> Problem {
    Problem::at(code, line, format!("A transaction was left out: {what}."))
}
