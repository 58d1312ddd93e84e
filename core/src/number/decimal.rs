//! Exact arithmetic on decimal text, in time linear in its length, whatever the exponent.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::Number;

/// Compares two decimal numbers by value. Text that is not a JSON number counts as 0.
///
/// Exponents of more than 38 digits compare as equal.
///
/// ```
/// use std::cmp::Ordering;
/// use typewright_runtime::number::cmp_decimal;
///
/// assert_eq!(cmp_decimal("0.10", "1e-1"), Ordering::Equal);
/// assert_eq!(cmp_decimal("1e999999999999", "2"), Ordering::Greater);
/// ```
pub fn cmp_decimal(a: &str, b: &str) -> Ordering {
    let a = Decimal::parse(a).unwrap_or(Decimal::ZERO);
    let b = Decimal::parse(b).unwrap_or(Decimal::ZERO);
    a.compare(&b)
}

/// The divisor of `multipleOf`: above 0, with at most 19 significant digits.
///
/// ```
/// use typewright_runtime::number::{Divisor, Number};
///
/// let cent = Divisor::parse("0.01").expect("a divisor");
/// assert!(cent.divides(&Number::from(3)));
/// assert!(Divisor::parse("0").is_none());
/// assert!(Divisor::parse("1.00000000000000000001").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Divisor {
    /// Without trailing zeros: the divisor is `digits` × 10^`exponent`.
    digits: u64,
    exponent: i128,
}

impl Divisor {
    /// Parses a divisor from decimal text, with the grammar of JSON.
    pub fn parse(text: &str) -> Option<Divisor> {
        let decimal = Decimal::parse(text)?;
        if decimal.negative || decimal.is_zero() || decimal.len() > 19 {
            return None;
        }
        let digits = decimal.digits().try_fold(0, push_digit)?;
        Some(Divisor {
            digits,
            exponent: decimal.exponent(),
        })
    }

    /// Whether the number is an integer multiple of this divisor.
    pub fn divides(&self, number: &Number) -> bool {
        let text = number.text();
        let Some(decimal) = Decimal::parse(text.as_str()) else {
            return false;
        };
        if decimal.is_zero() {
            return true;
        }
        // Is digits × 10^shift a multiple of self.digits?
        let shift = decimal.exponent().saturating_sub(self.exponent);
        if shift < 0 {
            // The digits do not end in a zero, so 10 does not divide them.
            return false;
        }
        // A u64 has fewer than 64 factors of 2 and of 5, so further tens have no effect.
        let tens = (0..shift.min(64)).map(|_| b'0');
        let modulus = u128::from(self.digits);
        let push = |rest: u128, digit: u8| (rest * 10 + u128::from(digit - b'0')) % modulus;
        decimal.digits().chain(tens).fold(0, push) == 0
    }
}

fn push_digit(number: u64, digit: u8) -> Option<u64> {
    number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
}

/// The canonical form of a decimal: ±0.`head` `tail` × 10^`point`, where the digits neither start nor end with a zero.
/// Zero has no digits, no sign and point 0.
#[derive(Clone, Copy)]
pub(super) struct Decimal<'a> {
    negative: bool,
    head: &'a [u8],
    tail: &'a [u8],
    point: i128,
}

impl<'a> Decimal<'a> {
    pub(super) const ZERO: Decimal<'static> = Decimal {
        negative: false,
        head: &[],
        tail: &[],
        point: 0,
    };

    /// Parses a number with the grammar of JSON.
    pub(super) fn parse(text: &'a str) -> Option<Decimal<'a>> {
        let bytes = text.as_bytes();
        let (negative, rest) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let (int, rest) = split_digits(rest);
        if int.is_empty() || matches!(int, [b'0', _, ..]) {
            return None;
        }
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => match split_digits(rest) {
                ([], _) => return None,
                split => split,
            },
            rest => (&[][..], rest),
        };
        let exponent = match rest {
            [] => 0,
            [b'e' | b'E', rest @ ..] => parse_exponent(rest)?,
            _ => return None,
        };
        Some(Decimal::normal(negative, int, fraction, exponent))
    }

    fn normal(negative: bool, int: &'a [u8], fraction: &'a [u8], exponent: i128) -> Decimal<'a> {
        let head = trim_start(int);
        let tail = trim_end(fraction);
        let (head, tail, point) = match (head, tail) {
            ([], []) => return Decimal::ZERO,
            ([], _) => {
                let digits = trim_start(tail);
                (head, digits, -to_i128(tail.len() - digits.len()))
            }
            (_, []) => (trim_end(head), tail, to_i128(head.len())),
            (_, _) => (head, tail, to_i128(head.len())),
        };
        Decimal {
            negative,
            head,
            tail,
            point: exponent.saturating_add(point),
        }
    }

    pub(super) fn is_integer(&self) -> bool {
        self.exponent() >= 0
    }

    /// The value, if it is an integer of at most 38 digits.
    pub(super) fn to_i128(self) -> Option<i128> {
        if !self.is_integer() || self.point > 38 {
            return None;
        }
        let tens = (0..self.exponent()).map(|_| b'0');
        let push = |number: i128, digit: u8| number * 10 + i128::from(digit - b'0');
        let size = self.digits().chain(tens).fold(0, push);
        Some(if self.negative { -size } else { size })
    }

    fn is_zero(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        self.head.len() + self.tail.len()
    }

    /// The power of ten by which the digits, as an integer, are multiplied.
    fn exponent(&self) -> i128 {
        self.point.saturating_sub(to_i128(self.len()))
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.head.iter().chain(self.tail).copied()
    }

    fn compare(&self, other: &Decimal<'_>) -> Ordering {
        let size = || {
            self.point
                .cmp(&other.point)
                .then_with(|| self.digits().cmp(other.digits()))
        };
        match (self.sign(), other.sign()) {
            (1, 1) => size(),
            (-1, -1) => size().reverse(),
            (a, b) => a.cmp(&b),
        }
    }

    fn sign(&self) -> i8 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl Hash for Decimal<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.negative.hash(state);
        self.point.hash(state);
        self.len().hash(state);
        // Byte by byte, since head and tail may split equal digits differently.
        self.digits().for_each(|digit| state.write_u8(digit));
    }
}

fn split_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(bytes.len());
    bytes.split_at(end)
}

fn parse_exponent(bytes: &[u8]) -> Option<i128> {
    let (negative, rest) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let (digits @ [_, ..], []) = split_digits(rest) else {
        return None;
    };
    let push = |exponent: i128, digit: &u8| exponent.saturating_mul(10).saturating_add(i128::from(digit - b'0'));
    let size = digits.iter().fold(0, push);
    Some(if negative { -size } else { size })
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let start = digits.iter().position(|digit| *digit != b'0').unwrap_or(digits.len());
    digits.get(start..).unwrap_or_default()
}

fn trim_end(digits: &[u8]) -> &[u8] {
    let end = digits
        .iter()
        .rposition(|digit| *digit != b'0')
        .map_or(0, |last| last + 1);
    digits.get(..end).unwrap_or_default()
}

/// The length of a slice always fits.
fn to_i128(len: usize) -> i128 {
    i128::try_from(len).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divides(divisor: &str, number: &str) -> bool {
        let number: Number = number.parse().unwrap();
        Divisor::parse(divisor).unwrap().divides(&number)
    }

    #[test]
    fn multiples_are_exact_for_decimals() {
        for (number, divisor) in [
            ("0.3", "0.1"),
            ("4.02", "0.01"),
            ("0.0075", "0.0001"),
            ("1e308", "0.5"),
            ("0", "7"),
            ("-0.0", "7"),
            ("-12", "4"),
            ("1e400", "3e399"), /* no */
            ("10", "2.5"),
            ("1.5e1", "5"),
            ("99999999999999999990", "9999999999999999999"),
            ("1e1000", "9223372036854775808"),
            ("123456789012345678901234567890", "10"),
        ] {
            assert_eq!(divides(divisor, number), divisor != "3e399", "{number} {divisor}");
        }
        for (number, divisor) in [
            ("0.35", "0.1"),
            ("0.00751", "0.0001"),
            ("1", "1e400"),
            ("1e-400", "1"),
            ("5", "2"),
            ("1e1000", "3"),
            ("1e20", "9999999999999999999"),
            ("1e63", "9223372036854775809"),
        ] {
            assert!(!divides(divisor, number), "{number} {divisor}");
        }
        assert!(divides("9223372036854775808", "1e63"));
        assert!(!divides("9223372036854775808", "1e62"));
    }

    #[test]
    fn a_divisor_is_positive_and_of_19_digits() {
        for text in [
            "0",
            "0.0",
            "-1",
            "1e",
            "",
            "12345678901234567891",
            "0.99999999999999999999",
        ] {
            assert_eq!(Divisor::parse(text), None, "{text}");
        }
        for text in [
            "9999999999999999999",
            "1e400",
            "0.00000000000000000000000000001",
            "100e-5",
        ] {
            assert!(Divisor::parse(text).is_some(), "{text}");
        }
        assert_eq!(Divisor::parse("1.0"), Divisor::parse("10e-1"));
    }

    #[test]
    fn text_that_is_no_number_counts_as_zero() {
        assert_eq!(cmp_decimal("abc", "0"), Ordering::Equal);
    }

    #[test]
    fn saturated_exponents_stay_in_order() {
        let far = format!("1e{}", "9".repeat(50));
        let near_zero = format!("1e-{}", "9".repeat(50));
        assert_eq!(cmp_decimal(&far, "1e99999999999999999999"), Ordering::Greater);
        assert_eq!(cmp_decimal(&near_zero, "0"), Ordering::Greater);
        assert_eq!(cmp_decimal(&near_zero, "1e-99999999999999999999"), Ordering::Less);
        assert!(Decimal::parse(&far).unwrap().is_integer());
        assert!(!Decimal::parse(&near_zero).unwrap().is_integer());
    }
}
