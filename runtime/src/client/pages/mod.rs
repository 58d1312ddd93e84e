//! Lists in pages.

#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
pub(super) mod blocking;
mod link;

#[cfg(feature = "client")]
pub use asynchronous::{Items, Pages};
pub(super) use link::follow;
use typewright_core::endpoint::{HeaderSource, NextPage, PagedEndpoint, Pager};
use typewright_core::http::CallError;

/// The way through the pages of a list.
struct Walk<E: PagedEndpoint> {
    pager: Pager<E>,
    next: Next<E>,
}

/// What comes after the pages that were returned.
enum Next<E: PagedEndpoint> {
    Page,
    Error(CallError<E::Error>),
    End,
}

impl<E: PagedEndpoint> Walk<E> {
    fn new(request: E) -> Self {
        Self {
            pager: Pager::new(request),
            next: Next::Page,
        }
    }

    /// Takes note of a page. Returns the link to the next one, if it has one.
    fn advance(&mut self, page: &E::Response, headers: &impl HeaderSource) -> Option<String> {
        let (next, link) = match self.pager.advance(page, headers) {
            Ok(NextPage::Request) => (Next::Page, None),
            Ok(NextPage::Link(link)) => (Next::Page, Some(link)),
            Ok(_) => (Next::End, None),
            // The page itself is returned before the error.
            Err(error) => (Next::Error(error.into()), None),
        };
        self.next = next;
        link
    }
}
