//! Preludes of generated files: each file starts with a glob import of one of these modules.
//!
//! A generated item shadows a glob import, so a generated type may have any name. This module is not part of the stable
//! interface.

/// Imports of `types.rs`.
pub mod types {
    pub use std::borrow::Cow;
    pub use std::collections::BTreeMap;

    pub use crate::{
        Date, Integer, Ipv4, Ipv6, Json, JsonObject, Maybe, Number, OpenEnum, OpenIntegerEnum, Timestamp, Tuple,
        Unknown, UnknownInteger, Uri, Uuid,
    };
}

/// Imports of `types/wire.rs`.
pub mod wire {
    pub use crate::schema as kind;
    pub use crate::{
        Tuple, choice, debug_enum, exact, from, from_items, from_literals, hidden, integer_enum, object, string_enum,
        text, transparent,
    };
}

/// Imports of `types/schema.rs`.
pub mod schema {
    pub use crate::formats::Format;
    pub use crate::pattern::{Pattern, Property};
    pub use crate::schema::rules::*;
    pub use crate::schema::{self, Schema, Value};
    pub use crate::{all_named, named, named_in};
}

/// Imports of the files with the endpoints of a resource.
pub mod endpoint {
    pub use std::borrow::Cow;

    pub use crate::endpoint::*;
    pub use crate::schema::Schema;
    pub use crate::{answers, bodies, body_from, contents, debug_struct, if_http, multipart};
}

/// Imports of the files with webhooks and callbacks.
pub mod webhooks {
    pub use super::endpoint::*;
    pub use crate::{any_webhook, webhook};
}

/// Imports of `endpoints.rs`.
pub mod endpoints {
    pub use crate::any_request;
    pub use crate::endpoint::{OAuthFlow, OAuthFlowKind, SecurityScheme, Server, ServerVariable, TokenScheme};
}
