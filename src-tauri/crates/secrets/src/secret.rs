//! A value that must not be seen.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

/// A secret text: a token, a password, a key.
///
/// Wiped from memory when dropped. It has neither `Display` nor serialisation, and `Debug` shows a placeholder, so that it
/// cannot reach a log or a file by accident; who needs the text says so with [`Secret::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text into care.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Copies a text into care and wipes the original's memory.
    pub fn taking(text: &mut String) -> Self {
        let secret = Self(Zeroizing::new(text.clone()));
        text.zeroize();
        secret
    }

    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_itself_when_debugged() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn taking_a_text_leaves_nothing_behind() {
        let mut text = String::from("hunter2");
        let secret = Secret::taking(&mut text);
        assert!(text.is_empty());
        assert_eq!(secret.expose(), "hunter2");
    }
}
