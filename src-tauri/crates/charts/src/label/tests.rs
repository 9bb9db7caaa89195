use super::*;

fn german() -> LabelFormat {
    LabelFormat {
        symbol_after: true,
        symbol_space: "\u{a0}".to_owned(),
        decimal: ",".to_owned(),
        group: ".".to_owned(),
        compact: [
            String::new(),
            "\u{a0}Mio.".to_owned(),
            "\u{a0}Mrd.".to_owned(),
        ],
        ..LabelFormat::default()
    }
}

#[test]
fn amounts_are_written_from_the_integer() {
    let english = LabelFormat::default();
    for (minor, digits, all, if_any, none) in [
        (0, 2, "€0.00", "€0", "€0"),
        (5, 2, "€0.05", "€0.05", "€0"),
        (50, 2, "€0.50", "€0.50", "€1"),
        (-49, 2, "−€0.49", "−€0.49", "€0"),
        (-1_800, 2, "−€18.00", "−€18", "−€18"),
        (
            123_456_789,
            2,
            "€1,234,567.89",
            "€1,234,567.89",
            "€1,234,568",
        ),
        (1_234, 0, "€1,234", "€1,234", "€1,234"),
        (1_234, 3, "€1.234", "€1.234", "€1"),
        (
            i128::from(i64::MIN),
            2,
            "−€92,233,720,368,547,758.08",
            "−€92,233,720,368,547,758.08",
            "−€92,233,720,368,547,758",
        ),
    ] {
        assert_eq!(english.money(minor, digits, Decimals::All), all);
        assert_eq!(english.money(minor, digits, Decimals::IfAny), if_any);
        assert_eq!(english.money(minor, digits, Decimals::None), none);
    }
}

#[test]
fn a_region_puts_the_symbol_and_the_marks_where_it_wants() {
    assert_eq!(
        german().money(-123_456, 2, Decimals::All),
        "−1.234,56\u{a0}€"
    );
    let spanish = LabelFormat {
        group_from: 5,
        ..german()
    };
    assert_eq!(spanish.money(123_400, 2, Decimals::None), "1234\u{a0}€");
    assert_eq!(spanish.money(1_234_000, 2, Decimals::None), "12.340\u{a0}€");
    let indian = LabelFormat {
        group_beyond: 2,
        ..LabelFormat::default()
    };
    assert_eq!(
        indian.money(1_234_567_800, 2, Decimals::None),
        "€1,23,45,678"
    );
}

#[test]
fn a_sign_is_written_on_gains_and_never_on_nothing() {
    let english = LabelFormat::default();
    assert_eq!(english.signed_money(30_000, 2, Decimals::None), "+€300");
    assert_eq!(english.signed_money(-30_000, 2, Decimals::None), "−€300");
    assert_eq!(english.signed_money(0, 2, Decimals::None), "€0");
    assert_eq!(english.signed_money(20, 2, Decimals::None), "€0");
}

#[test]
fn short_amounts_are_exact_or_written_out() {
    let english = LabelFormat::default();
    for (minor, short) in [
        (0, "€0"),
        (50, "€0.50"),
        (99_900, "€999"),
        (100_000, "€1k"),
        (-250_000, "−€2.5k"),
        (1_025_000, "€10.25k"),
        (100_100, "€1.001k"),
        (100_110, "€1,001.10"),
        (40_000_000, "€400k"),
        (125_000_000, "€1.25m"),
        (100_000_000_000, "€1bn"),
        (123_400_000_000_000, "€1,234bn"),
    ] {
        assert_eq!(english.short(minor, 2), short);
    }
    // A language without a sign for thousands writes them out.
    assert_eq!(german().short(250_000, 2), "2.500\u{a0}€");
    assert_eq!(german().short(250_000_000, 2), "2,5\u{a0}Mio.\u{a0}€");
}
