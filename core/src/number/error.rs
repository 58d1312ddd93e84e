//! The error for a value that is not the expected number.

use std::fmt;

/// The error for a value or a text that is not the expected number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberError(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    NotANumber,
    NotFinite,
    NotAnInteger,
    OutOfRange(&'static str),
}

impl From<Kind> for NumberError {
    fn from(kind: Kind) -> NumberError {
        NumberError(kind)
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::NotANumber => f.write_str("not a number as JSON writes it (like `12` or `-1.5e3`)"),
            Kind::NotFinite => f.write_str("JSON has no number for infinity or NaN"),
            Kind::NotAnInteger => f.write_str("not an integer: it has a fraction"),
            Kind::OutOfRange(target) => write!(f, "the integer does not fit in {target}"),
        }
    }
}

impl std::error::Error for NumberError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_the_type_that_was_too_small() {
        let error = NumberError::from(Kind::OutOfRange("u32"));
        assert_eq!(error.to_string(), "the integer does not fit in u32");
    }
}
