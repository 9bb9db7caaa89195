//! Stopping work that is under way.

use std::sync::Arc;

use tokio::sync::watch;

/// A flag that many hold and one raises. Raised once, it stays raised.
#[derive(Debug, Clone)]
pub struct CancelFlag(Arc<watch::Sender<bool>>);

impl Default for CancelFlag {
    fn default() -> Self {
        Self::new()
    }
}

impl CancelFlag {
    /// A flag that is down.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Raises it: requests under way are dropped, pauses end, nothing more is sent.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether it is up.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is up.
    pub async fn cancelled(&self) {
        let mut seen = self.0.subscribe();
        // The sender lives in `self`, so waiting cannot fail before the flag is up.
        let _raised = seen.wait_for(|raised| *raised).await;
    }
}
