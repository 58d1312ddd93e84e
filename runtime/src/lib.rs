//! Runtime of the bindings that `typewright` generates.
//!
//! * [`Exact`]: parse exactly, validate against the documented schema, report every violation with its JSON Pointer.
//! * [`Maybe`], [`Unknown`], [`Number`], [`Json`] and the string types ([`Timestamp`], [`Uri`], …): values that are
//!   preserved verbatim.
//! * [`endpoint`]: an API's actions as data.
//! * [`schema`] and [`check`]: constraint tables and validation against them.
//!
//! These items come from `typewright-core`. With the features `client` and `blocking`, this crate adds HTTP clients.
//!
//! You rarely depend on this crate directly: the generated bindings re-export what you need.

#[cfg(any(feature = "client", feature = "blocking"))]
pub mod client;

mod conditions;

#[doc(inline)]
pub use typewright_core::*;

/// Preludes of generated files.
#[doc(hidden)]
pub mod __codegen {
    pub use typewright_core::__codegen::*;

    /// Imports of `endpoints.rs`.
    pub mod endpoints {
        pub use typewright_core::__codegen::endpoints::*;

        pub use crate::{if_blocking, if_client};
    }

    /// Imports of the files with clients.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub mod client {
        pub use typewright_core::endpoint::Endpoint;
        pub use typewright_core::http::{CallError, InvalidToken, Response, Token};

        #[cfg(feature = "client")]
        pub use crate::client::Client as AsyncClient;
        #[cfg(feature = "blocking")]
        pub use crate::client::blocking::Client as BlockingClient;
        pub use crate::client::{BuildError, ClientBuilder, HttpOptions, Settings, Transport, TransportBuildError};
    }
}
