//! `export`.

use std::path::PathBuf;

use app::Report;
use contract::types::{
    ExportDates, ExportFormat, ExportNote, ExportReport, ExportReq, ExportWhat, JobProgress,
};

use crate::args::{Common, DatesWritten, Exporting, FileFormat, Written};
use crate::host;
use crate::output::{Answer, Output};

const fn what(what: Written) -> ExportWhat {
    match what {
        Written::Transactions => ExportWhat::Transactions,
        Written::Accounts => ExportWhat::Accounts,
        Written::Budgets => ExportWhat::Budgets,
        Written::NetWorth => ExportWhat::NetWorth,
        Written::All => ExportWhat::All,
    }
}

const fn format(format: FileFormat) -> ExportFormat {
    match format {
        FileFormat::Csv => ExportFormat::Csv,
        FileFormat::Json => ExportFormat::Json,
        FileFormat::Xlsx => ExportFormat::Xlsx,
        FileFormat::Parquet => ExportFormat::Parquet,
        FileFormat::Ledger => ExportFormat::Ledger,
        FileFormat::Hledger => ExportFormat::Hledger,
        FileFormat::Beancount => ExportFormat::Beancount,
        FileFormat::Qif => ExportFormat::Qif,
        FileFormat::Ofx => ExportFormat::Ofx,
        FileFormat::Xero => ExportFormat::Xero,
        FileFormat::Quickbooks => ExportFormat::Quickbooks,
        FileFormat::Folder => ExportFormat::Folder,
        FileFormat::Sqlite => ExportFormat::Sqlite,
    }
}

const fn dates(dates: DatesWritten) -> ExportDates {
    match dates {
        DatesWritten::Usual => ExportDates::Usual,
        DatesWritten::MonthFirst => ExportDates::MonthFirst,
        DatesWritten::DayFirst => ExportDates::DayFirst,
        DatesWritten::Iso => ExportDates::Iso,
    }
}

pub(crate) async fn export(common: &Common, output: Output, asked: Exporting) -> Answer {
    let app = host::open(common).await?;
    let out: PathBuf = asked.out;
    let request = ExportReq {
        what: what(asked.what),
        format: format(asked.format),
        from: asked.from.map(|day| day.to_string()),
        to: asked.to.map(|day| day.to_string()),
        account: asked.account,
        text: asked.query.join(" "),
        since: asked.since,
        dates: Some(dates(asked.dates)),
        raw_text: asked.raw_text,
        unencrypted: asked.unencrypted,
    };
    let progress = Report::named(move |step: JobProgress| {
        let of = step.of.map(|of| format!(" of {of}")).unwrap_or_default();
        output.progress(&format!("{}{of} rows", step.done));
    });
    let written = app.export_to(request, out.clone(), progress).await;
    output.progress_done();
    let written = written?;
    if !output.json {
        for note in &written.notes {
            output.note(words(*note));
        }
    }
    output.either(&written, || told(&out, &written))?;
    Ok(0)
}

fn told(out: &std::path::Path, written: &ExportReport) -> String {
    let cursor = written
        .cursor
        .as_ref()
        .map(|cursor| format!(" What changes from here on: --since {cursor}."))
        .unwrap_or_default();
    format!(
        "{} transactions in {}.{cursor}\n",
        written.rows,
        out.display()
    )
}

const fn words(note: ExportNote) -> &'static str {
    match note {
        ExportNote::Selection => {
            "These are selected rows: no opening balances, and no balances to check."
        }
        ExportNote::SeveralCurrencies => {
            "QIF names no currency, and these accounts have several: export them one by one with --account."
        }
        ExportNote::MoreThanQuickbooksTakes => {
            "QuickBooks takes 1000 rows of a file: export in parts with --from and --to."
        }
        ExportNote::RuledByAnother => {
            "An account that another source tells as well has only the rows that count, and no balance."
        }
        ExportNote::MissingRates => {
            "Some currencies have no exchange rate; they were left out of sums."
        }
        ExportNote::NotEncrypted => "The file is not encrypted: whoever has it can read it.",
    }
}
