//! `Debug` of the generated types of `secrets/openapi.json`: values with `format: password` or `writeOnly: true` are not
//! shown, as no error shows them.

use std::fmt::Debug;

use api::endpoints::Request;
use api::endpoints::accounts::{Login as LoginRequest, SetPhrase, Upload, UploadMultipart};
use api::types::{Login, LoginDevice, Pair, Passwords, Pin, Proof, Recovery};
use typewright_runtime::{Exact, Maybe};

#[allow(dead_code, missing_docs)]
mod api {
    include!(concat!(env!("OUT_DIR"), "/secrets/mod.rs"));
}

const SECRET: &str = "s3cret";

/// Formats a value in both ways. Neither may show the secret.
#[track_caller]
fn shown(value: &impl Debug) -> String {
    let shown = format!("{value:?}");
    assert!(!shown.contains(SECRET), "{shown}");
    let pretty = format!("{value:#?}");
    assert!(!pretty.contains(SECRET), "{pretty}");
    shown
}

fn pin() -> Pin {
    Pin::try_from(SECRET).expect("it is a pin")
}

#[test]
fn a_struct_shows_which_secrets_it_has() {
    let device = LoginDevice::new().model("m1").token(SECRET);
    let login = Login::new("ada", SECRET).previous(SECRET.to_owned()).device(device);
    assert_eq!(
        shown(&login),
        "Login { name: \"ada\", password: <hidden>, again: None, previous: Value(<hidden>), retired: None, by_host: None, \
         code: None, device: Some(LoginDevice { model: Some(\"m1\"), token: Some(<hidden>), additional_properties: {} }), \
         proof: None, additional_properties: <hidden> }"
    );
    let cleared = Login::new("ada", SECRET).clear_previous();
    assert_eq!(cleared.previous, Maybe::Null);
    assert!(shown(&cleared).contains("previous: Null"));
}

#[test]
fn secrets_in_lists_and_maps_and_unknown_properties_are_hidden() {
    let mut login = Login::new("ada", SECRET)
        .again(SECRET.to_owned())
        .retired([SECRET])
        .by_host([("example.com", SECRET.to_owned())])
        .code(1234);
    login
        .additional_properties
        .insert("other".to_owned(), SECRET.to_owned());
    let shown = shown(&login);
    for field in ["again", "retired", "by_host", "code"] {
        assert!(shown.contains(&format!("{field}: Some(<hidden>)")), "{shown}");
    }
    assert!(!shown.contains("1234"), "{shown}");
}

#[test]
fn types_whose_values_are_secrets_hide_them() {
    assert_eq!(shown(&pin()), "Pin(<hidden>)");
    assert_eq!(pin().as_str(), SECRET);
    assert_eq!(shown(&Passwords(vec![SECRET.to_owned()])), "Passwords(<hidden>)");
    assert_eq!(
        shown(&Recovery::new().mail(SECRET)),
        "Recovery { mail: Some(<hidden>), additional_properties: <hidden> }"
    );
}

#[test]
fn a_union_hides_the_variants_with_secrets() {
    assert_eq!(shown(&Proof::from(SECRET)), "String(<hidden>)");
    assert_eq!(shown(&Proof::from(true)), "Bool(true)");
    assert_eq!(
        shown(&Proof::from(Pair::new("p").private(SECRET))),
        "Pair(Pair { public: \"p\", private: Some(<hidden>), additional_properties: {} })"
    );
    // A value that matches no branch may be a pair with a mistake.
    let unknown: Proof = serde_json::from_str(r#"{"private": "s3cret"}"#).expect("any value is preserved");
    assert!(unknown.validate().is_err());
    assert_eq!(shown(&unknown), "Unknown(<hidden>)");
}

#[test]
fn a_request_hides_its_secret_parameters_and_bodies() {
    let login = Login::new("ada", SECRET);
    let request = LoginRequest::new(pin(), login).key(SECRET).language("en");
    let of_request = shown(&request);
    let expected =
        "Login { key: Some(<hidden>), x_pin: <hidden>, language: Some(\"en\"), body: Login { name: \"ada\", ";
    assert!(of_request.starts_with(expected), "{of_request}");
    assert!(shown(&Request::AccountsLogin(request)).contains(&of_request));
    assert_eq!(
        shown(&SetPhrase::new().body(SECRET)),
        "SetPhrase { body: Some(<hidden>) }"
    );
    let parts = UploadMultipart::new(SECRET).hint(SECRET).note("n");
    assert_eq!(
        shown(&Upload::new(parts)),
        "Upload { body: UploadMultipart { phrase: <hidden>, hint: Some(<hidden>), note: Some(\"n\"), additional_parts: [] } }"
    );
}
