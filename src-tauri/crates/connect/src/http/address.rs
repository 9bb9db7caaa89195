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

    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
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
