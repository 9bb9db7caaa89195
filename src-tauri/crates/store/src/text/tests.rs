use super::{fold, likeness, reads_like_transfer};

#[test]
fn folding_forgets_case_accents_and_punctuation() {
    assert_eq!(fold("  CAFÉ  de  Flore* "), "cafe de flore");
    assert_eq!(fold("BÄCKEREI WÜNSCHE"), "backerei wunsche");
    assert_eq!(fold("Łódź straße"), "lodz strasse");
    assert_eq!(fold("McDonald's #0412"), "mcdonalds 0412");
    assert_eq!(fold("***"), "");
    assert_eq!(fold("日本 スーパー"), "日本 スーハー");
}

#[test]
fn folding_twice_changes_nothing() {
    for text in ["SQ *LA TAQUERIA", "İstanbul", "ǅ", "a\u{301}b", "ﬁn"] {
        assert_eq!(fold(&fold(text)), fold(text), "{text}");
    }
}

#[test]
fn likeness_follows_shared_words() {
    assert_eq!(likeness("rewe", "rewe"), 100);
    assert!(likeness("rewe", "rewe sagt danke 4711") > 90);
    assert!(likeness("shell oil 0012", "shell oil 0099") > 90);
    assert_eq!(likeness("rewe", "edeka"), 0);
    assert_eq!(likeness("4711", "0815"), 0);
}

#[test]
fn transfers_are_read_by_their_words() {
    assert!(reads_like_transfer("transfer to savings"));
    assert!(reads_like_transfer("chase credit crd autopay"));
    assert!(!reads_like_transfer("starbucks store 0012 austin tx"));
}
