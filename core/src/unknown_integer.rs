//! [`UnknownInteger`]: an integer that is not a documented value of an enum.

use core::fmt;
use core::marker::PhantomData;

use crate::number::Integer;

/// An open enum of integers: a newer server may send other values than the documented ones.
pub trait OpenIntegerEnum: Sized + Clone + 'static {
    /// The documented values, in the order of the schema.
    const KNOWN: &'static [Self];

    /// The value as an integer.
    fn to_integer(&self) -> Integer;

    /// Returns the documented value for an integer, if there is one.
    fn known(value: i64) -> Option<Self>;
}

/// An integer that is not a documented value of the enum `E`, preserved as written.
///
/// It cannot be created from a documented value of `E`, so two values of `E` are equal if and only if their integers
/// are equal.
pub struct UnknownInteger<E> {
    value: Integer,
    of: PhantomData<fn() -> E>,
}

impl<E: OpenIntegerEnum> UnknownInteger<E> {
    /// Creates an unknown value from an integer that is not a documented value of `E`.
    ///
    /// # Errors
    /// The documented value, if the integer is one.
    pub fn new(value: impl Into<Integer>) -> Result<Self, E> {
        let value = value.into();
        match value.as_i64().and_then(E::known) {
            Some(known) => Err(known),
            None => Ok(Self { value, of: PhantomData }),
        }
    }
}

impl<E> UnknownInteger<E> {
    /// The integer, as written.
    pub fn as_integer(&self) -> &Integer {
        &self.value
    }

    /// Returns the integer as an `i64`, if it fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.value.as_i64()
    }
}

impl<E> Clone for UnknownInteger<E> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            of: PhantomData,
        }
    }
}

impl<E> fmt::Debug for UnknownInteger<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value, f)
    }
}

impl<E> fmt::Display for UnknownInteger<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<E> PartialEq for UnknownInteger<E> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<E> Eq for UnknownInteger<E> {}

impl<E> PartialOrd for UnknownInteger<E> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for UnknownInteger<E> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl<E> core::hash::Hash for UnknownInteger<E> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
