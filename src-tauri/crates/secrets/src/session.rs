//! Secrets that end with the program.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::{Secret, SecretError, SecretStore, Status};

/// Keeps secrets in memory only: nothing is left when the program ends.
#[derive(Default)]
pub struct SessionOnly {
    kept: Mutex<BTreeMap<String, Secret>>,
}

impl SessionOnly {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Secret>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretStore for SessionOnly {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        Ok(self.kept().get(name).cloned())
    }

    fn put(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        self.kept().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.kept().remove(name);
        Ok(())
    }

    fn clear(&self) -> Result<bool, SecretError> {
        self.kept().clear();
        Ok(true)
    }

    fn status(&self) -> Status {
        Status::Ready
    }

    fn is_lasting(&self) -> bool {
        false
    }
}

impl std::fmt::Debug for SessionOnly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionOnly")
    }
}
