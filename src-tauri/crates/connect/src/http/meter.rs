//! What a piece of work asked of an upstream, whether it ended well or not.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Answer, RateFacts};

/// Most names of requests kept.
const MOST_IDS: usize = 8;

/// Counts requests. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Metered>>);

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metered {
    /// Requests sent, those that were repeated included.
    pub requests: u64,
    /// The allowance that the upstream named last.
    pub rate: RateFacts,
    /// The upstream's names of requests that were answered with trouble, oldest first; of the last one when all went well.
    pub request_ids: Vec<String>,
    /// Status of the last answer that was no success.
    pub http_status: Option<u16>,
}

impl Meter {
    /// What was counted so far.
    pub fn read(&self) -> Metered {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Metered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn sent(&self) {
        self.lock().requests += 1;
    }

    pub(super) fn answered(&self, answer: &Answer, good: bool) {
        let mut metered = self.lock();
        let named = answer.rate();
        if named != RateFacts::default() {
            metered.rate = named;
        }
        let id = answer.request_id();
        if good {
            if metered.http_status.is_none() {
                metered.request_ids = id.into_iter().collect();
            }
            return;
        }
        if metered.http_status.is_none() {
            metered.request_ids.clear();
        }
        metered.http_status = Some(answer.status);
        if let Some(id) = id
            && metered.request_ids.len() < MOST_IDS
        {
            metered.request_ids.push(id);
        }
    }
}
