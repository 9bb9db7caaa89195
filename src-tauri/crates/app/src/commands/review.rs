//! The review: what waits for a category with what it most likely is, and what was filed by itself.

use std::collections::HashMap;

use contract::types::{
    Filed, Grounds, Nothing, ReviewGroup, ReviewList, ReviewReq, ReviewShow, Suggested,
};
use domain::ids::{PayeeId, TransactionId};
use money::{Currency, Money};
use store::{CategoryBy, Filing, Origin, OriginKind, Transaction, TransactionFilter, View};

use crate::filing::{fill, is_open};
use crate::learning::{Age, Guess, Learner, with_learner};
use crate::{App, Failure, dto};

/// Most groups of an answer.
const MOST: usize = 200;

fn grounds(word: &str) -> Option<Grounds> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

/// The stored words of a filing's grounds.
pub(crate) fn grounds_of(because: &str) -> Vec<Grounds> {
    because.split(' ').filter_map(grounds).collect()
}

fn suggested(guess: &Guess) -> Suggested {
    Suggested {
        category: guess.category.to_string(),
        percent: u32::from(guess.percent),
        because: guess
            .because
            .iter()
            .filter_map(|word| grounds(word))
            .collect(),
    }
}

/// Rows that nobody filed, each with whether a rule left it for the person.
type Open = Vec<(Transaction, bool)>;

/// Rows that wait for the person, and rows that were filed by what was learned.
fn waiting(view: &View<'_>) -> store::Result<(Open, Vec<Transaction>)> {
    let notes = view.filing_notes()?;
    let asked = |id: TransactionId| notes.get(&id).is_some_and(|note| note.asked);
    let mut open = Vec::new();
    let mut filed = Vec::new();
    let filter = TransactionFilter {
        category_by: vec![CategoryBy::Nobody, CategoryBy::Guess],
        off_reports: Some(false),
        ..TransactionFilter::default()
    };
    view.each_whole_row(&filter, None, &mut |whole| {
        let row = whole.row;
        if row.category_by == CategoryBy::Guess {
            filed.push(row);
        } else if is_open(&row) {
            let asked = asked(row.id);
            open.push((row, asked));
        }
        Ok(true)
    })?;
    for (id, note) in &notes {
        if note.asked {
            let row = view.transaction(*id)?;
            let by_others = !matches!(
                row.category_by,
                CategoryBy::Person | CategoryBy::Nobody | CategoryBy::Guess
            );
            if by_others && row.deleted.is_none() {
                open.push((row, true));
            }
        }
    }
    Ok((open, filed))
}

pub(crate) async fn review_list(app: &App, request: ReviewReq) -> Result<ReviewList, Failure> {
    let above = app.settings().await?.file_above;
    let base = app.base_currency().await?;
    let today = app.today();
    let open_book = app.open()?;
    let limit = (request.limit as usize).min(MOST);
    app.read(move |view| {
        let (open, filed) = waiting(view)?;
        let (open_count, filed_count) = (dto::length(open.len()), dto::length(filed.len()));
        let rows: Open = match request.show {
            ReviewShow::Open => open,
            ReviewShow::Filed => filed.into_iter().map(|row| (row, false)).collect(),
        };
        let names = view.account_names()?;
        let groups = grouped(view, rows, base, today)?;
        with_learner(&open_book.learner, view, Age::Taught, |learner| {
            let groups = groups
                .into_iter()
                .take(limit)
                .map(|group| {
                    let suggestion = suggestion(view, learner, &group)?;
                    Ok(ReviewGroup {
                        payee: group.newest.payee.clone(),
                        ids: group.ids.iter().map(ToString::to_string).collect(),
                        newest: super::transactions::wire_row(&group.newest, &names),
                        sum: dto::money(group.sum),
                        suggestion,
                        asked: group.asked,
                    })
                })
                .collect::<store::Result<Vec<_>>>()?;
            Ok(ReviewList {
                groups,
                open: open_count,
                filed: filed_count,
                above,
                confirmed: dto::length(learner.confirmed()),
                enough: dto::length(crate::learning::ENOUGH),
            })
        })
    })
    .await
}

struct Group {
    ids: Vec<TransactionId>,
    newest: Transaction,
    sum: Money,
    asked: bool,
}

/// Rows by payee, currency and direction, most money first; what cannot be converted comes last.
fn grouped(
    view: &View<'_>,
    rows: Open,
    base: Currency,
    today: chrono::NaiveDate,
) -> store::Result<Vec<Group>> {
    let mut groups: HashMap<(PayeeId, Currency, bool, bool), Group> = HashMap::new();
    for (row, asked) in rows {
        let key = (
            row.payee_id,
            row.amount.currency,
            row.amount.minor > 0,
            asked,
        );
        if let Some(group) = groups.get_mut(&key) {
            group.sum = group
                .sum
                .checked_add(row.amount)
                .map_err(|_| store::Error::Overflow)?;
            group.ids.push(row.id);
            if (row.date, row.id) > (group.newest.date, group.newest.id) {
                group.newest = row;
            }
        } else {
            groups.insert(
                key,
                Group {
                    ids: vec![row.id],
                    sum: row.amount,
                    newest: row,
                    asked,
                },
            );
        }
    }
    let mut sized: Vec<(i64, Group)> = groups
        .into_values()
        .map(|mut group| {
            group.ids.sort_unstable();
            group.ids.reverse();
            let size = super::transactions::sum_in(view, &[group.sum], base, today)?
                .and_then(|sum| Money::parse(&sum.amount, base).ok())
                .map_or(0, |sum| sum.minor.saturating_abs());
            Ok((size, group))
        })
        .collect::<store::Result<_>>()?;
    sized.sort_by(|(a, one), (b, other)| {
        b.cmp(a)
            .then_with(|| other.newest.date.cmp(&one.newest.date))
            .then_with(|| one.newest.id.cmp(&other.newest.id))
    });
    Ok(sized.into_iter().map(|(_, group)| group).collect())
}

fn suggestion(
    view: &View<'_>,
    learner: &mut Learner,
    group: &Group,
) -> store::Result<Option<Suggested>> {
    if let Some(category) = group.newest.category {
        let note = view.filing_note(group.newest.id)?;
        return Ok(Some(Suggested {
            category: category.to_string(),
            percent: note
                .as_ref()
                .and_then(|note| note.percent)
                .map_or(100, u32::from),
            because: note.map_or_else(Vec::new, |note| grounds_of(&note.because)),
        }));
    }
    Ok(learner.guess(&group.newest).as_ref().map(suggested))
}

/// Files every open row that the learner is sure enough of, as one batch.
pub(crate) async fn review_file(app: &App, _: Nothing) -> Result<Filed, Failure> {
    let above = app.settings().await?.file_above;
    if above == 0 {
        return Err(Failure::invalid("fileAbove", "off"));
    }
    let open_book = app.open()?;
    let filings = app
        .read(move |view| {
            let (open, _) = waiting(view)?;
            if !view.has_confirmed(crate::learning::ENOUGH)? {
                return Ok(Vec::new());
            }
            with_learner(&open_book.learner, view, Age::Fresh, |learner| {
                let mut filings = Vec::new();
                for (row, asked) in open {
                    if asked || !is_open(&row) {
                        continue;
                    }
                    let mut filing = Filing::nothing(row.id);
                    fill(learner, above, &row, &mut filing);
                    if !filing.is_nothing() {
                        filings.push(filing);
                    }
                }
                Ok(filings)
            })
        })
        .await?;
    let origin = Origin::new(OriginKind::Rule, "filed", app.now());
    let written = app
        .write(origin, move |writing| writing.file_rows(&filings))
        .await?;
    Ok(Filed {
        batch: written.batch.map(|batch| batch.to_string()),
        rows: dto::count(written.value),
    })
}
