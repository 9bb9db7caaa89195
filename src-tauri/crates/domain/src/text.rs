//! The part of a statement text that names who was paid, in a form that can be compared.
//!
//! A bank writes `CARTE 10/01 CAFÉ DU PORT 4471` today and `CB CAFE DU PORT 12/02` tomorrow. [`fold`] gives both the same text;
//! [`similarity`] says how near two texts are when they are not the same. Neither is ever shown to a person.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[cfg(test)]
mod tests;

/// Words by which banks introduce a payment, taken off the front as long as something is left behind them. Folded, and
/// longer phrases before their own beginnings.
const RAILS: &[&[&str]] = &[
    &["paiement", "par", "carte"],
    &["paiement", "cb"],
    &["paiement", "carte"],
    &["achat", "cb"],
    &["achat", "carte"],
    &["facture", "carte"],
    &["carte"],
    &["cb"],
    &["prelevement", "europeen"],
    &["prelevement"],
    &["prlv", "europeen"],
    &["prlv"],
    &["virement", "instantane"],
    &["virement", "permanent"],
    &["virement", "en", "faveur", "de"],
    &["virement", "recu", "de"],
    &["virement", "recu"],
    &["virement"],
    &["vir", "inst"],
    &["vir", "permanent"],
    &["vir", "recu"],
    &["vir"],
    &["card", "payment", "to"],
    &["card", "payment"],
    &["card", "purchase"],
    &["card", "transaction"],
    &["contactless", "payment"],
    &["contactless"],
    &["debit", "card", "purchase"],
    &["debit", "card"],
    &["visa", "purchase"],
    &["visa", "debit"],
    &["visa", "achat"],
    &["purchase", "authorized", "on"],
    &["recurring", "payment"],
    &["recurring", "purchase"],
    &["direct", "debit", "to"],
    &["direct", "debit"],
    &["direct", "deposit"],
    &["standing", "order"],
    &["faster", "payment"],
    &["bill", "payment"],
    &["ach", "debit"],
    &["ach", "credit"],
    &["ach"],
    &["pos", "purchase"],
    &["pos", "debit"],
    &["pos"],
    &["sepa", "direct", "debit"],
    &["sepa", "credit", "transfer"],
    &["sepa", "lastschrift"],
    &["sepa", "uberweisung"],
    &["sepa", "dauerauftrag"],
    &["sepa", "inst"],
    &["sepa"],
    &["kartenzahlung"],
    &["girocard"],
    &["lastschrift"],
    &["dauerauftrag"],
    &["uberweisung"],
    &["gutschrift"],
    &["compra", "con", "tarjeta"],
    &["compra", "tarjeta"],
    &["tarjeta"],
    &["recibo"],
    &["transferencia", "a"],
    &["transferencia", "de"],
    &["transferencia"],
    &["pagamento", "pos"],
    &["bonifico"],
    &["addebito"],
];

/// Payment processors that put their own name and a star before the shop's.
const PROCESSORS: &[&str] = &[
    "paypal", "pp", "sq", "sumup", "zettle", "iz", "stripe", "tst", "sp", "mollie", "adyen",
    "klarna", "lsp",
];

/// Legal forms, taken off the end.
const LEGAL_FORMS: &[&str] = &[
    "gmbh", "ag", "sarl", "sas", "sa", "ltd", "limited", "plc", "inc", "llc", "bv", "spa", "srl",
    "sl", "kg",
];

/// The name in a statement text: lower case without accents, punctuation, payment words before it, dates, card and reference
/// numbers, or a legal form after it. A text that holds nothing else keeps its words and digits, so that only a text without
/// any letter or digit folds to nothing. Folding twice changes nothing more.
pub fn fold(text: &str) -> String {
    let mut current = fold_once(&plain(text));
    // Taking a word off can uncover another one; each round is shorter, so this ends. What is plain stays so.
    loop {
        let next = fold_once(&current);
        if next.len() >= current.len() {
            return current;
        }
        current = next;
    }
}

fn fold_once(plain: &str) -> String {
    let behind_star = plain.split_once('*').and_then(|(before, after)| {
        let processor = before.split_whitespace().last().unwrap_or_default();
        (PROCESSORS.contains(&processor) && after.chars().any(char::is_alphabetic)).then_some(after)
    });
    let all: Vec<&str> = words(behind_star.unwrap_or(plain)).collect();
    let named: Vec<&str> = all
        .iter()
        .copied()
        .filter(|word| !is_reference(word))
        .collect();
    if named.is_empty() || is_account_number(&all, &named) {
        return all.join(" ");
    }
    let mut rest = named.as_slice();
    while let Some(rail) = RAILS
        .iter()
        .find(|rail| rest.len() > rail.len() && rest.starts_with(rail))
    {
        rest = &rest[rail.len()..];
    }
    while let [front @ .., last] = rest
        && !front.is_empty()
        && LEGAL_FORMS.contains(last)
    {
        rest = front;
    }
    rest.join(" ")
}

/// The words of a text as they stand, lower case and without accents, with one blank between them: what `contains` is asked of.
/// Nothing is taken away but punctuation.
pub fn plain_words(text: &str) -> String {
    let plain = plain(text);
    let mut out = String::with_capacity(plain.len());
    for word in words(&plain) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// How near two texts are, 0 to 100, after folding both. 100 means the same name; a name that the other begins with, as banks
/// cut names off, counts at least 90.
pub fn similarity(a: &str, b: &str) -> u8 {
    similarity_folded(&fold(a), &fold(b))
}

/// [`similarity`] of two texts that are folded already.
pub fn similarity_folded(a: &str, b: &str) -> u8 {
    /// Shorter beginnings say too little.
    const TELLING: usize = 5;
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b {
        return 100;
    }
    // Dice's coefficient over pairs of letters (Dice 1945) does not mind the order of words; the edit distance of Damerau and
    // Levenshtein forgives a slip of the keyboard in a short name.
    let share = strsim::sorensen_dice(a, b).max(strsim::normalized_damerau_levenshtein(a, b));
    let percent = (share * 100.0).floor().clamp(0.0, 99.0) as u8;
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().count() >= TELLING && long.starts_with(short) {
        percent.max(90)
    } else {
        percent
    }
}

/// Lower case, compatibility forms resolved, Latin accents off. Stars stay: they separate a processor from the shop.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        let joined = text.bytes().filter(|byte| *byte != b'\'');
        return joined
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'þ' | 'Þ' => out.push_str("th"),
            'ı' => out.push('i'),
            // Inside a word an apostrophe joins: McDonald's is McDonalds.
            '\'' | '\u{2019}' => {}
            _ => out.extend(
                c.to_lowercase()
                    .filter(|c| !('\u{300}'..='\u{36f}').contains(c)),
            ),
        }
    }
    out.nfc().collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c)))
        .filter(|word| !word.is_empty())
}

/// Whether the text is an account number with a letter or two of its bank, and so names somebody only as a whole.
fn is_account_number(all: &[&str], named: &[&str]) -> bool {
    let count = |words: &[&str], wanted: fn(char) -> bool| {
        words
            .iter()
            .flat_map(|word| word.chars())
            .filter(|c| wanted(*c))
            .count()
    };
    count(named, char::is_alphabetic) <= 2 && count(all, char::is_numeric) >= 6
}

/// Whether a word is a number, a date, a masked card or a reference rather than part of a name.
fn is_reference(word: &str) -> bool {
    let digits = word.chars().filter(|c| c.is_numeric()).count();
    let letters = word.chars().count() - digits;
    letters == 0 || digits >= 3 || (word.len() >= 4 && word.chars().all(|c| c == 'x'))
}
