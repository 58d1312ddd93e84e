//! `any_request!`: all requests of an API as one type.

/// All requests of an API as one type: `any_request! { Request; Variant(module::Type); … }`, for an enum of that name. A variant may
/// have the condition on which it is compiled: `#[cfg(…)] Variant(module::Type);`.
#[doc(hidden)]
#[macro_export]
macro_rules! any_request {
    ($name:ident; $($(#[$when:meta])* $variant:ident($request:ty);)*) => {
        $crate::if_http! { const _: () = {
            use $crate::endpoint::{
                AnyRequest as __AnyRequest, Descriptor as __Descriptor, Endpoint as __Endpoint, Metadata as __Metadata, Parts as __Parts,
                Rejection as __Rejection, RequestVisitor as __RequestVisitor,
            };

            enum __Index {
                $($(#[$when])* $variant,)*
            }

            impl __AnyRequest for $name {
                const ENDPOINTS: &'static [&'static __Metadata] = &[$($(#[$when])* <$request as __Descriptor>::METADATA),*];

                #[inline]
                fn receive(index: usize, parts: &__Parts<'_>) -> ::core::result::Result<Self, __Rejection> {
                    $($(#[$when])* if index == __Index::$variant as usize {
                        return <$request as __Endpoint>::receive(parts).map(Self::$variant);
                    })*
                    ::core::result::Result::Err(__Rejection::UnknownPath)
                }

                fn visit<__V: __RequestVisitor>(self, visitor: __V) -> __V::Output {
                    match self {
                        $($(#[$when])* Self::$variant(request) => visitor.visit(request),)*
                    }
                }
            }
        }; }

        $(
            $(#[$when])*
            impl ::core::convert::From<$request> for $name {
                #[inline]
                fn from(request: $request) -> Self {
                    Self::$variant(request)
                }
            }
        )*
    };
}
