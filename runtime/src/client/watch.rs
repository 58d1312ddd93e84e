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

use futures_timer::Delay;
use typewright_core::http::{TransportError, TransportKind};

/// Waits for an attempt, but no longer than its timeout.
pub(super) async fn within<T>(
    timeout: Option<Duration>,
    attempt: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    let Some(timeout) = timeout else {
        return attempt.await;
    };
    let mut attempt = pin!(attempt);
    let mut delay = Delay::new(timeout);
    poll_fn(|context| {
        if let Poll::Ready(outcome) = attempt.as_mut().poll(context) {
            return Poll::Ready(outcome);
        }
        let delay = Pin::new(&mut delay).poll(context);
        delay.map(|()| Err(TransportError::new(TransportKind::Timeout, "operation timed out")))
    })
    .await
}
