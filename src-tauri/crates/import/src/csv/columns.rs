//! Which column holds what: by the words of the header, checked against what the cells hold, or by the cells alone.

use std::collections::HashSet;

use crate::iban;
use crate::mapping::{ColumnRef, Columns};
use crate::number::currency_word;

use super::dates::DateCell;
use super::sheet::{AMERICA, EUROPE, Record, amount_in, looks_like_amount, looks_like_row};
use super::words::{Role, Way, roles, way};

/// What the cells of one column hold, over the sample's rows.
#[derive(Debug, Default, Clone)]
pub(super) struct Stats {
    pub(super) rows: usize,
    pub(super) filled: usize,
    pub(super) dates: usize,
    pub(super) amounts: usize,
    pub(super) negatives: usize,
    pub(super) fractions: usize,
    pub(super) zeros: usize,
    pub(super) currencies: usize,
    pub(super) ibans: usize,
    pub(super) ways: usize,
    pub(super) letters: usize,
    pub(super) distinct: usize,
}

impl Stats {
    fn mostly(part: usize, of: usize) -> bool {
        of > 0 && part * 10 >= of * 8
    }

    pub(super) fn is_date(&self) -> bool {
        Self::mostly(self.dates, self.filled)
    }

    pub(super) fn is_money(&self) -> bool {
        Self::mostly(self.amounts, self.filled) && !self.is_date()
    }

    fn is_full(&self) -> bool {
        Self::mostly(self.filled, self.rows)
    }

    /// Text rather than numbers or dates.
    fn is_text(&self) -> bool {
        self.filled > 0 && !self.is_date() && !self.is_money()
    }
}

/// What the columns were found to hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) columns: Columns,
    /// The signed amount.
    pub(super) amount: Option<usize>,
    /// Money out and money in, apart.
    pub(super) pair: Option<(usize, usize)>,
    /// Nothing names which of the pair is which.
    pub(super) pair_unnamed: bool,
    /// Several columns could be the amount and no balance proves which.
    pub(super) unproved: bool,
    /// A column of direction words.
    pub(super) direction: Option<usize>,
    /// The header's words did not fit the cells: found by content.
    pub(super) by_content: bool,
    /// What each column holds.
    pub(super) stats: Vec<Stats>,
}

/// Where the table begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// Index of the header record.
    pub(super) header: Option<usize>,
    /// Index of the first record that may be a row.
    pub(super) first: usize,
}

/// Finds the header: the record before the first row whose cells are most like names of columns.
pub(super) fn start(records: &[Record]) -> Option<Start> {
    let first_row = records.iter().position(looks_like_row);
    let before = &records[..first_row.unwrap_or(records.len())];
    let mut best: Option<(usize, usize)> = None;
    for (at, record) in before.iter().enumerate().take(200) {
        let dated = record
            .cells
            .iter()
            .any(|cell| DateCell::read(cell).is_some());
        if record.filled() < 2 || dated {
            continue;
        }
        let mut score = 0;
        let mut firm = 0;
        for cell in &record.cells {
            let found = roles(cell);
            score += found
                .iter()
                .map(|(_, firm)| usize::from(*firm))
                .max()
                .unwrap_or(0);
            firm += usize::from(found.iter().any(|(_, strength)| *strength == 3));
        }
        // Two names at least; the nearer one to the rows wins among equals.
        if score >= 5 && firm >= 1 && best.is_none_or(|(top, _)| score >= top) {
            best = Some((score, at));
        }
    }
    match (best, first_row) {
        (Some((_, header)), _) => Some(Start {
            header: Some(header),
            first: header + 1,
        }),
        (None, Some(first)) => {
            // A record of as many words as the row has cells, right above it, is a header in words not known here.
            let above = first.checked_sub(1).filter(|above| {
                let record = &records[*above];
                record.filled() >= 2
                    && record.cells.len() == records[first].cells.len()
                    && record
                        .cells
                        .iter()
                        .all(|cell| !looks_like_amount(cell) && DateCell::read(cell).is_none())
            });
            Some(Start {
                header: above,
                first,
            })
        }
        (None, None) => None,
    }
}

/// Looks at the cells of every column.
fn stats(rows: &[&Record]) -> Vec<Stats> {
    let width = rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .min(256);
    let mut all = vec![Stats::default(); width];
    for (at, stats) in all.iter_mut().enumerate() {
        let mut values: HashSet<&str> = HashSet::new();
        stats.rows = rows.len();
        for row in rows {
            let cell = row.cell(at);
            if cell.is_empty() {
                continue;
            }
            stats.filled += 1;
            values.insert(cell);
            if DateCell::read(cell).is_some() {
                stats.dates += 1;
            } else if let Some(value) = amount_in(cell) {
                stats.amounts += 1;
                stats.negatives += usize::from(value.is_sign_negative() && !value.is_zero());
                stats.zeros += usize::from(value.is_zero());
                stats.fractions += usize::from(has_fraction(cell));
            }
            // Digits and signs alone are no currency, no account, no word.
            let bare = cell
                .bytes()
                .all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic())
                && cell.bytes().any(|byte| byte.is_ascii_digit());
            if bare {
                continue;
            }
            stats.currencies += usize::from(currency_word(cell).is_some());
            stats.ibans += usize::from(iban::shaped(cell));
            stats.ways += usize::from(way(cell).is_some_and(|way| way != Way::Neither));
            stats.letters += cell.chars().filter(|c| c.is_alphabetic()).count();
        }
        stats.distinct = values.len();
    }
    all
}

/// Written with decimals, a sign or a currency: money, not a count or a number of something.
fn has_fraction(cell: &str) -> bool {
    let tail = cell.trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = tail.bytes().rev().take_while(u8::is_ascii_digit).count();
    let mark = tail[..tail.len() - digits].chars().next_back();
    (matches!(mark, Some('.' | ',')) && digits <= 2)
        || cell.starts_with(['-', '+', '(', '$', '€', '£'])
}

/// Names the columns.
pub(super) fn find(header: Option<&Record>, rows: &[&Record]) -> Found {
    let stats = stats(rows);
    let named: Vec<Vec<(Role, u8)>> = (0..stats
        .len()
        .max(header.map_or(0, |header| header.cells.len())))
        .map(|at| header.map_or_else(Vec::new, |header| roles(header.cell(at))))
        .collect();
    let mut finder = Finder {
        header,
        stats,
        named,
    };
    finder.stats.resize_with(finder.named.len(), Stats::default);
    let mut found = finder.by_name();
    if found.columns.date.is_none()
        && !rows.is_empty()
        && (found.amount.is_some() || found.pair.is_some())
    {
        finder.date_by_content(&mut found);
    }
    let complete = found.columns.date.is_some() && (found.amount.is_some() || found.pair.is_some());
    if !complete && !rows.is_empty() {
        found = finder.by_content(found, rows);
    }
    found.stats = finder.stats;
    found
}

struct Finder<'a> {
    header: Option<&'a Record>,
    stats: Vec<Stats>,
    named: Vec<Vec<(Role, u8)>>,
}

impl Finder<'_> {
    fn column(&self, index: usize) -> ColumnRef {
        let name = self.header.map(|header| header.cell(index).to_owned());
        ColumnRef {
            index,
            name: name.filter(|name| !name.is_empty()),
        }
    }

    /// The column that carries the role most firmly, the first one among equals, if its cells fit.
    fn best(&self, role: Role, fits: impl Fn(usize, &Stats) -> bool) -> Option<usize> {
        let mut best: Option<(u8, usize)> = None;
        for (at, named) in self.named.iter().enumerate() {
            let firm = named
                .iter()
                .find(|(found, _)| *found == role)
                .map(|(_, firm)| *firm);
            if let Some(firm) = firm
                && fits(at, &self.stats[at])
                && best.is_none_or(|(top, _)| firm > top)
            {
                best = Some((firm, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn all(&self, role: Role, fits: impl Fn(usize, &Stats) -> bool) -> Vec<usize> {
        (0..self.named.len())
            .filter(|at| self.named[*at].iter().any(|(found, _)| *found == role))
            .filter(|at| fits(*at, &self.stats[*at]))
            .collect()
    }

    fn by_name(&self) -> Found {
        let mut found = Found::default();
        let no_rows = self.stats.iter().all(|stats| stats.rows == 0);
        let dated = |_: usize, stats: &Stats| {
            no_rows || (stats.is_date() && stats.filled * 2 >= stats.rows)
        };
        let date = [Role::Booked, Role::Date, Role::Bought, Role::Value]
            .into_iter()
            .find_map(|role| self.best(role, dated));
        let money = |_: usize, stats: &Stats| no_rows || stats.is_money();
        let usable = |at: usize, stats: &Stats| {
            money(at, stats) && (no_rows || stats.filled * 2 >= stats.rows)
        };
        let balance = self.best(Role::Balance, money);
        let plain_amount = self
            .best(Role::Net, usable)
            .or_else(|| self.best(Role::Amount, usable));
        // A column of a pair may be empty throughout the sample.
        let side = |at: usize, stats: &Stats| money(at, stats) || stats.filled == 0;
        let out = self.best(Role::Out, side);
        let into = self.best(Role::In, side);
        let filled = |at: usize| self.stats[at].filled > 0 || no_rows;
        match (plain_amount, out, into) {
            (Some(amount), ..) if self.named[amount].iter().any(|(_, firm)| *firm == 3) => {
                found.amount = Some(amount);
            }
            (_, Some(out), Some(into)) if out != into && (filled(out) || filled(into)) => {
                found.pair = Some((out, into));
            }
            (Some(amount), ..) => found.amount = Some(amount),
            (None, out, into) => {
                found.amount = into
                    .or(out)
                    .filter(|at| filled(*at) && Some(*at) != balance);
                // One side has a known name: the other is the column that fills its gaps.
                let other = found.amount.and_then(|at| self.complement(at, balance));
                if let (Some(at), Some(other)) = (found.amount, other) {
                    found.pair = Some(if into.is_some() {
                        (other, at)
                    } else {
                        (at, other)
                    });
                    found.amount = None;
                }
            }
        }
        // An amount column that is empty in many rows, beside a full pair, says less than the pair.
        if let (Some(amount), Some(out), Some(into)) = (found.amount, out, into)
            && out != into
            && self.stats[amount].negatives == 0
            && self.stats[out].filled > 0
            && self.stats[into].filled > 0
            && amount != out
            && amount != into
        {
            found.amount = None;
            found.pair = Some((out, into));
        }
        found.columns.date = date.map(|at| self.column(at));
        found.columns.balance = balance.map(|at| self.column(at));
        self.rest_by_name(&mut found);
        found
    }

    /// Everything but date, amount and balance.
    fn rest_by_name(&self, found: &mut Found) {
        let date = found.columns.date.as_ref().map(|column| column.index);
        let money_at = found.amount.or(found.pair.map(|(out, _)| out));
        let taken: Vec<usize> = [
            date,
            found.columns.balance.as_ref().map(|column| column.index),
            found.amount,
        ]
        .into_iter()
        .flatten()
        .chain(found.pair.into_iter().flat_map(|(out, into)| [out, into]))
        .collect();
        let free = |at: usize| !taken.contains(&at);
        let no_rows = self.stats.iter().all(|stats| stats.rows == 0);
        let columns = &mut found.columns;

        columns.value_date = self
            .best(Role::Value, |at, stats| {
                free(at) && (no_rows || stats.is_date())
            })
            .map(|at| self.column(at));
        let currencies = self.all(Role::Currency, |at, stats| {
            free(at) && (no_rows || (stats.currencies * 2 >= stats.filled && stats.currencies > 0))
        });
        columns.currency = currencies
            .into_iter()
            .min_by_key(|at| {
                // The one right behind the amount, else the nearest.
                money_at.map_or(0, |money| {
                    if *at > money {
                        at - money
                    } else {
                        (money - at) * 2 + 1
                    }
                })
            })
            .map(|at| self.column(at));
        found.direction = self.best(Role::Direction, |at, stats| {
            free(at) && stats.ways * 10 >= stats.filled * 5 && stats.ways > 0
        });

        let text = |at: usize, stats: &Stats| {
            free(at)
                && (no_rows || stats.filled > 0)
                && !stats.is_date()
                && stats.ibans * 2 <= stats.filled
        };
        // Account numbers stand under such names too: a name has letters.
        let lettered = |at: usize, stats: &Stats| {
            text(at, stats) && (no_rows || stats.letters >= stats.filled * 2)
        };
        // The holder's own name is the same in every row: a name that varies is the other side's.
        let varied = |at: usize, stats: &Stats| {
            lettered(at, stats) && (stats.rows < 2 || stats.distinct > 1)
        };
        let payee = self
            .best(Role::Payee, varied)
            .or_else(|| self.best(Role::Payee, lettered));
        // Words of direction are no text, unless there is no other.
        let mut texts = self.all(Role::Text, |at, stats| {
            text(at, stats) && (no_rows || stats.ways * 2 < stats.filled)
        });
        if texts.is_empty() {
            texts = self.all(Role::Text, text);
        }
        columns.payer = self.best(Role::Payer, text).map(|at| self.column(at));
        let payee_at = payee.or_else(|| {
            // Of several texts the one that varies most names the transaction.
            texts
                .iter()
                .copied()
                .max_by_key(|at| (self.stats[*at].distinct, std::cmp::Reverse(*at)))
        });
        let payee_at = payee_at.or_else(|| {
            // No name known: the free column with the most to read.
            let named = |at: usize| !self.named[at].is_empty();
            (0..self.stats.len())
                .filter(|at| text(*at, &self.stats[*at]) && !named(*at))
                .filter(|at| {
                    self.stats[*at].is_text()
                        && self.stats[*at].letters >= self.stats[*at].filled * 3
                })
                .max_by_key(|at| (self.stats[*at].letters, std::cmp::Reverse(*at)))
        });
        columns.payee = payee_at.map(|at| self.column(at));
        columns.memo = texts
            .into_iter()
            .filter(|at| Some(*at) != payee_at)
            .map(|at| self.column(at))
            .collect();
        columns.other_roles(self, &free, payee_at);
    }

    /// The only thing missing by name is the date: the first column that holds dates throughout.
    fn date_by_content(&self, found: &mut Found) {
        let mut dates = (0..self.stats.len())
            .filter(|at| self.stats[*at].is_date() && self.stats[*at].is_full());
        found.columns.date = dates.next().map(|at| self.column(at));
        if found.columns.value_date.is_none() {
            found.columns.value_date = dates.next().map(|at| self.column(at));
        }
    }

    /// The money column that is filled exactly where `side` is not.
    fn complement(&self, side: usize, balance: Option<usize>) -> Option<usize> {
        let one = &self.stats[side];
        if Stats::mostly(one.filled, one.rows) {
            return None;
        }
        (0..self.stats.len()).find(|at| {
            let two = &self.stats[*at];
            *at != side
                && Some(*at) != balance
                && two.is_money()
                && two.filled + one.filled == one.rows
                && !self.named[*at]
                    .iter()
                    .any(|(role, _)| *role == Role::OtherAmount)
        })
    }

    /// Finds columns by what their cells hold.
    fn by_content(&self, named: Found, rows: &[&Record]) -> Found {
        let mut found = Found {
            by_content: self.header.is_some(),
            ..Found::default()
        };
        let dates: Vec<usize> = (0..self.stats.len())
            .filter(|at| self.stats[*at].is_date() && self.stats[*at].is_full())
            .collect();
        let date = named
            .columns
            .date
            .as_ref()
            .map(|column| column.index)
            .or_else(|| dates.first().copied());
        let Some(date) = date else {
            return named;
        };
        let money: Vec<usize> = (0..self.stats.len())
            .filter(|at| *at != date && self.stats[*at].is_money())
            .collect();
        let with_fractions: Vec<usize> = money
            .iter()
            .copied()
            .filter(|at| {
                self.stats[*at].fractions * 2
                    >= self.stats[*at]
                        .filled
                        .saturating_sub(self.stats[*at].zeros)
                        .max(1)
            })
            .collect();
        let money = if with_fractions.is_empty() {
            money
        } else {
            with_fractions
        };
        found.columns.date = Some(self.column(date));
        found.columns.value_date = dates
            .iter()
            .find(|at| **at != date)
            .map(|at| self.column(*at));
        self.money_by_content(&mut found, &money, rows);
        let taken: Vec<usize> = found
            .amount
            .into_iter()
            .chain(found.pair.into_iter().flat_map(|(out, into)| [out, into]))
            .chain(found.columns.balance.as_ref().map(|column| column.index))
            .chain([date])
            .collect();
        let free = |at: usize| !taken.contains(&at);
        found.columns.currency = (0..self.stats.len())
            .find(|at| {
                free(*at) && Stats::mostly(self.stats[*at].currencies, self.stats[*at].filled)
            })
            .map(|at| self.column(at));
        found.direction = (0..self.stats.len()).find(|at| {
            free(*at)
                && self.stats[*at].ways > 0
                && Stats::mostly(self.stats[*at].ways, self.stats[*at].filled)
        });
        let mut texts: Vec<usize> = (0..self.stats.len())
            .filter(|at| {
                free(*at)
                    && self.stats[*at].is_text()
                    && Some(*at) != found.direction
                    && Some(*at) != found.columns.currency.as_ref().map(|column| column.index)
            })
            .collect();
        texts
            .sort_by_key(|at| std::cmp::Reverse((self.stats[*at].letters, std::cmp::Reverse(*at))));
        found.columns.payee = texts.first().map(|at| self.column(*at));
        let mut memo: Vec<usize> = texts
            .into_iter()
            .skip(1)
            .take(3)
            .filter(|at| self.stats[*at].letters > self.stats[*at].filled * 3)
            .collect();
        memo.sort_unstable();
        found.columns.memo = memo.into_iter().map(|at| self.column(at)).collect();
        found
    }

    /// The two columns of which one runs along with the other in most rows, downwards or upwards: amount and balance.
    fn proved(&self, money: &[usize], rows: &[&Record]) -> Option<(usize, usize)> {
        let value = |row: &Record, at: usize| {
            crate::number::amount(row.cell(at), EUROPE)
                .or_else(|_| crate::number::amount(row.cell(at), AMERICA))
                .ok()
        };
        let mut best: Option<(usize, usize, usize)> = None;
        for amount in money.iter().copied().take(8) {
            for balance in money.iter().copied().take(8).filter(|at| *at != amount) {
                if !self.stats[balance].is_full() {
                    continue;
                }
                let mut hits = [0_usize; 2];
                for pair in rows.windows(2) {
                    let [one, two] = pair else { continue };
                    let (Some(before), Some(after)) = (value(one, balance), value(two, balance))
                    else {
                        continue;
                    };
                    for (hits, (from, to, row)) in hits
                        .iter_mut()
                        .zip([(before, after, two), (after, before, one)])
                    {
                        let moved = value(row, amount).filter(|moved| !moved.is_zero());
                        *hits += usize::from(
                            moved.is_some_and(|moved| from.checked_add(moved) == Some(to)),
                        );
                    }
                }
                let [down, up] = hits;
                let follows = down.max(up);
                if follows > 0
                    && follows * 2 >= rows.len() - 1
                    && best.is_none_or(|(top, ..)| follows > top)
                {
                    best = Some((follows, amount, balance));
                }
            }
        }
        best.map(|(_, amount, balance)| (amount, balance))
    }

    /// One money column is the amount; of two, the second is the balance or they are a pair; the rows will prove it.
    fn money_by_content(&self, found: &mut Found, money: &[usize], rows: &[&Record]) {
        let exclusive = |a: usize, b: usize| {
            // Never both filled with something other than zero in one row, and together always.
            let (one, two) = (&self.stats[a], &self.stats[b]);
            let full = one.filled - one.zeros + two.filled - two.zeros;
            full <= one.rows + one.rows / 20
                && full * 10 >= one.rows * 9
                && one.filled > one.zeros
                && two.filled > two.zeros
        };
        match money {
            [] => {}
            [only] => found.amount = Some(*only),
            [first, second, rest @ ..] if exclusive(*first, *second) => {
                found.pair = Some((*first, *second));
                found.pair_unnamed = true;
                found.columns.balance = rest.first().map(|at| self.column(*at));
            }
            _ if let Some((amount, balance)) = self.proved(money, rows) => {
                found.amount = Some(amount);
                found.columns.balance = Some(self.column(balance));
            }
            [first, second, ..] => {
                found.amount = Some(*first);
                found.unproved = true;
                if self.stats[*second].is_full() {
                    found.columns.balance = Some(self.column(*second));
                }
            }
        }
    }
}

impl Columns {
    fn other_roles(
        &mut self,
        finder: &Finder<'_>,
        free: &impl Fn(usize) -> bool,
        payee: Option<usize>,
    ) {
        let no_rows = finder.stats.iter().all(|stats| stats.rows == 0);
        let open = |at: usize| free(at) && Some(at) != payee;
        let steady = |at: usize, stats: &Stats| open(at) && (no_rows || stats.is_full());
        // A bare "IBAN" or "number" that changes from row to row is the other side's.
        let own = |at: usize, stats: &Stats| {
            let bare = finder.header.is_some_and(|header| {
                matches!(
                    super::words::header_name(header.cell(at)).as_str(),
                    "iban" | "konto" | "kontonummer" | "account number" | "from account"
                )
            });
            let varies = stats.distinct > 1 && stats.distinct * 3 > stats.filled;
            open(at)
                && (no_rows || stats.filled * 10 >= stats.rows * 6)
                && (no_rows || !varies || (!bare && stats.distinct <= 1.max(stats.rows / 2)))
        };
        self.account = finder.best(Role::Account, own).map(|at| finder.column(at));
        let account = self.account.as_ref().map(|column| column.index);
        self.counterparty_account = finder
            .best(Role::OtherAccount, |at, _| open(at))
            .or_else(|| {
                finder.best(Role::Account, |at, stats| {
                    open(at)
                        && Some(at) != account
                        && stats.ibans * 2 > stats.filled
                        && stats.ibans > 0
                })
            })
            .map(|at| finder.column(at));
        let loose = |at: usize, _: &Stats| open(at) && Some(at) != account;
        self.category = finder
            .best(Role::Category, loose)
            .map(|at| finder.column(at));
        self.id = finder
            .best(Role::Id, |at, stats| {
                steady(at, stats)
                    && Some(at) != account
                    && (no_rows || stats.distinct == stats.rows)
            })
            .map(|at| finder.column(at));
        self.reference = finder
            .best(Role::Reference, loose)
            .map(|at| finder.column(at));
        self.status = finder.best(Role::Status, loose).map(|at| finder.column(at));
        self.note = finder.best(Role::Note, loose).map(|at| finder.column(at));
    }
}
