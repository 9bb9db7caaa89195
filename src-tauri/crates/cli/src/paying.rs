//! `pay`: money sent through a connection. Nothing is sent unless what is about to be sent was repeated.

use std::io::{self, BufRead, IsTerminal, Write};

use app::{App, api};
use contract::types::{
    AskField, ConnectionReq, FieldValue, Nothing, PayeeAddReq, PayeeConfirmReq, PayeeStep, Payment,
    PaymentAnswerReq, PaymentPrepareReq, PaymentReq, PaymentSendReq, PaymentState,
};
use serde_json::json;

use crate::args::{Common, PayCommand};
use crate::host;
use crate::output::{Answer, Ended, Output, money, table};

pub(crate) async fn run(common: &Common, output: Output, command: PayCommand) -> Answer {
    let app = host::open(common).await?;
    match command {
        PayCommand::List => list(&app, output).await,
        PayCommand::Recipients { connection } => recipients(&app, output, connection).await,
        PayCommand::AddRecipient {
            connection,
            account,
            iban,
            name,
        } => {
            let request = PayeeAddReq {
                connection,
                account,
                iban,
                label: name,
            };
            let step = api::payee_add(&app, request).await?;
            recipient(output, &step)
        }
        PayCommand::ConfirmRecipient {
            connection,
            recipient: payee,
            set,
        } => {
            let request = PayeeConfirmReq {
                connection,
                payee,
                fields: fields(&set)?,
            };
            let step = api::payee_confirm(&app, request).await?;
            recipient(output, &step)
        }
        PayCommand::Prepare {
            connection,
            account,
            to,
            amount,
            label,
            on,
        } => {
            let request = PaymentPrepareReq {
                connection,
                account,
                payee: to,
                amount,
                label,
                on: on.map(|day| day.to_string()),
            };
            let payment = api::payment_prepare(&app, request).await?;
            told(output, &payment)
        }
        PayCommand::Send {
            payment,
            amount,
            account,
            to,
            label,
        } => {
            let repeated = (amount, account, to, label);
            send(&app, output, payment, repeated).await
        }
        PayCommand::Answer { payment, set } => {
            let request = PaymentAnswerReq {
                payment,
                fields: fields(&set)?,
            };
            let payment = api::payment_answer(&app, request).await?;
            told(output, &payment)
        }
        PayCommand::Look { payment } => {
            let payment = api::payment_look(&app, PaymentReq { payment }).await?;
            told(output, &payment)
        }
        PayCommand::Cancel { payment } => {
            let payment = api::payment_cancel(&app, PaymentReq { payment }).await?;
            output.either(&payment, || "It was taken back. Nothing was paid.\n".into())?;
            Ok(0)
        }
    }
}

fn fields(set: &[String]) -> Result<Vec<FieldValue>, Ended> {
    set.iter()
        .map(|text| {
            let (key, value) = host::setting(text)?;
            Ok(FieldValue { key, value })
        })
        .collect()
}

/// What was repeated on the command line, or a question to whoever sits there.
async fn send(
    app: &App,
    output: Output,
    payment: String,
    repeated: (
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
    ),
) -> Answer {
    let request = match repeated {
        (Some(amount), Some(account), Some(payee), Some(label)) => PaymentSendReq {
            payment,
            amount,
            account,
            payee,
            label,
        },
        (None, None, None, None) if !output.json && io::stdin().is_terminal() => {
            let all = api::payments_list(app, Nothing {}).await?;
            let known = all
                .into_iter()
                .find(|known| known.id == payment)
                .ok_or_else(|| Ended::usage(format!("There is no payment {payment}.")))?;
            output.note(&words(&known));
            let mut out = io::stderr();
            write!(out, "Type yes to send it: ")?;
            out.flush()?;
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line)?;
            if line.trim() != "yes" {
                return Err(Ended::usage("Nothing was sent.".to_owned()));
            }
            PaymentSendReq {
                payment,
                amount: known.amount.amount,
                account: known.account,
                payee: known.payee,
                label: known.label,
            }
        }
        _ => {
            return Err(Ended::usage(
                "Repeat what is to be sent: --amount, --account, --to and --label.".to_owned(),
            ));
        }
    };
    let payment = api::payment_send(app, request).await?;
    told(output, &payment)
}

/// 0 when it goes on without the person, 4 when the bank or this program waits for one, 1 when nothing was paid.
fn status(payment: &Payment) -> u8 {
    match payment.state {
        PaymentState::Prepared
        | PaymentState::Ordered
        | PaymentState::Done
        | PaymentState::Cancelled => 0,
        PaymentState::Asked | PaymentState::Created | PaymentState::Sending => 4,
        PaymentState::Failed => 1,
    }
}

fn asked(fields: &[AskField]) -> String {
    let lines: Vec<String> = fields
        .iter()
        .map(|field| format!("  --set {}=FILE   {}\n", field.key, field.label))
        .collect();
    lines.concat()
}

fn words(payment: &Payment) -> String {
    let iban = payment
        .payee_iban
        .as_ref()
        .map(|iban| format!(" ({iban})"))
        .unwrap_or_default();
    let when = match &payment.on {
        Some(day) => format!("on {day}"),
        None => "as soon as possible".to_owned(),
    };
    let mut text = format!(
        "Payment {}: {} from {} to {}{iban}, {when}, with the text “{}”.\n",
        payment.id,
        money(&payment.amount),
        payment.account_name,
        payment.payee_label,
        payment.label,
    );
    if let Some(other) = &payment.alike {
        text += &format!("Payment {other} sends the same amount to the same recipient.\n");
    }
    text
}

fn told(output: Output, payment: &Payment) -> Answer {
    output.either(payment, || {
        let id = &payment.id;
        let mut text = words(payment);
        text += &match payment.state {
            PaymentState::Prepared => {
                format!("Nothing was sent yet. Send it with `coffer pay send {id}`.\n")
            }
            PaymentState::Sending => {
                format!("Whether it arrived is not known. Look with `coffer pay look {id}`.\n")
            }
            PaymentState::Created => {
                format!(
                    "The bank was not asked to pay yet. Ask it with `coffer pay answer {id}`.\n"
                )
            }
            PaymentState::Asked => format!(
                "The bank asks for more. Answer with `coffer pay answer {id}` and:\n{}",
                asked(&payment.fields)
            ),
            PaymentState::Ordered => "The bank has it.\n".to_owned(),
            PaymentState::Done => "It is paid.\n".to_owned(),
            PaymentState::Cancelled => "It was taken back. Nothing was paid.\n".to_owned(),
            PaymentState::Failed => "It was not paid.\n".to_owned(),
        };
        if payment.refused {
            text += "What was entered was refused.\n";
        }
        if let Some(says) = &payment.bank_says {
            text += &format!("The bank says: {says}\n");
        }
        text
    })?;
    Ok(status(payment))
}

fn recipient(output: Output, step: &PayeeStep) -> Answer {
    output.either(step, || {
        let payee = &step.payee;
        let mut text = format!("Recipient {}: {}.\n", payee.id, payee.label);
        if step.refused {
            text += "What was entered was refused.\n";
        }
        if !step.fields.is_empty() {
            text += &format!("The bank asks for more:\n{}", asked(&step.fields));
        } else if payee.usable {
            text += "Money may go there.\n";
        } else if let Some(from) = &payee.usable_from {
            text += &format!("Money may go there from {from}.\n");
        }
        text
    })?;
    Ok(if step.fields.is_empty() { 0 } else { 4 })
}

async fn recipients(app: &App, output: Output, connection: String) -> Answer {
    let all = api::payees_list(app, ConnectionReq { id: connection }).await?;
    output.either(&all, || {
        let accounts: Vec<Vec<String>> = all
            .accounts
            .iter()
            .map(|account| {
                vec![
                    account.id.clone(),
                    account.name.clone(),
                    money(&account.balance),
                ]
            })
            .collect();
        let payees: Vec<Vec<String>> = all
            .payees
            .iter()
            .map(|payee| {
                vec![
                    payee.id.clone(),
                    payee.account.clone().unwrap_or_default(),
                    payee.label.clone(),
                    payee.iban.clone().unwrap_or_default(),
                    match (&payee.usable_from, payee.usable) {
                        (_, true) => "now".to_owned(),
                        (Some(from), false) => from.clone(),
                        (None, false) => "not confirmed".to_owned(),
                    },
                ]
            })
            .collect();
        format!(
            "{}\n{}",
            table(&["Account", "Name", "Balance"], &[2], &accounts),
            table(
                &["Recipient", "From account", "Name", "IBAN", "Usable"],
                &[],
                &payees
            )
        )
    })?;
    Ok(0)
}

async fn list(app: &App, output: Output) -> Answer {
    let all = api::payments_list(app, Nothing {}).await?;
    output.either(&json!({"payments": all}), || {
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|payment| {
                vec![
                    payment.id.clone(),
                    payment.account_name.clone(),
                    payment.payee_label.clone(),
                    money(&payment.amount),
                    payment.label.clone(),
                    payment.on.clone().unwrap_or_default(),
                    json!(payment.state).as_str().unwrap_or_default().to_owned(),
                ]
            })
            .collect();
        table(
            &["No", "From", "To", "Amount", "Text", "Day", "State"],
            &[3],
            &rows,
        )
    })?;
    Ok(0)
}
