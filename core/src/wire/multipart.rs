//! `multipart!`: multipart bodies of requests.

/// `multipart! { Name, additional_parts; file: file("file", Schema::ANY); note: optional_value("note", &TABLE); … }`, for the
/// struct of that name. Each field names the methods that hand it over and take it. The second name is the field for parts
/// that are not documented, if the body may have some.
#[doc(hidden)]
#[macro_export]
macro_rules! multipart {
    ($name:ident $(, $additional:ident)?; $($field:ident: $method:ident($part:literal, $schema:expr);)*) => {
        $crate::if_http! { impl $crate::endpoint::MultipartBody for $name {
            #[inline]
            fn fields<'a>(&'a self, fields: &mut $crate::endpoint::Fields<'a>) {
                $(fields.$method($part, &self.$field, $schema);)*
                $(fields.additional(&self.$additional);)?
            }

            #[inline]
            fn receive(
                received: &mut $crate::endpoint::ReceivedParts<'_>,
            ) -> ::core::result::Result<Self, $crate::endpoint::Rejection> {
                $(let $field = received.$method($part, $schema)?;)*
                let additional = received.additional();
                $crate::multipart! { @end additional $($additional)? }
                ::core::result::Result::Ok(Self { $($field,)* $($additional: additional,)? })
            }
        } }
    };
    (@end $found:ident $additional:ident) => {};
    (@end $found:ident) => { $crate::endpoint::closed(&$found)?; };
}
