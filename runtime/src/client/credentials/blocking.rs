//! Sources of credentials of the blocking client.

use core::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use typewright_core::endpoint::Metadata;
use typewright_core::http::{CredentialsError, Tokens};

use super::ledger::Known;
use super::{CredentialSource, Keyring, Needed};

/// A source of credentials that expire, such as access tokens of OAuth 2.
///
/// The client keeps the tokens. It asks the source when a call needs one that it does not have, that is about to expire
/// ([`Token::expires_in`](typewright_core::http::Token::expires_in)), or that the API has rejected with 401. After a 401, the
/// call is sent once more, if the source has another token and the body can be repeated. One call at a time asks the source;
/// the others wait and share the outcome.
///
/// ```
/// use std::time::Duration;
///
/// use typewright_runtime::client::blocking::{Client, Credentials};
/// use typewright_runtime::client::{ClientBuilder, Needed};
/// use typewright_runtime::http::{InvalidToken, Token, Tokens};
///
/// struct Login;
///
/// impl Credentials for Login {
///     type Error = InvalidToken;
///
///     fn tokens(&self, needed: Needed) -> Result<Tokens, InvalidToken> {
///         let token = Token::new("of this hour")?.expires_in(Duration::from_secs(3600));
///         let schemes = needed.schemes().into_iter();
///         Ok(schemes.fold(Tokens::new(), |tokens, scheme| tokens.with(scheme, token.clone())))
///     }
/// }
///
/// # fn main() -> Result<(), typewright_runtime::client::BuildError> {
/// let client: Client = ClientBuilder::new("my-program/1.0").credentials(Login).build()?;
/// # Ok(())
/// # }
/// ```
pub trait Credentials: Send + Sync + 'static {
    /// The error of the source. A call returns it as [`CallError::Credentials`](typewright_core::http::CallError::Credentials).
    type Error: Into<Box<dyn Error + Send + Sync>>;

    /// Returns new tokens for an action. They are added to those that the client has.
    ///
    /// # Errors
    /// If the source cannot obtain them.
    fn tokens(&self, needed: Needed) -> Result<Tokens, Self::Error>;
}

/// A source, and the lock of the call that asks it.
pub(in crate::client) struct Source {
    ask: Box<dyn Fn(Needed) -> Result<Tokens, CredentialsError> + Send + Sync>,
    lock: Mutex<()>,
}

impl<S: Credentials> CredentialSource<reqwest::blocking::Client> for S {
    fn install(self, keyring: &mut Keyring) {
        keyring.blocking_source = Some(Arc::new(Source {
            ask: Box::new(move |needed| self.tokens(needed).map_err(CredentialsError::new)),
            lock: Mutex::new(()),
        }));
    }
}

impl Keyring {
    /// Returns the tokens for an action. `check` is called before the source is asked.
    pub(in crate::client) fn blocking_tokens<E: From<CredentialsError>>(
        &self,
        action: &'static Metadata,
        check: impl FnOnce() -> Result<(), E>,
    ) -> Result<Arc<Tokens>, E> {
        let Some(source) = &self.blocking_source else {
            return Ok(self.ledger.tokens());
        };
        match self.ledger.find(action, None) {
            Known::Tokens(tokens) => Ok(tokens),
            Known::Nothing(count) => {
                check()?;
                Ok(self.blocking_refresh(source, action, (None, count))?)
            }
        }
    }

    /// Returns other tokens for an action than those that the API has rejected; `None` if there are none.
    pub(in crate::client) fn blocking_others(
        &self,
        action: &'static Metadata,
        rejected: &Tokens,
    ) -> Result<Option<Arc<Tokens>>, CredentialsError> {
        let source = self.blocking_source.as_ref().filter(|_| !action.security.is_empty());
        let Some(source) = source else { return Ok(None) };
        let tokens = match self.ledger.find(action, Some(rejected)) {
            Known::Tokens(tokens) => tokens,
            Known::Nothing(count) => self.blocking_refresh(source, action, (Some(rejected), count))?,
        };
        Ok(Some(tokens).filter(|tokens| !tokens.select_same(rejected, action)))
    }

    fn blocking_refresh(
        &self,
        source: &Source,
        action: &'static Metadata,
        (rejected, count): (Option<&Tokens>, usize),
    ) -> Result<Arc<Tokens>, CredentialsError> {
        // A source that has panicked is asked again.
        let _guard = source.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Known::Tokens(tokens) = self.ledger.find(action, rejected) {
            return Ok(tokens);
        }
        if let Some(outcome) = self.ledger.since(count, action) {
            return outcome;
        }
        let rejected = rejected.is_some();
        let outcome = (source.ask)(Needed::new(action, rejected));
        self.ledger.record(action, outcome)
    }
}
