//! The policy for retries.

use core::time::Duration;
use std::time::SystemTime;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use typewright_core::endpoint::Method;
use typewright_core::http::{CallError, TransportError, TransportKind};

use super::attempt::Received;

/// When a call is retried, and how long to wait before a retry.
///
/// Only safe calls are retried:
///
/// * a call that established no connection, with any method: nothing was sent;
/// * GET, HEAD, PUT, DELETE, OPTIONS and TRACE, which are idempotent (RFC 9110, 9.2.2), after 429, 503 or a broken
///   connection.
///
/// A timeout is not retried. The wait before a retry is the value of `Retry-After`; without that header, it doubles
/// with each retry, with some jitter.
///
/// ```
/// use std::time::Duration;
///
/// use typewright_runtime::client::RetryPolicy;
///
/// let patient = RetryPolicy::default()
///     .retries(5)
///     .longest_wait(Duration::from_secs(120));
/// assert_ne!(patient, RetryPolicy::none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    retries: usize,
    first: Duration,
    longest: Duration,
}

impl Default for RetryPolicy {
    /// Two retries, the first after half a second, and no wait longer than 30 seconds.
    fn default() -> Self {
        Self {
            retries: 2,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// No retries.
    pub const fn none() -> Self {
        Self {
            retries: 0,
            first: Duration::ZERO,
            longest: Duration::ZERO,
        }
    }

    /// Sets the maximum number of retries. Default: 2.
    #[must_use]
    pub const fn retries(mut self, retries: usize) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the wait before the first retry. Default: half a second.
    #[must_use]
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// Sets the maximum wait. If `Retry-After` is longer, the response is returned without a retry. Default: 30
    /// seconds.
    #[must_use]
    pub const fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    pub(super) fn start(&self, method: Method) -> Retries<'_> {
        Retries {
            policy: self,
            backoff: None,
            method,
            count: 0,
        }
    }

    fn backoff(&self) -> ExponentialBackoff {
        ExponentialBuilder::default()
            .with_min_delay(self.first)
            .with_max_delay(self.longest)
            .with_max_times(self.retries)
            .with_jitter()
            .build()
    }
}

/// The retries of one call.
pub(super) struct Retries<'p> {
    policy: &'p RetryPolicy,
    /// Created on the first retry, since most calls need none.
    backoff: Option<ExponentialBackoff>,
    method: Method,
    pub(super) count: usize,
}

impl Retries<'_> {
    /// The wait before the next attempt; `None` if the call is not retried.
    pub(super) fn wait(&mut self, outcome: &Result<Received, TransportError>) -> Option<Duration> {
        let wish = match outcome {
            Err(error) if error.kind().may_be_repeated(self.method) => None,
            Err(_) => return None,
            Ok(received) => match received.response.status() {
                StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE if self.method.is_idempotent() => {
                    retry_after(received.response.headers())
                }
                _ => return None,
            },
        };
        let longest = self.policy.longest;
        if wish.is_some_and(|wish| wish > longest) {
            return None;
        }
        let next = self.backoff.get_or_insert_with(|| self.policy.backoff()).next()?;
        self.count += 1;
        Some(wish.unwrap_or(next.min(longest)))
    }
}

/// What a call does if it is made twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repetition {
    /// It acts twice.
    Acts,
    /// Nothing: it only reads, or signs in.
    IsHarmless,
}

/// Returns how long to wait before a failed call is made again: zero if the API does not say. `None` if that would be of no use,
/// or could act twice.
///
/// Every call may be made again after 429 and 503, or if there was no connection; a harmless one also after any other failure of
/// the transport or the server. The client itself has made it again already, as its [`RetryPolicy`] says.
pub fn wait_before_repetition<E>(error: &CallError<E>, repetition: Repetition) -> Option<Duration> {
    let is_harmless = repetition == Repetition::IsHarmless;
    let (status, headers) = match error {
        CallError::Transport(lost) => {
            return (is_harmless || lost.kind() == TransportKind::Connect).then_some(Duration::ZERO);
        }
        CallError::Documented(error) => (error.status(), error.headers()),
        CallError::Undocumented(found) => (found.status(), found.headers()),
        _ => return None,
    };
    let is_busy = status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE;
    let may_pass = is_busy || (is_harmless && status.is_server_error());
    may_pass.then(|| retry_after(headers).unwrap_or_default())
}

/// Returns how long to wait before another request, as `Retry-After` says: in seconds, or until a date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    wait_from(headers, SystemTime::now())
}

fn wait_from(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A value that overflows is still very long.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use bytes::Bytes;
    use http::header::RETRY_AFTER;
    use http::{HeaderMap, HeaderValue, Response};
    use typewright_core::endpoint::Method;
    use typewright_core::http::{TransportError, TransportKind};

    use super::{RetryPolicy, wait_from};
    use crate::client::attempt::Received;

    #[allow(clippy::unnecessary_wraps)] // it is the outcome of an attempt, as `lost` is
    fn answer(status: u16, retry_after: Option<&str>) -> Result<Received, TransportError> {
        let mut response = Response::builder().status(status);
        if let Some(text) = retry_after {
            response = response.header(RETRY_AFTER, text);
        }
        Ok(Received {
            response: response.body(Bytes::new()).expect("it is an answer"),
            too_long: None,
        })
    }

    fn lost(kind: TransportKind) -> Result<Received, TransportError> {
        Err(TransportError::new(kind, "lost"))
    }

    fn waits(method: Method, outcome: &Result<Received, TransportError>) -> bool {
        RetryPolicy::default().start(method).wait(outcome).is_some()
    }

    #[test]
    fn only_what_is_safe_is_tried_again() {
        for status in [429, 503] {
            assert!(waits(Method::Get, &answer(status, None)) && waits(Method::Delete, &answer(status, None)));
            assert!(!waits(Method::Patch, &answer(status, Some("1"))));
        }
        for status in [200, 400, 404, 500, 502, 504] {
            assert!(!waits(Method::Get, &answer(status, None)), "{status}");
        }
        assert!(waits(Method::Post, &lost(TransportKind::Connect)));
        assert!(waits(Method::Get, &lost(TransportKind::Broken)));
        assert!(!waits(Method::Patch, &lost(TransportKind::Broken)));
        assert!(!waits(Method::Get, &lost(TransportKind::Timeout)));
    }

    #[test]
    fn the_server_says_how_long_to_wait() {
        let policy = RetryPolicy::default();
        let mut retries = policy.start(Method::Get);
        assert_eq!(retries.wait(&answer(503, Some("7"))), Some(Duration::from_secs(7)));
        assert_eq!(retries.wait(&answer(503, Some("31"))), None);
    }

    #[test]
    fn retries_are_bounded_and_their_waits_grow() {
        let policy = RetryPolicy::default().retries(3).longest_wait(Duration::from_secs(2));
        let mut retries = policy.start(Method::Get);
        let waits: Vec<Duration> = std::iter::from_fn(|| retries.wait(&answer(503, None))).collect();
        assert_eq!(waits.len(), 3);
        assert!(
            waits
                .iter()
                .all(|wait| *wait >= Duration::from_millis(500) && *wait <= Duration::from_secs(2))
        );
        assert!(
            RetryPolicy::none()
                .start(Method::Get)
                .wait(&answer(503, None))
                .is_none()
        );
    }

    #[test]
    fn retry_after_may_be_a_date() {
        let now = httpdate::parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT").expect("it is a date");
        let after = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(text));
            wait_from(&headers, now)
        };
        assert_eq!(after("Wed, 21 Oct 2015 07:28:05 GMT"), Some(Duration::from_secs(5)));
        assert_eq!(after("Wed, 21 Oct 2015 07:27:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("120"), Some(Duration::from_secs(120)));
        assert_eq!(after("99999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        for bad in ["", "-1", "soon", "1.5"] {
            assert_eq!(after(bad), None, "{bad}");
        }
    }
}
