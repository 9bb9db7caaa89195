//! Files kept with transactions: what they are by their bytes, and which are refused.

/// Largest file, bytes.
pub const LARGEST: u64 = 25 * 1024 * 1024;
/// Longest name, signs.
pub const LONGEST_NAME: usize = 200;

/// What a file is, as far as showing it goes. Bytes decide, never the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A GIF picture.
    Gif,
    /// A WebP picture.
    Webp,
    /// A PDF document.
    Pdf,
    /// Text, whatever its language: markup is text too and is never rendered.
    Text,
    /// Anything else.
    Other,
}

/// Beginnings of programs: Windows, Linux, macOS (four and a universal one), WebAssembly, Android, shortcuts, scripts.
const PROGRAMS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"#!",
];
/// Endings by which systems run a file or open it as a program.
const RUN: &[&str] = &[
    "exe", "com", "scr", "bat", "cmd", "msi", "msix", "ps1", "vbs", "vbe", "js", "jse", "wsf",
    "wsh", "hta", "cpl", "dll", "sys", "lnk", "pif", "reg", "jar", "apk", "app", "appimage",
    "command", "deb", "rpm", "dmg", "pkg", "desktop", "sh", "run",
];

/// Whether a file is a program, by its first bytes or by how its name ends.
pub fn is_program(name: &str, data: &[u8]) -> bool {
    let data = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let ending = name
        .trim_end_matches(['.', ' '])
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    PROGRAMS.iter().any(|program| data.starts_with(program))
        || ending.is_some_and(|ending| RUN.contains(&ending.as_str()))
}

/// What a file is.
pub fn kind_of(data: &[u8]) -> FileKind {
    if data.starts_with(b"\x89PNG\r\n\x1a\n") {
        FileKind::Png
    } else if data.starts_with(b"\xff\xd8\xff") {
        FileKind::Jpeg
    } else if data.starts_with(b"GIF87a") || data.starts_with(b"GIF89a") {
        FileKind::Gif
    } else if data.starts_with(b"RIFF") && data.get(8..12) == Some(b"WEBP") {
        FileKind::Webp
    } else if data.starts_with(b"%PDF-") {
        FileKind::Pdf
    } else if is_text(data) {
        FileKind::Text
    } else {
        FileKind::Other
    }
}

fn is_text(data: &[u8]) -> bool {
    std::str::from_utf8(data).is_ok_and(|text| {
        text.chars()
            .all(|sign| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t' | '\u{c}'))
    })
}

/// A name without folders and control signs, none of it left to trick an eye (direction marks), cut to [`LONGEST_NAME`] with its
/// ending kept. Empty becomes `file`.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = last
        .chars()
        .filter(|sign| {
            !sign.is_control()
                && !matches!(*sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    let kept = kept.trim().trim_matches('.').trim();
    if kept.is_empty() {
        return "file".to_owned();
    }
    let count = kept.chars().count();
    if count <= LONGEST_NAME {
        return kept.to_owned();
    }
    let ending = kept
        .rsplit_once('.')
        .map(|(_, ending)| ending)
        .filter(|ending| ending.chars().count() < 16)
        .map_or_else(String::new, |ending| format!(".{ending}"));
    let room = LONGEST_NAME - ending.chars().count();
    let front: String = kept.chars().take(room).collect();
    format!("{front}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_program_is_one_whatever_it_is_called() {
        let programs: [(&str, &[u8]); 8] = [
            ("receipt.pdf", b"MZ\x90\x00"),
            ("photo.jpg", b"\x7fELF\x02\x01"),
            ("scan.png", b"\xcf\xfa\xed\xfe\x07"),
            ("note.txt", b"#!/bin/sh\nrm -rf ~"),
            ("note.txt", b"\xef\xbb\xbf#!/usr/bin/env python"),
            ("page.pdf", b"L\x00\x00\x00\x01\x14\x02\x00\x00"),
            ("invoice.pdf.EXE", b"%PDF-1.7"),
            ("invoice.bat. ", b"echo"),
        ];
        for (name, data) in programs {
            assert!(is_program(name, data), "{name}");
        }
        let files: [(&str, &[u8]); 5] = [
            ("receipt.pdf", b"%PDF-1.7"),
            ("photo.jpg", b"\xff\xd8\xff\xe0"),
            ("exe", b"word"),
            ("note.txt", b"# MZ is not at the start"),
            ("page.html", b"<script>alert(1)</script>"),
        ];
        for (name, data) in files {
            assert!(!is_program(name, data), "{name}");
        }
    }

    #[test]
    fn bytes_say_what_a_file_is_and_markup_is_text() {
        assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n\x00"), FileKind::Png);
        assert_eq!(kind_of(b"\xff\xd8\xff\xe1"), FileKind::Jpeg);
        assert_eq!(kind_of(b"GIF89a\x01"), FileKind::Gif);
        assert_eq!(kind_of(b"RIFF\x00\x00\x00\x00WEBPVP8 "), FileKind::Webp);
        assert_eq!(kind_of(b"%PDF-1.4\n"), FileKind::Pdf);
        assert_eq!(kind_of(b"<svg onload='x()'/>"), FileKind::Text);
        assert_eq!(kind_of("caf\u{e9}\r\n".as_bytes()), FileKind::Text);
        assert_eq!(kind_of(b"PK\x03\x04"), FileKind::Other);
        assert_eq!(kind_of(b"\xff\xfe\x00"), FileKind::Other);
    }

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\bills\\may.pdf"), "may.pdf");
        assert_eq!(plain_name("may\u{202e}fdp.exe"), "mayfdp.exe");
        assert_eq!(plain_name(" . "), "file");
        let long = format!("{}.pdf", "x".repeat(400));
        assert!(plain_name(&long).ends_with("x.pdf"));
    }

    proptest! {
        #[test]
        fn a_plain_name_is_short_and_stays_as_it_is(name in "\\PC{0,300}") {
            let plain = plain_name(&name);
            prop_assert!(!plain.is_empty() && plain.chars().count() <= LONGEST_NAME);
            prop_assert!(!plain.contains(['/', '\\']));
        }
    }
}
