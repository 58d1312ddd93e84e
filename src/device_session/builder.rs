//! The settings of a session.

use core::fmt;

use typewright_runtime::client::{ClientBuilder, Transport};

use super::queue::Queue;
use crate::types::{DeviceCredentials, DeviceCredentialsRequestedScope, ObjectId};

/// What happens to reports that are made faster than they can be sent: the API allows two per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Reporting {
    /// They become one report with the latest value of each attribute. It has the `time`, `meta` and `flowVersion` that were
    /// reported last.
    #[default]
    Latest,
    /// Each is sent, in order.
    Each,
}

/// Prepares a session with the async client (`DeviceSession::builder`) or the blocking one (`blocking::DeviceSession::builder`).
#[must_use = "a session does nothing until it is connected"]
pub struct DeviceSessionBuilder<C: Transport> {
    pub(super) credentials: DeviceCredentials,
    reporting: Reporting,
    capacity: usize,
    retries: usize,
    configure: Configure<C>,
}

type Configure<C> = Box<dyn Fn(ClientBuilder<C>) -> ClientBuilder<C> + Send>;

impl<C: Transport> DeviceSessionBuilder<C> {
    pub(super) fn new(device_id: ObjectId, key: String, secret: String) -> Self {
        Self {
            credentials: DeviceCredentials::new(device_id).key(key).secret(secret),
            reporting: Reporting::default(),
            capacity: 1_000,
            retries: 10,
            configure: Box::new(|client| client),
        }
    }

    /// Sets what happens to reports that are made faster than they can be sent. Default: [`Reporting::Latest`].
    pub fn reporting(mut self, reporting: Reporting) -> Self {
        self.reporting = reporting;
        self
    }

    /// Sets how many reports ([`Reporting::Each`]) or attributes ([`Reporting::Latest`]) may wait to be sent, at least 1.
    /// Default: 1,000.
    pub fn capacity(mut self, capacity: usize) -> Self {
        self.capacity = capacity.max(1);
        self
    }

    /// Sets how often a report is sent again if the API certainly did not accept it: there was no connection, or the API
    /// responded with 429 or 503. The wait doubles from half a second to 30 seconds. Default: 10.
    pub fn retries(mut self, retries: usize) -> Self {
        self.retries = retries;
        self
    }

    /// Sets how many seconds a token is valid. Default: what the API chooses.
    pub fn token_ttl(mut self, seconds: u32) -> Self {
        self.credentials = self.credentials.token_ttl(i64::from(seconds));
        self
    }

    /// Limits the token to these scopes.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = DeviceCredentialsRequestedScope>) -> Self {
        self.credentials = self.credentials.requested_scopes(scopes);
        self
    }

    /// Changes the settings of the client: its base URL, timeouts, limits, and the `reqwest` client. It is called for the
    /// client that signs in, and for the one that acts as the device.
    pub fn configure(mut self, configure: impl Fn(ClientBuilder<C>) -> ClientBuilder<C> + Send + 'static) -> Self {
        self.configure = Box::new(configure);
        self
    }

    /// Returns the settings of the client that signs in, and of the one that acts as the device.
    pub(super) fn clients(&self, defaults: fn() -> ClientBuilder<C>) -> [ClientBuilder<C>; 2] {
        [(); 2].map(|()| (self.configure)(defaults()))
    }

    /// Returns the queue of the reports.
    pub(super) fn queue(&self) -> Queue {
        Queue::new(self.reporting, self.capacity, self.retries)
    }
}

/// Shows neither the access key nor its secret.
impl<C: Transport> fmt::Debug for DeviceSessionBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceSessionBuilder")
            .field("device_id", &self.credentials.device_id)
            .field("reporting", &self.reporting)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}
