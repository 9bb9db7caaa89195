#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use crate::{Secret, SecretStore, SessionOnly};

#[test]
fn a_session_store_keeps_replaces_and_forgets() {
    let store = SessionOnly::new();
    assert_eq!(store.get("a").unwrap(), None);
    store.put("a", &Secret::new("1")).unwrap();
    store.put("a", &Secret::new("2")).unwrap();
    assert_eq!(store.get("a").unwrap(), Some(Secret::new("2")));
    store.delete("a").unwrap();
    store.delete("a").unwrap();
    assert_eq!(store.get("a").unwrap(), None);
    assert!(!store.is_lasting());
}
