//! Which failures pass, so that it is worth trying again.

use core::error::Error as _;
use core::time::Duration;

use typewright_runtime::client::{Repetition, wait_before_repetition};
use typewright_runtime::http::CallError;

use super::error::ConnectError;
use crate::types::Error;

/// Returns how long to wait before another attempt, zero if the API does not say. `None` if another attempt would be of no use,
/// or could act twice.
pub(super) fn wait(error: &CallError<Error>, repetition: Repetition) -> Option<Duration> {
    match error {
        // The session could not sign in again.
        CallError::Credentials(error) => match error.source()?.downcast_ref()? {
            ConnectError::Login(error) => wait(error, Repetition::IsHarmless),
            ConnectError::Build(_) | ConnectError::Token(_) | ConnectError::Thread(_) => None,
        },
        error => wait_before_repetition(error, repetition),
    }
}
