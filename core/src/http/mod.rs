//! Requests and responses as types of the `http` crate, independent of any client or server.
//!
//! * Client: [`to_http`] converts a typed request to an `http::Request`, [`from_http`] parses an `http::Response`.
//! * Server: [`receive`] parses an `http::Request`, [`respond`] and [`respond_error`] create an `http::Response`.
//! * Webhooks and callbacks: [`receive_webhook`] parses what the API sends, [`webhook_to_http`] creates it.
//!
//! Use these functions with any HTTP client, server or proxy. The clients of generated bindings (features `client` and
//! `blocking`) use them too.

mod answer;
mod base64;
mod base_url;
mod error;
mod request;
mod server;
mod token;
mod tokens;
mod webhook;

/// A response with its status and headers.
#[doc(no_inline)]
pub use ::http::Response;
pub use answer::{from_http, read, undocumented};
pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use error::{
    BodyError, CallError, CallResult, CredentialsError, Documented, Reason, RequestError, ResponseResult,
    TransportError, TransportKind, Undocumented, event_error, innermost,
};
pub use request::{Prepared, to_http, to_http_with};
#[doc(hidden)]
pub use request::{PreparedBody, Segments, parameter_header};
pub use server::{RespondError, receive, receive_with, respond, respond_error};
pub use token::{InvalidToken, Token};
pub use tokens::Tokens;
pub use webhook::{receive_webhook, receive_webhook_with, webhook_to_http};
