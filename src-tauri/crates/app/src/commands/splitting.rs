//! Splitting a transaction by hand: amounts, percentages and what they leave, exact to the smallest unit.

use contract::types::{Change, SplitPartReq, SplitPreview, SplitReq, TransactionReq};
use domain::ids::{CategoryId, TransactionId};
use money::Money;
use store::Part;

use crate::{App, Failure, dto};

/// Parts at most.
const MOST: usize = 100;

/// A percentage as millionths of the whole; none when it is no percentage between nothing and all, or too precise.
pub(super) fn millionths(percent: &str) -> Option<u32> {
    let percent = percent.trim().trim_end_matches('%').trim_end();
    let value = money::decimal(percent).ok()?;
    let scaled = value.checked_mul(10_000.into())?;
    if scaled.fract().is_zero() && !value.is_sign_negative() {
        u32::try_from(scaled).ok().filter(|part| *part <= 1_000_000)
    } else {
        None
    }
}

/// What a part asks for.
enum Wanted {
    Amount(Money),
    Percent(u32),
    Rest,
    Unreadable,
}

/// Each part's amount, and what they leave of the whole.
struct Worked {
    amounts: Vec<Option<Money>>,
    left: Money,
}

impl Worked {
    fn fits(&self) -> bool {
        self.amounts.len() >= 2
            && self.left.minor == 0
            && self
                .amounts
                .iter()
                .all(|amount| amount.is_some_and(|amount| amount.minor != 0))
    }
}

fn work_out(whole: Money, parts: &[SplitPartReq]) -> store::Result<Worked> {
    let wanted: Vec<Wanted> = parts
        .iter()
        .map(
            |part| match (part.amount.as_deref(), part.percent.as_deref()) {
                (Some(amount), _) => {
                    Money::parse(amount, whole.currency).map_or(Wanted::Unreadable, Wanted::Amount)
                }
                (None, Some(percent)) => {
                    millionths(percent).map_or(Wanted::Unreadable, Wanted::Percent)
                }
                (None, None) => Wanted::Rest,
            },
        )
        .collect();
    // Percentages that make a hundred among themselves come to the whole exactly.
    let percentages: Vec<u32> = wanted
        .iter()
        .filter_map(|one| match one {
            Wanted::Percent(part) => Some(*part),
            _ => None,
        })
        .collect();
    let mut shares = store::shares(whole, &percentages)?.into_iter();
    let mut rest_at = None;
    let mut amounts: Vec<Option<Money>> = Vec::with_capacity(wanted.len());
    for one in &wanted {
        amounts.push(match one {
            Wanted::Amount(amount) => Some(*amount),
            Wanted::Percent(_) => shares.next(),
            Wanted::Unreadable => None,
            Wanted::Rest => {
                if rest_at.is_none() {
                    rest_at = Some(amounts.len());
                }
                None
            }
        });
    }
    let taken: i128 = (amounts.iter().flatten())
        .map(|amount| i128::from(amount.minor))
        .sum();
    let minor =
        i64::try_from(i128::from(whole.minor) - taken).map_err(|_| store::Error::Overflow)?;
    let mut left = Money::new(minor, whole.currency);
    if let Some(rest) = rest_at.and_then(|place| amounts.get_mut(place)) {
        *rest = Some(left);
        left = Money::zero(whole.currency);
    }
    Ok(Worked { amounts, left })
}

fn asked(request: &SplitReq) -> Result<TransactionId, Failure> {
    if request.parts.len() > MOST {
        return Err(Failure::invalid("parts", "too_many"));
    }
    dto::id("transaction", &request.id)
}

pub(crate) async fn split_preview(app: &App, request: SplitReq) -> Result<SplitPreview, Failure> {
    let id = asked(&request)?;
    app.read(move |view| {
        let whole = view.transaction(id)?.amount;
        let worked = work_out(whole, &request.parts)?;
        Ok(SplitPreview {
            fits: worked.fits(),
            left: dto::money(worked.left),
            amounts: worked
                .amounts
                .into_iter()
                .map(|amount| amount.map(dto::money))
                .collect(),
        })
    })
    .await
}

pub(crate) async fn transaction_split(app: &App, request: SplitReq) -> Result<Change, Failure> {
    let id = asked(&request)?;
    let categories: Vec<Option<CategoryId>> = request
        .parts
        .iter()
        .map(|part| {
            part.category
                .as_deref()
                .filter(|id| !id.is_empty())
                .map(|id| dto::id("category", id))
                .transpose()
        })
        .collect::<Result<_, _>>()?;
    let whole = app.read(move |view| view.transaction(id)).await?.amount;
    let worked = work_out(whole, &request.parts)?;
    if worked.amounts.len() >= 2 && worked.left.minor != 0 {
        // Says by how much.
        let off = worked.left.decimal_text();
        return Err(Failure::invalid("parts", &format!("left {off}")));
    }
    if !worked.fits() {
        return Err(Failure::invalid("parts", "incomplete"));
    }
    let parts: Vec<Part> = worked
        .amounts
        .into_iter()
        .flatten()
        .zip(categories)
        .zip(&request.parts)
        .map(|((amount, category), part)| Part {
            amount,
            category,
            note: part.note.clone(),
        })
        .collect();
    let label = "split";
    let written = app
        .write(app.person(label), move |writing| {
            writing.split_transaction(id, &parts)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        u64::from(written.value),
        label,
    ))
}

pub(crate) async fn transaction_unsplit(
    app: &App,
    request: TransactionReq,
) -> Result<Change, Failure> {
    let id: TransactionId = dto::id("transaction", &request.id)?;
    let label = "unsplit";
    let written = app
        .write(app.person(label), move |writing| {
            writing.unsplit_transaction(id)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        u64::from(written.value),
        label,
    ))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use money::Currency;

    use super::*;

    fn part(amount: Option<&str>, percent: Option<&str>) -> SplitPartReq {
        SplitPartReq {
            amount: amount.map(str::to_owned),
            percent: percent.map(str::to_owned),
            category: None,
            note: String::new(),
        }
    }

    #[test]
    fn percentages_are_read_exactly() {
        assert_eq!(millionths("33.3333"), Some(333_333));
        assert_eq!(millionths("100 %"), Some(1_000_000));
        for text in ["33.33333", "-1", "101", "", "half"] {
            assert_eq!(millionths(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_percentages_and_the_rest_come_to_the_whole() {
        let whole = Money::new(-10_001, Currency::EUR);
        let worked = work_out(
            whole,
            &[
                part(Some("-20.00"), None),
                part(None, Some("33.3333")),
                part(None, None),
            ],
        )
        .unwrap();
        let minors: Vec<i64> = worked
            .amounts
            .iter()
            .flatten()
            .map(|one| one.minor)
            .collect();
        assert_eq!(minors, [-2_000, -3_334, -4_667]);
        assert!(worked.fits());
        let short = work_out(whole, &[part(Some("-20"), None), part(Some("-70"), None)]).unwrap();
        assert_eq!(short.left.minor, -1_001);
        assert!(!short.fits());
        let unread = work_out(whole, &[part(Some("x"), None), part(None, None)]).unwrap();
        assert!(!unread.fits());
    }
}
