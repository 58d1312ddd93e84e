//! Servers and their variables.

use typewright_runtime::endpoint::{Descriptor, Endpoint};
use typewright_runtime::http::{BaseUrl, to_http};

use crate::api::endpoints::Servers;
use crate::api::endpoints::servers::{Own, Path, Shared};

fn sent<E: Endpoint>(request: &E, base: Option<&str>) -> String {
    let base: Option<BaseUrl> = base.map(|base| base.parse().expect("a base URL"));
    let request = to_http(request, base.as_ref(), None).expect("a valid request");
    request.uri().to_string()
}

#[test]
fn each_action_has_its_own_server() {
    assert_eq!(sent(&Shared::new(), None), "https://api.example/v1/servers/shared");
    assert_eq!(sent(&Path::new(), None), "https://other.example/servers/path");
    assert_eq!(sent(&Own::new(), None), "https://third.example/q/servers/own");
}

#[test]
fn a_base_url_keeps_the_path_of_an_own_server() {
    let base = Some("http://127.0.0.1:80/base/");
    assert_eq!(sent(&Shared::new(), base), "http://127.0.0.1:80/base/servers/shared");
    assert_eq!(sent(&Path::new(), base), "http://127.0.0.1:80/base/servers/path");
    assert_eq!(sent(&Own::new(), base), "http://127.0.0.1:80/base/q/servers/own");
}

#[test]
fn servers_are_data_with_variables() {
    assert_eq!(Servers::ALL.len(), 3);
    assert_eq!(Servers::PRODUCTION.url, "https://api.example/v1");
    let regional = Servers::ALL[1];
    assert_eq!(regional.address(&[]).as_deref(), Ok("https://eu.probe.example:8443/v1"));
    let elsewhere = regional.address(&[("region", "us"), ("port", "1")]);
    assert_eq!(elsewhere.as_deref(), Ok("https://us.probe.example:1/v1"));
    for (name, said) in [
        ("region", "expected one of eu, us"),
        ("nobody", "has no variable \"nobody\""),
    ] {
        let error = regional.address(&[(name, "moon")]).expect_err("it is invalid");
        assert!(error.to_string().contains(said), "{error}");
    }
    let own: Vec<&str> = Own::METADATA.servers.iter().map(|server| server.url).collect();
    assert_eq!(own, ["https://third.example/q", "https://fourth.example/q"]);
    assert_eq!(Shared::METADATA.servers, []);
}
