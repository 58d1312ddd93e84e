//! Properties that only one direction carries: `readOnly` and `writeOnly` of `described/openapi.json`.

use bytes::Bytes;
use described::endpoints::Request as AnyRequest;
use described::endpoints::accounts::CreateAccount;
use described::endpoints::bugs::{CreateBug, ReplaceBugs};
use described::types::{Account, Bug, Collection, CollectionEither, Demands};
use http::{Request, Response, StatusCode};
use typewright_runtime::endpoint::Endpoint;
use typewright_runtime::http::{from_http, receive, respond, to_http};
use typewright_runtime::{Direction, Exact, Violations};

#[allow(dead_code, missing_docs)]
mod described {
    include!(concat!(env!("OUT_DIR"), "/described/mod.rs"));
}

const ANSWERED: &str = r#"{"id":1,"name":"n"}"#;

fn sent<E: Endpoint>(request: &E) -> String {
    let request = to_http(request, None, None).expect("a valid request");
    String::from_utf8(request.body().to_vec()).expect("JSON is UTF-8")
}

fn places(violations: &Violations) -> Vec<(&str, &str)> {
    let all = violations.iter();
    all.map(|violation| (violation.pointer(), violation.keyword()))
        .collect()
}

fn answer<E: Endpoint>(status: u16, body: &'static str) -> E::Response {
    let response = Response::builder().status(status);
    let response = response.body(Bytes::from_static(body.as_bytes())).expect("a response");
    from_http::<E>(response).ok().expect("a documented answer").into_body()
}

fn received(method: &str, path: &str, body: &'static str) -> Result<AnyRequest, String> {
    let request = Request::builder().method(method).uri(path).body(body);
    receive(&request.expect("a request")).map_err(|rejection| rejection.to_string())
}

#[test]
fn a_request_needs_no_read_only_property_and_an_answer_no_write_only_one() {
    let bug = Bug::new("n").secret("s");
    assert_eq!(sent(&CreateBug::new(bug)), r#"{"secret":"s","name":"n"}"#);
    let answered = answer::<CreateBug>(201, ANSWERED);
    assert_eq!((answered.id, answered.secret), (Some(1), None));
}

#[test]
fn a_request_needs_its_write_only_properties() {
    let error = CreateBug::new(Bug::new("n"))
        .validate()
        .expect_err("a secret is needed");
    assert_eq!(places(&error), [("/body", "required")]);
}

#[test]
fn what_was_read_can_be_changed_and_sent_back() {
    let mut bug = answer::<CreateBug>(201, r#"{"id":1,"name":"n","secret":"s","new":[]}"#);
    bug.name = "changed".to_owned();
    assert_eq!(
        sent(&CreateBug::new(bug.clone())),
        r#"{"secret":"s","name":"changed","new":[]}"#
    );
    assert_eq!(bug.id, Some(1), "the value itself keeps it");
}

#[test]
fn read_only_properties_are_taken_out_at_any_depth() {
    let text = r#"{"list":[{"id":1,"secret":"s","name":"n"}],"map":{"a":{"id":1,"secret":"s","name":"n"}},
        "either":{"id":1,"secret":"s","name":"n"},"nothing":{"id":1,"secret":"s","name":"n"}}"#;
    let collection = Collection::from_json_exact_in(text, Direction::Request).expect("a request may repeat them");
    assert!(matches!(&collection.either, Some(CollectionEither::Bug(bug)) if bug.id == Some(1)));
    assert_eq!(
        sent(&ReplaceBugs::new().body(collection)),
        r#"{"list":[{"secret":"s","name":"n"}],"map":{"a":{"secret":"s","name":"n"}},"either":{"secret":"s","name":"n"},"nothing":{"secret":"s","name":"n"}}"#
    );
    let nothing = Collection::new().clear_nothing();
    assert_eq!(sent(&ReplaceBugs::new().body(nothing)), r#"{"nothing":null}"#);
}

#[test]
fn each_direction_is_checked_at_any_depth() {
    let text = r#"{"list":[{"name":"n"}],"map":{"a":{"name":"n"}},"either":{"name":"n"},"nothing":{"name":"n"}}"#;
    let collection = Collection::from_json_exact(text).expect("it has no direction");
    let places_of = ["/list/0", "/map/a", "/either", "/nothing"].map(|place| (place, "required"));
    for direction in [Direction::Request, Direction::Response] {
        let error = collection.validate_in(direction).expect_err("a property is missing");
        let nearest = error.iter().map(|found| found.nearest().unwrap_or(found));
        let places: Vec<(&str, &str)> = nearest.map(|found| (found.pointer(), found.keyword())).collect();
        assert_eq!(places, places_of, "{direction:?}: {error}");
    }
}

#[test]
fn a_property_that_is_taken_out_need_not_be_valid() {
    let mut account = Account::new("n").password("p");
    account.id = Some("x".to_owned());
    assert!(account.validate().is_err(), "the id is too short");
    assert_eq!(sent(&CreateAccount::new(account)), r#"{"name":"n","password":"p"}"#);
}

#[test]
fn a_demand_in_another_member_of_all_of_has_the_same_direction() {
    let account = Account::new("n").password("p");
    assert!(account.validate_in(Direction::Request).is_ok());
    let error = account
        .validate_in(Direction::Response)
        .expect_err("an answer has the id");
    assert_eq!(places(&error), [("", "required")]);
    let alone = Demands::from_json_exact(r#"{"name":"n"}"#).expect_err("alone, it demands both");
    assert_eq!(places(alone.violations().expect("violations")), [("", "required")]);
}

#[test]
fn a_server_checks_requests_and_answers_in_their_direction() {
    let request = received("POST", "/bugs", r#"{"name":"n","secret":"s"}"#);
    let Ok(AnyRequest::BugsCreateBug(request)) = request else {
        panic!("{request:?}")
    };
    let error = received("POST", "/bugs", ANSWERED).expect_err("the secret is missing");
    assert!(error.contains("secret"), "{error}");
    let answered = respond::<CreateBug>(StatusCode::CREATED, &request.body).expect_err("an answer has the id");
    assert!(answered.to_string().contains("\"id\""), "{answered}");
    let mut bug = request.body;
    bug.id = Some(7);
    let answered = respond::<CreateBug>(StatusCode::CREATED, &bug).expect("a valid answer");
    assert_eq!(
        &answered.body()[..],
        br#"{"id":7,"name":"n"}"#,
        "a secret is not sent back"
    );
}
