//! Investments: what is held, trades, prices and the plan.

use app::{App, api};
use chrono::NaiveDate;
use contract::types::{
    BenchmarkReq, ClassTarget, Instrument, InstrumentClass, InstrumentMergeReq, InstrumentPutReq,
    Investments, InvestmentsReq, LotMethod, LotPick, NoReturn, Nothing, PricePutReq,
    PricesImportReq, ReturnRate, TradeKind, TradePutReq, TradeReq, TradesReq,
};
use serde_json::json;

use crate::args::Common;
use crate::args::wealth::{ClassOf, Investing, LotsOf, TradeEntry, TradeOf};
use crate::host;
use crate::output::{Answer, Ended, Output, money, table};

pub(crate) async fn run(common: &Common, output: Output, act: Option<Investing>) -> Answer {
    let app = host::open(common).await?;
    let list = Investing::List {
        account: None,
        currency: None,
        method: None,
    };
    match act.unwrap_or(list) {
        Investing::List {
            account,
            currency,
            method,
        } => {
            let request = InvestmentsReq {
                account,
                currency,
                method: method.map(lots_of),
            };
            let all = api::investments_get(&app, request).await?;
            output.either(&json!({"investments": all}), || told(&all))?;
            Ok(0)
        }
        Investing::Trades { account } => trades(&app, output, account).await,
        Investing::Trade(entry) => trade(&app, output, entry).await,
        Investing::TradeRemove { trade } => {
            let change = api::trade_remove(&app, TradeReq { id: trade }).await?;
            output.either(&json!({"change": change}), || "Taken out.\n".to_owned())?;
            Ok(0)
        }
        Investing::Instruments => instruments(&app, output).await,
        Investing::Instrument {
            name,
            code,
            symbol,
            currency,
            class,
            region,
        } => {
            let currency = match currency {
                Some(currency) => currency,
                None => api::settings_get(&app, Nothing {}).await?.base_currency,
            };
            let request = InstrumentPutReq {
                id: None,
                name,
                code,
                symbol,
                currency,
                class: class_of(class),
                region,
            };
            let put = api::instrument_put(&app, request).await?;
            output.either(&json!({"instrument": put}), || {
                format!("Instrument {}.\n", put.id)
            })?;
            Ok(0)
        }
        Investing::Merge { from, into } => {
            let request = InstrumentMergeReq {
                from: find(&app, &from).await?,
                into: find(&app, &into).await?,
            };
            let change = api::instrument_merge(&app, request).await?;
            output.either(&json!({"change": change}), || "Merged.\n".to_owned())?;
            Ok(0)
        }
        Investing::Price {
            instrument,
            date,
            price,
        } => price_put(&app, output, &instrument, date, price).await,
        Investing::Prices { file, instrument } => {
            let instrument = match instrument {
                Some(named) => Some(find(&app, &named).await?),
                None => None,
            };
            let text = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
            let done = api::prices_import(&app, PricesImportReq { instrument, text }).await?;
            output.either(&json!({"prices": done}), || {
                let mut told = format!("{} prices read, {} changed.\n", done.read, done.changed);
                for line in &done.rejected {
                    told += &format!("Line {} not read: {}.\n", line.line, line.reason);
                }
                if done.far_off > 0 {
                    told += &format!("{} far off their neighbours.\n", done.far_off);
                }
                told
            })?;
            Ok(if done.rejected.is_empty() { 0 } else { 5 })
        }
        Investing::Benchmark { instrument } => benchmark(&app, output, &instrument).await,
        Investing::Plan { method, targets } => plan(&app, output, method, &targets).await,
    }
}

async fn benchmark(app: &app::App, output: Output, named: &str) -> Answer {
    let instrument = match named {
        "none" => None,
        named => Some(find(app, named).await?),
    };
    let change = api::benchmark_set(app, BenchmarkReq { instrument }).await?;
    output.either(&json!({"change": change}), || "Kept.\n".to_owned())?;
    Ok(0)
}

const fn lots_of(lots: LotsOf) -> LotMethod {
    match lots {
        LotsOf::Fifo => LotMethod::Fifo,
        LotsOf::Average => LotMethod::Average,
        LotsOf::Specific => LotMethod::Specific,
    }
}

const fn class_of(class: ClassOf) -> InstrumentClass {
    match class {
        ClassOf::EquityFund => InstrumentClass::EquityFund,
        ClassOf::Share => InstrumentClass::Share,
        ClassOf::Bond => InstrumentClass::Bond,
        ClassOf::Mixed => InstrumentClass::Mixed,
        ClassOf::Cash => InstrumentClass::Cash,
        ClassOf::Property => InstrumentClass::Property,
        ClassOf::Commodity => InstrumentClass::Commodity,
        ClassOf::Crypto => InstrumentClass::Crypto,
        ClassOf::Other => InstrumentClass::Other,
    }
}

const fn kind_of(kind: TradeOf) -> TradeKind {
    match kind {
        TradeOf::Buy => TradeKind::Buy,
        TradeOf::Sell => TradeKind::Sell,
        TradeOf::Dividend => TradeKind::Dividend,
        TradeOf::Fee => TradeKind::Fee,
        TradeOf::Tax => TradeKind::Tax,
        TradeOf::Split => TradeKind::Split,
        TradeOf::Merger => TradeKind::Merger,
    }
}

/// The number of an instrument by number, code, symbol or name.
async fn find(app: &App, named: &str) -> Result<String, Ended> {
    let all = api::instruments_list(app, Nothing {}).await?;
    let same = |word: &Option<String>| {
        word.as_deref()
            .is_some_and(|word| word.eq_ignore_ascii_case(named))
    };
    let fits = |one: &&Instrument| {
        one.id == named
            || same(&one.code)
            || same(&one.symbol)
            || one.name.eq_ignore_ascii_case(named)
    };
    let found: Vec<&Instrument> = all.iter().filter(fits).collect();
    match found[..] {
        [one] => Ok(one.id.clone()),
        [] => Err(Ended::usage(format!("No instrument is called {named}."))),
        _ => Err(Ended::usage(format!(
            "Several instruments are called {named}: name one by its number."
        ))),
    }
}

fn pair(word: &str, mark: char, shape: &str) -> Result<(String, String), Ended> {
    word.split_once(mark)
        .map(|(left, right)| (left.trim().to_owned(), right.trim().to_owned()))
        .ok_or_else(|| Ended::usage(format!("{word} is not {shape}.")))
}

async fn trade(app: &App, output: Output, entry: TradeEntry) -> Answer {
    let ratio = entry
        .ratio
        .as_deref()
        .map(|word| pair(word, ':', "NEW:OLD"))
        .transpose()?;
    let into = match &entry.into {
        Some(named) => Some(find(app, named).await?),
        None => None,
    };
    let mut lots = Vec::new();
    for word in &entry.lots {
        let (trade, quantity) = pair(word, ':', "TRADE:QUANTITY")?;
        lots.push(LotPick { trade, quantity });
    }
    let (ratio_new, ratio_old) = ratio.unzip();
    let request = TradePutReq {
        id: None,
        account: entry.account,
        new_account: entry.new_account,
        instrument: Some(find(app, &entry.instrument).await?),
        new_instrument: None,
        date: entry.date.to_string(),
        kind: kind_of(entry.kind),
        quantity: entry.quantity,
        price: entry.price,
        amount: entry.amount,
        fee: entry.fee,
        tax: entry.tax,
        currency: entry.currency,
        ratio_new,
        ratio_old,
        into,
        lots,
        note: entry.note,
    };
    let put = api::trade_put(app, request).await?;
    output.either(&json!({"trade": put}), || {
        format!("Trade {} in account {}.\n", put.id, put.account)
    })?;
    Ok(0)
}

async fn price_put(
    app: &App,
    output: Output,
    instrument: &str,
    date: NaiveDate,
    price: String,
) -> Answer {
    let request = PricePutReq {
        instrument: find(app, instrument).await?,
        date: date.to_string(),
        price: Some(price),
        currency: None,
    };
    let change = api::price_put(app, request).await?;
    output.either(&json!({"change": change}), || "Kept.\n".to_owned())?;
    Ok(0)
}

async fn plan(app: &App, output: Output, method: Option<LotsOf>, targets: &[String]) -> Answer {
    let mut plan = api::investments_plan(app, Nothing {}).await?;
    let changes = method.is_some() || !targets.is_empty();
    if let Some(method) = method {
        plan.method = lots_of(method);
    }
    if targets.iter().any(|word| word == "none") {
        plan.targets.clear();
    } else if !targets.is_empty() {
        plan.targets.clear();
        for word in targets {
            let (class, percent) = pair(word, '=', "CLASS=PERCENT")?;
            let class = <ClassOf as clap::ValueEnum>::from_str(&class, true)
                .map_err(|_| Ended::usage(format!("No class is called {class}.")))?;
            plan.targets.push(ClassTarget {
                class: class_of(class),
                percent,
            });
        }
    }
    if changes {
        api::investments_plan_set(app, plan.clone()).await?;
    }
    output.either(&json!({"plan": plan}), || {
        let rows: Vec<Vec<String>> = plan
            .targets
            .iter()
            .map(|target| vec![format!("{:?}", target.class), target.percent.clone()])
            .collect();
        table(&["Class", "Percent"], &[1], &rows)
    })?;
    Ok(0)
}

async fn trades(app: &App, output: Output, account: Option<String>) -> Answer {
    let request = TradesReq {
        account,
        instrument: None,
    };
    let all = api::trades_list(app, request).await?;
    output.either(&json!({"trades": all}), || {
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|trade| {
                vec![
                    trade.id.clone(),
                    trade.date.clone(),
                    format!("{:?}", trade.kind).to_lowercase(),
                    trade.name.clone(),
                    trade.account_name.clone(),
                    trade.quantity.clone().unwrap_or_default(),
                    money(&trade.amount),
                    trade
                        .fault
                        .map(|fault| format!("{fault:?}"))
                        .unwrap_or_default(),
                ]
            })
            .collect();
        table(
            &[
                "No",
                "Date",
                "What",
                "Instrument",
                "Account",
                "Units",
                "Amount",
                "Wrong",
            ],
            &[5, 6],
            &rows,
        )
    })?;
    Ok(0)
}

async fn instruments(app: &App, output: Output) -> Answer {
    let all = api::instruments_list(app, Nothing {}).await?;
    output.either(&json!({"instruments": all}), || {
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|one| {
                vec![
                    one.id.clone(),
                    one.name.clone(),
                    one.code.clone().unwrap_or_default(),
                    one.symbol.clone().unwrap_or_default(),
                    one.price.clone().unwrap_or_default(),
                    one.price_date.clone().unwrap_or_default(),
                ]
            })
            .collect();
        table(
            &["No", "Name", "Code", "Symbol", "Price", "Of"],
            &[4],
            &rows,
        )
    })?;
    Ok(0)
}

fn rate(name: &str, rate: &ReturnRate) -> String {
    let why = |reason: NoReturn| match reason {
        NoReturn::NoTrades => "no trades are known",
        NoReturn::OneSided => "nothing was put in, or there is nothing to get out",
        NoReturn::NoTime => "everything happened on one day",
        NoReturn::NoRoot => "no rate fits the flows",
        NoReturn::SeveralRoots => "several rates fit the flows",
        NoReturn::NoValue => "a price or exchange rate in between is not known",
    };
    match (&rate.percent, &rate.yearly, rate.reason) {
        (Some(whole), Some(yearly), _) => {
            let since = rate.since.as_deref().unwrap_or_default();
            format!("{name}: {whole} % in all, {yearly} % a year, since {since}\n")
        }
        (_, _, Some(reason)) => format!("{name}: none, {}\n", why(reason)),
        _ => String::new(),
    }
}

fn told(all: &Investments) -> String {
    let or = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows: Vec<Vec<String>> = all
        .holdings
        .iter()
        .map(|one| {
            vec![
                one.name.chars().take(34).collect(),
                one.account_name.chars().take(24).collect(),
                or(&one.quantity),
                one.cost.as_ref().map(money).unwrap_or_default(),
                or(&one.price),
                one.value.as_ref().map_or("not known".into(), money),
                one.gain.as_ref().map(money).unwrap_or_default(),
                one.gain_percent
                    .as_ref()
                    .map(|percent| format!("{percent} %"))
                    .unwrap_or_default(),
                format!("{} %", one.share),
            ]
        })
        .chain(all.cash.iter().map(|cash| {
            vec![
                "Cash, not invested".into(),
                cash.account_name.chars().take(24).collect(),
                String::new(),
                String::new(),
                String::new(),
                cash.value.as_ref().map_or("not known".into(), money),
                String::new(),
                String::new(),
                format!("{} %", cash.share),
            ]
        }))
        .collect();
    let mut text = table(
        &[
            "Holding", "Account", "Units", "Cost", "Price", "Value", "Gain", "", "Share",
        ],
        &[2, 3, 4, 5, 6, 7, 8],
        &rows,
    );
    text += &format!("Worth {}", money(&all.value));
    if let Some(gain) = &all.gain {
        text += &format!(", gained {} since bought", money(gain));
    }
    text += &format!(
        ", {} on what was sold, {} in dividends in a year\n",
        money(&all.realised),
        money(&all.dividends)
    );
    text += &rate("Money-weighted", &all.money_weighted);
    text += &rate("Time-weighted", &all.time_weighted);
    if let Some(held) = &all.benchmark {
        text += &rate(&held.name, &held.theirs);
        text += &rate("Over the same days", &held.ours);
        if held.missing > 0 {
            text += &format!(
                "{} has no price at {} of {} points.\n",
                held.name,
                held.missing,
                all.growth.len()
            );
        }
    }
    for part in &all.by_class {
        text += &format!("{}: {} %", part.key, part.share);
        if let (Some(target), Some(trade)) = (&part.target, &part.to_trade) {
            text += &format!(", wanted {target} %: {}", money(trade));
        }
        text.push('\n');
    }
    for problem in &all.problems {
        text += &format!("Look at {}: {:?}", problem.name, problem.fault);
        if let Some(date) = &problem.date {
            text += &format!(" on {date}");
        }
        text.push('\n');
    }
    text
}
