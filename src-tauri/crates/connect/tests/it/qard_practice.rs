//! The Qard connector against the practice bank, in every scenario, compared with its truth.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use connect::steps::{LinkAnswer, LinkStep, LinkTask, StepContext, StopReason, Way};
use connect::{
    Access, CancelFlag, Connector, ConnectorError, ErrorKind, Http, Keeper, Qard, Resume, Retry,
};
use domain::connection::LoginCondition;
use domain::derived::{CreditInsights, MonthSums};
use domain::feed::{Entity, FeedSpan, Page};
use practice::household::Upstream as Served;
use practice::{Envelope, Options, Running, Scenario, Switches, SyncEnds, serve};
use secrets::Secret;

use crate::client::{FakePause, http, http_with, now, pull, pull_some, resume, today};
use crate::practice_bank::{Book, open};

fn way_in(bank: &Running, http: Http) -> Access {
    let line = bank.first_line();
    let entry = &line["upstreams"]["qard"];
    let text = |key: &str| entry[key].as_str().unwrap().to_owned();
    Access {
        http,
        base_url: text("base_url"),
        secrets: BTreeMap::from([("api_key".to_owned(), Secret::new(text("api_key")))]),
        settings: BTreeMap::from([("user_id".to_owned(), text("user_id"))]),
        keeper: Keeper::default(),
    }
}

fn client() -> Http {
    http(&Arc::new(FakePause::default()))
}

/// A book that knows logins and spans, as the book does.
#[derive(Default)]
struct Ledger {
    book: Book,
    condition: Option<LoginCondition>,
    detached: BTreeSet<String>,
    seen: BTreeSet<String>,
    missed: BTreeMap<String, u32>,
    months: Option<Vec<MonthSums>>,
    insights: Option<CreditInsights>,
}

impl Ledger {
    fn store(&mut self, mut page: Page) {
        if page.begin_pass.contains(&Entity::Transaction) {
            self.seen.clear();
        }
        self.months = page.month_sums.take().or(self.months.take());
        self.insights = page.insights.take().or(self.insights.take());
        for row in &page.transactions {
            let id = row.source_id.clone().unwrap();
            self.missed.remove(&id);
            self.seen.insert(id);
        }
        self.seen
            .extend(page.present.iter().map(|(_, id)| id.clone()));
        if let Some(login) = page.logins.last() {
            self.condition = Some(login.condition);
        }
        for account in page.accounts.extract_if(.., |account| account.withheld) {
            self.detached.insert(account.source_id);
        }
        let spans = std::mem::take(&mut page.complete_spans);
        self.book.store(page);
        for FeedSpan {
            account_source_id,
            from,
        } in spans
        {
            let rows = self.book.rows.values();
            let missing: Vec<String> = rows
                .filter(|row| row.account_source_id == account_source_id && row.date >= from)
                .filter_map(|row| row.source_id.clone())
                .filter(|id| !self.seen.contains(id))
                .collect();
            for id in missing {
                let misses = self.missed.entry(id.clone()).or_default();
                *misses += 1;
                if *misses >= 2 {
                    self.book.rows.remove(&id);
                }
            }
        }
    }
}

async fn sync(bank: &Running, ledger: &mut Ledger) -> Result<(), ConnectorError> {
    for attempt in 0.. {
        let access = way_in(bank, client());
        // As a person asks: one that nobody asked for is content with what was synchronised lately.
        let asked = Resume {
            asked: true,
            ..resume(ledger.book.cursor.clone())
        };
        let pulled = pull(&Qard, &access, asked).await;
        pulled.pages.into_iter().for_each(|page| ledger.store(page));
        match pulled.outcome {
            Ok(_) => return Ok(()),
            Err(error) if attempt < 8 && matches!(error.retry(), Retry::At(_) | Retry::Later) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Balances are those of the bank, and rows of the last year are all there.
fn compare(bank: &Running, ledger: &Ledger, scenario: &str) {
    let truth = bank.truth();
    let served: Vec<_> = truth
        .accounts
        .iter()
        .filter(|account| account.upstream == Served::Budgea && !account.archived)
        .collect();
    assert!(served.len() > 5, "{scenario}");
    for account in served {
        let found = ledger
            .book
            .accounts
            .values()
            .find(|found| found.name == account.name)
            .unwrap_or_else(|| panic!("{scenario}: {}", account.key));
        let currency = account.currency.parse().unwrap();
        let booked = money::Money::parse(&account.booked, currency).unwrap();
        assert_eq!(
            found.balance.unwrap().amount,
            booked,
            "{scenario}: {}",
            account.key
        );
        assert_eq!(found.institution.as_deref(), Some("Banque du Chablais"));
        // From any month's end on, the rows are what the balance changed by.
        let end = account.month_ends[account.month_ends.len() - 4].clone();
        let then = money::Money::parse(&end.balance, currency).unwrap();
        let since: i64 = ledger
            .book
            .rows
            .values()
            .filter(|row| row.account_source_id == found.source_id && row.date > end.date)
            .map(|row| row.amount.minor)
            .sum();
        // Valued accounts move without rows, and deferred purchases are booked on another day than they count.
        if !["pea", "life", "deferred"].contains(&account.key.as_str()) && then.minor != 0 {
            assert_eq!(
                then.minor + since,
                booked.minor,
                "{scenario}: rows of {}",
                account.key
            );
        }
    }
}

#[tokio::test]
async fn what_can_be_read_in_the_end_is_read_to_the_minor_unit() {
    for scenario in [
        Scenario::Calm,
        Scenario::FirstSync,
        Scenario::RateLimited,
        Scenario::Flaky,
        Scenario::LatePosting,
        Scenario::Deletions,
        Scenario::MovingPages,
        Scenario::SameBankTwice,
    ] {
        let bank = open(scenario).await;
        let mut ledger = Ledger::default();
        // Three in a row, and one more for rows that have to be missed twice.
        for turn in 0..4 {
            sync(&bank, &mut ledger)
                .await
                .unwrap_or_else(|e| panic!("{scenario}, sync {turn}: {e:?}"));
        }
        assert_eq!(ledger.condition, Some(LoginCondition::Ok), "{scenario}");
        compare(&bank, &ledger, scenario.name());
        bank.shutdown().await;
    }
}

#[tokio::test]
async fn every_envelope_gives_the_same() {
    let mut counts = BTreeSet::new();
    for qard_envelope in [Envelope::Result, Envelope::Data, Envelope::Bare] {
        for qard_pages in [true, false] {
            let bank = serve(Options {
                switches: Switches {
                    qard_envelope,
                    qard_pages,
                    ..Switches::default()
                },
                ..Options::new(today())
            })
            .await
            .unwrap();
            let mut ledger = Ledger::default();
            sync(&bank, &mut ledger).await.unwrap();
            compare(&bank, &ledger, &format!("{qard_envelope:?} {qard_pages}"));
            counts.insert(ledger.book.rows.len());
        }
    }
    assert_eq!(counts.len(), 1, "{counts:?}");
}

#[tokio::test]
async fn a_household_that_lives_on_is_followed_and_old_rows_are_kept() {
    let bank = open(Scenario::Calm).await;
    let mut ledger = Ledger::default();
    sync(&bank, &mut ledger).await.unwrap();
    let before = ledger.book.rows.len();
    for days in [1, 3, 40, 40] {
        bank.advance(days);
        sync(&bank, &mut ledger).await.unwrap();
        compare(&bank, &ledger, "living on");
    }
    // Eighty-four days slid out of Qard's year, and stay in the book.
    let oldest = bank.today() - chrono::Days::new(365);
    let old = ledger.book.rows.values().filter(|row| row.date < oldest);
    assert!(old.count() > 20);
    assert!(ledger.book.rows.len() > before + 50);
}

#[tokio::test]
async fn a_pull_that_is_killed_goes_on() {
    let bank = open(Scenario::Calm).await;
    let mut whole = Ledger::default();
    sync(&bank, &mut whole).await.unwrap();
    for kill in 1..9 {
        let mut ledger = Ledger::default();
        let access = way_in(&bank, client());
        let first = pull_some(&Qard, &access, resume(None), kill).await;
        first.pages.into_iter().for_each(|page| ledger.store(page));
        let begun = bank.requests().len();
        let second = pull(&Qard, &access, resume(ledger.book.cursor.clone())).await;
        second.summary();
        second.pages.into_iter().for_each(|page| ledger.store(page));
        let (ours, all) = (ledger.book.rows.keys(), whole.book.rows.keys());
        assert!(ours.eq(all), "killed after {kill}");
        let asked = bank.requests()[begun..]
            .iter()
            .filter(|seen| seen.method == "POST")
            .count();
        let expected = usize::from(kill > 1);
        assert!(
            asked <= expected,
            "killed after {kill}: asked {asked} times"
        );
    }
}

#[tokio::test]
async fn what_the_scenarios_do_to_the_consent_is_told_and_mended() {
    for (scenario, condition) in [
        (Scenario::ConsentExpired, LoginCondition::BrowserNeeded),
        (Scenario::SecondFactor, LoginCondition::BrowserNeeded),
        (Scenario::WrongPassword, LoginCondition::BrowserNeeded),
    ] {
        let bank = open(Scenario::Calm).await;
        let mut ledger = Ledger::default();
        sync(&bank, &mut ledger).await.unwrap();
        let rows = ledger.book.rows.len();
        bank.set_scenario(scenario);
        sync(&bank, &mut ledger).await.unwrap();
        assert_eq!(ledger.condition, Some(condition), "{scenario}");
        assert_eq!(ledger.book.rows.len(), rows, "nothing is lost");
        assert!(ledger.detached.is_empty());
        let login = {
            let access = way_in(&bank, client());
            let pulled = pull(&Qard, &access, resume(None)).await;
            pulled.pages[0].logins[0].source_id.clone()
        };
        consent(
            &bank,
            LinkTask::Repair {
                login,
                way: Way::Browser,
            },
            "approve",
        )
        .await;
        sync(&bank, &mut ledger).await.unwrap();
        assert_eq!(ledger.condition, Some(LoginCondition::Ok), "{scenario}");
    }
}

/// Goes through a consent as a person does; gives how it ended.
async fn consent(bank: &Running, task: LinkTask, answer: &str) -> LinkStep {
    let access = way_in(bank, client());
    let cancel = CancelFlag::new();
    let around = StepContext {
        redirect: None,
        language: "en".to_owned(),
        now: now(),
    };
    let mut progress = Qard.begin(&access, &task, &around, &cancel).await.unwrap();
    let LinkStep::Browser { url, .. } = progress.step.clone() else {
        panic!("{progress:?}");
    };
    let page = visit(&url).await;
    assert!(page.contains("Allow") && page.contains("Refuse") && !page.contains("<script"));
    visit(&format!("{url}?auto={answer}")).await;
    for _ in 0..4 {
        progress = Qard
            .go_on(&access, &progress.state, LinkAnswer::Poll, &around, &cancel)
            .await
            .unwrap();
        if matches!(progress.step, LinkStep::Done(_) | LinkStep::Stopped { .. }) {
            break;
        }
    }
    progress.step
}

async fn visit(url: &str) -> String {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let page = client.get(url).send().await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    page.text().await.unwrap()
}

#[tokio::test]
async fn a_new_bank_is_allowed_or_refused_on_the_page() {
    let bank = open(Scenario::Calm).await;
    let task = || LinkTask::AddLogin {
        connector: None,
        way: Way::Browser,
    };
    let refused = consent(&bank, task(), "refuse").await;
    assert!(matches!(
        refused,
        LinkStep::Stopped {
            why: StopReason::Refused,
            ..
        }
    ));
    let LinkStep::Done(linked) = consent(&bank, task(), "approve").await else {
        panic!("not done");
    };
    assert!(linked.first_sync && linked.login.is_some());
    let waits = consent(&bank, task(), "timeout").await;
    assert!(
        matches!(waits, LinkStep::Browser { .. }),
        "nothing was decided"
    );
}

#[tokio::test]
async fn every_end_of_a_synchronisation_is_told() {
    for (ends, condition) in [
        (SyncEnds::AuthError, LoginCondition::BrowserNeeded),
        (SyncEnds::FetchError, LoginCondition::BankUnavailable),
        (SyncEnds::InternalError, LoginCondition::UpstreamFailed),
    ] {
        let bank = open(Scenario::Calm).await;
        let mut ledger = Ledger::default();
        sync(&bank, &mut ledger).await.unwrap();
        let rows = ledger.book.rows.len();
        bank.set_switches(Switches {
            qard_sync_ends: ends,
            ..Switches::default()
        });
        sync(&bank, &mut ledger).await.unwrap();
        assert_eq!(ledger.condition, Some(condition));
        assert_eq!(ledger.book.rows.len(), rows);
        bank.set_switches(Switches::default());
        sync(&bank, &mut ledger).await.unwrap();
        assert_eq!(ledger.condition, Some(LoginCondition::Ok));
    }
}

#[tokio::test]
async fn what_nobody_can_read_ends_with_the_right_kind_of_error() {
    for scenario in [
        Scenario::BadToken,
        Scenario::BankDown,
        Scenario::Hang,
        Scenario::Html,
        Scenario::HugeBody,
        Scenario::Redirect,
    ] {
        let bank = open(scenario).await;
        let is = |kind: ErrorKind| match scenario {
            Scenario::BadToken => kind == ErrorKind::Credentials,
            Scenario::BankDown => matches!(kind, ErrorKind::Unavailable { retry_at: Some(_) }),
            Scenario::Hang => matches!(kind, ErrorKind::Unavailable { .. }),
            Scenario::Html | Scenario::HugeBody => kind == ErrorKind::Protocol,
            _ => kind == ErrorKind::Insecure,
        };
        let patience = Duration::from_millis(if scenario == Scenario::Hang {
            300
        } else {
            10_000
        });
        let access = way_in(&bank, http_with(&Arc::new(FakePause::default()), patience));
        let error = Qard.link(&access, &CancelFlag::new()).await.unwrap_err();
        assert!(is(error.kind), "{scenario}: {error:?}");
        let pulled = pull(&Qard, &access, resume(None)).await;
        assert!(is(pulled.error().kind), "{scenario}: {:?}", pulled.error());
        assert!(pulled.pages.is_empty(), "{scenario}: nothing was delivered");
    }
}

#[tokio::test]
async fn odd_rows_and_wrong_types_are_told_and_cost_nothing_else() {
    for scenario in [Scenario::Odd, Scenario::WrongTypes] {
        let bank = open(scenario).await;
        let mut ledger = Ledger::default();
        let outcome = sync(&bank, &mut ledger).await;
        if scenario == Scenario::WrongTypes {
            if let Err(error) = outcome {
                let kind = error.kind;
                assert!(
                    matches!(kind, ErrorKind::Protocol | ErrorKind::Preparing { .. }),
                    "{error:?}"
                );
            }
            continue;
        }
        outcome.unwrap();
        for code in ["unknown_value", "row_unreadable", "row_without_amount"] {
            assert!(ledger.book.notices.contains(&code), "{code}");
        }
        let hostile = ledger
            .book
            .rows
            .values()
            .find(|row| row.payee.starts_with("<b>"));
        assert_eq!(hostile.unwrap().payee, "<b>Bold</b> \u{202e}drawkcab");
    }
}

#[tokio::test]
async fn derived_reports_come_from_the_same_rows() {
    let bank = open(Scenario::Calm).await;
    let mut ledger = Ledger::default();
    sync(&bank, &mut ledger).await.unwrap();
    let months = ledger.months.as_ref().unwrap();
    assert!(months.len() >= 12);
    let month = &months[months.len() - 2];
    let rows = ledger
        .book
        .rows
        .values()
        .filter(|row| row.date.to_string().starts_with(&month.month));
    let net: i64 = rows.map(|row| row.amount.minor).sum();
    assert_eq!(month.net.unwrap().minor, net, "{}", month.month);
    assert!(!ledger.insights.unwrap().flows.is_empty());
}
