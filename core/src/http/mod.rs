//! Requests and answers as the types of the `http` crate, with no client and no server in sight.
//!
//! | | out | in |
//! | --- | --- | --- |
//! | client | [`to_http`]: a typed request → `http::Request` | [`from_http`]: `http::Response` → the typed answer |
//! | server | [`respond`], [`respond_error`]: a typed answer → `http::Response` | [`receive`]: `http::Request` → the typed request |
//!
//! Use them with any HTTP client, server or proxy. The clients of generated bindings (features `client` and
//! `blocking`) are built on them.

mod answer;
mod base_url;
mod error;
mod request;
mod server;
mod token;

/// A response with its status and headers.
#[doc(no_inline)]
pub use ::http::Response;
pub use answer::{from_http, read, undocumented};
pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use error::{
    BodyError, CallError, CallResult, Documented, Reason, RequestError, ResponseResult, TransportError, TransportKind,
    Undocumented, innermost,
};
pub use request::{Prepared, to_http};
pub use server::{RespondError, receive, respond, respond_error};
pub use token::{InvalidToken, Token};
