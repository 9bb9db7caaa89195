//! Account and category names as journals take them: paths of unique names.

use std::collections::HashSet;

use domain::category::CategoryKind;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::Book;
use crate::text::line;

/// Who reads the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// ledger and hledger: nearly any text.
    Journal,
    /// Parts begin with a capital or a digit and hold letters, digits and dashes.
    Beancount,
}

/// The names of a book in a journal.
pub(crate) struct Names {
    /// By place of the account.
    pub(crate) accounts: Vec<String>,
    /// By place of the category.
    pub(crate) categories: Vec<String>,
}

/// Where money of no category comes from and goes to.
pub(crate) const INCOME: &str = "Income:Uncategorised";
pub(crate) const EXPENSES: &str = "Expenses:Uncategorised";
/// Money on its way between own accounts, and to accounts that are not in the file.
pub(crate) const TRANSFERS: &str = "Equity:Transfers";
/// What was there before the first row.
pub(crate) const OPENING: &str = "Equity:Opening-Balances";
/// What rows do not explain: the value of securities, balances that were only stated.
pub(crate) const STATED: &str = "Equity:Stated-Balances";

impl Names {
    pub(crate) fn new(book: &Book, reader: Reader) -> Self {
        let mut taken: HashSet<String> = [INCOME, EXPENSES, TRANSFERS, OPENING, STATED]
            .map(str::to_lowercase)
            .into();
        let part = |text: &str| match reader {
            Reader::Journal => journal_part(text),
            Reader::Beancount => beancount_part(text),
        };
        let accounts = book
            .accounts
            .iter()
            .map(|account| {
                let top = if account.kind.is_liability() {
                    "Liabilities"
                } else {
                    "Assets"
                };
                let path = format!("{top}:{}", part(&account.name));
                unique(path, account.id.0, &mut taken)
            })
            .collect();
        let categories = book
            .categories
            .iter()
            .map(|category| {
                let top = match category.kind {
                    CategoryKind::Income => "Income",
                    CategoryKind::Expense => "Expenses",
                    CategoryKind::Transfer => return TRANSFERS.to_owned(),
                };
                let path = match &category.group {
                    Some(group) => format!("{top}:{}:{}", part(group), part(&category.name)),
                    None => format!("{top}:{}", part(&category.name)),
                };
                unique(path, category.id.0, &mut taken)
            })
            .collect();
        Self {
            accounts,
            categories,
        }
    }
}

fn unique(path: String, id: i64, taken: &mut HashSet<String>) -> String {
    let mut name = path.clone();
    let mut round = 0;
    while !taken.insert(name.to_lowercase()) {
        name = if round == 0 {
            format!("{path}-{id}")
        } else {
            format!("{path}-{id}-{round}")
        };
        round += 1;
    }
    name
}

/// A part of a name in ledger and hledger: colons part names, a semicolon begins a comment.
fn journal_part(text: &str) -> String {
    let part = line(&text.replace([':', ';', '|'], "-"));
    if part.is_empty() {
        "X".to_owned()
    } else {
        part
    }
}

/// A part of a name in beancount.
fn beancount_part(text: &str) -> String {
    let mut part = String::new();
    for letter in text.nfc() {
        let letter_like = letter.is_ascii_alphanumeric()
            || (!letter.is_ascii()
                && letter.is_alphabetic()
                && !letter.is_numeric()
                && !is_combining_mark(letter)
                // Circled and squared letters are symbols.
                && !matches!(letter, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}'));
        if letter_like {
            part.push(letter);
        } else if !part.is_empty() && !part.ends_with('-') {
            part.push('-');
        }
    }
    let part = part.trim_end_matches('-');
    let mut letters = part.chars();
    match letters.next() {
        None => "X".to_owned(),
        Some(first) => {
            let upper: String = first.to_uppercase().collect();
            let begins = upper
                .chars()
                .next()
                .is_some_and(|letter| letter.is_uppercase() || letter.is_ascii_digit());
            // Scripts without capitals need one before them.
            let lead = if begins { "" } else { "X" };
            format!("{lead}{upper}{}", letters.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_for_beancount_begin_with_a_capital_or_a_digit() {
        assert_eq!(
            beancount_part("Crédit d'impôt (2024)"),
            "Crédit-d-impôt-2024"
        );
        assert_eq!(beancount_part("épargne"), "Épargne");
        assert_eq!(beancount_part("日本円"), "X日本円");
        assert_eq!(beancount_part("…"), "X");
        assert_eq!(beancount_part("401k"), "401k");
    }

    #[test]
    fn parts_for_ledger_keep_their_words() {
        assert_eq!(journal_part("Food: out;  ok"), "Food- out- ok");
        assert_eq!(journal_part(" \n"), "X");
    }
}
