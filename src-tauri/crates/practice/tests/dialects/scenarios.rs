//! Each scenario behaves as its script says.

use std::collections::HashSet;
use std::time::Duration;

use practice::{Door, Options, Scenario, ServeError, serve};
use serde_json::{Value, json};

use super::support::{Visit, amount, read, today, visit, visit_with};

fn ids(rows: &[Value]) -> HashSet<String> {
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_same_seed_and_day_give_the_same_bytes() {
    let first = visit(Scenario::Calm).await;
    let second = visit(Scenario::Calm).await;
    for path in [
        "/accounts",
        "/records?limit=200&recordDate=gte.2000-01-01",
        "/budgets?spending=current",
    ] {
        assert_eq!(
            first.wallet(path).await.text,
            second.wallet(path).await.text,
            "{path}"
        );
    }
    for path in ["/accounts", "/transactions", "/account-balances"] {
        assert_eq!(
            first.finwise(path).await.text,
            second.finwise(path).await.text,
            "{path}"
        );
    }
    let other = visit_with(Options {
        seed: 2,
        ..Options::new(today())
    })
    .await;
    assert_ne!(
        first.finwise("/transactions").await.text,
        other.finwise("/transactions").await.text
    );
}

#[tokio::test]
async fn the_bank_stays_on_loopback_unless_told() {
    let bind = "0.0.0.0:0".parse().unwrap();
    let refused = serve(Options {
        bind,
        ..Options::new(today())
    })
    .await;
    assert!(matches!(refused, Err(ServeError::NotLoopback(_))));
}

#[tokio::test]
async fn the_first_line_says_where_everything_is() {
    let visit = visit(Scenario::Calm).await;
    let line = visit.bank.first_line();
    let base = format!("http://{}", visit.bank.addr());
    assert_eq!(line["base"], base);
    assert_eq!(line["control"], format!("{base}/__practice/scenario"));
    assert_eq!(
        line["upstreams"]["wallet"]["base_url"],
        format!("{base}/wallet")
    );
    assert_eq!(
        line["upstreams"]["wallet"]["token"]
            .as_str()
            .unwrap()
            .split('.')
            .count(),
        3
    );
    assert_eq!(
        line["upstreams"]["finwise"]["base_url"],
        format!("{base}/finwise")
    );
    assert!(line["upstreams"]["finwise"]["api_key"].is_string());
    assert_eq!(line["ecb"]["base_url"], format!("{base}/ecb"));
    assert!(!line.to_string().contains('\n'));
}

#[tokio::test]
async fn a_household_of_another_age_is_refused() {
    let early = chrono::NaiveDate::from_ymd_opt(1999, 1, 1).unwrap();
    assert!(matches!(
        serve(Options::new(early)).await,
        Err(ServeError::Today(_))
    ));
}

#[tokio::test]
async fn the_control_routes_do_what_the_handle_does() {
    let visit = visit(Scenario::Calm).await;
    let line = visit.bank.first_line();
    let control = line["control"].as_str().unwrap();
    assert!(control.ends_with("/__practice/scenario"));
    let post = async |url: &str, body: Value| {
        read(
            visit
                .http
                .post(url)
                .header("content-type", "application/json")
                .body(body.to_string()),
        )
        .await
        .unwrap()
    };
    assert_eq!(
        post(control, json!({"scenario": "bank-down"})).await.status,
        200
    );
    assert_eq!(visit.wallet("/accounts").await.status, 503);
    let unknown = post(control, json!({"scenario": "flood"})).await;
    assert!(unknown.status == 400 && unknown.text.contains("first-sync"));
    post(control, json!({"scenario": "calm"})).await;
    let days = control.replace("scenario", "advance");
    assert_eq!(
        post(&days, json!({"days": 3})).await.json()["today"],
        "2026-11-23"
    );
    assert_eq!(post(&days, json!({"days": -3})).await.status, 400);
    let truth = read(visit.http.get(control.replace("scenario", "truth")))
        .await
        .unwrap()
        .json();
    assert_eq!(truth, serde_json::to_value(visit.bank.truth()).unwrap());
    let requests = read(visit.http.get(control.replace("scenario", "requests")))
        .await
        .unwrap();
    assert_eq!(requests.json()[1]["status"], 503);
    let switches = control.replace("scenario", "switches");
    post(&switches, json!({"wallet_sync_in_progress": true})).await;
    assert_eq!(
        visit.wallet("/accounts").await.header("x-sync-in-progress"),
        "true"
    );
}

#[tokio::test]
async fn first_sync_is_not_ready_and_then_it_is() {
    let visit = visit(Scenario::FirstSync).await;
    for _ in 0..3 {
        let reply = visit.wallet("/accounts").await;
        assert_eq!(reply.status, 409);
        assert_eq!(reply.json()["error"], "init_sync_in_progress");
        assert_eq!(reply.json()["retry_after_minutes"], 5);
    }
    assert_eq!(visit.wallet("/api-usage/stats").await.status, 200);
    assert_eq!(visit.wallet("/accounts").await.status, 200);
    for _ in 0..2 {
        assert_eq!(visit.finwise("/accounts").await.status, 503);
    }
    for _ in 0..2 {
        assert_eq!(visit.finwise("/accounts").await.text, "[]");
    }
    assert_ne!(visit.finwise("/accounts").await.text, "[]");
}

#[tokio::test]
async fn refused_credentials_are_refused_by_every_bank() {
    for scenario in [
        Scenario::BadToken,
        Scenario::WrongPassword,
        Scenario::ConsentExpired,
    ] {
        let visit = visit(scenario).await;
        assert_eq!(visit.wallet("/accounts").await.status, 401);
        assert_eq!(visit.finwise("/accounts").await.status, 401);
        visit.bank.set_scenario(Scenario::Calm);
        assert_eq!(visit.wallet("/accounts").await.status, 200);
        assert_eq!(visit.finwise("/accounts").await.status, 200);
    }
    let visit = visit(Scenario::SiblingToken).await;
    let reply = visit.wallet("/accounts").await;
    assert_eq!(reply.status, 403);
    assert!(reply.header("content-type").starts_with("text/plain"));
}

#[tokio::test]
async fn small_buckets_refuse_with_and_without_a_delay() {
    let visit = visit(Scenario::RateLimited).await;
    let mut statuses = Vec::new();
    for _ in 0..60 {
        let reply = visit.wallet("/accounts?limit=1").await;
        if reply.status == 429 {
            assert_eq!(reply.header("retry-after"), "1");
        }
        statuses.push(reply.status);
    }
    assert!(
        statuses[..8].iter().all(|status| *status == 200),
        "{statuses:?}"
    );
    assert!(statuses.contains(&429), "{statuses:?}");
    let first = visit.finwise("/accounts").await;
    assert_eq!((first.status, first.header("retry-after")), (429, "1"));
    for _ in 0..4 {
        assert_eq!(visit.finwise("/accounts").await.status, 200);
    }
    let second = visit.finwise("/accounts").await;
    assert_eq!((second.status, second.header("retry-after")), (429, ""));
    for _ in 0..4 {
        assert_eq!(visit.finwise("/accounts").await.status, 200);
    }
    assert_eq!(visit.finwise("/accounts").await.json()["retryAfter"], 1);
}

/// One try, as a careful client would judge it.
async fn try_once(visit: &Visit, finwise: bool) -> Result<Value, String> {
    let reply = if finwise {
        visit.try_finwise("GET", "/accounts", None).await
    } else {
        visit.try_wallet("/accounts").await
    };
    let reply = reply.map_err(|error| format!("{error:?}"))?;
    if reply.status != 200 {
        return Err(reply.status.to_string());
    }
    serde_json::from_str(&reply.text).map_err(|_| reply.header("content-type").to_owned())
}

#[tokio::test]
async fn flaky_fails_in_every_way_and_always_succeeds_at_the_next_try() {
    let visit = visit(Scenario::Flaky).await;
    for finwise in [false, true] {
        let mut failures = Vec::new();
        for _ in 0..8 {
            match try_once(&visit, finwise).await {
                Err(failure) => failures.push(failure),
                Ok(_) => failures.push("late".to_owned()),
            }
            for _ in 0..2 {
                try_once(&visit, finwise).await.unwrap();
            }
        }
        assert_eq!(failures[0], "500");
        assert!(failures[1].contains("onnection"), "{}", failures[1]);
        assert!(
            !failures[2].starts_with("application/json"),
            "{}",
            failures[2]
        );
        assert!(
            failures[3].starts_with("application/json"),
            "{}",
            failures[3]
        );
        assert!(failures[4].starts_with("text/html"));
        assert_eq!(failures[5..], ["late", "502", "503"]);
    }
    let faults: Vec<&str> = visit
        .bank
        .requests()
        .iter()
        .filter(|seen| seen.door == Door::Wallet && !seen.fault.is_empty())
        .map(|seen| seen.fault)
        .collect();
    assert_eq!(
        faults,
        [
            "error-500",
            "reset",
            "truncated",
            "malformed",
            "html",
            "slow",
            "gateway-502",
            "error-503"
        ]
    );
}

#[tokio::test]
async fn a_reset_is_a_reset_on_the_wire() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let visit = visit(Scenario::Flaky).await;
    for _ in 0..3 {
        visit.wallet("/accounts?limit=1").await;
    }
    let mut stream = tokio::net::TcpStream::connect(visit.bank.addr())
        .await
        .unwrap();
    let ask = b"GET /wallet/v1/api/accounts HTTP/1.1\r\nHost: bank\r\n\r\n";
    stream.write_all(ask).await.unwrap();
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer).await;
    assert_eq!(
        ended.unwrap_err().kind(),
        std::io::ErrorKind::ConnectionReset
    );
    assert!(answer.is_empty());
}

#[tokio::test]
async fn pending_turns_booked_after_it_was_read() {
    let visit = visit(Scenario::LatePosting).await;
    let before = visit.records().await;
    let pending: Vec<_> = before
        .iter()
        .filter(|r| r["recordState"] == "uncleared")
        .cloned()
        .collect();
    assert!(!pending.is_empty());
    let balance =
        visit.wallet("/accounts").await.json()["accounts"][2]["balance"]["currentBalance"].clone();
    let after = visit.records().await;
    assert_eq!(
        ids(&before),
        ids(&after),
        "a posted record keeps its identifier"
    );
    for old in &pending {
        let new = after
            .iter()
            .find(|record| record["id"] == old["id"])
            .unwrap();
        assert_eq!(new["recordState"], "cleared");
        assert!(new["updatedAt"].as_str() > old["updatedAt"].as_str());
    }
    let delta = visit
        .all(
            "records",
            "/records?recordDate=gte.2000-01-01&updatedAt=gte.2026-11-20T21:00:00Z",
        )
        .await;
    assert_eq!(delta.len(), pending.len());
    assert_eq!(
        visit.wallet("/accounts").await.json()["accounts"][2]["balance"]["currentBalance"],
        balance
    );

    let before = visit.transactions("{}").await;
    let pending: Vec<_> = before
        .iter()
        .filter(|row| row["isPending"] == true)
        .cloned()
        .collect();
    visit.finwise("/accounts").await;
    let after = visit.transactions("{}").await;
    assert!(
        after
            .iter()
            .all(|row| row["isPending"] == false || !row["archivedAt"].is_null())
    );
    let fresh: Vec<_> = after
        .iter()
        .filter(|row| !ids(&before).contains(row["id"].as_str().unwrap()))
        .collect();
    assert_eq!(fresh.len(), pending.len());
    let linked = fresh
        .iter()
        .filter(|row| !row["pendingTransactionId"].is_null())
        .count();
    assert_eq!(
        linked,
        pending.len().div_ceil(2),
        "every other one has no link"
    );
    for row in fresh
        .iter()
        .filter(|row| !row["pendingTransactionId"].is_null())
    {
        let old = pending
            .iter()
            .find(|old| old["id"] == row["pendingTransactionId"])
            .unwrap();
        assert_eq!(old["amount"], row["amount"]);
    }
}

#[tokio::test]
async fn rows_vanish_once_after_they_were_read() {
    let visit = visit(Scenario::Deletions).await;
    visit.wallet("/accounts").await;
    let before = visit.records().await;
    visit.wallet("/accounts").await;
    let after = visit.records().await;
    assert!(ids(&after).is_subset(&ids(&before)));
    assert_eq!(after.len(), before.len() - 4);
    visit.wallet("/accounts").await;
    assert_eq!(visit.records().await.len(), after.len(), "only once");
    let gone: Vec<String> = ids(&before).difference(&ids(&after)).cloned().collect();
    let asked = visit
        .wallet(&format!("/records?id={}", gone.join(",")))
        .await
        .json();
    assert_eq!(asked["records"].as_array().unwrap().len(), 0, "no trace");

    let before = visit.transactions("{}").await;
    visit.finwise("/accounts").await;
    let after = visit.transactions("{}").await;
    assert_eq!(after.len(), before.len() - 2);
    assert_eq!(
        after
            .iter()
            .filter(|row| !row["archivedAt"].is_null())
            .count(),
        2
    );
    assert_eq!(
        visit.bank.truth().counts.finwise_transactions,
        before.len() - 4
    );
}

#[tokio::test]
async fn deletions_wait_for_nobody_who_has_read_before() {
    let visit = visit(Scenario::Calm).await;
    let before = visit.records().await.len();
    visit.bank.set_scenario(Scenario::Deletions);
    visit.wallet("/accounts").await;
    assert_eq!(visit.records().await.len(), before - 4);
}

#[tokio::test]
async fn pages_move_under_the_reader_and_come_to_rest() {
    let visit = visit(Scenario::MovingPages).await;
    let path = "/records?recordDate=gte.2000-01-01";
    let first = visit.all("records", path).await;
    let twice = first.len() - ids(&first).len();
    let second = visit.all("records", path).await;
    assert_eq!(ids(&second).len(), second.len());
    assert_eq!(second.len(), visit.bank.truth().counts.wallet_transactions);
    let missed = ids(&second).difference(&ids(&first)).count();
    assert!(twice + missed > 0, "the first pass was disturbed");
    let first = visit.transactions_unchecked(100).await;
    let second = visit.transactions("{}").await;
    assert_ne!(ids(&first), ids(&second));
}

impl Visit {
    /// All pages as they come, whatever the headers say about the total.
    async fn transactions_unchecked(&self, size: usize) -> Vec<Value> {
        let mut all = Vec::new();
        for page in 1.. {
            let path =
                format!("/transactions?pagination={{\"pageNumber\":{page},\"pageSize\":{size}}}");
            let reply = self.finwise(&path).await;
            all.extend(reply.json().as_array().unwrap().iter().cloned());
            if reply.header("x-has-next-page") == "false" {
                break;
            }
        }
        all
    }
}

#[tokio::test]
async fn huge_is_a_hundred_thousand_rows_on_whole_pages() {
    let visit = visit(Scenario::Huge).await;
    let counts = visit.bank.truth().counts;
    assert_eq!(counts.transactions, 100_000);
    let records = visit.records().await;
    assert_eq!(ids(&records).len(), counts.wallet_transactions);
    assert_eq!(
        ids(&visit.transactions("{}").await).len(),
        counts.finwise_transactions
    );
}

#[tokio::test]
async fn one_account_can_come_from_two_upstreams() {
    let visit = visit(Scenario::SameBankTwice).await;
    let wallet = visit.all("accounts", "/accounts").await;
    let joint = wallet
        .iter()
        .find(|account| account["name"] == "Joint account")
        .unwrap();
    let finwise = visit.finwise("/accounts").await.json();
    let twin = finwise
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["accountNumber"] == joint["bankAccountNumber"])
        .unwrap();
    let id = twin["id"].as_str().unwrap();
    let rows = visit
        .transactions(&format!(r#"{{"accountId":"{id}"}}"#))
        .await;
    assert_eq!(
        rows.len() as u64,
        joint["recordStats"]["recordCount"].as_u64().unwrap()
    );
}

#[tokio::test]
async fn odd_rows_are_served_and_are_no_part_of_the_truth() {
    let visit = visit(Scenario::Odd).await;
    let accounts = visit.all("accounts", "/accounts").await;
    let find = |name: &str| {
        accounts
            .iter()
            .find(|account| account["name"] == name)
            .unwrap()
    };
    assert_eq!(find("No currency")["currencyCode"], "");
    assert!(find("No balance")["balance"].is_null());
    assert_eq!(find("Unheard of")["accountType"], "CryptoVault");
    let records = visit.records().await;
    let states: HashSet<&str> = records
        .iter()
        .filter_map(|r| r["recordState"].as_str())
        .collect();
    assert!(states.is_superset(&HashSet::from(["void", "waitForAssign", "quarantined"])));
    assert!(
        visit
            .wallet("/records?limit=200")
            .await
            .text
            .contains("-80.37651341559103")
    );
    assert_eq!(
        records.len(),
        visit.bank.truth().counts.wallet_transactions + 10
    );
    let rows = visit.transactions("{}").await;
    assert!(rows.iter().any(|row| row["amount"].is_null()));
    assert!(rows.iter().any(|row| row["isTransfer"].is_null()));
    assert!(rows.iter().any(|row| row["splits"].is_array()));
    let unsplit = visit
        .transactions(r#"{"excludeParentTransactions":true}"#)
        .await;
    assert_eq!(unsplit.len(), rows.len() - 1);
    let accounts = visit.finwise("/accounts").await.json();
    let accounts = accounts.as_array().unwrap();
    assert!(
        accounts
            .iter()
            .any(|account| account["invertAmounts"] == true)
    );
    assert!(accounts.iter().any(|account| account["type"] == "hologram"));
    assert!(
        accounts
            .iter()
            .any(|account| account["excludeTransactions"] == true)
    );
}

#[tokio::test]
async fn hostile_answers_are_as_bad_as_they_say() {
    let visit = visit(Scenario::Html).await;
    let html = visit.wallet("/accounts").await;
    assert_eq!(html.status, 200);
    assert!(html.header("content-type").starts_with("text/html"));

    visit.bank.set_scenario(Scenario::Redirect);
    let reply = visit.wallet("/accounts").await;
    assert_eq!(reply.status, 302);
    assert!(reply.header("location").starts_with("http://localhost:"));
    assert!(
        !visit
            .bank
            .requests()
            .iter()
            .any(|seen| seen.door == Door::Elsewhere)
    );
    read(
        visit
            .http
            .get(reply.header("location").replace("localhost", "127.0.0.1")),
    )
    .await
    .unwrap();
    assert!(
        visit
            .bank
            .requests()
            .iter()
            .any(|seen| seen.door == Door::Elsewhere)
    );

    visit.bank.set_scenario(Scenario::Hang);
    let waiting = visit.try_wallet("/accounts");
    assert!(
        tokio::time::timeout(Duration::from_millis(300), waiting)
            .await
            .is_err()
    );

    visit.bank.set_scenario(Scenario::WrongTypes);
    let mut texts = HashSet::new();
    for _ in 0..4 {
        texts.insert(visit.wallet("/accounts?limit=2").await.text);
    }
    assert_eq!(texts.len(), 4, "four ways of being wrong");

    visit.bank.set_scenario(Scenario::HugeBody);
    let url = format!("{}/wallet/v1/api/accounts", visit.base);
    let mut response = visit
        .http
        .get(url)
        .bearer_auth(&visit.token)
        .send()
        .await
        .unwrap();
    let mut size = 0;
    while let Some(chunk) = response.chunk().await.unwrap() {
        size += chunk.len();
    }
    assert!(size > 200 << 20, "{size} bytes");
}

#[tokio::test]
async fn living_on_shows_through_both_dialects() {
    let visit = visit(Scenario::Calm).await;
    let (records, rows) = (visit.records().await, visit.transactions("{}").await);
    visit.bank.advance(30);
    let (later, later_rows) = (
        visit.records().await,
        visit.transactions(r#"{"excludeArchived":true}"#).await,
    );
    assert!(ids(&later).is_superset(&ids(&records)));
    assert!(later.len() > records.len() + 20);
    assert!(later_rows.len() > rows.len() + 10);
    let replaced = visit.transactions("{}").await.len() - later_rows.len();
    assert!(replaced > 0, "some pending rows stay as archived ones");
    let truth = visit.bank.truth();
    for account in visit.all("accounts", "/accounts").await {
        let told = truth
            .accounts
            .iter()
            .find(|told| account["name"] == told.name.as_str())
            .unwrap();
        assert_eq!(
            amount(&account["balance"]["currentBalance"]),
            told.current.parse().unwrap()
        );
    }
}

#[tokio::test]
async fn closing_ends_what_hangs() {
    let visit = visit(Scenario::Hang).await;
    let url = format!("{}/finwise/accounts", visit.base);
    let waiting = tokio::spawn(visit.http.get(url).send());
    while visit.bank.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    visit.bank.shutdown().await;
    assert!(waiting.await.unwrap().is_err(), "the connection is cut");
}
