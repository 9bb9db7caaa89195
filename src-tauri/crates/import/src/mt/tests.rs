#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::info::read as info;
use super::movement::{Unread, amount, movement};

#[test]
fn amounts_have_a_comma_that_nothing_need_follow() {
    assert_eq!(amount("0,").unwrap().to_string(), "0");
    assert_eq!(amount("000000000025,00").unwrap().to_string(), "25.00");
    assert_eq!(amount("12.5").unwrap().to_string(), "12.5");
    assert_eq!(amount("1.234,50").unwrap().to_string(), "1234.50");
    assert_eq!(amount("1.234"), None);
    assert_eq!(amount(","), None);
    assert_eq!(amount(""), None);
}

#[test]
fn a_reversal_turns_the_direction() {
    let of = |text: &str| movement(&[text]).unwrap();
    assert_eq!(of("240105C10,NTRFX").amount.to_string(), "10");
    assert_eq!(of("240105D10,NTRFX").amount.to_string(), "-10");
    assert_eq!(of("240105RC10,NTRFX").amount.to_string(), "-10");
    assert_eq!(of("240105RDR10,NTRFX").amount.to_string(), "10");
    assert!(of("240105ED10,NTRFX").expected);
}

#[test]
fn the_entry_date_lies_near_the_value_date() {
    let found = movement(&["2312310102C1,00NTRFNONREF//B1", "more", "text"]).unwrap();
    assert_eq!(found.booked.to_string(), "2024-01-02");
    assert_eq!(found.valued.unwrap().to_string(), "2023-12-31");
    assert_eq!(found.reference, None);
    assert_eq!(found.bank_reference.as_deref(), Some("B1"));
    assert_eq!(found.extra, "more text");
    let february = movement(&["230230D1,00NTRFX"]).unwrap();
    assert_eq!(february.booked.to_string(), "2023-02-28");
    assert_eq!(movement(&["231340D1,00NTRFX"]), Err(Unread::Date));
    assert_eq!(movement(&["230102X1,00NTRFX"]), Err(Unread::Direction));
    assert_eq!(movement(&["230102DxNTRFX"]), Err(Unread::Amount));
}

#[test]
fn sub_fields_of_germany() {
    let found = info(&[
        "177?00SEPA UEBERWEISUNG?100599?20EREF+INV-7?21SVWZ+Rent of the fl",
        "at?22in May and the garage?30BYLADEM1001?31DE02120300000000202051?32Anna Bei",
        "spiel",
    ]);
    assert_eq!(found.payee, "Anna Beispiel");
    assert_eq!(found.account.as_deref(), Some("DE02120300000000202051"));
    assert_eq!(found.reference.as_deref(), Some("INV-7"));
    assert_eq!(found.text, "Rent of the flat in May and the garage");
}

#[test]
fn code_words_between_slashes() {
    let found = info(&["/TRTP/SEPA/IBAN/NL91ABNA0417164300/NAME/J. Smit/REMI/May/EREF/E1"]);
    assert_eq!(found.payee, "J. Smit");
    assert_eq!(found.text, "May");
    assert_eq!(found.reference.as_deref(), Some("E1"));
    assert_eq!(found.account.as_deref(), Some("NL91ABNA0417164300"));
    let found = info(&["/CNTP/NL91ABNA0417164300/ABNANL2A/J. Smit/Delft//REMI/USTD//May rent/"]);
    assert_eq!(
        (found.payee.as_str(), found.text.as_str()),
        ("J. Smit", "May rent")
    );
}

#[test]
fn words_with_a_colon() {
    let found = info(&["820 PRZELEW; Z RACH.: 1140; OD: ANNA NOWAK; TYT.: CZYNSZ; TNR: 1"]);
    assert_eq!(
        (found.payee.as_str(), found.text.as_str()),
        ("ANNA NOWAK", "CZYNSZ")
    );
    let found = info(&["GUTSCHRIFT AUFTRAGGEBER: MAX MUSTER MITTEILUNGEN: MIETE MAI"]);
    assert_eq!(
        (found.payee.as_str(), found.text.as_str()),
        ("MAX MUSTER", "MIETE MAI")
    );
}
