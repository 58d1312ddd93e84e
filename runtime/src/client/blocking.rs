//! The blocking client.

use core::time::Duration;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use http::Response;
use reqwest::redirect::Policy;
use typewright_core::endpoint::{Endpoint, EventEndpoint, PagedEndpoint};
use typewright_core::http::{
    CallError, CallResult, Prepared, PreparedBody, RequestError, ResponseResult, Segments, Tokens, TransportError,
    TransportKind,
};

use super::attempt::{Outcome, Received, SendError, address, finish, is_unauthorized, record, span, transport};
use super::builder::{HttpOptions, Settings, Transport};
pub use super::credentials::blocking::Credentials;
pub use super::download::blocking::Download;
use super::events::EventOptions;
pub use super::events::blocking::Events;
use super::events::blocking::whole;
use super::globals::GlobalParameters;
use super::moving::blocking::Watched;
use super::moving::{self, Progress};
use super::options::Options;
pub use super::pages::blocking::{Items, Pages};
use super::pages::follow;

/// A blocking HTTP client that sends requests and parses their responses. Cloning is cheap: clones share their
/// connections.
///
/// Do not use it in an async runtime: it would block the runtime, and `reqwest` panics there.
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) http: reqwest::blocking::Client,
    /// The timeout of one attempt; `None` if the client was passed to the builder and has its own.
    timeout: Option<Duration>,
    pub(super) settings: Settings,
}

impl Transport for Client {
    type Http = reqwest::blocking::Client;

    fn assemble(
        http: Option<reqwest::blocking::Client>,
        options: HttpOptions,
        settings: Settings,
    ) -> Result<Self, reqwest::Error> {
        let timeout = http.is_none().then_some(options.timeout);
        let http = match http {
            Some(http) => http,
            None => reqwest::blocking::Client::builder()
                .connect_timeout(options.connect_timeout)
                .user_agent(options.user_agent)
                .redirect(Policy::none())
                .build()?,
        };
        Ok(Self {
            http,
            timeout,
            settings,
        })
    }
}

/// A request that is ready to be sent by this client.
pub type Call<'c, E> = super::call::Call<'c, Client, E>;

impl<E: Endpoint> Call<'_, E> {
    /// Sends the request and parses the response.
    ///
    /// # Errors
    /// See [`Client::send`].
    pub fn send(self) -> CallResult<E> {
        self.send_response().map(Response::into_body)
    }

    /// Like [`send`](Self::send), with the status and the headers of the response.
    ///
    /// # Errors
    /// See [`Client::send`].
    pub fn send_response(self) -> ResponseResult<E> {
        self.client.respond(&self.request, &self.options)
    }
}

impl<E: EventEndpoint + Clone + Send + 'static> Call<'_, E> {
    /// Sends the request and returns the events of the response.
    ///
    /// # Errors
    /// See [`Client::events`].
    pub fn events(self) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.events_with(EventOptions::new())
    }

    /// Like [`events`](Self::events), with options. The timeout and the retries of the call do not apply.
    ///
    /// # Errors
    /// See [`Client::events`].
    pub fn events_with(self, options: EventOptions) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.client.open(&self.request, options, &self.options)
    }
}

impl<E: PagedEndpoint> Call<'_, E> {
    /// Returns the pages of the list, beginning with the one that the request selects. Timeout, retries and headers of the
    /// call apply to each page.
    pub fn pages(self) -> Pages<E> {
        Pages::new(self.client.clone(), self.request, self.options)
    }

    /// Returns the items of all pages, like [`pages`](Self::pages).
    pub fn items(self) -> Items<E> {
        Items::new(self.pages())
    }
}

impl Client {
    /// Sends a request and parses the response.
    ///
    /// # Errors
    /// [`CallError`]: the request is invalid, the transport failed, or the response is an error or undocumented.
    pub fn send<E: Endpoint>(&self, request: &E) -> CallResult<E> {
        self.send_response(request).map(Response::into_body)
    }

    /// Like [`send`](Self::send), with the status and the headers of the response.
    ///
    /// # Errors
    /// See [`send`](Self::send).
    pub fn send_response<E: Endpoint>(&self, request: &E) -> ResponseResult<E> {
        self.respond(request, &Options::default())
    }

    pub(super) fn respond<E: Endpoint>(&self, request: &E, options: &Options) -> ResponseResult<E> {
        let tokens = self.tokens(request)?;
        let first = self.prepare(request, options, &tokens)?;
        let span = span::<E>();
        let outcome = span.in_scope(|| self.attempts(request, options, (first, tokens), &span))?;
        finish::<E>(outcome.0, &outcome.1)
    }

    /// Returns the tokens for a request, which is validated before a source of credentials is asked.
    pub(super) fn tokens<E: Endpoint>(&self, request: &E) -> Result<Arc<Tokens>, SendError> {
        let check = || request.validate().map_err(|error| RequestError::Invalid(error).into());
        self.settings.keyring.blocking_tokens(E::METADATA, check)
    }

    /// Converts the request to one of `reqwest`. It is converted again for a retry: most calls need none, and so no
    /// copy.
    pub(super) fn prepare<E: Endpoint>(
        &self,
        request: &E,
        options: &Options,
        tokens: &Tokens,
    ) -> Result<Ready, RequestError> {
        let settings = &self.settings;
        let mut prepared = Prepared::new(request, settings.base(E::METADATA), tokens)?;
        let mut url = address(E::METADATA, &prepared.url)?;
        let globals = match &options.globals {
            Some(globals) => &settings.globals.with(GlobalParameters::of(&**globals)?),
            None => &settings.globals,
        };
        globals.apply(E::METADATA, &mut url, &mut prepared.headers);
        if let Some(link) = &options.link {
            url = follow(&url, link, &prepared.secret_query)?;
        }
        let mut sent = reqwest::blocking::Request::new(prepared.method, url);
        *sent.headers_mut() = prepared.headers;
        let is_repeatable = matches!(prepared.body, None | Some(PreparedBody::Bytes(_)));
        let idle = options.idle_timeout.map(|limit| (limit, Progress::new()));
        let progress = idle.as_ref().map(|(_, progress)| progress);
        let body = prepared.body.map(|body| outgoing(body, progress));
        *sent.body_mut() = body.transpose()?;
        // The timeout is set on the request, since that limits the whole attempt. The timeout of a blocking client
        // restarts with each read of the body, so a slow body could take forever.
        let timeout = options.timeout.or(self.timeout);
        if timeout.is_some() {
            *sent.timeout_mut() = timeout;
        }
        options.apply(sent.headers_mut())?;
        Ok(Ready {
            request: sent,
            is_repeatable,
            idle,
        })
    }

    fn attempts<E: Endpoint>(
        &self,
        request: &E,
        options: &Options,
        (first, mut tokens): (Ready, Arc<Tokens>),
        span: &tracing::Span,
    ) -> Result<Outcome, CallError<E::Error>> {
        let mut retries = options
            .retries
            .as_ref()
            .unwrap_or(&self.settings.retries)
            .start(E::METADATA.method);
        let mut next = first;
        let mut is_rejected = false;
        loop {
            let is_repeatable = next.is_repeatable;
            let outcome = self.attempt(next);
            if is_repeatable && !is_rejected && is_unauthorized(&outcome) {
                is_rejected = true;
                if let Some(others) = self.settings.keyring.blocking_others(E::METADATA, &tokens)? {
                    tracing::debug!("trying again with other credentials");
                    tokens = others;
                    next = self.prepare(request, options, &tokens)?;
                    continue;
                }
            }
            let wait = retries.wait(&outcome);
            record(span, &outcome, retries.count);
            let Some(wait) = wait else {
                return Ok((outcome, tokens));
            };
            tracing::debug!(?wait, "trying again");
            std::thread::sleep(wait);
            tokens = self.tokens(request)?;
            next = match self.prepare(request, options, &tokens) {
                // The body was read from a reader or a stream.
                Err(RequestError::Consumed) => return Ok((outcome, tokens)),
                prepared => prepared?,
            };
        }
    }

    fn attempt(&self, next: Ready) -> Result<Received, TransportError> {
        let (request, limit) = (next.request, self.settings.body_limit);
        match next.idle {
            None => received(&self.http, request, limit),
            Some((idle, progress)) => {
                // The request may have waited for a retry.
                progress.touch();
                let http = self.http.clone();
                moving::blocking::wait(idle, &progress, move || received(&http, request, limit))
            }
        }
    }
}

/// A request of `reqwest`, ready to be sent once.
pub(super) struct Ready {
    pub(super) request: reqwest::blocking::Request,
    /// Whether its body can be sent again.
    is_repeatable: bool,
    /// How long nothing may move, and what has moved.
    idle: Option<(Duration, Progress)>,
}

/// Sends a request, and reads its response.
fn received(
    http: &reqwest::blocking::Client,
    request: reqwest::blocking::Request,
    limit: usize,
) -> Result<Received, TransportError> {
    let response = http.execute(request).map_err(transport)?;
    Ok(Received::new(whole(response, limit)?, limit))
}

/// Converts a body. `progress` is that of an attempt that fails if nothing moves.
fn outgoing(body: PreparedBody, progress: Option<&Progress>) -> Result<reqwest::blocking::Body, RequestError> {
    let length = body.length();
    let reader: Box<dyn Read + Send> = match (body, progress) {
        (PreparedBody::Bytes(bytes), None) => return Ok(bytes.into()),
        (PreparedBody::Bytes(bytes), Some(_)) => Box::new(Cursor::new(bytes)),
        (PreparedBody::Segments(segments), _) => Box::new(Segments::new(segments)?),
    };
    let reader = match progress {
        Some(progress) => Box::new(Watched {
            reader,
            progress: progress.clone(),
        }),
        None => reader,
    };
    Ok(match length {
        Some(length) => reqwest::blocking::Body::sized(reader, length),
        None => reqwest::blocking::Body::new(reader),
    })
}

/// The cause of an error while reading a body: `reqwest` wraps its own error in `std::io::Error`.
pub(super) fn broken_body(error: io::Error) -> TransportError {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => transport(error),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => TransportError::new(TransportKind::Timeout, error),
        Err(error) => TransportError::new(TransportKind::Broken, error),
    }
}
