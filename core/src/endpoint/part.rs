//! The documentation of a part of a multipart body.

/// The form of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartForm {
    /// A scalar is text, an object is JSON.
    Value,
    /// JSON.
    Json,
    /// A file: bytes with a name and a media type.
    File,
}

/// A documented part of a multipart body (OpenAPI 3.1, 4.8.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The name.
    pub name: &'static str,
    /// The form.
    pub form: PartForm,
    /// Whether the body needs the part.
    pub required: bool,
    /// Whether the part may occur several times, once for each item of an array.
    pub is_list: bool,
    /// The documented media types, separated by commas; empty if there is none.
    pub media_type: &'static str,
    /// The headers that the part needs.
    pub required_headers: &'static [&'static str],
}

impl Part {
    /// Creates an optional part with a name and a form.
    #[inline]
    pub const fn new(name: &'static str, form: PartForm) -> Self {
        Self {
            name,
            form,
            required: false,
            is_list: false,
            media_type: "",
            required_headers: &[],
        }
    }

    /// Makes the part required.
    #[must_use]
    #[inline]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Lets the part occur several times.
    #[must_use]
    #[inline]
    pub const fn list(mut self) -> Self {
        self.is_list = true;
        self
    }

    /// Sets the documented media types.
    #[must_use]
    #[inline]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = media_type;
        self
    }

    /// Sets the headers that the part needs.
    #[must_use]
    #[inline]
    pub const fn required_headers(mut self, headers: &'static [&'static str]) -> Self {
        self.required_headers = headers;
        self
    }
}
