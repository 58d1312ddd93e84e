//! [`Unknown`]: a string that is not a documented value of an enum.

use core::fmt;
use core::marker::PhantomData;

use serde_core::{Serialize, Serializer};

use crate::unknown_integer::OpenIntegerEnum;

/// An open enum of strings: a newer server may send other values than the documented ones.
pub trait OpenEnum: Sized + Clone + 'static {
    /// The documented values, in the order of the schema.
    const KNOWN: &'static [Self];

    /// The value as a string.
    fn as_str(&self) -> &str;

    /// Returns the documented value for a string, if there is one.
    fn known(text: &str) -> Option<Self>;
}

/// A string that is not a documented value of the enum `E`, preserved verbatim.
///
/// It cannot be created from a documented value of `E`, so two values of `E` are equal if and only if their strings are
/// equal.
pub struct Unknown<E> {
    text: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E: OpenEnum> Unknown<E> {
    /// Creates an unknown value from a string that is not a documented value of `E`.
    ///
    /// # Errors
    /// The documented value, if the string is one.
    pub fn new(text: impl AsRef<str> + Into<Box<str>>) -> Result<Self, E> {
        match E::known(text.as_ref()) {
            Some(known) => Err(known),
            None => Ok(Self {
                text: text.into(),
                of: PhantomData,
            }),
        }
    }
}

impl<E> Unknown<E> {
    /// The string, verbatim.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E> Clone for Unknown<E> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            of: PhantomData,
        }
    }
}

impl<E> fmt::Debug for Unknown<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<E> fmt::Display for Unknown<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> PartialEq for Unknown<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for Unknown<E> {}

impl<E> PartialOrd for Unknown<E> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Unknown<E> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl<E> core::hash::Hash for Unknown<E> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<E> Serialize for Unknown<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// The error for a string that is not a documented value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    text: String,
    known: Vec<String>,
}

impl UnknownValue {
    /// Creates the error for a string that is not a documented value of `E`.
    pub fn of<E: OpenEnum>(text: &str) -> Self {
        Self::among(text, &mut E::KNOWN.iter().map(E::as_str))
    }

    // Compiled once, not for each enum.
    fn among(text: &str, known: &mut dyn Iterator<Item = &str>) -> Self {
        Self {
            text: text.to_owned(),
            known: known.map(str::to_owned).collect(),
        }
    }

    /// Creates the error for a string that is not a documented integer of `E`.
    pub fn of_integers<E: OpenIntegerEnum>(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            known: E::KNOWN.iter().map(|value| value.to_integer().to_string()).collect(),
        }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not a documented value; these are: {}",
            self.text,
            self.known.join(", ")
        )
    }
}

impl core::error::Error for UnknownValue {}
