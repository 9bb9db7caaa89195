//! Why a statement and the rows ticked for it differ: what would explain the difference to the cent.
//!
//! Amounts are minor units of one currency, money out negative. The difference is what the statement says less what the
//! ticked rows come to; an explanation is a change of ticks or of one amount that takes it to nothing.

use std::collections::HashMap;

#[cfg(test)]
mod tests;
pub mod truth;

/// A row that may be on the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// Minor units.
    pub minor: i64,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// What would take a difference to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Explanation {
    /// This row is not ticked and should be, or is and should not.
    One(i64),
    /// This ticked row has the wrong sign.
    Sign(i64),
    /// Two neighbouring digits of this ticked row are swapped; the second is what it should be, in minor units.
    Swapped(i64, i64),
    /// These two rows together: each that is not ticked should be, each that is should not.
    Two(i64, i64),
}

/// Explanations of each kind at most: more say nothing.
const MOST: usize = 5;

/// What would explain a difference, the simplest first. None when there is no difference.
pub fn explain(difference: i64, lines: &[Line]) -> Vec<Explanation> {
    let mut found = Vec::new();
    if difference == 0 {
        return found;
    }
    let wanted = i128::from(difference);
    let effect = |line: &Line| {
        let minor = i128::from(line.minor);
        if line.ticked { -minor } else { minor }
    };
    let one = lines.iter().filter(|line| effect(line) == wanted);
    found.extend(one.take(MOST).map(|line| Explanation::One(line.id)));
    let sign = lines
        .iter()
        .filter(|line| line.ticked && i128::from(line.minor) * -2 == wanted);
    found.extend(sign.take(MOST).map(|line| Explanation::Sign(line.id)));
    // Swapping neighbouring digits moves an amount by a multiple of nine.
    if difference % 9 == 0 {
        let swapped = lines.iter().filter(|line| line.ticked).filter_map(|line| {
            let should = i64::try_from(i128::from(line.minor) + wanted).ok()?;
            is_swap(line.minor, should).then_some(Explanation::Swapped(line.id, should))
        });
        found.extend(swapped.take(MOST));
    }
    let mut before: HashMap<i128, i64> = HashMap::new();
    let mut pairs = 0;
    for line in lines {
        let own = effect(line);
        if let Some(other) = before.get(&(wanted - own))
            && own != wanted
            && own != 0
        {
            found.push(Explanation::Two(*other, line.id));
            pairs += 1;
            if pairs == MOST {
                break;
            }
        }
        if own != 0 {
            before.entry(own).or_insert(line.id);
        }
    }
    found
}

/// Whether two amounts differ by two neighbouring digits that changed places.
fn is_swap(a: i64, b: i64) -> bool {
    if a == b || (a < 0) != (b < 0) {
        return false;
    }
    let digits = |minor: i64| -> Vec<u8> {
        // Amounts of one length: 0.52 and 0.25 as well as 5.20 and 2.50.
        format!("{:019}", minor.unsigned_abs()).into_bytes()
    };
    let (one, other) = (digits(a), digits(b));
    let differ: Vec<usize> = (0..one.len().max(other.len()))
        .filter(|place| one.get(*place) != other.get(*place))
        .collect();
    matches!(differ[..], [first, second] if second == first + 1
        && one[first] == other[second] && one[second] == other[first])
}
