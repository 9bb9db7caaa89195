//! OFX 1 (SGML), OFX 2 (XML) and QFX: what banks and brokers give to finance programs.
//!
//! Element names and their meaning follow the Open Financial Exchange specification 1.6 and 2.2: statements (section 11
//! in both), investments (13), date and amount formats (3.2.8, 3.2.9). Banks keep to it loosely, so tags are read as they
//! come: missing headers, missing or surplus end tags and unknown elements do no harm. Every crate found for this stops
//! at the first oddity or holds the whole tree, hence a reader of its own.
//!
//! Trades in securities are not rows: they and what is held stand beside the rows of their statement.

mod paper;
mod reader;
mod record;
mod tokens;

use encoding_rs::Encoding;

use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Row};
use crate::text;

/// The format.
pub(crate) struct Ofx;

impl Format for Ofx {
    fn id(&self) -> &'static str {
        "ofx"
    }

    fn sniff(&self, name: &str, head: &[u8]) -> Confidence {
        // UTF-16 heads are recognised too: their letters are the bytes that are not zero.
        let letters: Vec<u8> = head
            .iter()
            .filter(|byte| **byte != 0)
            .map(u8::to_ascii_uppercase)
            .collect();
        let has = |mark: &[u8]| memchr::memmem::find(&letters, mark).is_some();
        let name = name.to_ascii_lowercase();
        let named = [".ofx", ".qfx", ".ofc", ".qbo"]
            .iter()
            .any(|ending| name.ends_with(ending));
        if has(b"OFXHEADER") || has(b"<OFX>") || has(b"<OFX ") {
            Confidence::Certain
        } else if named || has(b"<STMTTRN>") {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        let Some(decoded) = text::decode(bytes, claimed_encoding(bytes)) else {
            return Parsed::refused("ofx1", "not_text", "The file is no text.");
        };
        let format = wire_format(&profile.name, &decoded.text);
        reader::read(&decoded, format, profile, visit)
    }
}

/// The word for the wire: the file's name tells QFX, the header tells OFX 2.
fn wire_format(name: &str, text: &str) -> &'static str {
    if name.to_ascii_lowercase().ends_with(".qfx") {
        return "qfx";
    }
    let end = text.find("<OFX>").unwrap_or(text.len()).min(4096);
    let head = text.get(..end).unwrap_or_default().to_ascii_uppercase();
    if head.contains("<?XML") || head.contains("<?OFX") {
        "ofx2"
    } else {
        "ofx1"
    }
}

/// The encoding that the header claims (`CHARSET:1252`, `ENCODING:UTF-8`, `encoding="…"`). Counts only when the bytes
/// do not say otherwise: many headers are wrong.
fn claimed_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_uppercase();
    let after = |key: &str| {
        head.find(key).map(|at| {
            head[at + key.len()..]
                .trim_start_matches(['"', '\'', ' '])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
                .collect::<String>()
        })
    };
    let label = |text: String| {
        // The one-line header runs "CHARSET:1252COMPRESSION:NONE".
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        if digits.len() == 4 {
            Encoding::for_label(format!("windows-{digits}").as_bytes())
        } else {
            Encoding::for_label(text.as_bytes())
        }
    };
    after("CHARSET:")
        .and_then(label)
        .or_else(|| after("ENCODING=").and_then(label))
}

#[cfg(test)]
mod tests;
