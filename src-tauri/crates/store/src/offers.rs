//! The rules that upstreams keep for filing, as they were last delivered: offered to the person, never run by themselves.
//!
//! Not part of the journal: they are read anew with the rows.

use domain::feed::{Entity, FeedRule};
use domain::ids::{AccountId, CategoryId, ConnectionId};
use rusqlite::params;
use serde_json::{Value, json};

use crate::{Error, Result, View, Writing};

/// A rule that an upstream keeps, with what it names by the book's own numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamRule {
    /// The connection it comes from.
    pub connection: ConnectionId,
    /// As delivered.
    pub rule: FeedRule,
    /// The book's category; none when the rule has none or the book does not know it.
    pub category: Option<CategoryId>,
    /// The book's account that money leaves.
    pub from_account: Option<AccountId>,
    /// The book's account that money comes to.
    pub to_account: Option<AccountId>,
}

fn body(rule: &FeedRule) -> String {
    json!({
        "name": rule.name,
        "keywords": rule.keywords,
        "category": rule.category_source_id,
        "labels": rule.labels,
        "from": rule.from_account_source_id,
        "to": rule.to_account_source_id,
    })
    .to_string()
}

fn rule_of(source_id: String, body: &str) -> Option<FeedRule> {
    let value: Value = serde_json::from_str(body).ok()?;
    let texts = |name: &str| -> Option<Vec<String>> {
        let all = value[name].as_array()?.iter();
        all.map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    Some(FeedRule {
        source_id,
        name: text("name")?,
        keywords: texts("keywords")?,
        category_source_id: text("category"),
        labels: texts("labels")?,
        from_account_source_id: text("from"),
        to_account_source_id: text("to"),
    })
}

impl View<'_> {
    /// The rules that upstreams keep, in the order in which they gave them.
    pub fn upstream_rules(&self) -> Result<Vec<UpstreamRule>> {
        let mut statement = self.db.prepare_cached(
            "SELECT r.connection_id, r.source_id, r.body FROM upstream_rules r
             JOIN connections c ON c.id = r.connection_id WHERE c.removed = 0 ORDER BY r.connection_id, r.place",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let connection = ConnectionId(row.get(0)?);
            let text: String = row.get(2)?;
            let rule = rule_of(row.get(1)?, &text).ok_or(Error::Corrupt {
                table: "upstream_rules",
                row: connection.0,
            })?;
            let local = |entity, source: &Option<String>| match source {
                Some(source) => self.local(connection, entity, Some(source)),
                None => Ok(None),
            };
            all.push(UpstreamRule {
                connection,
                category: local(Entity::Category, &rule.category_source_id)?.map(CategoryId),
                from_account: local(Entity::Account, &rule.from_account_source_id)?.map(AccountId),
                to_account: local(Entity::Account, &rule.to_account_source_id)?.map(AccountId),
                rule,
            });
        }
        Ok(all)
    }
}

impl Writing<'_> {
    /// Puts an upstream's rules in place of those it gave before.
    pub(crate) fn put_upstream_rules(
        &mut self,
        connection: ConnectionId,
        rules: &[FeedRule],
    ) -> Result<()> {
        self.forget_upstream_rules(connection)?;
        let mut put = self.db.prepare_cached(
            "INSERT INTO upstream_rules (connection_id, source_id, place, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?;
        for (place, rule) in rules.iter().enumerate() {
            put.execute(params![
                connection.0,
                rule.source_id,
                place as i64,
                body(rule)
            ])?;
        }
        Ok(())
    }

    pub(crate) fn forget_upstream_rules(&mut self, connection: ConnectionId) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM upstream_rules WHERE connection_id = ?1")?
            .execute([connection.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_comes_back_as_it_was() {
        let rule = FeedRule {
            source_id: "r1".into(),
            name: "Markets \u{202e}".into(),
            keywords: vec!["HALLES".into(), "\"<b>".into()],
            category_source_id: Some("c1".into()),
            labels: vec!["food".into()],
            from_account_source_id: None,
            to_account_source_id: Some("a2".into()),
        };
        assert_eq!(rule_of("r1".into(), &body(&rule)), Some(rule));
        assert_eq!(rule_of("r1".into(), "{}"), None);
    }
}
