#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::*;
use proptest::prelude::*;

/// Texts as banks write them, and the name in each.
const KNOWN: &[(&str, &str)] = &[
    ("CARTE 12/05 CARREFOUR MARKET 4471 LYON", "Carrefour Market"),
    ("CB MONOPRIX 2231 PARIS FR 03/04", "Monoprix"),
    (
        "PAIEMENT PAR CARTE X1234 BOULANGERIE DU PONT 28/02",
        "Boulangerie du Pont",
    ),
    ("PRLV SEPA FREE TELECOM", "Free Telecom"),
    ("VIR INST RECU DE MME ODETTE MARTIN", "Mme Odette Martin"),
    (
        "CARD PAYMENT TO TESCO STORES 3342 LONDON GB",
        "Tesco Stores",
    ),
    ("Contactless payment Pret A Manger 14:32", "Pret A Manger"),
    ("DIRECT DEBIT THAMES WATER 0045871123", "Thames Water"),
    (
        "KARTENZAHLUNG REWE SAGT DANKE 4711//BERLIN/DE",
        "Rewe Sagt Danke",
    ),
    (
        "SEPA LASTSCHRIFT STADTWERKE KOBLENZ GMBH EREF+A1B2 SVWZ+Abschlag Mai",
        "Stadtwerke Koblenz",
    ),
    (
        "/TRTP/SEPA OVERBOEKING/NAME/J. van der Berg/REMI/huur mei",
        "J. van der Berg",
    ),
    ("COMPRA TARJETA MERCADONA VALENCIA", "Mercadona"),
    ("SQ *BLUE DOOR CAFE", "Blue Door Cafe"),
    ("PAYPAL *STEAMGAMES", "Steamgames"),
    ("SUMUP *Atelier Lune", "Atelier Lune"),
    ("CAFÉ DE PARIS", "Café de Paris"),
    ("RESTAURANT LE PETIT LYON", "Restaurant le Petit Lyon"),
    ("SNCF 12.50EUR", "SNCF"),
    ("BAR DU PORT", "Bar du Port"),
    ("L'ATELIER D'OR", "L'Atelier D'Or"),
    ("Spotify", "Spotify"),
    ("H&M 044 HAMBURG", "H&M"),
    ("MARKS & SPENCER LONDON", "Marks & Spencer"),
    ("7 ELEVEN 0092", "7 Eleven"),
    ("20/05/2026", "20/05/2026"),
    (
        "PRELEVEMENT EUROPEEN 4471002211 DE: EDF CLIENTS PARTICULIERS ID: FR12ZZZ459654 MOTIF: 0123456",
        "EDF Clients Particuliers",
    ),
    (
        "FACTURE CARTE DU 120526 AMAZON EU SARL PAYLI2090401/ CARTE 4974XXXXXXXX1234",
        "Amazon EU",
    ),
    ("CB NIGHT OWL BAR 3321 PARIS 11/05", "Night Owl Bar"),
    (
        "ACHAT CB NETFLIX.COM 12.05.26 CARTE NUMERO 123",
        "Netflix.com",
    ),
    ("POS PURCHASE 4471 STARBUCKS STORE #1234", "Starbucks Store"),
    (
        "BASISLASTSCHRIFT VODAFONE GMBH MREF+123 CRED+DE98ZZZ00001",
        "Vodafone",
    ),
    ("FOLGELASTSCHRIFT STADTWERKE BONN", "Stadtwerke Bonn"),
    ("COMPRA EN LIDL 0234 SEVILLA 12/05/26", "Lidl"),
    ("PAGO EN MERCADONA 1234 MADRID", "Mercadona"),
    ("ADEUDO IBERDROLA CLIENTES SA", "Iberdrola Clientes"),
    (
        "PAGAMENTO POS ESSELUNGA MILANO 12/05 14:33 CARTA *1234",
        "Esselunga",
    ),
    ("ADDEBITO SDD ENEL ENERGIA SPA", "Enel Energia"),
    (
        "BEA NR:4X2K01 12.05.26/14.32 ALBERT HEIJN 1402 AMSTERDAM",
        "Albert Heijn",
    ),
    ("BETAALPAS ALBERT HEIJN 1402 AMSTERDAM", "Albert Heijn"),
    ("ZETTLE_*COFFEE CART", "Coffee Cart"),
    (
        "VISA DEBIT PURCHASE CARD 1234 WOOLWORTHS 1187 SYDNEY AU",
        "Woolworths",
    ),
    ("EFTPOS PURCHASE COLES 4471 MELBOURNE", "Coles"),
    ("INTERAC PURCHASE SECOND CUP #0234", "Second Cup"),
    ("PŁATNOŚĆ KARTĄ BIEDRONKA 4471 WARSZAWA", "Biedronka"),
    ("KORTKÖP 260512 ICA SUPERMARKET", "ICA Supermarket"),
    ("DANKORT-KØB NETTO 4471 AARHUS", "Netto"),
    ("COMPRA 1234 PINGO DOCE LISBOA", "Pingo Doce"),
    (
        "CARD PURCHASE 05/12 SHELL OIL 57442 HOUSTON TX",
        "Shell Oil",
    ),
];

#[test]
fn known_texts_give_their_names() {
    let wrong: Vec<(&str, &str, String)> = KNOWN
        .iter()
        .map(|(raw, wanted)| (*raw, *wanted, clean(raw)))
        .filter(|(_, wanted, got)| wanted != got)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_place_that_belongs_to_the_name_stays_and_one_behind_it_goes() {
    assert_eq!(clean("HOTEL DE BORDEAUX"), "Hotel de Bordeaux");
    assert_eq!(clean("HOTEL ADLER BORDEAUX"), "Hotel Adler");
    assert_eq!(clean("STADTWERKE BONN"), "Stadtwerke Bonn");
    // Nothing but the place is left: it is the name.
    assert_eq!(clean("TOULOUSE"), "Toulouse");
}

#[test]
fn texts_of_one_shop_are_one_group_under_one_name() {
    let names = [
        "CARTE 12/05 CARREFOUR MARKET 4471 LYON",
        "CB CARREFOUR MARKET 0021 LILLE",
        "Carrefour Market",
        "Landlord",
    ];
    let groups = alike(&names);
    assert_eq!(groups, [("Carrefour Market".to_owned(), vec![0, 1, 2])]);
}

#[test]
fn nothing_blank_comes_of_a_text_that_says_something() {
    for raw in ["", "  ", "\u{7}"] {
        assert_eq!(clean(raw), "");
    }
    for raw in ["CB", "CARTE 12/05", "4471", "*", "//"] {
        assert!(!clean(raw).is_empty(), "{raw}");
    }
}

/// Texts made of what banks write, in any order, and anything else.
fn any_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => prop::sample::select(vec![
            "CARTE", "CB", "PRLV", "SEPA", "VISA", "PAYPAL *", "12/05", "14:32", "X1234", "4471", "LYON", "PARIS", "FR",
            "//", "/NAME/", "SVWZ+", "EREF+A1", "GMBH", "LE", "DE", "CAFE", "Müller", "MARKS", "&", "L'OR", "12,50EUR",
            "REF:", "ÉTÉ", "STRASSE", "SNCF", "/", "*", "-",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
    ];
    prop::collection::vec(word, 0..9).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing_more(raw in any_text()) {
        let once = clean(&raw);
        prop_assert_eq!(clean(&once), once);
    }

    /// Letters are only taken away: what is left stands in the text in the same order, whatever its case.
    #[test]
    fn nothing_is_added(raw in any_text()) {
        let small = |text: &str| text.to_lowercase();
        let cleaned = clean(&raw);
        let whole = small(&raw);
        let mut left = whole.chars();
        for sign in small(&cleaned).chars().filter(|sign| !sign.is_whitespace()) {
            prop_assert!(left.any(|other| other == sign), "{} of {}", cleaned, raw);
        }
    }

    #[test]
    fn a_text_with_a_letter_gives_a_name_and_no_control_sign(raw in any_text()) {
        let cleaned = clean(&raw);
        prop_assert!(!cleaned.chars().any(char::is_control));
        prop_assert_eq!(cleaned.trim(), &cleaned);
        let said = raw.chars().any(|sign| !sign.is_whitespace() && !sign.is_control());
        prop_assert_eq!(said, !cleaned.is_empty());
    }
}

#[test]
fn groups_hold_every_text_once() {
    let names: Vec<&str> = KNOWN.iter().map(|(raw, _)| *raw).collect();
    let groups = alike(&names);
    let mut places: Vec<usize> = groups
        .iter()
        .flat_map(|(_, places)| places.clone())
        .collect();
    let all = places.len();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), all);
    let first = groups.first().unwrap();
    assert!(!first.0.is_empty());
}
