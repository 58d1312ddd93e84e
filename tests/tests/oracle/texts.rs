//! Texts: by pattern, by format, and just any.

use fastrand::Rng;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Characters of one to four bytes in UTF-8, and those that JSON, patterns and Rust treat in some special way.
const CHARACTERS: &[char] = &[
    'a',
    'b',
    'z',
    'A',
    'Z',
    '0',
    '9',
    ' ',
    '-',
    '_',
    '.',
    '/',
    '~',
    '"',
    '\\',
    '\'',
    '$',
    '%',
    '{',
    '}',
    '\n',
    '\t',
    '\r',
    '\0',
    '\u{7f}',
    '\u{a0}',
    'é',
    'ß',
    '\u{301}',
    '\u{2028}',
    '\u{feff}',
    '٣',
    '漢',
    '\u{fffd}',
    '💩',
    '\u{10ffff}',
];

/// A text of this many code points.
pub fn of_length(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| character(rng)).collect()
}

/// A short text.
pub fn any(rng: &mut Rng) -> String {
    let length = rng.usize(0..6);
    of_length(rng, length)
}

pub fn character(rng: &mut Rng) -> char {
    CHARACTERS[rng.usize(..CHARACTERS.len())]
}

/// Texts for the patterns with lookaheads, which the parser of `matching` does not have.
const LOOKAHEADS: [(&str, &[&str]); 2] = [
    (
        "^(?=.*[A-Z])(?=.*[^A-Za-z0-9])(?=.*[0-9])(?=.*[a-z]).{12,}$",
        &["Correct-Horse-7", "aA0_aA0_aA0_", "ÄäA1a------------"],
    ),
    (
        "^(?!\\.{1,2}$)[0-9a-zA-Z_.-]{1,255}$",
        &["a", "...", ".a", "report-2.csv"],
    ),
];

/// A text that matches a pattern (and perhaps one that has more before and behind it, if the pattern is not anchored).
pub fn matching(rng: &mut Rng, pattern: &str) -> String {
    if let Some((_, texts)) = LOOKAHEADS.iter().find(|(known, _)| *known == pattern) {
        return texts[rng.usize(..texts.len())].to_owned();
    }
    // `\d` and `\w` are ASCII in ECMA-262, and `\u00e9` is written differently in Rust.
    let translated = pattern
        .replace("\\d", "[0-9]")
        .replace("\\w", "[0-9A-Za-z_]")
        .replace("\\s", "[ \\t]");
    let translated = match translated.split_once("\\u") {
        Some((before, after)) => format!("{before}\\x{{{}}}{}", &after[..4], &after[4..]),
        None => translated,
    };
    let hir = ParserBuilder::new()
        .build()
        .parse(&translated)
        .unwrap_or_else(|error| panic!("{pattern}: {error}; teach `matching` this pattern"));
    let mut text = String::new();
    write(rng, &hir, &mut text);
    if !pattern.starts_with('^') && rng.bool() {
        text.insert(0, character(rng));
    }
    if !pattern.ends_with('$') && rng.bool() {
        text.push(character(rng));
    }
    text
}

fn write(rng: &mut Rng, hir: &Hir, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            let range = ranges[rng.usize(..ranges.len())];
            // A class like `[^-]` spans all of Unicode; most of what is picked stays readable.
            let end = if rng.u8(..4) > 0 {
                range.end().min('~').max(range.start())
            } else {
                range.end()
            };
            text.push(rng.char(range.start()..=end));
        }
        HirKind::Class(Class::Bytes(_)) => unreachable!("patterns are parsed as Unicode"),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + 3);
            for _ in 0..rng.u32(repetition.min..=most) {
                write(rng, &repetition.sub, text);
            }
        }
        HirKind::Capture(capture) => write(rng, &capture.sub, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(rng, part, text)),
        HirKind::Alternation(parts) => {
            let part = rng.usize(..parts.len());
            write(rng, &parts[part], text);
        }
    }
}

/// A text that has a format, or nearly so: the oracle tells.
pub fn formatted(rng: &mut Rng, format: &str) -> String {
    let pick = |rng: &mut Rng, list: &[&str]| list[rng.usize(..list.len())].to_owned();
    match format {
        "date-time" if rng.bool() => {
            let (date, time) = (formatted(rng, "date"), formatted(rng, "time"));
            format!("{date}T{time}")
        }
        "date-time" => pick(
            rng,
            &[
                "2016-06-13T04:00:00.000Z",
                "1985-04-12T23:20:50.52Z",
                "1996-12-19T16:39:57-08:00",
            ],
        ),
        "date" => format!("{:04}-{:02}-{:02}", rng.u16(0..=9999), rng.u8(1..=12), rng.u8(1..=28)),
        "time" => {
            let fraction = pick(rng, &["", ".0", ".000", ".123456789", ".5"]);
            let zone = pick(rng, &["Z", "+00:00", "-08:00", "+05:30"]);
            format!(
                "{:02}:{:02}:{:02}{fraction}{zone}",
                rng.u8(0..24),
                rng.u8(0..60),
                rng.u8(0..60)
            )
        }
        "ipv4" => format!("{}.{}.{}.{}", rng.u8(..), rng.u8(..), rng.u8(..), rng.u8(..)),
        "ipv6" => pick(
            rng,
            &[
                "::",
                "::1",
                "2001:db8::1",
                "1:2:3:4:5:6:7:8",
                "::ffff:192.168.0.1",
                "FE80::a",
                "1::",
            ],
        ),
        "uri" => pick(
            rng,
            &[
                "https://example.com",
                "http://a/b?c=d#e",
                "urn:isbn:0451450523",
                "mailto:a@b.example",
                "ftp://[::1]:21/",
                "data:,x%20y",
                "tel:+1-816-555-1212",
                "file:///etc/hosts",
            ],
        ),
        "uri-reference" => pick(
            rng,
            &[
                "",
                "a",
                "/a/b",
                "?a=b",
                "#f",
                "//host/path",
                "https://example.com",
                "../x",
                "./a:b",
            ],
        ),
        "iri" => pick(
            rng,
            &[
                "http://ƒøø.ßår/?∂éœ=πîx#πîüx",
                "https://example.com/é",
                "urn:é",
                "http://[::1]/ö",
            ],
        ),
        "iri-reference" => pick(
            rng,
            &[
                "",
                "é",
                "/ä/b",
                "?é=ü",
                "#ß",
                "//höst/path",
                "https://example.com",
                "../é",
            ],
        ),
        "email" => pick(
            rng,
            &["a@b.example", "first.last+tag@mail.example.com", "x_1@example.org"],
        ),
        "json-pointer" => pick(rng, &["", "/", "/a", "/a/0", "/~0~1", "/é/ ", "//"]),
        "relative-json-pointer" => pick(rng, &["0", "1/a", "10#", "0/~1", "2/"]),
        other => panic!("teach `formatted` the format {other}"),
    }
}

/// A text that is wrong by a format, or nearly so: the oracle tells.
pub fn misformatted(rng: &mut Rng, format: &str) -> String {
    let wrong: &[&str] = match format {
        "date-time" => &[
            "2016-06-13",
            "04:00:00Z",
            "2016-06-13 04:00:00Z",
            "2016-06-13T04:00:00",
            "2016-06-31T04:00:00Z",
            "2016-06-13T24:00:00Z",
            "2016-06-13T04:60:00Z",
            "2016-06-13T04:00:00.Z",
            "2016-06-13T04:00:00+24:00",
            "2016-06-13T04:00Z",
        ],
        "date" => &[
            "2016-13-01",
            "2015-02-29",
            "1900-02-29",
            "2016-6-1",
            "16-06-13",
            "2016/06/13",
            "+2016-06-13",
        ],
        "time" => &[
            "24:00:00Z",
            "04:00:00",
            "04:00Z",
            "4:00:00Z",
            "04:00:00+0100",
            "12:60:00Z",
        ],
        "ipv4" => &[
            "256.0.0.1",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "1.2.3.4 ",
            "1.2.3.a",
            "0x7f.1",
        ],
        "ipv6" => &[
            ":::",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "::g",
            "12345::",
            "1::2::3",
            "fe80::1%eth0",
            "::1.2.3",
        ],
        "uri" => &[
            "example.com",
            "//example.com",
            "http://a b",
            "http://[::1",
            "1a:b",
            "http://a/%zz",
            "",
            "a\\b:c",
        ],
        "uri-reference" => &["\\\\a", "a b", "#a#b", "%", "http://[", "<a>", "a:\\b"],
        "email" => &[
            "a",
            "@b.example",
            "a@",
            "a b@c.example",
            "a@b@c.example",
            ".a@b.example",
            "",
            "a@b..example",
        ],
        "json-pointer" => &["a", "a/b", "/~", "/~2", "#/a", "/a~"],
        "relative-json-pointer" => &["", "/a", "-1", "01", "1a", "0##", "+1"],
        "iri" => &["é", "//é", "http://a b", "http://a/é%", "http://é{b}", "ä:b", ""],
        "iri-reference" => &["é b", "\\\\é\\b", "%é", "#é#", "é<"],
        other => panic!("teach `misformatted` the format {other}"),
    };
    wrong[rng.usize(..wrong.len())].to_owned()
}

/// A text that differs from another by one edit.
pub fn nearly(rng: &mut Rng, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = rng.usize(..=characters.len());
    let other = character(rng);
    match rng.u8(..5) {
        0 if at < characters.len() => characters[at] = other,
        1 if at < characters.len() => {
            characters.remove(at);
        }
        2 => characters.insert(at, other),
        3 => characters.push('\n'),
        _ => {
            let text: String = characters.iter().collect();
            return if rng.bool() {
                text.to_uppercase()
            } else {
                text.to_lowercase()
            };
        }
    }
    characters.into_iter().collect()
}
