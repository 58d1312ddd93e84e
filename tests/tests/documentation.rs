//! The whole API is there, and documented in words of this project.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use losant::endpoint::AnyRequest;
use losant::endpoints::Request;
use serde_json::Value;

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
const GENERATED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/endpoints");

/// The actions that start a job of no application, so that no action tells its state.
const WITHOUT_STATE: [&str; 4] = [
    "applications.import",
    "dashboard.sendReport",
    "instance.generateReport",
    "instanceNotificationRule.evaluate",
];

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document() -> Value {
    serde_json::from_str(&read(Path::new(SCHEMAS).join("openapi.json"))).expect("it is JSON")
}

/// The actions of the document: path, method, description.
fn actions(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("an object").iter();
    let actions = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("an object").iter();
        methods.map(move |(method, action)| (path.clone(), method.clone(), action.clone()))
    });
    actions.collect()
}

#[test]
fn every_action_is_a_request() {
    let document = document();
    let documented: BTreeSet<String> = actions(&document)
        .iter()
        .map(|(_, _, action)| action["operationId"].as_str().expect("an id").to_owned())
        .collect();
    let requests = Request::ENDPOINTS.iter().map(|action| action.operation_id.to_owned());
    assert_eq!(requests.collect::<BTreeSet<_>>(), documented);
    assert_eq!(documented.len(), 375);
    assert_eq!(document["tags"].as_array().map(Vec::len), Some(99));
}

#[test]
fn every_resource_and_every_action_has_a_sentence() {
    let document = document();
    let overlay = read(Path::new(SCHEMAS).join("docs.overlay.yaml"));
    let says = |target: &str, key: &str| {
        let entries = overlay
            .split("\n  - target: ")
            .filter(|entry| entry.starts_with(target));
        entries
            .into_iter()
            .any(|entry| entry.contains(&format!("\n      {key}: ")))
    };
    for tag in document["tags"].as_array().expect("tags") {
        let target = format!("\"$.tags[?@.name == '{}']\"", tag["name"].as_str().expect("a name"));
        assert!(says(&target, "description"), "{target} has no sentence");
    }
    for (path, method, _) in actions(&document) {
        let target = format!("\"$.paths['{path}'].{method}\"");
        assert!(says(&target, "summary"), "{target} has no sentence");
    }
}

#[test]
fn every_list_has_pages_and_every_job_a_state() {
    let document = document();
    let all = actions(&document);
    let count = |member: &str| all.iter().filter(|(_, _, action)| !action[member].is_null()).count();
    let without: Vec<&str> = all
        .iter()
        .filter(|(_, _, action)| !action["responses"]["202"].is_null() && action["x-wait"].is_null())
        .filter_map(|(_, _, action)| action["operationId"].as_str())
        .collect();
    assert_eq!(without, WITHOUT_STATE);
    assert_eq!((count("x-pagination"), count("x-wait")), (44, 27));
    let code: Vec<String> = files(Path::new(GENERATED)).iter().map(read).collect();
    let implementations = |name: &str| code.iter().map(|text| text.matches(name).count()).sum::<usize>();
    assert_eq!(implementations("impl PagedEndpoint for"), 44);
    assert_eq!(implementations("impl WaitEndpoint for"), 27);
}

/// The files of a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a folder entry").path());
    paths.filter(|path| path.is_file()).collect()
}

#[test]
fn every_generated_file_can_be_reviewed() {
    fn check(folder: &Path) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a folder entry").path();
            if path.is_dir() {
                check(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let lines = read(&path).lines().count();
                assert!(lines <= 2_500, "{} has {lines} lines", path.display());
            }
        }
    }
    check(Path::new(GENERATED).parent().expect("a folder above"));
}
