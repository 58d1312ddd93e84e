//! What a variant is called before it is named.

/// The words from which the name of a variant is derived.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// A word of the schema: a title, a name, or a value.
    Word(String),
    /// The kind of the payload.
    Kind(&'static str),
}

impl Label {
    /// Returns the words.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Kind(kind) => kind,
        }
    }
}
