//! The fields of a message: a tag between colons, and its lines.

/// A field's lines, the first without its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// `20`, `60F`, …
    pub(super) tag: &'a str,
    /// Where it begins, counted from 1.
    pub(super) line: u32,
    pub(super) lines: Vec<&'a str>,
}

/// Tags that bring something here or end what stands before them. A line of free text may well begin with a colon.
const TAGS: [&str; 22] = [
    "20", "21", "25", "25P", "28", "28C", "60F", "60M", "61", "86", "62F", "62M", "64", "65",
    "34F", "13", "13D", "90C", "90D", "NS", "940", "942",
];

/// The tag that a line begins with, and what follows it.
pub(super) fn tag(line: &str) -> Option<(&str, &str)> {
    let rest = line
        .trim_start_matches(['\u{feff}', ' ', '\u{1}'])
        .strip_prefix(':')?;
    let (tag, rest) = rest.split_once(':')?;
    TAGS.contains(&tag).then_some((tag, rest))
}

/// Whether a line belongs to the envelope: the end of a message, or the blocks around it.
fn envelope(line: &str) -> bool {
    let line = line.trim();
    line == "-" || line.starts_with("-}") || line.starts_with('{') || line == "\u{3}"
}

/// Gives every field of a text to `take`; lines outside of fields are passed over.
pub(super) fn each<'a>(text: &'a str, mut take: impl FnMut(Field<'a>)) {
    let mut field: Option<Field<'a>> = None;
    let mut number = 0_u32;
    for line in crate::text::lines(text) {
        number = number.saturating_add(1);
        if let Some((tag, rest)) = tag(line) {
            if let Some(done) = field.take() {
                take(done);
            }
            field = Some(Field {
                tag,
                line: number,
                lines: vec![rest],
            });
        } else if envelope(line) {
            if let Some(done) = field.take() {
                take(done);
            }
            // A block may hold the first field: "{4::20:…" on one line.
            if let Some((_, block)) = line.split_once("{4:")
                && let Some((tag, rest)) = self::tag(block)
            {
                field = Some(Field {
                    tag,
                    line: number,
                    lines: vec![rest],
                });
            }
        } else if let Some(field) = &mut field {
            field.lines.push(line);
        }
    }
    if let Some(done) = field {
        take(done);
    }
}

impl Field<'_> {
    /// The first line, without blanks around it.
    pub(super) fn first(&self) -> &str {
        self.lines.first().map_or("", |line| line.trim())
    }
}
