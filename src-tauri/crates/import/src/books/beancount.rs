//! Beancount books.
//!
//! Directives follow the "Beancount Language Syntax" document: dated transactions with postings, `open` with currencies,
//! `balance` (proof, at the start of its day), `pad` (fills up to the next `balance`), `pushtag`, `option "name_assets"` and
//! its like. Others (`price`, `note`, `document`, `event`, `query`, `custom`, `plugin`) say nothing of money moved; an
//! `include` names a file that is not here, which is told.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::account::AccountKind;
use domain::transaction::TransactionStatus;
use rust_decimal::Decimal;

use crate::date::stamp;
use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Problem, Row};
use crate::number::{Marks, amount as number};
use crate::text;

use super::sums::{Weights, money_of, times};
use super::{Book, Entry, Nature, Posting, kind_by_name};

/// The format.
pub(crate) struct Beancount;

/// Thousands may be grouped by commas.
const MARKS: Marks = Marks {
    decimal: '.',
    thousands: Some(','),
};

impl Format for Beancount {
    fn id(&self) -> &'static str {
        "app:beancount"
    }

    fn sniff(&self, name: &str, head: &[u8]) -> Confidence {
        let Some(decoded) = text::decode(head, None) else {
            return Confidence::No;
        };
        let mut marks = 0;
        for line in crate::text::lines(&decoded.text) {
            let own = line.starts_with("option \"")
                || line.starts_with("plugin \"")
                || line.starts_with("pushtag #")
                || dated(line).is_some_and(|(_, rest)| {
                    let word = rest.split_whitespace().next().unwrap_or_default();
                    matches!(
                        word,
                        "open" | "close" | "balance" | "pad" | "commodity" | "price"
                    ) || (matches!(word, "*" | "!" | "txn") && rest.contains('"'))
                });
            marks += usize::from(own);
        }
        let named = [".beancount", ".bean"]
            .iter()
            .any(|ending| name.to_ascii_lowercase().ends_with(ending));
        match (marks, named) {
            (2.., _) | (1, true) => Confidence::Certain,
            (0, true) => Confidence::Maybe,
            (1, false) => Confidence::Likely,
            (0, false) => Confidence::No,
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        let Some(decoded) = text::decode(bytes, None) else {
            return Parsed::refused("app:beancount", "not_text", "The file is no text.");
        };
        let mut reader = Reader {
            book: Book::new("app:beancount", visit),
            items: Vec::new(),
            pending: None,
            pushed: Vec::new(),
            natures: HashMap::new(),
            includes: 0,
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

/// A line's date and what follows it.
fn dated(line: &str) -> Option<(NaiveDate, &str)> {
    let first = line.as_bytes().first()?;
    if !first.is_ascii_digit() {
        return None;
    }
    let (word, rest) = line.split_once(' ')?;
    let plain = word.replace('/', "-");
    (word.len() == 10)
        .then(|| stamp(&plain))
        .flatten()
        .map(|date| (date, rest.trim_start()))
}

/// A directive that counts, with the order within its day.
struct Item {
    date: NaiveDate,
    line: u32,
    what: What,
}

enum What {
    Pad {
        account: String,
        from: String,
    },
    Balance {
        account: String,
        amount: Decimal,
        commodity: String,
        tolerance: Option<Decimal>,
    },
    Entry {
        entry: Entry,
        commodities: Vec<String>,
    },
}

/// A transaction that is being read.
struct Pending {
    entry: Entry,
    commodities: Vec<String>,
    weights: Weights,
    /// The posting without an amount.
    elided: Option<(usize, String)>,
    /// A posting's cost is not written.
    unweighed: bool,
    broken: Option<Problem>,
}

struct Reader<'v> {
    book: Book<'v>,
    items: Vec<Item>,
    pending: Option<Pending>,
    pushed: Vec<String>,
    /// Names that options give to the five kinds of account.
    natures: HashMap<String, Nature>,
    includes: usize,
}

/// Cuts a comment that is not within quotation marks.
fn uncommented(line: &str) -> &str {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => return &line[..at],
            _ => {}
        }
    }
    line
}

/// The texts within quotation marks, and what is left.
fn quoted(text: &str) -> (Vec<String>, String) {
    let (mut texts, mut rest) = (Vec::new(), String::new());
    let mut current: Option<String> = None;
    let mut escaped = false;
    for c in text.chars() {
        match (&mut current, c) {
            (Some(text), c) if escaped => {
                text.push(c);
                escaped = false;
            }
            (Some(_), '\\') => escaped = true,
            (Some(_), '"') => texts.extend(current.take()),
            (Some(text), c) => text.push(c),
            (None, '"') => current = Some(String::new()),
            (None, c) => rest.push(c),
        }
    }
    texts.extend(current);
    (texts, rest)
}

impl Reader<'_> {
    fn nature(&mut self, account: &str) -> Nature {
        let top = account.split(':').next().unwrap_or_default();
        let found = self
            .natures
            .get(top)
            .copied()
            .or_else(|| super::nature_of(top));
        if found.is_none() {
            self.book.unknown.insert(top.to_owned());
        }
        kind_by_name(account, found.unwrap_or(Nature::Flow))
    }

    fn line(&mut self, line: &str, number: u32) {
        let plain = uncommented(line);
        if plain.trim().is_empty() {
            return;
        }
        if plain.starts_with([' ', '\t']) {
            self.posting(plain.trim(), number);
            return;
        }
        self.close();
        let Some((date, rest)) = dated(plain) else {
            // What begins a transaction but for its date; a heading begins with its mark.
            let mut words = plain.split_whitespace();
            let heading = words
                .next()
                .is_some_and(|word| word.starts_with(['*', '#']));
            if !heading && matches!(words.next(), Some("*" | "!" | "txn")) {
                self.book.parsed.problems.push(Problem::at(
                    "date_unreadable",
                    number,
                    "A transaction was left out: its date cannot be read.",
                ));
            } else {
                self.undated(plain);
            }
            return;
        };
        let (word, rest) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
        let rest = rest.trim();
        match word {
            "balance" => {
                let Some((account, rest)) = rest.split_once([' ', '\t']) else {
                    return;
                };
                let (amount, tolerance) = match rest.split_once('~') {
                    Some((amount, more)) => (
                        format!(
                            "{amount} {}",
                            more.trim().split_once(' ').map_or("", |(_, c)| c)
                        ),
                        more.split_whitespace()
                            .next()
                            .and_then(|text| text.parse().ok()),
                    ),
                    None => (rest.to_owned(), None),
                };
                match amount_of(&amount) {
                    Some((amount, commodity)) => self.items.push(Item {
                        date,
                        line: number,
                        what: What::Balance {
                            account: account.to_owned(),
                            amount,
                            commodity,
                            tolerance,
                        },
                    }),
                    None => self.book.parsed.problems.push(Problem::at(
                        "balance_unreadable",
                        number,
                        "A balance cannot be read.",
                    )),
                }
            }
            "pad" => {
                let mut words = rest.split_whitespace();
                if let (Some(account), Some(from)) = (words.next(), words.next()) {
                    self.items.push(Item {
                        date,
                        line: number,
                        what: What::Pad {
                            account: account.to_owned(),
                            from: from.to_owned(),
                        },
                    });
                }
            }
            "open" | "close" | "commodity" | "price" | "note" | "document" | "event" | "query"
            | "custom" => {}
            flag if flag == "txn" || flag.chars().count() == 1 => {
                self.transaction(date, rest, number);
            }
            _ => self.book.parsed.problems.push(Problem::at(
                "directive_unknown",
                number,
                "A directive of an unknown kind was left out.",
            )),
        }
    }

    fn undated(&mut self, line: &str) {
        let (texts, rest) = quoted(line);
        if let Some(tag) = rest.strip_prefix("pushtag") {
            self.pushed
                .push(tag.trim().trim_start_matches('#').to_owned());
        } else if let Some(tag) = rest.strip_prefix("poptag") {
            let tag = tag.trim().trim_start_matches('#');
            self.pushed.retain(|pushed| pushed != tag);
        } else if rest.starts_with("include") {
            self.includes += 1;
        } else if rest.starts_with("option")
            && let [name, value] = texts.as_slice()
        {
            let nature = match name.as_str() {
                "name_assets" => Nature::Own(AccountKind::Checking),
                "name_liabilities" => Nature::Own(AccountKind::Loan),
                "name_income" | "name_expenses" => Nature::Flow,
                "name_equity" => Nature::Equity,
                _ => return,
            };
            self.natures.insert(value.clone(), nature);
        }
    }

    fn transaction(&mut self, date: NaiveDate, rest: &str, line: u32) {
        let (mut texts, rest) = quoted(rest);
        let text = texts.pop().unwrap_or_default();
        let payee = texts.pop().unwrap_or_default();
        let mut tags = self.pushed.clone();
        let mut reference = None;
        for word in rest.split_whitespace() {
            if let Some(tag) = word.strip_prefix('#') {
                tags.push(tag.to_owned());
            } else if let Some(link) = word.strip_prefix('^') {
                reference = Some(link.to_owned());
            }
        }
        self.pending = Some(Pending {
            entry: Entry {
                line,
                date,
                payee,
                text,
                reference,
                tags,
                status: TransactionStatus::Posted,
                postings: Vec::new(),
            },
            commodities: Vec::new(),
            weights: Weights::default(),
            elided: None,
            unweighed: false,
            broken: None,
        });
    }

    fn posting(&mut self, text: &str, line: u32) {
        if self.pending.is_none() {
            return; // metadata of another directive
        }
        let mut text = text;
        // A flag of its own, or metadata.
        if let Some(rest) = text.strip_prefix(['!', '*']) {
            text = rest.trim_start();
        }
        let account = text.split([' ', '\t']).next().unwrap_or_default();
        if !account.contains(':')
            || account.ends_with(':')
            || text.starts_with(|c: char| c.is_lowercase())
        {
            let tags = text
                .split_whitespace()
                .filter_map(|word| word.strip_prefix('#'));
            if let Some(pending) = &mut self.pending {
                if let Some(note) = text.strip_prefix("note:")
                    && let Some(posting) = pending.entry.postings.last_mut()
                {
                    posting.note = quoted(note).0.pop().unwrap_or_default();
                    return;
                }
                pending.entry.tags.extend(tags.map(str::to_owned));
            }
            return;
        }
        let nature = self.nature(account);
        let Some(pending) = &mut self.pending else {
            return;
        };
        let rest = text[account.len()..].trim();
        let broken = |what: &str| {
            Some(Problem::at(
                "amount_unreadable",
                line,
                format!("A transaction was left out: {what}."),
            ))
        };
        let mut posting = Posting {
            account: account.to_owned(),
            nature,
            amount: Decimal::ZERO,
            money: super::Money::Unnamed,
            note: String::new(),
            id: None,
            status: None,
        };
        if rest.is_empty() {
            if pending.elided.is_some() {
                pending.broken = broken("two of its amounts are missing");
            }
            pending.elided = Some((pending.entry.postings.len(), account.to_owned()));
            pending.commodities.push(String::new());
            pending.entry.postings.push(posting);
            return;
        }
        let Some((amount, commodity, weight)) = weighed(rest) else {
            pending.broken = broken("an amount of it cannot be read");
            return;
        };
        posting.amount = amount;
        posting.money = money_of(&commodity);
        pending.commodities.push(commodity);
        pending.entry.postings.push(posting);
        if let Some((commodity, value)) = weight {
            if pending.weights.add(&commodity, value).is_none() {
                pending.broken = broken("its amounts are too large");
            }
        } else {
            pending.unweighed = true;
        }
    }

    /// Ends the transaction: the missing amount is what is left.
    fn close(&mut self) {
        let Some(mut pending) = self.pending.take() else {
            return;
        };
        if let Some(problem) = pending.broken {
            self.book.parsed.problems.push(problem);
            return;
        }
        if let Some((at, _)) = pending.elided
            && pending.unweighed
        {
            // What lots cost is not known here, so that what is left is not either.
            let blank = pending.entry.postings.remove(at);
            pending.commodities.remove(at);
            if matches!(blank.nature, Nature::Own(_)) {
                self.book.parsed.problems.push(Problem::at(
                    "amount_missing",
                    pending.entry.line,
                    "A transaction was left out: the cost of a lot, and with it an amount, is not known.",
                ));
                return;
            }
        } else if let Some((at, _)) = pending.elided {
            pending
                .weights
                .complete(&mut pending.entry.postings, &mut pending.commodities, at);
        }
        self.items.push(Item {
            date: pending.entry.date,
            line: pending.entry.line,
            what: What::Entry {
                entry: pending.entry,
                commodities: pending.commodities,
            },
        });
    }

    fn finish(mut self, profile: &Profile) -> Parsed {
        // Balances are those of the morning; a pad fills up to the balance that follows it.
        self.items.sort_by_key(|item| {
            let order = match item.what {
                What::Balance { .. } => 0,
                What::Entry { .. } => 1,
                What::Pad { .. } => 2,
            };
            (item.date, order)
        });
        let items = std::mem::take(&mut self.items);
        let mut sums: HashMap<(String, String), Decimal> = HashMap::new();
        let mut pads: HashMap<String, (NaiveDate, u32, String)> = HashMap::new();
        let mut padded: Vec<(String, String)> = Vec::new();
        for item in &items {
            match &item.what {
                What::Pad { account, from } => {
                    pads.insert(account.clone(), (item.date, item.line, from.clone()));
                    padded.retain(|(known, _)| known != account);
                }
                What::Entry { entry, commodities } => {
                    for (posting, commodity) in entry.postings.iter().zip(commodities) {
                        let sum = sums
                            .entry((posting.account.clone(), commodity.clone()))
                            .or_default();
                        *sum = sum.checked_add(posting.amount).unwrap_or(*sum);
                    }
                    self.book.entry(entry);
                }
                What::Balance {
                    account,
                    amount,
                    commodity,
                    tolerance,
                } => {
                    let key = (account.clone(), commodity.clone());
                    // The balance of an account counts those below it.
                    let below = format!("{account}:");
                    let found: Decimal = sums
                        .iter()
                        .filter(|((name, counted), _)| {
                            counted == commodity && (name == account || name.starts_with(&below))
                        })
                        .filter_map(|(_, sum)| Decimal::ZERO.checked_add(*sum))
                        .fold(Decimal::ZERO, |all, sum| {
                            all.checked_add(sum).unwrap_or(all)
                        });
                    let missing = amount.checked_sub(found).unwrap_or_default();
                    if missing.is_zero() {
                        continue;
                    }
                    if let Some((date, line, from)) = pads.get(account)
                        && !padded.contains(&key)
                    {
                        let posting = |account: &str, amount, nature| Posting {
                            account: account.to_owned(),
                            nature,
                            amount,
                            money: money_of(commodity),
                            note: String::new(),
                            id: None,
                            status: None,
                        };
                        let (date, line, from) = (*date, *line, from.clone());
                        let own = self.nature(account);
                        let other = self.nature(&from);
                        self.book.entry(&Entry {
                            line,
                            date,
                            payee: String::new(),
                            text: "pad".to_owned(),
                            reference: None,
                            tags: Vec::new(),
                            status: TransactionStatus::Posted,
                            postings: vec![
                                posting(account, missing, own),
                                posting(&from, -missing, other),
                            ],
                        });
                        sums.insert(key.clone(), *amount);
                        padded.push(key);
                        continue;
                    }
                    // Beancount's own tolerance: twice half of the last digit written.
                    let tolerance = tolerance.unwrap_or_else(|| {
                        if amount.scale() == 0 {
                            Decimal::ZERO
                        } else {
                            Decimal::new(1, amount.scale())
                        }
                    });
                    if missing.abs() > tolerance {
                        self.book.parsed.warnings.push(Problem::at(
                            "balance_does_not_tie",
                            item.line,
                            format!(
                                "{account} should hold {amount} {commodity} here and holds {found}."
                            ),
                        ));
                    }
                }
            }
        }
        if self.includes > 0 {
            self.book.parsed.warnings.push(Problem::of_file(
                "includes_not_read",
                format!(
                    "{} other files that the book includes were not read; offer them as well.",
                    self.includes
                ),
            ));
        }
        self.book.finish(profile)
    }
}

/// `12.50 EUR`; sums and products within the number are worked out.
fn amount_of(text: &str) -> Option<(Decimal, String)> {
    let text = text.trim();
    let at = text.find(|c: char| c.is_ascii_alphabetic())?;
    let commodity = text[at..].split_whitespace().next()?.to_owned();
    Some((expression(&text[..at])?, commodity))
}

/// Numbers with signs, `+ - * /` and brackets.
fn expression(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if let Ok(value) = number(text, MARKS) {
        return Some(value);
    }
    let compact: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.len() > 200 {
        return None;
    }
    let mut at = 0;
    let value = sum(&compact, &mut at, 0)?;
    (at == compact.len()).then_some(value)
}

fn sum(text: &[char], at: &mut usize, depth: usize) -> Option<Decimal> {
    let mut value = product(text, at, depth)?;
    while let Some(sign) = text.get(*at).filter(|c| matches!(c, '+' | '-')) {
        *at += 1;
        let next = product(text, at, depth)?;
        value = if *sign == '+' {
            value.checked_add(next)?
        } else {
            value.checked_sub(next)?
        };
    }
    Some(value)
}

fn product(text: &[char], at: &mut usize, depth: usize) -> Option<Decimal> {
    let mut value = factor(text, at, depth)?;
    while let Some(sign) = text.get(*at).filter(|c| matches!(c, '*' | '/')) {
        *at += 1;
        let next = factor(text, at, depth)?;
        value = if *sign == '*' {
            value.checked_mul(next)?
        } else {
            value.checked_div(next)?
        };
    }
    Some(value)
}

fn factor(text: &[char], at: &mut usize, depth: usize) -> Option<Decimal> {
    if depth > 20 {
        return None;
    }
    match text.get(*at)? {
        '-' => {
            *at += 1;
            Some(-factor(text, at, depth + 1)?)
        }
        '+' => {
            *at += 1;
            factor(text, at, depth + 1)
        }
        '(' => {
            *at += 1;
            let value = sum(text, at, depth + 1)?;
            (text.get(*at) == Some(&')')).then(|| *at += 1)?;
            Some(value)
        }
        _ => {
            let start = *at;
            while text
                .get(*at)
                .is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            {
                *at += 1;
            }
            let digits: String = text[start..*at].iter().collect();
            number(&digits, MARKS).ok()
        }
    }
}

/// A commodity and how much of it.
type Weight = (String, Decimal);

/// Amount, commodity, and what the posting weighs: by its cost in braces, else by its price, else itself.
fn weighed(text: &str) -> Option<(Decimal, String, Option<Weight>)> {
    let end = text.find(['{', '@']).unwrap_or(text.len());
    let (amount, commodity) = amount_of(&text[..end])?;
    let rest = text[end..].trim();
    if rest.is_empty() {
        let weight = (commodity.clone(), amount);
        return Some((amount, commodity, Some(weight)));
    }
    let sign = if amount.is_sign_negative() {
        Decimal::NEGATIVE_ONE
    } else {
        Decimal::ONE
    };
    if let Some(inner) = rest.strip_prefix('{') {
        let total = inner.starts_with('{');
        let inner = inner.trim_start_matches('{');
        let inner = &inner[..inner.find('}')?];
        // `{10.00 EUR, 2020-01-01, "label"}`; without a number the lot's own cost counts, which is not here.
        let cost = inner.split(',').find_map(|part| amount_of(part.trim()));
        let weight = match cost {
            Some((cost, currency)) if total => Some((currency, cost.checked_mul(sign)?)),
            Some((cost, currency)) => Some((currency, times(amount, cost)?)),
            None => None,
        };
        return Some((amount, commodity, weight));
    }
    let (total, price) = match rest.strip_prefix("@@") {
        Some(price) => (true, price),
        None => (false, rest.strip_prefix('@')?),
    };
    let weight = amount_of(price).and_then(|(price, currency)| {
        let value = if total {
            price.checked_mul(sign)?
        } else {
            times(amount, price)?
        };
        Some((currency, value))
    });
    Some((amount, commodity, weight))
}
