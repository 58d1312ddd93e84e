//! What generated files import: each starts with a glob import of one of these modules.
//!
//! A generated item shadows what a glob import brings, so a generated type may have any name. Nothing here is part of the
//! stable interface.

/// What `types.rs` imports.
pub mod types {
    pub use std::borrow::Cow;
    pub use std::collections::BTreeMap;

    pub use crate::{
        Date, Integer, Ipv4, Ipv6, Json, JsonObject, Maybe, Number, OpenEnum, Timestamp, Unknown, Uri, Uuid,
    };
}

/// What `types/wire.rs` imports.
pub mod wire {
    pub use crate::schema as kind;
    pub use crate::{choice, exact, from, object, string_enum, text, transparent};
}

/// What `types/schema.rs` imports.
pub mod schema {
    pub use crate::formats::Format;
    pub use crate::pattern::{Pattern, Property};
    pub use crate::schema::rules::*;
    pub use crate::schema::{self, Schema, Value};
}

/// What the file of a resource's endpoints imports.
pub mod endpoint {
    pub use crate::answers;
    pub use crate::endpoint::*;
    pub use crate::schema::Schema;
}

/// What `endpoints.rs` imports.
pub mod endpoints {
    pub use crate::any_request;
}
