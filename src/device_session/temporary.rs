//! Which failures pass, so that it is worth trying again.

use core::error::Error as _;
use core::time::Duration;

use reqwest::StatusCode;
use typewright_runtime::client::{reqwest, retry_after};
use typewright_runtime::http::{CallError, TransportKind};

use super::error::ConnectError;
use crate::types::Error;

/// What a call does if it is made twice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repetition {
    /// It acts twice.
    Acts,
    /// Nothing: it only reads, or signs in.
    IsHarmless,
}

/// Returns how long to wait before another attempt, zero if the API does not say. `None` if another attempt would be of no use,
/// or could act twice.
pub(super) fn wait(error: &CallError<Error>, repetition: Repetition) -> Option<Duration> {
    let is_harmless = repetition == Repetition::IsHarmless;
    let busy = |status: StatusCode, headers| {
        let is_busy = status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE;
        let may_pass = is_busy || (is_harmless && status.is_server_error());
        may_pass.then(|| retry_after(headers).unwrap_or_default())
    };
    match error {
        CallError::Transport(lost) => (is_harmless || lost.kind() == TransportKind::Connect).then_some(Duration::ZERO),
        CallError::Documented(error) => busy(error.status(), error.headers()),
        CallError::Undocumented(found) => busy(found.status(), found.headers()),
        // The session could not sign in again.
        CallError::Credentials(error) => match error.source()?.downcast_ref()? {
            ConnectError::Login(error) => wait(error, Repetition::IsHarmless),
            ConnectError::Build(_) | ConnectError::Token(_) => None,
        },
        _ => None,
    }
}
