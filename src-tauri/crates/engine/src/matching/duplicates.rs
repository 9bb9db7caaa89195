//! How likely two rows are one payment, told by two files or upstreams.

use chrono::NaiveDate;
use domain::text::similarity_folded;
use money::Money;

/// A row as one source tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'a> {
    /// Booking date.
    pub date: NaiveDate,
    /// Value date or date of purchase, if told.
    pub value_date: Option<NaiveDate>,
    /// Signed amount.
    pub amount: Money,
    /// Counterparty and text, folded by [`domain::text::fold`].
    pub text: &'a str,
    /// The bank's own reference of the payment, if told.
    pub reference: Option<&'a str>,
}

/// Percent of likeness of two rows of one account, 0 to 100.
///
/// Another amount is another payment: 0. Equal references: 100. Different references lessen it, since sources number differently.
/// Otherwise the nearness of days (none counts beyond five) and of texts decide; a missing text counts half. From 85 rows may
/// be matched without asking, from 60 they are worth a question.
pub fn likeness(a: &Told<'_>, b: &Told<'_>) -> u8 {
    /// Out of 100, by days apart.
    const BY_DAYS: [u32; 6] = [100, 94, 88, 82, 68, 55];
    if a.amount != b.amount {
        return 0;
    }
    let references = a.reference.zip(b.reference);
    if references.is_some_and(|(a, b)| a == b) {
        return 100;
    }
    let days = |a: Option<NaiveDate>, b: Option<NaiveDate>| {
        a.zip(b).map(|(a, b)| (a - b).num_days().unsigned_abs())
    };
    let apart = [
        days(Some(a.date), Some(b.date)),
        days(a.value_date, Some(b.date)),
        days(Some(a.date), b.value_date),
        days(a.value_date, b.value_date),
    ];
    let nearest = apart.into_iter().flatten().min().unwrap_or(u64::MAX);
    let Some(near) = usize::try_from(nearest)
        .ok()
        .and_then(|days| BY_DAYS.get(days))
    else {
        return 0;
    };
    let text = if a.text.is_empty() || b.text.is_empty() {
        50
    } else {
        u32::from(similarity_folded(a.text, b.text))
    };
    let numbered = if references.is_some() { 90 } else { 100 };
    // Amount and day carry most of it; the text takes away up to half.
    let percent = near * (50 + text / 2) * numbered / 10_000;
    percent.min(99) as u8
}
