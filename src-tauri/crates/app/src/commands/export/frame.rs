//! What stands around the rows: accounts with their balances, the chart, the days, and how a row of the book is one of a
//! file.

use std::collections::HashMap;

use chrono::NaiveDate;
use contract::types::ExportNote;
use domain::ids::CategoryId;
use export::{Account, Book, Category, Ends, OtherLeg, Row};
use money::{Currency, Money};
use store::{TransactionFilter, View, WholeRow};

use super::Asked;
use crate::Failure;

/// A frame, and which rows go into it.
pub(super) struct Frame {
    pub(super) book: Book,
    pub(super) filter: TransactionFilter,
    /// Rows are a selection: whatever is not searched for is missing.
    pub(super) selection: bool,
    pub(super) notes: Vec<ExportNote>,
}

impl Frame {
    pub(super) fn of(
        view: &View<'_>,
        asked: &Asked,
        base: Currency,
        today: NaiveDate,
    ) -> Result<Self, Failure> {
        let mut filter =
            crate::commands::search::understand(view, &asked.text, base, today)?.filter;
        let selection = !asked.text.trim().is_empty() || asked.since.is_some();
        filter.from = filter.from.max(asked.from);
        filter.to = match (filter.to, asked.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        filter.with_deleted = asked.since.is_some();
        if let Some(account) = asked.account {
            // Refuses an account that is not there.
            view.account(account, today)?;
            filter.accounts = vec![account];
        }
        let mut accounts = view.accounts(today)?;
        if !filter.accounts.is_empty() {
            accounts.retain(|account| filter.accounts.contains(&account.id));
        }
        // Named one by one, so that rows which another source tells as well are there, marked as not counted.
        filter.accounts = accounts.iter().map(|account| account.id).collect();
        let span = span(view, &filter)?;
        let mut notes = Vec::new();
        let mut framed = Vec::new();
        for account in accounts {
            let ends = match span {
                _ if selection => None,
                _ if account.mirror_of.is_some() => {
                    notes.push(ExportNote::RuledByAnother);
                    None
                }
                Some(span) => Some(ends(view, &account, span)?),
                None => Some(Ends {
                    opening: account.opening,
                    closing: account.opening,
                    stated: Some(account.balance).filter(|stated| *stated != account.opening),
                }),
            };
            framed.push(Account {
                id: account.id,
                name: account.name,
                kind: account.kind,
                currency: account.currency,
                iban: account.iban,
                number: account.number,
                institution: account.institution,
                ends,
            });
        }
        if selection {
            notes.push(ExportNote::Selection);
        }
        notes.dedup();
        Ok(Self {
            book: Book::new(framed, chart(view)?, span, base, today),
            filter,
            selection,
            notes,
        })
    }

    /// A row of the book as one of the file.
    pub(super) fn row(&self, whole: WholeRow) -> Row {
        let WholeRow {
            row,
            counted,
            other,
        } = whole;
        let parts = row
            .parts()
            .into_iter()
            .map(|part| export::Part {
                amount: part.amount,
                category: part.category,
                note: part.note,
            })
            .collect();
        Row {
            id: row.id,
            account: row.account,
            date: row.date,
            value_date: row.value_date,
            amount: row.amount,
            original: row.original,
            payee: row.payee,
            description: row.description,
            note: row.note,
            category: row.category,
            tags: row.tags,
            status: row.status,
            counted,
            in_reports: counted && !row.off_reports,
            deleted: row.deleted.map(domain::transaction::DeletedReason::as_str),
            other: other.map(|other| OtherLeg {
                comes: !self.selection
                    && other.counted
                    && self.book.place(other.account).is_some()
                    && self.filter.from.is_none_or(|from| other.date >= from)
                    && self.filter.to.is_none_or(|to| other.date <= to),
                id: other.id,
                account: other.account,
                account_name: other.account_name,
                date: other.date,
                amount: other.amount,
                payee: other.payee,
                note: other.note,
            }),
            parts,
        }
    }
}

/// First and last day of the rows, within the range asked for.
fn span(
    view: &View<'_>,
    filter: &TransactionFilter,
) -> Result<Option<(NaiveDate, NaiveDate)>, Failure> {
    let Some((first, last)) = view.span()? else {
        return Ok(None);
    };
    let first = filter.from.map_or(first, |from| from.max(first));
    let last = filter.to.map_or(last, |to| to.min(last));
    // Outside of the book's days there is nothing but balances.
    Ok(Some((first.min(last), last)))
}

fn ends(
    view: &View<'_>,
    account: &store::Account,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Ends, Failure> {
    let before = first.pred_opt().unwrap_or(first);
    let closing = view.ledger_balance(account.id, last)?;
    let shown = view
        .daily_balances(&[account.id], last, last)?
        .first()
        .and_then(|series| series.minor.first().copied())
        .map(|minor| Money::new(minor, account.currency));
    Ok(Ends {
        opening: view.ledger_balance(account.id, before)?,
        closing,
        stated: shown.filter(|shown| *shown != closing),
    })
}

fn chart(view: &View<'_>) -> Result<Vec<Category>, Failure> {
    let all = view.categories()?;
    let names: HashMap<CategoryId, String> = all
        .iter()
        .map(|category| (category.id, category.name.clone()))
        .collect();
    Ok(all
        .into_iter()
        .map(|category| Category {
            id: category.id,
            group: category.parent.and_then(|id| names.get(&id).cloned()),
            name: category.name,
            kind: category.kind,
        })
        .collect())
}
