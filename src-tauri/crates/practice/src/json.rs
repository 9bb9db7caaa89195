//! JSON whose numbers are exact text.
//!
//! `serde_json::Value` would keep a decimal as a binary float. Here a number is the decimal text
//! it is going to be on the wire, and members keep their order, so that the same household gives
//! the same bytes.

use std::fmt::Write as _;

use rust_decimal::Decimal;

/// One JSON document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as the text to write.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in writing order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object from its members.
    pub(crate) fn object<const N: usize>(members: [(&str, Json); N]) -> Self {
        Self::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// A list from anything that yields documents.
    pub(crate) fn list(items: impl IntoIterator<Item = Json>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// Adds or replaces a member; does nothing to what is not an object.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Json>) {
        if let Self::Object(members) = self {
            let value = value.into();
            match members.iter_mut().find(|(have, _)| have == name) {
                Some(member) => member.1 = value,
                None => members.push((name.to_owned(), value)),
            }
        }
    }

    /// Takes a member away.
    pub(crate) fn remove(&mut self, name: &str) {
        if let Self::Object(members) = self {
            members.retain(|(have, _)| have != name);
        }
    }

    /// Reads serde's document; integers and text pass through unharmed.
    pub(crate) fn from_value(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::list(items.iter().map(Self::from_value)),
            Value::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), Self::from_value(value)))
                    .collect(),
            ),
        }
    }

    /// The document as text.
    pub(crate) fn render(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) => quote(text, out),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    quote(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if u32::from(control) < 0x20 => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<Decimal> for Json {
    fn from(number: Decimal) -> Self {
        Self::Number(number.to_string())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Self::List(items)
    }
}

/// How many decimals a currency's minor unit has.
pub(crate) fn decimals(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "ISK" => 0,
        "KWD" | "BHD" | "TND" => 3,
        _ => 2,
    }
}

/// Minor units as a decimal in major units: 1050 EUR cents are `10.50`.
pub(crate) fn major(minor: i64, currency: &str) -> Decimal {
    Decimal::new(minor, decimals(currency))
}

/// Minor units as a JSON number without trailing zeros, the way upstreams write them.
pub(crate) fn number(minor: i64, currency: &str) -> Json {
    Json::Number(major(minor, currency).normalize().to_string())
}

/// Minor units as plain text with all decimals of the currency.
pub(crate) fn text(minor: i64, currency: &str) -> String {
    major(minor, currency).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_the_text_they_were() {
        let document = Json::object([
            ("a", number(-1050, "EUR")),
            ("b", number(9_007_199_254_740_993, "EUR")),
            ("c", number(1234, "JPY")),
            ("d", Json::from("tab\t\"quoted\"")),
        ]);
        assert_eq!(
            document.render(),
            r#"{"a":-10.5,"b":90071992547409.93,"c":1234,"d":"tab\u0009\"quoted\""}"#
        );
    }
}
