//! The ofx format.

use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Row};

/// The format.
pub(crate) struct Ofx;

impl Format for Ofx {
    fn id(&self) -> &'static str {
        "ofx"
    }

    fn sniff(&self, _name: &str, _head: &[u8]) -> Confidence {
        Confidence::No
    }

    fn parse_streaming(
        &self,
        _bytes: &[u8],
        _profile: &Profile,
        _visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        Parsed::refused("ofx", "not_this_format", "This cannot be read yet.")
    }
}
