//! Transactions: pages of them, one of them, edits; and the chart of categories they are filed in.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use contract::types as wire;
use contract::types::{
    Category, CategoryBudgets, CategoryCreateReq, CategoryRemoveReq, Change, FieldChange, Nothing,
    SourceRecord, SplitPart, TransactionAddReq, TransactionAdded, TransactionDetail,
    TransactionExtras, TransactionPart, TransactionReq, TransactionRow, TransactionsDeleteReq,
    TransactionsPage, TransactionsPageReq, TransactionsUpdateReq,
};
use domain::ids::{AccountId, CategoryId, TransactionId};
use domain::transaction::{PartsBy, TransactionDetails, TransactionStatus};
use money::{Currency, Money};
use store::{
    Mirrored, NewCategory, NewTransaction, PageKey, Source, Transaction, TransactionEdit,
    TransactionFilter, View,
};

use crate::failure::instant;
use crate::{App, Failure, dto};

/// Most rows of a page.
const MOST: u32 = 500;

pub(crate) async fn transactions_page(
    app: &App,
    request: TransactionsPageReq,
) -> Result<TransactionsPage, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let after = request.after.as_deref().map(page_key).transpose()?;
    let limit = request.limit.clamp(1, MOST);
    let asked = Asked::new(Filters {
        text: request.text,
        account: request.account,
        category: request.category,
        from: request.from,
        to: request.to,
        kind: request.filter,
    })?;
    app.prepare_search()?;
    app.read(move |view| {
        let understood = asked.understand(view, base, today)?;
        let filter = &understood.filter;
        let page = view.transactions(filter, after, limit)?;
        let summary = view.transaction_summary(filter)?;
        let names = view.account_names()?;
        Ok(TransactionsPage {
            days: super::sums::days(view, filter, &page, after, base)?,
            rows: page.rows.iter().map(|row| wire_row(row, &names)).collect(),
            next: page.next.map(|key| format!("{}.{}", key.day, key.id)),
            total: dto::count(summary.count),
            sum: sum_in(view, &summary.sums, base, today)?,
            understood: understood.chips,
            unread: understood.unread,
        })
    })
    .await
}

/// The filters of a list as they come over the wire.
pub(super) struct Filters {
    pub(super) text: String,
    pub(super) account: Option<String>,
    pub(super) category: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) kind: Option<wire::TransactionFilter>,
}

/// The filters of a list, checked; the words are understood with the book at hand.
pub(super) struct Asked {
    text: String,
    account: Option<AccountId>,
    category: Option<CategoryId>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    kind: Option<wire::TransactionFilter>,
}

impl Asked {
    pub(super) fn new(filters: Filters) -> Result<Self, Failure> {
        Ok(Self {
            text: filters.text,
            account: filters
                .account
                .as_deref()
                .map(|id| dto::id("account", id))
                .transpose()?,
            category: filters
                .category
                .as_deref()
                .map(|id| dto::id("category", id))
                .transpose()?,
            from: dto::optional_date("from", filters.from.as_deref())?,
            to: dto::optional_date("to", filters.to.as_deref())?,
            kind: filters.kind,
        })
    }

    pub(super) fn understand(
        &self,
        view: &View<'_>,
        base: Currency,
        today: NaiveDate,
    ) -> store::Result<super::search::Understood> {
        let mut understood = super::search::understand(view, &self.text, base, today)?;
        let filter = &mut understood.filter;
        filter.accounts.extend(self.account);
        filter.categories.extend(self.category);
        filter.from = later(filter.from, self.from);
        filter.to = earlier(filter.to, self.to);
        narrow(filter, self.kind);
        Ok(understood)
    }
}

fn later(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.max(b)
}

fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn narrow(filter: &mut TransactionFilter, kind: Option<wire::TransactionFilter>) {
    match kind {
        None => {}
        Some(wire::TransactionFilter::Pending) => filter.status = vec![TransactionStatus::Pending],
        Some(wire::TransactionFilter::Uncategorised) => {
            filter.uncategorised = true;
            filter.transfer = Some(false);
        }
        Some(wire::TransactionFilter::Transfer) => filter.transfer = Some(true),
        Some(wire::TransactionFilter::Income) => {
            filter.min_minor = Some(1);
            filter.transfer = Some(false);
        }
        Some(wire::TransactionFilter::Expense) => {
            filter.max_minor = Some(-1);
            filter.transfer = Some(false);
        }
    }
}

fn page_key(text: &str) -> Result<PageKey, Failure> {
    let wrong = || Failure::invalid("after", "key");
    let (day, id) = text.split_once('.').ok_or_else(wrong)?;
    Ok(PageKey {
        day: day.parse().map_err(|_| wrong())?,
        id: id.parse().map_err(|_| wrong())?,
    })
}

/// The sums of several currencies in one; none when a rate is missing.
pub(super) fn total_in(
    view: &View<'_>,
    sums: &[Money],
    base: Currency,
    today: NaiveDate,
) -> store::Result<Option<Money>> {
    let mut total = Money::zero(base);
    for sum in sums {
        let value = if sum.currency == base {
            *sum
        } else {
            match view.cross_rate(sum.currency, base, today)? {
                Some((rate, _)) => rate.convert(*sum).map_err(|_| store::Error::Overflow)?,
                None => return Ok(None),
            }
        };
        total = total
            .checked_add(value)
            .map_err(|_| store::Error::Overflow)?;
    }
    Ok(Some(total))
}

pub(super) fn sum_in(
    view: &View<'_>,
    sums: &[Money],
    base: Currency,
    today: NaiveDate,
) -> store::Result<Option<wire::Money>> {
    Ok(total_in(view, sums, base, today)?.map(dto::money))
}

pub(crate) fn wire_row(row: &Transaction, names: &HashMap<AccountId, String>) -> TransactionRow {
    TransactionRow {
        id: row.id.to_string(),
        date: row.date.to_string(),
        payee: row.payee.clone(),
        description: row.description.clone(),
        note: row.note.clone(),
        account: row.account.to_string(),
        account_name: names.get(&row.account).cloned().unwrap_or_default(),
        category: row.category.map(|id| id.to_string()),
        category_source: dto::category_source(row.category_by),
        amount: dto::money(row.amount),
        status: dto::status(row.status),
        transfer_with: row.transfer.map(|id| id.to_string()),
        excluded: row.excluded || row.off_reports || row.mirror.is_some(),
        balance: row.running_balance.map(dto::money),
        tags: row.tags.clone(),
        details: row.details.as_deref().map(wire_details),
        parts: row
            .parts()
            .into_iter()
            .map(|part| SplitPart {
                amount: dto::money(part.amount),
                category: part.category.map(|id| id.to_string()),
                note: part.note,
            })
            .collect(),
        share: row.share.map(dto::money),
    }
}

fn wire_details(details: &TransactionDetails) -> TransactionExtras {
    TransactionExtras {
        reference: details.reference.clone(),
        mandate: details.mandate.clone(),
        counterparty_account: details.counterparty_account.clone(),
        parts: details
            .parts
            .iter()
            .map(|part| TransactionPart {
                amount: dto::money(part.amount),
                category: part.category.clone(),
                note: part.note.clone(),
                transfer_account: part.transfer_account.clone(),
            })
            .collect(),
        parts_by: match details.parts_by {
            PartsBy::Source => wire::PartsBy::Source,
            PartsBy::Rule => wire::PartsBy::Rule,
            PartsBy::Person => wire::PartsBy::Person,
        },
    }
}

pub(crate) async fn transaction_get(
    app: &App,
    request: TransactionReq,
) -> Result<TransactionDetail, Failure> {
    let id: TransactionId = dto::id("transaction", &request.id)?;
    app.read(move |view| {
        let row = view.transaction(id)?;
        let names = view.account_names()?;
        let history = view.history("transactions", id.0)?;
        let connections = view.connections()?;
        let mut sources = Vec::new();
        let counted_as = match row.mirror {
            Some(Mirrored::By(ruling)) => Some(ruling),
            Some(Mirrored::Uncovered) | None => None,
        };
        // Every source that tells the payment, the one that rules first.
        let tellers = counted_as
            .into_iter()
            .chain([id])
            .chain(view.told_also_by(counted_as.unwrap_or(id))?)
            .chain(view.merged_into(id)?);
        let mut told = std::collections::BTreeSet::new();
        for teller in tellers.filter(|teller| told.insert(*teller)) {
            for source in view.sources(teller)? {
                sources.push(record(view, &source, &connections)?);
            }
        }
        let place = sources
            .iter()
            .filter_map(|source| source.raw.as_deref())
            .find_map(connect::place_of);
        let note = view.filing_note(id)?;
        let suggested = row
            .category
            .filter(|_| row.category_by == store::CategoryBy::Guess)
            .zip(note)
            .map(|(category, note)| contract::types::Suggested {
                category: category.to_string(),
                percent: note.percent.map_or(0, u32::from),
                because: super::review::grounds_of(&note.because),
            });
        let wire = |id| Ok::<_, store::Error>(wire_row(&view.transaction(id)?, &names));
        let merged = view
            .merged_into(id)?
            .into_iter()
            .map(wire)
            .collect::<store::Result<_>>()?;
        let duplicates = view
            .duplicates_of(id)?
            .into_iter()
            .map(|pair| {
                wire(if pair.keep == id {
                    pair.drop
                } else {
                    pair.keep
                })
            })
            .collect::<store::Result<_>>()?;
        Ok(TransactionDetail {
            attachments: view
                .attachments(id)?
                .into_iter()
                .map(super::attachments::wire)
                .collect(),
            merged,
            merged_into: view.merged_with(id)?.map(|keep| keep.to_string()),
            duplicates,
            place,
            suggested,
            row: wire_row(&row, &names),
            value_date: row.value_date.map(|day| day.to_string()),
            original_amount: row.original.map(dto::money),
            sources,
            history: lineage(&history, &chart(view)?, row.amount.currency),
            counted_as: counted_as.map(|id| id.to_string()),
            uncovered: row.mirror == Some(Mirrored::Uncovered),
        })
    })
    .await
}

pub(super) fn record(
    view: &View<'_>,
    source: &Source,
    connections: &[store::Connection],
) -> store::Result<SourceRecord> {
    Ok(match source {
        Source::Connection {
            connection,
            source_id,
            raw,
            updated_at,
            ..
        } => {
            let known = connections.iter().find(|known| known.id == *connection);
            SourceRecord {
                kind: known
                    .map_or("connection", |known| known.upstream.as_str())
                    .to_owned(),
                name: known.map(|known| known.label.clone()).unwrap_or_default(),
                source_id: Some(source_id.clone()),
                first_seen: updated_at.clone().unwrap_or_default(),
                raw: raw.clone(),
            }
        }
        Source::File { batch, source_id } => {
            let batch = batch.map(|batch| view.batch(batch)).transpose()?;
            let subject = batch
                .as_ref()
                .and_then(|batch| batch.origin.params.get("subject"))
                .and_then(serde_json::Value::as_str);
            SourceRecord {
                kind: "file".to_owned(),
                name: subject.unwrap_or_default().to_owned(),
                source_id: source_id.clone(),
                first_seen: batch
                    .map(|batch| instant(batch.origin.at))
                    .unwrap_or_default(),
                raw: None,
            }
        }
        Source::Hand => SourceRecord {
            kind: "hand".to_owned(),
            name: String::new(),
            source_id: None,
            first_seen: String::new(),
            raw: None,
        },
    })
}

pub(super) fn chart(view: &View<'_>) -> store::Result<HashMap<i64, String>> {
    Ok(view
        .categories()?
        .into_iter()
        .map(|category| (category.id.0, category.name))
        .collect())
}

/// Fields as they changed, newest first.
fn lineage(
    history: &[(store::Batch, Option<store::Change>)],
    categories: &HashMap<i64, String>,
    currency: Currency,
) -> Vec<FieldChange> {
    let mut out = Vec::new();
    for (batch, change) in history.iter().rev() {
        let entry = |field: &str, before: Option<String>, after: Option<String>| FieldChange {
            at: instant(batch.origin.at),
            origin: super::journal::origin_word(batch.origin.kind).to_owned(),
            batch: batch.id.to_string(),
            field: field.to_owned(),
            before,
            after,
        };
        let Some(change) = change else {
            out.push(entry("added", None, None));
            continue;
        };
        let fields = |value: &Option<serde_json::Value>| {
            value
                .as_ref()
                .and_then(serde_json::Value::as_object)
                .cloned()
                .unwrap_or_default()
        };
        let (before, after) = (fields(&change.before), fields(&change.after));
        if change.before.is_none() {
            out.push(entry("added", None, None));
            continue;
        }
        for (field, value) in &after {
            let Some(name) = told(field) else {
                continue;
            };
            let words = |value| shown(name, value, categories, currency);
            out.push(entry(name, before.get(field).and_then(words), words(value)));
        }
    }
    out
}

/// The name of a field on the wire; none for what only the book needs, such as who chose a category.
pub(super) fn told(field: &str) -> Option<&'static str> {
    Some(match field {
        "category_id" => "category",
        "day" => "date",
        "value_day" => "value_date",
        "minor" => "amount",
        "payee" => "payee",
        "note" => "note",
        "description" => "description",
        "status" => "status",
        "off_reports" => "excluded",
        "tags" => "tags",
        "details" => "parts",
        "merged_into" => "merged",
        _ => return None,
    })
}

/// A value as the page shows it: dates and amounts canonical, an amount with its currency behind it.
pub(super) fn shown(
    name: &str,
    value: &serde_json::Value,
    categories: &HashMap<i64, String>,
    currency: Currency,
) -> Option<String> {
    let number = value.as_i64();
    match (name, number) {
        ("category", Some(id)) => categories.get(&id).cloned(),
        ("date" | "value_date", Some(day)) => NaiveDate::default()
            .checked_add_signed(TimeDelta::try_days(day)?)
            .map(|date| date.to_string()),
        ("amount", Some(minor)) => Some(format!("{} {currency}", dto::text(minor, currency))),
        ("status", Some(0)) => Some("pending".to_owned()),
        ("status", Some(1)) => Some("posted".to_owned()),
        ("status", Some(2)) => Some("reconciled".to_owned()),
        ("status", Some(_)) => Some("void".to_owned()),
        ("excluded", Some(flag)) => Some(if flag == 0 { "no" } else { "yes" }.to_owned()),
        ("merged", Some(_)) => Some("yes".to_owned()),
        ("parts", _) => parts_in_words(value.as_str()?, categories, currency),
        ("tags", _) => value
            .as_str()
            .and_then(|text| serde_json::from_str::<Vec<String>>(text).ok())
            .map(|tags| tags.join(", ")),
        _ => value.as_str().map(str::to_owned),
    }
}

/// Parts of details as a person reads them; none when there are none.
fn parts_in_words(
    details: &str,
    categories: &HashMap<i64, String>,
    currency: Currency,
) -> Option<String> {
    let parts = store::parts_of(details, currency)?;
    let words: Vec<String> = parts
        .iter()
        .map(|part| {
            let name = part
                .category
                .and_then(|id| categories.get(&id.0).cloned())
                .or_else(|| Some(part.note.clone()))
                .filter(|name| !name.is_empty());
            let amount = format!("{} {currency}", dto::text(part.amount.minor, currency));
            name.map_or(amount.clone(), |name| format!("{name} {amount}"))
        })
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

pub(crate) async fn transactions_update(
    app: &App,
    request: TransactionsUpdateReq,
) -> Result<Change, Failure> {
    let ids: Vec<TransactionId> = request
        .ids
        .iter()
        .map(|id| dto::id("transaction", id))
        .collect::<Result<_, _>>()?;
    let category = match request.category.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(id) => Some(Some(dto::id::<CategoryId>("category", id)?)),
    };
    // What a statement settled is asked about before its payee changes or it leaves totals; filing and notes are free.
    let touches = request.payee.is_some() || request.excluded.is_some();
    let asks = touches && !request.unlock;
    let label = if category.is_some() {
        "categorised"
    } else {
        "edited"
    };
    let edit = TransactionEdit {
        category,
        payee: request.payee,
        note: request.note,
        off_reports: request.excluded,
        tags: request.tags.map(tags_of),
        ..TransactionEdit::default()
    };
    let corrected = ids.clone();
    let written = app
        .write(app.person(label), move |writing| {
            if asks {
                super::reconciling::refuse_settled(writing, &ids)?;
            }
            writing.edit_transactions(&ids, &edit)
        })
        .await?;
    if let Some(Some(category)) = category {
        // What the person says is known at once.
        let open = app.open()?;
        app.read(move |view| {
            let rows = corrected
                .into_iter()
                .map(|id| view.transaction(id))
                .collect::<store::Result<Vec<_>>>()?;
            crate::learning::teach(&open.learner, &rows, category);
            Ok(())
        })
        .await?;
    }
    Ok(super::journal::change(written.batch, written.value, label))
}

/// Tags as a person wrote them: no blanks around them, none empty.
pub(super) fn tags_of(tags: Vec<String>) -> Vec<String> {
    tags.into_iter()
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect()
}

/// A category that may be left open; an empty text leaves it open as well.
fn category_if_any(id: Option<&str>) -> Result<Option<CategoryId>, Failure> {
    id.filter(|id| !id.is_empty())
        .map(|id| dto::id("category", id))
        .transpose()
}

pub(crate) async fn transaction_add(
    app: &App,
    request: TransactionAddReq,
) -> Result<TransactionAdded, Failure> {
    let account: AccountId = dto::id("account", &request.account)?;
    let category = category_if_any(request.category.as_deref())?;
    let date = dto::date("date", &request.date)?;
    let payee = request.payee.trim().to_owned();
    if payee.is_empty() {
        return Err(Failure::invalid("payee", "empty"));
    }
    let today = app.today();
    let currency = app
        .read(move |view| {
            let known = view.accounts(today)?;
            let found = known.iter().find(|known| known.id == account);
            Ok(found.map(|known| known.balance.currency))
        })
        .await?
        .ok_or(Failure::NotFound("account"))?;
    let amount = dto::amount("amount", &request.amount, currency)?;
    let added = NewTransaction {
        account,
        date,
        amount,
        payee,
        note: request.note,
        category,
        tags: tags_of(request.tags),
        status: TransactionStatus::Posted,
    };
    let written = app
        .write(app.person("transaction_added"), move |writing| {
            writing.add_transaction(&added)
        })
        .await?;
    crate::filing::file_new_rows(app, crate::learning::Age::Taught).await;
    Ok(TransactionAdded {
        id: written.value.to_string(),
        batch: written.batch.map(|batch| batch.to_string()),
    })
}

pub(crate) async fn transactions_delete(
    app: &App,
    request: TransactionsDeleteReq,
) -> Result<Change, Failure> {
    let ids: Vec<TransactionId> = request
        .ids
        .iter()
        .map(|id| dto::id("transaction", id))
        .collect::<Result<_, _>>()?;
    let unlock = request.unlock;
    let written = app
        .write(app.person("deleted"), move |writing| {
            if !unlock {
                super::reconciling::refuse_settled(writing, &ids)?;
            }
            writing.delete_transactions(&ids)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        written.value,
        "deleted",
    ))
}

pub(crate) async fn category_remove(
    app: &App,
    request: CategoryRemoveReq,
) -> Result<Change, Failure> {
    let id: CategoryId = dto::id("category", &request.id)?;
    let into = category_if_any(request.into.as_deref())?;
    let counts = app
        .read(move |view| {
            let all = view.budgets()?;
            Ok(all.iter().any(|budget| budget.categories.contains(&id)))
        })
        .await?;
    let fate = match (request.budgets, into) {
        (None, None) if counts => return Err(Failure::invalid("budgets", "asks")),
        (Some(CategoryBudgets::Move), None) if counts => {
            return Err(Failure::invalid("budgets", "nowhere"));
        }
        (Some(CategoryBudgets::End), _) | (_, None) => None,
        (Some(CategoryBudgets::Move) | None, Some(into)) => Some(into),
    };
    let written = app
        .write(app.person("category_removed"), move |writing| {
            super::budgets::change::category_gone(writing, id, fate)?;
            let moved = writing.remove_category(id, into)?;
            super::rules::repoint(writing, id, into)?;
            Ok(moved)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        written.value,
        "category_removed",
    ))
}

pub(crate) async fn categories_list(app: &App, _: Nothing) -> Result<Vec<Category>, Failure> {
    app.read(|view| {
        let all = view.categories()?;
        Ok(leaves(&all)
            .map(|(category, group)| wire_category(category, group))
            .collect())
    })
    .await
}

/// Categories that can be chosen, each with its group.
pub(crate) fn leaves(
    all: &[store::Category],
) -> impl Iterator<Item = (&store::Category, Option<&store::Category>)> {
    all.iter()
        .filter(|category| !category.archived)
        .filter_map(|category| {
            let is_group = all.iter().any(|other| other.parent == Some(category.id));
            let group = category
                .parent
                .and_then(|parent| all.iter().find(|other| other.id == parent));
            (category.parent.is_some() || !is_group).then_some((category, group))
        })
}

fn wire_category(category: &store::Category, group: Option<&store::Category>) -> Category {
    Category {
        id: category.id.to_string(),
        name: category.name.clone(),
        group: group.unwrap_or(category).name.clone(),
        kind: dto::category_kind(category.kind),
        slot: slot(category.slot),
        icon: category.icon.clone(),
        transactions: dto::count(category.transactions),
    }
}

/// The page counts colour slots from 1 to 8.
pub(crate) fn slot(slot: u8) -> u32 {
    u32::from(slot % 8) + 1
}

pub(crate) async fn category_create(
    app: &App,
    request: CategoryCreateReq,
) -> Result<Category, Failure> {
    let name = request.name.trim().to_owned();
    let group_name = request.group.trim().to_owned();
    if name.is_empty() {
        return Err(Failure::invalid("name", "empty"));
    }
    let kind = dto::category_kind_of(request.kind);
    let id = app
        .write(app.person("category_added"), move |writing| {
            let all = writing.categories()?;
            let known = all
                .iter()
                .find(|group| group.parent.is_none() && group.name == group_name);
            let parent = match (known, group_name.is_empty()) {
                (Some(group), _) => Some(group.id),
                (None, true) => None,
                (None, false) => Some(writing.add_category(&NewCategory {
                    name: group_name,
                    parent: None,
                    kind,
                    slot: None,
                })?),
            };
            writing.add_category(&NewCategory {
                name,
                parent,
                kind,
                slot: None,
            })
        })
        .await?
        .value;
    app.read(move |view| {
        let all = view.categories()?;
        let found = all.iter().find(|category| category.id == id);
        let category = found.ok_or(store::Error::NotFound {
            what: "category",
            id: id.0,
        })?;
        let group = all.iter().find(|group| Some(group.id) == category.parent);
        Ok(wire_category(category, group))
    })
    .await
}
