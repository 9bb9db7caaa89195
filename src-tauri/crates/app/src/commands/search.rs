//! The search language: words, and filters `key:value`, to what the book understands.
//!
//! Words match payee, description and note. Filters: `category:` `account:` `payee:` `date:` `amount:` `currency:` `tag:`
//! `status:` `source:` `is:` `has:`. A leading `-` leaves out what it stands before, a word or a filter. Quotes keep words together. Amounts: `20..80`, `>50`, `<50`, `50` by size; `<-20`, `>0`, `-80..-20` by direction. Dates: a day, a month, a year, or
//! a range `from..to`. What is not understood is a word like any other.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use contract::types::SearchChip;
use domain::budget::Month;
use domain::transaction::TransactionStatus;
use money::Currency;
use rust_decimal::Decimal;
use store::{CategoryBy, ToldBy, TransactionFilter, View};

pub(crate) mod suggest;

/// What a text means.
pub(crate) struct Understood {
    pub(crate) filter: TransactionFilter,
    pub(crate) chips: Vec<SearchChip>,
    /// Filters whose value says nothing: they are searched as words.
    pub(crate) unread: Vec<String>,
}

/// The keys of filters.
pub(crate) const KEYS: [&str; 11] = [
    "category", "account", "payee", "amount", "date", "tag", "is", "has", "status", "source",
    "currency",
];

/// Reads a search text. Amounts are read in units of `base`'s minor unit.
pub(crate) fn understand(
    view: &View<'_>,
    text: &str,
    base: Currency,
    today: NaiveDate,
) -> store::Result<Understood> {
    let mut filter = TransactionFilter::default();
    let mut chips = Vec::new();
    let mut words = Vec::new();
    let mut unread = Vec::new();
    for token in tokens(text) {
        let (plain, negated) = negation(&token);
        // What is left out narrows on its own; all else narrows together.
        let mut without = TransactionFilter::default();
        let into = if negated { &mut without } else { &mut filter };
        let known = match plain.split_once(':') {
            Some((key, value)) if !value.is_empty() => {
                let lower = key.to_lowercase();
                let read = apply(view, into, &lower, value, (base, today))?;
                if !read && KEYS.contains(&lower.as_str()) {
                    unread.push(token.clone());
                }
                read.then_some((key, value))
            }
            _ => None,
        };
        match known {
            Some((key, value)) => chips.push(SearchChip {
                key: key.to_lowercase(),
                value: value.to_owned(),
                negated,
            }),
            None if negated => without.text = Some(plain.to_owned()),
            None => words.push(plain.to_owned()),
        }
        if negated {
            filter.without.push(without);
        }
    }
    if !words.is_empty() {
        let joined = words.join(" ");
        filter.text = Some(match filter.text.take() {
            Some(payee) => format!("{payee} {joined}"),
            None => joined,
        });
    }
    Ok(Understood {
        filter,
        chips,
        unread,
    })
}

/// A token without its leading minus, and whether it had one. A number keeps its sign: `-12.50` is looked for as it stands.
fn negation(token: &str) -> (&str, bool) {
    match token.strip_prefix(['-', '\u{2212}']) {
        Some(rest) if rest.starts_with(|first: char| !first.is_ascii_digit()) => (rest, true),
        _ => (token, false),
    }
}

/// Splits at blanks; quotes keep words together and are dropped.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    let mut quoted = false;
    for letter in text.chars() {
        match letter {
            '"' | '“' | '”' => quoted = !quoted,
            letter if letter.is_whitespace() && !quoted => {
                if !token.is_empty() {
                    tokens.push(std::mem::take(&mut token));
                }
            }
            letter => token.push(letter),
        }
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
}

fn apply(
    view: &View<'_>,
    filter: &mut TransactionFilter,
    key: &str,
    value: &str,
    (base, today): (Currency, NaiveDate),
) -> store::Result<bool> {
    let folded = domain::text::fold(value);
    match key {
        "category" => {
            let found: Vec<_> = view
                .categories()?
                .into_iter()
                .filter(|category| domain::text::fold(&category.name).starts_with(&folded))
                .map(|category| category.id)
                .collect();
            let known = !found.is_empty();
            filter.categories.extend(found);
            Ok(known)
        }
        "account" => {
            let found: Vec<_> = view
                .account_names()?
                .into_iter()
                .filter(|(_, name)| domain::text::fold(name).contains(&folded))
                .map(|(account, _)| account)
                .collect();
            let known = !found.is_empty();
            filter.accounts.extend(found);
            Ok(known)
        }
        // Exactly this one, as a payee's page asks.
        "payee" if value.starts_with('=') => {
            let found = super::payees::names::shown_as(view, &value[1..])?;
            filter.payees = Some(found);
            Ok(true)
        }
        "payee" => {
            filter.text = Some(match filter.text.take() {
                Some(text) => format!("{text} {value}"),
                None => value.to_owned(),
            });
            Ok(true)
        }
        "currency" => Ok(Currency::parse(value)
            .map(|code| filter.currency = Some(code))
            .is_ok()),
        "tag" => {
            filter.tags.push(value.to_owned());
            Ok(true)
        }
        "amount" => Ok(amount(filter, value, base).is_some()),
        "date" => Ok(days(value, today)
            .map(|(from, to)| {
                // Two dates narrow each other.
                filter.from = filter.from.max(from);
                filter.to = match (filter.to, to) {
                    (Some(before), Some(to)) => Some(before.min(to)),
                    (before, to) => before.or(to),
                };
            })
            .is_some()),
        // The fold takes the question mark off.
        "is" if matches!(folded.as_str(), "duplicate" | "duplicate?") => {
            let pairs = view.duplicates()?;
            let rows = pairs.iter().flat_map(|pair| [pair.keep, pair.drop]);
            filter.only = Some(rows.collect());
            Ok(true)
        }
        "has" if matches!(folded.as_str(), "attachment" | "attachments" | "file") => {
            let with = view.rows_with_attachments()?;
            filter.only = Some(match filter.only.take() {
                Some(rows) => rows.into_iter().filter(|row| with.contains(row)).collect(),
                None => with,
            });
            Ok(true)
        }
        "has" if matches!(folded.as_str(), "note" | "notes") => {
            filter.noted = Some(true);
            Ok(true)
        }
        "status" => Ok(status(&folded)
            .map(|status| filter.status = vec![status])
            .is_some()),
        "source" => {
            let told = sources(view, &folded)?;
            let known = !told.is_empty();
            filter.told_by.extend(told);
            Ok(known)
        }
        "is" if folded == "review" => {
            filter.only = Some(view.rows_to_review()?);
            Ok(true)
        }
        "is" => Ok(kind(filter, &folded)),
        _ => Ok(false),
    }
}

fn status(word: &str) -> Option<TransactionStatus> {
    Some(match word {
        "pending" => TransactionStatus::Pending,
        "booked" | "posted" => TransactionStatus::Posted,
        "reconciled" => TransactionStatus::Reconciled,
        "void" => TransactionStatus::Void,
        _ => return None,
    })
}

/// Connections whose name or service begins so, files, or what the person entered.
fn sources(view: &View<'_>, word: &str) -> store::Result<Vec<ToldBy>> {
    Ok(match word {
        "file" | "files" => vec![ToldBy::File],
        "hand" | "me" => vec![ToldBy::Hand],
        _ => view
            .connections()?
            .iter()
            .filter(|one| {
                domain::text::fold(&one.label).starts_with(word)
                    || one.upstream.as_str().starts_with(word)
            })
            .map(|one| ToldBy::Connection(one.id))
            .collect(),
    })
}

fn kind(filter: &mut TransactionFilter, word: &str) -> bool {
    match word {
        "pending" => filter.status = vec![TransactionStatus::Pending],
        "reconciled" => filter.status = vec![TransactionStatus::Reconciled],
        "new" => filter.newest = true,
        "transfer" => filter.transfer = Some(true),
        "split" => filter.split = Some(true),
        "guess" | "guessed" => filter.category_by = vec![CategoryBy::Guess],
        "uncategorised" | "uncategorized" => filter.uncategorised = true,
        "income" | "in" => {
            filter.min_minor = Some(1);
            filter.transfer = Some(false);
        }
        "expense" | "out" => {
            filter.max_minor = Some(-1);
            filter.transfer = Some(false);
        }
        _ => return false,
    }
    true
}

/// Without a sign the size counts, whichever way the money went; with one, or against zero, the direction counts too.
/// Two conditions narrow each other.
fn amount(filter: &mut TransactionFilter, value: &str, base: Currency) -> Option<()> {
    let (least, most) = amounts(value, base)?;
    let number = value.trim_start_matches(['<', '>', '=']);
    let signed = number.contains(['-', '+', '\u{2212}']) || least == Some(1) || most == Some(-1);
    let (lower, upper) = if signed {
        (&mut filter.min_minor, &mut filter.max_minor)
    } else {
        (&mut filter.min_abs, &mut filter.max_abs)
    };
    *lower = (*lower).max(least);
    *upper = match (*upper, most) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Some(())
}

fn minor(text: &str, base: Currency) -> Option<i64> {
    let plain = text.replace(',', ".").replace('\u{2212}', "-");
    let value: Decimal = money::decimal(&plain).ok()?;
    money::rounded_minor(value, base)
        .ok()
        .map(|amount| amount.minor)
}

fn amounts(value: &str, base: Currency) -> Option<(Option<i64>, Option<i64>)> {
    if let Some((least, most)) = value.split_once("..") {
        return Some((Some(minor(least, base)?), Some(minor(most, base)?)));
    }
    if let Some(least) = value.strip_prefix(">=") {
        return Some((Some(minor(least, base)?), None));
    }
    if let Some(most) = value.strip_prefix("<=") {
        return Some((None, Some(minor(most, base)?)));
    }
    if let Some(least) = value.strip_prefix('>') {
        return Some((Some(minor(least, base)?.saturating_add(1)), None));
    }
    if let Some(most) = value.strip_prefix('<') {
        return Some((None, Some(minor(most, base)?.saturating_sub(1))));
    }
    let exact = minor(value, base)?;
    Some((Some(exact), Some(exact)))
}

/// Days as their first and last, either open: `2026-05`, `2025..2026-03`, `2026-05-18..`, `>2026`, `last month`, `30d`.
fn days(value: &str, today: NaiveDate) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let span = |text: &str| span(text, today);
    if let Some((from, to)) = value.split_once("..") {
        let first = match from {
            "" => None,
            from => Some(span(from)?.0),
        };
        let last = match to {
            "" => None,
            to => Some(span(to)?.1),
        };
        return (first.is_some() || last.is_some()).then_some((first, last));
    }
    if let Some(from) = value.strip_prefix(">=") {
        return Some((Some(span(from)?.0), None));
    }
    if let Some(to) = value.strip_prefix("<=") {
        return Some((None, Some(span(to)?.1)));
    }
    if let Some(after) = value.strip_prefix('>') {
        return Some((Some(span(after)?.1.succ_opt()?), None));
    }
    if let Some(before) = value.strip_prefix('<') {
        return Some((None, Some(span(before)?.0.pred_opt()?)));
    }
    let (from, to) = span(value)?;
    Some((Some(from), Some(to)))
}

/// A span in words, seen from today; weeks begin on Monday.
fn in_words(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let month = |month: Month| (month.first_day(), month.last_day());
    let week = |day: NaiveDate| {
        let week = day.week(Weekday::Mon);
        Some((week.checked_first_day()?, week.checked_last_day()?))
    };
    let year = |year: i32| {
        Some((
            NaiveDate::from_ymd_opt(year, 1, 1)?,
            NaiveDate::from_ymd_opt(year, 12, 31)?,
        ))
    };
    let this = Month::of(today);
    match domain::text::fold(text).as_str() {
        "today" => Some((today, today)),
        "yesterday" => today.pred_opt().map(|day| (day, day)),
        "week" | "this week" => week(today),
        "last week" => week(today.checked_sub_days(Days::new(7))?),
        "month" | "this month" => Some(month(this)),
        "last month" => Some(month(Month::of(this.first_day().pred_opt()?))),
        "year" | "this year" => year(today.year()),
        "last year" => year(today.year() - 1),
        other => {
            let days: u64 = other.strip_suffix('d')?.trim().parse().ok()?;
            let back = days.checked_sub(1).filter(|back| *back < 40_000)?;
            Some((today.checked_sub_days(Days::new(back))?, today))
        }
    }
}

/// A day, a month or a year as its first and last day.
fn span(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some((day, day));
    }
    if let Some(month) = Month::parse(text) {
        return Some((month.first_day(), month.last_day()));
    }
    if let Some(span) = in_words(text, today) {
        return Some(span);
    }
    let year: i32 = text
        .parse()
        .ok()
        .filter(|year| (1900..=9999).contains(year))?;
    Some((
        Month::new(year, 1)?.first_day(),
        Month::new(year, 12)?.last_day(),
    ))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn quotes_keep_words_together() {
        assert_eq!(
            tokens("a \"b c\" category:\"eating out\""),
            ["a", "b c", "category:eating out"]
        );
    }

    #[test]
    fn a_minus_leaves_out_but_a_number_keeps_its_sign() {
        assert_eq!(negation("-rent"), ("rent", true));
        assert_eq!(negation("-is:transfer"), ("is:transfer", true));
        assert_eq!(negation("\u{2212}tag:x"), ("tag:x", true));
        assert_eq!(negation("-12.50"), ("-12.50", false));
        assert_eq!(negation("-"), ("-", false));
        assert_eq!(tokens("-\"two words\""), ["-two words"]);
    }

    #[test]
    fn amounts_are_ranges_without_sign() {
        let eur = Currency::EUR;
        assert_eq!(amounts("20..80", eur).unwrap(), (Some(2000), Some(8000)));
        assert_eq!(amounts(">50", eur).unwrap(), (Some(5001), None));
        assert_eq!(amounts("<=12,50", eur).unwrap(), (None, Some(1250)));
        assert!(amounts("cheap", eur).is_none());
    }

    #[test]
    fn a_sign_asks_for_a_direction() {
        let mut filter = TransactionFilter::default();
        amount(&mut filter, "<0", Currency::EUR).unwrap();
        amount(&mut filter, ">-30", Currency::EUR).unwrap();
        assert_eq!(
            (filter.min_minor, filter.max_minor),
            (Some(-2999), Some(-1))
        );
        assert_eq!((filter.min_abs, filter.max_abs), (None, None));
        let mut filter = TransactionFilter::default();
        amount(&mut filter, "20..80", Currency::EUR).unwrap();
        assert_eq!((filter.min_abs, filter.max_abs), (Some(2000), Some(8000)));
    }

    #[test]
    fn dates_are_days_months_years_and_ranges() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let today = day("2026-05-18");
        let told = |text: &str| {
            let (from, to) = days(text, today)?;
            let word = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            Some(format!("{}..{}", word(from), word(to)))
        };
        for (text, wanted) in [
            ("2026-02", "2026-02-01..2026-02-28"),
            ("2025..2026-03", "2025-01-01..2026-03-31"),
            ("2026-05-02..", "2026-05-02.."),
            ("..2026-04", "..2026-04-30"),
            (">2026-04", "2026-05-01.."),
            ("<=2026-04", "..2026-04-30"),
            ("<2026", "..2025-12-31"),
            ("today", "2026-05-18..2026-05-18"),
            ("last month", "2026-04-01..2026-04-30"),
            ("this week", "2026-05-18..2026-05-24"),
            ("Last Year", "2025-01-01..2025-12-31"),
            ("30d", "2026-04-19..2026-05-18"),
        ] {
            assert_eq!(told(text).as_deref(), Some(wanted), "{text}");
        }
        for text in ["soon", "..", "0d", "2026-13", ">", "99999d"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
