//! Lossless JSON numbers: all digits and the notation are preserved.

mod decimal;
mod error;
mod integer;
mod text;
mod wire;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

pub use decimal::{Divisor, cmp_decimal};
pub use error::NumberError;
pub use integer::Integer;

use decimal::Decimal;
use error::Kind;
use text::ShortText;

/// A JSON number of any size and precision, preserved as written.
///
/// `1.0`, `1E400`, `0.10` and `12345678901234567890123` are written back as the same text. Comparisons use the value:
/// `1`, `1.0` and `10e-1` are equal, have the same hash, and are all the integer 1.
///
/// ```
/// use typewright_runtime::number::Number;
///
/// let price: Number = "0.10".parse()?;
/// assert_eq!(price.to_string(), "0.10");
/// assert_eq!(price.as_f64(), Some(0.1));
/// assert_eq!(price, 0.1);
/// assert!(price < Number::from(1));
/// assert_eq!(Number::from(7).as_i64(), Some(7));
/// # Ok::<(), typewright_runtime::number::NumberError>(())
/// ```
///
/// # NaN and infinities
///
/// JSON cannot represent them. A `Number` that was created from such a float is not [valid](Number::is_valid):
/// `validate` reports it, and serializing it is an error, so it is never sent.
///
/// # Serde
///
/// `serde_json` reads and writes the text of the number, so nothing is rounded. Other formats receive an integer or a
/// float if it has the same text. A number that neither can represent (`1E400`, `0.10`) is written as the `RawValue` of
/// `serde_json`, which only `serde_json` supports.
///
/// If serde buffers a value before it is deserialized (`#[serde(flatten)]` and `#[serde(untagged)]` in other types),
/// the number has already been read as an integer or `f64`. Then `1E400` fails and `0.10` becomes `0.1`.
#[derive(Clone)]
pub struct Number(Repr);

/// `Int` and `Float` are used only if they write exactly the text that was read.
#[derive(Clone)]
enum Repr {
    Int(i64),
    /// Within `text::PLAIN_FLOATS`, where every implementation writes the same shortest text.
    Float(f64),
    Text(Box<str>),
    NotFinite(NotFinite),
}

/// The floats that are not JSON numbers, with a total order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum NotFinite {
    NegativeInfinity,
    Infinity,
    Nan,
}

impl NotFinite {
    fn text(self) -> &'static str {
        match self {
            NotFinite::NegativeInfinity => "-Infinity",
            NotFinite::Infinity => "Infinity",
            NotFinite::Nan => "NaN",
        }
    }
}

impl Number {
    /// Whether this is a valid JSON number. Only a number that was created from NaN or an infinity is not.
    ///
    /// ```
    /// use typewright_runtime::number::Number;
    ///
    /// assert!(Number::from(0.5).is_valid());
    /// assert!(!Number::from(f64::NAN).is_valid());
    /// ```
    pub fn is_valid(&self) -> bool {
        !matches!(self.0, Repr::NotFinite(_))
    }

    /// Parses a number with the grammar of JSON: no leading `+` or zeros, no white space, no `NaN`.
    ///
    /// ```
    /// use typewright_runtime::number::Number;
    ///
    /// assert!(Number::from_json_text("-1.5e+3").is_some());
    /// assert!(Number::from_json_text("01").is_none());
    /// ```
    pub fn from_json_text(text: &str) -> Option<Number> {
        if let Some(int) = text::plain_int(text) {
            return Some(Number(Repr::Int(int)));
        }
        Decimal::parse(text)?;
        Some(Number(match text::plain_float(text) {
            Some(float) => Repr::Float(float),
            None => Repr::Text(text.into()),
        }))
    }

    /// Returns the value as an `i64`, if it is an integer that fits; `1.0` and `1e3` are integers.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Int(int) => Some(*int),
            Repr::Float(float) => (float.fract() == 0.0).then_some(whole_part(*float)),
            Repr::Text(text) => i64::try_from(decimal(text).to_i128()?).ok(),
            Repr::NotFinite(_) => None,
        }
    }

    /// Returns the value as a `u64`, if it is an integer that fits; `1.0` and `1e3` are integers.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Repr::Text(text) => u64::try_from(decimal(text).to_i128()?).ok(),
            _ => u64::try_from(self.as_i64()?).ok(),
        }
    }

    /// Returns the nearest finite `f64`; `None` if the number is too large for one, or not valid.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.0 {
            Repr::Int(int) => Some(nearest_float(*int)),
            Repr::Float(float) => Some(*float),
            Repr::Text(text) => text.parse().ok().filter(|float: &f64| float.is_finite()),
            Repr::NotFinite(_) => None,
        }
    }

    /// Whether the value is an integer, however it is written: `1.0` is one.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Int(_) => true,
            Repr::Float(float) => float.fract() == 0.0,
            Repr::Text(text) => decimal(text).is_integer(),
            Repr::NotFinite(_) => false,
        }
    }

    /// Whether this is an integer multiple of `divisor`, by exact decimal arithmetic.
    ///
    /// The divisor must be valid for [`Divisor::parse`]; otherwise the result is `false`.
    ///
    /// ```
    /// use typewright_runtime::number::Number;
    ///
    /// let price: Number = "19.99".parse()?;
    /// assert!(price.is_multiple_of("0.01"));
    /// assert!(!price.is_multiple_of("0.02"));
    /// # Ok::<(), typewright_runtime::number::NumberError>(())
    /// ```
    pub fn is_multiple_of(&self, divisor: &str) -> bool {
        if let (Repr::Int(int), Some(divisor @ 1..)) = (&self.0, text::plain_int(divisor)) {
            return int % divisor == 0;
        }
        Divisor::parse(divisor).is_some_and(|divisor| divisor.divides(self))
    }

    /// Compares with a bound that is decimal text. Text that is not a number counts as 0.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use typewright_runtime::number::Number;
    ///
    /// assert_eq!(Number::from(3).compare_text("3.0"), Ordering::Equal);
    /// assert_eq!(Number::from(3).compare_text("1e400"), Ordering::Less);
    /// ```
    pub fn compare_text(&self, bound: &str) -> Ordering {
        if let (Repr::Int(int), Some(bound)) = (&self.0, text::plain_int(bound)) {
            return int.cmp(&bound);
        }
        cmp_decimal(self.text().as_str(), bound)
    }

    fn text(&self) -> ShortText<'_> {
        match &self.0 {
            Repr::Int(int) => ShortText::of_int(*int),
            Repr::Float(float) => ShortText::of_float(*float),
            Repr::Text(text) => ShortText::Kept(text),
            Repr::NotFinite(kind) => ShortText::Kept(kind.text()),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a stored float is far smaller than 2^53")]
fn whole_part(float: f64) -> i64 {
    float as i64
}

#[expect(clippy::cast_precision_loss, reason = "this is what rounding to the nearest one is")]
fn nearest_float(int: i64) -> f64 {
    int as f64
}

fn decimal(text: &str) -> Decimal<'_> {
    Decimal::parse(text).unwrap_or(Decimal::ZERO)
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Int(a), Repr::Int(b)) => a.cmp(b),
            // Floats never hold NaN. Each is far smaller than 2^53, so rounding an integer to a float cannot make the
            // two equal or change their order.
            (Repr::Float(a), Repr::Float(b)) => a.total_cmp(b),
            (Repr::Int(a), Repr::Float(b)) => nearest_float(*a).total_cmp(b),
            (Repr::Float(a), Repr::Int(b)) => a.total_cmp(&nearest_float(*b)),
            (Repr::NotFinite(a), Repr::NotFinite(b)) => a.cmp(b),
            (Repr::NotFinite(NotFinite::NegativeInfinity), _) => Ordering::Less,
            (_, Repr::NotFinite(NotFinite::NegativeInfinity)) | (Repr::NotFinite(_), _) => Ordering::Greater,
            (_, Repr::NotFinite(_)) => Ordering::Less,
            _ => cmp_decimal(self.text().as_str(), other.text().as_str()),
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Equal numbers must take the same branch, regardless of their representation.
        match (&self.0, self.as_i64()) {
            (Repr::NotFinite(kind), _) => kind.hash(state),
            (_, Some(int)) => int.hash(state),
            (_, None) => decimal(self.text().as_str()).hash(state),
        }
    }
}

/// Writes the number as it was read.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Number, NumberError> {
        Number::from_json_text(text).ok_or(Kind::NotANumber.into())
    }
}

/// `1.0` is written as `1.0`. NaN and infinities are not [valid](Number::is_valid).
impl From<f64> for Number {
    fn from(float: f64) -> Number {
        Number(if text::has_plain_text(float) {
            Repr::Float(float)
        } else if float.is_finite() {
            Repr::Text(ShortText::of_float(float).as_str().into())
        } else if float.is_nan() {
            Repr::NotFinite(NotFinite::Nan)
        } else if float.is_sign_negative() {
            Repr::NotFinite(NotFinite::NegativeInfinity)
        } else {
            Repr::NotFinite(NotFinite::Infinity)
        })
    }
}

/// Converts from the shortest text of the float, so `0.1_f32` is 0.1.
impl From<f32> for Number {
    fn from(float: f32) -> Number {
        Number::from_json_text(&format!("{float:?}")).unwrap_or_else(|| Number::from(f64::from(float)))
    }
}

macro_rules! from_integers {
    ($($int:ty)*) => {$(
        impl From<$int> for Number {
            fn from(int: $int) -> Number {
                Number(match i64::try_from(int) {
                    Ok(int) => Repr::Int(int),
                    Err(_) => Repr::Text(int.to_string().into()),
                })
            }
        }
    )*};
}
from_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! equals {
    ($($primitive:ty)*) => {$(
        impl PartialEq<$primitive> for Number {
            fn eq(&self, other: &$primitive) -> bool {
                self.cmp(&Number::from(*other)).is_eq()
            }
        }

        impl PartialEq<Number> for $primitive {
            fn eq(&self, other: &Number) -> bool {
                other == self
            }
        }
    )*};
}
// Not implemented for 128 bits: no other crate implements these comparisons, so they would make `int == other.into()`
// ambiguous.
equals!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! equals_floats {
    ($($float:ty)*) => {$(
        /// Compares with the shortest decimal text of the float, so that `0.1` equals `0.1`. NaN equals nothing.
        impl PartialEq<$float> for Number {
            fn eq(&self, other: &$float) -> bool {
                !other.is_nan() && self.cmp(&Number::from(*other)).is_eq()
            }
        }

        impl PartialEq<Number> for $float {
            fn eq(&self, other: &Number) -> bool {
                other == self
            }
        }
    )*};
}
equals_floats!(f32 f64);

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::DefaultHasher;

    fn number(text: &str) -> Number {
        Number::from_json_text(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    fn hash(number: &Number) -> u64 {
        let mut hasher = DefaultHasher::new();
        number.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn every_way_of_writing_a_number_comes_back() {
        let texts = [
            "0",
            "-0",
            "0.0",
            "-0.0",
            "1",
            "1.0",
            "1.00",
            "1e3",
            "1E+3",
            "1E400",
            "0.10",
            "-1.5",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "18446744073709551615",
            "12345678901234567890123",
            "0.1",
            "0.30000000000000004",
            "5e-324",
            "1e-999999999999999999999",
            "123456789012345.6",
            "999999999999999.9",
            "0.00001",
            "0.0001",
            "100000000000000000000.5",
            "3.141592653589793238462643",
        ];
        for text in texts {
            assert_eq!(number(text).to_string(), text);
        }
    }

    #[test]
    fn text_outside_the_grammar_is_refused() {
        let texts = [
            "",
            "-",
            "+1",
            "01",
            "-01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1.e1",
            " 1",
            "1 ",
            "0x1",
            "1_0",
            "NaN",
            "Infinity",
            "-Infinity",
            "1,0",
            "1.5.5",
            "1e5e5",
            "--1",
            "1e1.0",
            "٣",
            "\"1\"",
        ];
        for text in texts {
            assert!(Number::from_json_text(text).is_none(), "{text}");
        }
    }

    #[test]
    fn numbers_are_equal_by_value() {
        for group in [
            &["1", "1.0", "10e-1", "1e0", "0.1E+1", "1.000"][..],
            &["0", "-0", "0.0", "0e999", "-0.00e-5"],
            &["0.1", "0.10", "1e-1", "0.01e1"],
            &["12345678901234567890123", "1234567890123456789012.3e1"],
            &["1e400", "10e399", "1E400"],
            &["-1000", "-1e3", "-1000.0"],
        ] {
            for a in group {
                for b in group {
                    assert_eq!(number(a), number(b));
                    assert_eq!(hash(&number(a)), hash(&number(b)), "{a} {b}");
                }
            }
        }
        assert_ne!(number("12345678901234567890123"), number("12345678901234567890124"));
        assert_ne!(number("0.1"), number("0.1000000000000000001"));
        assert_eq!(number("1.0"), 1);
        assert_eq!(number("1.50"), 1.5);
        assert_ne!(number("1"), f64::NAN);
    }

    #[test]
    fn numbers_are_in_order() {
        let sorted = [
            "-1e400",
            "-9223372036854775809",
            "-9223372036854775808",
            "-1.5",
            "-1",
            "-0.1",
            "-1e-400",
            "0",
            "1e-400",
            "0.1",
            "0.10000000000000000001",
            "0.9",
            "1",
            "1.5",
            "2",
            "999999999999999.9",
            "1000000000000000",
            "9007199254740993",
            "1e16",
            "9223372036854775807",
            "9223372036854775808",
            "1e400",
            "1e999999999999999999",
        ];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(number(a).cmp(&number(b)), i.cmp(&j), "{a} {b}");
                assert_eq!(number(a).compare_text(b), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn conversions_are_exact() {
        assert_eq!(number("1e3").as_i64(), Some(1000));
        assert_eq!(number("-0.0").as_i64(), Some(0));
        assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
        assert_eq!(number("18446744073709551616").as_u64(), None);
        assert_eq!(number("-9223372036854775808.0").as_i64(), Some(i64::MIN));
        assert_eq!(number("-9223372036854775809").as_i64(), None);
        assert_eq!(number("1.5").as_i64(), None);
        assert_eq!(number("-1").as_u64(), None);
        assert_eq!(number("1e400").as_f64(), None);
        assert_eq!(number("1e-400").as_f64(), Some(0.0));
        assert_eq!(number("0.30000000000000004").as_f64(), Some(0.1 + 0.2));
        assert_eq!(Number::from(u64::MAX).to_string(), "18446744073709551615");
        assert_eq!(Number::from(f64::INFINITY).as_f64(), None);
        for float in [1.0, 1e300, -0.0, 5e-324, 0.1, f64::MAX, 1e15, 1e16, 1e-5] {
            assert_eq!(Number::from(float).as_f64(), Some(float));
        }
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "a number compares exactly")]
    fn literals_of_all_types_become_numbers_and_compare_with_them() {
        let number = |number: Number| number;
        assert_eq!(number(12.5.into()), 12.5);
        assert_eq!(12.5, number(12.5.into()));
        assert_eq!(number(0.1_f32.into()), 0.1);
        assert_eq!(number(0.1.into()), 0.1_f32);
        assert_eq!(number(1e20_f32.into()), 1e20);
        assert_eq!(number(5.into()), 5);
        assert_eq!(5, number(5.into()));
        assert_eq!(number(5_u8.into()), -(-5_i8));
        assert_eq!(number(u128::MAX.into()).to_string(), u128::MAX.to_string());
        assert_eq!(number(i128::MIN.into()).to_string(), i128::MIN.to_string());
    }

    #[test]
    fn floats_that_json_does_not_have_are_no_valid_numbers() {
        let floats = [f64::NEG_INFINITY, f64::INFINITY, f64::NAN];
        for float in floats {
            let number = Number::from(float);
            assert!(!number.is_valid() && !number.is_integer() && !number.is_multiple_of("1"));
            assert_eq!((number.as_f64(), number.as_i64(), number.as_u64()), (None, None, None));
            assert_eq!(number, number.clone());
            assert_eq!(hash(&number), hash(&number.clone()));
            assert!(serde_json::to_string(&number).is_err());
            assert!(crate::json::to_json(&vec![Some(number)]).is_err());
        }
        let [low, high, nan] = floats.map(Number::from);
        assert!(low < number("-1e400") && number("1e400") < high && high < nan);
        assert!(!Number::from(f32::NAN).is_valid() && !Number::from(f32::INFINITY).is_valid());
        assert_ne!(Number::from(f64::NAN), f64::NAN);
    }

    #[test]
    fn integers_are_told_by_value() {
        for text in ["1", "1.0", "1e400", "15e-0", "1.5e1", "-0.0", "123.4560e3"] {
            assert!(number(text).is_integer(), "{text}");
        }
        for text in ["1.5", "1e-1", "1e-400", "0.10", "123.4567e3"] {
            assert!(!number(text).is_integer(), "{text}");
        }
    }

    #[test]
    fn a_hostile_exponent_costs_nothing() {
        let huge = number("1e999999999999999999");
        assert!(huge > number("1e999999999999999998"));
        assert!(huge.is_integer());
        assert_eq!(huge.as_i64(), None);
        assert!(huge.is_multiple_of("7e999999999999999990") == huge.is_multiple_of("7"));
        assert!(huge.is_multiple_of("0.25"));
        let endless = number(&format!("1e{}", "9".repeat(100_000)));
        assert!(endless > huge);
        assert!(endless.is_multiple_of("2"));
        assert_eq!(hash(&endless), hash(&endless));
    }
}
