//! Questions about categories: learnt rows and asked ones in, a category and how sure it is out.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::categorise::{Model, Row};
use money::Currency;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{minor, raw, said};

#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow)]
    tid: &'a RawValue,
    date: NaiveDate,
    #[serde(borrow)]
    amount: &'a RawValue,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    account: Option<String>,
    #[serde(default)]
    category: Option<String>,
}

#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    categories: Vec<String>,
    #[serde(borrow)]
    train: Vec<Asked<'a>>,
    #[serde(borrow)]
    test: Vec<Asked<'a>>,
}

#[derive(Serialize)]
struct Guess<'a> {
    tid: &'a RawValue,
    category: &'a str,
    confidence: Box<RawValue>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a RawValue,
    pred: Vec<Guess<'a>>,
}

pub(super) fn answer(line: &str) -> Result<String, String> {
    let question: Question<'_> = serde_json::from_str(line).map_err(said)?;
    let mut names: Vec<&str> = question.categories.iter().map(String::as_str).collect();
    let mut places: HashMap<&str, u16> = HashMap::new();
    for name in question
        .train
        .iter()
        .filter_map(|row| row.category.as_deref())
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for (place, name) in names.iter().enumerate() {
        let place = u16::try_from(place).map_err(|_| "too many categories".to_owned())?;
        places.entry(name).or_insert(place);
    }
    let mut accounts: HashMap<&str, u32> = HashMap::new();
    let mut rows: Vec<(Row<'_>, Option<u16>)> = Vec::new();
    for (asked, learnt) in (question.train.iter().map(|asked| (asked, true)))
        .chain(question.test.iter().map(|asked| (asked, false)))
    {
        let next = accounts.len() as u32;
        let account =
            *(accounts.entry(asked.account.as_deref().unwrap_or_default())).or_insert(next);
        let category =
            (asked.category.as_deref().filter(|_| learnt)).and_then(|name| places.get(name));
        // Questions do not say the currency; amounts are only compared, and two places keep them apart.
        let minor = minor(asked.amount, Currency::EUR)?;
        rows.push((
            Row {
                account,
                date: asked.date,
                minor,
                text: asked.description.as_deref().unwrap_or_default(),
            },
            category.copied(),
        ));
    }
    let mut model = Model::train(&names, &rows);
    let pred = (question.test.iter().zip(&rows[question.train.len()..]))
        .filter_map(|(asked, (row, _))| {
            let suggestion = model.suggest(row)?;
            Some((asked.tid, suggestion))
        })
        .map(|(tid, suggestion)| {
            Ok(Guess {
                tid,
                category: names[usize::from(suggestion.category)],
                confidence: raw(format!("{:.5}", suggestion.confidence))?,
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    serde_json::to_string(&Answer {
        id: question.id,
        pred,
    })
    .map_err(said)
}
