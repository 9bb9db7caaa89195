//! XML documents of untrusted origin, element by element.
//!
//! Names are compared without their prefix, because programs bind namespaces as they like. Entities of a document's own
//! are refused (they are a way to make little text huge), nesting has a bound, and a document that breaks off or is ill
//! formed ends where it breaks: what stood before is kept.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::model::Problem;
use crate::text::Lines;

/// No document of the kinds read here nests deeper.
const DEPTH: usize = 64;

/// What comes next in a document.
pub(crate) enum Step<'a> {
    /// An element begins; its depth counts from 1.
    Open(BytesStart<'a>, usize),
    /// The element of this depth ends.
    Close(usize),
    /// The end.
    End,
}

/// Why a document could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It declares entities of its own.
    Entities,
    /// It nests too deeply.
    Depth,
    /// It is ill formed.
    Form,
    /// It ends before its last element.
    CutOff,
}

/// A document on its way.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    lines: Lines<'a>,
    depth: usize,
}

/// An element and all below it, in document order.
#[derive(Default)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    tag: BytesStart<'a>,
    /// Where the name without its prefix begins and ends in the tag.
    name: (usize, usize),
    text: Cow<'a, str>,
    /// The first node that is no longer below this one.
    end: usize,
}

/// An element of a [`Tree`].
#[derive(Clone, Copy)]
pub(crate) struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
}

/// The name of an element without its prefix.
pub(crate) fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    std::str::from_utf8(tag.local_name().into_inner()).unwrap_or_default()
}

/// An attribute's value, by its name without prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|found| found.key.local_name().into_inner() == name.as_bytes())
        .map(|found| unescaped(&String::from_utf8_lossy(&found.value)))
}

/// Text with its character references resolved.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.find(';').filter(|end| *end <= 10) {
            Some(end) => {
                refer(&BytesRef::new(&rest[..end]), &mut out);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// What a reference stands for: a character by its number, or one of the five names of XML. Others stay as written.
fn refer(found: &BytesRef<'_>, out: &mut String) {
    if let Ok(Some(c)) = found.resolve_char_ref() {
        out.push(c);
        return;
    }
    let name = found.decode().unwrap_or_default();
    match &*name {
        "amp" => out.push('&'),
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "quot" => out.push('"'),
        "apos" => out.push('\''),
        other => {
            out.push('&');
            out.push_str(other);
            out.push(';');
        }
    }
}

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        Self {
            reader,
            lines: Lines::new(text),
            depth: 0,
        }
    }

    /// The line reached, counted from 1.
    pub(crate) fn line(&mut self) -> u32 {
        let place = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.lines.at(place)
    }

    fn event(&mut self) -> Result<Event<'a>, Broken> {
        let event = self.reader.read_event().map_err(|_| Broken::Form)?;
        match &event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return Err(Broken::Depth);
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(Broken::CutOff),
            Event::DocType(declared) => {
                let declared = declared.to_ascii_uppercase();
                if memchr::memmem::find(&declared, b"<!ENTITY").is_some() {
                    return Err(Broken::Entities);
                }
            }
            _ => {}
        }
        Ok(event)
    }

    /// The next element that begins or ends.
    pub(crate) fn step(&mut self) -> Result<Step<'a>, Broken> {
        loop {
            match self.event()? {
                Event::Start(tag) => return Ok(Step::Open(tag, self.depth)),
                Event::End(_) => return Ok(Step::Close(self.depth + 1)),
                Event::Eof => return Ok(Step::End),
                _ => {}
            }
        }
    }

    /// Reads the element that just began with all below it, into a tree that may be used again and again.
    pub(crate) fn tree(&mut self, tag: BytesStart<'a>, tree: &mut Tree<'a>) -> Result<(), Broken> {
        tree.nodes.clear();
        let mut open = [0_usize; DEPTH + 1];
        let mut below = 1;
        tree.nodes.push(Node::new(tag));
        while below > 0 {
            let at = open[below - 1];
            match self.event()? {
                Event::Start(tag) => {
                    open[below] = tree.nodes.len();
                    below += 1;
                    tree.nodes.push(Node::new(tag));
                }
                Event::End(_) => {
                    let end = tree.nodes.len();
                    tree.nodes[at].end = end;
                    below -= 1;
                }
                Event::Text(text) => {
                    if let Ok(text) = text.decode() {
                        tree.nodes[at].say(text);
                    }
                }
                Event::CData(text) => {
                    if let Ok(text) = text.decode() {
                        tree.nodes[at].say(Cow::Owned(text.into_owned()));
                    }
                }
                Event::GeneralRef(found) => refer(&found, tree.nodes[at].text.to_mut()),
                Event::Eof => return Err(Broken::CutOff),
                _ => {}
            }
        }
        Ok(())
    }

    /// What is said of a document that could not be read to its end.
    pub(crate) fn problem(&mut self, why: Broken) -> Problem {
        let line = self.line();
        let (code, detail) = match why {
            Broken::Entities => (
                "entities_refused",
                "The document declares entities of its own, which bank files do not; it was not read.",
            ),
            Broken::Depth => (
                "nested_too_deeply",
                "The document nests too deeply; what follows was not read.",
            ),
            Broken::Form => (
                "xml_broken",
                "The document is broken here; what follows was not read.",
            ),
            Broken::CutOff => (
                "file_cut_off",
                "The file ends before its closing tag: something may be missing.",
            ),
        };
        Problem::at(code, line, detail)
    }
}

impl<'a> Node<'a> {
    fn new(tag: BytesStart<'a>) -> Self {
        let whole = tag.name().into_inner().len();
        let own = tag.local_name().into_inner().len();
        Self {
            tag,
            name: (whole - own, whole),
            text: Cow::Borrowed(""),
            end: 0,
        }
    }

    fn say(&mut self, more: Cow<'a, str>) {
        if self.text.is_empty() {
            // Blanks between elements say nothing.
            if !more.trim_ascii().is_empty() {
                self.text = more;
            }
        } else {
            self.text.to_mut().push_str(&more);
        }
    }
}

impl<'a> Tree<'a> {
    /// The element that was read.
    pub(crate) fn root(&self) -> Option<Element<'_, 'a>> {
        (!self.nodes.is_empty()).then_some(Element { tree: self, at: 0 })
    }
}

impl<'t, 'a> Element<'t, 'a> {
    fn node(self) -> &'t Node<'a> {
        &self.tree.nodes[self.at]
    }

    /// Name without prefix.
    pub(crate) fn name(self) -> &'t str {
        local(&self.node().tag)
    }

    fn is_named(self, name: &str) -> bool {
        let (from, to) = self.node().name;
        self.node().tag[from..to] == *name.as_bytes()
    }

    /// Its own text, without blanks around it.
    pub(crate) fn text(self) -> &'t str {
        self.node().text.trim()
    }

    /// An attribute's value.
    pub(crate) fn attribute(self, name: &str) -> Option<String> {
        attribute(&self.node().tag, name)
    }

    /// The elements right below.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        let end = self.node().end;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(Self {
                tree: self.tree,
                at,
            })?;
            at = child.node().end.max(at + 1);
            Some(child)
        })
    }

    /// The first element right below with this name.
    pub(crate) fn child(self, name: &str) -> Option<Self> {
        self.children().find(|child| child.is_named(name))
    }

    /// All elements right below with this name.
    pub(crate) fn all(self, name: &str) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.is_named(name))
    }

    /// The first element at the end of a path of names.
    pub(crate) fn at(self, path: &[&str]) -> Option<Self> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The text at the end of a path of names, if there is any.
    pub(crate) fn text_at(self, path: &[&str]) -> Option<&'t str> {
        self.at(path)
            .map(Self::text)
            .filter(|text| !text.is_empty())
    }

    /// The first element anywhere below with this name.
    pub(crate) fn below(self, name: &str) -> Option<Self> {
        (self.at + 1..self.node().end)
            .map(|at| Self {
                tree: self.tree,
                at,
            })
            .find(|element| element.is_named(name))
    }
}

#[cfg(test)]
mod tests;
