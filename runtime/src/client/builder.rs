//! The builder of a client.

use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use typewright_core::endpoint::{Globals, InvalidServerVariable, Metadata, SecurityScheme, Server};
use typewright_core::http::{BaseUrl, InvalidBaseUrl, InvalidToken, RequestError, Token, Tokens, innermost};

use super::RetryPolicy;
use super::credentials::{CredentialSource, Keyring};
use super::globals::GlobalParameters;

/// The settings of a client that `reqwest` does not have.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(super) base_url: Option<BaseUrl>,
    /// The selected server of the API, which actions with a server of their own do not use.
    pub(super) server: Option<BaseUrl>,
    pub(super) keyring: Keyring,
    pub(super) globals: GlobalParameters,
    pub(super) retries: RetryPolicy,
    pub(super) body_limit: usize,
}

/// A client that the builder can build: async or blocking.
pub trait Transport: Sized {
    /// The underlying client of `reqwest`.
    type Http;

    /// Creates the client from its settings.
    ///
    /// # Errors
    /// The error of `reqwest`.
    fn assemble(http: Option<Self::Http>, options: HttpOptions, settings: Settings) -> Result<Self, reqwest::Error>;
}

/// Settings of the `reqwest` clients that this crate creates.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    pub(super) timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) user_agent: String,
}

/// Builds a client.
///
/// The client uses the proxy from the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) at the time it
/// is built, and accepts responses with up to 100 headers. For other settings, see [`http_client`](Self::http_client).
///
/// ```
/// # #[cfg(feature = "client")]
/// # fn main() -> Result<(), typewright_runtime::client::BuildError> {
/// use std::time::Duration;
///
/// use typewright_runtime::client::{Client, ClientBuilder, RetryPolicy};
///
/// // Generated bindings have `Client::builder()`, which names them as the user agent.
/// let client: Client = ClientBuilder::new("my-program/1.0")
///     .token("secret")
///     .base_url("https://proxy.example.com/losant")
///     .timeout(Duration::from_secs(5))
///     .retries(RetryPolicy::none())
///     .build()?;
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "client"))]
/// # fn main() {}
/// ```
#[derive(Debug)]
pub struct ClientBuilder<C: Transport> {
    http: Option<C::Http>,
    options: HttpOptions,
    settings: Settings,
    tokens: Tokens,
    base_url: Result<(), InvalidBaseUrl>,
    variable: Result<(), InvalidServerVariable>,
    token: Result<(), InvalidToken>,
    globals: Result<(), RequestError>,
    defaults: GlobalParameters,
    schemes: Option<&'static [SecurityScheme]>,
    client: PhantomData<fn() -> C>,
}

impl Settings {
    /// Returns the base URL for an action; `None` selects the documented server.
    pub(super) fn base(&self, endpoint: &Metadata) -> Option<&BaseUrl> {
        let server = self.server.as_ref().filter(|_| endpoint.servers.is_empty());
        self.base_url.as_ref().or(server)
    }
}

impl<C: Transport> ClientBuilder<C> {
    /// Creates a builder with the default settings and a user agent.
    pub fn new(user_agent: impl Into<String>) -> Self {
        Self {
            http: None,
            options: HttpOptions {
                timeout: Duration::from_secs(30),
                connect_timeout: Duration::from_secs(10),
                user_agent: user_agent.into(),
            },
            settings: Settings {
                base_url: None,
                server: None,
                keyring: Keyring::default(),
                globals: GlobalParameters::default(),
                retries: RetryPolicy::default(),
                body_limit: 16 * 1024 * 1024,
            },
            tokens: Tokens::new(),
            base_url: Ok(()),
            variable: Ok(()),
            token: Ok(()),
            globals: Ok(()),
            defaults: GlobalParameters::default(),
            schemes: None,
            client: PhantomData,
        }
    }

    /// Sets the security schemes of the API; for generated code. Credentials for other schemes are an error.
    #[doc(hidden)]
    #[must_use]
    pub fn security_schemes(mut self, schemes: &'static [SecurityScheme]) -> Self {
        self.schemes = Some(schemes);
        self
    }

    /// Sets the API access token, which is sent to the actions that take one in a header. It stands for every security
    /// scheme without a token of its own; see [`credential`](Self::credential).
    ///
    /// A [`Token`] that knows its [scopes](Token::with_scopes) is checked against those of the action before anything
    /// is sent.
    #[must_use]
    pub fn token<T>(mut self, token: T) -> Self
    where
        T: TryInto<Token>,
        T::Error: Into<InvalidToken>,
    {
        match token.try_into() {
            Ok(token) => self.tokens = self.tokens.with_other(token),
            Err(error) => self.token = Err(error.into()),
        }
        self
    }

    /// Sets the token for a security scheme, by its name in the document: an API key, a bearer token, or a name with a
    /// password ([`Token::basic`]). It is sent as the scheme says: in a header, in the query or in a cookie.
    ///
    /// An action whose security schemes are not all met is not sent: the error is
    /// [`RequestError::NoCredentials`](typewright_core::http::RequestError::NoCredentials).
    #[must_use]
    pub fn credential<T>(mut self, scheme: impl AsRef<str>, token: T) -> Self
    where
        T: TryInto<Token>,
        T::Error: Into<InvalidToken>,
    {
        match token.try_into() {
            Ok(token) => self.tokens = self.tokens.with(scheme, token),
            Err(error) => self.token = Err(error.into()),
        }
        self
    }

    /// Sets a source of credentials, for tokens that expire. It is asked when a call needs a token that the client does not
    /// have, or that has expired; those of [`token`](Self::token) and [`credential`](Self::credential) are used as long as
    /// the API accepts them.
    #[must_use]
    pub fn credentials(mut self, source: impl CredentialSource<C::Http>) -> Self {
        source.install(&mut self.settings.keyring);
        self
    }

    /// Sets the parameters that are sent with every request unless there are others; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn default_parameters(mut self, parameters: impl Globals) -> Self {
        match GlobalParameters::of(&parameters) {
            Ok(parameters) => self.defaults = parameters,
            Err(error) => self.globals = Err(error),
        }
        self
    }

    /// Sets the parameters that belong to every action, which generated bindings have in `endpoints::global_parameters`. A
    /// single call may have others: `Call::global_parameters`.
    #[must_use]
    pub fn global_parameters(mut self, parameters: impl Globals) -> Self {
        match GlobalParameters::of(&parameters) {
            Ok(parameters) => self.settings.globals = parameters,
            Err(error) => self.globals = Err(error),
        }
        self
    }

    /// Selects a documented server of the API, with values for its variables; the others have their defaults. Actions
    /// with a server of their own are not affected.
    #[must_use]
    pub fn server(mut self, server: &Server, variables: &[(&str, &str)]) -> Self {
        match server.address(variables) {
            Ok(address) => match address.parse() {
                Ok(url) => self.settings.server = Some(url),
                Err(error) => self.base_url = Err(error),
            },
            Err(error) => self.variable = Err(error),
        }
        self
    }

    /// Sets the base URL of the API. Default: the documented server of each action. An action with a server of its own
    /// keeps the path of that server.
    #[must_use]
    pub fn base_url<U>(mut self, url: U) -> Self
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<InvalidBaseUrl>,
    {
        match url.try_into() {
            Ok(url) => self.settings.base_url = Some(url),
            Err(error) => self.base_url = Err(error.into()),
        }
        self
    }

    /// Sets the timeout of one attempt, from the first byte sent to the last byte read. Default: 30 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets the timeout for connecting. Default: 10 seconds.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// Sets the header `User-Agent`. Default: name and version of the bindings.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.options.user_agent = user_agent.into();
        self
    }

    /// Sets when a call is retried. [`RetryPolicy::none`] turns retries off.
    #[must_use]
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.settings.retries = policy;
        self
    }

    /// Sets the maximum length of a response body, in bytes. Default: 16 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// Sets the `reqwest` client to use instead of a new one. Its own settings for timeouts, user agent, redirects and
    /// proxies apply. When `reqwest` follows a redirect to another host, it removes `Authorization`, but not other
    /// headers with an API key. The timeout of its blocking client restarts with each read of the body.
    #[must_use]
    pub fn http_client(mut self, client: C::Http) -> Self {
        self.http = Some(client);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// [`BuildError`] if the token or the base URL is invalid, or `reqwest` cannot set up TLS.
    pub fn build(mut self) -> Result<C, BuildError> {
        self.token.map_err(BuildError::Token)?;
        self.variable.map_err(BuildError::Server)?;
        self.base_url.map_err(BuildError::BaseUrl)?;
        self.globals.map_err(BuildError::GlobalParameters)?;
        if let Some(schemes) = self.schemes {
            let is_known = |name: &&str| schemes.iter().any(|scheme| scheme.name == *name);
            if let Some(unknown) = self.tokens.names().find(|name| !is_known(name)) {
                return Err(BuildError::UnknownScheme(UnknownScheme {
                    name: unknown.to_owned(),
                    known: schemes,
                }));
            }
        }
        self.settings.globals = self.defaults.with(self.settings.globals);
        self.settings.keyring.hold(self.tokens);
        C::assemble(self.http, self.options, self.settings).map_err(BuildError::Http)
    }
}

/// The error of building a client.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The token is invalid.
    Token(InvalidToken),
    /// The base URL is invalid.
    BaseUrl(InvalidBaseUrl),
    /// A value for a variable of the server is invalid.
    Server(InvalidServerVariable),
    /// The parameters that belong to every action are invalid.
    GlobalParameters(RequestError),
    /// There are credentials for a security scheme that the API does not have.
    UnknownScheme(UnknownScheme),
    /// An error of `reqwest`, for example because the user agent is not a valid header value.
    Http(reqwest::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::BaseUrl(error) => error.fmt(f),
            Self::Server(error) => error.fmt(f),
            Self::GlobalParameters(error) => error.fmt(f),
            Self::UnknownScheme(error) => error.fmt(f),
            Self::Http(error) => write!(f, "cannot create the HTTP client: {}", innermost(error)),
        }
    }
}

impl core::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Token(error) => Some(error),
            Self::BaseUrl(error) => Some(error),
            Self::Server(error) => Some(error),
            Self::GlobalParameters(error) => Some(error),
            Self::UnknownScheme(error) => Some(error),
            Self::Http(error) => Some(error),
        }
    }
}

/// The error of credentials for a security scheme that the API does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownScheme {
    name: String,
    known: &'static [SecurityScheme],
}

impl fmt::Display for UnknownScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<String> = self.known.iter().map(|scheme| format!("`{}`", scheme.name)).collect();
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        write!(
            f,
            "unknown security scheme {:?}: the security schemes of the API are: {known}",
            self.name
        )
    }
}

impl core::error::Error for UnknownScheme {}

#[cfg(all(test, feature = "client"))]
mod tests {
    use super::ClientBuilder;
    use crate::client::Client;

    #[test]
    fn a_client_that_cannot_be_made_says_why() {
        let error = ClientBuilder::<Client>::new("line\nbreak")
            .build()
            .expect_err("it is no header value");
        assert_eq!(
            error.to_string(),
            "cannot create the HTTP client: failed to parse header value"
        );
    }
}
