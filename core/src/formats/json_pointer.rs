//! JSON Pointers of RFC 6901, and relative JSON Pointers.

pub(super) fn is_valid(text: &str) -> bool {
    (text.is_empty() || text.starts_with('/')) && has_only_known_escapes(text)
}

pub(super) fn is_valid_relative(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (levels, rest) = text.split_at(digits);
    let is_number = levels == "0" || !(levels.is_empty() || levels.starts_with('0'));
    is_number && (rest == "#" || is_valid(rest))
}

fn has_only_known_escapes(text: &str) -> bool {
    text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_start_with_a_slash_and_escape_tildes() {
        for text in [
            "",
            "/",
            "/foo//bar/",
            "/a~1b",
            "/~1~0~0~1~1",
            "/~01",
            "/k\"l ^|\\",
            "/ä",
        ] {
            assert!(is_valid(text), "{text}");
        }
        for text in ["#", "#/", "a", "0", "a/b", "/~", "/~2", "/~~", "/~0~", "~0"] {
            assert!(!is_valid(text), "{text}");
        }
    }

    #[test]
    fn relative_pointers_start_with_a_number() {
        for text in ["0", "1", "0#", "120/foo/bar", "2/0/baz/1/zip", "10#", "1/"] {
            assert!(is_valid_relative(text), "{text}");
        }
        for text in [
            "", "/foo", "-1/foo", "+1/foo", "0##", "01/a", "01#", "#", "1a", "1/~", "১",
        ] {
            assert!(!is_valid_relative(text), "{text}");
        }
    }
}
