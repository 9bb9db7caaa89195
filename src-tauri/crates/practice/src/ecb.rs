//! The reference rate feed, in the layout of the European Central Bank.
//!
//! Three documents: the newest day, ninety days, and the whole history, which begins five years
//! before the household's present. Sender and rates are invented and say so.

use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use chrono::NaiveDate;

use crate::calendar::{is_working, minus, minus_months, working_until};
use crate::exchange::{Answer, Ask};
use crate::rates;

/// Where the feed lives.
pub(crate) const PREFIX: &str = "/ecb";

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(today: NaiveDate, ask: &Ask) -> Answer {
    let newest = working_until(today);
    let oldest = match ask.below(PREFIX).as_deref() {
        _ if ask.method != Method::GET => {
            return Answer::text(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "GET only");
        }
        Some(["eurofxref-daily.xml"]) => newest,
        Some(["eurofxref-hist-90d.xml"]) => minus(today, 90),
        Some(["eurofxref-hist.xml"]) => minus_months(today, 60),
        _ => return Answer::text(StatusCode::NOT_FOUND, "text/html", "<h1>404</h1>"),
    };
    Answer::text(StatusCode::OK, "text/xml", document(oldest, newest))
}

/// The document with every working day from `newest` back to `oldest`.
fn document(oldest: NaiveDate, newest: NaiveDate) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\" \
         xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">\n\
         \t<gesmes:subject>Reference rates</gesmes:subject>\n\
         \t<gesmes:Sender>\n\t\t<gesmes:name>Practice bank (invented rates)</gesmes:name>\n\
         \t</gesmes:Sender>\n\t<Cube>\n",
    );
    for day in back(newest, oldest).filter(|day| is_working(*day)) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "\t\t<Cube time='{day}'>");
        for code in rates::currencies() {
            if let Some(rate) = rates::published(code, day) {
                let _ = writeln!(
                    out,
                    "\t\t\t<Cube currency='{code}' rate='{}'/>",
                    rate.normalize()
                );
            }
        }
        out.push_str("\t\t</Cube>\n");
    }
    out.push_str("\t</Cube>\n</gesmes:Envelope>\n");
    out
}

/// Days from `newest` back to `oldest`.
fn back(newest: NaiveDate, oldest: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(newest), NaiveDate::pred_opt).take_while(move |day| *day >= oldest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::date;

    #[test]
    fn the_daily_document_holds_the_last_working_day() {
        let text = document(
            working_until(date(2026, 1, 18)),
            working_until(date(2026, 1, 18)),
        );
        assert_eq!(text.matches("<Cube time=").count(), 1);
        assert!(text.contains("<Cube time='2026-01-16'>"), "{text}");
        assert!(text.contains("<Cube currency='USD' rate='1."));
    }
}
