//! Writes the parts of a body.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use memchr::memmem;

use super::MULTIPART;
use super::disposition::{Disposition, escape};
use super::value::Text;
use crate::endpoint::FilePart;
use crate::endpoint::{Source, Upload};

/// A part that is ready to be sent.
pub(super) struct Outgoing {
    head: String,
    content: Source,
}

impl Outgoing {
    #[inline]
    pub(super) fn text(name: &str, text: Text, headers: &[(String, String)]) -> Self {
        Self {
            head: head(name, None, text.media_type, headers),
            content: text.text.into(),
        }
    }

    #[inline]
    pub(super) fn file(name: &str, file: &FilePart, media_type: Option<&str>) -> Self {
        Self {
            head: head(name, file.file_name.as_deref(), media_type, &file.headers),
            content: file.source.clone(),
        }
    }
}

/// The headers of a part, with the empty line behind them.
#[inline]
fn head(name: &str, file_name: Option<&str>, media_type: Option<&str>, headers: &[(String, String)]) -> String {
    let mut head = disposition(name, file_name);
    if let Some(media_type) = media_type {
        head.push_str("\r\nContent-Type: ");
        head.push_str(media_type);
    }
    for (name, value) in headers {
        for text in ["\r\n", name, ": ", value] {
            head.push_str(text);
        }
    }
    head.push_str("\r\n\r\n");
    head
}

#[inline]
fn disposition(name: &str, file_name: Option<&str>) -> String {
    let name = escape(name);
    match file_name {
        Some(file_name) => {
            let file_name = escape(file_name);
            format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"")
        }
        None => format!("Content-Disposition: form-data; name=\"{name}\""),
    }
}

/// Whether a name is read as it was written. Browsers do not escape `%`, and some servers take a backslash for an escape.
#[inline]
pub(super) fn is_read_back(name: &str) -> bool {
    let written = disposition(name, None);
    let value = written.strip_prefix("Content-Disposition: ").unwrap_or(&written);
    !name.contains('\0') && Disposition::parse(value).is_some_and(|read| read.name == name)
}

/// Joins the parts to a body. A boundary that occurs in the content that is in memory is replaced by another one.
#[inline]
pub(super) fn upload(parts: Vec<Outgoing>, boundary: &dyn Fn() -> String) -> Upload {
    let is_free = |boundary: &String| {
        let delimiter = format!("--{boundary}");
        let finder = memmem::Finder::new(&delimiter);
        let occurs = |part: &Outgoing| {
            let content = part.content.as_bytes().unwrap_or_default();
            finder.find(content).is_some() || finder.find(part.head.as_bytes()).is_some()
        };
        !parts.iter().any(occurs)
    };
    let mut chosen = boundary();
    while !is_free(&chosen) {
        chosen = new_boundary();
    }
    let mut segments: Vec<Source> = Vec::with_capacity(parts.len() * 2 + 1);
    let mut between = "";
    for part in parts {
        segments.push(format!("{between}--{chosen}\r\n{}", part.head).into());
        segments.push(part.content);
        between = "\r\n";
    }
    segments.push(format!("{between}--{chosen}--\r\n").into());
    Upload::of_segments(format!("{MULTIPART}; boundary={chosen}"), segments)
}

/// Returns a random boundary: the hashes have random keys, so nobody can foresee it.
#[inline]
pub(super) fn new_boundary() -> String {
    let random = || RandomState::new().hash_one(0);
    format!("typewright-{:016x}{:016x}", random(), random())
}

#[cfg(test)]
mod tests {
    use super::{Outgoing, is_read_back, new_boundary, upload};
    use crate::endpoint::FilePart;

    #[test]
    fn a_boundary_never_occurs_in_the_content() {
        let boundaries = ["x".to_owned(), new_boundary(), new_boundary()];
        assert_ne!(boundaries[1], boundaries[2]);
        let file = FilePart::new("a", "--x--");
        let body = upload(vec![Outgoing::file("a", &file, None)], &|| "x".to_owned());
        assert!(!body.content_type().ends_with("=x"), "{}", body.content_type());
    }

    #[test]
    fn a_name_that_would_be_read_as_another_one_is_known() {
        for name in ["a", "a\"b\r\n", "ü", "C:\\a", ""] {
            assert!(is_read_back(name), "{name:?}");
        }
        for name in ["a%22", "%0D", "a\\\\b", "a\\", "a\0b"] {
            assert!(!is_read_back(name), "{name:?}");
        }
    }
}
