//! The async client.

use http::Response;
use reqwest::redirect::Policy;
use tracing::Instrument;

use super::attempt::{Received, finish, record, span, transport};
use super::builder::{HttpOptions, Settings, Transport};
use crate::endpoint::Endpoint;
use crate::http::{Called, Exchanged, NotSent, TransportError, to_http};

/// Sends requests and reads their answers. Cheap to clone; clones share their connections.
///
/// It runs on tokio.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    settings: Settings,
}

impl Transport for Client {
    type Http = reqwest::Client;

    fn assemble(
        http: Option<reqwest::Client>,
        options: HttpOptions,
        settings: Settings,
    ) -> Result<Self, reqwest::Error> {
        let http = match http {
            Some(http) => http,
            None => reqwest::Client::builder()
                .timeout(options.timeout)
                .connect_timeout(options.connect_timeout)
                .user_agent(options.user_agent)
                .redirect(Policy::none())
                .build()?,
        };
        Ok(Self { http, settings })
    }
}

impl Client {
    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// [`CallError`](crate::http::CallError), which tells what was not right and where.
    pub async fn send<E: Endpoint + Sync>(&self, request: &E) -> Called<E> {
        self.exchange(request).await.map(Response::into_body)
    }

    /// As [`send`](Self::send), with the status and the headers of the answer.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn exchange<E: Endpoint + Sync>(&self, request: &E) -> Exchanged<E> {
        let settings = &self.settings;
        let request = to_http(request, settings.base_url.as_ref(), settings.token.as_ref())?;
        let request = reqwest::Request::try_from(request).map_err(|error| NotSent::Http(error.into()))?;
        let span = span::<E>();
        let outcome = self.attempts::<E>(request, &span).instrument(span.clone()).await;
        finish::<E>(outcome, settings.token.as_ref())
    }

    async fn attempts<E: Endpoint>(
        &self,
        request: reqwest::Request,
        span: &tracing::Span,
    ) -> Result<Received, TransportError> {
        let mut retries = self.settings.retries.start(E::METADATA.method);
        loop {
            // The body is in memory, so there always is a copy.
            let Some(copy) = request.try_clone() else {
                return self.attempt(request).await;
            };
            let outcome = self.attempt(copy).await;
            let wait = retries.wait(&outcome);
            record(span, &outcome, &retries);
            match wait {
                Some(wait) => {
                    tracing::debug!(?wait, "trying again");
                    tokio::time::sleep(wait).await;
                }
                None => return outcome,
            }
        }
    }

    async fn attempt(&self, request: reqwest::Request) -> Result<Received, TransportError> {
        let limit = self.settings.body_limit;
        let mut response = self.http.execute(request).await.map_err(transport)?;
        let mut answer = Response::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = core::mem::take(response.headers_mut());
        while let Some(chunk) = response.chunk().await.map_err(transport)? {
            answer.body_mut().extend_from_slice(&chunk);
            if answer.body().len() > limit {
                break;
            }
        }
        Ok(Received::new(answer, limit))
    }
}
