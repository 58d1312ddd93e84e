//! The URL of the next page, as a response links to it.

use reqwest::Url;
use typewright_core::endpoint::pairs;
use typewright_core::http::RequestError;

/// Returns the URL of a link in the response from `base`. The tokens in the query are those of the request, whatever the
/// link has in their place.
///
/// # Errors
/// If the link is not a URL, or leads to another host.
pub(in crate::client) fn follow(base: &Url, link: &str, secret_query: &str) -> Result<Url, RequestError> {
    let mut url = base.join(link).map_err(|error| RequestError::Http(error.into()))?;
    let has_own_credentials = !url.username().is_empty() || url.password().is_some();
    if url.origin() != base.origin() || has_own_credentials {
        let origin = url.origin().ascii_serialization();
        return Err(RequestError::ForeignLink { origin });
    }
    url.set_fragment(None);
    if !secret_query.is_empty() {
        let secret: Vec<String> = pairs(secret_query).map(|(name, _)| name).collect();
        let is_own = |pair: &&str| !pairs(pair).any(|(name, _)| secret.contains(&name));
        let query = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty());
        let query: Vec<&str> = query.filter(is_own).chain([secret_query]).collect();
        let query = query.join("&");
        url.set_query(Some(&query));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::follow;

    fn followed(link: &str) -> Result<String, String> {
        let base = Url::parse("https://api.test/v1/things?limit=2&key=secret").expect("it is a URL");
        let followed = follow(&base, link, "key=secret");
        followed.map(String::from).map_err(|error| error.to_string())
    }

    #[test]
    fn a_link_is_resolved_and_keeps_the_token_of_the_request() {
        for (link, expected) in [
            ("?page=2", "https://api.test/v1/things?page=2&key=secret"),
            (
                "/v1/things?page=2&key=other#a",
                "https://api.test/v1/things?page=2&key=secret",
            ),
            (
                "https://api.test:443/v2?a=%2F&k%65y=x&b",
                "https://api.test/v2?a=%2F&b&key=secret",
            ),
            ("things/2", "https://api.test/v1/things/2?key=secret"),
        ] {
            assert_eq!(followed(link).as_deref(), Ok(expected), "{link}");
        }
    }

    #[test]
    fn a_link_to_another_host_is_refused() {
        for link in [
            "https://evil.test/v1/things",
            "//evil.test/v1/things",
            "http://api.test/v1/things",
            "https://api.test:8443/v1/things",
            "https://user@api.test/v1/things",
            "https://api.test@evil.test/",
            "\\\\evil.test/",
            "data:text/plain,x",
        ] {
            let error = followed(link).expect_err(link);
            assert!(error.contains("leads to another host"), "{link}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
        assert!(followed("https://[").is_err());
    }
}
