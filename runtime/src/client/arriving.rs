//! The body of a response of the async client, read while it arrives.

use core::time::Duration;

use bytes::Bytes;
use typewright_core::http::TransportError;

use super::attempt::transport;
use super::watch::Watch;

/// A body whose parts arrive one after the other, with a limit for the silence between them.
pub(super) struct Arriving {
    response: reqwest::Response,
    watch: Watch,
}

impl Arriving {
    pub(super) const fn new(response: reqwest::Response, idle: Duration) -> Self {
        let watch = Watch::new(idle);
        Self { response, watch }
    }

    /// Limits the silence anew.
    pub(super) fn idle_timeout(mut self, idle: Duration) -> Self {
        self.watch = Watch::new(idle);
        self
    }

    /// Waits for the next part, and returns it with the rest; `None` if the body has ended.
    pub(super) async fn next(mut self) -> Result<Option<(Self, Bytes)>, TransportError> {
        let chunk = self.response.chunk();
        let chunk = self.watch.wait(async { chunk.await.map_err(transport) }).await?;
        Ok(chunk.map(|bytes| (self, bytes)))
    }
}
