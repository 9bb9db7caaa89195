//! Recipients and transfers.

use std::collections::BTreeMap;

use domain::payment::{Payee, PaymentFact, PaymentState, PaymentWish};
use reqwest::Method;
use secrets::Secret;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::state::said;
use super::{account, directory, listing, paris, segment, with_token};
use crate::amount;
use crate::delivery::plain_word;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Expect, Session};
use crate::json::Record;
use crate::paying::{PayeeStep, Paying, PayingFrom, PaymentStep};
use crate::{Access, CancelFlag, Work};

/// Transfers through Budgea.
#[derive(Debug, Clone, Copy)]
pub(super) struct Transfers;

impl Paying for Transfers {
    fn recipients<'a>(
        &'a self,
        access: &'a Access,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PayingFrom> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let mut from = PayingFrom::default();
            let able = [("able_to_transfer", "1")];
            let path = "/2.0/users/me/accounts";
            listing::each(&mut session, path, &["accounts"], &able, |row| {
                // A server that does not know the filter answers with every account.
                if let Some(record) = Record::read(row)
                    && record.flexible_flag("able_to_transfer") != Some(false)
                    && !record.is_set("disabled")
                    && !record.is_set("deleted")
                {
                    from.accounts.extend(record.key("id"));
                }
            })
            .await?;
            let path = "/2.0/users/me/recipients";
            listing::each(&mut session, path, &["recipients"], &[], |row| {
                let payee = Record::read(row).as_ref().and_then(payee);
                from.payees.extend(payee);
            })
            .await?;
            Ok(from)
        })
    }

    fn add_recipient<'a>(
        &'a self,
        access: &'a Access,
        account: &'a str,
        iban: &'a str,
        label: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PayeeStep> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let path = format!("/2.0/users/me/accounts/{}/recipients", segment(account));
            let body = json!({"iban": iban, "label": label}).to_string();
            let ask = Ask::json(Method::POST, &path, &body).slow();
            let answer = session.send(&ask).await?;
            payee_step(&session, &answer.body, false)
        })
    }

    fn confirm_recipient<'a>(
        &'a self,
        access: &'a Access,
        payee: &'a Payee,
        entered: &'a BTreeMap<String, Secret>,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PayeeStep> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let path = format!(
                "/2.0/users/me/accounts/{}/recipients/{}",
                segment(&payee.account_source_id),
                segment(&payee.source_id)
            );
            let body = filled(Map::new(), entered);
            let ask = Ask::json(Method::POST, &path, body.expose())
                .slow()
                .accepting(&[400]);
            let answer = session.send(&ask).await?;
            if answer.status != 400 {
                return payee_step(&session, &answer.body, false);
            }
            let answer = session.get(&path, &[], Expect::Json).await?;
            payee_step(&session, &answer.body, true)
        })
    }

    fn order<'a>(
        &'a self,
        access: &'a Access,
        wish: &'a PaymentWish,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PaymentStep> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let path = format!(
                "/2.0/users/me/recipients/{}/transfers",
                segment(&wish.payee_source_id)
            );
            let number = RawValue::from_string(wish.amount.decimal_text())
                .map_err(|_| session.error(ErrorKind::Settings, "the amount is no number"))?;
            let body = serde_json::to_string(&NewTransfer {
                amount: &number,
                label: &wish.label,
                exec_date: wish.on.map(|day| day.to_string()),
            })
            .map_err(|_| session.error(ErrorKind::Settings, "the order cannot be written"))?;
            let answer = session
                .send(&Ask::json(Method::POST, &path, &body).slow())
                .await?;
            step(&session, &answer.body, false)
        })
    }

    fn confirm<'a>(
        &'a self,
        access: &'a Access,
        order: &'a str,
        entered: &'a BTreeMap<String, Secret>,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PaymentStep> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let path = format!("/2.0/users/me/transfers/{}", segment(order));
            let mut body = Map::new();
            body.insert("validated".to_owned(), json!(true));
            let body = filled(body, entered);
            let ask = Ask::json(Method::POST, &path, body.expose())
                .slow()
                .accepting(&[400, 409]);
            let answer = session.send(&ask).await?;
            if !matches!(answer.status, 400 | 409) {
                return step(&session, &answer.body, false);
            }
            let refused = answer.status == 400 && !entered.is_empty();
            let answer = session.get(&path, &[], Expect::Json).await?;
            step(&session, &answer.body, refused)
        })
    }

    fn look<'a>(
        &'a self,
        access: &'a Access,
        order: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PaymentStep> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let path = format!("/2.0/users/me/transfers/{}", segment(order));
            let answer = session.get(&path, &[], Expect::Json).await?;
            step(&session, &answer.body, false)
        })
    }

    fn orders<'a>(
        &'a self,
        access: &'a Access,
        cancel: &'a CancelFlag,
    ) -> Work<'a, Vec<PaymentFact>> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let mut all = Vec::new();
            let path = "/2.0/users/me/transfers";
            listing::each(&mut session, path, &["transfers"], &[], |row| {
                all.extend(Record::read(row).as_ref().and_then(fact));
            })
            .await?;
            Ok(all)
        })
    }

    fn take_back<'a>(
        &'a self,
        access: &'a Access,
        order: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, bool> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let path = format!("/2.0/users/me/transfers/{}", segment(order));
            let mut ask = Ask::json(Method::DELETE, &path, "")
                .expecting(Expect::Anything)
                .repeatable();
            ask.body = None;
            match session.send(&ask).await {
                Ok(_) => Ok(true),
                Err(error) if matches!(error.http_status, Some(400 | 404 | 405 | 409)) => Ok(false),
                Err(error) => Err(error),
            }
        })
    }
}

/// The body of a new transfer; the amount is written digit by digit.
#[derive(Serialize)]
struct NewTransfer<'a> {
    amount: &'a RawValue,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exec_date: Option<String>,
}

fn filled(mut body: Map<String, Value>, entered: &BTreeMap<String, Secret>) -> Secret {
    for (name, value) in entered {
        body.insert(name.clone(), json!(value.expose()));
    }
    Secret::new(Value::Object(body).to_string())
}

fn payee(record: &Record<'_>) -> Option<Payee> {
    if record.is_set("deleted") {
        return None;
    }
    Some(Payee {
        source_id: record.key("id")?,
        account_source_id: record.key("id_account")?,
        own_account_source_id: record.key("id_target_account"),
        label: record
            .text("label")
            .map(|label| said(&label))
            .unwrap_or_default(),
        iban: record.text("iban").and_then(|iban| domain::iban(&iban)),
        bank: record.text("bank_name").map(|bank| said(&bank)),
        usable_from: paris::stamp(record, "enabled_at"),
    })
}

fn payee_step(
    session: &Session<'_>,
    body: &[u8],
    refused: bool,
) -> Result<PayeeStep, ConnectorError> {
    let record = Record::of_body(body).unwrap_or_default();
    let payee = payee(&record)
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer is no recipient"))?;
    Ok(PayeeStep {
        fields: directory::fields(&record),
        refused,
        payee,
    })
}

fn step(session: &Session<'_>, body: &[u8], refused: bool) -> Result<PaymentStep, ConnectorError> {
    let record = Record::of_body(body).unwrap_or_default();
    let fact = fact(&record)
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer is no transfer"))?;
    Ok(PaymentStep {
        fact,
        fields: directory::fields(&record),
        refused,
    })
}

/// A transfer as it is told.
fn fact(record: &Record<'_>) -> Option<PaymentFact> {
    let word = record.text("state").unwrap_or_default();
    let told = state(&word);
    let asks = !told.is_final() && !directory::fields(record).is_empty();
    let currency = account::currency(record, "currency");
    let money = |currency| {
        record
            .raw("amount")
            .and_then(|raw| amount::read(raw, currency).ok())
            .map(amount::Reading::money)
    };
    let text = |name: &str| record.text(name).map(|text| said(&text));
    Some(PaymentFact {
        source_id: record.key("id")?,
        state: if asks { PaymentState::Asked } else { told },
        word: plain_word(&word),
        amount: currency.and_then(money),
        account_source_id: record.key("id_account"),
        payee_source_id: record.key("id_recipient"),
        label: record.text("label"),
        on: paris::date(record, "exec_date"),
        registered: paris::stamp(record, "register_date"),
        transaction_source_id: record.key("id_transaction"),
        message: text("error").or_else(|| text("error_message")),
    })
}

/// What a state's word means for an order. A word that this version does not know leaves it open.
fn state(word: &str) -> PaymentState {
    match word {
        "created" => PaymentState::Created,
        "done" | "transactionNotFound" => PaymentState::Done,
        "canceled" | "deleted" => PaymentState::Cancelled,
        "error" | "bug" => PaymentState::Failed,
        _ => PaymentState::Ordered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_a_transfer_leads_somewhere() {
        for (word, wanted) in [
            ("created", PaymentState::Created),
            ("validating", PaymentState::Ordered),
            ("scheduled", PaymentState::Ordered),
            ("pending", PaymentState::Ordered),
            ("coming", PaymentState::Ordered),
            ("done", PaymentState::Done),
            ("transactionNotFound", PaymentState::Done),
            ("canceled", PaymentState::Cancelled),
            ("deleted", PaymentState::Cancelled),
            ("error", PaymentState::Failed),
            ("bug", PaymentState::Failed),
            ("somethingNew", PaymentState::Ordered),
        ] {
            assert_eq!(state(word), wanted, "{word}");
        }
    }

    #[test]
    fn an_amount_is_written_digit_by_digit() {
        let number = RawValue::from_string("90071992547409.93".to_owned()).expect("a number");
        let body = serde_json::to_string(&NewTransfer {
            amount: &number,
            label: "x",
            exec_date: None,
        });
        assert_eq!(
            body.expect("a document"),
            r#"{"amount":90071992547409.93,"label":"x"}"#
        );
    }
}
