//! Pages of the blocking client.

use core::fmt;
use std::vec;

use typewright_core::endpoint::PagedEndpoint;
use typewright_core::http::CallError;

use super::{Next, Walk};
use crate::client::blocking::Client;
use crate::client::options::Options;

/// The pages of a list, as an iterator. Each page is requested when it is asked for. An error is the last item.
pub struct Pages<E: PagedEndpoint> {
    client: Client,
    options: Options,
    walk: Walk<E>,
}

impl<E: PagedEndpoint> Pages<E> {
    pub(in crate::client) fn new(client: Client, request: E, options: Options) -> Self {
        Self {
            client,
            options,
            walk: Walk::new(request),
        }
    }
}

impl<E: PagedEndpoint> Iterator for Pages<E> {
    type Item = Result<E::Response, CallError<E::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        match core::mem::replace(&mut self.walk.next, Next::End) {
            Next::Page => match self.client.respond(self.walk.pager.request(), &self.options) {
                Ok(response) => {
                    self.options.link = self.walk.advance(response.body(), response.headers());
                    Some(Ok(response.into_body()))
                }
                Err(error) => Some(Err(error)),
            },
            Next::Error(error) => Some(Err(error)),
            Next::End => None,
        }
    }
}

impl<E: PagedEndpoint> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of all pages of a list, as an iterator. A page is requested when the items of the one before are used up. An
/// error is the last item.
pub struct Items<E: PagedEndpoint> {
    pages: Pages<E>,
    received: vec::IntoIter<E::Item>,
}

impl<E: PagedEndpoint> Items<E> {
    pub(in crate::client) fn new(pages: Pages<E>) -> Self {
        Self {
            pages,
            received: Vec::new().into_iter(),
        }
    }
}

impl<E: PagedEndpoint> Iterator for Items<E> {
    type Item = Result<E::Item, CallError<E::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.received.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.received = E::items(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<E: PagedEndpoint> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
