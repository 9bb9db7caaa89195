//! Bank files: offered by the person, previewed without writing, taken in as one batch.
//!
//! A file's bytes are read once; its rows are parsed again for each use instead of being held, so that memory stays near
//! the size of the file whatever the number of rows.

mod mapping;
mod reading;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use contract::types::{
    CsvMapping, FileOutcome, FilePreview, FileProblem, ImportCommitReq, ImportFileReq,
    ImportPreview, ImportPreviewReq, ImportReport, ImportedAccount, ImportedFile, JobKind,
    JobProgress, Nothing, OfferedFile, PreviewRow, RowChoice, RowVerdict, StatementAccount,
    StatementPreview,
};
use contract::{ApiError, ErrorCode, FilesOffered};
use domain::account::AccountKind;
use domain::feed::{FeedBalance, FeedTransaction};
use domain::ids::{AccountId, TransactionId};
use money::{Currency, Money};
use store::{
    Decision, DuplicateReason, ImportCounts, ImportProfile, NewAccount, Origin, OriginKind, View,
    Writing,
};

use crate::session::blocking;
use crate::{App, Failure, Report, dto, locked};
use reading::{Reading, StatementFacts};

/// Rows of a statement shown in a preview.
const SHOWN: usize = 200;

/// Of these, rows in question come first, at most so many.
const SHOWN_IN_QUESTION: usize = 100;

/// Problem rows shown.
const PROBLEMS: usize = 100;

/// A preview that waits for its commit.
pub(crate) struct Prepared {
    files: Vec<PreparedFile>,
}

struct PreparedFile {
    token: String,
    reading: Arc<Reading>,
    targets: Vec<Target>,
    known: bool,
}

/// Where a statement's rows go.
#[derive(Debug, Clone)]
struct Target {
    account: Option<AccountId>,
    name: String,
    currency: Currency,
    kind: AccountKind,
}

impl App {
    /// Files the person dropped: the page hears of them by token.
    pub fn offer_files(&self, paths: &[PathBuf]) -> Vec<OfferedFile> {
        let offered: Vec<OfferedFile> = paths.iter().filter_map(|path| self.offer(path)).collect();
        self.ports().events.files_offered(FilesOffered {
            files: offered.clone(),
            hovering: false,
        });
        offered
    }

    /// Files that hover over the window; none when they left.
    pub fn announce_files(&self, paths: &[PathBuf]) {
        let files = paths
            .iter()
            .map(|path| OfferedFile {
                token: String::new(),
                name: file_name(path),
                bytes: 0,
            })
            .collect::<Vec<_>>();
        let hovering = !files.is_empty();
        self.ports()
            .events
            .files_offered(FilesOffered { files, hovering });
    }

    fn offer(&self, path: &PathBuf) -> Option<OfferedFile> {
        let facts = std::fs::metadata(path)
            .ok()
            .filter(std::fs::Metadata::is_file)?;
        let token = uuid::Uuid::new_v4().simple().to_string();
        locked(&self.inner.offered).insert(token.clone(), path.clone());
        let bytes = u32::try_from(facts.len()).unwrap_or(u32::MAX);
        Some(OfferedFile {
            token,
            name: file_name(path),
            bytes,
        })
    }

    fn offered_path(&self, token: &str) -> Result<PathBuf, Failure> {
        locked(&self.inner.offered)
            .get(token)
            .cloned()
            .ok_or(Failure::NotFound("file"))
    }
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

pub(crate) async fn import_pick(app: &App, _: Nothing) -> Result<Vec<OfferedFile>, Failure> {
    app.open()?;
    let dialogs = app.ports().dialogs.clone();
    let paths = blocking(move || Ok(dialogs.pick_files())).await?;
    Ok(paths.iter().filter_map(|path| app.offer(path)).collect())
}

pub(crate) async fn import_preview(
    app: &App,
    request: ImportPreviewReq,
    report: Report<JobProgress>,
) -> Result<ImportPreview, Failure> {
    let place = app
        .inner
        .jobs
        .enter(report.job(), JobKind::Preview, app.now())?;
    let of = Some(dto::length(request.files.len()));
    let base = app.base_currency().await?;
    let today = app.today();
    let id = uuid::Uuid::new_v4().simple().to_string();
    let mut prepared = Vec::new();
    let mut files = Vec::new();
    for (done, file) in request.files.into_iter().enumerate() {
        if place.is_cancelled() {
            return Err(Failure::Cancelled);
        }
        let path = app.offered_path(&file.token)?;
        report.step(JobProgress {
            job: report.job().to_owned(),
            done: dto::length(done),
            of,
            file: Some(file_name(&path)),
        });
        let name = file_name(&path);
        let bytes = Arc::new(blocking(move || Ok(std::fs::read(&path)?)).await?);
        let (found, preview) = app
            .read(move |view| Ok(preview_file(view, &name, &bytes, file, base, today)))
            .await??;
        prepared.extend(found);
        files.push(preview);
    }
    let kept = Arc::new(Prepared { files: prepared });
    locked(&app.inner.previews).insert(id.clone(), kept);
    Ok(ImportPreview { id, files })
}

type Previewed = Result<(Option<PreparedFile>, FilePreview), Failure>;

fn preview_file(
    view: &View<'_>,
    name: &str,
    bytes: &Arc<Vec<u8>>,
    request: ImportFileReq,
    base: Currency,
    today: NaiveDate,
) -> Previewed {
    let reading = Arc::new(read_as_remembered(view, name, bytes, &request, today)?);
    let known = view.known_file(&reading.hash)?;
    let mut preview = blank_preview(&request.token, name, &reading);
    preview.known_batch = known
        .as_ref()
        .and_then(|file| file.batch)
        .map(|batch| batch.to_string());
    if preview.outcome == FileOutcome::Error || preview.outcome == FileOutcome::Empty {
        return Ok((None, preview));
    }
    let mut targets = Vec::new();
    for (place, facts) in reading.statements.iter().enumerate() {
        let chosen = request
            .accounts
            .iter()
            .find(|chosen| chosen.statement as usize == place);
        let target = target(view, &reading, facts, chosen, base, today)?;
        preview.statements.push(preview_statement(
            view, &reading, place, facts, &target, today,
        )?);
        targets.push(target);
    }
    let file = PreparedFile {
        token: request.token,
        reading,
        targets,
        known: known.is_some(),
    };
    Ok((Some(file), preview))
}

/// Reads a file by the mapping asked for, else by the one remembered for its layout, else by inspection.
fn read_as_remembered(
    view: &View<'_>,
    name: &str,
    bytes: &Arc<Vec<u8>>,
    request: &ImportFileReq,
    today: NaiveDate,
) -> Result<Reading, Failure> {
    let currency = request
        .accounts
        .iter()
        .find_map(|chosen| chosen.currency.as_deref())
        .map(|code| dto::currency("currency", code))
        .transpose()?;
    let mut profile = import::Profile {
        currency,
        today: Some(today),
        mapping: request
            .mapping
            .as_ref()
            .map(mapping::to_import)
            .transpose()?,
        ..import::Profile::default()
    };
    let first = Reading::of(name, Arc::clone(bytes), profile.clone());
    if request.mapping.is_some() {
        return Ok(first);
    }
    let remembered = view.import_profile(&first.layout)?;
    let Some(mapping) = remembered
        .and_then(|found| serde_json::from_str::<CsvMapping>(&found.mapping).ok())
        .and_then(|wire| mapping::to_import(&wire).ok())
    else {
        return Ok(first);
    };
    profile.mapping = Some(mapping);
    Ok(Reading::of(name, Arc::clone(bytes), profile))
}

fn blank_preview(token: &str, name: &str, reading: &Reading) -> FilePreview {
    let parsed = &reading.parsed;
    FilePreview {
        token: token.to_owned(),
        name: name.to_owned(),
        format: (!parsed.format.is_empty()).then(|| parsed.format.to_owned()),
        outcome: match parsed.outcome {
            import::Outcome::Import => FileOutcome::Import,
            import::Outcome::Empty => FileOutcome::Empty,
            import::Outcome::Ask => FileOutcome::Ask,
            import::Outcome::Error => FileOutcome::Error,
        },
        error: parsed.error.as_ref().map(|error| FileProblem {
            code: error.code.to_owned(),
            line: error.line,
            found: None,
        }),
        questions: parsed
            .questions
            .iter()
            .map(|question| question.as_str().to_owned())
            .collect(),
        mapping: parsed
            .mapping
            .as_ref()
            .map(|found| mapping::to_wire(found, &reading.sample)),
        sample: reading.sample.clone(),
        known_batch: None,
        statements: Vec::new(),
        problems: parsed
            .problems
            .iter()
            .take(PROBLEMS)
            .map(|problem| FileProblem {
                code: problem.code.to_owned(),
                line: problem.line,
                found: Some(problem.detail.chars().take(80).collect()),
            })
            .collect(),
        problem_count: dto::length(parsed.problems.len()),
    }
}

/// The account a statement goes to: chosen, recognised by its number, remembered for the layout, or a new one.
fn target(
    view: &View<'_>,
    reading: &Reading,
    facts: &StatementFacts,
    chosen: Option<&StatementAccount>,
    base: Currency,
    today: NaiveDate,
) -> Result<Target, Failure> {
    let stated = &facts.statement.account;
    let account = match chosen {
        Some(StatementAccount {
            account: Some(id), ..
        }) => Some(dto::id("account", id)?),
        Some(StatementAccount {
            new_name: Some(_), ..
        }) => None,
        Some(_) | None => recognised(view, reading, facts)?,
    };
    if let Some(id) = account {
        let known = view.account(id, today)?;
        let currency = known.currency;
        return Ok(Target {
            account: Some(id),
            name: known.name,
            currency,
            kind: known.kind,
        });
    }
    let asked = chosen.and_then(|chosen| chosen.currency.as_deref());
    let currency = match asked {
        Some(code) => dto::currency("currency", code)?,
        None => facts
            .statement
            .currency
            .or(facts.row_currency)
            .unwrap_or(base),
    };
    let name = chosen
        .and_then(|chosen| chosen.new_name.clone())
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| default_name(reading, facts));
    Ok(Target {
        account: None,
        name,
        currency,
        kind: stated.kind.unwrap_or(AccountKind::Checking),
    })
}

fn recognised(
    view: &View<'_>,
    reading: &Reading,
    facts: &StatementFacts,
) -> Result<Option<AccountId>, Failure> {
    let stated = &facts.statement.account;
    if stated.iban.is_some() || stated.number.is_some() {
        let currency = facts.statement.currency.or(facts.row_currency);
        let like =
            view.accounts_like(stated.iban.as_deref(), stated.number.as_deref(), currency)?;
        return Ok(match like.as_slice() {
            [only] => Some(*only),
            _ => None,
        });
    }
    if reading.statements.len() > 1 {
        return Ok(None);
    }
    Ok(view
        .import_profile(&reading.layout)?
        .and_then(|profile| profile.account))
}

/// A name for a new account that the person would recognise and may change: as stated, else the bank or the kind with
/// the last signs of the number, else what the file is called.
fn default_name(reading: &Reading, facts: &StatementFacts) -> String {
    let stated = &facts.statement.account;
    let known = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).unwrap_or_default();
        (!text.is_empty()).then(|| text.to_owned())
    };
    known(&stated.name)
        .or_else(|| {
            let number = known(&stated.iban).or_else(|| known(&stated.number))?;
            let whose = known(&stated.institution).unwrap_or_else(|| kind_name(stated.kind).into());
            Some(format!("{whose} {}", dto::number_hint(&number)))
        })
        .unwrap_or_else(|| {
            let name = &reading.name;
            name.rsplit_once('.')
                .map_or(name.as_str(), |(stem, _)| stem)
                .to_owned()
        })
}

/// The kind of an account as a part of its first name, which is the person's to change.
const fn kind_name(kind: Option<AccountKind>) -> &'static str {
    match kind {
        Some(AccountKind::Checking) => "Current account",
        Some(AccountKind::Savings) => "Savings",
        Some(AccountKind::CreditCard) => "Card",
        Some(AccountKind::Loan | AccountKind::Mortgage) => "Loan",
        Some(AccountKind::Investment) => "Investments",
        Some(AccountKind::Retirement | AccountKind::Insurance) => "Pension",
        Some(AccountKind::Cash | AccountKind::Other) | None => "Account",
    }
}

fn hint(facts: &StatementFacts) -> String {
    let stated = &facts.statement.account;
    let number = stated
        .iban
        .as_deref()
        .or(stated.number.as_deref())
        .map(dto::number_hint);
    [stated.name.clone(), number]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

fn preview_statement(
    view: &View<'_>,
    reading: &Reading,
    place: usize,
    facts: &StatementFacts,
    target: &Target,
    today: NaiveDate,
) -> Result<StatementPreview, Failure> {
    let statement = reading.statement(place, target.account, target.currency);
    let plan = match target.account {
        Some(_) => reading.with_rows(place, target.currency, |rows| {
            view.plan_import(&statement, rows).map_err(Failure::from)
        })?,
        None => store::ImportPlan {
            verdicts: vec![store::RowVerdict::New; facts.rows],
            counts: ImportCounts {
                new: facts.rows as u64,
                ..ImportCounts::default()
            },
        },
    };
    let shown = shown_rows(&plan.verdicts);
    let picked = reading.pick(place, target.currency, &shown);
    let sum = reading.sum_where(place, target.currency, |row| {
        plan.verdicts.get(row).is_some_and(|verdict| {
            matches!(
                verdict,
                store::RowVerdict::New | store::RowVerdict::Twin { .. }
            )
        })
    })?;
    let before = match target.account {
        Some(id) => view.account(id, today)?.balance,
        None => opening(&statement, target.currency, sum)?,
    };
    let after = before.checked_add(sum).map_err(Failure::internal)?;
    let stated = statement.closing.map(|closing| closing.amount);
    let mut rows = Vec::new();
    for (row, found) in picked {
        rows.push(preview_row(
            view,
            row,
            &found,
            plan.verdicts.get(row).copied(),
        )?);
    }
    Ok(StatementPreview {
        statement: dto::length(place),
        account_hint: hint(facts),
        account: target.account.map(|id| id.to_string()),
        account_name: target.name.clone(),
        currency: target.currency.code().to_owned(),
        from: facts.first.map(|day| day.to_string()),
        to: facts.last.map(|day| day.to_string()),
        new: dto::count(plan.counts.new),
        duplicate: dto::count(plan.counts.duplicate),
        matched: dto::count(plan.counts.matched),
        sum: dto::money(sum),
        balance_before: dto::money(before),
        balance_after: dto::money(after),
        stated_balance: stated.map(dto::money),
        ties: ties(view, &statement, target, sum)?,
        rows,
    })
}

/// What a new account holds before the statement: as stated, else what its closing balance leaves.
fn opening(statement: &store::Statement, currency: Currency, sum: Money) -> Result<Money, Failure> {
    match (statement.opening, statement.closing) {
        (Some(opening), _) => Ok(opening),
        (None, Some(closing)) => closing.amount.checked_sub(sum).map_err(Failure::internal),
        (None, None) => Ok(Money::zero(currency)),
    }
}

/// Whether the stated closing balance is what the book would say for that day. Nothing when it cannot be told.
fn ties(
    view: &View<'_>,
    statement: &store::Statement,
    target: &Target,
    sum: Money,
) -> Result<Option<bool>, Failure> {
    let Some(closing) = statement.closing else {
        return Ok(None);
    };
    let before = match (target.account, closing.date) {
        (None, _) => Some(opening(statement, target.currency, sum)?.minor),
        (Some(id), Some(day)) => view
            .daily_balances(&[id], day, day)?
            .first()
            .and_then(|series| series.minor.first().copied()),
        (Some(_), None) => None,
    };
    Ok(before.map(|before| before + sum.minor == closing.amount.minor))
}

/// Rows in question first, then from the top.
fn shown_rows(verdicts: &[store::RowVerdict]) -> Vec<usize> {
    let questioned = |verdict: &store::RowVerdict| {
        matches!(
            verdict,
            store::RowVerdict::Matched { .. }
                | store::RowVerdict::Twin { .. }
                | store::RowVerdict::Rejected
        )
    };
    let mut shown: Vec<usize> = verdicts
        .iter()
        .enumerate()
        .filter(|(_, verdict)| questioned(verdict))
        .map(|(row, _)| row)
        .take(SHOWN_IN_QUESTION)
        .collect();
    let first: Vec<usize> = (0..verdicts.len())
        .filter(|row| !shown.contains(row))
        .take(SHOWN - shown.len())
        .collect();
    shown.extend(first);
    shown
}

fn preview_row(
    view: &View<'_>,
    row: usize,
    found: &FeedTransaction,
    verdict: Option<store::RowVerdict>,
) -> Result<PreviewRow, Failure> {
    let like = |id: TransactionId| -> Result<Option<String>, Failure> {
        let known = view.transaction(id)?;
        Ok(Some(format!("{}, {}", known.payee, known.date)))
    };
    let (verdict, reason, like) = match verdict.unwrap_or(store::RowVerdict::New) {
        store::RowVerdict::New | store::RowVerdict::Skipped => (RowVerdict::New, None, None),
        store::RowVerdict::Twin { of } => (RowVerdict::New, Some("twin"), like(of)?),
        store::RowVerdict::Duplicate {
            of,
            reason: DuplicateReason::ProviderId,
        } => (RowVerdict::Duplicate, Some("same_id"), like(of)?),
        store::RowVerdict::Duplicate {
            of,
            reason: DuplicateReason::SameContent,
        } => (RowVerdict::Duplicate, Some("same_row"), like(of)?),
        store::RowVerdict::Matched { of, .. } => {
            (RowVerdict::Matched, Some("near_date"), like(of)?)
        }
        store::RowVerdict::Rejected => (RowVerdict::Problem, Some("currency"), None),
    };
    Ok(PreviewRow {
        row: dto::length(row),
        date: found.date.to_string(),
        payee: found.payee.clone(),
        description: found.description.clone(),
        amount: dto::money(found.amount),
        verdict,
        reason: reason.map(ToOwned::to_owned),
        like,
    })
}

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
        .remove(&request.preview)
        .ok_or(Failure::Code(ErrorCode::PreviewExpired))?;
    let mut decisions: HashMap<(String, u32), BTreeMap<u32, Decision>> = HashMap::new();
    for choice in request.choices {
        let decision = match choice.choice {
            RowChoice::Add => Decision::Add,
            RowChoice::Skip => Decision::Skip,
        };
        let key = (choice.token, choice.statement);
        decisions
            .entry(key)
            .or_default()
            .insert(choice.row, decision);
    }
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
        locked(&app.inner.previews).insert(request.preview, prepared);
    }
    done
}

async fn commit(
    app: &App,
    prepared: Arc<Prepared>,
    mut decisions: HashMap<(String, u32), BTreeMap<u32, Decision>>,
    report: &Report<JobProgress>,
    cancelled: connect::CancelFlag,
) -> Result<ImportReport, Failure> {
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
                let taken = take_file(writing, file, &mut decisions, today, now)?;
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
    Ok(ImportReport {
        batch: written.batch.map(|batch| batch.to_string()),
        files: written.value,
    })
}

fn take_file(
    writing: &mut Writing<'_>,
    file: &PreparedFile,
    decisions: &mut HashMap<(String, u32), BTreeMap<u32, Decision>>,
    today: NaiveDate,
    now: chrono::DateTime<chrono::Utc>,
) -> store::Result<ImportedFile> {
    let reading = &file.reading;
    let mut accounts = Vec::new();
    let mut counts = ImportCounts::default();
    let mut last = None;
    for (place, target) in file.targets.iter().enumerate() {
        let key = (file.token.clone(), dto::length(place));
        let chosen = decisions.remove(&key).unwrap_or_default();
        let id = account_for(writing, reading, place, target)?;
        last = Some(id);
        if file.known && chosen.is_empty() {
            // The same bytes were taken in before and still stand: every row is there.
            let rows = reading.statements[place].rows as u64;
            counts.duplicate += rows;
            accounts.push(imported(
                id,
                target,
                ImportCounts {
                    duplicate: rows,
                    ..ImportCounts::default()
                },
            ));
            continue;
        }
        let mut statement = reading.statement(place, Some(id), target.currency);
        statement.decisions = chosen;
        let taken = reading.with_rows(place, target.currency, |rows| {
            writing.import_statement(&statement, rows, today)
        })?;
        add(&mut counts, taken.counts);
        accounts.push(imported(id, target, taken.counts));
    }
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
        if let Some(found) = &reading.parsed.mapping {
            let wire = mapping::to_wire(found, &reading.sample);
            let json = serde_json::to_string(&wire)
                .map_err(|_| store::Error::Refused { rule: "mapping" })?;
            writing.put_import_profile(&ImportProfile {
                fingerprint: reading.layout.clone(),
                name: reading.name.clone(),
                account: last.filter(|_| file.targets.len() == 1),
                mapping: json,
            })?;
        }
    }
    Ok(ImportedFile {
        name: reading.name.clone(),
        format: reading.parsed.format.to_owned(),
        accounts,
        rejected: dto::count(rejected),
    })
}

fn imported(id: AccountId, target: &Target, counts: ImportCounts) -> ImportedAccount {
    ImportedAccount {
        id: id.to_string(),
        name: target.name.clone(),
        new: dto::count(counts.new),
        duplicate: dto::count(counts.duplicate),
        matched: dto::count(counts.matched),
    }
}

fn add(sum: &mut ImportCounts, other: ImportCounts) {
    sum.new += other.new;
    sum.twins += other.twins;
    sum.duplicate += other.duplicate;
    sum.matched += other.matched;
    sum.skipped += other.skipped;
    sum.rejected += other.rejected;
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

impl App {
    /// Takes files in without a page: by path, into one account when given, else as each file says.
    pub async fn import_paths(
        &self,
        paths: &[PathBuf],
        into: Into,
        mapping: Option<CsvMapping>,
        dry_run: bool,
        report: Report<JobProgress>,
    ) -> Result<(ImportPreview, Option<ImportReport>), ApiError> {
        let name = "import_commit";
        let mut files = Vec::new();
        for path in paths {
            let offered = self.offer(path).ok_or_else(|| {
                let error = std::io::Error::from(std::io::ErrorKind::NotFound);
                Failure::File(error).cross(name)
            })?;
            let target = self
                .target_choice(&into)
                .await
                .map_err(|failure| failure.cross(name))?;
            files.push(ImportFileReq {
                token: offered.token,
                mapping: mapping.clone(),
                accounts: target.into_iter().collect(),
            });
        }
        let silent = Report::silent(&format!("{}-preview", report.job()));
        let preview = crate::api::import_preview(self, ImportPreviewReq { files }, silent).await?;
        if dry_run
            || preview
                .files
                .iter()
                .any(|file| file.outcome == FileOutcome::Error)
        {
            return Ok((preview, None));
        }
        let commit = ImportCommitReq {
            preview: preview.id.clone(),
            choices: Vec::new(),
        };
        let done = crate::api::import_commit(self, commit, report).await?;
        Ok((preview, Some(done)))
    }

    async fn target_choice(&self, into: &Into) -> Result<Option<StatementAccount>, Failure> {
        let today = self.today();
        Ok(match into {
            Into::AsStated => None,
            Into::Account(id) => Some(StatementAccount {
                statement: 0,
                account: Some(id.clone()),
                new_name: None,
                currency: None,
            }),
            Into::Named(name) => {
                let wanted = name.clone();
                let known = self
                    .read(move |view| {
                        let mut all = view.accounts(today)?.into_iter();
                        Ok(all
                            .find(|account| account.name == wanted)
                            .map(|account| account.id))
                    })
                    .await?;
                Some(StatementAccount {
                    statement: 0,
                    account: known.map(|id| id.to_string()),
                    new_name: known.is_none().then(|| name.clone()),
                    currency: None,
                })
            }
        })
    }
}

/// Where files go that are taken in without a page.
#[derive(Debug, Clone)]
pub enum Into {
    /// To the account each says, or a new one.
    AsStated,
    /// To this account.
    Account(String),
    /// To the account of this name, made if there is none.
    Named(String),
}

fn feed_balance(balance: Option<import::Balance>, currency: Currency) -> Option<FeedBalance> {
    let balance = balance?;
    let amount = money::rounded_minor(balance.amount, currency).ok()?;
    Some(FeedBalance {
        amount,
        date: balance.date,
    })
}
