//! CAMT: statements (camt.053), reports within the day (camt.052) and notifications (camt.054) of ISO 20022.
//!
//! Elements and their meaning follow the message definition reports "Bank-to-Customer Cash Management" of ISO 20022,
//! versions 1 to 13 of the three messages; they differ in what may stand in them, not in what it means, so that one
//! reader takes them all and names are compared without their namespace. Sign: `CdtDbtInd` says what happened on the
//! account, also for a reversal (`RvslInd`), whose parties keep the roles of the payment that is taken back.
//!
//! An entry that books a batch gives a row for each of its details where these add up to it (with its charges as a row of
//! their own); else it stays one row and that is told. Entries that inform only (`INFO`) are told and left out.

mod entry;
mod reader;

use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Row};
use crate::text;

/// The format.
pub(crate) struct Camt;

impl Format for Camt {
    fn id(&self) -> &'static str {
        "camt"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> Confidence {
        // The letters of UTF-16 are the bytes that are not zero.
        let letters: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
        let has = |mark: &[u8]| memchr::memmem::find(&letters, mark).is_some();
        if has(b"BkToCstmr") && has(b"<") {
            Confidence::Certain
        } else if has(b"xsd:camt.05") || has(b"camt.053.001") {
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
        let Some(decoded) = text::decode(bytes, text::xml_encoding(bytes)) else {
            return Parsed::refused("camt.053", "not_text", "The file is no text.");
        };
        reader::read(&decoded, profile, visit)
    }
}
