//! Both clients behind one face, so that a test goes through both.

use std::time::Duration;

use losant::endpoint::Endpoint;
use losant::endpoints::user_oauth_token::{Get, Patch};
use losant::http::{ResponseResult, Token};
use losant::runtime::client::{ClientBuilder, Transport};
use losant::types::{ObjectId, UserOauthTokenPatch};
use losant::{RetryPolicy, blocking};
use tokio::task::block_in_place;

use super::server::{Server, Step};

pub const ID: &str = "575ec7417ae143cd83dc4a95";

/// What no log and no error may show.
pub const SECRET: &str = "s3cr3t-t0k3n";

/// Which client.
#[derive(Debug, Clone, Copy)]
pub enum Mode {
    Async,
    Blocking,
}

pub const BOTH: [Mode; 2] = [Mode::Async, Mode::Blocking];

fn id() -> ObjectId {
    ID.parse().expect("it is an id")
}

pub fn get() -> Get {
    Get::new(id())
}

pub fn patch() -> Patch {
    Patch::new(id(), UserOauthTokenPatch::new().name("New name"))
}

/// The settings of a client. It has a token and makes every call once, if a test does not say otherwise.
#[derive(Debug, Clone)]
pub struct Setup {
    pub timeout: Duration,
    pub retries: RetryPolicy,
    pub body_limit: Option<usize>,
    pub token: Option<Token>,
    pub user_agent: Option<&'static str>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            retries: RetryPolicy::none(),
            body_limit: None,
            token: Some(SECRET.try_into().expect("it is a token")),
            user_agent: None,
        }
    }
}

/// A policy whose own waits are too short to matter.
pub fn quick_retries(retries: usize) -> RetryPolicy {
    RetryPolicy::default()
        .retries(retries)
        .first_wait(Duration::from_millis(1))
}

impl Setup {
    pub fn retrying(retries: RetryPolicy) -> Self {
        Self {
            retries,
            ..Self::default()
        }
    }

    pub fn apply<C: Transport>(&self, builder: ClientBuilder<C>, url: &str) -> ClientBuilder<C> {
        let mut builder = builder
            .base_url(url)
            .timeout(self.timeout)
            .retries(self.retries.clone());
        if let Some(token) = &self.token {
            builder = builder.token(token.clone());
        }
        if let Some(limit) = self.body_limit {
            builder = builder.body_limit(limit);
        }
        if let Some(agent) = self.user_agent {
            builder = builder.user_agent(agent);
        }
        builder
    }

    pub fn client(&self, mode: Mode, url: &str) -> Caller {
        let built = match mode {
            Mode::Async => self.apply(losant::Client::builder(), url).build().map(Caller::Async),
            Mode::Blocking => {
                block_in_place(|| self.apply(blocking::Client::builder(), url).build()).map(Caller::Blocking)
            }
        };
        built.expect("the settings are right")
    }

    /// A client on one of `reqwest` that somebody brings, with the defaults of `reqwest` but for the time-out.
    pub fn client_on_brought(&self, mode: Mode, url: &str, timeout: Duration) -> Caller {
        let built = match mode {
            Mode::Async => {
                let http = reqwest::Client::builder().timeout(timeout).build().expect("a client");
                let builder = self.apply(losant::Client::builder(), url);
                builder.http_client(http).build().map(Caller::Async)
            }
            Mode::Blocking => block_in_place(|| {
                let http = reqwest::blocking::Client::builder()
                    .timeout(timeout)
                    .build()
                    .expect("a client");
                let builder = self.apply(blocking::Client::builder(), url);
                builder.http_client(http).build().map(Caller::Blocking)
            }),
        };
        built.expect("the settings are right")
    }

    /// One call of a client of its own to a server with one script.
    pub async fn send_response<E: Endpoint + Sync>(
        &self,
        mode: Mode,
        script: Vec<Step>,
        request: &E,
    ) -> ResponseResult<E> {
        let server = Server::start([script]);
        self.client(mode, &server.url()).send_response(request).await
    }
}

/// One of the two clients.
#[derive(Debug)]
pub enum Caller {
    Async(losant::Client),
    Blocking(blocking::Client),
}

impl Caller {
    pub async fn send_response<E: Endpoint + Sync>(&self, request: &E) -> ResponseResult<E> {
        match self {
            Self::Async(client) => client.send_response(request).await,
            Self::Blocking(client) => block_in_place(|| client.send_response(request)),
        }
    }
}
