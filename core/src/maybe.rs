//! [`Maybe`]: a property that can be absent, `null`, or hold a value.

/// An optional property that may also be `null`. A PATCH body distinguishes the three cases.
///
/// | Rust | JSON |
/// | --- | --- |
/// | `Maybe::Absent` | the property is absent |
/// | `Maybe::Null` | `"property": null` |
/// | `Maybe::Value(v)` | `"property": v` |
///
/// ```
/// use typewright_runtime::Maybe;
///
/// let mut note: Maybe<String> = Maybe::Absent;
/// note = Maybe::Null;                       // clear it
/// assert_eq!(note.value(), None);
/// note = Maybe::Value("hello".to_owned());  // set it
/// assert_eq!(note.value().map(String::as_str), Some("hello"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Maybe<T> {
    /// The property is absent: a PATCH does not change it.
    #[default]
    Absent,
    /// The property is `null`: a PATCH clears it.
    Null,
    /// The property has this value.
    Value(T),
}

impl<T> Maybe<T> {
    /// Returns a reference to the value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts into the value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether the property is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}
