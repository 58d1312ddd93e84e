//! Webhooks and callbacks as requests of the `http` crate.

use bytes::Bytes;
use http::Request;

use super::request::Prepared;
use super::server::parts;
use super::{RequestError, Tokens};
use crate::endpoint::{Endpoint, Limits, Rejection, Webhook, select_webhook};

/// Parses a received webhook or callback: one of a type of its own, or one of an enum of several. Method, parameters and
/// body are checked in this order.
///
/// The path of the request is not examined, because the user of the API chooses it. OpenAPI cannot describe signatures:
/// verify that of the request before you call this function.
///
/// # Errors
/// The [`Rejection`], which has the HTTP status of the error response. [`Rejection::UnknownWebhook`] if the request is
/// none of the variants of an enum.
pub fn receive_webhook<W: Webhook>(request: &Request<impl AsRef<[u8]>>) -> Result<W, Rejection> {
    receive_webhook_with(request, Limits::new())
}

/// Like [`receive_webhook`], with limits.
///
/// # Errors
/// See [`receive_webhook`].
pub fn receive_webhook_with<W: Webhook>(request: &Request<impl AsRef<[u8]>>, limits: Limits) -> Result<W, Rejection> {
    let method = request.method().as_str();
    let mut allowed = Vec::new();
    for webhook in W::WEBHOOKS {
        if !allowed.contains(&webhook.method) {
            allowed.push(webhook.method);
        }
    }
    if !allowed.iter().any(|allowed| allowed.as_str() == method) {
        return Err(Rejection::WrongMethod { allowed });
    }
    let index = match W::WEBHOOKS {
        [_] => Some(0),
        several => {
            let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
            select_webhook(several, method, &header, request.body().as_ref())
        }
    };
    let found = index.and_then(|index| Some((index, *W::WEBHOOKS.get(index)?)));
    let (index, metadata) = found.ok_or(Rejection::UnknownWebhook)?;
    let parts = parts(request, metadata, Vec::new())?.with_limits(limits);
    W::receive_webhook(index, &parts)
}

/// Converts a webhook or a callback into the request that the API sends to a URL. The body is validated exactly.
///
/// # Errors
/// [`RequestError`]: the request violates its schema, or the URL is invalid.
pub fn webhook_to_http<W: Webhook + Endpoint>(webhook: &W, url: &str) -> Result<Request<Bytes>, RequestError> {
    let mut prepared = Prepared::of(webhook, None, &Tokens::new())?;
    // The URL of the receiver may have a query of its own.
    prepared.url = match prepared.url.strip_prefix('?') {
        Some(query) if url.contains('?') => [url, "&", query].concat(),
        Some(_) | None => [url, &prepared.url].concat(),
    };
    prepared.into_http()
}
