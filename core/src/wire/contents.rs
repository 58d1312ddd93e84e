//! `contents!` and `bodies!`: bodies with several documented media types.

/// `contents! { Name; Json(Type) = json("application/json", &TABLE); … }`, for the enum of the content of a response.
#[cfg(feature = "http")]
#[doc(hidden)]
#[macro_export]
macro_rules! contents {
    ($name:ident; $($variant:ident($type:ty) = $kind:ident($media_type:literal, $schema:expr);)*) => {
        impl $crate::endpoint::Payload for $name {
            #[inline]
            fn read(
                _: &$crate::endpoint::Response,
                content_type: ::core::option::Option<&str>,
                body: &[u8],
            ) -> ::core::result::Result<Self, $crate::endpoint::JsonTextError> {
                let selected = $crate::endpoint::contents::select_response(content_type, &[$($media_type),*]);
                $(if selected == ::core::option::Option::Some($media_type) {
                    return $crate::endpoint::contents::$kind::read($media_type, content_type, body, $schema).map(Self::$variant);
                })*
                ::core::result::Result::Err($crate::wire::serde::de::Error::custom(
                    "the media type is not documented for this response",
                ))
            }

            #[inline]
            fn write(
                &self,
                documented: &$crate::endpoint::Response,
                _: &'static $crate::schema::Schema,
            ) -> ::core::result::Result<::core::option::Option<$crate::endpoint::RawBody>, $crate::endpoint::PayloadError> {
                match self {
                    $(Self::$variant(body) => {
                        $crate::endpoint::contents::$kind::write(body, documented, $media_type, $schema)
                            .map(::core::option::Option::Some)
                    })*
                }
            }

            fn show<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(body) => $crate::endpoint::contents::$kind::show(body, serializer),)*
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
macro_rules! contents {
    ($($code:tt)*) => {};
}

/// `body_from! { Name; Json(Type); … }`: the content of these variants converts into the enum of that name.
#[doc(hidden)]
#[macro_export]
macro_rules! body_from {
    ($name:ident; $($variant:ident($type:ty);)*) => {
        $(impl ::core::convert::From<$type> for $name {
            #[inline]
            fn from(content: $type) -> Self {
                Self::$variant(content.into())
            }
        })*
    };
}

/// `bodies! { Name; Json(Type) = json("application/json", &TABLE); … }`, for the enum of the content of a request.
#[cfg(feature = "http")]
#[doc(hidden)]
#[macro_export]
macro_rules! bodies {
    ($name:ident; $($variant:ident($type:ty) = $kind:ident($media_type:literal, $schema:expr);)*) => {
        impl $crate::endpoint::contents::Contents for $name {
            #[inline]
            fn check(&self, check: &mut $crate::endpoint::RequestCheck, metadata: &'static $crate::endpoint::Metadata) {
                match self {
                    $(Self::$variant(body) => {
                        $crate::endpoint::contents::$kind::check(body, check, metadata, $media_type, $schema);
                    })*
                }
            }

            #[inline]
            fn encode(
                &self,
                metadata: &'static $crate::endpoint::Metadata,
            ) -> ::core::result::Result<$crate::endpoint::Upload, $crate::endpoint::JsonTextError> {
                match self {
                    $(Self::$variant(body) => {
                        $crate::endpoint::contents::$kind::encode(body, metadata, $media_type, $schema)
                    })*
                }
            }

            #[inline]
            fn receive(
                parts: &$crate::endpoint::Parts<'_>,
                metadata: &'static $crate::endpoint::Metadata,
            ) -> ::core::result::Result<Self, $crate::endpoint::Rejection> {
                let selected = parts.select(&[$($media_type),*], metadata)?;
                $(if selected == $media_type {
                    return $crate::endpoint::contents::$kind::receive(parts, metadata, $media_type, $schema)
                        .map(Self::$variant);
                })*
                ::core::result::Result::Err(parts.unsupported(metadata))
            }
        }
    };
}

#[cfg(not(feature = "http"))]
#[doc(hidden)]
#[macro_export]
macro_rules! bodies {
    ($($code:tt)*) => {};
}
