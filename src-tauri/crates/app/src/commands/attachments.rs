//! Files kept with transactions: picked or dropped, looked at, saved out, taken away.
//!
//! Nothing of a file is logged but what went wrong. A picture reaches the page as bytes of a known kind; everything else as
//! text or not at all, so that nothing a file holds is ever run or rendered.

use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use contract::types::{
    Attachment, AttachmentContent, AttachmentKind, AttachmentRefusal, AttachmentReq,
    AttachmentsAddReq, AttachmentsAdded, Change, ExportResult, Nothing, OfferedFile, RefusedFile,
};
use domain::attachment::{FileKind, LARGEST, is_program, kind_of, plain_name};
use domain::ids::TransactionId;

use super::imports::file_name;
use crate::session::blocking;
use crate::{App, Failure, dto, ports};

/// Signs of text that are shown.
const SHOWN: usize = 100_000;
/// Most files at once.
const MOST: usize = 50;

/// A file that may be kept.
struct Kept {
    name: String,
    kind: FileKind,
    data: Vec<u8>,
}

const fn word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Png => "png",
        FileKind::Jpeg => "jpeg",
        FileKind::Gif => "gif",
        FileKind::Webp => "webp",
        FileKind::Pdf => "pdf",
        FileKind::Text => "text",
        FileKind::Other => "other",
    }
}

/// What a word of the book is to the page.
fn kind_of_word(word: &str) -> AttachmentKind {
    match word {
        "png" | "jpeg" | "gif" | "webp" => AttachmentKind::Image,
        "pdf" => AttachmentKind::Pdf,
        "text" => AttachmentKind::Text,
        _ => AttachmentKind::Other,
    }
}

pub(super) fn wire(file: store::Attachment) -> Attachment {
    Attachment {
        id: file.id.to_string(),
        kind: kind_of_word(&file.kind),
        bytes: dto::count(file.bytes),
        name: file.name,
    }
}

pub(crate) async fn attachments_pick(app: &App, _: Nothing) -> Result<Vec<OfferedFile>, Failure> {
    app.open()?;
    let dialogs = app.ports().dialogs.clone();
    let paths = blocking(move || Ok(dialogs.pick_any_files())).await?;
    Ok(paths.iter().filter_map(|path| app.offer(path)).collect())
}

/// Reads a file no further than it may be long.
fn read(path: &Path) -> Result<Kept, AttachmentRefusal> {
    let name = plain_name(&file_name(path));
    let file = std::fs::File::open(path).map_err(|_| AttachmentRefusal::Unreadable)?;
    let facts = file.metadata().map_err(|_| AttachmentRefusal::Unreadable)?;
    if !facts.is_file() {
        return Err(AttachmentRefusal::Unreadable);
    }
    if facts.len() > LARGEST {
        return Err(AttachmentRefusal::TooLarge);
    }
    let mut data = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0));
    file.take(LARGEST + 1)
        .read_to_end(&mut data)
        .map_err(|_| AttachmentRefusal::Unreadable)?;
    if data.len() as u64 > LARGEST {
        return Err(AttachmentRefusal::TooLarge);
    }
    if data.is_empty() {
        return Err(AttachmentRefusal::Empty);
    }
    if is_program(&name, &data) {
        return Err(AttachmentRefusal::Program);
    }
    Ok(Kept {
        kind: kind_of(&data),
        name,
        data,
    })
}

pub(crate) async fn attachments_add(
    app: &App,
    request: AttachmentsAddReq,
) -> Result<AttachmentsAdded, Failure> {
    let transaction: TransactionId = dto::id("transaction", &request.transaction)?;
    if request.tokens.is_empty() || request.tokens.len() > MOST {
        return Err(Failure::invalid("tokens", "out_of_range"));
    }
    let paths = request
        .tokens
        .iter()
        .map(|token| app.offered_path(token))
        .collect::<Result<Vec<_>, _>>()?;
    let label = "attached";
    // One file at a time: many large ones are not held together.
    let mut refused = Vec::new();
    let origin = app.person(label);
    let written = app
        .write(origin, move |writing| {
            let mut kept = 0;
            for path in paths {
                match read(&path) {
                    Ok(file) => {
                        writing.add_attachment(
                            transaction,
                            &file.name,
                            word(file.kind),
                            &file.data,
                        )?;
                        kept += 1;
                    }
                    Err(reason) => refused.push(RefusedFile {
                        name: plain_name(&file_name(&path)),
                        reason,
                    }),
                }
            }
            Ok((kept, refused))
        })
        .await?;
    let (kept, refused) = written.value;
    Ok(AttachmentsAdded {
        change: super::journal::change(written.batch, kept, label),
        refused,
    })
}

fn id_of(text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Failure::NotFound("attachment"))
}

pub(crate) async fn attachment_get(
    app: &App,
    request: AttachmentReq,
) -> Result<AttachmentContent, Failure> {
    let id = id_of(&request.id)?;
    app.read(move |view| {
        let file = view.attachment(id)?;
        let kind = file.kind.clone();
        let shown = kind_of_word(&kind);
        let mut content = AttachmentContent {
            file: wire(file),
            media: String::new(),
            image: None,
            text: None,
            cut: false,
        };
        match shown {
            AttachmentKind::Image => {
                let data = view.attachment_content(id)?;
                content.media = format!("image/{kind}");
                content.image = Some(base64::engine::general_purpose::STANDARD.encode(data));
            }
            AttachmentKind::Text => {
                let data = view.attachment_content(id)?;
                let text = String::from_utf8_lossy(&data);
                let end = text.char_indices().nth(SHOWN).map(|(at, _)| at);
                content.cut = end.is_some();
                content.text = Some(text[..end.unwrap_or(text.len())].to_owned());
            }
            AttachmentKind::Pdf | AttachmentKind::Other => {}
        }
        Ok(content)
    })
    .await
}

pub(crate) async fn attachment_save(
    app: &App,
    request: AttachmentReq,
) -> Result<ExportResult, Failure> {
    let id = id_of(&request.id)?;
    let name = app.read(move |view| Ok(view.attachment(id)?.name)).await?;
    let dialogs = app.ports().dialogs.clone();
    let path = blocking(move || Ok(dialogs.save_file(&name, ports::FileKind::Any))).await?;
    let Some(path) = path else {
        return Ok(ExportResult { file: None });
    };
    let data = app.read(move |view| view.attachment_content(id)).await?;
    let file = file_name(&path);
    blocking(move || {
        std::fs::write(&path, data)?;
        Ok(())
    })
    .await?;
    Ok(ExportResult { file: Some(file) })
}

pub(crate) async fn attachment_remove(
    app: &App,
    request: AttachmentReq,
) -> Result<Change, Failure> {
    let id = id_of(&request.id)?;
    let label = "attachment_removed";
    let written = app
        .write(app.person(label), move |writing| {
            writing.remove_attachment(id)
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}
