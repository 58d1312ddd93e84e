//! Segments of a path with several values: what is sent is what is received.

use typewright_runtime::endpoint::Endpoint;
use typewright_runtime::http::{RequestError, Tokens};

use crate::api::endpoints::Request as AnyRequest;
use crate::api::endpoints::templates::{Cancel, File, Page, Pair, Range};
use crate::{received, sent};

/// Values that are easily confused with the literal parts of a template.
const VALUES: [&str; 22] = [
    "",
    "a",
    "-",
    ".",
    "..",
    "a-",
    "-a",
    "a-b",
    "a.b",
    ".json",
    "a.json",
    "a.json.json",
    "v",
    "v1",
    ":cancel",
    "a:cancel",
    "%2E",
    "a/b",
    "\u{e4} \u{1f980}",
    "a..b",
    "--",
    "~",
];

/// Whether the request is sent. If it is, it arrives as it was sent; otherwise it was refused.
fn is_sent<E: Endpoint + Clone + Into<AnyRequest>>(request: &E) -> bool {
    match sent(request, &Tokens::new()) {
        Ok(http) => {
            let shown = http.uri().to_string();
            assert_eq!(received(http).expect(&shown), request.clone().into(), "{shown}");
            true
        }
        Err(error) => {
            let is_refused = matches!(error, RequestError::Invalid(_) | RequestError::Path { .. });
            assert!(is_refused, "{error}");
            false
        }
    }
}

#[test]
fn what_is_sent_is_what_is_received() {
    for a in VALUES {
        let single = [is_sent(&Cancel::new(a)), is_sent(&Page::new(a))];
        assert_eq!(single, [!a.is_empty(); 2], "{a:?}");
        for b in VALUES {
            let is_known = !a.is_empty() && !b.is_empty();
            assert!(!is_sent(&Pair::new(a, b)) || is_known, "{a:?} {b:?}");
            assert!(!is_sent(&File::new(a, b)) || is_known, "{a:?} {b:?}");
        }
    }
    assert!(is_sent(&Pair::new("a", "b-c")) && is_sent(&File::new("a", "b.c")));
    for (a, b) in [(0, 0), (-1, -2), (i64::MAX, i64::MIN)] {
        assert!(is_sent(&Range::new(a, b)), "{a} {b}");
    }
}

#[test]
fn the_error_names_the_parameter_and_what_it_would_be_read_as() {
    let said = |request: &Pair| request.validate().expect_err("it would be read as another").to_string();
    assert_eq!(
        said(&Pair::new("a-", "b")),
        r#"/path/x: expected a value that is not read as "a" in {x}-{y} (path), found "a-""#
    );
    assert_eq!(
        said(&Pair::new("a", "")),
        r#"/path/x: expected a value that can be told apart from the rest of {x}-{y} (path), found "a""#
    );
}
