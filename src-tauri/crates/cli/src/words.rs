//! Errors in words: what happened, what was kept, what to do next.

use contract::ErrorCode;

/// What happened, and what to do.
pub(crate) fn of(code: &ErrorCode) -> (String, &'static str) {
    match code {
        ErrorCode::NoBook => (
            "There is no book in this folder.".into(),
            "Make one with `coffer init`.",
        ),
        ErrorCode::BookExists => (
            "There is a book in this folder already. Nothing was changed.".into(),
            "Choose another folder with --store.",
        ),
        ErrorCode::Locked => (
            "The book is locked.".into(),
            "Give the passphrase with --passphrase-file or COFFER_PASSPHRASE.",
        ),
        ErrorCode::WrongPassphrase => (
            "This passphrase does not open the book. Nothing was changed.".into(),
            "Try again; without the passphrase the book stays shut.",
        ),
        ErrorCode::PassphraseTooShort { least } => (
            format!("A passphrase needs at least {least} characters."),
            "Several words are easier to remember than signs.",
        ),
        ErrorCode::KeyMissing => (
            "The keychain does not have the key of this book. Nothing was changed.".into(),
            "Was the book copied from another computer or login? Open it there, protect it by a passphrase, and copy it again.",
        ),
        ErrorCode::KeychainUnavailable => (
            "This session offers no keychain.".into(),
            "Start a keychain service, or protect the book by a passphrase: `coffer init --protect passphrase`.",
        ),
        ErrorCode::KeychainLocked => (
            "The keychain is locked, or refuses.".into(),
            "Unlock the keychain and try again.",
        ),
        ErrorCode::BookDamaged { what } => (
            format!("The book's files are damaged ({what}). They were left as they are."),
            "Copy the folder somewhere safe, then put a backup in its place.",
        ),
        ErrorCode::BackupUnusable { what } => (
            match what.as_str() {
                "truncated" => "The backup is cut short. Nothing was changed.",
                "tampered" => "The backup is damaged. Nothing was changed.",
                _ => "This file is no backup of Coffer. Nothing was changed.",
            }
            .into(),
            "Choose another backup; the one before may be whole.",
        ),
        ErrorCode::InvalidRequest { reason, .. } if reason == "inside_book" => (
            "A backup inside the book's own folder would go when the book goes. Nothing was written.".into(),
            "Choose another folder.",
        ),
        ErrorCode::BookTooNew { found, supported } => (
            format!(
                "A newer Coffer wrote this book (version {found}; this one reads up to {supported}). Nothing was changed."
            ),
            "Install the newer Coffer.",
        ),
        ErrorCode::BookBusy => (
            "Another Coffer has the book open.".into(),
            "Close it, or wait until it is done.",
        ),
        ErrorCode::DiskFull => (
            "The disk is full. The book is as it was before.".into(),
            "Make room and try again.",
        ),
        ErrorCode::FileSystem { what } => (
            match what.as_str() {
                "denied" => "The file may not be read or written.",
                "not_found" => "There is no such file or folder.",
                "read_only" => "The folder is read-only.",
                _ => "The file system failed.",
            }
            .into(),
            "Check the path and its rights.",
        ),
        ErrorCode::InvalidRequest { reason, .. } if reason == "experimental_off" => (
            "This service is experimental and switched off.".into(),
            "Consent with --experimental, or switch experimental services on in the settings.",
        ),
        ErrorCode::InvalidRequest { reason, .. } if reason == "linked_through_sibling" => (
            "The same person's Wallet is linked already, through its other API. Nothing was linked: every row would come twice.".into(),
            "Keep one of the two; `coffer disconnect` takes the other out.",
        ),
        ErrorCode::InvalidRequest { field, reason } => {
            (format!("{field}: {reason}."), "See --help.")
        }
        ErrorCode::NotFound { entity } => (
            format!("There is no such {entity}."),
            "List what there is first.",
        ),
        ErrorCode::Upstream {
            upstream,
            state,
            retry_at,
            ..
        } => (
            match retry_at {
                Some(at) => {
                    format!("{upstream}: {state}, again from {at}. What was stored before is kept.")
                }
                None => format!("{upstream}: {state}. What was stored before is kept."),
            },
            match state.as_str() {
                "credentials" => "Enter a new key: disconnect with --keep-data and connect again.",
                "forbidden" => "Make a key that may read this, at the service.",
                "insecure" => "Check the address; nothing was sent to the other host.",
                _ => "Try again later.",
            },
        ),
        ErrorCode::UnknownFormat { file } => (
            format!("{file} is of no format that Coffer reads. Nothing was imported."),
            "Ask the bank's site for OFX, CAMT, MT940, QIF or CSV.",
        ),
        ErrorCode::UnreadableFile { file, reason, line } => (
            match line {
                Some(line) => {
                    format!("{file} cannot be read ({reason}, line {line}). Nothing was imported.")
                }
                None => format!("{file} cannot be read ({reason}). Nothing was imported."),
            },
            "Download the file again, or choose another format.",
        ),
        ErrorCode::PreviewExpired => ("The book changed since the preview.".into(), "Try again."),
        ErrorCode::UndoConflict { rows } => (
            format!("{rows} rows of this batch were edited since. Nothing was taken back."),
            "With --force the edits are taken back as well.",
        ),
        ErrorCode::NothingToUndo => (
            "There is nothing to take back.".into(),
            "List batches with `coffer batches`.",
        ),
        ErrorCode::RateMissing { from, to } => (
            format!("There is no exchange rate from {from} to {to}."),
            "Fetch rates with `coffer rates`.",
        ),
        ErrorCode::Cancelled => (
            "Stopped. What was whole is kept.".into(),
            "Run it again to go on.",
        ),
        ErrorCode::AlreadyRunning => ("The same work is running.".into(), "Wait until it is done."),
        ErrorCode::Internal => (
            "Something went wrong inside. The book is as it was before.".into(),
            "The log has more under the trace.",
        ),
    }
}

/// The stable word of a code.
pub(crate) fn word(code: &ErrorCode) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value["code"].as_str().unwrap_or("internal").to_owned()
}

/// The exit status of a code: 3 locked or wrong passphrase, 4 a person has to act at an upstream, 2 wrong usage, else 1.
pub(crate) fn status(code: &ErrorCode) -> u8 {
    match code {
        ErrorCode::Locked
        | ErrorCode::WrongPassphrase
        | ErrorCode::KeyMissing
        | ErrorCode::KeychainLocked => 3,
        ErrorCode::Upstream { state, .. }
            if matches!(
                state.as_str(),
                "credentials" | "forbidden" | "insecure" | "user_action" | "deletion_guard"
            ) =>
        {
            4
        }
        ErrorCode::InvalidRequest { .. } | ErrorCode::PassphraseTooShort { .. } => 2,
        _ => 1,
    }
}
