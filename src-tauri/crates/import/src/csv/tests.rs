//! Tests of delimited text.

use proptest::prelude::*;

use super::records::Records;

fn ours(text: &str, delimiter: u8, quoting: bool) -> Vec<Vec<String>> {
    let mut records = Records::new(text, delimiter, quoting);
    let mut all = Vec::new();
    while let Some(record) = records.next() {
        all.push(record.iter().map(str::to_owned).collect());
    }
    all
}

fn crates(text: &str, delimiter: u8, quoting: bool) -> Vec<Vec<String>> {
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quoting)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| {
            record.map_or_else(
                |_| Vec::new(),
                |cells| cells.iter().map(str::to_owned).collect(),
            )
        })
        .collect()
}

#[test]
fn quoted_cells_broken_marks_and_every_line_end_are_cut_as_the_crate_reads_them() {
    for text in [
        "",
        "\n\r\n",
        "a",
        "a,",
        ",",
        "a,b\r\nc,d\re,f\n\n\ng",
        "\"a\",\"b, c\"\n\"d\ne\",f\n",
        "\"a \"\"b\"\" c\",d\n",
        "\"a\" b,c\n",
        "a \"b\" c,\"\"\n",
        "\"never closed,b\nc,d\n",
        "\"never closed,b\r\n\r\n",
        "x,\"y\"",
        "\"\u{e9}\u{1f4b8}\"\"\",\u{e9}\n",
    ] {
        for quoting in [true, false] {
            assert_eq!(
                ours(text, b',', quoting),
                crates(text, b',', quoting),
                "{text:?}"
            );
        }
    }
}

#[test]
fn a_record_knows_its_place_and_its_text() {
    let text = "a,b\r\n\r\n\"c\"\"\",d\r\ne";
    let mut records = Records::new(text, b',', true);
    let mut found = Vec::new();
    while let Some(record) = records.next() {
        found.push((record.start, record.raw.to_owned(), record.pieces));
    }
    let told = |start, raw: &str, pieces| (start, raw.to_owned(), pieces);
    assert_eq!(
        found,
        [
            told(0, "a,b", true),
            told(7, "\"c\"\"\",d", false),
            told(16, "e", true)
        ]
    );
}

proptest! {
    #[test]
    fn every_text_is_cut_as_the_crate_reads_it(text in "([a\u{e9} ]|[,;\"]|[,;\"]|\r|\n|\"\"){0,40}") {
        for (delimiter, quoting) in [(b',', true), (b';', true), (b',', false)] {
            prop_assert_eq!(ours(&text, delimiter, quoting), crates(&text, delimiter, quoting));
        }
    }
}
