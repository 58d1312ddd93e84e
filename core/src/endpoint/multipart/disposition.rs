//! The parameters of a header such as `Content-Disposition: form-data; name="file"`.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The characters of a name that are escaped (WHATWG HTML, "multipart/form-data encoding algorithm").
const ESCAPES: [(char, &str); 3] = [('"', "%22"), ('\r', "%0D"), ('\n', "%0A")];

/// Escapes a name as browsers do.
#[inline]
pub(super) fn escape(name: &str) -> String {
    let mut escaped = name.to_owned();
    for (character, code) in ESCAPES {
        escaped = escaped.replace(character, code);
    }
    escaped
}

/// Reverses [`escape`].
#[inline]
fn unescape(name: &str) -> String {
    let mut name = name.to_owned();
    for (character, code) in ESCAPES {
        name = name.replace(code, character.encode_utf8(&mut [0; 4]));
    }
    name
}

/// The name and the file name of a part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Disposition {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
}

impl Disposition {
    /// Parses the value of `Content-Disposition`; `None` if it is not that of a part of a form.
    #[inline]
    pub(super) fn parse(value: &str) -> Option<Self> {
        let (kind, parameters) = parameters(value)?;
        if !kind.eq_ignore_ascii_case("form-data") {
            return None;
        }
        let get = |name: &str| {
            let mut found = parameters.iter().filter(|(known, _)| known == name);
            match (found.next(), found.next()) {
                (found, None) => Some(found.map(|(_, value)| &**value)),
                (_, Some(_)) => None,
            }
        };
        // Not allowed (RFC 7578, 4.2), but some clients send it for names that are not ASCII.
        let extended = match get("filename*")? {
            Some(value) => Some(extended(value)?),
            None => None,
        };
        let file_name = get("filename")?.map(unescape);
        Some(Self {
            name: unescape(get("name")??),
            file_name: extended.or(file_name),
        })
    }
}

/// Decodes a value such as `UTF-8''%e2%82%ac.txt` (RFC 8187, 3.2).
#[inline]
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let is_utf8 = charset.eq_ignore_ascii_case("utf-8");
    let decoded = percent_decode_str(encoded).decode_utf8().ok();
    decoded.filter(|_| is_utf8).map(Cow::into_owned)
}

/// Splits the value of a header into its first word and its parameters, whose names are in lower case.
#[inline]
pub(super) fn parameters(value: &str) -> Option<(&str, Vec<(String, String)>)> {
    let (kind, mut rest) = value.split_once(';').unwrap_or((value, ""));
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() {
            return Some((kind.trim(), found));
        }
        let (name, after) = rest.split_once('=')?;
        let name = name.trim().to_ascii_lowercase();
        if name.is_empty() || name.contains([';', '"', ' ', '\t']) {
            return None;
        }
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted_string(quoted)?,
            None => {
                let (value, after) = after.split_at(after.find(';').unwrap_or(after.len()));
                (value.trim().to_owned(), after)
            }
        };
        let after = after.trim_start_matches([' ', '\t']);
        if !after.is_empty() && !after.starts_with(';') {
            return None;
        }
        found.push((name, value));
        rest = after;
    }
}

/// Reads a quoted string behind its first quote, and returns what follows it. A backslash escapes a quote or a backslash, and
/// nothing else: some clients send the path of a file on Windows.
#[inline]
fn quoted_string(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match characters.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, escaped)) => value.push(escaped),
                None => value.push('\\'),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Disposition, escape};

    fn parsed(value: &str) -> Option<(String, Option<String>)> {
        Disposition::parse(value).map(|found| (found.name, found.file_name))
    }

    #[test]
    fn a_name_is_escaped_as_browsers_do_and_read_back() {
        for name in ["a\"b", "a\r\nb: c", "ü€", "a;b=c", "", "C:\\dir\\file.txt"] {
            let written = format!("form-data; name=\"{0}\"; filename=\"{0}\"", escape(name));
            assert!(!written.contains(['\r', '\n']), "{name:?}");
            assert_eq!(parsed(&written), Some((name.to_owned(), Some(name.to_owned()))));
        }
    }

    #[test]
    fn what_other_clients_write_is_understood() {
        for (value, name, file_name) in [
            ("form-data; name=a", "a", None),
            ("Form-Data;name=\"a\" ; FileName=b.txt", "a", Some("b.txt")),
            (r#"form-data; name="a\"b\\c""#, "a\"b\\c", None),
            (
                "form-data; name=a; filename=\"?\"; filename*=UTF-8''%e2%82%ac.txt",
                "a",
                Some("€.txt"),
            ),
        ] {
            let expected = Some((name.to_owned(), file_name.map(str::to_owned)));
            assert_eq!(parsed(value), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_part_of_a_form_is_refused() {
        for value in [
            "",
            "form-data",
            "form-data; filename=\"a\"",
            "attachment; name=\"a\"",
            "form-data; name=\"a",
            "form-data; name=\"a\"b",
            "form-data; name",
            "form-data; name=a; name=b",
            "form-data; name=a; filename*=latin1''%fc",
            "form-data; name=a; filename*=utf-8''%fc",
            "form-data; na\"me=a",
        ] {
            assert_eq!(parsed(value), None, "{value}");
        }
    }
}
