//! Sends reports in the background.

use core::num::NonZeroUsize;
use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};
use tokio::time::sleep;
use typewright_runtime::Exact as _;
use typewright_runtime::client::{Repetition, RetryPolicy};
use typewright_runtime::http::CallError;

use super::buffer::{Batch, Buffer, Outcome};
use super::builder::Reporting;
use super::error::{FlushError, ReportError};
use super::pace::Pace;
use super::report::Report;
use super::temporary;
use crate::endpoints::client::Client;
use crate::types::{DeviceState, Error, ObjectId};

/// The entrance to the task that sends reports. The task ends when all that was accepted has been sent and this is closed or
/// dropped.
pub(super) struct Sender(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// Something was accepted, or the session was closed.
    work: Notify,
    /// Something was taken or sent.
    progress: Notify,
}

struct State {
    buffer: Buffer,
    is_closed: bool,
    /// How many reports were accepted, and how many of them have ended.
    accepted: u64,
    ended: u64,
    /// What nobody waited for and `flush` has not returned yet.
    failed: Option<FlushError>,
}

impl Sender {
    pub(super) fn start(
        runtime: &Handle,
        device: (Client, ObjectId, ObjectId),
        reporting: Reporting,
        (capacity, retries): (usize, usize),
    ) -> Self {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                buffer: Buffer::new(reporting, capacity),
                is_closed: false,
                accepted: 0,
                ended: 0,
                failed: None,
            }),
            work: Notify::new(),
            progress: Notify::new(),
        });
        runtime.spawn(Arc::clone(&shared).run(device, retries));
        Self(shared)
    }

    pub(super) async fn accept(&self, mut state: DeviceState) -> Result<Report, ReportError> {
        state.validate().map_err(ReportError::Invalid)?;
        let (mut outcome, receiver) = oneshot::channel();
        loop {
            let progress = self.0.progress.notified();
            match self.0.accept(state, outcome)? {
                None => return Ok(Report(receiver)),
                Some(back) => (state, outcome) = back,
            }
            progress.await;
        }
    }

    /// Waits until all that was accepted has ended, and returns what failed.
    pub(super) async fn flush(&self) -> Result<(), FlushError> {
        let last = self.0.lock().accepted;
        loop {
            let progress = self.0.progress.notified();
            if let Some(result) = self.0.ended(last) {
                return result;
            }
            progress.await;
        }
    }

    pub(super) fn close(&self) {
        self.0.lock().is_closed = true;
        self.0.work.notify_one();
        self.0.progress.notify_waiters();
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.close();
    }
}

type Waiting = (DeviceState, Outcome);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accepts a report, or gives it back if there is no room.
    fn accept(&self, report: DeviceState, outcome: Outcome) -> Result<Option<Waiting>, ReportError> {
        let mut state = self.lock();
        if state.is_closed {
            return Err(ReportError::Closed);
        }
        let back = state.buffer.push(report, outcome);
        if back.is_none() {
            state.accepted += 1;
            self.work.notify_one();
        }
        Ok(back)
    }

    /// Returns what failed, if so many reports have ended.
    fn ended(&self, count: u64) -> Option<Result<(), FlushError>> {
        let mut state = self.lock();
        (state.ended >= count).then(|| state.failed.take().map_or(Ok(()), Err))
    }

    async fn run(self: Arc<Self>, device: (Client, ObjectId, ObjectId), retries: usize) {
        let mut pace = Pace::default();
        loop {
            let (is_empty, is_closed) = {
                let state = self.lock();
                (state.buffer.is_empty(), state.is_closed)
            };
            if is_empty && is_closed {
                return;
            }
            if is_empty {
                self.work.notified().await;
                continue;
            }
            // What is reported until then is part of the same report.
            pace.wait().await;
            self.send_next(&device, retries, &mut pace).await;
        }
    }

    async fn send_next(&self, device: &(Client, ObjectId, ObjectId), retries: usize, pace: &mut Pace) {
        let (taken, mut number) = {
            let mut state = self.lock();
            (state.buffer.take(), state.accepted - state.buffer.len())
        };
        let Some(mut batch) = taken else { return };
        self.progress.notify_waiters();
        let mut waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(500))
            .with_max_delay(Duration::from_secs(30))
            .with_max_times(retries)
            .with_jitter()
            .build();
        let result = loop {
            let result = send(device, &batch).await;
            pace.end();
            let Err(error) = result else { break Ok(()) };
            let retry = temporary::wait(&error, Repetition::Acts).and_then(|wished| Some(waits.next()?.max(wished)));
            let Some(wait) = retry else {
                break Err(ReportError::Call(Arc::new(error)));
            };
            sleep(wait).await;
            pace.wait().await;
            let mut state = self.lock();
            state.buffer.update(&mut batch);
            number = state.accepted - state.buffer.len();
        };
        self.finish(batch, result, number);
    }

    fn finish(&self, batch: Batch, result: Result<(), ReportError>, number: u64) {
        let was_told = batch.finish(&result);
        let mut state = self.lock();
        state.ended = number;
        if let (Err(error), false) = (result, was_told) {
            let earlier = state.failed.take();
            state.failed = Some(match earlier {
                Some(failed) => FlushError {
                    count: failed.count.saturating_add(1),
                    ..failed
                },
                None => FlushError {
                    first: error,
                    count: NonZeroUsize::MIN,
                },
            });
        }
        drop(state);
        self.progress.notify_waiters();
    }
}

/// Sends a report once. The session repeats it, at its own pace.
async fn send(
    (client, application_id, device_id): &(Client, ObjectId, ObjectId),
    batch: &Batch,
) -> Result<(), CallError<Error>> {
    let device = client.device(application_id.clone(), device_id.clone());
    let call = device.send_state_call(batch.state.clone()).retries(RetryPolicy::none());
    call.send().await.map(drop)
}
