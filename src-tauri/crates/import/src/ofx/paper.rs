//! Securities in an investment statement: trades, positions and the list that names them.
//!
//! Trades follow OFX 1.6, section 13.9.2.4 (the same in 2.2), positions 13.9.2.6, the list of securities 13.8.5. `TOTAL` is
//! what a trade did to the cash of the account, fees and taxes included; `UNITS` of a sale are negative. What is sold short
//! is money and nothing that is held.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::wealth::InstrumentClass;
use money::Currency;
use rust_decimal::Decimal;

use crate::model::Problem;
use crate::securities::{Security, SecurityPosition, SecurityTrade, TradeAct, price_of};

use super::record::{ofx_amount, ofx_date, text};

/// Elements that are read.
const FIELDS: [&str; 35] = [
    "FITID",
    "DTTRADE",
    "DTSETTLE",
    "MEMO",
    "UNIQUEID",
    "UNITS",
    "UNITPRICE",
    "COMMISSION",
    "TAXES",
    "FEES",
    "LOAD",
    "WITHHOLDING",
    "STATEWITHHOLDING",
    "PENALTY",
    "TOTAL",
    "CURSYM",
    "CURRATE",
    "NUMERATOR",
    "DENOMINATOR",
    "OLDUNITS",
    "NEWUNITS",
    "FRACCASH",
    "TFERACTION",
    "AVGCOSTBASIS",
    "POSTYPE",
    "MKTVAL",
    "DTPRICEASOF",
    "SECNAME",
    "TICKER",
    "BUYTYPE",
    "SELLTYPE",
    "OPTBUYTYPE",
    "OPTSELLTYPE",
    "INCOMETYPE",
    "OPTACTION",
];

/// A trade, a position or an entry of the list, as text.
#[derive(Debug, Default)]
pub(super) struct Paper<'a> {
    /// The aggregate's name.
    pub(super) kind: String,
    pub(super) place: usize,
    fields: BTreeMap<&'static str, Cow<'a, str>>,
}

/// What an aggregate came to.
pub(super) enum Held {
    /// One trade; a dividend that was put back in at once is two.
    Trades(Vec<SecurityTrade>),
    /// Nothing that can be kept here (options that were written and end) or that changes anything (moves between parts of
    /// the account).
    Nothing,
}

impl<'a> Paper<'a> {
    pub(super) fn new(kind: &str, place: usize) -> Self {
        Self {
            kind: kind.to_owned(),
            place,
            fields: BTreeMap::new(),
        }
    }

    /// Keeps an element's text; the first of a name counts.
    pub(super) fn put(&mut self, name: &str, value: Cow<'a, str>) {
        if let Some(known) = FIELDS.iter().find(|field| **field == name) {
            self.fields.entry(known).or_insert(value);
        }
    }

    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    fn is(&self, name: &str, words: &[&str]) -> bool {
        words
            .iter()
            .any(|word| self.get(name).eq_ignore_ascii_case(word))
    }

    /// A number; none where the element is absent.
    fn number(&self, name: &str) -> Result<Option<Decimal>, ()> {
        match self.get(name) {
            "" => Ok(None),
            text => ofx_amount(text, None).map(Some).map_err(|_| ()),
        }
    }

    /// The size of numbers that may be absent, added up.
    fn sizes(&self, names: &[&str]) -> Result<Decimal, ()> {
        names.iter().try_fold(Decimal::ZERO, |sum, name| {
            let size = self.number(name)?.unwrap_or_default().abs();
            sum.checked_add(size).ok_or(())
        })
    }

    fn security(&self) -> Security {
        Security {
            code: text(self.get("UNIQUEID")),
            class: if self.kind.ends_with("STOCK") {
                Some(InstrumentClass::Share)
            } else if self.kind.ends_with("DEBT") {
                Some(InstrumentClass::Bond)
            } else {
                None
            },
            ..Security::default()
        }
    }

    /// An entry of the list of securities.
    pub(super) fn entry(&self) -> Option<(String, Security)> {
        let code = text(self.get("UNIQUEID"))?;
        let class = match self.kind.as_str() {
            "STOCKINFO" => Some(InstrumentClass::Share),
            "DEBTINFO" => Some(InstrumentClass::Bond),
            _ => None,
        };
        let security = Security {
            name: text(self.get("SECNAME")).unwrap_or_default(),
            code: Some(code.clone()),
            symbol: text(self.get("TICKER")),
            class,
        };
        Some((code, security))
    }

    /// What is held; none where less than nothing is (sold short).
    pub(super) fn position(&self, line: u32) -> Result<Option<SecurityPosition>, Problem> {
        let unread = |what: &str| {
            Problem::at(
                "position_unreadable",
                line,
                format!("A position was left out: {what}."),
            )
        };
        let number = |name: &str, what: &str| self.number(name).map_err(|()| unread(what));
        let quantity = number("UNITS", "its quantity cannot be read")?
            .ok_or_else(|| unread("it has no quantity"))?;
        if self.is("POSTYPE", &["SHORT"]) || quantity.is_sign_negative() || quantity.is_zero() {
            return Ok(None);
        }
        let price = number("UNITPRICE", "its price cannot be read")?;
        let worth = number("MKTVAL", "its worth cannot be read")?;
        let mut price = price_of(price, quantity, worth);
        let rate = number("CURRATE", "its exchange rate cannot be read")?;
        if let (Some(one), Some(rate)) = (price, rate)
            && worth.is_none()
        {
            price = one.checked_mul(rate);
        }
        Ok(Some(SecurityPosition {
            security: self.security(),
            quantity,
            price,
            date: ofx_date(self.get("DTPRICEASOF")),
        }))
    }

    /// The trades it stands for.
    pub(super) fn trades(&self, line: u32, own: Option<Currency>) -> Result<Held, Problem> {
        let left_out = |code: &'static str, what: &str| {
            Problem::at(code, line, format!("A trade was left out: {what}."))
        };
        let written = [self.get("DTTRADE"), self.get("DTSETTLE")]
            .into_iter()
            .find(|text| !text.is_empty());
        let Some(written) = written else {
            return Err(left_out("date_missing", "it has no date"));
        };
        let date = ofx_date(written)
            .ok_or_else(|| left_out("date_unreadable", "its date cannot be read"))?;
        let unread = |()| left_out("amount_unreadable", "a number of it cannot be read");
        let mut trade = SecurityTrade {
            line,
            date,
            act: TradeAct::Buy,
            security: self.security(),
            quantity: self.number("UNITS").map_err(unread)?.unwrap_or_default(),
            amount: None,
            fee: self
                .sizes(&["COMMISSION", "FEES", "LOAD", "PENALTY"])
                .map_err(unread)?,
            tax: self.sizes(&["TAXES"]).map_err(unread)?,
            cash: Decimal::ZERO,
            currency: Currency::parse(self.get("CURSYM"))
                .ok()
                .filter(|currency| own != Some(*currency)),
            id: text(self.get("FITID")),
            text: text(self.get("MEMO")).unwrap_or_else(|| self.kind.clone()),
        };
        let total = self.number("TOTAL").map_err(unread)?;
        let price = self.number("UNITPRICE").map_err(unread)?;
        let withheld = self
            .sizes(&["WITHHOLDING", "STATEWITHHOLDING"])
            .map_err(unread)?;
        let missing = || left_out("amount_missing", "it has no amount");
        let odd = || left_out("amount_unreadable", "its amounts do not fit together");
        let short = self.is("SELLTYPE", &["SELLSHORT"])
            || self.is("BUYTYPE", &["BUYTOCOVER"])
            || self.is("OPTSELLTYPE", &["SELLTOOPEN"])
            || self.is("OPTBUYTYPE", &["BUYTOCLOSE"]);
        let taken_back = trade.quantity.is_sign_negative();
        trade.quantity = trade.quantity.abs();
        let costs = |trade: &SecurityTrade| trade.fee.checked_add(trade.tax);
        let product = || {
            price
                .and_then(|price| price.checked_mul(trade.quantity))
                .map(|amount| amount.round_dp(4))
        };
        let mut all = Vec::new();
        match self.kind.as_str() {
            kind if short => {
                trade.act = TradeAct::Short;
                trade.tax = trade.tax.checked_add(withheld).ok_or_else(odd)?;
                let costs = costs(&trade).ok_or_else(odd)?;
                let into = kind.starts_with("SELL");
                let whole = match total {
                    Some(total) => total.abs(),
                    None if into => product()
                        .ok_or_else(missing)?
                        .checked_sub(costs)
                        .ok_or_else(odd)?,
                    None => product()
                        .ok_or_else(missing)?
                        .checked_add(costs)
                        .ok_or_else(odd)?,
                };
                trade.amount = Some(whole);
                trade.cash = if into { whole } else { -whole };
            }
            // Options that were held are gone: for nothing, or into the shares that are bought or sold beside it. Those
            // that were written (their units come back, without a minus) are not kept.
            "CLOSUREOPT" if taken_back && self.is("OPTACTION", &["EXPIRE"]) => {
                trade.act = TradeAct::Sell;
                trade.amount = Some(Decimal::ZERO);
            }
            "CLOSUREOPT" if taken_back && self.is("OPTACTION", &["EXERCISE"]) => {
                trade.act = TradeAct::Out;
            }
            kind if kind.starts_with("BUY") => {
                let costs = costs(&trade).ok_or_else(odd)?;
                let paid = match total {
                    Some(total) => total.abs(),
                    None => product()
                        .ok_or_else(missing)?
                        .checked_add(costs)
                        .ok_or_else(odd)?,
                };
                trade.amount = paid.checked_sub(costs);
                trade.cash = -paid;
            }
            kind if kind.starts_with("SELL") => {
                trade.act = TradeAct::Sell;
                trade.tax = trade.tax.checked_add(withheld).ok_or_else(odd)?;
                let costs = costs(&trade).ok_or_else(odd)?;
                let received = match total {
                    Some(total) => total.abs(),
                    None => product()
                        .ok_or_else(missing)?
                        .checked_sub(costs)
                        .ok_or_else(odd)?,
                };
                trade.amount = received.checked_add(costs);
                trade.cash = received;
            }
            "INCOME" | "RETOFCAP" => {
                let total = total.ok_or_else(missing)?;
                trade.quantity = Decimal::ZERO;
                trade.cash = total;
                if total.is_sign_negative() {
                    trade.act = TradeAct::Expense;
                    trade.amount = Some(total.abs());
                } else {
                    trade.act = TradeAct::Income;
                    trade.tax = withheld;
                    trade.amount = total.checked_add(withheld);
                }
            }
            "REINVEST" => {
                let total = total.or_else(product).ok_or_else(missing)?.abs();
                let costs = costs(&trade).ok_or_else(odd)?;
                trade.amount = total.checked_sub(costs);
                all.push(SecurityTrade {
                    act: TradeAct::Income,
                    quantity: Decimal::ZERO,
                    amount: Some(total),
                    fee: Decimal::ZERO,
                    tax: Decimal::ZERO,
                    ..trade.clone()
                });
            }
            "INVEXPENSE" | "MARGININTEREST" => {
                let total = total.ok_or_else(missing)?.abs();
                trade.act = TradeAct::Expense;
                trade.quantity = Decimal::ZERO;
                trade.amount = Some(total);
                trade.cash = -total;
            }
            "SPLIT" => {
                let pair = |new: &str, old: &str| -> Result<Option<(Decimal, Decimal)>, ()> {
                    Ok(match (self.number(new)?, self.number(old)?) {
                        (Some(new), Some(old)) if new > Decimal::ZERO && old > Decimal::ZERO => {
                            Some((new, old))
                        }
                        _ => None,
                    })
                };
                let ratio = match pair("NUMERATOR", "DENOMINATOR").map_err(unread)? {
                    Some(ratio) => Some(ratio),
                    None => pair("NEWUNITS", "OLDUNITS").map_err(unread)?,
                };
                let (new, old) =
                    ratio.ok_or_else(|| left_out("amount_missing", "it has no ratio"))?;
                trade.act = TradeAct::Split { new, old };
                trade.quantity = Decimal::ZERO;
                trade.cash = self.number("FRACCASH").map_err(unread)?.unwrap_or_default();
            }
            "TRANSFER" => {
                if trade.quantity.is_zero() || self.is("POSTYPE", &["SHORT"]) {
                    return Ok(Held::Nothing);
                }
                if taken_back || self.is("TFERACTION", &["OUT"]) {
                    trade.act = TradeAct::Out;
                } else {
                    trade.act = TradeAct::In;
                    let cost = self.number("AVGCOSTBASIS").map_err(unread)?;
                    trade.amount = cost
                        .or(price)
                        .and_then(|one| one.checked_mul(trade.quantity))
                        .map(|amount| amount.round_dp(4));
                }
            }
            _ => return Ok(Held::Nothing),
        }
        if trade
            .amount
            .is_some_and(|amount| amount.is_sign_negative() && !amount.is_zero())
        {
            return Err(odd());
        }
        if matches!(trade.act, TradeAct::Buy | TradeAct::Sell)
            && trade.quantity.is_zero()
            && all.is_empty()
        {
            return Err(left_out("amount_missing", "it has no quantity"));
        }
        if trade.currency.is_some() && !trade.cash.is_zero() {
            // Amounts are in CURSYM, and CURRATE makes them the account's.
            let rate = self.number("CURRATE").map_err(unread)?;
            let cash = rate.and_then(|rate| trade.cash.checked_mul(rate));
            let digits = own.map_or(2, Currency::exponent);
            trade.cash = cash
                .ok_or_else(|| left_out("amount_unreadable", "it has no exchange rate"))?
                .round_dp(digits);
        }
        if !(trade.quantity.is_zero() && self.kind == "REINVEST") {
            all.push(trade);
        }
        Ok(Held::Trades(all))
    }
}
