//! What files would do, without writing.

use std::sync::Arc;

use chrono::NaiveDate;
use contract::types::{
    FileOutcome, FilePreview, FileProblem, ImportFileReq, ImportPreview, ImportPreviewReq, JobKind,
    JobProgress,
};
use money::Currency;
use store::{ImportProfile, View};

use super::offered::file_name;
use super::reading::Reading;
use super::statement::preview_statement;
use super::target::{Remembered, Target, target};
use super::{Prepared, PreparedFile, mapping, papers, templates};
use crate::session::blocking;
use crate::{App, Failure, Report, dto, locked};

/// Problem rows shown.
const PROBLEMS: usize = 500;

/// Letters of what is said of one of them.
const WORDS: usize = 200;

/// How much of a preview is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// How the file reads and where its rows go: enough to take it in unseen.
    Outline,
    /// What each row is to the book as well.
    Rows,
}

pub(crate) async fn import_preview(
    app: &App,
    request: ImportPreviewReq,
    report: Report<JobProgress>,
) -> Result<ImportPreview, Failure> {
    preview(app, request, report, Depth::Rows).await
}

/// Reads files and keeps what was read for the commit. With [`Depth::Outline`] no statement is described.
pub(super) async fn preview(
    app: &App,
    request: ImportPreviewReq,
    report: Report<JobProgress>,
    depth: Depth,
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
        let (name, bytes) = blocking(move || Ok(unpacked(name, std::fs::read(&path)?))).await?;
        let bytes = Arc::new(bytes);
        let cancelled = place.cancelled();
        let (found, preview) = app
            .read(move |view| {
                let stop = || cancelled.is_cancelled();
                let days = (base, today);
                Ok(preview_file(view, &name, &bytes, file, depth, days, &stop))
            })
            .await??;
        prepared.extend(found);
        files.push(preview);
    }
    let kept = Arc::new(Prepared { files: prepared });
    locked(&app.inner.previews).insert(id.clone(), kept);
    Ok(ImportPreview { id, files })
}

/// A packed file is read as what is in it; an archive of several stays as it is.
fn unpacked(name: String, bytes: Vec<u8>) -> (String, Vec<u8>) {
    match import::unpack(&name, &bytes) {
        Some(Ok(mut files)) if files.len() == 1 => {
            let file = files.remove(0);
            (file.name, file.bytes)
        }
        _ => (name, bytes),
    }
}

type Previewed = Result<(Option<PreparedFile>, FilePreview), Failure>;

fn preview_file(
    view: &View<'_>,
    name: &str,
    bytes: &Arc<Vec<u8>>,
    request: ImportFileReq,
    depth: Depth,
    (base, today): (Currency, NaiveDate),
    stop: &dyn Fn() -> bool,
) -> Previewed {
    let (reading, template, fitting) =
        read_as_remembered(view, name, bytes, &request, today, stop)?;
    let mut reading = reading;
    let known = view.known_file(&reading.hash)?;
    let mut preview = blank_preview(&request.token, name, &reading);
    preview.template = match &template {
        Some(one) => Some(templates::to_wire(view, one, today)?),
        None => None,
    };
    preview.templates = fitting
        .iter()
        .map(|one| templates::to_wire(view, one, today))
        .collect::<store::Result<_>>()?;
    preview.known_batch = known
        .as_ref()
        .and_then(|file| file.batch)
        .map(|batch| batch.to_string());
    if preview.outcome == FileOutcome::Error || preview.outcome == FileOutcome::Empty {
        return Ok((None, preview));
    }
    let (mut targets, mut there) = (Vec::new(), Vec::new());
    let mut weighed = Vec::new();
    let remembered = Remembered {
        account: template.as_ref().and_then(|one| one.account),
        layout: !fitting.is_empty() || known.is_some(),
    };
    for place in 0..reading.statements.len() {
        let chosen = request
            .accounts
            .iter()
            .find(|chosen| chosen.statement as usize == place);
        let facts = &reading.statements[place];
        let target = target(view, &reading, facts, chosen, &remembered, (base, today))?;
        if let Some(account) = target.account
            && papers::told_elsewhere(view, account)?
        {
            reading.only_explain(place);
        }
        there.push(known.is_some() && begins_in(view, &reading, place, &target)?);
        targets.push(target);
    }
    if depth == Depth::Rows {
        let currencies = targets.iter().map(|target| target.currency).collect();
        reading.in_turn(currencies, |turns| {
            for (place, target) in targets.iter().enumerate() {
                let facts = &reading.statements[place];
                let (told, kept) =
                    preview_statement(view, (&reading, turns), place, facts, target, today, stop)?;
                preview.statements.push(told);
                weighed.push(kept);
            }
            Ok::<_, Failure>(())
        })?;
    }
    if preview.outcome == FileOutcome::Ask && !there.is_empty() && !there.contains(&false) {
        // What the file leaves open was answered when it was taken in.
        preview.outcome = FileOutcome::Import;
        preview.questions.clear();
    }
    let file = PreparedFile {
        token: request.token,
        reading: Arc::new(reading),
        targets,
        weighed,
        there,
        known: known.is_some(),
        template,
    };
    Ok((Some(file), preview))
}

/// Whether the account has a statement's first row: a file that was taken in before may have gone to another account.
fn begins_in(
    view: &View<'_>,
    reading: &Reading,
    place: usize,
    target: &Target,
) -> Result<bool, Failure> {
    let Some(account) = target.account else {
        return Ok(false);
    };
    let Some(first) = reading.first_row(place, target.currency) else {
        return Ok(true);
    };
    let statement = reading.statement(place, Some(account), target.currency);
    let counts = view.plan_import(&statement, [first])?.counts;
    Ok(counts.duplicate + counts.matched == 1)
}

/// A reading, the template it is by, and every template of its layout.
type Remembering = (Reading, Option<ImportProfile>, Vec<ImportProfile>);

/// Reads a file by the mapping asked for, else by a template of its layout, else by inspection.
fn read_as_remembered(
    view: &View<'_>,
    name: &str,
    bytes: &Arc<Vec<u8>>,
    request: &ImportFileReq,
    today: NaiveDate,
    stop: &dyn Fn() -> bool,
) -> Result<Remembering, Failure> {
    let currency = stated_currency(view, request, today)?;
    let mut profile = import::Profile {
        currency,
        today: Some(today),
        day_first: request.day_first,
        positive_is_out: request.positive_is_out,
        mapping: request
            .mapping
            .as_ref()
            .map(mapping::to_import)
            .transpose()?,
        ..import::Profile::default()
    };
    let first = Reading::of(name, Arc::clone(bytes), profile.clone(), stop)?;
    let mut fitting = view.import_profiles_of(&first.layout)?;
    if let Some(asked) = request.template.as_deref()
        && !fitting.iter().any(|one| one.id.to_string() == asked)
    {
        // A corrected mapping uses other columns; its template is still the one that was asked for.
        let all = view.import_profiles()?;
        fitting.extend(all.into_iter().filter(|one| one.id.to_string() == asked));
    }
    let template = templates::chosen(&fitting, request.template.as_deref(), name);
    if request.mapping.is_some() {
        return Ok((first, template, fitting));
    }
    let Some(mapping) = template.as_ref().and_then(templates::mapping_of) else {
        return Ok((first, template, fitting));
    };
    profile.mapping = Some(mapping);
    let account = template.as_ref().and_then(|one| one.account);
    if let (None, None, Some(account)) = (currency, request.accounts.first(), account) {
        profile.currency = Some(view.account(account, today)?.currency);
    }
    Ok((
        Reading::of(name, Arc::clone(bytes), profile, stop)?,
        template,
        fitting,
    ))
}

/// The currency that the person chose for a file's rows: by name, or by the account they go to.
fn stated_currency(
    view: &View<'_>,
    request: &ImportFileReq,
    today: NaiveDate,
) -> Result<Option<Currency>, Failure> {
    for chosen in &request.accounts {
        if let Some(code) = chosen.currency.as_deref() {
            return dto::currency("currency", code).map(Some);
        }
        if let Some(id) = &chosen.account {
            let account = view.account(dto::id("account", id)?, today)?;
            return Ok(Some(account.currency));
        }
    }
    Ok(None)
}

/// The reader's words, shortened: a file may hold anything.
fn told(problem: &import::Problem) -> FileProblem {
    FileProblem {
        code: problem.code.to_owned(),
        line: problem.line,
        found: Some(problem.detail.chars().take(WORDS).collect()),
    }
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
        template: None,
        templates: Vec::new(),
        known_batch: None,
        statements: Vec::new(),
        problems: parsed.problems.iter().take(PROBLEMS).map(told).collect(),
        problem_count: dto::length(parsed.problems.len()),
        notes: parsed.warnings.iter().take(PROBLEMS).map(told).collect(),
    }
}
