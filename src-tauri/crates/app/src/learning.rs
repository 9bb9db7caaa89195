//! The learner of the open book: trained on what the person said, kept while the book is open, taught by each correction.

use std::collections::HashMap;

use domain::ids::{AccountId, BatchId, CategoryId};
use engine::categorise::{Because, Model, Row};
use store::{CategoryBy, Transaction, TransactionFilter, View, Whence};

use crate::commands::transactions::leaves;

/// Rows that the person confirmed before the learner files anything by itself.
pub(crate) const ENOUGH: usize = 20;

/// The learner and what it was made of.
pub(crate) struct Learner {
    model: Model,
    /// Categories by their place.
    chart: Vec<(CategoryId, String)>,
    accounts: HashMap<AccountId, u32>,
    /// The newest batch when it was trained.
    as_of: Option<BatchId>,
    confirmed: usize,
}

/// What the learner would file a row under.
#[derive(Debug, Clone)]
pub(crate) struct Guess {
    pub(crate) category: CategoryId,
    /// How sure, in hundredths, towards zero.
    pub(crate) percent: u8,
    /// Closed words, the strongest first.
    pub(crate) because: Vec<&'static str>,
}

fn chart(view: &View<'_>) -> store::Result<Vec<(CategoryId, String)>> {
    let all = view.categories()?;
    Ok(leaves(&all)
        .map(|(category, _)| (category.id, category.name.clone()))
        .collect())
}

/// The text that names who was paid.
fn text(row: &Transaction) -> &str {
    if row.payee.trim().is_empty() {
        &row.description
    } else {
        &row.payee
    }
}

impl Learner {
    /// Trains on every row: those that the person or a rule of the person's filed, and those that came filed from a file, as
    /// another program's book has them, say where; the others say what their account is like.
    fn train(view: &View<'_>) -> store::Result<Self> {
        let chart = chart(view)?;
        let place: HashMap<CategoryId, u16> = chart
            .iter()
            .enumerate()
            .filter_map(|(place, (id, _))| Some((*id, u16::try_from(place).ok()?)))
            .collect();
        let mut accounts = HashMap::new();
        let mut rows: Vec<(u32, Transaction, Option<u16>)> = Vec::new();
        let mut confirmed = 0;
        view.each_whole_row(&TransactionFilter::default(), None, &mut |whole| {
            let row = whole.row;
            let next = crate::dto::length(accounts.len());
            let account = *accounts.entry(row.account).or_insert(next);
            // What a split row is filed under, its parts say, and they say it of themselves alone.
            if row.transfer.is_some() || row.is_split() {
                return Ok(true);
            }
            let known = match row.category_by {
                CategoryBy::Person | CategoryBy::Rule => true,
                CategoryBy::Upstream => view.whence(row.id)? == Whence::File,
                CategoryBy::Nobody | CategoryBy::Guess => false,
            };
            let category = row.category.filter(|_| known);
            let category = category.and_then(|id| place.get(&id).copied());
            let said = matches!(row.category_by, CategoryBy::Person | CategoryBy::Rule);
            confirmed += usize::from(said && row.category.is_some());
            rows.push((account, row, category));
            Ok(true)
        })?;
        let names: Vec<&str> = chart.iter().map(|(_, name)| name.as_str()).collect();
        let seen: Vec<(Row<'_>, Option<u16>)> = rows
            .iter()
            .map(|(account, row, category)| (as_seen(*account, row), *category))
            .collect();
        let model = Model::train(&names, &seen);
        Ok(Self {
            model,
            chart,
            accounts,
            as_of: view.newest_batch()?,
            confirmed,
        })
    }

    /// Rows confirmed, those of since it was trained included.
    pub(crate) const fn confirmed(&self) -> usize {
        self.confirmed
    }

    /// What a row most likely is.
    pub(crate) fn guess(&mut self, row: &Transaction) -> Option<Guess> {
        let account = self.account(row.account);
        let found = self.model.suggest(&as_seen(account, row))?;
        let (category, _) = self.chart.get(usize::from(found.category))?;
        Some(Guess {
            category: *category,
            percent: (found.confidence * 100.0).floor().clamp(0.0, 100.0) as u8,
            because: found.because.into_iter().map(word).collect(),
        })
    }

    /// The person filed a row.
    fn learn(&mut self, row: &Transaction, category: CategoryId) {
        let account = self.account(row.account);
        let place = self.chart.iter().position(|(id, _)| *id == category);
        if let Some(place) = place.and_then(|place| u16::try_from(place).ok()) {
            self.model.learn(&as_seen(account, row), place);
            self.confirmed += 1;
        }
    }

    fn account(&mut self, id: AccountId) -> u32 {
        let next = crate::dto::length(self.accounts.len());
        *self.accounts.entry(id).or_insert(next)
    }
}

fn as_seen(account: u32, row: &Transaction) -> Row<'_> {
    Row {
        account,
        date: row.date,
        minor: row.amount.minor,
        text: text(row),
    }
}

const fn word(because: Because) -> &'static str {
    match because {
        Because::Payee => "payee",
        Because::PayeeAndAmount => "payee_and_amount",
        Because::SimilarPayee => "similar_payee",
        Because::Trade => "trade",
        Because::Amount => "amount",
        Because::Account => "account",
        Because::OtherAccounts => "other_accounts",
        Because::Words => "words",
        Because::KnownName => "known_name",
    }
}

/// How new the learner has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// Trained on the book as it stands.
    Fresh,
    /// Trained since the book was opened, and taught since.
    Taught,
}

/// Makes sure that a learner of this book and this chart is there, and lends it.
pub(crate) fn with_learner<T>(
    kept: &std::sync::Mutex<Option<Learner>>,
    view: &View<'_>,
    age: Age,
    ask: impl FnOnce(&mut Learner) -> store::Result<T>,
) -> store::Result<T> {
    let mut kept = crate::locked(kept);
    let usable = match kept.as_ref() {
        None => false,
        Some(learner) => match age {
            Age::Fresh => learner.as_of == view.newest_batch()?,
            Age::Taught => learner.chart == chart(view)?,
        },
    };
    if !usable {
        *kept = Some(Learner::train(view)?);
    }
    match kept.as_mut() {
        Some(learner) => ask(learner),
        None => Err(store::Error::Panicked),
    }
}

/// Teaches a learner that is there; one that is not will learn from the book.
pub(crate) fn teach(
    kept: &std::sync::Mutex<Option<Learner>>,
    rows: &[Transaction],
    category: CategoryId,
) {
    if let Some(learner) = crate::locked(kept).as_mut() {
        for row in rows.iter().filter(|row| row.transfer.is_none()) {
            learner.learn(row, category);
        }
    }
}
