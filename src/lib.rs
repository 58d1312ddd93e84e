// Of two link definitions the first one counts: the README's own is for its place in the checkout.
#![doc = "[docs/errors-and-retries.md]: errors_and_retries"]
// The examples of the README need the client and devices, so they are tested where these are.
#![cfg_attr(
    any(not(doctest), all(feature = "client", feature = "devices")),
    doc = include_str!("../README.md")
)]
// About names, numbers and sizes in the generated code, which come from the schemas.
#![allow(clippy::large_futures, clippy::struct_field_names, clippy::unreadable_literal)]

include!(concat!(env!("LOSANT_GENERATED"), "/mod.rs"));

#[cfg(all(any(feature = "client", feature = "blocking"), feature = "devices"))]
pub mod device_session;
#[cfg(any(
    feature = "applications",
    feature = "data",
    feature = "data-tables",
    feature = "devices",
    feature = "events",
    feature = "experiences",
    feature = "flows",
    feature = "instances"
))]
pub mod query;
#[cfg(all(any(feature = "client", feature = "blocking"), feature = "data-tables"))]
pub mod rows;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod storage;

#[cfg(all(feature = "client", feature = "devices"))]
pub use device_session::DeviceSession;
/// The blocking client.
///
/// ```
/// use losant::types::ObjectId;
///
/// fn name(id: ObjectId) -> Result<Option<String>, Box<dyn std::error::Error>> {
///     let client = losant::blocking::Client::new(std::env::var("LOSANT_API_TOKEN")?)?;
///     Ok(client.user_oauth_token(id).get()?.name)
/// }
/// ```
#[cfg(feature = "blocking")]
pub mod blocking {
    #[cfg(feature = "devices")]
    pub use crate::device_session::blocking::DeviceSession;
    #[doc(inline)]
    pub use crate::endpoints::blocking::*;
    pub use crate::storage::blocking::Storage;
}
/// The async client. It runs on tokio, and its clones share their connections.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use losant::http::{CallError, Token};
/// use losant::{Client, RetryPolicy};
///
/// let token = Token::new(std::env::var("LOSANT_API_TOKEN")?)?.with_scopes(["userOauthToken.get"]);
/// let client = Client::builder()
///     .token(token)
///     .timeout(Duration::from_secs(5))
///     .retries(RetryPolicy::default().retries(4))
///     .build()?;
/// let oauth_token = client.user_oauth_token("575ec7417ae143cd83dc4a95".parse::<losant::types::ObjectId>()?);
/// println!("{:?}", oauth_token.get().await?.name);
///
/// // The scopes of the token are known, and none of them allows this action: nothing is sent.
/// assert!(matches!(oauth_token.delete().await, Err(CallError::Request(_))));
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "client")]
#[doc(inline)]
pub use endpoints::client::Client;
#[cfg(feature = "client")]
pub use storage::Storage;
pub use typewright_runtime as runtime;
#[cfg(any(feature = "client", feature = "blocking"))]
pub use typewright_runtime::client::{
    BuildError, ClientBuilder, Event, EventError, EventOptions, Finished, Needed, RetryPolicy, WaitError, WaitOptions,
    reqwest,
};
#[cfg(feature = "client")]
pub use typewright_runtime::client::{
    Call, Credentials, Download, Events, Items, Pages, async_read_source, stream_source,
};
/// Requests and responses as the types of the `http` crate, for any client, proxy or server.
///
/// ```
/// use losant::endpoints::user_oauth_token::Get;
/// use losant::http::{Token, from_http, receive, respond, to_http};
/// use losant::types::{ObjectId, UserOauthToken};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // A client creates a request and sends it in its own way …
/// let id: ObjectId = "575ec7417ae143cd83dc4a95".parse()?;
/// let request = to_http(&Get::new(id.clone()), None, Some(&Token::new("secret")?))?;
/// assert_eq!(request.uri(), "https://api.losant.com/me/oauth-tokens/575ec7417ae143cd83dc4a95");
///
/// // … a server parses it and responds …
/// let losant::endpoints::Request::UserOauthTokenGet(get) = receive(&request)? else {
///     panic!("it is a GET");
/// };
/// let token = UserOauthToken::new().id(get.oauth_token_id).name("My OAuth App");
/// let response = respond::<Get>(http::StatusCode::OK, &token)?;
///
/// // … and the client parses the typed response.
/// assert_eq!(from_http::<Get>(response)?.body(), &token);
/// # Ok(())
/// # }
/// ```
#[cfg(any(feature = "client", feature = "blocking", feature = "http"))]
#[doc(inline)]
pub use typewright_runtime::http;
/// Schemas of the types, for servers, tools and other schemas.
///
/// With the feature `schemars`, every type is `schemars::JsonSchema`. Its schema has every rule that the type is checked
/// against; titles and descriptions are left out.
///
/// ```
/// use losant::types::UserOauthToken;
/// use schemars::{JsonSchema, schema_for};
///
/// /// What a service of yours stores.
/// #[derive(JsonSchema)]
/// struct StoredToken {
///     token: UserOauthToken,
///     stored_by: String,
/// }
///
/// let schema = schema_for!(StoredToken);
/// assert_eq!(
///     schema.pointer("/properties/token/$ref"),
///     Some(&"#/$defs/UserOauthToken".into())
/// );
/// assert_eq!(schema.pointer("/$defs/UserOauthToken/type"), Some(&"object".into()));
///
/// assert_eq!(schema_for!(UserOauthToken).get("title"), Some(&"UserOauthToken".into()));
/// ```
#[cfg(feature = "schemars")]
#[doc(inline)]
pub use typewright_runtime::json_schema;
pub use typewright_runtime::{
    Exact, ExactError, Integer, Json, JsonObject, Maybe, Number, OpenEnum, Timestamp, Unknown, UnknownValue, Uri,
    Violation, Violations, endpoint,
};

/// The traits of types and endpoints: `use losant::prelude::*`.
pub mod prelude {
    pub use typewright_runtime::endpoint::Descriptor;
    #[cfg(any(feature = "client", feature = "blocking", feature = "http"))]
    pub use typewright_runtime::endpoint::Endpoint;
    pub use typewright_runtime::{Exact, Maybe, OpenEnum};
}

// A page of the documentation only.
#[cfg(all(doc, any(not(doctest), feature = "client")))]
#[doc = include_str!("../docs/errors-and-retries.md")]
pub mod errors_and_retries {}

// The examples of a page.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../docs/openapi.md")]
pub mod openapi {}
