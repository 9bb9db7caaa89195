//! The header: how the key is protected. It holds nothing in the clear that helps to find the key.

use std::fs;
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use chrono::{DateTime, Utc};
use secrets::{Secret, SecretError};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Protection, Unlock, random, write_whole};
use crate::OpenError;
use crate::sql::{Key, push_hex};

/// What the header calls itself.
const MAGIC: &str = "coffer-book";
/// The form of the header that this program writes and reads.
const FORMAT: u32 = 1;
/// Domain of the key check value.
const CHECK: &str = "coffer 2026-11 book key check";

/// Argon2id as asked of new passphrases: 64 MiB, three passes, one lane.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// A header from outside may not ask for more than this.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 32;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// Always [`MAGIC`].
    kind: String,
    /// The form of the header and of the folder.
    format: u32,
    /// Random name of the book.
    pub(super) id: String,
    created_at: DateTime<Utc>,
    /// Tells a wrong key from a damaged file: a keyed hash that reveals nothing of the key.
    key_check: String,
    protection: Wrapping,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
enum Wrapping {
    Keychain,
    Passphrase {
        kdf: String,
        memory_kib: u32,
        passes: u32,
        lanes: u32,
        salt: String,
        cipher: String,
        nonce: String,
        wrapped_key: String,
    },
}

impl Header {
    /// The header of a new book, its key wrapped but not yet put into a keychain.
    pub(super) fn new(
        key: &Key,
        unlock: Unlock<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
        let mut id = [0_u8; 16];
        random(&mut id)?;
        let header = Self {
            kind: MAGIC.to_owned(),
            format: FORMAT,
            id: hex(&id),
            created_at: now,
            key_check: key_check(key),
            protection: Wrapping::Keychain,
        };
        header.rewrapped(key, unlock)
    }

    /// The same book under another protection.
    pub(super) fn rewrapped(&self, key: &Key, unlock: Unlock<'_>) -> Result<Self, OpenError> {
        let mut header = self.clone();
        header.protection = match unlock {
            Unlock::Keychain(_) => Wrapping::Keychain,
            Unlock::Passphrase(passphrase) => wrap(key, passphrase, &self.id)?,
        };
        Ok(header)
    }

    /// Hands the key to the keychain, if that is what protects it.
    pub(super) fn keep_key(&self, key: &Key, unlock: Unlock<'_>) -> Result<(), OpenError> {
        if let (Wrapping::Keychain, Unlock::Keychain(keychain)) = (&self.protection, unlock) {
            let mut text = String::with_capacity(64);
            push_hex(&mut text, &**key);
            keychain.put(&self.keychain_name(), &Secret::taking(&mut text))?;
        }
        Ok(())
    }

    /// Finds the key.
    pub(super) fn unlock(&self, unlock: Unlock<'_>) -> Result<Key, OpenError> {
        let key = match (&self.protection, unlock) {
            (Wrapping::Keychain, Unlock::Keychain(keychain)) => {
                let kept = match keychain.get(&self.keychain_name()) {
                    Ok(kept) => kept.ok_or(OpenError::KeyMissing)?,
                    Err(SecretError::Unusable) => return Err(OpenError::KeyMissing),
                    Err(error) => return Err(error.into()),
                };
                let key = key_of_hex(kept.expose()).ok_or(OpenError::KeyMissing)?;
                if key_check(&key) != self.key_check {
                    return Err(OpenError::KeyMissing);
                }
                key
            }
            (Wrapping::Passphrase { .. }, Unlock::Passphrase(passphrase)) => {
                unwrap(&self.protection, passphrase, &self.id)?
            }
            _ => return Err(OpenError::OtherProtection(self.protection())),
        };
        if key_check(&key) != self.key_check {
            return Err(OpenError::Tampered);
        }
        Ok(key)
    }

    pub(super) const fn protection(&self) -> Protection {
        match self.protection {
            Wrapping::Keychain => Protection::Keychain,
            Wrapping::Passphrase { .. } => Protection::Passphrase,
        }
    }

    /// The name of the key in the keychain.
    pub(super) fn keychain_name(&self) -> String {
        format!("book-{}", self.id)
    }

    pub(super) const fn check_format(&self) -> Result<(), OpenError> {
        if self.format > FORMAT {
            return Err(OpenError::TooNew {
                found: self.format,
                supported: FORMAT,
            });
        }
        Ok(())
    }

    pub(super) fn read(path: &Path) -> Result<Self, OpenError> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(OpenError::NotThere);
            }
            Err(error) => return Err(error.into()),
        };
        Self::parse(&bytes)
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, OpenError> {
        // A newer header may have another shape, so its number is read on its own first.
        #[derive(Deserialize)]
        struct Outline {
            kind: String,
            format: u32,
        }
        let outline: Outline =
            serde_json::from_slice(bytes).map_err(|error| match error.classify() {
                serde_json::error::Category::Eof => OpenError::Truncated,
                _ => OpenError::NotABook,
            })?;
        if outline.kind != MAGIC {
            return Err(OpenError::NotABook);
        }
        if outline.format > FORMAT {
            return Err(OpenError::TooNew {
                found: outline.format,
                supported: FORMAT,
            });
        }
        serde_json::from_slice(bytes).map_err(|_| OpenError::Tampered)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, OpenError> {
        serde_json::to_vec_pretty(self).map_err(|error| OpenError::Io(error.into()))
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), OpenError> {
        write_whole(path, &self.to_bytes()?)
    }
}

fn derive(
    passphrase: &Secret,
    salt: &[u8],
    (memory, passes, lanes): (u32, u32, u32),
) -> Result<Key, OpenError> {
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| OpenError::Tampered)?;
    let mut key = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), salt, &mut *key)
        .map_err(|_| OpenError::Tampered)?;
    Ok(key)
}

fn wrap(key: &Key, passphrase: &Secret, id: &str) -> Result<Wrapping, OpenError> {
    let mut salt = [0_u8; 16];
    random(&mut salt)?;
    let mut nonce = [0_u8; 24];
    random(&mut nonce)?;
    let wrapper = derive(passphrase, &salt, (MEMORY_KIB, PASSES, LANES))?;
    let wrapped = XChaCha20Poly1305::new((&*wrapper).into())
        .encrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: &**key,
                aad: id.as_bytes(),
            },
        )
        .map_err(|_| OpenError::Tampered)?;
    Ok(Wrapping::Passphrase {
        kdf: "argon2id".to_owned(),
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: LANES,
        salt: hex(&salt),
        cipher: "xchacha20-poly1305".to_owned(),
        nonce: hex(&nonce),
        wrapped_key: hex(&wrapped),
    })
}

fn unwrap(wrapping: &Wrapping, passphrase: &Secret, id: &str) -> Result<Key, OpenError> {
    let Wrapping::Passphrase {
        kdf,
        memory_kib,
        passes,
        lanes,
        salt,
        cipher,
        nonce,
        wrapped_key,
    } = wrapping
    else {
        return Err(OpenError::OtherProtection(Protection::Keychain));
    };
    let sane = kdf == "argon2id"
        && cipher == "xchacha20-poly1305"
        && *memory_kib <= MOST_MEMORY_KIB
        && *passes <= MOST_PASSES;
    let (Some(salt), Some(nonce), Some(wrapped), true) =
        (bytes_of(salt), bytes_of(nonce), bytes_of(wrapped_key), sane)
    else {
        return Err(OpenError::Tampered);
    };
    if nonce.len() != 24 || wrapped.len() != 48 {
        return Err(OpenError::Tampered);
    }
    let wrapper = derive(passphrase, &salt, (*memory_kib, *passes, *lanes))?;
    let opened = XChaCha20Poly1305::new((&*wrapper).into())
        .decrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: &wrapped,
                aad: id.as_bytes(),
            },
        )
        // A changed wrapping and a wrong passphrase cannot be told apart; the passphrase is by far the likelier.
        .map_err(|_| OpenError::WrongPassphrase)?;
    let opened = Zeroizing::new(opened);
    let key: [u8; 32] = opened[..].try_into().map_err(|_| OpenError::Tampered)?;
    Ok(Zeroizing::new(key))
}

fn key_check(key: &Key) -> String {
    blake3::Hasher::new_derive_key(CHECK)
        .update(&**key)
        .finalize()
        .to_hex()
        .to_string()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    text
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks_exact(2)
        .map(|pair| {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()
        })
        .collect()
}

fn key_of_hex(hex: &str) -> Option<Key> {
    let bytes = Zeroizing::new(bytes_of(hex)?);
    let key: [u8; 32] = bytes[..].try_into().ok()?;
    Some(Zeroizing::new(key))
}
