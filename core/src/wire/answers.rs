//! `answers!`: the responses of an action, if their type depends on the status.

/// `answers! { Name; Variant(Type) = Status::Code(200), &TABLE; | Empty = Status::Code(202), … }`, for an enum of that
/// name. A variant without a type is a response without a body.
#[cfg(feature = "http")]
#[doc(hidden)]
#[macro_export]
macro_rules! answers {
    (
        $name:ident;
        $($variant:ident($type:ty) = $status:pat, $schema:expr;)*
        $(| $empty:ident = $empty_status:pat,)*
    ) => {
        impl $crate::endpoint::Payload for $name {
            #[inline]
            fn read(
                documented: &$crate::endpoint::Response,
                content_type: ::core::option::Option<&str>,
                body: &[u8],
            ) -> ::core::result::Result<Self, $crate::endpoint::JsonTextError> {
                #[allow(unreachable_patterns)]
                match documented.status {
                    $($status => <$type as $crate::endpoint::Payload>::read(documented, content_type, body).map(Self::$variant),)*
                    $($empty_status => ::core::result::Result::Ok(Self::$empty),)*
                    _ => ::core::result::Result::Err($crate::wire::serde::de::Error::custom(
                        "the status is not documented for this response",
                    )),
                }
            }

            #[inline]
            fn write(
                &self,
                documented: &$crate::endpoint::Response,
                _: &'static $crate::schema::Schema,
            ) -> ::core::result::Result<::core::option::Option<$crate::endpoint::RawBody>, $crate::endpoint::PayloadError> {
                #[allow(unreachable_patterns)]
                match (self, documented.status) {
                    $((Self::$variant(body), $status) => $crate::endpoint::Payload::write(body, documented, $schema),)*
                    $((Self::$empty, $empty_status) => ::core::result::Result::Ok(::core::option::Option::None),)*
                    _ => ::core::result::Result::Err($crate::endpoint::PayloadError::Status),
                }
            }

            fn show<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(body) => $crate::endpoint::Payload::show(body, serializer),)*
                    $(Self::$empty => serializer.serialize_unit(),)*
                }
            }
        }

        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::endpoint::Payload::show(self, serializer)
            }
        }
    };
}

#[cfg(not(feature = "http"))]
#[doc(hidden)]
#[macro_export]
macro_rules! answers {
    ($($code:tt)*) => {};
}
