#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use super::{Keychain, Kind, Namespace, classify, translate};
use crate::{Secret, SecretError, SecretStore, Status};
use keyring_core::Error as KeyringError;

#[test]
fn namespaces_never_meet() {
    let names = [
        Namespace::default_book(),
        Namespace::development(),
        Namespace::other_book("1f"),
        Namespace::other_book("2f"),
    ];
    for (index, name) in names.iter().enumerate() {
        assert!(name.service().starts_with("app.coffer"));
        assert!(names[index + 1..].iter().all(|other| other != name));
    }
}

#[test]
fn absence_lock_and_refusal_are_told_apart() {
    let absent = KeyringError::PlatformFailure(
        "org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable".into(),
    );
    assert!(matches!(classify(&absent), Kind::NoKeychain));
    let locked = KeyringError::NoStorageAccess("object locked".into());
    assert!(matches!(classify(&locked), Kind::Locked));
    let refused = KeyringError::NoStorageAccess("prompt dismissed".into());
    assert!(matches!(classify(&refused), Kind::Denied));
    assert!(matches!(
        translate(KeyringError::NoDefaultStore),
        SecretError::NoKeychain
    ));
}

#[test]
fn an_error_never_carries_what_the_keychain_held() {
    let held = b"correct horse".to_vec();
    let shown = format!("{:?}", translate(KeyringError::BadEncoding(held)));
    assert!(
        !shown.contains("99"),
        "bytes of the value must not appear: {shown}"
    );
    assert_eq!(shown, "Unusable");
}

/// Runs against the session's real Secret Service when there is an unlocked one, and says so when there is not.
#[test]
fn a_secret_survives_the_keychain() {
    let tag = format!("test-{}", std::process::id());
    let keychain = Keychain::new(Namespace::other_book(&tag));
    let status = keychain.status();
    if status != Status::Ready {
        assert!(
            std::env::var_os("COFFER_KEYCHAIN").is_none(),
            "an open keychain was promised, and it is {status:?}"
        );
        let name = std::thread::current().name().unwrap_or_default().to_owned();
        // The harness captures output, so the reason is left where it shows with --nocapture.
        std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("{name}: skipped, the keychain is {status:?}\n").as_bytes(),
        )
        .unwrap();
        assert!(
            keychain.get("absent").is_err(),
            "no keychain, yet an answer"
        );
        return;
    }
    assert_eq!(keychain.get("token").unwrap(), None);
    let first = Secret::new("first value");
    keychain.put("token", &first).unwrap();
    keychain.put("token", &Secret::new("second value")).unwrap();
    assert_eq!(
        keychain.get("token").unwrap(),
        Some(Secret::new("second value"))
    );
    let other = Keychain::new(Namespace::other_book(&format!("{tag}-other")));
    assert_eq!(other.get("token").unwrap(), None, "namespaces must not mix");
    keychain.delete("token").unwrap();
    assert_eq!(keychain.get("token").unwrap(), None);
    keychain.delete("token").unwrap();
}
