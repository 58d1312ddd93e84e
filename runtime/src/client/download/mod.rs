//! Responses whose body is read while it arrives.

#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
pub(super) mod blocking;
mod partial;

use core::time::Duration;

#[cfg(feature = "client")]
pub use asynchronous::Download;
use http::StatusCode;
use typewright_core::endpoint::Metadata;

/// How long a body may be silent by default.
const IDLE: Duration = Duration::from_secs(60);

/// Whether a response is documented as a success, so that its body is returned.
fn is_success(status: StatusCode, metadata: &Metadata) -> bool {
    let documented = metadata.response(status.as_u16());
    status.is_success() && documented.is_some_and(|documented| metadata.successes.contains(documented))
}
