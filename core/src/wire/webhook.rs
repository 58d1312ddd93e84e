//! `webhook!` and `any_webhook!`: requests that the API sends.

/// `webhook! { Name; }`: the request of that name is a webhook or a callback.
#[doc(hidden)]
#[macro_export]
macro_rules! webhook {
    ($name:ident;) => {
        $crate::if_http! { impl $crate::endpoint::Webhook for $name {
            const WEBHOOKS: &'static [&'static $crate::endpoint::Metadata] =
                &[<Self as $crate::endpoint::Descriptor>::METADATA];

            fn receive_webhook(
                _: usize,
                parts: &$crate::endpoint::Parts<'_>,
            ) -> ::core::result::Result<Self, $crate::endpoint::Rejection> {
                <Self as $crate::endpoint::Endpoint>::receive(parts)
            }
        } }
    };
}

/// `any_webhook! { Name; Variant(Type); … }`, for the enum of that name.
#[doc(hidden)]
#[macro_export]
macro_rules! any_webhook {
    ($name:ident; $($variant:ident($request:ty);)*) => {
        $crate::if_http! { const _: () = {
            use $crate::endpoint::{
                Descriptor as __Descriptor, Endpoint as __Endpoint, Metadata as __Metadata, Parts as __Parts, Rejection as __Rejection,
                Webhook as __Webhook,
            };

            enum __Index {
                $($variant,)*
            }

            impl __Webhook for $name {
                const WEBHOOKS: &'static [&'static __Metadata] = &[$(<$request as __Descriptor>::METADATA),*];

                fn receive_webhook(index: usize, parts: &__Parts<'_>) -> ::core::result::Result<Self, __Rejection> {
                    $(if index == __Index::$variant as usize {
                        return <$request as __Endpoint>::receive(parts).map(Self::$variant);
                    })*
                    ::core::result::Result::Err(__Rejection::UnknownWebhook)
                }
            }
        }; }

        $(
            impl ::core::convert::From<$request> for $name {
                fn from(request: $request) -> Self {
                    Self::$variant(request)
                }
            }
        )*
    };
}
