//! Splits a received body into its parts (RFC 2046, 5.1.1, and RFC 7578).

use core::fmt;
use core::str::from_utf8;

use memchr::memmem;

use super::disposition::{Disposition, parameters};
use crate::endpoint::Limits;
use crate::endpoint::media_type::{is_media_type, is_token};

/// The longest boundary (RFC 2046, 5.1.1).
const BOUNDARY: usize = 70;

/// A part, as it was received.
#[derive(Debug)]
pub(super) struct Received<'b> {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
    /// The other headers.
    pub(super) headers: Vec<(String, String)>,
    pub(super) content: &'b [u8],
}

/// Why a multipart body cannot be split into its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MultipartError {
    /// `Content-Type` has no valid `boundary`.
    Boundary,
    /// The body ends before its last boundary.
    Truncated,
    /// A part has malformed headers.
    Headers,
    /// The headers of a part are longer than the [limit](Limits::part_headers).
    LongHeaders {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A part has no valid `Content-Disposition: form-data` with a name.
    Disposition,
    /// A part has a `Content-Transfer-Encoding`, which is not supported (RFC 7578, 4.7).
    TransferEncoding,
    /// The body has more parts than the [limit](Limits::parts).
    TooManyParts {
        /// The limit.
        limit: usize,
    },
}

impl fmt::Display for MultipartError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boundary => f.write_str("`Content-Type` has no valid boundary"),
            Self::Truncated => f.write_str("the body ends before its last boundary"),
            Self::Headers => f.write_str("a part has malformed headers"),
            Self::LongHeaders { limit } => write!(f, "the headers of a part are longer than {limit} bytes"),
            Self::Disposition => f.write_str("a part has no valid `Content-Disposition: form-data` with a name"),
            Self::TransferEncoding => f.write_str("the `Content-Transfer-Encoding` of a part is not supported"),
            Self::TooManyParts { limit } => write!(f, "the body has more than {limit} parts"),
        }
    }
}

/// Splits a body into its parts.
#[inline]
pub(super) fn parse<'b>(
    content_type: &str,
    body: &'b [u8],
    limits: Limits,
) -> Result<Vec<Received<'b>>, MultipartError> {
    let boundary = boundary(content_type).ok_or(MultipartError::Boundary)?;
    let delimiter = format!("\r\n--{boundary}");
    let finder = memmem::Finder::new(&delimiter);
    // The first boundary may begin the body.
    let first = body.strip_prefix(&delimiter.as_bytes()[2..]).and_then(Line::read);
    let mut line = match first {
        Some(line) => line,
        None => next(&finder, delimiter.len(), body)?.1,
    };
    let mut parts = Vec::new();
    while let Line::Part(rest) = line {
        if parts.len() == limits.parts {
            return Err(MultipartError::TooManyParts { limit: limits.parts });
        }
        let (headers, rest) = headers(rest, limits.part_headers)?;
        let (content, after) = next(&finder, delimiter.len(), rest)?;
        // The empty line behind the headers of a part without content may be that of the boundary.
        parts.push(received(headers, content.strip_prefix(b"\r\n").unwrap_or(content))?);
        line = after;
    }
    Ok(parts)
}

/// What follows a boundary.
enum Line<'b> {
    /// A part.
    Part(&'b [u8]),
    /// Nothing that counts.
    End,
}

impl<'b> Line<'b> {
    /// Reads the rest of the line of a boundary; `None` if it is none, but begins like one.
    #[inline]
    fn read(rest: &'b [u8]) -> Option<Self> {
        if rest.starts_with(b"--") {
            return Some(Self::End);
        }
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        rest.get(padding..)?.strip_prefix(b"\r\n").map(Self::Part)
    }
}

/// Returns what precedes the next boundary, and what follows it.
#[inline]
fn next<'b>(
    finder: &memmem::Finder<'_>,
    length: usize,
    body: &'b [u8],
) -> Result<(&'b [u8], Line<'b>), MultipartError> {
    for at in finder.find_iter(body) {
        if let Some(line) = body.get(at + length..).and_then(Line::read) {
            return Ok((&body[..at], line));
        }
    }
    Err(MultipartError::Truncated)
}

/// The headers of a part, and what follows them, with the line break of the empty line.
#[inline]
fn headers(part: &[u8], limit: usize) -> Result<(&[u8], &[u8]), MultipartError> {
    if part.starts_with(b"\r\n") {
        return Err(MultipartError::Disposition);
    }
    let start = &part[..part.len().min(limit.saturating_add(4))];
    match memmem::find(start, b"\r\n\r\n") {
        Some(end) => Ok((&part[..end], &part[end + 2..])),
        None if start.len() < part.len() => Err(MultipartError::LongHeaders { limit }),
        None => Err(MultipartError::Truncated),
    }
}

#[inline]
fn received<'b>(headers: &[u8], content: &'b [u8]) -> Result<Received<'b>, MultipartError> {
    let headers = from_utf8(headers).map_err(|_| MultipartError::Headers)?;
    let (mut disposition, mut media_type, mut others) = (None, None, Vec::new());
    for line in headers.split("\r\n") {
        let (name, value) = line.split_once(':').ok_or(MultipartError::Headers)?;
        let value = value.trim_matches([' ', '\t']);
        if !is_token(name) || value.contains(['\r', '\n', '\0']) {
            return Err(MultipartError::Headers);
        }
        let is_repeated = match &*name.to_ascii_lowercase() {
            "content-disposition" => {
                let found = Disposition::parse(value).ok_or(MultipartError::Disposition)?;
                disposition.replace(found).is_some()
            }
            "content-type" if is_media_type(value) => media_type.replace(value.to_owned()).is_some(),
            "content-type" => true,
            "content-transfer-encoding" => {
                let is_plain = ["7bit", "8bit", "binary"]
                    .iter()
                    .any(|plain| value.eq_ignore_ascii_case(plain));
                if !is_plain {
                    return Err(MultipartError::TransferEncoding);
                }
                false
            }
            _ => {
                others.push((name.to_owned(), value.to_owned()));
                false
            }
        };
        if is_repeated {
            return Err(MultipartError::Headers);
        }
    }
    let Disposition { name, file_name } = disposition.ok_or(MultipartError::Disposition)?;
    Ok(Received {
        name,
        file_name,
        media_type,
        headers: others,
        content,
    })
}

/// The boundary in the value of `Content-Type`.
#[inline]
fn boundary(content_type: &str) -> Option<String> {
    let (_, parameters) = parameters(content_type)?;
    let mut boundaries = parameters.into_iter().filter(|(name, _)| name == "boundary");
    let (_, boundary) = boundaries.next()?;
    (boundaries.next().is_none() && is_boundary(&boundary)).then_some(boundary)
}

/// Whether a text can be a boundary (RFC 2046, 5.1.1).
#[inline]
fn is_boundary(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
    (1..=BOUNDARY).contains(&text.len()) && text.bytes().all(is_part) && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::{Limits, MultipartError, parse};

    const TYPE: &str = "multipart/form-data; boundary=x";

    /// The name, the file name, the media type and the content of each part.
    fn parts(content_type: &str, body: &str) -> Result<Vec<String>, MultipartError> {
        let parts = parse(content_type, body.as_bytes(), Limits::new())?;
        let shown = parts.iter().map(|part| {
            let content = String::from_utf8_lossy(part.content);
            format!("{} {:?} {:?} {content:?}", part.name, part.file_name, part.media_type)
        });
        Ok(shown.collect())
    }

    fn part(content: &str) -> String {
        format!("Content-Disposition: form-data; name=\"a\"\r\n\r\n{content}")
    }

    #[test]
    fn parts_are_found_between_their_boundaries() {
        let a = part("1");
        let empty = part("");
        for body in [
            format!("--x\r\n{a}\r\n--x--\r\n"),
            format!("--x\r\n{a}\r\n--x--"),
            format!("preamble\r\n--x \t\r\n{a}\r\n--x--\r\nepilogue\r\n--x\r\n"),
            format!("--xy\r\n--x\r\n{a}\r\n--x--"),
        ] {
            assert_eq!(parts(TYPE, &body), Ok(vec!["a None None \"1\"".to_owned()]), "{body:?}");
        }
        let content = "\r\na--x\r\n--xy\n--x\r";
        let body = format!("--x\r\n{empty}\r\n--x\r\n{}\r\n--x--", part(content));
        let expected = ["a None None \"\"".to_owned(), format!("a None None {content:?}")];
        assert_eq!(parts(TYPE, &body), Ok(expected.to_vec()));
        assert_eq!(parts(TYPE, "--x--\r\n"), Ok(Vec::new()), "a body without parts");
        let body = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n--x--";
        assert_eq!(parts(TYPE, body), Ok(vec!["a None None \"\"".to_owned()]), "no content");
    }

    #[test]
    fn the_headers_of_a_part_are_read() {
        let body = "--x\r\ncontent-type: image/png\r\nContent-Disposition: form-data; name=a; filename=\"b\"\r\n\
                    Content-Transfer-Encoding: binary\r\nX-Id: \t7 \r\n\r\n\r\n--x--";
        assert_eq!(
            parts(TYPE, body),
            Ok(vec!["a Some(\"b\") Some(\"image/png\") \"\"".to_owned()])
        );
        let parsed = parse(TYPE, body.as_bytes(), Limits::new()).expect("it is well-formed");
        assert_eq!(parsed[0].headers, [("X-Id".to_owned(), "7".to_owned())]);
    }

    #[test]
    fn a_hostile_boundary_is_refused() {
        let long = "a".repeat(71);
        for content_type in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=\"a\rb\"",
            "multipart/form-data; boundary=\"a \"",
            "multipart/form-data; boundary=ü",
            "multipart/form-data; boundary=\"x",
            "multipart/form-data; boundary=x; boundary=y",
            &format!("multipart/form-data; boundary={long}"),
        ] {
            assert_eq!(
                parts(content_type, "--x--"),
                Err(MultipartError::Boundary),
                "{content_type}"
            );
        }
        for content_type in [
            "multipart/form-data; charset=utf-8; BOUNDARY=\"x\"",
            "multipart/form-data;boundary=x;a=b",
        ] {
            assert_eq!(parts(content_type, "--x--"), Ok(Vec::new()), "{content_type}");
        }
    }

    #[test]
    fn a_malformed_body_is_refused() {
        use MultipartError::{Disposition, Headers, TransferEncoding, Truncated};
        let a = part("1");
        for (body, error) in [
            (String::new(), Truncated),
            ("no boundary".to_owned(), Truncated),
            ("--x".to_owned(), Truncated),
            ("--x\r\n".to_owned(), Truncated),
            (format!("--x\r\n{a}"), Truncated),
            (format!("--x\r\n{a}\r\n--x"), Truncated),
            (format!("--x\r\n{a}\r\n--x-"), Truncated),
            (format!("--x\n{}\n--x--", a.replace("\r\n", "\n")), Truncated),
            ("--x\r\n\r\n1\r\n--x--".to_owned(), Disposition),
            ("--x\r\nX-A: b\r\n\r\n1\r\n--x--".to_owned(), Disposition),
            (format!("--x\r\nX A: b\r\n{a}\r\n--x--"), Headers),
            (format!("--x\r\n folded\r\n{a}\r\n--x--"), Headers),
            (format!("--x\r\nContent-Type: image\r\n{a}\r\n--x--"), Headers),
            (
                format!("--x\r\nContent-Disposition: form-data; name=b\r\n{a}\r\n--x--"),
                Headers,
            ),
            (
                format!("--x\r\nContent-Transfer-Encoding: base64\r\n{a}\r\n--x--"),
                TransferEncoding,
            ),
        ] {
            assert_eq!(parts(TYPE, &body), Err(error), "{body:?}");
        }
    }

    #[test]
    fn the_number_of_parts_and_the_length_of_their_headers_are_limited() {
        let body = |count: usize| format!("{}--x--", format!("--x\r\n{}\r\n", part("1")).repeat(count));
        let headers = part("").len() - 4;
        let few = Limits::new().parts(2).part_headers(headers);
        for (limits, count) in [(Limits::new(), 1000), (few, 2)] {
            let parts = |count| parse(TYPE, body(count).as_bytes(), limits).map(|parts| parts.len());
            assert_eq!(parts(count), Ok(count));
            assert_eq!(parts(count + 1), Err(MultipartError::TooManyParts { limit: count }));
        }
        for (limits, limit) in [(Limits::new(), 16 * 1024), (few.part_headers(headers - 1), headers - 1)] {
            let long = format!("--x\r\nX-A: {}\r\n{}", "b".repeat(20_000), part("1"));
            let body = if limit < headers { body(1) } else { long };
            let refused = parse(TYPE, body.as_bytes(), limits).map(|parts| parts.len());
            assert_eq!(refused, Err(MultipartError::LongHeaders { limit }));
        }
    }

    #[test]
    fn every_cut_of_a_body_is_refused_and_none_panics() {
        let body = format!("--x\r\n{}\r\n--x\r\n{}\r\n--x--", part("1"), part("2"));
        for end in 0..body.len() {
            assert!(parts(TYPE, &body[..end]).is_err(), "{end}");
        }
    }
}
