//! The documentation of the API in our own words, an overlay of the imported files: that it is complete, and that it keeps
//! the texts of the User OAuth Token.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::schemas::facts;
use super::{import, object, string};
use crate::import::layout;
use crate::input::{Input, overlay, read};
use crate::report::Report;

const DOCS: &str = include_str!("docs.overlay.yaml");
const SCHEMAS: [&str; 4] = ["error", "success", "userOauthToken", "userOauthTokenPatch"];
const PATH: &str = "/me/oauth-tokens/{oauthTokenId}";

/// The actions of the overlay, each as its text.
fn actions() -> impl Iterator<Item = &'static str> {
    DOCS.split("\n  - target: ").skip(1)
}

fn committed(name: &str) -> Json {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let text = fs::read_to_string(folder.join(format!("{name}.json"))).expect("a schema of the repository");
    // In the whole API, a schema has the name `OauthClient`.
    let text = text.replace(
        "\"x-rust-name\": \"OauthClient\"",
        "\"x-rust-name\": \"OauthAuthorization\"",
    );
    Json::parse(&text).expect("it is JSON")
}

#[test]
fn every_resource_and_every_action_has_a_sentence() {
    let described = actions().filter(|action| action.contains("\n      description: "));
    let targets: Vec<&str> = described.filter_map(|action| action.lines().next()).collect();
    let count = |is_counted: &dyn Fn(&str) -> bool| {
        let found: BTreeSet<&str> = targets.iter().copied().filter(|target| is_counted(target)).collect();
        found.len()
    };
    assert_eq!(count(&|target| target.starts_with("\"$.tags[")), 99);
    let is_action = |target: &str| {
        let method = target.rsplit("'].").next().unwrap_or_default();
        target.starts_with("\"$.paths['") && ["get\"", "post\"", "patch\"", "delete\""].contains(&method)
    };
    assert_eq!(count(&is_action), 375);
    let document = committed("openapi");
    let paths = document.get("paths").and_then(Json::as_object).expect("paths");
    for (path, item) in paths {
        for (method, _) in item
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| *name != "parameters")
        {
            let target = format!("\"$.paths['{path}'].{method}\"");
            assert!(targets.contains(&target.as_str()), "{target} has no description");
        }
    }
}

#[test]
fn the_user_oauth_token_keeps_its_texts() {
    let folder = tempfile::tempdir().expect("a folder");
    let imported = import(&description(folder.path()), &BTreeMap::new()).expect("it can be imported");
    let out = folder.path().join("imported");
    fs::create_dir(&out).expect("a folder");
    for (name, json) in &imported.files {
        fs::write(out.join(name), layout::text(json)).expect("a file");
    }
    fs::write(out.join("docs.overlay.yaml"), docs_of_the_token()).expect("a file");
    let mut report = Report::default();
    let mut sources = read(&Input::Path(out), &[], &mut report);
    sources.openapi = sources.named("openapi.json");
    overlay::apply(&mut sources, &mut report);
    let errors = report.errors_since(0);
    let errors: Vec<_> = errors.into_iter().map(|error| &report.get(error).message).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let found = |name: &str| {
        let file = sources.named(&format!("{name}.json")).expect("a file");
        let root = sources.files[file].root.as_ref().expect("it is readable");
        Json::parse(&root.to_json()).expect("it is JSON")
    };
    for name in SCHEMAS {
        assert_eq!(found(name), committed(name), "{name}");
    }
    let (found, committed) = (found("openapi"), committed("openapi"));
    let item = |document: &Json| {
        document
            .get("paths")
            .and_then(|paths| paths.get(PATH))
            .cloned()
            .expect("a path")
    };
    for method in ["get", "patch", "delete"] {
        let found = item(&found).get(method).cloned().expect("an action");
        let expected = item(&committed).get(method).cloned().expect("an action");
        includes(&found, &expected, method);
        let parameters = |owner: &Json| {
            owner
                .get("parameters")
                .and_then(Json::as_array)
                .cloned()
                .unwrap_or_default()
        };
        includes(&parameters(&found)[0], &parameters(&item(&committed))[0], method);
    }
    for part in ["info", "tags", "components"] {
        let of = |document: &Json| document.get(part).cloned().expect("it is there");
        includes(&of(&found), &of(&committed), part);
    }
}

/// Whether a value has everything that is expected.
fn includes(found: &Json, expected: &Json, place: &str) {
    match (found, expected) {
        (Json::Object(found), Json::Object(expected)) => {
            for (name, expected) in expected {
                let value = found.get(name).unwrap_or(&Json::Null);
                includes(value, expected, &format!("{place}/{name}"));
            }
        }
        _ => assert_eq!(found, expected, "{place}"),
    }
}

/// The actions of the overlay that are about the token.
fn docs_of_the_token() -> String {
    let is_of_token = |action: &&str| match action.split_once("x-extends: ") {
        Some((_, document)) => SCHEMAS
            .iter()
            .any(|name| document.starts_with(&format!("{name}.json\n"))),
        None => [PATH, "$.info", "securitySchemes", "'User OAuth Token'"]
            .iter()
            .any(|part| action.contains(part)),
    };
    let head = DOCS.split("\nactions:").next().unwrap_or_default();
    let actions: Vec<&str> = actions().filter(is_of_token).collect();
    format!("{head}\nactions:\n  - target: {}\n", actions.join("\n  - target: "))
}

/// The description of the token: what is committed, without our words.
fn description(folder: &Path) -> PathBuf {
    let folder = folder.join("description");
    fs::create_dir_all(folder.join("schemas")).expect("a folder");
    let mut examples = JsonObject::new();
    for name in SCHEMAS {
        let committed = committed(name);
        let example = committed
            .get("examples")
            .and_then(Json::as_array)
            .and_then(|all| all.first());
        examples.insert(name, example.cloned().expect("an example"));
        let schema = without_ours(&facts(&committed)).to_string();
        fs::write(folder.join("schemas").join(format!("{name}.json")), schema).expect("a file");
    }
    let document = committed("openapi");
    let item = document.get("paths").and_then(|paths| paths.get(PATH)).expect("a path");
    let mut scopes = JsonObject::new();
    let mut actions = JsonObject::new();
    for (method, body) in [("get", None), ("patch", Some("userOauthTokenPatch")), ("delete", None)] {
        let security = item.get(method).and_then(|action| action.get("security"));
        let security = security.and_then(Json::as_array).into_iter().flatten();
        let names = security.filter_map(|one| one.get("apiToken")?.as_array()?.first().cloned());
        scopes.insert(format!("userOauthToken.{method}"), Json::Array(names.collect()));
        let answer = if method == "delete" {
            "success"
        } else {
            "userOauthToken"
        };
        let schema = |name: &str| object([("schema", object([("$ref", string(format!("#/definitions/{name}")))]))]);
        let responses = object([
            ("200", schema(answer)),
            ("400", schema("error")),
            ("404", schema("error")),
        ]);
        let body = body.map(|body| {
            let schema = schema(body).get("schema").cloned().unwrap_or_default();
            let required = Json::Bool(true);
            object([
                ("name", string("body")),
                ("in", string("body")),
                ("required", required),
                ("schema", schema),
            ])
        });
        let action = object([
            ("method", string(method.to_ascii_uppercase())),
            ("params", Json::Array(body.into_iter().collect())),
            ("responses", responses),
        ]);
        actions.insert(method, action);
    }
    let parameter = r#"{"name": "oauthTokenId", "in": "path", "type": "string", "required": true,
        "pattern": "^[A-Fa-f\\d]{24}$", "example": "575ec7417ae143cd83dc4a95"}"#;
    let resource = object([
        ("path", string(PATH)),
        ("params", Json::Array(vec![Json::parse(parameter).expect("it is JSON")])),
        ("actions", Json::Object(actions)),
    ]);
    let files = [
        ("apiInfo.json", object([("userOauthToken", resource)])),
        ("apiExamples.json", Json::Object(examples)),
        ("globalParams.json", Json::Array(Vec::new())),
        ("scopes.json", Json::Object(scopes)),
    ];
    for (name, json) in files {
        fs::write(folder.join(name), json.to_string()).expect("a file");
    }
    folder
}

/// A schema without what only this repository says.
fn without_ours(schema: &Json) -> Json {
    match schema {
        Json::Object(members) => {
            let mut kept = JsonObject::new();
            for (name, value) in members {
                if !matches!(name, "$id" | "x-rust-name" | "examples") {
                    kept.insert(name, without_ours(value));
                }
            }
            Json::Object(kept)
        }
        Json::Array(items) => Json::Array(items.iter().map(without_ours).collect()),
        _ => schema.clone(),
    }
}
