//! One consistent state of the book to a file or folder.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use connect::CancelFlag;
use contract::types::{ExportNote, ExportWhat, JobProgress};
use domain::budget::Month;
use domain::ids::{BatchId, TransactionId};
use export::{
    Cell, Document, DocumentFormat, Row, Shape, TableFormat, TableOptions, Tables, shapes,
};
use money::{Currency, Money};
use store::{Attachment, PlainTables, View};

use super::frame::Frame;
use super::small::Small;
use super::{Asked, Target, plain, whole};
use crate::{Failure, Report, dto};

/// Rows between two looks at the progress and at whether to stop.
const STRIDE: u64 = 512;
/// Rows that QuickBooks Online takes in one file.
const QUICKBOOKS_ROWS: u64 = 1000;

/// What goes along with a file.
pub(super) struct Context {
    pub(super) base: Currency,
    pub(super) today: NaiveDate,
    pub(super) cancelled: CancelFlag,
    pub(super) report: Report<JobProgress>,
}

/// What was written.
pub(super) struct Done {
    pub(super) rows: u64,
    pub(super) cursor: Option<BatchId>,
    pub(super) notes: Vec<ExportNote>,
}

struct Work<'v, 'c> {
    view: &'v View<'c>,
    asked: &'v Asked,
    small: &'v Small,
    context: &'v Context,
    frame: Frame,
    rows: u64,
    of: u64,
    /// Written rows that files are kept with.
    with_files: BTreeSet<TransactionId>,
}

pub(super) fn to_path(
    view: &View<'_>,
    asked: &Asked,
    small: &Small,
    context: &Context,
    path: &Path,
) -> Result<Done, Failure> {
    let frame = Frame::of(view, asked, context.base, context.today)?;
    let of = view.transaction_summary(&frame.filter)?.count;
    let mut work = Work {
        view,
        asked,
        small,
        context,
        frame,
        rows: 0,
        of,
        with_files: BTreeSet::new(),
    };
    match asked.target {
        Target::Document(format) => whole::write(path, |out, _| work.document(format, out))?,
        Target::Tables(format) => whole::write(path, |out, folder| {
            let options = TableOptions {
                guard_formulas: asked.guard,
                scratch: Some(folder),
            };
            let mut tables = export::tables(format, options, Box::new(out))?;
            for shape in work.shapes() {
                work.fill(shape, tables.as_mut())?;
            }
            Ok(tables.finish()?)
        })?,
        Target::Folder(format) => work.folder(format, path)?,
        Target::Sqlite => whole::write_by_path(path, |part| {
            let mut tables = Box::new(plain::SqliteTables::new(PlainTables::create(part)?));
            for shape in shapes::ALL {
                work.fill(shape, tables.as_mut())?;
            }
            tables.attachments(work.files()?.into_iter().map(|file| {
                let data = view.attachment_content(file.id)?;
                Ok((file, data))
            }))?;
            Ok(tables.finish()?)
        })?,
    }
    let mut notes = std::mem::take(&mut work.frame.notes);
    if small.missing_rates {
        notes.push(ExportNote::MissingRates);
    }
    match asked.target {
        Target::Document(DocumentFormat::QuickBooks) if work.rows > QUICKBOOKS_ROWS => {
            notes.push(ExportNote::MoreThanQuickbooksTakes);
        }
        Target::Document(DocumentFormat::Qif) => {
            let mut currencies = work.frame.book.accounts.iter().map(|one| one.currency);
            let first = currencies.next();
            if currencies.any(|other| Some(other) != first) {
                notes.push(ExportNote::SeveralCurrencies);
            }
        }
        _ => {}
    }
    Ok(Done {
        rows: work.rows,
        cursor: view.newest_batch()?,
        notes,
    })
}

impl Work<'_, '_> {
    /// The tables of a file that was asked for.
    fn shapes(&self) -> Vec<&'static Shape> {
        match self.asked.what {
            ExportWhat::Transactions => vec![&shapes::TRANSACTIONS],
            ExportWhat::Accounts => vec![&shapes::ACCOUNTS],
            ExportWhat::Budgets => vec![&shapes::BUDGETS],
            ExportWhat::NetWorth => vec![&shapes::NET_WORTH],
            ExportWhat::All => shapes::ALL.to_vec(),
        }
    }

    fn fill(&mut self, shape: &'static Shape, tables: &mut dyn Tables) -> Result<(), Failure> {
        tables.table(shape)?;
        match shape.name {
            name if name == shapes::TRANSACTIONS.name => {
                let kept: BTreeSet<TransactionId> = if self.asked.target == Target::Sqlite {
                    self.view.rows_with_attachments()?.into_iter().collect()
                } else {
                    BTreeSet::new()
                };
                let mut with_files = BTreeSet::new();
                let written = self.each(None, &mut |frame, row| {
                    if kept.contains(&row.id) {
                        with_files.insert(row.id);
                    }
                    Ok(tables.row(&shapes::transaction(&frame.book, row))?)
                });
                self.with_files = with_files;
                return written;
            }
            name if name == shapes::ACCOUNTS.name => {
                for account in &self.frame.book.accounts {
                    tables.row(&shapes::account(account))?;
                }
            }
            name if name == shapes::CATEGORIES.name => {
                for category in &self.frame.book.categories {
                    tables.row(&shapes::category(category))?;
                }
            }
            name if name == shapes::BALANCES.name => self.balances(tables)?,
            name if name == shapes::BUDGETS.name => put(tables, &self.small.budgets)?,
            _ => put(tables, &self.small.net_worth)?,
        }
        Ok(())
    }

    /// The files of the rows that were written; those of a row that was merged are the one's it went into.
    fn files(&self) -> Result<Vec<Attachment>, Failure> {
        let mut all = Vec::new();
        for row in &self.with_files {
            let of_row = self.view.attachments(*row)?;
            all.extend(of_row.into_iter().map(|file| Attachment {
                transaction: *row,
                ..file
            }));
        }
        Ok(all)
    }

    fn balances(&self, tables: &mut dyn Tables) -> Result<(), Failure> {
        let Some((first, last)) = self.frame.book.span else {
            return Ok(());
        };
        let (first, last) = (Month::of(first), Month::of(last));
        for series in self.view.month_end_balances(first, last)? {
            let Some(account) = self.frame.book.account(series.account) else {
                continue;
            };
            for (month, minor) in (first.index()..).zip(&series.minor) {
                let day = Month::from_index(month).last_day();
                let balance = Money::new(*minor, series.currency);
                tables.row(&shapes::balance(account, day, balance))?;
            }
        }
        Ok(())
    }

    fn folder(&mut self, format: TableFormat, path: &Path) -> Result<(), Failure> {
        whole::folder(path)?;
        let ending = if format == TableFormat::Parquet {
            "parquet"
        } else {
            "csv"
        };
        for shape in shapes::ALL {
            whole::write(&path.join(format!("{}.{ending}", shape.name)), |out, _| {
                let options = TableOptions {
                    guard_formulas: self.asked.guard,
                    scratch: None,
                };
                let mut tables = export::tables(format, options, Box::new(out))?;
                self.fill(shape, tables.as_mut())?;
                Ok(tables.finish()?)
            })?;
        }
        let made = self.context.today;
        let mut beside = vec![("README.md", shapes::dictionary(&shapes::ALL, made, ending))];
        // A Parquet file says what its columns hold itself; the package describes files of text.
        if format == TableFormat::Csv {
            beside.push(("datapackage.json", shapes::data_package(&shapes::ALL, made)));
        }
        for (name, text) in beside {
            whole::write(&path.join(name), |mut out, _| {
                use std::io::Write;
                out.write_all(text.as_bytes())?;
                Ok(out.flush()?)
            })?;
        }
        Ok(())
    }

    fn document(
        &mut self,
        format: DocumentFormat,
        out: std::io::BufWriter<std::fs::File>,
    ) -> Result<(), Failure> {
        // The frame is not changed while a document holds it.
        let book = self.frame.book.clone();
        let mut document = export::document(format, &book, self.asked.dates, Box::new(out))?;
        if format.by_account() {
            for place in format.account_order(&book) {
                document.account(place)?;
                let account = book.accounts[place].id;
                self.each(Some(account), &mut |_, row| {
                    document_row(&mut *document, row)
                })?;
            }
        } else {
            self.each(None, &mut |_, row| document_row(&mut *document, row))?;
        }
        Ok(document.finish()?)
    }

    /// Goes through the rows of one account or of all.
    fn each(
        &mut self,
        account: Option<domain::ids::AccountId>,
        take: &mut dyn FnMut(&Frame, &Row) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.frame.book.accounts.is_empty() {
            return Ok(());
        }
        let mut filter = self.frame.filter.clone();
        if let Some(account) = account {
            filter.accounts = vec![account];
        }
        let mut failed = None;
        let (frame, context, of) = (&self.frame, self.context, self.of);
        let mut rows = self.rows;
        self.view
            .each_whole_row(&filter, self.asked.since, &mut |whole| {
                if rows.is_multiple_of(STRIDE) {
                    if context.cancelled.is_cancelled() {
                        failed = Some(Failure::Cancelled);
                        return Ok(false);
                    }
                    context.report.step(JobProgress {
                        job: context.report.job().to_owned(),
                        done: dto::count(rows),
                        of: Some(dto::count(of)),
                        file: None,
                    });
                }
                rows += 1;
                match take(frame, &frame.row(whole)) {
                    Ok(()) => Ok(true),
                    Err(failure) => {
                        failed = Some(failure);
                        Ok(false)
                    }
                }
            })?;
        self.rows = rows;
        failed.map_or(Ok(()), Err)
    }
}

fn document_row(document: &mut dyn Document, row: &Row) -> Result<(), Failure> {
    Ok(document.row(row)?)
}

fn put(tables: &mut dyn Tables, rows: &[Vec<Cell<'static>>]) -> Result<(), Failure> {
    for row in rows {
        tables.row(row)?;
    }
    Ok(())
}
