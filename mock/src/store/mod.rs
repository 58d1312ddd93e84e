//! What the server stores.

mod access;
mod devices;
mod jobs;
mod oauth_tokens;
mod query;
mod rows;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

pub use access::{Access, Verdict};
pub use devices::Devices;
pub use jobs::Jobs;
pub use oauth_tokens::OauthTokens;
pub use query::{order, selects};
pub use rows::Rows;

/// The time of everything that happens here, which is the one of the documentation.
const NOW: &str = "2016-06-13T04:00:00.000Z";

/// All that the server stores. It has no `Debug`, which would show the access tokens.
pub struct Store {
    pub access: Access,
    pub devices: Devices,
    pub jobs: Jobs,
    pub oauth_tokens: OauthTokens,
    pub rows: Rows,
}

impl Store {
    /// Creates a store that accepts one access token, and is empty otherwise.
    pub fn new(token: &str) -> Self {
        Self {
            access: Access::new(token),
            devices: Devices::default(),
            jobs: Jobs::default(),
            oauth_tokens: OauthTokens::default(),
            rows: Rows::default(),
        }
    }
}

/// Applies every property that the patch has.
pub fn patched<T: Serialize + DeserializeOwned>(value: &T, patch: &impl Serialize) -> Result<T, Error> {
    let mut properties = serde_json::to_value(value)?;
    if let (Value::Object(properties), Value::Object(patch)) = (&mut properties, serde_json::to_value(patch)?) {
        properties.extend(patch);
    }
    serde_json::from_value(properties)
}

/// The same JSON as another type.
fn converted<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, Error> {
    serde_json::from_value(serde_json::to_value(value)?)
}
