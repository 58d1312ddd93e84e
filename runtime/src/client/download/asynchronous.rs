//! Downloads of the async client.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::io::{self, Write as _};
use std::path::PathBuf;

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::{HeaderMap, Response};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};
use tokio::task::spawn_blocking;
use typewright_core::endpoint::Endpoint;
use typewright_core::http::{CallError, Reason, TransportError};

use super::partial::Partial;
use super::{IDLE, is_success};
use crate::client::arriving::Arriving;
use crate::client::attempt::unexpected;
use crate::client::events::asynchronous::{Connected, whole};
use crate::client::options::Options;
use crate::client::{Call, Client};

/// The body of a successful response, read while it arrives, so that it need not fit in memory: a
/// [`Stream`](futures_core::Stream) of bytes, with the method [`chunk`](Self::chunk), and an
/// [`AsyncRead`](tokio::io::AsyncRead). The limit for bodies of the client does not apply.
///
/// After an error, the body has ended.
pub struct Download {
    state: State,
    /// The part of a chunk that [`AsyncRead`] has not returned yet.
    rest: Bytes,
}

enum State {
    Connected(Arriving),
    Waiting(Pin<Box<dyn Future<Output = Progress> + Send>>),
    Ended,
}

type Progress = Result<Option<(Arriving, Bytes)>, TransportError>;

impl Download {
    /// Sets how long the body may be silent. Default: 60 seconds. Call it before the first bytes are requested.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        if let State::Connected(body) = self.state {
            self.state = State::Connected(body.idle_timeout(timeout));
        }
        self
    }

    /// Waits for the next bytes; `None` if the body has ended.
    ///
    /// # Errors
    /// If the connection breaks, or is silent for too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        core::future::poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Saves the body in a file, and returns its length. The body is written to a file beside it, which is renamed when it is
    /// complete, so that the file is never half of a body.
    ///
    /// # Errors
    /// If the connection breaks or is silent for too long, which is a
    /// [`TransportError`](typewright_core::http::TransportError) in the error, or if the file cannot be written.
    pub async fn save(mut self, path: impl Into<PathBuf>) -> io::Result<u64> {
        let path = path.into();
        let mut file = on_thread(move || Partial::create(path)).await?;
        let mut length = 0;
        while let Some(bytes) = self.chunk().await.map_err(io::Error::other)? {
            length += u64::try_from(bytes.len()).map_err(io::Error::other)?;
            file = on_thread(move || {
                file.write_all(&bytes)?;
                Ok(file)
            })
            .await?;
        }
        on_thread(move || file.finish()).await?;
        Ok(length)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(core::mem::take(&mut self.rest))));
        }
        loop {
            match core::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Connected(body) => self.state = State::Waiting(Box::pin(body.next())),
                State::Waiting(mut waiting) => {
                    let Poll::Ready(progress) = waiting.as_mut().poll(context) else {
                        self.state = State::Waiting(waiting);
                        return Poll::Pending;
                    };
                    return Poll::Ready(match progress {
                        Ok(Some((body, bytes))) => {
                            self.state = State::Connected(body);
                            Some(Ok(bytes))
                        }
                        Ok(None) => None,
                        Err(error) => Some(Err(error)),
                    });
                }
            }
        }
    }
}

/// Runs what waits for the file system on another thread.
async fn on_thread<T: Send + 'static>(task: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(task).await.map_err(io::Error::other)?
}

impl Stream for Download {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.get_mut().poll(context)))
    }
}

/// An error is a [`TransportError`](typewright_core::http::TransportError). After it, the body has ended.
impl AsyncRead for Download {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if buffer.remaining() > 0 {
            let chunk = ready!(self.as_mut().poll_fill_buf(context))?;
            let count = chunk.len().min(buffer.remaining());
            buffer.put_slice(&chunk[..count]);
            self.consume(count);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncBufRead for Download {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let download = self.get_mut();
        while download.rest.is_empty() {
            match ready!(download.poll(context)) {
                Some(Ok(bytes)) => download.rest = bytes,
                Some(Err(error)) => return Poll::Ready(Err(io::Error::other(error))),
                None => break,
            }
        }
        Poll::Ready(Ok(&download.rest))
    }

    fn consume(self: Pin<&mut Self>, count: usize) {
        let rest = &mut self.get_mut().rest;
        rest.advance(count.min(rest.len()));
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").finish_non_exhaustive()
    }
}

impl Client {
    /// Sends a request and returns the body of a successful response unread, with its status and headers.
    ///
    /// # Errors
    /// See [`send`](Self::send). The body of an error is read and typed as always.
    pub async fn download<E: Endpoint + Sync>(&self, request: &E) -> Result<Response<Download>, CallError<E::Error>> {
        self.download_with(request, &Options::default()).await
    }

    async fn download_with<E: Endpoint + Sync>(
        &self,
        request: &E,
        options: &Options,
    ) -> Result<Response<Download>, CallError<E::Error>> {
        let Connected {
            mut response, tokens, ..
        } = self.connect(request, options, IDLE, &HeaderMap::new()).await?;
        if !is_success(response.status(), E::METADATA) {
            let limit = self.settings.body_limit;
            let response = whole(response, IDLE, limit).await?;
            return Err(unexpected::<E>(response, limit, Reason::Status, &tokens));
        }
        let mut head = Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = core::mem::take(response.headers_mut());
        Ok(head.map(|()| Download {
            state: State::Connected(Arriving::new(response, IDLE)),
            rest: Bytes::new(),
        }))
    }
}

impl<E: Endpoint + Sync> Call<'_, E> {
    /// Sends the request and returns the body of a successful response unread. The timeout of the call limits the wait for
    /// the response; its retries do not apply.
    ///
    /// # Errors
    /// See [`Client::download`].
    pub async fn download(self) -> Result<Response<Download>, CallError<E::Error>> {
        self.client.download_with(&self.request, &self.options).await
    }
}

#[cfg(test)]
mod tests {
    use core::future::poll_fn;

    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn what_is_not_read_of_a_chunk_is_in_the_next_one() {
        let runtime = Builder::new_current_thread().build().expect("a runtime");
        let response = reqwest::Response::from(Response::new("abcdef"));
        let mut download = Download {
            state: State::Connected(Arriving::new(response, IDLE)),
            rest: Bytes::new(),
        };
        runtime.block_on(async {
            let mut bytes = [0; 4];
            let mut buffer = ReadBuf::new(&mut bytes);
            for expected in ["ab", "abcd"] {
                let mut part = buffer.take(2);
                let read = poll_fn(|context| Pin::new(&mut download).poll_read(context, &mut part)).await;
                read.expect("no connection can break");
                let count = part.filled().len();
                buffer.advance(count);
                assert_eq!(buffer.filled(), expected.as_bytes());
            }
            let rest = download.chunk().await.expect("no connection can break");
            assert_eq!(rest.as_deref(), Some(&b"ef"[..]));
            let mut last = ReadBuf::new(&mut bytes);
            let read = poll_fn(|context| Pin::new(&mut download).poll_read(context, &mut last)).await;
            read.expect("no connection can break");
            assert!(last.filled().is_empty(), "the body has ended");
        });
    }
}
