//! From rows to balanced entries.

use domain::category::CategoryKind;
use domain::transaction::TransactionStatus;
use money::Money;

use crate::model::{Book, Row};
use crate::names::{EXPENSES, INCOME, Names, OPENING, STATED, TRANSFERS};
use crate::{Error, Result};

/// One side of an entry.
pub(crate) struct Posting<'a> {
    pub(crate) account: &'a str,
    pub(crate) amount: Money,
    /// What the amount is worth in all, where the entry holds two currencies.
    pub(crate) price: Option<Money>,
    pub(crate) note: &'a str,
}

impl<'a> Posting<'a> {
    fn plain(account: &'a str, amount: Money) -> Self {
        Self {
            account,
            amount,
            price: None,
            note: "",
        }
    }
}

/// The postings of a row, which add up to nothing; none when the row is told by the entry of its other leg.
pub(crate) fn of_row<'a>(
    book: &Book,
    names: &'a Names,
    row: &'a Row,
) -> Result<Option<Vec<Posting<'a>>>> {
    let place = book.place(row.account).ok_or(Error::UnknownAccount)?;
    let mut own = Posting::plain(&names.accounts[place], row.amount);
    own.note = &row.note;
    let against = row.amount.negated()?;
    if let Some(other) = &row.other {
        let there = book.place(other.account).filter(|_| other.comes);
        let opposed = other.amount.minor.signum() == -row.amount.minor.signum()
            && row.amount.minor != 0
            && row.account != other.account;
        let same = row.amount.currency == other.amount.currency;
        let ties = opposed && (!same || other.amount == against);
        if let Some(there) = there.filter(|_| ties && other.date == row.date) {
            if other.id < row.id {
                return Ok(None);
            }
            let mut second = Posting::plain(&names.accounts[there], other.amount);
            second.note = if !other.note.is_empty() {
                &other.note
            } else if other.payee == row.payee {
                ""
            } else {
                &other.payee
            };
            if !same {
                own.price = Some(Money::new(
                    other.amount.minor.checked_abs().ok_or(Error::Overflow)?,
                    other.amount.currency,
                ));
            }
            return Ok(Some(vec![own, second]));
        }
        return Ok(Some(vec![own, Posting::plain(TRANSFERS, against)]));
    }
    let mut postings = vec![own];
    let mut left = against;
    for part in &row.parts {
        let amount = part.amount.negated()?;
        left = left.checked_sub(amount)?;
        let mut posting = Posting::plain(opposite(book, names, part.category, part.amount), amount);
        posting.note = &part.note;
        postings.push(posting);
    }
    if row.parts.is_empty() || left.minor != 0 {
        let account = opposite(book, names, row.category, row.amount);
        postings.push(Posting::plain(account, left));
    }
    Ok(Some(postings))
}

fn opposite<'a>(
    book: &Book,
    names: &'a Names,
    category: Option<domain::ids::CategoryId>,
    amount: Money,
) -> &'a str {
    match category.and_then(|id| book.category_place(id)) {
        Some(place) => match book.categories[place].kind {
            CategoryKind::Transfer => TRANSFERS,
            CategoryKind::Income | CategoryKind::Expense => &names.categories[place],
        },
        None if amount.minor > 0 => INCOME,
        None => EXPENSES,
    }
}

/// The entries that open accounts: what each had before the first row.
pub(crate) fn openings<'a>(book: &Book, names: &'a Names) -> Result<Vec<[Posting<'a>; 2]>> {
    let mut found = Vec::new();
    for (place, account) in book.accounts.iter().enumerate() {
        if let Some(ends) = account.ends.filter(|ends| ends.opening.minor != 0) {
            found.push([
                Posting::plain(&names.accounts[place], ends.opening),
                Posting::plain(OPENING, ends.opening.negated()?),
            ]);
        }
    }
    Ok(found)
}

/// The entries that bring accounts to what they are stated to be worth.
pub(crate) fn stated<'a>(book: &Book, names: &'a Names) -> Result<Vec<[Posting<'a>; 2]>> {
    let mut found = Vec::new();
    for (place, account) in book.accounts.iter().enumerate() {
        let Some((ends, stated)) = account.ends.and_then(|ends| Some((ends, ends.stated?))) else {
            continue;
        };
        let step = stated.checked_sub(ends.closing)?;
        if step.minor != 0 {
            found.push([
                Posting::plain(&names.accounts[place], step),
                Posting::plain(STATED, step.negated()?),
            ]);
        }
    }
    Ok(found)
}

/// `*` for what is booked, `!` for what is not.
pub(crate) const fn flag(status: TransactionStatus) -> char {
    match status {
        TransactionStatus::Pending => '!',
        _ => '*',
    }
}
