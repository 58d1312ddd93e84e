//! The actions of a document, each in a document of its own.

use serde_json::{Value, json};

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

/// An action, in a document that has no other one than a companion.
#[derive(Debug, Clone)]
pub struct Action {
    pub document: Value,
    pub path: String,
    pub method: String,
    pub id: String,
}

/// All actions of a document.
pub fn actions(document: &Value) -> Vec<Action> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in METHODS {
            let Some(id) = item[method]["operationId"].as_str() else {
                continue;
            };
            let mut alone = document.clone();
            let mut operation = item[method].clone();
            let shared = item
                .get("parameters")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let own = operation
                .get("parameters")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            operation["parameters"] = shared
                .into_iter()
                .chain(own)
                .map(|one| resolved(document, one))
                .collect();
            alone["paths"] = json!({
                path: {method: operation},
                // A document without any action, or without a tag, has other types.
                "/companion": {"get": {"operationId": "companion.get", "tags": ["companion"], "security": [],
                    "responses": {"204": {"description": "."}}}},
            });
            alone["components"]["securitySchemes"]["companion"] =
                json!({"type": "apiKey", "in": "header", "name": "X-Companion"});
            found.push(Action {
                document: alone,
                path: path.clone(),
                method: method.to_owned(),
                id: id.to_owned(),
            });
        }
    }
    found
}

/// What a local reference leads to.
pub fn resolved(document: &Value, part: Value) -> Value {
    match part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => {
            let target = document.pointer(pointer).cloned();
            resolved(document, target.expect("a part of the document"))
        }
        None => part,
    }
}

impl Action {
    /// The operation.
    pub fn operation(&self) -> &Value {
        &self.document["paths"][&self.path][&self.method]
    }

    /// The path of the address that requests go to, which is in front of that of the action.
    pub fn base(&self) -> String {
        let servers = self.operation().get("servers").or_else(|| self.document.get("servers"));
        let url = servers
            .and_then(|servers| servers[0]["url"].as_str())
            .unwrap_or_default();
        let (_, behind) = url.split_once("://").unwrap_or_default();
        let path = behind.split_once('/').map(|(_, path)| path).unwrap_or_default();
        match path.trim_end_matches('/') {
            "" => String::new(),
            path => format!("/{path}"),
        }
    }

    /// The same action with a change of its operation.
    pub fn with(&self, change: impl FnOnce(&mut Value)) -> Self {
        let mut action = self.clone();
        change(&mut action.document["paths"][&self.path][&self.method]);
        if let Some(id) = action.operation()["operationId"].as_str() {
            action.id = id.to_owned();
        }
        action
    }
}
