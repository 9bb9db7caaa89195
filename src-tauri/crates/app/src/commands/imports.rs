//! Bank files: offered by the person, previewed without writing, taken in as one batch.
//!
//! A file's bytes are read once; its rows are parsed again for each use instead of being held, so that memory stays near
//! the size of the file whatever the number of rows.

mod commit;
mod mapping;
mod offered;
mod preview;
mod reading;
mod statement;
mod target;
mod unattended;

use std::sync::Arc;

use domain::feed::FeedBalance;
use money::Currency;

pub(crate) use commit::import_commit;
pub(crate) use offered::{file_name, import_pick};
pub(crate) use preview::import_preview;
use reading::Reading;
use target::Target;
pub use unattended::Into;

/// A preview that waits for its commit.
pub(crate) struct Prepared {
    files: Vec<PreparedFile>,
}

struct PreparedFile {
    token: String,
    reading: Arc<Reading>,
    targets: Vec<Target>,
    /// Which statements the same bytes brought before, into the same account.
    there: Vec<bool>,
    known: bool,
}

fn feed_balance(balance: Option<import::Balance>, currency: Currency) -> Option<FeedBalance> {
    let balance = balance?;
    let amount = money::rounded_minor(balance.amount, currency).ok()?;
    Some(FeedBalance {
        amount,
        date: balance.date,
    })
}
