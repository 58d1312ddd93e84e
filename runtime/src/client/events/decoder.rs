//! Decodes the format `text/event-stream` (WHATWG HTML, 9.2.6).
//!
//! A chunk may end anywhere: in a line, between the characters of a line end, or in a character.

use core::time::Duration;
use std::collections::VecDeque;
use std::sync::Arc;

/// An event as it is in the stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) event: String,
    pub(super) data: String,
    /// The last `id` so far; empty if there was none. Events share it, since many short events may follow a long one.
    pub(super) id: Arc<str>,
}

/// Decodes a stream from its chunks.
#[derive(Debug)]
pub(super) struct Decoder {
    /// The line of which the end has not been received.
    line: Vec<u8>,
    data: Vec<u8>,
    event: Vec<u8>,
    /// The last `id` so far, which may belong to an event of which the end has not been received.
    id: Arc<str>,
    /// The `id` of the last event that was received completely.
    complete_id: Arc<str>,
    /// Whether the last chunk ended with a carriage return, so that a line feed belongs to it.
    after_return: bool,
    /// Whether a line has been read, so that a byte order mark is no longer possible.
    has_begun: bool,
    /// The maximum length of a line, and of the data of an event.
    limit: usize,
    /// The last `retry` so far.
    pub(super) retry: Option<Duration>,
    /// The events that have been received.
    pub(super) ready: VecDeque<Decoded>,
}

/// An event is longer than the limit.
#[derive(Debug)]
pub(super) struct TooLong;

impl Decoder {
    pub(super) fn new(limit: usize, id: &str) -> Self {
        let id: Arc<str> = Arc::from(id);
        Self {
            line: Vec::new(),
            data: Vec::new(),
            event: Vec::new(),
            id: Arc::clone(&id),
            complete_id: id,
            after_return: false,
            has_begun: false,
            limit,
            retry: None,
            ready: VecDeque::new(),
        }
    }

    /// The `id` of the last event that was received completely; empty if there was none.
    pub(super) fn last_id(&self) -> &str {
        &self.complete_id
    }

    /// Begins a new connection. An event that was not complete is lost with the old one.
    pub(super) fn restart(&mut self) {
        self.line.clear();
        self.data.clear();
        self.event.clear();
        self.id = Arc::clone(&self.complete_id);
        self.after_return = false;
        self.has_begun = false;
    }

    /// Decodes a chunk.
    pub(super) fn push(&mut self, mut chunk: &[u8]) -> Result<(), TooLong> {
        if self.after_return && !chunk.is_empty() {
            self.after_return = false;
            chunk = chunk.strip_prefix(b"\n").unwrap_or(chunk);
        }
        while let Some(end) = memchr::memchr2(b'\n', b'\r', chunk) {
            let (line, rest) = chunk.split_at(end);
            if self.line.is_empty() {
                self.read_line(line)?;
            } else {
                self.extend_line(line)?;
                let line = core::mem::take(&mut self.line);
                self.read_line(&line)?;
            }
            chunk = match rest {
                [b'\r'] => {
                    self.after_return = true;
                    &[]
                }
                [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
                [] => &[],
            };
        }
        self.extend_line(chunk)
    }

    fn extend_line(&mut self, part: &[u8]) -> Result<(), TooLong> {
        if self.line.len() + part.len() > self.limit {
            return Err(TooLong);
        }
        self.line.extend_from_slice(part);
        Ok(())
    }

    fn read_line(&mut self, mut line: &[u8]) -> Result<(), TooLong> {
        if !core::mem::replace(&mut self.has_begun, true) {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        if line.is_empty() {
            self.dispatch();
            return Ok(());
        }
        let (name, value) = match line.iter().position(|byte| *byte == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => {
                if self.data.len() + value.len() >= self.limit {
                    return Err(TooLong);
                }
                self.data.reserve(value.len() + 1);
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => value.clone_into(&mut self.event),
            b"id" if !value.contains(&0) => self.id = text(value).into(),
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                self.retry = text(value).parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment has an empty name. Other fields are ignored.
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self) {
        let event = core::mem::take(&mut self.event);
        self.complete_id = Arc::clone(&self.id);
        if self.data.is_empty() {
            return;
        }
        // Every line of the data ended with a line feed; the last one is not part of the data.
        self.data.pop();
        let data = core::mem::take(&mut self.data);
        self.ready.push_back(Decoded {
            event: if event.is_empty() {
                "message".to_owned()
            } else {
                text(&event)
            },
            data: String::from_utf8(data).unwrap_or_else(|error| text(error.as_bytes())),
            id: Arc::clone(&self.id),
        });
    }
}

/// Invalid UTF-8 is replaced, as the format demands.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{Decoded, Decoder};

    fn decoded(text: &[u8], size: usize) -> (Vec<Decoded>, Decoder) {
        let mut decoder = Decoder::new(1000, "");
        for chunk in text.chunks(size) {
            decoder.push(chunk).expect("it is short");
        }
        (decoder.ready.drain(..).collect(), decoder)
    }

    fn event(event: &str, data: &str, id: &str) -> Decoded {
        Decoded {
            event: event.to_owned(),
            data: data.to_owned(),
            id: id.into(),
        }
    }

    #[test]
    fn events_are_the_same_however_they_are_cut() {
        let text = "\u{feff}: comment\n\ndata: a\ndata:b\n\nevent: add\r\nid: 7\r\ndata: ü\r\n\r\ndata\r\rid\ndata:  x\n\n\
                    retry: 10\nretry: x\nevent: lost\n\nodd: y\ndata: last";
        let wanted = [
            event("message", "a\nb", ""),
            event("add", "ü", "7"),
            event("message", "", "7"),
            event("message", " x", ""),
        ];
        for size in 1..text.len() {
            let (events, decoder) = decoded(text.as_bytes(), size);
            assert_eq!(events, wanted, "{size}");
            assert_eq!(decoder.retry, Some(Duration::from_millis(10)));
        }
    }

    #[test]
    fn events_share_a_long_id() {
        let id = "x".repeat(900);
        let (events, _) = decoded(format!("id: {id}\n{}", "data: a\n\n".repeat(100)).as_bytes(), 4000);
        assert_eq!(events.len(), 100);
        assert!(
            events
                .iter()
                .all(|event| std::sync::Arc::ptr_eq(&event.id, &events[0].id))
        );
    }

    #[test]
    fn what_is_not_utf_8_is_replaced() {
        let (events, _) = decoded(b"data: a\xffb\n\n", 100);
        assert_eq!(events, [event("message", "a\u{fffd}b", "")]);
    }

    #[test]
    fn an_endless_line_and_endless_data_are_refused() {
        let mut decoder = Decoder::new(1000, "");
        assert!((0..200).any(|_| decoder.push(b"data: xxxx").is_err()));
        let mut decoder = Decoder::new(1000, "");
        assert!((0..500).any(|_| decoder.push(b"data: xxxx\n").is_err()));
        let mut decoder = Decoder::new(1000, "");
        assert!((0..500).all(|_| decoder.push(b": comment\n").is_ok()));
    }
}
