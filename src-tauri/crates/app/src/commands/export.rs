//! Files for other programs: what is asked for, made from one consistent state of the book, row by row.
//!
//! A file takes its name when it is whole; until then, and when anything fails, what stood there before stays.

mod frame;
mod plain;
mod small;
mod whole;
mod write;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use contract::types::{
    ExportDates, ExportFormat, ExportNote, ExportReport, ExportReq, ExportWhat, JobKind,
    JobProgress,
};
use domain::ids::{AccountId, BatchId};
use export::{Dates, DocumentFormat, TableFormat};

use crate::ports::FileKind;
use crate::session::blocking;
use crate::{App, Failure, Report, dto};
use small::Small;

impl From<export::Error> for Failure {
    fn from(error: export::Error) -> Self {
        match error {
            export::Error::Io(error) => Self::File(error),
            export::Error::OnlyOne => Self::invalid("account", "one_account"),
            export::Error::Overflow => Self::Store(store::Error::Overflow),
            error @ (export::Error::Workbook(_)
            | export::Error::Parquet(_)
            | export::Error::UnknownAccount) => Self::internal(error),
        }
    }
}

/// What kind of file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Tables(TableFormat),
    Document(DocumentFormat),
    /// A file of this format for each table.
    Folder(TableFormat),
    Sqlite,
}

/// A request that makes sense.
#[derive(Debug, Clone)]
struct Asked {
    what: ExportWhat,
    target: Target,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    account: Option<AccountId>,
    text: String,
    since: Option<BatchId>,
    dates: Dates,
    guard: bool,
}

fn target(format: ExportFormat, what: ExportWhat) -> Target {
    match format {
        ExportFormat::Parquet if what == ExportWhat::All => Target::Folder(TableFormat::Parquet),
        ExportFormat::Parquet => Target::Tables(TableFormat::Parquet),
        ExportFormat::Csv => Target::Tables(TableFormat::Csv),
        ExportFormat::Json => Target::Tables(TableFormat::Json),
        ExportFormat::Xlsx => Target::Tables(TableFormat::Xlsx),
        ExportFormat::Ledger => Target::Document(DocumentFormat::Ledger),
        ExportFormat::Hledger => Target::Document(DocumentFormat::Hledger),
        ExportFormat::Beancount => Target::Document(DocumentFormat::Beancount),
        ExportFormat::Qif => Target::Document(DocumentFormat::Qif),
        ExportFormat::Ofx => Target::Document(DocumentFormat::Ofx),
        ExportFormat::Xero => Target::Document(DocumentFormat::Xero),
        ExportFormat::Quickbooks => Target::Document(DocumentFormat::QuickBooks),
        ExportFormat::Folder => Target::Folder(TableFormat::Csv),
        ExportFormat::Sqlite => Target::Sqlite,
    }
}

fn asked(request: ExportReq) -> Result<Asked, Failure> {
    let target = target(request.format, request.what);
    let fits = match target {
        Target::Tables(TableFormat::Csv) => request.what != ExportWhat::All,
        Target::Tables(_) => true,
        // The tables of everything, whatever was named.
        Target::Folder(_) | Target::Sqlite => request.what == ExportWhat::All,
        Target::Document(_) => request.what == ExportWhat::Transactions,
    };
    if !fits {
        return Err(Failure::invalid("format", "does_not_hold_this"));
    }
    if target == Target::Sqlite && !request.unencrypted {
        return Err(Failure::invalid("unencrypted", "not_confirmed"));
    }
    let since = request
        .since
        .as_deref()
        .map(|text| text.parse().map(BatchId))
        .transpose()
        .map_err(|_| Failure::invalid("since", "cursor"))?;
    let of_changes =
        matches!(target, Target::Tables(_)) && request.what == ExportWhat::Transactions;
    if since.is_some() && !of_changes {
        return Err(Failure::invalid("since", "needs_a_table"));
    }
    let (from, to) = (
        dto::optional_date("from", request.from.as_deref())?,
        dto::optional_date("to", request.to.as_deref())?,
    );
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(Failure::invalid("to", "before_from"));
    }
    Ok(Asked {
        what: request.what,
        target,
        from,
        to,
        account: request
            .account
            .as_deref()
            .map(|id| dto::id("account", id))
            .transpose()?,
        text: request.text,
        since,
        dates: match request.dates {
            None | Some(ExportDates::Usual) => Dates::Usual,
            Some(ExportDates::MonthFirst) => Dates::MonthFirst,
            Some(ExportDates::DayFirst) => Dates::DayFirst,
            Some(ExportDates::Iso) => Dates::Iso,
        },
        guard: !request.raw_text,
    })
}

/// What a file is called for people, and its ending.
const fn kind(format: ExportFormat, what: ExportWhat) -> (&'static str, &'static str) {
    match format {
        ExportFormat::Parquet if matches!(what, ExportWhat::All) => ("", ""),
        ExportFormat::Parquet => ("Parquet", "parquet"),
        ExportFormat::Csv | ExportFormat::Xero | ExportFormat::Quickbooks => ("CSV", "csv"),
        ExportFormat::Json => ("JSON", "jsonl"),
        ExportFormat::Xlsx => ("XLSX", "xlsx"),
        ExportFormat::Ledger => ("Ledger", "ledger"),
        ExportFormat::Hledger => ("hledger", "journal"),
        ExportFormat::Beancount => ("Beancount", "beancount"),
        ExportFormat::Qif => ("QIF", "qif"),
        ExportFormat::Ofx => ("OFX", "ofx"),
        ExportFormat::Folder => ("", ""),
        ExportFormat::Sqlite => ("SQLite", "sqlite"),
    }
}

const fn stem(what: ExportWhat) -> &'static str {
    match what {
        ExportWhat::Transactions => "transactions",
        ExportWhat::Accounts => "accounts",
        ExportWhat::Budgets => "budgets",
        ExportWhat::NetWorth => "net-worth",
        ExportWhat::All => "coffer",
    }
}

pub(crate) async fn export_run(
    app: &App,
    request: ExportReq,
    report: Report<JobProgress>,
) -> Result<ExportReport, Failure> {
    let checked = asked(request.clone())?;
    app.open()?;
    let name = format!("{}-{}", stem(request.what), app.today());
    let (label, extension) = kind(request.format, request.what);
    let dialogs = app.ports().dialogs.clone();
    let path = blocking(move || {
        Ok(if extension.is_empty() {
            dialogs.pick_folder().map(|folder| folder.join(name))
        } else {
            let kind = FileKind::Data { label, extension };
            dialogs.save_file(&format!("{name}.{extension}"), kind)
        })
    })
    .await?;
    match path {
        Some(path) => write_to(app, checked, path, report).await,
        None => Ok(ExportReport {
            file: None,
            rows: 0,
            cursor: None,
            notes: Vec::new(),
        }),
    }
}

async fn write_to(
    app: &App,
    asked: Asked,
    path: PathBuf,
    report: Report<JobProgress>,
) -> Result<ExportReport, Failure> {
    let place = app
        .inner
        .jobs
        .enter(report.job(), JobKind::Export, app.now())?;
    let small = Small::gather(app, &asked).await?;
    let context = write::Context {
        base: app.base_currency().await?,
        today: app.today(),
        cancelled: place.cancelled(),
        report,
    };
    let file = name_of(&path);
    let done = app
        .read(move |view| Ok(write::to_path(view, &asked, &small, &context, &path)))
        .await??;
    let mut notes = done.notes;
    notes.push(ExportNote::NotEncrypted);
    Ok(ExportReport {
        file: Some(file),
        rows: dto::count(done.rows),
        cursor: done.cursor.map(|batch| batch.to_string()),
        notes,
    })
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

impl App {
    /// Writes a file (or folder) for another program at this path.
    pub async fn export_to(
        &self,
        request: ExportReq,
        path: PathBuf,
        report: Report<JobProgress>,
    ) -> Result<ExportReport, contract::ApiError> {
        let outcome = match asked(request) {
            Ok(asked) => write_to(self, asked, path, report).await,
            Err(failure) => Err(failure),
        };
        outcome.map_err(|failure| failure.cross("export_run"))
    }
}
