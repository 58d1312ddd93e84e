//! The values of scalars by the core schema (YAML 1.2.2, 10.3.2).

use granit_parser::Tag;
use typewright_core::Number;

use super::is_non_specific;
use crate::input::document::Value;

/// A message and how to fix the error.
type Problem = (String, &'static str);

/// What a plain scalar is.
enum Plain {
    Null,
    Bool(bool),
    /// An integer, as JSON.
    Integer(String),
    /// A number with a point or an exponent, as JSON.
    Float(String),
    /// A number that JSON has no notation for, and the reason.
    NotJson(&'static str),
    String,
}

/// Returns the value of a scalar.
pub(super) fn value(text: &str, is_plain: bool, tag: Option<&Tag>) -> Result<Value, Problem> {
    let Some(tag) = tag else {
        let found = if is_plain { plain(text) } else { Plain::String };
        return json(text, found);
    };
    if is_non_specific(tag) || tag.is_yaml_core_schema_tag("str") {
        return Ok(Value::String(text.to_owned()));
    }
    let found = plain(text);
    let name = tag.core_suffix().unwrap_or_default();
    match (name, &found) {
        ("null", Plain::Null)
        | ("bool", Plain::Bool(_))
        | ("int", Plain::Integer(_))
        | ("float", Plain::Integer(_) | Plain::Float(_) | Plain::NotJson(_)) => json(text, found),
        ("null" | "bool" | "int" | "float", _) => Err((
            format!("the value {text:?} does not fit its tag `{}`", tag.original()),
            "correct the value, or remove the tag",
        )),
        _ => Err(unexpected_tag(tag, "a scalar")),
    }
}

/// Whether a tag says which of the core schema's scalars a value is.
pub(super) fn is_core_scalar_tag(tag: &Tag) -> bool {
    let is_scalar = |name: &str| ["bool", "float", "int", "null", "str"].contains(&name);
    is_non_specific(tag) || tag.core_suffix().is_some_and(is_scalar)
}

/// Returns the error for a tag that does not fit its value.
pub(super) fn unexpected_tag(tag: &Tag, kind: &str) -> Problem {
    (
        format!("the tag `{}` of {kind} is not supported", tag.original()),
        "remove the tag: only the tags of YAML's core schema have a meaning in JSON",
    )
}

fn json(text: &str, found: Plain) -> Result<Value, Problem> {
    match found {
        Plain::Null => Ok(Value::Null),
        Plain::Bool(flag) => Ok(Value::Bool(flag)),
        Plain::String => Ok(Value::String(text.to_owned())),
        Plain::Integer(number) | Plain::Float(number) => match Number::from_json_text(&number) {
            Some(number) => Ok(Value::Number(number)),
            None => Err((
                format!("the number {text} is out of range"),
                "put it in quotes if it is a string",
            )),
        },
        Plain::NotJson(reason) => Err((
            format!("the number {text} {reason}"),
            "put it in quotes if it is a string, otherwise write a decimal number",
        )),
    }
}

fn plain(text: &str) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Plain::Null,
        "true" | "True" | "TRUE" => return Plain::Bool(true),
        "false" | "False" | "FALSE" => return Plain::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Plain::NotJson("has no JSON notation"),
        _ => {}
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return with_radix(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return with_radix(digits, 16);
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Plain::NotJson("has no JSON notation");
    }
    decimal(sign, unsigned)
}

fn with_radix(digits: &str, radix: u32) -> Plain {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Plain::String;
    }
    match u128::from_str_radix(digits, radix) {
        Ok(number) => Plain::Integer(number.to_string()),
        Err(_) => Plain::NotJson("is too large for its notation"),
    }
}

/// Reads `12`, `1.5`, `.5`, `1.` and `1e3`, without a sign.
fn decimal(sign: &str, text: &str) -> Plain {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fraction_is_right = match fraction {
        None => is_number(whole),
        Some(fraction) if whole.is_empty() => is_number(fraction),
        Some(fraction) => is_number(whole) && (fraction.is_empty() || is_number(fraction)),
    };
    let exponent_is_right = exponent.is_none_or(|text| is_number(text.strip_prefix(['+', '-']).unwrap_or(text)));
    if !fraction_is_right || !exponent_is_right {
        return Plain::String;
    }
    // JSON has no leading zeros, and digits on both sides of a point.
    let mut json = format!("{sign}{}", or_zero(whole.trim_start_matches('0')));
    if let Some(fraction) = fraction {
        json.push('.');
        json.push_str(or_zero(fraction));
    }
    // With its `e` as it is written.
    json.push_str(text.strip_prefix(mantissa).unwrap_or_default());
    if fraction.is_none() && exponent.is_none() {
        Plain::Integer(json)
    } else {
        Plain::Float(json)
    }
}

fn or_zero(digits: &str) -> &str {
    if digits.is_empty() { "0" } else { digits }
}
