//! Dates in cells: three parts in an order that the whole column has to prove.

use chrono::NaiveDate;

use crate::date::day;

/// Which part stands where.
#[expect(
    clippy::enum_variant_names,
    reason = "what stands first is what tells them apart"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Order {
    YearFirst,
    DayFirst,
    MonthFirst,
}

/// Years of two digits up to this one are of this century.
const PIVOT: u32 = 79;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    value: u32,
    digits: u8,
    name: bool,
}

/// A cell that has the shape of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateCell {
    parts: [Part; 3],
    separator: char,
    compact: bool,
}

impl DateCell {
    /// Reads the shape; what follows the date must look like a time of day.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches(['\'', '"', '\u{feff}']).trim();
        let first = text.chars().next()?;
        if text.len() > 48 || !(first.is_ascii_digit() || first.is_alphabetic()) {
            return None;
        }
        // The shortest date is a day and a year beside the name of a month; most texts have no digits at all.
        if text.bytes().filter(u8::is_ascii_digit).count() < 3 {
            return None;
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits >= 8 {
            return Self::compact(text, digits);
        }
        if matches!(text.len(), 7 | 9)
            && text.is_ascii()
            && digits == 2
            && let Some(cell) = Self::joined(text)
        {
            return Some(cell);
        }
        let mut rest = text;
        if first.is_alphabetic() && month(leading_word(text)).is_none() {
            // A weekday may stand in front.
            let word = leading_word(text);
            rest = text[word.len()..].trim_start_matches(['.', ',', ' ']);
            if word.chars().count() > 12 || rest.len() == text.len() {
                return None;
            }
        }
        let (one, rest) = part(rest)?;
        let (separator, rest) = separated(rest, one)?;
        let (two, rest) = part(rest)?;
        let (second, rest) = separated(rest, two)?;
        let (three, rest) = part(rest)?;
        let named = one.name || two.name;
        if three.name || (one.name && two.name) || (!named && separator != second) {
            return None;
        }
        if !named && separator == ':' && one.digits != 4 {
            return None; // a time of day
        }
        if !named && separator == ' ' && one.digits != 4 && three.digits != 4 {
            return None;
        }
        let after = |c: char| matches!(c, ' ' | 'T' | ',' | '[' | '.' | '日' | '년' | '-' | 'Z');
        let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
        let time = rest.is_empty() || (rest.starts_with(after) && letters <= 6);
        let cell = Self {
            parts: [one, two, three],
            separator,
            compact: false,
        };
        (time && cell.orders().next().is_some()).then_some(cell)
    }

    /// `YYYYMMDD` or `DDMMYYYY`, perhaps with the time behind.
    fn compact(text: &str, digits: usize) -> Option<Self> {
        let behind = text.as_bytes().get(digits);
        if !matches!(digits, 8 | 12 | 14)
            || behind.is_some_and(|c| c.is_ascii_alphabetic() && *c != b'T')
        {
            return None;
        }
        // Amounts such as 20230501.50 are no dates.
        if digits == 8 && behind.is_some_and(|c| matches!(c, b'.' | b',' | b'-')) {
            return None;
        }
        let number = |from: usize, to: usize| -> Option<Part> {
            Some(Part {
                value: text.get(from..to)?.parse().ok()?,
                digits: u8::try_from(to - from).ok()?,
                name: false,
            })
        };
        let cells = [
            [number(0, 4)?, number(4, 6)?, number(6, 8)?],
            [number(0, 2)?, number(2, 4)?, number(4, 8)?],
        ];
        cells
            .into_iter()
            .map(|parts| Self {
                parts,
                separator: '\0',
                compact: true,
            })
            .find(|cell| {
                cell.orders().any(|order| {
                    cell.date(order).is_some_and(|date| {
                        use chrono::Datelike;
                        (1950..=2099).contains(&date.year())
                    })
                })
            })
    }

    /// `05JAN24` or `05JAN2024`.
    fn joined(text: &str) -> Option<Self> {
        let number = |digits: &str| -> Option<Part> {
            digits
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then_some(Part {
                    value: digits.parse().ok()?,
                    digits: u8::try_from(digits.len()).ok()?,
                    name: false,
                })
        };
        let (month, behind) = part(&text[2..])?;
        let cell = Self {
            parts: [number(&text[..2])?, month, number(behind)?],
            separator: '\0',
            compact: true,
        };
        (month.name && matches!(behind.len(), 2 | 4) && cell.orders().next().is_some())
            .then_some(cell)
    }

    /// The orders in which the cell is a day of the calendar.
    pub(super) fn orders(self) -> impl Iterator<Item = Order> {
        [Order::YearFirst, Order::DayFirst, Order::MonthFirst]
            .into_iter()
            .filter(move |order| self.date(*order).is_some())
    }

    /// The date in this order.
    pub(super) fn date(self, order: Order) -> Option<NaiveDate> {
        let [one, two, three] = self.parts;
        let (year, month, date) = match order {
            Order::YearFirst => (one, two, three),
            Order::DayFirst => (three, two, one),
            Order::MonthFirst => (three, one, two),
        };
        let year_fits = match year.digits {
            4 => true,
            // A year of two digits in front is only believed where all parts have two.
            2 => order != Order::YearFirst || (month.digits == 2 && date.digits == 2),
            _ => false,
        };
        if !year_fits || year.name || date.name || date.digits > 2 || month.digits > 2 {
            return None;
        }
        let year = match year.value {
            short if year.digits == 2 && short <= PIVOT => 2000 + short,
            short if year.digits == 2 => 1900 + short,
            full => full,
        };
        day(i32::try_from(year).ok()?, month.value, date.value)
    }

    /// Whether the sign between the parts is the point, which goes with the day in front.
    pub(super) fn pointed(self) -> bool {
        self.separator == '.'
    }

    /// The layout in strftime letters.
    pub(super) fn format(self, order: Order) -> String {
        let [one, two, three] = self.parts;
        let (year, month) = match order {
            Order::YearFirst => (one, two),
            Order::DayFirst => (three, two),
            Order::MonthFirst => (three, one),
        };
        let year = if year.digits == 4 { "%Y" } else { "%y" };
        let month = if month.name { "%b" } else { "%m" };
        let parts = match order {
            Order::YearFirst => [year, month, "%d"],
            Order::DayFirst => ["%d", month, year],
            Order::MonthFirst => [month, "%d", year],
        };
        if self.compact {
            parts.concat()
        } else {
            let separator = if self.separator == '年' {
                '-'
            } else {
                self.separator
            };
            parts.join(&separator.to_string())
        }
    }
}

/// The date of a cell in this order, the common layouts without taking the cell apart first.
pub(super) fn date_of(text: &str, order: Order) -> Option<NaiveDate> {
    quick(text.as_bytes(), order).or_else(|| DateCell::read(text)?.date(order))
}

/// Ten bytes with one sign between the parts and a year of four digits.
fn quick(bytes: &[u8], order: Order) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = bytes.try_into().ok()?;
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let sign = |at: usize, other: usize| {
        bytes[at] == bytes[other] && matches!(bytes[at], b'-' | b'.' | b'/')
    };
    let (year, month, date) = match order {
        Order::YearFirst if sign(4, 7) => (number(0, 4)?, number(5, 7)?, number(8, 10)?),
        Order::DayFirst if sign(2, 5) => (number(6, 10)?, number(3, 5)?, number(0, 2)?),
        Order::MonthFirst if sign(2, 5) => (number(6, 10)?, number(0, 2)?, number(3, 5)?),
        _ => return None,
    };
    day(i32::try_from(year).ok()?, month, date)
}

/// The order that a layout in strftime letters has.
pub(super) fn order_of(format: &str) -> Option<Order> {
    let place = |letters: [&str; 2]| {
        letters
            .iter()
            .filter_map(|letter| format.find(letter))
            .min()
    };
    let year = place(["%Y", "%y"])?;
    let month = place(["%m", "%b"])?;
    let date = place(["%d", "%e"])?;
    Some(if year < month && year < date {
        Order::YearFirst
    } else if date < month {
        Order::DayFirst
    } else {
        Order::MonthFirst
    })
}

fn leading_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    &text[..end]
}

fn part(text: &str) -> Option<(Part, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 1 | 2 | 4) {
        let part = Part {
            value: text[..digits].parse().ok()?,
            digits: u8::try_from(digits).ok()?,
            name: false,
        };
        return Some((part, &text[digits..]));
    }
    let word = leading_word(text);
    let value = month(word)?;
    Some((
        Part {
            value,
            digits: 2,
            name: true,
        },
        &text[word.len()..],
    ))
}

/// The separator behind a part and what follows it.
fn separated(text: &str, before: Part) -> Option<(char, &str)> {
    let separator = text.chars().next()?;
    if !matches!(
        separator,
        '.' | '/' | '-' | ':' | ' ' | ',' | '年' | '月' | '년' | '월'
    ) {
        return None;
    }
    let rest = &text[separator.len_utf8()..];
    let trimmed = rest.trim_start_matches([' ', '.', ',']);
    // A comma alone parts no two numbers; behind a day or a month's name ("Dec 12, 2019") it does.
    if separator == ',' && !rest.starts_with(' ') && !before.name {
        return None;
    }
    let separator = match separator {
        '月' => '年',
        ',' => ' ',
        other => other,
    };
    Some((separator, trimmed))
}

/// Whether the first bytes are the same: nearly every name is told apart by them.
fn begins_alike(one: &str, other: &str) -> bool {
    one.as_bytes().first() == other.as_bytes().first()
}

/// A month's number from its name or its first three letters or more, in many languages.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &[
            "jan", "ene", "gen", "sty", "led", "tammi", "styczen", "stycznia", "leden", "ledna",
            "янв",
        ],
        &["feb", "fev", "lut", "uno", "unor", "helmi", "фев"],
        &["mar", "maa", "mrt", "mrz", "bre", "brez", "maalis", "мар"],
        &["apr", "avr", "abr", "kwi", "dub", "huhti", "апр"],
        &[
            "may", "mai", "maj", "mei", "mag", "kve", "touko", "май", "мая",
        ],
        &["jun", "juin", "giu", "cze", "cer", "kesa", "июн"],
        &["jul", "juil", "lug", "lip", "cec", "heina", "июл"],
        &["aug", "aou", "ago", "sie", "srp", "elo", "авг"],
        &["sep", "set", "wrz", "zar", "syys", "сен"],
        &["oct", "okt", "ott", "out", "paz", "rij", "loka", "окт"],
        &["nov", "lis", "marras", "ноя"],
        &["dec", "dez", "dic", "des", "gru", "pro", "joulu", "дек"],
    ];
    if word.chars().count() < 3 || word.chars().count() > 12 {
        return None;
    }
    // Words of other kinds are most of what stands here.
    let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
    if first.is_some_and(|first| {
        first.is_ascii()
            && !NAMES
                .iter()
                .flat_map(|names| names.iter())
                .any(|name| name.as_bytes()[0] == first)
    }) {
        return None;
    }
    let plain = super::words::plain(word);
    // Names that share their first three letters with another month's.
    match plain.as_str() {
        "juin" => return Some(6),
        "cervenec" | "cervence" => return Some(7),
        "listopad" | "listopada" | "marraskuu" | "marraskuuta" => return Some(11),
        _ => {}
    }
    NAMES
        .iter()
        .position(|names| {
            names.iter().any(|name| {
                begins_alike(name, &plain) && plain.starts_with(name) && plain.len() <= 12
            })
        })
        .and_then(|at| u32::try_from(at + 1).ok())
}
