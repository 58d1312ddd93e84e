//! A number without a fraction.

use std::fmt;
use std::str::FromStr;

use super::error::Kind;
use super::{Number, NumberError};

/// An integer of any size, preserved as written: a [`Number`] without a fraction.
///
/// ```
/// use typewright_runtime::number::Integer;
///
/// let big: Integer = "12345678901234567890123".parse()?;
/// assert_eq!(big.as_i64(), None);
/// assert_eq!(big.to_string(), "12345678901234567890123");
///
/// let count = Integer::from(3);
/// assert_eq!(u32::try_from(count)?, 3);
///
/// assert!("1.5".parse::<Integer>().is_err());
/// # Ok::<(), typewright_runtime::number::NumberError>(())
/// ```
///
/// As in JSON Schema, `1.0` and `1e3` are integers too, and they are written back as they were read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Integer(Number);

impl Integer {
    /// Returns the value as an `i64`, if it fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// Returns the value as a `u64`, if it fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    /// Returns the nearest `f64`; `None` if the integer is too large for one.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// Returns this integer as a number.
    pub fn as_number(&self) -> &Number {
        &self.0
    }

    /// Converts into a number.
    pub fn into_number(self) -> Number {
        self.0
    }
}

impl TryFrom<Number> for Integer {
    type Error = NumberError;

    fn try_from(number: Number) -> Result<Integer, NumberError> {
        if number.is_integer() {
            Ok(Integer(number))
        } else {
            Err(Kind::NotAnInteger.into())
        }
    }
}

/// Rejects fractions, infinities and NaN.
impl TryFrom<f64> for Integer {
    type Error = NumberError;

    fn try_from(float: f64) -> Result<Integer, NumberError> {
        let number = Number::from(float);
        if number.is_valid() {
            Integer::try_from(number)
        } else {
            Err(Kind::NotFinite.into())
        }
    }
}

impl FromStr for Integer {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Integer, NumberError> {
        Integer::try_from(text.parse::<Number>()?)
    }
}

impl From<Integer> for Number {
    fn from(integer: Integer) -> Number {
        integer.0
    }
}

impl AsRef<Number> for Integer {
    fn as_ref(&self) -> &Number {
        &self.0
    }
}

/// Writes the integer as it was read.
impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Integer({self})")
    }
}

macro_rules! from_integers {
    ($($int:ty)*) => {$(
        impl From<$int> for Integer {
            fn from(int: $int) -> Integer {
                Integer(Number::from(int))
            }
        }
    )*};
}
from_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! into_integers {
    ($($int:ident $via:ident)*) => {$(
        impl TryFrom<Integer> for $int {
            type Error = NumberError;

            fn try_from(integer: Integer) -> Result<$int, NumberError> {
                let int = integer.$via().and_then(|int| $int::try_from(int).ok());
                int.ok_or(Kind::OutOfRange(stringify!($int)).into())
            }
        }
    )*};
}
into_integers!(i8 as_i64 i16 as_i64 i32 as_i64 i64 as_i64 isize as_i64);
into_integers!(u8 as_u64 u16 as_u64 u32 as_u64 u64 as_u64 usize as_u64);

macro_rules! equals_integers {
    ($($int:ty)*) => {$(
        impl PartialEq<$int> for Integer {
            fn eq(&self, other: &$int) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<Integer> for $int {
            fn eq(&self, other: &Integer) -> bool {
                other == self
            }
        }
    )*};
}
// Not implemented for 128 bits: no other crate implements these comparisons, so they would make `int == other.into()`
// ambiguous.
equals_integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_has_no_fraction_however_it_is_written() {
        for text in ["1", "1.0", "1e3", "15.50e1", "-0", "1E400"] {
            assert_eq!(text.parse::<Integer>().unwrap().to_string(), text);
        }
        assert_eq!(
            "1.5".parse::<Integer>().unwrap_err().to_string(),
            "not an integer: it has a fraction"
        );
        assert!(Integer::try_from(0.5).is_err());
        assert_eq!(Integer::try_from(2.0).unwrap(), 2);
    }

    #[test]
    fn conversions_refuse_what_does_not_fit() {
        assert_eq!(u64::try_from(Integer::from(u64::MAX)), Ok(u64::MAX));
        assert_eq!(i32::try_from("-2147483648.0".parse::<Integer>().unwrap()), Ok(i32::MIN));
        assert!(i32::try_from(Integer::from(2_147_483_648_i64)).is_err());
        assert!(u32::try_from(Integer::from(-1)).is_err());
        assert!(i64::try_from("1e400".parse::<Integer>().unwrap()).is_err());
        assert_eq!(usize::try_from(Integer::from(7)), Ok(7));
    }
}
