//! What every upstream may expect of us: few requests at a time, a refusal for haste waited out for as long as it says, and
//! next to nothing when nothing changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::{
    Access, Budgea, CancelFlag, Connector, ErrorKind, FinWise, Http, Keeper, Qard, Resume, Wallet,
    WalletApp,
};
use practice::{Running, Scenario};
use secrets::Secret;

use crate::client::{FakePause, Pulled, http, pull, resume};
use crate::practice_bank::open;
use crate::server::{Reply, Server};

const ALL: [&dyn Connector; 5] = [&Wallet, &WalletApp, &Budgea, &Qard, &FinWise];

/// Most requests under way at a time.
const AT_A_TIME: usize = 6;

fn name(connector: &dyn Connector) -> &'static str {
    connector.describe().upstream.as_str()
}

/// A way in with what the practice bank's first line says, linked where an upstream hands out tokens.
async fn way_in(bank: &Running, connector: &dyn Connector, http: Http) -> Access {
    let line = bank.first_line();
    let entry = &line["upstreams"][name(connector)];
    let text = |key: &str| entry[key].as_str().map(str::to_owned);
    let descriptor = connector.describe();
    let told = |secret: bool| {
        let fields = descriptor
            .fields
            .iter()
            .filter(move |field| field.secret == secret);
        fields.filter_map(|field| Some((field.key.to_owned(), text(field.key)?)))
    };
    let mut access = Access {
        http,
        base_url: text("base_url").unwrap(),
        secrets: told(true)
            .map(|(key, value)| (key, Secret::new(value)))
            .collect(),
        settings: told(false).collect(),
        keeper: Keeper::default(),
    };
    let info = connector.link(&access, &CancelFlag::new()).await.unwrap();
    access.secrets.extend(info.keep);
    access.settings.extend(info.settings);
    access
}

/// Requests that the bank has had.
fn asked(bank: &Running) -> u64 {
    bank.requests().last().map_or(0, |seen| seen.number)
}

/// A pull, and those after it that an upstream asks for that is not ready yet.
async fn to_the_end(connector: &dyn Connector, access: &Access, begin: Resume) -> Pulled {
    let mut resume = begin;
    for _ in 0..8 {
        let pulled = pull(connector, access, resume.clone()).await;
        let waits = matches!(&pulled.outcome, Err(error) if matches!(error.kind, ErrorKind::Preparing { .. }));
        if !waits {
            return pulled;
        }
        resume.cursor = pulled.cursor().or(resume.cursor);
    }
    panic!("{} is never ready", name(connector));
}

#[tokio::test]
async fn at_most_six_requests_are_under_way_at_a_time() {
    for connector in ALL {
        let bank = open(Scenario::Calm).await;
        let access = way_in(&bank, connector, http(&Arc::new(FakePause::default()))).await;
        let first = to_the_end(connector, &access, resume(None)).await;
        let full = Resume {
            full: true,
            ..resume(first.cursor())
        };
        let second = to_the_end(connector, &access, full).await;
        assert!(first.outcome.is_ok() && second.outcome.is_ok());
        assert!(!first.transactions().is_empty());
        let most = bank.most_at_once();
        assert!(
            (1..=AT_A_TIME).contains(&most),
            "{}: {most} at a time",
            name(connector)
        );
        let refused = bank
            .requests()
            .into_iter()
            .filter(|seen| seen.status == 429);
        assert_eq!(refused.count(), 0, "{}", name(connector));
    }
}

#[tokio::test]
async fn a_refusal_for_haste_is_outlasted() {
    for connector in ALL {
        let calm = open(Scenario::Calm).await;
        let access = way_in(&calm, connector, http(&Arc::new(FakePause::default()))).await;
        let whole = to_the_end(connector, &access, resume(None)).await;

        let bank = open(Scenario::RateLimited).await;
        let pause = Arc::new(FakePause::default());
        let access = way_in(&bank, connector, http(&pause)).await;
        let pulled = to_the_end(connector, &access, resume(None)).await;
        let what = name(connector);
        assert!(pulled.outcome.is_ok(), "{what}: {:?}", pulled.outcome);
        let ids = |pulled: &Pulled| -> BTreeMap<String, i64> {
            let rows = pulled.transactions();
            rows.into_iter()
                .map(|row| (row.source_id.unwrap(), row.amount.minor))
                .collect()
        };
        assert_eq!(ids(&pulled), ids(&whole), "{what}");
        let refused = bank
            .requests()
            .into_iter()
            .filter(|seen| seen.status == 429)
            .count();
        let waited = pause.seconds();
        assert!(
            refused > 0 && waited.len() >= refused && waited.iter().all(|seconds| *seconds >= 1),
            "{what}: {refused} refusals, waited {waited:?}"
        );
    }
}

#[tokio::test]
async fn an_upstream_that_says_when_to_come_back_is_left_alone_until_then() {
    for connector in ALL {
        let mut times = 0;
        let server = Server::start(move |_| {
            times += 1;
            if times == 1 {
                Reply::status(429, "{}").with("retry-after", 37)
            } else {
                Reply::status(401, "{}")
            }
        })
        .await;
        let pause = Arc::new(FakePause::default());
        let secret = || Secret::new("aaaa.bbbb.cccc");
        let keys = connector.kept();
        let access = Access {
            http: http(&pause),
            base_url: server.url(),
            secrets: keys
                .into_iter()
                .map(|key| (key.to_owned(), secret()))
                .collect(),
            settings: BTreeMap::from([("user_id".to_owned(), "17".to_owned())]),
            keeper: Keeper::default(),
        };
        let pulled = pull(connector, &access, resume(None)).await;
        let what = name(connector);
        assert_eq!(pause.seconds().first(), Some(&37), "{what}");
        assert_eq!(pulled.error().kind, ErrorKind::Credentials, "{what}");
        assert!(server.seen().len() >= 2, "{what}");
    }
}

#[tokio::test]
async fn an_unchanged_upstream_costs_one_or_two_requests() {
    for connector in ALL {
        let bank = open(Scenario::Calm).await;
        let access = way_in(&bank, connector, http(&Arc::new(FakePause::default()))).await;
        let mut cursor = None;
        for _ in 0..3 {
            let pulled = to_the_end(connector, &access, resume(cursor.clone())).await;
            assert!(pulled.outcome.is_ok(), "{}", name(connector));
            cursor = pulled.cursor().or(cursor);
        }
        let before = asked(&bank);
        let pulled = pull(connector, &access, resume(cursor)).await;
        let (what, cost) = (name(connector), asked(&bank) - before);
        assert!(pulled.summary().unchanged, "{what}: {cost} requests");
        assert!((1..=2).contains(&cost), "{what}: {cost} requests");
    }
}
