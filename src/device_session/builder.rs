//! The settings of a session.

use core::fmt;
use std::sync::Arc;

use tokio::runtime::Handle;
use typewright_runtime::client::{BuildError, ClientBuilder};

use super::DeviceSession;
use super::error::ConnectError;
use super::login::Login;
use super::sender::Sender;
use crate::endpoints::client::Client;
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

/// Prepares a [`DeviceSession`].
///
/// ```
/// # async fn run(id: losant::types::ObjectId) -> Result<(), losant::device_session::ConnectError> {
/// use std::time::Duration;
///
/// use losant::DeviceSession;
/// use losant::device_session::Reporting;
///
/// let session = DeviceSession::builder(id, "an access key", "its secret")
///     .reporting(Reporting::Each)
///     .capacity(10_000)
///     .configure(|client| client.timeout(Duration::from_secs(5)))
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a session does nothing until it is connected"]
pub struct DeviceSessionBuilder {
    credentials: DeviceCredentials,
    reporting: Reporting,
    capacity: usize,
    retries: usize,
    configure: Configure,
}

type Configure = Box<dyn Fn(ClientBuilder<Client>) -> ClientBuilder<Client> + Send>;

impl DeviceSessionBuilder {
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
    pub fn configure(
        mut self,
        configure: impl Fn(ClientBuilder<Client>) -> ClientBuilder<Client> + Send + 'static,
    ) -> Self {
        self.configure = Box::new(configure);
        self
    }

    /// Signs in. If the API is busy (429 or 503), this waits as long as it says, at most twice and 30 seconds.
    ///
    /// # Errors
    /// [`ConnectError`] if a setting is invalid, the credentials are rejected, or the API cannot be reached.
    ///
    /// # Panics
    /// If it is not called in a runtime of tokio.
    pub async fn connect(self) -> Result<DeviceSession, ConnectError> {
        // Not borrowed while this waits, so that the future may move to another thread.
        let [anonymous, client] = [(); 2].map(|()| (self.configure)(Client::builder()));
        let login = Login::new(anonymous.build()?, self.credentials);
        let (device, token) = login.authenticate().await?;
        let client: Result<Client, BuildError> = client.token(token).credentials(login).build();
        let client = client?;
        let runtime = Handle::current();
        let sender = Sender::start(
            &runtime,
            (client.clone(), device.application_id.clone(), device.device_id.clone()),
            self.reporting,
            (self.capacity, self.retries),
        );
        Ok(DeviceSession {
            client,
            application_id: device.application_id,
            device_id: device.device_id,
            sender: Arc::new(sender),
            runtime,
        })
    }
}

/// Shows neither the access key nor its secret.
impl fmt::Debug for DeviceSessionBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceSessionBuilder")
            .field("device_id", &self.credentials.device_id)
            .field("reporting", &self.reporting)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}
