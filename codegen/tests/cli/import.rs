//! `import losant`, on a small description in the form of that of Losant.

use std::fs;

use serde_json::Value;

use crate::support::Folder;
use crate::{assert_code, run, stderr, stdout};

const ACTIONS: &str = r##"{
  "lamps": {
    "path": "/rooms/{roomId}/lamps",
    "params": [{"name": "roomId", "in": "path", "type": "string", "pattern": "^[a-f\\d]+$", "description": "Words."}],
    "actions": {
      "get": {
        "method": "GET", "summary": "Words that are not copied",
        "params": [
          {"name": "page", "in": "query", "type": "string", "default": 0, "description": "Words."},
          {"name": "filter", "in": "query", "schema": {"$ref": "#/definitions/lampFilter"}}
        ],
        "responses": {"200": {"description": "Words.", "schema": {"$ref": "#/definitions/lamps"}}}
      },
      "post": {
        "method": "POST", "auth": ["lamps.post"],
        "params": [{"name": "lamp", "in": "body", "required": true, "schema": {"$ref": "#/definitions/lamp"}}],
        "responses": {"201": {"schema": {"$ref": "#/definitions/lamp"}}}
      }
    }
  }
}"##;
const LAMP: &str = r#"{"title": "A Lamp", "description": "Words.", "type": "object", "required": ["name"],
  "properties": {"name": {"type": "string", "maxLength": 20, "description": "Words."}, "isOn": {"type": "boolean"}}}"#;

/// A folder with the description.
fn description() -> Folder {
    let folder = Folder::with(&[]);
    let files = [
        ("apiInfo.json", ACTIONS),
        ("apiExamples.json", r#"{"lamp": {"name": "Kitchen"}}"#),
        (
            "globalParams.json",
            r#"[{"name": "_links", "in": "query", "type": "boolean"}]"#,
        ),
        ("scopes.json", r#"{"lamps.get": ["all.Lamp", "lamps.get"]}"#),
        ("schemas/lamp.json", LAMP),
        (
            "schemas/lamps.json",
            r##"{"type": "array", "items": {"$ref": "#/definitions/lamp"}}"##,
        ),
        (
            "schemas/lampFilter.json",
            r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
        ),
    ];
    for (name, text) in files {
        let path = folder.path().join("description").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

const IMPORT: &str = "import losant --from description";

#[test]
fn a_description_becomes_schemas_that_can_be_generated_from() {
    let folder = description();
    let output = run(&folder, IMPORT);
    assert_code(&output, 0);
    let read = |name: &str| fs::read_to_string(folder.schemas().join(name)).expect("an imported file");
    let document: Value = serde_json::from_str(&read("openapi.json")).expect("it is JSON");
    let action = &document["paths"]["/rooms/{roomId}/lamps"]["get"];
    assert_eq!(action["operationId"], "lamps.get");
    assert_eq!(action["summary"], "Returns lamps");
    assert_eq!(action["security"][1]["apiToken"][0], "lamps.get");
    assert_eq!(action["parameters"][1]["schema"]["type"], "integer");
    assert_eq!(action["parameters"][2]["x-style"], "brackets");
    assert_eq!(action["parameters"].as_array().map(Vec::len), Some(3));
    assert_eq!(
        document["x-global-parameters"][0]["$ref"],
        "#/components/parameters/_links"
    );
    assert_eq!(
        document["components"]["parameters"]["_links"]["schema"]["type"],
        "boolean"
    );
    let without_scopes = &document["paths"]["/rooms/{roomId}/lamps"]["post"];
    assert_eq!(without_scopes["security"], serde_json::json!([{"apiToken": []}]));
    for name in ["openapi.json", "lamp.json"] {
        assert!(!read(name).contains("Words"), "{name} has copied texts");
    }
    assert_code(&run(&folder, "generate"), 0);
}

#[test]
fn a_resource_without_a_place_is_behind_a_feature_of_its_own() {
    let folder = description();
    let actions = folder.path().join("description/apiInfo.json");
    let token = r#""userOauthToken": {"path": "/token", "actions": {"get": {"method": "GET", "path": ""}}}"#;
    let device = token.replace("userOauthToken", "device").replace("/token", "/device");
    let more = ACTIONS.replacen('{', &format!("{{{token}, {device},"), 1);
    fs::write(actions, more).expect("a file");
    let output = run(&folder, IMPORT);
    assert_code(&output, 0);
    let warnings = stderr(&output);
    assert!(
        warnings.contains("warning: the resource `lamps` is behind a feature of its own"),
        "{warnings}"
    );
    assert_eq!(warnings.matches("of its own").count(), 1, "{warnings}");
    let document = fs::read_to_string(folder.schemas().join("openapi.json")).expect("an imported file");
    let document: Value = serde_json::from_str(&document).expect("it is JSON");
    let feature = |name: &str| {
        let tags = document["tags"].as_array().expect("tags");
        let tag = tags.iter().find(|tag| tag["name"] == name).expect("a tag");
        tag.get("x-feature").and_then(Value::as_str).map(str::to_owned)
    };
    assert_eq!(feature("Lamps").as_deref(), Some("lamps"));
    assert_eq!(feature("Device").as_deref(), Some("devices"));
    assert_eq!(feature("User OAuth Token"), None);
}

#[test]
fn check_tells_what_a_newer_description_changes() {
    let folder = description();
    assert_code(&run(&folder, IMPORT), 0);
    let check = format!("{IMPORT} --check");
    assert_code(&run(&folder, &check), 0);
    let lamp = folder.path().join("description/schemas/lamp.json");
    fs::write(lamp, LAMP.replace("20", "10")).expect("a file");
    let output = run(&folder, &check);
    assert_code(&output, 1);
    assert!(stdout(&output).contains("limit-tightened"), "{}", stdout(&output));
    folder.add(
        "docs.overlay.json",
        r#"{"overlay": "1.1.0", "info": {"title": "Docs", "version": "1"}, "actions": [
            {"target": "$.paths['/rooms/{roomId}/lamps'].get", "update": {"description": "Lists lamps."}}]}"#,
    );
    let output = run(&folder, &check);
    assert_code(&output, 1);
    assert!(!stdout(&output).contains("Lists lamps"), "{}", stdout(&output));
    fs::remove_file(folder.path().join("description/apiExamples.json")).expect("the file is there");
    assert_code(&run(&folder, &check), 2);
}

#[test]
fn the_package_of_an_older_client_is_read_with_the_scopes_of_its_pages() {
    let folder = description();
    let path = |name: &str| folder.path().join("description").join(name);
    let write = |name: &str, text: &str| fs::write(path(name), text).expect("a file");
    fs::remove_file(path("scopes.json")).expect("a file");
    fs::create_dir(path("docs")).expect("a folder");
    let section =
        |action: &str, text: &str| format!("## {action}\n\n    await client.lamps.{action}(params);\n\n{text}\n\n");
    let scopes = "The token must include at least one of the following scopes:\nall.Lamp, or lamps.post.";
    write(
        "docs/lamps.md",
        &format!("# Lamps\n\n{}{}", section("get", "Public."), section("post", scopes)),
    );
    // A correction that does not apply, and no parameters of all actions.
    write(
        "schemas/instanceOrgPost.json",
        r#"{"properties": {"members": {"type": "array", "maxItems": 10}}}"#,
    );
    assert_code(&run(&folder, IMPORT), 2);
    write("package.json", r#"{"name": "losant-rest", "version": "2.8.1"}"#);
    fs::remove_file(path("globalParams.json")).expect("a file");
    assert_code(&run(&folder, IMPORT), 0);
    let text = fs::read_to_string(folder.schemas().join("openapi.json")).expect("an imported file");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    let item = &document["paths"]["/rooms/{roomId}/lamps"];
    assert_eq!(item["get"]["security"], serde_json::json!([]));
    assert_eq!(
        item["post"]["security"],
        serde_json::json!([{"apiToken": ["all.Lamp"]}, {"apiToken": ["lamps.post"]}])
    );
    let version =
        |document: &Value| document["components"]["parameters"]["Accept-Version"]["schema"]["default"].clone();
    assert_eq!(version(&document), "^1.30.0");
    fs::create_dir_all(path("lib/api")).expect("a folder");
    write("lib/api/index.js", "headers = { 'Accept-Version': '^1.7.2' };");
    assert_code(&run(&folder, IMPORT), 0);
    let text = fs::read_to_string(folder.schemas().join("openapi.json")).expect("an imported file");
    assert_eq!(version(&serde_json::from_str(&text).expect("it is JSON")), "^1.7.2");
    write("lib/api/index.js", "headers = {};");
    let output = run(&folder, IMPORT);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("Accept-Version"), "{}", stderr(&output));
    fs::remove_file(path("lib/api/index.js")).expect("a file");
    write("docs/lamps.md", "# Lamps");
    let output = run(&folder, IMPORT);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("lamps.md"), "{}", stderr(&output));
}

#[test]
fn a_shape_keeps_its_name_when_other_schemas_change() {
    let folder = description();
    let describe = |name: &str, text: &str| {
        let path = folder.path().join("description/schemas").join(name);
        fs::write(path, text).expect("a file");
    };
    let modes = r#"{"type": "object", "properties": {"mode": {"type": "string", "enum": ["day", "night"]}}}"#;
    describe("roomPost.json", modes);
    describe("roomGroup.json", &modes.replace("\"mode\"", "\"size\": {}, \"mode\""));
    assert_code(&run(&folder, IMPORT), 0);
    let names = || {
        let names = fs::read_dir(folder.schemas()).expect("a folder");
        let names = names.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
        names.filter(|name| name.contains("Mode")).collect::<Vec<_>>()
    };
    assert_eq!(names(), ["roomMode.json"]);
    // Without the earlier import, the shape would be called after this schema.
    describe("bed.json", modes);
    assert_code(&run(&folder, IMPORT), 0);
    assert_eq!(names(), ["roomMode.json"]);
}

/// The names and the contents of all files.
fn contents(folder: &Folder) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder.schemas()).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<(String, String)> = paths
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a text")))
        .collect();
    files.sort();
    files
}

#[test]
fn an_edited_file_is_overwritten_only_if_asked_for() {
    let folder = description();
    assert_code(&run(&folder, IMPORT), 0);
    let imported = contents(&folder);
    folder.add("lamp.json", r#"{"type": "object", "title": "My Lamp"}"#);
    let edited = contents(&folder);
    let output = run(&folder, IMPORT);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(contents(&folder), edited, "a refused import changes nothing");
    assert_code(&run(&folder, &format!("{IMPORT} --force")), 0);
    assert_eq!(contents(&folder), imported);
}

#[test]
fn a_file_that_no_import_wrote_is_never_overwritten() {
    let folder = description();
    folder.add("lamps.json", r#"{"title": "My Lamps"}"#);
    let before = contents(&folder);
    for options in ["", " --force"] {
        let output = run(&folder, &format!("{IMPORT}{options}"));
        assert_code(&output, 2);
        assert!(stderr(&output).contains("lamps.json"), "{}", stderr(&output));
        assert_eq!(contents(&folder), before);
    }
}

#[test]
fn a_file_that_is_gone_from_the_description_is_removed_unless_it_was_edited() {
    let folder = description();
    for name in ["fan.json", "door.json"] {
        fs::write(folder.path().join("description/schemas").join(name), "{}").expect("a file");
    }
    assert_code(&run(&folder, IMPORT), 0);
    folder.add("door.json", r#"{"title": "My Door"}"#);
    folder.add("mine.json", "{}");
    for name in ["fan.json", "door.json"] {
        fs::remove_file(folder.path().join("description/schemas").join(name)).expect("a file");
    }
    assert_code(&run(&folder, IMPORT), 0);
    let names = contents(&folder);
    let has = |name: &str| names.iter().any(|(path, _)| path.ends_with(name));
    assert!(!has("fan.json") && has("door.json") && has("mine.json"), "{names:?}");
}

#[test]
fn check_leaves_schemas_that_no_import_wrote_aside() {
    let folder = description();
    assert_code(&run(&folder, IMPORT), 0);
    let fan = folder.path().join("description/schemas/fan.json");
    fs::write(
        &fan,
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
    )
    .expect("a file");
    assert_code(&run(&folder, IMPORT), 0);
    folder.add(
        "mine.json",
        r#"{"type": "object", "properties": {"size": {"type": "number"}}}"#,
    );
    folder.add("ours.yaml", "{type: object, properties: {lamp: {$ref: lamp.json}}}");
    let check = format!("{IMPORT} --check");
    let output = run(&folder, &check);
    assert_code(&output, 0);
    // A schema of the earlier import that the description no longer has is still a change.
    fs::remove_file(&fan).expect("a file");
    let output = run(&folder, &check);
    assert_code(&output, 1);
    let text = stdout(&output);
    assert!(text.contains("[schema-removed]") && text.contains("fan.json"), "{text}");
    assert!(!text.contains("mine.json") && !text.contains("ours.yaml"), "{text}");
}

#[test]
fn an_earlier_import_that_cannot_be_read_is_an_error() {
    let folder = description();
    assert_code(&run(&folder, IMPORT), 0);
    folder.add("mine.json", "not JSON");
    assert_code(&run(&folder, IMPORT), 0);
    let refused = |name: &str| {
        let before = contents(&folder);
        for options in ["", " --force", " --check"] {
            let output = run(&folder, &format!("{IMPORT}{options}"));
            assert_code(&output, 2);
            assert!(stderr(&output).contains(name), "{}", stderr(&output));
        }
        assert_eq!(contents(&folder), before);
    };
    folder.add("lamp.json", "<<<<<<< HEAD");
    refused("schemas/lamp.json: the names of an earlier import cannot be read");
    fs::remove_file(folder.schemas().join("lamp.json")).expect("a file");
    assert_code(&run(&folder, IMPORT), 0);
    folder.add("typewright.lock", "something else");
    refused("schemas/typewright.lock was not generated by typewright");
    fs::remove_dir_all(folder.schemas()).expect("a folder");
    fs::write(folder.schemas(), "a file").expect("a file");
    let output = run(&folder, IMPORT);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("schemas"), "{}", stderr(&output));
}
