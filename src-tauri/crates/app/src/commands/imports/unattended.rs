//! Files taken in without a page.

use std::path::PathBuf;

use contract::ApiError;
use contract::types::{
    CsvMapping, FileOutcome, FilePreview, ImportCommitReq, ImportFileReq, ImportPreview,
    ImportPreviewReq, ImportReport, JobProgress, StatementAccount,
};

use super::preview::{Depth, preview};
use crate::{App, Failure, Report, locked};

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
                day_first: None,
                positive_is_out: None,
                template: None,
            });
        }
        let silent = Report::silent(&format!("{}-preview", report.job()));
        let request = ImportPreviewReq { files };
        // Nobody looks at rows that are taken in at once.
        let outline = if dry_run {
            None
        } else {
            let outline = preview(self, request.clone(), silent.clone(), Depth::Outline)
                .await
                .map_err(|failure| failure.cross("import_preview"))?;
            let unread = |file: &FilePreview| file.outcome == FileOutcome::Error;
            if outline.files.iter().any(unread) {
                locked(&self.inner.previews).remove(&outline.id);
                None
            } else {
                Some(outline)
            }
        };
        let Some(preview) = outline else {
            let told = crate::api::import_preview(self, request, silent).await?;
            return Ok((told, None));
        };
        let commit = ImportCommitReq {
            preview: preview.id.clone(),
            choices: Vec::new(),
            many: Vec::new(),
            names: Vec::new(),
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
