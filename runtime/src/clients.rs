//! `clients!`: the clients of an API, which know its resources.

/// The clients of an API, those that the features ask for:
/// `clients! { resource Handle (id: Type) { action: Request, (id) (argument: Type); … } … }`.
///
/// A resource takes the parameters that all its actions have; an action takes the rest of what its request needs.
#[doc(hidden)]
#[macro_export]
macro_rules! clients {
    ($($rules:tt)*) => {
        $crate::async_client! { $($rules)* }
        $crate::blocking_client! { $($rules)* }
    };
}

#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! async_client {
    ($($rules:tt)*) => {};
}

#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! async_client {
    ($($rules:tt)*) => {
        /// The async client of the API. It runs on tokio.
        pub mod client {
            $crate::client_items! { [async] [$crate::client::Client] [Sync] $($rules)* }
        }
    };
}

#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_client {
    ($($rules:tt)*) => {};
}

#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_client {
    ($($rules:tt)*) => {
        /// The client of the API that blocks. Not for use inside of an async runtime, which it would block, and where
        /// `reqwest` panics; `tokio::task::spawn_blocking` is a place for it.
        pub mod blocking {
            $crate::client_items! { [] [$crate::client::blocking::Client] [] $($rules)* }
        }
    };
}

/// A method that is async or not.
#[cfg(any(feature = "client", feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! client_fn {
    ([async] $(#[$doc:meta])* $name:ident [$($generics:tt)*] ($($arguments:tt)*) -> $answer:ty { $call:expr }) => {
        $(#[$doc])*
        pub async fn $name<$($generics)*>($($arguments)*) -> $answer {
            $call.await
        }
    };
    ([] $(#[$doc:meta])* $name:ident [$($generics:tt)*] ($($arguments:tt)*) -> $answer:ty { $call:expr }) => {
        $(#[$doc])*
        pub fn $name<$($generics)*>($($arguments)*) -> $answer {
            $call
        }
    };
}

/// What both clients are made of.
#[cfg(any(feature = "client", feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! client_items {
    ($mode:tt [$inner:ty] [$($bound:ident)?] $(
        $resource:ident $handle:ident ($($part:ident: $part_type:ty),*) {
            $($action:ident: $request:ty, ($($kept:ident),*) ($($own:ident: $own_type:ty),*);)*
        }
    )*) => {
        #[allow(unused_imports)]
        use super::super::types;
        #[allow(unused_imports)]
        use super::*;

        /// Sends requests and reads their answers. Cheap to clone; clones share their connections.
        #[derive(Debug, Clone)]
        pub struct Client {
            inner: $inner,
        }

        impl Client {
            /// A client with this API access token and the defaults of [`builder`](Self::builder).
            ///
            /// # Errors
            /// If the text is no token, or `reqwest` has no TLS to work with.
            pub fn new<T>(token: T) -> ::core::result::Result<Self, $crate::client::BuildError>
            where
                T: ::core::convert::TryInto<$crate::http::Token>,
                T::Error: ::core::convert::Into<$crate::http::InvalidToken>,
            {
                Self::builder().token(token).build()
            }

            /// A client with other settings: base URL, time-outs, retries, limits, a `reqwest` client of your own.
            #[must_use]
            pub fn builder() -> $crate::client::ClientBuilder<Self> {
                $crate::client::ClientBuilder::new(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            }

            $crate::client_fn! {
                $mode
                /// Sends a request and reads the answer.
                ///
                /// # Errors
                /// [`CallError`](typewright_runtime::http::CallError), which tells what was not right and where.
                send [E: $crate::endpoint::Endpoint $(+ $bound)?] (&self, request: &E) -> $crate::http::CallResult<E>
                { self.inner.send(request) }
            }

            $crate::client_fn! {
                $mode
                /// As [`send`](Self::send), with the status and the headers of the answer.
                ///
                /// # Errors
                /// As [`send`](Self::send).
                send_response [E: $crate::endpoint::Endpoint $(+ $bound)?] (&self, request: &E) -> $crate::http::ResponseResult<E>
                { self.inner.send_response(request) }
            }

            $(
                #[doc = concat!("The actions of `", stringify!($resource), "`.")]
                pub fn $resource(&self, $($part: impl ::core::convert::Into<$part_type>),*) -> $handle<'_> {
                    $handle {
                        client: self,
                        $($part: $part.into(),)*
                    }
                }
            )*
        }

        impl $crate::client::Transport for Client {
            type Http = <$inner as $crate::client::Transport>::Http;

            fn assemble(
                http: ::core::option::Option<Self::Http>,
                options: $crate::client::HttpOptions,
                settings: $crate::client::Settings,
            ) -> ::core::result::Result<Self, $crate::client::TransportBuildError> {
                let inner = $crate::client::Transport::assemble(http, options, settings)?;
                ::core::result::Result::Ok(Self { inner })
            }
        }

        $(
            #[doc = concat!("The actions of `", stringify!($resource), "`.")]
            #[derive(Debug, Clone)]
            pub struct $handle<'c> {
                client: &'c Client,
                $($part: $part_type,)*
            }

            impl $handle<'_> {
                $(
                    $crate::client_fn! {
                        $mode
                        #[doc = concat!("Sends [`", stringify!($request), "`].")]
                        ///
                        /// # Errors
                        /// [`CallError`](typewright_runtime::http::CallError), which tells what was not right and where.
                        $action [] (&self, $($own: impl ::core::convert::Into<$own_type>),*) -> $crate::http::CallResult<$request>
                        { self.client.send(&<$request>::new($(self.$kept.clone(),)* $($own),*)) }
                    }
                )*
            }
        )*
    };
}
