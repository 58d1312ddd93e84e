//! The descriptors of headers.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::Builder;
use crate::model::identifier::screaming;
use crate::openapi::Header;

/// Returns the descriptor of a header that is not a parameter.
pub(super) fn header(header: &Header) -> TokenStream {
    let name = &header.name;
    let mut built = Builder(quote!(Header::new(#name)));
    built.text("description", &header.description);
    built.flag("required", header.required);
    built.flag("deprecated", header.deprecated);
    built.option("default", header.default.as_deref());
    built.0
}

/// Returns the name of the constant of a header.
pub(super) fn header_name(header: &Header) -> String {
    screaming(&header.name)
}
