//! A request on its way to a client: what both clients set in the same way.

use core::time::Duration;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use typewright_core::endpoint::Globals;

use super::RetryPolicy;
use super::options::Options;

/// A request that is ready to be sent by a client: optional parts can be set, and the response can be received with its
/// status and headers.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, C, E> {
    pub(super) client: &'c C,
    pub(super) request: E,
    pub(super) options: Options,
}

impl<'c, C, E> Call<'c, C, E> {
    /// Creates a call from a request; for generated code.
    #[doc(hidden)]
    pub fn new(client: &'c C, request: E) -> Self {
        Self {
            client,
            request,
            options: Options::default(),
        }
    }

    /// Changes the request with a function: `|request| request.limit(5)` sets an optional parameter.
    pub fn with(self, change: impl FnOnce(E) -> E) -> Self {
        Self {
            client: self.client,
            request: change(self.request),
            options: self.options,
        }
    }

    /// Sets the timeout of one attempt of this call, in place of that of the client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets how long nothing may move: an attempt fails if no part of its body is taken, and no response arrives, for so long. Default:
    /// only the timeout of the attempt limits it.
    ///
    /// Set it for a long upload, whose timeout must be long too. Downloads and streams of events have limits of their own. After
    /// such a failure of the blocking client, a thread remains until the timeout of the attempt.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.options.idle_timeout = Some(timeout);
        self
    }

    /// Sets when this call is retried, in place of the policy of the client.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.options.retries = Some(policy);
        self
    }

    /// Sets parameters that belong to every action for this call. They replace those of the client with the same names.
    ///
    /// Invalid ones are an error when the call is to be sent, and nothing is sent.
    pub fn global_parameters(mut self, parameters: impl Globals + 'static) -> Self {
        self.options.globals = Some(Arc::new(parameters));
        self
    }

    /// Sets a header of this call, such as one that is not documented. It replaces a header of the same name.
    ///
    /// An invalid name or value is an error when the call is to be sent, and nothing is sent. The value is not shown by `Debug`,
    /// but an error may show a response that repeats it.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        N::Error: Into<http::Error>,
        V: TryInto<HeaderValue>,
        V::Error: Into<http::Error>,
    {
        self.options.header(name, value);
        self
    }
}
