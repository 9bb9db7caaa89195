#![expect(clippy::unwrap_used, reason = "a test may stop")]

use proptest::prelude::*;

use super::*;

const NAMES: &[&str] = &["Groceries", "Fuel", "Eating out", "Books", "Other"];

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(n)
}

fn row(account: u32, n: u64, minor: i64, text: &str) -> Row<'_> {
    Row {
        account,
        date: day(n),
        minor,
        text,
    }
}

fn named(model: &mut Model, names: &[&'static str], row: &Row<'_>) -> &'static str {
    names[usize::from(model.suggest(row).unwrap().category)]
}

#[test]
fn an_empty_book_knows_chains_and_trades_of_several_countries() {
    let mut model = Model::train(NAMES, &[]);
    for (text, expected) in [
        ("CARTE 12/03 CARREFOUR CITY LYON", "Groceries"),
        ("REWE MARKT GMBH 4471", "Groceries"),
        ("Compra tarjeta MERCADONA VALENCIA", "Groceries"),
        ("ALBERT HEIJN 1521 UTRECHT", "Groceries"),
        ("TESCO PFS 3391", "Fuel"),
        ("ORLEN STACJA PALIW 12", "Fuel"),
        ("RISTORANTE DA GINO", "Eating out"),
        ("BUCHHANDLUNG AM MARKT", "Books"),
    ] {
        assert_eq!(
            named(&mut model, NAMES, &row(0, 1, -2_000, text)),
            expected,
            "{text}"
        );
    }
}

#[test]
fn trades_find_categories_named_in_other_languages() {
    let names = &["Lebensmittel", "Tanken", "Sonstiges"];
    let mut model = Model::train(names, &[]);
    assert_eq!(
        named(&mut model, names, &row(0, 1, -900, "EDEKA CENTER")),
        "Lebensmittel"
    );
    assert_eq!(
        named(&mut model, names, &row(0, 1, -900, "SHELL 3312")),
        "Tanken"
    );
    assert_eq!(
        named(&mut model, names, &row(0, 1, -900, "QXZV")),
        "Sonstiges"
    );
}

#[test]
fn the_own_account_is_heard_before_the_others() {
    let mut rows = Vec::new();
    for n in 0..60 {
        rows.push((
            row(n % 6, u64::from(n), -1_500, "AMAZON MARKETPLACE"),
            Some(4),
        ));
    }
    for n in 0..5 {
        rows.push((row(9, 30 + n * 7, -1_500, "AMAZON MARKETPLACE"), Some(3)));
    }
    let mut model = Model::train(NAMES, &rows);
    assert_eq!(
        named(&mut model, NAMES, &row(9, 90, -1_400, "AMAZON MARKETPLACE")),
        "Books"
    );
    assert_eq!(
        named(&mut model, NAMES, &row(1, 90, -1_400, "AMAZON MARKETPLACE")),
        "Other"
    );
}

#[test]
fn one_correction_is_enough_for_the_same_payee() {
    let mut model = Model::train(NAMES, &[]);
    let asked = row(0, 9, -1_234, "Kalle & Co");
    model.learn(&row(0, 2, -990, "Kalle & Co"), 3);
    let suggestion = model.suggest(&asked).unwrap();
    assert_eq!(suggestion.category, 3);
    assert!(
        suggestion.because.contains(&Because::Payee),
        "{:?}",
        suggestion.because
    );
    for n in 3..6 {
        model.learn(&row(0, n, -990, "Kalle & Co"), 2);
    }
    assert_eq!(
        model.suggest(&asked).unwrap().category,
        2,
        "the latest corrections win"
    );
}

#[test]
fn without_categories_nothing_is_suggested() {
    let mut model = Model::train::<&str>(&[], &[(row(0, 1, -1, "x"), Some(0))]);
    model.learn(&row(0, 1, -1, "x"), 0);
    assert_eq!(model.suggest(&row(0, 1, -1, "x")), None);
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("REWE 4471".to_owned()),
        Just("Shell".to_owned()),
        Just("Kiosk am Eck".to_owned()),
        "\\PC{0,24}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is learnt, an answer is one of the categories, its confidence is a share, and the same past answers the same.
    #[test]
    fn answers_are_shares_and_repeatable(
        past in prop::collection::vec((0_u32..4, 0_u64..400, any::<i64>(), texts(), prop::option::of(0_u16..7)), 0..80),
        asked in prop::collection::vec((0_u32..6, 0_u64..500, any::<i64>(), texts()), 1..8),
    ) {
        let rows: Vec<(Row<'_>, Option<u16>)> = past
            .iter()
            .map(|(account, n, minor, text, category)| (row(*account, *n, *minor, text), *category))
            .collect();
        let mut one = Model::train(NAMES, &rows);
        let mut two = Model::train(NAMES, &rows);
        for (account, n, minor, text) in &asked {
            let asked = row(*account, *n, *minor, text);
            let answer = one.suggest(&asked).unwrap();
            prop_assert!(usize::from(answer.category) < NAMES.len());
            prop_assert!(answer.confidence >= 0.0 && answer.confidence <= 1.000_01);
            prop_assert!(answer.because.len() <= 3);
            prop_assert_eq!(&answer, &two.suggest(&asked).unwrap());
            one.learn(&asked, 1);
            two.learn(&asked, 1);
        }
    }
}
