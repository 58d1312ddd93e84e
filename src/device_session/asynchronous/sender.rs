//! Sends reports in a task.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};
use tokio::time::{sleep, sleep_until};
use typewright_runtime::Exact as _;
use typewright_runtime::client::RetryPolicy;
use typewright_runtime::http::CallError;

use super::report::Report;
use crate::device_session::error::{FlushError, ReportError};
use crate::device_session::pace::Pace;
use crate::device_session::queue::{Next, Queue, lock};
use crate::endpoints::client::Client;
use crate::types::{DeviceState, Error, ObjectId};

/// The entrance to the task that sends reports. The task ends when all that was accepted has been sent and this is closed or
/// dropped.
pub(super) struct Sender(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// Something was accepted, or the session was closed.
    work: Notify,
    /// Something was taken or sent.
    progress: Notify,
}

impl Sender {
    pub(super) fn start(runtime: &Handle, device: (Client, ObjectId, ObjectId), queue: Queue) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::new(queue),
            work: Notify::new(),
            progress: Notify::new(),
        });
        runtime.spawn(Arc::clone(&shared).run(device));
        Self(shared)
    }

    pub(super) async fn accept(&self, state: DeviceState) -> Result<Report, ReportError> {
        state.validate().map_err(ReportError::Invalid)?;
        let (outcome, receiver) = oneshot::channel();
        let mut report = (state, outcome);
        loop {
            let progress = self.0.progress.notified();
            match lock(&self.0.queue).accept(report)? {
                None => break,
                Some(back) => report = back,
            }
            progress.await;
        }
        self.0.work.notify_one();
        Ok(Report(receiver))
    }

    /// Waits until all that was accepted has ended, and returns what failed.
    pub(super) async fn flush(&self) -> Result<(), FlushError> {
        let last = lock(&self.0.queue).accepted();
        loop {
            let progress = self.0.progress.notified();
            if let Some(result) = lock(&self.0.queue).ended(last) {
                return result;
            }
            progress.await;
        }
    }

    pub(super) fn close(&self) {
        lock(&self.0.queue).close();
        self.0.work.notify_one();
        self.0.progress.notify_waiters();
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    async fn run(self: Arc<Self>, device: (Client, ObjectId, ObjectId)) {
        let mut pace = Pace::default();
        loop {
            let next = lock(&self.queue).next();
            match next {
                Next::End => return,
                Next::Wait => self.work.notified().await,
                Next::Report => {
                    // What is reported until then is part of the same report.
                    wait(&mut pace).await;
                    self.send_next(&device, &mut pace).await;
                }
            }
        }
    }

    async fn send_next(&self, device: &(Client, ObjectId, ObjectId), pace: &mut Pace) {
        let taken = lock(&self.queue).take();
        let Some(mut sending) = taken else { return };
        self.progress.notify_waiters();
        let result = loop {
            let result = send(device, sending.state()).await;
            pace.end(Instant::now());
            let Err(error) = result else { break Ok(()) };
            match sending.repeat(error) {
                Ok(wait) => sleep(wait).await,
                Err(error) => break Err(error),
            }
            wait(pace).await;
            lock(&self.queue).update(&mut sending);
        };
        let ended = sending.finish(result);
        lock(&self.queue).end(ended);
        self.progress.notify_waiters();
    }
}

/// Waits until another request may start.
async fn wait(pace: &mut Pace) {
    if let Some(earliest) = pace.earliest() {
        sleep_until(earliest.into()).await;
    }
    pace.start(Instant::now());
}

/// Sends a report once. The session repeats it, at its own pace.
async fn send(
    (client, application_id, device_id): &(Client, ObjectId, ObjectId),
    state: DeviceState,
) -> Result<(), CallError<Error>> {
    let device = client.device(application_id.clone(), device_id.clone());
    let call = device.send_state_call(state).retries(RetryPolicy::none());
    call.send().await.map(drop)
}
