//! The way of a job's progress to whoever asked for it.

use std::sync::Arc;

/// Reports steps of a job. The job's id is chosen by who asked, so that it can be cancelled from the first moment.
pub struct Report<T> {
    job: String,
    send: Arc<dyn Fn(T) + Send + Sync>,
}

impl<T> Clone for Report<T> {
    fn clone(&self) -> Self {
        Self { job: self.job.clone(), send: Arc::clone(&self.send) }
    }
}

impl<T> Report<T> {
    /// Reports steps of the job by this function.
    pub fn new(job: String, send: impl Fn(T) + Send + Sync + 'static) -> Self {
        Self { job, send: Arc::new(send) }
    }

    /// Reports to nobody.
    pub fn silent(job: &str) -> Self {
        Self::new(job.to_owned(), |_| {})
    }

    /// The job's id.
    pub fn job(&self) -> &str {
        &self.job
    }

    /// One step.
    pub fn step(&self, step: T) {
        (self.send)(step);
    }
}
