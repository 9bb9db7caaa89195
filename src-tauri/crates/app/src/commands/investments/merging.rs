//! Two instruments that are the same, made one.

use contract::types::{Change, InstrumentMergeReq};
use domain::ids::InstrumentId;

use crate::commands::journal::change;
use crate::{App, Failure, dto};

pub(crate) async fn instrument_merge(
    app: &App,
    request: InstrumentMergeReq,
) -> Result<Change, Failure> {
    let from: InstrumentId = dto::id("from", &request.from)?;
    let into: InstrumentId = dto::id("into", &request.into)?;
    if from == into {
        return Err(Failure::invalid("into", "same"));
    }
    let written = app
        .write(app.person("instrument_merged"), move |writing| {
            writing.merge_instruments(from, into)
        })
        .await?;
    Ok(change(written.batch, written.value, "instrument_merged"))
}
