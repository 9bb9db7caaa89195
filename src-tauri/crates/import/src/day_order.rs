//! Dates of which the whole file has to prove the order: `6/ 1/94`, `2/14'2020`, `1/ 1' 0`, `14.02.2020`, `2020-02-14`.

use chrono::NaiveDate;

use crate::date::day;

/// Which part stands where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// A date as written: three numbers and what stood between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    parts: [u32; 3],
    /// The first part has four digits.
    year_first: bool,
    /// The year has four digits.
    full_year: bool,
    /// An apostrophe before the year: it is of this century.
    apostrophe: bool,
    pointed: bool,
    /// A blank fills the first or the second part to two signs.
    padded: [bool; 2],
}

/// Reads the shape of a date.
pub(crate) fn written(text: &str) -> Option<Written> {
    let mut parts = [0_u32; 3];
    let mut digits = [0_usize; 3];
    let mut blanks = [false; 3];
    let mut signs = ['\0'; 2];
    // A time may stand behind the year.
    let bytes = text.trim_end().as_bytes();
    let mut at = 0;
    for part in 0..3 {
        while bytes.get(at) == Some(&b' ') {
            blanks[part] = true;
            at += 1;
        }
        while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            if digits[part] == 4 {
                return None;
            }
            parts[part] = parts[part] * 10 + u32::from(byte - b'0');
            digits[part] += 1;
            at += 1;
        }
        if digits[part] == 0 {
            return None;
        }
        if part < 2 {
            while bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            let sign = char::from(*bytes.get(at)?);
            if !matches!(sign, '/' | '-' | '.' | '\'') {
                return None;
            }
            signs[part] = sign;
            at += 1;
        }
    }
    if !matches!(bytes.get(at), None | Some(b' ' | b'T')) || digits[1] > 2 {
        return None;
    }
    let year_first = digits[0] == 4;
    if (year_first && digits[2] > 2) || (!year_first && (digits[0] > 2 || digits[2] == 3)) {
        return None;
    }
    Some(Written {
        parts,
        year_first,
        full_year: digits[2] == 4,
        apostrophe: signs[1] == '\'',
        pointed: signs == ['.', '.'],
        padded: [blanks[0] && digits[0] == 1, blanks[1] && digits[1] == 1],
    })
}

impl Written {
    /// The day in this order. `apostrophes`: the file marks the years of this century, so that others are of the last.
    pub(crate) fn date(self, order: Order, apostrophes: bool) -> Option<NaiveDate> {
        let [one, two, three] = self.parts;
        let (year, month, date) = match (self.year_first, order) {
            (true, _) => (one, two, three),
            (false, Order::DayFirst) => (three, two, one),
            (false, Order::MonthFirst) => (three, one, two),
        };
        let year = if self.year_first || self.full_year {
            year
        } else if self.apostrophe {
            // Lists of prices put the mark before every year.
            if year >= 80 { 1900 + year } else { 2000 + year }
        } else if apostrophes || year >= 70 {
            1900 + year
        } else {
            2000 + year
        };
        day(i32::try_from(year).ok()?, month, date)
    }
}

/// What the dates of a file say of their order.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    day_first: usize,
    month_first: usize,
    /// Dates that read in both orders and differ.
    either: usize,
    pointed: usize,
    padded_first: usize,
    padded_second: usize,
    pub(crate) apostrophes: bool,
    /// Dates in the order of the file, to see which reading rises.
    rising: [usize; 2],
    last: [Option<NaiveDate>; 2],
    /// Values met as the first and as the second part.
    values: [u64; 2],
}

impl Evidence {
    pub(crate) fn see(&mut self, text: &str) {
        let Some(written) = written(text) else { return };
        self.apostrophes |= written.apostrophe && !written.full_year;
        if written.year_first {
            return;
        }
        let orders = [Order::DayFirst, Order::MonthFirst];
        let [day_first, month_first] = orders.map(|order| written.date(order, false));
        match (day_first, month_first) {
            (Some(_), None) => self.day_first += 1,
            (None, Some(_)) => self.month_first += 1,
            (Some(one), Some(two)) if one != two => {
                self.either += 1;
                self.pointed += usize::from(written.pointed);
                self.padded_first += usize::from(written.padded[0]);
                self.padded_second += usize::from(written.padded[1]);
            }
            _ => {}
        }
        for (met, value) in self.values.iter_mut().zip(written.parts) {
            *met |= 1 << value.min(63);
        }
        for (at, date) in [day_first, month_first].into_iter().enumerate() {
            if let (Some(last), Some(date)) = (self.last[at], date) {
                self.rising[at] += usize::from(date >= last);
            }
            self.last[at] = date.or(self.last[at]);
        }
    }

    /// As [`Self::settle`], for the whole register of an account: many days of one month are likelier there than the same
    /// day of many months.
    pub(crate) fn settle_register(&self, answered: Option<bool>) -> (Order, bool) {
        let (order, guessed) = self.settle(answered);
        let [first, second] = self.values.map(u64::count_ones);
        if !guessed {
            (order, false)
        } else if first == 1 && second >= 4 {
            (Order::MonthFirst, false)
        } else if second == 1 && first >= 4 {
            (Order::DayFirst, false)
        } else {
            (order, true)
        }
    }

    /// The order, and whether it is a guess.
    pub(crate) fn settle(&self, answered: Option<bool>) -> (Order, bool) {
        if let Some(day_first) = answered {
            return if day_first {
                (Order::DayFirst, false)
            } else {
                (Order::MonthFirst, false)
            };
        }
        if self.day_first != self.month_first {
            return if self.day_first > self.month_first {
                (Order::DayFirst, false)
            } else {
                (Order::MonthFirst, false)
            };
        }
        // Quicken pads the day, not the month; points part days and months where the day comes first.
        if self.padded_second > 0 && self.padded_first == 0 {
            return (Order::MonthFirst, false);
        }
        if self.pointed > 0 && self.pointed == self.either {
            return (Order::DayFirst, false);
        }
        let rises = self.rising[0] > self.rising[1];
        let guess = if rises {
            Order::DayFirst
        } else {
            Order::MonthFirst
        };
        (guess, self.either > 0 || self.day_first > 0)
    }
}
