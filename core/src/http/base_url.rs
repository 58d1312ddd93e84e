//! The base URL of an API, if it differs from the documented server.

use core::fmt;
use core::str::FromStr;

use http::Uri;

/// The base URL of every request: `http` or `https`, a host, and optionally a port and a path.
///
/// ```
/// use typewright_runtime::http::BaseUrl;
///
/// let base: BaseUrl = "http://127.0.0.1:8080/proxy/".parse()?;
/// assert_eq!(base.as_str(), "http://127.0.0.1:8080/proxy");
/// assert!("ftp://127.0.0.1".parse::<BaseUrl>().is_err());
/// # Ok::<(), typewright_runtime::http::InvalidBaseUrl>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Returns the URL, without a trailing `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        let invalid = |reason| Err(InvalidBaseUrl { reason });
        if text.contains('#') {
            return invalid("it has a fragment");
        }
        // Clients treat a backslash as a slash (WHATWG URL, 4.4), so it could hide a `..` segment.
        if text.contains('\\') {
            return invalid("it has a backslash");
        }
        let Ok(uri) = text.parse::<Uri>() else {
            return invalid("it is not a URL");
        };
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return invalid("it does not begin with http:// or https://");
        }
        let Some(authority) = uri.authority().filter(|authority| !authority.host().is_empty()) else {
            return invalid("it has no host");
        };
        if authority.as_str().contains('@') {
            return invalid("it contains a user name");
        }
        // After the host, only a colon and the port may follow. The port may be empty (RFC 3986, 3.2.3).
        let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
        if authority.port().is_none() && !matches!(port, "" | ":") {
            return invalid("its port is not a number up to 65535");
        }
        if uri.query().is_some() {
            return invalid("it has a query");
        }
        // Clients resolve `.` and `..` even if they are percent-encoded, which would change the path.
        let dots = |segment: &str| matches!(&*segment.to_ascii_lowercase().replace("%2e", "."), "." | "..");
        if uri.path().split('/').any(dots) {
            return invalid("its path has a `.` or `..` segment");
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

impl TryFrom<&str> for BaseUrl {
    type Error = InvalidBaseUrl;

    fn try_from(text: &str) -> Result<Self, InvalidBaseUrl> {
        text.parse()
    }
}

impl TryFrom<&String> for BaseUrl {
    type Error = InvalidBaseUrl;

    fn try_from(text: &String) -> Result<Self, InvalidBaseUrl> {
        text.parse()
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = InvalidBaseUrl;

    fn try_from(text: String) -> Result<Self, InvalidBaseUrl> {
        text.parse()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The reason why a string is not a valid base URL. It does not show the string, which may contain a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidBaseUrl {
    reason: &'static str,
}

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "invalid base URL: {}; use a form such as https://api.example.com",
            self.reason
        )
    }
}

impl core::error::Error for InvalidBaseUrl {}

impl From<core::convert::Infallible> for InvalidBaseUrl {
    fn from(never: core::convert::Infallible) -> Self {
        match never {}
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn only_addresses_that_a_path_can_be_put_behind_are_taken() {
        for bad in [
            "",
            "/",
            "api.example.com",
            "ftp://example.com",
            "https://",
            "https://u:p@example.com",
            "https://example.com?x",
            "https://example.com/#x",
            "https://example.com/a/../b",
            "https://example.com/a\\..\\b",
            "https://example.com/a/%2E%2e/b",
            "https://example.com/.%2e",
            "https://example.com/%2e/",
            "https://example.com:99999",
            "https://example.com:-1",
            "https://:443",
            "https://exa mple.com",
        ] {
            assert!(bad.parse::<BaseUrl>().is_err(), "{bad}");
        }
        for good in [
            "http://[::1]:80",
            "http://[::1]",
            "https://example.com/v1",
            "https://example.com/...",
            "https://example.com:65535",
            "https://example.com:",
            "http://localhost",
        ] {
            assert_eq!(
                good.parse::<BaseUrl>().map(|base| base.to_string()).as_deref(),
                Ok(good)
            );
            assert_eq!(BaseUrl::try_from(&good.to_owned()), good.parse());
        }
    }
}
