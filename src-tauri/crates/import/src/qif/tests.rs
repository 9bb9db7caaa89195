use crate::{Outcome, Profile, Question, TradeAct};

fn dates(lines: &[&str]) -> (Vec<String>, Vec<Question>) {
    let mut text = String::from("!Type:Bank\n");
    for line in lines {
        text.push_str(&format!("D{line}\nT-1.00\nPx\n^\n"));
    }
    let parsed = crate::parse("a.qif", text.as_bytes(), &Profile::default());
    let dates = parsed.statements[0]
        .transactions
        .iter()
        .map(|row| row.date.to_string())
        .collect();
    (dates, parsed.questions)
}

#[test]
fn the_order_of_dates_is_settled_by_one_of_them() {
    let (found, asked) = dates(&["03/04/2024", "03/25/2024"]);
    assert_eq!(found, ["2024-03-04", "2024-03-25"]);
    assert_eq!(asked, [Question::Currency]);
    let (found, _) = dates(&["03/04/2024", "25/03/2024"]);
    assert_eq!(found, ["2024-04-03", "2024-03-25"]);
    let (_, asked) = dates(&["03/04/2024", "05/06/2024"]);
    assert_eq!(asked, [Question::DateOrder, Question::Currency]);
}

#[test]
fn years_of_two_digits_and_apostrophes() {
    assert_eq!(dates(&["6/ 1/94"]).0, ["1994-06-01"]);
    assert_eq!(
        dates(&["1/ 1' 0", "1/ 2/99"]).0,
        ["2000-01-01", "1999-01-02"]
    );
    assert_eq!(dates(&["2/14'2020"]).0, ["2020-02-14"]);
    assert_eq!(dates(&["12.01.24"]).0, ["2024-01-12"]);
    assert_eq!(dates(&["2024-02-03"]).0, ["2024-02-03"]);
}

#[test]
fn amounts_of_other_countries() {
    let text = "!Type:Bank\nD25/03/2024\nT-1.234,50\n^\nD26/03/2024\nT-7,00\n^\n";
    let parsed = crate::parse("a.qif", text.as_bytes(), &Profile::default());
    let amounts: Vec<String> = parsed.statements[0]
        .transactions
        .iter()
        .map(|row| row.amount.to_string())
        .collect();
    assert_eq!(amounts, ["-1234.50", "-7.00"]);
}

#[test]
fn parts_must_add_up() {
    let text = "!Type:Bank\nD3/25/2024\nT-10.00\nPShop\nSFood\n$-6.00\nSHome/Trip\n$-4.00\n^\nD3/26/2024\nT-10.00\nSFood\n$-6.00\nSHome\n$-3.00\n^\n";
    let parsed = crate::parse("a.qif", text.as_bytes(), &Profile::default());
    let rows = &parsed.statements[0].transactions;
    assert_eq!(rows[0].splits.len(), 2);
    assert_eq!(rows[0].tags, ["Trip"]);
    assert!(rows[1].splits.is_empty());
    assert_eq!(parsed.warnings[0].code, "splits_do_not_tie");
    assert_eq!(parsed.warnings[0].line, Some(10));
}

#[test]
fn parts_turn_with_the_direction_that_the_action_says() {
    let text = "!Type:Invst\nD3/25/2024\nNDiv\nYACME\nT-10.00\nSFood\n$-6.00\nSHome\n$-4.00\n^\n";
    let parsed = crate::parse("a.qif", text.as_bytes(), &Profile::default());
    let row = &parsed.statements[0].transactions[0];
    assert_eq!(row.amount.to_string(), "10.00");
    let parts: Vec<String> = row
        .splits
        .iter()
        .map(|split| split.amount.to_string())
        .collect();
    assert_eq!(parts, ["6.00", "4.00"]);
}

#[test]
fn nothing_is_invented_for_what_cannot_be_read() {
    let text = "!Type:Bank\nDsoon\nT1.00\n^\nD1/2/2024\nTmuch\n^\nPonly\n^\n";
    let parsed = crate::parse("a.qif", text.as_bytes(), &Profile::default());
    assert_eq!(parsed.outcome, Outcome::Import);
    let codes: Vec<&str> = parsed.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        ["date_unreadable", "amount_unreadable", "date_missing"]
    );
    assert!(
        parsed
            .statements
            .iter()
            .all(|statement| statement.transactions.is_empty())
    );
}

#[test]
fn short_sales_are_money_and_options_are_bought_by_their_exercise() {
    let text = "!Type:Invst\nD1/15/2024\nNShtSell\nYAcme\nI10.00\nQ5\nO1.00\nT49.00\n^\n\
        D1/25/2024\nNCvrShrt\nYAcme\nI8.00\nQ5\nO1.00\n^\n\
        D2/1/2024\nNExercis\nYAcme\nI3.00\nQ10\nT30.00\n^\n\
        D2/2/2024\nNGrant\nYAcme\nQ10\n^\nD2/3/2024\nNVest\nYAcme\nQ10\n^\nD2/4/2024\nNExpire\nYAcme\nQ10\n^\n";
    let parsed = crate::parse("a.qif", text.as_bytes(), &Profile::default());
    let trades: Vec<(TradeAct, String, String)> = parsed.statements[0]
        .trades
        .iter()
        .map(|trade| {
            (
                trade.act,
                trade.quantity.to_string(),
                trade.cash.to_string(),
            )
        })
        .collect();
    assert_eq!(
        trades,
        [
            (TradeAct::Short, "5".into(), "49.00".into()),
            (TradeAct::Short, "5".into(), "-41.00".into()),
            (TradeAct::Buy, "10".into(), "-30.00".into()),
        ]
    );
    let told: Vec<&str> = parsed.warnings.iter().map(|one| one.code).collect();
    assert_eq!(
        told,
        ["short_sales_are_money", "grants_not_kept", "trades_read"]
    );
    assert!(parsed.problems.is_empty());
}

#[test]
fn lists_of_prices_go_with_the_account_that_holds_the_securities() {
    let text = "!Type:Security\nNAcme Corp\nSACM\n^\n!Type:Invst\nD1/25/2024\nNBuy\nYAcme Corp\nI10.00\nQ5\nT50.00\n^\n\
        !Type:Prices\n\"ACM\",141 9/16,\" 1/10'98\"\n^\n\"ACM\",,\" 1/11'98\"\n^\n\"ACM\",12.5,\"1/31/2024\"\n\
        \"ACM\",0,\"1/31/2024\"\n^\n\"ACM\",3/8,\"1/32/2024\"\n^\n";
    let parsed = crate::parse("a.qif", text.as_bytes(), &Profile::default());
    let prices: Vec<String> = parsed.statements[0]
        .prices
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}",
                one.line, one.security.name, one.date, one.price
            )
        })
        .collect();
    assert_eq!(
        prices,
        [
            "14 Acme Corp 1998-01-10 141.5625",
            "18 Acme Corp 2024-01-31 12.5"
        ]
    );
    let problems: Vec<(&str, Option<u32>)> = parsed
        .problems
        .iter()
        .map(|one| (one.code, one.line))
        .collect();
    assert_eq!(
        problems,
        [
            ("price_unreadable", Some(19)),
            ("price_unreadable", Some(21))
        ]
    );
    let alone = "!Type:Prices\n\"ACM\",1.5,\"1/31/2024\"\n^\n";
    let refused = crate::parse("a.qif", alone.as_bytes(), &Profile::default());
    assert_eq!(refused.outcome, Outcome::Error);
    assert!(
        refused
            .error
            .is_some_and(|error| error.message.contains("1 prices"))
    );
}
