//! How the fields of a form are serialized: the Encoding Object of OpenAPI (3.1, 4.8.15).

use crate::endpoint::ListStyle;

/// The serialization of a field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldForm {
    /// As text. An array has this style; an object, and an item that is not a scalar, is JSON text.
    Text(ListStyle),
    /// As JSON text (`contentType: application/json`).
    Json,
    /// With the path to each value in brackets: `address[city]=Rome&items[0][price]=5` (`deepObject`).
    Brackets,
}

impl FieldForm {
    /// The serialization of a field without a documented encoding: an array repeats the name for each item.
    pub const DEFAULT: Self = Self::Text(ListStyle::Repeated);
}

/// The documented serialization of a field of a form, if it is not the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Encoding {
    /// The name of the field.
    pub name: &'static str,
    /// Its serialization.
    pub form: FieldForm,
}

impl Encoding {
    /// Creates the encoding of a field.
    #[inline]
    pub const fn new(name: &'static str, form: FieldForm) -> Self {
        Self { name, form }
    }
}

/// The serialization of a field.
#[cfg(feature = "http")]
#[inline]
pub(super) fn form_of(encodings: &[Encoding], name: &str) -> FieldForm {
    let known = encodings.iter().find(|encoding| encoding.name == name);
    known.map_or(FieldForm::DEFAULT, |encoding| encoding.form)
}
