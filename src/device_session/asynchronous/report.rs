//! A report that a session has accepted.

use tokio::sync::oneshot;

use crate::device_session::error::ReportError;

/// A report that a session has accepted, and sends in the background.
#[derive(Debug)]
pub struct Report(pub(super) oneshot::Receiver<Result<(), ReportError>>);

impl Report {
    /// Waits until the API has accepted the report, or the one with newer values that it became a part of.
    ///
    /// # Errors
    /// [`ReportError::Call`] if it was not accepted.
    pub async fn sent(self) -> Result<(), ReportError> {
        self.0.await.unwrap_or(Err(ReportError::Closed))
    }
}
