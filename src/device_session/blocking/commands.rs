//! The commands that a device receives, as an iterator.

use core::fmt;
use std::thread::sleep;

use typewright_runtime::client::blocking::Events;
use typewright_runtime::http::CallError;

use super::DeviceSession;
use crate::device_session::connection::{Connection, Step};
use crate::device_session::error::CommandError;
use crate::endpoints::blocking::Client;
use crate::types::{DeviceCommand, Error, ObjectId};

/// The commands for a device: an iterator that waits for the next one. It ends after the last error.
///
/// The first call of `next` makes the connection. If the connection breaks, is silent, or cannot be made, it is made again, as
/// long as there is hope: the wait doubles from half a second to 30 seconds. If the events have IDs, the API is asked for those
/// after the last one.
pub struct Commands {
    client: Client,
    application_id: ObjectId,
    device_id: ObjectId,
    connection: Connection,
    state: State,
}

enum State {
    Disconnected,
    Connected(Box<Events<DeviceCommand>>),
    Ended,
}

impl Commands {
    pub(super) fn receive(session: &DeviceSession) -> Self {
        Self {
            client: session.client.clone(),
            application_id: session.application_id.clone(),
            device_id: session.device_id.clone(),
            connection: Connection::new(),
            state: State::Disconnected,
        }
    }

    fn open(&self) -> Result<Events<DeviceCommand>, CallError<Error>> {
        let device = self.client.device(self.application_id.clone(), self.device_id.clone());
        device.command_stream_call().events_with(self.connection.options())
    }
}

impl Iterator for Commands {
    type Item = Result<DeviceCommand, CommandError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match &mut self.state {
                State::Ended => return None,
                State::Disconnected => match self.open() {
                    Ok(events) => self.state = State::Connected(Box::new(events)),
                    Err(error) => match self.connection.failed(error) {
                        Ok(wait) => sleep(wait),
                        Err(error) => {
                            self.state = State::Ended;
                            return Some(Err(error));
                        }
                    },
                },
                State::Connected(events) => {
                    let step = match events.next() {
                        Some(event) => self.connection.receive(event, events.last_event_id()),
                        None => Step::Lost,
                    };
                    match step {
                        Step::Item(item) => return Some(item),
                        Step::Last(error) => {
                            self.state = State::Ended;
                            return Some(Err(error));
                        }
                        Step::Lost => {
                            self.state = State::Disconnected;
                            sleep(self.connection.ended());
                        }
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Commands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Commands").finish_non_exhaustive()
    }
}
