//! The actions of the User OAuth Token.

use bytes::Bytes;
use http::{Response, StatusCode};
use losant::endpoints::user_oauth_token::{Delete, Get, Patch};
use losant::types::Success;

use super::{change, not_found};
use crate::answer::success;
use crate::store::Store;

const KIND: &str = "OAuth token";

pub fn delete(store: &mut Store, request: Delete) -> Response<Bytes> {
    match store.oauth_tokens.remove(&request.oauth_token_id) {
        Some(_) => success::<Delete>(StatusCode::OK, &Success::new().success()),
        None => not_found::<Delete>(KIND, request.oauth_token_id.as_str()),
    }
}

pub fn get(store: &Store, request: Get) -> Response<Bytes> {
    match store.oauth_tokens.get(&request.oauth_token_id) {
        Some(token) => success::<Get>(StatusCode::OK, token),
        None => not_found::<Get>(KIND, request.oauth_token_id.as_str()),
    }
}

pub fn patch(store: &mut Store, request: &Patch) -> Response<Bytes> {
    let stored = store.oauth_tokens.get_mut(&request.oauth_token_id);
    change::<Patch, _>(stored, &request.body, (KIND, request.oauth_token_id.as_str()))
}
