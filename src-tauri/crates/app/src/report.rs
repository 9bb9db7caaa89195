//! The way of a job's progress to whoever asked for it.

use std::sync::Arc;

/// Reports steps of a job. Every step names the job, so that it can be cancelled from the first one on.
pub struct Report<T> {
    job: String,
    send: Arc<dyn Fn(T) + Send + Sync>,
}

impl<T> Clone for Report<T> {
    fn clone(&self) -> Self {
        Self {
            job: self.job.clone(),
            send: Arc::clone(&self.send),
        }
    }
}

impl<T> Report<T> {
    /// Reports steps of the job by this function.
    pub fn new(job: String, send: impl Fn(T) + Send + Sync + 'static) -> Self {
        Self {
            job,
            send: Arc::new(send),
        }
    }

    /// Reports steps of a job with a name of its own; its first step tells it.
    pub fn named(send: impl Fn(T) + Send + Sync + 'static) -> Self {
        Self::new(uuid::Uuid::new_v4().simple().to_string(), send)
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
