//! Two instruments that are the same, made one.

use std::collections::BTreeSet;

use domain::ids::InstrumentId;
use rusqlite::params;

use crate::door::{Table, int, opt_text};
use crate::{Error, Result, Writing};

impl Writing<'_> {
    /// Moves the trades and prices of an instrument to another and takes it away; answers how many moved. What the one that
    /// stays does not say of itself (code, symbol, region) it takes over. Of two prices of one day its own stays, and a split
    /// that both tell of one day in one account stays once. Refused when one became the other in a merger, and when one
    /// account has trades of them in two currencies.
    pub fn merge_instruments(&mut self, from: InstrumentId, into: InstrumentId) -> Result<u64> {
        let all = self.instruments()?;
        let of = |id: InstrumentId| {
            all.iter()
                .find(|one| one.id == id && !one.removed)
                .ok_or(Error::NotFound {
                    what: "instruments",
                    id: id.0,
                })
        };
        let (gone, mut stays) = (of(from)?.clone(), of(into)?.clone());
        if from == into {
            return Err(Error::Refused {
                rule: "same_instrument",
            });
        }
        self.may_be_one(from, into)?;
        let mut moved = 0;
        for id in self.same_splits(from, into)? {
            self.remove(Table::Trades, id)?;
        }
        for column in ["instrument_id", "into_id"] {
            for id in self.ids_of("trades", column, from)? {
                self.update(Table::Trades, id, &[(column, int(into.0))])?;
                moved += 1;
            }
        }
        let priced: BTreeSet<i32> = self
            .db
            .prepare_cached("SELECT day FROM prices WHERE instrument_id = ?1")?
            .query_map([into.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in self.ids_of("prices", "instrument_id", from)? {
            let day: i32 = self
                .db
                .prepare_cached("SELECT day FROM prices WHERE id = ?1")?
                .query_row([id], |row| row.get(0))?;
            if priced.contains(&day) {
                self.remove(Table::Prices, id)?;
            } else {
                self.update(Table::Prices, id, &[("instrument_id", int(into.0))])?;
            }
            moved += 1;
        }
        stays.code = stays.code.or(gone.code);
        stays.symbol = stays.symbol.or(gone.symbol);
        stays.region = stays.region.or(gone.region);
        self.update(
            Table::Instruments,
            into.0,
            &[
                ("code", opt_text(stays.code.as_deref())),
                ("symbol", opt_text(stays.symbol.as_deref())),
                ("region", opt_text(stays.region.as_deref())),
            ],
        )?;
        self.remove(Table::Instruments, from.0)?;
        Ok(moved + 1)
    }

    fn may_be_one(&self, from: InstrumentId, into: InstrumentId) -> Result<()> {
        let became: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM trades WHERE (instrument_id = ?1 AND into_id = ?2)
                 OR (instrument_id = ?2 AND into_id = ?1))",
            )?
            .query_row(params![from.0, into.0], |row| row.get(0))?;
        if became {
            return Err(Error::Refused {
                rule: "became_the_other",
            });
        }
        let currencies: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM trades a JOIN trades b ON b.account_id = a.account_id
                 WHERE a.instrument_id = ?1 AND b.instrument_id = ?2 AND a.currency <> b.currency)",
            )?
            .query_row(params![from.0, into.0], |row| row.get(0))?;
        if currencies {
            return Err(Error::Refused {
                rule: "currency_mismatch",
            });
        }
        Ok(())
    }

    /// Splits of one instrument that the other tells of the same account and day.
    fn same_splits(&self, from: InstrumentId, into: InstrumentId) -> Result<Vec<i64>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT DISTINCT a.id FROM trades a JOIN trades b ON b.account_id = a.account_id AND b.day = a.day
                 WHERE a.instrument_id = ?1 AND b.instrument_id = ?2 AND a.kind = 'split' AND b.kind = 'split'
                 AND a.ratio_new = b.ratio_new AND a.ratio_old = b.ratio_old ORDER BY a.id",
            )?
            .query_map(params![from.0, into.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    fn ids_of(&self, table: &str, column: &str, instrument: InstrumentId) -> Result<Vec<i64>> {
        Ok(self
            .db
            .prepare_cached(&format!(
                "SELECT id FROM {table} WHERE {column} = ?1 ORDER BY id"
            ))?
            .query_map([instrument.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}
