//! Logins under a connection, accounts that are shared or no more, and what accounts hold.

use domain::connection::{LoginCondition, Upstream};
use domain::feed::{Entity, FeedAccount, FeedHolding, FeedLoan, FeedLogin, FeedTransaction, Page};
use domain::ids::{AccountId, ConnectionId};
use money::Currency;
use store::{Ingested, Login, RunId};

use crate::support::*;

struct Bank {
    world: World,
    connection: ConnectionId,
    run: RunId,
}

impl Bank {
    fn new() -> Self {
        let world = World::new();
        let (connection, run) = world.connect(Upstream::Budgea, "Banks");
        Self {
            world,
            connection,
            run,
        }
    }

    fn page(&self, page: Page) -> Ingested {
        self.world.take(self.connection, self.run, page)
    }

    fn logins(&self) -> Vec<Login> {
        let id = self.connection;
        self.world
            .store()
            .read(move |r| r.logins(Some(id)))
            .unwrap()
    }

    fn account(&self, source_id: &'static str) -> Option<AccountId> {
        let id = self.connection;
        self.world
            .store()
            .read(move |r| r.account_of_source(id, source_id))
            .unwrap()
    }

    fn is_detached(&self, account: AccountId) -> bool {
        self.world.store().read(|r| r.account_ties()).unwrap()[&account].detached
    }
}

fn login(id: &str, condition: LoginCondition) -> FeedLogin {
    FeedLogin {
        source_id: id.to_owned(),
        institution: Some("Banque Rive".into()),
        connector: Some("40".into()),
        condition,
        upstream_state: Some("wrongpass".into()),
        message: Some("Try again".into()),
        consent_until: Some(now()),
        next_try: None,
        last_sync: Some(now()),
        withheld_accounts: 2,
    }
}

fn at(login: &str, account: FeedAccount) -> FeedAccount {
    FeedAccount {
        login_source_id: Some(login.to_owned()),
        ..account
    }
}

fn whole(logins: Vec<FeedLogin>, accounts: Vec<FeedAccount>) -> Page {
    Page {
        logins,
        complete: vec![Entity::Login],
        ..page(accounts, Vec::new())
    }
}

fn rows_of(id: &str) -> Vec<FeedTransaction> {
    (0..3)
        .map(|n| FeedTransaction {
            account_source_id: id.to_owned(),
            ..row(Some(&format!("{id}-{n}")), "2026-11-01", -100 - n, "Shop")
        })
        .collect()
}

#[test]
fn logins_come_and_go_and_accounts_know_theirs() {
    let bank = Bank::new();
    let card = FeedAccount {
        parent_source_id: Some("a".into()),
        ..at("21", feed_account("card", None))
    };
    bank.page(whole(
        vec![
            login("21", LoginCondition::Ok),
            login("22", LoginCondition::WrongCredentials),
        ],
        // The card comes before the account it is debited from.
        vec![card, at("21", feed_account("a", Some(100)))],
    ));
    let logins = bank.logins();
    assert_eq!(logins[0].feed, login("21", LoginCondition::Ok));
    assert_eq!((logins[0].accounts, logins[1].accounts), (2, 0));
    let ties = bank.world.store().read(|r| r.account_ties()).unwrap();
    let (a, card) = (bank.account("a").unwrap(), bank.account("card").unwrap());
    assert_eq!(ties[&card].parent, Some(a));
    assert_eq!(ties[&card].login, Some(logins[0].id));

    // A page that does not hold all of them takes none away.
    bank.page(Page {
        logins: vec![login("21", LoginCondition::FieldsNeeded)],
        ..Page::default()
    });
    assert_eq!(
        bank.logins()[0].feed.condition,
        LoginCondition::FieldsNeeded
    );
    assert_eq!(bank.logins().len(), 2);
    // One that does, does; the accounts stay.
    bank.page(whole(vec![login("22", LoginCondition::Ok)], Vec::new()));
    assert_eq!(bank.logins().len(), 1);
    assert!(bank.is_detached(a));
    assert_eq!(bank.account("a"), Some(a));
}

#[test]
fn what_is_not_shared_is_not_taken_in_and_what_was_stays() {
    let bank = Bank::new();
    let withheld = |id: &str| FeedAccount {
        withheld: true,
        ..at("21", feed_account(id, None))
    };
    let logins = || vec![login("21", LoginCondition::Ok)];
    bank.page(whole(
        logins(),
        vec![at("21", feed_account("a", Some(100))), withheld("b")],
    ));
    bank.page(page(Vec::new(), rows_of("a")));
    let a = bank.account("a").unwrap();
    assert_eq!(bank.account("b"), None);
    let balance = bank.world.balance(a);
    for _ in 0..3 {
        bank.page(Page {
            begin_pass: vec![Entity::Account],
            complete: vec![Entity::Account, Entity::Login],
            logins: logins(),
            ..page(vec![withheld("a"), withheld("b")], Vec::new())
        });
    }
    assert!(bank.is_detached(a));
    assert_eq!(bank.world.balance(a), balance, "nothing is lost");
    let account = bank
        .world
        .store()
        .read(move |r| r.account(a, today()))
        .unwrap();
    assert!(!account.closed, "it is not missing either");
    // Shared again, it goes on where it was.
    bank.page(whole(
        logins(),
        vec![at("21", feed_account("a", Some(100)))],
    ));
    let again = bank.page(page(Vec::new(), rows_of("a")));
    assert!(!bank.is_detached(a));
    assert_eq!((again.counts.new, again.counts.unchanged), (0, 3));
}

#[test]
fn a_login_is_taken_out_with_or_without_its_rows() {
    for keep in [true, false] {
        let bank = Bank::new();
        bank.page(whole(
            vec![login("21", LoginCondition::Ok)],
            vec![at("21", feed_account("a", Some(100)))],
        ));
        bank.page(page(Vec::new(), rows_of("a")));
        let id = bank.logins()[0].id;
        let written = bank
            .world
            .store()
            .write(person("login_removed"), move |w| w.remove_login(id, keep))
            .unwrap();
        bank.world.assert_sound();
        assert!(bank.logins().is_empty());
        let rows = |bank: &Bank| {
            bank.world
                .store()
                .read(|r| r.transactions(&store::TransactionFilter::default(), None, 10))
                .unwrap()
                .rows
                .len()
        };
        assert_eq!(rows(&bank), if keep { 3 } else { 0 });
        assert_eq!(written.value, u64::from(!keep));
        if keep {
            continue;
        }
        let batch = written.batch.unwrap();
        bank.world
            .store()
            .write(person("undo"), move |w| {
                w.undo(batch, store::OnConflict::Refuse)
            })
            .unwrap();
        bank.world.assert_sound();
        assert_eq!(rows(&bank), 3, "undo brings them back");
    }
}

#[test]
fn holdings_are_kept_with_their_days_and_go_with_their_account() {
    let bank = Bank::new();
    let holding = |id: &str, valuation: i64, date: &str| FeedHolding {
        source_id: id.to_owned(),
        account_source_id: "a".into(),
        label: format!("Fund {id}"),
        code: Some("FR0000000001".into()),
        code_kind: Some("ISIN".into()),
        symbol: None,
        quantity: Some("12.345678".parse().unwrap()),
        unit_price: Some("80.1".parse().unwrap()),
        unit_value: Some("92.55".parse().unwrap()),
        currency: Some(Currency::EUR),
        valuation: Some(eur(valuation)),
        gain: Some(eur(-5)),
        gain_ratio: Some("0.1554".parse().unwrap()),
        share: None,
        date: Some(day(date)),
        original_currency: None,
        original_unit_value: None,
        original_valuation: None,
        deleted: false,
        raw: Some("{}".into()),
    };
    let loan = FeedLoan {
        rate: Some("1.85".parse().unwrap()),
        total: Some(eur(1000)),
        ..FeedLoan::default()
    };
    let account = FeedAccount {
        loan: Some(loan),
        ..feed_account("a", Some(100))
    };
    let hold = |holdings: Vec<FeedHolding>| Page {
        holdings,
        holdings_of: vec!["a".into()],
        ..page(vec![account.clone()], Vec::new())
    };
    bank.page(hold(vec![
        holding("1", 114_253, "2026-11-19"),
        holding("2", 200_000, "2026-11-19"),
    ]));
    bank.page(hold(vec![holding("1", 115_000, "2026-11-20")]));
    let a = bank.account("a").unwrap();
    let held = bank.world.store().read(move |r| r.holdings(a)).unwrap();
    assert_eq!(held.len(), 1, "the other one is held no more");
    assert_eq!(held[0].valuation, Some(eur(115_000)));
    assert_eq!(held[0].quantity.unwrap().to_string(), "12.345678");
    assert_eq!(held[0].date, Some(day("2026-11-20")));
    let ties = bank.world.store().read(|r| r.account_ties()).unwrap();
    let kept: serde_json::Value = serde_json::from_str(ties[&a].loan.as_ref().unwrap()).unwrap();
    assert_eq!(
        kept,
        serde_json::json!({"rate": "1.85", "total": ["10.00", "EUR"]})
    );
    // A page that does not know of them says nothing about them.
    bank.page(page(vec![account.clone()], Vec::new()));
    assert_eq!(
        bank.world
            .store()
            .read(move |r| r.holdings(a))
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_row_left_out_of_reports_counts_in_the_balance_alone() {
    let bank = Bank::new();
    bank.page(page(vec![feed_account("a", None)], Vec::new()));
    let a = bank.account("a").unwrap();
    let before = bank.world.balance(a);
    bank.page(page(
        Vec::new(),
        vec![FeedTransaction {
            off_reports: true,
            account_source_id: "a".into(),
            ..row(Some("1"), "2026-11-01", -5000, "Card")
        }],
    ));
    assert_eq!(bank.world.balance(a), before - 5000);
    let rows = bank
        .world
        .store()
        .read(|r| r.transactions(&store::TransactionFilter::default(), None, 10))
        .unwrap()
        .rows;
    assert!(rows[0].off_reports && !rows[0].excluded);
}

#[test]
fn an_account_that_holds_securities_is_worth_what_was_stated() {
    let bank = Bank::new();
    let bought = |date: &str, minor: i64| FeedTransaction {
        account_source_id: "a".into(),
        ..row(Some(date), date, minor, "Deposit")
    };
    let stated = |date: &str, minor: i64| domain::feed::FeedStatedBalance {
        account_source_id: "a".into(),
        date: day(date),
        amount: eur(minor),
    };
    let holding = FeedHolding {
        source_id: "1".into(),
        account_source_id: "a".into(),
        label: "Fund".into(),
        code: None,
        code_kind: None,
        symbol: None,
        quantity: None,
        unit_price: None,
        unit_value: None,
        currency: Some(Currency::EUR),
        valuation: Some(eur(1500)),
        gain: None,
        gain_ratio: None,
        share: None,
        date: None,
        original_currency: None,
        original_unit_value: None,
        original_valuation: None,
        deleted: false,
        raw: None,
    };
    let with = |holdings: Vec<FeedHolding>| Page {
        holdings,
        balances: vec![stated("2026-10-31", 1200), stated("2026-11-15", 1400)],
        ..page(
            vec![feed_account("a", Some(1500))],
            vec![bought("2026-09-10", 500), bought("2026-10-10", 500)],
        )
    };
    let worth = |bank: &Bank| -> Vec<i64> {
        let from = day("2026-09-30");
        let series = bank
            .world
            .store()
            .read(move |r| r.daily_balances(&[], from, today()))
            .unwrap();
        ["2026-09-30", "2026-10-31", "2026-11-20", "2026-11-21"]
            .map(|at| series[0].minor[(day(at) - from).num_days() as usize])
            .to_vec()
    };
    bank.page(with(Vec::new()));
    assert_eq!(
        worth(&bank),
        [1000, 1500, 1500, 1500],
        "the sum of its rows"
    );
    bank.page(with(vec![holding]));
    assert_eq!(worth(&bank), [1000, 1200, 1400, 1500]);
}
