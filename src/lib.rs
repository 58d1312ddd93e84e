// The examples of the README need the client, so they are tested where that is.
#![cfg_attr(any(not(doctest), feature = "client"), doc = include_str!("../README.md"))]

include!(concat!(env!("LOSANT_GENERATED"), "/mod.rs"));

#[cfg(feature = "blocking")]
pub use endpoints::blocking;
#[cfg(feature = "client")]
pub use endpoints::client::Client;
pub use losant_runtime as runtime;
#[cfg(any(feature = "client", feature = "blocking"))]
pub use losant_runtime::client::{BuildError, ClientBuilder, RetryPolicy};
#[cfg(any(feature = "client", feature = "blocking", feature = "http"))]
pub use losant_runtime::http;
pub use losant_runtime::{
    Exact, ExactError, Integer, Json, JsonObject, Maybe, Number, OpenEnum, Timestamp, Unknown, UnknownValue, Uri,
    Violation, Violations, endpoint,
};

/// What every type and every endpoint can do: `use losant::prelude::*`.
pub mod prelude {
    pub use losant_runtime::endpoint::Endpoint;
    pub use losant_runtime::{Exact, Maybe, OpenEnum};
}
