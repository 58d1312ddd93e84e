//! The session of the async client.

mod commands;
mod login;
mod report;
mod sender;

use core::fmt;
use std::sync::Arc;

use tokio::runtime::Handle;
use typewright_runtime::client::BuildError;

use super::builder::DeviceSessionBuilder;
use super::error::{ConnectError, FlushError, ReportError};
use super::login::Login;
use crate::endpoints::client::{Client, Device};
use crate::types::{DeviceState, ObjectId};

pub use commands::Commands;
pub use report::Report;
use sender::Sender;

/// A device that is signed in with its ID, an access key and the secret of the key.
///
/// * It signs in again before its token expires, and once if the API rejects the token.
/// * It reports state at most twice a second, which is what the API allows; see
///   [`Reporting`](crate::device_session::Reporting).
/// * It receives commands as a stream, which is continued when the connection breaks.
///
/// Clones share the session. It ends when [`close`](Self::close) is called, or when the last clone is dropped; then what has
/// been reported is still sent in the background, as long as the runtime lives.
///
/// ```
/// # async fn run(id: losant::types::ObjectId) -> Result<(), Box<dyn std::error::Error>> {
/// use losant::DeviceSession;
/// use losant::types::DeviceState;
///
/// let session = DeviceSession::connect(id, "an access key", "its secret").await?;
/// session.report(DeviceState::new([("voltage", 22.4)])).await?;
///
/// let mut commands = session.commands();
/// while let Some(command) = commands.next().await {
///     match command?.name.as_str() {
///         "stop" => break,
///         name => println!("unknown command {name}"),
///     }
/// }
/// session.close().await?;
/// # Ok(())
/// # }
/// ```
///
/// With other settings:
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
#[derive(Clone)]
pub struct DeviceSession {
    client: Client,
    application_id: ObjectId,
    device_id: ObjectId,
    sender: Arc<Sender>,
    runtime: Handle,
}

impl DeviceSession {
    /// Signs in a device with the default settings.
    ///
    /// # Errors
    /// [`ConnectError`] if the credentials are rejected, or the API cannot be reached.
    ///
    /// # Panics
    /// If it is not called in a runtime of tokio.
    pub async fn connect(
        device_id: impl Into<ObjectId>,
        key: impl Into<String>,
        secret: impl Into<String>,
    ) -> Result<Self, ConnectError> {
        Self::builder(device_id, key, secret).connect().await
    }

    /// Prepares a session with other settings.
    pub fn builder(
        device_id: impl Into<ObjectId>,
        key: impl Into<String>,
        secret: impl Into<String>,
    ) -> DeviceSessionBuilder<Client> {
        DeviceSessionBuilder::new(device_id.into(), key.into(), secret.into())
    }

    /// Returns the ID of the device.
    pub fn device_id(&self) -> &ObjectId {
        &self.device_id
    }

    /// Returns the ID of the application that the device belongs to.
    pub fn application_id(&self) -> &ObjectId {
        &self.application_id
    }

    /// Returns the client that acts as the device, for all other actions.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the actions of the device itself.
    pub fn device(&self) -> Device<'_> {
        self.client.device(self.application_id.clone(), self.device_id.clone())
    }

    /// Accepts a report, which is sent in the background. If there is no room for it, this waits until there is.
    ///
    /// [`Report::sent`] waits until the API has accepted it. Without that, a failure is the error of the next
    /// [`flush`](Self::flush) or [`close`](Self::close).
    ///
    /// # Errors
    /// [`ReportError`] if the report violates its schema, or the session is closed. Nothing is sent then.
    pub async fn report(&self, state: impl Into<DeviceState> + Send) -> Result<Report, ReportError> {
        self.sender.accept(state.into()).await
    }

    /// Waits until everything that was reported before this call has been sent.
    ///
    /// # Errors
    /// [`FlushError`] if reports failed since the last call, other than those whose [`Report`] is or was waited for.
    pub async fn flush(&self) -> Result<(), FlushError> {
        self.sender.flush().await
    }

    /// Accepts no more reports, and waits until all of them have been sent.
    ///
    /// As long as the API cannot be reached, this waits for the retries: wrap it in `tokio::time::timeout` to limit that.
    ///
    /// # Errors
    /// See [`flush`](Self::flush).
    pub async fn close(&self) -> Result<(), FlushError> {
        self.sender.close();
        self.sender.flush().await
    }

    /// Receives the commands that are sent to the device from now on.
    pub fn commands(&self) -> Commands {
        Commands::receive(self)
    }
}

impl DeviceSessionBuilder<Client> {
    /// Signs in. If the API is busy (429 or 503), this waits as long as it says, at most twice and 30 seconds.
    ///
    /// # Errors
    /// [`ConnectError`] if a setting is invalid, the credentials are rejected, or the API cannot be reached.
    ///
    /// # Panics
    /// If it is not called in a runtime of tokio.
    pub async fn connect(self) -> Result<DeviceSession, ConnectError> {
        let ([anonymous, client], queue) = (self.clients(Client::builder), self.queue());
        let login = Login {
            client: anonymous.build()?,
            credentials: self.credentials,
        };
        let (device, token) = login.authenticate().await?;
        let client: Result<Client, BuildError> = client.token(token).credentials(login).build();
        let client = client?;
        let runtime = Handle::current();
        let sender = Sender::start(
            &runtime,
            (client.clone(), device.application_id.clone(), device.device_id.clone()),
            queue,
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

/// Shows neither the access key nor the token.
impl fmt::Debug for DeviceSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceSession")
            .field("application_id", &self.application_id)
            .field("device_id", &self.device_id)
            .finish_non_exhaustive()
    }
}
