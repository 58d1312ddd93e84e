//! The connections on which a device receives its commands: when to make another one, and after which event.

use core::time::Duration;

use backon::ExponentialBackoff;
use typewright_runtime::client::{Event, EventError, EventOptions, Repetition};
use typewright_runtime::http::CallError;

use super::error::CommandError;
use super::{temporary, waits};
use crate::types::{DeviceCommand, Error};

/// What one connection after the other has brought.
pub(super) struct Connection {
    last_event_id: String,
    /// How long to wait between connections that bring no command.
    waits: ExponentialBackoff,
}

/// What follows from an event.
pub(super) enum Step {
    /// An item of the stream, which goes on.
    Item(Result<DeviceCommand, CommandError>),
    /// The last item of the stream.
    Last(CommandError),
    /// Another connection is needed.
    Lost,
}

impl Connection {
    pub(super) fn new() -> Self {
        Self {
            last_event_id: String::new(),
            waits: waits::endless(),
        }
    }

    /// Returns the options of the next connection.
    pub(super) fn options(&self) -> EventOptions {
        // The API sends a comment every two seconds. New connections are made here, whether or not events have IDs.
        EventOptions::new()
            .idle_timeout(Duration::from_secs(30))
            .reconnects(0)
            .last_event_id(self.last_event_id.as_str())
    }

    /// Returns what follows from an event, and from the last ID that the connection has brought.
    pub(super) fn receive(&mut self, event: Result<Event<DeviceCommand>, EventError>, last_event_id: &str) -> Step {
        let item = match event {
            Ok(event) => Ok(event.data),
            Err(error @ EventError::Data { .. }) => Err(CommandError::Data(error)),
            Err(EventError::Transport(_)) => return Step::Lost,
            Err(error) => return Step::Last(CommandError::Interrupted(error)),
        };
        self.waits = waits::endless();
        last_event_id.clone_into(&mut self.last_event_id);
        Step::Item(item)
    }

    /// Returns how long to wait after a connection that has ended.
    pub(super) fn ended(&mut self) -> Duration {
        self.waits.next().unwrap_or_default()
    }

    /// Returns how long to wait after a connection that was not made, or that there is no hope.
    pub(super) fn failed(&mut self, error: CallError<Error>) -> Result<Duration, CommandError> {
        match temporary::wait(&error, Repetition::IsHarmless) {
            Some(wished) => Ok(self.ended().max(wished)),
            None => Err(CommandError::Refused(error)),
        }
    }
}
