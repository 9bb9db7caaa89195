//! To the cent.

use std::collections::{HashMap, HashSet};

use practice::Scenario;
use practice::household::Upstream;
use rust_decimal::Decimal;
use serde_json::Value;

use super::{amount, decimal, household, key_of, visit};

#[tokio::test]
async fn balances_counts_and_net_worth_agree_with_the_truth() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let truth = visit.bank.truth_of(&[Upstream::Budgea]);
    let accounts = bank.get("/users/me/accounts?all").await;
    let movements = bank.movements("").await;
    let mut living: HashMap<i64, (usize, Decimal, Decimal)> = HashMap::new();
    for row in movements.iter().filter(|row| row["deleted"].is_null()) {
        let sums = living
            .entry(row["id_account"].as_i64().unwrap())
            .or_default();
        sums.0 += 1;
        if row["coming"] == true {
            sums.2 += amount(&row["value"]);
        } else {
            sums.1 += amount(&row["value"]);
        }
    }
    let (mut worth, mut compared) = (Decimal::ZERO, 0);
    for account in accounts["accounts"].as_array().unwrap() {
        if !account["disabled"].is_null() {
            assert!(account["balance"].is_null());
            assert!(key_of(&truth, &account["name"]).is_none());
            continue;
        }
        let told = key_of(&truth, &account["name"]).unwrap();
        let balance = amount(&account["balance"]);
        let sums = living.get(&account["id"].as_i64().unwrap()).copied();
        let (rows, booked, coming) = sums.unwrap_or_default();
        assert_eq!(balance, decimal(&told.current), "{}", told.key);
        assert_eq!(rows, told.rows, "{}", told.key);
        assert_eq!(coming, decimal(&told.pending), "{}", told.key);
        assert_eq!(amount(&account["coming"]), coming, "{}", told.key);
        if !matches!(told.key.as_str(), "pea" | "life") {
            assert_eq!(decimal(&told.opening) + booked, balance, "{}", told.key);
        }
        worth += balance;
        compared += 1;
    }
    assert_eq!(compared, truth.counts.accounts);
    assert_eq!(amount(&accounts["balances"]["EUR"]), worth);
    assert_eq!(decimal(&truth.net_worth.last().unwrap().eur), worth);
    let counted: usize = living.values().map(|sums| sums.0).sum();
    assert_eq!(counted, truth.counts.budgea_transactions);
    assert!(counted > 1_000);
}

#[tokio::test]
async fn the_past_of_a_balance_is_in_its_logs() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let truth = visit.bank.truth_of(&[Upstream::Budgea]);
    let accounts = bank.get("/users/me/accounts").await;
    for account in accounts["accounts"].as_array().unwrap() {
        let told = key_of(&truth, &account["name"]).unwrap();
        let logs = bank
            .get(&format!("/users/me/accounts/{}/logs", account["id"]))
            .await;
        let logs = logs["accountlogs"].as_array().unwrap();
        assert_eq!(logs.len(), told.month_ends.len());
        for (log, end) in logs.iter().rev().zip(&told.month_ends) {
            let stamp = log["timestamp"].as_str().unwrap();
            assert!(stamp.starts_with(&end.date.to_string()), "{stamp}");
            assert_eq!(amount(&log["balance"]), decimal(&end.balance), "{stamp}");
        }
    }
}

#[tokio::test]
async fn holdings_add_up_to_their_accounts() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let truth = visit.bank.truth();
    let list = bank.get("/users/me/investments").await;
    let holdings = list["investments"].as_array().unwrap();
    for told in &truth.holdings {
        let found = holdings
            .iter()
            .find(|holding| holding["code"] == told.code)
            .unwrap();
        assert_eq!(found["label"], told.label);
        assert_eq!(amount(&found["quantity"]), decimal(&told.quantity));
        assert_eq!(amount(&found["unitvalue"]), decimal(&told.unit_value));
        assert_eq!(amount(&found["valuation"]), decimal(&told.valuation));
        assert_eq!(
            amount(&found["diff"]),
            decimal(&told.valuation) - decimal(&told.cost)
        );
        let history = bank
            .get(&format!(
                "/users/me/accounts/{}/investments/{}/history",
                found["id_account"], found["id"]
            ))
            .await;
        let values = history["investmentvalues"].as_array().unwrap();
        assert!(values.len() > 36);
        assert_eq!(amount(&values[0]["unitvalue"]), decimal(&told.unit_value));
    }
    let abroad: Vec<&Value> = holdings
        .iter()
        .filter(|holding| !holding["original_currency"].is_null())
        .collect();
    assert_eq!(abroad.len(), 1);
    assert!(abroad[0]["original_unitvalue"].is_number());
    for name in ["PEA Horizon", "Assurance vie Sérénité"] {
        let accounts = bank.get("/users/me/accounts").await;
        let account = accounts["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|account| account["name"] == name)
            .unwrap()
            .clone();
        let below = bank
            .get(&format!("/users/me/accounts/{}/investments", account["id"]))
            .await;
        let sum: Decimal = below["investments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|holding| amount(&holding["valuation"]))
            .sum();
        assert_eq!(sum, amount(&account["balance"]), "{name}");
        assert_eq!(amount(&below["valuation"]), sum);
    }
    let pockets = bank.get("/users/me/pockets").await;
    assert!(!pockets["pockets"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn every_kind_of_movement_and_account_is_there() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let movements = bank.movements("").await;
    let types: HashSet<&str> = movements
        .iter()
        .map(|row| row["type"].as_str().unwrap())
        .collect();
    assert_eq!(types.len(), 20, "{types:?}");
    let older = bank
        .speaking("legacy")
        .get("/users/me/transactions?min_date=1970&limit=1000")
        .await;
    let older: HashSet<&str> = older["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["type"].as_str().unwrap())
        .collect();
    assert!(older.contains("loan_payment") && older.contains("card_summary"));
    // Money abroad, in four currencies, one of them without decimals.
    let abroad: HashSet<&str> = movements
        .iter()
        .filter_map(|row| row["original_currency"]["id"].as_str())
        .collect();
    assert_eq!(abroad.len(), 4, "{abroad:?}");
    let accounts = bank.get("/users/me/accounts?all").await;
    let accounts = accounts["accounts"].as_array().unwrap();
    let kinds: HashSet<&str> = accounts
        .iter()
        .map(|account| account["type"].as_str().unwrap())
        .collect();
    for kind in [
        "checking",
        "card",
        "livret_a",
        "pea",
        "lifeinsurance",
        "loan",
    ] {
        assert!(kinds.contains(kind), "{kind}");
    }
    assert_eq!(
        accounts.iter().filter(|a| !a["deleted"].is_null()).count(),
        1
    );
    assert_eq!(
        accounts.iter().filter(|a| !a["disabled"].is_null()).count(),
        1
    );
    let shown = bank.get("/users/me/accounts").await;
    assert_eq!(
        shown["accounts"].as_array().unwrap().len(),
        accounts.len() - 2
    );
    let loan = accounts.iter().find(|a| a["type"] == "loan").unwrap();
    assert!(amount(&loan["balance"]) < Decimal::ZERO);
    let paid = &loan["loan"]["nb_payments_done"].as_i64().unwrap();
    let left = &loan["loan"]["nb_payments_left"].as_i64().unwrap();
    assert_eq!(
        paid + left,
        loan["loan"]["nb_payments_total"].as_i64().unwrap()
    );
}

#[tokio::test]
async fn a_deferred_card_is_settled_by_one_debit_a_month() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let accounts = bank.get("/users/me/accounts").await;
    let accounts = accounts["accounts"].as_array().unwrap();
    let card = accounts.iter().find(|a| a["type"] == "card").unwrap();
    let payer = accounts
        .iter()
        .find(|a| a["id"] == card["id_parent"])
        .unwrap();
    assert_eq!(payer["name"], "Compte courant");
    assert_eq!(amount(&card["balance"]), Decimal::ZERO);
    assert!(amount(&card["coming"]) < Decimal::ZERO);
    let movements = bank.movements("").await;
    let month = "2026-10-31";
    let bought: Decimal = movements
        .iter()
        .filter(|row| row["type"] == "deferred_card" && row["date"] == month)
        .map(|row| amount(&row["value"]))
        .sum();
    let debits: Vec<&Value> = movements
        .iter()
        .filter(|row| row["type"] == "summary_card" && row["date"] == month)
        .collect();
    assert_eq!(debits.len(), 2);
    let debit = debits
        .iter()
        .find(|row| row["id_account"] == payer["id"])
        .unwrap();
    assert_eq!(amount(&debit["value"]), bought);
}

#[tokio::test]
async fn balances_and_clusters_follow_the_movements() {
    let visit = visit(Scenario::Calm).await;
    let bank = household(&visit);
    let list = bank
        .get("/users/me/balances?min_date=2026-08-01&max_date=2026-10-31&period=1month")
        .await;
    let periods = list["balances"].as_array().unwrap();
    assert_eq!(periods.len(), 3);
    for period in periods {
        let [incomes, expenses, remains] =
            ["incomes", "expenses", "remains"].map(|name| amount(&period[name]));
        assert_eq!(incomes + expenses, remains);
        assert!(incomes > Decimal::ZERO && expenses < Decimal::ZERO);
    }
    let truth = visit.bank.truth_of(&[Upstream::Budgea]);
    let spent: Decimal = truth.spending["2026-09"]
        .values()
        .filter_map(|sums| sums.get("EUR"))
        .map(|text| decimal(text))
        .sum();
    let earned = decimal(&truth.income["2026-09"]["EUR"]);
    assert_eq!(amount(&periods[1]["remains"]), earned - spent);
    let clusters = bank.get("/users/me/transactionsclusters").await;
    let clusters = clusters["transactionsclusters"].as_array().unwrap();
    assert_eq!(clusters.len(), 9);
    for planned in &truth.planned {
        let seen = clusters.iter().any(|cluster| {
            cluster["next_date"].as_str().unwrap() <= planned.booked.to_string().as_str()
                && amount(&cluster["mean_amount"]) == decimal(&planned.amount)
        });
        assert!(seen, "{planned:?}");
    }
    assert_eq!(
        bank.get("/users/me/forecast").await["forecasts"]
            .as_array()
            .map(Vec::is_empty),
        Some(false)
    );
}
