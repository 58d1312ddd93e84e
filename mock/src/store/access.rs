//! Access tokens and their scopes.

use std::collections::BTreeMap;

use losant::endpoint::Metadata;

/// The access tokens that the server accepts. There is no `Debug`, which would show them.
pub struct Access {
    /// The scopes of each token; `None` if it may do everything.
    tokens: BTreeMap<String, Option<Vec<String>>>,
    issued: usize,
}

/// What a token is allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    /// The token has none of the scopes of the action.
    Forbidden,
    /// The server has not issued the token.
    Unknown,
}

impl Access {
    /// Accepts one token, which may do everything.
    pub fn new(token: &str) -> Self {
        Self {
            tokens: BTreeMap::from([(token.to_owned(), None)]),
            issued: 0,
        }
    }

    /// Issues a token with these scopes.
    pub fn issue(&mut self, scopes: Vec<String>) -> String {
        self.issued += 1;
        let token = format!("mock.issued-access-token.{:08x}", self.issued);
        self.tokens.insert(token.clone(), Some(scopes));
        token
    }

    /// Stops accepting a token.
    pub fn revoke(&mut self, token: &str) {
        self.tokens.remove(token);
    }

    /// Decides whether a token may call an action.
    pub fn verdict(&self, token: &str, action: &Metadata) -> Verdict {
        match self.tokens.get(token) {
            None => Verdict::Unknown,
            Some(Some(scopes)) if !action.allows(scopes) => Verdict::Forbidden,
            Some(_) => Verdict::Allowed,
        }
    }
}
