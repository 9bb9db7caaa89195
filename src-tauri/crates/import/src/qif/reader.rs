//! From lines to statements.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::account::AccountKind;
use rust_decimal::Decimal;

use crate::format::Profile;
use crate::model::{Parsed, Problem, Question, Row, Statement, StatementAccount};
use crate::number::{MarkEvidence, Marks};
use crate::securities::{Security, SecurityPrice, TradeAct};
use crate::text::{self, Decoded};

use super::paper;
use super::record::{Action, Dialect, Record};
use crate::day_order::Evidence;

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Transactions of an account of this kind.
    Money(AccountKind),
    /// Actions on securities.
    Investment,
    /// Accounts: the last one owns the transactions that follow.
    Account,
    /// Names of securities with their symbols.
    Securities,
    /// What securities were worth on a day.
    Prices,
    /// Lists that are no transactions, by their word.
    List,
}

struct Reader<'v> {
    visit: &'v mut dyn FnMut(usize, Row),
    parsed: Parsed,
    dialect: Dialect,
    section: Option<Section>,
    account: Option<(String, Option<AccountKind>)>,
    statements: Vec<Statement>,
    place: Option<usize>,
    rows: usize,
    /// Trades that were taken in, and actions that cannot be kept.
    trades: usize,
    left_out: usize,
    /// Events of options that an employer granted.
    grants: usize,
    symbols: HashMap<String, String>,
    /// Symbol, day and price of the lists, with their lines.
    prices: Vec<(u32, String, NaiveDate, Decimal)>,
    listed: usize,
    stray: usize,
}

pub(super) fn read(
    decoded: &Decoded<'_>,
    profile: &Profile,
    visit: &mut dyn FnMut(usize, Row),
) -> Parsed {
    let text: &str = &decoded.text;
    let mut parsed = Parsed::new("qif");
    if decoded.replaced {
        parsed.warnings.push(decoded.told());
    }
    let (mut dates, mut marks) = (Evidence::default(), MarkEvidence::default());
    each(text, |section, record| {
        if matches!(section, Some(Section::Money(_) | Section::Investment)) {
            for (letter, text) in &record.fields {
                match letter {
                    'D' => dates.see(text),
                    'T' | 'U' | '$' => marks.see(text),
                    _ => {}
                }
            }
        } else if section == Some(Section::Prices) {
            for (_, text) in &record.fields {
                if let Some((_, date)) = paper::written_price(text) {
                    dates.see(date);
                }
            }
        }
    });
    let (order, guessed) = dates.settle(profile.day_first);
    if guessed {
        parsed.ask(Question::DateOrder);
    }
    let marks = marks.settle().unwrap_or(Marks {
        decimal: '.',
        thousands: Some(','),
    });
    let mut reader = Reader {
        visit,
        parsed,
        dialect: Dialect {
            order,
            apostrophes: dates.apostrophes,
            marks,
        },
        section: None,
        account: None,
        statements: Vec::new(),
        place: None,
        rows: 0,
        trades: 0,
        left_out: 0,
        grants: 0,
        symbols: HashMap::new(),
        prices: Vec::new(),
        listed: 0,
        stray: 0,
    };
    each(text, |section, record| reader.record(section, record));
    reader.finish(profile)
}

fn section(line: &str) -> Option<Section> {
    let word = line.trim().strip_prefix('!')?.to_ascii_lowercase();
    let kind = word.strip_prefix("type:").map(str::trim);
    Some(match (word.as_str(), kind) {
        ("account", _) => Section::Account,
        (_, Some("bank")) => Section::Money(AccountKind::Checking),
        (_, Some("cash")) => Section::Money(AccountKind::Cash),
        (_, Some("ccard")) => Section::Money(AccountKind::CreditCard),
        (_, Some("oth a")) => Section::Money(AccountKind::Other),
        (_, Some("oth l")) => Section::Money(AccountKind::Loan),
        (_, Some("security")) => Section::Securities,
        (_, Some("prices")) => Section::Prices,
        (_, Some("invst" | "port" | "401(k)" | "401k")) => Section::Investment,
        _ => Section::List,
    })
}

/// Gives every record with its section to `take`; a header gives an empty record of its section.
fn each<'a>(document: &'a str, mut take: impl FnMut(Option<Section>, &Record<'a>)) {
    let mut current: Option<Section> = None;
    let mut record = Record::default();
    let mut number = 0_u32;
    for line in text::lines(document) {
        number = number.saturating_add(1);
        let line = line.trim_start_matches(['\r', '\u{feff}', '\u{1a}']);
        let line = line.trim_end_matches('\u{1a}');
        let Some(letter) = line.chars().next() else {
            continue;
        };
        if letter == '!' {
            if !record.fields.is_empty() {
                take(current, &record);
                record.fields.clear();
            }
            let word = line.to_ascii_lowercase();
            if !(word.starts_with("!option") || word.starts_with("!clear")) {
                current = section(line);
                take(current, &record);
            }
        } else if letter == '^' {
            if !record.fields.is_empty() {
                take(current, &record);
                record.fields.clear();
            }
        } else {
            if record.fields.is_empty() {
                record.line = number;
            }
            record.fields.push((letter, &line[letter.len_utf8()..]));
        }
    }
    if !record.fields.is_empty() {
        take(current, &record);
    }
}

impl Reader<'_> {
    fn record(&mut self, section: Option<Section>, record: &Record<'_>) {
        if record.fields.is_empty() {
            // A header.
            if section == Some(Section::Account) {
                self.account = None;
            }
            self.section = section;
            self.place = None;
            return;
        }
        match section {
            Some(Section::Account) => {
                let Some(name) = record.get('N') else { return };
                self.account = Some((name.to_owned(), record.get('T').and_then(account_kind)));
                self.place = None;
            }
            Some(Section::Money(kind)) => self.money(kind, record),
            Some(Section::Investment) => self.investment(record),
            Some(Section::Securities) => {
                self.listed += 1;
                if let (Some(name), Some(symbol)) = (record.get('N'), record.get('S')) {
                    self.symbols.insert(name.to_owned(), symbol.to_owned());
                }
            }
            Some(Section::Prices) => self.price_list(record),
            Some(Section::List) => self.listed += 1,
            None => {
                // Remarks before the first section are no records.
                self.stray += usize::from(record.get('D').is_some() && record.get('T').is_some());
            }
        }
    }

    fn place(&mut self, kind: AccountKind) -> usize {
        if let Some(place) = self.place {
            return place;
        }
        let (name, kind) = match &self.account {
            Some((name, own)) => (Some(name.clone()), own.unwrap_or(kind)),
            None => (None, kind),
        };
        let known = self.statements.iter().position(|statement| {
            statement.account.name == name
                && (name.is_some() || statement.account.kind == Some(kind))
        });
        let place = known.unwrap_or_else(|| {
            self.statements.push(Statement {
                account: StatementAccount {
                    name,
                    kind: Some(kind),
                    ..StatementAccount::default()
                },
                ..Statement::default()
            });
            self.statements.len() - 1
        });
        self.place = Some(place);
        place
    }

    fn money(&mut self, kind: AccountKind, record: &Record<'_>) {
        if record.is_empty() {
            return;
        }
        match record.row(&self.dialect, &mut self.parsed.warnings) {
            Ok(mut row) => {
                let place = self.place(kind);
                // The record that opens an account names the account itself.
                if self.rows == 0 && row.payee.eq_ignore_ascii_case("Opening Balance") {
                    let own = row.transfer_account.take();
                    let name = &mut self.statements[place].account.name;
                    if name.is_none() {
                        *name = own;
                    }
                }
                self.give(place, row);
            }
            Err(problem) => self.parsed.problems.push(problem),
        }
    }

    fn price_list(&mut self, record: &Record<'_>) {
        for (at, (_, text)) in record.fields.iter().enumerate() {
            let line = record
                .line
                .saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            match paper::price(line, text, &self.dialect) {
                Ok(Some((symbol, date, price))) => self.prices.push((line, symbol, date, price)),
                Ok(None) => {}
                Err(problem) => self.parsed.problems.push(problem),
            }
        }
    }

    /// The prices go with the first account that holds securities.
    fn give_prices(&mut self) {
        let names: HashMap<&str, &str> = self
            .symbols
            .iter()
            .map(|(name, symbol)| (symbol.as_str(), name.as_str()))
            .collect();
        let Some(statement) = self
            .statements
            .iter_mut()
            .find(|statement| !statement.trades.is_empty())
        else {
            return;
        };
        statement.prices = self
            .prices
            .iter()
            .map(|(line, symbol, date, price)| SecurityPrice {
                line: *line,
                security: Security {
                    name: (*names.get(symbol.as_str()).unwrap_or(&symbol.as_str())).to_owned(),
                    symbol: Some(symbol.clone()),
                    ..Security::default()
                },
                date: *date,
                price: *price,
            })
            .collect();
    }

    fn investment(&mut self, record: &Record<'_>) {
        if record.is_empty() {
            return;
        }
        if record.get('N').is_some_and(paper::is_of_grant) {
            self.grants += 1;
            return;
        }
        let action = record.action();
        match paper::trades(record, &self.dialect) {
            Ok(Some(trades)) => {
                if !trades.is_empty() {
                    let place = self.place(AccountKind::Investment);
                    self.trades += trades.len();
                    self.statements[place].trades.extend(trades);
                }
            }
            Ok(None) => self.left_out += usize::from(matches!(action, Action::Trade)),
            // Where a row would be left out for the same reason, that is said once.
            Err(problem) if matches!(action, Action::Trade) => self.parsed.problems.push(problem),
            Err(_) => {}
        }
        if matches!(action, Action::Trade) {
            return;
        }
        match record.row(&self.dialect, &mut self.parsed.warnings) {
            Ok(mut row) => {
                let turned = match action {
                    Action::In => row.amount < Decimal::ZERO,
                    Action::Out => row.amount > Decimal::ZERO,
                    Action::Signed | Action::Trade => false,
                };
                if turned {
                    row.amount = -row.amount;
                    for split in &mut row.splits {
                        split.amount = -split.amount;
                    }
                }
                let security = record.get('Y').unwrap_or_default();
                let action = record.get('N').unwrap_or_default();
                let what = [action, security].join(" ").trim().to_owned();
                if row.payee.is_empty() {
                    row.payee = what;
                } else if row.description.is_empty() {
                    row.description = what;
                }
                row.reference = None;
                let place = self.place(AccountKind::Investment);
                self.give(place, row);
            }
            // An action without an amount moves no cash.
            Err(problem) if problem.code == "amount_missing" => self.left_out += 1,
            Err(problem) => self.parsed.problems.push(problem),
        }
    }

    fn give(&mut self, place: usize, row: Row) {
        self.rows += 1;
        (self.visit)(place, row);
    }

    fn finish(mut self, profile: &Profile) -> Parsed {
        self.give_prices();
        self.parsed.statements = std::mem::take(&mut self.statements);
        let shorts = self
            .parsed
            .statements
            .iter()
            .flat_map(|statement| &statement.trades)
            .filter(|trade| trade.act == TradeAct::Short)
            .count();
        if shorts > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "short_sales_are_money",
                format!(
                    "{shorts} short sales and purchases that covered them were taken in as money; what is owed in securities is not kept."
                ),
            ));
        }
        if self.grants > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "grants_not_kept",
                format!(
                    "{} events of stock options (granted, vested, expired) move neither money nor securities and are not kept.",
                    self.grants
                ),
            ));
        }
        if !self.prices.is_empty() {
            self.parsed.warnings.push(Problem::of_file(
                "prices_read",
                format!(
                    "{} prices were read; those of securities in the book are kept.",
                    self.prices.len()
                ),
            ));
        }
        if self.left_out > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "trades_not_imported",
                format!(
                    "{} actions on securities were left out: they are not known or have no amount.",
                    self.left_out
                ),
            ));
        }
        if self.trades > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "trades_read",
                format!(
                    "{} trades in securities were read; they stand beside the rows.",
                    self.trades
                ),
            ));
        }
        for statement in &mut self.parsed.statements {
            for trade in &mut statement.trades {
                let symbol = self.symbols.get(&trade.security.name);
                trade.security = Security {
                    symbol: symbol.cloned(),
                    ..std::mem::take(&mut trade.security)
                };
            }
        }
        if self.stray > 0 {
            self.parsed.problems.push(Problem::of_file(
                "record_without_section",
                format!(
                    "{} transactions stand before the first section and were left out.",
                    self.stray
                ),
            ));
        }
        if self.rows == 0
            && self.parsed.problems.is_empty()
            && self.trades + self.left_out + self.grants == 0
        {
            let message = if !self.prices.is_empty() {
                format!(
                    "The file holds {} prices and no trades: prices come with the account that holds the securities.",
                    self.prices.len()
                )
            } else if self.listed > 0 {
                format!(
                    "The file holds {} entries of lists (memorised payments, categories and the like) and no transactions.",
                    self.listed
                )
            } else {
                "The file holds no transactions.".to_owned()
            };
            return Parsed::refused("qif", "no_statement", message);
        }
        for statement in &mut self.parsed.statements {
            statement.currency = profile.currency;
        }
        if profile.currency.is_none() && self.rows + self.trades > 0 {
            self.parsed.ask(Question::Currency);
        }
        self.parsed.settle(self.rows + self.trades);
        self.parsed
    }
}

fn account_kind(word: &str) -> Option<AccountKind> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "bank" => AccountKind::Checking,
        "cash" => AccountKind::Cash,
        "ccard" => AccountKind::CreditCard,
        "oth l" => AccountKind::Loan,
        "oth a" => AccountKind::Other,
        "invst" | "port" | "mutual" => AccountKind::Investment,
        "401(k)/403(b)" | "401(k)" => AccountKind::Retirement,
        _ => return None,
    })
}
