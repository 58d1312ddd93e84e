//! The commands that a device receives.

use core::error::Error as StdError;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::sleep;
use typewright_runtime::client::{EventError, EventOptions, Events, Repetition};
use typewright_runtime::http::CallError;

use super::DeviceSession;
use super::temporary;
use crate::endpoints::client::Client;
use crate::types::{DeviceCommand, Error, ObjectId};

/// The commands for a device: a [`Stream`], with the method [`next`](Self::next). It stops receiving when it is dropped.
///
/// If the connection breaks, is silent, or cannot be made, it is made again, as long as there is hope: the wait doubles from
/// half a second to 30 seconds. If the events have IDs, the API is asked for those after the last one.
pub struct Commands {
    received: mpsc::Receiver<Result<DeviceCommand, CommandError>>,
    task: AbortHandle,
}

/// Why a command was not received. After [`Data`](Self::Data), the stream goes on; any other error is its last item.
#[derive(Debug)]
#[non_exhaustive]
pub enum CommandError {
    /// The data of an event is not a command.
    Data(EventError),
    /// The API refuses to send commands.
    Refused(CallError<Error>),
    /// The API refuses to continue.
    Interrupted(EventError),
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(error) => write!(f, "an event is not a command: {error}"),
            Self::Refused(error) => write!(f, "no commands can be received: {error}"),
            Self::Interrupted(error) => write!(f, "no more commands can be received: {error}"),
        }
    }
}

impl StdError for CommandError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Data(error) | Self::Interrupted(error) => Some(error),
            Self::Refused(error) => Some(error),
        }
    }
}

impl Commands {
    /// How many commands are received ahead.
    const AHEAD: usize = 16;

    pub(super) fn receive(session: &DeviceSession) -> Self {
        let (sender, received) = mpsc::channel(Self::AHEAD);
        let connection = Receiver {
            client: session.client.clone(),
            application_id: session.application_id.clone(),
            device_id: session.device_id.clone(),
            last_event_id: String::new(),
            waits: waits(),
        };
        let task = session.runtime.spawn(connection.run(sender)).abort_handle();
        Self { received, task }
    }

    /// Waits for the next command; `None` after the last error.
    pub async fn next(&mut self) -> Option<Result<DeviceCommand, CommandError>> {
        self.received.recv().await
    }
}

impl Stream for Commands {
    type Item = Result<DeviceCommand, CommandError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.received.poll_recv(context)
    }
}

impl Drop for Commands {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Commands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Commands").finish_non_exhaustive()
    }
}

struct Receiver {
    client: Client,
    application_id: ObjectId,
    device_id: ObjectId,
    last_event_id: String,
    waits: ExponentialBackoff,
}

/// How long to wait between connections that bring no command.
fn waits() -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(30))
        .without_max_times()
        .with_jitter()
        .build()
}

/// The stream of commands has ended for its receiver.
struct Ended;

type Items = mpsc::Sender<Result<DeviceCommand, CommandError>>;

impl Receiver {
    async fn run(mut self, items: Items) {
        loop {
            let wished = match self.open().await {
                Ok(events) => match self.forward(events, &items).await {
                    Ok(()) => Duration::ZERO,
                    Err(Ended) => return,
                },
                Err(error) => match temporary::wait(&error, Repetition::IsHarmless) {
                    Some(wished) => wished,
                    None => {
                        let _ = items.send(Err(CommandError::Refused(error))).await;
                        return;
                    }
                },
            };
            let wait = self.waits.next().unwrap_or_default();
            sleep(wait.max(wished)).await;
        }
    }

    async fn open(&self) -> Result<Events<DeviceCommand>, CallError<Error>> {
        // The API sends a comment every two seconds. New connections are made here, whether or not events have IDs.
        let options = EventOptions::new()
            .idle_timeout(Duration::from_secs(30))
            .reconnects(0)
            .last_event_id(self.last_event_id.as_str());
        let device = self.client.device(self.application_id.clone(), self.device_id.clone());
        device.command_stream_call().events_with(options).await
    }

    /// Passes commands on until the stream ends.
    async fn forward(&mut self, mut events: Events<DeviceCommand>, items: &Items) -> Result<(), Ended> {
        while let Some(event) = events.next().await {
            let item = match event {
                Ok(event) => Ok(event.data),
                Err(error @ EventError::Data { .. }) => Err(CommandError::Data(error)),
                Err(EventError::Transport(_)) => break,
                Err(error) => {
                    let _ = items.send(Err(CommandError::Interrupted(error))).await;
                    return Err(Ended);
                }
            };
            self.waits = waits();
            events.last_event_id().clone_into(&mut self.last_event_id);
            items.send(item).await.map_err(|_| Ended)?;
        }
        Ok(())
    }
}
