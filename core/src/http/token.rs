//! The token that a request is made with.

use core::fmt;
use std::sync::Arc;

use http::HeaderValue;

use crate::endpoint::{Metadata, TokenScheme};

/// An API access token or an API key, sent as the [scheme](TokenScheme) of the action has it: for most APIs as
/// `Authorization: Bearer …` (RFC 6750).
///
/// It is never shown: not by `Debug`, not in a log line, not in an error.
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
    /// Behind `Bearer`, as most actions take it; `None` if it holds spaces.
    bearer: Option<HeaderValue>,
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
        let text = sensitive(token, |byte| byte.is_ascii_graphic())?;
        let bearer = sensitive(&format!("Bearer {token}"), |_| true)?;
        Ok(Self {
            text,
            bearer: Some(bearer),
            scopes: None,
        })
    }

    /// An API key, for actions that take it in a header of its own, where it may hold spaces: `Token token=…`.
    ///
    /// # Errors
    /// As [`new`](Self::new), but spaces are wrong only at the ends.
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
        })
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
        let text_of_token = self.text.as_bytes();
        // Of `Token token=…`, the rest is no secret, and a server may repeat the secret alone.
        let secret = text_of_token
            .rsplit(|byte| b" =".contains(byte))
            .next()
            .unwrap_or_default();
        let token = match self.bearer {
            None if !secret.is_empty() => secret,
            None | Some(_) => text_of_token,
        };
        let holds = |text: &[u8]| text.windows(token.len().max(1)).any(|part| part == token);
        holds(text) || (text.contains(&b'\\') && holds(&unescaped(text)))
    }

    /// The value of the header that a scheme asks for, marked as sensitive; `None` if the token does not have the form that
    /// the scheme takes: [`Bearer`](TokenScheme::Bearer) has no spaces, [`Basic`](TokenScheme::Basic) is Base64.
    pub fn header(&self, scheme: TokenScheme) -> Option<HeaderValue> {
        match scheme {
            TokenScheme::Bearer => self.bearer.clone(),
            TokenScheme::Basic => {
                let text = self.text.to_str().ok().filter(|text| is_base64(text))?;
                sensitive(&format!("{}{text}", scheme.prefix()), |_| true).ok()
            }
            TokenScheme::Header(_) => Some(self.text.clone()),
        }
    }
}

/// Whether a text can be Base64 (RFC 4648, 4).
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/".contains(&byte);
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}

/// A header that is never shown; its text has nothing but these bytes, and no backslash, which could hide it in JSON.
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
