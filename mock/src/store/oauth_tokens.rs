//! The User OAuth Tokens that there are.

use std::collections::BTreeMap;

use losant::types::{ObjectId, UserOauthToken};

/// Tokens by id. Ids are hexadecimal numbers, so upper and lower case are the same.
#[derive(Debug, Default)]
pub struct OauthTokens(BTreeMap<String, UserOauthToken>);

fn key(id: &ObjectId) -> String {
    id.as_str().to_ascii_lowercase()
}

impl OauthTokens {
    /// Puts a token in, under this id and with this id, and gives back the one that was there.
    pub fn insert(&mut self, id: &ObjectId, mut token: UserOauthToken) -> Option<UserOauthToken> {
        token.id = Some(id.clone());
        token.oauth_token_id = Some(id.clone());
        self.0.insert(key(id), token)
    }

    /// The token with this id.
    pub fn get(&self, id: &ObjectId) -> Option<&UserOauthToken> {
        self.0.get(&key(id))
    }

    /// All tokens, ordered by id.
    pub fn all(&self) -> Vec<UserOauthToken> {
        self.0.values().cloned().collect()
    }

    /// Takes a token out.
    pub fn remove(&mut self, id: &ObjectId) -> Option<UserOauthToken> {
        self.0.remove(&key(id))
    }

    /// The token with this id, to change it.
    pub fn get_mut(&mut self, id: &ObjectId) -> Option<&mut UserOauthToken> {
        self.0.get_mut(&key(id))
    }
}
