//! The text of numbers that do not store it.

use std::fmt::{self, Write};
use std::ops::Range;

/// Floats (by magnitude) that are written without an exponent.
const PLAIN_FLOATS: Range<f64> = 1e-4..1e15;

/// The integer whose text is exactly `text`, if it fits.
#[inline]
pub(super) fn plain_int(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    match digits {
        // `-0` is not the text of 0.
        [b'0'] if text.len() == 1 => Some(0),
        [b'1'..=b'9', ..] if digits.len() <= 19 => text.parse().ok(),
        _ => None,
    }
}

/// The float whose text is exactly `text`, which is a JSON number.
pub(super) fn plain_float(text: &str) -> Option<f64> {
    // No float with a plain text has more digits than this.
    if text.len() > ShortText::ROOM || !text.contains('.') {
        return None;
    }
    let float = text.parse().ok().filter(|float| has_plain_text(*float))?;
    (has_unique_digits(text) || ShortText::of_float(float).as_str() == text).then_some(float)
}

/// Whether the shortest text of this float has no exponent.
pub(super) fn has_plain_text(float: f64) -> bool {
    PLAIN_FLOATS.contains(&float.abs()) || (float == 0.0 && float.is_sign_positive())
}

/// Whether the text of a plain float is certain to be its shortest one. A float distinguishes all decimals of 15
/// digits, so such a text is the shortest if it does not end in an unneeded zero.
fn has_unique_digits(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '0', '.']);
    digits.len() <= 15 && !text.ends_with('0') && !text.contains(['e', 'E'])
}

/// The text of a number, without an allocation.
pub(super) enum ShortText<'a> {
    Kept(&'a str),
    Written { bytes: [u8; 32], len: usize },
}

impl ShortText<'_> {
    const ROOM: usize = 32;

    pub(super) fn of_int(int: i64) -> ShortText<'static> {
        ShortText::written(format_args!("{int}"))
    }

    /// Formats like `serde_json`: if two texts are equally short and near, the standard library may choose the other
    /// one.
    pub(super) fn of_float(float: f64) -> ShortText<'static> {
        match serde_json::Number::from_f64(float) {
            Some(number) => ShortText::written(format_args!("{number}")),
            None => ShortText::Kept("0"),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            ShortText::Kept(text) => text,
            ShortText::Written { bytes, len } => bytes
                .get(..*len)
                .and_then(|bytes| str::from_utf8(bytes).ok())
                .unwrap_or_default(),
        }
    }

    fn written(text: fmt::Arguments<'_>) -> ShortText<'static> {
        let mut written = ShortText::Written {
            bytes: [0; Self::ROOM],
            len: 0,
        };
        // The buffer is always large enough: an i64 takes at most 20 bytes, a float 24.
        let _ = written.write_fmt(text);
        written
    }
}

impl Write for ShortText<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let ShortText::Written { bytes, len } = self else {
            return Err(fmt::Error);
        };
        let end = *len + text.len();
        bytes
            .get_mut(*len..end)
            .ok_or(fmt::Error)?
            .copy_from_slice(text.as_bytes());
        *len = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_integers_are_unboxed() {
        assert_eq!(plain_int("0"), Some(0));
        assert_eq!(plain_int("-12"), Some(-12));
        assert_eq!(plain_int("-9223372036854775808"), Some(i64::MIN));
        for text in [
            "-0",
            "00",
            "+1",
            "9223372036854775808",
            "",
            "-",
            "1.0",
            "--1",
            "-+1",
            "1e3",
        ] {
            assert_eq!(plain_int(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_shortest_text_of_a_float_is_unboxed() {
        for float in [0.0, 1.0, -1.5, 0.1 + 0.2, 0.0001, 0.123_456_789_012_345_6] {
            let text = format!("{float:?}");
            assert_eq!(plain_float(&text), Some(float));
        }
        for text in [
            "1.50",
            "0.00001",
            "1e3",
            "1.5e0",
            "0.1000000000000000055",
            "-0.0",
            "1.00",
        ] {
            assert_eq!(plain_float(text), None, "{text}");
        }
    }

    #[test]
    fn of_two_equally_short_texts_one_is_unboxed() {
        let (low, high) = ("838525466313817.2", "838525466313817.3");
        let between: f64 = "838525466313817.25".parse().unwrap();
        let written = serde_json::to_string(&between).unwrap();
        assert_eq!(plain_float(low).is_some(), written == low);
        assert_eq!(plain_float(high).is_some(), written == high);
    }

    #[test]
    fn the_longest_plain_texts_fit() {
        for text in [
            "-0.00012345678901234567",
            "-123456789012345.67",
            "-2.2250738585072014e-308",
        ] {
            let float = text.parse().unwrap();
            assert_eq!(ShortText::of_float(float).as_str(), text);
        }
        assert_eq!(ShortText::of_int(i64::MIN).as_str(), i64::MIN.to_string());
    }
}
