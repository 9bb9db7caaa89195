//! Instruments, their trades and prices; assets that are no account, and what they were worth.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::{AccountId, AssetId, HoldingId, InstrumentId, TradeId};
use domain::wealth::{
    Asset, AssetKind, Instrument, InstrumentClass, Position, Price, Tier, Trade, TradeKind, Wear,
};
use money::{Currency, Money};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params};
use rust_decimal::Decimal;

use crate::days::{date_of, day_of};
use crate::door::{Field, Table, flag, int, opt_int, opt_text, text};
use crate::{Error, Holding, Result, View, Writing};

/// What an upstream's holding was on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldingDay {
    /// The day.
    pub date: NaiveDate,
    /// How many.
    pub quantity: Option<Decimal>,
    /// What one was worth.
    pub unit_value: Option<Decimal>,
    /// What all were worth, minor units.
    pub valuation: Option<i64>,
}

/// An upstream's holding with its past.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeHolding {
    /// As it is now.
    pub holding: Holding,
    /// The currency of its values.
    pub currency: Option<Currency>,
    /// The days it was delivered, oldest first.
    pub days: Vec<HoldingDay>,
}

fn decimal(row: &Row<'_>, place: usize, table: &'static str, id: i64) -> Result<Option<Decimal>> {
    row.get::<_, Option<String>>(place)?
        .map(|number| {
            number
                .parse()
                .map_err(|_| Error::Corrupt { table, row: id })
        })
        .transpose()
}

fn currency(row: &Row<'_>, place: usize, table: &'static str, id: i64) -> Result<Currency> {
    Currency::parse(row.get_ref(place)?.as_str().unwrap_or_default())
        .map_err(|_| Error::Corrupt { table, row: id })
}

fn trimmed(word: Option<&str>) -> Value {
    opt_text(word.map(str::trim).filter(|word| !word.is_empty()))
}

fn instrument_fields(one: &Instrument) -> Result<Vec<Field>> {
    if one.name.trim().is_empty() {
        return Err(Error::Refused { rule: "empty_name" });
    }
    Ok(vec![
        ("name", text(one.name.trim())),
        ("code", trimmed(one.code.as_deref())),
        ("symbol", trimmed(one.symbol.as_deref())),
        ("currency", text(one.currency.code())),
        ("class", text(one.class.as_str())),
        ("region", trimmed(one.region.as_deref())),
        ("removed", flag(one.removed)),
    ])
}

fn trade_fields(trade: &Trade) -> Result<Vec<Field>> {
    if trade.amount < 0 || trade.fee < 0 || trade.tax < 0 || trade.quantity.is_sign_negative() {
        return Err(Error::Refused {
            rule: "negative_trade",
        });
    }
    let number = |value: Decimal| text(&value.normalize().to_string());
    let (new, old, into) = match trade.kind {
        TradeKind::Split { new, old } => (number(new), number(old), None),
        TradeKind::Merger { into, new, old } => (number(new), number(old), Some(into.0)),
        TradeKind::Buy
        | TradeKind::Sell
        | TradeKind::Dividend
        | TradeKind::Fee
        | TradeKind::Tax => (Value::Null, Value::Null, None),
    };
    let lots: Vec<serde_json::Value> = trade
        .lots
        .iter()
        .map(|(by, quantity)| serde_json::json!([by.0, quantity.normalize().to_string()]))
        .collect();
    Ok(vec![
        ("account_id", int(trade.position.account.0)),
        ("instrument_id", int(trade.position.instrument.0)),
        ("day", int(day_of(trade.date))),
        ("kind", text(trade.kind.as_str())),
        (
            "quantity",
            if trade.quantity.is_zero() {
                Value::Null
            } else {
                number(trade.quantity)
            },
        ),
        ("currency", text(trade.currency.code())),
        ("minor", int(trade.amount)),
        ("fee_minor", int(trade.fee)),
        ("tax_minor", int(trade.tax)),
        ("ratio_new", new),
        ("ratio_old", old),
        ("into_id", opt_int(into)),
        (
            "lots",
            if lots.is_empty() {
                Value::Null
            } else {
                text(&serde_json::Value::from(lots).to_string())
            },
        ),
        ("note", trimmed(trade.note.as_deref())),
    ])
}

fn wear_text(wear: Wear) -> Option<String> {
    match wear {
        Wear::None => None,
        Wear::Line { months, rest } => Some(format!("line {months} {rest}")),
        Wear::Part { permille } => Some(format!("part {permille}")),
    }
}

fn wear_of(word: &str) -> Option<Wear> {
    let words: Vec<&str> = word.split(' ').collect();
    match words[..] {
        ["line", months, rest] => Some(Wear::Line {
            months: months.parse().ok()?,
            rest: rest.parse().ok()?,
        }),
        ["part", permille] => Some(Wear::Part {
            permille: permille.parse().ok()?,
        }),
        _ => None,
    }
}

fn asset_fields(asset: &Asset) -> Result<Vec<Field>> {
    if asset.name.trim().is_empty() {
        return Err(Error::Refused { rule: "empty_name" });
    }
    Ok(vec![
        ("name", text(asset.name.trim())),
        ("kind", text(asset.kind.as_str())),
        ("currency", text(asset.currency.code())),
        ("owed", flag(asset.owed)),
        ("owner", trimmed(asset.owner.as_deref())),
        ("institution", trimmed(asset.institution.as_deref())),
        ("tier", text(asset.tier.as_str())),
        ("wear", opt_text(wear_text(asset.wear).as_deref())),
        ("until", opt_int(asset.until.map(day_of))),
        ("off_net_worth", flag(asset.off_net_worth)),
        ("note", trimmed(asset.note.as_deref())),
    ])
}

impl View<'_> {
    /// Every instrument, removed ones included: trades may name them.
    pub fn instruments(&self) -> Result<Vec<Instrument>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, code, symbol, currency, class, region, removed FROM instruments ORDER BY name, id",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let class: String = row.get(5)?;
            all.push(Instrument {
                id: InstrumentId(id),
                name: row.get(1)?,
                code: row.get(2)?,
                symbol: row.get(3)?,
                currency: currency(row, 4, "instruments", id)?,
                // A newer program may know more of them.
                class: InstrumentClass::from_word(&class).unwrap_or(InstrumentClass::Other),
                region: row.get(6)?,
                removed: row.get(7)?,
            });
        }
        Ok(all)
    }

    /// Every trade in an account that is there, oldest first.
    pub fn trades(&self) -> Result<Vec<Trade>> {
        let mut statement = self.db.prepare_cached(
            "SELECT t.id, t.account_id, t.instrument_id, t.day, t.kind, t.quantity, t.currency, t.minor, t.fee_minor,
             t.tax_minor, t.ratio_new, t.ratio_old, t.into_id, t.lots, t.note
             FROM trades t JOIN accounts a ON a.id = t.account_id WHERE a.removed = 0 ORDER BY t.day, t.id",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read_trade(row)?);
        }
        Ok(all)
    }

    /// Prices by hand and from files, by instrument, oldest first; of two of one day the newer.
    pub fn prices(&self) -> Result<Vec<Price>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, instrument_id, day, price, currency FROM prices ORDER BY instrument_id, day, id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut all: Vec<Price> = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let price = Price {
                instrument: InstrumentId(row.get(1)?),
                date: date_of(row.get(2)?)?,
                price: decimal(row, 3, "prices", id)?.ok_or(Error::Corrupt {
                    table: "prices",
                    row: id,
                })?,
                currency: currency(row, 4, "prices", id)?,
            };
            let again = all
                .last()
                .is_some_and(|last| last.instrument == price.instrument && last.date == price.date);
            if !again {
                all.push(price);
            }
        }
        Ok(all)
    }

    /// What upstreams say is held in accounts that are there, with the days it was said.
    pub fn whole_holdings(&self) -> Result<Vec<WholeHolding>> {
        let accounts: Vec<i64> = self
            .db
            .prepare_cached(
                "SELECT DISTINCT h.account_id FROM holdings h JOIN accounts a ON a.id = h.account_id
                 WHERE a.removed = 0 AND a.mirror_of IS NULL AND h.gone = 0 ORDER BY a.position, a.id",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut days: BTreeMap<HoldingId, Vec<HoldingDay>> = BTreeMap::new();
        if !accounts.is_empty() {
            let mut statement = self.db.prepare_cached(
                "SELECT holding_id, day, quantity, unit_value, valuation_minor FROM holding_values ORDER BY holding_id, day",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                days.entry(HoldingId(id)).or_default().push(HoldingDay {
                    date: date_of(row.get(1)?)?,
                    quantity: decimal(row, 2, "holding_values", id)?,
                    unit_value: decimal(row, 3, "holding_values", id)?,
                    valuation: row.get(4)?,
                });
            }
        }
        let mut all = Vec::new();
        for account in accounts {
            for holding in self.holdings(AccountId(account))? {
                let code: Option<String> = self
                    .db
                    .prepare_cached("SELECT currency FROM holdings WHERE id = ?1")?
                    .query_row([holding.id.0], |row| row.get(0))
                    .optional()?
                    .flatten();
                all.push(WholeHolding {
                    currency: code.and_then(|code| Currency::parse(&code).ok()),
                    days: days.remove(&holding.id).unwrap_or_default(),
                    holding,
                });
            }
        }
        Ok(all)
    }

    /// What upstreams said by the end of a day that holdings with a code are worth, in letters of either case. A holding
    /// that was not told by then is left out.
    pub fn worth_coded(&self, code: &str, date: NaiveDate) -> Result<Vec<(AccountId, Money)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT h.id, h.account_id, h.currency, (SELECT v.valuation_minor FROM holding_values v
             WHERE v.holding_id = h.id AND v.day <= ?2 ORDER BY v.day DESC LIMIT 1)
             FROM holdings h JOIN accounts a ON a.id = h.account_id
             WHERE h.gone = 0 AND a.removed = 0 AND h.code = ?1 COLLATE NOCASE",
        )?;
        let mut rows = statement.query(params![code, day_of(date)])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(minor) = row.get(3)? {
                let currency = currency(row, 2, "holdings", row.get(0)?)?;
                all.push((AccountId(row.get(1)?), Money::new(minor, currency)));
            }
        }
        Ok(all)
    }

    /// Sum of the counted rows of an account after one day up to another.
    pub fn rows_between(
        &self,
        account: AccountId,
        after: NaiveDate,
        until: NaiveDate,
    ) -> Result<i64> {
        let sum: i64 = self
            .db
            .prepare_cached(
                "SELECT ifnull(sum(d.minor), 0) FROM day_totals d JOIN accounts a ON a.id = d.account_id
                 WHERE d.account_id = ?1 AND d.day > ?2 AND d.day <= ?3 AND d.pending <= a.pending_in_balance",
            )?
            .query_row(params![account.0, day_of(after), day_of(until)], |row| row.get(0))?;
        Ok(sum)
    }

    /// Every asset that is there, with its valuations; of two of one day the newer.
    pub fn assets(&self) -> Result<Vec<Asset>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, kind, currency, owed, owner, institution, tier, wear, until, off_net_worth, note
             FROM assets WHERE removed = 0 ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let corrupt = || Error::Corrupt {
                table: "assets",
                row: id,
            };
            let kind: String = row.get(2)?;
            let tier: String = row.get(7)?;
            let wear: Option<String> = row.get(8)?;
            let currency = currency(row, 3, "assets", id)?;
            all.push(Asset {
                id: AssetId(id),
                name: row.get(1)?,
                kind: AssetKind::from_word(&kind).unwrap_or(AssetKind::Other),
                currency,
                owed: row.get(4)?,
                owner: row.get(5)?,
                institution: row.get(6)?,
                tier: Tier::from_word(&tier).ok_or_else(corrupt)?,
                wear: match wear {
                    None => Wear::None,
                    Some(wear) => wear_of(&wear).ok_or_else(corrupt)?,
                },
                until: row.get::<_, Option<i32>>(9)?.map(date_of).transpose()?,
                off_net_worth: row.get(10)?,
                note: row.get(11)?,
                valuations: self.valuations(id, currency)?,
            });
        }
        Ok(all)
    }

    fn valuations(&self, asset: i64, currency: Currency) -> Result<Vec<(NaiveDate, Money)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT day, minor FROM valuations WHERE asset_id = ?1 ORDER BY day, id DESC",
        )?;
        let mut rows = statement.query([asset])?;
        let mut all: Vec<(NaiveDate, Money)> = Vec::new();
        while let Some(row) = rows.next()? {
            let date = date_of(row.get(0)?)?;
            if all.last().is_none_or(|(last, _)| *last != date) {
                all.push((date, Money::new(row.get(1)?, currency)));
            }
        }
        Ok(all)
    }
}

fn read_trade(row: &Row<'_>) -> Result<Trade> {
    let id: i64 = row.get(0)?;
    let corrupt = || Error::Corrupt {
        table: "trades",
        row: id,
    };
    let ratio = |place: usize| decimal(row, place, "trades", id)?.ok_or_else(corrupt);
    let word: String = row.get(4)?;
    let kind = match word.as_str() {
        "buy" => TradeKind::Buy,
        "sell" => TradeKind::Sell,
        "dividend" => TradeKind::Dividend,
        "fee" => TradeKind::Fee,
        "tax" => TradeKind::Tax,
        "split" => TradeKind::Split {
            new: ratio(10)?,
            old: ratio(11)?,
        },
        "merger" => TradeKind::Merger {
            into: InstrumentId(row.get::<_, Option<i64>>(12)?.ok_or_else(corrupt)?),
            new: ratio(10)?,
            old: ratio(11)?,
        },
        _ => return Err(corrupt()),
    };
    let lots: Vec<(i64, String)> = row
        .get::<_, Option<String>>(13)?
        .map(|json| serde_json::from_str(&json).map_err(|_| corrupt()))
        .transpose()?
        .unwrap_or_default();
    Ok(Trade {
        id: TradeId(id),
        position: Position {
            account: AccountId(row.get(1)?),
            instrument: InstrumentId(row.get(2)?),
        },
        date: date_of(row.get(3)?)?,
        kind,
        quantity: decimal(row, 5, "trades", id)?.unwrap_or_default(),
        currency: currency(row, 6, "trades", id)?,
        amount: row.get(7)?,
        fee: row.get(8)?,
        tax: row.get(9)?,
        lots: lots
            .into_iter()
            .map(|(by, quantity)| Ok((TradeId(by), quantity.parse().map_err(|_| corrupt())?)))
            .collect::<Result<_>>()?,
        note: row.get(14)?,
    })
}

impl Writing<'_> {
    /// Adds an instrument.
    pub fn add_instrument(&mut self, one: &Instrument) -> Result<InstrumentId> {
        self.insert(Table::Instruments, &instrument_fields(one)?)
            .map(InstrumentId)
    }

    /// Puts an instrument in place of the one with its number.
    pub fn put_instrument(&mut self, one: &Instrument) -> Result<()> {
        self.update(Table::Instruments, one.id.0, &instrument_fields(one)?)?;
        Ok(())
    }

    /// Adds a trade. All trades of a position are in one currency.
    pub fn add_trade(&mut self, trade: &Trade) -> Result<TradeId> {
        self.fits_position(trade, None)?;
        self.insert(Table::Trades, &trade_fields(trade)?)
            .map(TradeId)
    }

    /// Puts a trade in place of the one with its number.
    pub fn put_trade(&mut self, trade: &Trade) -> Result<()> {
        self.fits_position(trade, Some(trade.id))?;
        self.update(Table::Trades, trade.id.0, &trade_fields(trade)?)?;
        Ok(())
    }

    /// Removes a trade.
    pub fn remove_trade(&mut self, id: TradeId) -> Result<()> {
        self.remove(Table::Trades, id.0)
    }

    fn fits_position(&self, trade: &Trade, but: Option<TradeId>) -> Result<()> {
        self.currency_of(trade.position.account)?;
        let known: bool = self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM instruments WHERE id = ?1)")?
            .query_row([trade.position.instrument.0], |row| row.get(0))?;
        if !known {
            return Err(Error::NotFound {
                what: "instruments",
                id: trade.position.instrument.0,
            });
        }
        let other: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM trades WHERE account_id = ?1 AND instrument_id = ?2
                 AND currency <> ?3 AND id <> ?4)",
            )?
            .query_row(
                params![
                    trade.position.account.0,
                    trade.position.instrument.0,
                    trade.currency.code(),
                    but.map_or(0, |id| id.0)
                ],
                |row| row.get(0),
            )?;
        if other {
            return Err(Error::Refused {
                rule: "currency_mismatch",
            });
        }
        Ok(())
    }

    /// Keeps prices, in place of those of the same day; answers how many were new or different.
    pub fn put_prices(&mut self, prices: &[Price]) -> Result<u64> {
        let mut changed = 0;
        for price in prices {
            if price.price <= Decimal::ZERO {
                return Err(Error::Refused {
                    rule: "price_not_positive",
                });
            }
            let fields = [
                ("instrument_id", int(price.instrument.0)),
                ("day", int(day_of(price.date))),
                ("price", text(&price.price.normalize().to_string())),
                ("currency", text(price.currency.code())),
            ];
            let known: Option<i64> = self
                .db
                .prepare_cached("SELECT max(id) FROM prices WHERE instrument_id = ?1 AND day = ?2")?
                .query_row(params![price.instrument.0, day_of(price.date)], |row| {
                    row.get(0)
                })?;
            changed += u64::from(if let Some(id) = known {
                self.update(Table::Prices, id, &fields)?
            } else {
                self.insert(Table::Prices, &fields)?;
                true
            });
        }
        Ok(changed)
    }

    /// Takes the price of a day out; answers whether there was one.
    pub fn remove_price(&mut self, instrument: InstrumentId, date: NaiveDate) -> Result<bool> {
        let ids: Vec<i64> = self
            .db
            .prepare_cached("SELECT id FROM prices WHERE instrument_id = ?1 AND day = ?2")?
            .query_map(params![instrument.0, day_of(date)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in &ids {
            self.remove(Table::Prices, *id)?;
        }
        Ok(!ids.is_empty())
    }

    /// Adds an asset with its valuations.
    pub fn add_asset(&mut self, asset: &Asset) -> Result<AssetId> {
        let id = self.insert(Table::Assets, &asset_fields(asset)?)?;
        for (date, worth) in &asset.valuations {
            self.put_valuation(AssetId(id), *date, *worth)?;
        }
        Ok(AssetId(id))
    }

    /// Puts an asset in place of the one with its number. Its valuations and its currency stay.
    pub fn put_asset(&mut self, asset: &Asset) -> Result<()> {
        self.asset_currency(asset.id)?;
        let fields: Vec<Field> = asset_fields(asset)?
            .into_iter()
            .filter(|(name, _)| *name != "currency")
            .collect();
        self.update(Table::Assets, asset.id.0, &fields)?;
        Ok(())
    }

    /// Removes an asset. Undo brings it back.
    pub fn remove_asset(&mut self, id: AssetId) -> Result<()> {
        self.asset_currency(id)?;
        self.remove(Table::Assets, id.0)
    }

    /// Keeps what an asset was worth on a day, in place of what was kept of that day.
    pub fn put_valuation(&mut self, asset: AssetId, date: NaiveDate, worth: Money) -> Result<()> {
        let currency = self.asset_currency(asset)?;
        if worth.currency != currency {
            return Err(Error::Refused {
                rule: "currency_mismatch",
            });
        }
        if worth.minor < 0 {
            return Err(Error::Refused {
                rule: "negative_worth",
            });
        }
        let fields = [
            ("asset_id", int(asset.0)),
            ("day", int(day_of(date))),
            ("minor", int(worth.minor)),
        ];
        match self.valuation_ids(asset, date)?.last() {
            Some(id) => {
                self.update(Table::Valuations, *id, &fields)?;
            }
            None => {
                self.insert(Table::Valuations, &fields)?;
            }
        }
        Ok(())
    }

    /// Takes the valuation of a day out; answers whether there was one.
    pub fn remove_valuation(&mut self, asset: AssetId, date: NaiveDate) -> Result<bool> {
        let ids = self.valuation_ids(asset, date)?;
        for id in &ids {
            self.remove(Table::Valuations, *id)?;
        }
        Ok(!ids.is_empty())
    }

    fn valuation_ids(&self, asset: AssetId, date: NaiveDate) -> Result<Vec<i64>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT id FROM valuations WHERE asset_id = ?1 AND day = ?2 ORDER BY id",
            )?
            .query_map(params![asset.0, day_of(date)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    fn asset_currency(&self, id: AssetId) -> Result<Currency> {
        let code: String = self
            .db
            .prepare_cached("SELECT currency FROM assets WHERE id = ?1 AND removed = 0")?
            .query_row([id.0], |row| row.get(0))
            .optional()?
            .ok_or(Error::NotFound {
                what: "assets",
                id: id.0,
            })?;
        Currency::parse(&code).map_err(|_| Error::Corrupt {
            table: "assets",
            row: id.0,
        })
    }
}
