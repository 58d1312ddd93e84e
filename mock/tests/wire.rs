//! What the client sends is what the documented curl command sends.

#[path = "support/curl.rs"]
mod curl;
#[path = "support/listener.rs"]
mod listener;
#[path = "support/session.rs"]
mod session;

use losant::types::{Role, TokenStatus, UserOauthTokenPatch};

use listener::{Captured, Listener};

const TOKEN: &str = "the-token";

/// The headers that an API looks at. The length goes with the body, and every client has a name of its own.
const COMPARED: [&str; 6] = [
    "accept",
    "accept-version",
    "authorization",
    "content-type",
    "content-length",
    "host",
];

/// All that is compared, with headers in an order.
fn comparable(mut captured: Captured) -> Captured {
    captured.headers.retain(|(name, _)| COMPARED.contains(&name.as_str()));
    captured.headers.sort();
    captured
}

fn client(listener: &Listener) -> losant::Client {
    let builder = losant::Client::builder().token(TOKEN).base_url(listener.url());
    builder.build().expect("it is a client")
}

async fn by_curl(method: &str, listener: &mut Listener) -> Captured {
    let id = session::id();
    curl::run(curl::command(method, &listener.url(), TOKEN, id.as_str())).await;
    comparable(listener.next().await)
}

#[tokio::test]
async fn get_is_sent_as_curl_sends_it() {
    let mut listener = Listener::start("200 OK", "{}").await;
    client(&listener)
        .user_oauth_token(session::id())
        .get()
        .await
        .expect("it works");
    let sent = comparable(listener.next().await);
    assert_eq!(sent, by_curl("GET", &mut listener).await);
    assert_eq!(sent.line, "GET /me/oauth-tokens/575ec7417ae143cd83dc4a95 HTTP/1.1");
    assert_eq!(sent.body, "");
}

#[tokio::test]
async fn patch_is_sent_as_curl_sends_it() {
    let mut listener = Listener::start("200 OK", "{}").await;
    let patch = UserOauthTokenPatch::new()
        .name("Updated OAuth App Name")
        .description("Updated description")
        .default_role(Role::Edit)
        .status(TokenStatus::Inactive);
    client(&listener)
        .user_oauth_token(session::id())
        .patch(patch)
        .await
        .expect("it works");
    let sent = comparable(listener.next().await);
    assert_eq!(sent, by_curl("PATCH", &mut listener).await);
    assert_eq!(sent.line, "PATCH /me/oauth-tokens/575ec7417ae143cd83dc4a95 HTTP/1.1");
    let host = listener.url().replace("http://", "");
    let expected = [
        ("accept", "application/json"),
        ("accept-version", "^1.30.0"),
        ("authorization", "Bearer the-token"),
        ("content-length", "110"),
        ("content-type", "application/json"),
        ("host", &host),
    ];
    assert_eq!(
        sent.headers,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[tokio::test]
async fn delete_is_sent_as_curl_sends_it() {
    let mut listener = Listener::start("200 OK", r#"{"success":true}"#).await;
    client(&listener)
        .user_oauth_token(session::id())
        .delete()
        .await
        .expect("it works");
    let sent = comparable(listener.next().await);
    assert_eq!(sent, by_curl("DELETE", &mut listener).await);
    assert_eq!(sent.line, "DELETE /me/oauth-tokens/575ec7417ae143cd83dc4a95 HTTP/1.1");
    assert_eq!(sent.body, "");
}

#[tokio::test]
async fn the_blocking_client_sends_the_same() {
    let mut listener = Listener::start("200 OK", "{}").await;
    client(&listener)
        .user_oauth_token(session::id())
        .get()
        .await
        .expect("it works");
    let url = listener.url();
    let blocking = move || {
        let client = losant::blocking::Client::builder()
            .token(TOKEN)
            .base_url(url)
            .build()
            .expect("it is a client");
        client.user_oauth_token(session::id()).get().expect("it works");
    };
    tokio::task::spawn_blocking(blocking).await.expect("it ran");
    assert_eq!(listener.next().await, listener.next().await);
}
