//! The household that everything is measured with: the same bytes for the same number of lines, on any machine.
//!
//! Ten accounts over the ten years 2016 to 2025, two of them in foreign currencies. What a year brings is fixed (wages, rent,
//! subscriptions, transfers, cards paid off); daily spending fills up to the number of lines asked for. Fares are bought more
//! than once a day, so the same amount, day and payee stands twice in one account and both are genuine. Integers only.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use chrono::{Datelike as _, Days, Months, NaiveDate};

/// First year and number of months.
pub(crate) const FIRST_YEAR: i32 = 2016;
pub(crate) const MONTHS: u32 = 120;

/// An account: file name, currency, kind in OFX, number.
pub(crate) struct Account {
    pub(crate) file: &'static str,
    pub(crate) currency: &'static str,
    kind: &'static str,
    pub(crate) number: &'static str,
}

const fn account(
    file: &'static str,
    currency: &'static str,
    kind: &'static str,
    number: &'static str,
) -> Account {
    Account {
        file,
        currency,
        kind,
        number,
    }
}

pub(crate) const ACCOUNTS: [Account; 10] = [
    account("0-current", "EUR", "CHECKING", "4000100001"),
    account("1-joint", "EUR", "CHECKING", "4000100002"),
    account("2-savings", "EUR", "SAVINGS", "4000100003"),
    account("3-pocket", "EUR", "CHECKING", "4000100004"),
    account("4-dollars", "USD", "CHECKING", "4000100005"),
    account("5-pounds", "GBP", "CHECKING", "4000100006"),
    account("6-card", "EUR", "CREDITLINE", "4000100007"),
    account("7-travel-card", "EUR", "CREDITLINE", "4000100008"),
    account("8-funds", "EUR", "MONEYMRKT", "4000100009"),
    account("9-loan", "EUR", "CREDITLINE", "4000100010"),
];
const CURRENT: usize = 0;
const JOINT: usize = 1;
const SAVINGS: usize = 2;
const POCKET: usize = 3;
const DOLLARS: usize = 4;
const POUNDS: usize = 5;
const CARD: usize = 6;
const TRAVEL: usize = 7;
const FUNDS: usize = 8;
const LOAN: usize = 9;

/// Daily spending: category, payees, weight, usual amount in minor units, account.
type Habit = (&'static str, [&'static str; 4], u64, i64, usize);
const HABITS: [Habit; 12] = [
    (
        "Food:Groceries",
        ["GREENGROCER", "CORNER MARKET", "BAKERY ROSE", "COOP HALL"],
        24,
        3_400,
        CARD,
    ),
    (
        "Food:Eating out",
        ["NOODLE BAR", "CAFE LINDEN", "PIZZA CORNER", "CANTEEN 12"],
        16,
        1_900,
        CARD,
    ),
    (
        "Transport:Fares",
        ["CITY TRAMS", "NIGHT BUS", "RIVER FERRY", "CITY BIKES"],
        14,
        290,
        POCKET,
    ),
    (
        "Transport:Fuel",
        ["FUEL NORTH", "FUEL RING", "CHARGE POINT", "FUEL SOUTH"],
        5,
        5_600,
        JOINT,
    ),
    (
        "Home:Repairs",
        [
            "HARDWARE YARD",
            "PAINT AND TILE",
            "LOCKSMITH",
            "GARDEN HOUSE",
        ],
        5,
        4_700,
        JOINT,
    ),
    (
        "Shopping:Clothes",
        ["DENIM WORKS", "SHOE ROOM", "WOOL STORE", "SECOND LIFE"],
        6,
        5_100,
        CARD,
    ),
    (
        "Shopping:Books",
        ["PAPER MOON", "BOOKS ON 5TH", "COMIC CAVE", "KIOSK EAST"],
        6,
        1_700,
        CARD,
    ),
    (
        "Health:Pharmacy",
        ["PHARMACY ELM", "PHARMACY SUN", "OPTICIAN", "DENTIST PARK"],
        5,
        2_200,
        CURRENT,
    ),
    (
        "Leisure:Cinema",
        ["CINEMA STAR", "CITY THEATRE", "CLUB 77", "POOL WEST"],
        5,
        1_500,
        TRAVEL,
    ),
    (
        "Travel:Nights",
        ["HOTEL ALPHA", "CAMPING LAKE", "HOSTEL NINE", "INN AT SEA"],
        3,
        9_800,
        TRAVEL,
    ),
    (
        "Abroad:Dollars",
        [
            "DELI BROADWAY",
            "SUBWAY MTA",
            "DINER ROUTE 9",
            "MALL ATLANTIC",
        ],
        6,
        2_300,
        DOLLARS,
    ),
    (
        "Abroad:Pounds",
        ["PUB THE CROWN", "TUBE LONDON", "TEA ROOM", "CHIP SHOP"],
        5,
        1_800,
        POUNDS,
    ),
];
/// Paid each month: payee, category, amount in minor units, day, account.
const MONTHLY: [(&str, &str, i64, u32, usize); 9] = [
    ("EMPLOYER LTD WAGES", "Income:Wages", 412_000, 1, CURRENT),
    ("CLINIC WAGES", "Income:Wages", 268_000, 25, JOINT),
    ("HOUSING COMPANY RENT", "Home:Rent", -138_000, 2, CURRENT),
    ("POWER AND HEAT", "Home:Energy", -14_300, 6, JOINT),
    ("WATER WORKS", "Home:Water", -4_100, 10, JOINT),
    ("PHONE AND LINE", "Home:Internet", -4_990, 14, JOINT),
    ("STREAM ONE", "Leisure:Streaming", -1_299, 8, CARD),
    ("MUSIC BOX", "Leisure:Streaming", -1_099, 11, CARD),
    ("LOAN INTEREST", "Home:Interest", -7_600, 20, LOAN),
];
/// Moved each month: payee, amount, day, from, to.
const MOVED: [(&str, i64, u32, usize, usize); 6] = [
    ("TO SAVINGS", 45_000, 3, CURRENT, SAVINGS),
    ("TO JOINT", 95_000, 4, CURRENT, JOINT),
    ("CASH MACHINE", 30_000, 9, CURRENT, POCKET),
    ("FUND PLAN", 25_000, 16, CURRENT, FUNDS),
    ("LOAN RATE", 39_000, 20, CURRENT, LOAN),
    ("CARD PAID", 120_000, 23, CURRENT, CARD),
];
const NOTES: [&str; 6] = ["", "", "", "weekly", "with Kim, split later", "gift"];

/// A line of a statement.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) day: NaiveDate,
    pub(crate) minor: i64,
    pub(crate) payee: String,
    /// None for moves between own accounts.
    pub(crate) category: Option<&'static str>,
    pub(crate) note: &'static str,
    pub(crate) id: u64,
}

/// The lines of every account, oldest first.
pub(crate) struct Household {
    pub(crate) lines: [Vec<Line>; 10],
}

/// Numbers that look drawn and are always the same (SplitMix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

/// The first day of a month counted from the first.
fn month(at: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1)
        .and_then(|first| first.checked_add_months(Months::new(at)))
        .unwrap_or_default()
}

/// The last day of a month counted from the first.
pub(crate) fn month_end(at: u32) -> NaiveDate {
    month(at + 1).pred_opt().unwrap_or_default()
}

/// Units of a foreign currency for one euro at a month's end, in ten-thousandths.
pub(crate) fn rate(currency: &str, at: u32) -> i64 {
    let wave = i64::from(at * 37 % 61) * 11;
    match currency {
        "USD" => 10_700 + wave,
        "GBP" => 8_350 + wave,
        _ => 10_000,
    }
}

impl Household {
    /// So many lines.
    pub(crate) fn of(lines: usize) -> Result<Self> {
        let mut draw = Draw(7);
        let mut all: [Vec<Line>; 10] = Default::default();
        let id = Cell::new(0);
        let mut add = |account: usize, day, minor, payee: String, category, note| {
            id.set(id.get() + 1);
            all[account].push(Line {
                day,
                minor,
                payee,
                category,
                note,
                id: id.get(),
            });
        };
        for at in 0..MONTHS {
            let first = month(at);
            let day = |number: u32| first.with_day(number).unwrap_or(first);
            for (payee, category, amount, number, account) in MONTHLY {
                let wobble = amount / 100 * (draw.below(9) as i64 - 4);
                add(
                    account,
                    day(number),
                    amount + wobble,
                    payee.to_owned(),
                    Some(category),
                    "",
                );
            }
            for (payee, amount, number, from, to) in MOVED {
                add(from, day(number), -amount, payee.to_owned(), None, "");
                add(to, day(number), amount, payee.to_owned(), None, "");
            }
            for (account, currency) in [(DOLLARS, "USD"), (POUNDS, "GBP")] {
                let out = 15_000 + draw.below(5_000) as i64;
                let there = out * rate(currency, at) / 10_000;
                let payee = format!("EXCHANGE {currency}");
                add(CURRENT, day(12), -out, payee.clone(), None, "");
                add(account, day(12), there, payee, None, "");
            }
        }
        let fixed = id.get() as usize;
        ensure!(lines >= fixed, "the fixed lines alone are {fixed}");
        let free = lines - fixed;
        let weights: u64 = HABITS.iter().map(|habit| habit.2).sum();
        // A household spends about as much however many lines it makes of it.
        let scale = (90_000_i64 * i64::from(MONTHS) * 1_000 / (3_000 * (free as i64).max(1)))
            .clamp(40, 1_000);
        let mut spent = 0;
        for at in 0..MONTHS {
            let first = month(at);
            let until = free * (at as usize + 1) / MONTHS as usize;
            while spent < until {
                let mut ticket = draw.below(weights);
                let habit = HABITS
                    .iter()
                    .find(|habit| {
                        let hit = ticket < habit.2;
                        ticket = ticket.saturating_sub(habit.2);
                        hit
                    })
                    .unwrap_or(&HABITS[0]);
                let (category, payees, _, usual, account) = *habit;
                let number = draw.below(u64::from(month_end(at).day()));
                let day = first + Days::new(number);
                let name = draw.of(&payees);
                let fare = category == "Transport:Fares";
                let (minor, payee) = if fare {
                    (-usual, name.to_owned())
                } else {
                    let share = 20 + draw.below(300) as i64;
                    let minor = (usual * share / 100 * scale / 1_000).max(1);
                    (-minor, format!("{name} {:04}", draw.below(600)))
                };
                add(account, day, minor, payee, Some(category), draw.of(&NOTES));
                spent += 1;
            }
        }
        for account in &mut all {
            account.sort_by_key(|line| (line.day, line.id));
        }
        Ok(Self { lines: all })
    }

    /// How many lines.
    pub(crate) fn len(&self) -> usize {
        self.lines.iter().map(Vec::len).sum()
    }

    /// Lines that another of the same account, day, amount and payee precedes.
    pub(crate) fn twins(&self) -> usize {
        self.lines
            .iter()
            .map(|lines| {
                let all: BTreeSet<_> = lines
                    .iter()
                    .map(|line| (line.day, line.minor, line.payee.as_str()))
                    .collect();
                lines.len() - all.len()
            })
            .sum()
    }

    /// The balance of every account at the end.
    pub(crate) fn balances(&self) -> Vec<i64> {
        self.lines
            .iter()
            .map(|lines| lines.iter().map(|line| line.minor).sum())
            .collect()
    }

    /// Sums by month, name of category and currency; moves between own accounts are left out.
    pub(crate) fn by_category(&self) -> BTreeMap<(i32, u32, String, String), i64> {
        let mut sums = BTreeMap::new();
        for (account, lines) in ACCOUNTS.iter().zip(&self.lines) {
            for line in lines {
                if let Some(category) = line.category {
                    let name = category.rsplit(':').next().unwrap_or(category);
                    let key = (
                        line.day.year(),
                        line.day.month(),
                        name.to_owned(),
                        account.currency.to_owned(),
                    );
                    *sums.entry(key).or_default() += line.minor;
                }
            }
        }
        sums
    }

    /// Net worth in cents of the euro at every month's end: each account rounded half to even, then added up.
    pub(crate) fn net_worth(&self) -> Vec<i64> {
        (0..MONTHS)
            .map(|at| {
                let end = month_end(at);
                ACCOUNTS
                    .iter()
                    .zip(&self.lines)
                    .map(|(account, lines)| {
                        let own: i64 = lines
                            .iter()
                            .take_while(|line| line.day <= end)
                            .map(|line| line.minor)
                            .sum();
                        half_even(
                            i128::from(own) * 10_000,
                            i128::from(rate(account.currency, at)),
                        )
                    })
                    .sum()
            })
            .collect()
    }

    /// Writes one OFX file an account; gives the files.
    pub(crate) fn write_ofx(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        fs::create_dir_all(folder)?;
        let mut files = Vec::new();
        for (account, lines) in ACCOUNTS.iter().zip(&self.lines) {
            let mut text = String::with_capacity(lines.len() * 160 + 1024);
            write!(
                text,
                "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\n\
                 COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX>\n<SIGNONMSGSRSV1>\n<SONRS>\n<STATUS>\n\
                 <CODE>0\n<SEVERITY>INFO\n</STATUS>\n<DTSERVER>20260101120000\n<LANGUAGE>ENG\n</SONRS>\n\
                 </SIGNONMSGSRSV1>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<TRNUID>1\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n\
                 </STATUS>\n<STMTRS>\n<CURDEF>{}\n<BANKACCTFROM>\n<BANKID>700700\n<ACCTID>{}\n<ACCTTYPE>{}\n\
                 </BANKACCTFROM>\n<BANKTRANLIST>\n<DTSTART>20160101120000\n<DTEND>20251231120000\n",
                account.currency, account.number, account.kind
            )?;
            for line in lines {
                let kind = match (line.category, line.minor < 0) {
                    (None, _) => "XFER",
                    (_, true) => "DEBIT",
                    (_, false) => "CREDIT",
                };
                write!(
                    text,
                    "<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{}120000\n<TRNAMT>{}\n<FITID>{:012}\n<NAME>{}\n",
                    line.day.format("%Y%m%d"),
                    decimal(line.minor),
                    line.id,
                    line.payee
                )?;
                if !line.note.is_empty() {
                    writeln!(text, "<MEMO>{}", line.note)?;
                }
                text.push_str("</STMTTRN>\n");
            }
            let end: i64 = lines.iter().map(|line| line.minor).sum();
            write!(
                text,
                "</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>{}\n<DTASOF>20251231120000\n</LEDGERBAL>\n</STMTRS>\n\
                 </STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n",
                decimal(end)
            )?;
            files.push(written(folder, account.file, "ofx", &text)?);
        }
        Ok(files)
    }

    /// Writes one CSV file an account, with categories and without ids; gives the files.
    pub(crate) fn write_csv(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        fs::create_dir_all(folder)?;
        let mut files = Vec::new();
        for (account, lines) in ACCOUNTS.iter().zip(&self.lines) {
            let mut text = String::from("Date,Payee,Amount,Currency,Category,Note\n");
            for line in lines {
                writeln!(
                    text,
                    "{},{},{},{},{},\"{}\"",
                    line.day,
                    line.payee,
                    decimal(line.minor),
                    account.currency,
                    line.category.unwrap_or_default(),
                    line.note
                )?;
            }
            files.push(written(folder, account.file, "csv", &text)?);
        }
        Ok(files)
    }
}

fn written(folder: &Path, name: &str, ending: &str, text: &str) -> Result<PathBuf> {
    let file = folder.join(format!("{name}.{ending}"));
    fs::write(&file, text)?;
    Ok(file)
}

/// Two decimals.
pub(crate) fn decimal(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}

/// A quotient rounded half to even.
fn half_even(dividend: i128, divisor: i128) -> i64 {
    let (quotient, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
    let up = rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 != 0);
    (quotient + i128::from(up)) as i64
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot set its stage fails")]

    use super::*;

    #[test]
    fn has_as_many_lines_as_asked_and_the_same_each_time() {
        let (one, two) = (Household::of(6_000).unwrap(), Household::of(6_000).unwrap());
        assert_eq!(one.len(), 6_000);
        assert_eq!(one.balances(), two.balances());
        assert_eq!(one.twins(), two.twins());
        let ids: BTreeSet<u64> = one.lines.iter().flatten().map(|line| line.id).collect();
        assert_eq!(ids.len(), 6_000);
        assert!(Household::of(100).is_err());
    }

    #[test]
    fn sums_agree_with_each_other() {
        let household = Household::of(6_000).unwrap();
        let all: i64 = household.balances().iter().sum();
        let moved: i64 = household
            .lines
            .iter()
            .flatten()
            .filter(|line| line.category.is_none())
            .map(|line| line.minor)
            .sum();
        assert_eq!(household.by_category().values().sum::<i64>() + moved, all);
        assert_eq!(household.net_worth().len(), MONTHS as usize);
    }

    #[test]
    fn rounds_half_to_even_on_both_sides_of_nothing() {
        let all = [
            (5, 2),
            (15, 10),
            (25, 10),
            (-25, 10),
            (-15, 10),
            (-26, 10),
            (7, 2),
        ];
        let rounded: Vec<i64> = all.iter().map(|(a, b)| half_even(*a, *b)).collect();
        assert_eq!(rounded, [2, 2, 2, -2, -2, -3, 4]);
        assert_eq!(decimal(-5), "-0.05");
        assert_eq!(decimal(123_400), "1234.00");
    }
}
