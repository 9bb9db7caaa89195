use crate::{Parsed, Profile};

fn read(name: &str, text: &str) -> Parsed {
    crate::parse(name, text.as_bytes(), &Profile::default())
}

/// `(account, currency, amounts)` of every statement.
fn rows(parsed: &Parsed) -> Vec<(String, String, Vec<String>)> {
    parsed
        .statements
        .iter()
        .map(|statement| {
            (
                statement.account.id.clone().unwrap_or_default(),
                statement
                    .currency
                    .map(|currency| currency.to_string())
                    .unwrap_or_default(),
                statement
                    .transactions
                    .iter()
                    .map(|row| row.amount.to_string())
                    .collect(),
            )
        })
        .collect()
}

#[test]
fn a_missing_amount_is_what_is_left() {
    let parsed = read(
        "a.journal",
        "2024-01-02 Shop\n    assets:giro  -10 EUR @ 1.10 USD\n    assets:usd\n\n2024-01-03 * (17) Bank | fee ; trip:\n    expenses:fee  $1,000.50\n    assets:cash\n",
    );
    assert_eq!(
        rows(&parsed),
        [
            ("assets:giro".into(), "EUR".into(), vec!["-10".into()]),
            ("assets:usd".into(), "USD".into(), vec!["11".into()]),
            ("assets:cash".into(), "USD".into(), vec!["-1000.5".into()]),
        ]
    );
    let row = &parsed.statements[2].transactions[0];
    assert_eq!(
        (row.payee.as_str(), row.description.as_str()),
        ("Bank", "fee")
    );
    assert_eq!(row.reference.as_deref(), Some("17"));
    assert_eq!(row.tags, ["trip"]);
    assert_eq!(row.category.as_deref(), Some("fee"));
}

#[test]
fn an_assertion_that_fails_is_told_at_its_line() {
    let parsed = read(
        "a.journal",
        "2024-01-02 a\n    assets:giro  5 EUR = 5 EUR\n    income:x\n\n2024-01-03 b\n    assets:giro  5 EUR = 11 EUR\n    income:x\n\n2024-01-04 c\n    assets:giro  = 20 EUR\n    equity:adjust\n",
    );
    assert_eq!(parsed.warnings.len(), 1);
    assert_eq!(parsed.warnings[0].line, Some(6));
    assert_eq!(rows(&parsed)[0].2, ["5", "5", "10"]);
}

#[test]
fn a_pad_fills_up_to_the_balance() {
    let parsed = read(
        "a.beancount",
        "2024-01-01 open Assets:Giro EUR\n2024-01-01 pad Assets:Giro Equity:Opening\n2024-01-05 balance Assets:Giro 90.00 EUR\n2024-01-03 * \"Shop\" \"Food\" #trip ^r1\n  Expenses:Food  (5 + 5.00) EUR\n  Assets:Giro\n2024-01-09 balance Assets:Giro 91.00 EUR\n",
    );
    let mut amounts = rows(&parsed)[0].2.clone();
    amounts.sort();
    assert_eq!(amounts, ["-10", "100.00"]);
    assert_eq!(parsed.warnings.len(), 1);
    assert_eq!(parsed.warnings[0].line, Some(7));
}

#[test]
fn shares_are_no_rows_but_the_money_paid_for_them_is() {
    let parsed = read(
        "a.beancount",
        "2024-01-03 * \"Buy\"\n  Assets:Broker:ACME  10 ACME {12.50 USD}\n  Assets:Broker:Cash  -125.00 USD\n2024-01-04 open Assets:X\n",
    );
    assert_eq!(
        rows(&parsed),
        [(
            "Assets:Broker:Cash".to_owned(),
            "USD".to_owned(),
            vec!["-125.00".to_owned()]
        )]
    );
    assert_eq!(parsed.warnings[0].code, "trades_not_imported");
}

#[test]
fn an_amount_that_cannot_be_read_leaves_the_whole_transaction_out() {
    let parsed = read(
        "a.journal",
        "2024-01-02 a\n    assets:giro  5..0 EUR\n    income:x\n\n2024-01-02 b\n    assets:giro  5 EUR\n    income:x\n",
    );
    assert_eq!(rows(&parsed)[0].2, ["5"]);
    assert_eq!(parsed.problems[0].code, "amount_unreadable");
    assert_eq!(parsed.problems[0].line, Some(2));
}

/// Found by the fuzzer: a root without a name above itself was walked up for ever.
#[test]
fn accounts_that_are_above_themselves_have_names_that_end() {
    for kind in ["ROOT", "BANK"] {
        let account = |id: &str, kind: &str, above: &str| {
            format!(
                "<gnc:account><act:name>{id}</act:name><act:id>{id}</act:id><act:type>{kind}</act:type><act:commodity><cmdty:space>CURRENCY</cmdty:space><cmdty:id>EUR</cmdty:id></act:commodity><act:parent>{above}</act:parent></gnc:account>"
            )
        };
        let text = format!(
            "<?xml version=\"1.0\"?><gnc-v2><gnc:book>{}{}<gnc:transaction><trn:date-posted><ts:date>2024-01-14 10:59:00 +0000</ts:date></trn:date-posted><trn:description>y</trn:description><trn:splits><trn:split><split:value>-700/100</split:value><split:quantity>-700/100</split:quantity><split:account>a</split:account></trn:split></trn:splits></gnc:transaction></gnc:book></gnc-v2>",
            account("r", kind, "r"),
            account("a", "BANK", "r"),
        );
        let parsed = read("a.gnucash", &text);
        assert_eq!(rows(&parsed).len(), 1, "{kind}");
    }
}

#[test]
fn a_transaction_whose_date_is_a_word_is_told_at_its_line() {
    let parsed = read(
        "a.journal",
        "2024-01-02 Shop\n    assets:giro  -10 EUR\n    expenses:x\n\nyesterday Baker\n    assets:giro  -3 EUR\n    expenses:x  3 EUR\n",
    );
    assert_eq!(rows(&parsed)[0].2, ["-10"]);
    let told: Vec<_> = (parsed.problems.iter())
        .map(|problem| (problem.code, problem.line))
        .collect();
    assert_eq!(told, [("date_unreadable", Some(5))]);
}

#[test]
fn words_that_a_journal_has_are_no_transactions() {
    let parsed = read(
        "a.journal",
        "2024-01-01 Shop\n    assets:giro  -1 EUR\n    expenses:x\n\ncommodity EUR\n    format 1.000,00 EUR\npayee Shop\n    alias SHOP\nP 2024-01-01 EUR $1.10\nplain words\n    of a letter\nY2024\n\n1/2 Shop\n    assets:giro  -10 EUR\n    expenses:x\n",
    );
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let last = &parsed.statements[0].transactions[1];
    assert_eq!(last.date.to_string(), "2024-01-02", "the year was named");
}
