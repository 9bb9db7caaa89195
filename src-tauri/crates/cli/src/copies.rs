//! `backup`, `restore`, `erase`.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::PathBuf;

use app::api;
use contract::types::{BookEraseReq, BookState, EraseReport, Nothing, Protection};

use crate::args::Common;
use crate::host;
use crate::output::{Answer, Ended, Output};

pub(crate) async fn backup(common: &Common, output: Output, file: PathBuf) -> Answer {
    let app = host::open(common).await?;
    let status = api::app_status(&app, Nothing {}).await?;
    // A book by passphrase keeps the one it has; one by keychain gets the one that is given, so that it opens elsewhere.
    let passphrase = match status.protection {
        Some(Protection::Keychain) => host::given_passphrase(common)?,
        _ => None,
    };
    let facts = app.backup_to(file, passphrase).await?;
    if facts.protection == Protection::Keychain {
        output.note(
            "This backup opens only on this computer, by its keychain. Give --passphrase-file or COFFER_PASSPHRASE for one that opens anywhere.",
        );
    }
    output.either(&facts, || {
        format!(
            "Wrote {} ({} bytes). It was opened and checked: {} accounts, {} transactions.\n",
            facts.file, facts.bytes, facts.accounts, facts.transactions
        )
    })?;
    Ok(0)
}

pub(crate) async fn restore(
    common: &Common,
    output: Output,
    file: PathBuf,
    replace: bool,
) -> Answer {
    let app = host::app(common)?;
    let passphrase = match app.backup_opens_by(file.clone()).await? {
        Protection::Passphrase => Some(host::passphrase(common, false)?),
        Protection::Keychain => None,
    };
    let status = app.restore_from(file, passphrase, replace).await?;
    output.either(&status, || {
        let counts = status.counts.as_ref();
        format!(
            "Restored the book in {}: {} accounts, {} transactions.\n",
            status.store_path,
            counts.map_or(0, |counts| counts.accounts),
            counts.map_or(0, |counts| counts.transactions),
        )
    })?;
    Ok(0)
}

pub(crate) async fn erase(
    common: &Common,
    output: Output,
    yes: bool,
    revoke: bool,
    anyway: bool,
) -> Answer {
    // A book that does not open can still be erased; one that does names its tokens.
    let app = match host::open(common).await {
        Ok(app) => app,
        Err(_) => host::app(common)?,
    };
    if api::app_status(&app, Nothing {}).await?.book == BookState::None {
        return Err(contract::ErrorCode::NoBook.into());
    }
    if !yes {
        if !io::stdin().is_terminal() {
            return Err(Ended::usage("Nothing was erased. Say --yes to mean it."));
        }
        output.note(
            "This erases the book, its key and its tokens from this computer. Type erase to go on:",
        );
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        if line.trim() != "erase" {
            return Err(Ended::usage("Nothing was erased."));
        }
    }
    let report = api::book_erase(
        &app,
        BookEraseReq {
            word: "erase".into(),
            revoke,
            anyway,
        },
    )
    .await?;
    output.either(&report, || told(&report))?;
    Ok(if report.erased { 0 } else { 4 })
}

fn told(report: &EraseReport) -> String {
    let mut text = String::new();
    for kept in &report.kept {
        text += &format!(
            "  {} ({}): {}{}\n",
            kept.label,
            kept.upstream_name,
            if kept.banks.is_empty() {
                "the access could not be ended".to_owned()
            } else {
                format!("still linked there: {}", kept.banks.join(", "))
            },
            kept.service_page
                .as_ref()
                .map(|page| format!("; end it at the service, see {page}"))
                .unwrap_or_default()
        );
    }
    if !report.erased {
        return format!(
            "Nothing was erased, since an access could not be ended:\n{text}Say --anyway to erase all the same.\n"
        );
    }
    text.insert_str(
        0,
        "The book, its key and its copies in its folder are gone.\n",
    );
    for gone in &report.connections {
        text += &format!(
            "  {} ({}): the token is gone here{}\n",
            gone.label,
            gone.upstream,
            gone.service_page
                .as_ref()
                .map(|page| format!("; withdraw it at the service too, see {page}"))
                .unwrap_or_default()
        );
    }
    if !report.tokens_gone {
        text +=
            "The book could not be opened to name its tokens; look for Coffer in the keychain.\n";
    }
    text
}
