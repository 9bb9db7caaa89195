//! Pages of a sync: idempotent, pending to booked, transfers, passes and their guard.

use domain::connection::{ConnectionState, Upstream};
use domain::feed::{
    Entity, FeedBudget, FeedCategory, FeedGoal, FeedPlanned, FeedSpan, FeedTransaction, Page,
};
use domain::ids::{AccountId, ConnectionId};
use domain::planned::Cadence;
use domain::transaction::{DeletedReason, TransactionStatus};
use secrets::Secret;
use store::{
    CategoryBy, IngestCounts, Ingested, RunId, Source, Transaction, TransactionEdit,
    TransactionFilter,
};

use crate::support::*;

struct Feed {
    world: World,
    connection: ConnectionId,
    run: RunId,
}

impl Feed {
    fn new() -> Self {
        let world = World::new();
        let (connection, run) = world.connect(Upstream::Wallet, "Wallet");
        Self {
            world,
            connection,
            run,
        }
    }

    fn page(&self, page: Page) -> Ingested {
        self.world.take(self.connection, self.run, page)
    }

    fn rows(&self) -> Vec<Transaction> {
        self.world
            .store()
            .read(|r| r.transactions(&TransactionFilter::default(), None, 1000))
            .unwrap()
            .rows
    }

    fn account(&self) -> AccountId {
        self.world.store().read(|r| r.accounts(today())).unwrap()[0].id
    }

    /// A complete pass of an upstream that cannot be asked for rows by their ids.
    fn pass(&self, rows: Vec<FeedTransaction>) -> Ingested {
        let mut done = self.deliver(rows);
        let settled = self.settle(None);
        done.counts += settled.counts;
        done.guarded.extend(settled.guarded);
        done
    }

    /// What the upstream says when it is asked for the missing rows.
    fn settle(&self, gone: Option<&[&str]>) -> Ingested {
        let (connection, run) = (self.connection, self.run);
        let gone: Option<Vec<String>> =
            gone.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
        let settled = self
            .world
            .store()
            .write(sync(), move |w| {
                w.settle_missing(connection, run, gone.as_deref(), today())
            })
            .unwrap()
            .value;
        self.world.assert_sound();
        settled
    }

    fn missing(&self) -> Vec<String> {
        let id = self.connection;
        self.world.store().read(|r| r.missing_rows(id)).unwrap()
    }

    fn deliver(&self, rows: Vec<FeedTransaction>) -> Ingested {
        self.page(Page {
            begin_pass: vec![Entity::Transaction],
            ..Page::default()
        });
        self.page(Page {
            accounts: vec![feed_account("acc", None)],
            transactions: rows,
            complete: vec![Entity::Transaction],
            ..Page::default()
        })
    }

    fn state(&self) -> ConnectionState {
        let id = self.connection;
        self.world.store().read(|r| r.connection(id)).unwrap().state
    }
}

fn many(count: i64) -> Vec<FeedTransaction> {
    (0..count)
        .map(|n| {
            row(
                Some(&format!("t{n}")),
                "2026-10-05",
                -100 - n,
                &format!("SHOP {n}"),
            )
        })
        .collect()
}

#[test]
fn the_same_page_twice_changes_nothing_and_keeps_the_cursor() {
    let feed = Feed::new();
    let mut first = page(vec![feed_account("acc", Some(50_000))], many(10));
    first.cursor = Some("c1".to_owned());
    let done = feed.page(first.clone());
    assert_eq!((done.counts.accounts, done.counts.new), (1, 10));
    assert_eq!(
        feed.world.balance(feed.account()),
        50_000,
        "as the upstream states"
    );
    let (connection, run) = (feed.connection, feed.run);
    let again = feed
        .world
        .store()
        .write(sync(), move |w| {
            w.ingest_page(connection, run, &first, today())
        })
        .unwrap();
    assert_eq!(
        again.value.counts,
        IngestCounts {
            unchanged: 10,
            ..IngestCounts::default()
        }
    );
    assert_eq!(again.batch, None);
    let now = feed
        .world
        .store()
        .read(|r| r.connection(connection))
        .unwrap();
    assert_eq!(now.cursor.as_deref(), Some("c1"));
}

#[test]
fn the_persons_category_note_payee_and_tags_survive_the_upstream() {
    let feed = Feed::new();
    feed.page(page(vec![feed_account("acc", None)], many(1)));
    let id = feed.rows()[0].id;
    feed.world
        .store()
        .write(person("edit"), move |w| {
            let groceries = w.category_by_key("groceries")?;
            w.edit_transactions(
                &[id],
                &TransactionEdit {
                    category: Some(groceries),
                    note: Some("mine".to_owned()),
                    payee: Some("My shop".to_owned()),
                    tags: Some(vec!["b".to_owned(), "a".to_owned()]),
                    ..TransactionEdit::default()
                },
            )
        })
        .unwrap();
    let mut changed = many(1);
    changed[0].amount = eur(-777);
    changed[0].note = "theirs".to_owned();
    changed[0].payee = "THEIRS".to_owned();
    changed[0].tags = vec!["z".to_owned()];
    changed[0].category_name = Some("Travel".to_owned());
    assert_eq!(feed.page(page(vec![], changed)).counts.changed, 1);
    let row = &feed.rows()[0];
    assert_eq!(row.amount, eur(-777));
    assert_eq!((row.note.as_str(), row.payee.as_str()), ("mine", "My shop"));
    assert_eq!(row.tags, ["a", "b"]);
    assert_eq!(row.category_by, CategoryBy::Person);
}

#[test]
fn a_booked_row_takes_the_place_of_its_pending_one() {
    let feed = Feed::new();
    let mut pending = row(Some("p1"), "2026-10-05", -1_500, "CAFE DE FLORE");
    pending.status = TransactionStatus::Pending;
    let mut other = row(Some("p2"), "2026-10-06", -900, "TANK STELLE");
    other.status = TransactionStatus::Pending;
    feed.page(page(vec![feed_account("acc", None)], vec![pending, other]));
    let account = feed.account();
    assert_eq!(feed.world.balance(account), 0, "pending is shown apart");
    let id = feed
        .rows()
        .iter()
        .find(|r| r.amount == eur(-1_500))
        .unwrap()
        .id;
    feed.world
        .store()
        .write(person("edit"), move |w| {
            w.edit_transactions(
                &[id],
                &TransactionEdit {
                    note: Some("with Sam".to_owned()),
                    ..TransactionEdit::default()
                },
            )
        })
        .unwrap();
    let mut booked = row(Some("b1"), "2026-10-07", -1_500, "CAFE DE FLORE PARIS");
    booked.replaces = Some("p1".to_owned());
    // The second one is recognised without being named.
    let second = row(Some("b2"), "2026-10-07", -900, "TANK STELLE");
    let done = feed.page(page(vec![], vec![booked, second]));
    assert_eq!((done.counts.matched, done.counts.new), (2, 0));
    let rows = feed.rows();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| row.status == TransactionStatus::Posted)
    );
    let row = rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!(row.note, "with Sam");
    assert_eq!(row.date, day("2026-10-07"));
    assert_eq!(feed.world.balance(account), -2_400);
}

#[test]
fn tombstones_delete_and_returning_rows_come_back_but_not_against_the_person() {
    let feed = Feed::new();
    feed.page(page(vec![feed_account("acc", None)], many(3)));
    let mut gone = many(1);
    gone[0].deleted = true;
    assert_eq!(feed.page(page(vec![], gone)).counts.removed, 1);
    assert_eq!(feed.rows().len(), 2);
    assert_eq!(feed.page(page(vec![], many(1))).counts.changed, 1);
    assert_eq!(feed.rows().len(), 3);
    let mine = feed.rows()[0].id;
    feed.world
        .store()
        .write(person("delete"), move |w| w.delete_transactions(&[mine]))
        .unwrap();
    let mut all = many(3);
    all[2].description = "changed upstream".to_owned();
    feed.page(page(vec![], all));
    assert_eq!(feed.rows().len(), 2);
    let row = feed.world.store().read(|r| r.transaction(mine)).unwrap();
    assert_eq!(row.deleted, Some(DeletedReason::Person));
}

#[test]
fn a_row_that_is_there_but_cannot_be_read_never_goes() {
    let feed = Feed::new();
    feed.pass(many(10));
    for _ in 0..3 {
        feed.page(Page {
            begin_pass: vec![Entity::Transaction],
            ..Page::default()
        });
        let done = feed.page(Page {
            transactions: many(9),
            present: vec![(Entity::Transaction, "t9".to_owned())],
            complete: vec![Entity::Transaction],
            ..Page::default()
        });
        assert_eq!(done.counts.removed, 0);
    }
    assert_eq!(feed.rows().len(), 10);
}

#[test]
fn a_row_goes_after_two_missing_passes_and_not_after_one() {
    let feed = Feed::new();
    feed.pass(many(10));
    assert_eq!(feed.pass(many(9)).counts.removed, 0);
    assert_eq!(
        feed.pass(many(10)).counts.removed,
        0,
        "it came back in between"
    );
    assert_eq!(feed.pass(many(9)).counts.removed, 0);
    assert_eq!(feed.pass(many(9)).counts.removed, 1);
    assert_eq!(feed.rows().len(), 9);
    assert_eq!(feed.state(), ConnectionState::Ok);
}

#[test]
fn the_upstreams_word_goes_before_the_count_of_misses() {
    let feed = Feed::new();
    feed.deliver(many(10));
    assert_eq!(feed.missing(), Vec::<String>::new());
    feed.deliver(many(8));
    assert_eq!(feed.missing(), ["t8", "t9"]);
    assert_eq!(
        feed.rows().len(),
        10,
        "nothing goes before the upstream is asked"
    );
    assert_eq!(feed.settle(Some(&["t9"])).counts.removed, 1);
    assert_eq!(feed.rows().len(), 9);
    assert_eq!(feed.missing(), Vec::<String>::new());
    // One that is there after all stays however often the listing leaves it out.
    for _ in 0..4 {
        feed.deliver(many(8));
        assert_eq!(feed.missing(), ["t8"]);
        assert_eq!(feed.settle(Some(&[])).counts.removed, 0);
    }
    assert_eq!(feed.rows().len(), 9);
}

#[test]
fn the_upstreams_word_does_not_take_more_than_a_fifth_either() {
    let feed = Feed::new();
    feed.deliver(many(10));
    feed.deliver(many(7));
    let settled = feed.settle(Some(&["t7", "t8", "t9"]));
    assert_eq!(settled.counts.removed, 0);
    assert_eq!((settled.guarded[0].missing, settled.guarded[0].of), (3, 10));
    assert_eq!(feed.rows().len(), 10);
    // The rows come back: nothing waits any more.
    feed.deliver(many(10));
    assert!(feed.settle(Some(&[])).guarded.is_empty());
    let id = feed.connection;
    let guards = feed.world.store().read(|r| r.deletion_guards(id)).unwrap();
    assert!(guards.is_empty());
}

#[test]
fn a_page_without_a_cursor_leaves_the_stored_one() {
    let feed = Feed::new();
    let cursor = || {
        let id = feed.connection;
        feed.world
            .store()
            .read(|r| r.connection(id))
            .unwrap()
            .cursor
    };
    feed.page(Page {
        cursor: Some("here".to_owned()),
        ..page(vec![feed_account("acc", None)], many(2))
    });
    feed.page(page(vec![], many(3)));
    assert_eq!(cursor().as_deref(), Some("here"));
}

#[test]
fn rows_of_a_file_between_two_pages_are_found_by_the_second() {
    let feed = Feed::new();
    feed.page(page(vec![feed_account("acc", None)], many(2)));
    let account = feed.account();
    feed.world
        .store()
        .write(import(), move |w| {
            let rows = vec![row(None, "2026-11-01", -4_242, "Bakery")];
            w.import_statement(&statement(account), rows, today())
        })
        .unwrap();
    let again = feed.page(page(
        vec![],
        vec![row(Some("b"), "2026-11-01", -4_242, "Bakery")],
    ));
    assert_eq!((again.counts.matched, again.counts.new), (1, 0));
    assert_eq!(feed.rows().len(), 3);
}

#[test]
fn only_rows_inside_of_a_span_can_be_missing() {
    let feed = Feed::new();
    let span = |account: &str, from: &str| FeedSpan {
        account_source_id: account.to_owned(),
        from: day(from),
    };
    let mut other = row(Some("o1"), "2026-10-05", -500, "ELSEWHERE");
    other.account_source_id = "other".to_owned();
    let mut all = many(10);
    all.push(row(Some("old"), "2026-09-01", -700, "OLD SHOP"));
    all.push(other);
    feed.page(page(
        vec![feed_account("acc", None), feed_account("other", None)],
        all,
    ));
    let pass = |rows: Vec<FeedTransaction>, spans: Vec<FeedSpan>| {
        feed.page(Page {
            begin_pass: vec![Entity::Transaction],
            ..Page::default()
        });
        feed.page(Page {
            transactions: rows,
            complete_spans: spans,
            ..Page::default()
        });
        feed.settle(None)
    };
    // One row inside of the span is missing; an older one slid out of the window, and the other account was not read.
    for removed in [0, 1, 0] {
        let done = pass(
            many(9),
            vec![span("acc", "2026-10-01"), span("nobody", "2026-10-01")],
        );
        assert_eq!(done.counts.removed, removed);
    }
    assert_eq!(feed.rows().len(), 11);
    // Without a span nothing was read to its end, and nothing is missing.
    for _ in 0..3 {
        assert_eq!(pass(many(1), Vec::new()).counts.removed, 0);
    }
    assert_eq!(feed.rows().len(), 11);
    assert_eq!(feed.state(), ConnectionState::Ok);
}

#[test]
fn more_than_a_fifth_of_an_account_waits_for_the_person() {
    let feed = Feed::new();
    feed.pass(many(10));
    feed.pass(many(7));
    let done = feed.pass(many(7));
    assert_eq!(done.counts.removed, 0);
    assert_eq!((done.guarded[0].missing, done.guarded[0].of), (3, 10));
    assert_eq!(feed.state(), ConnectionState::DeletionGuard);
    assert_eq!(feed.rows().len(), 10);
    let (connection, run) = (feed.connection, feed.run);
    feed.world
        .store()
        .write(sync(), move |w| {
            w.finish_run(run, &store::RunEnd::new(ConnectionState::Ok, 3))
        })
        .unwrap();
    assert_eq!(
        feed.state(),
        ConnectionState::DeletionGuard,
        "a good end does not lift it"
    );
    let deleted = feed
        .world
        .store()
        .write(person("approve"), move |w| w.approve_deletions(connection))
        .unwrap()
        .value;
    assert_eq!(deleted, 3);
    assert_eq!(feed.rows().len(), 7);
    assert_eq!(feed.state(), ConnectionState::Ok);
    feed.world.assert_sound();
}

#[test]
fn declined_deletions_stay_for_good() {
    let feed = Feed::new();
    feed.pass(many(4));
    feed.pass(many(1));
    feed.pass(many(1));
    let connection = feed.connection;
    let kept = feed
        .world
        .store()
        .write(person("decline"), move |w| w.decline_deletions(connection))
        .unwrap()
        .value;
    assert_eq!(kept, 3);
    feed.pass(many(1));
    feed.pass(many(1));
    assert_eq!(feed.rows().len(), 4);
}

#[test]
fn legs_with_one_key_are_one_transfer() {
    let feed = Feed::new();
    let mut out = row(Some("o"), "2026-10-01", -500, "A");
    out.transfer_key = Some("k".to_owned());
    let mut back = row(Some("i"), "2026-10-09", 500, "B");
    back.account_source_id = "other".to_owned();
    back.transfer_key = Some("k".to_owned());
    feed.page(page(
        vec![feed_account("acc", None), feed_account("other", None)],
        vec![out],
    ));
    assert_eq!(feed.page(page(vec![], vec![back])).transfers, 1);
    assert!(feed.rows().iter().all(|row| row.transfer.is_some()));
}

#[test]
fn a_files_row_and_the_same_synced_row_are_one_that_remembers_both() {
    let feed = Feed::new();
    feed.page(page(vec![feed_account("acc", None)], many(2)));
    let account = feed.account();
    let rows = vec![
        row(Some("F1"), "2026-10-06", -100, "SHOP 0 BERLIN"),
        row(Some("F9"), "2026-10-09", -4_000, "FILE ONLY"),
    ];
    let counts = feed
        .world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), rows, today())
        })
        .unwrap()
        .value
        .counts;
    assert_eq!((counts.matched, counts.new), (1, 1));
    let matched = feed
        .rows()
        .into_iter()
        .find(|r| r.amount == eur(-100))
        .unwrap();
    let sources = feed.world.store().read(|r| r.sources(matched.id)).unwrap();
    assert_eq!(sources.len(), 2, "{sources:?}");
    // And the other way round: the file was first.
    let late = row(Some("t77"), "2026-10-10", -4_000, "FILE ONLY");
    assert_eq!(feed.page(page(vec![], vec![late])).counts.matched, 1);
    let row = feed
        .rows()
        .into_iter()
        .find(|r| r.amount == eur(-4_000))
        .unwrap();
    let sources = feed.world.store().read(|r| r.sources(row.id)).unwrap();
    assert!(matches!(sources[0], Source::Connection { .. }) && sources.len() == 2);
    feed.world.assert_sound();
}

#[test]
fn an_upstreams_categories_find_their_place_in_the_chart() {
    let feed = Feed::new();
    let category = |id: &str, name: &str, key: Option<&str>, group: Option<&str>| FeedCategory {
        source_id: id.to_owned(),
        name: name.to_owned(),
        group: group.map(str::to_owned),
        parent_source_id: None,
        kind: None,
        color: None,
        archived: false,
        system_key: key.map(str::to_owned),
    };
    let mut rows = many(3);
    for (n, row) in rows.iter_mut().enumerate() {
        row.category_source_id = Some(format!("c{n}"));
    }
    feed.page(Page {
        accounts: vec![feed_account("acc", None)],
        categories: vec![
            category("c0", "Lebensmittel", Some("groceries"), None),
            category("c1", "RESTAURANTS", None, None),
            category("c2", "Model trains", None, Some("Hobbies")),
        ],
        transactions: rows,
        ..Page::default()
    });
    let chart = feed.world.store().read(|r| r.categories()).unwrap();
    let name = |id| {
        chart
            .iter()
            .find(|c| Some(c.id) == id)
            .unwrap()
            .name
            .clone()
    };
    let mut names: Vec<String> = feed.rows().iter().map(|row| name(row.category)).collect();
    names.sort();
    assert_eq!(names, ["Groceries", "Model trains", "Restaurants"]);
}

#[test]
fn an_account_that_the_book_has_is_reported_and_both_are_kept() {
    let feed = Feed::new();
    let mut first = feed_account("acc", None);
    first.iban = Some("DE89 3704 0044 0532 0130 00".to_owned());
    feed.page(page(vec![first.clone()], vec![]));
    let (connection, run) = feed.world.connect(Upstream::Budgea, "B");
    first.iban = Some("DE89370400440532013000".to_owned());
    let page = page(vec![first], vec![]);
    let done = feed.world.take(connection, run, page);
    assert_eq!(done.same_accounts.len(), 1);
    assert_eq!(
        feed.world
            .store()
            .read(|r| r.accounts(today()))
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn plans_of_an_upstream_come_change_and_go() {
    let feed = Feed::new();
    let budget = |limit: i64| FeedBudget {
        source_id: "b".to_owned(),
        name: "Food".to_owned(),
        period: domain::feed::BudgetPeriod::Month,
        limit: Some(eur(limit)),
        overrides: vec![(day("2026-10-01"), eur(7))],
        from: None,
        to: None,
        category_source_ids: vec![],
        account_source_ids: vec!["acc".to_owned()],
        labels: Vec::new(),
        rolls_over_from: None,
        consolidated: false,
        spent: None,
        is_income: false,
        closed: false,
    };
    let with = |limit: i64| Page {
        accounts: vec![feed_account("acc", None)],
        budgets: vec![budget(limit)],
        goals: vec![FeedGoal {
            source_id: "g".to_owned(),
            name: "Bike".to_owned(),
            target: eur(100_000),
            initial: None,
            due: None,
            state: "active".to_owned(),
            note: String::new(),
        }],
        planned: vec![FeedPlanned {
            source_id: "p".to_owned(),
            name: "Rent".to_owned(),
            payee: "Landlord".to_owned(),
            account_source_id: Some("acc".to_owned()),
            category_source_id: None,
            amount: eur(-90_000),
            next_date: day("2026-12-01"),
            cadence: Cadence::Months { every: 1, day: 1 },
            until: None,
            count: None,
            closed: false,
        }],
        begin_pass: vec![Entity::Budget],
        complete: vec![Entity::Budget],
        ..Page::default()
    };
    feed.page(with(10));
    feed.page(with(20));
    let store = feed.world.store();
    let budgets = store.read(|r| r.upstream_budgets()).unwrap();
    assert_eq!(budgets.len(), 1);
    assert_eq!(budgets[0].budget, budget(20));
    assert_eq!(budgets[0].accounts.len(), 1);
    assert_eq!(store.read(|r| r.goals()).unwrap().len(), 1);
    assert_eq!(
        store.read(|r| r.planned()).unwrap()[0].cadence,
        Cadence::Months { every: 1, day: 1 }
    );
    for _ in 0..2 {
        feed.page(Page {
            begin_pass: vec![Entity::Budget],
            complete: vec![Entity::Budget],
            ..Page::default()
        });
    }
    assert!(
        feed.world
            .store()
            .read(|r| r.upstream_budgets())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_connection_leaves_with_its_secrets_and_with_or_without_its_data() {
    for keep in [true, false] {
        let feed = Feed::new();
        feed.page(page(vec![feed_account("acc", None)], many(5)));
        let id = feed.connection;
        let store = feed.world.store();
        store
            .write(person("secret"), move |w| {
                w.put_connection_secret(id, "token", Some(&Secret::new("s3cret")))
            })
            .unwrap();
        let secret = store.read(|r| r.connection_secret(id, "token")).unwrap();
        assert_eq!(secret.unwrap().expose(), "s3cret");
        let removed = store
            .write(person("disconnect"), move |w| w.remove_connection(id, keep))
            .unwrap();
        assert!(
            store
                .read(|r| r.connection_secret(id, "token"))
                .unwrap()
                .is_none()
        );
        assert!(store.read(|r| r.connections()).unwrap().is_empty());
        assert_eq!(feed.rows().len(), if keep { 5 } else { 0 });
        feed.world.assert_sound();
        let batch = removed.batch.unwrap();
        store
            .write(person("undo"), move |w| {
                w.undo(batch, store::OnConflict::Refuse)
            })
            .unwrap();
        assert_eq!(feed.rows().len(), 5);
        assert_eq!(store.read(|r| r.connections()).unwrap().len(), 1);
        feed.world.assert_sound();
        let text = format!("{:?}", store.read(|r| r.changes(batch)).unwrap());
        assert!(
            !text.contains("s3cret"),
            "the journal must not hold secrets"
        );
    }
}

#[test]
fn an_undone_page_comes_back_with_the_next_full_sync() {
    let feed = Feed::new();
    let (connection, run) = (feed.connection, feed.run);
    let mut first = page(vec![feed_account("acc", None)], many(4));
    first.cursor = Some("c9".to_owned());
    let again = first.clone();
    let batch = feed
        .world
        .store()
        .write(sync(), move |w| {
            w.ingest_page(connection, run, &first, today())
        })
        .unwrap()
        .batch
        .unwrap();
    feed.world
        .store()
        .write(person("undo"), move |w| {
            w.undo(batch, store::OnConflict::Refuse)
        })
        .unwrap();
    assert!(feed.rows().is_empty());
    let now = feed
        .world
        .store()
        .read(|r| r.connection(connection))
        .unwrap();
    assert_eq!(now.cursor, None, "the next sync must read everything again");
    assert_eq!(feed.page(again).counts.changed, 4);
    assert_eq!(feed.rows().len(), 4);
}
