use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
 <gesmes:subject>Reference rates</gesmes:subject>
 <Cube>
  <Cube time="2026-01-16"><Cube currency="USD" rate="1.1625"/><Cube currency='JPY' rate='183.90'/></Cube>
  <Cube time="2026-01-15"><Cube currency="USD" rate="1.1600"/><Cube currency="ISK" rate="N/A"/></Cube>
 </Cube>
</gesmes:Envelope>"#;

#[test]
fn rates_are_read_exactly_with_their_days() {
    let rates = parse(DOCUMENT.as_bytes()).expect("rates");
    let plain: Vec<String> = rates
        .iter()
        .map(|rate| format!("{} {} {}", rate.day, rate.currency, rate.per_euro))
        .collect();
    assert_eq!(
        plain,
        [
            "2026-01-16 USD 1.1625",
            "2026-01-16 JPY 183.90",
            "2026-01-15 USD 1.1600"
        ]
    );
}

#[test]
fn a_broken_document_gives_no_rates_at_all() {
    for broken in [
        DOCUMENT.replace("1.1600", "minus"),
        DOCUMENT.replace("1.1600", "0"),
        DOCUMENT.replace("2026-01-15", "yesterday"),
        DOCUMENT.replace("\"USD\"", "\"DOLLAR\""),
        DOCUMENT.replace(" rate=\"1.1600\"", ""),
        DOCUMENT.replace("</Cube></Cube>", ""),
        "<html><body>Maintenance</body></html>".to_owned(),
        String::new(),
    ] {
        if broken == DOCUMENT {
            continue;
        }
        assert!(parse(broken.as_bytes()).is_err(), "{broken}");
    }
    let cut = &DOCUMENT[..DOCUMENT.len() - 60];
    assert!(parse(cut.as_bytes()).is_err(), "a document without its end");
}

#[test]
fn the_smallest_document_that_covers_the_gap_is_taken() {
    let wednesday = day("2026-01-14");
    let monday = day("2026-01-19");
    assert_eq!(Feed::for_gap(None, wednesday), Some(Feed::History));
    assert_eq!(Feed::for_gap(Some(wednesday), wednesday), None);
    assert_eq!(
        Feed::for_gap(Some(day("2026-01-13")), wednesday),
        Some(Feed::Daily)
    );
    assert_eq!(
        Feed::for_gap(Some(day("2026-01-12")), wednesday),
        Some(Feed::NinetyDays)
    );
    assert_eq!(
        Feed::for_gap(Some(day("2026-01-16")), monday),
        Some(Feed::Daily)
    );
    assert_eq!(
        Feed::for_gap(Some(day("2026-01-16")), day("2026-01-18")),
        None
    );
    assert_eq!(
        Feed::for_gap(Some(day("2025-10-25")), wednesday),
        Some(Feed::NinetyDays)
    );
    assert_eq!(
        Feed::for_gap(Some(day("2025-10-01")), wednesday),
        Some(Feed::History)
    );
}
