//! Requests that are made from the description of an action in `openapi.json`, with values that its schemas allow.

use fastrand::Rng;
use http::Request;
use jsonschema::Validator;
use losant::Json;
use losant::endpoint::Metadata;
use serde_json::Value;

use crate::folder::{Folder, Rules};
use crate::instances::Maker;
use crate::reader::percent_encoded;

const DOCUMENT: &str = "openapi.json";

/// How often a value is made until the oracle accepts it. Some makers contradict themselves.
const ATTEMPTS: usize = 1000;

const BOUNDARY: &str = "a-boundary-that-no-value-has";

/// What the document says about an action.
pub struct Description {
    folder: &'static Folder,
    metadata: &'static Metadata,
    parameters: Vec<Parameter>,
    body: Option<Body>,
}

struct Parameter {
    name: &'static str,
    place: &'static str,
    required: bool,
    style: Style,
    schema: Schema,
}

/// How the value of a parameter is written.
enum Style {
    Json,
    /// `name[key]=value`.
    Brackets,
    /// `name=value`, for each item of an array.
    Form,
}

struct Body {
    required: bool,
    content: Content,
}

enum Content {
    Json(Schema),
    /// The parts with their names, and whether each is required.
    Multipart(Vec<(&'static str, bool, Schema)>),
}

/// A schema with its oracle.
struct Schema {
    rules: Rules<'static>,
    oracle: Validator,
}

/// A request, as it is sent.
#[derive(Debug, Clone)]
pub struct Generated {
    pub method: &'static str,
    /// The path, percent-encoded.
    pub path: String,
    /// The names and values of the query.
    pub query: Vec<(String, String)>,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
    /// The body, if it is JSON.
    pub json: Option<Json>,
}

impl Description {
    /// Reads what the document says about an action.
    pub fn of(folder: &'static Folder, metadata: &'static Metadata) -> Self {
        let item = &folder.root(DOCUMENT).schema["paths"][metadata.path];
        let action = &item[metadata.method.as_str().to_lowercase()];
        assert_eq!(action["operationId"], metadata.operation_id);
        let parameters = action["parameters"].as_array().into_iter().flatten();
        Self {
            folder,
            metadata,
            parameters: parameters.map(|parameter| Parameter::read(folder, parameter)).collect(),
            body: action.get("requestBody").map(|body| Body::read(folder, body)),
        }
    }

    /// Makes a request. Parts that are not required are there or not.
    pub fn request(&self, seed: u64) -> Generated {
        let mut rng = Rng::with_seed(seed);
        let mut generated = Generated {
            method: self.metadata.method.as_str(),
            path: self.metadata.path.to_owned(),
            query: Vec::new(),
            content_type: None,
            body: Vec::new(),
            json: None,
        };
        for parameter in &self.parameters {
            if parameter.required || rng.bool() {
                self.fill(parameter, &mut rng, &mut generated);
            }
        }
        match &self.body {
            Some(body) if body.required || rng.u8(..4) > 0 => self.fill_body(&body.content, &mut rng, &mut generated),
            _ => {}
        }
        generated
    }

    fn fill(&self, parameter: &Parameter, rng: &mut Rng, generated: &mut Generated) {
        let what = format!("{} {}", self.metadata.operation_id, parameter.name);
        match parameter.place {
            "path" => {
                // These segments change the path, so that no client sends them.
                let stays = |value: &Value| !matches!(value.as_str(), None | Some("" | "." | ".."));
                let value = parameter.schema.value(self.folder, rng, &what, stays);
                let segment = percent_encoded(value.as_str().expect("a string"));
                generated.path = generated.path.replace(&format!("{{{}}}", parameter.name), &segment);
            }
            "query" => {
                let suits = |value: &Value| matches!(parameter.style, Style::Json) || is_written(value);
                let value = parameter.schema.value(self.folder, rng, &what, suits);
                match parameter.style {
                    Style::Json => generated.query.push((parameter.name.to_owned(), value.to_string())),
                    Style::Brackets => brackets(parameter.name, &value, &mut generated.query),
                    Style::Form => form(parameter.name, &value, &mut generated.query),
                }
            }
            other => panic!("{what}: a parameter in the {other}"),
        }
    }

    fn fill_body(&self, content: &Content, rng: &mut Rng, generated: &mut Generated) {
        let what = format!("{} body", self.metadata.operation_id);
        match content {
            Content::Json(schema) => {
                let text = schema.value(self.folder, rng, &what, |_| true).to_string();
                generated.json = Some(Json::parse(&text).expect("JSON"));
                generated.content_type = Some("application/json".to_owned());
                generated.body = text.into();
            }
            Content::Multipart(parts) => {
                let mut body = Vec::new();
                for (name, required, schema) in parts {
                    if *required || rng.bool() {
                        let value = schema.value(self.folder, rng, &what, |_| true);
                        body.push(format!(
                            "--{BOUNDARY}\r\n{}\r\n",
                            part(name, schema.rules.schema, &value)
                        ));
                    }
                }
                generated.content_type = Some(format!("multipart/form-data; boundary={BOUNDARY}"));
                generated.body = format!("{}--{BOUNDARY}--\r\n", body.concat()).into();
            }
        }
    }
}

impl Parameter {
    fn read(folder: &'static Folder, parameter: &'static Value) -> Self {
        let content = parameter.pointer("/content/application~1json/schema");
        let schema = content.or_else(|| parameter.get("schema"));
        Self {
            name: parameter["name"].as_str().expect("a name"),
            place: parameter["in"].as_str().expect("a place"),
            required: parameter["required"] == true,
            style: match parameter.get("x-style") {
                _ if content.is_some() => Style::Json,
                Some(style) if style == "brackets" => Style::Brackets,
                Some(other) => panic!("teach the test the style {other}"),
                None => Style::Form,
            },
            schema: Schema::new(folder, schema.expect("a schema")),
        }
    }
}

impl Body {
    fn read(folder: &'static Folder, body: &'static Value) -> Self {
        let content = &body["content"];
        let json = content.pointer("/application~1json/schema");
        Self {
            required: body["required"] == true,
            content: match json {
                Some(schema) => Content::Json(Schema::new(folder, schema)),
                None => {
                    let schema = &content["multipart/form-data"]["schema"];
                    let required = schema["required"].as_array().into_iter().flatten();
                    let required: Vec<&Value> = required.collect();
                    let parts = schema["properties"].as_object().expect("parts").iter();
                    let part = |(name, schema): (&'static String, &'static Value)| {
                        let is_required = required.iter().any(|required| *required == name);
                        (name.as_str(), is_required, Schema::new(folder, schema))
                    };
                    Content::Multipart(parts.map(part).collect())
                }
            },
        }
    }
}

impl Schema {
    fn new(folder: &'static Folder, schema: &'static Value) -> Self {
        let rules = Rules { file: DOCUMENT, schema };
        Self {
            rules,
            oracle: folder.oracle_of(rules),
        }
    }

    /// A value that the schema allows.
    fn value(&self, folder: &'static Folder, rng: &mut Rng, what: &str, suits: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..ATTEMPTS {
            let mut maker = Maker::new(folder, self.rules, rng.u64(..));
            match maker.instance(self.rules) {
                Some((value, _)) if self.oracle.is_valid(&value) && suits(&value) => return value,
                _ => {}
            }
        }
        panic!("{what}: no value was found that the schema allows");
    }
}

/// Whether a query can say all of a value: `null`, `{}` and `[]` have no form there.
fn is_written(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty() && items.iter().all(is_written),
        Value::Object(properties) => !properties.is_empty() && properties.values().all(is_written),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// A value as names and values of a query, one for each item of an array.
fn form(name: &str, value: &Value, query: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| form(name, item, query)),
        item => brackets(name, item, query),
    }
}

/// A value as names and values of a query: `name`, `name[key]`, `name[0][key]`.
fn brackets(name: &str, value: &Value, query: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => query.push((name.to_owned(), text.clone())),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                brackets(&format!("{name}[{index}]"), item, query);
            }
        }
        Value::Object(properties) => {
            for (key, value) in properties {
                brackets(&format!("{name}[{key}]"), value, query);
            }
        }
        other => query.push((name.to_owned(), other.to_string())),
    }
}

/// A part of a multipart body. A schema that says nothing is that of a file.
fn part(name: &str, schema: &Value, value: &Value) -> String {
    let disposition = format!("Content-Disposition: form-data; name=\"{name}\"");
    match value {
        _ if schema == &serde_json::json!({}) => {
            format!("{disposition}; filename=\"report.csv\"\r\nContent-Type: text/csv\r\n\r\nvoltage,22.4\n{value}")
        }
        Value::String(text) => format!("{disposition}\r\n\r\n{text}"),
        Value::Object(_) => format!("{disposition}\r\nContent-Type: application/json\r\n\r\n{value}"),
        other => format!("{disposition}\r\n\r\n{other}"),
    }
}

impl Generated {
    /// The request as it is sent, with this access token.
    pub fn http(&self, token: &str) -> Request<Vec<u8>> {
        let pairs = self.query.iter();
        let pairs = pairs.map(|(name, value)| format!("{}={}", percent_encoded(name), percent_encoded(value)));
        let query = pairs.collect::<Vec<String>>().join("&");
        let separator = if query.is_empty() { "" } else { "?" };
        let mut request = Request::builder()
            .method(self.method)
            .uri(format!("{}{separator}{query}", self.path))
            .header("authorization", format!("Bearer {token}"));
        if let Some(content_type) = &self.content_type {
            request = request.header("content-type", content_type);
        }
        request.body(self.body.clone()).expect("a request")
    }
}
