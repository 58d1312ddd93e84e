//! Why a form cannot be read.

use core::fmt;

/// Why the fields of a form have no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::endpoint) enum FormError {
    /// A name or a value is not UTF-8.
    Encoding,
    /// The values of a field in brackets contradict each other.
    Ambiguous {
        /// The documented name of the field.
        name: &'static str,
    },
}

impl fmt::Display for FormError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("a field is not UTF-8"),
            Self::Ambiguous { name } => write!(f, "the brackets of the field {name} contradict each other"),
        }
    }
}
