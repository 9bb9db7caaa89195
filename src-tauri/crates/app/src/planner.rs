//! When a connection is synced next without anybody asking.
//!
//! A plan is a function of what the book remembers and of the settings: it holds nothing itself, so a restart changes
//! nothing, and what was promised to an upstream before (not before this instant) still holds after.

use chrono::{DateTime, TimeDelta, Utc};
use domain::connection::ConnectionState;

/// What is known of a connection when it is planned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// Its number; spreads the syncs of several connections.
    pub(crate) id: i64,
    /// The person lets it sync by itself.
    pub(crate) automatic: bool,
    /// What it needs.
    pub(crate) state: ConnectionState,
    /// When it was set up.
    pub(crate) created: DateTime<Utc>,
    /// Start of its last run.
    pub(crate) last_attempt: Option<DateTime<Utc>>,
    /// Not before this instant, by the upstream's own word.
    pub(crate) retry_after: Option<DateTime<Utc>>,
    /// Runs in a row, the last one included, that did not end well.
    pub(crate) failures: u32,
    /// What the upstream last said of how often it may be asked.
    pub(crate) allowance: Option<Allowance>,
    /// Requests of the last run.
    pub(crate) cost: u64,
}

/// How often an upstream may still be asked, by its own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// Requests of a full allowance.
    pub(crate) limit: Option<u64>,
    /// Requests left of it.
    pub(crate) remaining: u64,
    /// When it said so.
    pub(crate) seen_at: DateTime<Utc>,
}

/// The next sync of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// At this instant, or as soon after it as the program runs.
    At(DateTime<Utc>),
    /// Not by itself.
    Never,
}

/// A connection that was just set up is first read by whoever set it up, from the dialog or the command line that did it.
const SET_UP: TimeDelta = TimeDelta::minutes(10);
/// First pause after a failure; each further one doubles it.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(15);
/// Doublings of [`FIRST_PAUSE`], so that the longest pause is eight hours.
const DOUBLINGS: u32 = 5;

/// An allowance is full again after this long: upstreams count by the hour.
const REFILL: TimeDelta = TimeDelta::hours(1);
/// One part in so many of an allowance is left to the person, who may sync by hand or use other tools with the same key.
const LEFT_ALONE: u64 = 5;
/// Least that a run is taken to cost.
const LEAST_COST: u64 = 2;

/// Plans the next sync of a connection that is to be read every `every`; none is only when asked.
///
/// - Paused connections, and those that wait for the person, are left alone: another try would only fail again, and
///   some services lock an account after too many wrong logins.
/// - A new connection is left to the person for a while; then it is due.
/// - What an upstream asked for (`Retry-After`, the time of its first sync) is kept to.
/// - After a failure the pause doubles from a quarter of an hour to eight hours.
/// - What is left of an allowance is spent sparingly: a run that would go into the person's part of it waits until the
///   allowance is full again.
/// - Each instant is moved later by up to a tenth of the pause before it, by an amount that depends on the connection
///   and on its last run alone: not every copy of this program asks at the full hour.
pub(crate) fn next(known: &Known, every: Option<TimeDelta>) -> Next {
    let Some(every) = every.filter(|_| known.automatic && !waits_for_person(known.state)) else {
        return Next::Never;
    };
    let Some(last) = known.last_attempt else {
        return Next::At(known.created + SET_UP);
    };
    let pause = match known.failures {
        0 => every,
        failures => (FIRST_PAUSE * 2_i32.pow((failures - 1).min(DOUBLINGS))).min(every),
    };
    let planned = last + pause + spread(known.id, last, pause);
    let next = match known.retry_after {
        // The upstream's own instant is waited for, however long, and is enough when it comes sooner than our pause.
        Some(allowed) if allowed > last => allowed + spread(known.id, last, FIRST_PAUSE),
        _ => planned,
    };
    Next::At(match refilled(known) {
        Some(full) => next.max(full + spread(known.id, last, FIRST_PAUSE)),
        None => next,
    })
}

/// When the allowance is full again, if the next run would go into the person's part of it.
fn refilled(known: &Known) -> Option<DateTime<Utc>> {
    let allowance = known.allowance?;
    let cost = known.cost.max(LEAST_COST);
    let left_alone = allowance.limit.map_or(0, |limit| limit / LEFT_ALONE);
    (allowance.remaining < cost.saturating_add(left_alone)).then(|| allowance.seen_at + REFILL)
}

/// An open deletion guard stops nothing but the deletions. A login that waits for the person does not stop the other
/// banks of its connection, and nothing that was refused is tried again in passing.
fn waits_for_person(state: ConnectionState) -> bool {
    state.needs_person()
        && !matches!(
            state,
            ConnectionState::DeletionGuard | ConnectionState::UserAction
        )
}

/// From nothing to a tenth of `pause`, the same for the same connection and run.
fn spread(id: i64, last: DateTime<Utc>, pause: TimeDelta) -> TimeDelta {
    // SplitMix64's finaliser (Steele, Lea and Flood, 2014): neighbouring numbers come out far apart.
    let mut mixed = (id as u64) ^ (last.timestamp() as u64).rotate_left(32);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    let most = (pause.num_seconds() / 10).max(1);
    TimeDelta::seconds((mixed % most as u64) as i64)
}

#[cfg(test)]
mod tests;
