//! What a user gets wrong is an ordinary error of rustc at the user's own line, in terms of the user's own types.
//!
//! The snapshot has what does not differ between versions of rustc: the code, the place and the message. The notes below
//! them do.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::package::{Package, runtime};
use crate::{ALL_FEATURES, borrowed, schemas};

/// A program that does not compile, and why. The last line of each is the mistake.
const MISUSES: [(&str, &str); 11] = [
    (
        "a required argument is missing",
        "fn role() -> OrgRole {
    OrgRole::new(OrgId::Sandbox)",
    ),
    (
        "a setter gets another type",
        "fn patch() -> UserOauthTokenPatch {
    UserOauthTokenPatch::new().name(5)",
    ),
    (
        "a setter is misspelled",
        "fn patch() -> UserOauthTokenPatch {
    UserOauthTokenPatch::new().nmae(\"x\")",
    ),
    (
        "a setter gets an option",
        "fn patch(name: Option<String>) -> UserOauthTokenPatch {
    UserOauthTokenPatch::new().name(name)",
    ),
    (
        "there is no such variant",
        "fn role() -> Role {
    Role::Owner",
    ),
    (
        "a match has no arm for later variants",
        "fn is_active(status: TokenStatus) -> bool {
    match status { TokenStatus::Active => true, TokenStatus::Inactive => false, TokenStatus::Unknown(_) => false }",
    ),
    (
        "a struct is written as a literal",
        "fn error() -> Error {
    Error { type_: None, message: None, additional_properties: BTreeMap::new() }",
    ),
    (
        "there is no such field",
        "fn name(token: &UserOauthToken) -> &Option<String> {
    &token.nickname",
    ),
    (
        "a call is not awaited",
        "fn get(client: &Client, id: ObjectId) {
    client.user_oauth_token(id).get();",
    ),
    (
        "a body has another type",
        "fn patch(client: &Client, id: ObjectId) {
    let _call = client.user_oauth_token(id).patch(Error::new());",
    ),
    (
        "a request is not sent",
        "fn get(id: ObjectId) {
    odd_schemas::endpoints::user_oauth_token::Get::new(id);",
    ),
];

const IMPORTS: &str = "#![allow(unused_imports, dead_code)]
use std::collections::BTreeMap;
use odd_schemas::Client;
use odd_schemas::types::*;

fn main() {}
";

#[test]
fn a_mistake_is_an_ordinary_error_at_its_own_line() {
    let package = Package::with(&borrowed(&schemas("schemas")), &runtime(), &[]);
    for (about, program) in MISUSES {
        package.write(&example(about), &format!("{IMPORTS}{program}\n}}\n"));
    }
    let run = package.run(&[
        "check",
        "--examples",
        "--features",
        ALL_FEATURES,
        "--keep-going",
        "--message-format",
        "json",
    ]);
    let output = String::from_utf8_lossy(&run.stdout);
    let messages: Vec<Value> = output
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect();
    let mut found = String::new();
    for (about, _) in MISUSES {
        let _ = writeln!(found, "{about}:\n{}", error_in(&example(about), &messages));
    }
    insta::assert_snapshot!(found);
}

fn example(about: &str) -> String {
    format!("examples/{}.rs", about.replace(' ', "_"))
}

/// The only error of rustc in a file: its code, its message, and what it underlines.
#[track_caller]
fn error_in(file: &str, messages: &[Value]) -> String {
    let in_file = |message: &&Value| {
        message["target"]["src_path"]
            .as_str()
            .is_some_and(|path| path.ends_with(file))
    };
    let errors: Vec<&Value> = messages
        .iter()
        .filter(in_file)
        .map(|message| &message["message"])
        // Cargo counts the errors at the end, in one without a place.
        .filter(|message| message["spans"].as_array().is_some_and(|spans| !spans.is_empty()))
        .collect();
    let [error] = errors[..] else {
        panic!("{file} has {} errors: {errors:#?}", errors.len());
    };
    let mut text = format!(
        "{}: {}\n",
        error["code"]["code"].as_str().unwrap_or("no code"),
        without_paths(error["message"].as_str().expect("a message"))
    );
    for span in error["spans"].as_array().expect("spans") {
        if span["is_primary"] != true {
            continue;
        }
        assert_eq!(span["file_name"].as_str(), Some(file), "{error:#}");
        assert!(span["expansion"].is_null(), "the error is in a macro: {error:#}");
        let line = &span["text"][0];
        let column = |name: &str| {
            let column = line[name].as_u64().expect("a column");
            usize::try_from(column).expect("a column") - 1
        };
        let source = line["text"].as_str().expect("a source line");
        let (start, end) = (column("highlight_start"), column("highlight_end"));
        let _ = writeln!(text, "{source}\n{}{}", " ".repeat(start), "^".repeat(end - start));
    }
    text
}

/// A message with the short names of types: whether rustc writes their paths depends on its version.
fn without_paths(message: &str) -> String {
    let paths = [
        "std::string::",
        "odd_schemas::types::",
        "odd_schemas::endpoints::user_oauth_token::",
    ];
    paths
        .iter()
        .fold(message.to_owned(), |text, path| text.replace(path, ""))
}
