//! HTTP clients based on `reqwest`: async (`Client`, feature `client`) and blocking (`blocking::Client`, feature
//! `blocking`).
//!
//! The client of generated bindings wraps this one and has a method for each resource.
//!
//! TLS is rustls with the certificates of the platform. Redirects are not followed, so that a
//! token never goes to another host; to follow them, pass a `reqwest` client ([`ClientBuilder::http_client`]).

#[cfg(feature = "client")]
mod arriving;
#[cfg(feature = "client")]
mod asynchronous;
mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod call;
mod credentials;
mod download;
mod events;
mod globals;
mod moving;
mod options;
#[cfg(feature = "client")]
mod outgoing;
mod pages;
mod retry;
mod wait;
#[cfg(feature = "client")]
mod watch;

#[cfg(feature = "client")]
pub use asynchronous::{Call, Client};
pub use builder::{BuildError, ClientBuilder, HttpOptions, Settings, Transport, UnknownScheme};
#[cfg(feature = "client")]
pub use credentials::Credentials;
pub use credentials::{CredentialSource, Needed};
#[cfg(feature = "client")]
pub use download::Download;
#[cfg(feature = "client")]
pub use events::Events;
pub use events::{Event, EventError, EventOptions};
#[cfg(feature = "client")]
pub use outgoing::{async_read_source, stream_source};
#[cfg(feature = "client")]
pub use pages::{Items, Pages};

/// The version of `reqwest` whose client [`ClientBuilder::http_client`] accepts.
pub use reqwest;
/// The error of `reqwest` when it cannot create a client.
pub use reqwest::Error as TransportBuildError;
pub use retry::{Repetition, RetryPolicy, wait_before_repetition};
pub use wait::{Finished, WaitError, WaitOptions, WaitResult};
