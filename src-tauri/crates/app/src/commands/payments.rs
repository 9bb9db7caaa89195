//! Money that the person sends through a connection.
//!
//! An order is written down, shown, and sent only by a request that repeats it. It is claimed in the book before anything
//! leaves, so that it is made once however often it is submitted; when its answer is lost, the upstream's own list says
//! whether it arrived. Making an order pays nothing: the bank pays when it is asked to, and it is asked about one order
//! with one id, so that asking twice pays once.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use connect::paying::{Paying, PaymentStep};
use connect::{Access, CancelFlag, Connector, ConnectorError, ErrorKind};
use contract::types as wire;
use contract::types::{
    ConnectionReq, FieldValue, Nothing, PayeeAddReq, PayeeConfirmReq, PayeeStep, Payees, Payment,
    PaymentAnswerReq, PaymentPrepareReq, PaymentReq, PaymentSendReq,
};
use domain::ids::{AccountId, ConnectionId, PaymentId};
use domain::payment::{Payee, PaymentFact, PaymentState, PaymentWish};
use secrets::Secret;
use store::{NewPayment, View};

use super::connections::connector_of;
use crate::failure::instant;
use crate::{App, Failure, dto};

/// Longest text for a recipient (SEPA).
const LONGEST_LABEL: usize = 140;
/// How long after it was sent an order may still turn up at the upstream.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(5);
/// How far the clocks of two computers may be apart.
const CLOCKS: TimeDelta = TimeDelta::minutes(10);
/// Orders alike within this time may be one submitted twice by hand.
const ALIKE: TimeDelta = TimeDelta::days(1);

/// The way through which a connection pays.
struct Through {
    paying: &'static dyn Paying,
    access: Access,
    cancel: CancelFlag,
}

async fn through(app: &App, id: ConnectionId) -> Result<Through, Failure> {
    let known = app.read(move |view| view.connection(id)).await?;
    let paying = connector_of(known.upstream)?
        .paying()
        .ok_or_else(|| Failure::invalid("connection", "no_payments"))?;
    Ok(Through {
        paying,
        access: app.access(&known).await?,
        // Nobody stops in the middle of this.
        cancel: CancelFlag::new(),
    })
}

async fn payment(app: &App, id: PaymentId) -> Result<store::Payment, Failure> {
    app.read(move |view| view.payment(id)).await
}

fn entered(fields: Vec<FieldValue>) -> BTreeMap<String, Secret> {
    fields
        .into_iter()
        .map(|mut field| (field.key, Secret::taking(&mut field.value)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// The upstream's id of a payment of this connection.
pub(crate) async fn order_of(
    app: &App,
    connection: ConnectionId,
    payment: &str,
) -> Result<Option<String>, Failure> {
    let id: PaymentId = dto::id("payment", payment)?;
    let known = self::payment(app, id).await?;
    if known.connection != connection {
        return Err(Failure::NotFound("payment"));
    }
    Ok(known.source_id)
}

fn wire_payee(
    app: &App,
    view: &View<'_>,
    connection: ConnectionId,
    payee: Payee,
) -> store::Result<wire::Payee> {
    let account = view.account_of_source(connection, &payee.account_source_id)?;
    let own = match &payee.own_account_source_id {
        Some(own) => view.account_of_source(connection, own)?,
        None => None,
    };
    let now = app.now();
    Ok(wire::Payee {
        id: payee.source_id,
        account: account.map(|id| id.to_string()),
        own_account: own.map(|id| id.to_string()),
        label: payee.label,
        iban: payee.iban,
        bank: payee.bank,
        usable: payee.usable_from.is_some_and(|from| from <= now),
        usable_from: payee.usable_from.map(instant),
    })
}

pub(crate) async fn payees_list(app: &App, request: ConnectionReq) -> Result<Payees, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let way = through(app, id).await?;
    let from = way.paying.recipients(&way.access, &way.cancel).await?;
    let today = app.today();
    let asking = app.clone();
    app.read(move |view| {
        let mut accounts = Vec::new();
        let known = view.accounts(today)?;
        for source in &from.accounts {
            let Some(account) = view.account_of_source(id, source)? else {
                continue;
            };
            if let Some(found) = known.iter().find(|known| known.id == account) {
                accounts.push(wire::PayingAccount {
                    id: account.to_string(),
                    name: found.name.clone(),
                    balance: dto::money(found.balance),
                });
            }
        }
        let payees = from
            .payees
            .into_iter()
            .map(|payee| wire_payee(&asking, view, id, payee))
            .collect::<store::Result<_>>()?;
        Ok(Payees { accounts, payees })
    })
    .await
}

async fn source_of(
    app: &App,
    connection: ConnectionId,
    account: AccountId,
) -> Result<String, Failure> {
    app.read(move |view| view.account_source(connection, account))
        .await?
        .ok_or_else(|| Failure::invalid("account", "not_of_this_connection"))
}

async fn payee_step(
    app: &App,
    connection: ConnectionId,
    step: connect::paying::PayeeStep,
) -> Result<PayeeStep, Failure> {
    let asking = app.clone();
    let payee = app
        .read(move |view| wire_payee(&asking, view, connection, step.payee))
        .await?;
    Ok(PayeeStep {
        payee,
        fields: step.fields.iter().map(super::links::field).collect(),
        refused: step.refused,
    })
}

pub(crate) async fn payee_add(app: &App, request: PayeeAddReq) -> Result<PayeeStep, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    let account: AccountId = dto::id("account", &request.account)?;
    let iban =
        domain::iban(&request.iban).ok_or_else(|| Failure::invalid("iban", "not_an_iban"))?;
    let label = text("label", &request.label)?;
    let source = source_of(app, id, account).await?;
    let way = through(app, id).await?;
    let step = way
        .paying
        .add_recipient(&way.access, &source, &iban, &label, &way.cancel)
        .await?;
    payee_step(app, id, step).await
}

async fn payee(way: &Through, id: &str) -> Result<Payee, Failure> {
    way.paying
        .recipients(&way.access, &way.cancel)
        .await?
        .payees
        .into_iter()
        .find(|payee| payee.source_id == id)
        .ok_or(Failure::NotFound("payee"))
}

pub(crate) async fn payee_confirm(
    app: &App,
    request: PayeeConfirmReq,
) -> Result<PayeeStep, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    let way = through(app, id).await?;
    let payee = payee(&way, &request.payee).await?;
    let entered = entered(request.fields);
    let step = way
        .paying
        .confirm_recipient(&way.access, &payee, &entered, &way.cancel)
        .await?;
    payee_step(app, id, step).await
}

fn text(field: &str, entered: &str) -> Result<String, Failure> {
    let line = entered.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Err(Failure::invalid(field, "empty"));
    }
    if line.chars().count() > LONGEST_LABEL || line.chars().any(char::is_control) {
        return Err(Failure::invalid(field, "too_long"));
    }
    Ok(line)
}

const fn state(state: PaymentState) -> wire::PaymentState {
    match state {
        PaymentState::Prepared => wire::PaymentState::Prepared,
        PaymentState::Sending => wire::PaymentState::Sending,
        PaymentState::Created => wire::PaymentState::Created,
        PaymentState::Asked => wire::PaymentState::Asked,
        PaymentState::Ordered => wire::PaymentState::Ordered,
        PaymentState::Done => wire::PaymentState::Done,
        PaymentState::Cancelled => wire::PaymentState::Cancelled,
        PaymentState::Failed => wire::PaymentState::Failed,
    }
}

/// Another order that this one may be by mistake.
fn alike(all: &[store::Payment], one: &store::Payment) -> Option<String> {
    all.iter()
        .filter(|other| other.id != one.id && other.account == one.account)
        .filter(|other| !matches!(other.state, PaymentState::Cancelled | PaymentState::Failed))
        .filter(|other| {
            other.wish.amount == one.wish.amount
                && other.wish.payee_source_id == one.wish.payee_source_id
                && (other.prepared_at - one.prepared_at).abs() <= ALIKE
        })
        .map(|other| other.id.to_string())
        .next()
}

fn told(view: &View<'_>, one: store::Payment, all: &[store::Payment]) -> store::Result<Payment> {
    Ok(Payment {
        alike: alike(all, &one),
        id: one.id.to_string(),
        connection: one.connection.to_string(),
        account_name: view
            .account_names()?
            .remove(&one.account)
            .unwrap_or_default(),
        account: one.account.to_string(),
        payee: one.wish.payee_source_id,
        payee_label: one.payee_label,
        payee_iban: one.payee_iban,
        amount: dto::money(one.wish.amount),
        label: one.wish.label,
        on: one.on.or(one.wish.on).map(|day| day.to_string()),
        state: state(one.state),
        upstream_state: one.word,
        bank_says: one.message,
        fields: Vec::new(),
        refused: false,
        transaction: one.transaction.map(|id| id.to_string()),
        prepared_at: instant(one.prepared_at),
        sent_at: one.sent_at.map(instant),
    })
}

async fn shown(app: &App, id: PaymentId) -> Result<Payment, Failure> {
    app.read(move |view| told(view, view.payment(id)?, &view.payments()?))
        .await
}

pub(crate) async fn payments_list(app: &App, _: Nothing) -> Result<Vec<Payment>, Failure> {
    app.read(|view| {
        let all = view.payments()?;
        all.iter()
            .map(|one| told(view, one.clone(), &all))
            .collect()
    })
    .await
}

pub(crate) async fn payment_prepare(
    app: &App,
    request: PaymentPrepareReq,
) -> Result<Payment, Failure> {
    let connection: ConnectionId = dto::id("connection", &request.connection)?;
    let account: AccountId = dto::id("account", &request.account)?;
    let label = text("label", &request.label)?;
    let on = dto::optional_date("on", request.on.as_deref())?;
    if on.is_some_and(|day| day < app.today()) {
        return Err(Failure::invalid("on", "in_the_past"));
    }
    let today = app.today();
    let currency = app
        .read(move |view| {
            let known = view.accounts(today)?;
            Ok(known
                .iter()
                .find(|known| known.id == account)
                .map(|known| known.balance.currency))
        })
        .await?
        .ok_or(Failure::NotFound("account"))?;
    let amount = dto::amount("amount", &request.amount, currency)?;
    if amount.minor <= 0 {
        return Err(Failure::invalid("amount", "not_positive"));
    }
    let source = source_of(app, connection, account).await?;
    let way = through(app, connection).await?;
    let payee = payee(&way, &request.payee).await?;
    if payee.account_source_id != source {
        return Err(Failure::invalid("payee", "not_of_this_account"));
    }
    if payee.usable_from.is_none_or(|from| from > app.now()) {
        return Err(Failure::invalid("payee", "not_usable_yet"));
    }
    let new = NewPayment {
        connection,
        account,
        wish: PaymentWish {
            account_source_id: source,
            payee_source_id: payee.source_id,
            amount,
            label,
            on,
        },
        payee_label: payee.label,
        payee_iban: payee.iban,
    };
    let now = app.now();
    let id = app
        .write(app.person("payment"), move |writing| {
            writing.prepare_payment(&new, now)
        })
        .await?
        .value;
    shown(app, id).await
}

/// Whether a request repeats what is written down.
fn repeats(request: &PaymentSendReq, known: &store::Payment) -> Result<(), Failure> {
    let amount = dto::amount("amount", &request.amount, known.wish.amount.currency)?;
    if amount != known.wish.amount {
        return Err(Failure::invalid("amount", "not_confirmed"));
    }
    if request.account != known.account.to_string() {
        return Err(Failure::invalid("account", "not_confirmed"));
    }
    let entered = request.payee.trim();
    let by_iban = known.payee_iban.is_some() && domain::iban(entered) == known.payee_iban;
    if !by_iban && entered != known.wish.payee_source_id && entered != known.payee_label {
        return Err(Failure::invalid("payee", "not_confirmed"));
    }
    if text("label", &request.label)? != known.wish.label {
        return Err(Failure::invalid("label", "not_confirmed"));
    }
    Ok(())
}

/// Whether a failed request certainly made no order.
fn never_arrived(error: &ConnectorError) -> bool {
    match error.kind {
        ErrorKind::Credentials
        | ErrorKind::Forbidden
        | ErrorKind::Preparing { .. }
        | ErrorKind::RateLimited { .. }
        | ErrorKind::Insecure
        | ErrorKind::Settings => true,
        ErrorKind::Protocol => matches!(error.http_status, Some(400..=499)),
        ErrorKind::Unavailable { .. } | ErrorKind::Cancelled | ErrorKind::ReceiverGone => false,
    }
}

async fn note(app: &App, id: PaymentId, fact: PaymentFact) -> Result<(), Failure> {
    app.write(app.system("payment"), move |writing| {
        writing.note_payment(id, &fact)
    })
    .await?;
    Ok(())
}

/// Notes a step, and tells the order as it stands now.
async fn noted(app: &App, id: PaymentId, step: PaymentStep) -> Result<Payment, Failure> {
    note(app, id, step.fact).await?;
    let mut payment = shown(app, id).await?;
    payment.fields = step.fields.iter().map(super::links::field).collect();
    payment.refused = step.refused;
    Ok(payment)
}

pub(crate) async fn payment_send(app: &App, request: PaymentSendReq) -> Result<Payment, Failure> {
    let id: PaymentId = dto::id("payment", &request.payment)?;
    let known = payment(app, id).await?;
    repeats(&request, &known)?;
    let way = through(app, known.connection).await?;
    let now = app.now();
    let claimed = app
        .write(app.person("payment"), move |writing| {
            writing.claim_payment(id, now)
        })
        .await?
        .value;
    if !claimed {
        // It was submitted before: that one counts.
        return shown(app, id).await;
    }
    let made = way
        .paying
        .order(&way.access, &known.wish, &way.cancel)
        .await;
    let order = match made {
        Ok(step) => {
            let order = step.fact.source_id.clone();
            note(app, id, step.fact).await?;
            order
        }
        Err(error) if never_arrived(&error) => {
            app.write(app.system("payment"), move |writing| {
                writing.release_payment(id)
            })
            .await?;
            return Err(error.into());
        }
        Err(error) => {
            tracing::info!(%error, "whether an order to pay arrived is not known");
            if let Err(error) = find(app, &way, &payment(app, id).await?).await {
                tracing::info!(%error, "the orders could not be looked through");
            }
            return shown(app, id).await;
        }
    };
    let asked = way
        .paying
        .confirm(&way.access, &order, &BTreeMap::new(), &way.cancel)
        .await;
    match asked {
        Ok(step) => noted(app, id, step).await,
        Err(error) => {
            tracing::info!(%error, "the bank was not asked to pay an order");
            shown(app, id).await
        }
    }
}

/// Looks for an order on its way among those that the upstream has. One that is not there after a while never arrived.
async fn find(app: &App, way: &Through, known: &store::Payment) -> Result<(), Failure> {
    let (id, Some(sent)) = (known.id, known.sent_at) else {
        return Ok(());
    };
    let orders = way.paying.orders(&way.access, &way.cancel).await?;
    let taken: Vec<String> = app
        .read(|view| view.payments())
        .await?
        .into_iter()
        .filter_map(|other| other.source_id)
        .collect();
    let mut candidates: Vec<PaymentFact> = orders
        .into_iter()
        .filter(|fact| fact.is_of(&known.wish) && !taken.contains(&fact.source_id))
        .filter(|fact| fact.registered.is_none_or(|at| at >= sent - CLOCKS))
        .collect();
    candidates.sort_by_key(|fact| fact.registered);
    match candidates.into_iter().next() {
        Some(fact) => note(app, id, fact).await,
        None if app.now() - sent > ON_ITS_WAY => {
            app.write(app.system("payment"), move |writing| {
                writing.release_payment(id)
            })
            .await?;
            Ok(())
        }
        None => Ok(()),
    }
}

pub(crate) async fn payment_answer(
    app: &App,
    request: PaymentAnswerReq,
) -> Result<Payment, Failure> {
    let id: PaymentId = dto::id("payment", &request.payment)?;
    let known = payment(app, id).await?;
    let Some(order) = known.source_id.clone() else {
        return Err(Failure::invalid("payment", "not_sent"));
    };
    if known.state.is_final() {
        return shown(app, id).await;
    }
    let way = through(app, known.connection).await?;
    let entered = entered(request.fields);
    let step = way
        .paying
        .confirm(&way.access, &order, &entered, &way.cancel)
        .await?;
    noted(app, id, step).await
}

pub(crate) async fn payment_look(app: &App, request: PaymentReq) -> Result<Payment, Failure> {
    let id: PaymentId = dto::id("payment", &request.payment)?;
    let known = payment(app, id).await?;
    if known.state == PaymentState::Prepared || known.state.is_final() {
        return shown(app, id).await;
    }
    let way = through(app, known.connection).await?;
    if let Some(order) = &known.source_id {
        let step = way.paying.look(&way.access, order, &way.cancel).await?;
        return noted(app, id, step).await;
    }
    find(app, &way, &known).await?;
    shown(app, id).await
}

pub(crate) async fn payment_cancel(app: &App, request: PaymentReq) -> Result<Payment, Failure> {
    let id: PaymentId = dto::id("payment", &request.payment)?;
    let dropped = app
        .write(app.person("payment"), move |writing| {
            writing.drop_payment(id)
        })
        .await?
        .value;
    let known = payment(app, id).await?;
    if dropped || known.state.is_final() {
        return shown(app, id).await;
    }
    let Some(order) = known.source_id.clone() else {
        return Err(Failure::invalid("payment", "on_its_way"));
    };
    let way = through(app, known.connection).await?;
    let back = way
        .paying
        .take_back(&way.access, &order, &way.cancel)
        .await?;
    let step = way.paying.look(&way.access, &order, &way.cancel).await?;
    let payment = noted(app, id, step).await?;
    if back || payment.state == wire::PaymentState::Cancelled {
        return Ok(payment);
    }
    Err(Failure::invalid("payment", "too_late"))
}

/// Brings orders that are under way up to date, at the end of a sync. What fails is left for the next one.
pub(crate) async fn refresh(
    app: &App,
    known: &store::Connection,
    connector: &'static dyn Connector,
    access: &Access,
    cancel: &CancelFlag,
) -> Result<(), Failure> {
    let id = known.id;
    let open = app.read(move |view| view.payments_under_way(id)).await?;
    let (Some(paying), false) = (connector.paying(), open.is_empty()) else {
        return Ok(());
    };
    let orders = match paying.orders(access, cancel).await {
        Ok(orders) => orders,
        Err(error) => {
            tracing::info!(%error, "orders to pay could not be looked through");
            return Ok(());
        }
    };
    for fact in orders {
        let one = open
            .iter()
            .find(|one| one.source_id.as_ref() == Some(&fact.source_id));
        if let Some(one) = one {
            note(app, one.id, fact).await?;
        }
    }
    Ok(())
}
