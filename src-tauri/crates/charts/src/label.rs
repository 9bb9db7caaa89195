//! Words and number forms. The page derives a descriptor for its region once and sends it
//! along, so axis and page never disagree.

use std::fmt::Write as _;

use crate::calendar::Civil;

/// How amounts and dates are written. [`Default`] is English with the euro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelFormat {
    /// Currency symbol or code.
    pub symbol: String,
    /// Whether the symbol follows the number.
    pub symbol_after: bool,
    /// What stands between symbol and number: nothing, or a no-break space.
    pub symbol_space: String,
    /// Decimal mark.
    pub decimal: String,
    /// Mark between groups of digits.
    pub group: String,
    /// Fewest whole digits that are grouped at all: 4, or 5 where "1234" stays unbroken.
    pub group_from: usize,
    /// Size of the groups beyond the first three digits: 3, or 2 on the Indian subcontinent.
    pub group_beyond: usize,
    /// Minus sign.
    pub minus: String,
    /// Plus sign, where a sign is asked for.
    pub plus: String,
    /// Suffixes for thousands, millions and billions, with their space if they have one.
    /// An empty one means that such amounts are written out.
    pub compact: [String; 3],
    /// Month names, short, January first.
    pub months: [String; 12],
    /// Weekday names, short, Monday first.
    pub weekdays: [String; 7],
    /// Day in a tooltip: `{weekday}`, `{day}`, `{month}`, `{year}` are filled in.
    pub day: String,
    /// Day in a tooltip when the chart spans more than a year.
    pub day_with_year: String,
    /// Day on an axis.
    pub day_short: String,
    /// A day that stands alone: `{day}`, `{month}` and `{year}`.
    pub date: String,
    /// Month in a tooltip.
    pub month: String,
    /// The words charts use.
    pub words: Words,
}

/// The few words charts use themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Head of the first table column in day charts.
    pub date: String,
    /// Head of the first table column in month charts.
    pub month: String,
    /// Label of the today line.
    pub today: String,
    /// Known balance in a forecast.
    pub balance: String,
    /// Expected balance or amount.
    pub expected: String,
    /// Range that holds about 80 % of outcomes.
    pub likely_range: String,
    /// Range that holds about half of outcomes.
    pub half_range: String,
    /// A range: `{low}` and `{high}` are filled in.
    pub range: String,
    /// Lowest wanted balance.
    pub floor: String,
    /// The balance were nothing changed.
    pub unchanged: String,
    /// Highest wanted spending.
    pub limit: String,
    /// Spent so far.
    pub spent: String,
    /// What an even pace would have spent.
    pub even_pace: String,
    /// Money in.
    pub money_in: String,
    /// Money out.
    pub money_out: String,
    /// In less out.
    pub kept: String,
    /// Assets less debts.
    pub net: String,
    /// Classes beyond the seventh.
    pub other: String,
    /// A gap in the data.
    pub no_data: String,
}

impl Default for Words {
    fn default() -> Self {
        let word = str::to_owned;
        Self {
            date: word("Date"),
            month: word("Month"),
            today: word("Today"),
            balance: word("Balance"),
            expected: word("Expected"),
            likely_range: word("Likely range"),
            half_range: word("Half of outcomes"),
            range: word("{low} to {high}"),
            floor: word("Floor"),
            unchanged: word("Without changes"),
            limit: word("Limit"),
            spent: word("Spent"),
            even_pace: word("Even pace"),
            money_in: word("In"),
            money_out: word("Out"),
            kept: word("Kept"),
            net: word("Net worth"),
            other: word("Other"),
            no_data: word("No data"),
        }
    }
}

impl Default for LabelFormat {
    fn default() -> Self {
        let word = str::to_owned;
        Self {
            symbol: word("€"),
            symbol_after: false,
            symbol_space: String::new(),
            decimal: word("."),
            group: word(","),
            group_from: 4,
            group_beyond: 3,
            minus: word("\u{2212}"),
            plus: word("+"),
            compact: ["k", "m", "bn"].map(word),
            months: [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ]
            .map(word),
            weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(word),
            day: word("{weekday} {day} {month}"),
            day_with_year: word("{weekday} {day} {month} {year}"),
            day_short: word("{day} {month}"),
            date: word("{day} {month} {year}"),
            month: word("{month} {year}"),
            words: Words::default(),
        }
    }
}

/// How many decimals an amount shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decimals {
    /// All the currency has.
    All,
    /// All, but none when they are zero.
    IfAny,
    /// None: rounded to whole units, halves away from zero.
    None,
}

impl LabelFormat {
    /// An amount in minor units, `digits` of them to the whole unit.
    pub(crate) fn money(&self, minor: i128, digits: u32, decimals: Decimals) -> String {
        let unit = 10_i128.pow(digits);
        let size = minor.unsigned_abs();
        let unit_size = unit.unsigned_abs();
        let (whole, part) = match decimals {
            Decimals::None => ((size + unit_size / 2) / unit_size, None),
            Decimals::IfAny if size.is_multiple_of(unit_size) => (size / unit_size, None),
            Decimals::All | Decimals::IfAny => (size / unit_size, Some(size % unit_size)),
        };
        let mut number = self.grouped(whole);
        if let Some(part) = part
            && digits > 0
        {
            number.push_str(&self.decimal);
            // Writing to a String cannot fail.
            let _ = write!(number, "{part:0width$}", width = digits as usize);
        }
        let is_zero = whole == 0 && part.is_none_or(|part| part == 0);
        self.signed(minor < 0 && !is_zero, &number)
    }

    /// An amount with its sign, also when it is positive.
    pub(crate) fn signed_money(&self, minor: i128, digits: u32, decimals: Decimals) -> String {
        let text = self.money(minor, digits, decimals);
        if minor > 0 && text != self.money(0, digits, decimals) {
            format!("{}{text}", self.plus)
        } else {
            text
        }
    }

    /// The short form of axis labels: "€2.5k". Exact: an amount that needs more than three
    /// decimals of its suffix is written out instead.
    pub(crate) fn short(&self, minor: i128, digits: u32) -> String {
        let size = minor.unsigned_abs();
        for (power, suffix) in [(9, 2), (6, 1), (3, 0)] {
            let unit = 10_u128.pow(digits + power);
            if size < unit || self.compact[suffix].is_empty() {
                continue;
            }
            if !(size % unit * 1000).is_multiple_of(unit) {
                break;
            }
            let mut number = self.grouped(size / unit);
            let part = size % unit * 1000 / unit;
            if part > 0 {
                let part = format!("{part:03}");
                number.push_str(&self.decimal);
                number.push_str(part.trim_end_matches('0'));
            }
            number.push_str(&self.compact[suffix]);
            return self.signed(minor < 0, &number);
        }
        self.money(minor, digits, Decimals::IfAny)
    }

    fn signed(&self, negative: bool, number: &str) -> String {
        let minus = if negative { self.minus.as_str() } else { "" };
        let (symbol, space) = (&self.symbol, &self.symbol_space);
        if self.symbol_after {
            format!("{minus}{number}{space}{symbol}")
        } else {
            format!("{minus}{symbol}{space}{number}")
        }
    }

    fn grouped(&self, whole: u128) -> String {
        let digits = whole.to_string();
        if digits.len() < self.group_from.max(4) {
            return digits;
        }
        let (mut head, tail) = digits.split_at(digits.len() - 3);
        let mut groups = vec![tail];
        while !head.is_empty() {
            let (rest, group) = head.split_at(head.len().saturating_sub(self.group_beyond.max(1)));
            groups.push(group);
            head = rest;
        }
        groups.reverse();
        groups.join(&self.group)
    }

    pub(crate) fn day_text(&self, pattern: &str, day: Civil) -> String {
        pattern
            .replace("{weekday}", &self.weekdays[day.weekday])
            .replace("{day}", &day.day.to_string())
            .replace("{month}", &self.months[day.month])
            .replace("{year}", &day.year.to_string())
    }

    pub(crate) fn range(&self, low: &str, high: &str) -> String {
        self.words
            .range
            .replace("{low}", low)
            .replace("{high}", high)
    }
}

/// Width in CSS pixels of a label at 11 px. There are no font metrics here; Inter's mean
/// advances, a little generous, are enough to keep labels apart.
pub(crate) fn text_width(text: &str) -> f64 {
    text.chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | '.' | ',' | '\'' | '’' | ':' | ' ' | '\u{a0}' | '\u{202f}' => 3.2,
            'f' | 'r' | 't' => 4.4,
            'm' | 'w' | 'M' | 'W' => 9.6,
            '0'..='9' | '€' | '£' | '$' | '−' | '+' => 7.0,
            'A'..='Z' => 7.6,
            'a'..='z' => 6.3,
            letter if (letter as u32) >= 0x2E80 => 11.0,
            _ => 7.0,
        })
        .sum()
}

#[cfg(test)]
mod tests;
