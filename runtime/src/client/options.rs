//! The options of a single call.

use core::time::Duration;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use typewright_core::endpoint::Globals;
use typewright_core::http::RequestError;

use super::RetryPolicy;

/// What a call does differently from its client.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    /// How long nothing may move.
    pub(super) idle_timeout: Option<Duration>,
    pub(super) retries: Option<RetryPolicy>,
    pub(super) globals: Option<Arc<dyn Globals>>,
    /// The URL of the request, if a response has linked to it.
    pub(super) link: Option<String>,
    /// The headers; an error if one of them is invalid. `Debug` does not show their values.
    headers: HeaderMap,
    invalid: Option<Arc<http::Error>>,
}

impl Options {
    /// Sets a header. An invalid one is reported when the call is sent.
    pub(super) fn header<N, V>(&mut self, name: N, value: V)
    where
        N: TryInto<HeaderName>,
        N::Error: Into<http::Error>,
        V: TryInto<HeaderValue>,
        V::Error: Into<http::Error>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            (Err(error), _) => self.invalid = Some(Arc::new(error.into())),
            (_, Err(error)) => self.invalid = Some(Arc::new(error.into())),
        }
    }

    /// Adds the headers to those of a request.
    ///
    /// # Errors
    /// If a header is invalid.
    pub(super) fn apply(&self, headers: &mut HeaderMap) -> Result<(), RequestError> {
        if let Some(error) = &self.invalid {
            return Err(RequestError::Http(Box::new(Arc::clone(error))));
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        Ok(())
    }
}
