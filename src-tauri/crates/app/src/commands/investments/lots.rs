//! Lots that a sale can take, and whether what it names is there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types::{InvestmentLot, LotsReq};
use domain::ids::TradeId;
use domain::wealth::{Position, Trade};
use engine::invest::{self, Lot, Method};
use rust_decimal::Decimal;

use crate::{App, Failure, dto};

/// Open lots of a position before a sale of a day, oldest first: a new sale is the last thing of its day, one that is there
/// stands where it stands.
fn open_lots(
    trades: &[Trade],
    position: Position,
    date: NaiveDate,
    sale: Option<TradeId>,
) -> Vec<Lot> {
    let before: Vec<Trade> = trades
        .iter()
        .filter(|trade| trade.position.account == position.account)
        .filter(|trade| match sale {
            Some(sale) => trade.id != sale && (trade.date, trade.id) < (date, sale),
            None => trade.date <= date,
        })
        .cloned()
        .collect();
    invest::replay(&before, Method::Specific, date)
        .lots
        .remove(&position)
        .unwrap_or_default()
}

pub(crate) async fn lots_list(app: &App, request: LotsReq) -> Result<Vec<InvestmentLot>, Failure> {
    let position = Position {
        account: dto::id("account", &request.account)?,
        instrument: dto::id("instrument", &request.instrument)?,
    };
    let date = dto::date("date", &request.date)?;
    let sale = request
        .sale
        .as_deref()
        .map(|id| dto::id("sale", id))
        .transpose()?;
    app.read(move |view| {
        let trades = view.trades()?;
        let Some(currency) = trades
            .iter()
            .find(|trade| trade.position == position)
            .map(|trade| trade.currency)
        else {
            return Ok(Vec::new());
        };
        Ok(open_lots(&trades, position, date, sale)
            .into_iter()
            .map(|lot| InvestmentLot {
                trade: lot.by.to_string(),
                date: lot.opened.to_string(),
                quantity: lot.quantity.normalize().to_string(),
                cost: dto::minor(lot.cost, currency),
            })
            .collect())
    })
    .await
}

/// Refuses a sale that names more of a lot than there is, or lots that do not come to what is sold.
pub(super) fn fit(trades: &[Trade], sale: &Trade, adds: bool) -> Result<(), Failure> {
    if sale.lots.is_empty() {
        return Ok(());
    }
    let open = open_lots(trades, sale.position, sale.date, (!adds).then_some(sale.id));
    let mut named: BTreeMap<TradeId, Decimal> = BTreeMap::new();
    for (lot, quantity) in &sale.lots {
        let sum = named.entry(*lot).or_default();
        *sum = sum
            .checked_add(*quantity)
            .ok_or_else(|| Failure::invalid("lots", "not_held"))?;
    }
    for (by, quantity) in &named {
        let held = open.iter().find(|lot| lot.by == *by);
        if held.is_none_or(|lot| lot.quantity < *quantity) {
            return Err(Failure::invalid("lots", "not_held"));
        }
    }
    if named.values().sum::<Decimal>() != sale.quantity {
        return Err(Failure::invalid("lots", "sum"));
    }
    Ok(())
}
