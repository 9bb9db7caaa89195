//! The French side of the household as an aggregator reads it from the bank.
//!
//! Budgea serves this view under its own numbers, and so may whoever stands on Budgea's shoulders:
//! nothing here knows of requests, tokens or JSON. Numbers are stable: an account is known by its
//! place in the household's list, a movement by twice its row's number, and one more for the booked
//! row that came in place of an announced one.

mod loan;

use chrono::{Datelike, NaiveDate};

pub(crate) use loan::loan;

use crate::calendar::{minus, month_start};
use crate::household::account::{
    CHECKING, COUPLE, DEFERRED, LIFE, LIVRET, MORTGAGE, PEA, WORKSHOP, YOUNG,
};
use crate::household::{Household, Kind, Operation, Row, Upstream};
use crate::json::text;

/// The bank that all of this is read from.
pub(crate) const BANK: &str = "Banque du Chablais";

/// What an aggregator knows of an account besides its name and balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Today's word for the type, and the number and the older word for it.
    pub(crate) code: &'static str,
    pub(crate) type_id: i64,
    pub(crate) older: &'static str,
    /// The account that a card is settled from.
    pub(crate) parent: Option<usize>,
    /// The bank's own spelling of the name.
    pub(crate) original_name: &'static str,
    /// Kept for work rather than privately.
    pub(crate) professional: bool,
    /// Belongs to two people.
    pub(crate) shared_by_two: bool,
    /// Has holdings.
    pub(crate) invests: bool,
}

/// The accounts that the bank shows, as places in the household's list.
pub(crate) fn accounts(home: &Household) -> Vec<usize> {
    (0..home.accounts().len())
        .filter(|index| home.serves(Upstream::Budgea, *index))
        .collect()
}

/// The facts of an account.
pub(crate) fn facts(home: &Household, index: usize) -> Facts {
    let plain = Facts {
        code: "checking",
        type_id: 2,
        older: "checking",
        parent: None,
        original_name: "COMPTE DE DEPOT",
        professional: false,
        shared_by_two: false,
        invests: false,
    };
    match index {
        CHECKING => plain,
        DEFERRED => Facts {
            code: "card",
            type_id: 9,
            older: "card",
            parent: Some(CHECKING),
            original_name: "CARTE DEBIT DIFFERE",
            ..plain
        },
        LIVRET => Facts {
            code: "livret_a",
            type_id: 27,
            older: "savings",
            original_name: "LIVRET A",
            ..plain
        },
        PEA => Facts {
            code: "pea",
            type_id: 13,
            older: "pea",
            original_name: "PLAN EPARGNE ACTIONS",
            invests: true,
            ..plain
        },
        LIFE => Facts {
            code: "lifeinsurance",
            type_id: 10,
            older: "lifeinsurance",
            original_name: "CONTRAT SERENITE",
            invests: true,
            ..plain
        },
        MORTGAGE => Facts {
            code: "loan",
            type_id: 5,
            older: "loan",
            original_name: "PRET IMMOBILIER",
            ..plain
        },
        COUPLE => Facts {
            code: "checking",
            type_id: 2,
            older: "joint",
            original_name: "COMPTE JOINT",
            shared_by_two: true,
            ..plain
        },
        YOUNG => Facts {
            code: "savings",
            type_id: 3,
            older: "savings",
            original_name: "LIVRET JEUNE",
            ..plain
        },
        WORKSHOP => Facts {
            original_name: "COMPTE PROFESSIONNEL",
            professional: true,
            ..plain
        },
        _ => match home.accounts()[index].kind {
            Kind::Savings => Facts {
                code: "savings",
                type_id: 3,
                older: "savings",
                original_name: "COMPTE EPARGNE",
                ..plain
            },
            _ => Facts {
                shared_by_two: true,
                ..plain
            },
        },
    }
}

/// The account's balance without announced rows, in minor units, on a day.
pub(crate) fn balance(home: &Household, index: usize, day: NaiveDate) -> i64 {
    let balance = home.balance(index, day);
    if home.accounts()[index].upstream.counts_pending() {
        balance - home.pending(index)
    } else {
        balance
    }
}

/// A movement as the bank shows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Movement<'a> {
    /// Known by this number as long as the household lives.
    pub(crate) number: u64,
    pub(crate) row: &'a Row,
    /// Announced, not yet booked.
    pub(crate) coming: bool,
    /// Taken away at this moment, in milliseconds since 1970.
    pub(crate) deleted: Option<i64>,
}

impl Movement<'_> {
    /// The day it is, or will be, booked.
    pub(crate) fn date(&self) -> NaiveDate {
        match (self.row.operation, self.row.posts_on) {
            (Operation::DeferredCard, Some(debit)) if self.coming => debit,
            (Operation::DeferredCard, Some(debit)) => {
                // Booked before its day when a scenario hurries; never before it was bought.
                let seen = crate::clock::day(self.row.changed);
                if self.row.posted_live {
                    debit.min(seen).max(self.row.date)
                } else {
                    debit
                }
            }
            _ => self.row.date,
        }
    }

    /// The day of the purchase or order, in the same month as the row.
    pub(crate) fn ordered(&self) -> NaiveDate {
        match self.row.operation {
            Operation::Card => {
                minus(self.row.date, self.row.id % 3).max(month_start(self.row.date))
            }
            _ => self.row.date,
        }
    }

    /// The value date; the bank tells none for what it has no word for.
    pub(crate) fn valued(&self) -> Option<NaiveDate> {
        (!self.coming && self.row.operation != Operation::Unknown).then(|| self.date())
    }

    /// When it changed last, in milliseconds since 1970.
    pub(crate) fn changed(&self) -> i64 {
        if self.coming && self.deleted.is_none() {
            self.row.created.max(self.row.changed)
        } else {
            self.row.changed
        }
    }

    /// The bank's text.
    pub(crate) fn wording(&self) -> String {
        let row = self.row;
        let payee = row.payee.to_uppercase();
        let bought = self.ordered();
        let (day, month) = (bought.day(), bought.month());
        let abroad = row.original.map_or_else(String::new, |(minor, currency)| {
            let asked = text(-minor, currency).replace('.', ",");
            format!(" {asked} {currency}")
        });
        match row.operation {
            Operation::Card => format!("CARTE {day:02}/{month:02} {payee}{abroad}"),
            Operation::DeferredCard => format!("CARTE DIFF {day:02}/{month:02} {payee}{abroad}"),
            _ => row.wording.clone(),
        }
    }
}

/// The movements of an account in the order they were written, deleted ones included. What vanished
/// without trace at the bank is not among them.
pub(crate) fn movements(home: &Household, account: usize) -> impl Iterator<Item = Movement<'_>> {
    home.rows()
        .iter()
        .filter(move |row| row.account == account && !row.gone)
        .flat_map(|row| {
            let replaced = !row.pending && row.posts_on.is_some() && row.posted_live && !row.linked;
            let announced = replaced.then_some(Movement {
                number: row.id * 2,
                row,
                coming: true,
                deleted: Some(row.changed),
            });
            let now = Movement {
                number: row.id * 2 + u64::from(replaced),
                row,
                coming: row.pending,
                deleted: row.archived,
            };
            announced.into_iter().chain([now])
        })
}
