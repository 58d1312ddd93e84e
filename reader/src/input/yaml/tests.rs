use super::super::document::{self, DEEPEST, SyntaxError};
use super::parse;
use crate::report::position;

#[track_caller]
fn json(yaml: &str) -> String {
    match parse(yaml) {
        Ok(node) => node.to_json(),
        Err(error) => panic!("{yaml:?}: {} at {}", error.message, error.at),
    }
}

#[track_caller]
fn refused(yaml: &str) -> SyntaxError {
    match parse(yaml) {
        Ok(node) => panic!("{yaml:?} was read as {}", node.to_json()),
        Err(error) => {
            assert!(!error.help.is_empty());
            error
        }
    }
}

#[track_caller]
fn assert_refused(yaml: &str, place: (usize, usize), pointer: &str, message: &str) {
    let error = refused(yaml);
    let found = (position(yaml, error.at), error.pointer.as_str(), error.message.as_str());
    assert_eq!(found, (place, pointer, message), "{yaml}");
}

#[test]
fn plain_scalars_are_those_of_the_core_schema() {
    for (yaml, expected) in [
        ("2024-01-31", "\"2024-01-31\""),
        ("2001-12-14t21:59:43.10-05:00", "\"2001-12-14t21:59:43.10-05:00\""),
        ("no", "\"no\""),
        ("Yes", "\"Yes\""),
        ("on", "\"on\""),
        ("y", "\"y\""),
        ("null", "null"),
        ("Null", "null"),
        ("NULL", "null"),
        ("~", "null"),
        ("nULL", "\"nULL\""),
        ("true", "true"),
        ("False", "false"),
        ("tRUE", "\"tRUE\""),
        ("0o17", "15"),
        ("0x1F", "31"),
        (
            "0xffffffffffffffffffffffffffffffff",
            "340282366920938463463374607431768211455",
        ),
        ("0x", "\"0x\""),
        ("0o8", "\"0o8\""),
        ("-0x1F", "\"-0x1F\""),
        ("017", "17"),
        ("-007", "-7"),
        ("000", "0"),
        ("+12", "12"),
        ("12_000", "\"12_000\""),
        ("1:30", "\"1:30\""),
        ("1.2.3", "\"1.2.3\""),
        ("1.50", "1.50"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("1.", "1.0"),
        ("1E400", "1E400"),
        ("1e+3", "1e+3"),
        ("1.e3", "1.0e3"),
        (".e3", "\".e3\""),
        ("e3", "\"e3\""),
        (".", "\".\""),
        ("+", "\"+\""),
        ("--1", "\"--1\""),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        (
            "0.1000000000000000055511151231257827",
            "0.1000000000000000055511151231257827",
        ),
        ("\"200\"", "\"200\""),
        ("'it''s'", "\"it's\""),
        ("\"\\u00e9\\ud83d\\ude42\\n\"", "\"é🙂\\n\""),
    ] {
        assert_eq!(json(yaml), expected, "{yaml}");
    }
}

#[test]
fn numbers_without_a_json_notation_are_refused_with_their_place() {
    for yaml in [".inf", "-.INF", "+.Inf", ".nan"] {
        let text = format!("type: number\ndefault: {yaml}\n");
        let message = format!("the number {yaml} has no JSON notation");
        assert_refused(&text, (2, 10), "/default", &message);
    }
    let text = format!("a: 0x1{}", "0".repeat(40));
    assert!(refused(&text).message.ends_with("is too large for its notation"));
}

#[test]
fn block_scalars_keep_their_lines() {
    let yaml = "a: |\n  one\n   two\nb: >-\n  one\n  two\n\n  three\nc: |+\n  x\n\nd: |2-\n   y\n";
    assert_eq!(
        json(yaml),
        r#"{"a":"one\n two\n","b":"one two\nthree","c":"x\n\n","d":" y"}"#
    );
}

#[test]
fn null_has_several_forms() {
    assert_eq!(
        json("a:\nb: ~\nc: null\nd: ''\ne: []"),
        r#"{"a":null,"b":null,"c":null,"d":"","e":[]}"#
    );
}

#[test]
fn every_value_knows_its_place() {
    let yaml = "# comment\nü:\n  - 1\n  - {x: true,\n     y: 'text'}\n  - |\n    text\n";
    let document = parse(yaml).unwrap();
    let place = |pointer: &str| position(yaml, document.pointer(pointer).unwrap().at);
    assert_eq!(place(""), (2, 1));
    assert_eq!(place("/ü"), (3, 3));
    assert_eq!(place("/ü/1"), (4, 5));
    assert_eq!(place("/ü/1/x"), (4, 9));
    assert_eq!(place("/ü/1/y"), (5, 9));
    assert_eq!(place("/ü/2"), (7, 5));
    assert_eq!(position(yaml, document.members()[0].at), (2, 1));
}

#[test]
fn keys_that_are_numbers_or_words_are_their_source_text() {
    assert_eq!(
        json("200: a\n0x1F: b\n1.0: c\ntrue: d\nnull: e\n2024-01-01: f\n'5': g\n? long\n: h\n"),
        r#"{"200":"a","0x1F":"b","1.0":"c","true":"d","null":"e","2024-01-01":"f","5":"g","long":"h"}"#
    );
}

#[test]
fn other_keys_are_refused() {
    assert_refused(
        "a:\n  {b}: 1",
        (2, 3),
        "/a",
        "expected a string as the key, found a mapping",
    );
    assert_refused(
        "? [a]\n: 1",
        (1, 3),
        "",
        "expected a string as the key, found a sequence",
    );
    assert_refused("a: 1\n: 2", (2, 1), "", "this key is empty, which is null in YAML");
    assert_refused("!x a: 1", (1, 4), "", "the tag `!x` of a key is not supported");
    assert_eq!(json("!!str a: 1\n! b: 2\n!!int 3: 3"), r#"{"a":1,"b":2,"3":3}"#);
}

#[test]
fn a_repeated_key_is_refused_with_both_places() {
    let message = "duplicate property \"b\": the first one is at 2:3";
    assert_refused("a:\n  b: 1\n  c: 2\n  'b': 3\n", (4, 3), "/a/b", message);
    let message = "duplicate property \"200\": the first one is at 1:1";
    assert_refused("200: a\n'200': b", (2, 1), "/200", message);
}

#[test]
fn merge_keys_are_refused() {
    let message = "merge keys (`<<`) are not supported: they are not part of YAML 1.2";
    assert_refused("a: &a {x: 1}\nb:\n  <<: *a\n", (3, 3), "/b", message);
    assert_eq!(json("'<<': 1"), r#"{"<<":1}"#);
}

#[test]
fn core_tags_are_honoured_and_others_are_refused() {
    assert_eq!(
        json("a: !!str 12\nb: !!int 12\nc: !!float 1\nd: !!bool true\ne: !!null ~\nf: ! 12\ng: !!map {}\nh: !!seq []"),
        r#"{"a":"12","b":12,"c":1,"d":true,"e":null,"f":"12","g":{},"h":[]}"#
    );
    assert_eq!(json("!<tag:yaml.org,2002:str> 5"), "\"5\"");
    for (yaml, message) in [
        ("a: !!int x", "the value \"x\" does not fit its tag `!!int`"),
        ("a: !!bool yes", "the value \"yes\" does not fit its tag `!!bool`"),
        ("a: !!binary aGk=", "the tag `!!binary` of a scalar is not supported"),
        ("a: !date 2024-01-01", "the tag `!date` of a scalar is not supported"),
        ("a: !!set {x}", "the tag `!!set` of a mapping is not supported"),
        ("a: !Ref [x]", "the tag `!Ref` of a sequence is not supported"),
    ] {
        let error = refused(yaml);
        assert_eq!(
            (error.message.as_str(), error.pointer.as_str()),
            (message, "/a"),
            "{yaml}"
        );
    }
}

#[test]
fn aliases_are_copies_of_their_anchors() {
    let yaml = "a: &x {b: [1, 2]}\nc: *x\nd: &y text\n*y : &x 5\ne: *x\n";
    let document = parse(yaml).unwrap();
    assert_eq!(
        document.to_json(),
        r#"{"a":{"b":[1,2]},"c":{"b":[1,2]},"d":"text","text":5,"e":5}"#
    );
    // What an alias stands for is where it is written.
    assert_eq!(position(yaml, document.pointer("/c/b/0").unwrap().at), (1, 12));
    let error = refused("a: *missing");
    assert_eq!((error.at, error.pointer.as_str()), (3, "/a"));
    assert!(error.message.contains("unknown anchor"), "{}", error.message);
}

#[test]
fn a_recursive_alias_is_refused() {
    let message = "this alias is inside of the value that it stands for";
    assert_refused("a: &x\n  b: [*x]\n", (2, 7), "/a/b/0", message);
}

#[test]
fn a_billion_laughs_are_refused_before_they_take_memory() {
    let mut yaml = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..30 {
        let items = format!("*a{}, ", level - 1).repeat(10);
        yaml.extend([&*format!("a{level}: &a{level} ["), &*items, "]\n"]);
    }
    let error = refused(&yaml);
    assert_eq!(
        error.message,
        "the anchors and aliases up to here stand for more than 64 MiB of values"
    );
    assert_eq!(position(&yaml, error.at).0, 6);
    // A long string that is repeated often takes memory too.
    let yaml = format!("a: &a {}\nb: [{}]", "x".repeat(1 << 20), "*a, ".repeat(10_000));
    assert!(refused(&yaml).message.contains("64 MiB"));
}

#[test]
fn nesting_is_bounded_as_in_json() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&deep(DEEPEST + 1)).is_ok() && document::parse(&deep(DEEPEST + 1)).is_ok());
    for yaml in [
        deep(DEEPEST + 2),
        "[".repeat(1_000_000),
        "{a: ".repeat(1_000_000),
        "- ".repeat(1_000_000),
        format!("a: &a {}\nb: {}*a{}", deep(40), "[".repeat(40), "]".repeat(40)),
    ] {
        let message = refused(&yaml).message;
        assert_eq!(message, "this is nested deeper than 60 levels", "{}", &yaml[..20]);
    }
}

#[test]
fn several_documents_are_refused() {
    let message = "this file holds several YAML documents: the first one starts in line 2";
    assert_refused("# x\na: 1\n---\nb: 2\n", (3, 1), "", message);
    assert_eq!(json("---\na: 1\n...\n"), r#"{"a":1}"#);
}

#[test]
fn a_document_without_content_is_empty() {
    for yaml in ["", "\n\n", "# only a comment\n"] {
        assert_eq!(refused(yaml).message, "this file is empty");
    }
}

#[test]
fn another_version_of_yaml_is_refused() {
    let error = refused("%YAML 1.1\n---\na: yes\n");
    assert_eq!(error.message, "expected YAML 1.2, found a document of version 1.1");
    assert_eq!(json("%YAML 1.2\n---\na: yes\n"), r#"{"a":"yes"}"#);
}

#[test]
fn syntax_errors_have_their_place() {
    for (yaml, place) in [
        ("a: 1\nb:\n\tc: 2\n", (3, 2)),
        ("a: b: c\n", (1, 5)),
        ("a: [1, 2\nb: 3\n", (2, 2)),
        ("a: 'x\n", (1, 4)),
        ("a:\n  - 1\n b: 2\n", (3, 2)),
        ("a: @x\n", (1, 4)),
        ("é: \0x\n", (1, 4)),
    ] {
        let error = refused(yaml);
        assert!(
            error.message.starts_with("this is not YAML: "),
            "{yaml:?}: {}",
            error.message
        );
        assert_eq!(position(yaml, error.at), place, "{yaml:?}: {}", error.message);
    }
    assert_eq!(refused("a: 1\nb:\n  c:\n\td: 2\n").pointer, "/b/c");
}

#[test]
fn line_ends_may_be_crlf() {
    let yaml = "a: |\r\n  x\r\n  y\r\nb:\r\n  - 1\r\n";
    assert_eq!(json(yaml), r#"{"a":"x\ny\n","b":[1]}"#);
    let document = parse(yaml).unwrap();
    assert_eq!(position(yaml, document.pointer("/b/0").unwrap().at), (5, 5));
}

/// A source of numbers that are the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

const STRINGS: [&str; 26] = [
    "",
    "a",
    "no",
    "null",
    "~",
    "12",
    "0x1F",
    ".inf",
    "2024-01-31",
    "<<",
    "- a",
    "a: b",
    "# c",
    "*a",
    "&a",
    "!a",
    "a #b",
    "é🙂",
    "\u{0}\u{85}\u{2028}\u{feff}",
    "x\ny\n",
    "\ttab\t",
    " lead",
    "trail ",
    "'\"\\",
    "---",
    "%YAML 1.1",
];
const NUMBERS: [&str; 8] = [
    "0",
    "-1",
    "1.50",
    "1E400",
    "-0.0",
    "123456789012345678901234567890",
    "1e-7",
    "0.1",
];

fn random_json(random: &mut Random, depth: usize) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match random.below(if depth > 4 { 5 } else { 8 }) {
        0 => "null".to_owned(),
        1 => "true".to_owned(),
        2 => random.pick(&NUMBERS).to_owned(),
        3 | 4 => quoted(random.pick(&STRINGS)),
        5 => {
            let items: Vec<String> = (0..random.below(4)).map(|_| random_json(random, depth + 1)).collect();
            format!("[{}]", items.join(", "))
        }
        _ => {
            let mut members = std::collections::BTreeMap::new();
            for _ in 0..random.below(5) {
                members.insert(random.pick(&STRINGS), random_json(random, depth + 1));
            }
            let members = members.iter().map(|(name, value)| format!("{}: {value}", quoted(name)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Writes a value in block style, with the scalars and the empty collections as in JSON.
fn block(node: &document::Node, indent: usize, out: &mut String) {
    use document::Value;
    let line = format!("\n{}", " ".repeat(indent));
    match &node.value {
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                out.extend([&*line, "-"]);
                block(item, indent + 2, out);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for member in members {
                out.extend([&*line, &*document::quoted(&member.name), ":"]);
                block(&member.value, indent + 1, out);
            }
        }
        Value::String(text) => match plain_or_literal(text, indent) {
            Some(text) => out.extend([" ", &*text]),
            None => out.extend([" ", &*document::quoted(text)]),
        },
        _ => out.extend([" ", &*node.to_json()]),
    }
}

/// Returns a string in a style that only YAML has, if one is easy.
fn plain_or_literal(text: &str, indent: usize) -> Option<String> {
    if text == "x\ny\n" {
        let indent = " ".repeat(indent + 2);
        return Some(format!("|\n{indent}x\n{indent}y"));
    }
    ["a", "no", "2024-01-31"].contains(&text).then(|| text.to_owned())
}

#[test]
fn a_json_document_is_the_same_as_yaml() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2_000 {
        let json = random_json(&mut random, 0);
        let expected = document::parse(&json).expect("valid JSON");
        let flow = parse(&json).unwrap_or_else(|error| panic!("{json}: {} at {}", error.message, error.at));
        assert_eq!(flow.to_json(), expected.to_json(), "{json}");
        let mut yaml = String::new();
        block(&expected, 0, &mut yaml);
        let read = parse(&yaml).unwrap_or_else(|error| panic!("{yaml}: {} at {}", error.message, error.at));
        assert_eq!(read.to_json(), expected.to_json(), "{yaml}");
    }
}

#[test]
fn a_long_key_is_no_error_in_a_json_document() {
    let json = format!("{{\"{}\": 1}}", "k".repeat(20_000));
    assert_eq!(parse(&json).expect("valid YAML").members().len(), 1);
}

#[test]
fn any_text_is_read_or_refused() {
    const PARTS: [&str; 44] = [
        "a",
        "b: ",
        "- ",
        "? ",
        ": ",
        ":",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "&a ",
        "*a",
        "*b",
        "!!str ",
        "!x ",
        "!<",
        "|\n",
        ">+\n",
        "|2-\n",
        "\n",
        "\n ",
        "\n  ",
        "\n   ",
        "\t",
        "\r\n",
        "'",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "#",
        " # ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "%TAG ! x\n",
        "<<: ",
        "~",
        "1",
        ".inf",
        "\u{feff}",
        "\0",
        "é\u{2028}",
    ];
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..50_000 {
        let text: String = (0..random.below(24)).map(|_| random.pick(&PARTS)).collect();
        match parse(&text) {
            Ok(node) => assert!(node.at <= text.len(), "{text:?}"),
            Err(error) => assert!(text.is_char_boundary(error.at) && !error.message.is_empty(), "{text:?}"),
        }
    }
}
