//! Secret values and where they are kept.
//!
//! A [`Secret`] is wiped from memory when it is dropped and shows nothing of itself: no `Display`, no serialisation,
//! and a placeholder for `Debug`. A [`SecretStore`] keeps secrets by name: the keychain of the operating system
//! ([`Keychain`]), or memory for as long as the program runs ([`SessionOnly`]).
//!
//! Invariants: a secret leaves this crate only through [`Secret::expose`]; errors and names never carry one. Deliberately absent: what the secrets mean, files, and any fallback that keeps them in the clear.

mod keychain;
mod secret;
mod session;

use thiserror::Error;

pub use keychain::{Keychain, Namespace};
pub use secret::Secret;
pub use session::SessionOnly;

/// Why a secret could not be read or kept.
#[derive(Debug, Error)]
pub enum SecretError {
    /// There is no keychain on this system, or no session bus to reach one.
    #[error("this system offers no keychain")]
    NoKeychain,
    /// The keychain is there and locked, and nobody unlocked it when asked.
    #[error("the keychain is locked")]
    Locked,
    /// The keychain refused this program.
    #[error("the keychain denied access")]
    Denied,
    /// What is kept under the name is not what was put there: more than one entry, or another format.
    #[error("the keychain entry cannot be used")]
    Unusable,
    /// The name or the value is longer than the keychain takes.
    #[error("too long for the keychain")]
    TooLong,
    /// The keychain failed otherwise. The source says how; it carries no secret.
    #[error("the keychain failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Whether a store can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Secrets can be read and kept.
    Ready,
    /// There is a keychain, and it is locked.
    Locked,
    /// There is no keychain.
    Missing,
    /// There is a keychain that refuses this program.
    Denied,
}

/// A place that keeps secrets by name.
pub trait SecretStore: Send + Sync {
    /// The secret kept under `name`, or nothing.
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError>;
    /// Keeps `secret` under `name`, in place of what was there.
    fn put(&self, name: &str, secret: &Secret) -> Result<(), SecretError>;
    /// Forgets what is kept under `name`; forgetting nothing is no error.
    fn delete(&self, name: &str) -> Result<(), SecretError>;
    /// Forgets everything kept here, whatever its name. False where the system cannot list what it keeps; then nothing was
    /// done, and the caller has to name what it knows.
    fn clear(&self) -> Result<bool, SecretError>;
    /// Whether the store can be used now. May ask the system, never the person.
    fn status(&self) -> Status;
    /// Whether what is put here is still there when the program starts again.
    fn is_lasting(&self) -> bool;
}

#[cfg(test)]
mod tests;
