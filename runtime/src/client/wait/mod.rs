//! Jobs that an action starts.

#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
mod blocking;

use core::fmt;
use core::time::Duration;
use std::time::Instant;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use typewright_core::endpoint::{Descriptor, UnknownJob, WaitEndpoint};
use typewright_core::http::{CallError, ResponseResult};

use super::retry::{Repetition, wait_before_repetition};

/// How long to wait for a job, and how often its state is requested.
///
/// ```
/// use std::time::Duration;
///
/// use typewright_runtime::client::WaitOptions;
///
/// let options = WaitOptions::new()
///     .timeout(Duration::from_secs(3600))
///     .longest_interval(Duration::from_secs(60));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitOptions {
    timeout: Duration,
    first: Duration,
    longest: Duration,
}

impl Default for WaitOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl WaitOptions {
    /// Creates the default options.
    pub const fn new() -> Self {
        Self {
            timeout: Duration::from_secs(600),
            first: Duration::from_secs(1),
            longest: Duration::from_secs(30),
        }
    }

    /// Sets how long to wait for the end of the job. Default: 10 minutes.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time before the state is requested for the first time. It doubles with each request, with some jitter.
    /// Default: 1 second.
    #[must_use]
    pub const fn first_interval(mut self, interval: Duration) -> Self {
        self.first = interval;
        self
    }

    /// Sets the longest time between two requests for the state. Default: 30 seconds.
    #[must_use]
    pub const fn longest_interval(mut self, interval: Duration) -> Self {
        self.longest = interval;
        self
    }
}

/// The end of an action that may start a job.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Finished<R, J> {
    /// The action had a result at once: its response.
    AtOnce(R),
    /// The job was successful: the last response that told its state.
    Job(J),
}

/// The result of waiting for the job of an action.
pub type WaitResult<E> = Result<
    Finished<<E as Descriptor>::Response, <<E as WaitEndpoint>::Poll as Descriptor>::Response>,
    WaitError<
        <E as Descriptor>::Error,
        <<E as WaitEndpoint>::Poll as Descriptor>::Error,
        <<E as WaitEndpoint>::Poll as Descriptor>::Response,
    >,
>;

/// The error of waiting for a job. `E` is the error of the action that starts it, `P` that of the action that tells its
/// state, and `J` the response of the latter.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<E, P, J> {
    /// The job was not started.
    Start(CallError<E>),
    /// The response does not say which job has been started.
    UnknownJob(UnknownJob),
    /// The state of the job could not be requested, four times in a row if the error might pass. The job may still run.
    Poll(CallError<P>),
    /// The job has failed: the last response that told its state.
    Failed(Box<J>),
    /// The job has not ended in time: the last response that told its state, if there was one. The job may still run.
    Timeout(Option<Box<J>>),
}

impl<E, P, J> fmt::Display for WaitError<E, P, J>
where
    CallError<E>: fmt::Display,
    CallError<P>: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::UnknownJob(error) => error.fmt(f),
            Self::Poll(error) => write!(f, "the state of the job is not known: {error}"),
            Self::Failed(_) => f.write_str("the job has failed"),
            Self::Timeout(_) => f.write_str("the job has not ended in time"),
        }
    }
}

impl<E, P, J> core::error::Error for WaitError<E, P, J>
where
    CallError<E>: core::error::Error + 'static,
    CallError<P>: core::error::Error + 'static,
    J: fmt::Debug,
    E: fmt::Debug,
    P: fmt::Debug,
{
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Start(error) => error.source(),
            Self::UnknownJob(error) => Some(error),
            Self::Poll(error) => Some(error),
            Self::Failed(_) | Self::Timeout(_) => None,
        }
    }
}

/// How many requests for the state may fail in a row.
const FAILURES: usize = 3;

/// The wait for one job.
struct Wait<E: WaitEndpoint> {
    start: Instant,
    timeout: Duration,
    longest: Duration,
    intervals: ExponentialBackoff,
    last: Option<Box<<E::Poll as Descriptor>::Response>>,
    /// How many requests for the state have failed in a row.
    failures: usize,
    /// How long the API asks to wait.
    wished: Duration,
}

impl<E: WaitEndpoint> Wait<E> {
    fn start(options: &WaitOptions) -> Self {
        Self {
            start: Instant::now(),
            timeout: options.timeout,
            longest: options.longest,
            intervals: ExponentialBuilder::default()
                .with_min_delay(options.first)
                .with_max_delay(options.longest)
                .without_max_times()
                .with_jitter()
                .build(),
            last: None,
            failures: 0,
            wished: Duration::ZERO,
        }
    }

    /// Returns how long to wait before the state is requested again; `None` if there is no time left.
    fn next(&mut self) -> Option<Duration> {
        let left = self.timeout.checked_sub(self.start.elapsed());
        let left = left.filter(|left| !left.is_zero())?;
        let interval = self.intervals.next().unwrap_or(self.longest).min(self.longest);
        Some(interval.max(core::mem::take(&mut self.wished)).min(left))
    }

    /// Takes note of the result of a request for the state. Returns the end of the wait, if it has ended.
    fn note(&mut self, result: ResponseResult<E::Poll>) -> Option<WaitResult<E>> {
        let response = match result {
            Ok(response) => response.into_body(),
            Err(error) => {
                match wait_before_repetition(&error, Repetition::IsHarmless).filter(|_| self.failures < FAILURES) {
                    Some(wished) => {
                        self.failures += 1;
                        self.wished = wished;
                        return None;
                    }
                    None => return Some(Err(WaitError::Poll(error))),
                }
            }
        };
        self.failures = 0;
        let state = E::state(&response);
        let is_in = |states: &[&str]| state.as_deref().is_some_and(|state| states.contains(&state));
        if is_in(E::STATES.done) {
            return Some(Ok(Finished::Job(response)));
        }
        if is_in(E::STATES.failed) {
            return Some(Err(WaitError::Failed(Box::new(response))));
        }
        self.last = Some(Box::new(response));
        None
    }
}
