//! Jobs of the async client.

use typewright_core::endpoint::WaitEndpoint;

use super::{Finished, Wait, WaitError, WaitOptions, WaitResult};
use crate::client::Call;

impl<E> Call<'_, E>
where
    E: WaitEndpoint + Sync,
    E::Poll: Sync,
{
    /// Sends the request and waits for the end of the job that it starts, for up to 10 minutes.
    ///
    /// # Errors
    /// [`WaitError`]: the job was not started, its state is not known, it has failed, or it has not ended in time.
    pub async fn wait(self) -> WaitResult<E> {
        self.wait_with(WaitOptions::new()).await
    }

    /// Like [`wait`](Self::wait), with options. Timeout, retries and headers of the call apply to each request.
    ///
    /// # Errors
    /// See [`wait`](Self::wait).
    pub async fn wait_with(self, options: WaitOptions) -> WaitResult<E> {
        let Self {
            client,
            request,
            options: call,
        } = self;
        let response = client
            .respond(&request, &call)
            .await
            .map_err(WaitError::Start)?
            .into_body();
        let Some(poll) = request.job(&response).map_err(WaitError::UnknownJob)? else {
            return Ok(Finished::AtOnce(response));
        };
        let mut wait = Wait::<E>::start(&options);
        while let Some(interval) = wait.next() {
            tokio::time::sleep(interval).await;
            if let Some(end) = wait.note(client.respond(&poll, &call).await) {
                return end;
            }
        }
        Err(WaitError::Timeout(wait.last))
    }
}
