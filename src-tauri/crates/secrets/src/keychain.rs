//! The keychain of the operating system: Secret Service on Linux and the BSDs, Keychain Services on macOS, the
//! Credential Manager on Windows.

use std::collections::HashMap;

use keyring::Entry;
use keyring_core::Error as KeyringError;
use zeroize::Zeroize;

use crate::{Secret, SecretError, SecretStore, Status};

/// The service name under which the shipped program keeps the default book's secrets.
const SERVICE: &str = "app.coffer";

/// Keeps apart what must never mix: the shipped program, development builds, and books in other folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace(String);

impl Namespace {
    /// The default book of the shipped program.
    pub fn default_book() -> Self {
        Self(SERVICE.to_owned())
    }

    /// The default book of a development build.
    pub fn development() -> Self {
        Self(format!("{SERVICE}.dev"))
    }

    /// A book elsewhere; `tag` tells such books apart (a digest of its folder, say).
    pub fn other_book(tag: &str) -> Self {
        Self(format!("{SERVICE}.book.{tag}"))
    }

    /// The service name that the keychain shows.
    pub fn service(&self) -> &str {
        &self.0
    }
}

/// The keychain of the operating system, within one namespace.
#[derive(Debug, Clone)]
pub struct Keychain {
    namespace: Namespace,
}

impl Keychain {
    /// The keychain, seen through `namespace`. Nothing is asked of the system yet.
    pub const fn new(namespace: Namespace) -> Self {
        Self { namespace }
    }

    fn entry(&self, name: &str) -> Result<Entry, SecretError> {
        reached()?;
        Entry::new(self.namespace.service(), name).map_err(translate)
    }
}

fn reached() -> Result<(), SecretError> {
    match Entry::store_status() {
        Ok(()) => Ok(()),
        Err(error) => Err(match classify(error) {
            // A store that cannot even be reached is as good as none.
            Kind::Failed => SecretError::NoKeychain,
            kind => kind.without_source(),
        }),
    }
}

impl SecretStore for Keychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        match self.entry(name)?.get_secret() {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Ok(Some(Secret::new(text))),
                Err(error) => {
                    error.into_bytes().zeroize();
                    Err(SecretError::Unusable)
                }
            },
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(translate(error)),
        }
    }

    fn put(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        self.entry(name)?
            .set_secret(secret.expose().as_bytes())
            .map_err(translate)
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(translate(error)),
        }
    }

    fn clear(&self) -> Result<bool, SecretError> {
        reached()?;
        let ours = HashMap::from([("service", self.namespace.service())]);
        match keyring_core::Entry::search(&ours) {
            Ok(entries) => {
                for entry in entries {
                    match entry.delete_credential() {
                        Ok(()) | Err(KeyringError::NoEntry) => {}
                        Err(error) => return Err(translate(error)),
                    }
                }
                Ok(true)
            }
            Err(KeyringError::NoEntry) => Ok(true),
            // Windows searches by pattern only.
            Err(KeyringError::Invalid(..) | KeyringError::NotSupportedByStore(_)) => Ok(false),
            Err(error) => Err(translate(error)),
        }
    }

    fn status(&self) -> Status {
        match self.get("status-probe") {
            Ok(_) | Err(SecretError::Unusable | SecretError::TooLong) => Status::Ready,
            Err(SecretError::Locked) => Status::Locked,
            Err(SecretError::Denied) => Status::Denied,
            Err(SecretError::NoKeychain | SecretError::Failed(_)) => Status::Missing,
        }
    }

    fn is_lasting(&self) -> bool {
        true
    }
}

enum Kind {
    NoKeychain,
    Locked,
    Denied,
    Unusable,
    TooLong,
    Failed,
}

impl Kind {
    fn without_source(self) -> SecretError {
        match self {
            Self::NoKeychain | Self::Failed => SecretError::NoKeychain,
            Self::Locked => SecretError::Locked,
            Self::Denied => SecretError::Denied,
            Self::Unusable => SecretError::Unusable,
            Self::TooLong => SecretError::TooLong,
        }
    }
}

/// The platform libraries report a missing service, a locked one and a refusal by the text of their own errors only.
fn classify(error: &KeyringError) -> Kind {
    match error {
        KeyringError::NoDefaultStore | KeyringError::NotSupportedByStore(_) => Kind::NoKeychain,
        KeyringError::NoStorageAccess(source) => {
            if mentions_refusal(&chain_text(source.as_ref())) {
                Kind::Denied
            } else {
                Kind::Locked
            }
        }
        KeyringError::PlatformFailure(source) => {
            let text = chain_text(source.as_ref());
            if mentions_absence(&text) {
                Kind::NoKeychain
            } else if mentions_refusal(&text) {
                Kind::Denied
            } else if text.contains("locked") {
                Kind::Locked
            } else {
                Kind::Failed
            }
        }
        KeyringError::TooLong(..) => Kind::TooLong,
        KeyringError::BadEncoding(_)
        | KeyringError::BadDataFormat(..)
        | KeyringError::BadStoreFormat(_)
        | KeyringError::Ambiguous(_)
        | KeyringError::NoEntry
        | KeyringError::Invalid(..) => Kind::Unusable,
        _ => Kind::Failed,
    }
}

fn translate(error: KeyringError) -> SecretError {
    match classify(&error) {
        Kind::Failed => SecretError::Failed(match error {
            KeyringError::PlatformFailure(source) => source,
            // Whatever else there is may hold the data itself, so only its name is kept.
            _ => "unexpected answer".into(),
        }),
        kind => kind.without_source(),
    }
}

fn chain_text(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&error.to_string().to_lowercase());
        text.push('\n');
        next = error.source();
    }
    text
}

fn mentions_absence(text: &str) -> bool {
    [
        "serviceunknown",
        "service unknown",
        "name has no owner",
        "not provided by any",
        "not activatable",
        "no such file or directory",
        "connection refused",
        "unavailable",
        "address not found",
        "failed to connect",
        "i/o error",
    ]
    .iter()
    .any(|words| text.contains(words))
}

fn mentions_refusal(text: &str) -> bool {
    [
        "denied",
        "dismissed",
        "not permitted",
        "user canceled",
        "user cancelled",
        "interaction is not allowed",
    ]
    .iter()
    .any(|words| text.contains(words))
}

#[cfg(test)]
mod tests;
