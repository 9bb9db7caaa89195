//! Files packed with gzip or zip.
//!
//! What is packed may be huge when unpacked: there is a bound on the whole, and a bound on how many times larger than the
//! packed file it may be. Archives within archives are not opened.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::model::Parsed;

/// No statement is larger, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;
/// Small files may unpack to this much whatever they are.
const ALWAYS: u64 = 8 * 1024 * 1024;
/// Text hardly ever packs better than this.
const TIMES: u64 = 100;
/// Files looked at in an archive.
const FILES: usize = 500;

/// A file out of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files in a container: none when the file is no container, else what is in it or why it cannot be opened.
pub fn unpack(name: &str, bytes: &[u8]) -> Option<Result<Vec<Unpacked>, Box<Parsed>>> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        Some(gunzip(name, bytes).map(|file| vec![file]))
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Some(unzip(bytes))
    } else {
        None
    }
}

fn refused(code: &'static str, message: &str) -> Box<Parsed> {
    Box::new(Parsed::refused("unknown", code, message))
}

fn too_large() -> Box<Parsed> {
    refused(
        "too_large",
        "Unpacked, the file is far larger than any statement.",
    )
}

fn broken() -> Box<Parsed> {
    refused(
        "archive_unreadable",
        "The archive is damaged or protected by a password.",
    )
}

fn bound(packed: usize) -> u64 {
    let packed = u64::try_from(packed).unwrap_or(u64::MAX);
    ALWAYS
        .saturating_add(packed.saturating_mul(TIMES))
        .min(LARGEST)
}

/// Reads at most `most` bytes; `None` when there are more.
fn bounded(reader: impl Read, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut out = Vec::new();
    reader.take(most.saturating_add(1)).read_to_end(&mut out)?;
    let fits = u64::try_from(out.len()).is_ok_and(|length| length <= most);
    Ok(fits.then_some(out))
}

fn gunzip(name: &str, bytes: &[u8]) -> Result<Unpacked, Box<Parsed>> {
    let unpacked = bounded(MultiGzDecoder::new(bytes), bound(bytes.len()))
        .map_err(|_| broken())?
        .ok_or_else(too_large)?;
    let inner = match name.rsplit_once('.') {
        Some((inner, ending)) if ending.eq_ignore_ascii_case("gz") => inner,
        _ => name,
    };
    Ok(Unpacked {
        name: inner.to_owned(),
        bytes: unpacked,
    })
}

fn unzip(bytes: &[u8]) -> Result<Vec<Unpacked>, Box<Parsed>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let spreadsheet = archive
        .file_names()
        .flatten()
        .any(|name| matches!(&*name, "[Content_Types].xml" | "content.xml"));
    if spreadsheet {
        return Err(refused(
            "unsupported_format",
            "This is a spreadsheet or a text document: save it as CSV and offer that.",
        ));
    }
    if archive.len() > FILES {
        return Err(too_large());
    }
    let mut left = bound(bytes.len());
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| broken())?;
        let path = entry.name().map_err(|_| broken())?.into_owned();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        if entry.is_dir() || name.starts_with('.') || path.starts_with("__MACOSX/") {
            continue;
        }
        let unpacked = bounded(entry, left)
            .map_err(|_| broken())?
            .ok_or_else(too_large)?;
        left = left.saturating_sub(u64::try_from(unpacked.len()).unwrap_or(u64::MAX));
        files.push(Unpacked {
            name: name.to_owned(),
            bytes: unpacked,
        });
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
