//! Journals of ledger and hledger.
//!
//! The syntax follows "The ledger journal" of the Ledger manual and hledger's "Journal format": transactions with postings,
//! elided amounts, prices and costs, virtual postings, balance assertions and assignments, `comment` blocks, `Y`, `D`,
//! `account`, `alias`, `decimal-mark`, `apply account`. Automated (`=`) and periodic (`~`) ones are rules, not transactions.
//! An `include` names a file that is not here, which is told.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::account::AccountKind;
use domain::transaction::TransactionStatus;
use rust_decimal::Decimal;

use crate::date::day;
use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Problem, Row};
use crate::number::{MarkEvidence, Marks};
use crate::text;

use super::sums::{Amount, Weights, money_of, read as read_amount, times};
use super::{Book, Entry, Nature, Posting, kind_by_name};

/// The format.
pub(crate) struct Journal;

impl Format for Journal {
    fn id(&self) -> &'static str {
        "app:ledger"
    }

    fn sniff(&self, name: &str, head: &[u8]) -> Confidence {
        let Some(decoded) = text::decode(head, None) else {
            return Confidence::No;
        };
        // A dated line without cells, and below it an indented account with a colon or two blanks before an amount.
        let mut dated_before = false;
        let mut found = 0;
        for line in crate::text::lines(&decoded.text) {
            if line.starts_with([' ', '\t']) {
                let body = line.trim();
                let account = body.split("  ").next().unwrap_or_default();
                let posting = !body.starts_with([';', '#', '"', '<', '{'])
                    && (account.contains(':') || body.contains("  ") || body.contains('\t'));
                found += usize::from(dated_before && posting);
                dated_before &= body.starts_with(';');
            } else {
                dated_before = line.starts_with(|c: char| c.is_ascii_digit())
                    && header_date(line, None).is_some()
                    && !line.contains([';', '"'].as_slice())
                    || (dated_before && line.starts_with(';'));
                dated_before |= line.starts_with(|c: char| c.is_ascii_digit())
                    && header_date(line, None).is_some()
                    && line.contains("  ;");
            }
        }
        let named = [".journal", ".ledger", ".hledger", ".j", ".dat"]
            .iter()
            .any(|ending| name.to_ascii_lowercase().ends_with(ending));
        match (found, named) {
            (1.., true) | (2.., false) => Confidence::Certain,
            (1, false) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        let Some(decoded) = text::decode(bytes, None) else {
            return Parsed::refused("app:ledger", "not_text", "The file is no text.");
        };
        let mut reader = Reader {
            book: Book::new("app:ledger", visit),
            marks: marks(&decoded.text),
            year: None,
            unit: String::new(),
            prefixes: Vec::new(),
            aliases: Vec::new(),
            natures: HashMap::new(),
            block: Block::Directive,
            sums: HashMap::new(),
            includes: 0,
            rules: 0,
            commented: false,
        };
        if decoded.replaced {
            reader.book.parsed.warnings.push(decoded.told());
        }
        for (at, line) in crate::text::lines(&decoded.text).enumerate() {
            let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            reader.line(line.trim_end(), number);
        }
        reader.close();
        reader.finish(profile)
    }
}

/// The marks of the file's amounts: as declared, else as the amounts show.
fn marks(text: &str) -> Marks {
    let mut evidence = MarkEvidence::default();
    for line in crate::text::lines(text) {
        if let Some(mark) = line.strip_prefix("decimal-mark ") {
            return if mark.trim() == "," {
                Marks {
                    decimal: ',',
                    thousands: Some('.'),
                }
            } else {
                Marks {
                    decimal: '.',
                    thousands: Some(','),
                }
            };
        }
        let amount = if line.starts_with("commodity ") || line.starts_with("D ") {
            line.split_once(' ').map(|(_, rest)| rest)
        } else if line.starts_with([' ', '\t']) {
            split_posting(line.trim()).map(|(_, amount)| amount)
        } else {
            None
        };
        for word in amount
            .map(|amount| amount.split(';').next().unwrap_or_default())
            .into_iter()
            .flat_map(|amount| amount.split(['@', '=', '{', '}', ' ', '"']))
        {
            let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
            evidence.see(digits);
        }
    }
    evidence.settle().unwrap_or(Marks {
        decimal: '.',
        thousands: Some(','),
    })
}

/// Account and amount of a posting: two blanks or a tab stand between them.
fn split_posting(text: &str) -> Option<(&str, &str)> {
    let at = [text.find("  "), text.find('\t')]
        .into_iter()
        .flatten()
        .min()?;
    Some((text[..at].trim_end(), text[at..].trim_start()))
}

/// A date at the start of a line (`2008/01/31`, `2008-1-31`, `1/31` with a year known), and what follows it.
fn header_date(line: &str, year: Option<i32>) -> Option<(NaiveDate, &str)> {
    let end = line
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.')))
        .unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    let parts: Vec<u32> = word
        .split(['/', '-', '.'])
        .map(|part| part.parse().ok().filter(|_| part.len() <= 4))
        .collect::<Option<_>>()?;
    let date = match parts.as_slice() {
        [year, month, date] if word.find(['/', '-', '.']) == Some(4) => {
            day(i32::try_from(*year).ok()?, *month, *date)?
        }
        [month, date] => day(year?, *month, *date)?,
        _ => return None,
    };
    if !rest.is_empty() && !rest.starts_with([' ', '\t', '=']) {
        return None;
    }
    Some((date, rest))
}

/// Words of directives that say nothing of what is kept (Ledger 3 manual, "Command Directives"; hledger manual, "Directives" and
/// "timeclock format").
const DIRECTIVES: &[&str] = &[
    "A",
    "C",
    "I",
    "N",
    "P",
    "assert",
    "b",
    "bucket",
    "capture",
    "check",
    "commodity",
    "decimal-mark",
    "def",
    "define",
    "end",
    "endfixed",
    "eval",
    "expr",
    "fixed",
    "h",
    "i",
    "import",
    "o",
    "O",
    "payee",
    "python",
    "tag",
    "value",
];

/// What the indented lines belong to.
enum Block {
    /// A directive, a rule, or nothing: they are passed over.
    Directive,
    /// What begins with no word that is known, by its line: with postings under it, it is a transaction without a date.
    Unknown(u32),
    Transaction(Box<Pending>),
}

struct Pending {
    entry: Entry,
    commodities: Vec<String>,
    weights: Weights,
    elided: Option<usize>,
    broken: Option<Problem>,
    /// Postings in round brackets, which stand alone.
    alone: Vec<Posting>,
    /// Assertions: account, amount, line.
    asserted: Vec<(String, Amount, u32)>,
}

struct Reader<'v> {
    book: Book<'v>,
    marks: Marks,
    year: Option<i32>,
    /// Commodity of amounts that name none (`D`).
    unit: String,
    prefixes: Vec<String>,
    aliases: Vec<(String, String)>,
    natures: HashMap<String, Nature>,
    block: Block,
    /// Running sums of each account and commodity, in the order of the file.
    sums: HashMap<(String, String), Decimal>,
    includes: usize,
    rules: usize,
    commented: bool,
}

impl Reader<'_> {
    fn nature(&mut self, account: &str) -> Nature {
        // A declared type counts for the accounts below as well.
        let mut name = account;
        loop {
            if let Some(nature) = self.natures.get(name) {
                return kind_by_name(account, *nature);
            }
            match name.rsplit_once(':') {
                Some((above, _)) => name = above,
                None => break,
            }
        }
        let found = super::nature_of(name);
        if found.is_none() {
            self.book.unknown.insert(name.to_owned());
        }
        kind_by_name(account, found.unwrap_or(Nature::Flow))
    }

    fn line(&mut self, line: &str, number: u32) {
        if self.commented {
            self.commented = !matches!(line, "end comment" | "end test" | "end");
            return;
        }
        if line.trim().is_empty() {
            self.close();
            return;
        }
        if line.starts_with([' ', '\t']) {
            match self.block {
                Block::Transaction(_) => self.posting(line.trim(), number),
                Block::Unknown(header) if self.is_posting(line.trim()) => {
                    self.undated(header);
                    self.block = Block::Directive;
                }
                Block::Directive | Block::Unknown(_) => {}
            }
            return;
        }
        if line.starts_with([';', '#', '%', '|', '*']) {
            return;
        }
        self.close();
        if line.starts_with(['=', '~']) {
            self.rules += 1;
            return;
        }
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            match header_date(line, self.year) {
                Some((date, rest)) => self.transaction(date, rest, number),
                None => self.undated(number),
            }
            return;
        }
        if !self.directive(line) {
            self.block = Block::Unknown(number);
        }
    }

    fn undated(&mut self, line: u32) {
        self.book.parsed.problems.push(Problem::at(
            "date_unreadable",
            line,
            "A transaction was left out: its date cannot be read.",
        ));
    }

    /// Whether an indented line has an amount behind two spaces, as postings have.
    fn is_posting(&self, text: &str) -> bool {
        let (body, _) = text.split_once(';').unwrap_or((text, ""));
        split_posting(body.trim())
            .is_some_and(|(_, amount)| read_amount(amount, self.marks).is_some())
    }

    /// Takes a directive; whether its word is one of a journal's.
    fn directive(&mut self, line: &str) -> bool {
        let line = line.trim_start_matches(['!', '@']);
        let (word, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "comment" | "test" => self.commented = true,
            "include" => self.includes += 1,
            "Y" | "year" => self.year = rest.parse().ok().or(self.year),
            "D" => {
                if let Some(amount) = read_amount(rest, self.marks) {
                    self.unit = amount.commodity;
                }
            }
            "alias" => {
                if let Some((name, full)) = rest.split_once('=') {
                    self.aliases
                        .push((name.trim().to_owned(), full.trim().to_owned()));
                }
            }
            "apply" => {
                if let Some(account) = rest.strip_prefix("account") {
                    self.prefixes.push(account.trim().to_owned());
                } else if let Some(year) = rest.strip_prefix("year") {
                    self.year = year.trim().parse().ok().or(self.year);
                }
            }
            "end" if rest.starts_with("apply") => {
                self.prefixes.pop();
            }
            "account" => {
                let (name, comment) = rest.split_once(';').unwrap_or((rest, ""));
                let kind = comment.split("type:").nth(1).map(str::trim);
                let nature = match kind.and_then(|kind| kind.split([' ', ',']).next()) {
                    Some("A" | "Asset" | "V" | "Conversion") if kind != Some("V") => {
                        Nature::Own(AccountKind::Checking)
                    }
                    Some("C" | "Cash") => Nature::Own(AccountKind::Checking),
                    Some("L" | "Liability") => Nature::Own(AccountKind::Loan),
                    Some("R" | "Revenue" | "X" | "Expense") => Nature::Flow,
                    Some("E" | "Equity" | "V") => Nature::Equity,
                    _ => return true,
                };
                self.natures.insert(name.trim().to_owned(), nature);
            }
            word if word
                .strip_prefix('Y')
                .is_some_and(|year| year.parse::<i32>().is_ok()) =>
            {
                self.year = word[1..].parse().ok();
            }
            word => return DIRECTIVES.contains(&word) || word.starts_with("--"),
        }
        true
    }

    fn transaction(&mut self, date: NaiveDate, rest: &str, line: u32) {
        // A second date behind the first, then state, code and description.
        let rest = match rest.strip_prefix('=') {
            Some(second) => second.split_once(' ').map_or("", |(_, rest)| rest),
            None => rest,
        };
        let (rest, comment) = rest.split_once(';').unwrap_or((rest, ""));
        let mut rest = rest.trim();
        let mut status = TransactionStatus::Posted;
        if let Some(after) = rest.strip_prefix('*') {
            rest = after.trim_start();
        } else if let Some(after) = rest.strip_prefix('!') {
            status = TransactionStatus::Pending;
            rest = after.trim_start();
        }
        let mut reference = None;
        if let Some(after) = rest.strip_prefix('(')
            && let Some((code, after)) = after.split_once(')')
        {
            reference = Some(code.trim().to_owned()).filter(|code| !code.is_empty());
            rest = after.trim_start();
        }
        let (payee, text) = rest.split_once('|').unwrap_or((rest, ""));
        self.block = Block::Transaction(Box::new(Pending {
            entry: Entry {
                line,
                date,
                payee: payee.trim().to_owned(),
                text: text.trim().to_owned(),
                reference,
                tags: tags(comment),
                status,
                postings: Vec::new(),
            },
            commodities: Vec::new(),
            weights: Weights::default(),
            elided: None,
            broken: None,
            alone: Vec::new(),
            asserted: Vec::new(),
        }));
    }

    fn full_name(&self, written: &str) -> String {
        let mut name = written.to_owned();
        for (alias, full) in &self.aliases {
            if name == *alias {
                name.clone_from(full);
            } else if let Some(rest) = name.strip_prefix(&format!("{alias}:")) {
                name = format!("{full}:{rest}");
            }
        }
        let mut parts: Vec<&str> = self.prefixes.iter().map(String::as_str).collect();
        parts.push(&name);
        parts.join(":")
    }

    fn posting(&mut self, text: &str, line: u32) {
        let (body, comment) = text.split_once(';').unwrap_or((text, ""));
        let body = body.trim();
        let Block::Transaction(pending) = &mut self.block else {
            return;
        };
        pending.entry.tags.extend(tags(comment));
        if body.is_empty() {
            return;
        }
        let mut state = None;
        let mut body = body;
        if let Some(rest) = body.strip_prefix("* ") {
            body = rest.trim_start();
        } else if let Some(rest) = body.strip_prefix("! ") {
            state = Some(TransactionStatus::Pending);
            body = rest.trim_start();
        }
        let (account, amount) = split_posting(body).unwrap_or((body, ""));
        let (account, balanced) = match (account.strip_prefix('('), account.strip_prefix('[')) {
            (Some(inner), _) => (inner.trim_end_matches(')'), false),
            (_, Some(inner)) => (inner.trim_end_matches(']'), true),
            _ => (account, true),
        };
        let account = self.full_name(account);
        let nature = self.nature(&account);
        let (amount, asserted) = match amount.split_once('=') {
            Some((amount, asserted)) => (
                amount.trim(),
                Some(asserted.trim_start_matches(['=', '*']).trim()),
            ),
            None => (amount.trim(), None),
        };
        let asserted_amount = asserted.map(|text| {
            let end = text.find(['@', '{']).unwrap_or(text.len());
            read_amount(&text[..end], self.marks)
        });
        let (marks, unit) = (self.marks, self.unit.clone());
        let Block::Transaction(pending) = &mut self.block else {
            return;
        };
        let mut broken = |what: &str| {
            pending.broken.get_or_insert_with(|| {
                Problem::at(
                    "amount_unreadable",
                    line,
                    format!("A transaction was left out: {what}."),
                )
            });
        };
        let mut posting = Posting {
            account,
            nature,
            amount: Decimal::ZERO,
            money: super::Money::Unnamed,
            note: if comment.contains(':') {
                String::new()
            } else {
                comment.trim().to_owned()
            },
            id: None,
            status: state,
        };
        let mut commodity = String::new();
        let mut weight = None;
        if amount.is_empty() {
            match &asserted_amount {
                // An assignment: the account is brought to this balance.
                Some(Some(wanted)) => {
                    let unit = if wanted.commodity.is_empty() {
                        unit
                    } else {
                        wanted.commodity.clone()
                    };
                    let key = (posting.account.clone(), unit.clone());
                    let before = self.sums.get(&key).copied().unwrap_or_default();
                    let here = pending
                        .entry
                        .postings
                        .iter()
                        .zip(&pending.commodities)
                        .filter(|(one, counted)| one.account == key.0 && **counted == key.1)
                        .try_fold(before, |sum, (one, _)| sum.checked_add(one.amount));
                    match here.and_then(|here| wanted.value.checked_sub(here)) {
                        Some(amount) => posting.amount = amount,
                        None => broken("its amounts are too large"),
                    }
                    weight = Some((unit.clone(), posting.amount));
                    commodity = unit;
                }
                Some(None) => broken("an amount of it cannot be read"),
                // A posting that stands alone has nothing to be balanced with.
                None if !balanced => broken("an amount of it is missing"),
                None => {
                    if pending.elided.is_some() {
                        broken("two of its amounts are missing");
                    }
                    pending.elided = Some(pending.entry.postings.len());
                }
            }
        } else {
            match priced(amount, marks, &unit) {
                Some((read, counted)) => {
                    posting.amount = read.value;
                    commodity = read.commodity;
                    weight = Some(counted);
                    if let Some(Some(wanted)) = asserted_amount {
                        pending
                            .asserted
                            .push((posting.account.clone(), wanted, line));
                    }
                }
                None => broken("an amount of it cannot be read"),
            }
        }
        posting.money = money_of(&commodity);
        if !balanced {
            pending.alone.push(posting);
            return;
        }
        if let Some((unit, value)) = weight
            && pending.weights.add(&unit, value).is_none()
        {
            pending.broken.get_or_insert_with(|| {
                Problem::at(
                    "amount_unreadable",
                    line,
                    "A transaction was left out: its amounts are too large.",
                )
            });
        }
        pending.commodities.push(commodity);
        pending.entry.postings.push(posting);
    }

    /// Ends a transaction: the missing amount is what is left, sums go on, assertions are held against them.
    fn close(&mut self) {
        let Block::Transaction(pending) = std::mem::replace(&mut self.block, Block::Directive)
        else {
            return;
        };
        let mut pending = *pending;
        if let Some(problem) = pending.broken {
            self.book.parsed.problems.push(problem);
            return;
        }
        if let Some(at) = pending.elided {
            pending
                .weights
                .complete(&mut pending.entry.postings, &mut pending.commodities, at);
        }
        for (posting, commodity) in pending.entry.postings.iter().zip(&pending.commodities) {
            let sum = self
                .sums
                .entry((posting.account.clone(), commodity.clone()))
                .or_default();
            *sum = sum.checked_add(posting.amount).unwrap_or(*sum);
        }
        for (account, wanted, line) in &pending.asserted {
            let key = (account.clone(), wanted.commodity.clone());
            let found = self.sums.get(&key).copied().unwrap_or_default();
            if found != wanted.value {
                self.book.parsed.warnings.push(Problem::at(
                    "balance_does_not_tie",
                    *line,
                    format!(
                        "{account} should hold {} {} here and holds {found}.",
                        wanted.value, wanted.commodity
                    ),
                ));
            }
        }
        // An entry that only holds balances against what was read moves nothing.
        let moves = pending.asserted.is_empty()
            || pending
                .entry
                .postings
                .iter()
                .any(|one| !one.amount.is_zero());
        if moves {
            self.book.entry(&pending.entry);
        }
        for posting in pending.alone {
            if matches!(posting.nature, Nature::Own(_)) {
                let entry = Entry {
                    postings: vec![posting],
                    ..pending.entry.clone()
                };
                self.book.entry(&entry);
            }
        }
    }

    fn finish(mut self, profile: &Profile) -> Parsed {
        if self.includes > 0 {
            self.book.parsed.warnings.push(Problem::of_file(
                "includes_not_read",
                format!(
                    "{} other files that the journal includes were not read; offer them as well.",
                    self.includes
                ),
            ));
        }
        if self.rules > 0 {
            self.book.parsed.warnings.push(Problem::of_file(
                "rules_left_out",
                format!(
                    "{} automated or periodic rules are no transactions; they were left out.",
                    self.rules
                ),
            ));
        }
        self.book.finish(profile)
    }
}

/// Amount and what it weighs: by its price or cost, else itself.
fn priced(text: &str, marks: Marks, unit: &str) -> Option<(Amount, (String, Decimal))> {
    let end = text.find(['@', '{', '[']).unwrap_or(text.len());
    // `(@)` is a virtual price, `{…}` a cost, `[…]` the date of a lot.
    let mut amount = read_amount(text[..end].trim_end_matches('('), marks)?;
    if amount.commodity.is_empty() {
        unit.clone_into(&mut amount.commodity);
    }
    let rest = &text[end..];
    let price = match rest.find('@') {
        Some(at) => {
            let total = rest[at..].starts_with("@@");
            let price = rest[at..].trim_start_matches(['@', ')']);
            let price = price.split(['{', '[']).next().unwrap_or_default();
            Some((total, read_amount(price, marks)?))
        }
        None => match rest.strip_prefix('{') {
            Some(inner) => {
                let total = inner.starts_with('{');
                let inner = inner.trim_start_matches(['{', '=']);
                let inner = inner.split('}').next().unwrap_or_default();
                Some((total, read_amount(inner.trim_start_matches('='), marks)?))
            }
            None => None,
        },
    };
    let weight = match price {
        None => (amount.commodity.clone(), amount.value),
        Some((true, price)) => {
            let value = if amount.value.is_sign_negative() {
                -price.value.abs()
            } else {
                price.value.abs()
            };
            (price.commodity, value)
        }
        Some((false, price)) => (price.commodity, times(amount.value, price.value)?),
    };
    Some((amount, weight))
}

/// Tags of a comment: `:a:b:` or `name:` and `name: value`.
fn tags(comment: &str) -> Vec<String> {
    let comment = comment.trim();
    let words: Vec<&str> =
        if comment.starts_with(':') && comment.ends_with(':') && comment.len() > 2 {
            comment.trim_matches(':').split(':').collect()
        } else {
            comment
                .split([',', ' '])
                .filter_map(|word| word.strip_suffix(':'))
                .collect()
        };
    words
        .into_iter()
        .filter(|tag| {
            !tag.is_empty()
                && tag
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
        .map(str::to_owned)
        .collect()
}
