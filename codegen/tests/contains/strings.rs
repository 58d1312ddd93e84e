//! Strings with formats beside patterns.

use super::{no, yes};

#[test]
fn formats_have_a_shape_that_patterns_are_compared_with() {
    let formats = [
        ("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        ("date-time", "^[0-9]{4}-"),
        ("time", "^..:"),
        ("uuid", "^[0-9a-fA-F-]{36}$"),
        ("email", "@"),
        ("idn-email", "@"),
        ("ipv4", "^[0-9.]+$"),
        ("ipv6", ":"),
        ("uri", "^[a-zA-Z]"),
        ("iri", "^[a-zA-Z]"),
        ("hostname", "^[a-zA-Z0-9.-]+$"),
        ("json-pointer", "^(/|$)"),
        ("relative-json-pointer", "^[0-9]"),
    ];
    for (format, pattern) in formats {
        let (format, pattern) = (
            format!(r#"{{"type":"string","format":"{format}"}}"#),
            format!(r#"{{"pattern":"{pattern}"}}"#),
        );
        yes(&format, &pattern);
        no(r#"{"type":"string"}"#, &format);
    }
    yes(
        r#"{"type":"string","format":"date","pattern":"^2024-12-3"}"#,
        r#"{"enum":["2024-12-30","2024-12-31"]}"#,
    );
    assert_eq!(
        no(r#"{"type":"string","format":"date","pattern":"^2024-02"}"#, "false"),
        r#""2024-02-29""#
    );
}

/// What has no automaton is left out of a proof.
#[test]
fn strings_that_are_impossible_without_a_format_are_impossible_with_it() {
    yes(r#"{"type":"string","pattern":"^[a-z]{3}$","format":"ipv4"}"#, "false");
    yes(
        r#"{"type":"string","pattern":"^[a-z]+$"}"#,
        r#"{"not":{"format":"date"}}"#,
    );
    yes(
        r#"{"type":"string","pattern":"^a$"}"#,
        r#"{"anyOf":[{"maxLength":1},{"format":"regex"}]}"#,
    );
}

#[test]
fn patterns_that_begin_with_lookaheads_are_compared() {
    let pattern = |source: &str| format!(r#"{{"type":"string","pattern":"{source}"}}"#);
    let password = "^(?=.*[A-Z])(?=.*[0-9]).{8,}$";
    yes(&pattern(password), &pattern("^(?=.*[0-9])(?=.*[A-Z]).{8,}$"));
    yes(&pattern(password), &pattern("[0-9]"));
    yes(&pattern(password), r#"{"minLength":8}"#);
    yes(&pattern("^(?!foo)[a-z]+$"), r#"{"not":{"pattern":"^foo"}}"#);
    yes(&pattern("^(?=.{3,5}$)[a-z]*$"), r#"{"minLength":3,"maxLength":5}"#);
    yes(&pattern("^[A-Z][0-9]{9}$"), &pattern(password));
    assert_eq!(no(&pattern("^(?=.*[0-9]).{8,}$"), &pattern(password)), r#""aaaaaaa0""#);
    // The limits of the length do not multiply the states.
    let limited = |source: &str| format!(r#"{{"type":"string","pattern":"{source}","minLength":8,"maxLength":2048}}"#);
    let strict = "^(?=.*[A-Z])(?=.*[^A-Za-z0-9])(?=.*[0-9])(?=.*[a-z]).{12,}$";
    yes(&limited(strict), &limited(password));
    assert_eq!(no(&limited(password), &limited(strict)), r#""aaaaaaA0""#);
    assert_eq!(no(&pattern("^(?!foo)[a-z]+$"), r#"{"maxLength":2}"#), r#""aaa""#);
}

#[test]
fn a_pattern_without_its_anchors_accepts_more() {
    // Without anchors, there is a state for each place at which the thousand characters may begin.
    let pattern = "arn:[a-z]+:[a-z:]{1,1000}:x";
    let schema = |pattern: &str| format!(r#"{{"type": "string", "pattern": "{pattern}"}}"#);
    yes(&schema(&format!("^{pattern}$")), &schema(pattern));
    yes(
        &schema(&format!("^({pattern})?y$")),
        &schema(&format!("({pattern})?y|z")),
    );
    no(&schema(pattern), &schema(&format!("^{pattern}$")));
}
