//! Repeating payments that only move money between the person's own accounts: they neither earn nor spend.

use std::collections::{HashMap, HashSet};

use domain::account::AccountKind;
use domain::category::CategoryKind;
use domain::ids::{AccountId, CategoryId, TransactionId};
use store::View;

use super::known::Known;

/// Newest rows of a series that say what it is.
const RECENT: usize = 6;

/// The accounts and the legs of transfers of a book.
pub(crate) struct Moves {
    accounts: HashMap<AccountId, (String, AccountKind)>,
    /// Categories of transfers.
    categories: HashSet<CategoryId>,
    /// The account that each leg lies in.
    pub(crate) legs: HashMap<TransactionId, AccountId>,
}

/// A movement between own accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The name of the account at the other end, where that is known.
    pub(crate) other: Option<String>,
}

/// A row of a series as far as movements go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MovedRow {
    pub(crate) minor: i64,
    pub(crate) category: Option<CategoryId>,
    /// The other leg.
    pub(crate) leg: Option<TransactionId>,
}

impl Moves {
    pub(crate) fn of(view: &View<'_>, accounts: &[store::Account]) -> store::Result<Self> {
        Ok(Self {
            accounts: accounts
                .iter()
                .map(|account| (account.id, (account.name.clone(), account.kind)))
                .collect(),
            categories: view
                .categories()?
                .into_iter()
                .filter(|category| category.kind == CategoryKind::Transfer)
                .map(|category| category.id)
                .collect(),
            legs: HashMap::new(),
        })
    }

    /// What a series of an account is, if most of its newest rows are movements.
    pub(crate) fn series(&self, account: AccountKind, rows: &[MovedRow]) -> Option<Moved> {
        let recent = &rows[rows.len().saturating_sub(RECENT)..];
        let moved = recent.iter().filter(|row| self.is_move(account, row));
        if moved.count() * 2 <= recent.len() {
            return None;
        }
        let other = recent
            .iter()
            .rev()
            .find_map(|row| self.accounts.get(self.legs.get(&row.leg?)?));
        Some(Moved {
            other: other.map(|(name, _)| name.clone()),
        })
    }

    /// What a plan is that an account has, to `to` where it says so.
    pub(crate) fn planned(
        &self,
        account: AccountKind,
        row: MovedRow,
        to: Option<AccountId>,
    ) -> Option<Moved> {
        let to = to.and_then(|to| self.accounts.get(&to));
        match to {
            Some((_, kind)) if is_lent(*kind) && row.minor < 0 => None,
            Some((name, _)) => Some(Moved {
                other: Some(name.clone()),
            }),
            None => self.is_move(account, &row).then_some(Moved { other: None }),
        }
    }

    fn is_move(&self, account: AccountKind, row: &MovedRow) -> bool {
        if row.minor > 0 && account.is_liability() {
            // What an owing account receives is what another one pays, whether that is in the book or not.
            return true;
        }
        let other = row.leg.and_then(|leg| self.legs.get(&leg));
        match other.and_then(|other| self.accounts.get(other)) {
            // An instalment is a bill to whoever pays it, also where the loan is in the book.
            Some((_, kind)) => !(is_lent(*kind) && row.minor < 0),
            None => row
                .category
                .is_some_and(|category| self.categories.contains(&category)),
        }
    }
}

const fn is_lent(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Loan | AccountKind::Mortgage)
}

/// The repeating payments as they are listed: of two ends of one movement the paying one.
pub(crate) fn listed<'a>(all: impl Iterator<Item = &'a Known>) -> Vec<&'a Known> {
    let all: Vec<&Known> = all.collect();
    let arrivals: HashSet<TransactionId> = all
        .iter()
        .filter(|known| known.minor < 0)
        .flat_map(|known| &known.payments)
        .filter_map(|payment| payment.leg)
        .collect();
    all.into_iter()
        .filter(|known| {
            known.minor < 0
                || !known.is_transfer()
                || !(known.payments.iter()).any(|payment| arrivals.contains(&payment.id))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAVINGS: AccountId = AccountId(2);
    const LOAN: AccountId = AccountId(3);

    fn moves() -> Moves {
        Moves {
            accounts: [
                (SAVINGS, ("Savings".to_owned(), AccountKind::Savings)),
                (LOAN, ("House".to_owned(), AccountKind::Mortgage)),
            ]
            .into(),
            categories: [CategoryId(9)].into(),
            legs: [(TransactionId(20), SAVINGS), (TransactionId(30), LOAN)].into(),
        }
    }

    fn row(minor: i64, leg: Option<i64>, category: Option<i64>) -> MovedRow {
        MovedRow {
            minor,
            category: category.map(CategoryId),
            leg: leg.map(TransactionId),
        }
    }

    fn series(account: AccountKind, rows: &[MovedRow]) -> Option<Moved> {
        moves().series(account, rows)
    }

    fn to(name: &str) -> Moved {
        Moved {
            other: Some(name.to_owned()),
        }
    }

    #[test]
    fn most_of_the_newest_rows_say_whether_money_only_moves() {
        let (paid, moved) = (row(-500, None, None), row(-500, Some(20), None));
        assert_eq!(
            series(AccountKind::Checking, &[paid, moved, moved]),
            Some(to("Savings"))
        );
        assert_eq!(series(AccountKind::Checking, &[paid, paid, moved]), None);
        assert_eq!(
            series(AccountKind::Checking, &[paid, moved]),
            None,
            "half is not most"
        );
        let old = [[paid; 9].as_slice(), &[moved; 6]].concat();
        assert_eq!(
            series(AccountKind::Checking, &old),
            Some(to("Savings")),
            "old rows do not outvote"
        );
        assert_eq!(series(AccountKind::Checking, &[]), None);
    }

    #[test]
    fn an_instalment_is_a_bill_where_it_is_paid_and_no_income_where_it_arrives() {
        let paid = row(-90_000, Some(30), None);
        assert_eq!(series(AccountKind::Checking, &[paid; 3]), None);
        let arrived = row(90_000, None, None);
        assert_eq!(
            series(AccountKind::Mortgage, &[arrived; 3]),
            Some(Moved { other: None })
        );
        assert_eq!(series(AccountKind::Checking, &[arrived; 3]), None, "pay");
    }

    #[test]
    fn a_category_of_transfers_says_it_where_the_other_end_is_not_in_the_book() {
        let filed = row(-10_000, None, Some(9));
        assert_eq!(
            series(AccountKind::Checking, &[filed; 3]),
            Some(Moved { other: None })
        );
        assert_eq!(
            series(AccountKind::Checking, &[row(-10_000, None, Some(8)); 3]),
            None
        );
    }

    #[test]
    fn a_plan_says_where_it_goes() {
        let plan = |to| moves().planned(AccountKind::Checking, row(-500, None, None), to);
        assert_eq!(plan(Some(SAVINGS)), Some(to("Savings")));
        assert_eq!(plan(Some(LOAN)), None);
        assert_eq!(plan(None), None);
    }
}
