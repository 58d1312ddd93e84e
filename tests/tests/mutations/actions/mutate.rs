//! The changes of an action, each with the rules that may name it.

use serde_json::{Value, json};
use typewright::diff::Verdict;

use super::document::Action;

/// Who knows what a change means on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// Generated code that receives requests and reads responses.
    Messages,
    /// The same, and requests must be read as the same values.
    Reading,
    /// The rules: messages do not tell.
    Known(Verdict),
}

/// A change of an action.
#[derive(Debug, Clone)]
pub struct Mutation {
    pub what: String,
    /// The rules that may name the change. None may be named if there is none.
    pub rules: &'static [&'static str],
    pub truth: Truth,
    pub before: Action,
    pub action: Action,
    reverse: (&'static [&'static str], Truth),
}

impl Mutation {
    /// The change back.
    pub fn back(&self, action: &Action) -> Self {
        let (rules, truth) = self.reverse;
        Self {
            what: format!("{}, backwards", self.what),
            rules,
            truth,
            before: self.action.clone(),
            action: action.clone(),
            reverse: (self.rules, self.truth),
        }
    }
}

const NONE: Truth = Truth::Known(Verdict::None);
const MAY: Truth = Truth::Known(Verdict::May);
const BREAKS: Truth = Truth::Known(Verdict::Breaks);
const MESSAGES: Truth = Truth::Messages;
const READING: Truth = Truth::Reading;

/// The changes of an action.
pub fn mutations(action: &Action) -> Vec<Mutation> {
    let mut all = All {
        before: action,
        found: Vec::new(),
    };
    all.action();
    all.security();
    all.parameters();
    all.body();
    all.responses();
    all.found
}

struct All<'a> {
    before: &'a Action,
    found: Vec<Mutation>,
}

type Side = (&'static [&'static str], Truth);

impl All<'_> {
    fn push(&mut self, what: impl Into<String>, forward: Side, backward: Side, action: Action) {
        self.found.push(Mutation {
            what: what.into(),
            rules: forward.0,
            truth: forward.1,
            before: self.before.clone(),
            action,
            reverse: backward,
        });
    }

    /// A change of the operation itself.
    fn change(&mut self, what: impl Into<String>, forward: Side, backward: Side, change: impl FnOnce(&mut Value)) {
        let action = self.before.with(change);
        self.push(what, forward, backward, action);
    }

    fn action(&mut self) {
        let before = self.before;
        let mut moved = before.clone();
        let paths = moved.document["paths"].as_object_mut().expect("paths");
        let item = paths.remove(&before.path).expect("the path");
        moved.path = format!("/moved{}", before.path);
        paths.insert(moved.path.clone(), item);
        let rules: Side = (&["action-path-changed"], MESSAGES);
        self.push("another path", rules, rules, moved);

        let method = match before.method.as_str() {
            "get" => "delete",
            "delete" => "get",
            "put" => "post",
            "post" => "patch",
            _ => "put",
        };
        let mut other = before.clone();
        let item = other.document["paths"][&before.path].as_object_mut().expect("a path");
        let operation = item.remove(&before.method).expect("the operation");
        item.insert(method.to_owned(), operation);
        method.clone_into(&mut other.method);
        let rules: Side = (&["action-method-changed"], MESSAGES);
        self.push("another method", rules, rules, other);

        let mut gone = before.clone();
        let paths = gone.document["paths"].as_object_mut().expect("paths");
        paths.remove(&before.path);
        // Nobody sends requests of an action before it is there.
        self.push(
            "removed",
            (&["action-removed"], BREAKS),
            (&["action-added"], NONE),
            gone,
        );

        let rules: Side = (&["operation-id-changed"], MESSAGES);
        let id = format!("{}Anew", before.id);
        self.change("another operationId", rules, rules, |operation| {
            operation["operationId"] = json!(id);
        });
        let rules: Side = (&["tag-changed"], MESSAGES);
        self.change("another tag", rules, rules, |operation| {
            operation["tags"] = json!(["another"]);
        });
        let rules: Side = (&["action-deprecated"], MESSAGES);
        self.change("deprecated", rules, rules, |operation| {
            operation["deprecated"] = json!(true);
        });
        let rules: Side = (&["server-changed"], MAY);
        self.change("another server", rules, rules, |operation| {
            operation["servers"] = json!([{"url": "https://another.example"}]);
        });
    }

    fn security(&mut self) {
        let before = self.before;
        let own = before
            .operation()
            .get("security")
            .or_else(|| before.document.get("security"));
        let list = own.and_then(Value::as_array).cloned().unwrap_or_default();
        let is_open = list.is_empty() || list.contains(&json!({}));
        let companion = json!([{"companion": []}]);
        if is_open {
            self.change(
                "credentials",
                (&["security-added"], MESSAGES),
                (&["security-removed"], MESSAGES),
                |operation| operation["security"] = companion,
            );
            return;
        }
        self.change(
            "no credentials",
            (&["security-removed"], MESSAGES),
            (&["security-added"], MESSAGES),
            |operation| operation["security"] = json!([]),
        );
        let rules: Side = (&["security-scheme-changed"], MESSAGES);
        self.change("other credentials", rules, rules, |operation| {
            operation["security"] = companion;
        });
        if let [first, .., _] = &list[..]
            && list.iter().all(|one| {
                one.as_object().map(|one| one.keys().next()) == first.as_object().map(|one| one.keys().next())
            })
        {
            let fewer = json!([first]);
            self.change(
                "fewer scopes",
                (&["scope-removed"], MAY),
                (&["scope-added"], NONE),
                |operation| {
                    operation["security"] = fewer;
                },
            );
            let scheme = first
                .as_object()
                .and_then(|one| one.keys().next())
                .expect("a scheme")
                .clone();
            let other = json!([{scheme: ["another"]}]);
            let rules: Side = (&["scopes-replaced"], BREAKS);
            self.change("other scopes", rules, rules, |operation| operation["security"] = other);
        }
    }

    fn parameters(&mut self) {
        let parameters = self.before.operation()["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let add = |required: bool| {
            let mut more = parameters.clone();
            more.push(json!({"name": "zzNew", "in": "query", "required": required, "schema": {"type": "integer"}}));
            json!(more)
        };
        let removed: Side = (&["parameter-removed"], MAY);
        let (required, optional) = (add(true), add(false));
        self.change(
            "a required parameter",
            (&["parameter-required-added"], MESSAGES),
            removed,
            |operation| operation["parameters"] = required,
        );
        self.change(
            "an optional parameter",
            (&["parameter-added"], MESSAGES),
            removed,
            |operation| {
                operation["parameters"] = optional;
            },
        );
        let schemes = self.before.document["components"]["securitySchemes"].as_object();
        let schemes: Vec<Value> = schemes
            .into_iter()
            .flatten()
            .map(|(_, scheme)| scheme.clone())
            .collect();
        // Credentials are no parameters.
        let is_credential = |parameter: &Value| {
            let name = parameter["name"].as_str().unwrap_or_default();
            let is_key = |scheme: &Value| {
                scheme["name"]
                    .as_str()
                    .is_some_and(|key| key.eq_ignore_ascii_case(name))
            };
            parameter["in"] == "header" && (name.eq_ignore_ascii_case("authorization") || schemes.iter().any(is_key))
        };
        for (index, parameter) in parameters.iter().enumerate() {
            if !is_credential(parameter) {
                self.parameter(&parameters, index, parameter);
            }
        }
    }

    fn parameter(&mut self, all: &[Value], index: usize, parameter: &Value) {
        let name = &parameter["name"];
        let place = parameter["in"].as_str().unwrap_or_default();
        let is_required = parameter["required"] == true;
        let mut edit = |what: &str, forward: Side, backward: Side, change: &dyn Fn(&mut Value)| {
            let mut list = all.to_vec();
            change(&mut list[index]);
            self.change(format!("{name}: {what}"), forward, backward, |operation| {
                operation["parameters"] = json!(list);
            });
        };
        if place != "path" {
            let (forward, backward): (Side, Side) = if is_required {
                ((&["parameter-optional"], MESSAGES), (&["parameter-required"], MESSAGES))
            } else {
                ((&["parameter-required"], MESSAGES), (&["parameter-optional"], MESSAGES))
            };
            edit("required or not", forward, backward, &|one| {
                one["required"] = json!(!is_required);
            });
        }
        let is_alone = all.iter().filter(|other| other["name"] == *name).count() == 1;
        if place == "query" && is_required && is_alone {
            let rules: Side = (&["parameter-moved"], MESSAGES);
            edit("in a header", rules, rules, &|one| {
                one["in"] = json!("header");
                if let Some(one) = one.as_object_mut() {
                    one.remove("style");
                    one.remove("explode");
                }
            });
        }
        let rules: Side = (&["parameter-deprecated"], MESSAGES);
        edit("deprecated", rules, rules, &|one| one["deprecated"] = json!(true));
        let schema = &parameter["schema"];
        if schema.is_object() {
            self.parameter_schema(all, index, parameter);
        }
        if place != "path" {
            let mut fewer = all.to_vec();
            fewer.remove(index);
            let added: Side = if is_required {
                (&["parameter-required-added"], MESSAGES)
            } else {
                (&["parameter-added"], MESSAGES)
            };
            self.change(
                format!("{name} removed"),
                (&["parameter-removed"], MAY),
                added,
                |operation| {
                    operation["parameters"] = json!(fewer);
                },
            );
        }
    }

    fn parameter_schema(&mut self, all: &[Value], index: usize, parameter: &Value) {
        let (name, schema) = (&parameter["name"], &parameter["schema"]);
        let place = parameter["in"].as_str().unwrap_or_default();
        let mut edit = |what: &str, forward: Side, backward: Side, change: &dyn Fn(&mut Value)| {
            let mut list = all.to_vec();
            change(&mut list[index]);
            self.change(format!("{name}: {what}"), forward, backward, |operation| {
                operation["parameters"] = json!(list);
            });
        };
        let explode = parameter.get("explode").and_then(Value::as_bool);
        let is_exploded = explode.unwrap_or(matches!(place, "query" | "cookie") && parameter.get("style").is_none());
        let branches = schema["oneOf"].as_array().into_iter().flatten();
        let mut schemas = branches.chain([schema]);
        let is_list = schemas.any(|one| one["type"] == "array" || one["type"] == "object");
        // In the style `simple`, only objects are written in another way.
        let is_simple = parameter.get("style").is_none() && matches!(place, "path" | "header");
        let differs = is_list && !(is_simple && schema["type"] == "array");
        // A server may be lenient, and read both ways.
        let rules: Side = if differs {
            (&["parameter-style-changed"], BREAKS)
        } else {
            (&[], READING)
        };
        edit("exploded or not", rules, rules, &|one| {
            one["explode"] = json!(!is_exploded);
        });
        if place == "query" && schema["type"] == "array" && parameter.get("style").is_none() {
            let rules: Side = (&["parameter-style-changed"], BREAKS);
            edit("with pipes", rules, rules, &|one| {
                one["style"] = json!("pipeDelimited");
                one["explode"] = json!(false);
            });
        }
        if place == "query" && schema["type"] == "string" {
            let rules: Side = (&["parameter-style-changed"], READING);
            edit("as JSON", rules, rules, &|one| {
                let schema = one.as_object_mut().and_then(|one| one.remove("schema"));
                one["content"] = json!({"application/json": {"schema": schema}});
            });
        }
        let limit = match schema["type"].as_str() {
            Some("string") if schema.get("maxLength").is_none() => Some(("maxLength", 1)),
            Some("integer") if schema.get("maximum").is_none() => Some(("maximum", 0)),
            Some("array") if schema.get("maxItems").is_none() => {
                Some(("maxItems", schema["minItems"].as_i64().unwrap_or(1)))
            }
            _ => None,
        };
        if let Some((keyword, limit)) = limit {
            let (forward, backward): (Side, Side) = ((&["limit-tightened"], MESSAGES), (&["limit-loosened"], MESSAGES));
            edit(keyword, forward, backward, &|one| one["schema"][keyword] = json!(limit));
        }
        if matches!(schema["type"].as_str(), Some("string" | "integer"))
            && schema.get("default").is_none()
            && place != "path"
        {
            let value = if schema["type"] == "string" {
                json!("a")
            } else {
                json!(0)
            };
            let rules: Side = (&["parameter-default-changed"], MAY);
            edit("a default", rules, rules, &|one| {
                one["schema"]["default"] = value.clone();
            });
        }
    }

    fn body(&mut self) {
        let Some(body) = self.before.operation().get("requestBody").cloned() else {
            let content = json!({"application/json": {"schema": {"type": "object"}}});
            // A server may have a use for a body with these methods only.
            if matches!(self.before.method.as_str(), "put" | "post" | "patch") {
                let body = |required: bool| json!({"required": required, "content": content});
                let removed: Side = (&["body-removed"], BREAKS);
                self.change(
                    "a required body",
                    (&["body-required"], MESSAGES),
                    removed,
                    |operation| {
                        operation["requestBody"] = body(true);
                    },
                );
                self.change(
                    "an optional body",
                    (&["body-optional"], MESSAGES),
                    removed,
                    |operation| {
                        operation["requestBody"] = body(false);
                    },
                );
            }
            return;
        };
        let is_required = body["required"] == true;
        let media_types = body["content"].as_object().into_iter().flatten().map(|(name, _)| name);
        // Without a body, a text is an empty text.
        let is_told = media_types.into_iter().all(|name| name.ends_with("json"));
        let truth = if is_told { MESSAGES } else { BREAKS };
        let (required, optional): (Side, Side) = ((&["body-required"], truth), (&["body-optional"], MESSAGES));
        let (forward, backward) = if is_required {
            (optional, required)
        } else {
            (required, optional)
        };
        self.change("required body or not", forward, backward, |operation| {
            operation["requestBody"]["required"] = json!(!is_required);
        });
        let backward = if is_required { required } else { optional };
        // A server that does not know the body may ignore it.
        self.change("no body", (&["body-removed"], BREAKS), backward, |operation| {
            operation.as_object_mut().expect("an operation").remove("requestBody");
        });
        self.change(
            "another media type",
            (&["media-type-added"], MESSAGES),
            (&["media-type-removed"], MESSAGES),
            |operation| operation["requestBody"]["content"]["application/x-another"] = json!({}),
        );
        let form = &body["content"]["application/x-www-form-urlencoded"]["schema"]["properties"];
        let lists = form
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, schema)| schema["type"] == "array");
        let lists: Vec<String> = lists.map(|(name, _)| name.clone()).collect();
        for name in lists {
            let rules: Side = (&["encoding-changed"], BREAKS);
            self.change(format!("the field {name} in one"), rules, rules, |operation| {
                operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["encoding"][&name] =
                    json!({"explode": false});
            });
        }
    }

    fn responses(&mut self) {
        let responses = self.before.operation()["responses"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        self.change(
            "another success",
            (&["success-added"], MAY),
            (&["success-removed"], BREAKS),
            |operation| operation["responses"]["299"] = json!({"description": "."}),
        );
        self.change(
            "another error",
            (&["error-added"], MESSAGES),
            (&["error-removed"], MAY),
            |operation| {
                operation["responses"]["418"] = json!({"description": "."});
            },
        );
        let Some(status) = responses.keys().find(|status| status.starts_with('2')).cloned() else {
            return;
        };
        let response = &responses[&status];
        self.headers(&status, response);
        let json = &response["content"]["application/json"];
        if json.is_object() {
            let rules: Side = (&["response-media-type-changed"], MESSAGES);
            // Whoever read text reads JSON as text, too.
            let back: Side = (rules.0, BREAKS);
            self.change("a response of another media type", rules, back, |operation| {
                operation["responses"][&status]["content"] = json!({"text/csv": {}});
            });
            self.change(
                "a response without a body",
                (&["response-media-type-changed"], MESSAGES),
                (&["response-media-type-added"], NONE),
                |operation| {
                    operation["responses"][&status]
                        .as_object_mut()
                        .expect("a response")
                        .remove("content");
                },
            );
        } else if response.get("content").is_none() && status != "204" {
            self.change(
                "a response with a body",
                (&["response-media-type-added"], NONE),
                (&["response-media-type-changed"], MESSAGES),
                |operation| {
                    operation["responses"][&status]["content"] =
                        json!({"application/json": {"schema": {"type": "object"}}});
                },
            );
        }
    }

    fn headers(&mut self, status: &str, response: &Value) {
        let header = |required: bool, ty: &str| json!({"required": required, "schema": {"type": ty}});
        for (required, truth) in [(true, BREAKS), (false, MAY)] {
            let added: Side = (&["response-header-added"], NONE);
            self.change(
                format!("a header, required: {required}"),
                added,
                (&["response-header-removed"], truth),
                |operation| {
                    operation["responses"][status]["headers"]["X-New"] = header(required, "string");
                },
            );
        }
        let headers = response["headers"].as_object().cloned().unwrap_or_default();
        for (name, known) in &headers {
            let is_required = known["required"] == true;
            let (rules, truths): (&'static [&'static str], _) = if is_required {
                (&["response-header-removed"], (BREAKS, NONE))
            } else {
                (&[], (NONE, BREAKS))
            };
            let back: &'static [&'static str] = if is_required { &[] } else { &["response-header-removed"] };
            self.change(
                format!("the header {name} required or not"),
                (rules, truths.0),
                (back, truths.1),
                |operation| {
                    operation["responses"][status]["headers"][name]["required"] = json!(!is_required);
                },
            );
            if known["schema"]["type"] == "string" {
                let rules = &["response-header-changed"];
                self.change(
                    format!("the header {name} as a number"),
                    (rules, NONE),
                    (rules, BREAKS),
                    |operation| {
                        operation["responses"][status]["headers"][name]["schema"] = json!({"type": "integer"});
                    },
                );
            }
        }
    }
}
