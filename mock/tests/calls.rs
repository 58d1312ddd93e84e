//! A prepared call: its request can be changed, and its response has a status and headers.

use losant::types::{UserOauthToken, UserOauthTokenPatch};

#[path = "support/session.rs"]
mod session;

fn named(name: &str) -> UserOauthTokenPatch {
    UserOauthTokenPatch::new().name(name)
}

#[tokio::test]
async fn a_prepared_call_sends_the_changed_request_and_returns_the_status() {
    let mock = session::mock().await;
    let client = session::client(&mock);
    // The call borrows the client alone, so the resource may be a temporary value.
    let call = client
        .user_oauth_token(session::id())
        .patch_call(named("before"))
        .with(|mut request| {
            request.body = named("after");
            request
        });
    let response = call.send_response().await.expect("the mock accepts it");
    assert_eq!(response.status(), 200);
    assert!(
        response.headers().contains_key("content-type"),
        "{:?}",
        response.headers()
    );
    assert_eq!(response.body().name.as_deref(), Some("after"));
}

#[tokio::test]
async fn a_prepared_call_can_be_sent_from_another_task_and_again() {
    let mock = session::mock().await;
    let client = session::client(&mock);
    let token: UserOauthToken = tokio::spawn(async move {
        let token = client.user_oauth_token(session::id());
        let call = token.get_call();
        call.clone().send().await.expect("the mock has the token");
        call.send().await.expect("the mock has the token")
    })
    .await
    .expect("the task ends");
    assert_eq!(token.oauth_token_id, Some(session::id()));
    assert_eq!(mock.exchanges().len(), 2);
}
