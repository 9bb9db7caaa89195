//! Base addresses and which of them may be talked to.

use reqwest::Url;

/// An address that may be talked to: HTTPS, or plain HTTP on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    url: Url,
    loopback: bool,
}

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddressError {
    #[error("the address is not one")]
    Malformed,
    #[error("the address holds a user, a query or a fragment")]
    Surplus,
    #[error("plain HTTP is only for this machine")]
    PlainHttp,
}

impl BaseUrl {
    /// Reads an address. `version` is a path that some people paste along (`/v1/api`); it is taken off.
    pub(crate) fn parse(text: &str, version: &str) -> Result<Self, AddressError> {
        let text = text.trim().trim_end_matches('/');
        let text = text
            .strip_suffix(version)
            .unwrap_or(text)
            .trim_end_matches('/');
        let url = Url::parse(text).map_err(|_| AddressError::Malformed)?;
        let host = url.host_str().ok_or(AddressError::Malformed)?;
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(AddressError::Surplus);
        }
        let loopback = is_loopback(host);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(AddressError::PlainHttp),
            _ => return Err(AddressError::Malformed),
        }
        Ok(Self { url, loopback })
    }

    /// The address of `path` (beginning with `/`) below it.
    pub(crate) fn join(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.url.clone();
        let whole = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&whole);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// The name of the machine.
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The address of a path below it, to join others to.
    pub(crate) fn within(&self, path: &str) -> Self {
        Self {
            url: self.join(path, &[]),
            loopback: self.loopback,
        }
    }

    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether a browser may be sent to an address: over HTTPS, or to this machine, without credentials in it.
    pub(crate) fn may_be_visited(address: &str) -> bool {
        let Ok(url) = Url::parse(address) else {
            return false;
        };
        let safe = match url.scheme() {
            "https" => url.host_str().is_some(),
            "http" => url.host_str().is_some_and(is_loopback),
            _ => false,
        };
        safe && url.username().is_empty() && url.password().is_none()
    }

    /// Path and query of a link, from `version` on; none when the link has no such path.
    pub(crate) fn below(
        &self,
        link: &str,
        version: &str,
    ) -> Option<(String, Vec<(String, String)>)> {
        let link = self.url.join(link).ok()?;
        let marker = format!("{version}/");
        let begins = link.path().find(&marker)?;
        let query = link
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        Some((link.path()[begins..].to_owned(), query))
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<std::net::IpAddr>()
        .map_or(host.eq_ignore_ascii_case("localhost"), |address| {
            address.is_loopback()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_taken_on_this_machine_only() {
        for good in [
            "http://127.0.0.1:8080/wallet",
            "http://[::1]:1",
            "http://localhost:9/",
        ] {
            assert!(BaseUrl::parse(good, "/v1/api").is_ok(), "{good}");
        }
        for bad in [
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
        ] {
            assert_eq!(
                BaseUrl::parse(bad, "/v1/api"),
                Err(AddressError::PlainHttp),
                "{bad}"
            );
        }
        assert_eq!(
            BaseUrl::parse("ftp://127.0.0.1", "/x"),
            Err(AddressError::Malformed)
        );
        assert_eq!(
            BaseUrl::parse("https://u:p@example.com", "/x"),
            Err(AddressError::Surplus)
        );
    }

    #[test]
    fn a_browser_is_sent_to_no_odd_place() {
        for (address, wanted) in [
            ("https://bank.example.com/login?x=1", true),
            ("http://127.0.0.1:9/page", true),
            ("http://bank.example.com/login", false),
            ("https://user:pass@example.com", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("nonsense", false),
        ] {
            assert_eq!(BaseUrl::may_be_visited(address), wanted, "{address}");
        }
    }

    #[test]
    fn a_link_is_asked_of_the_base_address_alone() -> Result<(), AddressError> {
        let base = BaseUrl::parse("https://example.com/budgea/2.0", "/2.0")?;
        for link in [
            "https://example.com/budgea/2.0/users/me/x?limit=2&cursor=a%2Bb",
            "https://elsewhere.example.org/2.0/users/me/x?limit=2&cursor=a%2Bb",
            "/2.0/users/me/x?limit=2&cursor=a%2Bb",
        ] {
            let (path, query) = base.below(link, "/2.0").ok_or(AddressError::Malformed)?;
            assert_eq!(path, "/2.0/users/me/x", "{link}");
            assert_eq!(query[1], ("cursor".to_owned(), "a+b".to_owned()));
        }
        assert_eq!(base.below("https://example.com/other", "/2.0"), None);
        Ok(())
    }

    #[test]
    fn a_pasted_version_path_does_not_double() -> Result<(), AddressError> {
        for text in [
            "https://example.com/wallet",
            "https://example.com/wallet/",
            "https://example.com/wallet/v1/api/",
        ] {
            let base = BaseUrl::parse(text, "/v1/api")?;
            assert_eq!(
                base.join("/v1/api/records", &[("sortBy", "+createdAt"), ("a", "b c")])
                    .as_str(),
                "https://example.com/wallet/v1/api/records?sortBy=%2BcreatedAt&a=b+c"
            );
        }
        Ok(())
    }
}
