//! Lenient reading of an upstream's objects.
//!
//! Upstreams leave members out, send null for absent, and change types between versions. A [`Record`] takes an object
//! apart into members that are read one by one, so that one odd member costs that member and not the row, and one odd
//! row costs that row and not the page. Numbers stay text until somebody reads them exactly.

use std::borrow::Cow;
use std::fmt;

use secrets::Secret;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object, member by member, in the order it came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// Longest text kept of a member: longer ones are cut, being nothing a person would read.
const LONGEST_TEXT: usize = 4096;

impl<'a> Record<'a> {
    /// Takes an object apart; none when it is not one.
    pub(crate) fn read(value: &'a RawValue) -> Option<Self> {
        serde_json::from_str(value.get()).ok()
    }

    /// Takes the object of a whole body apart.
    pub(crate) fn of_body(body: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    /// A member as it came; none when absent or null.
    pub(crate) fn raw(&self, name: &str) -> Option<&'a RawValue> {
        self.0
            .iter()
            .rev()
            .find(|(member, _)| member == name)
            .map(|(_, value)| *value)
            .filter(|value| value.get() != "null")
    }

    /// Names of the members.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref())
    }

    /// Whether the member is there at all, if only as null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(member, _)| member == name)
    }

    /// A text, trimmed; none when absent, empty, or no text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text: Cow<'a, str> = match self.raw(name)?.get() {
            quoted if quoted.starts_with('"') => {
                serde_json::from_str::<String>(quoted).ok()?.into()
            }
            _ => return None,
        };
        let text = text.trim();
        (!text.is_empty()).then(|| cut(text).to_owned())
    }

    /// A credential; none when absent, empty, or no text.
    pub(crate) fn secret(&self, name: &str) -> Option<Secret> {
        let quoted = self.raw(name)?.get();
        let mut text = serde_json::from_str::<String>(quoted).ok()?;
        let secret = Secret::taking(&mut text);
        (!secret.is_empty()).then_some(secret)
    }

    /// An id: a text of a sane length. A number is none, since no upstream read here has numbers for ids.
    pub(crate) fn id(&self, name: &str) -> Option<String> {
        self.text(name).filter(|id| id.len() <= 256)
    }

    /// An id of an upstream that writes them as whole numbers, or as text.
    pub(crate) fn key(&self, name: &str) -> Option<String> {
        let raw = self.raw(name)?.get();
        let digits = raw.strip_prefix('-').unwrap_or(raw);
        if digits.len() <= 32 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Some(raw.to_owned());
        }
        self.id(name)
    }

    /// A flag by any of the ways of writing one: `true`, `1`, `"true"`, `"True"`.
    pub(crate) fn flexible_flag(&self, name: &str) -> Option<bool> {
        let word = self.raw(name)?.get().trim_matches('"').to_ascii_lowercase();
        match word.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    /// Whether a stamp or flag is set at all: present, and neither false, nor zero, nor empty.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.raw(name)
            .is_some_and(|raw| !matches!(raw.get(), "false" | "0" | "\"\""))
    }

    /// A flag; none when absent or no flag.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.raw(name)?.get() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        self.raw(name)?.get().parse().ok()
    }

    /// An object within.
    pub(crate) fn object(&self, name: &str) -> Option<Record<'a>> {
        Self::read(self.raw(name)?)
    }

    /// A list within, item by item; none when absent or no list.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<&'a RawValue>> {
        serde_json::from_str(self.raw(name)?.get()).ok()
    }

    /// Ids in a list, those that are none left out.
    pub(crate) fn ids(&self, name: &str) -> Vec<String> {
        self.list(name)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|item| serde_json::from_str::<String>(item.get()).ok())
            .filter(|id| !id.is_empty() && id.len() <= 256)
            .collect()
    }

    /// The object as it came, for the book to keep, without the members named: pictures and links with a life.
    pub(crate) fn kept(&self, whole: &RawValue, without: &[&str]) -> String {
        if !self
            .0
            .iter()
            .any(|(member, _)| without.contains(&member.as_ref()))
        {
            return whole.get().to_owned();
        }
        let members: Vec<String> = self
            .0
            .iter()
            .filter(|(member, _)| !without.contains(&member.as_ref()))
            .map(|(member, value)| {
                format!("{}:{}", serde_json::Value::from(member.as_ref()), value)
            })
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

/// Items of a body that is a bare list; none when it is not one.
pub(crate) fn items(body: &[u8]) -> Option<Vec<&RawValue>> {
    serde_json::from_slice(body).ok()
}

fn cut(text: &str) -> &str {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let mut end = LONGEST_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

impl<'de> Deserialize<'de> for Record<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Record<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
                let mut members = Vec::with_capacity(32);
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    members.push((key.0, map.next_value::<&'de RawValue>()?));
                }
                Ok(Record(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_leniently_and_one_by_one() {
        let body = br#"{"id":"7","no":7,"name":" A\u00e9 ","none":null,"on":"yes","off":false,"n":3,"o":{"x":1},"l":["a",2,""]}"#;
        let record = Record::of_body(body).expect("an object");
        assert_eq!(record.id("id").as_deref(), Some("7"));
        assert_eq!(record.id("no"), None);
        assert_eq!(record.text("name").as_deref(), Some("Aé"));
        assert_eq!(record.text("none"), None);
        assert_eq!(record.flag("on"), None);
        assert_eq!(record.flag("off"), Some(false));
        assert_eq!(record.count("n"), Some(3));
        assert!(record.object("o").is_some());
        assert!(record.object("l").is_none());
        assert_eq!(record.ids("l"), ["a"]);
        assert!(Record::of_body(b"[1]").is_none());
    }

    #[test]
    fn what_is_kept_leaves_out_only_what_is_named() {
        let text = r#"{"a":1.10,"photos":[{"temporaryUrl":"x"}],"b\"":"é"}"#;
        let whole: &RawValue = serde_json::from_str(text).expect("JSON");
        let record = Record::read(whole).expect("an object");
        assert_eq!(record.kept(whole, &["photos"]), r#"{"a":1.10,"b\"":"é"}"#);
        assert_eq!(record.kept(whole, &["place"]), text);
    }
}
