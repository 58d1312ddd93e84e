//! Parameters that belong to every action: `x-global-parameters`.

use typewright_runtime::client::BuildError;
use typewright_runtime::endpoint::{Descriptor, Globals, ParameterPlace};
use typewright_runtime::http::{CallError, RequestError};

use super::sources::{Server, run};
use crate::api::endpoints::blocking::Client as BlockingClient;
use crate::api::endpoints::client::Client;
use crate::api::endpoints::global_parameters::GlobalParameters;
use crate::api::endpoints::servers::{Path, Shared};

fn words(words: [&str; 2]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// The target and the version that the last request has.
fn sent(server: &Server) -> (String, Option<String>) {
    let heads = server.heads();
    let [head] = &heads[..] else {
        panic!("one request is sent, and there are {}", heads.len())
    };
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let version = head.lines().find_map(|line| line.strip_prefix("accept-version: "));
    (target, version.map(str::to_owned))
}

#[test]
fn they_are_set_once_for_all_calls_and_replaced_for_a_single_one() {
    let server = Server::start("none");
    let parameters = GlobalParameters::new()
        .actions(false)
        .domain(words(["a b", "c"]))
        .accept_version("1.2");
    let client = Client::builder()
        .base_url(&*server.url())
        .global_parameters(parameters.clone());
    let client = client.build().expect("a client");
    run(client.servers().shared()).expect("it is there");
    let all = "/v1/servers/shared?_actions=false&domain=a%20b&domain=c";
    assert_eq!(sent(&server), (all.to_owned(), Some("1.2".to_owned())));
    let other = GlobalParameters::new().domain(words(["d", "e"])).accept_version("2");
    run(client.servers().shared_call().global_parameters(other).send()).expect("it is there");
    let other = "/v1/servers/shared?_actions=false&domain=d&domain=e";
    assert_eq!(sent(&server), (other.to_owned(), Some("2".to_owned())));
    let client = BlockingClient::builder().base_url(&*server.url());
    let client = client.build().expect("a client");
    client.servers().shared().expect("it is there");
    assert_eq!(sent(&server), ("/v1/servers/shared".to_owned(), None));
    let call = client.servers().shared_call().global_parameters(parameters);
    call.send().expect("it is there");
    assert_eq!(sent(&server).0, all);
}

#[test]
fn an_action_with_a_parameter_of_the_same_name_has_its_own() {
    let server = Server::start("none");
    let parameters = GlobalParameters::new().actions(false).accept_version("1.2");
    let client = Client::builder().base_url(&*server.url()).global_parameters(parameters);
    let client = client.build().expect("a client");
    run(client.send(&Path::new())).expect("it is there");
    assert_eq!(sent(&server), ("/v1/servers/path".to_owned(), None));
    run(client.send(&Path::new().actions(3).accept_version("own"))).expect("it is there");
    assert_eq!(
        sent(&server),
        ("/v1/servers/path?_actions=3".to_owned(), Some("own".to_owned()))
    );
    assert!(Shared::METADATA.parameters_in(ParameterPlace::Query).next().is_none());
}

#[test]
fn a_required_one_is_sent_with_its_default_unless_it_is_set() {
    let server = Server::start("none");
    let edition = || {
        let heads = server.heads();
        let lines = heads.iter().flat_map(|head| head.lines());
        let editions = lines.filter_map(|line| line.strip_prefix("x-edition: "));
        editions.map(str::to_owned).collect::<Vec<String>>()
    };
    let client = Client::builder().base_url(server.url()).build().expect("a client");
    run(client.servers().shared()).expect("it is there");
    assert_eq!(edition(), ["2024"]);
    let other = client.servers().shared_call();
    let other = other.global_parameters(GlobalParameters::new().x_edition("2021"));
    run(other.send()).expect("it is there");
    assert_eq!(edition(), ["2021"]);
    let builder = || BlockingClient::builder().base_url(server.url());
    let client = builder().global_parameters(GlobalParameters::new().actions(true));
    let client = client.build().expect("a client");
    client.servers().shared().expect("it is there");
    assert_eq!(edition(), ["2024"]);
    let client = builder().global_parameters(GlobalParameters::new().x_edition("2018"));
    let client = client.build().expect("a client");
    client.servers().shared().expect("it is there");
    let call = client.servers().shared_call();
    let call = call.global_parameters(GlobalParameters::new().actions(true));
    call.send().expect("it is there");
    assert_eq!(edition(), ["2018", "2018"]);
}

#[test]
fn invalid_ones_are_not_sent() {
    let invalid = || GlobalParameters::new().accept_version("latest");
    assert!(invalid().validate().is_err());
    let error = Client::builder()
        .global_parameters(invalid())
        .build()
        .expect_err("it is no version");
    assert!(matches!(error, BuildError::GlobalParameters(RequestError::Invalid(_))));
    assert!(error.to_string().starts_with("/header/Accept-Version: "), "{error}");
    let server = Server::start("none");
    let client = BlockingClient::builder()
        .base_url(&*server.url())
        .build()
        .expect("a client");
    let error = client.servers().shared_call().global_parameters(invalid()).send();
    assert!(matches!(error, Err(CallError::Request(RequestError::Invalid(_)))));
    assert!(server.heads().is_empty());
}
