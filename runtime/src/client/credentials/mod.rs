//! Sources of credentials, for tokens that expire: asked when a call needs a token that the client does not have.

#[cfg(feature = "client")]
mod asynchronous;
#[cfg(feature = "blocking")]
pub(super) mod blocking;
mod ledger;

use core::fmt;
use std::sync::Arc;

use typewright_core::endpoint::{Metadata, Requirement, SecurityScheme};
use typewright_core::http::Tokens;

#[cfg(feature = "client")]
pub use asynchronous::Credentials;
use ledger::Ledger;

/// What a call needs credentials for.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Needed {
    /// The action.
    pub action: &'static Metadata,
    /// Whether the API has rejected the last credentials for the action with 401.
    pub rejected: bool,
}

impl Needed {
    const fn new(action: &'static Metadata, rejected: bool) -> Self {
        Self { action, rejected }
    }

    /// The alternatives of security schemes, one of which the action requires.
    pub fn security(&self) -> &'static [Requirement] {
        self.action.security
    }

    /// The security schemes of all alternatives, each once.
    pub fn schemes(&self) -> Vec<&'static SecurityScheme> {
        let mut schemes: Vec<&'static SecurityScheme> = Vec::new();
        let all = self.security().iter().flat_map(Requirement::schemes);
        for required in all {
            if !schemes.iter().any(|scheme| scheme.name == required.scheme.name) {
                schemes.push(required.scheme);
            }
        }
        schemes
    }
}

/// A source of credentials for the clients that are based on the client `H` of `reqwest`. The traits `Credentials` of the
/// async and of the blocking client implement it.
pub trait CredentialSource<H> {
    /// Adds the source to the settings of a client.
    #[doc(hidden)]
    fn install(self, keyring: &mut Keyring);
}

/// The tokens of a client, and the source of new ones.
#[doc(hidden)]
#[derive(Clone, Default)]
pub struct Keyring {
    ledger: Arc<Ledger>,
    #[cfg(feature = "client")]
    source: Option<Arc<asynchronous::Source>>,
    #[cfg(feature = "blocking")]
    blocking_source: Option<Arc<blocking::Source>>,
}

impl Keyring {
    /// Sets the tokens that the client has from the start.
    pub(super) fn hold(&mut self, tokens: Tokens) {
        self.ledger = Arc::new(Ledger::new(tokens));
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ledger.tokens().fmt(f)
    }
}
