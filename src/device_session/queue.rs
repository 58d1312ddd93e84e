//! The reports of a session on their way to the API, and what became of them.

use core::num::NonZeroUsize;
use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backon::ExponentialBackoff;
use typewright_runtime::client::Repetition;
use typewright_runtime::http::CallError;

use super::buffer::{Batch, Buffer, Outcome};
use super::builder::Reporting;
use super::error::{FlushError, ReportError};
use super::{temporary, waits};
use crate::types::{DeviceState, Error};

/// The reports that wait, and what has ended.
pub(super) struct Queue {
    buffer: Buffer,
    /// How often a report is sent again.
    retries: usize,
    is_closed: bool,
    /// How many reports were accepted, and how many of them have ended.
    accepted: u64,
    ended: u64,
    /// What nobody waited for and `flush` has not returned yet.
    failed: Option<FlushError>,
}

/// What is to be done next.
pub(super) enum Next {
    /// Send a report.
    Report,
    /// Wait for a report.
    Wait,
    /// Nothing will be reported anymore.
    End,
}

/// A report, and who waits for it.
pub(super) type Waiting = (DeviceState, Outcome);

/// Locks a queue. It is consistent, even if a thread has panicked with it.
pub(super) fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Queue {
    pub(super) fn new(reporting: Reporting, capacity: usize, retries: usize) -> Self {
        Self {
            buffer: Buffer::new(reporting, capacity),
            retries,
            is_closed: false,
            accepted: 0,
            ended: 0,
            failed: None,
        }
    }

    /// Accepts a report, or gives it back if there is no room.
    pub(super) fn accept(&mut self, (report, outcome): Waiting) -> Result<Option<Waiting>, ReportError> {
        if self.is_closed {
            return Err(ReportError::Closed);
        }
        let back = self.buffer.push(report, outcome);
        if back.is_none() {
            self.accepted += 1;
        }
        Ok(back)
    }

    /// Accepts no more reports.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
    }

    /// Returns how many reports were accepted.
    pub(super) fn accepted(&self) -> u64 {
        self.accepted
    }

    /// Returns what failed, if so many reports have ended.
    pub(super) fn ended(&mut self, count: u64) -> Option<Result<(), FlushError>> {
        (self.ended >= count).then(|| self.failed.take().map_or(Ok(()), Err))
    }

    pub(super) fn next(&self) -> Next {
        match (self.buffer.is_empty(), self.is_closed) {
            (false, _) => Next::Report,
            (true, false) => Next::Wait,
            (true, true) => Next::End,
        }
    }

    /// Takes the next report to send.
    pub(super) fn take(&mut self) -> Option<Sending> {
        let batch = self.buffer.take()?;
        Some(Sending {
            batch,
            number: self.accepted - self.buffer.len(),
            waits: waits::most(self.retries),
        })
    }

    /// Adds what was reported in the meantime to a report that is to be sent again.
    pub(super) fn update(&mut self, sending: &mut Sending) {
        self.buffer.update(&mut sending.batch);
        sending.number = self.accepted - self.buffer.len();
    }

    /// Notes that a report has ended.
    pub(super) fn end(&mut self, Ended { number, failure }: Ended) {
        self.ended = number;
        if let Some(error) = failure {
            self.failed = Some(match self.failed.take() {
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
    }
}

/// A report that is being sent.
pub(super) struct Sending {
    batch: Batch,
    /// How many reports have ended when this one has.
    number: u64,
    waits: ExponentialBackoff,
}

/// A report that has ended.
pub(super) struct Ended {
    number: u64,
    /// Why it failed, if nobody was told.
    failure: Option<ReportError>,
}

impl Sending {
    pub(super) fn state(&self) -> DeviceState {
        self.batch.state.clone()
    }

    /// Returns how long to wait before the report is sent again, or why it has failed.
    pub(super) fn repeat(&mut self, error: CallError<Error>) -> Result<Duration, ReportError> {
        let wait = temporary::wait(&error, Repetition::Acts).and_then(|wished| Some(self.waits.next()?.max(wished)));
        wait.ok_or_else(|| ReportError::Call(Arc::new(error)))
    }

    /// Tells everyone who waits how the report ended.
    pub(super) fn finish(self, result: Result<(), ReportError>) -> Ended {
        let was_told = self.batch.finish(&result);
        Ended {
            number: self.number,
            failure: result.err().filter(|_| !was_told),
        }
    }
}
