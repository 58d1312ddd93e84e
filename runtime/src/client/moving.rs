//! Attempts that fail when nothing moves: no part of the body is taken, and no response arrives.

use core::time::Duration;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// How much of a body is handed to the transport at once, so that it can be seen to move.
#[cfg(feature = "client")]
const CHUNK: usize = 64 * 1024;

/// When a part of a request or of its response has moved for the last time.
#[derive(Debug, Clone)]
pub(super) struct Progress(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    last: Instant,
    /// Nobody waits for the attempt any more.
    is_abandoned: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(State {
            last: Instant::now(),
            is_abandoned: false,
        })))
    }

    /// Records that something moves. Returns whether anybody waits for it.
    pub(super) fn touch(&self) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.last = Instant::now();
        !state.is_abandoned
    }

    /// Returns how long nothing may move from now on. `None` if the time is over.
    fn rest(&self, idle: Duration) -> Option<Duration> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = idle.saturating_sub(state.last.elapsed());
        (!rest.is_zero()).then_some(rest)
    }
}

#[cfg(feature = "client")]
pub(super) mod asynchronous {
    use core::future::{Future, poll_fn};
    use core::pin::{Pin, pin};
    use core::task::{Context, Poll, ready};
    use core::time::Duration;

    use bytes::Bytes;
    use futures_timer::Delay;
    use http_body::{Body, Frame, SizeHint};
    use typewright_core::http::{TransportError, TransportKind};

    use super::{CHUNK, Progress, SILENCE};

    /// Waits for an attempt, but not while nothing moves for so long.
    pub(in crate::client) async fn wait<T>(
        idle: Duration,
        progress: &Progress,
        attempt: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let mut attempt = pin!(attempt);
        let mut timer = Delay::new(idle);
        poll_fn(|context| {
            if let Poll::Ready(outcome) = attempt.as_mut().poll(context) {
                return Poll::Ready(outcome);
            }
            while Pin::new(&mut timer).poll(context).is_ready() {
                match progress.rest(idle) {
                    Some(rest) => timer.reset(rest),
                    None => return Poll::Ready(Err(TransportError::new(TransportKind::Timeout, SILENCE))),
                }
            }
            Poll::Pending
        })
        .await
    }

    /// A body that records when a part of it is taken.
    pub(in crate::client) struct Watched {
        body: reqwest::Body,
        /// What the body has already returned.
        rest: Bytes,
        progress: Progress,
    }

    impl Watched {
        pub(in crate::client) fn new(body: reqwest::Body, progress: Progress) -> Self {
            Self {
                body,
                rest: Bytes::new(),
                progress,
            }
        }
    }

    impl Body for Watched {
        type Data = Bytes;
        type Error = reqwest::Error;

        fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<reqwest::Result<Frame<Bytes>>>> {
            let this = self.get_mut();
            this.progress.touch();
            if this.rest.is_empty() {
                match ready!(Pin::new(&mut this.body).poll_frame(context)) {
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(data) => this.rest = data,
                        Err(other) => return Poll::Ready(Some(Ok(other))),
                    },
                    other => return Poll::Ready(other),
                }
            }
            let chunk = this.rest.split_to(CHUNK.min(this.rest.len()));
            Poll::Ready(Some(Ok(Frame::data(chunk))))
        }

        fn size_hint(&self) -> SizeHint {
            let rest = u64::try_from(self.rest.len()).unwrap_or(u64::MAX);
            match self.body.size_hint().exact() {
                Some(length) => SizeHint::with_exact(length.saturating_add(rest)),
                None => SizeHint::new(),
            }
        }
    }
}

#[cfg(feature = "blocking")]
pub(super) mod blocking {
    use core::time::Duration;
    use std::io::{self, Read};
    use std::sync::PoisonError;
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::thread;

    use typewright_core::http::{TransportError, TransportKind};

    use super::{Progress, SILENCE};

    /// Runs an attempt on a thread, and waits for it, but not while nothing moves for so long. The thread then ends with the next
    /// part that is taken, or with the timeout of the attempt.
    pub(in crate::client) fn wait<T: Send + 'static>(
        idle: Duration,
        progress: &Progress,
        attempt: impl FnOnce() -> Result<T, TransportError> + Send + 'static,
    ) -> Result<T, TransportError> {
        let (sender, outcome) = channel();
        let thread = thread::Builder::new().name("upload".to_owned());
        let run = move || {
            // Nobody receives the outcome of an attempt that was abandoned.
            let _ = sender.send(attempt());
        };
        thread
            .spawn(run)
            .map_err(|error| TransportError::new(TransportKind::Other, error))?;
        loop {
            let Some(rest) = progress.rest(idle) else {
                progress.abandon();
                return Err(TransportError::new(TransportKind::Timeout, SILENCE));
            };
            match outcome.recv_timeout(rest) {
                Ok(outcome) => return outcome,
                Err(RecvTimeoutError::Timeout) => {}
                // The thread sends the outcome before it ends, unless it panics.
                Err(RecvTimeoutError::Disconnected) => {
                    let error = "the thread that sends the request has ended";
                    return Err(TransportError::new(TransportKind::Broken, error));
                }
            }
        }
    }

    impl Progress {
        fn abandon(&self) {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            state.is_abandoned = true;
        }
    }

    /// A reader of a body that records when a part of it is taken.
    pub(in crate::client) struct Watched<R> {
        pub(in crate::client) reader: R,
        pub(in crate::client) progress: Progress,
    }

    impl<R: Read> Read for Watched<R> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.progress.touch() {
                self.reader.read(buffer)
            } else {
                Err(io::Error::new(io::ErrorKind::TimedOut, SILENCE))
            }
        }
    }
}

/// Why an attempt has failed.
const SILENCE: &str = "nothing was sent or received";
