//! Endpoints as data: the documentation of each action of an API.
//!
//! * [`Descriptor`]: a request with its documentation ([`Metadata`]), its response and its error.
//!
//! With the feature `http`, also:
//!
//! * `Endpoint`: how its requests and responses are written and read.
//! * `AnyRequest`: all requests of an API as one type, for servers; `Rejection` is why a request is rejected.

// What only some APIs need, such as forms and multipart bodies, is `#[inline]` down to its private functions: bindings that
// do not use it do not compile it.

mod brackets;
#[cfg(feature = "http")]
mod check;
#[cfg(feature = "http")]
#[doc(hidden)]
pub mod contents;
mod descriptor;
#[cfg(feature = "http")]
mod directed;
mod encoding;
#[cfg(feature = "http")]
mod events;
#[cfg(feature = "http")]
mod exchange;
mod file_part;
#[cfg(feature = "http")]
mod form;
#[cfg(feature = "http")]
mod globals;
#[cfg(feature = "http")]
mod incoming;
#[cfg(feature = "http")]
mod limits;
mod link;
#[doc(hidden)]
pub mod media_type;
mod metadata;
#[cfg(feature = "http")]
mod multipart;
#[cfg(feature = "http")]
mod outgoing;
#[cfg(feature = "http")]
mod pages;
mod pairs;
mod parameter;
mod part;
mod path;
#[cfg(feature = "http")]
mod payload;
mod raw_body;
#[cfg(feature = "http")]
mod rejection;
mod response_header;
#[cfg(feature = "http")]
mod routing;
mod security;
mod server;
mod source;
mod style;
mod table;
mod text_form;
mod upload;
#[cfg(feature = "http")]
mod wait;
mod webhook;

pub use descriptor::Descriptor;
pub use encoding::{Encoding, FieldForm};
pub use file_part::FilePart;
pub use link::Link;
#[doc(hidden)]
pub use media_type::accept;
pub use metadata::{Header, Metadata, Method, RequestBody, Response, Status};
#[doc(hidden)]
pub use pairs::pairs;
pub use parameter::{Parameter, ParameterPlace};
pub use part::{Part, PartForm};
pub use path::{path_segment, push_query};
pub use raw_body::RawBody;
pub use response_header::{HeaderSource, HeaderText, ResponseHeader};
pub use security::{OAuthFlow, OAuthFlowKind, RequiredScheme, Requirement, SecurityScheme, TokenScheme};
pub use server::{InvalidServerVariable, Server, ServerVariable};
pub use source::{Chunks, Source};
#[doc(hidden)]
pub use source::{Exactly, OpenChunks, OpenError, Opened};
pub use style::{ListStyle, ParameterStyle};
pub use text_form::{TextForm, cookie_text, header_value, path_value, push_cookie_value, push_query_value};
pub use upload::Upload;
pub use webhook::{Callback, Discriminator, DiscriminatorPlace};

#[cfg(feature = "http")]
pub use with_http::*;

/// What requests and responses are written and read with.
#[cfg(feature = "http")]
mod with_http {
    pub use super::check::RequestCheck;
    pub use super::events::EventEndpoint;
    #[doc(hidden)]
    pub use super::events::{event_json, event_text};
    pub use super::exchange::{Endpoint, JsonTextError};
    pub use super::globals::Globals;
    pub use super::incoming::{Parts, Values};
    pub use super::limits::Limits;
    #[doc(hidden)]
    pub use super::multipart::{Fields, ReceivedParts, closed};
    pub use super::multipart::{MultipartBody, MultipartError, multipart_with_boundary};
    pub use super::outgoing::Outgoing;
    pub use super::pages::{NextPage, PageError, PageValue, PagedEndpoint, Pager, Pagination};
    #[doc(hidden)]
    pub use super::pages::{position_text, position_value};
    pub use super::payload::{Payload, PayloadError};
    pub use super::rejection::Rejection;
    pub use super::routing::{AnyRequest, RequestVisitor, Route, route};
    pub use super::wait::{JobStates, UnknownJob, WaitEndpoint};
    pub use super::webhook::Webhook;
    pub(crate) use super::webhook::select_webhook;
}
