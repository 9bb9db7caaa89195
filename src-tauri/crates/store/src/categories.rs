//! The chart of categories.

use std::collections::HashMap;

use domain::category::CategoryKind;
use domain::ids::CategoryId;
use rusqlite::{OptionalExtension, params};

use crate::door::{Field, Table, flag, int, opt_int, text};
use crate::text::fold;
use crate::{Error, Result, View, Writing};

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
        let mut counts: HashMap<i64, i64> = HashMap::new();
        let mut statement = self
            .db
            .prepare_cached("SELECT category_id, sum(count) FROM totals GROUP BY category_id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            counts.insert(row.get(0)?, row.get(1)?);
        }
        let mut statement = self.db.prepare_cached(
            "SELECT c.id, c.key, c.name, c.parent_id, c.kind, c.slot, c.position, c.archived FROM categories c
             LEFT JOIN categories g ON g.id = c.parent_id WHERE c.removed = 0
             ORDER BY ifnull(g.position, c.position), ifnull(g.id, c.id), c.parent_id IS NOT NULL, c.position, c.id",
        )?;
        let mut rows = statement.query([])?;
        let mut chart = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let kind: String = row.get(4)?;
            chart.push(Category {
                id: CategoryId(id),
                key: row.get(1)?,
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
        for (position, (key, name, kind, slot, own)) in CHART.iter().enumerate() {
            let group = self.seed(key, name, None, *kind, *slot, position)?;
            for (place, (key, name)) in own.iter().enumerate() {
                self.seed(key, name, Some(group), *kind, *slot, place)?;
            }
        }
        Ok(())
    }

    fn seed(
        &mut self,
        key: &str,
        name: &str,
        parent: Option<i64>,
        kind: CategoryKind,
        slot: u8,
        position: usize,
    ) -> Result<i64> {
        self.insert(
            Table::Categories,
            &[
                ("key", text(key)),
                ("name", text(name)),
                ("parent_id", opt_int(parent)),
                ("kind", text(kind.as_str())),
                ("slot", int(slot)),
                ("position", int(position as i64)),
            ],
        )
    }
}

/// The key of the category for transfers between own accounts.
pub(crate) const TRANSFER: &str = "transfer";

type Group = (
    &'static str,
    &'static str,
    CategoryKind,
    u8,
    &'static [(&'static str, &'static str)],
);

/// Groups with their categories: key, English name, kind, colour slot.
const CHART: &[Group] = &[
    (
        "income",
        "Income",
        CategoryKind::Income,
        0,
        &[
            ("salary", "Salary"),
            ("bonus", "Bonus"),
            ("self_employment", "Self-employment"),
            ("pension", "Pension"),
            ("benefits", "Benefits"),
            ("interest", "Interest"),
            ("dividends", "Dividends"),
            ("rental_income", "Rental income"),
            ("refunds", "Refunds"),
            ("gifts_received", "Gifts received"),
            ("other_income", "Other income"),
        ],
    ),
    (
        "housing",
        "Housing",
        CategoryKind::Expense,
        1,
        &[
            ("rent", "Rent"),
            ("mortgage", "Mortgage"),
            ("home_maintenance", "Maintenance"),
            ("home_supplies", "Home supplies"),
            ("furniture", "Furniture"),
            ("garden", "Garden"),
        ],
    ),
    (
        "household_bills",
        "Household bills",
        CategoryKind::Expense,
        2,
        &[
            ("utilities", "Energy and heating"),
            ("water", "Water"),
            ("waste", "Waste"),
            ("internet", "Internet"),
            ("phone", "Phone"),
        ],
    ),
    (
        "food",
        "Food and drink",
        CategoryKind::Expense,
        3,
        &[
            ("groceries", "Groceries"),
            ("restaurants", "Restaurants"),
            ("coffee", "Coffee and snacks"),
            ("alcohol", "Bars and alcohol"),
        ],
    ),
    (
        "transport",
        "Transport",
        CategoryKind::Expense,
        4,
        &[
            ("fuel", "Fuel"),
            ("public_transport", "Public transport"),
            ("taxi", "Taxi and ride share"),
            ("parking", "Parking and tolls"),
            ("car_maintenance", "Car maintenance"),
            ("car_payment", "Car payment"),
        ],
    ),
    (
        "shopping",
        "Shopping",
        CategoryKind::Expense,
        5,
        &[
            ("online_shopping", "Online shopping"),
            ("clothing", "Clothing"),
            ("electronics", "Electronics"),
            ("personal_care", "Personal care"),
            ("gifts", "Gifts"),
        ],
    ),
    (
        "health",
        "Health",
        CategoryKind::Expense,
        6,
        &[
            ("doctor", "Doctor"),
            ("pharmacy", "Pharmacy"),
            ("fitness", "Fitness"),
        ],
    ),
    (
        "family",
        "Family",
        CategoryKind::Expense,
        7,
        &[
            ("childcare", "Childcare"),
            ("education", "School and education"),
            ("pets", "Pets"),
            ("support", "Support"),
        ],
    ),
    (
        "leisure",
        "Leisure",
        CategoryKind::Expense,
        8,
        &[
            ("entertainment", "Entertainment"),
            ("subscriptions", "Subscriptions"),
            ("sport", "Sport and hobbies"),
            ("books", "Books and media"),
            ("travel", "Travel"),
            ("lodging", "Lodging"),
            ("flights", "Flights"),
        ],
    ),
    (
        "finance",
        "Finance",
        CategoryKind::Expense,
        9,
        &[
            ("insurance", "Insurance"),
            ("taxes", "Taxes"),
            ("fees", "Bank fees"),
            ("loan_interest", "Loan interest"),
            ("loan_payment", "Loan payment"),
            ("donations", "Donations"),
        ],
    ),
    (
        "other",
        "Other",
        CategoryKind::Expense,
        10,
        &[
            ("cash_spending", "Cash"),
            ("miscellaneous", "Miscellaneous"),
        ],
    ),
    (
        "transfers",
        "Transfers",
        CategoryKind::Transfer,
        11,
        &[
            (TRANSFER, "Transfer"),
            ("card_payment", "Card payment"),
            ("savings", "Savings"),
            ("investment", "Investment"),
            ("withdrawal", "Cash withdrawal"),
        ],
    ),
];
