//! Pages of the async client.

use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use typewright_core::endpoint::{Descriptor, PagedEndpoint};
use typewright_core::http::{CallError, ResponseResult};

use super::{Next, Walk};
use crate::client::Client;
use crate::client::options::Options;

/// The pages of a list: it implements [`Stream`](futures_core::Stream), and has the method [`next`](Self::next). Each page
/// is requested when it is asked for. An error is the last item.
pub struct Pages<E: PagedEndpoint> {
    client: Client,
    options: Options,
    state: State<E>,
}

/// Nothing is polled in place.
impl<E: PagedEndpoint> Unpin for Pages<E> {}

/// An item of a stream.
type Outcome<E, T> = Result<T, CallError<<E as Descriptor>::Error>>;

type Sending<E> = Pin<Box<dyn Future<Output = (Walk<E>, ResponseResult<E>)> + Send>>;

enum State<E: PagedEndpoint> {
    Ready(Walk<E>),
    Sending(Sending<E>),
    Ended,
}

impl<E> Pages<E>
where
    E: PagedEndpoint + Send + Sync + 'static,
    E::Response: Send,
    E::Error: Send,
{
    pub(in crate::client) fn new(client: Client, request: E, options: Options) -> Self {
        Self {
            client,
            options,
            state: State::Ready(Walk::new(request)),
        }
    }

    /// Requests the next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<E::Response, CallError<E::Error>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<E, E::Response>>> {
        loop {
            match core::mem::replace(&mut self.state, State::Ended) {
                State::Ready(walk) => match walk.next {
                    Next::Page => self.state = State::Sending(self.send(walk)),
                    Next::Error(error) => return Poll::Ready(Some(Err(error))),
                    Next::End => return Poll::Ready(None),
                },
                State::Sending(mut sending) => {
                    let Poll::Ready((mut walk, outcome)) = sending.as_mut().poll(context) else {
                        self.state = State::Sending(sending);
                        return Poll::Pending;
                    };
                    let response = match outcome {
                        Ok(response) => response,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    self.options.link = walk.advance(response.body(), response.headers());
                    self.state = State::Ready(walk);
                    return Poll::Ready(Some(Ok(response.into_body())));
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }

    fn send(&self, walk: Walk<E>) -> Sending<E> {
        let (client, options) = (self.client.clone(), self.options.clone());
        Box::pin(async move {
            let outcome = client.respond(walk.pager.request(), &options).await;
            (walk, outcome)
        })
    }
}

impl<E> Stream for Pages<E>
where
    E: PagedEndpoint + Send + Sync + 'static,
    E::Response: Send,
    E::Error: Send,
{
    type Item = Result<E::Response, CallError<E::Error>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<E: PagedEndpoint> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of all pages of a list: it implements [`Stream`](futures_core::Stream), and has the method
/// [`next`](Self::next). A page is requested when the items of the one before are used up. An error is the last item.
pub struct Items<E: PagedEndpoint> {
    pages: Pages<E>,
    received: vec::IntoIter<E::Item>,
}

impl<E: PagedEndpoint> Unpin for Items<E> {}

impl<E> Items<E>
where
    E: PagedEndpoint + Send + Sync + 'static,
    E::Response: Send,
    E::Error: Send,
{
    pub(in crate::client) fn new(pages: Pages<E>) -> Self {
        Self {
            pages,
            received: Vec::new().into_iter(),
        }
    }

    /// Waits for the next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<E::Item, CallError<E::Error>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<E, E::Item>>> {
        loop {
            if let Some(item) = self.received.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.received = E::items(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<E> Stream for Items<E>
where
    E: PagedEndpoint + Send + Sync + 'static,
    E::Response: Send,
    E::Error: Send,
{
    type Item = Result<E::Item, CallError<E::Error>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<E: PagedEndpoint> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
