//! Categories in both dialects: a tree of numbers, or codes that come with the transactions.

use std::collections::BTreeMap;

use domain::category::CategoryKind;
use domain::feed::FeedCategory;
use serde_json::value::RawValue;

use crate::delivery::Notices;
use crate::finwise::is_color;
use crate::json::Record;

/// The number that stands for "not categorised".
const NOT_CATEGORISED: &str = "9998";

/// Reads one category of the tree.
pub(super) fn read(row: &RawValue, notices: &mut Notices) -> Option<FeedCategory> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.key("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let name = record.text("name").unwrap_or_else(|| id.clone());
    Some(FeedCategory {
        group: None,
        // A category of the first level is its own parent.
        parent_source_id: record
            .key("id_parent_category")
            .filter(|parent| *parent != id && parent != "0"),
        kind: record
            .flexible_flag("income")
            .map(|income| kind(income, &name)),
        color: record
            .text("color")
            .map(|color| {
                if color.starts_with('#') {
                    color
                } else {
                    format!("#{color}")
                }
            })
            .filter(|color| is_color(color)),
        archived: record.flexible_flag("hidden") == Some(true),
        system_key: (id == NOT_CATEGORISED || is_none(&name)).then(|| "uncategorised".to_owned()),
        name,
        source_id: id,
    })
}

fn kind(income: bool, _name: &str) -> CategoryKind {
    if income {
        CategoryKind::Income
    } else {
        CategoryKind::Expense
    }
}

/// A name that means that there is no category.
fn is_none(name: &str) -> bool {
    matches!(
        name.to_lowercase().as_str(),
        "uncategorized" | "uncategorised" | "indéfini" | "unknown" | "undefined"
    )
}

/// Categories that transactions named by code, to be delivered before the transactions.
#[derive(Debug, Default)]
pub(super) struct Codes(BTreeMap<String, FeedCategory>);

impl Codes {
    /// The category of a transaction, if it has one: by number or by code.
    pub(super) fn of(&mut self, record: &Record<'_>) -> Option<String> {
        let named = record
            .list("categories")
            .unwrap_or_default()
            .into_iter()
            .filter_map(Record::read)
            .find_map(|category| {
                let code = category.text("code")?;
                Some((code, category.text("parent_code")))
            });
        if let Some((code, parent)) = named {
            let parent = parent.filter(|parent| *parent != code);
            if let Some(parent) = &parent {
                self.add(parent, None);
            }
            self.add(&code, parent.as_deref());
            return Some(source_id(&code));
        }
        let expanded = record.object("category").and_then(|c| c.key("id"));
        record
            .key("id_category")
            .or(expanded)
            .filter(|id| id != NOT_CATEGORISED && id != "0")
    }

    fn add(&mut self, code: &str, parent: Option<&str>) {
        let known = self
            .0
            .entry(code.to_owned())
            .or_insert_with(|| FeedCategory {
                source_id: source_id(code),
                name: readable(code),
                group: None,
                parent_source_id: None,
                kind: None,
                color: None,
                archived: false,
                system_key: is_none(&readable(code)).then(|| "uncategorised".to_owned()),
            });
        if known.parent_source_id.is_none() {
            known.parent_source_id = parent.map(source_id);
        }
    }

    /// Those met so far.
    pub(super) fn take(&mut self) -> Vec<FeedCategory> {
        std::mem::take(&mut self.0).into_values().collect()
    }
}

fn source_id(code: &str) -> String {
    format!("code:{code}")
}

/// A code as a name: `eatingOut_fast-food` is `Eating out fast food`.
fn readable(code: &str) -> String {
    let mut name = String::new();
    let mut before = ' ';
    for c in code.chars().take(60) {
        match c {
            '_' | '-' | '.' | '/' => name.push(' '),
            upper if upper.is_uppercase() && before.is_lowercase() => {
                name.push(' ');
                name.extend(upper.to_lowercase());
            }
            other => name.extend(other.to_lowercase()),
        }
        before = c;
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_as_names() {
        assert_eq!(readable("eatingOut_fast-food"), "Eating out fast food");
        assert_eq!(readable("GROCERIES"), "Groceries");
        assert_eq!(readable("___"), "___");
    }

    #[test]
    fn both_dialects_name_a_category() {
        let mut codes = Codes::default();
        let record = |text: &'static str| Record::of_body(text.as_bytes()).expect("an object");
        let current = record(
            r#"{"id_category":12,"categories":[{"code":"groceries","parent_code":"food"}]}"#,
        );
        assert_eq!(codes.of(&current).as_deref(), Some("code:groceries"));
        let met = codes.take();
        assert_eq!(met.len(), 2);
        assert_eq!(met[1].parent_source_id.as_deref(), Some("code:food"));
        assert_eq!(
            codes.of(&record(r#"{"id_category":12}"#)).as_deref(),
            Some("12")
        );
        assert_eq!(codes.of(&record(r#"{"id_category":9998}"#)), None);
        assert_eq!(
            codes.of(&record(r#"{"category":{"id":7}}"#)).as_deref(),
            Some("7")
        );
    }
}
