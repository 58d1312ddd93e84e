//! The security of an API as data: its schemes, and what an action requires of them.

use core::fmt;

/// A security scheme: a kind of credentials that the API accepts (OpenAPI 3.1, 4.8.27).
///
/// A client holds a token for each scheme, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// The name of the scheme in the document.
    pub name: &'static str,
    /// The description.
    pub description: &'static str,
    /// How the token is sent.
    pub sent: TokenScheme,
    /// The flows in which a token is obtained, for `oauth2`.
    pub flows: &'static [OAuthFlow],
    /// The URL of the discovery document, for `openIdConnect`.
    pub open_id_connect_url: Option<&'static str>,
    /// The format of a bearer token, such as `JWT`.
    pub bearer_format: Option<&'static str>,
}

impl SecurityScheme {
    /// Creates a scheme with its name and how its token is sent.
    #[inline]
    pub const fn new(name: &'static str, sent: TokenScheme) -> Self {
        Self {
            name,
            description: "",
            sent,
            flows: &[],
            open_id_connect_url: None,
            bearer_format: None,
        }
    }

    /// Sets the description.
    #[must_use]
    #[inline]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Sets the flows in which a token is obtained.
    #[must_use]
    #[inline]
    pub const fn flows(mut self, flows: &'static [OAuthFlow]) -> Self {
        self.flows = flows;
        self
    }

    /// Sets the URL of the discovery document of `openIdConnect`.
    #[must_use]
    #[inline]
    pub const fn open_id_connect_url(mut self, url: &'static str) -> Self {
        self.open_id_connect_url = Some(url);
        self
    }

    /// Sets the format of a bearer token.
    #[must_use]
    #[inline]
    pub const fn bearer_format(mut self, format: &'static str) -> Self {
        self.bearer_format = Some(format);
        self
    }
}

impl AsRef<str> for SecurityScheme {
    #[inline]
    fn as_ref(&self) -> &str {
        self.name
    }
}

/// A flow of OAuth 2 in which a token is obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuthFlow {
    /// The kind of the flow.
    pub kind: OAuthFlowKind,
    /// The URL that a user authorizes the application at; empty if the flow has none.
    pub authorization_url: &'static str,
    /// The URL that tokens are requested from; empty if the flow has none.
    pub token_url: &'static str,
    /// The URL that a token is refreshed at; empty if it is not documented.
    pub refresh_url: &'static str,
    /// The scopes, each with its description.
    pub scopes: &'static [(&'static str, &'static str)],
}

impl OAuthFlow {
    /// Creates a flow without URLs and scopes.
    #[inline]
    pub const fn new(kind: OAuthFlowKind) -> Self {
        Self {
            kind,
            authorization_url: "",
            token_url: "",
            refresh_url: "",
            scopes: &[],
        }
    }

    /// Sets the URL that a user authorizes the application at.
    #[must_use]
    #[inline]
    pub const fn authorization_url(mut self, url: &'static str) -> Self {
        self.authorization_url = url;
        self
    }

    /// Sets the URL that tokens are requested from.
    #[must_use]
    #[inline]
    pub const fn token_url(mut self, url: &'static str) -> Self {
        self.token_url = url;
        self
    }

    /// Sets the URL that a token is refreshed at.
    #[must_use]
    #[inline]
    pub const fn refresh_url(mut self, url: &'static str) -> Self {
        self.refresh_url = url;
        self
    }

    /// Sets the scopes, each with its description.
    #[must_use]
    #[inline]
    pub const fn scopes(mut self, scopes: &'static [(&'static str, &'static str)]) -> Self {
        self.scopes = scopes;
        self
    }
}

/// The kind of a flow of OAuth 2 (RFC 6749, 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuthFlowKind {
    /// `implicit`
    Implicit,
    /// `password`
    Password,
    /// `clientCredentials`
    ClientCredentials,
    /// `authorizationCode`
    AuthorizationCode,
}

/// One of the alternatives in the `security` of an action: schemes that are required together. Without schemes, the
/// action may be called without credentials.
///
/// `Display` shows the names of the schemes:
///
/// ```
/// use typewright_runtime::endpoint::{RequiredScheme, Requirement, SecurityScheme, TokenScheme};
///
/// const KEY: SecurityScheme = SecurityScheme::new("key", TokenScheme::Header("X-Key"));
/// const SIGN: SecurityScheme = SecurityScheme::new("sign", TokenScheme::Query("sign"));
/// const BOTH: Requirement = Requirement::new(&[RequiredScheme::new(&KEY), RequiredScheme::new(&SIGN)]);
/// assert_eq!(BOTH.to_string(), "`key` with `sign`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Requirement {
    schemes: Schemes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Schemes {
    One(RequiredScheme),
    All(&'static [RequiredScheme]),
}

impl Requirement {
    /// Creates a requirement of schemes.
    #[inline]
    pub const fn new(schemes: &'static [RequiredScheme]) -> Self {
        Self {
            schemes: Schemes::All(schemes),
        }
    }

    /// Creates a requirement of a single scheme, whose token needs one of the scopes. Without scopes, every token is
    /// allowed.
    #[inline]
    pub const fn one(scheme: &'static SecurityScheme, scopes: &'static [&'static str]) -> Self {
        Self {
            schemes: Schemes::One(RequiredScheme::new(scheme).scopes(scopes)),
        }
    }

    /// The schemes.
    #[inline]
    pub const fn schemes(&self) -> &[RequiredScheme] {
        match &self.schemes {
            Schemes::One(scheme) => core::slice::from_ref(scheme),
            Schemes::All(schemes) => schemes,
        }
    }
}

impl fmt::Display for Requirement {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, required) in self.schemes().iter().enumerate() {
            let before = if index == 0 { "" } else { " with " };
            write!(f, "{before}`{}`", required.scheme.name)?;
            if let TokenScheme::Unsupported(scheme) = required.scheme.sent {
                write!(f, " ({scheme} authentication, which is not supported)")?;
            }
        }
        Ok(())
    }
}

/// A security scheme with the scopes that an action requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredScheme {
    /// The scheme.
    pub scheme: &'static SecurityScheme,
    /// The scopes of which the token needs one, in the order of the document; empty if every token is allowed. Scopes
    /// that are required together are one string, separated by spaces (RFC 6749, 3.3).
    pub scopes: &'static [&'static str],
}

impl RequiredScheme {
    /// Creates a requirement of a scheme without scopes.
    #[inline]
    pub const fn new(scheme: &'static SecurityScheme) -> Self {
        Self { scheme, scopes: &[] }
    }

    /// Sets the scopes of which the token needs one.
    #[must_use]
    #[inline]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Whether a token with these scopes is allowed: it has one of the documented scopes, or all of those that are
    /// required together.
    #[inline]
    pub fn allows<I>(&self, scopes: I) -> bool
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        if self.scopes.is_empty() {
            return true;
        }
        let held: Vec<I::Item> = scopes.into_iter().collect();
        let holds = |wanted: &str| held.iter().any(|scope| scope.as_ref() == wanted);
        self.scopes.iter().any(|together| together.split(' ').all(holds))
    }
}

/// How the token of a security scheme is sent.
///
/// `Display` shows the place:
///
/// ```
/// use typewright_runtime::endpoint::TokenScheme;
///
/// assert_eq!(TokenScheme::Bearer.to_string(), "header `Authorization: Bearer …`");
/// assert_eq!(TokenScheme::Header("X-Api-Key").to_string(), "header `X-Api-Key: …`");
/// assert_eq!(TokenScheme::Query("key").to_string(), "query parameter `key`");
/// assert_eq!(TokenScheme::Cookie("sid").to_string(), "cookie `sid`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenScheme {
    /// `Authorization: Bearer …` (RFC 6750): `http` with `bearer`, `oauth2` and `openIdConnect`.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617): `http` with `basic`. The token is `name:password` in Base64; see
    /// `Token::basic`.
    Basic,
    /// Verbatim, in a header with this name: `apiKey` with `header`.
    Header(&'static str),
    /// As the query parameter with this name: `apiKey` with `query`.
    Query(&'static str),
    /// As the cookie with this name: `apiKey` with `cookie`.
    Cookie(&'static str),
    /// Not in the request: the connection has a certificate of the client (`mutualTLS`).
    Connection,
    /// Any other kind of HTTP authentication, such as `digest`. A client does not send such an action.
    Unsupported(&'static str),
}

impl TokenScheme {
    /// The name of the header, if the token is sent in a header of its own.
    #[inline]
    pub const fn header(self) -> Option<&'static str> {
        match self {
            Self::Bearer | Self::Basic | Self::Unsupported(_) => Some("Authorization"),
            Self::Header(name) => Some(name),
            Self::Query(_) | Self::Cookie(_) | Self::Connection => None,
        }
    }
}

impl fmt::Display for TokenScheme {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bearer => f.write_str("header `Authorization: Bearer …`"),
            Self::Basic => f.write_str("header `Authorization: Basic …`"),
            Self::Header(name) => write!(f, "header `{name}: …`"),
            Self::Query(name) => write!(f, "query parameter `{name}`"),
            Self::Cookie(name) => write!(f, "cookie `{name}`"),
            Self::Connection => f.write_str("certificate of the connection"),
            Self::Unsupported(scheme) => write!(f, "header `Authorization` ({scheme} authentication)"),
        }
    }
}
