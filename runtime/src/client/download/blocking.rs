//! Downloads of the blocking client.

use core::fmt;
use core::time::Duration;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;

use http::{HeaderMap, Response};
use typewright_core::endpoint::Endpoint;
use typewright_core::http::{CallError, Reason};

use super::partial::Partial;
use super::{IDLE, is_success};
use crate::client::attempt::unexpected;
use crate::client::blocking::{Call, Client};
use crate::client::events::blocking::{Connected, whole};
use crate::client::events::body::{Body, Part};
use crate::client::options::Options;

/// The body of a successful response, read while it arrives, so that it need not fit in memory: a
/// [`BufRead`](std::io::BufRead). The limit for bodies of the client does not apply.
pub struct Download {
    body: Option<Body>,
    chunk: io::Cursor<Vec<u8>>,
    idle: Duration,
}

impl Download {
    /// Sets how long the body may be silent. Default: 60 seconds.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle = timeout;
        self
    }

    /// Saves the body in a file, and returns its length. The body is written to a file beside it, which is renamed when it is
    /// complete, so that the file is never half of a body.
    ///
    /// # Errors
    /// If the connection breaks or is silent for too long, which is a
    /// [`TransportError`](typewright_core::http::TransportError) in the error, or if the file cannot be written.
    pub fn save(mut self, path: impl Into<PathBuf>) -> io::Result<u64> {
        let mut file = Partial::create(path.into())?;
        let length = io::copy(&mut self, &mut file)?;
        file.finish()?;
        Ok(length)
    }
}

/// An error is a [`TransportError`](typewright_core::http::TransportError). After it, the body has ended.
impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Download {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.chunk.fill_buf()?.is_empty() {
            let Some(body) = &self.body else { break };
            match body.receive(self.idle) {
                Part::Chunk(chunk) => self.chunk = io::Cursor::new(chunk),
                Part::End => self.body = None,
                Part::Lost(error) => {
                    self.body = None;
                    return Err(io::Error::other(error));
                }
            }
        }
        self.chunk.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.chunk.consume(count);
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
    pub fn download<E: Endpoint>(&self, request: &E) -> Result<Response<Download>, CallError<E::Error>> {
        self.download_with(request, &Options::default())
    }

    fn download_with<E: Endpoint>(
        &self,
        request: &E,
        options: &Options,
    ) -> Result<Response<Download>, CallError<E::Error>> {
        let Connected {
            mut response, tokens, ..
        } = self.connect(request, options, &HeaderMap::new())?;
        if !is_success(response.status(), E::METADATA) {
            let limit = self.settings.body_limit;
            let response = whole(response, limit)?;
            return Err(unexpected::<E>(response, limit, Reason::Status, &tokens));
        }
        let mut head = Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = core::mem::take(response.headers_mut());
        let body = Body::start(response)?;
        Ok(head.map(|()| Download {
            body: Some(body),
            chunk: io::Cursor::new(Vec::new()),
            idle: IDLE,
        }))
    }
}

impl<E: Endpoint> Call<'_, E> {
    /// Sends the request and returns the body of a successful response unread. Its timeout and retries do not apply.
    ///
    /// # Errors
    /// See [`Client::download`].
    pub fn download(self) -> Result<Response<Download>, CallError<E::Error>> {
        self.client.download_with(&self.request, &self.options)
    }
}
