//! A client on `reqwest`, once async (`Client`, feature `client`) and once blocking (`blocking::Client`, feature
//! `blocking`).
//!
//! Generated bindings have a client of their own that stands on this one and knows their resources.
//!
//! TLS is rustls with the certificates of the platform. Redirects are not followed, so that a
//! token never goes to another host; to follow them, bring your own `reqwest` client ([`ClientBuilder::http_client`]).

#[cfg(feature = "client")]
mod asynchronous;
mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod retry;

#[cfg(feature = "client")]
pub use asynchronous::Client;
pub use builder::{BuildError, ClientBuilder, HttpOptions, Settings, Transport};

/// The version of `reqwest` that [`ClientBuilder::http_client`] takes a client of.
pub use reqwest;
/// What `reqwest` says when it cannot make a client.
pub use reqwest::Error as TransportBuildError;
pub use retry::RetryPolicy;
