//! Questions in, answers out.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use serde_json::Value;

use super::{EvalError, run};

fn ask(kind: &str, input: &str) -> (String, Result<(), EvalError>) {
    let mut output = Vec::new();
    let result = run(kind, input.as_bytes(), &mut output);
    (String::from_utf8(output).unwrap(), result)
}

fn transaction(tid: &str, date: &str, amount: &str) -> String {
    format!(
        r#"{{"tid":"{tid}","date":"{date}","amount":{amount},"description":"","type":"","counterparty":"Fibra"}}"#
    )
}

#[test]
fn a_series_is_told_in_exact_amounts() {
    let rows: Vec<String> = (1..=5)
        .map(|month| transaction(&format!("t{month}"), &format!("2026-0{month}-03"), "-39.9"))
        .collect();
    let question = format!(
        r#"{{"id":"r1","currency":"EUR","as_of":"2026-05-10","transactions":[{}]}}"#,
        rows.join(",")
    );
    let (output, result) = ask("recurring", &question);
    assert!(result.is_ok());
    assert!(
        output.contains(r#""amount":-39.90,"next_date":"2026-06-03""#),
        "{output}"
    );
    let answer: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(answer["id"], "r1");
    assert_eq!(answer["series"][0]["period"], "monthly");
    assert_eq!(
        answer["series"][0]["tids"],
        serde_json::json!(["t1", "t2", "t3", "t4", "t5"])
    );
}

#[test]
fn a_forecast_without_a_past_holds_its_balance() {
    let question = r#"{"id":7,"currency":"JPY","origin":"2026-05-10","horizon_days":3,"balance":1e3,"transactions":[]}"#;
    let (output, result) = ask("forecast", question);
    assert!(result.is_ok());
    assert_eq!(
        output.trim(),
        r#"{"id":7,"p10":[1000,1000,1000],"p50":[1000,1000,1000],"p90":[1000,1000,1000]}"#
    );
}

#[test]
fn a_standing_order_repeats_from_its_last_payment() {
    let rows = transaction("t1", "2026-05-03", "-39.9");
    let question = format!(
        r#"{{"id":"a","currency":"EUR","origin":"2026-05-10","horizon_days":30,"balance":100.05,"transactions":[{rows}],
            "standing_orders":[{{"counterparty":"Fibra","amount":-39.9,"interval":"monthly"}}]}}"#
    )
    .replace('\n', " ");
    let (output, _) = ask("forecast", &question);
    let answer: Value = serde_json::from_str(&output).unwrap();
    let p50 = answer["p50"].as_array().unwrap();
    assert_eq!(
        (p50[22].to_string(), p50[23].to_string()),
        ("100.05".into(), "60.15".into())
    );
}

#[test]
fn a_bad_line_does_not_silence_the_others() {
    let good = r#"{"id":"ok","currency":"EUR","as_of":"2026-05-10","transactions":[]}"#;
    let (output, result) = ask("recurring", &format!("not json\n{good}\n\n{{}}\n"));
    assert_eq!(output.trim(), r#"{"id":"ok","series":[]}"#);
    assert!(
        matches!(
            result,
            Err(EvalError::Lines {
                first: 1,
                count: 2,
                ..
            })
        ),
        "{result:?}"
    );
}

#[test]
fn a_category_is_learnt_from_the_same_account() {
    let row = |tid: &str, account: &str, category: &str| {
        format!(
            r#"{{"tid":"{tid}","date":"2026-03-05","amount":-7.5,"description":"KIOSK AM EICK","account":"{account}"{category}}}"#
        )
    };
    let learnt: Vec<String> = (0..4)
        .flat_map(|n| {
            [
                row(&format!("a{n}"), "a", r#","category":"Snacks""#),
                row(&format!("b{n}"), "b", r#","category":"News""#),
            ]
        })
        .collect();
    let question = format!(
        r#"{{"id":"c1","categories":["News","Snacks"],"train":[{}],"test":[{},{}]}}"#,
        learnt.join(","),
        row("x", "a", ""),
        row("y", "b", "")
    );
    let (output, result) = ask("categorise", &question);
    assert!(result.is_ok(), "{result:?}");
    let answer: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(answer["id"], "c1");
    assert_eq!(answer["pred"][0]["tid"], "x");
    assert_eq!(answer["pred"][0]["category"], "Snacks");
    assert_eq!(answer["pred"][1]["category"], "News");
    assert!(answer["pred"][0]["confidence"].as_f64().unwrap() > 0.5);
}

#[test]
fn without_training_the_names_are_known_by_their_trade() {
    let question = r#"{"id":1,"categories":["Groceries","Fuel"],"train":[],"test":[{"tid":"t","date":"2026-03-05","amount":-61,"description":"ARAL TANKSTELLE 4471","account":"x"}]}"#;
    let (output, _) = ask("categorise", question);
    let answer: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(answer["pred"][0]["category"], "Fuel");
}

#[test]
fn wrong_usage_reads_nothing() {
    for kind in ["categories", "", "budgets"] {
        let (output, result) = ask(kind, "{}");
        assert!(
            output.is_empty() && matches!(result, Err(EvalError::Usage(_))),
            "{kind}"
        );
    }
}
