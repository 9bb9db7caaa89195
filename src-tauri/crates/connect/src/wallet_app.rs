//! BudgetBakers Wallet, with the login of its app (experimental).
//!
//! The vendor promises none of this. Two descriptions of the API contradict each other; which one a server follows is
//! told by the member in which it delivers records. The password is exchanged for tokens when the connection is linked
//! and is not kept; the tokens renew themselves, each refresh token works once, and the new one is kept before it is
//! needed. At most one request a second is sent.
//!
//! Nothing tells what changed, so every pull reads every record, and whatever was not met is missing. Rows that do not
//! say in which direction or on which account money moved are told and left out: a balance must never rest on a guess.
//!
//! Setting `currency`: that of budgets, which name none; without it, the one most accounts have.
//!
//! Deliberately absent: a third description, of the replication that the app itself seems to use.

mod account;
mod cursor;
mod documents;
mod plans;
mod pull;
mod record;
mod tokens;

use std::time::Duration;

use domain::connection::Upstream;
use domain::feed::Entity;

use crate::access::{Access, Descriptor, Field, LinkInfo, PullSummary, Resume};
use crate::cancel::CancelFlag;
use crate::delivery::Delivery;
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::Session;
use crate::json::Record;
use crate::{Connector, PageSink, Work, jwt};

use cursor::Cursor;
use pull::{Ahead, Pull};
use tokens::Client;

const SERVICE: Service = Service::Upstream(Upstream::WalletApp);

/// Least time between two requests.
const PACE: Duration = Duration::from_secs(1);

const RECORDS: &str = "/internal/v1/get-records";
const DOCS: &str = "/internal/v1/get-docs";

static DESCRIPTOR: Descriptor = Descriptor {
    upstream: Upstream::WalletApp,
    name: "Wallet app login",
    fields: &[
        Field {
            key: "username",
            label_key: "connect.wallet-app.username",
            help_key: "connect.wallet-app.username.help",
            secret: false,
            default: None,
            optional: false,
        },
        Field {
            key: "password",
            label_key: "connect.wallet-app.password",
            help_key: "connect.wallet-app.password.help",
            secret: true,
            default: None,
            optional: false,
        },
        Field {
            key: "currency",
            label_key: "connect.wallet-app.currency",
            help_key: "connect.wallet-app.currency.help",
            secret: false,
            default: None,
            optional: true,
        },
    ],
    default_base_url: "https://api.budgetbakers.com",
    docs_url: "https://budgetbakers.com",
    gives: &[
        Entity::Account,
        Entity::Transaction,
        Entity::Category,
        Entity::Budget,
        Entity::Goal,
        Entity::Planned,
        Entity::Holding,
    ],
    experimental: true,
    logins: false,
    lists_banks: false,
    own_address: false,
    rate_note_key: "connect.wallet-app.rate",
};

/// Which of the two descriptions a server follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Profile {
    /// `items` with signed amounts, lists by `type`.
    Items,
    /// `transactions` with positive amounts, documents by `document_type`.
    Documents,
}

impl Profile {
    /// The member of an answer that holds records.
    const fn rows(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Documents => "transactions",
        }
    }
}

/// The connector of the app's own API.
#[derive(Debug, Clone, Copy)]
pub struct WalletApp;

impl Connector for WalletApp {
    fn describe(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn kept(&self) -> Vec<&'static str> {
        vec![tokens::ACCESS, tokens::REFRESH]
    }

    fn person(&self, access: &Access) -> Option<String> {
        jwt::subject(access.secrets.get(tokens::ACCESS)?.expose())
    }

    fn link<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        Box::pin(async move {
            let mut client = Client::login(session(access, cancel)?, access).await?;
            profile(&mut client).await?;
            Ok(LinkInfo {
                keep: client.tokens(),
                ..LinkInfo::default()
            })
        })
    }

    fn test<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        // A password is only there when the person has just entered it anew.
        if access.secret(Upstream::WalletApp, tokens::PASSWORD).is_ok() {
            return self.link(access, cancel);
        }
        Box::pin(async move {
            let mut client = Client::resume(session(access, cancel)?, access)?;
            profile(&mut client).await?;
            Ok(LinkInfo::default())
        })
    }

    fn pull<'a>(
        &'a self,
        access: &'a Access,
        resume: Resume,
        pages: PageSink,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PullSummary> {
        Box::pin(async move {
            let mut client = Client::resume(session(access, cancel)?, access)?;
            let cursor = Cursor::read(&resume);
            let (profile, ahead) = if cursor.pass.is_some() {
                (profile(&mut client).await?, Ahead::default())
            } else {
                Ahead::begin(&mut client).await?
            };
            let pull = Pull {
                client,
                profile,
                ahead,
                delivery: Delivery::new(pages, SERVICE, cancel),
                cursor,
                wanted_currency: access
                    .setting("currency")
                    .and_then(|code| money::Currency::parse(code).ok()),
                resume,
            };
            pull.run().await
        })
    }

    fn gone<'a>(
        &'a self,
        _: &'a Access,
        _: &'a [String],
        _: &'a CancelFlag,
    ) -> Work<'a, Option<Vec<String>>> {
        // Single rows cannot be asked for.
        Box::pin(async { Ok(None) })
    }
}

fn session<'a>(access: &Access, cancel: &'a CancelFlag) -> Result<Session<'a>, ConnectorError> {
    let judge = |_: &crate::http::Answer, _| None;
    let (http, base) = (&access.http, &access.base_url);
    let mut session = Session::open(http, SERVICE, base, "/internal/v1", judge, cancel)?;
    session.pace(PACE);
    Ok(session)
}

/// Asks for one record, to see by the envelope which description the server follows.
async fn profile(client: &mut Client<'_>) -> Result<Profile, ConnectorError> {
    let answer = client
        .get(RECORDS, &[("limit", "1"), ("offset", "0")])
        .await?;
    profile_of(client, &answer.body)
}

/// Which description an answer with records follows.
fn profile_of(client: &Client<'_>, body: &[u8]) -> Result<Profile, ConnectorError> {
    let body = Record::of_body(body);
    let has = |name: &str| body.as_ref().is_some_and(|body| body.list(name).is_some());
    if has("items") {
        Ok(Profile::Items)
    } else if has("transactions") {
        Ok(Profile::Documents)
    } else {
        Err(client.error(ErrorKind::Protocol, "the answer is of neither description"))
    }
}
