//! The steps that happen in the browser: the upstream's own pages, and a bank's.

use std::collections::BTreeMap;

use super::{Phase, Stand, Task, bank_reference, directory, refresh};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, BaseUrl, Session};
use crate::json::Record;
use crate::steps::{LinkProgress, LinkStep, Linked, Redirect, StopReason, WaitsFor};

/// How the host of a domain ends that the vendor hosts.
const HOSTED: &str = ".biapi.pro";
/// Where the vendor shows its pages for all of them.
const PAGES: &str = "https://webview.powens.com";

impl Task<'_, '_> {
    /// The upstream's own pages: `connect`, `reconnect`, `manage` or `transfer`.
    pub(super) async fn webview(
        &mut self,
        mut stand: Stand,
        verb: &str,
        reset: bool,
    ) -> Result<LinkProgress, ConnectorError> {
        let Some((client, redirect)) = self.client_and_redirect() else {
            return Ok(stand.next(stopped(StopReason::ClientIdMissing)));
        };
        stand.known = refresh::logins(self.session)
            .await?
            .iter()
            .map(|login| login.id().to_owned())
            .collect();
        stand.nonce = Some(redirect.state.clone());
        stand.phase = match verb {
            "manage" => Phase::Manage,
            "transfer" => Phase::Payment,
            _ => Phase::Webview,
        };
        let code = self.code().await?;
        let mut query = vec![
            ("client_id", client.as_str()),
            ("redirect_uri", redirect.uri.as_str()),
            ("code", code.expose()),
            ("state", redirect.state.as_str()),
        ];
        if let Some(bank) = &stand.connector {
            let name = match bank_reference(bank).0 {
                "id_connector" => "connector_ids",
                _ => "connector_uuids",
            };
            query.push((name, bank));
        }
        let login = stand.login.clone();
        if let Some(login) = &login {
            query.push(("connection_id", login));
        }
        let payment = stand.payment.clone();
        if let Some(payment) = &payment {
            query.push(("transfer_id", payment));
        }
        if reset {
            query.push(("reset_credentials", "true"));
        }
        let language = match self.around.language.as_str() {
            "fr" => "fr",
            _ => "en",
        };
        let own = self.access.setting(super::WEBVIEW);
        let url = pages(self.session.base(), own, &mut query)
            .map(|pages| String::from(pages.join(&format!("/{language}/{verb}"), &query)));
        Ok(match url {
            Some(url) => Self::page(stand, url),
            None => stand.next(stopped(StopReason::PageFailed)),
        })
    }

    /// The bank's own page.
    pub(super) async fn bank_page(
        &mut self,
        mut stand: Stand,
    ) -> Result<LinkProgress, ConnectorError> {
        let Some((client, redirect)) = self.client_and_redirect() else {
            return Ok(stand.next(stopped(StopReason::ClientIdMissing)));
        };
        stand.nonce = Some(redirect.state.clone());
        stand.phase = Phase::BankPage;
        let which = match (&stand.login, &stand.connector) {
            (Some(login), _) => ("id_connection", login.clone()),
            (None, Some(bank)) => ("id_connector", directory::number(self.session, bank).await?),
            (None, None) => {
                return Err(self
                    .session
                    .error(ErrorKind::Settings, "there is no bank to go to"));
            }
        };
        if stand.login.is_none() {
            stand.known = refresh::logins(self.session)
                .await?
                .iter()
                .map(|login| login.id().to_owned())
                .collect();
        }
        let query = [
            ("client_id", client.as_str()),
            ("redirect_uri", redirect.uri.as_str()),
            (which.0, which.1.as_str()),
            ("state", redirect.state.as_str()),
        ];
        let ask = Ask::get("/2.0/webauth-url", &query, crate::http::Expect::Json).accepting(&[409]);
        let url = match self.session.send(&ask).await {
            Ok(answer) if answer.status == 409 && stand.login.is_some() => {
                // Nothing is to be done there (any more).
                stand.phase = Phase::Wait;
                return Ok(stand.next(LinkStep::Done(Linked {
                    login: stand.login.clone(),
                    ..Linked::default()
                })));
            }
            Ok(answer) => Record::of_body(&answer.body)
                .and_then(|record| record.text("url"))
                .ok_or_else(|| {
                    self.session
                        .error(ErrorKind::Protocol, "the answer holds no address")
                })?,
            // An older server takes the browser there itself.
            Err(error) if matches!(error.http_status, Some(404 | 405)) => {
                let code = self.code().await?;
                let mut query = query.to_vec();
                query.push(("token", code.expose()));
                self.session.address_of("/2.0/webauth", &query)
            }
            Err(error) => return Err(error),
        };
        Ok(Self::page(stand, url))
    }

    fn page(stand: Stand, url: String) -> LinkProgress {
        if !Session::may_be_visited(&url) {
            return stand.next(stopped(StopReason::PageFailed));
        }
        stand.next(LinkStep::Browser {
            url,
            waits_for: WaitsFor::Callback,
        })
    }

    fn client_and_redirect(&self) -> Option<(String, Redirect)> {
        let client = self.access.setting("client_id")?.to_owned();
        Some((client, self.around.redirect.clone()?))
    }

    /// The browser came back.
    pub(super) async fn returned(
        &mut self,
        mut stand: Stand,
        brought: &BTreeMap<String, String>,
    ) -> Result<LinkProgress, ConnectorError> {
        // Whoever does not bring the word of this task did not come from it.
        if stand.nonce.is_none() || brought.get("state") != stand.nonce.as_ref() {
            return Ok(stand.next(stopped(StopReason::NotOurs)));
        }
        if let Some(error) = brought.get("error").filter(|error| !error.is_empty()) {
            let why = match error.as_str() {
                "access_denied" => StopReason::Refused,
                "tos_declined" => StopReason::TermsDeclined,
                _ => StopReason::PageFailed,
            };
            return Ok(stand.next(stopped(why)));
        }
        // A word opens once.
        stand.nonce = None;
        if matches!(stand.phase, Phase::Manage | Phase::Payment) {
            return Ok(stand.next(LinkStep::Done(Linked::default())));
        }
        let named = ["connection_id", "id_connection"]
            .into_iter()
            .find_map(|name| brought.get(name))
            .filter(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()));
        if let Some(id) = named {
            stand.login = Some(id.clone());
        }
        stand.phase = Phase::Wait;
        if stand.login.is_none() {
            stand.phase = Phase::Webview;
            return self.new_login(stand).await;
        }
        self.look(stand, false).await
    }
}

/// Where the upstream's own pages are: at the address that the person says, else for a domain that the vendor hosts at the
/// vendor's, which is told the domain's name, else below the API, where they were first. None where the address is none.
fn pages<'q>(
    api: &'q BaseUrl,
    own: Option<&str>,
    query: &mut Vec<(&'q str, &'q str)>,
) -> Option<BaseUrl> {
    let domain = api.host().strip_suffix(HOSTED);
    let address = match (own, domain) {
        (Some(own), _) => own,
        (None, Some(_)) => PAGES,
        (None, None) => return Some(api.within("/2.0/auth/webview")),
    };
    query.extend(domain.map(|domain| ("domain", domain)));
    BaseUrl::parse(address, "").ok()
}

fn stopped(why: StopReason) -> LinkStep {
    LinkStep::Stopped {
        why,
        message: None,
        retry_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(api: &str, own: Option<&str>) -> Option<String> {
        let api = BaseUrl::parse(api, "/2.0").ok()?;
        let mut query = vec![("client_id", "71")];
        let pages = pages(&api, own, &mut query)?;
        Some(pages.join("/fr/manage", &query).into())
    }

    #[test]
    fn pages_are_where_the_vendor_or_the_person_has_them() {
        for (api, own, wanted) in [
            (
                "https://mine.biapi.pro/2.0",
                None,
                "https://webview.powens.com/fr/manage?client_id=71&domain=mine",
            ),
            (
                "https://bank.example/api/2.0",
                None,
                "https://bank.example/api/2.0/auth/webview/fr/manage?client_id=71",
            ),
            (
                "https://mine.biapi.pro/2.0",
                Some("https://mine.biapi.pro/2.0/auth/webview/"),
                "https://mine.biapi.pro/2.0/auth/webview/fr/manage?client_id=71&domain=mine",
            ),
            (
                "https://bank.example/2.0",
                Some("https://pages.example"),
                "https://pages.example/fr/manage?client_id=71",
            ),
        ] {
            assert_eq!(page(api, own).as_deref(), Some(wanted));
        }
        assert_eq!(
            page("https://mine.biapi.pro", Some("http://pages.example")),
            None
        );
    }
}
