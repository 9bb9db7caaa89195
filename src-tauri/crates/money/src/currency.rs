//! ISO 4217 codes and how many decimals each has.

use std::fmt;

/// A currency: three capital letters.
///
/// Codes that ISO 4217 does not list are accepted, since upstreams invent some; they count two decimals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// The text is not three letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a currency code")]
pub struct UnknownCurrency;

/// Currencies whose minor unit is not a hundredth (ISO 4217, list one, column "minor unit"). The list leaves it open for metals,
/// which are kept in ten-thousandths of an ounce; coins are kept in the smallest part they are dealt in, but no smaller than a
/// hundred-millionth, so that all there are of one can be summed.
const EXPONENTS: &[(&[u8; 3], u32)] = &[
    (b"ADA", 6),
    (b"BCH", 8),
    (b"BHD", 3),
    (b"BIF", 0),
    (b"BNB", 8),
    (b"BTC", 8),
    (b"CLF", 4),
    (b"CLP", 0),
    (b"DJF", 0),
    (b"DOT", 8),
    (b"ETH", 8),
    (b"GNF", 0),
    (b"IQD", 3),
    (b"ISK", 0),
    (b"JOD", 3),
    (b"JPY", 0),
    (b"KMF", 0),
    (b"KRW", 0),
    (b"KWD", 3),
    (b"LTC", 8),
    (b"LYD", 3),
    (b"OMR", 3),
    (b"PYG", 0),
    (b"RWF", 0),
    (b"SOL", 8),
    (b"TND", 3),
    (b"TRX", 6),
    (b"UGX", 0),
    (b"UYI", 0),
    (b"UYW", 4),
    (b"VND", 0),
    (b"VUV", 0),
    (b"XAF", 0),
    (b"XAG", 4),
    (b"XAU", 4),
    (b"XLM", 7),
    (b"XMR", 8),
    (b"XOF", 0),
    (b"XPD", 4),
    (b"XPF", 0),
    (b"XPT", 4),
    (b"XRP", 6),
];

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// The Swiss franc.
    pub const CHF: Self = Self(*b"CHF");
    /// The yen, which has no minor unit.
    pub const JPY: Self = Self(*b"JPY");

    /// Reads a code; case and surrounding blanks do not matter.
    pub fn parse(text: &str) -> Result<Self, UnknownCurrency> {
        let text = text.trim().as_bytes();
        match text {
            [a, b, c] if text.iter().all(u8::is_ascii_alphabetic) => Ok(Self([
                a.to_ascii_uppercase(),
                b.to_ascii_uppercase(),
                c.to_ascii_uppercase(),
            ])),
            _ => Err(UnknownCurrency),
        }
    }

    /// The code, three capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Number of decimals of the minor unit: 2 for most, 0 for the yen, 3 for the Kuwaiti dinar.
    pub fn exponent(self) -> u32 {
        EXPONENTS
            .iter()
            .find(|(code, _)| **code == self.0)
            .map_or(2, |(_, exponent)| *exponent)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
