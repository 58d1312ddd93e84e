//! Unions whose objects are told apart by a tag: with tags that are right, wrong, missing, repeated or spelt with escapes.

use fastrand::Rng;
use serde_json::Value;
use typewright_runtime::{Exact, ExactError};

use crate::extra::types::Unions;
use crate::{EXTRA, Folder};

/// A union, its tag, and values for the tag: those of the branches, and others.
struct Union {
    property: &'static str,
    tag: &'static str,
    values: &'static [&'static str],
    members: &'static [(&'static str, &'static [&'static str])],
}

const UNIONS: [Union; 6] = [
    Union {
        property: "shape",
        tag: "kind",
        values: &[
            "circle",
            "square",
            "rect\"angle",
            "größe",
            "polygon",
            "n-gon",
            "group",
            "Circle",
            "",
        ],
        members: &[
            ("radius", &["1", "-1", "\"1\""]),
            ("label", &["\"abc\"", "\"abcd\""]),
            ("side", &["2", "2.5"]),
            ("sides", &["3", "2"]),
            (
                "inner",
                &[
                    "null",
                    "{\"kind\":\"square\"}",
                    "{\"kind\":\"square\",\"kind\":\"square\"}",
                    "{}",
                ],
            ),
            ("members", &["[]", "[{\"kind\":\"n-gon\"}]", "[{\"kind\":\"circle\"}]"]),
            ("labels", &["{}", "{\"kind\":\"circle\"}"]),
        ],
    },
    Union {
        property: "composed",
        tag: "type",
        values: &["first", "second", "2nd", "third"],
        members: &[
            ("id", &["\"a\"", "\"\""]),
            ("one", &["1", "null"]),
            ("two", &["\"2\"", "2"]),
        ],
    },
    Union {
        property: "optionalTag",
        tag: "t",
        values: &["a", "b", "c", "d"],
        members: &[("a", &["1", "\"a\""]), ("b", &["1", "\"b\""]), ("c", &["1", "\"c\""])],
    },
    Union {
        property: "mixed",
        tag: "",
        values: &["on", "off", "of"],
        members: &[("level", &["1", "\"1\"", "null"]), ("on", &["\"on\""])],
    },
    Union {
        property: "nested",
        tag: "a\nb",
        values: &["inner", "middle", "", "outer"],
        members: &[("v", &["true", "[]", "{\"a\\nb\":\"inner\"}"])],
    },
    Union {
        property: "overlapping",
        tag: "side",
        values: &["left", "right", "both", "none"],
        members: &[("x", &["1"])],
    },
];

#[test]
fn a_tag_is_judged_as_by_the_oracle() {
    let oracle = Folder::read(EXTRA).oracle("unions.json");
    let mut rng = Rng::with_seed(11);
    let (mut valid, mut invalid, mut repeated) = (0, 0, 0);
    for round in 0..9_000 {
        let union = &UNIONS[round % UNIONS.len()];
        let (object, is_repeated) = union.object(&mut rng);
        let text = format!(
            "{{{}:{object}}}",
            serde_json::to_string(union.property).expect("a string")
        );
        let exact = Unions::from_json_exact(&text);
        if is_repeated || text.contains("\"square\",\"kind\"") {
            repeated += 1;
            assert!(exact.is_err(), "{text}");
            // What is wrong inside of a property that `Deserialize` drops is no reason for it to fail.
            assert!(!is_repeated || serde_json::from_str::<Unions>(&text).is_err(), "{text}");
            continue;
        }
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let is_valid = oracle.is_valid(&value);
        *(if is_valid { &mut valid } else { &mut invalid }) += 1;
        match exact {
            Ok(parsed) => {
                assert!(is_valid, "invalid, but taken: {text}");
                assert_eq!(serde_json::to_value(&parsed).expect("JSON"), value, "{text}");
            }
            Err(ExactError::Violations(_)) => assert!(!is_valid, "valid, but refused: {text}"),
            Err(error) => panic!("{text}: {error}"),
        }
        let Ok(liberal) = serde_json::from_str::<Unions>(&text) else {
            assert!(!is_valid, "valid, but Deserialize refuses it: {text}");
            continue;
        };
        let written = serde_json::to_value(&liberal).expect("JSON");
        assert_eq!(liberal.validate().is_ok(), oracle.is_valid(&written), "{text}");
        // A format without raw text reads the same.
        let from_value: Unions = serde_json::from_value(value).expect("what is read from text");
        assert_eq!(from_value, liberal, "{text}");
    }
    assert!(
        valid > 1_000 && invalid > 1_000 && repeated > 300,
        "{valid} {invalid} {repeated}"
    );
}

impl Union {
    /// An object as text, and whether its tag is there twice.
    fn object(&self, rng: &mut Rng) -> (String, bool) {
        let mut members = Vec::new();
        for (name, values) in self.members {
            if rng.u8(..3) == 0 {
                let value = values[rng.usize(..values.len())];
                members.push(format!("{}:{value}", spelt(rng, name)));
            }
        }
        let tags = match rng.u8(..10) {
            0 => 0,
            1 => 2,
            _ => 1,
        };
        for _ in 0..tags {
            let value = match rng.u8(..12) {
                0 => "1".to_owned(),
                1 => "null".to_owned(),
                2 => format!("{{{}:\"{}\"}}", spelt(rng, self.tag), "circle"),
                _ => {
                    let value = self.values[rng.usize(..self.values.len())];
                    spelt(rng, value)
                }
            };
            let blank = [" ", "", "\n\t"][rng.usize(..3)];
            members.push(format!("{}{blank}:{blank}{value}{blank}", spelt(rng, self.tag)));
        }
        rng.shuffle(&mut members);
        (format!("{{{}}}", members.join(" ,")), tags == 2)
    }
}

/// A string in JSON, now and then with characters as escapes that need none.
fn spelt(rng: &mut Rng, text: &str) -> String {
    let odds = rng.u8(..4);
    let mut spelt = String::from("\"");
    for c in text.chars() {
        if rng.u8(..4) < odds.saturating_sub(1) || c < ' ' {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                spelt.extend(["\\u".to_owned(), format!("{unit:04x}")]);
            }
        } else {
            let quoted = serde_json::to_string(&c).expect("a character");
            spelt += &quoted[1..quoted.len() - 1];
        }
    }
    spelt + "\""
}
