//! The token of a request.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

use http::HeaderValue;
use percent_encoding::percent_decode;

use super::base64;
use crate::endpoint::TokenScheme;

/// An API access token or an API key. It is sent according to the [scheme](TokenScheme) of the action: for most APIs as
/// `Authorization: Bearer …` (RFC 6750).
///
/// The token is never shown: `Debug`, logs and errors omit it.
///
/// ```
/// use typewright_runtime::http::Token;
///
/// let token = Token::new("secret")?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// assert!(Token::new("secret\r\nX-Other: header").is_err());
/// # Ok::<(), typewright_runtime::http::InvalidToken>(())
/// ```
#[derive(Clone)]
pub struct Token {
    text: HeaderValue,
    /// The value with `Bearer`, the most common scheme; `None` if the token contains spaces.
    bearer: Option<HeaderValue>,
    scopes: Option<Arc<[String]>>,
    /// The password, if the token was made from one.
    password: Option<Arc<str>>,
    /// From when a source of credentials is asked for another token.
    refresh_at: Option<Instant>,
}

impl Token {
    /// Creates a token whose scopes are not known.
    ///
    /// # Errors
    /// If it is empty or contains a character that is not visible ASCII, such as the line break at the end of a file,
    /// or a backslash.
    pub fn new(token: impl AsRef<str>) -> Result<Self, InvalidToken> {
        let token = token.as_ref();
        let text = sensitive(token, |byte| byte.is_ascii_graphic())?;
        let bearer = sensitive(&format!("Bearer {token}"), |_| true)?;
        Ok(Self {
            text,
            bearer: Some(bearer),
            scopes: None,
            password: None,
            refresh_at: None,
        })
    }

    /// Creates an API key. It may contain spaces: `Token token=…`.
    ///
    /// # Errors
    /// See [`new`](Self::new), but only leading and trailing spaces are invalid.
    ///
    /// ```
    /// use typewright_runtime::endpoint::TokenScheme;
    /// use typewright_runtime::http::Token;
    ///
    /// let key = Token::key("Token token=secret")?;
    /// assert!(key.header(TokenScheme::Header("Authorization")).is_some());
    /// assert!(key.header(TokenScheme::Bearer).is_none());
    /// # Ok::<(), typewright_runtime::http::InvalidToken>(())
    /// ```
    pub fn key(key: impl AsRef<str>) -> Result<Self, InvalidToken> {
        let key = key.as_ref();
        if !key.contains(' ') {
            return Self::new(key);
        }
        if key.trim() != key {
            return Err(InvalidToken::Characters);
        }
        Ok(Self {
            text: sensitive(key, |byte| byte == b' ' || byte.is_ascii_graphic())?,
            bearer: None,
            scopes: None,
            password: None,
            refresh_at: None,
        })
    }

    /// Creates the token for a name and a password: HTTP basic authentication (RFC 7617), in UTF-8.
    ///
    /// # Errors
    /// If the name contains a colon, or one of them a control character.
    ///
    /// ```
    /// use typewright_runtime::endpoint::TokenScheme;
    /// use typewright_runtime::http::Token;
    ///
    /// let token = Token::basic("Aladdin", "open sesame")?;
    /// let header = token.header(TokenScheme::Basic);
    /// assert_eq!(header.as_ref().map(|value| value.as_bytes()), Some(&b"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="[..]));
    /// # Ok::<(), typewright_runtime::http::InvalidToken>(())
    /// ```
    pub fn basic(name: impl AsRef<str>, password: impl AsRef<str>) -> Result<Self, InvalidToken> {
        let (name, password) = (name.as_ref(), password.as_ref());
        if name.contains(':') || name.chars().chain(password.chars()).any(char::is_control) {
            return Err(InvalidToken::Characters);
        }
        let mut token = Self::new(base64::encode(format!("{name}:{password}").as_bytes()))?;
        token.password = Some(password.into());
        Ok(token)
    }

    /// Sets the scopes of the token. A request that requires another scope is not sent.
    #[must_use]
    pub fn with_scopes<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets how long the token is valid, such as the `expires_in` of OAuth 2. A client with a source of credentials asks it
    /// for another token when nine tenths of that time have passed, or 30 seconds before its end, whichever is later.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        const MOST: Duration = Duration::from_secs(30);
        let margin = (lifetime / 10).min(MOST);
        // A time that cannot be represented is too far away to matter.
        self.refresh_at = Instant::now().checked_add(lifetime.saturating_sub(margin));
        self
    }

    /// Whether the token has expired, or is about to.
    pub(super) fn is_stale(&self) -> bool {
        self.refresh_at.is_some_and(|at| at <= Instant::now())
    }

    /// Returns the scopes, if they are known.
    pub fn scopes(&self) -> Option<&[String]> {
        self.scopes.as_deref()
    }

    /// Whether a text contains the token, such as a response that repeats the request. In JSON, characters of the token
    /// may be escaped; in a URL, they may be percent-encoded.
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        let text_of_token = self.text.as_bytes();
        // In `Token token=…`, only the part after `=` is secret, and a server may repeat it alone.
        let secret = text_of_token
            .rsplit(|byte| b" =".contains(byte))
            .next()
            .unwrap_or_default();
        let token = match self.bearer {
            None if !secret.is_empty() => secret,
            None | Some(_) => text_of_token,
        };
        let password = self.password.as_ref().map(|password| password.as_bytes());
        let password = password.filter(|password| !password.is_empty());
        let holds = |text: &[u8]| {
            let holds = |part: &[u8]| text.windows(part.len().max(1)).any(|found| found == part);
            holds(token) || password.is_some_and(holds)
        };
        let holds_escaped = |text: &[u8]| holds(text) || (text.contains(&b'\\') && holds(&unescaped(text)));
        holds_escaped(text) || (text.contains(&b'%') && holds_escaped(&percent_decode(text).collect::<Vec<u8>>()))
    }

    /// The text of the token, which is visible ASCII.
    pub(super) fn text(&self) -> &str {
        self.text.to_str().unwrap_or_default()
    }

    /// Whether the token can be sent with a scheme.
    pub(super) fn fits(&self, scheme: TokenScheme) -> bool {
        match scheme {
            TokenScheme::Bearer => self.bearer.is_some(),
            TokenScheme::Basic => base64::is_valid(self.text()),
            TokenScheme::Header(_) | TokenScheme::Query(_) => true,
            // The characters of RFC 6265, 4.1.1.
            TokenScheme::Cookie(_) => !self.text().contains([' ', '"', ',', ';']),
            TokenScheme::Connection | TokenScheme::Unsupported(_) => false,
        }
    }

    /// Returns the header value for a scheme, marked as sensitive; `None` if the token is not sent in a header of its
    /// own, or is not valid for the scheme: [`Bearer`](TokenScheme::Bearer) allows no spaces,
    /// [`Basic`](TokenScheme::Basic) requires Base64.
    pub fn header(&self, scheme: TokenScheme) -> Option<HeaderValue> {
        match scheme {
            TokenScheme::Bearer => self.bearer.clone(),
            TokenScheme::Basic if self.fits(scheme) => sensitive(&format!("Basic {}", self.text()), |_| true).ok(),
            TokenScheme::Header(_) => Some(self.text.clone()),
            TokenScheme::Basic
            | TokenScheme::Query(_)
            | TokenScheme::Cookie(_)
            | TokenScheme::Connection
            | TokenScheme::Unsupported(_) => None,
        }
    }
}

/// Whether a line of the header `Cookie` has a cookie that is not empty.
pub(super) fn cookie_value(line: &HeaderValue, name: &str) -> bool {
    let mut pairs = line.as_bytes().split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
    pairs.any(|pair| {
        let value = pair.strip_prefix(name.as_bytes());
        value
            .and_then(|value| value.strip_prefix(b"="))
            .is_some_and(|value| !value.is_empty())
    })
}

/// A value that is never shown, for a header that holds tokens.
pub(super) fn secret_header(text: &str) -> Result<HeaderValue, InvalidToken> {
    sensitive(text, |_| true)
}

/// A header value that is never shown. It contains only these bytes, and no backslash, which could be hidden in JSON.
fn sensitive(text: &str, is_valid: impl Fn(u8) -> bool) -> Result<HeaderValue, InvalidToken> {
    if text.is_empty() {
        return Err(InvalidToken::Empty);
    }
    let is_visible = text.bytes().all(|byte| is_valid(byte) && byte != b'\\');
    match HeaderValue::from_str(text) {
        Ok(mut header) if is_visible => {
            header.set_sensitive(true);
            Ok(header)
        }
        Ok(_) | Err(_) => Err(InvalidToken::Characters),
    }
}

/// Decodes the escapes of JSON text that can hide a token, which is ASCII without backslashes.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'\\' {
            plain.push(*first);
            continue;
        }
        let digits = tail.strip_prefix(b"u").and_then(|tail| tail.split_at_checked(4));
        let code = digits.and_then(|(digits, after)| {
            let digits = core::str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(digits, 16).ok()?, after))
        });
        // For every other escape, the character after the backslash is the character itself.
        if let Some((code, after)) = code {
            plain.push(code);
            rest = after;
        }
    }
    plain
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl TryFrom<&str> for Token {
    type Error = InvalidToken;

    fn try_from(token: &str) -> Result<Self, InvalidToken> {
        Self::new(token)
    }
}

impl TryFrom<&String> for Token {
    type Error = InvalidToken;

    fn try_from(token: &String) -> Result<Self, InvalidToken> {
        Self::new(token)
    }
}

impl TryFrom<String> for Token {
    type Error = InvalidToken;

    fn try_from(token: String) -> Result<Self, InvalidToken> {
        Self::new(token)
    }
}

/// The reason why a string is not a valid token. It does not show the string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidToken {
    /// The string is empty.
    Empty,
    /// The string contains a space, a control character, a backslash or a character that is not ASCII.
    Characters,
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the token is empty",
            Self::Characters => {
                "the token contains invalid characters (spaces, line breaks, control characters, backslashes or \
                 letters outside of ASCII): trim it"
            }
        })
    }
}

impl core::error::Error for InvalidToken {}

impl From<core::convert::Infallible> for InvalidToken {
    fn from(never: core::convert::Infallible) -> Self {
        match never {}
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidToken, Token};
    use crate::endpoint::TokenScheme;

    #[test]
    fn a_token_cannot_inject_a_header() {
        for text in ["a\r\nX-Other: 1", "a\n", "a b", "a\0", "ä", "a\u{7f}"] {
            assert_eq!(Token::new(text).err(), Some(InvalidToken::Characters), "{text:?}");
        }
        assert_eq!(Token::new("").err(), Some(InvalidToken::Empty));
    }

    #[test]
    fn a_token_is_found_in_what_repeats_it() {
        let token = Token::new("a\"b/c").expect("it is a token");
        for text in [
            r#"{"x":"a\"b\/c"}"#,
            r#"a"b/c"#,
            r#"\n a\"b/c"#,
            r#"{"x":"\u0061\u0022b\u002Fc"}"#,
            r#"{"x":"\u00e4\ud83e\udd80\ua\u0022b\/\u0063"}"#,
            r#"{"x":"{\"y\":\"a\\u0022b/c\"}"}"#,
            r#"\u a"b/c\u"#,
        ] {
            assert!(token.is_in(text.as_bytes()), "{text}");
        }
        assert!(!token.is_in(b"") && !token.is_in(br#"a"b/"#));
        for text in ["/x?key=a%22b%2Fc", r#"{"url":"\/x?key=a%22b%2fc"}"#, "%61%22%62%2f%63"] {
            assert!(token.is_in(text.as_bytes()), "{text}");
        }
        let token = Token::basic("name", "pa55 w\u{f6}rd").expect("it is a token");
        for text in ["Basic bmFtZTpwYTU1IHfDtnJk", "pa55 w\u{f6}rd", "pa55%20w%C3%B6rd"] {
            assert!(token.is_in(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_token_is_never_shown() {
        let token = Token::new("s3cr3t").expect("it is a token").with_scopes(["all.User"]);
        assert!(!format!("{token:?}").contains("s3cr3t"));
        let schemes = [
            (TokenScheme::Bearer, "Bearer s3cr3t"),
            (TokenScheme::Basic, "Basic bmFtZTpzM2NyM3Q="),
            (TokenScheme::Header("X-Key"), "s3cr3t"),
        ];
        for (scheme, text) in schemes {
            let secret = text.rsplit(' ').next().unwrap_or_default();
            let token = Token::new(secret).expect("it is a token");
            let header = token.header(scheme).expect("it has no spaces");
            assert_eq!(header.as_bytes(), text.as_bytes());
            assert!(!format!("{token:?} {header:?}").contains(secret));
        }
        for none in ["name:password", "abc", "ab=c", "abcde===", "a_-="] {
            let token = Token::new(none).expect("it is a token");
            assert_eq!(token.header(TokenScheme::Basic), None, "{none}");
        }
    }

    #[test]
    fn a_key_may_hold_spaces_and_stands_behind_no_word_then() {
        let key = Token::key("Key k=s3cr3t").expect("it is a key");
        for scheme in [TokenScheme::Bearer, TokenScheme::Basic] {
            assert_eq!(key.header(scheme), None);
        }
        let header = key.header(TokenScheme::Header("X-Key")).expect("it is taken as it is");
        assert_eq!(header.as_bytes(), b"Key k=s3cr3t");
        assert!(!format!("{key:?} {header:?}").contains("s3cr3t"));
        assert!(key.is_in(b"Key k=s3cr3t") && key.is_in(b"no key s3cr3t") && !key.is_in(b"no Key k"));
        for text in [" a b", "a b ", "a\nb c", "a b\\", "\u{e4} b"] {
            assert_eq!(Token::key(text).err(), Some(InvalidToken::Characters), "{text:?}");
        }
    }
}
