//! The chart of categories.

use domain::category::CategoryKind;
use domain::ids::CategoryId;

use crate::{Result, View, Writing};

/// A category of the chart. Groups are categories without a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its number.
    pub id: CategoryId,
    /// Stable word of a category the program knows by meaning (`groceries`, `rent`, `transfer`); none for own ones.
    pub key: Option<String>,
    /// Name; the page may translate it while it still is the English default of `key`.
    pub name: String,
    /// Group.
    pub parent: Option<CategoryId>,
    /// Income, expense or neither.
    pub kind: CategoryKind,
    /// Slot of the colour palette, 0 to 11.
    pub slot: u8,
    /// Position in its group.
    pub position: i64,
    /// No longer offered.
    pub archived: bool,
    /// Transactions that carry it.
    pub transactions: u64,
}

/// A category to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCategory {
    /// Name, not empty, unique in its group.
    pub name: String,
    /// Group.
    pub parent: Option<CategoryId>,
    /// Income, expense or neither.
    pub kind: CategoryKind,
    /// Slot of the colour palette; none takes the group's.
    pub slot: Option<u8>,
}

/// Fields of a category to change; what is none stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CategoryEdit {
    /// Name.
    pub name: Option<String>,
    /// Group; `Some(None)` makes it a group.
    pub parent: Option<Option<CategoryId>>,
    /// Income, expense or neither.
    pub kind: Option<CategoryKind>,
    /// Colour slot.
    pub slot: Option<u8>,
    /// Position.
    pub position: Option<i64>,
    /// No longer offered.
    pub archived: Option<bool>,
}

impl View<'_> {
    /// The whole chart: groups first, each followed by its own.
    pub fn categories(&self) -> Result<Vec<Category>> {
        Err(crate::unfinished())
    }

    /// The category with a stable word.
    pub fn category_by_key(&self, key: &str) -> Result<Option<CategoryId>> {
        let _ = key;
        Err(crate::unfinished())
    }
}

impl Writing<'_> {
    /// Adds a category.
    pub fn add_category(&mut self, category: &NewCategory) -> Result<CategoryId> {
        let _ = category;
        Err(crate::unfinished())
    }

    /// Changes a category.
    pub fn edit_category(&mut self, id: CategoryId, edit: &CategoryEdit) -> Result<()> {
        let _ = (id, edit);
        Err(crate::unfinished())
    }

    /// Removes a category: its transactions move to `into` (none: uncategorised), and so do its children.
    pub fn remove_category(&mut self, id: CategoryId, into: Option<CategoryId>) -> Result<u64> {
        let _ = (id, into);
        Err(crate::unfinished())
    }
}
