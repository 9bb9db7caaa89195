//! Previewed files taken in, as one batch.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use contract::ErrorCode;
use contract::types::{
    ImportCommitReq, ImportReport, ImportedAccount, ImportedFile, JobKind, JobProgress,
};
use domain::ids::AccountId;
use store::{Decision, ImportCounts, ImportProfile, NewAccount, Origin, OriginKind, Writing};

use super::choices::Decided;
use super::papers::{self, PaperCounts};
use super::reading::{LOT, Reading};
use super::target::Target;
use super::{Prepared, PreparedFile, mapping, templates};
use crate::{App, Failure, Report, dto, locked};

pub(crate) async fn import_commit(
    app: &App,
    request: ImportCommitReq,
    report: Report<JobProgress>,
) -> Result<ImportReport, Failure> {
    let place = app
        .inner
        .jobs
        .enter(report.job(), JobKind::Import, app.now())?;
    let prepared = locked(&app.inner.previews)
        .get(&request.preview)
        .map(Arc::clone)
        .ok_or(Failure::Code(ErrorCode::PreviewExpired))?;
    let mut names = BTreeMap::new();
    for one in request.names {
        names.insert(one.token, templates::checked_name(&one.name)?);
    }
    let mut decisions: Decisions = HashMap::new();
    for file in &prepared.files {
        for place in 0..file.targets.len() {
            let decided = Decided::of(file, place, &request.many, &request.choices)?;
            if !decided.is_empty() {
                let chosen = decided.decisions(file, place);
                decisions.insert((file.token.clone(), dto::length(place)), chosen);
            }
        }
    }
    locked(&app.inner.previews)
        .remove(&request.preview)
        .ok_or(Failure::Code(ErrorCode::PreviewExpired))?;
    let done = commit(
        app,
        Arc::clone(&prepared),
        decisions,
        &report,
        place.cancelled(),
    )
    .await;
    if done.is_err() {
        // Nothing was written; the person may try again.
        locked(&app.inner.previews).insert(request.preview, Arc::clone(&prepared));
    }
    let (report, went) = done?;
    templates::keep(app, learned(&prepared, &went, &names)?).await?;
    Ok(report)
}

/// What the person decided, by file and statement.
type Decisions = HashMap<(String, u32), BTreeMap<u32, Decision>>;

/// The account that each file went to, if it was one.
type Went = Vec<Option<AccountId>>;

/// What is remembered of files with columns: in place of the template they were read by when it has the same account,
/// else as another one.
fn learned(
    prepared: &Prepared,
    went: &Went,
    names: &BTreeMap<String, String>,
) -> Result<Vec<ImportProfile>, Failure> {
    let mut all = Vec::new();
    for (file, account) in prepared.files.iter().zip(went) {
        let named = names.get(&file.token);
        let Some(found) = &file.reading.parsed.mapping else {
            continue;
        };
        if file.known && named.is_none() {
            continue;
        }
        let wire = mapping::to_wire(found, &file.reading.sample);
        let own = file
            .template
            .as_ref()
            .filter(|one| one.account.is_none() || one.account == *account);
        let name = named
            .or(own.map(|one| &one.name))
            .unwrap_or_else(|| match account {
                Some(_) => &file.targets[0].name,
                None => &file.reading.name,
            });
        all.push(ImportProfile {
            id: own.map_or(0, |one| one.id),
            fingerprint: file.reading.layout.clone(),
            name: name.clone(),
            account: *account,
            mapping: serde_json::to_string(&wire).map_err(Failure::internal)?,
            file_shape: templates::file_shape(&file.reading.name),
        });
    }
    Ok(all)
}

async fn commit(
    app: &App,
    prepared: Arc<Prepared>,
    mut decisions: Decisions,
    report: &Report<JobProgress>,
    cancelled: connect::CancelFlag,
) -> Result<(ImportReport, Went), Failure> {
    let names: Vec<&str> = prepared
        .files
        .iter()
        .map(|file| file.reading.name.as_str())
        .collect();
    let subject = names.join(", ");
    let origin = Origin::new(OriginKind::Import, "import_file", app.now())
        .with_params(serde_json::json!({"subject": subject}));
    let (today, now) = (app.today(), app.now());
    let report = report.clone();
    let total: usize = prepared.files.iter().map(|file| file.reading.rows()).sum();
    let written = app
        .write(origin, move |writing| {
            let mut files = Vec::new();
            let mut done = 0;
            for file in &prepared.files {
                report.step(JobProgress {
                    job: report.job().to_owned(),
                    done,
                    of: Some(dto::length(total)),
                    file: Some(file.reading.name.clone()),
                });
                if cancelled.is_cancelled() {
                    return Err(store::Error::Refused { rule: "cancelled" });
                }
                let step = |rows: usize| {
                    report.step(JobProgress {
                        job: report.job().to_owned(),
                        done: done + dto::length(rows),
                        of: Some(dto::length(total)),
                        file: Some(file.reading.name.clone()),
                    });
                    cancelled.is_cancelled()
                };
                let taken = take_file(writing, file, &mut decisions, (today, now), &step)?;
                done += dto::length(file.reading.rows());
                files.push(taken);
            }
            Ok(files)
        })
        .await
        .map_err(|failure| match failure {
            Failure::Store(store::Error::Refused { rule: "cancelled" }) => Failure::Cancelled,
            other => other,
        })?;
    crate::filing::file_new_rows(app, crate::learning::Age::Fresh).await;
    let (files, went) = written.value.into_iter().unzip();
    let report = ImportReport {
        batch: written.batch.map(|batch| batch.to_string()),
        files,
    };
    Ok((report, went))
}

fn take_file(
    writing: &mut Writing<'_>,
    file: &PreparedFile,
    decisions: &mut Decisions,
    (today, now): (NaiveDate, chrono::DateTime<chrono::Utc>),
    step: &dyn Fn(usize) -> bool,
) -> store::Result<(ImportedFile, Option<AccountId>)> {
    let reading = &file.reading;
    let mut accounts = Vec::new();
    let mut counts = ImportCounts::default();
    let mut last = None;
    // Rows of the file's statements before the one at hand.
    let mut before = 0;
    let single = file.targets.len() == 1;
    let currencies = file.targets.iter().map(|target| target.currency).collect();
    reading.in_turn(currencies, |turns| {
        for (place, target) in file.targets.iter().enumerate() {
            let key = (file.token.clone(), dto::length(place));
            let chosen = decisions.remove(&key).unwrap_or_default();
            let id = account_for(writing, reading, place, target)?;
            last = single.then_some(id);
            if file.there[place] && chosen.is_empty() {
                // The same bytes were taken in before and still stand: every row is there.
                let rows = reading.statements[place].rows as u64;
                counts.duplicate += rows;
                let counts = ImportCounts {
                    duplicate: rows,
                    ..ImportCounts::default()
                };
                accounts.push(imported(id, target, counts, PaperCounts::default()));
                continue;
            }
            let mut statement = reading.statement(place, Some(id), target.currency);
            statement.decisions = chosen;
            let taken = turns.rows(place, |rows| {
                let mut stopped = false;
                let rows = rows
                    .enumerate()
                    .take_while(|(row, _)| {
                        // Asked between two lots; what was written of the statement goes with the batch.
                        stopped =
                            stopped || (*row > 0 && row.is_multiple_of(LOT) && step(before + row));
                        !stopped
                    })
                    .map(|(_, row)| row);
                let taken = writing.import_statement(&statement, rows, today);
                if stopped {
                    return Err(store::Error::Refused { rule: "cancelled" });
                }
                taken
            })?;
            before += reading.statements[place].rows;
            counts += taken.counts;
            let facts = &reading.statements[place];
            let papers = papers::plan(writing, facts, Some(id), target.currency, today)?;
            let papers = papers.take(writing, id)?;
            accounts.push(imported(id, target, taken.counts, papers));
        }
        Ok::<_, store::Error>(())
    })?;
    let rejected = counts.rejected + reading.parsed.problems.len() as u64;
    if !file.known {
        writing.remember_file(&store::ImportedFile {
            content_hash: reading.hash,
            name: reading.name.clone(),
            format: reading.parsed.format.to_owned(),
            bytes: reading.bytes.len() as u64,
            batch: None,
            at: now,
            counts,
        })?;
    }
    let file = ImportedFile {
        name: reading.name.clone(),
        format: reading.parsed.format.to_owned(),
        accounts,
        rejected: dto::count(rejected),
    };
    Ok((file, last))
}

fn imported(
    id: AccountId,
    target: &Target,
    counts: ImportCounts,
    papers: PaperCounts,
) -> ImportedAccount {
    ImportedAccount {
        id: id.to_string(),
        name: target.name.clone(),
        new: dto::count(counts.new),
        duplicate: dto::count(counts.duplicate),
        matched: dto::count(counts.matched),
        left: dto::count(counts.skipped + counts.covered),
        trades: dto::length(papers.trades),
        positions: dto::length(papers.positions),
    }
}

/// The account of the book, made now where the preview promised a new one. Two statements of one new account share it.
fn account_for(
    writing: &mut Writing<'_>,
    reading: &Reading,
    place: usize,
    target: &Target,
) -> store::Result<AccountId> {
    if let Some(id) = target.account {
        return Ok(id);
    }
    let stated = &reading.statements[place].statement.account;
    let like = writing.accounts_like(
        stated.iban.as_deref(),
        stated.number.as_deref(),
        Some(target.currency),
    )?;
    if let [only] = like.as_slice() {
        return Ok(*only);
    }
    let opening = reading.statement(place, None, target.currency).opening;
    let mut account = NewAccount::new(&target.name, target.kind, target.currency);
    account.iban.clone_from(&stated.iban);
    account.number.clone_from(&stated.number);
    account.institution.clone_from(&stated.bank_id);
    account.opening = opening;
    writing.add_account(&account)
}
