//! Entering instruments and trades.

use contract::types::{
    Change, Instrument, InstrumentPut, InstrumentPutReq, InvestmentFault, LotPick, Nothing, Trade,
    TradeKind, TradePut, TradePutReq, TradeReq, TradesReq,
};
use domain::account::AccountKind;
use domain::ids::{AccountId, InstrumentId, TradeId};
use domain::wealth;
use engine::invest::{Fault, Method};
use money::{Currency, Money};
use rust_decimal::Decimal;
use store::{NewAccount, Writing};

use super::{Portfolio, class, class_of};
use crate::commands::journal::change;
use crate::{App, Failure, dto};

/// Longest text of a name.
const LONGEST_NAME: usize = 200;

fn number(field: &str, text: &str) -> Result<Decimal, Failure> {
    money::decimal(text.trim()).map_err(|_| Failure::invalid(field, "number"))
}

fn positive(field: &str, text: Option<&str>) -> Result<Decimal, Failure> {
    let value = number(
        field,
        text.ok_or_else(|| Failure::invalid(field, "missing"))?,
    )?;
    if value <= Decimal::ZERO {
        return Err(Failure::invalid(field, "not_positive"));
    }
    Ok(value)
}

fn minor(field: &str, text: Option<&str>, currency: Currency) -> Result<i64, Failure> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Ok(0);
    };
    let amount = dto::amount(field, text.trim(), currency)?;
    if amount.minor < 0 {
        return Err(Failure::invalid(field, "negative"));
    }
    Ok(amount.minor)
}

pub(super) fn instrument_of(request: &InstrumentPutReq) -> Result<wealth::Instrument, Failure> {
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Failure::invalid("name", "length"));
    }
    Ok(wealth::Instrument {
        id: request
            .id
            .as_deref()
            .map_or(Ok(InstrumentId(0)), |id| dto::id("instrument", id))?,
        name: name.to_owned(),
        code: request.code.clone(),
        symbol: request.symbol.clone(),
        currency: dto::currency("currency", &request.currency)?,
        class: class_of(request.class),
        region: request.region.clone(),
        removed: false,
    })
}

pub(crate) async fn instruments_list(app: &App, _: Nothing) -> Result<Vec<Instrument>, Failure> {
    let today = app.today();
    app.read(move |view| {
        let portfolio = Portfolio::read(view, today, Method::Fifo)?;
        Ok(portfolio
            .instruments
            .values()
            .filter(|one| !one.removed)
            .map(|one| {
                let last = portfolio.prices.get(&one.id).and_then(|list| list.last());
                Instrument {
                    id: one.id.to_string(),
                    name: one.name.clone(),
                    code: one.code.clone(),
                    symbol: one.symbol.clone(),
                    currency: one.currency.code().to_owned(),
                    class: class(one.class),
                    region: one.region.clone(),
                    price: last.map(|quote| quote.price.normalize().to_string()),
                    price_date: last.map(|quote| quote.day.to_string()),
                }
            })
            .collect())
    })
    .await
}

pub(crate) async fn instrument_put(
    app: &App,
    request: InstrumentPutReq,
) -> Result<InstrumentPut, Failure> {
    let one = instrument_of(&request)?;
    let adds = request.id.is_none();
    let label = if adds {
        "instrument_added"
    } else {
        "instrument_changed"
    };
    let written = app
        .write(app.person(label), move |writing| {
            if adds {
                writing.add_instrument(&one)
            } else {
                writing.put_instrument(&one)?;
                Ok(one.id)
            }
        })
        .await?;
    Ok(InstrumentPut {
        id: written.value.to_string(),
        change: change(written.batch, 1, label),
    })
}

pub(super) const fn fault_of(fault: Fault) -> InvestmentFault {
    match fault {
        Fault::SoldMoreThanHeld { .. } => InvestmentFault::SoldMoreThanHeld,
        Fault::LotsDoNotMatch => InvestmentFault::LotsDoNotMatch,
        Fault::NothingMoved => InvestmentFault::NothingMoved,
    }
}

const fn kind(kind: wealth::TradeKind) -> TradeKind {
    match kind {
        wealth::TradeKind::Buy => TradeKind::Buy,
        wealth::TradeKind::Sell => TradeKind::Sell,
        wealth::TradeKind::Dividend => TradeKind::Dividend,
        wealth::TradeKind::Fee => TradeKind::Fee,
        wealth::TradeKind::Tax => TradeKind::Tax,
        wealth::TradeKind::Split { .. } => TradeKind::Split,
        wealth::TradeKind::Merger { .. } => TradeKind::Merger,
    }
}

pub(crate) async fn trades_list(app: &App, request: TradesReq) -> Result<Vec<Trade>, Failure> {
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    let instrument: Option<InstrumentId> = request
        .instrument
        .as_deref()
        .map(|id| dto::id("instrument", id))
        .transpose()?;
    let plan = super::investments_plan(app, Nothing {}).await?;
    let today = app.today();
    app.read(move |view| {
        let portfolio = Portfolio::read(view, today, super::method_of(plan.method))?;
        let names = view.account_names()?;
        Ok(portfolio
            .trades
            .iter()
            .rev()
            .filter(|trade| account.is_none_or(|one| trade.position.account == one))
            .filter(|trade| instrument.is_none_or(|one| trade.position.instrument == one))
            .map(|trade| {
                let fault = portfolio
                    .replay
                    .problems
                    .iter()
                    .find(|problem| problem.trade == trade.id);
                let (ratio, into) = match trade.kind {
                    wealth::TradeKind::Split { new, old } => (Some((new, old)), None),
                    wealth::TradeKind::Merger { into, new, old } => (Some((new, old)), Some(into)),
                    wealth::TradeKind::Buy
                    | wealth::TradeKind::Sell
                    | wealth::TradeKind::Dividend
                    | wealth::TradeKind::Fee
                    | wealth::TradeKind::Tax => (None, None),
                };
                let money = |minor: i64| dto::minor(minor, trade.currency);
                Trade {
                    id: trade.id.to_string(),
                    account: trade.position.account.to_string(),
                    account_name: names
                        .get(&trade.position.account)
                        .cloned()
                        .unwrap_or_default(),
                    instrument: trade.position.instrument.to_string(),
                    name: portfolio
                        .instruments
                        .get(&trade.position.instrument)
                        .map(|one| one.name.clone())
                        .unwrap_or_default(),
                    date: trade.date.to_string(),
                    kind: kind(trade.kind),
                    quantity: (!trade.quantity.is_zero()).then(|| trade.quantity.to_string()),
                    amount: money(trade.amount),
                    fee: money(trade.fee),
                    tax: money(trade.tax),
                    ratio_new: ratio.map(|(new, _)| new.to_string()),
                    ratio_old: ratio.map(|(_, old)| old.to_string()),
                    into: into.map(|id| id.to_string()),
                    lots: trade
                        .lots
                        .iter()
                        .map(|(by, quantity)| LotPick {
                            trade: by.to_string(),
                            quantity: quantity.to_string(),
                        })
                        .collect(),
                    note: trade.note.clone(),
                    fault: fault.map(|problem| fault_of(problem.fault)),
                }
            })
            .collect())
    })
    .await
}

/// A trade as the request says, but for its account and instrument.
struct Entered {
    trade: wealth::Trade,
    account: Option<AccountId>,
    new_account: Option<NewAccount>,
    instrument: Option<InstrumentId>,
    new_instrument: Option<wealth::Instrument>,
}

fn trade_kind(request: &TradePutReq) -> Result<wealth::TradeKind, Failure> {
    let ratio = || -> Result<(Decimal, Decimal), Failure> {
        Ok((
            positive("ratioNew", request.ratio_new.as_deref())?,
            positive("ratioOld", request.ratio_old.as_deref())?,
        ))
    };
    Ok(match request.kind {
        TradeKind::Buy => wealth::TradeKind::Buy,
        TradeKind::Sell => wealth::TradeKind::Sell,
        TradeKind::Dividend => wealth::TradeKind::Dividend,
        TradeKind::Fee => wealth::TradeKind::Fee,
        TradeKind::Tax => wealth::TradeKind::Tax,
        TradeKind::Split => {
            let (new, old) = ratio()?;
            wealth::TradeKind::Split { new, old }
        }
        TradeKind::Merger => {
            let (new, old) = ratio()?;
            let into = request
                .into
                .as_deref()
                .ok_or_else(|| Failure::invalid("into", "missing"))?;
            wealth::TradeKind::Merger {
                into: dto::id("instrument", into)?,
                new,
                old,
            }
        }
    })
}

fn entered(request: &TradePutReq, usual: Option<Currency>) -> Result<Entered, Failure> {
    let new_instrument = request
        .new_instrument
        .as_ref()
        .map(instrument_of)
        .transpose()?;
    let currency = match &request.currency {
        Some(code) => dto::currency("currency", code)?,
        None => new_instrument
            .as_ref()
            .map(|one| one.currency)
            .or(usual)
            .ok_or_else(|| Failure::invalid("instrument", "missing"))?,
    };
    let moves = matches!(request.kind, TradeKind::Buy | TradeKind::Sell);
    let quantity = if moves {
        positive("quantity", request.quantity.as_deref())?
    } else {
        Decimal::ZERO
    };
    let amount = match (&request.amount, &request.price) {
        (Some(amount), _) => minor("amount", Some(amount), currency)?,
        (None, Some(price)) if moves => {
            let value = positive("price", Some(price))?.checked_mul(quantity);
            value
                .and_then(|value| money::rounded_minor(value, currency).ok())
                .ok_or_else(|| Failure::invalid("price", "amount"))?
                .minor
        }
        (None, _) if matches!(request.kind, TradeKind::Split | TradeKind::Merger) => 0,
        (None, _) => return Err(Failure::invalid("amount", "missing")),
    };
    let new_account = request
        .new_account
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| NewAccount::new(name, AccountKind::Investment, currency));
    let placeholder = wealth::Position {
        account: AccountId(0),
        instrument: InstrumentId(0),
    };
    Ok(Entered {
        trade: wealth::Trade {
            id: request
                .id
                .as_deref()
                .map_or(Ok(TradeId(0)), |id| dto::id("trade", id))?,
            position: placeholder,
            date: dto::date("date", &request.date)?,
            kind: trade_kind(request)?,
            quantity,
            currency,
            amount,
            fee: minor("fee", request.fee.as_deref(), currency)?,
            tax: minor("tax", request.tax.as_deref(), currency)?,
            // Only a sale takes lots.
            lots: request
                .lots
                .iter()
                .filter(|_| request.kind == TradeKind::Sell)
                .map(|pick| {
                    Ok((
                        dto::id("trade", &pick.trade)?,
                        positive("lots", Some(&pick.quantity))?,
                    ))
                })
                .collect::<Result<_, Failure>>()?,
            note: request.note.clone(),
        },
        account: request
            .account
            .as_deref()
            .map(|id| dto::id("account", id))
            .transpose()?,
        new_account,
        instrument: request
            .instrument
            .as_deref()
            .map(|id| dto::id("instrument", id))
            .transpose()?,
        new_instrument,
    })
}

pub(crate) async fn trade_put(app: &App, request: TradePutReq) -> Result<TradePut, Failure> {
    let instrument: Option<InstrumentId> = request
        .instrument
        .as_deref()
        .map(|id| dto::id("instrument", id))
        .transpose()?;
    // A position keeps the currency of its first trade.
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    let (usual, trades) = app
        .read(move |view| {
            let trades = view.trades()?;
            let of_trades = trades
                .iter()
                .find(|trade| {
                    Some(trade.position.instrument) == instrument
                        && Some(trade.position.account) == account
                })
                .map(|trade| trade.currency);
            let own = view
                .instruments()?
                .into_iter()
                .find(|one| Some(one.id) == instrument)
                .map(|one| one.currency);
            Ok((of_trades.or(own), trades))
        })
        .await?;
    let mut entered = entered(&request, usual)?;
    if entered.account.is_none() && entered.new_account.is_none() {
        return Err(Failure::invalid("account", "missing"));
    }
    if entered.instrument.is_none() && entered.new_instrument.is_none() {
        return Err(Failure::invalid("instrument", "missing"));
    }
    let adds = request.id.is_none();
    if let (Some(account), Some(instrument)) = (account, instrument) {
        entered.trade.position = wealth::Position {
            account,
            instrument,
        };
    }
    super::lots::fit(&trades, &entered.trade, adds)?;
    let label = if adds { "trade_added" } else { "trade_changed" };
    let written = app
        .write(app.person(label), move |writing| {
            let account = account_for(writing, &entered)?;
            let instrument = match (&entered.instrument, &entered.new_instrument) {
                (Some(id), _) => *id,
                (None, Some(new)) => writing.add_instrument(new)?,
                (None, None) => InstrumentId(0),
            };
            entered.trade.position = wealth::Position {
                account,
                instrument,
            };
            let id = if adds {
                writing.add_trade(&entered.trade)?
            } else {
                writing.put_trade(&entered.trade)?;
                entered.trade.id
            };
            Ok((id, account, instrument))
        })
        .await?;
    let (id, account, instrument) = written.value;
    Ok(TradePut {
        id: id.to_string(),
        account: account.to_string(),
        instrument: instrument.to_string(),
        change: change(written.batch, 1, label),
    })
}

fn account_for(writing: &mut Writing<'_>, entered: &Entered) -> store::Result<AccountId> {
    match (&entered.account, &entered.new_account) {
        (Some(id), _) => Ok(*id),
        (None, Some(new)) => {
            let mut new = new.clone();
            new.opening = Some(Money::zero(new.currency));
            writing.add_account(&new)
        }
        (None, None) => Err(store::Error::Refused { rule: "no_account" }),
    }
}

pub(crate) async fn trade_remove(app: &App, request: TradeReq) -> Result<Change, Failure> {
    let id: TradeId = dto::id("trade", &request.id)?;
    let written = app
        .write(app.person("trade_removed"), move |writing| {
            writing.remove_trade(id)
        })
        .await?;
    Ok(change(written.batch, 1, "trade_removed"))
}
