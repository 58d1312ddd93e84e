//! JSON text in all the ways in which one value can be written.

use std::fmt::Write as _;

use fastrand::Rng;
use serde_json::{Number, Value};

/// Writes a value: white space, escapes, the order of properties and the spelling of numbers are left to chance.
pub fn spelt(rng: &mut Rng, value: &Value) -> String {
    let mut text = String::new();
    write(rng, value, &mut text);
    text
}

fn write(rng: &mut Rng, value: &Value, text: &mut String) {
    blank(rng, text);
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => text.push_str(&number_text(rng, number)),
        Value::String(string) => write_string(rng, string, text),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write(rng, item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            rng.shuffle(&mut members);
            text.push('{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                blank(rng, text);
                write_string(rng, name, text);
                blank(rng, text);
                text.push(':');
                write(rng, member, text);
            }
            text.push('}');
        }
    }
    blank(rng, text);
}

fn blank(rng: &mut Rng, text: &mut String) {
    if rng.u8(..16) == 0 {
        text.push([' ', '\n', '\t', '\r'][rng.usize(..4)]);
    }
}

/// The number as it is, or longer; the value stays the same, for the oracle's `f64` too.
fn number_text(rng: &mut Rng, number: &Number) -> String {
    let text = number.to_string();
    let is_small = number.as_f64().is_some_and(|number| number.abs() < 1e15);
    match (is_small && !text.contains(['e', 'E']), text.contains('.'), rng.u8(..8)) {
        (true, false, 0) => format!("{text}.0"),
        (true, false, 1) => format!("{text}.00"),
        (true, false, 2) if text != "0" => format!("{text}0e-1"),
        (true, false, 3) => format!("{text}E+0"),
        (true, true, 0) => format!("{text}0"),
        (true, true, 1) => format!("{text}e0"),
        _ => text,
    }
}

fn write_string(rng: &mut Rng, string: &str, text: &mut String) {
    let escape_all = rng.u8(..16) == 0;
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' if rng.bool() => text.push_str("\\n"),
            '/' if escape_all => text.push_str("\\/"),
            _ if character < ' ' || escape_all => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
            _ => text.push(character),
        }
    }
    text.push('"');
}
