//! What happens to the books besides the family's life: bookings, deletions, insertions, growth.

use chrono::NaiveDate;

use super::account::{Account, CARD, CHECKING, CHOIR, JOINT, SALARY};
use super::category::Category;
use super::row::{Draft, Row};
use super::{Household, Kind, Upstream, stamp};
use crate::calendar::{minus, plus};
use crate::random::Dice;

impl Household {
    /// Writes down that something changed and returns the moment.
    pub(crate) fn change(&mut self) -> i64 {
        self.changes += 1;
        self.clock()
    }

    /// Books all pending rows of an upstream. FinWise says of every other one only which pending
    /// row it replaces.
    pub(crate) fn post_everything(&mut self, upstream: Upstream) {
        let now = self.change();
        let mut turn = 0;
        for index in 0..self.rows.len() {
            let row = &self.rows[index];
            if row.pending && row.counts() && self.accounts[row.account].upstream == upstream {
                turn += 1;
                let row = &mut self.rows[index];
                row.pending = false;
                row.posted_live = true;
                row.linked = turn % 2 == 1;
                row.changed = now;
            }
        }
    }

    /// Books two announced rows, the oldest first: one stays the same row, the other gives way to
    /// a row in its place.
    pub(crate) fn post_one_of_each(&mut self, upstream: Upstream) {
        for linked in [true, false] {
            let now = self.change();
            let oldest = self.rows.iter_mut().find(|row| {
                row.pending && row.counts() && self.accounts[row.account].upstream == upstream
            });
            if let Some(row) = oldest {
                row.pending = false;
                row.linked = linked;
                row.posted_live = true;
                row.changed = now;
            }
        }
    }

    /// Gives the newest booked row of an upstream that is no transfer a text of one's own, wherever its wording is told.
    pub(crate) fn write_wording(&mut self, upstream: Upstream, text: &str) {
        let now = self.change();
        let newest = self.rows.iter_mut().rev().find(|row| {
            row.counts()
                && !row.pending
                && row.transfer.is_none()
                && self.accounts[row.account].upstream == upstream
        });
        if let Some(row) = newest {
            text.clone_into(&mut row.payee);
            text.clone_into(&mut row.wording);
            row.changed = now;
        }
    }

    /// Takes four rows of an upstream away: three of the last two months and one older. Wallet
    /// forgets them; FinWise archives every other one; Budgea keeps all of them, marked as deleted.
    pub(crate) fn delete_some(&mut self, upstream: Upstream) {
        let now = self.change();
        let mut dice = Dice::numbered(self.seed, "deletions", self.changes);
        let recent = minus(self.today, 55);
        let candidates = |household: &Self, fresh: bool| -> Vec<usize> {
            (0..household.rows.len())
                .filter(|&index| {
                    let row = &household.rows[index];
                    row.counts()
                        && !row.pending
                        && row.transfer.is_none()
                        && row.order.is_none()
                        && (row.date >= recent) == fresh
                        && household.accounts[row.account].upstream == upstream
                })
                .collect()
        };
        for (turn, fresh) in [true, true, true, false].into_iter().enumerate() {
            let choices = candidates(self, fresh);
            if choices.is_empty() {
                continue;
            }
            let index = *dice.pick(&choices);
            self.accounts[self.rows[index].account].changed = now;
            let row = &mut self.rows[index];
            row.changed = now;
            if upstream == Upstream::Budgea || (upstream == Upstream::Finwise && turn % 2 == 0) {
                row.archived = Some(now);
            } else {
                row.gone = true;
            }
        }
    }

    /// Takes every third booked row of an upstream away.
    pub(crate) fn delete_many(&mut self, upstream: Upstream) {
        let now = self.change();
        let mut turn = 0;
        for row in &mut self.rows {
            let account = &mut self.accounts[row.account];
            let plain = row.transfer.is_none() && row.order.is_none();
            if account.upstream != upstream || !row.counts() || row.pending || !plain {
                continue;
            }
            turn += 1;
            if turn % 3 == 0 {
                account.changed = now;
                row.changed = now;
                row.gone = true;
            }
        }
    }

    /// A purchase right now, so that every later page moves by one.
    pub(crate) fn insert_one(&mut self, upstream: Upstream) {
        self.change();
        let (account, payee) = match upstream {
            Upstream::Wallet => (CARD, "Kiosque de la Gare"),
            Upstream::Finwise => (SALARY, "Kiosk Cornavin-Sud"),
            Upstream::Budgea => (CHECKING, "Maison de la Presse"),
            Upstream::File => (CHOIR, "Maison de la Presse"),
        };
        let price = 300 + (self.changes as i64 % 9) * 15;
        let index = self.enter(Draft::new(account, -price, payee, Category::Reading).by_card());
        self.touch(index);
    }

    /// Dates a row's writing to this moment.
    pub(crate) fn touch(&mut self, index: usize) {
        let now = self.clock();
        self.rows[index].created = now;
        self.rows[index].changed = now;
    }

    /// Deletes the newest booked purchase of an upstream's main account, so that every later page
    /// moves back by one: for good, or on Budgea with a mark.
    pub(crate) fn delete_newest(&mut self, upstream: Upstream) {
        let now = self.change();
        let account = match upstream {
            Upstream::Wallet => JOINT,
            Upstream::Finwise => SALARY,
            Upstream::Budgea => CHECKING,
            Upstream::File => CHOIR,
        };
        let newest = self.rows.iter_mut().rev().find(|row| {
            row.counts()
                && row.account == account
                && !row.pending
                && row.transfer.is_none()
                && row.order.is_none()
        });
        if let Some(row) = newest {
            if upstream == Upstream::Budgea {
                row.archived = Some(now);
            } else {
                row.gone = true;
            }
            row.changed = now;
            self.accounts[account].changed = now;
        }
    }

    /// Grows to this many rows: a stall and two shops with their own accounts, one per upstream,
    /// whose takings and purchases fill the three years evenly. Growing twice changes nothing.
    pub(crate) fn grow_to(&mut self, rows: usize) {
        let have = self.count();
        let Some(missing) = rows.checked_sub(have).filter(|missing| *missing > 0) else {
            return;
        };
        self.change();
        let mut till = [0_usize; 3];
        for (slot, (key, name, currency, upstream)) in [
            ("stall", "Market stall", "EUR", Upstream::Wallet),
            ("web-shop", "Web shop", "USD", Upstream::Finwise),
            ("boutique", "Compte boutique", "EUR", Upstream::Budgea),
        ]
        .into_iter()
        .enumerate()
        {
            till[slot] = self.add_account(Account {
                key: key.to_owned(),
                name: name.to_owned(),
                kind: Kind::Current,
                currency: currency.to_owned(),
                upstream,
                number: Some(format!("77{slot:02}")),
                opening_minor: 100_000,
                opened: self.start,
                closed: None,
                bank_fed: true,
                valued: false,
                shared: true,
                changed: stamp(self.start, 480),
            });
        }
        let today = self.today;
        let days = (today - self.start).num_days().unsigned_abs() + 1;
        let mut dice = Dice::numbered(self.seed, "stall", 0);
        for number in 0..missing as u64 {
            self.today = plus(self.start, number * days / missing as u64);
            let account = till[match number % 10 {
                0..=5 => 0,
                6..=7 => 1,
                _ => 2,
            }];
            let (minor, payee, category) = if dice.chance(30) {
                (
                    dice.between(150, 6_000),
                    "Day's customers",
                    Category::Freelance,
                )
            } else {
                (-dice.between(50, 2_400), "Wholesale Brioni", Category::Home)
            };
            let text = format!("LOT {number:06}");
            let index = self.enter(
                Draft::new(account, minor, payee, category)
                    .at(360 + (number % 700) as u32)
                    .worded(text),
            );
            self.rows[index].changed = self.rows[index].created;
        }
        self.today = today;
    }

    /// Writes a row by hand on any day and returns its number.
    pub(crate) fn write_by_hand(&mut self, date: NaiveDate, draft: Draft) -> u64 {
        self.change();
        let today = std::mem::replace(&mut self.today, date);
        let index = self.enter(draft);
        self.today = today;
        self.touch(index);
        self.rows[index].id
    }

    /// Adds an account and returns its index.
    pub(crate) fn add_account(&mut self, account: Account) -> usize {
        self.running.push(account.opening_minor);
        self.accounts.push(account);
        self.accounts.len() - 1
    }

    /// The account at an index, to be changed by its upstream.
    pub(crate) fn account_mut(&mut self, index: usize) -> &mut Account {
        &mut self.accounts[index]
    }

    /// The row with a number, to be changed by its upstream.
    pub(crate) fn row_mut(&mut self, id: u64) -> Option<&mut Row> {
        self.rows.get_mut(usize::try_from(id.checked_sub(1)?).ok()?)
    }
}
