//! `init`, `status`, `verify`.

use app::api;
use contract::types::{
    BookCreateReq, BookState, KeychainState, Nothing, Protection, SecretsPlace, VerifyReport,
};
use serde_json::json;

use crate::args::{Common, Protect};
use crate::host;
use crate::output::{Answer, Ended, Output, snake};

pub(crate) async fn init(
    common: &Common,
    output: Output,
    protect: Protect,
    base_currency: String,
    style: Option<String>,
) -> Answer {
    let app = host::app(common)?;
    let before = api::app_status(&app, Nothing {}).await?;
    if before.book != BookState::None {
        return Err(contract::ErrorCode::BookExists.into());
    }
    let passphrase = match protect {
        Protect::Passphrase => Some(host::passphrase(common, true)?),
        Protect::Keychain => None,
    };
    let request = BookCreateReq {
        protection: match protect {
            Protect::Passphrase => Protection::Passphrase,
            Protect::Keychain => Protection::Keychain,
        },
        passphrase,
        secrets: match (protect, before.keychain) {
            (Protect::Keychain, KeychainState::Available) => SecretsPlace::Keychain,
            _ => SecretsPlace::Book,
        },
        base_currency,
        fetch_rates: true,
        chart_style: style,
    };
    let status = api::book_create(&app, request).await?;
    output.either(&status, || {
        format!(
            "Made the book in {}.\nIt is encrypted with {}.\n",
            status.store_path,
            status.cipher.as_deref().unwrap_or("SQLCipher")
        )
    })?;
    Ok(0)
}

pub(crate) async fn status(common: &Common, output: Output) -> Answer {
    let app = host::app(common)?;
    let shut = api::app_status(&app, Nothing {}).await?;
    // A book that opens without asking is shown open; one that would ask is shown as it lies there.
    let (status, connections) = match host::open(common).await {
        Ok(app) => {
            let status = api::app_status(&app, Nothing {}).await?;
            (status, api::connections_list(&app, Nothing {}).await?)
        }
        Err(ended) if ended.code == "locked" || ended.code == "no_book" => (shut, Vec::new()),
        Err(ended) => return Err(ended),
    };
    let mut document = snake(serde_json::to_value(&status).map_err(std::io::Error::from)?);
    document["locked"] = json!(status.book != BookState::Open);
    document["connections"] = connections
        .iter()
        .map(|known| {
            json!({"id": known.id, "upstream": known.upstream, "label": known.label,
                   "state": known.state, "last_success": known.last_success})
        })
        .collect();
    output.either(&document, || {
        let mut text = format!("Book      {}\n", status.store_path);
        let state = match status.book {
            BookState::None => "none yet; make one with `coffer init`",
            BookState::Locked => "locked",
            BookState::Open => "open",
            BookState::Broken => "cannot be opened",
        };
        text += &format!("State     {state}\n");
        if let (Some(cipher), Some(schema)) = (&status.cipher, status.schema) {
            text += &format!("Cipher    {cipher}\nSchema    {schema}\n");
        }
        if let Some(counts) = &status.counts {
            text += &format!(
                "Holds     {} accounts, {} transactions, {} connections\n",
                counts.accounts, counts.transactions, counts.connections
            );
        }
        for known in &connections {
            text += &format!(
                "Synced    {}: {}\n",
                known.label,
                known.last_success.as_deref().unwrap_or("never")
            );
        }
        text
    })?;
    Ok(u8::from(status.book == BookState::Broken))
}

pub(crate) async fn verify(common: &Common, output: Output) -> Answer {
    let app = host::open(common).await?;
    let report = api::book_verify(&app, Nothing {}).await?;
    output.either(&report, || told(&report))?;
    Ok(u8::from(!report.ok))
}

fn told(report: &VerifyReport) -> String {
    if report.ok {
        return format!(
            "The book is whole: {} entries of its history are unbroken, {} transactions are as recorded.\n",
            report.batches, report.transactions
        );
    }
    let mut text = String::from("The book is damaged. Nothing was changed.\n");
    for finding in &report.findings {
        text += &format!(
            "  {} {} {}\n",
            finding.what,
            finding
                .batch
                .as_deref()
                .map(|batch| format!("at entry {batch}"))
                .unwrap_or_default(),
            finding.detail
        );
    }
    text
}

/// A word for an error that has no wire form.
pub(crate) fn missing(what: &str) -> Ended {
    contract::ErrorCode::NotFound {
        entity: what.to_owned(),
    }
    .into()
}
