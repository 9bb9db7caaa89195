//! The name a person would write for what a bank's text says was paid: `CARTE 12/05 CARREFOUR MARKET 4471 LYON` is
//! `Carrefour Market`.
//!
//! Words by which banks introduce a payment, dates, times, card and terminal numbers, references, SEPA fields and the place at
//! the end are taken off; what is left keeps its own letters, and is set in ordinary case where the bank wrote capitals.
//! Nothing is ever added, and cleaning twice changes nothing more. [`domain::text::fold`] decides which words name somebody,
//! so that what is cleaned alike is compared alike.

use domain::text::{fold, plain_words};

mod places;
#[cfg(test)]
mod tests;

use places::{CITIES, COUNTRIES};

/// What stands before the name of the other side in texts made of fields.
const NAMES: &[&str] = &[
    "/name/",
    "name:",
    "abwa+",
    "nom:",
    "beneficiary:",
    "beneficiaire:",
    "empfanger:",
    "auftraggeber:",
    "ordenante:",
    "naam:",
    "/de ",
    "/pour ",
    "de:",
    "pour:",
];
/// What begins a field that names nobody: everything from there on goes.
const OTHERS: &[&str] = &[
    "svwz+",
    "eref+",
    "kref+",
    "mref+",
    "cred+",
    "debt+",
    "iban+",
    "bic+",
    "abwe+",
    "/remi/",
    "/eref/",
    "/marf/",
    "/csid/",
    "/iban/",
    "/bic/",
    "/ordp/",
    "/benm/",
    "/adrl/",
    "/motif",
    "/ref",
    "motif:",
    "ref:",
    "ref.",
    "reference:",
    "id:",
    "iban:",
    "bic:",
    "mandat:",
    "mandate:",
    "rum:",
    "ics:",
    "omschrijving:",
    "kenmerk:",
    "verwendungszweck:",
    "concepto:",
    "causale:",
    "end-to-end:",
    "eref:",
    "mref:",
];
/// Words that tie a place to a name: `Café de Paris` is not a café in Paris.
const TIES: &[&str] = &[
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "of",
    "the",
    "von",
    "vom",
    "zum",
    "zur",
    "in",
    "del",
    "di",
    "da",
    "van",
    "het",
    "op",
    "et",
    "and",
    "und",
    "y",
    "e",
    "&",
    "saint",
    "st",
    "petit",
    "petite",
    "grand",
    "grande",
    "vieux",
    "old",
    "royal",
    "stadtwerke",
    "stadt",
    "ville",
    "mairie",
    "universite",
    "universitat",
    "university",
    "sparkasse",
    "volksbank",
    "city",
    "comune",
    "gemeente",
    "ayuntamiento",
    "flughafen",
    "aeroport",
    "airport",
    "museum",
    "musee",
    "hotel",
];
/// Words of up to three letters that are words, not initials.
const SHORT_WORDS: &[&str] = &[
    "air", "art", "bar", "big", "box", "bus", "cab", "car", "das", "der", "die", "eau", "est",
    "eis", "fit", "fly", "fox", "gas", "gym", "hot", "inn", "jet", "joy", "key", "les", "lux",
    "mer", "my", "new", "old", "our", "pan", "pet", "pub", "red", "rue", "sea", "sky", "spa",
    "sud", "sun", "sur", "taxi", "tea", "the", "top", "toy", "val", "via", "vin", "way", "zoo",
    "zum", "zur", "aux", "am", "au", "im", "los", "las", "mon", "ma", "chez", "mme", "mr", "mrs",
];
/// Words that stay small within a name.
const SMALL: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "et", "of", "the", "and", "und", "von", "vom", "zum",
    "zur", "am", "im", "der", "die", "das", "del", "di", "da", "van", "het", "op", "y", "e", "au",
    "aux", "sur", "en", "in",
];
/// What introduces a payment beyond what folding knows, as plain words.
const INTROS: &[&str] = &[
    "facture carte du",
    "carte du",
    "basislastschrift",
    "erstlastschrift",
    "folgelastschrift",
    "einmallastschrift",
    "compra en",
    "compra",
    "pago en",
    "adeudo recibo",
    "adeudo",
    "addebito sdd",
    "sdd",
    "bea",
    "gea",
    "betaalpas",
    "zettle",
    "visa debit purchase card",
    "purchase card",
    "eftpos purchase",
    "eftpos",
    "interac purchase",
    "platnosc karta",
    "kortkop",
    "dankort kob",
    "dankort",
];
/// What stands between a name and the number of a card behind it.
const CARDS: &[&str] = &[
    "carte numero",
    "carte",
    "carta",
    "karte",
    "tarjeta",
    "kaart",
];
/// Ends of addresses, which stay small.
const ADDRESSES: &[&str] = &[
    ".com", ".net", ".org", ".eu", ".fr", ".de", ".es", ".it", ".nl", ".be", ".ch", ".at", ".io",
    ".co.uk",
];
/// That money came, before who sent it.
const ARRIVED: &[&[&str]] = &[&["recu", "de"], &["recu"], &["received", "from"]];
/// Passes of taking off; each shortens the text, so that few are ever needed.
const PASSES: usize = 8;

/// The name in a bank's text. A text of which nothing would be left keeps its words, so that only a blank text gives nothing.
pub fn clean(raw: &str) -> String {
    let whole = tidy(raw);
    let mut now = whole.clone();
    for _ in 0..PASSES {
        let next = ordinary_case(&once(&now));
        if next == now {
            break;
        }
        now = next;
    }
    if fold(&now).is_empty() { whole } else { now }
}

/// Printable text with one blank between words.
fn tidy(text: &str) -> String {
    let printable: String = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    printable.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn once(text: &str) -> String {
    let named = behind_processor(segment(field(text)));
    let mut words: Vec<&str> = named
        .split([' ', '*', '_', ';', '|'])
        .filter(|word| !word.is_empty())
        .collect();
    without_card(&mut words);
    let kept: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_noise(word))
        .collect();
    if kept.iter().any(|word| has_letters(word)) {
        words = kept;
    }
    let words = naming(without_intro(&words));
    without_place(&words).join(" ")
}

/// The field that names the other side, or what stands before the first that does not.
fn field(text: &str) -> &str {
    let low = text.to_ascii_lowercase();
    // Only where lower case kept every place: places are counted in bytes.
    let named = NAMES
        .iter()
        .filter_map(|label| Some((at_word(&low, label)?, label.len())))
        .min();
    let text = match named {
        Some((at, length)) if !text[at + length..].trim().is_empty() => &text[at + length..],
        _ => text,
    };
    let low = text.to_ascii_lowercase();
    let end = OTHERS
        .iter()
        .filter_map(|label| at_word(&low, label))
        .filter(|at| text[..*at].chars().any(char::is_alphabetic))
        .min();
    end.map_or(text, |at| &text[..at])
}

/// Where a label begins a word, if it does.
fn at_word(low: &str, label: &str) -> Option<usize> {
    low.match_indices(label).map(|(at, _)| at).find(|at| {
        *at == 0 || label.starts_with('/') || !low.as_bytes()[at - 1].is_ascii_alphanumeric()
    })
}

/// Shops and places with slashes between them: the first that names something.
fn segment(text: &str) -> &str {
    text.split("//")
        .find(|part| part.chars().filter(|sign| sign.is_alphabetic()).count() > 1)
        .unwrap_or(text)
}

/// The shop behind the star that a payment processor puts before it.
fn behind_processor(text: &str) -> &str {
    match text.split_once('*') {
        Some((before, shop)) if has_letters(before) && has_letters(shop) => {
            // Folding knows the processors: it leaves nothing of them.
            let (whole, alone) = (fold(text), fold(shop));
            if whole == alone { shop } else { text }
        }
        _ => text,
    }
}

fn has_letters(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

/// Dates, times, amounts, numbers of cards, terminals and shops, references, punctuation by itself.
fn is_noise(word: &str) -> bool {
    if word == "&" {
        return false;
    }
    let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(|sign| sign.is_alphabetic()).count();
    if digits == 0 {
        return letters == 0;
    }
    if letters == 0 {
        // A number of up to two digits may be part of a name; with separators it is a date, a time or an amount.
        return digits > 2 || word.chars().any(|sign| !sign.is_ascii_digit());
    }
    let masked = word.to_ascii_lowercase();
    let masked = masked.trim_start_matches(['x', '#', '*']);
    // `XX1234`, `cb1234`, `no4471`, and what mixes letters and numbers at length.
    (masked.chars().all(|sign| sign.is_ascii_digit()) && masked.len() >= 2)
        || digits >= 4
        || (digits >= 2 && letters <= 2 && digits > letters)
}

/// The words without what introduces the payment, as long as something is named behind it.
fn without_intro<'a, 'w>(words: &'a [&'w str]) -> &'a [&'w str] {
    /// Words of the longest phrase.
    const LONGEST: usize = 4;
    (1..=LONGEST.min(words.len()))
        .rev()
        .find(|length| {
            let (front, behind) = words.split_at(*length);
            INTROS.contains(&plain_words(&front.join(" ")).as_str())
                && behind.iter().any(|word| has_letters(word))
        })
        .map_or(words, |length| &words[length..])
}

/// Takes a card's word off before its number at the end, with the number.
fn without_card(words: &mut Vec<&str>) {
    let named = words.iter().rposition(|word| !is_noise(word));
    let Some(end) = named.map(|at| at + 1).filter(|end| *end < words.len()) else {
        return;
    };
    for card in CARDS {
        let length = card.split(' ').count();
        if end > length && plain_words(&words[end - length..end].join(" ")) == *card {
            words.truncate(end - length);
            return;
        }
    }
}

/// A small number, which may begin a name.
fn is_numeral(word: &str) -> bool {
    word.len() <= 2 && word.chars().all(|sign| sign.is_ascii_digit())
}

/// The words that folding leaves: without what introduces a payment, and without a legal form behind it.
fn naming<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let folded = fold(&words.join(" "));
    let mut left: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept = Vec::new();
    for (at, word) in words.iter().enumerate().rev() {
        let plain = plain_words(word);
        let parts: Vec<&str> = plain.split(' ').filter(|part| !part.is_empty()).collect();
        let here = parts
            .iter()
            .rev()
            .zip(left.iter().rev())
            .take_while(|(part, wanted)| part == wanted)
            .count();
        if here > 0 {
            left.truncate(left.len() - here);
            kept.push(*word);
        } else if !kept.is_empty() && (*word == "&" || at == 0 && is_numeral(word)) {
            kept.push(*word);
        }
    }
    kept.reverse();
    let bare = kept
        .first()
        .is_some_and(|word| plain_words(word).is_empty());
    if bare {
        kept.remove(0);
    }
    if kept.is_empty() {
        return words.to_vec();
    }
    if kept.len() < words.len() {
        // What some banks put between the kind of a transfer and its other side.
        for arrived in ARRIVED {
            let said = kept.iter().map(|word| plain_words(word));
            if kept.len() > arrived.len() && said.take(arrived.len()).eq(arrived.iter().copied()) {
                kept.drain(..arrived.len());
                break;
            }
        }
    }
    kept
}

/// Without country and city at the end, as long as something else is left that the place does not belong to.
fn without_place<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut left = words.to_vec();
    let plain = |word: &str| plain_words(word);
    if let [front @ .., last] = left.as_slice()
        && front.len() > 1
        && last.chars().all(char::is_uppercase)
        && COUNTRIES.contains(&plain(last).as_str())
        && front
            .last()
            .is_some_and(|word| !TIES.contains(&plain(word).as_str()))
    {
        left.truncate(left.len() - 1);
    }
    for length in [3, 2, 1] {
        if left.len() <= length {
            continue;
        }
        let (front, place) = left.split_at(left.len() - length);
        let named = place
            .iter()
            .map(|word| plain(word))
            .collect::<Vec<_>>()
            .join(" ");
        let tied = front
            .last()
            .is_some_and(|word| TIES.contains(&plain(word).as_str()));
        let enough = front
            .iter()
            .any(|word| word.chars().filter(|sign| sign.is_alphabetic()).count() > 1);
        if CITIES.contains(&named.as_str()) && !tied && enough {
            left.truncate(left.len() - length);
            break;
        }
    }
    left
}

/// Capitals as a person would write them; a text that has small letters is as somebody wrote it.
fn ordinary_case(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    text.split(' ')
        .enumerate()
        .map(|(at, word)| cased(word, at == 0))
        .collect::<Vec<_>>()
        .join(" ")
}

fn cased(word: &str, first: bool) -> String {
    let low: String = word.chars().flat_map(lower).collect();
    if !first && SMALL.contains(&low.as_str()) {
        return low;
    }
    let letters = word.chars().filter(|sign| sign.is_alphabetic()).count();
    let vowels = word
        .chars()
        .any(|sign| "AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜÁÍÓÚ".contains(sign));
    let initials = letters == word.chars().count()
        && !SHORT_WORDS.contains(&low.as_str())
        // Three letters with a vowel are initials at the front (EDF, ICA), else more often a word (Night Owl).
        && (letters <= 2 || letters == 3 && (first || !vowels) || !vowels && letters <= 5);
    if initials || !word.is_ascii() && letters == 0 {
        return word.to_owned();
    }
    if let Some(end) = ADDRESSES.iter().find(|end| low.ends_with(**end))
        && let Some(name) = word.get(..word.len().saturating_sub(end.len()))
        && !name.is_empty()
    {
        return format!("{}{end}", cased(name, first));
    }
    let mut begin = true;
    word.chars()
        .flat_map(|sign| {
            let shown: Vec<char> = if begin {
                vec![sign]
            } else {
                lower(sign).collect()
            };
            // A letter behind an apostrophe begins a name (D'Or), as one behind a hyphen does.
            begin = !sign.is_alphanumeric();
            shown
        })
        .collect()
}

/// A letter's small form, where that is one letter again.
fn lower(sign: char) -> std::iter::Once<char> {
    let mut low = sign.to_lowercase();
    std::iter::once(match (low.next(), low.next()) {
        (Some(one), None) => one,
        _ => sign,
    })
}

/// Payees whose texts name the same, each with the texts' places: groups of two or more, and single ones whose cleaned name
/// differs from the text. Largest groups first.
pub fn alike(names: &[&str]) -> Vec<(String, Vec<usize>)> {
    let mut groups: std::collections::BTreeMap<String, (String, Vec<usize>)> =
        std::collections::BTreeMap::new();
    for (place, name) in names.iter().enumerate() {
        let cleaned = clean(name);
        let key = fold(&cleaned);
        if key.is_empty() {
            continue;
        }
        let group = groups
            .entry(key)
            .or_insert_with(|| (cleaned.clone(), Vec::new()));
        // Of several spellings the one with accents and small letters says more.
        if (cleaned.len(), &cleaned) > (group.0.len(), &group.0) {
            group.0 = cleaned;
        }
        group.1.push(place);
    }
    let mut found: Vec<(String, Vec<usize>)> = groups
        .into_values()
        .filter(|(name, places)| {
            places.len() > 1 || places.iter().any(|place| names[*place] != name.as_str())
        })
        .collect();
    found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    found
}
