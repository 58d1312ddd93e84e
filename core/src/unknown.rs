//! [`Unknown`]: a string that an enum does not know.

use core::fmt;
use core::marker::PhantomData;

use serde_core::{Serialize, Serializer};

/// An enum of strings that stays open: a newer server may send more values than are documented.
pub trait OpenEnum: Sized + Clone + 'static {
    /// The documented values, in the order of the schema.
    const KNOWN: &'static [Self];

    /// The value as it stands on the wire.
    fn as_str(&self) -> &str;

    /// The documented value of this text, if it is one.
    fn known(text: &str) -> Option<Self>;
}

/// A value that the enum `E` does not know, kept as it came.
///
/// It cannot be made from a value that `E` knows, so two values of `E` are equal if and only if they are the same on
/// the wire.
pub struct Unknown<E> {
    text: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E: OpenEnum> Unknown<E> {
    /// Keeps a text that `E` does not know.
    ///
    /// # Errors
    /// The known value, if `E` does know the text.
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
    /// The value as it came.
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

/// A text that is none of the documented values of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    text: String,
    known: Vec<String>,
}

impl UnknownValue {
    /// Says that `text` is no documented value of `E`.
    pub fn of<E: OpenEnum>(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            known: E::KNOWN.iter().map(|value| value.as_str().to_owned()).collect(),
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
