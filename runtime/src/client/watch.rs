//! A timeout that does not depend on the timers of tokio.
//!
//! A server can send informational responses (1xx) without end. The connection then is always ready, and a poll of it reads
//! for long, so that tokio hardly ever looks at its timers: a limit of one second has ended after half a minute. A timer with
//! a thread of its own wakes the call in time. On a multi-threaded runtime, another thread then ends it. A runtime with a
//! single thread still has to wait until it polls the call.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use std::time::Instant;

use futures_timer::Delay;
use typewright_core::http::{TransportError, TransportKind};

/// Waits for an attempt, but no longer than its timeout.
pub(super) async fn within<T>(
    timeout: Option<Duration>,
    attempt: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    match timeout {
        Some(timeout) => Watch::new(timeout).wait(attempt).await,
        None => attempt.await,
    }
}

/// Limits each of several waits, such as those for the parts of a stream.
///
/// To start a timer costs more than to receive a short part. What is ready at once needs none, and a timer that runs is not
/// started again: when it ends, it may turn out that the wait began later.
pub(super) struct Watch {
    timeout: Duration,
    timer: Option<Delay>,
}

impl Watch {
    pub(super) const fn new(timeout: Duration) -> Self {
        Self { timeout, timer: None }
    }

    /// Waits, but no longer than the timeout.
    pub(super) async fn wait<T>(
        &mut self,
        attempt: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let mut attempt = pin!(attempt);
        let mut start = None;
        poll_fn(|context| {
            if let Poll::Ready(outcome) = attempt.as_mut().poll(context) {
                return Poll::Ready(outcome);
            }
            let start = *start.get_or_insert_with(Instant::now);
            let timer = self.timer.get_or_insert_with(|| Delay::new(self.timeout));
            while Pin::new(&mut *timer).poll(context).is_ready() {
                let rest = self.timeout.saturating_sub(start.elapsed());
                if rest.is_zero() {
                    return Poll::Ready(Err(TransportError::new(TransportKind::Timeout, "operation timed out")));
                }
                timer.reset(rest);
            }
            Poll::Pending
        })
        .await
    }
}
