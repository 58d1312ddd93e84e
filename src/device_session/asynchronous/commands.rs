//! The commands that a device receives, as a stream.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::sleep;
use typewright_runtime::client::Events;
use typewright_runtime::http::CallError;

use super::DeviceSession;
use crate::device_session::connection::{Connection, Step};
use crate::device_session::error::CommandError;
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

impl Commands {
    /// How many commands are received ahead.
    const AHEAD: usize = 16;

    pub(super) fn receive(session: &DeviceSession) -> Self {
        let (items, received) = mpsc::channel(Self::AHEAD);
        let connections = Connections {
            client: session.client.clone(),
            application_id: session.application_id.clone(),
            device_id: session.device_id.clone(),
            connection: Connection::new(),
        };
        let task = session.runtime.spawn(connections.run(items)).abort_handle();
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

struct Connections {
    client: Client,
    application_id: ObjectId,
    device_id: ObjectId,
    connection: Connection,
}

/// The stream of commands has ended for its receiver.
struct Ended;

type Items = mpsc::Sender<Result<DeviceCommand, CommandError>>;

impl Connections {
    async fn run(mut self, items: Items) {
        loop {
            let wait = match self.open().await {
                Ok(events) => match self.forward(events, &items).await {
                    Ok(()) => Ok(self.connection.ended()),
                    Err(Ended) => return,
                },
                Err(error) => self.connection.failed(error),
            };
            match wait {
                Ok(wait) => sleep(wait).await,
                Err(error) => {
                    let _ = items.send(Err(error)).await;
                    return;
                }
            }
        }
    }

    async fn open(&self) -> Result<Events<DeviceCommand>, CallError<Error>> {
        let device = self.client.device(self.application_id.clone(), self.device_id.clone());
        device
            .command_stream_call()
            .events_with(self.connection.options())
            .await
    }

    /// Passes commands on until the connection ends.
    async fn forward(&mut self, mut events: Events<DeviceCommand>, items: &Items) -> Result<(), Ended> {
        while let Some(event) = events.next().await {
            match self.connection.receive(event, events.last_event_id()) {
                Step::Item(item) => items.send(item).await.map_err(|_| Ended)?,
                Step::Last(error) => {
                    let _ = items.send(Err(error)).await;
                    return Err(Ended);
                }
                Step::Lost => break,
            }
        }
        Ok(())
    }
}
