//! What can go wrong, by name.

use std::fmt;
use std::str::FromStr;

/// A script of faults that rules every dialect until another is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// Everything answers, every amount is exact.
    Calm,
    /// The upstream is not ready for the first calls, then it is.
    FirstSync,
    /// Wallet gives its token of the vendor's other app: 403 in plain text.
    SiblingToken,
    /// The credentials are refused.
    BadToken,
    /// The password behind a connection is refused; as `bad-token` where there is none.
    WrongPassword,
    /// The consent ran out: what worked is refused until a person confirms.
    ConsentExpired,
    /// A person has to confirm with a code: upstreams without such a step answer as in `calm`.
    SecondFactor,
    /// The banks cannot be reached.
    BankDown,
    /// Small buckets: 429 with and without a delay.
    RateLimited,
    /// Errors, resets, broken and slow bodies, each gone at the next try.
    Flaky,
    /// Pending rows are booked once a client has read them all.
    LatePosting,
    /// Rows vanish once a client has read them all.
    Deletions,
    /// A third of the rows vanish once a client has read them all.
    MassDeletions,
    /// Rows come and go between two pages of a listing.
    MovingPages,
    /// The joint account is offered by the other upstreams too.
    SameBankTwice,
    /// 100,000 transactions.
    Huge,
    /// The odd rows and unknown words of the dialects' contracts.
    Odd,
    /// HTML where JSON should be, with status 200.
    Html,
    /// A body of 200 MB.
    HugeBody,
    /// A redirect to another host.
    Redirect,
    /// No answer at all.
    Hang,
    /// JSON whose members have the wrong types.
    WrongTypes,
}

impl Scenario {
    /// Every scenario.
    pub const ALL: [Self; 22] = [
        Self::Calm,
        Self::FirstSync,
        Self::SiblingToken,
        Self::BadToken,
        Self::WrongPassword,
        Self::ConsentExpired,
        Self::SecondFactor,
        Self::BankDown,
        Self::RateLimited,
        Self::Flaky,
        Self::LatePosting,
        Self::Deletions,
        Self::MassDeletions,
        Self::MovingPages,
        Self::SameBankTwice,
        Self::Huge,
        Self::Odd,
        Self::Html,
        Self::HugeBody,
        Self::Redirect,
        Self::Hang,
        Self::WrongTypes,
    ];

    /// The name on the command line and on the control route.
    pub fn name(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::FirstSync => "first-sync",
            Self::SiblingToken => "sibling-token",
            Self::BadToken => "bad-token",
            Self::WrongPassword => "wrong-password",
            Self::ConsentExpired => "consent-expired",
            Self::SecondFactor => "second-factor",
            Self::BankDown => "bank-down",
            Self::RateLimited => "rate-limited",
            Self::Flaky => "flaky",
            Self::LatePosting => "late-posting",
            Self::Deletions => "deletions",
            Self::MassDeletions => "mass-deletions",
            Self::MovingPages => "moving-pages",
            Self::SameBankTwice => "same-bank-twice",
            Self::Huge => "huge",
            Self::Odd => "odd",
            Self::Html => "html",
            Self::HugeBody => "huge-body",
            Self::Redirect => "redirect",
            Self::Hang => "hang",
            Self::WrongTypes => "wrong-types",
        }
    }

    /// Whether the credentials are refused.
    pub(crate) fn refuses_credentials(self) -> bool {
        matches!(
            self,
            Self::BadToken | Self::WrongPassword | Self::ConsentExpired
        )
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no scenario has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no scenario is called {name:?}; there are: {}", names())]
pub struct UnknownScenario {
    /// What was asked for.
    pub name: String,
}

fn names() -> String {
    Scenario::ALL.map(Scenario::name).join(", ")
}

impl FromStr for Scenario {
    type Err = UnknownScenario;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|scenario| scenario.name() == name)
            .ok_or_else(|| UnknownScenario {
                name: name.to_owned(),
            })
    }
}
