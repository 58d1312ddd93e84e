//! `schemas/openapi.json` is a valid OpenAPI 3.1 document, and so are the schema files that it refers to.
//! The judge is the public validator `roas`.

use std::fs;
use std::path::Path;

use roas::loader::Loader;
use roas::v3_1::spec::Spec;
use roas::validation::Validate;
use serde_json::{Value, json};

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
const PATH: &str = "/paths/~1me~1oauth-tokens~1{oauthTokenId}";

#[test]
fn the_document_is_valid_openapi_3_1() {
    if let Err(problems) = check(&document()) {
        panic!("schemas/openapi.json is not a valid OpenAPI 3.1 document.\n{problems}");
    }
}

/// Guards the test above: a validator that lets everything through would prove nothing.
#[test]
fn a_broken_document_is_refused() {
    refused_when("the version is not 3.1", "3.0.3", |api| {
        api["openapi"] = json!("3.0.3");
    });
    refused_when("a key is misspelt", "sumary", |api| {
        at(api, &format!("{PATH}/get"))["sumary"] = json!("Returns an OAuth token");
    });
    refused_when("the title is missing", "title", |api| {
        remove(api, "/info", "title");
    });
    refused_when("a response has no description", "description", |api| {
        remove(api, &format!("{PATH}/get/responses/404"), "description");
    });
    refused_when("the path parameter is optional", "oauthTokenId", |api| {
        at(api, &format!("{PATH}/get/parameters/0"))["required"] = json!(false);
    });
    refused_when("the path parameter is not declared", "oauthTokenId", |api| {
        remove(api, &format!("{PATH}/get"), "parameters");
    });
    refused_when("the security scheme is not declared", "apiToken", |api| {
        remove(api, "/components", "securitySchemes");
    });
    refused_when("two operations share an id", "operationId", |api| {
        at(api, &format!("{PATH}/get"))["operationId"] = json!("userOauthToken.patch");
    });
    refused_when("a response refers to a file that nobody has", "nobody.json", |api| {
        let schema = format!("{PATH}/delete/responses/200/content/application~1json/schema");
        at(api, &schema)["$ref"] = json!("nobody.json");
    });
}

/// Everything that the validator finds, with no check switched off.
fn check(api: &Value) -> Result<(), String> {
    let spec: Spec = serde_json::from_value(api.clone()).map_err(|error| error.to_string())?;
    #[allow(clippy::default_trait_access)] // the type of the options is one of another crate
    spec.validate(Default::default(), Some(&mut schema_files()))
        .map_err(|error| error.to_string())?;
    // roas skips keys that it does not know, so a misspelt one shows only in what it writes back.
    let understood = serde_json::to_value(&spec).map_err(|error| error.to_string())?;
    match first_difference("", api, &understood) {
        Some(pointer) => Err(format!("OpenAPI 3.1 has no use for what stands at {pointer}")),
        None => Ok(()),
    }
}

/// Where `understood` says less than `api`, or something else.
fn first_difference(pointer: &str, api: &Value, understood: &Value) -> Option<String> {
    let child = |key: &str, api: &Value, understood: Option<&Value>| {
        let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        match understood {
            Some(understood) => first_difference(&pointer, api, understood),
            None => Some(pointer),
        }
    };
    match (api, understood) {
        (Value::Object(api), Value::Object(understood)) => api
            .iter()
            .find_map(|(key, value)| child(key, value, understood.get(key))),
        (Value::Array(api), Value::Array(understood)) => {
            let mut items = api.iter().enumerate();
            items.find_map(|(index, value)| child(&index.to_string(), value, understood.get(index)))
        }
        _ => (api != understood).then(|| pointer.to_owned()),
    }
}

/// The files of `schemas/` under the names by which the document refers to them.
fn schema_files() -> Loader {
    let mut loader = Loader::new();
    for entry in fs::read_dir(SCHEMAS).expect("the folder `schemas` is next to `tests`") {
        let path = entry.expect("a folder entry").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a UTF-8 file name");
            loader
                .preload_resource(name, read(&path))
                .expect("a file name is a relative reference");
        }
    }
    loader
}

/// The document, with the parameters of every action where OpenAPI has them: `x-global-parameters` names them once.
fn document() -> Value {
    let mut api = read(&Path::new(SCHEMAS).join("openapi.json"));
    let globals = api["x-global-parameters"].as_array().cloned().expect("an array");
    let paths = api["paths"].as_object_mut().expect("an object").values_mut();
    for action in paths.flat_map(|path| path.as_object_mut().expect("an object").values_mut()) {
        let parameters = action.as_object_mut().expect("an object").entry("parameters");
        let parameters = parameters
            .or_insert_with(|| json!([]))
            .as_array_mut()
            .expect("an array");
        parameters.extend(globals.iter().cloned());
    }
    api
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Breaks the document in one place and expects a refusal that mentions `culprit`.
fn refused_when(what: &str, culprit: &str, damage: impl FnOnce(&mut Value)) {
    let mut api = document();
    damage(&mut api);
    match check(&api) {
        Ok(()) => panic!("the document passed although {what}"),
        Err(problems) => assert!(problems.contains(culprit), "{what}, but the report says:\n{problems}"),
    }
}

fn at<'a>(api: &'a mut Value, pointer: &str) -> &'a mut Value {
    api.pointer_mut(pointer)
        .unwrap_or_else(|| panic!("openapi.json has nothing at {pointer}"))
}

fn remove(api: &mut Value, pointer: &str, key: &str) {
    let removed = at(api, pointer).as_object_mut().and_then(|object| object.remove(key));
    assert!(removed.is_some(), "openapi.json has no `{key}` at {pointer}");
}
