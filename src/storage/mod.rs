//! The storage that holds the content of files and exports. It is another host than the API, and never gets the token.
//!
//! When a file is created or its content is replaced, the response has a form with which the content is uploaded. Files, exports
//! and the output of jobs have URLs from which they are downloaded.

#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;
mod content;
#[cfg(feature = "files")]
mod form;

use core::time::Duration;

#[cfg(feature = "client")]
pub use asynchronous::Storage;
pub use content::Content;
#[cfg(feature = "files")]
pub use form::{Form, UploadError};

/// What the storage is told about the program.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an upload may take, unless the call says otherwise.
#[cfg(feature = "files")]
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// How long nothing of an upload may move, unless the call says otherwise. What the system has taken in advance has to arrive in
/// this time, too.
#[cfg(feature = "files")]
const UPLOAD_IDLE_TIMEOUT: Duration = Duration::from_secs(2 * 60);
