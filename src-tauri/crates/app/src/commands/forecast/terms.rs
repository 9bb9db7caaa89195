//! Terms of accounts: what savings earn and what being overdrawn costs, stated by the person, and their place in a forecast.
//!
//! The terms of an account are a document of the book under the account's id. Where they are stated, interest that the bank
//! booked earlier is not learnt from as well: it would count twice.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types::{
    AccountReq, AccountTerms, AccountTermsReq, Change, ForecastInterest, InterestPosting,
    InterestTerms,
};
use domain::ids::AccountId;
use engine::forecast::{
    Forecast, Interest, Posted, Posting, Terms, Yearly, interest, with_interest,
};
use money::{Currency, Money, Rate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use store::View;

use super::{Basis, Made, rate};
use crate::session::blocking;
use crate::{App, Failure, dto};

/// Kind of the documents.
const DOCUMENTS: &str = "account terms";
/// Digits after the point of a yearly rate.
const RATE_DIGITS: u32 = 6;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    earned: Option<KeptRate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    charged: Option<KeptRate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptRate {
    percent: String,
    posting: String,
}

impl KeptRate {
    fn yearly(&self) -> Option<Yearly> {
        Some(Yearly {
            percent: self.percent.parse().ok()?,
            posting: Posting::from_word(&self.posting)?,
        })
    }

    fn wire(&self) -> Option<InterestTerms> {
        Some(InterestTerms {
            percent: self.percent.clone(),
            posting: match Posting::from_word(&self.posting)? {
                Posting::Monthly => InterestPosting::Monthly,
                Posting::Quarterly => InterestPosting::Quarterly,
                Posting::Yearly => InterestPosting::Yearly,
            },
        })
    }

    fn of(field: &str, said: &InterestTerms) -> Result<Self, Failure> {
        let percent: Decimal = (said.percent.trim().replace(',', "."))
            .parse()
            .map_err(|_| Failure::invalid(field, "not_a_number"))?;
        if percent <= Decimal::ZERO || percent > Decimal::ONE_HUNDRED {
            return Err(Failure::invalid(field, "out_of_range"));
        }
        let posting = match said.posting {
            InterestPosting::Monthly => Posting::Monthly,
            InterestPosting::Quarterly => Posting::Quarterly,
            InterestPosting::Yearly => Posting::Yearly,
        };
        Ok(Self {
            percent: percent.round_dp(RATE_DIGITS).normalize().to_string(),
            posting: posting.as_str().to_owned(),
        })
    }
}

/// The terms of every account that has any. What another version wrote and this one cannot read is left alone.
pub(crate) fn all(view: &View<'_>) -> store::Result<BTreeMap<AccountId, Terms>> {
    let kept = view.documents(DOCUMENTS)?.into_iter();
    Ok(kept
        .filter_map(|(key, body)| {
            let kept: Kept = serde_json::from_str(&body).ok()?;
            let side = |kept: Option<KeptRate>| kept.and_then(|kept| kept.yearly());
            let terms = Terms {
                earned: side(kept.earned),
                charged: side(kept.charged),
            };
            Some((AccountId(key.parse().ok()?), terms))
        })
        .filter(|(_, terms)| *terms != Terms::default())
        .collect())
}

/// Whether a booking of this size is what the terms foretell.
pub(super) const fn foretold(terms: &Terms, minor: i64) -> bool {
    if minor > 0 {
        terms.earned.is_some()
    } else {
        terms.charged.is_some()
    }
}

/// The first day whose balance can matter to the next booking.
pub(super) fn open_since(terms: &Terms, today: NaiveDate) -> NaiveDate {
    [terms.earned, terms.charged]
        .into_iter()
        .flatten()
        .map(|yearly| yearly.posting.began(today))
        .min()
        .unwrap_or(today)
}

/// What lies ahead of one account's interest, in its own currency.
#[derive(Debug, Clone)]
pub(crate) struct OfAccount {
    id: AccountId,
    name: String,
    currency: Currency,
    terms: Terms,
    interest: Interest,
}

impl OfAccount {
    fn of(basis: &Basis, bare: &Forecast) -> Option<Self> {
        let (id, name, terms) = basis.terms.first()?;
        Some(Self {
            id: *id,
            name: name.clone(),
            currency: basis.currency,
            terms: *terms,
            interest: interest(&basis.recent, bare, terms),
        })
    }

    fn wire(&self) -> ForecastInterest {
        let percent =
            |yearly: Option<Yearly>| yearly.map(|yearly| yearly.percent.normalize().to_string());
        let money = |minor: i64| dto::minor(minor, self.currency);
        ForecastInterest {
            account: self.id.to_string(),
            account_name: self.name.clone(),
            earned_percent: percent(self.terms.earned),
            charged_percent: percent(self.terms.charged),
            earned: money(self.interest.earned),
            charged: money(self.interest.charged),
            charged_if_low: self.interest.charged_if_low.map(money),
            next: (self.interest.posted.first()).map(|posted| posted.date.to_string()),
        }
    }
}

/// What the screen calls a booking ahead.
fn label(minor: i64) -> String {
    if minor > 0 {
        "Interest"
    } else {
        "Overdraft interest"
    }
    .to_owned()
}

impl App {
    /// What the accounts of a basis earn and cost in these days; of several together each by its own forecast.
    pub(super) async fn interest_of(
        &self,
        basis: &Basis,
        bare: &Forecast,
        days: u32,
    ) -> Result<Vec<OfAccount>, Failure> {
        if basis.alone {
            return Ok(OfAccount::of(basis, bare).into_iter().collect());
        }
        let mut all = Vec::new();
        for (id, _, _) in &basis.terms {
            let alone = self.basis(Some(*id)).await?;
            let found = blocking(move || {
                let bare = alone.project(days, None);
                Ok(OfAccount::of(&alone, &bare))
            });
            all.extend(found.await?);
        }
        Ok(all)
    }

    /// What one unit of each account's currency is in the forecast's.
    pub(super) async fn interest_rates(
        &self,
        basis: &Basis,
        all: &[OfAccount],
    ) -> Result<Vec<Option<Rate>>, Failure> {
        let from: Vec<Currency> = all.iter().map(|one| one.currency).collect();
        let (to, today) = (basis.currency, basis.today);
        self.read(move |view| {
            from.iter()
                .map(|from| rate(view, *from, to, today))
                .collect()
        })
        .await
    }
}

/// A forecast with what its accounts earn and cost. Without a rate an account is left out of it, as its balance is.
pub(super) fn applied(
    bare: &Forecast,
    floor: i64,
    all: &[OfAccount],
    rates: &[Option<Rate>],
) -> Result<Forecast, Failure> {
    let mut posted: Vec<(Posted, usize)> = Vec::new();
    for (place, (one, rate)) in all.iter().zip(rates).enumerate() {
        let Some(rate) = rate else { continue };
        for booking in &one.interest.posted {
            let there = rate
                .convert(Money::new(booking.minor, one.currency))
                .map_err(|_| store::Error::Overflow)?;
            let booking = Posted {
                date: booking.date,
                minor: there.minor,
            };
            posted.push((booking, place));
        }
    }
    Ok(with_interest(bare.clone(), Some(floor), &posted, label))
}

impl Made {
    /// The account that interest at this place is of.
    pub(super) fn interest_account(&self, place: usize) -> Option<&String> {
        self.interest.get(place).map(|one| &one.name)
    }

    /// The forecast of changed days: one account's interest follows its balance, of several it stays what it was.
    pub(super) fn with_bare(&self, bare: Forecast) -> Self {
        let interest = if self.basis.alone {
            OfAccount::of(&self.basis, &bare).into_iter().collect()
        } else {
            self.interest.clone()
        };
        let forecast = applied(&bare, self.floor.minor, &interest, &self.interest_rates)
            .unwrap_or_else(|_| bare.clone());
        Self {
            basis: std::sync::Arc::clone(&self.basis),
            bare,
            forecast,
            interest,
            interest_rates: self.interest_rates.clone(),
            floor: self.floor,
        }
    }

    pub(super) fn wire_interest(&self) -> Vec<ForecastInterest> {
        self.interest.iter().map(OfAccount::wire).collect()
    }
}

pub(crate) async fn account_terms(app: &App, request: AccountReq) -> Result<AccountTerms, Failure> {
    let id: AccountId = dto::id("account", &request.id)?;
    let kept = app
        .read(move |view| {
            view.currency_of(id)?;
            view.document(DOCUMENTS, &id.to_string())
        })
        .await?;
    let kept: Option<Kept> = kept.and_then(|body| serde_json::from_str(&body).ok());
    let side = |kept: Option<&KeptRate>| kept.and_then(KeptRate::wire);
    Ok(AccountTerms {
        earned: side(kept.as_ref().and_then(|kept| kept.earned.as_ref())),
        charged: side(kept.as_ref().and_then(|kept| kept.charged.as_ref())),
    })
}

pub(crate) async fn account_terms_save(
    app: &App,
    request: AccountTermsReq,
) -> Result<Change, Failure> {
    let id: AccountId = dto::id("account", &request.id)?;
    let side = |field: &str, said: &Option<InterestTerms>| {
        said.as_ref()
            .map(|said| KeptRate::of(field, said))
            .transpose()
    };
    let kept = Kept {
        earned: side("earned", &request.earned)?,
        charged: side("charged", &request.charged)?,
    };
    let json = (kept.earned.is_some() || kept.charged.is_some())
        .then(|| serde_json::to_string(&kept))
        .transpose()
        .map_err(Failure::internal)?;
    let written = app
        .write(app.person("account_terms"), move |writing| {
            writing.currency_of(id)?;
            writing.put_document(DOCUMENTS, &id.to_string(), json.as_deref())
        })
        .await?;
    Ok(crate::commands::journal::change(
        written.batch,
        1,
        "account_terms",
    ))
}
