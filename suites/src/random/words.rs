//! What random schemas and instances are made of.

use fastrand::Rng;
use serde_json::{Value, json};

/// Names of properties: plain ones, ones that differ little, and ones that mean something in JSON, Rust or a pattern.
pub const NAMES: &[&str] = &[
    "a",
    "b",
    "c",
    "A",
    "a-b",
    "a_b",
    "a b",
    "type",
    "self",
    "2fa",
    "",
    "$and",
    "$ref",
    "é",
    "日本",
    "__proto__",
    "client_id",
    "\"",
    "a\"b",
    "\\",
    "a/b",
    "a~b",
    "x\u{0}y",
    "default",
    "new",
    "build",
    "additional_properties",
    "Option",
    "String",
    "{x}",
    "length",
    "x-q",
    "ab",
    "zz",
];

/// Names of definitions; some need an escape in a reference.
pub const DEFINITIONS: &[&str] = &["d0", "a b", "x/y", "~1", "100%"];

/// Patterns, each with texts that it matches.
pub const PATTERNS: &[(&str, &[&str])] = &[
    ("^a", &["a", "ab", "a-b", "a/b"]),
    ("b$", &["b", "ab", "a b"]),
    ("^[a-c]*$", &["", "abc", "b"]),
    ("\\d", &["1", "2fa", "2020-01-01"]),
    ("^x-", &["x-1", "x-q", "x-"]),
    (".", &["a", "é", " "]),
    ("^$", &[""]),
    ("^[a-z]{2,3}$", &["ab", "new", "zz"]),
    ("^(a|b)+$", &["aab", "b", "abab"]),
    ("[^a]", &["b", "日本", "aab"]),
    ("^.{1,3}$", &["é", "ab", "😀😀😀"]),
    ("^\\w+$", &["a_b", "Red", "1"]),
    ("a.*b", &["ab", "a b", "x-aéb"]),
];

/// Texts that are none of the above, or nearly one of them.
pub const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "abc",
    "x-1",
    "1",
    "0",
    "1.0",
    "A",
    "null",
    "true",
    "type",
    "é",
    "日本",
    "😀",
    "a\nb",
    "a\n",
    "\"",
    "\\",
    "\u{0}",
    "red",
    "RED",
    "Red",
    "red ",
    "xxxxxxxxxxxxxxxxxxxx",
];

/// Formats, each with texts that have it; the last of them only nearly do. (By draft-07, `uuid` is none.)
pub const FORMATS: &[(&str, &[&str])] = &[
    ("ipv4", &["127.0.0.1", "255.255.255.255", "256.0.0.1", "01.2.3.4"]),
    ("date", &["2020-01-01", "2024-02-29", "2023-02-29", "2020-1-1"]),
    (
        "ipv6",
        &["::1", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1", ":::", "12345::"],
    ),
    ("json-pointer", &["", "/a/b", "/~0/~1", "a", "/~2"]),
    (
        "date-time",
        &[
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.120+05:30",
            "2020-01-01T24:00:00Z",
            "2020-01-01",
        ],
    ),
];

/// What stands in titles and descriptions: what could break out of a comment, a link or a block of code.
pub const REMARKS: &[&str] = &[
    "Plain words.",
    "",
    "*/ /** x */ [a](b) <html> `",
    "[Foo] and [`Bar`]",
    "    code\n```\nlet x = ;\n```",
    "one\r\ntwo\u{2028}three",
    "\"#\"##",
    "é {x} \\ \u{0}",
];

/// What may be a divisor. The oracle is right about all of them, as long as what they divide is small.
pub const DIVISORS: &[f64] = &[1.0, 2.0, 3.0, 100.0, 0.5, 0.25, 2.5, 0.1, 0.01];

/// Which numbers there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// Small ones, which the oracle can divide.
    Small,
    /// Also those at the edges of 64 bits.
    Wide,
}

/// One of a list.
pub fn one_of<'a, T>(rng: &mut Rng, list: &'a [T]) -> Option<&'a T> {
    (!list.is_empty()).then(|| &list[rng.usize(..list.len())])
}

/// One of a list of texts.
pub fn text(rng: &mut Rng, list: &[&'static str]) -> &'static str {
    one_of(rng, list).copied().unwrap_or_default()
}

/// Some of a list, none twice, in any order.
pub fn some_of<T: Clone>(rng: &mut Rng, list: &[T], count: usize) -> Vec<T> {
    let mut list = list.to_vec();
    rng.shuffle(&mut list);
    list.truncate(count);
    list
}

/// Whether something happens that happens so often among a hundred times.
pub fn chance(rng: &mut Rng, percent: u32) -> bool {
    rng.u32(..100) < percent
}

/// A number.
pub fn number(rng: &mut Rng, numbers: Numbers) -> Value {
    const EDGES: &[f64] = &[1e300, -1e300, 5e-324, f64::MAX, 0.300_000_000_000_000_04, 1e21];
    if numbers == Numbers::Wide && chance(rng, 25) {
        return match rng.u8(..8) {
            0 => json!(i64::MIN),
            1 => json!(u64::MAX),
            2 => json!(9_007_199_254_740_993_i64),
            3 => json!(12_345_678_901_234_567_890_u64),
            4 => json!(i64::MAX),
            _ => json!(EDGES[rng.usize(..EDGES.len())]),
        };
    }
    match rng.u8(..10) {
        0..=4 => json!(rng.i8(-2..=6)),
        5 => json!([10, 100, -100, 1000][rng.usize(..4)]),
        6 => json!(f64::from(rng.i8(-2..=6))),
        7 => json!(-0.0),
        8 => json!([0.1, 0.3, 2.75, 1e-3][rng.usize(..4)]),
        _ => json!(f64::from(rng.i8(-20..=20)) / 4.0),
    }
}

/// A number that differs from another by a step; the number itself where `f64` cannot tell the two apart.
pub fn beside(old: &Value, step: f64) -> Value {
    match old.as_f64() {
        Some(number) if number.abs() < 1e15 => json!(number + step),
        _ => old.clone(),
    }
}

/// Any JSON value, not deeper than this.
pub fn anything(rng: &mut Rng, numbers: Numbers, depth: usize) -> Value {
    match rng.u8(..if depth == 0 { 6 } else { 10 }) {
        0 => Value::Null,
        1 => json!(rng.bool()),
        2 | 3 => number(rng, numbers),
        4 | 5 => json!(text(rng, TEXTS)),
        6 => {
            let count = rng.usize(..3);
            (0..count).map(|_| anything(rng, numbers, depth - 1)).collect()
        }
        _ => {
            let count = rng.usize(..4);
            let names = some_of(rng, NAMES, count);
            let members = names
                .into_iter()
                .map(|name| (name.to_owned(), anything(rng, numbers, depth - 1)));
            Value::Object(members.collect())
        }
    }
}
