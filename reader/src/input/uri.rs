//! The operations on URI references required by `$id` and `$ref` (RFC 3986, section 5).

use percent_encoding::{AsciiSet, CONTROLS};

/// Resolves a reference against a base URI.
pub fn resolve(base: &str, reference: &str) -> String {
    if has_scheme(reference) {
        return without_empty_fragment(reference);
    }
    let (document, _) = split(base);
    if reference.is_empty() || reference == "#" {
        return document.to_owned();
    }
    if let Some(fragment) = reference.strip_prefix('#') {
        return format!("{document}#{fragment}");
    }
    let (root, path) = authority_and_path(document);
    let (reference, fragment) = split(reference);
    let joined = if reference.starts_with("//") {
        let scheme = document.split(':').next().unwrap_or_default();
        format!("{scheme}:{reference}")
    } else if reference.starts_with('/') {
        format!("{root}{}", without_dots(reference))
    } else {
        let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
        format!("{root}{}", without_dots(&format!("{folder}{reference}")))
    };
    if fragment.is_empty() {
        joined
    } else {
        format!("{joined}#{fragment}")
    }
}

/// Splits a URI into the part before its fragment, and the fragment.
pub fn split(uri: &str) -> (&str, &str) {
    uri.split_once('#').unwrap_or((uri, ""))
}

/// Whether a relative reference in a file of the folder of schemas points outside of that folder.
pub fn leaves_folder(base: &str, reference: &str) -> bool {
    let Some(own) = base.strip_prefix(FOLDER).filter(|_| !has_scheme(reference)) else {
        return false;
    };
    let (path, _) = split(reference);
    let subfolders = split(own).0.matches('/').count();
    let mut depth = if path.starts_with('/') {
        0
    } else {
        i32::try_from(subfolders).unwrap_or(i32::MAX)
    };
    for step in path.split('/') {
        match step {
            ".." => depth -= 1,
            "." | "" => {}
            _ => depth += 1,
        }
        if depth < 0 {
            return true;
        }
    }
    path.starts_with('/') && depth > 1
}

/// Decodes the percent-encoding of a fragment.
pub fn decode(fragment: &str) -> String {
    percent_encoding::percent_decode_str(fragment)
        .decode_utf8_lossy()
        .into_owned()
}

/// Returns the URI of a file in the folder of schemas.
pub fn of_file(name: &str) -> String {
    format!("{FOLDER}{}", percent_encoding::utf8_percent_encode(name, RESERVED))
}

/// Returns the file name for a URI in the folder of schemas, without percent-encoding.
pub fn file_name(document: &str) -> Option<String> {
    document.strip_prefix(FOLDER).map(decode)
}

/// The scheme of files in the folder. No document has a URI with this scheme by accident.
const FOLDER: &str = "folder:///";

/// Characters that must be percent-encoded in the path of a URI.
const RESERVED: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'%').add(b'?');

fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn without_empty_fragment(uri: &str) -> String {
    uri.strip_suffix('#').unwrap_or(uri).to_owned()
}

/// Splits `http://host/a/b` into `http://host` and `/a/b`.
fn authority_and_path(uri: &str) -> (&str, &str) {
    let after_scheme = uri.find("://").map_or(0, |at| at + 3);
    match uri.get(after_scheme..).and_then(|rest| rest.find('/')) {
        Some(slash) => uri.split_at(after_scheme + slash),
        None => (uri, ""),
    }
}

fn without_dots(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').skip(1) {
        match step {
            "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    format!("/{}", steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{decode, file_name, leaves_folder, of_file, resolve};

    #[test]
    fn references_resolve_against_their_base() {
        let base = "http://example.com/a/b.json";
        assert_eq!(resolve(base, "c.json#/x"), "http://example.com/a/c.json#/x");
        assert_eq!(resolve(base, "../c.json"), "http://example.com/c.json");
        assert_eq!(resolve(base, "/c.json"), "http://example.com/c.json");
        assert_eq!(resolve(base, "#/x"), "http://example.com/a/b.json#/x");
        assert_eq!(resolve(base, "urn:x:y#"), "urn:x:y");
        assert_eq!(resolve("folder:///a.json", "b.json"), "folder:///b.json");
        assert_eq!(resolve("http://example.com", "b.json"), "http://example.com/b.json");
    }

    #[test]
    fn a_reference_may_not_climb_out_of_the_folder() {
        let leaves = |reference| leaves_folder("folder:///a.json", reference);
        assert!(leaves("../x.json") && leaves("a/../../x.json") && leaves("/etc/passwd"));
        assert!(!leaves("x.json") && !leaves("a/../x.json") && !leaves("#/a/b") && !leaves("urn:../../x"));
        let leaves = |reference| leaves_folder("folder:///sub/a.json", reference);
        assert!(leaves("../../x.json") && leaves("/etc/passwd"));
        assert!(!leaves("../x.json") && !leaves("../other/x.json"));
        assert!(!leaves_folder("https://example.com/a.json", "../x.json"));
    }

    #[test]
    fn a_file_may_have_any_name() {
        for name in ["a.json", "a b.json", "a#b?c%20d.json", "gerät.json"] {
            let uri = of_file(name);
            assert!(!uri.contains(['#', '?', ' ']), "{uri}");
            assert_eq!(file_name(&uri).as_deref(), Some(name));
            assert_eq!(resolve(&uri, "#/x"), format!("{uri}#/x"));
        }
        assert_eq!(file_name("https://example.com/a.json"), None);
    }

    #[test]
    fn fragments_are_decoded() {
        assert_eq!(decode("/a%25b%20c%"), "/a%b c%");
    }
}
