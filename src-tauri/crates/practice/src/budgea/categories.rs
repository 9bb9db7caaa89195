//! Categories: numbers in a tree in the older dialect, codes with a parent in today's.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};

use super::form::Form;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::tokens;
use super::{Call, nothing};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::{Category, Nature, group};
use crate::json::Json;

/// What is in no category.
const NONE: i64 = 9_998;

/// Categories, key words and hidings that people made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Own {
    categories: BTreeMap<i64, Made>,
    hidden: Vec<i64>,
    keywords: BTreeMap<u64, Keyword>,
}

#[derive(Debug, Clone)]
struct Made {
    user: u64,
    name: String,
    color: String,
    parent: i64,
    income: Option<bool>,
    refundable: bool,
    account: Option<String>,
}

#[derive(Debug, Clone)]
struct Keyword {
    category: i64,
    word: String,
    income: bool,
    priority: i64,
}

/// The number of a household's category.
pub(crate) fn number(category: Category) -> i64 {
    match category {
        Category::Uncategorised => NONE,
        other => i64::from(other.facts().envelope),
    }
}

fn known(number: i64) -> Option<Category> {
    Category::ALL
        .into_iter()
        .find(|category| self::number(*category) == number)
}

/// Whether there is such a category for a user.
pub(crate) fn exists(bank: &Bank, id: i64) -> bool {
    known(id).is_some() || bank.budgea.categories.categories.contains_key(&id)
}

/// The number behind a code, as a client may write it.
pub(crate) fn coded(code: &str) -> Option<i64> {
    Category::ALL
        .into_iter()
        .find(|category| category.key() == code)
        .map(number)
}

/// `[{code, parent_code}]`
pub(crate) fn codes(bank: &Bank, id: i64) -> Json {
    let (code, parent) = match (known(id), bank.budgea.categories.categories.get(&id)) {
        (Some(category), _) => (
            category.key().to_owned(),
            group(category.facts().group).1.to_owned(),
        ),
        (None, Some(made)) => (format!("custom_{id}"), format!("{}", made.parent)),
        (None, None) => ("uncategorised".to_owned(), "system".to_owned()),
    };
    Json::list([Json::object([
        ("code", code.into()),
        ("parent_code", parent.into()),
    ])])
}

/// A group's number: below those of all categories.
fn group_number(number: u32) -> i64 {
    i64::from(number)
}

fn entry(id: i64, name: &str, color: &str, parent: i64, nature: Option<Nature>) -> Json {
    let income = match nature {
        Some(Nature::Income) => Some(true),
        Some(Nature::Spending) => Some(false),
        _ => None,
    };
    Json::object([
        ("id", id.into()),
        ("name", name.into()),
        ("color", color.trim_start_matches('#').into()),
        ("id_parent_category", parent.into()),
        ("id_parent_category_in_menu", parent.into()),
        ("id_user", Json::Null),
        ("income", income.into()),
        ("refundable", false.into()),
        ("hidden", false.into()),
        ("accountant_account", Json::Null),
        ("id_logo", Json::Null),
        (
            "name_displayed",
            format!("<b>{}</b>", name.replace('&', "&amp;")).into(),
        ),
    ])
}

fn made(id: i64, made: &Made) -> Json {
    let mut json = entry(id, &made.name, &made.color, made.parent, None);
    json.set("id_user", made.user as i64);
    json.set("income", made.income);
    json.set("refundable", made.refundable);
    json.set("accountant_account", made.account.clone());
    json
}

/// One category on the wire.
pub(crate) fn json(bank: &Bank, id: i64) -> Json {
    if let Some(own) = bank.budgea.categories.categories.get(&id) {
        return made(id, own);
    }
    let category = known(id).unwrap_or(Category::Uncategorised);
    let facts = category.facts();
    let mut json = entry(
        number(category),
        facts.name,
        facts.color,
        group_number(facts.group),
        Some(facts.nature),
    );
    if bank.budgea.categories.hidden.contains(&id) {
        json.set("hidden", true);
    }
    json
}

fn tree(bank: &Bank, user: Option<u64>) -> Vec<Json> {
    let mut groups: BTreeMap<u32, &'static str> = BTreeMap::new();
    for category in Category::ALL {
        let facts = category.facts();
        groups.entry(facts.group).or_insert(facts.color);
    }
    let mut list: Vec<Json> = groups
        .into_iter()
        .map(|(number, color)| {
            let id = group_number(number);
            entry(id, group(number).0, color, id, None)
        })
        .collect();
    list.extend(Category::ALL.map(|category| json(bank, number(category))));
    let own = &bank.budgea.categories.categories;
    list.extend(
        own.iter()
            .filter(|(_, own)| Some(own.user) == user)
            .map(|(id, own)| made(*id, own)),
    );
    list
}

/// `/categories`, `/categories/keywords`, `/categorize`
pub(crate) fn shared(bank: &mut Bank, call: &Call, route: &[&str]) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::GET, ["categories"]) => Ok(Answer::json(listed(
            call.ask,
            "categories",
            tree(bank, None),
        )?)),
        (&Method::GET, ["categories", id]) => {
            let id = id.parse().map_err(|_| Refusal::unknown("category"))?;
            if exists(bank, id) {
                Ok(Answer::json(json(bank, id)))
            } else {
                Err(Refusal::unknown("category"))
            }
        }
        (&Method::POST, ["categories", "keywords"]) => {
            tokens::caller(bank, call.ask)?;
            let form = Form::of(call.ask)?;
            let keyword = Keyword {
                category: category_of(bank, &form)?
                    .ok_or_else(|| Refusal::missing("id_category"))?,
                word: form.required("keyword")?.to_lowercase(),
                income: form.flag("income")?.unwrap_or_default(),
                priority: form.whole("priority")?.unwrap_or(0) as i64,
            };
            let id = bank.budgea.number();
            let answer = Json::object([
                ("id", (id as i64).into()),
                ("id_category", keyword.category.into()),
                ("income", keyword.income.into()),
                ("keyword", keyword.word.as_str().into()),
                ("priority", keyword.priority.into()),
            ]);
            bank.budgea.categories.keywords.insert(id, keyword);
            Ok(Answer::json(answer))
        }
        (&Method::DELETE, ["categories", "keywords", id]) => {
            tokens::caller(bank, call.ask)?;
            let id = id.parse().map_err(|_| Refusal::unknown("keyword"))?;
            match bank.budgea.categories.keywords.remove(&id) {
                Some(_) => Ok(nothing()),
                None => Err(Refusal::unknown("keyword")),
            }
        }
        (&Method::POST, ["categorize"]) => guess(bank, call),
        _ => Err(Refusal::method()),
    }
}

/// What a form calls a category in either era.
pub(crate) fn category_of(bank: &Bank, form: &Form) -> Result<Option<i64>, Refusal> {
    let number = form
        .get("id_category")
        .map(|text| {
            text.parse::<i64>()
                .map_err(|_| Refusal::invalid("id_category"))
        })
        .transpose()?;
    let code = form.get("categories").map(|text| {
        serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .and_then(|value| {
                let first = value.get(0).unwrap_or(&value);
                let code = first.get("code").and_then(|code| code.as_str());
                code.map(str::to_owned)
            })
            .and_then(|code| coded(&code))
            .ok_or_else(|| Refusal::invalid("categories"))
    });
    let id = match (number, code) {
        (Some(id), _) => Some(id),
        (None, Some(id)) => Some(id?),
        (None, None) => None,
    };
    match id {
        Some(id) if !exists(bank, id) => Err(Refusal::invalid("id_category")),
        other => Ok(other),
    }
}

/// A guess from the key words, else from what the household itself bought there.
fn guess(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    tokens::caller(bank, call.ask)?;
    let form = Form::of(call.ask)?;
    let wording = form.required("wording")?.to_lowercase();
    let income = form
        .decimal("value")?
        .is_some_and(|value| value > rust_decimal::Decimal::ZERO);
    let by_word = bank
        .budgea
        .categories
        .keywords
        .values()
        .filter(|keyword| keyword.income == income && wording.contains(&keyword.word))
        .max_by_key(|keyword| keyword.priority)
        .map(|keyword| keyword.category);
    let by_history = || {
        bank.household
            .living()
            .find(|row| wording.contains(&row.payee.to_lowercase()))
            .map(|row| number(row.category))
    };
    let id = by_word.or_else(by_history).unwrap_or(NONE);
    let mut answer = Json::object([
        ("wording", wording.into()),
        ("type", form.get("type").into()),
        ("id_category", id.into()),
        ("state", "parsed".into()),
    ]);
    if !call.dialect.legacy {
        answer.set("categories", codes(bank, id));
    }
    Ok(Answer::json(answer))
}

/// `/users/{u}/categories` and `/users/{u}/categories/full`
pub(crate) fn of_user(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    route: &[&str],
) -> Result<Answer, Refusal> {
    let number = |id: &str| id.parse::<i64>().map_err(|_| Refusal::unknown("category"));
    match (&call.ask.method, route) {
        (&Method::GET, ["categories"]) => Ok(Answer::json(listed(
            call.ask,
            "categories",
            tree(bank, Some(scope.user)),
        )?)),
        // The envelope is spelled like this over there.
        (&Method::GET, ["categories", "full"]) => Ok(Answer::json(listed(
            call.ask,
            "categorys",
            tree(bank, Some(scope.user)),
        )?)),
        (&Method::POST, ["categories", "full"]) => create(bank, call, scope),
        (&Method::PUT, ["categories", "full", id]) => change(bank, call, number(id)?),
        (&Method::DELETE, ["categories", "full", id]) => {
            match bank.budgea.categories.categories.remove(&number(id)?) {
                Some(_) => Ok(nothing()),
                None => Err(Refusal::unknown("category")),
            }
        }
        _ => Err(Refusal::method()),
    }
}

fn create(bank: &mut Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let parent = form.whole("id_parent_category")?.map(|id| id as i64);
    let own = Made {
        user: scope.user,
        name: form.required("name")?.to_owned(),
        color: form.get("color").unwrap_or("95a5a6").to_owned(),
        parent: parent.unwrap_or(group_number(200)),
        income: form.flag("income")?,
        refundable: form.flag("refundable")?.unwrap_or_default(),
        account: form.get("accountant_account").map(str::to_owned),
    };
    let id = bank.budgea.number() as i64 + 20_000;
    bank.budgea.categories.categories.insert(id, own);
    Ok(Answer::status(StatusCode::OK, json(bank, id)))
}

fn change(bank: &mut Bank, call: &Call, id: i64) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    if !exists(bank, id) {
        return Err(Refusal::unknown("category"));
    }
    if let Some(hide) = form.flag("hide")? {
        bank.budgea.categories.hidden.retain(|hidden| *hidden != id);
        if hide {
            bank.budgea.categories.hidden.push(id);
        }
    }
    if let Some(own) = bank.budgea.categories.categories.get_mut(&id) {
        if let Some(name) = form.get("name") {
            name.clone_into(&mut own.name);
        }
        if let Some(color) = form.get("color") {
            color.clone_into(&mut own.color);
        }
    }
    Ok(Answer::json(json(bank, id)))
}
