//! Field 86, information to the account owner: free text, structured differently from country to country.
//!
//! - Sub-fields behind a sign and two digits, with a three-digit code of the business transaction in front or not: Germany
//!   and Austria (`?20`), Poland (`<20`, `~20`), the Netherlands (`>20`). Meaning of the numbers: Deutsche Kreditwirtschaft,
//!   Anlage 3 of the Remote Data Transfer agreement, chapter 8 (`00` posting text, `20`-`29` and `60`-`63` purpose, `30`/`31`
//!   bank and account, `32`/`33` name); within the purpose `EREF+`, `SVWZ+` and their like.
//! - Code words between slashes (`/EREF/…/NAME/…/REMI/…`): the Netherlands and others, after SWIFT's own code words.
//! - Words with a colon, apart by semicolons or not: Poland, Switzerland.
//! - Numbered lines in a field of its own (`:NS:`): Hungary.
//! - Lines of which the first or second is an account number and the next a name.
//!
//! What fits none of these is kept as it stands.

use crate::iban;

/// What field 86 says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Info {
    pub(super) payee: String,
    pub(super) text: String,
    pub(super) account: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) mandate: Option<String>,
    /// Nothing was recognised in the text.
    pub(super) vague: bool,
}

/// Characters of a line of field 86, beyond which it goes on in the next.
const WIDTH: usize = 65;

/// Code words between slashes.
const WORDS: [&str; 40] = [
    "EREF",
    "KREF",
    "MREF",
    "MARF",
    "CSID",
    "CRED",
    "DEBT",
    "BENM",
    "ORDP",
    "NAME",
    "REMI",
    "ISDT",
    "TRTP",
    "IBAN",
    "BIC",
    "CNTP",
    "TRCD",
    "RTRN",
    "CREF",
    "PREF",
    "IREF",
    "ID",
    "ADDR",
    "PURP",
    "CDTRREFTP",
    "CDTRREF",
    "ULTD",
    "ULTC",
    "ULTB",
    "SVCL",
    "BUSP",
    "OCMT",
    "CHGS",
    "CHGT",
    "EXCH",
    "INIT",
    "SUBC",
    "TXT",
    "ACCW",
    "TRAN",
];

/// Reads the lines of a field 86.
pub(super) fn read(lines: &[&str]) -> Info {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    let packed = packed(&lines);
    if let Some(info) = sub_fields(&packed) {
        return info;
    }
    if let Some(info) = slashed(&glued(&lines)) {
        return info;
    }
    let text = unwrapped(&lines);
    worded(&text)
        .or_else(|| account_first(&lines))
        .or_else(|| terminal(&text))
        .unwrap_or_else(|| Info {
            payee: String::new(),
            text: tidy(&text),
            vague: true,
            ..Info::default()
        })
}

/// Whether a line is full, so that the next one goes on within a word. The tag of the first counts or not.
fn full(line: &str, first: bool) -> bool {
    let length = line.chars().count();
    length >= WIDTH || (first && length + 4 == WIDTH)
}

/// The lines of structured text, which is cut wherever the line is full.
fn packed(lines: &[&str]) -> String {
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        out.push_str(line);
        // A blank at the end of a full line is lost on the way.
        let short = line.chars().count() + 1;
        if short == WIDTH || (at == 0 && short + 4 == WIDTH) {
            out.push(' ');
        }
    }
    out
}

/// The lines of text with code words, which banks cut at widths of their own.
fn glued(lines: &[&str]) -> String {
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 && lines[at - 1].chars().count() + 5 < WIDTH {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// The lines of free text: a full one goes on within the word, the others end with it.
fn unwrapped(lines: &[&str]) -> String {
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 && !full(lines[at - 1], at == 1) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// Text with blanks made one, and none at its ends.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `166?00GUTSCHRIFT?20…?32…`.
fn sub_fields(text: &str) -> Option<Info> {
    let text = text.trim_start();
    let code = text.bytes().take_while(u8::is_ascii_digit).count();
    if code > 4 {
        return None;
    }
    let sign = text[code..].chars().next()?;
    if sign.is_alphanumeric() || sign.is_whitespace() || matches!(sign, '/' | ':' | '.' | ',' | '-')
    {
        return None;
    }
    let known = |number: u32| matches!(number, 0 | 10 | 20..=29 | 30..=34 | 38 | 60..=65 | 70..=79);
    let mut fields: Vec<(u32, &str)> = Vec::new();
    let mut rest = &text[code..];
    let number_at = |text: &str| -> Option<u32> {
        let digits = text.strip_prefix(sign)?.get(..2)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse().ok())
            .flatten()
            .filter(|number| known(*number))
    };
    while let Some(number) = number_at(rest) {
        let body = &rest[sign.len_utf8() + 2..];
        let end = body
            .char_indices()
            .filter(|(_, c)| *c == sign)
            .map(|(at, _)| at)
            .find(|at| number_at(&body[*at..]).is_some())
            .unwrap_or(body.len());
        fields.push((number, &body[..end]));
        rest = &body[end..];
    }
    if fields.is_empty() || (code != 3 && fields.len() < 2) {
        return None;
    }
    let of = |wanted: &[u32]| -> String {
        fields
            .iter()
            .filter(|(number, _)| wanted.contains(number))
            .map(|(_, text)| *text)
            .collect()
    };
    let mut info = Info {
        payee: tidy(&of(&[32, 33])),
        ..Info::default()
    };
    let account = tidy(&of(&[38]));
    let account = if account.is_empty() {
        tidy(&of(&[31]))
    } else {
        account
    };
    info.account = (!account.is_empty()).then(|| iban::checked(&account).unwrap_or(account));
    let (purpose, reference, mandate) = purpose(&fields);
    info.reference = reference;
    info.mandate = mandate;
    let posting = tidy(&of(&[0]));
    info.text = match (purpose.is_empty(), posting.is_empty()) {
        (true, _) => posting,
        (false, _) if info.payee.is_empty() && !posting.is_empty() => {
            info.payee = posting;
            purpose
        }
        (false, _) => purpose,
    };
    Some(info)
}

/// The purpose, which is what follows `SVWZ+` where there is such, the end-to-end reference, and the mandate's.
fn purpose(fields: &[(u32, &str)]) -> (String, Option<String>, Option<String>) {
    let mut parts: Vec<(Option<String>, String)> = vec![(None, String::new())];
    let mut full = true;
    for (number, text) in fields {
        if !matches!(number, 20..=29 | 60..=65) {
            continue;
        }
        let key = text.get(..5).filter(|key| {
            key.ends_with(['+', ':']) && key[..4].bytes().all(|byte| byte.is_ascii_uppercase())
        });
        if let Some(key) = key {
            parts.push((Some(key[..4].to_owned()), text[5..].to_owned()));
        } else if let Some((_, last)) = parts.last_mut() {
            // Sub-fields hold 27 signs; a shorter one ends with its word.
            if !full && !last.is_empty() {
                last.push(' ');
            }
            last.push_str(text);
        }
        full = text.chars().count() >= 27;
    }
    let of = |key: &str| {
        parts
            .iter()
            .find(|(found, _)| found.as_deref() == Some(key))
            .map(|(_, text)| tidy(text))
            .filter(|text| !text.is_empty())
    };
    let reference = of("EREF")
        .or_else(|| of("KREF"))
        .filter(|text| !matches!(text.as_str(), "NOTPROVIDED" | "NONREF"));
    let text = of("SVWZ").unwrap_or_else(|| {
        let free = parts
            .iter()
            .filter(|(key, _)| {
                !matches!(
                    key.as_deref(),
                    Some("EREF" | "KREF" | "MREF" | "CRED" | "DEBT" | "IBAN")
                )
            })
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        tidy(&free)
    });
    (text, reference, of("MREF"))
}

/// `/EREF/…/BENM//NAME/…/REMI/…`.
fn slashed(text: &str) -> Option<Info> {
    let text = text.trim();
    let mut found: Vec<(&str, usize, usize)> = Vec::new();
    for (at, _) in text.match_indices('/') {
        let word = &text[at + 1..];
        if let Some(end) = word.find('/')
            && let Some(known) = WORDS.iter().find(|known| **known == &word[..end])
        {
            found.push((known, at, at + end + 2));
        }
    }
    // The words come from the start on, or there are several.
    if found.is_empty() || (found[0].1 > 0 && found.len() < 2) {
        return None;
    }
    let value = |wanted: &str| {
        let at = found.iter().position(|(word, ..)| *word == wanted)?;
        let end = found.get(at + 1).map_or(text.len(), |(_, start, _)| *start);
        let value = text.get(found[at].2..end.max(found[at].2))?;
        let value = value.trim_matches(['/', ' ']);
        (!value.is_empty()).then(|| value.to_owned())
    };
    let mut info = Info::default();
    if let Some(party) = value("CNTP") {
        // Account, bank, name, town.
        let parts: Vec<&str> = party.split('/').map(str::trim).collect();
        info.account = parts.first().map(|text| (*text).to_owned());
        info.payee = parts.get(2).map(|text| tidy(text)).unwrap_or_default();
    }
    if info.payee.is_empty() {
        info.payee = value("NAME").map(|name| tidy(&name)).unwrap_or_default();
    }
    if info.payee.is_empty() {
        // Without words of their own below, the party itself is the name.
        info.payee = ["ORDP", "BENM", "CRED", "DEBT"]
            .iter()
            .find_map(|word| value(word))
            .map(|name| tidy(&name))
            .filter(|name| name.chars().any(char::is_alphabetic) && iban::checked(name).is_none())
            .unwrap_or_default();
    }
    if info.account.as_deref().is_none_or(str::is_empty) {
        info.account = value("IBAN");
    }
    info.account = info
        .account
        .map(|account| iban::checked(&account).unwrap_or(account));
    info.mandate = value("MARF").or_else(|| value("MREF"));
    info.reference = value("EREF").filter(|text| {
        !text.eq_ignore_ascii_case("NOTPROVIDED") && !text.eq_ignore_ascii_case("NONREF")
    });
    let said = value("REMI")
        .map(|text| {
            let text = text
                .trim_start_matches("USTD//")
                .trim_start_matches("STRD/CUR/");
            tidy(text)
        })
        .or_else(|| value("TXT").map(|text| tidy(&text)))
        .unwrap_or_default();
    let front = tidy(&text[..found[0].1]);
    info.text = match (front.is_empty(), said.is_empty()) {
        (true, true) => value("TRTP").map(|text| tidy(&text)).unwrap_or_default(),
        (true, false) => said,
        (false, true) => front,
        (false, false) => format!("{front} {said}"),
    };
    if info.payee.is_empty() && info.text.is_empty() {
        info.text = tidy(text);
    }
    Some(info)
}

/// Words with a colon that name the other side.
const SIDES: [&str; 20] = [
    "AUFTRAGGEBER",
    "ABSENDER",
    "EMPFÄNGER",
    "EMPFAENGER",
    "BEGÜNSTIGTER",
    "BEGUENSTIGTER",
    "ZAHLUNGSEMPFÄNGER",
    "DONNEUR D'ORDRE",
    "BÉNÉFICIAIRE",
    "BENEFICIAIRE",
    "EXPÉDITEUR",
    "ORDINANTE",
    "BENEFICIARIO",
    "BENEFICIARY",
    "ORDERING CUSTOMER",
    "SENDER",
    "OD",
    "DLA",
    "NA RZECZ",
    "NADAWCA",
];
/// Words with a colon that name the purpose.
const PURPOSES: [&str; 14] = [
    "MITTEILUNGEN",
    "MITTEILUNG",
    "VERWENDUNGSZWECK",
    "ZAHLUNGSGRUND",
    "REFERENZEN",
    "COMMUNICATIONS",
    "COMMUNICATION",
    "COMUNICAZIONI",
    "TYT.",
    "TYTUŁ",
    "TYTULEM",
    "DETAILS",
    "REMITTANCE",
    "TITLE",
];

/// `GUTSCHRIFT AUFTRAGGEBER: … MITTEILUNGEN: …`, `…; OD: …; TYT.: …; …`.
fn worded(text: &str) -> Option<Info> {
    let mut marks: Vec<(usize, usize, bool)> = Vec::new();
    for (at, _) in text.match_indices(':') {
        let before = text[..at].trim_end();
        let ends_with = |words: &[&str]| {
            words
                .iter()
                .filter(|word| {
                    before.strip_suffix(**word).is_some_and(|rest| {
                        rest.is_empty() || rest.ends_with([' ', ';', ',', '.', '/'])
                    })
                })
                .map(|word| word.len())
                .max()
        };
        if let Some(length) = ends_with(&SIDES) {
            marks.push((before.len() - length, at + 1, true));
        } else if let Some(length) = ends_with(&PURPOSES) {
            marks.push((before.len() - length, at + 1, false));
        }
    }
    if marks.is_empty() {
        return None;
    }
    let value = |at: usize| {
        let (_, start, _) = marks[at];
        let end = marks
            .get(at + 1)
            .map_or(text.len(), |(next, ..)| *next)
            .max(start);
        let body = &text[start..end];
        tidy(body.split(';').next().unwrap_or(body))
    };
    let first = |side: bool| {
        (0..marks.len())
            .find(|at| marks[*at].2 == side)
            .map(value)
            .filter(|text| !text.is_empty())
    };
    let payee = first(true)?;
    let front = tidy(text[..marks[0].0].trim_end_matches([' ', ';']));
    Some(Info {
        payee,
        text: first(false).unwrap_or(front),
        ..Info::default()
    })
}

/// Lines that begin with the other side's account: "NL47INGB… name", or a reference, an account and a name below.
fn account_first(lines: &[&str]) -> Option<Info> {
    let first = lines.first()?.trim();
    let (head, name) = first.split_once(' ').unwrap_or((first, ""));
    if iban::checked(head).is_some() || (iban::shaped(head) && name.len() > 2) {
        let rest = lines[1..].join(" ");
        return Some(Info {
            payee: tidy(name),
            text: tidy(&rest),
            account: Some(head.to_owned()),
            ..Info::default()
        });
    }
    let [_, second, third, rest @ ..] = lines else {
        return None;
    };
    let second = second.trim();
    let number = second.len() >= 12 && second.bytes().all(|byte| byte.is_ascii_digit());
    if !(number || iban::checked(second).is_some()) {
        return None;
    }
    Some(Info {
        payee: tidy(third),
        text: tidy(&unwrapped(rest)),
        account: Some(second.to_owned()),
        mandate: None,
        reference: Some(first.to_owned()).filter(|text| !text.contains(' ')),
        vague: false,
    })
}

/// Terminals and transfers of Dutch banks: "BEA … 21.05.11/12.54 NAME,PAS999", "GIRO 428428 NAME   text".
fn terminal(text: &str) -> Option<Info> {
    let (kind, rest) = text.split_once(' ')?;
    match kind {
        "BEA" | "GEA" => {
            let at = rest.match_indices('/').map(|(at, _)| at).find(|at| {
                let clock = rest.as_bytes().get(at + 1..at + 6);
                clock.is_some_and(|clock| {
                    clock[2] == b'.'
                        && clock
                            .iter()
                            .enumerate()
                            .all(|(at, byte)| at == 2 || byte.is_ascii_digit())
                })
            })?;
            let name = rest.get(at + 6..)?;
            let name = name.split(",PAS").next().unwrap_or(name);
            Some(Info {
                payee: tidy(name),
                text: tidy(text),
                ..Info::default()
            })
        }
        "GIRO" => {
            let rest = rest.trim_start();
            let digits = rest
                .bytes()
                .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
                .count();
            let (name, more) = rest[digits..].trim_start().split_once("   ")?;
            (digits >= 3).then(|| Info {
                payee: tidy(name),
                text: tidy(more),
                account: Some(rest[..digits].to_owned()),
                ..Info::default()
            })
        }
        _ => None,
    }
}

/// `:NS:` lines that begin with two digits: `09` text, `15` and `16` name, `17` reference.
pub(super) fn numbered(lines: &[&str]) -> Info {
    let of = |wanted: &[&str]| -> String {
        let text: Vec<&str> = lines
            .iter()
            .filter_map(|line| {
                let (number, text) = line.trim_end().split_at_checked(2)?;
                wanted.contains(&number).then_some(text)
            })
            .collect();
        tidy(&text.join(" "))
    };
    let reference = of(&["17"]);
    let info = Info {
        payee: of(&["15", "16"]),
        text: of(&["09", "10", "11", "12"]),
        reference: (!reference.is_empty()).then_some(reference),
        ..Info::default()
    };
    if info.payee.is_empty() && info.text.is_empty() {
        Info {
            text: tidy(&lines.join(" ")),
            vague: true,
            ..info
        }
    } else {
        info
    }
}
