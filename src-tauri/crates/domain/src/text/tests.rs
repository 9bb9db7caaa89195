//! Folding and nearness of statement texts.

use proptest::prelude::*;

use super::{fold, similarity};

#[test]
fn payment_words_dates_cards_and_numbers_are_taken_off() {
    for text in [
        "CARTE 10/01 CAFÉ DU PORT 4471",
        "CB Cafe du Port 12/02",
        "PAIEMENT PAR CARTE X4471 CAFE DU PORT",
        "Paiement CB CAFÉ DU PORT SARL",
        "SumUp *Café du Port",
        "CARD PURCHASE 2026-01-10 CAFE DU PORT 0000123",
        "ＣＡＦＥ ＤＵ ＰＯＲＴ",
    ] {
        assert_eq!(fold(text), "cafe du port", "{text}");
    }
}

#[test]
fn short_names_with_digits_stay() {
    assert_eq!(fold("O2 UK"), "o2 uk");
    assert_eq!(fold("7-Eleven"), "eleven");
    assert_eq!(fold("1und1"), "1und1");
}

#[test]
fn a_text_of_nothing_but_numbers_keeps_them() {
    assert_eq!(fold("YZ/87144583"), "yz 87144583");
    assert_eq!(fold("87144583"), "87144583");
    assert_eq!(fold("VIREMENT"), "virement");
    assert_eq!(fold("--- "), "");
}

#[test]
fn other_scripts_survive() {
    assert_eq!(fold("スターバックス 渋谷店 123"), "スターバックス 渋谷店");
    assert_eq!(fold("ОПЛАТА Пятёрочка 8891"), "оплата пятерочка");
    assert_eq!(fold("चाय घर"), "चाय घर");
}

#[test]
fn nearness_orders_as_a_person_would() {
    assert_eq!(similarity("Café du Port", "CARTE 10/01 CAFE DU PORT"), 100);
    assert!(similarity("CARREFOUR MARKET LYO", "Carrefour Market Lyon 3") >= 90);
    assert!(similarity("Greengrocer", "Greengrcoer") >= 80);
    assert!(similarity("Greengrocer", "Tram company") < 40);
    assert_eq!(similarity("", "anything"), 0);
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
    }

    #[test]
    fn payment_words_never_swallow_everything(words in proptest::collection::vec(
        prop_oneof!["carte", "CB", "sepa", "pos", "12/03", "[a-z]{3,8}", "GmbH"], 1..6)) {
        prop_assert!(!fold(&words.join(" ")).is_empty());
    }

    #[test]
    fn similarity_has_no_direction(a in "[a-z ]{0,20}", b in "[a-z ]{0,20}") {
        prop_assert_eq!(similarity(&a, &b), similarity(&b, &a));
    }
}
