//! Bodies of requests that are read while they are sent by the async client.

use core::future::Future as _;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::collections::VecDeque;
use std::io::{self, Read as _};
use std::sync::Mutex;

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};
use typewright_core::endpoint::{Chunks, Exactly, OpenChunks, Opened, Source};

/// How much of a file or from a reader is read at once.
const BUFFER: usize = 64 * 1024;

/// Creates a [`Source`] from a stream of chunks, with the number of bytes if it is known.
///
/// Only the async client can send it, and only once.
pub fn stream_source<S, C, E>(stream: S, length: Option<u64>) -> Source
where
    S: Stream<Item = Result<C, E>> + Send + 'static,
    C: Into<Bytes>,
    E: Into<Box<dyn core::error::Error + Send + Sync>>,
{
    Source::chunks(OfStream(Box::pin(stream)), length)
}

/// Creates a [`Source`] from an [`AsyncRead`] of tokio, with the number of bytes if it is known.
///
/// Only the async client can send it, and only once.
pub fn async_read_source(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Source {
    Source::chunks(OfReader(Box::pin(reader)), length)
}

struct OfStream<S>(Pin<Box<S>>);

impl<S, C, E> Chunks for OfStream<S>
where
    S: Stream<Item = Result<C, E>> + Send,
    C: Into<Bytes>,
    E: Into<Box<dyn core::error::Error + Send + Sync>>,
{
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Vec<u8>>>> {
        let chunk = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(chunk.map(|chunk| match chunk {
            Ok(chunk) => Ok(Vec::from(chunk.into())),
            Err(error) => Err(io::Error::other(error)),
        }))
    }
}

struct OfReader<R>(Pin<Box<R>>);

impl<R: AsyncRead + Send> Chunks for OfReader<R> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Vec<u8>>>> {
        let mut bytes = vec![0; BUFFER];
        let mut buffer = ReadBuf::new(&mut bytes);
        let read = ready!(self.0.as_mut().poll_read(context, &mut buffer));
        let length = buffer.filled().len();
        bytes.truncate(length);
        Poll::Ready(match read {
            Ok(()) => (length > 0).then_some(Ok(bytes)),
            Err(error) => Some(Err(error)),
        })
    }
}

/// A body that is read while it is sent.
pub(super) struct Outgoing {
    /// The transport shares bodies between threads, although only one polls them.
    segments: Mutex<VecDeque<Segment>>,
    length: Option<u64>,
}

enum Segment {
    Bytes(Vec<u8>),
    Reader(Exactly),
    /// A reader that reads on another thread.
    Reading(JoinHandle<(Exactly, io::Result<Vec<u8>>)>),
    Chunks(OpenChunks),
}

impl Outgoing {
    pub(super) fn new(segments: Vec<Opened>, length: Option<u64>) -> Self {
        let segments = segments.into_iter().map(|segment| match segment {
            Opened::Bytes(bytes) => Segment::Bytes(bytes),
            Opened::Reader(reader) => Segment::Reader(reader),
            Opened::Chunks(chunks) => Segment::Chunks(chunks),
        });
        Self {
            segments: Mutex::new(segments.collect()),
            length,
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        let segments = this
            .segments
            .get_mut()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let chunk = ready!(poll_chunk(segments, context));
        Poll::Ready(chunk.map(|chunk| {
            let chunk = Bytes::from(chunk?);
            let sent = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            this.length = this.length.map(|length| length.saturating_sub(sent));
            Ok(Frame::data(chunk))
        }))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// Polls the next chunk of the first segment that has one.
fn poll_chunk(segments: &mut VecDeque<Segment>, context: &mut Context<'_>) -> Poll<Option<io::Result<Vec<u8>>>> {
    while let Some(segment) = segments.pop_front() {
        let polled = match segment {
            Segment::Bytes(bytes) if bytes.is_empty() => continue,
            Segment::Bytes(bytes) => return Poll::Ready(Some(Ok(bytes))),
            Segment::Reader(reader) => {
                segments.push_front(Segment::Reading(spawn_blocking(|| read(reader))));
                continue;
            }
            Segment::Reading(mut reading) => match Pin::new(&mut reading).poll(context) {
                Poll::Pending => (Segment::Reading(reading), Poll::Pending),
                Poll::Ready(Ok((reader, chunk))) => (Segment::Reader(reader), Poll::Ready(Some(chunk))),
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(io::Error::other(error)))),
            },
            Segment::Chunks(mut chunks) => {
                let polled = chunks.poll_chunk(context);
                (Segment::Chunks(chunks), polled)
            }
        };
        match polled {
            (_, Poll::Ready(None)) => {}
            (Segment::Reader(_), Poll::Ready(Some(Ok(chunk)))) if chunk.is_empty() => {}
            (segment, polled) => {
                segments.push_front(segment);
                return polled;
            }
        }
    }
    Poll::Ready(None)
}

fn read(mut reader: Exactly) -> (Exactly, io::Result<Vec<u8>>) {
    let mut bytes = vec![0; BUFFER];
    let read = loop {
        match reader.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other,
        }
    };
    let chunk = read.map(|length| {
        bytes.truncate(length);
        bytes
    });
    (reader, chunk)
}
