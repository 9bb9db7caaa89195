//! Tags and their text, out of SGML (OFX 1) and XML (OFX 2) alike.
//!
//! Elements of OFX 1 need no end tag (OFX 1.6, section 2.3.1), so a tag's text simply ends at the next tag. A `<` that
//! opens no tag is text: banks do not escape what their customers write.

use std::borrow::Cow;
use std::cell::Cell;

use crate::text::trimmed;

/// A start tag with the text behind it, or an end tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<NAME>text`; the text is trimmed, its entities not yet resolved.
    Start {
        name: &'a str,
        text: Cow<'a, str>,
        /// Byte offset of the tag.
        place: usize,
    },
    /// `</NAME>`.
    End { name: &'a str },
}

/// Walks through the tags of a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Whether the ends of comments and literals are worth looking for: not after one was missing up to the end of the
    /// text, or hostile bytes would cost a scan of the whole text each.
    closes: Cell<[bool; 3]>,
    /// End of the tag at `at`, when it was already found.
    ahead: Option<usize>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            at,
            closes: Cell::new([true; 3]),
            ahead: None,
        }
    }

    /// Where the next token is looked for.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Leaves out what stands before `place`.
    pub(super) fn go_on_at(&mut self, place: usize) {
        self.at = place;
        self.ahead = None;
    }

    /// The markup that starts at or after `from`: its range and what it is.
    fn markup(&self, mut from: usize) -> Option<(usize, usize, Markup)> {
        let bytes = self.text.as_bytes();
        loop {
            let start = from + memchr::memchr(b'<', bytes.get(from..)?)?;
            let rest = &self.text[start..];
            let found = if !matches!(bytes.get(start + 1), Some(b'!' | b'?')) {
                tag_length(rest.as_bytes()).map(|end| (end, Markup::Tag))
            } else if rest.starts_with("<!--") {
                // A comment that is never closed ends with its own tag bracket.
                let end = self
                    .close(0, rest, "-->")
                    .or_else(|| self.close(2, rest, ">"));
                end.map(|end| (end, Markup::Skipped))
            } else if rest.starts_with("<![CDATA[") {
                self.close(1, rest, "]]>").map(|end| (end, Markup::Literal))
            } else {
                self.close(2, rest, ">").map(|end| (end, Markup::Skipped))
            };
            match found {
                Some((length, markup)) => return Some((start, start + length, markup)),
                None => from = start + 1,
            }
        }
    }

    /// Where the closing text ends.
    fn close(&self, kind: usize, rest: &str, closing: &str) -> Option<usize> {
        let mut closes = self.closes.get();
        if !closes[kind] {
            return None;
        }
        let end = rest.find(closing).map(|at| at + closing.len());
        if end.is_none() {
            closes[kind] = false;
            self.closes.set(closes);
        }
        end
    }
}

enum Markup {
    Tag,
    Literal,
    Skipped,
}

/// What a tag's name is made of, by byte.
const IN_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric()
            || matches!(byte as u8, b'.' | b'_' | b'-' | b':' | b'/');
        byte += 1;
    }
    table
};

/// Length of a tag that starts here; none if the `<` is just a character.
fn tag_length(bytes: &[u8]) -> Option<usize> {
    let first = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
    if !bytes.get(first)?.is_ascii_alphabetic() {
        return None;
    }
    let named = bytes[first + 1..]
        .iter()
        .position(|byte| !IN_NAME[usize::from(*byte)])?;
    let at = first + 1 + named;
    match bytes[at] {
        b'>' => return Some(at + 1),
        b' ' | b'\t' | b'\r' | b'\n' => {}
        _ => return None,
    }
    // Attributes or blanks: a tag if it closes before another one opens.
    let rest = &bytes[at..];
    let end = memchr::memchr2(b'>', b'<', rest)?;
    let inside = &rest[..end];
    let has_attribute = memchr::memchr(b'=', inside).is_some();
    (rest[end] == b'>'
        && (has_attribute || inside.trim_ascii().is_empty() || inside.trim_ascii() == b"/"))
        .then_some(at + end + 1)
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (start, end, markup) = match self.ahead.take() {
                Some(end) => (self.at, end, Markup::Tag),
                None => self.markup(self.at)?,
            };
            self.at = end;
            if !matches!(markup, Markup::Tag) {
                continue;
            }
            let inside = &self.text[start + 1..end - 1];
            let name = |inside: &'a str| {
                let end = inside
                    .bytes()
                    .position(|byte| byte.is_ascii_whitespace() || byte == b'/');
                &inside[..end.unwrap_or(inside.len())]
            };
            if let Some(inside) = inside.strip_prefix('/') {
                return Some(Token::End { name: name(inside) });
            }
            if inside.as_bytes().last() == Some(&b'/') {
                return Some(Token::Start {
                    name: name(inside),
                    text: Cow::Borrowed(""),
                    place: start,
                });
            }
            return Some(Token::Start {
                name: name(inside),
                text: self.text_behind(),
                place: start,
            });
        }
    }
}

impl<'a> Tokens<'a> {
    /// The text up to the next tag, without comments; the reader then stands at that tag.
    fn text_behind(&mut self) -> Cow<'a, str> {
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        let add = |text: &mut Cow<'a, str>, piece: &'a str| {
            let piece = trimmed(piece);
            if piece.is_empty() {
                return;
            }
            if text.is_empty() {
                *text = Cow::Borrowed(piece);
            } else {
                text.to_mut().push(' ');
                text.to_mut().push_str(piece);
            }
        };
        loop {
            let Some((start, end, markup)) = self.markup(self.at) else {
                add(&mut text, &self.text[self.at..]);
                self.at = self.text.len();
                return text;
            };
            add(&mut text, &self.text[self.at..start]);
            match markup {
                Markup::Tag => {
                    self.at = start;
                    self.ahead = Some(end);
                    return text;
                }
                Markup::Literal => add(&mut text, &self.text[start + 9..end - 3]),
                Markup::Skipped => {}
            }
            self.at = end;
        }
    }
}

/// Resolves entities; anything that is none stays as it is.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest[1..].find(';').filter(|end| *end <= 10);
        let resolved = entity.and_then(|end| entity_char(&rest[1..=end]));
        if let (Some(c), Some(end)) = (resolved, entity) {
            out.push(c);
            rest = &rest[end + 2..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity_char(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            return char::from_u32(code).filter(|c| !c.is_control());
        }
    })
}
