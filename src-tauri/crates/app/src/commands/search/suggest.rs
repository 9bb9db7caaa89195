//! What may follow a search that is being typed: the filters there are, and the values that each may have in this book.

use contract::types::{SearchSuggestReq, SearchSuggestion};
use domain::text::fold;
use store::View;

use super::{KEYS, negation};
use crate::{App, Failure};

/// Most that are offered at once.
const MOST: usize = 8;
/// Most of one kind beside others.
const FEW: usize = 3;

const DATES: [&str; 10] = [
    "this month",
    "last month",
    "this year",
    "last year",
    "today",
    "yesterday",
    "this week",
    "last week",
    "30d",
    "90d",
];
const AMOUNTS: [&str; 4] = [">100", "<20", "20..80", "<-50"];
const MARKS: [&str; 11] = [
    "uncategorised",
    "new",
    "review",
    "pending",
    "transfer",
    "split",
    "guess",
    "income",
    "expense",
    "duplicate?",
    "reconciled",
];
const PARTS: [&str; 2] = ["attachment", "note"];
const STATES: [&str; 4] = ["pending", "booked", "reconciled", "void"];

pub(crate) async fn search_suggest(
    app: &App,
    request: SearchSuggestReq,
) -> Result<Vec<SearchSuggestion>, Failure> {
    app.prepare_search()?;
    app.read(move |view| offers(view, &request.text)).await
}

/// The word that is being typed: what follows the last blank outside quotes.
fn last(text: &str) -> &str {
    let mut start = 0;
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' | '“' | '”' => quoted = !quoted,
            letter if letter.is_whitespace() && !quoted => start = at + letter.len_utf8(),
            _ => {}
        }
    }
    &text[start..]
}

/// A filter as it is written.
fn written(minus: &str, key: &str, value: &str) -> String {
    let plain = value.replace(['"', '“', '”'], "");
    if plain.contains(char::is_whitespace) {
        format!("{minus}{key}:\"{plain}\"")
    } else {
        format!("{minus}{key}:{plain}")
    }
}

fn offers(view: &View<'_>, text: &str) -> store::Result<Vec<SearchSuggestion>> {
    let token = last(text);
    let (plain, negated) = negation(token);
    let minus = if negated { "-" } else { "" };
    if plain.is_empty() {
        return Ok(Vec::new());
    }
    let offer = |key: &str, (value, detail): (String, String)| SearchSuggestion {
        insert: written(minus, key, &value),
        key: key.to_owned(),
        value: value.strip_prefix('=').unwrap_or(&value).to_owned(),
        detail,
    };
    if let Some((key, typed)) = plain.split_once(':') {
        let key = key.to_lowercase();
        let typed = typed.replace(['"', '“', '”'], "");
        let values = values(view, &key, &fold(typed.trim_start_matches('=')), MOST)?;
        let whole = values.len() == 1 && written(minus, &key, &values[0].0) == token;
        return Ok(if whole {
            Vec::new()
        } else {
            values.into_iter().map(|value| offer(&key, value)).collect()
        });
    }
    let word = fold(plain);
    let mut all: Vec<SearchSuggestion> = KEYS
        .iter()
        .filter(|key| key.starts_with(&word))
        .map(|key| SearchSuggestion {
            key: String::new(),
            value: (*key).to_owned(),
            insert: format!("{minus}{key}:"),
            detail: String::new(),
        })
        .collect();
    if word.chars().count() >= 2 {
        for key in ["category", "payee", "account", "tag", "is"] {
            let found = values(view, key, &word, FEW)?;
            all.extend(found.into_iter().map(|value| offer(key, value)));
        }
    }
    all.truncate(MOST);
    Ok(all)
}

/// Values of a filter that go with what was typed, each with what tells it from others; the likely ones first.
fn values(
    view: &View<'_>,
    key: &str,
    typed: &str,
    most: usize,
) -> store::Result<Vec<(String, String)>> {
    let plain = |words: &[&str]| -> Vec<(String, String)> {
        words
            .iter()
            .filter(|word| fold(word).starts_with(typed) || word.starts_with(typed))
            .map(|word| ((*word).to_owned(), String::new()))
            .collect()
    };
    let mut found = match key {
        "category" => {
            let all = view.categories()?;
            let group = |one: &store::Category| {
                let parent = all.iter().find(|other| Some(other.id) == one.parent);
                parent.map_or_else(String::new, |group| group.name.clone())
            };
            let mut named: Vec<_> = all
                .iter()
                .filter(|one| !one.archived && fold(&one.name).starts_with(typed))
                .collect();
            named.sort_by_key(|one| std::cmp::Reverse(one.transactions));
            named
                .into_iter()
                .map(|one| (one.name.clone(), group(one)))
                .collect()
        }
        "account" => view
            .account_names()?
            .into_values()
            .filter(|name| fold(name).contains(typed))
            .map(|name| (name, String::new()))
            .collect(),
        "payee" if !typed.is_empty() => view
            .payees_like(typed, u32::try_from(most).unwrap_or(u32::MAX))?
            .into_iter()
            .map(|payee| {
                let shown = payee.display.unwrap_or(payee.name);
                (format!("={shown}"), String::new())
            })
            .collect(),
        "tag" => view
            .tags()?
            .into_iter()
            .filter(|tag| fold(tag).contains(typed))
            .map(|tag| (tag, String::new()))
            .collect(),
        "source" => {
            let connections = view.connections()?.into_iter();
            let mut all: Vec<(String, String)> = connections
                .filter(|one| fold(&one.label).starts_with(typed))
                .map(|one| (one.label, one.upstream.as_str().to_owned()))
                .collect();
            all.extend(plain(&["file", "hand"]));
            all
        }
        "currency" => {
            let used = view.currencies()?;
            let codes: std::collections::BTreeSet<&str> =
                used.values().map(money::Currency::code).collect();
            plain(&codes.into_iter().collect::<Vec<_>>())
        }
        "date" => plain(&DATES),
        "amount" => plain(&AMOUNTS),
        "is" => plain(&MARKS),
        "has" => plain(&PARTS),
        "status" => plain(&STATES),
        _ => Vec::new(),
    };
    let mut seen = std::collections::HashSet::new();
    found.retain(|(value, _)| seen.insert(value.clone()));
    found.truncate(most);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{last, written};

    #[test]
    fn the_last_word_keeps_what_is_in_quotes() {
        assert_eq!(last("rent cat"), "cat");
        assert_eq!(last("rent "), "");
        assert_eq!(last("rent category:\"Eating o"), "category:\"Eating o");
        assert_eq!(last("é ü"), "ü");
    }

    #[test]
    fn a_value_with_blanks_stands_in_quotes() {
        assert_eq!(
            written("-", "category", "Eating out"),
            "-category:\"Eating out\""
        );
        assert_eq!(written("", "tag", "tax"), "tag:tax");
        assert_eq!(written("", "payee", "=The \"Best\""), "payee:\"=The Best\"");
    }
}
