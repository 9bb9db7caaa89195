#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

use chrono::NaiveDate;
use domain::category::CategoryKind;
use domain::ids::{AccountId, CategoryId, ConnectionId};
use money::{Currency, Money};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn row(payee: &str, minor: i64) -> Row<'_> {
    Row {
        payee,
        bank_text: "",
        note: "",
        reference: "",
        counterparty: "",
        amount: Money::new(minor, Currency::EUR),
        date: day("2026-05-18"),
        account: AccountId(1),
        source: Source::File,
        category: None,
        kind: CategoryKind::Expense,
        tags: &[],
    }
}

fn test(field: Field, op: Op, values: &[&str]) -> TestSpec {
    TestSpec {
        field,
        op,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        not: false,
    }
}

fn not(spec: TestSpec) -> TestSpec {
    TestSpec { not: true, ..spec }
}

fn rule(tests: &[TestSpec], actions: &[Action]) -> Rule {
    Rule::new(tests, false, actions.to_vec(), false).unwrap()
}

fn holds(spec: TestSpec, row: Row<'_>) -> bool {
    rule(&[spec], &[Action::Ignore]).matches(&Seen::new(row))
}

fn fault(spec: TestSpec) -> FaultKind {
    let found = Rule::new(&[spec], false, vec![Action::Ignore], false).unwrap_err();
    assert_eq!(found.test, Some(0));
    found.kind
}

#[test]
fn texts_are_compared_without_case_accents_and_punctuation() {
    let payee = "CARTE 10/05 Café-du Port*4471";
    for (op, value, wanted) in [
        (Op::Contains, "cafe du", true),
        (Op::Contains, "CAFÉ DU PORT", true),
        (Op::Contains, "hotel", false),
        (Op::Starts, "carte", true),
        (Op::Starts, "cafe", false),
        (Op::Ends, "4471", true),
        (Op::Is, "carte 10 05 cafe du port 4471", true),
        (Op::Is, "cafe du port", false),
    ] {
        assert_eq!(
            holds(test(Field::Payee, op, &[value]), row(payee, -100)),
            wanted,
            "{op:?} {value}"
        );
    }
    let both = test(Field::Payee, Op::Contains, &["hotel", "port"]);
    assert!(holds(both.clone(), row(payee, -100)), "one value is enough");
    assert!(!holds(not(both), row(payee, -100)));
}

#[test]
fn any_text_looks_at_payee_bank_text_and_note() {
    let anywhere = |word| test(Field::Text, Op::Contains, &[word]);
    let full = Row {
        bank_text: "VIR PERM EPARGNE",
        note: "for the trip",
        ..row("Somebody", -100)
    };
    for word in ["somebody", "epargne", "trip"] {
        assert!(holds(anywhere(word), full), "{word}");
    }
    assert!(!holds(anywhere("rent"), full));
    assert!(!holds(test(Field::Note, Op::Contains, &["epargne"]), full));
}

#[test]
fn account_numbers_do_not_mind_blanks() {
    let full = Row {
        counterparty: "FR76 3000 6000 0112",
        ..row("x", -1)
    };
    assert!(holds(
        test(Field::Counterparty, Op::Is, &["fr7630006000 0112"]),
        full
    ));
    assert!(holds(
        test(Field::Counterparty, Op::Starts, &["FR76"]),
        full
    ));
}

#[test]
fn amounts_are_exact_and_without_their_sign() {
    let amount = |op, values: &[&str]| test(Field::Amount, op, values);
    assert!(holds(amount(Op::Over, &["20"]), row("x", -2001)));
    assert!(
        !holds(amount(Op::Over, &["20"]), row("x", -2000)),
        "over is more than"
    );
    assert!(holds(
        amount(Op::Between, &["19.99", "20.00"]),
        row("x", 2000)
    ));
    assert!(holds(amount(Op::Is, &["0.10"]), row("x", -10)));
    assert!(!holds(amount(Op::Under, &["0.10"]), row("x", -10)));
    let yen = Row {
        amount: Money::new(-2000, Currency::parse("JPY").unwrap()),
        ..row("x", 0)
    };
    assert!(
        holds(amount(Op::Is, &["2000"]), yen),
        "in the account's currency"
    );
}

#[test]
fn dates_accounts_sources_categories_kinds_and_tags() {
    let tags = ["Flights".to_owned()];
    let full = Row {
        category: Some((CategoryId(7), Some(CategoryId(3)))),
        source: Source::Connection(ConnectionId(4)),
        tags: &tags,
        ..row("x", 500)
    };
    for (field, op, values, wanted) in [
        (
            Field::Date,
            Op::Between,
            vec!["2026-05-01", "2026-05-18"],
            true,
        ),
        (Field::Date, Op::Under, vec!["2026-05-18"], false),
        (Field::Account, Op::Is, vec!["2", "1"], true),
        (Field::Account, Op::Is, vec!["2"], false),
        (Field::Source, Op::Is, vec!["4"], true),
        (Field::Source, Op::Is, vec!["file"], false),
        (Field::Category, Op::Is, vec!["3"], true),
        (Field::Category, Op::Is, vec!["7"], true),
        (Field::Category, Op::Is, vec!["8"], false),
        (Field::Category, Op::Empty, vec![], false),
        (Field::Kind, Op::Is, vec!["expense"], true),
        (Field::Direction, Op::Is, vec!["in"], true),
        (Field::Direction, Op::Is, vec!["out"], false),
        (Field::Tag, Op::Is, vec!["flights"], true),
        (Field::Tag, Op::Empty, vec![], false),
    ] {
        assert_eq!(
            holds(test(field, op, &values), full),
            wanted,
            "{field:?} {op:?} {values:?}"
        );
    }
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_reason() {
    for (spec, kind) in [
        (
            test(Field::Payee, Op::Contains, &["**"]),
            FaultKind::ValueEmpty,
        ),
        (test(Field::Payee, Op::Contains, &[]), FaultKind::ValueEmpty),
        (test(Field::Payee, Op::Over, &["a"]), FaultKind::Operator),
        (
            test(Field::Amount, Op::Contains, &["1"]),
            FaultKind::Operator,
        ),
        (test(Field::Amount, Op::Over, &["much"]), FaultKind::Amount),
        (
            test(Field::Amount, Op::Between, &["2", "1"]),
            FaultKind::Bounds,
        ),
        (test(Field::Date, Op::Is, &["2026-02-30"]), FaultKind::Date),
        (test(Field::Kind, Op::Is, &["loss"]), FaultKind::Unknown),
        (
            test(Field::Payee, Op::Matches, &["a(b"]),
            FaultKind::PatternSyntax,
        ),
        (
            test(Field::Payee, Op::Matches, &["(?:a{1000}){1000}"]),
            FaultKind::PatternBig,
        ),
        (
            test(Field::Payee, Op::Matches, &[&"a".repeat(501)]),
            FaultKind::PatternLong,
        ),
        (
            test(Field::Payee, Op::Is, &[&"a".repeat(301)]),
            FaultKind::ValueLong,
        ),
    ] {
        assert_eq!(fault(spec.clone()), kind, "{spec:?}");
    }
    let syntax = Rule::new(
        &[test(Field::Payee, Op::Matches, &["a(b"])],
        false,
        vec![Action::Ignore],
        false,
    );
    assert!(syntax.unwrap_err().detail.contains("unclosed group"));
    assert_eq!(
        Rule::new(&[], false, vec![Action::Ignore], false)
            .unwrap_err()
            .kind,
        FaultKind::NoTests
    );
    let idle = Rule::new(&[test(Field::Payee, Op::Is, &["a"])], false, vec![], false);
    assert_eq!(idle.unwrap_err().kind, FaultKind::NoActions);
}

#[test]
fn a_pattern_made_to_explode_answers_at_once() {
    let spec = test(Field::Payee, Op::Matches, &["^(a+)+b$", "(x|xx)*y"]);
    let long = format!("{}!", "a".repeat(200_000));
    assert!(!holds(spec, row(&long, -1)));
    let cut_in_a_letter = "é".repeat(4096);
    assert!(holds(
        test(Field::Payee, Op::Matches, &["^é+$"]),
        row(&cut_in_a_letter, -1)
    ));
}

#[test]
fn the_first_rule_wins_a_field_and_tags_add_up() {
    let wide = test(Field::Payee, Op::Contains, &["sky"]);
    let first = rule(
        std::slice::from_ref(&wide),
        &[Action::Category(CategoryId(1)), Action::Tag("a".into())],
    );
    let second = rule(
        &[wide],
        &[
            Action::Transfer,
            Action::Payee("Skyhop".into()),
            Action::Tag("a".into()),
            Action::Tag("b".into()),
        ],
    );
    let out = apply([&first, &second], &Seen::new(row("Skyhop 12", -1)));
    assert_eq!(out.matched, [0, 1]);
    assert_eq!(out.filed, Some((0, Filed::Category(CategoryId(1)))));
    assert_eq!(out.payee, Some((1, "Skyhop".to_owned())));
    assert_eq!(out.tags, [(0, "a".to_owned()), (1, "b".to_owned())]);
    let turned = apply([&second, &first], &Seen::new(row("Skyhop 12", -1)));
    assert_eq!(turned.filed, Some((0, Filed::Transfer)));
    assert_eq!(
        apply([&first], &Seen::new(row("Bakery", -1))),
        Outcome::default()
    );
}

#[test]
fn a_rule_that_stops_keeps_the_later_ones_out() {
    let tests = [test(Field::Payee, Op::Contains, &["sky"])];
    let stop = Rule::new(&tests, false, vec![], true).unwrap();
    let later = rule(&tests, &[Action::Ignore]);
    let out = apply([&stop, &later], &Seen::new(row("Sky", -1)));
    assert_eq!(
        (out.matched, out.ignore, out.stopped),
        (vec![0], None, Some(0))
    );
}

#[test]
fn rules_are_proposed_where_names_that_begin_alike_are_always_filed_alike() {
    let (food, home) = (CategoryId(1), CategoryId(2));
    let rows = [
        ("Boulangerie Martin", food),
        ("BOULANGERIE PAUL", food),
        ("Boulangerie Paul 12", food),
        ("Garden Centre North", home),
        ("Garden Centre South", home),
        ("Garden Centre South", food),
        ("Landlord", home),
        ("Landlord", home),
        ("Landlord", home),
    ];
    let corrections: Vec<Correction<'_>> = rows
        .iter()
        .map(|(payee, category)| Correction {
            payee,
            category: *category,
        })
        .collect();
    let found = propose(&corrections);
    assert_eq!(
        found,
        [Proposal {
            words: "boulangerie".into(),
            category: food,
            corrections: 3,
            payees: 3
        }],
        "one payee needs no rule, and names filed both ways get none"
    );
}

fn any_test() -> impl Strategy<Value = TestSpec> {
    let field = prop::sample::select(vec![
        Field::Text,
        Field::Payee,
        Field::BankText,
        Field::Note,
        Field::Reference,
        Field::Counterparty,
        Field::Amount,
        Field::Date,
        Field::Account,
        Field::Source,
        Field::Category,
        Field::Kind,
        Field::Direction,
        Field::Tag,
    ]);
    let op = prop::sample::select(vec![
        Op::Contains,
        Op::Is,
        Op::Starts,
        Op::Ends,
        Op::Matches,
        Op::Over,
        Op::Under,
        Op::Between,
        Op::Empty,
    ]);
    let values = prop::collection::vec(".{0,12}", 0..3);
    (field, op, values, any::<bool>()).prop_map(|(field, op, values, not)| TestSpec {
        field,
        op,
        values,
        not,
    })
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let value = prop::collection::vec("[a-c]{1,2}", 1..3);
    let tests = prop::collection::vec((value, any::<bool>()), 1..3);
    let actions = prop::collection::vec(
        prop_oneof![
            (0_i64..4).prop_map(|id| Action::Category(CategoryId(id))),
            Just(Action::Transfer),
            "[a-c]".prop_map(Action::Tag),
            "[a-c]".prop_map(Action::Payee),
            Just(Action::Ignore),
        ],
        1..4,
    );
    (tests, any::<bool>(), actions, any::<bool>()).prop_map(|(tests, any, actions, stop)| {
        let tests: Vec<TestSpec> = tests
            .into_iter()
            .map(|(values, not)| TestSpec {
                field: Field::Payee,
                op: Op::Contains,
                values,
                not,
            })
            .collect();
        Rule::new(&tests, any, actions, stop).unwrap()
    })
}

proptest! {
    #[test]
    fn no_test_that_is_read_panics_when_asked(spec in any_test(), payee in ".{0,60}", minor in any::<i64>()) {
        if let Ok(rule) = Rule::new(std::slice::from_ref(&spec), false, vec![Action::Ignore], false) {
            let turned = TestSpec { not: !spec.not, ..spec };
            let turned = Rule::new(&[turned], false, vec![Action::Ignore], false).unwrap();
            let seen = Seen::new(row(&payee, minor));
            prop_assert_ne!(rule.matches(&seen), turned.matches(&seen));
        }
    }

    #[test]
    fn contains_agrees_with_looking(needle in "[a-z]{1,3}", payee in "[a-z ]{0,20}") {
        let found = holds(test(Field::Payee, Op::Contains, &[&needle]), row(&payee, -1));
        prop_assert_eq!(found, payee.contains(&needle));
    }

    #[test]
    fn a_range_is_what_lies_between(from in 0_i64..5000, span in 0_i64..5000, minor in -10_000_i64..10_000) {
        let text = |minor: i64| Money::new(minor, Currency::EUR).decimal_text();
        let spec = test(Field::Amount, Op::Between, &[&text(from), &text(from + span)]);
        prop_assert_eq!(holds(spec, row("x", minor)), (from..=from + span).contains(&minor.abs()));
    }

    #[test]
    fn a_later_rule_changes_nothing_that_an_earlier_one_decided(
        rules in prop::collection::vec(any_rule(), 1..5), last in any_rule(), payee in "[a-d]{0,4}",
    ) {
        let seen = Seen::new(row(&payee, -100));
        let before = apply(&rules, &seen);
        let after = apply(rules.iter().chain([&last]), &seen);
        prop_assert_eq!(before.filed.is_some(), before.filed.is_some() && before.filed == after.filed);
        prop_assert!(before.payee.is_none() || before.payee == after.payee);
        prop_assert!(after.tags.starts_with(&before.tags));
        prop_assert!(before.stopped.is_none() || before == after);
        let alone = last.matches(&seen) && before.stopped.is_none();
        prop_assert_eq!(after.matched.contains(&rules.len()), alone);
    }

    #[test]
    fn rules_that_are_not_for_a_row_do_nothing(rules in prop::collection::vec(any_rule(), 1..5), payee in "[a-d]{0,4}") {
        let seen = Seen::new(row(&payee, -100));
        let fitting: Vec<&Rule> = rules.iter().filter(|rule| rule.matches(&seen)).collect();
        let (all, few) = (apply(&rules, &seen), apply(fitting, &seen));
        prop_assert_eq!(all.filed.map(|(_, filed)| filed), few.filed.map(|(_, filed)| filed));
        prop_assert_eq!(all.matched.len(), few.matched.len());
    }
}
