//! Content at a URL.

use typewright_runtime::endpoint::{
    Descriptor, Endpoint, Metadata, Method, Outgoing, Parts, Rejection, Response, Status,
};
use typewright_runtime::schema::Schema;

/// A request for the content at a URL.
#[derive(Clone, PartialEq)]
#[must_use = "a request does nothing until it is sent"]
pub struct Content {
    url: String,
}

impl Content {
    /// Creates the request from the URL of a file, an export, or the output of a job.
    pub fn new(url: impl AsRef<str>) -> Self {
        Self {
            url: url.as_ref().to_owned(),
        }
    }
}

impl Descriptor for Content {
    type Response = ();
    type Error = ();
    const RESPONSE: &'static Schema = Schema::ANY;
    const ERROR: &'static Schema = Schema::ANY;
    const METADATA: &'static Metadata = &Metadata::new("storage.download", Method::Get, "", "")
        .summary("Downloads content")
        .successes(&[Response::new(Status::Class(2), "The content.")]);
}

impl Endpoint for Content {
    fn write(&self, _: &mut Outgoing) {}

    /// The URL with its query, which is signed and must stay as it is.
    fn path(&self) -> String {
        self.url.clone()
    }

    /// No server of the API serves this.
    fn receive(_: &Parts<'_>) -> Result<Self, Rejection> {
        Err(Rejection::UnknownPath)
    }
}

/// Does not show the URL: whoever has it may download the content.
impl core::fmt::Debug for Content {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Content").finish_non_exhaustive()
    }
}
