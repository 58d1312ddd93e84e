//! A device that is signed in: it reports its state and receives its commands.
//!
//! The session of the async client is in this module, that of the blocking client in `blocking`. Settings and errors are
//! the same.

#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;
mod buffer;
mod builder;
mod connection;
mod error;
mod login;
mod pace;
mod queue;
mod temporary;
mod waits;

#[cfg(feature = "client")]
pub use asynchronous::{Commands, DeviceSession, Report};
pub use builder::{DeviceSessionBuilder, Reporting};
pub use error::{CommandError, ConnectError, FlushError, ReportError};
