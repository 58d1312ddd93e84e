//! Webhooks and callbacks: requests that the API sends to a server of its user.

use super::Metadata;
#[cfg(feature = "http")]
use crate::json::Json;

/// A request that the API sends to a server of its user, as described by a webhook or a callback; or an enum of several.
///
/// The user chooses the URL at which the server receives them, so the path says nothing about the request.
#[cfg(feature = "http")]
pub trait Webhook: Sized {
    /// The webhooks, in the order of the variants.
    const WEBHOOKS: &'static [&'static Metadata];

    /// Parses the received webhook with this index.
    ///
    /// # Errors
    /// See [`Endpoint::receive`](super::Endpoint::receive); also
    /// [`Rejection::UnknownWebhook`](super::Rejection::UnknownWebhook) if the index is out of range.
    fn receive_webhook(index: usize, parts: &super::Parts<'_>) -> Result<Self, super::Rejection>;
}

/// The values of a header or of a property that tell a webhook apart from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Discriminator {
    /// Where the value is.
    pub place: DiscriminatorPlace,
    /// The values of this webhook.
    pub values: &'static [&'static str],
}

impl Discriminator {
    /// Creates the values of a header.
    pub const fn header(name: &'static str, values: &'static [&'static str]) -> Self {
        let place = DiscriminatorPlace::Header(name);
        Self { place, values }
    }

    /// Creates the values of a property of the body, which is a JSON object.
    pub const fn property(name: &'static str, values: &'static [&'static str]) -> Self {
        let place = DiscriminatorPlace::Property(name);
        Self { place, values }
    }
}

/// The place of a value that tells webhooks apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DiscriminatorPlace {
    /// The header with this name.
    Header(&'static str),
    /// The property of the body with this name.
    Property(&'static str),
}

/// A request that the API sends because of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Callback {
    /// The name of the callback in the action.
    pub name: &'static str,
    /// The URL to which the API sends the request: a runtime expression, or a text with such expressions in braces, such as
    /// `{$request.body#/callbackUrl}?id={$response.body#/id}`.
    pub url: &'static str,
    /// The documentation of the request.
    pub metadata: &'static Metadata,
}

impl Callback {
    /// Creates a callback.
    pub const fn new(name: &'static str, url: &'static str, metadata: &'static Metadata) -> Self {
        Self { name, url, metadata }
    }
}

/// Returns the index of the webhook that a request is, if it is one of them. `header` returns the value of a header.
#[cfg(feature = "http")]
#[inline]
pub(crate) fn select_webhook<'r>(
    webhooks: &[&'static Metadata],
    method: &str,
    header: &dyn Fn(&str) -> Option<&'r str>,
    body: &[u8],
) -> Option<usize> {
    let mut parsed: Option<Option<Json>> = None;
    let mut holds = |discriminator: &Discriminator| match discriminator.place {
        DiscriminatorPlace::Header(name) => {
            header(name).is_some_and(|found| discriminator.values.contains(&found.trim_matches([' ', '\t'])))
        }
        DiscriminatorPlace::Property(name) => {
            let json = parsed.get_or_insert_with(|| Json::parse(core::str::from_utf8(body).ok()?).ok());
            let found = json.as_ref().and_then(|json| json.get(name)?.as_str());
            found.is_some_and(|found| discriminator.values.contains(&found))
        }
    };
    webhooks
        .iter()
        .position(|webhook| webhook.method.as_str() == method && webhook.discriminators.iter().all(&mut holds))
}
