//! What the bindings that `typewright` generates stand on.
//!
//! * [`Exact`]: parse exactly, check against the documented schema, report every violation with its place.
//! * [`Maybe`], [`Unknown`], [`Number`], [`Json`] and the text types ([`Timestamp`], [`Uri`], …): values that come back
//!   just as they came.
//! * [`endpoint`]: an API's actions as data.
//! * [`schema`] and [`check`]: constraint tables and the walk over them.
//!
//! All of this is `typewright-core`; with the features `client` and `blocking`, this crate adds clients that send requests.
//!
//! You hardly depend on this crate yourself: the generated bindings re-export what you need.

#[cfg(any(feature = "client", feature = "blocking"))]
pub mod client;

mod conditions;

#[doc(inline)]
pub use typewright_core::*;

/// What generated files import.
#[doc(hidden)]
pub mod __codegen {
    pub use typewright_core::__codegen::*;

    /// What `endpoints.rs` imports.
    pub mod endpoints {
        pub use typewright_core::__codegen::endpoints::*;

        pub use crate::{if_blocking, if_client};
    }

    /// What the files of the clients import.
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
