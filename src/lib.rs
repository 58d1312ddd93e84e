#![doc = include_str!("../README.md")]

include!(concat!(env!("LOSANT_GENERATED"), "/mod.rs"));

pub use losant_runtime as runtime;
pub use losant_runtime::{
    Exact, ExactError, Integer, Json, JsonObject, Maybe, Number, OpenEnum, Timestamp, Unknown, UnknownValue, Uri,
    Violation, Violations, endpoint,
};

/// What every type and every endpoint can do: `use losant::prelude::*`.
pub mod prelude {
    pub use losant_runtime::endpoint::Endpoint;
    pub use losant_runtime::{Exact, Maybe, OpenEnum};
}
