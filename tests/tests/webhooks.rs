//! Webhooks and callbacks of `webhooks/openapi.yaml`: what the API sends to a server of its user.

use api::callbacks::{Ended, SubscribeOnData};
use api::endpoints::subscriptions::{Subscribe, SubscribeToOthers};
use api::types::{Pet, PetCreatedEvent, Picture, Reason, SubscribeOnDataCallbackForm};
use api::webhooks::{PetCreated, PetDeleted, PetPictured, PetPicturedContent, Webhook};
use http::{Request, StatusCode};
use typewright_runtime::endpoint::{Descriptor, DiscriminatorPlace, RawBody, Rejection, Upload};
use typewright_runtime::http::{
    BaseUrl, RequestError, from_http, receive_webhook, respond, respond_error, to_http, webhook_to_http,
};
use typewright_runtime::{Direction, Exact, Violation};

#[allow(clippy::implicit_clone, clippy::struct_field_names, dead_code, missing_docs)]
mod api {
    include!(concat!(env!("OUT_DIR"), "/webhooks/mod.rs"));
}

const URL: &str = "https://me.example.org/hooks?key=a%20b";

fn request(method: &str, body: &str) -> Request<Vec<u8>> {
    let request = Request::builder().method(method).uri("/any/path?and=query");
    let request = request.header("content-type", "application/json");
    request.body(body.into()).expect("a request")
}

fn rejected(result: Result<Webhook, Rejection>) -> String {
    result.expect_err("it is not valid").to_string()
}

#[test]
fn a_webhook_has_the_properties_of_a_response() {
    let sent = r#"{"type":"pet.created","pet":{"id":1,"name":"Rex"}}"#;
    let received: PetCreated = receive_webhook(&request("POST", sent)).expect("it is valid");
    assert_eq!(received.body.pet.name, "Rex");
    // An API sends the id, and never the password.
    let without_id = r#"{"type":"pet.created","pet":{"name":"Rex"}}"#;
    let error = receive_webhook::<PetCreated>(&request("POST", without_id)).expect_err("the id is missing");
    assert!(error.to_string().contains("/body/pet"), "{error}");
    assert_eq!(error.status(), 400);
    let pet = Pet::from_json_exact_in(r#"{"id":1,"name":"Rex","password":"secret"}"#, Direction::Any);
    let webhook = PetCreated::new(PetCreatedEvent::new(pet.expect("it is valid")));
    let http = webhook_to_http(&webhook, URL).expect("it is valid");
    assert_eq!(http.body().as_ref(), sent.as_bytes());
    assert_eq!(http.uri(), URL);
    assert_eq!(http.headers()["content-type"], "application/json");
}

#[test]
fn an_invalid_webhook_is_not_sent() {
    let webhook = PetCreated::new(PetCreatedEvent::new(Pet::new("")));
    let error = webhook_to_http(&webhook, URL).expect_err("the name is too short, and the id is missing");
    let RequestError::Invalid(violations) = error else {
        panic!("{error}")
    };
    let pointers: Vec<&str> = violations.iter().map(Violation::pointer).collect();
    assert_eq!(pointers, ["/body/pet", "/body/pet/name"]);
}

#[test]
fn webhooks_at_one_url_are_told_apart_by_their_method_and_their_tag() {
    let deleted = r#"{"type":"pet.deleted","id":7}"#;
    match receive_webhook(&request("POST", deleted)).expect("it is valid") {
        Webhook::PetDeleted(deleted) => assert_eq!(deleted.body.id, 7),
        other => panic!("{other:?}"),
    }
    match receive_webhook(&request("PUT", r#"{"url":"https://example.com/rex.png"}"#)).expect("it is valid") {
        Webhook::PetPictured(PetPictured {
            body: PetPicturedContent::Json(picture),
            ..
        }) => assert_eq!(
            picture,
            Picture::new(
                "https://example.com/rex.png"
                    .parse::<typewright_runtime::Uri>()
                    .expect("a URI")
            )
        ),
        other => panic!("{other:?}"),
    }
    // An invalid webhook is one of its kind, and not another one.
    let error = rejected(receive_webhook(&request("POST", r#"{"type":"pet.deleted"}"#)));
    assert!(error.contains("/body"), "{error}");
    for unknown in [r#"{"type":"pet.sold"}"#, r#"{"id":7}"#, "[", r#""pet.deleted""#] {
        let found = receive_webhook::<Webhook>(&request("POST", unknown));
        assert!(matches!(found, Err(Rejection::UnknownWebhook)), "{unknown}: {found:?}");
    }
    let error = rejected(receive_webhook(&request("GET", deleted)));
    assert_eq!(error, "method not allowed: this path supports POST, PUT");
    let tags = PetDeleted::METADATA.discriminators;
    assert_eq!(tags[0].place, DiscriminatorPlace::Property("type"));
    assert_eq!(tags[0].values, ["pet.deleted"]);
}

#[test]
fn a_webhook_has_every_documented_media_type() {
    let picture = PetPictured::new(Upload::new("image/png", b"png".to_vec())).x_width(3);
    let http = webhook_to_http(&picture, "/pictures").expect("it is valid");
    assert_eq!((http.method().as_str(), http.uri().path()), ("PUT", "/pictures"));
    let received: PetPictured = receive_webhook(&http).expect("it is valid");
    assert_eq!(received.x_width, Some(3.into()));
    let PetPicturedContent::Png(png) = received.body else {
        panic!("it is a picture");
    };
    assert_eq!(png.content_type(), "image/png");
}

#[test]
fn a_callback_is_received_with_its_parameters() {
    let body = SubscribeOnDataCallbackForm::from_json_exact(r#"{"at":"2026-01-02T03:04:05Z","value":1.5}"#);
    let callback = SubscribeOnData::new(2, "a", body.expect("it is valid"));
    let http = webhook_to_http(&callback, URL).expect("it is valid");
    assert_eq!(http.uri().query(), Some("key=a%20b&sequence=2"));
    assert_eq!(http.headers()["x-subscription"], "a");
    let received: SubscribeOnData = receive_webhook(&http).expect("it is valid");
    assert_eq!(received, callback);
}

#[test]
fn a_server_responds_to_what_it_receives() {
    let response = respond::<PetCreated>(StatusCode::OK, &()).expect("it is documented");
    assert!(from_http::<PetCreated>(response).is_ok());
    // The API receives the response, so it does not carry what the API alone sets.
    let reason = Reason::new("enough").number(1);
    let response = respond_error::<PetCreated>(StatusCode::GONE, &reason).expect("it is documented");
    assert_eq!(response.body().as_ref(), br#"{"reason":"enough"}"#);
    assert!(respond::<PetCreated>(StatusCode::CREATED, &()).is_err());
}

#[test]
fn an_action_names_its_callbacks() {
    let callbacks = Subscribe::METADATA.callbacks;
    let urls: Vec<_> = callbacks.iter().map(|callback| (callback.name, callback.url)).collect();
    assert_eq!(
        urls,
        [
            ("onData", "{$request.body#/callbackUrl}/data"),
            ("ended", "{$request.query.url}")
        ]
    );
    // A shared callback has one type.
    assert_eq!(callbacks[1].metadata, Ended::METADATA);
    assert_eq!(SubscribeToOthers::METADATA.callbacks[0].metadata, Ended::METADATA);
    let ended = Ended::new().body(RawBody::text("over"));
    assert!(webhook_to_http(&ended, "/").is_ok());
}

#[test]
fn a_client_does_not_send_a_webhook() {
    let base: BaseUrl = "https://api.example.com".parse().expect("a URL");
    let webhook = Ended::new();
    let error = to_http(&webhook, Some(&base), None).expect_err("the API sends it");
    assert_eq!(error.to_string(), "a webhook is sent by the API, not by its clients");
}
