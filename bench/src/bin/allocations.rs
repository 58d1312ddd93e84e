//! What `losant::http::to_http` asks of the allocator for a GET and a PATCH, against the same request by hand.
//!
//! `cargo run --release -p typewright-bench --bin allocations`. The numbers do not depend on the machine. They have a
//! program of their own because an allocator that counts is slower, which would not do for the other measurements.

use std::alloc::System;
use std::error::Error;
use std::hint::black_box;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use losant::Exact;
use losant::endpoints::user_oauth_token::{Get, Patch};
use losant::http::{Token, to_http};
use losant::types::{ObjectId, Role, TokenStatus, UserOauthTokenPatch};
use serde::Serialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ID: &str = "575ec7417ae143cd83dc4a95";
const API_TOKEN: &str = "an-api-token-of-a-length-that-is-not-unusual-for-one";
const NAME: &str = "Updated OAuth App Name";
const DESCRIPTION: &str = "Updated description";

fn main() -> Result<(), Box<dyn Error>> {
    let token = Token::new(API_TOKEN)?;
    let id: ObjectId = ID.parse()?;
    let get = Get::new(id.clone());
    let patch = UserOauthTokenPatch::new()
        .name(NAME)
        .description(DESCRIPTION)
        .default_role(Role::Edit)
        .status(TokenStatus::Inactive)
        .build()?;
    let patch = Patch::new(id, patch);
    let by_hand = HandWrittenPatch {
        name: NAME,
        description: DESCRIPTION,
        default_role: "edit",
        status: "inactive",
    };
    // Nothing is measured that differs.
    let (ours, theirs) = (to_http(&patch, None, Some(&token))?, patch_by_hand(&by_hand)?);
    if ours.body() != theirs.body() || ours.uri() != theirs.uri() || ours.headers() != theirs.headers() {
        return Err(format!("the requests differ:\n{ours:?}\n{theirs:?}").into());
    }
    println!("{:>11} {:>7}", "allocations", "bytes");
    show("to_http, GET", || to_http(&get, None, Some(&token)).is_ok());
    show("by hand, GET", || get_by_hand().is_ok());
    show("to_http, PATCH", || to_http(&patch, None, Some(&token)).is_ok());
    show("by hand, PATCH", || patch_by_hand(&by_hand).is_ok());
    Ok(())
}

fn show(name: &str, run: impl Fn() -> bool) {
    // The first time may fill what is kept for the next ones.
    black_box(run());
    let region = Region::new(ALLOCATOR);
    let succeeded = black_box(run());
    let change = region.change();
    // What is grown in place or moved asks the allocator again; its bytes are already those of the growth.
    let count = change.allocations + change.reallocations;
    let note = if succeeded { "" } else { " (failed)" };
    println!("{count:>11} {:>7}  {name}{note}", change.bytes_allocated);
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HandWrittenPatch {
    name: &'static str,
    description: &'static str,
    default_role: &'static str,
    status: &'static str,
}

fn get_by_hand() -> Result<Request<Bytes>, Box<dyn Error>> {
    request(Method::GET)?.body(Bytes::new()).map_err(Into::into)
}

fn patch_by_hand(patch: &HandWrittenPatch) -> Result<Request<Bytes>, Box<dyn Error>> {
    let body = Bytes::from(serde_json::to_string(patch)?);
    let request = request(Method::PATCH)?.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(request.body(body)?)
}

fn request(method: Method) -> Result<http::request::Builder, Box<dyn Error>> {
    let mut token = HeaderValue::from_str(&format!("Bearer {API_TOKEN}"))?;
    token.set_sensitive(true);
    Ok(Request::builder()
        .method(method)
        .uri(format!("https://api.losant.com/me/oauth-tokens/{ID}"))
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .header(AUTHORIZATION, token))
}
