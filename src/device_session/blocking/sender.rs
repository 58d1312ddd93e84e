//! Sends reports on a thread.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, sleep};
use std::time::Instant;

use tokio::sync::oneshot;
use typewright_runtime::Exact as _;
use typewright_runtime::client::RetryPolicy;
use typewright_runtime::http::CallError;

use super::report::Report;
use crate::device_session::error::{FlushError, ReportError};
use crate::device_session::pace::Pace;
use crate::device_session::queue::{Next, Queue, lock};
use crate::endpoints::blocking::Client;
use crate::types::{DeviceState, Error, ObjectId};

/// The entrance to the thread that sends reports. The thread ends when all that was accepted has been sent and this is closed
/// or dropped.
pub(super) struct Sender(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// Something was accepted, taken or sent, or the session was closed.
    change: Condvar,
}

impl Sender {
    pub(super) fn start(device: (Client, ObjectId, ObjectId), queue: Queue) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            queue: Mutex::new(queue),
            change: Condvar::new(),
        });
        let running = Arc::clone(&shared);
        thread::Builder::new()
            .name("losant-device-session".to_owned())
            .spawn(move || running.run(&device))?;
        Ok(Self(shared))
    }

    pub(super) fn accept(&self, state: DeviceState) -> Result<Report, ReportError> {
        state.validate().map_err(ReportError::Invalid)?;
        let (outcome, receiver) = oneshot::channel();
        let mut report = (state, outcome);
        let mut queue = lock(&self.0.queue);
        while let Some(back) = queue.accept(report)? {
            report = back;
            queue = self.0.wait(queue);
        }
        drop(queue);
        self.0.change.notify_all();
        Ok(Report(receiver))
    }

    /// Waits until all that was accepted has ended, and returns what failed.
    pub(super) fn flush(&self) -> Result<(), FlushError> {
        let mut queue = lock(&self.0.queue);
        let last = queue.accepted();
        loop {
            if let Some(result) = queue.ended(last) {
                return result;
            }
            queue = self.0.wait(queue);
        }
    }

    pub(super) fn close(&self) {
        lock(&self.0.queue).close();
        self.0.change.notify_all();
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    /// Waits for a change.
    fn wait<'q>(&self, queue: MutexGuard<'q, Queue>) -> MutexGuard<'q, Queue> {
        self.change.wait(queue).unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, device: &(Client, ObjectId, ObjectId)) {
        let mut pace = Pace::default();
        let mut queue = lock(&self.queue);
        loop {
            match queue.next() {
                Next::End => return,
                Next::Wait => queue = self.wait(queue),
                Next::Report => {
                    drop(queue);
                    // What is reported until then is part of the same report.
                    wait(&mut pace);
                    self.send_next(device, &mut pace);
                    queue = lock(&self.queue);
                }
            }
        }
    }

    fn send_next(&self, device: &(Client, ObjectId, ObjectId), pace: &mut Pace) {
        let taken = lock(&self.queue).take();
        let Some(mut sending) = taken else { return };
        self.change.notify_all();
        let result = loop {
            let result = send(device, sending.state());
            pace.end(Instant::now());
            let Err(error) = result else { break Ok(()) };
            match sending.repeat(error) {
                Ok(wait) => sleep(wait),
                Err(error) => break Err(error),
            }
            wait(pace);
            lock(&self.queue).update(&mut sending);
        };
        let ended = sending.finish(result);
        lock(&self.queue).end(ended);
        self.change.notify_all();
    }
}

/// Waits until another request may start.
fn wait(pace: &mut Pace) {
    if let Some(earliest) = pace.earliest() {
        sleep(earliest.saturating_duration_since(Instant::now()));
    }
    pace.start(Instant::now());
}

/// Sends a report once. The session repeats it, at its own pace.
fn send(
    (client, application_id, device_id): &(Client, ObjectId, ObjectId),
    state: DeviceState,
) -> Result<(), CallError<Error>> {
    let device = client.device(application_id.clone(), device_id.clone());
    device
        .send_state_call(state)
        .retries(RetryPolicy::none())
        .send()
        .map(drop)
}
