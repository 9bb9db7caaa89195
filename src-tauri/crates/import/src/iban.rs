//! International bank account numbers (ISO 13616).

/// The IBAN without blanks, if the text is one and its check digits are right.
pub(crate) fn checked(text: &str) -> Option<String> {
    let mut bytes = [0_u8; 34];
    let mut length = 0;
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let byte = u8::try_from(c).ok().filter(u8::is_ascii_alphanumeric)?;
        *bytes.get_mut(length)? = byte.to_ascii_uppercase();
        length += 1;
    }
    let bytes = &bytes[..length];
    let shaped = length >= 15
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    if !shaped {
        return None;
    }
    // Modulo 97 of the rearranged number, letters counting from 10.
    let remainder = bytes[4..]
        .iter()
        .chain(&bytes[..4])
        .fold(0_u32, |sum, byte| {
            if byte.is_ascii_digit() {
                (sum * 10 + u32::from(byte - b'0')) % 97
            } else {
                (sum * 100 + u32::from(byte - b'A') + 10) % 97
            }
        });
    if remainder != 1 {
        return None;
    }
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// Whether the text has the shape of an IBAN; many samples carry masked ones.
pub(crate) fn shaped(text: &str) -> bool {
    let text: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    (15..=34).contains(&text.len())
        && text[..2].iter().all(u8::is_ascii_alphabetic)
        && text[2..4].iter().all(u8::is_ascii_digit)
        && text[4..].iter().all(u8::is_ascii_alphanumeric)
}
