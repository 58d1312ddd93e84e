//! The server, as tests and examples hold it.

use core::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use http::StatusCode;
use losant::types::{Error, ObjectId, UserOauthToken};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::exchange::Exchange;
use crate::losant::{Losant, Next};
use crate::serve::serve;

/// The API access token that every mock accepts. Long and odd, so that a search for it in a log finds nothing else.
const TOKEN: &str = "mock.api-access-token.c0ffee_4dd1c7ed";

/// An in-memory Losant on a port of the loopback device. It stops when it is dropped.
pub struct Mock {
    losant: Arc<Losant>,
    address: SocketAddr,
    /// Nothing is ever sent: that this end is dropped is the signal to stop.
    _stop: oneshot::Sender<()>,
}

impl Mock {
    /// Starts one without any tokens, in a task of the tokio runtime.
    ///
    /// # Errors
    /// If there is no port to listen on.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let losant = Arc::new(Losant::new(TOKEN));
        let app = Router::new().fallback(serve).with_state(Arc::clone(&losant));
        let (stop, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, app).with_graceful_shutdown(async {
            let _ = stopped.await;
        });
        tokio::spawn(server.into_future());
        Ok(Self {
            losant,
            address,
            _stop: stop,
        })
    }

    /// The base URL for a client.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API access token that may do everything; a token that the mock has not issued gets 401.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// Issues an API access token with these scopes. A request for an action that needs another scope gets 403.
    pub fn issue<S: Into<String>>(&self, scopes: impl IntoIterator<Item = S>) -> String {
        let scopes = scopes.into_iter().map(Into::into).collect();
        self.losant.store().access.issue(scopes)
    }

    /// Revokes an API access token: it gets 401 from now on.
    pub fn revoke(&self, token: &str) {
        self.losant.store().access.revoke(token);
    }

    /// Puts a token in, under this id and with this id, and gives back the one that was there.
    pub fn insert(&self, id: &ObjectId, token: UserOauthToken) -> Option<UserOauthToken> {
        self.losant.store().oauth_tokens.insert(id, token)
    }

    /// The token with this id, as it is now.
    pub fn get(&self, id: &ObjectId) -> Option<UserOauthToken> {
        self.losant.store().oauth_tokens.get(id).cloned()
    }

    /// All tokens, ordered by id.
    pub fn tokens(&self) -> Vec<UserOauthToken> {
        self.losant.store().oauth_tokens.all()
    }

    /// Answers the next request that is right with this instead of doing what it asks for. Several of these are given
    /// one after the other.
    pub fn fail_next(&self, status: StatusCode, error: Error) {
        self.losant.next().push_back(Next::Failure(status, error));
    }

    /// Answers the next request that is right with the documented example of this status, if it has a body. Several of
    /// these are given one after the other.
    pub fn show_next(&self, status: StatusCode) {
        self.losant.next().push_back(Next::Example(status));
    }

    /// Answers every request that is right with the documented example of its first success from now on, without the store.
    pub fn show_examples(&self) {
        self.losant.show_examples();
    }

    /// All requests that came in, with their answers, the oldest first.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.losant.exchanges().clone()
    }

    /// As [`exchanges`](Self::exchanges), and forgets them.
    pub fn take_exchanges(&self) -> Vec<Exchange> {
        core::mem::take(&mut *self.losant.exchanges())
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("url", &self.url()).finish_non_exhaustive()
    }
}
