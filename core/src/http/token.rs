//! The token that a request is made with.

use core::fmt;
use std::sync::Arc;

use http::HeaderValue;

use crate::endpoint::Metadata;

/// An API access token, sent as `Authorization: Bearer …` (RFC 6750).
///
/// It is never shown: not by `Debug`, not in a log line, not in an error.
///
/// ```
/// use losant_runtime::http::Token;
///
/// let token = Token::new("secret")?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// assert!(Token::new("secret\r\nX-Other: header").is_err());
/// # Ok::<(), losant_runtime::http::InvalidToken>(())
/// ```
#[derive(Clone)]
pub struct Token {
    header: HeaderValue,
    scopes: Option<Arc<[String]>>,
}

impl Token {
    /// A token of which the scopes are not known.
    ///
    /// # Errors
    /// If it is empty or holds anything but visible ASCII characters, such as the line break at the end of a file, or a
    /// backslash.
    pub fn new(token: impl AsRef<str>) -> Result<Self, InvalidToken> {
        let token = token.as_ref();
        if token.is_empty() {
            return Err(InvalidToken::Empty);
        }
        let visible = token.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let header = HeaderValue::from_str(&format!("Bearer {token}"));
        match header {
            Ok(mut header) if visible => {
                header.set_sensitive(true);
                Ok(Self { header, scopes: None })
            }
            _ => Err(InvalidToken::Characters),
        }
    }

    /// The same token with its scopes: a request that needs another one is not sent.
    #[must_use]
    pub fn with_scopes<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// The scopes, if they are known.
    pub fn scopes(&self) -> Option<&[String]> {
        self.scopes.as_deref()
    }

    /// Whether the token may call an action, as far as is known.
    pub(crate) fn allows(&self, endpoint: &Metadata) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| endpoint.allows(scopes.iter()))
    }

    /// Whether it stands somewhere in a text, such as an answer of a server that repeats what it was sent. In JSON it may
    /// stand with escapes in place of its signs.
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        let token = self.header.as_bytes().get("Bearer ".len()..).unwrap_or_default();
        let holds = |text: &[u8]| text.windows(token.len().max(1)).any(|part| part == token);
        holds(text) || (text.contains(&b'\\') && holds(&unescaped(text)))
    }

    /// The value of `Authorization`, marked as sensitive.
    pub fn header(&self) -> HeaderValue {
        self.header.clone()
    }
}

/// A JSON text with its escapes taken back, as far as they can hide a token, which is ASCII and has no backslash.
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
        // Of every other escape, what stands behind the backslash is the sign itself.
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

impl TryFrom<String> for Token {
    type Error = InvalidToken;

    fn try_from(token: String) -> Result<Self, InvalidToken> {
        Self::new(token)
    }
}

/// Why a text is no token. It does not show the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidToken {
    /// It is empty.
    Empty,
    /// It holds a space, a control character, a backslash or something beyond ASCII.
    Characters,
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the token is empty",
            Self::Characters => {
                "the token holds characters that no token has (spaces, line breaks, control characters, backslashes \
                 or letters beyond ASCII): trim it"
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
    }

    #[test]
    fn a_token_is_never_shown() {
        let token = Token::new("s3cr3t").expect("it is a token").with_scopes(["all.User"]);
        let header = token.header();
        assert_eq!(header.as_bytes(), b"Bearer s3cr3t");
        assert!(!format!("{token:?} {header:?}").contains("s3cr3t"));
    }
}
