//! What each action does.

use bytes::Bytes;
use http::{Response, StatusCode};
use losant::endpoint::Endpoint;
use losant::endpoints::Request;
use losant::endpoints::user_oauth_token::{Delete, Get, Patch};
use losant::types::{ObjectId, Success};

use crate::answer::{failure, problem, success};
use crate::store::Store;

/// Does what a request asks for.
pub fn perform(store: &mut Store, request: Request) -> Response<Bytes> {
    match request {
        Request::UserOauthTokenDelete(Delete { oauth_token_id, .. }) => match store.remove(&oauth_token_id) {
            Some(_) => success::<Delete>(&Success::new().success()),
            None => not_found::<Delete>(&oauth_token_id),
        },
        Request::UserOauthTokenGet(Get { oauth_token_id, .. }) => match store.get(&oauth_token_id) {
            Some(token) => success::<Get>(token),
            None => not_found::<Get>(&oauth_token_id),
        },
        Request::UserOauthTokenPatch(Patch {
            oauth_token_id, body, ..
        }) => match store.patch(&oauth_token_id, body) {
            Some(token) => success::<Patch>(token),
            None => not_found::<Patch>(&oauth_token_id),
        },
        // `Request` may grow; an action that the mock does not know yet says so.
        _ => {
            let status = StatusCode::NOT_IMPLEMENTED;
            failure(
                None,
                status,
                &problem(status, "the mock does not know this action".to_owned()),
            )
        }
    }
}

fn not_found<E: Endpoint>(id: &ObjectId) -> Response<Bytes> {
    let status = StatusCode::NOT_FOUND;
    let message = format!("OAuth token {id} was not found");
    failure(Some(E::METADATA), status, &problem(status, message))
}
