//! The two handles: one that only asks, one that also changes.

use std::ops::Deref;

use rusqlite::Connection;

/// Asks questions of one consistent state of the book.
pub struct View<'c> {
    pub(crate) db: &'c Connection,
}

/// Makes changes, all in one transaction and one batch. It answers questions as well, its own changes included.
pub struct Writing<'c> {
    pub(crate) view: View<'c>,
}

impl<'c> Deref for Writing<'c> {
    type Target = View<'c>;
    fn deref(&self) -> &View<'c> {
        &self.view
    }
}
