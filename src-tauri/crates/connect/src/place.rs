//! Where something was paid, as records tell it that the book keeps as they came.

use crate::json::Record;

/// The place that a record names: its name and address, or its coordinates. None when it names none.
pub fn place_of(raw: &str) -> Option<String> {
    let record = Record::of_body(raw.as_bytes())?;
    let place = record.object("place")?;
    let words: Vec<String> = ["name", "address"]
        .into_iter()
        .filter_map(|name| place.text(name))
        .collect();
    if !words.is_empty() {
        return Some(words.join(", "));
    }
    let number = |name: &str| {
        let digits = place.raw(name)?.get();
        digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'))
            .then(|| digits.to_owned())
    };
    Some(format!("{}, {}", number("latitude")?, number("longitude")?))
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn a_place_is_its_words_or_where_it_is() {
        let of = |text: &str| place_of(text);
        assert_eq!(
            of(r#"{"place":{"name":"Corner","address":"1 Main Street","latitude":1.5}}"#)
                .as_deref(),
            Some("Corner, 1 Main Street")
        );
        assert_eq!(
            of(r#"{"place":{"latitude":48.85,"longitude":-2.35}}"#).as_deref(),
            Some("48.85, -2.35")
        );
        assert_eq!(of(r#"{"place":{"latitude":"<b>","longitude":1}}"#), None);
        assert_eq!(of(r#"{"place":null}"#), None);
        assert_eq!(of("no record"), None);
    }
}
