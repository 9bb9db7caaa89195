//! Trades, prices and assets: kept exactly, journalled, undone and brought back.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use domain::ids::{AssetId, InstrumentId, TradeId};
use domain::wealth::{
    Asset, AssetKind, Instrument, InstrumentClass, Position, Price, Tier, Trade, TradeKind, Wear,
};
use money::Currency;
use store::{Error, OnConflict};

use crate::support::{World, day, eur, person};

fn fund() -> Instrument {
    Instrument {
        id: InstrumentId(0),
        name: " World fund ".into(),
        code: Some("IE00B3RBWM25".into()),
        symbol: None,
        currency: Currency::EUR,
        class: InstrumentClass::EquityFund,
        region: Some("World".into()),
        removed: false,
    }
}

#[test]
fn trades_come_back_as_they_were_written_and_undo_takes_them() {
    let world = World::new();
    let account = world.account("Broker");
    let store = world.store();
    let added = store
        .write(person("trade_added"), move |w| {
            let instrument = w.add_instrument(&fund())?;
            let position = Position {
                account,
                instrument,
            };
            let buy = Trade {
                id: TradeId(0),
                position,
                date: day("2026-01-05"),
                kind: TradeKind::Buy,
                quantity: "12.34567".parse().unwrap(),
                currency: Currency::EUR,
                amount: 123_457,
                fee: 99,
                tax: 0,
                lots: Vec::new(),
                note: Some("first".into()),
            };
            let id = w.add_trade(&buy)?;
            w.add_trade(&Trade {
                kind: TradeKind::Sell,
                date: day("2026-02-05"),
                lots: vec![(id, "1".parse().unwrap())],
                quantity: "1".parse().unwrap(),
                ..buy.clone()
            })?;
            w.add_trade(&Trade {
                kind: TradeKind::Split {
                    new: "3".parse().unwrap(),
                    old: "2".parse().unwrap(),
                },
                date: day("2026-03-05"),
                quantity: rust_decimal::Decimal::ZERO,
                amount: 0,
                fee: 0,
                note: None,
                ..buy
            })?;
            w.put_prices(&[Price {
                instrument,
                date: day("2026-03-01"),
                price: "101.5".parse().unwrap(),
                currency: Currency::EUR,
            }])
        })
        .unwrap();
    let (instruments, trades, prices) = store
        .read(|r| Ok((r.instruments()?, r.trades()?, r.prices()?)))
        .unwrap();
    assert_eq!(
        (instruments[0].name.as_str(), instruments[0].class),
        ("World fund", InstrumentClass::EquityFund)
    );
    assert_eq!(
        (
            trades[0].quantity.to_string().as_str(),
            trades[0].amount,
            trades[0].fee
        ),
        ("12.34567", 123_457, 99)
    );
    assert_eq!(trades[1].lots, [(trades[0].id, "1".parse().unwrap())]);
    assert!(matches!(trades[2].kind, TradeKind::Split { new, .. } if new.to_string() == "3"));
    assert_eq!(
        (prices.len(), prices[0].price.to_string().as_str()),
        (1, "101.5")
    );
    world.assert_sound();

    let batch = added.batch.unwrap();
    store
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    let left = store
        .read(|r| Ok((r.trades()?.len(), r.prices()?.len())))
        .unwrap();
    assert_eq!(left, (0, 0));
    store.write(person("redo"), |w| w.redo()).unwrap();
    assert_eq!(store.read(|r| r.trades()).unwrap(), trades);
    world.assert_sound();
}

#[test]
fn a_position_is_in_one_currency_and_a_price_is_positive() {
    let world = World::new();
    let account = world.account("Broker");
    let refused = world.store().write(person("trade_added"), move |w| {
        let instrument = w.add_instrument(&fund())?;
        let trade = Trade {
            id: TradeId(0),
            position: Position {
                account,
                instrument,
            },
            date: day("2026-01-05"),
            kind: TradeKind::Buy,
            quantity: "1".parse().unwrap(),
            currency: Currency::EUR,
            amount: 100,
            fee: 0,
            tax: 0,
            lots: Vec::new(),
            note: None,
        };
        w.add_trade(&trade)?;
        w.add_trade(&Trade {
            currency: Currency::USD,
            ..trade
        })
    });
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "currency_mismatch"
        })
    ));
    let refused = world.store().write(person("prices"), |w| {
        let instrument = w.add_instrument(&fund())?;
        w.put_prices(&[Price {
            instrument,
            date: day("2026-03-01"),
            price: "0".parse().unwrap(),
            currency: Currency::EUR,
        }])
    });
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: "price_not_positive"
        })
    ));
    assert!(world.store().read(|r| r.instruments()).unwrap().is_empty());
}

#[test]
fn an_asset_keeps_its_valuations_and_comes_back_whole() {
    let world = World::new();
    let store = world.store();
    let house = Asset {
        id: AssetId(0),
        name: "House".into(),
        kind: AssetKind::Property,
        currency: Currency::EUR,
        owed: false,
        owner: Some("Both".into()),
        institution: None,
        tier: Tier::Locked,
        wear: Wear::Line {
            months: 120,
            rest: 5,
        },
        until: None,
        off_net_worth: false,
        note: None,
        valuations: vec![(day("2020-01-01"), eur(20_000_000))],
    };
    let kept = house.clone();
    let id = store
        .write(person("asset_added"), move |w| w.add_asset(&house))
        .unwrap()
        .value;
    store
        .write(person("asset_valued"), move |w| {
            w.put_valuation(id, day("2024-01-01"), eur(25_000_000))?;
            w.put_valuation(id, day("2024-01-01"), eur(26_000_000))
        })
        .unwrap();
    let asset = store.read(|r| r.assets()).unwrap().remove(0);
    assert_eq!(
        asset.valuations,
        [
            (day("2020-01-01"), eur(20_000_000)),
            (day("2024-01-01"), eur(26_000_000))
        ]
    );
    assert_eq!((asset.wear, asset.owner), (kept.wear, kept.owner));
    let gone = store
        .write(person("asset_removed"), move |w| w.remove_asset(id))
        .unwrap();
    assert!(store.read(|r| r.assets()).unwrap().is_empty());
    let batch = gone.batch.unwrap();
    store
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    assert_eq!(store.read(|r| r.assets()).unwrap()[0].valuations.len(), 2);
    world.assert_sound();
}
