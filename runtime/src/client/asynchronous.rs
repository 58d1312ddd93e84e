//! The async client.

use core::time::Duration;
use std::sync::Arc;

use bytes::Bytes;
use http::Response;
use reqwest::redirect::Policy;
use tracing::Instrument;
use typewright_core::endpoint::{Endpoint, EventEndpoint, PagedEndpoint};
use typewright_core::http::{
    CallError, CallResult, Prepared, PreparedBody, RequestError, ResponseResult, Tokens, TransportError,
};

use super::attempt::{Outcome, Received, SendError, address, finish, is_unauthorized, record, span, transport};
use super::builder::{HttpOptions, Settings, Transport};
use super::events::{EventOptions, Events};
use super::globals::GlobalParameters;
use super::moving::asynchronous::Watched;
use super::moving::{self, Progress};
use super::options::Options;
use super::outgoing::Outgoing;
use super::pages::{Items, Pages, follow};
use super::watch::within;

/// An async HTTP client that sends requests and parses their responses.
///
/// Cloning is cheap: clones share their connections. The client requires tokio.
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) http: reqwest::Client,
    /// The timeout of one attempt; `None` if the client was passed to the builder and has its own.
    timeout: Option<Duration>,
    pub(super) settings: Settings,
}

impl Transport for Client {
    type Http = reqwest::Client;

    fn assemble(
        http: Option<reqwest::Client>,
        options: HttpOptions,
        settings: Settings,
    ) -> Result<Self, reqwest::Error> {
        let timeout = http.is_none().then_some(options.timeout);
        let http = match http {
            Some(http) => http,
            None => reqwest::Client::builder()
                .timeout(options.timeout)
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

impl<E: Endpoint + Sync> Call<'_, E> {
    /// Sends the request and parses the response.
    ///
    /// # Errors
    /// See [`Client::send`].
    pub async fn send(self) -> CallResult<E> {
        self.send_response().await.map(Response::into_body)
    }

    /// Like [`send`](Self::send), with the status and the headers of the response.
    ///
    /// # Errors
    /// See [`Client::send`].
    pub async fn send_response(self) -> ResponseResult<E> {
        self.client.respond(&self.request, &self.options).await
    }
}

impl<E: EventEndpoint + Clone + Send + Sync + 'static> Call<'_, E> {
    /// Sends the request and returns the events of the response.
    ///
    /// # Errors
    /// See [`Client::events`].
    pub async fn events(self) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.events_with(EventOptions::new()).await
    }

    /// Like [`events`](Self::events), with options. The timeout of the call limits the wait for the response; its retries do
    /// not apply.
    ///
    /// # Errors
    /// See [`Client::events`].
    pub async fn events_with(self, options: EventOptions) -> Result<Events<E::Event>, CallError<E::Error>> {
        self.client.open(&self.request, options, &self.options).await
    }
}

impl<E> Call<'_, E>
where
    E: PagedEndpoint + Send + Sync + 'static,
    E::Response: Send,
    E::Error: Send,
{
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
    /// [`CallError`](typewright_core::http::CallError): the request is invalid, the transport failed, or the response
    /// is an error or undocumented.
    pub async fn send<E: Endpoint + Sync>(&self, request: &E) -> CallResult<E> {
        self.send_response(request).await.map(Response::into_body)
    }

    /// Like [`send`](Self::send), with the status and the headers of the response.
    ///
    /// # Errors
    /// See [`send`](Self::send).
    pub async fn send_response<E: Endpoint + Sync>(&self, request: &E) -> ResponseResult<E> {
        self.respond(request, &Options::default()).await
    }

    pub(super) async fn respond<E: Endpoint + Sync>(&self, request: &E, options: &Options) -> ResponseResult<E> {
        let tokens = self.tokens(request).await?;
        let first = self.prepare(request, options, &tokens)?;
        let span = span::<E>();
        let outcome = self
            .attempts(request, options, (first, tokens), &span)
            .instrument(span.clone())
            .await?;
        finish::<E>(outcome.0, &outcome.1)
    }

    /// Returns the tokens for a request, which is validated before a source of credentials is asked.
    pub(super) async fn tokens<E: Endpoint + Sync>(&self, request: &E) -> Result<Arc<Tokens>, SendError> {
        let check = || request.validate().map_err(|error| RequestError::Invalid(error).into());
        self.settings.keyring.tokens(E::METADATA, check).await
    }

    /// Converts the request to one of `reqwest`. It is converted again for a retry: most calls need none, and so no
    /// copy.
    pub(super) fn prepare<E: Endpoint>(
        &self,
        request: &E,
        options: &Options,
        tokens: &Tokens,
    ) -> Result<reqwest::Request, RequestError> {
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
        let mut sent = reqwest::Request::new(prepared.method, url);
        *sent.headers_mut() = prepared.headers;
        *sent.body_mut() = prepared.body.map(|body| {
            let length = body.length();
            match body {
                PreparedBody::Bytes(bytes) => reqwest::Body::from(bytes),
                PreparedBody::Segments(segments) => reqwest::Body::wrap(Outgoing::new(segments, length)),
            }
        });
        options.apply(sent.headers_mut())?;
        if options.timeout.is_some() {
            *sent.timeout_mut() = options.timeout;
        }
        Ok(sent)
    }

    async fn attempts<E: Endpoint + Sync>(
        &self,
        request: &E,
        options: &Options,
        (first, mut tokens): (reqwest::Request, Arc<Tokens>),
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
            let is_repeatable = next.body().is_none_or(|body| body.as_bytes().is_some());
            let limit = options.timeout.or(self.timeout);
            let outcome = within(limit, self.watched_attempt(next, options.idle_timeout)).await;
            if is_repeatable && !is_rejected && is_unauthorized(&outcome) {
                is_rejected = true;
                if let Some(others) = self.settings.keyring.others(E::METADATA, &tokens).await? {
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
            tokio::time::sleep(wait).await;
            tokens = self.tokens(request).await?;
            next = match self.prepare(request, options, &tokens) {
                // The body was read from a reader or a stream.
                Err(RequestError::Consumed) => return Ok((outcome, tokens)),
                prepared => prepared?,
            };
        }
    }

    async fn watched_attempt(
        &self,
        mut request: reqwest::Request,
        idle: Option<Duration>,
    ) -> Result<Received, TransportError> {
        let Some(idle) = idle else {
            return self.attempt(request, None).await;
        };
        let progress = Progress::new();
        let body = request.body_mut().take();
        *request.body_mut() = body.map(|body| reqwest::Body::wrap(Watched::new(body, progress.clone())));
        moving::asynchronous::wait(idle, &progress, self.attempt(request, Some(&progress))).await
    }

    async fn attempt(
        &self,
        request: reqwest::Request,
        progress: Option<&Progress>,
    ) -> Result<Received, TransportError> {
        let limit = self.settings.body_limit;
        let mut response = self.http.execute(request).await.map_err(transport)?;
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = core::mem::take(response.headers_mut());
        let mut rest = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(transport)? {
            if let Some(progress) = progress {
                progress.touch();
            }
            // Most bodies arrive in one chunk, which needs no copy.
            if answer.body().is_empty() {
                *answer.body_mut() = chunk;
            } else {
                rest.extend_from_slice(&chunk);
            }
            if answer.body().len() + rest.len() > limit {
                break;
            }
        }
        if !rest.is_empty() {
            let whole = [&answer.body()[..], &rest[..]].concat();
            *answer.body_mut() = Bytes::from(whole);
        }
        Ok(Received::new(answer, limit))
    }
}
