//! What arrives at the server.

use super::answers::good;
use super::caller::{BOTH, ID, SECRET, Setup, get, patch};
use super::outcome::succeeded;
use super::server::{Server, reply};

#[tokio::test(flavor = "multi_thread")]
async fn the_path_stands_behind_that_of_the_base_url() {
    for mode in BOTH {
        for (base, prefix) in [
            ("", ""),
            ("/", ""),
            ("/proxy", "/proxy"),
            ("/proxy/", "/proxy"),
            ("/a/b%20c", "/a/b%20c"),
        ] {
            let server = Server::start([reply(good())]);
            let client = Setup::default().client(mode, &(server.url() + base));
            succeeded(client.send_response(&get()).await, (mode, base));
            let expected = format!("{prefix}/me/oauth-tokens/{ID}");
            assert_eq!(
                server.only_request().path(),
                expected,
                "{mode:?}: behind the base {base:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_get_is_sent_with_token_and_media_type_and_no_body() {
    for mode in BOTH {
        let server = Server::start([reply(good())]);
        let client = Setup::default().client(mode, &server.url());
        succeeded(client.send_response(&get()).await, mode);
        let request = server.only_request();
        let line = format!("GET /me/oauth-tokens/{ID} HTTP/1.1\r\n");
        assert!(
            request.text.starts_with(&line),
            "{mode:?}: should begin with {line:?}: {}",
            request.text
        );
        let bearer = format!("Bearer {SECRET}");
        assert_eq!(
            request.header("authorization"),
            Some(bearer.as_str()),
            "{mode:?}: token"
        );
        assert_eq!(
            request.header("accept"),
            Some("application/json"),
            "{mode:?}: media type"
        );
        assert_eq!(
            request.header("accept-encoding"),
            None,
            "{mode:?}: nothing that would have to be unpacked"
        );
        assert_eq!(request.header("content-type"), None, "{mode:?}: media type of no body");
        assert_eq!(request.header("content-length"), None, "{mode:?}: length of no body");
        assert!(
            request.text.ends_with("\r\n\r\n"),
            "{mode:?}: should have no body: {}",
            request.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patch_is_sent_with_its_body() {
    for mode in BOTH {
        let server = Server::start([reply(good())]);
        let client = Setup::default().client(mode, &server.url());
        succeeded(client.send_response(&patch()).await, mode);
        let request = server.only_request();
        let (_, body) = request.text.split_once("\r\n\r\n").expect("it has a body");
        assert!(request.text.starts_with("PATCH "), "{mode:?}: method: {}", request.text);
        assert_eq!(body, r#"{"name":"New name"}"#, "{mode:?}: body");
        assert_eq!(
            request.header("content-type"),
            Some("application/json"),
            "{mode:?}: media type"
        );
        assert_eq!(request.header("content-length"), Some("19"), "{mode:?}: length");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_agent_is_the_crate_or_what_the_caller_says() {
    for mode in BOTH {
        let own = Setup {
            user_agent: Some("fleet-tool/2.0"),
            ..Setup::default()
        };
        for (setup, expected) in [(Setup::default(), "losant/"), (own, "fleet-tool/2.0")] {
            let server = Server::start([reply(good())]);
            succeeded(setup.client(mode, &server.url()).send_response(&get()).await, mode);
            let request = server.only_request();
            let agent = request.header("user-agent").unwrap_or_default();
            assert!(
                agent.starts_with(expected),
                "{mode:?}: should begin with {expected:?}, is {agent:?}"
            );
        }
    }
}
