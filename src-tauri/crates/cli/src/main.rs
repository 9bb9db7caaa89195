//! The coffer command: the same core as the desktop app, with no web view.
//!
//! It prints and never computes. Its JSON is a promise that scripts rely on: the contract's own types with `snake_case`
//! keys, so fields may be added and are never renamed.

mod accounts;
mod ahead;
mod alerts;
mod args;
mod book;
mod budgets;
mod categories;
mod connections;
mod copies;
mod debts;
mod demo;
mod eval;
mod exports;
mod files;
mod forecasts;
mod goals;
mod host;
mod indices;
mod insight;
mod investing;
mod logins;
mod output;
mod owning;
mod parse;
mod paying;
mod rates;
mod recurring;
mod reports;
mod rules;
mod settling;
mod sources;
mod summaries;
mod webhooks;
mod words;
mod writing;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Yardstick};
use contract::types::{MergeReq, RowsChange, TransactionAddReq};
use output::{Answer, Ended, Output};

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Logs are for people who ask for them: COFFER_LOG=info.
    if let Ok(level) = std::env::var("COFFER_LOG") {
        let level = level.parse().unwrap_or(tracing::Level::WARN);
        tracing_subscriber::fmt()
            .with_max_level(level)
            .with_writer(io::stderr)
            .init();
    }
    if let Command::Parse { files } = &cli.command {
        return parse::run(files, cli.common.json);
    }
    let output = Output {
        json: cli.common.json,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(output, &error.into()),
    };
    match runtime.block_on(run(cli, output)) {
        Ok(status) => ExitCode::from(status),
        Err(ended) => fail(output, &ended),
    }
}

fn fail(output: Output, ended: &Ended) -> ExitCode {
    output.progress_done();
    if output.json {
        // With standard output closed there is nobody left to tell.
        drop(output.document(&ended.document()));
    } else {
        output.note(&format!("{}\n{}", ended.message, ended.hint));
    }
    ExitCode::from(ended.status)
}

async fn run(cli: Cli, output: Output) -> Answer {
    let common = &cli.common;
    match cli.command {
        Command::Init {
            protect,
            base_currency,
            style,
        } => book::init(common, output, protect, base_currency, style).await,
        Command::Status => book::status(common, output).await,
        Command::Backup { file } => copies::backup(common, output, file).await,
        Command::Restore { file, replace } => copies::restore(common, output, file, replace).await,
        Command::Erase {
            yes,
            revoke,
            anyway,
        } => copies::erase(common, output, yes, revoke, anyway).await,
        Command::Verify => book::verify(common, output).await,
        Command::Demo { out, seed } => Box::pin(demo::run(common, output, out, seed)).await,
        Command::PracticeBank {
            bind,
            seed,
            scenario,
        } => connections::practice_bank(common, output, bind, seed, &scenario).await,
        Command::Connect {
            upstream,
            base_url,
            set,
            label,
            experimental,
            link,
        } => {
            let request = connections::Linking {
                upstream,
                base_url,
                label,
                experimental,
                bank: link,
            };
            connections::connect(common, output, request, &set).await
        }
        Command::Login { what } => logins::run(common, output, what).await,
        Command::Webhook {
            file,
            connection,
            headers,
            path,
            unsigned,
            listen,
            bind,
        } => {
            let asked = webhooks::Webhook {
                file,
                connection,
                headers,
                path,
                unsigned,
                listen,
                bind,
            };
            webhooks::run(common, output, asked).await
        }
        Command::Pay { what } => paying::run(common, output, what).await,
        Command::Connections | Command::Sync { status: true, .. } => {
            connections::list(common, output).await
        }
        Command::Connection {
            id,
            set,
            label,
            automatic,
        } => connections::change(common, output, id, &set, label, automatic).await,
        Command::Disconnect {
            id,
            keep_data,
            revoke,
        } => connections::disconnect(common, output, id, keep_data, revoke).await,
        Command::Deletions { id, answer } => {
            connections::deletions(common, output, id, answer).await
        }
        Command::Sync { ids, full, .. } => connections::sync(common, output, ids, full).await,
        Command::ConnectionReport { id, differing } => {
            sources::report(common, output, id, differing).await
        }
        Command::ConnectionAccounts { id, into, new } => {
            sources::accounts(common, output, id, &into, new).await
        }
        Command::ConnectionChart {
            id,
            make_account,
            make_category,
        } => writing::chart(common, output, id, make_account, make_category).await,
        Command::Runs { connection, limit } => {
            sources::runs(common, output, connection, limit).await
        }
        Command::Same { what } => sources::same(common, output, what).await,
        Command::Swap { old, new, dry_run } => {
            sources::swap(common, output, old, new, dry_run).await
        }
        Command::WriteBack { id, switch } => writing::write_back(common, output, id, switch).await,
        Command::Outbox {
            id,
            send,
            retry,
            leave,
        } => {
            let asked = writing::Outbox {
                id,
                send,
                retry,
                leave,
            };
            writing::outbox(common, output, asked).await
        }
        Command::Edit {
            ids,
            matching,
            category,
            payee,
            note,
            tags,
            no_tags,
            add_tag,
            remove_tag,
            leave_out,
            reviewed,
            dry_run,
            unlock,
        } => {
            let edit = writing::Edit {
                ids,
                matching,
                tags: (no_tags || !tags.is_empty()).then_some(tags),
                dry_run,
                unlock,
                change: RowsChange {
                    category,
                    payee,
                    note,
                    add_tags: add_tag,
                    remove_tags: remove_tag,
                    excluded: leave_out.map(|leave| leave == args::OnOff::On),
                    reviewed,
                },
            };
            writing::edit(common, output, edit).await
        }
        Command::Enter {
            account,
            date,
            amount,
            payee,
            note,
            category,
            tags,
        } => {
            let request = TransactionAddReq {
                account,
                date: date.to_string(),
                amount,
                payee,
                note,
                category,
                tags,
            };
            writing::enter(common, output, request).await
        }
        Command::Reconcile {
            account,
            date,
            balance,
            without,
            dry_run,
        } => {
            let statement = settling::Statement {
                account,
                date: date.to_string(),
                balance,
                without,
                dry_run,
            };
            settling::reconcile(common, output, statement).await
        }
        Command::Merge { keep, drop, unlock } => {
            settling::merge(common, output, MergeReq { keep, drop, unlock }).await
        }
        Command::Unmerge { id } => settling::unmerge(common, output, id).await,
        Command::Delete { ids, unlock } => writing::delete(common, output, ids, unlock).await,
        Command::CategoryRemove {
            category,
            into,
            end_budgets,
        } => {
            writing::remove_category(common, output, &category, into.as_deref(), end_budgets).await
        }
        Command::Parse { .. } => Ok(0),
        Command::Import {
            files,
            account,
            new_account,
            mapping,
            dry_run,
        } => {
            files::import(
                common,
                output,
                &files,
                account,
                new_account,
                mapping,
                dry_run,
            )
            .await
        }
        Command::Batches { limit } => files::batches(common, output, limit).await,
        Command::Undo { batch, force } => files::undo(common, output, batch, force).await,
        Command::Accounts { act } => accounts::run(common, output, act).await,
        Command::Transactions { query, limit } => {
            reports::transactions(common, output, &query.join(" "), limit).await
        }
        Command::Categories { act } => categories::run(common, output, act).await,
        Command::Rules { act } => rules::run(common, output, act).await,
        Command::Budgets { month } => budgets::budgets(common, output, month).await,
        Command::BudgetPlan {
            style,
            start_day,
            savings,
        } => budgets::plan(common, output, style, start_day, savings).await,
        Command::BudgetMove {
            to,
            amount,
            from,
            month,
        } => budgets::shift(common, output, (from, &to), amount, month).await,
        Command::BudgetFill { how, month, months } => {
            budgets::fill(common, output, how, month, months).await
        }
        Command::BudgetSet {
            category,
            limit,
            from,
            carry_over,
        } => budgets::budget_set(common, output, &category, &limit, from, carry_over).await,
        Command::Recurring { act } => recurring::run(common, output, act).await,
        Command::Alerts { all, act } => alerts::run(common, output, act, all).await,
        Command::Debts { extra, act } => debts::run(common, output, act, extra).await,
        Command::Insight { out } => insight::run(common, output, out).await,
        Command::Grades => forecasts::grades(common, output).await,
        Command::Goals { act } => goals::run(common, output, act).await,
        Command::Forecast {
            days,
            account,
            scenario,
        } => forecasts::forecast(common, output, days, account, &scenario).await,
        Command::NetWorth {
            currency,
            from,
            to,
            by,
            explain,
            real,
            ahead,
            assume,
        } => match (from, ahead) {
            (_, Some(years)) => ahead::run(common, output, &years, real, assume).await,
            (Some(from), _) if explain => owning::explain(common, output, from, to, currency).await,
            _ => reports::net_worth(common, output, currency, from, to, by, real).await,
        },
        Command::Index { act } => indices::run(common, output, act).await,
        Command::Assets { act } => owning::run(common, output, act).await,
        Command::Investments { act } => investing::run(common, output, act).await,
        Command::Rates(asked) => rates::run(common, output, asked).await,
        Command::Chart {
            name,
            out,
            theme,
            size,
            category,
            days,
        } => reports::chart(common, output, name, &out, theme, &size, category, days).await,
        Command::Report(asked) => summaries::report(common, output, asked).await,
        Command::Export(asked) => exports::export(common, output, asked).await,
        Command::Eval { what } => {
            let kind = match what {
                Yardstick::Forecast => "forecast",
                Yardstick::Recurring => "recurring",
                Yardstick::Categorise => "categorise",
            };
            evaluate(kind)
        }
    }
}

fn evaluate(kind: &str) -> Answer {
    match eval::run(
        kind,
        io::stdin().lock(),
        io::BufWriter::new(io::stdout().lock()),
    ) {
        Ok(()) => Ok(0),
        Err(eval::EvalError::Usage(text)) => Err(Ended::usage(text)),
        Err(error @ eval::EvalError::Lines { .. }) => Err(Ended {
            status: 5,
            code: "lines_not_answered".into(),
            message: error.to_string(),
            hint: "Every other line was answered.".into(),
            details: serde_json::json!({}),
        }),
        Err(eval::EvalError::Io(error)) => Err(error.into()),
    }
}
