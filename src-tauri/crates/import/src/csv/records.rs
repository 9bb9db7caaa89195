//! Records and their cells, cut out of the text where they stand.
//!
//! Nearly all cells are plain, or quoted without a quotation mark inside: those are pieces of the text and are not copied. A
//! record with anything else (doubled marks, text behind a closing mark, a mark that is never closed) is read by `csv-core`,
//! whose rules these are: a lone carriage return ends a record, blank lines are none, a mark inside a plain cell is a letter.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

const MARK: u8 = b'"';

/// Walks through the records of a text.
pub(super) struct Records<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
    /// Whether a quotation mark at the beginning of a cell encloses it.
    quoting: bool,
    /// Where the cells of the record stand, in the text or in `unquoted`.
    ranges: Vec<(usize, usize)>,
    /// The cells of a record that the crate read, one behind the other.
    unquoted: String,
    crate_reader: Option<Box<Reader>>,
}

/// The cells of one record.
#[derive(Clone, Copy)]
pub(super) struct Cells<'r> {
    whole: &'r str,
    ranges: &'r [(usize, usize)],
    /// The record as it stands in the file, without the end of its line.
    pub(super) raw: &'r str,
    /// Where it begins.
    pub(super) start: usize,
    /// The cells are pieces of `raw`.
    pub(super) pieces: bool,
}

impl<'r> Cells<'r> {
    /// How many.
    pub(super) fn len(self) -> usize {
        self.ranges.len()
    }

    /// One of them.
    pub(super) fn get(self, at: usize) -> Option<&'r str> {
        let (from, to) = *self.ranges.get(at)?;
        self.whole.get(from..to)
    }

    /// All of them.
    pub(super) fn iter(self) -> impl Iterator<Item = &'r str> {
        self.ranges
            .iter()
            .filter_map(move |(from, to)| self.whole.get(*from..*to))
    }

    /// The same place in the file, with other cells.
    pub(super) fn with(self, joined: &'r Joined) -> Self {
        Self {
            whole: &joined.whole,
            ranges: &joined.ranges,
            pieces: false,
            ..self
        }
    }
}

/// Cells put together again.
#[derive(Default)]
pub(super) struct Joined {
    whole: String,
    ranges: Vec<(usize, usize)>,
}

impl Joined {
    pub(super) fn push(&mut self, cell: &str) {
        let from = self.whole.len();
        self.whole.push_str(cell);
        self.ranges.push((from, self.whole.len()));
    }
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, delimiter: u8, quoting: bool) -> Self {
        Self {
            text,
            at: 0,
            delimiter,
            quoting,
            ranges: Vec::new(),
            unquoted: String::new(),
            crate_reader: None,
        }
    }

    /// The next record that is no blank line.
    pub(super) fn next(&mut self) -> Option<Cells<'_>> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b'\r' | b'\n')) {
            self.at += 1;
        }
        let start = self.at;
        if start == bytes.len() {
            return None;
        }
        self.ranges.clear();
        let pieces = self.cut(start);
        self.at = match pieces {
            Some(end) => end,
            None => start + self.by_crate(start),
        };
        Some(Cells {
            whole: if pieces.is_some() {
                self.text
            } else {
                &self.unquoted
            },
            ranges: &self.ranges,
            raw: self.text.get(start..self.at).unwrap_or_default(),
            start,
            pieces: pieces.is_some(),
        })
    }

    /// Finds the cells of the record that begins here, and where it ends; none where they cannot be pieces of the text.
    fn cut(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut from = start;
        loop {
            let end = if self.quoting && bytes.get(from) == Some(&MARK) {
                let close = from + 1 + memchr::memchr(MARK, &bytes[from + 1..])?;
                self.ranges.push((from + 1, close));
                close + 1
            } else {
                let rest = &bytes[from..];
                let end = memchr::memchr3(self.delimiter, b'\n', b'\r', rest);
                let end = end.map_or(bytes.len(), |length| from + length);
                self.ranges.push((from, end));
                end
            };
            match bytes.get(end) {
                Some(byte) if *byte == self.delimiter => from = end + 1,
                None | Some(b'\n' | b'\r') => return Some(end),
                Some(_) => return None,
            }
        }
    }

    /// Reads the record that begins here by the crate; gives its length.
    fn by_crate(&mut self, start: usize) -> usize {
        let (delimiter, quoting) = (self.delimiter, self.quoting);
        let reader = self.crate_reader.get_or_insert_with(|| {
            let mut builder = ReaderBuilder::new();
            Box::new(builder.delimiter(delimiter).quoting(quoting).build())
        });
        reader.reset();
        let input = &self.text.as_bytes()[start..];
        let mut output = std::mem::take(&mut self.unquoted).into_bytes();
        output.resize(output.capacity().max(1024), 0);
        let mut ends = vec![0_usize; self.ranges.capacity().max(16)];
        let (mut read, mut written, mut found) = (0, 0, 0);
        loop {
            let (result, more_read, more_written, more_found) =
                reader.read_record(&input[read..], &mut output[written..], &mut ends[found..]);
            read += more_read;
            written += more_written;
            found += more_found;
            match result {
                // Told that nothing more comes, the reader ends the record.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        output.truncate(written);
        // Only marks were left out, so that what is left is text.
        self.unquoted = String::from_utf8(output).unwrap_or_default();
        self.ranges.clear();
        let mut from = 0;
        for end in &ends[..found] {
            self.ranges.push((from, *end));
            from = *end;
        }
        let raw = self.text.get(start..start + read).unwrap_or_default();
        raw.trim_end_matches(['\r', '\n']).len()
    }
}
