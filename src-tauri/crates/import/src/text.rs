//! Bytes to text.

use std::borrow::Cow;

use crate::model::Problem;
use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text with the encoding it was found in.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static Encoding,
    /// Bytes that mean nothing in the encoding were replaced by U+FFFD.
    pub(crate) replaced: bool,
}

/// Decodes, with what is written in the bytes before what is claimed: a byte order mark, then the pattern of UTF-16,
/// then valid UTF-8; then `claimed`, then what the letters suggest. None if it is no text.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    claimed: Option<&'static Encoding>,
) -> Option<Decoded<'a>> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return Some(as_encoding(&bytes[skip..], encoding));
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Some(as_encoding(bytes, encoding));
    }
    if looks_binary(bytes) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded {
            text: Cow::Borrowed(text),
            encoding: UTF_8,
            replaced: false,
        });
    }
    let encoding = claimed
        .filter(|encoding| *encoding != UTF_8 && encoding.output_encoding() != UTF_8)
        .unwrap_or_else(|| guess(bytes));
    Some(as_encoding(bytes, encoding))
}

/// Decodes as the person said.
pub(crate) fn as_encoding<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, encoding, replaced) = encoding.decode(bytes);
    Decoded {
        text,
        encoding,
        replaced,
    }
}

/// The encoding that an XML declaration names.
pub(crate) fn xml_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).into_owned();
    let declaration = &head[head.find("<?xml")?..];
    let declaration = &declaration[..declaration.find("?>")?];
    let label = declaration.split_once("encoding")?.1;
    let label = label.trim_start_matches([' ', '=', '"', '\'']);
    let end = label.find(['"', '\'', ' ']).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

impl Decoded<'_> {
    /// That letters were replaced.
    pub(crate) fn told(&self) -> Problem {
        Problem::of_file(
            "text_replaced",
            format!(
                "Some letters cannot be read as {} and were replaced.",
                self.encoding.name()
            ),
        )
    }
}

/// What the letters suggest: the detector that browsers use for unlabelled pages.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    // The pound sign before a number; the detector takes the lone byte for a Polish letter.
    if bytes
        .windows(2)
        .any(|pair| pair[0] == 0xa3 && pair[1].is_ascii_digit())
        && bytes
            .iter()
            .filter(|byte| !byte.is_ascii())
            .all(|byte| matches!(byte, 0x80 | 0x91..=0x97 | 0xa0..=0xff))
    {
        let pounds = memchr::memchr_iter(0xa3, bytes).count();
        let others = bytes.iter().filter(|byte| !byte.is_ascii()).count() - pounds;
        if pounds >= others {
            return WINDOWS_1252;
        }
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    if encoding == encoding_rs::GBK {
        encoding_rs::GB18030
    } else if encoding == UTF_8 {
        WINDOWS_1252
    } else {
        encoding
    }
}

/// UTF-8 with a few broken places (cut fields) rather than another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut whole = 0_usize;
    let mut broken = 0_usize;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 10 * broken
}

/// UTF-16 without a mark: every second byte of mostly western text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    let pairs = head.len() / 2;
    let zeros_at = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (first, second) = (zeros_at(0), zeros_at(1));
    if second * 10 > pairs * 6 && first * 50 < pairs {
        Some(UTF_16LE)
    } else if first * 10 > pairs * 6 && second * 50 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Text holds no zero bytes and hardly any control characters.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    if memchr::memchr(0, head).is_some() {
        return true;
    }
    // Counted in short stretches, so that many bytes are looked at at once.
    let control: usize = head
        .chunks(128)
        .map(|stretch| {
            let found = stretch.iter().fold(0_u8, |sum, byte| {
                sum + u8::from(matches!(byte, 1..=8 | 14..=25 | 27..=31 | 127))
            });
            usize::from(found)
        })
        .sum();
    control * 50 > head.len()
}

/// Whether a text is one line without runs of blanks. Looks at eight bytes at once.
pub(crate) fn tidy(text: &str) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const LOW: u64 = ONES * 0x7f;
    const HIGH: u64 = ONES * 0x80;
    const BLANKS: u64 = ONES * 0x20;
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut control = 0_u64;
    let mut run = 0_u64;
    // The high bit of a byte in `blanks` stands where the text has a blank; `before` is the last one of the word before.
    let mut before = 0_u64;
    for word in words {
        let word = u64::from_le_bytes(*word);
        control |= word.wrapping_sub(BLANKS) & !word & HIGH;
        let other = word ^ BLANKS;
        let blanks = !(((other & LOW) + LOW) | other | LOW);
        run |= blanks & (blanks << 8 | before);
        before = blanks >> 56;
    }
    let mut after_blank = before != 0;
    for byte in rest {
        let blank = *byte == b' ';
        control |= u64::from(*byte < b' ');
        run |= u64::from(blank && after_blank);
        after_blank = blank;
    }
    control | run == 0
}

/// Without blanks around it. Most texts end with the end of their line and hold nothing but plain letters at both ends.
pub(crate) fn trimmed(text: &str) -> &str {
    let plain = text.trim_ascii();
    match (plain.as_bytes().first(), plain.as_bytes().last()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => plain,
        _ => text.trim(),
    }
}

/// The lines of a text with any kind of line end, without it.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let end = if memchr::memchr(b'\n', bytes).is_some() {
        b'\n'
    } else {
        b'\r'
    };
    let mut from = 0;
    let mut ends = memchr::memchr_iter(end, bytes);
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let to = ends.next().unwrap_or_else(|| {
            done = true;
            text.len()
        });
        let line = &text[from..to];
        from = to + 1;
        Some(line.trim_end_matches(['\r', '\n']))
    })
}

/// Counts lines while a reader walks forward through a text.
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    end: u8,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let end = if memchr::memchr(b'\n', bytes).is_some() {
            b'\n'
        } else {
            b'\r'
        };
        Self {
            bytes,
            end,
            at: 0,
            line: 1,
        }
    }

    /// Moves to a place that no line ends before, so that those bytes need not be looked at again.
    pub(crate) fn pass(&mut self, place: usize) {
        self.at = self.at.max(place.min(self.bytes.len()));
    }

    /// The line, counted from 1, of a place that is not before the last one asked for.
    pub(crate) fn at(&mut self, place: usize) -> u32 {
        let place = place.min(self.bytes.len());
        if place > self.at {
            let between = &self.bytes[self.at..place];
            // Mostly there is but the end of one line.
            let passed = match between {
                [one] => usize::from(*one == self.end),
                [one, two] => usize::from(*one == self.end) + usize::from(*two == self.end),
                many => memchr::memchr_iter(self.end, many).count(),
            };
            self.line = self
                .line
                .saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
            self.at = place;
        }
        self.line
    }
}
