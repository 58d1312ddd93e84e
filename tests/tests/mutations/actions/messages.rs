//! Requests and responses that follow an OpenAPI document, written without generated code.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::document::{Action, resolved};
use crate::folder::Folder;
use crate::instances::Maker;

/// How many values of a schema are tried.
const VALUES: usize = 4;

/// A request or a response.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// The method, or the status.
    pub start: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Requests of an action: with what is required, with everything, and with each optional part alone.
pub fn requests(action: &Action, files: &BTreeMap<String, Value>) -> Vec<Message> {
    let operation = action.operation();
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let values: Vec<Vec<Value>> = parameters
        .iter()
        .map(|parameter| values(action, files, schema_of(parameter)))
        .collect();
    let bodies = bodies(action, files);
    let optional = |index: &usize| parameters[*index]["required"] != true;
    let all: Vec<usize> = (0..parameters.len()).collect();
    let required: Vec<usize> = all.iter().copied().filter(|index| !optional(index)).collect();
    let mut chosen = vec![required.clone(), all.clone()];
    for index in all.iter().copied().filter(optional) {
        chosen.push(required.iter().copied().chain([index]).collect());
    }
    let mut found = Vec::new();
    for (round, chosen) in chosen.iter().enumerate() {
        for turn in 0..VALUES {
            let body = match bodies.len() {
                0 => None,
                count => Some(&bodies[(round + turn) % count]),
            };
            for credentials in credentials(action) {
                let mut message = Message {
                    start: action.method.to_uppercase(),
                    ..credentials
                };
                let parts = chosen.iter().filter_map(|index| {
                    let list = &values[*index];
                    let value = list.get(turn % list.len().max(1))?;
                    Some((&parameters[*index], value))
                });
                let path = format!("{}{}", action.base(), action.path);
                write_parameters(&mut message, &path, parts);
                if let Some((media_type, text)) = body.and_then(Option::as_ref) {
                    message.headers.push(("content-type".to_owned(), media_type.clone()));
                    message.body.clone_from(text);
                }
                found.push(message);
            }
        }
    }
    found
}

/// The successful responses of an action.
pub fn responses(action: &Action, files: &BTreeMap<String, Value>) -> Vec<Message> {
    let responses = action.operation()["responses"].as_object().cloned().unwrap_or_default();
    let mut found = Vec::new();
    for (status, response) in responses.iter().filter(|(status, _)| status.starts_with('2')) {
        let response = resolved(&action.document, response.clone());
        let message = Message {
            start: status.replace("XX", "00"),
            ..Message::default()
        };
        let content = response["content"].as_object().cloned().unwrap_or_default();
        if content.is_empty() {
            found.push(message.clone());
        }
        for (media_type, media) in &content {
            for text in texts(action, files, media_type, media) {
                let headers = vec![("content-type".to_owned(), media_type.clone())];
                found.push(Message {
                    headers,
                    body: text,
                    ..message.clone()
                });
            }
        }
    }
    found
}

/// The bodies of a request, each with its media type.
fn bodies(action: &Action, files: &BTreeMap<String, Value>) -> Vec<Option<(String, String)>> {
    let Some(body) = action.operation().get("requestBody") else {
        return Vec::new();
    };
    let body = resolved(&action.document, body.clone());
    let mut found = Vec::new();
    if body["required"] != true {
        found.push(None);
    }
    for (media_type, media) in body["content"].as_object().into_iter().flatten() {
        for text in texts(action, files, media_type, media) {
            found.push(Some((media_type.clone(), text)));
        }
    }
    found
}

/// Bodies of a media type. Those of multipart are left to other tests.
fn texts(action: &Action, files: &BTreeMap<String, Value>, media_type: &str, media: &Value) -> Vec<String> {
    let schema = media.get("schema").cloned().unwrap_or(Value::Bool(true));
    if media_type.starts_with("multipart/") {
        return Vec::new();
    }
    if media_type.ends_with("json") {
        return values(action, files, &schema).iter().map(Value::to_string).collect();
    }
    if media_type == "application/x-www-form-urlencoded" {
        let values = values(action, files, &schema).into_iter();
        return values
            .filter_map(|value| Some(form(value.as_object()?, media)))
            .collect();
    }
    vec!["some text".to_owned()]
}

fn form(fields: &Map<String, Value>, media: &Value) -> String {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let is_joined = media["encoding"][name]["explode"] == false;
        match value {
            Value::Array(items) if is_joined => pairs.push(pair(name, &joined(items, ","))),
            Value::Array(items) => pairs.extend(items.iter().map(|item| pair(name, &text(item)))),
            value => pairs.push(pair(name, &text(value))),
        }
    }
    pairs.join("&")
}

fn schema_of(parameter: &Value) -> &Value {
    let content = parameter["content"]
        .as_object()
        .and_then(|content| content.values().next());
    content.map_or(&parameter["schema"], |media| &media["schema"])
}

/// Valid values of a schema of the document, different from each other.
fn values(action: &Action, files: &BTreeMap<String, Value>, schema: &Value) -> Vec<Value> {
    const TRIES: usize = 40;
    let mut document = match schema {
        Value::Object(schema) => Value::Object(schema.clone()),
        _ => json!({}),
    };
    // References to components lead into the same file.
    document["components"] = action.document.get("components").cloned().unwrap_or_default();
    let mut documents: HashMap<String, Value> = files.clone().into_iter().collect();
    documents.insert("value.json".to_owned(), document);
    let folder = Folder::with(documents);
    let root = folder.root("value.json");
    let oracle = folder.oracle("value.json");
    let mut maker = Maker::new(&folder, root, 1);
    let mut found: Vec<Value> = Vec::new();
    for _ in 0..TRIES {
        if let Some((value, _)) = maker.instance(root)
            && oracle.is_valid(&value)
            && !found.contains(&value)
        {
            found.push(value);
        }
        if found.len() == VALUES {
            break;
        }
    }
    found
}

/// The credentials that each alternative asks for.
fn credentials(action: &Action) -> Vec<Message> {
    let own = action.operation().get("security");
    let list = own.or_else(|| action.document.get("security"));
    let list = list.and_then(Value::as_array).cloned().unwrap_or_default();
    let schemes = &action.document["components"]["securitySchemes"];
    let mut found: Vec<Message> = list
        .iter()
        .map(|alternative| {
            let mut message = Message::default();
            for name in alternative.as_object().into_iter().flatten().map(|(name, _)| name) {
                let scheme = &schemes[name];
                let kind = scheme["scheme"].as_str().map(str::to_lowercase);
                let header = match (scheme["type"].as_str(), scheme["in"].as_str(), kind.as_deref()) {
                    (Some("apiKey"), Some("query"), _) => {
                        let name = scheme["name"].as_str().unwrap_or_default();
                        message.target = pair(name, "secret");
                        continue;
                    }
                    (Some("apiKey"), Some("cookie"), _) => (
                        "cookie".to_owned(),
                        format!("{}=secret", scheme["name"].as_str().unwrap_or_default()),
                    ),
                    (Some("apiKey"), ..) => (
                        scheme["name"].as_str().unwrap_or_default().to_owned(),
                        "secret".to_owned(),
                    ),
                    (_, _, Some("basic")) => ("authorization".to_owned(), "Basic dTpw".to_owned()),
                    _ => ("authorization".to_owned(), "Bearer secret".to_owned()),
                };
                message.headers.push(header);
            }
            message
        })
        .collect();
    if found.is_empty() {
        found.push(Message::default());
    }
    found
}

/// Writes the parameters in their styles. `target` holds what is in the query already.
fn write_parameters<'a>(message: &mut Message, path: &str, parts: impl Iterator<Item = (&'a Value, &'a Value)>) {
    let mut path = path.to_owned();
    let mut query: Vec<String> = Vec::new();
    if !message.target.is_empty() {
        query.push(std::mem::take(&mut message.target));
    }
    let mut cookies = Vec::new();
    for (parameter, value) in parts {
        let name = parameter["name"].as_str().unwrap_or_default();
        let place = parameter["in"].as_str().unwrap_or_default();
        let default = if matches!(place, "query" | "cookie") {
            "form"
        } else {
            "simple"
        };
        let style = match parameter["x-style"].as_str() {
            Some(style) => style,
            None => parameter["style"].as_str().unwrap_or(default),
        };
        let explode = parameter["explode"].as_bool().unwrap_or(style == "form");
        if parameter.get("content").is_some() {
            query.push(pair(name, &value.to_string()));
            continue;
        }
        match place {
            "path" => path = path.replace(&format!("{{{name}}}"), &in_path(name, value, style, explode)),
            "header" => message.headers.push((name.to_owned(), simple(value, explode, ","))),
            "cookie" => cookies.push(pair(name, &simple(value, false, ","))),
            _ => query.extend(in_query(name, value, style, explode)),
        }
    }
    if !cookies.is_empty() {
        message.headers.push(("cookie".to_owned(), cookies.join("; ")));
    }
    let separator = if path.contains('?') { '&' } else { '?' };
    message.target = path;
    if !query.is_empty() {
        let _ = write!(message.target, "{separator}{}", query.join("&"));
    }
}

fn in_query(name: &str, value: &Value, style: &str, explode: bool) -> Vec<String> {
    let separator = match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        _ => ",",
    };
    match (value, style, explode) {
        (Value::Object(members), "deepObject" | "brackets", _) => members
            .iter()
            .map(|(key, value)| pair(&format!("{name}[{key}]"), &text(value)))
            .collect(),
        (Value::Array(items), "deepObject" | "brackets", _) => items
            .iter()
            .enumerate()
            .map(|(index, value)| pair(&format!("{name}[{index}]"), &text(value)))
            .collect(),
        (Value::Array(items), "form", true) => items.iter().map(|item| pair(name, &text(item))).collect(),
        (Value::Object(members), "form", true) => members.iter().map(|(key, value)| pair(key, &text(value))).collect(),
        (value, _, _) => vec![pair(name, &simple(value, false, separator))],
    }
}

fn in_path(name: &str, value: &Value, style: &str, explode: bool) -> String {
    match (style, value, explode) {
        ("label", value, true) => format!(".{}", escaped(&simple(value, true, "."))),
        ("label", value, false) => format!(".{}", escaped(&simple(value, false, ","))),
        ("matrix", Value::Array(items), true) => items
            .iter()
            .map(|item| format!(";{name}={}", escaped(&text(item))))
            .collect::<Vec<String>>()
            .concat(),
        ("matrix", Value::Object(members), true) => members
            .iter()
            .map(|(key, value)| format!(";{key}={}", escaped(&text(value))))
            .collect::<Vec<String>>()
            .concat(),
        ("matrix", value, _) => format!(";{name}={}", escaped(&simple(value, false, ","))),
        (_, value, explode) => escaped(&simple(value, explode, ",")),
    }
}

/// A value as `simple` writes it.
fn simple(value: &Value, explode: bool, separator: &str) -> String {
    match value {
        Value::Array(items) => joined(items, separator),
        Value::Object(members) => {
            let between = if explode { "=" } else { separator };
            let pairs = members
                .iter()
                .map(|(key, value)| format!("{key}{between}{}", text(value)));
            pairs.collect::<Vec<String>>().join(separator)
        }
        value => text(value),
    }
}

fn joined(items: &[Value], separator: &str) -> String {
    items.iter().map(text).collect::<Vec<String>>().join(separator)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", escaped(name), escaped(value))
}

/// A text with all but letters, digits and a few signs percent-encoded.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,=".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}
