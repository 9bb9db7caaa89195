//! Connectors to the upstreams over HTTP.
//!
//! A [`Connector`] reads one kind of upstream and delivers what it finds as [`domain::feed::Page`]s over a bounded channel.
//! Every page carries the cursor that is valid once the page is stored, so that a pull which ends at any point (power,
//! network, patience) goes on from the last stored page. Partial success is normal: what cannot be read is a notice of its
//! page, what the upstream lacks is a notice too, and an error is only what stops the pull.
//!
//! Invariants: amounts are read from the digits of the answer, never through a float, and never rounded silently;
//! credentials travel only to the base address they were given for; neither logs nor errors hold bodies, credentials,
//! amounts or payees; memory does not grow with the length of the history.
//!
//! Deliberately absent: the store, the keychain, the clock (`now` and pauses are injected), and any decision when to
//! pull again. That is the caller's.

mod access;
mod amount;
mod budgea;
mod cancel;
mod day;
mod delivery;
pub mod ecb;
mod error;
mod finwise;
pub mod http;
mod json;
mod jwt;
pub mod nbp;
mod outbound;
pub mod paying;
mod place;
mod qard;
pub mod steps;
mod wallet;
mod wallet_app;
pub mod webhook;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use domain::connection::Upstream;
use domain::feed::Page;
use steps::{
    BankConnector, LinkAnswer, LinkProgress, LinkStep, LinkTask, Linked, OfferedAccount,
    StepContext,
};

pub use access::{Access, Descriptor, Field, Keep, Keeper, LinkInfo, PullSummary, Resume, Revoked};
pub use budgea::Budgea;
pub use cancel::CancelFlag;
pub use chrono_tz::Tz;
pub use error::{ConnectorError, ErrorKind, Retry, Service};
pub use finwise::FinWise;
pub use http::{Http, Meter, Metered, NoClient, Pause, RateFacts, Settings, Timeouts, TokioPause};
pub use outbound::{Pushed, WriteBack};
pub use place::place_of;
pub use qard::Qard;
pub use wallet::Wallet;
pub use wallet::system::SYSTEM_KEYS;
pub use wallet_app::WalletApp;

/// Where a pull puts its pages. The channel is bounded: a pull fetches ahead by the channel's capacity (two pages is
/// enough) while its receiver stores, and waits when the receiver is slower.
pub type PageSink = tokio::sync::mpsc::Sender<Page>;

/// What a connector's work is: a future that any runtime thread may run.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, ConnectorError>> + Send + 'a>>;

/// A reader of one kind of upstream. It holds no state: everything it needs to know arrives with the call.
pub trait Connector: Send + Sync {
    /// What it is, what it gives, and what it needs to be linked.
    fn describe(&self) -> &'static Descriptor;

    /// Names of the secrets that stay with a connection. Secret fields that are not among them serve to link it and are
    /// forgotten then.
    fn kept(&self) -> Vec<&'static str> {
        let fields = self.describe().fields.iter();
        fields
            .filter(|field| field.secret)
            .map(|field| field.key)
            .collect()
    }

    /// Whose data the credentials open, by their own word and without asking anybody: opaque, and comparable among the
    /// upstreams of one vendor.
    fn person(&self, _: &Access) -> Option<String> {
        None
    }

    /// Whether the settings say everything that a pull needs; else [`LinkTask::Connect`] asks for the rest.
    fn is_ready(&self, _: &BTreeMap<String, String>) -> bool {
        true
    }

    /// Tries the credentials for the first time. What is to be kept from now on, if it is not what was entered, comes
    /// back in [`LinkInfo::keep`].
    fn link<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo>;

    /// Tries the credentials again, as cheaply as the upstream allows.
    fn test<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo>;

    /// Delivers what is new since `resume`, page by page. Pages already taken stay valid when an error ends the pull.
    fn pull<'a>(
        &'a self,
        access: &'a Access,
        resume: Resume,
        pages: PageSink,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PullSummary>;

    /// Of these transactions, those that the upstream no longer has: asked one by one, before anything is taken for
    /// deleted. None when it cannot be asked.
    fn gone<'a>(
        &'a self,
        access: &'a Access,
        source_ids: &'a [String],
        cancel: &'a CancelFlag,
    ) -> Work<'a, Option<Vec<String>>>;

    /// How it is written to; none when it can only be read.
    fn write_back(&self) -> Option<&'static dyn WriteBack> {
        None
    }

    /// How money is sent through it; none when it cannot be.
    fn paying(&self) -> Option<&'static dyn paying::Paying> {
        None
    }

    /// How what it sends by itself is understood; none when it sends nothing.
    fn webhook(&self) -> Option<&'static dyn webhook::Webhook> {
        None
    }

    /// Begins a task that may take several steps. An upstream without logins of its own knows only
    /// [`LinkTask::Connect`], which is [`Connector::link`].
    fn begin<'a>(
        &'a self,
        access: &'a Access,
        task: &'a LinkTask,
        _around: &'a StepContext,
        cancel: &'a CancelFlag,
    ) -> Work<'a, LinkProgress> {
        Box::pin(async move {
            if *task != LinkTask::Connect {
                return Err(self.has_no_logins());
            }
            let info = self.link(access, cancel).await?;
            Ok(LinkProgress {
                step: LinkStep::Done(Linked {
                    info,
                    ..Linked::default()
                }),
                state: String::new(),
            })
        })
    }

    /// Goes on with a task from the `state` of its last step.
    fn go_on<'a>(
        &'a self,
        _access: &'a Access,
        _state: &'a str,
        _answer: LinkAnswer,
        _around: &'a StepContext,
        _cancel: &'a CancelFlag,
    ) -> Work<'a, LinkProgress> {
        Box::pin(std::future::ready(Err(self.has_no_logins())))
    }

    /// The banks there are; none when the upstream has no such list.
    fn connectors<'a>(
        &'a self,
        _access: &'a Access,
        _cancel: &'a CancelFlag,
    ) -> Work<'a, Option<Vec<BankConnector>>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    /// The accounts at a login, shared or not.
    fn offered_accounts<'a>(
        &'a self,
        _access: &'a Access,
        _login: &'a str,
        _cancel: &'a CancelFlag,
    ) -> Work<'a, Vec<OfferedAccount>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// Shares accounts with Coffer, or no longer; the upstream forgets the rows of those that are not shared.
    fn share<'a>(
        &'a self,
        _access: &'a Access,
        _accounts: &'a [String],
        _shared: bool,
        _cancel: &'a CancelFlag,
    ) -> Work<'a, ()> {
        Box::pin(std::future::ready(Err(self.has_no_logins())))
    }

    /// Takes a login out at the upstream, with all that it knows of it.
    fn remove_login<'a>(
        &'a self,
        _access: &'a Access,
        _login: &'a str,
        _cancel: &'a CancelFlag,
    ) -> Work<'a, ()> {
        Box::pin(std::future::ready(Err(self.has_no_logins())))
    }

    /// Whether anything of the access can be ended at the upstream.
    fn revokes(&self) -> bool {
        false
    }

    /// Ends the access at the upstream as far as it goes: every login there, and the token where Coffer was handed one.
    fn revoke<'a>(&'a self, _access: &'a Access, _cancel: &'a CancelFlag) -> Work<'a, Revoked> {
        Box::pin(std::future::ready(Ok(Revoked::default())))
    }

    /// The answer of an upstream without logins to whoever asks for one.
    #[doc(hidden)]
    fn has_no_logins(&self) -> ConnectorError {
        ConnectorError::new(
            Service::Upstream(self.describe().upstream),
            ErrorKind::Settings,
            "this upstream has no logins of its own",
        )
    }
}

/// The connector of an upstream; none when this version has none for it.
pub fn connector(upstream: Upstream) -> Option<&'static dyn Connector> {
    match upstream {
        Upstream::Wallet => Some(&Wallet),
        Upstream::FinWise => Some(&FinWise),
        Upstream::WalletApp => Some(&WalletApp),
        Upstream::Qard => Some(&Qard),
        Upstream::Budgea => Some(&Budgea),
    }
}
