//! International bank account numbers.

/// The IBAN in a text, if it is one: its check digits fit (ISO 13616, modulo 97).
pub fn iban(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let bytes = plain.as_bytes();
    let shape = (15..=34).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    if !shape {
        return None;
    }
    let remainder = bytes[4..]
        .iter()
        .chain(&bytes[..4])
        .fold(0_u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            letter => (rest * 100 + u32::from(letter - b'A') + 10) % 97,
        });
    (remainder == 1).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_is_told_by_its_check_digits() {
        assert_eq!(
            iban("gb82 west 1234 5698 7654 32").as_deref(),
            Some("GB82WEST12345698765432")
        );
        assert_eq!(iban("GB83WEST12345698765432"), None);
        assert_eq!(iban("0042"), None);
        assert_eq!(iban(""), None);
        assert_eq!(iban("ÄÖ82WEST12345698765432"), None);
    }
}
