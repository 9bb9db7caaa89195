//! Bank files: offered by the person, previewed without writing, taken in as one batch.
//!
//! A file's bytes are read once; its rows are parsed again for each use instead of being held, so that memory stays near
//! the size of the file whatever the number of rows.

mod choices;
mod commit;
mod glance;
mod mapping;
mod offered;
mod papers;
mod past;
mod preview;
mod reading;
mod rows;
mod statement;
mod target;
mod templates;
mod turns;
mod unattended;
mod watched;

use std::sync::Arc;

use domain::feed::FeedBalance;
use money::Currency;

use crate::Failure;

pub(crate) use commit::import_commit;
pub(crate) use glance::import_glance;
pub(crate) use offered::{file_name, import_pick};
pub(crate) use past::imports_list;
pub(crate) use preview::import_preview;
use reading::Reading;
pub(crate) use rows::import_rows;
use statement::Weighed;
use target::Target;
pub(crate) use templates::{import_template_remove, import_template_rename, import_templates};
pub use unattended::Into;
pub(crate) use watched::{Watched, watch_choose, watch_get, watch_stop};

/// A preview that waits for its commit.
pub(crate) struct Prepared {
    files: Vec<PreparedFile>,
}

struct PreparedFile {
    token: String,
    reading: Arc<Reading>,
    targets: Vec<Target>,
    /// What each row is to the book; nothing when nobody looks at rows.
    weighed: Vec<Weighed>,
    /// Which statements the same bytes brought before, into the same account.
    there: Vec<bool>,
    known: bool,
    /// The template it is read by.
    template: Option<store::ImportProfile>,
}

impl Prepared {
    fn statement(&self, token: &str, place: u32) -> Result<(&PreparedFile, usize), Failure> {
        let file = self.files.iter().find(|file| file.token == token);
        file.map(|file| (file, place as usize))
            .filter(|(file, place)| *place < file.targets.len())
            .ok_or(Failure::NotFound("statement"))
    }
}

fn feed_balance(balance: Option<import::Balance>, currency: Currency) -> Option<FeedBalance> {
    let balance = balance?;
    let amount = money::rounded_minor(balance.amount, currency).ok()?;
    Some(FeedBalance {
        amount,
        date: balance.date,
    })
}
