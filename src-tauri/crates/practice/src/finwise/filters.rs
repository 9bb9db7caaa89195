//! JSON inside of the query and in bodies: filters, paging, money.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::Refusal;
use crate::clock::{Written, read};
use crate::exchange::{Answer, Ask};
use crate::household::stamp;
use crate::json::{Json, decimals};

/// The largest page given.
const LARGEST: u64 = 10_000;

/// Which page is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) number: usize,
    size: usize,
}

impl Page {
    /// Reads `pagination`.
    pub(crate) fn of(ask: &Ask) -> Result<Self, Refusal> {
        let members = object(ask, "pagination")?;
        let whole = |name: &str, default: u64, most: u64| match members.get(name) {
            None | Some(Value::Null) => Ok(default),
            Some(value) => match value.as_u64() {
                Some(number) if (1..=most).contains(&number) => Ok(number),
                _ => Err(Refusal::field(
                    name,
                    format!("{name} must be a whole number from 1 to {most}"),
                    value.to_string(),
                )),
            },
        };
        Ok(Self {
            number: whole("pageNumber", 1, 1 << 32)? as usize,
            size: whole("pageSize", 100, LARGEST)? as usize,
        })
    }

    /// The part of a listing on this page.
    pub(crate) fn slice<T>(self, items: &[T]) -> &[T] {
        let from = ((self.number - 1).saturating_mul(self.size)).min(items.len());
        &items[from..(from + self.size).min(items.len())]
    }

    /// Whether nothing follows.
    pub(crate) fn is_last(self, total: usize) -> bool {
        self.number.saturating_mul(self.size) >= total
    }

    /// A page as a bare array, its facts in the headers.
    pub(crate) fn answer(self, items: Vec<Json>, total: usize) -> Answer {
        Answer::json(Json::List(items))
            .with("x-page-number", self.number.to_string())
            .with("x-page-size", self.size.to_string())
            .with("x-count", total.to_string())
            .with("x-has-next-page", (!self.is_last(total)).to_string())
    }
}

/// A JSON object in a query parameter; empty when absent.
fn object(ask: &Ask, name: &str) -> Result<Map<String, Value>, Refusal> {
    let Some(text) = ask.first(name) else {
        return Ok(Map::new());
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Refusal::field(
            name,
            format!("{name} must be a JSON object"),
            text,
        )),
        Err(_) => Err(Refusal::field(name, format!("{name} is not JSON"), text)),
    }
}

/// The members of `filters`, or of a body, read by type.
#[derive(Debug, Clone)]
pub(crate) struct Filters(Map<String, Value>);

impl Filters {
    /// Reads `filters` from the query.
    pub(crate) fn of(ask: &Ask) -> Result<Self, Refusal> {
        object(ask, "filters").map(Self)
    }

    /// Reads a JSON body.
    pub(crate) fn body(ask: &Ask) -> Result<Self, Refusal> {
        if ask.body.is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_slice(&ask.body) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            _ => Err(Refusal::field("body", "the body must be a JSON object", "")),
        }
    }

    /// The members below another member; empty when absent.
    pub(crate) fn below(&self, name: &str) -> Self {
        Self(
            self.0
                .get(name)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
        )
    }

    /// A member as it came; null is absent.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Whether a member is there as null.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(Value::is_null)
    }

    /// All members.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter()
    }

    fn typed<'a, T>(
        &'a self,
        name: &str,
        kind: &str,
        as_kind: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => match as_kind(value) {
                Some(typed) => Ok(Some(typed)),
                None => Err(Refusal::field(
                    name,
                    format!("{name} must be {kind}"),
                    value.to_string(),
                )),
            },
        }
    }

    /// A text member.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        self.typed(name, "a string", Value::as_str)
    }

    /// A text member that must be there.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name)?
            .ok_or_else(|| Refusal::field(name, format!("{name} is required"), "undefined"))
    }

    /// A flag.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.typed(name, "a boolean", Value::as_bool)
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Result<Option<Vec<&str>>, Refusal> {
        self.typed(name, "an array of strings", |value| {
            value.as_array()?.iter().map(Value::as_str).collect()
        })
    }

    /// A moment, in milliseconds; a plain date is its midnight.
    pub(crate) fn moment(&self, name: &str) -> Result<Option<i64>, Refusal> {
        self.typed(name, "an ISO 8601 date", |value| {
            match read(value.as_str()?)? {
                Written::Day(day) => Some(stamp(day, 0)),
                Written::Moment(at) => Some(at),
            }
        })
    }

    /// A day, from a date or the UTC day of a moment; a stamp without zone is UTC.
    pub(crate) fn day(&self, name: &str) -> Result<Option<NaiveDate>, Refusal> {
        self.typed(name, "an ISO 8601 date", |value| day(value.as_str()?))
    }

    /// A number.
    pub(crate) fn amount(&self, name: &str) -> Result<Option<Decimal>, Refusal> {
        self.typed(name, "a number", |value| match value {
            Value::Number(number) => number.to_string().parse().ok(),
            _ => None,
        })
    }

    /// The identifiers wanted by `id` and `ids`, or by other names for one and many.
    pub(crate) fn ids(&self, one: &str, many: &str) -> Result<Option<Vec<&str>>, Refusal> {
        let mut ids = self.texts(many)?;
        if let Some(id) = self.text(one)? {
            ids.get_or_insert_default().push(id);
        }
        Ok(ids)
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    match read(text) {
        Some(Written::Day(day)) => Some(day),
        Some(Written::Moment(_)) | None => text.get(..10)?.parse().ok(),
    }
}

/// Money in a body, its amount still as text.
#[derive(Deserialize)]
struct Money<'a> {
    #[serde(borrow)]
    amount: &'a RawValue,
    #[serde(rename = "currencyCode")]
    currency: String,
}

/// Reads a money member of a body: minor units and currency.
pub(crate) fn money(ask: &Ask, name: &str) -> Result<(i64, String), Refusal> {
    let refused = |message: &str, received: &str| Refusal::field(name, message, received);
    let members: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_slice(&ask.body).map_err(|_| refused("the body is not JSON", ""))?;
    let raw = members
        .get(name)
        .ok_or_else(|| refused("is required", "undefined"))?
        .get();
    let money: Money = serde_json::from_str(raw)
        .map_err(|_| refused("must be an object of amount and currencyCode", raw))?;
    minor(money.amount.get(), &money.currency)
        .map(|minor| (minor, money.currency))
        .ok_or_else(|| refused("must be an exact amount of its currency", raw))
}

/// An amount as a client of another make writes it: a bare number, or text.
pub(crate) fn bare_amount(ask: &Ask, name: &str, currency: &str) -> Result<i64, Refusal> {
    let members: std::collections::BTreeMap<String, &RawValue> = serde_json::from_slice(&ask.body)
        .map_err(|_| Refusal::field(name, "the body is not JSON", ""))?;
    let raw = members.get(name).map_or("", |raw| raw.get());
    minor(raw.trim_matches('"'), currency)
        .ok_or_else(|| Refusal::field(name, "must be an exact amount of its currency", raw))
}

/// Decimal text as minor units; nothing when it does not fit exactly.
fn minor(text: &str, currency: &str) -> Option<i64> {
    let amount: Decimal = text
        .parse()
        .or_else(|_| Decimal::from_scientific(text))
        .ok()?;
    let mut scaled = amount.normalize();
    if scaled.scale() > decimals(currency) {
        return None;
    }
    scaled.rescale(decimals(currency));
    i64::try_from(scaled.mantissa()).ok()
}
