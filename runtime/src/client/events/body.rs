//! The body of a stream, which a thread reads, so that the wait for a part of it can be limited. The timeouts of a blocking
//! request limit the whole stream.

use core::time::Duration;
use std::io::Read as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Instant;

use reqwest::blocking::Response;
use typewright_core::http::{TransportError, TransportKind};

use crate::client::blocking::broken_body;

/// A part of a body.
pub(in crate::client) enum Part {
    Chunk(Vec<u8>),
    End,
    Lost(TransportError),
}

/// A body that is being read.
pub(in crate::client) struct Body {
    parts: Receiver<Option<Part>>,
}

/// How much is read at once, at most.
const BUFFER: usize = 64 * 1024;

/// How many parts are read in advance.
const AHEAD: usize = 4;

impl Body {
    /// Starts to read a body.
    pub(in crate::client) fn start(response: Response) -> Result<Self, TransportError> {
        let (sender, parts) = sync_channel(AHEAD);
        let thread = thread::Builder::new().name("events".to_owned());
        match thread.spawn(move || read(response, &sender)) {
            Ok(_) => Ok(Self { parts }),
            Err(error) => Err(TransportError::new(TransportKind::Other, error)),
        }
    }

    /// Waits for the next part.
    pub(in crate::client) fn receive(&self, idle: Duration) -> Part {
        let start = Instant::now();
        loop {
            match self.parts.recv_timeout(idle.saturating_sub(start.elapsed())) {
                Ok(Some(part)) => return part,
                Ok(None) => {}
                Err(RecvTimeoutError::Timeout) => {
                    return Part::Lost(TransportError::new(TransportKind::Timeout, "nothing was received"));
                }
                // The thread sends the last part before it ends, unless it panics.
                Err(RecvTimeoutError::Disconnected) => {
                    let error = "the thread that reads the body has ended";
                    return Part::Lost(TransportError::new(TransportKind::Broken, error));
                }
            }
        }
    }
}

/// Reads the body until nobody waits for it. `None` is sent when the timeout of `reqwest` has passed without a part.
fn read(mut response: Response, sender: &SyncSender<Option<Part>>) {
    let mut buffer = vec![0; BUFFER];
    loop {
        let part = match response.read(&mut buffer) {
            Ok(0) => Some(Part::End),
            Ok(length) => Some(Part::Chunk(buffer[..length].to_vec())),
            Err(error) => match broken_body(error) {
                error if error.kind() == TransportKind::Timeout => None,
                error => Some(Part::Lost(error)),
            },
        };
        let is_last = matches!(part, Some(Part::End | Part::Lost(_)));
        if sender.send(part).is_err() || is_last {
            return;
        }
    }
}
