//! The current tokens of a client, and the outcome of the last request for new ones.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use typewright_core::endpoint::{Metadata, Requirement};
use typewright_core::http::{CredentialsError, Tokens};

/// The tokens of a client, which its clones share.
#[derive(Default)]
pub(super) struct Ledger(RwLock<State>);

#[derive(Default)]
struct State {
    tokens: Arc<Tokens>,
    /// How often the source was asked.
    count: usize,
    /// What it was asked for last.
    security: &'static [Requirement],
    /// The error, if the source failed.
    error: Option<CredentialsError>,
}

/// What is known without asking the source.
pub(super) enum Known {
    /// The tokens, if they are enough.
    Tokens(Arc<Tokens>),
    /// They are not. The number tells later whether another call has asked the source in the meantime.
    Nothing(usize),
}

impl Ledger {
    pub(super) fn new(tokens: Tokens) -> Self {
        Self(RwLock::new(State {
            tokens: Arc::new(tokens),
            ..State::default()
        }))
    }

    pub(super) fn tokens(&self) -> Arc<Tokens> {
        Arc::clone(&self.read().tokens)
    }

    /// Returns the tokens if they are enough for an action and differ from those that were rejected.
    pub(super) fn find(&self, action: &Metadata, rejected: Option<&Tokens>) -> Known {
        let state = self.read();
        let is_new = rejected.is_none_or(|rejected| !state.tokens.select_same(rejected, action));
        if is_new && state.tokens.are_current(action) {
            Known::Tokens(Arc::clone(&state.tokens))
        } else {
            Known::Nothing(state.count)
        }
    }

    /// Returns the outcome of another call that has asked the source for the same since `count`.
    pub(super) fn since(&self, count: usize, action: &Metadata) -> Option<Result<Arc<Tokens>, CredentialsError>> {
        let state = self.read();
        let is_same = state.count != count && state.security == action.security;
        is_same.then(|| match &state.error {
            Some(error) => Err(error.clone()),
            None => Ok(Arc::clone(&state.tokens)),
        })
    }

    /// Adds what the source returned.
    pub(super) fn record(
        &self,
        action: &Metadata,
        outcome: Result<Tokens, CredentialsError>,
    ) -> Result<Arc<Tokens>, CredentialsError> {
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        state.count += 1;
        state.security = action.security;
        match outcome {
            Ok(tokens) => {
                state.error = None;
                state.tokens = Arc::new(Tokens::clone(&state.tokens).merge(tokens));
                Ok(Arc::clone(&state.tokens))
            }
            Err(error) => {
                state.error = Some(error.clone());
                Err(error)
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}
