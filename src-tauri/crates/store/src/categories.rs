//! The chart of categories.

use std::collections::HashMap;

use domain::category::{CategoryKind, Need};
use domain::chart::{CHART, Style, TRANSFER};
use domain::ids::CategoryId;
use money::Money;
use rusqlite::{OptionalExtension, params};

use crate::door::{Field, Table, flag, int, opt_int, opt_text, text};
use crate::text::fold;
use crate::{Error, Result, View, Writing};

/// What is stored where the person says that a category is neither need nor want.
const NEITHER: &str = "neither";
/// The picture of what has none.
const PLAIN_ICON: &str = "tag";

/// Categories that rows of a batch named, found once: of money out, and of money in, which may have others of the same names.
#[derive(Debug, Default)]
pub(crate) struct Named([HashMap<String, i64>; 2]);

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
    /// Its picture, of [`domain::chart::ICONS`]: the person's choice, else what its key says, else its group's.
    pub icon: String,
    /// Whether money spent on it must be: the person's word, else what its key says.
    pub need: Option<Need>,
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
    /// Its picture.
    pub icon: Option<String>,
    /// Whether money spent on it must be; `Some(None)` says neither.
    pub need: Option<Option<Need>>,
}

/// The picture of a row of the chart: its own, what its key says, or the same of its group.
fn icon_of(row: &rusqlite::Row<'_>, keyed: Option<&str>) -> rusqlite::Result<String> {
    let own: Option<String> = row.get(8)?;
    let group: Option<String> = row.get(10)?;
    let group_key: Option<String> = row.get(11)?;
    let from_group = group_key.as_deref().and_then(domain::chart::of_key);
    Ok(own
        .or(keyed.map(str::to_owned))
        .or(group)
        .unwrap_or_else(|| from_group.map_or(PLAIN_ICON, |(icon, _)| icon).to_owned()))
}

impl View<'_> {
    /// The whole chart: groups first, each followed by its own.
    pub fn categories(&self) -> Result<Vec<Category>> {
        let mut counts: HashMap<i64, i64> = HashMap::new();
        let mut statement = self
            .db
            .prepare_cached("SELECT category_id, sum(count) FROM totals GROUP BY category_id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            counts.insert(row.get(0)?, row.get(1)?);
        }
        let mut statement = self.db.prepare_cached(
            "SELECT c.id, c.key, c.name, c.parent_id, c.kind, c.slot, c.position, c.archived, c.icon, c.need,
             g.icon, g.key FROM categories c
             LEFT JOIN categories g ON g.id = c.parent_id WHERE c.removed = 0
             ORDER BY ifnull(g.position, c.position), ifnull(g.id, c.id), c.parent_id IS NOT NULL, c.position, c.id",
        )?;
        let mut rows = statement.query([])?;
        let mut chart = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let kind: String = row.get(4)?;
            let key: Option<String> = row.get(1)?;
            let own = key.as_deref().and_then(domain::chart::of_key);
            let need: Option<String> = row.get(9)?;
            chart.push(Category {
                id: CategoryId(id),
                icon: icon_of(row, own.map(|(icon, _)| icon))?,
                need: match need.as_deref() {
                    Some(word) => Need::from_word(word),
                    None => own.and_then(|(_, need)| need),
                },
                key,
                name: row.get(2)?,
                parent: row.get::<_, Option<i64>>(3)?.map(CategoryId),
                kind: CategoryKind::from_word(&kind).ok_or(Error::Corrupt {
                    table: "categories",
                    row: id,
                })?,
                slot: row.get(5)?,
                position: row.get(6)?,
                archived: row.get(7)?,
                transactions: counts.get(&id).copied().unwrap_or(0) as u64,
            });
        }
        Ok(chart)
    }

    /// The category with a stable word.
    pub fn category_by_key(&self, key: &str) -> Result<Option<CategoryId>> {
        Ok(self
            .db
            .prepare_cached("SELECT id FROM categories WHERE key = ?1 AND removed = 0")?
            .query_row([key], |row| row.get(0))
            .optional()?
            .map(CategoryId))
    }

    /// Name of a category, one that was removed included.
    pub fn category_name(&self, id: CategoryId) -> Result<String> {
        self.db
            .prepare_cached("SELECT name FROM categories WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?
            .ok_or(Error::NotFound {
                what: "category",
                id: id.0,
            })
    }

    /// A category of this folded name; one of the given kind is preferred.
    pub(crate) fn category_by_name(
        &self,
        folded: &str,
        kind: Option<CategoryKind>,
    ) -> Result<Option<i64>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT id FROM categories WHERE removed = 0 AND fold(name) = ?1
                 ORDER BY kind <> ifnull(?2, kind), parent_id IS NULL, archived, id LIMIT 1",
            )?
            .query_row(params![folded, kind.map(CategoryKind::as_str)], |row| {
                row.get(0)
            })
            .optional()?)
    }

    /// The categories and, for groups, their own.
    pub(crate) fn with_children(&self, categories: &[CategoryId]) -> Result<Vec<i64>> {
        let mut all: Vec<i64> = categories.iter().map(|id| id.0).collect();
        let mut statement = self
            .db
            .prepare_cached("SELECT id FROM categories WHERE parent_id = ?1 AND removed = 0")?;
        for id in categories {
            let rows = statement.query_map([id.0], |row| row.get::<_, i64>(0))?;
            for row in rows {
                all.push(row?);
            }
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }
}

impl Writing<'_> {
    /// The category of a file's plain name, `Group:Name` or `Name`; added when the chart has none.
    pub(crate) fn category_of_name(
        &mut self,
        name: &str,
        amount: Money,
        known: &mut Named,
    ) -> Result<i64> {
        let earned = amount.minor > 0;
        if let Some(id) = known.0[usize::from(earned)].get(name) {
            return Ok(*id);
        }
        let kind = if earned {
            CategoryKind::Income
        } else {
            CategoryKind::Expense
        };
        let mut parts = name
            .rsplit(':')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let own = parts.next().unwrap_or(name);
        let id = if let Some(id) = self.category_by_name(&fold(own), Some(kind))? {
            id
        } else {
            self.add_category_under(own, parts.next(), kind)?
        };
        known.0[usize::from(earned)].insert(name.to_owned(), id);
        Ok(id)
    }

    /// Adds a category under the group of a name, which is added as well when there is none.
    pub(crate) fn add_category_under(
        &mut self,
        name: &str,
        group: Option<&str>,
        kind: CategoryKind,
    ) -> Result<i64> {
        let parent = match group {
            None => None,
            Some(group) => {
                let found: Option<i64> = self
                    .db
                    .prepare_cached(
                        "SELECT id FROM categories WHERE removed = 0 AND parent_id IS NULL AND fold(name) = ?1",
                    )?
                    .query_row([fold(group)], |row| row.get(0))
                    .optional()?;
                Some(match found {
                    Some(id) => id,
                    None => {
                        self.add_category(&NewCategory {
                            name: group.to_owned(),
                            parent: None,
                            kind,
                            slot: None,
                        })?
                        .0
                    }
                })
            }
        };
        Ok(self
            .add_category(&NewCategory {
                name: name.to_owned(),
                parent: parent.map(CategoryId),
                kind,
                slot: None,
            })?
            .0)
    }

    /// Adds a category.
    pub fn add_category(&mut self, category: &NewCategory) -> Result<CategoryId> {
        let name = category.name.trim();
        if name.is_empty() {
            return Err(Error::Refused { rule: "empty_name" });
        }
        self.refuse_taken(name, category.parent, None)?;
        let slot = match (category.slot, category.parent) {
            (Some(slot), _) => slot.min(11),
            (None, Some(parent)) => self.parent_slot(parent)?,
            (None, None) => 0,
        };
        let position: i64 = self
            .db
            .prepare_cached(
                "SELECT ifnull(max(position), 0) + 1 FROM categories WHERE parent_id IS ?1",
            )?
            .query_row([category.parent.map(|id| id.0)], |row| row.get(0))?;
        let id = self.insert(
            Table::Categories,
            &[
                ("name", text(name)),
                ("parent_id", opt_int(category.parent.map(|id| id.0))),
                ("kind", text(category.kind.as_str())),
                ("slot", int(slot)),
                ("position", int(position)),
            ],
        )?;
        Ok(CategoryId(id))
    }

    /// Changes a category.
    pub fn edit_category(&mut self, id: CategoryId, edit: &CategoryEdit) -> Result<()> {
        let parent: Option<Option<i64>> = self
            .db
            .prepare_cached("SELECT parent_id FROM categories WHERE id = ?1 AND removed = 0")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let present = parent.ok_or(Error::NotFound {
            what: "category",
            id: id.0,
        })?;
        let mut fields: Vec<Field> = Vec::new();
        let parent = edit.parent.unwrap_or(present.map(CategoryId));
        if let Some(name) = &edit.name {
            let name = name.trim();
            if name.is_empty() {
                return Err(Error::Refused { rule: "empty_name" });
            }
            self.refuse_taken(name, parent, Some(id))?;
            fields.push(("name", text(name)));
        }
        if let Some(Some(parent)) = edit.parent {
            // Two levels: a group with categories of its own cannot go into a group.
            let has_children = !self
                .with_children(&[id])?
                .iter()
                .all(|other| *other == id.0);
            if parent == id || has_children {
                return Err(Error::Refused { rule: "too_deep" });
            }
            self.parent_slot(parent)?;
        }
        if edit.parent.is_some() {
            fields.push(("parent_id", opt_int(parent.map(|id| id.0))));
        }
        if let Some(kind) = edit.kind {
            fields.push(("kind", text(kind.as_str())));
        }
        if let Some(slot) = edit.slot {
            fields.push(("slot", int(slot.min(11))));
        }
        if let Some(position) = edit.position {
            fields.push(("position", int(position)));
        }
        if let Some(archived) = edit.archived {
            fields.push(("archived", flag(archived)));
        }
        if let Some(icon) = &edit.icon {
            fields.push(("icon", text(icon)));
        }
        if let Some(need) = edit.need {
            fields.push(("need", text(need.map_or(NEITHER, Need::as_str))));
        }
        self.update(Table::Categories, id.0, &fields)?;
        Ok(())
    }

    /// Removes a category: its transactions move to `into` (none: uncategorised), and so do its children. Answers how
    /// many transactions moved.
    pub fn remove_category(&mut self, id: CategoryId, into: Option<CategoryId>) -> Result<u64> {
        let key: Option<Option<String>> = self
            .db
            .prepare_cached("SELECT key FROM categories WHERE id = ?1 AND removed = 0")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        match key {
            None => {
                return Err(Error::NotFound {
                    what: "category",
                    id: id.0,
                });
            }
            // Transfers between own accounts need a place.
            Some(Some(key)) if key == TRANSFER => {
                return Err(Error::Refused { rule: "in_use" });
            }
            Some(_) => {}
        }
        if let Some(into) = into {
            self.parent_slot(into)?;
            if into == id {
                return Err(Error::Refused {
                    rule: "same_category",
                });
            }
        }
        let ids = |view: &View<'_>, sql: &str| -> Result<Vec<i64>> {
            let mut statement = view.db.prepare_cached(sql)?;
            let rows = statement.query_map([id.0], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        let moved = ids(self, "SELECT id FROM transactions WHERE category_id = ?1")?;
        let target = opt_int(into.map(|id| id.0));
        // An upstream that is told of the removal moves its rows by itself.
        let quiet = std::mem::replace(&mut self.quiet, true);
        for row in &moved {
            let mut fields = vec![("category_id", target.clone())];
            if into.is_none() {
                fields.push(("category_by", int(0)));
            }
            self.update(Table::Transactions, *row, &fields)?;
        }
        self.refile_parts(id, into)?;
        for row in ids(
            self,
            "SELECT id FROM categories WHERE parent_id = ?1 AND removed = 0",
        )? {
            let parent = opt_int(into.filter(|into| into.0 != row).map(|id| id.0));
            self.update(Table::Categories, row, &[("parent_id", parent)])?;
        }
        for row in ids(self, "SELECT id FROM payees WHERE learned_category_id = ?1")? {
            self.update(
                Table::Payees,
                row,
                &[("learned_category_id", target.clone())],
            )?;
        }
        for row in ids(self, "SELECT id FROM planned WHERE category_id = ?1")? {
            self.update(Table::Planned, row, &[("category_id", target.clone())])?;
        }
        self.forget_known_payees();
        self.quiet = quiet;
        self.removing = Some(crate::outbox::Replacement(into));
        self.remove(Table::Categories, id.0)?;
        self.removing = None;
        Ok(moved.len() as u64)
    }

    fn refuse_taken(
        &self,
        name: &str,
        parent: Option<CategoryId>,
        but: Option<CategoryId>,
    ) -> Result<()> {
        let taken: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM categories WHERE removed = 0 AND parent_id IS ?1 AND fold(name) = ?2
                 AND id IS NOT ?3)",
            )?
            .query_row(
                params![parent.map(|id| id.0), fold(name), but.map(|id| id.0)],
                |row| row.get(0),
            )?;
        if taken {
            return Err(Error::Refused { rule: "name_taken" });
        }
        Ok(())
    }

    fn parent_slot(&self, parent: CategoryId) -> Result<u8> {
        self.db
            .prepare_cached("SELECT slot FROM categories WHERE id = ?1 AND removed = 0")?
            .query_row([parent.0], |row| row.get(0))
            .optional()?
            .ok_or(Error::NotFound {
                what: "category",
                id: parent.0,
            })
    }

    /// The chart a new book starts with.
    pub(crate) fn seed_categories(&mut self) -> Result<()> {
        for (position, group) in CHART.iter().enumerate() {
            let id = self.seed(
                (group.key, group.name),
                None,
                group.kind,
                group.slot,
                position,
            )?;
            for (place, one) in group.own.iter().enumerate() {
                self.seed((one.key, one.name), Some(id), group.kind, group.slot, place)?;
            }
        }
        Ok(())
    }

    /// Adds what is usual in a country beside the chart: what is not there by its key, into its group where that is there.
    /// Answers how many came.
    pub fn add_style(&mut self, style: &Style) -> Result<u64> {
        let mut added = 0;
        for (group, one) in style.adds {
            let Some(group) = self.category_by_key(group)? else {
                continue;
            };
            if self.category_by_key(one.key)?.is_some() {
                continue;
            }
            let all = self.categories()?;
            let Some(home) = all.iter().find(|category| category.id == group) else {
                continue;
            };
            let named = |category: &&Category| {
                category.parent == Some(group) && fold(&category.name) == fold(one.name)
            };
            if all.iter().any(|category| named(&category)) {
                continue;
            }
            let place = all
                .iter()
                .filter(|category| category.parent == Some(group))
                .map(|category| category.position + 1)
                .max()
                .unwrap_or(0);
            let place = usize::try_from(place).unwrap_or(0);
            self.seed(
                (one.key, one.name),
                Some(group.0),
                home.kind,
                home.slot,
                place,
            )?;
            added += 1;
        }
        Ok(added)
    }

    fn seed(
        &mut self,
        (key, name): (&str, &str),
        parent: Option<i64>,
        kind: CategoryKind,
        slot: u8,
        position: usize,
    ) -> Result<i64> {
        // A key that was taken out of the chart stays with what was taken out; the one that comes is another.
        let free: bool = self
            .db
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM categories WHERE key = ?1)")?
            .query_row([key], |row| row.get(0))?;
        self.insert(
            Table::Categories,
            &[
                ("key", opt_text(free.then_some(key))),
                ("name", text(name)),
                ("parent_id", opt_int(parent)),
                ("kind", text(kind.as_str())),
                ("slot", int(slot)),
                ("position", int(position as i64)),
            ],
        )
    }
}
