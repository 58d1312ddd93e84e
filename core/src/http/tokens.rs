//! The tokens of a client, and which of them an action gets.

use core::fmt;

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::token::cookie_value;
use super::{RequestError, Token};
use crate::endpoint::{Metadata, RequiredScheme, Requirement, TokenScheme, push_query};

/// The tokens that a client holds: one for each security scheme, and one for all others.
///
/// The tokens are never shown: `Debug` shows only the names of the schemes.
///
/// ```
/// use typewright_runtime::http::{Token, Tokens};
///
/// let tokens = Tokens::new()
///     .with("key", Token::key("s3cr3t")?)
///     .with("password", Token::basic("name", "pa55word")?);
/// assert!(tokens.get("key").is_some() && tokens.get("other").is_none());
/// assert_eq!(format!("{tokens:?}"), r#"Tokens { named: ["key", "password"], other: false }"#);
/// # Ok::<(), typewright_runtime::http::InvalidToken>(())
/// ```
#[derive(Clone, Default)]
pub struct Tokens {
    named: Vec<(String, Token)>,
    other: Option<Token>,
}

impl Tokens {
    /// Creates an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the token for a security scheme, by its name in the document.
    #[must_use]
    pub fn with(mut self, scheme: impl AsRef<str>, token: Token) -> Self {
        let scheme = scheme.as_ref();
        self.named.retain(|(name, _)| name != scheme);
        self.named.push((scheme.to_owned(), token));
        self
    }

    /// Sets the token for schemes without a token of their own. It is sent only in a header, and only if a single scheme
    /// of an action needs it.
    #[must_use]
    pub fn with_other(mut self, token: Token) -> Self {
        self.other = Some(token);
        self
    }

    /// Returns the token for a security scheme.
    pub fn get(&self, scheme: &str) -> Option<&Token> {
        let mut named = self.named.iter();
        named.find_map(|(name, token)| (name == scheme).then_some(token))
    }

    /// The names of the schemes that have a token.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(name, _)| name.as_str())
    }

    /// Adds other tokens, which replace those for the same schemes.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        for (scheme, token) in others.named {
            self = self.with(scheme, token);
        }
        self.other = others.other.or(self.other);
        self
    }

    /// Whether these tokens are enough for an action, and none of those that it needs is about to expire.
    #[doc(hidden)]
    pub fn are_current(&self, metadata: &Metadata) -> bool {
        let is_current =
            |tokens: &[(TokenScheme, &Token)]| !tokens.is_empty() && tokens.iter().all(|(_, token)| !token.is_stale());
        metadata.security.is_empty() || self.select(metadata).is_ok_and(|tokens| is_current(&tokens))
    }

    /// Whether an action gets the same tokens from another set.
    #[doc(hidden)]
    pub fn select_same(&self, other: &Self, metadata: &Metadata) -> bool {
        match (self.select(metadata), other.select(metadata)) {
            (Ok(tokens), Ok(others)) => {
                let is_same =
                    |((scheme, token), (other, another)): (&(TokenScheme, &Token), &(TokenScheme, &Token))| {
                        scheme == other && token.text() == another.text()
                    };
                tokens.len() == others.len() && tokens.iter().zip(&others).all(is_same)
            }
            _ => false,
        }
    }

    /// Whether a text repeats one of the tokens.
    pub(crate) fn are_in(&self, text: &[u8]) -> bool {
        let mut all = self.named.iter().map(|(_, token)| token).chain(&self.other);
        all.any(|token| token.is_in(text))
    }

    /// Returns the tokens to send for an action, each with its scheme: for the first alternative that has all of them.
    ///
    /// # Errors
    /// [`RequestError::NoCredentials`], [`RequestError::TokenForm`] or [`RequestError::MissingScope`].
    pub(super) fn select(&self, metadata: &Metadata) -> Result<Vec<(TokenScheme, &Token)>, RequestError> {
        let mut reason = None;
        for requirement in metadata.security.iter().filter(|one| !one.schemes().is_empty()) {
            match self.satisfy(requirement, metadata.requires_credentials()) {
                Ok(tokens) => return Ok(tokens),
                Err(error) => reason = reason.or(error),
            }
        }
        if metadata.requires_credentials() {
            let needed = metadata.security;
            return Err(reason.unwrap_or(RequestError::NoCredentials { needed }));
        }
        Ok(Vec::new())
    }

    /// Returns the tokens for all schemes of a requirement; `Err(None)` if one is missing. An action that may be called
    /// without credentials takes a token of any scope.
    fn satisfy(
        &self,
        requirement: &Requirement,
        checks_scopes: bool,
    ) -> Result<Vec<(TokenScheme, &Token)>, Option<RequestError>> {
        let unnamed = |required: &&RequiredScheme| self.get(required.scheme.name).is_none();
        let unnamed = requirement.schemes().iter().filter(unnamed);
        let is_other_enough = unnamed
            .filter(|required| required.scheme.sent != TokenScheme::Connection)
            .count()
            == 1;
        let mut tokens = Vec::new();
        for RequiredScheme { scheme, scopes, .. } in requirement.schemes() {
            let sent = scheme.sent;
            let token = match sent {
                TokenScheme::Connection => continue,
                TokenScheme::Unsupported(_) => return Err(None),
                TokenScheme::Bearer | TokenScheme::Basic | TokenScheme::Header(_) => {
                    let other = self.other.as_ref().filter(|_| is_other_enough);
                    self.get(scheme.name).or(other)
                }
                TokenScheme::Query(_) | TokenScheme::Cookie(_) => self.get(scheme.name),
            };
            let token = token.ok_or(None)?;
            if !token.fits(sent) {
                return Err(Some(RequestError::TokenForm { scheme: sent }));
            }
            let required = RequiredScheme::new(scheme).scopes(scopes);
            if checks_scopes && token.scopes().is_some_and(|held| !required.allows(held)) {
                return Err(Some(RequestError::MissingScope { needed: scopes }));
            }
            if tokens.iter().any(|other| is_conflict(*other, (sent, token))) {
                return Err(None);
            }
            tokens.push((sent, token));
        }
        Ok(tokens)
    }
}

/// Whether two tokens are sent in the same place and differ.
fn is_conflict((scheme, token): (TokenScheme, &Token), (other, another): (TokenScheme, &Token)) -> bool {
    let is_same_place = match (scheme.header(), other.header()) {
        (Some(header), Some(other)) => header.eq_ignore_ascii_case(other),
        _ => scheme == other,
    };
    is_same_place && (scheme != other || token.text() != another.text())
}

/// Adds a token to the headers or to the query of a request. It fits the scheme.
pub(super) fn attach(
    (scheme, token): (TokenScheme, &Token),
    headers: &mut HeaderMap,
    query: &mut String,
    cookies: &mut Vec<String>,
) -> Result<(), RequestError> {
    match scheme {
        TokenScheme::Query(name) => push_query(query, name, token.text()),
        TokenScheme::Cookie(name) => cookies.push(format!("{name}={}", token.text())),
        TokenScheme::Bearer | TokenScheme::Basic | TokenScheme::Header(_) => {
            let value = token.header(scheme).ok_or(RequestError::TokenForm { scheme })?;
            let name = match scheme {
                TokenScheme::Header(name) => HeaderName::from_bytes(name.as_bytes()),
                _ => Ok(AUTHORIZATION),
            };
            headers.insert(name.map_err(|error| RequestError::Http(error.into()))?, value);
        }
        TokenScheme::Connection | TokenScheme::Unsupported(_) => {}
    }
    Ok(())
}

/// Whether a received request has all tokens that a requirement asks for. Their values are not checked.
pub(super) fn is_met(requirement: &Requirement, headers: &HeaderMap, query: &str) -> bool {
    requirement.schemes().iter().all(|required| match required.scheme.sent {
        TokenScheme::Bearer => has_scheme(headers, "Bearer"),
        TokenScheme::Basic => has_scheme(headers, "Basic"),
        TokenScheme::Unsupported(scheme) => has_scheme(headers, scheme),
        TokenScheme::Header(name) => {
            let value = headers.get(name).map(HeaderValue::as_bytes);
            value.is_some_and(|value| !value.trim_ascii().is_empty())
        }
        TokenScheme::Query(name) => crate::endpoint::pairs(query).any(|(key, value)| key == name && !value.is_empty()),
        TokenScheme::Cookie(name) => headers.get_all(COOKIE).iter().any(|line| cookie_value(line, name)),
        TokenScheme::Connection => true,
    })
}

/// Whether `Authorization` has credentials of an authentication scheme. Its name is case-insensitive (RFC 9110, 11.1).
fn has_scheme(headers: &HeaderMap, scheme: &str) -> bool {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let parts = value.and_then(|value| value.split_once(' '));
    parts.is_some_and(|(found, token)| found.eq_ignore_ascii_case(scheme) && !token.trim().is_empty())
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.names().collect();
        f.debug_struct("Tokens")
            .field("named", &names)
            .field("other", &self.other.is_some())
            .finish()
    }
}

impl From<Token> for Tokens {
    fn from(token: Token) -> Self {
        Self::new().with_other(token)
    }
}

#[cfg(test)]
mod tests {
    use super::Tokens;
    use crate::endpoint::{Metadata, Method, RequiredScheme, Requirement, SecurityScheme, TokenScheme};
    use crate::http::{RequestError, Token};

    const BEARER: RequiredScheme =
        RequiredScheme::new(&SecurityScheme::new("bearer", TokenScheme::Bearer)).scopes(&["all"]);
    const KEY: RequiredScheme = RequiredScheme::new(&SecurityScheme::new("key", TokenScheme::Header("X-Key")));
    const QUERY: RequiredScheme = RequiredScheme::new(&SecurityScheme::new("query", TokenScheme::Query("key")));
    const DIGEST: RequiredScheme =
        RequiredScheme::new(&SecurityScheme::new("digest", TokenScheme::Unsupported("digest")));

    fn token(text: &str) -> Token {
        Token::new(text).expect("it is a token")
    }

    const KEY_AND_BEARER: &[Requirement] = &[Requirement::new(&[KEY, BEARER])];
    const OTHERS: &[&[Requirement]] = &[
        &[Requirement::new(&[QUERY])],
        &[Requirement::new(&[DIGEST])],
        KEY_AND_BEARER,
    ];
    const ALONE: &[&[Requirement]] = &[&[Requirement::new(&[BEARER])], &[Requirement::new(&[KEY])]];
    const KEYS_OR_QUERY: &[Requirement] = &[Requirement::new(&[KEY, BEARER]), Requirement::new(&[QUERY])];
    const OPTIONAL: &[Requirement] = &[Requirement::new(&[]), Requirement::new(&[BEARER])];
    const OPTIONAL_KEY: &[Requirement] = &[Requirement::new(&[]), Requirement::new(&[KEY])];
    const KEYS_OR_DIGEST: &[Requirement] = &[Requirement::new(&[KEY, QUERY]), Requirement::new(&[DIGEST])];
    const BEARER_OR_QUERY: &[Requirement] = &[Requirement::new(&[BEARER]), Requirement::new(&[QUERY])];

    fn selected(tokens: &Tokens, security: &'static [Requirement]) -> Result<Vec<String>, RequestError> {
        let metadata = Metadata::new("a", Method::Get, "", "/a").security(security);
        let selected = tokens.select(&metadata)?;
        let shown = selected.iter();
        Ok(shown
            .map(|(scheme, token)| format!("{scheme}={}", token.text()))
            .collect())
    }

    #[test]
    fn the_token_without_a_scheme_stands_for_one_that_is_sent_in_a_header() {
        let tokens = Tokens::new().with_other(token("t"));
        for security in ALONE {
            assert!(selected(&tokens, security).is_ok(), "{security:?}");
        }
        for security in OTHERS {
            assert!(selected(&tokens, security).is_err(), "{security:?}");
        }
        let both = tokens.with("key", token("k"));
        assert_eq!(
            selected(&both, KEY_AND_BEARER).expect("it has both"),
            ["header `X-Key: …`=k", "header `Authorization: Bearer …`=t"]
        );
    }

    #[test]
    fn the_first_alternative_that_is_complete_is_used() {
        let tokens = Tokens::new().with("query", token("q")).with("bearer", token("b"));
        let used = |security| selected(&tokens, security).expect("one is complete");
        let [bearer, query] = ["header `Authorization: Bearer …`=b", "query parameter `key`=q"];
        assert_eq!(used(KEYS_OR_QUERY), [query]);
        assert_eq!(used(OPTIONAL), [bearer]);
        assert_eq!(used(OPTIONAL_KEY), [""; 0]);
    }

    #[test]
    fn the_reason_names_the_schemes() {
        let error = selected(&Tokens::new(), KEYS_OR_DIGEST);
        assert_eq!(
            error.expect_err("there is none").to_string(),
            "the client has no credentials for the action, which requires `key` with `query`, or `digest` (digest \
             authentication, which is not supported)"
        );
        let narrow = Tokens::from(token("t").with_scopes(["other"]));
        let error = selected(&narrow, BEARER_OR_QUERY);
        assert!(matches!(error, Err(RequestError::MissingScope { .. })), "{error:?}");
    }
}
