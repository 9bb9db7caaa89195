//! Price indices from CSV files, as statistical offices publish them.
//!
//! A file has a head line that names its columns (`date`, `month`, `period` or the like, and `index`, `value`, `cpi` or the
//! like), or no head and two columns, month and level. A month is written `2024-01`, `2024M01`, `01.2024`, `01/2024`, `202401`,
//! `Jan 2024`, or as any day of it. A line that says the same as one before is passed over; one that says something else of a
//! month that is there already is named and not read, since nobody but the person knows which is right.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use contract::types::RejectedIndex;
use domain::budget::Month;
use rust_decimal::Decimal;

use crate::commands::investments::csv_text::{cells, day, delimiter_of, number};
use crate::{Failure, dto};

/// Largest file, bytes.
const LARGEST: usize = 5_000_000;
/// Most months: longer than any index there is.
const MOST: usize = 4_800;
/// Rejected lines that are named.
const MOST_NAMED: usize = 100;
/// Lines of words before the table that are passed over, as some offices put there.
const MOST_PREAMBLE: usize = 20;

/// What a file says.
#[derive(Debug)]
pub(super) struct IndexFile {
    pub(super) months: BTreeMap<Month, Decimal>,
    pub(super) read: u32,
    pub(super) repeated: u32,
    pub(super) rejected: Vec<RejectedIndex>,
}

const MONTH_WORDS: [&str; 13] = [
    "month",
    "date",
    "period",
    "time",
    "time_period",
    "observation_date",
    "monat",
    "datum",
    "mois",
    "mes",
    "fecha",
    "période",
    "periodo",
];
const LEVEL_WORDS: [&str; 12] = [
    "index",
    "value",
    "obs_value",
    "level",
    "cpi",
    "hicp",
    "cpih",
    "indexstand",
    "wert",
    "indice",
    "índice",
    "valeur",
];

fn columns(head: &[String]) -> Option<(usize, usize)> {
    let word = |cell: &String| cell.trim().to_lowercase();
    let place = |words: &[&str]| {
        words
            .iter()
            .find_map(|wanted| head.iter().position(|cell| word(cell) == *wanted))
    };
    let month = place(&MONTH_WORDS)?;
    // With two columns the other one is the level, whatever the office calls it.
    let level = place(&LEVEL_WORDS).or_else(|| (head.len() == 2).then_some(1 - month.min(1)))?;
    (level != month).then_some((month, level))
}

/// Short names of months in the languages of files that are read; the place is the month.
const SHORT: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The month that a text names.
fn month(text: &str) -> Option<Month> {
    let text = text.trim();
    if let Some(day) = day(text) {
        return Some(Month::of(day));
    }
    let pieces: Vec<&str> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .collect();
    let (year, month) = match pieces[..] {
        [one] => {
            let split = one.split_once(['M', 'm']);
            match split {
                Some(pair) => pair,
                None if one.len() == 6 => (one.get(..4)?, one.get(4..)?),
                None => return None,
            }
        }
        [first, second] if first.len() == 4 && !first.contains(char::is_alphabetic) => {
            let bare = second.trim_start_matches(['M', 'm']);
            let marked = bare.starts_with(|sign: char| sign.is_ascii_digit());
            (first, if marked { bare } else { second })
        }
        [first, second] if second.len() == 4 => (second, first),
        _ => return None,
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !digits(year) {
        return None;
    }
    let month: u32 = if digits(month) && month.len() <= 2 {
        month.parse().ok()?
    } else {
        let short = month.to_lowercase();
        let place = SHORT.iter().position(|name| short.starts_with(name))?;
        u32::try_from(place).ok()? + 1
    };
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month, 1)?;
    (1800..=2200)
        .contains(&first.year())
        .then(|| Month::of(first))
}

/// Reads a file. What cannot be read of it is told by line; a file without a single level is refused.
pub(super) fn read(text: &str) -> Result<IndexFile, Failure> {
    if text.len() > LARGEST {
        return Err(Failure::invalid("text", "too_large"));
    }
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<(u32, &str)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(place, line)| (dto::length(place + 1), line))
        .collect();
    if lines.is_empty() {
        return Err(Failure::invalid("text", "empty"));
    }
    // The table begins at the line that names its columns, or at the first that holds a month.
    let begin = lines
        .iter()
        .take(MOST_PREAMBLE)
        .enumerate()
        .find_map(|(place, (_, line))| {
            let delimiter = delimiter_of(line);
            let cells = cells(line, delimiter);
            if let Some(columns) = columns(&cells) {
                return Some((place + 1, delimiter, columns));
            }
            month(cells.first()?)
                .filter(|_| cells.len() > 1)
                .map(|_| (place, delimiter, (0, 1)))
        });
    let Some((begin, delimiter, (at_month, at_level))) = begin else {
        return Err(Failure::invalid("text", "columns"));
    };
    let mut file = IndexFile {
        months: BTreeMap::new(),
        read: 0,
        repeated: 0,
        rejected: Vec::new(),
    };
    for (line, text) in &lines[begin..] {
        let cells = cells(text, delimiter);
        let read = || -> Result<(Month, Decimal), &'static str> {
            let cell = |place: usize| cells.get(place).map(|cell| cell.trim()).ok_or("columns");
            let month = month(cell(at_month)?).ok_or("month")?;
            let level = number(cell(at_level)?)
                .filter(|level| *level > Decimal::ZERO && *level < Decimal::from(1_000_000_000))
                .ok_or("index")?;
            Ok((month, level))
        };
        let reason = match read() {
            Ok((month, level)) => match file.months.get(&month) {
                Some(known) if *known == level => {
                    file.repeated += 1;
                    continue;
                }
                Some(_) => "twice",
                None if file.months.len() >= MOST => {
                    return Err(Failure::invalid("text", "too_large"));
                }
                None => {
                    file.months.insert(month, level);
                    file.read += 1;
                    continue;
                }
            },
            Err(reason) => reason,
        };
        if file.rejected.len() < MOST_NAMED {
            file.rejected.push(RejectedIndex {
                line: *line,
                reason: reason.to_owned(),
            });
        }
    }
    if file.months.is_empty() {
        return Err(Failure::invalid("text", "no_levels"));
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    type Seen = (Vec<(String, String)>, Vec<(u32, String)>);

    fn seen(text: &str) -> Seen {
        let file = read(text).unwrap();
        (
            file.months
                .iter()
                .map(|(month, level)| (month.to_string(), level.to_string()))
                .collect(),
            file.rejected
                .into_iter()
                .map(|line| (line.line, line.reason))
                .collect(),
        )
    }

    #[test]
    fn months_are_read_in_every_form_that_offices_write() {
        for text in [
            "2024-03",
            "2024-3",
            "2024/03",
            "2024-03-01",
            "2024-03-31",
            "03.2024",
            "3.2024",
            "03/2024",
            "01.03.2024",
            "2024M03",
            "2024-M03",
            "202403",
            "20240301",
            "Mar 2024",
            "March 2024",
            "2024 MAR",
            "mar-2024",
        ] {
            assert_eq!(
                month(text).map(|month| month.to_string()).as_deref(),
                Some("2024-03"),
                "{text}"
            );
        }
        for text in [
            "2024",
            "2024-13",
            "13.2024",
            "03.24",
            "Q1 2024",
            "",
            "2024-03-99",
            "x",
        ] {
            assert_eq!(month(text), None, "{text}");
        }
    }

    #[test]
    fn tables_with_and_without_heads_and_words_before_them_are_read() {
        let two = [
            ("2024-01".to_owned(), "118.3".to_owned()),
            ("2024-02".to_owned(), "118.9".to_owned()),
        ];
        for text in [
            "month,index\n2024-01,118.3\n2024-02,118.9\n",
            "2024-01;118,3\n2024-02;118,9\n",
            "\u{feff}\"TIME_PERIOD\",\"geo\",\"OBS_VALUE\"\n\"2024-01\",\"EA\",\"118.3\"\n\"2024-02\",\"EA\",\"118.9\"\n",
            "Consumer prices\nAll items\n\nDate;CPI\n01.2024;118.3\n02.2024;118.9\n",
            "Date\tAll items, 2015 = 100\nJan 2024\t118.3\nFeb 2024\t118.9\n",
            "2024-02-01,118.9\n2024-01-01,118.3\n",
        ] {
            assert_eq!(seen(text).0, two, "{text}");
        }
    }

    #[test]
    fn what_is_no_level_is_named_by_its_line() {
        let (months, rejected) = seen(
            "month,index\n2024-01,100\n2024-01,100.0\n2024-01,101\n2024-02,-\n2024-14,3\n2024-03\n2024-04,0\n2024-05,102\n",
        );
        assert_eq!(
            months,
            [
                ("2024-01".to_owned(), "100".to_owned()),
                ("2024-05".to_owned(), "102".to_owned())
            ]
        );
        let lines: Vec<(u32, &str)> = rejected
            .iter()
            .map(|(line, reason)| (*line, reason.as_str()))
            .collect();
        assert_eq!(
            lines,
            [
                (4, "twice"),
                (5, "index"),
                (6, "month"),
                (7, "columns"),
                (8, "index")
            ]
        );
        assert_eq!(
            read("month,index\n2024-01,100\n2024-01,100.0\n")
                .unwrap()
                .repeated,
            1
        );
    }

    #[test]
    fn a_file_without_levels_is_refused() {
        for text in ["", "a,b\nc,d\n", "month,index\n2024-01,-\n", "hello"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
