//! What is generated from odd input compiles.

use crate::hostile::{HOSTILE, MARKDOWN, hostile_schema};
use crate::names::properties;
use crate::nesting::{as_property, levels, nested};
use crate::support::cargo;

#[track_caller]
fn assert_compiles(files: &[(&str, &str)]) {
    if let Err(said) = cargo(&["check"], files) {
        panic!("the generated crate does not compile without a warning:\n{said}");
    }
}

/// Every word that Rust keeps for itself, now or later.
const KEYWORDS: [&str; 56] = [
    "abstract", "as", "async", "auto", "await", "become", "box", "break", "const", "continue", "crate", "default",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "raw", "ref", "return", "safe", "self", "Self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use",
    "virtual", "where", "while",
];

/// What generated code calls by name, or could.
const HELPERS: [&str; 44] = [
    "new",
    "build",
    "validate",
    "additional_properties",
    "additionalProperties",
    "from_json_exact",
    "fromJsonExact",
    "passes_fast_check",
    "distinct",
    "clone",
    "clone_from",
    "eq",
    "ne",
    "hash",
    "fmt",
    "serialize",
    "deserialize",
    "default",
    "from",
    "into",
    "try_from",
    "to_string",
    "as_str",
    "into_string",
    "as_ref",
    "known",
    "KNOWN",
    "schema",
    "SCHEMA",
    "map",
    "key",
    "Key",
    "name",
    "_name",
    "value",
    "items",
    "entries",
    "extra",
    "own",
    "serializer",
    "deserializer",
    "__Unknown",
    "f",
    "error",
];

/// Names that are no identifiers, some of which look alike once they are made one.
const ODD: [&str; 36] = [
    "",
    "$",
    "$ref2",
    "a-b",
    "a_b",
    "aB",
    "a b",
    "a.b",
    "AB",
    "1",
    "2fa",
    "-1",
    "@type",
    "é",
    "日本",
    "🙂",
    "\u{202e}",
    "\u{0}",
    "\n",
    "\"",
    "\\",
    "'",
    "`",
    "*/",
    "/*",
    "//",
    "#",
    "{",
    "}",
    "{}",
    "%s",
    "_",
    "__",
    "_a",
    "a_",
    "x\u{200d}y",
];

/// The same object once more: all its properties required, all of them nullable, and nothing else allowed.
fn in_every_presence(stem: &str, names: &[&str]) -> Vec<(String, String)> {
    let plain: serde_json::Value = serde_json::from_str(&properties(names)).unwrap();
    let mut required = plain.clone();
    required["required"] = names.into();
    let mut closed = plain.clone();
    closed["additionalProperties"] = false.into();
    let mut nullable = plain.clone();
    for (_, property) in nullable["properties"].as_object_mut().unwrap() {
        property["type"] = ["string", "null"][..].into();
    }
    let mut lists = plain.clone();
    for (_, property) in lists["properties"].as_object_mut().unwrap() {
        *property = serde_json::json!({"type": "array", "items": {"type": "string"}});
    }
    [
        ("Plain", plain),
        ("Required", required),
        ("Closed", closed),
        ("Nullable", nullable),
        ("Lists", lists),
    ]
    .into_iter()
    .map(|(kind, schema)| (format!("{stem}{kind}.json"), schema.to_string()))
    .collect()
}

fn odd_schemas() -> Vec<(String, String)> {
    let mut files = Vec::new();
    files.extend(in_every_presence("keywords", &KEYWORDS));
    files.extend(in_every_presence("helpers", &HELPERS));
    files.extend(in_every_presence("odd", &ODD));
    for (name, values) in [
        ("sort", &["asc", "ASC", "", "a-sc"][..]),
        ("keywordValues", &KEYWORDS),
        ("helperValues", &HELPERS),
        ("oddValues", &ODD),
        ("hostileValues", &HOSTILE),
        (
            "unknownValues",
            &["unknown", "Undocumented", "Unrecognized", "none", "Some", "ok"],
        ),
    ] {
        let schema = serde_json::json!({"type": "string", "enum": values});
        files.push((format!("{name}.json"), schema.to_string()));
    }
    for (number, hostile) in HOSTILE.iter().enumerate() {
        files.push((format!("hostile{number}.json"), hostile_schema(hostile)));
    }
    files
}

#[test]
fn odd_schemas_compile_without_a_warning() {
    let files = odd_schemas();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    assert_compiles(&files);
}

#[test]
fn odd_endpoints_compile_with_both_clients() {
    let text = |kind: &str| format!(r#"{{"type": "{kind}"}}"#);
    let parameter = |name: &str, place: &str, required: bool, kind: &str| {
        let schema = text(kind);
        format!(r#"{{"name": "{name}", "in": "{place}", "required": {required}, "schema": {schema}}}"#)
    };
    let json = |schema: &str| format!(r#"{{"application/json": {{"schema": {schema}}}}}"#);
    let (id, org) = (
        parameter("id", "path", true, "string"),
        parameter("Self", "path", true, "integer"),
    );
    let (send, body) = (
        parameter("client", "query", true, "boolean"),
        parameter("body", "query", false, "string"),
    );
    let thing = json(r##"{"$ref": "#/components/schemas/Thing"}"##);
    let list = json(r##"{"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}"##);
    let api = format!(
        r#"{{
  "openapi": "3.1.0",
  "servers": [{{"url": "https://api.example.com/v2"}}],
  "components": {{
"schemas": {{"Thing": {{"type": "object"}}}},
"securitySchemes": {{"token": {{"type": "oauth2"}}}}
  }},
  "security": [{{"token": ["things"]}}],
  "paths": {{
"/{{Self}}/things/{{id}}.json": {{
  "parameters": [{org}, {id}],
  "get": {{"operationId": "thing.send", "responses": {{
    "200": {{"description": "a \"quoted\" `one`", "content": {thing}}},
    "202": {{"description": "later"}},
    "404": {{"description": "none", "content": {thing}}},
    "5XX": {{"description": "some", "content": {list}}}
  }}}},
  "post": {{"operationId": "thing.new", "parameters": [{send}, {body}],
    "requestBody": {{"content": {thing}}}, "responses": {{"default": {{"description": "any", "content": {thing}}}}}}}
}},
"/things": {{
  "get": {{"operationId": "blocking.Client", "responses": {{"200": {{"description": "all", "content": {list}}}}}}},
  "put": {{"operationId": "new.Request", "requestBody": {{"required": true, "content": {list}}},
    "responses": {{"204": {{"description": "done"}}}}}}
}}
  }}
}}"#
    );
    let files = [("openapi.json", &*api)];
    for command in [&["check"][..], &["check", "--features", "client,blocking"]] {
        if let Err(said) = cargo(command, &files) {
            panic!("{command:?} fails on the generated crate:\n{said}");
        }
    }
}

#[test]
fn odd_schemas_are_documented_without_a_warning() {
    let files = odd_schemas();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    if let Err(said) = cargo(&["doc", "--no-deps"], &files) {
        panic!("rustdoc warns of the generated crate:\n{said}");
    }
}

#[test]
fn descriptions_are_documented_without_a_warning() {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut paths = serde_json::Map::new();
    let mut tags = Vec::new();
    for (number, text) in MARKDOWN.iter().enumerate() {
        files.push((format!("text{number}.json"), hostile_schema(text)));
        let parameter = |name: &str, required: bool| {
            serde_json::json!({
                "name": name, "in": "query", "required": required, "description": text, "deprecated": number % 3 == 0,
                "schema": {"type": "string", "default": text, "maxLength": 5, "description": text},
            })
        };
        tags.push(serde_json::json!({"name": format!("tag{number}"), "description": text}));
        let operation = serde_json::json!({
            "operationId": format!("tag{number}.send"),
            "tags": [format!("tag{number}")],
            "summary": text,
            "description": text,
            "deprecated": number % 3 == 1,
            "parameters": [parameter("needed", true), parameter("optional", false)],
            "responses": {
                "200": {"description": text, "content": {"application/json": {"schema": {"type": "string"}}}},
                "201": {"description": text, "content": {"application/json": {"schema": {"type": "integer"}}}},
                "404": {"description": text},
            },
        });
        paths.insert(format!("/text/{number}"), serde_json::json!({"post": operation}));
    }
    let api = serde_json::json!({
        "openapi": "3.1.0",
        "servers": [{"url": "https://api.example.com"}],
        "tags": tags,
        "paths": paths,
    });
    files.push(("openapi.json".to_owned(), api.to_string()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    // `cargo test` compiles the crate with its deprecated items, and would compile the code in the descriptions.
    for command in [
        &["doc", "--no-deps", "--features", "client,blocking"][..],
        &["test", "--doc", "--features", "client,blocking"],
    ] {
        if let Err(said) = cargo(command, &files) {
            panic!("{command:?} fails on the generated crate:\n{said}");
        }
    }
}

#[test]
fn types_with_many_members_compile() {
    let many = |each: fn(usize) -> String| (0..150).map(each).collect::<Vec<String>>().join(", ");
    let schema = format!(
        r#"{{
  "type": "object",
  "required": [{}],
  "properties": {{
{},
"choice": {{"oneOf": [{}]}}
  }}
}}"#,
        many(|n| format!(r#""p{n}""#)),
        many(|n| format!(r#""p{n}": {{"enum": ["v{n}", "w"]}}"#)),
        many(|n| format!(r#"{{"type": "object", "properties": {{"c{n}": {{"const": "x{n}"}}}}}}"#)),
    );
    assert_compiles(&[("device.json", &schema)]);
}

#[test]
fn tables_and_patterns_may_want_one_name() {
    assert_compiles(&[(
        "device.json",
        r##"{
            "pattern": "^a b$",
            "anyOf": [
                {"not": {"$ref": "#/definitions/devicePattern"}},
                {"not": {"$ref": "#/definitions/kept/definitions/devicePattern"}}
            ],
            "definitions": {
                "devicePattern": {"not": {"type": "null"}},
                "kept": {"definitions": {"devicePattern": {"not": {"type": "array"}}}}
            }
        }"##,
    )]);
}

#[test]
fn schemas_nested_as_deep_as_allowed_compile() {
    for (what, open, close, levels) in [
        ("objects", "{\"type\":\"object\",\"properties\":{\"x\":", "}}", 29),
        ("lists", "{\"type\":\"array\",\"items\":", "}", 59),
        ("maps", "{\"type\":\"object\",\"additionalProperties\":", "}", 59),
        (
            "choices",
            "{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"string\"},",
            "]}",
            29,
        ),
    ] {
        if let Err(said) = cargo(&["check"], &[("device.json", &nested(open, close, levels))]) {
            panic!("{what} nested {levels} deep are accepted, but do not compile:\n{said}");
        }
    }
    let through_references = levels(110, as_property);
    assert_compiles(&[("device.json", &through_references)]);
}

/// Types of every kind with these names, a crate for each kind.
fn assert_type_names_compile(names: &[&str]) {
    type Schema = fn(usize, &str) -> String;
    let kinds: [(&str, Schema); 5] = [
        ("struct", |_, name| {
            format!(
                r#"{{
                    "type": "object",
                    "properties": {{
                        "its {name}": {{"type": "string"}},
                        "y": {{"type": ["string", "null"]}},
                        "z": {{"type": "array"}}
                    }},
                    "required": ["its {name}"]
                }}"#
            )
        }),
        ("enum", |_, name| {
            format!(r#"{{"type": "string", "enum": ["x", "{name}"]}}"#)
        }),
        ("text", |index, _| {
            format!(r#"{{"type": "string", "pattern": "^[a-z]+$", "maxLength": {index}}}"#)
        }),
        ("list", |index, _| {
            format!(r#"{{"type": "array", "items": {{"type": "string"}}, "maxItems": {index}}}"#)
        }),
        ("json", |_, name| format!(r#"{{"not": {{"const": "{name}"}}}}"#)),
    ];
    let mut said = String::new();
    for (kind, schema) in kinds {
        let files: Vec<(String, String)> = names
            .iter()
            .enumerate()
            .map(|(index, name)| (format!("{name}.json"), schema(index + 1, name)))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        if let Err(errors) = cargo(&["check"], &files) {
            said.push_str(kind);
            said.push_str(":\n");
            said.push_str(&errors);
        }
    }
    assert!(said.is_empty(), "some types cannot have these names:\n{said}");
}

#[test]
fn a_type_may_be_called_by_one_letter() {
    let letters: Vec<String> = ('a'..='z').map(String::from).collect();
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    assert_type_names_compile(&letters);
}

#[test]
fn a_type_may_be_called_like_the_inside_of_a_macro() {
    assert_type_names_compile(&["key", "keyVisitor", "objectVisitor", "textVisitor", "branch", "writer"]);
}

#[test]
fn a_type_may_be_called_like_a_trait_of_serde() {
    assert_type_names_compile(&[
        "visitor",
        "mapAccess",
        "serializeMap",
        "serialize",
        "serializer",
        "deserialize",
        "deserializer",
    ]);
}

#[test]
fn types_may_be_called_like_those_of_rust_and_of_the_runtime() {
    let names = [
        "option",
        "string",
        "vec",
        "box",
        "result",
        "some",
        "default",
        "clone",
        "debug",
        "eq",
        "hash",
        "from",
        "into",
        "iterator",
        "send",
        "sized",
        "copy",
        "bool",
        "str",
        "u8",
        "bTreeMap",
        "maybe",
        "unknown",
        "json",
        "jsonObject",
        "number",
        "integer",
        "timestamp",
        "date",
        "uuid",
        "uri",
        "exact",
        "openEnum",
        "violations",
        "schema",
        "rule",
        "type",
        "ref",
        "closed",
        "object",
        "choice",
        "wire",
        "types",
        "self",
        "super",
        "crate",
    ];
    let schema = |name: &str| {
        let other = if name == "option" { "string" } else { "option" };
        format!(
            r#"{{
                "type": "object",
                "properties": {{
                    "other": {{"$ref": "{other}.json"}},
                    "list": {{"type": "array", "items": {{"type": "string"}}}},
                    "map": {{"type": "object", "additionalProperties": {{"type": "string"}}}},
                    "time": {{"type": "string", "format": "date-time"}},
                    "any": {{}},
                    "maybe": {{"type": ["string", "null"]}},
                    "number": {{"type": "number"}},
                    "{name}Kind": {{"enum": ["a", "{name}"]}}
                }}
            }}"#
        )
    };
    let files: Vec<(String, String)> = names
        .iter()
        .map(|name| (format!("{name}.json"), schema(name)))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    assert_compiles(&files);
}

#[test]
fn a_value_may_be_called_like_an_associated_type() {
    assert_compiles(&[(
        "outcome.json",
        r#"{"enum": ["ok", "err", "error", "target", "output", "item"]}"#,
    )]);
}

#[test]
fn setters_of_different_properties_stay_apart() {
    let names = ["new", "withNew", "build", "with_build"];
    assert_compiles(&[("device.json", &properties(&names))]);
    assert_compiles(&[(
        "device.json",
        r#"{
            "type": "object",
            "properties": {"name": {"type": ["string", "null"]}, "clearName": {"type": "boolean"}}
        }"#,
    )]);
}

#[test]
fn names_that_rust_takes_for_one_stay_apart() {
    // The same letter, in one sign and in two: Rust compares identifiers in normalised form.
    assert_compiles(&[("device.json", &properties(&["\u{e9}", "e\u{301}"]))]);
}

#[test]
fn letters_that_rust_warns_of_are_spelled_otherwise() {
    assert_compiles(&[(
        "device.json",
        &properties(&[
            "\u{fb01}", "\u{212a}", "\u{3b1}", "\u{430}", "\u{2167}", "\u{1c5}", "\u{1c6}", "i", "\u{131}", "ß",
            "\u{1e9e}", "\u{13e3}",
        ]),
    )]);
}

#[test]
fn a_text_that_leads_back_to_itself_may_be_one_of_several() {
    assert_compiles(&[(
        "device.json",
        r##"{
            "anyOf": [{"type": "string", "maxLength": 1}, {"$ref": "#/definitions/name"}, {"enum": ["x"]}],
            "definitions": {"name": {"type": "string", "propertyNames": {"$ref": "#/definitions/name"}}}
        }"##,
    )]);
}

#[test]
fn a_field_may_be_called_like_a_newtype() {
    let holder = r#"{
        "type": "object",
        "properties": {
            "\u540d\u524d": {"type": "string", "pattern": "^[a-z]+$"},
            "\u540d\u524d_": {"type": "string"},
            "\u5024": {"not": {"type": "null"}}
        },
        "required": ["\u540d\u524d"]
    }"#;
    assert_compiles(&[("first.json", holder), ("second.json", holder), ("\u{5024}.json", "{}")]);
}

/// Compiles what needs a client, with a warning about everything that is not used as an error.
fn assert_uses_everything(files: &[(&str, &str)]) {
    if let Err(said) = cargo(&["check", "--features", "client,blocking"], files) {
        panic!("{said}");
    }
}

#[test]
fn nothing_is_imported_that_is_not_used() {
    for (what, schema) in [
        (
            "a property that is called kind",
            r#"{"type": "object", "properties": {"kind": {"type": "string"}}}"#,
        ),
        (
            "a description with the name of a type",
            r#"{"type": "string", "description": "A Timestamp in a BTreeMap."}"#,
        ),
        ("values that are called like types", r#"{"enum": ["date", "uri"]}"#),
        ("a choice", r#"{"type": ["string", "boolean"]}"#),
        ("a schema that says nothing", "{}"),
        (
            "texts that look like code",
            r#"{"type": "object", "properties": {
                "kind::x": {"type": "boolean"}, "schema::x": true, "formats::x": true, "pattern::x": true, "Value::x": true
            }}"#,
        ),
    ] {
        if let Err(said) = cargo(&["check"], &[("device.json", schema)]) {
            panic!("{what}:\n{said}");
        }
    }
    let texts = "Status Header { x } (Parameter { x }) RequestBody { Response { types:: json_text RequestCheck";
    let api = serde_json::json!({
        "openapi": "3.1.0",
        "tags": [{"name": "device", "description": texts}],
        "paths": {"/path_segment": {"get": {
            "operationId": "device.get",
            "summary": texts,
            "description": texts,
            "responses": {},
        }}},
    });
    assert_uses_everything(&[
        ("flag.json", r#"{"type": "boolean"}"#),
        ("openapi.json", &api.to_string()),
    ]);
    let named = api_with_body(&[
        "header_value",
        "json_text",
        "path_segment",
        "path_value",
        "push_query",
        "push_query_value",
        "Status",
        "TextForm",
        "types",
    ]);
    assert_uses_everything(&[DEVICE, ("openapi.json", &named)]);
}

/// An operation that has these parameters, and a body that may be left out.
fn api_with_body(names: &[&str]) -> String {
    let operation = serde_json::json!({
        "operationId": "device.put",
        "parameters": parameters("path", names),
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "device.json"}}}},
        "responses": {},
    });
    let path = format!("/{{{}}}", names.join("}/{"));
    let paths = serde_json::json!({path: {"put": operation}});
    serde_json::json!({"openapi": "3.1.0", "paths": paths}).to_string()
}

/// A document with these operations, each of them by id and path.
fn api(operations: &[(&str, &str)], parameters: &serde_json::Value) -> String {
    let paths: serde_json::Map<String, serde_json::Value> = operations
        .iter()
        .map(|(id, path)| {
            let operation = serde_json::json!({
                "operationId": id,
                "parameters": parameters,
                "responses": {"200": {
                    "description": "x",
                    "content": {"application/json": {"schema": {"$ref": "device.json"}}},
                }},
            });
            ((*path).to_owned(), serde_json::json!({"get": operation}))
        })
        .collect();
    serde_json::json!({"openapi": "3.1.0", "paths": paths}).to_string()
}

fn parameters(place: &str, names: &[&str]) -> serde_json::Value {
    let describe = |name: &&str| serde_json::json!({"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}});
    names.iter().map(describe).collect()
}

const DEVICE: (&str, &str) = ("device.json", r#"{"type": "object"}"#);

#[test]
fn a_resource_may_be_called_like_what_generated_code_uses_or_in_any_script() {
    let resources = [
        "typewright_runtime",
        "types",
        "client",
        "request",
        "self",
        "crate",
        "core",
        "std",
        "123",
        "日本",
        "gerät",
    ];
    let operations: Vec<(String, String)> = resources
        .iter()
        .enumerate()
        .map(|(index, resource)| (format!("{resource}.get"), format!("/{index}")))
        .collect();
    let operations: Vec<(&str, &str)> = operations.iter().map(|(id, path)| (&**id, &**path)).collect();
    let api = api(&operations, &parameters("query", &["q"]));
    for command in [&["check"][..], &["check", "--features", "client,blocking"]] {
        if let Err(said) = cargo(command, &[DEVICE, ("openapi.json", &api)]) {
            panic!("{command:?} fails on the generated crate:\n{said}");
        }
    }
}

#[test]
fn actions_without_a_type_of_their_own_compile() {
    let api = |parameters: &str| {
        format!(
            r#"{{"openapi": "3.1.0", "paths": {{"/ping": {{"get": {{
                "operationId": "ping", "parameters": [{parameters}], "responses": {{"204": {{"description": "x"}}}}
            }}}}}}}}"#
        )
    };
    assert_compiles(&[("openapi.json", &api(""))]);
    assert_uses_everything(&[("openapi.json", &api(""))]);
    let limited = r#"{"name": "times", "in": "query", "schema": {"type": "integer", "minimum": 1}}"#;
    assert_compiles(&[("openapi.json", &api(limited))]);
    assert_uses_everything(&[("openapi.json", &api(limited))]);
}

#[test]
fn an_action_may_be_called_like_what_generated_code_uses() {
    let actions = [
        "status",
        "tokenUse",
        "response",
        "endpoint",
        "metadata",
        "method",
        "parameter",
        "header",
        "requestBody",
        "requestCheck",
        "string",
        "option",
        "vec",
        "into",
        "self",
        "default",
        "types",
        "clone",
        "result",
        "ok",
        "none",
        "pathSegment",
    ];
    // Each in a module of its own, so that one does not hide what is wrong with the next.
    let operations: Vec<(String, String)> = actions
        .iter()
        .map(|action| (format!("of{action}.{action}"), format!("/{action}")))
        .collect();
    let operations: Vec<(&str, &str)> = operations.iter().map(|(id, path)| (&**id, &**path)).collect();
    let api = api(&operations, &parameters("query", &["q"]));
    assert_compiles(&[DEVICE, ("openapi.json", &api)]);
}

#[test]
fn a_resource_and_what_it_keeps_may_be_called_like_what_generated_code_uses() {
    for (id, parameter) in [
        ("types.get", "client"),
        ("losantRuntime.get", "inner"),
        ("clone.self", "self"),
    ] {
        let get = serde_json::json!({
            "operationId": id,
            "parameters": [{
                "name": parameter,
                "in": "path",
                "required": true,
                "schema": {"type": "string", "pattern": "^[a-z]+$"},
            }],
            "responses": {
                "200": {"description": "x", "content": {"application/json": {"schema": {"$ref": "device.json"}}}},
                "204": {"description": "y"},
            },
        });
        let paths = serde_json::json!({format!("/{{{parameter}}}"): {"get": get}});
        let api = serde_json::json!({"openapi": "3.1.0", "paths": paths}).to_string();
        let command = ["check", "--features", "client,blocking"];
        if let Err(said) = cargo(&command, &[DEVICE, ("openapi.json", &api)]) {
            panic!("{id} with the parameter {parameter}:\n{said}");
        }
    }
}

#[test]
fn errors_with_text_and_without_a_body_are_one_type() {
    let api = r#"{"openapi": "3.1.0", "paths": {"/file": {"get": {
        "operationId": "file.get",
        "responses": {
            "204": {"description": "x"},
            "404": {"description": "y", "content": {"text/plain": {"schema": {"type": "string"}}}},
            "409": {"description": "z"}
        }
    }}}}"#;
    assert_compiles(&[("openapi.json", api)]);
}

#[test]
fn an_operation_may_begin_with_a_digit() {
    let api = api(&[("2fa.list", "/x")], &parameters("query", &["3d"]));
    assert_compiles(&[DEVICE, ("openapi.json", &api)]);
}

#[test]
fn a_parameter_may_be_called_like_what_generated_code_uses() {
    let names = [
        "new", "body", "path", "query", "url", "validate", "type", "self", "value", "check", "clone", "fmt", "eq",
        "hash", "into", "q[]", "$filter", "METADATA", "a-b", "a_b",
    ];
    let in_query = api(&[("device.get", "/x")], &parameters("query", &names));
    assert_compiles(&[DEVICE, ("openapi.json", &in_query)]);
    let path = "/{body}/{self}/{type}/{path}";
    let in_path = api(
        &[("device.get", path)],
        &parameters("path", &["body", "self", "type", "path"]),
    );
    assert_compiles(&[DEVICE, ("openapi.json", &in_path)]);
}
