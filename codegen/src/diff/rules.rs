//! The rules: what a comparison can find. The pages in `docs/rules/` are generated from this table.

use super::verdict::Verdict;

/// A kind of change.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The name of the rule, as findings and ignore files have it.
    pub id: &'static str,
    /// What the change is about.
    pub area: Area,
    /// What the rule detects.
    pub detects: &'static str,
    /// Why it breaks a program, or does not.
    pub why: &'static str,
    /// An example: before, after, and a value that shows the difference.
    pub example: Example,
    /// How to avoid the break.
    pub avoid: &'static str,
    /// What the change can mean on the wire where a client sends the value.
    pub(super) request: Effect,
    /// What the change can mean on the wire where a client receives the value.
    pub(super) response: Effect,
}

/// An example of a rule.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Example {
    /// JSON before the change.
    pub old: &'static str,
    /// JSON after the change.
    pub new: &'static str,
    /// What shows the difference.
    pub witness: &'static str,
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Area {
    /// An action: its path, its method, its security.
    Action,
    /// A parameter of an action.
    Parameter,
    /// The body of a request.
    RequestBody,
    /// The documented responses of an action.
    Response,
    /// A schema.
    Schema,
    /// The names of the generated code.
    Names,
    /// Documentation.
    Text,
}

/// The least and the most that a change means on the wire. In between, containment decides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    pub(super) floor: Verdict,
    pub(super) cap: Verdict,
}

const BREAKS: Effect = Effect {
    floor: Verdict::None,
    cap: Verdict::Breaks,
};
/// Breaks by its nature; there is nothing to decide.
const ALWAYS: Effect = Effect {
    floor: Verdict::Breaks,
    cap: Verdict::Breaks,
};
const MAY: Effect = Effect {
    floor: Verdict::None,
    cap: Verdict::May,
};
const MAY_AT_LEAST: Effect = Effect {
    floor: Verdict::May,
    cap: Verdict::Breaks,
};
const ALWAYS_MAY: Effect = Effect {
    floor: Verdict::May,
    cap: Verdict::May,
};
const NONE: Effect = Effect {
    floor: Verdict::None,
    cap: Verdict::None,
};

/// The rule with a name.
///
/// # Panics
/// If there is none.
pub(super) fn rule(id: &str) -> &'static Rule {
    match RULES.iter().find(|rule| rule.id == id) {
        Some(rule) => rule,
        None => unreachable!("no rule is called {id}"),
    }
}

impl Area {
    /// The name of the area in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::Response => "response",
            Self::Schema => "schema",
            Self::Names => "names",
            Self::Text => "text",
        }
    }
}

const fn new(
    id: &'static str,
    area: Area,
    effects: (Effect, Effect),
    detects: &'static str,
    why: &'static str,
    (old, new, witness): (&'static str, &'static str, &'static str),
    avoid: &'static str,
) -> Rule {
    Rule {
        id,
        area,
        detects,
        why,
        example: Example { old, new, witness },
        avoid,
        request: effects.0,
        response: effects.1,
    }
}

/// All rules, by area.
pub static RULES: &[Rule] = &[
    new(
        "action-removed",
        Area::Action,
        (ALWAYS, ALWAYS),
        "An action is no longer documented.",
        "A program that calls it gets an error, and the request type and the method of the clients are gone.",
        (
            r#"{"paths": {"/items": {"get": {}, "post": {}}}}"#,
            r#"{"paths": {"/items": {"get": {}}}}"#,
            "POST /items",
        ),
        "Keep the action and set `deprecated`, until no program calls it.",
    ),
    new(
        "action-added",
        Area::Action,
        (NONE, NONE),
        "An action is new.",
        "Existing programs do not call it.",
        (
            r#"{"paths": {"/items": {"get": {}}}}"#,
            r#"{"paths": {"/items": {"get": {}, "post": {}}}}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "action-path-changed",
        Area::Action,
        (ALWAYS, ALWAYS),
        "An action with the same `operationId` has another path.",
        "A program sends its requests to a path that the server no longer knows.",
        (
            r#"{"/items/{id}": {"get": {"operationId": "item.get"}}}"#,
            r#"{"/things/{id}": {"get": {"operationId": "item.get"}}}"#,
            "GET /items/1",
        ),
        "Serve the old path too, and document it as deprecated.",
    ),
    new(
        "action-method-changed",
        Area::Action,
        (ALWAYS, ALWAYS),
        "An action with the same `operationId` has another method.",
        "The server rejects the method that a program uses.",
        (
            r#"{"/items": {"put": {"operationId": "item.set"}}}"#,
            r#"{"/items": {"patch": {"operationId": "item.set"}}}"#,
            "PUT /items",
        ),
        "Accept both methods, and document the old one as deprecated.",
    ),
    new(
        "operation-id-changed",
        Area::Action,
        (NONE, NONE),
        "The `operationId` of an action changed.",
        "Nothing changes on the wire, but the request type and the method of the clients are named after it.",
        (
            r#"{"operationId": "item.get"}"#,
            r#"{"operationId": "item.read"}"#,
            "item::Get",
        ),
        "Keep the `operationId`: it is the name of the action in every generated client.",
    ),
    new(
        "tag-changed",
        Area::Action,
        (NONE, NONE),
        "The tag of an action changed.",
        "Nothing changes on the wire, but the request type moves to another module.",
        (r#"{"tags": ["items"]}"#, r#"{"tags": ["things"]}"#, "endpoints::items"),
        "Keep the first tag of an action.",
    ),
    new(
        "action-deprecated",
        Area::Action,
        (NONE, NONE),
        "An action is deprecated now.",
        "It works as before.",
        (
            r#"{"operationId": "item.get"}"#,
            r#"{"operationId": "item.get", "deprecated": true}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "callback-removed",
        Area::Action,
        (ALWAYS_MAY, ALWAYS_MAY),
        "A callback of an action is no longer documented.",
        "A program that waits for it may wait forever. The bindings do not use callbacks.",
        (
            r#""callbacks": {"done": {"{$request.body#/url}": {"post": {}}}}"#,
            r#""callbacks": {}"#,
            "POST done",
        ),
        "Keep sending the callback, and deprecate it.",
    ),
    new(
        "callback-added",
        Area::Action,
        (NONE, NONE),
        "An action has another callback.",
        "Programs that do not wait for it lose nothing.",
        (
            r#""callbacks": {}"#,
            r#""callbacks": {"done": {"{$request.body#/url}": {"post": {}}}}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "callback-changed",
        Area::Action,
        (ALWAYS_MAY, ALWAYS_MAY),
        "A callback of an action is described differently.",
        "The program that receives the callback may not understand it anymore. The bindings do not use callbacks, so it is not \
         decided what the change means.",
        (
            r#""callbacks": {"done": {"{$request.body#/url}": {"post": {}}}}"#,
            r#""callbacks": {"done": {"{$request.body#/url}": {"put": {}}}}"#,
            "PUT done",
        ),
        "Add another callback, and keep the first one as it is.",
    ),
    new(
        "server-changed",
        Area::Action,
        (ALWAYS_MAY, ALWAYS_MAY),
        "The server of an action changed.",
        "Programs built before send requests to the old address.",
        (
            r#"{"servers": [{"url": "https://api.example.com/v1"}]}"#,
            r#"{"servers": [{"url": "https://api.example.com/v2"}]}"#,
            "https://api.example.com/v1",
        ),
        "Keep the old address working.",
    ),
    new(
        "scope-removed",
        Area::Action,
        (ALWAYS_MAY, ALWAYS_MAY),
        "One of several sufficient scopes is no longer sufficient.",
        "A token with only this scope is rejected.",
        (
            r#"{"security": [{"key": ["all"]}, {"key": ["items"]}]}"#,
            r#"{"security": [{"key": ["all"]}]}"#,
            "a token with the scope `items`",
        ),
        "Keep accepting the scope.",
    ),
    new(
        "scopes-replaced",
        Area::Action,
        (ALWAYS, ALWAYS),
        "None of the scopes that were sufficient still is.",
        "Every token that was sufficient before is rejected.",
        (
            r#"{"security": [{"key": ["items"]}]}"#,
            r#"{"security": [{"key": ["things"]}]}"#,
            "a token with the scope `items`",
        ),
        "Accept the old scopes in addition to the new ones.",
    ),
    new(
        "scope-added",
        Area::Action,
        (NONE, NONE),
        "Another scope is sufficient.",
        "All tokens that were sufficient still are.",
        (
            r#"{"security": [{"key": ["all"]}]}"#,
            r#"{"security": [{"key": ["all"]}, {"key": ["items"]}]}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "security-added",
        Area::Action,
        (ALWAYS, ALWAYS),
        "An action that was open requires a token.",
        "A request without a token is rejected.",
        (
            r#"{"security": []}"#,
            r#"{"security": [{"key": []}]}"#,
            "a request without a token",
        ),
        "Keep the action open, or add a new one that requires a token.",
    ),
    new(
        "security-removed",
        Area::Action,
        (NONE, NONE),
        "An action no longer requires a token.",
        "A request with a token is still accepted.",
        (r#"{"security": [{"key": []}]}"#, r#"{"security": []}"#, "none"),
        "Nothing to avoid.",
    ),
    new(
        "security-scheme-changed",
        Area::Action,
        (ALWAYS, ALWAYS),
        "The token of an action is sent in another way.",
        "The server does not find the token where a program sends it.",
        (
            r#"{"type": "http", "scheme": "bearer"}"#,
            r#"{"type": "apiKey", "in": "header", "name": "X-Key"}"#,
            "Authorization: Bearer …",
        ),
        "Accept both schemes.",
    ),
    new(
        "parameter-required-added",
        Area::Parameter,
        (ALWAYS, ALWAYS),
        "A new parameter is required.",
        "Requests of existing programs do not have it.",
        (
            r#"{"parameters": []}"#,
            r#"{"parameters": [{"name": "limit", "in": "query", "required": true}]}"#,
            "a request without `limit`",
        ),
        "Make it optional, with a default on the server.",
    ),
    new(
        "parameter-required",
        Area::Parameter,
        (ALWAYS, ALWAYS),
        "An optional parameter became required.",
        "Requests without it are rejected.",
        (
            r#"{"name": "limit", "in": "query"}"#,
            r#"{"name": "limit", "in": "query", "required": true}"#,
            "a request without `limit`",
        ),
        "Keep it optional, with a default on the server.",
    ),
    new(
        "parameter-optional",
        Area::Parameter,
        (NONE, NONE),
        "A required parameter became optional.",
        "Requests with it are still accepted.",
        (
            r#"{"name": "limit", "in": "query", "required": true}"#,
            r#"{"name": "limit", "in": "query"}"#,
            "none",
        ),
        "Nothing to avoid on the wire; in Rust, `new` loses an argument.",
    ),
    new(
        "parameter-added",
        Area::Parameter,
        (NONE, NONE),
        "A new parameter is optional.",
        "Requests without it are still accepted.",
        (
            r#"{"parameters": []}"#,
            r#"{"parameters": [{"name": "limit", "in": "query"}]}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "parameter-removed",
        Area::Parameter,
        (ALWAYS_MAY, ALWAYS_MAY),
        "A parameter is no longer documented.",
        "The server may ignore it, or reject requests that have it.",
        (
            r#"{"parameters": [{"name": "limit", "in": "query"}]}"#,
            r#"{"parameters": []}"#,
            "?limit=1",
        ),
        "Keep accepting it, and set `deprecated`.",
    ),
    new(
        "parameter-moved",
        Area::Parameter,
        (ALWAYS, ALWAYS),
        "A parameter moved between path, query and header.",
        "The server does not find it where a program sends it.",
        (
            r#"{"name": "key", "in": "query"}"#,
            r#"{"name": "key", "in": "header"}"#,
            "?key=1",
        ),
        "Accept it in both places.",
    ),
    new(
        "parameter-style-changed",
        Area::Parameter,
        (ALWAYS, ALWAYS),
        "The serialization of a parameter changed: `style`, `explode` or `content`.",
        "The same value is written differently, so the server reads another value or none.",
        (
            r#"{"name": "ids", "in": "query", "explode": true}"#,
            r#"{"name": "ids", "in": "query", "explode": false}"#,
            "?ids=1&ids=2",
        ),
        "Keep the serialization, or add a parameter with another name.",
    ),
    new(
        "parameter-default-changed",
        Area::Parameter,
        (ALWAYS_MAY, ALWAYS_MAY),
        "The default of a parameter changed.",
        "Requests without the parameter mean something else.",
        (
            r#"{"schema": {"type": "integer", "default": 10}}"#,
            r#"{"schema": {"type": "integer", "default": 100}}"#,
            "a request without the parameter",
        ),
        "Keep the default.",
    ),
    new(
        "body-required",
        Area::RequestBody,
        (ALWAYS, ALWAYS),
        "A request body is required now.",
        "Requests without a body are rejected.",
        (
            r#"{"requestBody": {"required": false}}"#,
            r#"{"requestBody": {"required": true}}"#,
            "a request without a body",
        ),
        "Keep the body optional.",
    ),
    new(
        "body-optional",
        Area::RequestBody,
        (NONE, NONE),
        "A required request body became optional, or an optional one is new.",
        "Requests of existing programs are still accepted.",
        (
            r#"{"requestBody": {"required": true}}"#,
            r#"{"requestBody": {"required": false}}"#,
            "none",
        ),
        "Nothing to avoid on the wire; in Rust, `new` may lose an argument.",
    ),
    new(
        "body-removed",
        Area::RequestBody,
        (ALWAYS, ALWAYS),
        "An action no longer takes a request body.",
        "The body that a program sends is rejected or ignored.",
        (r#"{"requestBody": {"content": {}}}"#, "{}", "a request with a body"),
        "Keep accepting the body.",
    ),
    new(
        "media-type-removed",
        Area::RequestBody,
        (ALWAYS, ALWAYS),
        "A media type of a request body is no longer accepted.",
        "Requests with this media type are rejected.",
        (
            r#"{"content": {"application/json": {}, "text/csv": {}}}"#,
            r#"{"content": {"application/json": {}}}"#,
            "Content-Type: text/csv",
        ),
        "Keep accepting it.",
    ),
    new(
        "media-type-added",
        Area::RequestBody,
        (NONE, NONE),
        "A request body may have another media type.",
        "Existing requests are still accepted.",
        (
            r#"{"content": {"application/json": {}}}"#,
            r#"{"content": {"application/json": {}, "text/csv": {}}}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "success-removed",
        Area::Response,
        (ALWAYS, ALWAYS),
        "A status of success is no longer documented.",
        "The server answers with something that a program does not expect.",
        (
            r#"{"responses": {"200": {}, "404": {}}}"#,
            r#"{"responses": {"202": {}, "404": {}}}"#,
            "200",
        ),
        "Keep the status.",
    ),
    new(
        "success-added",
        Area::Response,
        (ALWAYS_MAY, ALWAYS_MAY),
        "Another status of success is documented.",
        "A program built before does not know its body.",
        (
            r#"{"responses": {"200": {}}}"#,
            r#"{"responses": {"200": {}, "202": {}}}"#,
            "202",
        ),
        "Use the documented status, or add another action.",
    ),
    new(
        "error-removed",
        Area::Response,
        (ALWAYS_MAY, ALWAYS_MAY),
        "A documented error is no longer documented.",
        "A program that handles this error may wait for it in vain.",
        (
            r#"{"responses": {"200": {}, "404": {}}}"#,
            r#"{"responses": {"200": {}}}"#,
            "404",
        ),
        "Keep the error as long as the server sends it.",
    ),
    new(
        "error-added",
        Area::Response,
        (NONE, NONE),
        "Another error is documented.",
        "An undocumented error reaches a program with its status and body.",
        (
            r#"{"responses": {"200": {}}}"#,
            r#"{"responses": {"200": {}, "404": {}}}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "response-media-type-added",
        Area::Response,
        (NONE, NONE),
        "A documented response may have another media type, or a body.",
        "A program that expects the media type from before, or no body, still gets what it asks for.",
        (
            r#"{"200": {"description": "The item."}}"#,
            r#"{"200": {"description": "The item.", "content": {"application/json": {}}}}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "response-media-type-changed",
        Area::Response,
        (ALWAYS, ALWAYS),
        "The media type of a response changed, or the response has no body anymore.",
        "A program cannot read the body.",
        (
            r#"{"200": {"content": {"application/json": {}}}}"#,
            r#"{"200": {"content": {"text/csv": {}}}}"#,
            "Content-Type: text/csv",
        ),
        "Keep the media type, and offer the other one on request.",
    ),
    new(
        "response-header-removed",
        Area::Response,
        (ALWAYS, ALWAYS),
        "A required header of a response is no longer documented, or no longer required.",
        "A program that reads the header does not find it.",
        (
            r#"{"headers": {"ETag": {"required": true}}}"#,
            r#"{"headers": {}}"#,
            "ETag",
        ),
        "Keep the header.",
    ),
    new(
        "schema-removed",
        Area::Schema,
        (NONE, NONE),
        "A schema is no longer documented.",
        "Where it is used, the finding there says what it means on the wire. Its type is gone.",
        (
            r#"{"definitions": {"Item": {}, "Old": {}}}"#,
            r#"{"definitions": {"Item": {}}}"#,
            "types::Old",
        ),
        "Keep the schema, and set `deprecated`.",
    ),
    new(
        "schema-added",
        Area::Schema,
        (NONE, NONE),
        "A schema is new.",
        "No existing program uses it.",
        (
            r#"{"definitions": {"Item": {}}}"#,
            r#"{"definitions": {"Item": {}, "Other": {}}}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
    new(
        "property-required",
        Area::Schema,
        (BREAKS, NONE),
        "A property became required, or a required one is new.",
        "Clients that do not send it are rejected.",
        (
            r#"{"properties": {"name": {}}}"#,
            r#"{"properties": {"name": {}}, "required": ["name"]}"#,
            "{}",
        ),
        "Keep it optional, with a default on the server.",
    ),
    new(
        "property-optional",
        Area::Schema,
        (NONE, BREAKS),
        "A required property became optional.",
        "A client that relies on it may not receive it.",
        (
            r#"{"properties": {"name": {}}, "required": ["name"]}"#,
            r#"{"properties": {"name": {}}}"#,
            "{}",
        ),
        "Always send it, and keep it required.",
    ),
    new(
        "required-property-removed",
        Area::Schema,
        (MAY_AT_LEAST, BREAKS),
        "A required property is no longer documented.",
        "A client that relies on it may not receive it. The server may ignore it in a request, or reject it if the object is closed.",
        (r#"{"properties": {"name": {}}, "required": ["name"]}"#, "{}", "{}"),
        "Keep the property, and set `deprecated`.",
    ),
    new(
        "property-removed",
        Area::Schema,
        (MAY_AT_LEAST, ALWAYS_MAY),
        "An optional property is no longer documented.",
        "In a request, a closed object rejects it and an open one may ignore it. In a response, it may never come again.",
        (
            r#"{"properties": {"name": {}}, "additionalProperties": false}"#,
            r#"{"properties": {}, "additionalProperties": false}"#,
            r#"{"name": "a"}"#,
        ),
        "Keep the property, and set `deprecated`.",
    ),
    new(
        "property-added",
        Area::Schema,
        (NONE, NONE),
        "An optional property is new.",
        "Clients need not send it, and preserve it when they receive it. The exact check of older bindings reports it if the object is closed.",
        (
            r#"{"properties": {}, "additionalProperties": false}"#,
            r#"{"properties": {"name": {}}, "additionalProperties": false}"#,
            r#"{"name": "a"}"#,
        ),
        "Leave objects of responses open.",
    ),
    new(
        "object-closed",
        Area::Schema,
        (BREAKS, NONE),
        "Additional properties are no longer allowed.",
        "Objects with other properties are rejected.",
        (
            r#"{"type": "object"}"#,
            r#"{"type": "object", "additionalProperties": false}"#,
            r#"{"other": 1}"#,
        ),
        "Leave the object open.",
    ),
    new(
        "object-opened",
        Area::Schema,
        (NONE, NONE),
        "Additional properties are allowed now.",
        "Clients preserve additional properties; the exact check of older bindings reports them.",
        (
            r#"{"type": "object", "additionalProperties": false}"#,
            r#"{"type": "object"}"#,
            r#"{"other": 1}"#,
        ),
        "Nothing to avoid.",
    ),
    new(
        "additional-properties-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "Additional properties must satisfy a schema, or no longer need to.",
        "Objects with other additional properties are rejected, or are received where none were expected.",
        (
            r#"{"type": "object"}"#,
            r#"{"type": "object", "additionalProperties": {"type": "string"}}"#,
            r#"{"other": 1}"#,
        ),
        "Leave `additionalProperties` as it is, and describe new properties under `properties`.",
    ),
    new(
        "enum-value-removed",
        Area::Schema,
        (BREAKS, NONE),
        "A value of an `enum` is no longer allowed.",
        "Clients that send it are rejected.",
        (r#"{"enum": ["on", "off"]}"#, r#"{"enum": ["on"]}"#, r#""off""#),
        "Keep accepting the value.",
    ),
    new(
        "enum-value-added",
        Area::Schema,
        (NONE, NONE),
        "An `enum` has another value.",
        "Enums are open: a client preserves a value that it does not know. The exact check of older bindings reports it.",
        (r#"{"enum": ["on"]}"#, r#"{"enum": ["on", "off"]}"#, r#""off""#),
        "Nothing to avoid.",
    ),
    new(
        "enum-added",
        Area::Schema,
        (BREAKS, NONE),
        "The values are limited to an `enum` or a `const`.",
        "Clients that send other values are rejected.",
        (r#"{"type": "string"}"#, r#"{"enum": ["on", "off"]}"#, r#""""#),
        "Document the values in the description.",
    ),
    new(
        "enum-dropped",
        Area::Schema,
        (NONE, NONE),
        "The values are no longer limited to an `enum` or a `const`.",
        "Enums are open: a client preserves a value that it does not know. The exact check of older bindings reports it.",
        (r#"{"enum": ["on", "off"]}"#, r#"{"type": "string"}"#, r#""""#),
        "Nothing to avoid on the wire; in Rust, the type changes.",
    ),
    new(
        "const-changed",
        Area::Schema,
        (BREAKS, MAY),
        "The only allowed value changed.",
        "Clients send the old value.",
        (r#"{"const": 1}"#, r#"{"const": 2}"#, "1"),
        "Accept both values with an `enum`.",
    ),
    new(
        "type-narrowed",
        Area::Schema,
        (BREAKS, NONE),
        "A type is no longer allowed.",
        "Clients that send it are rejected.",
        (r#"{"type": ["string", "integer"]}"#, r#"{"type": "string"}"#, "0"),
        "Keep accepting the type.",
    ),
    new(
        "type-widened",
        Area::Schema,
        (NONE, BREAKS),
        "Another type is allowed.",
        "A client does not expect it.",
        (r#"{"type": "string"}"#, r#"{"type": ["string", "integer"]}"#, "0"),
        "Add a property for the values of another type.",
    ),
    new(
        "type-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "Other types are allowed than before.",
        "Clients send and expect the old type.",
        (r#"{"type": "string"}"#, r#"{"type": "integer"}"#, r#""""#),
        "Add a property with the new type.",
    ),
    new(
        "null-removed",
        Area::Schema,
        (BREAKS, NONE),
        "`null` is no longer allowed.",
        "Clients that send `null` are rejected.",
        (r#"{"type": ["string", "null"]}"#, r#"{"type": "string"}"#, "null"),
        "Keep accepting `null`.",
    ),
    new(
        "null-added",
        Area::Schema,
        (NONE, BREAKS),
        "`null` is allowed.",
        "A client does not expect `null`.",
        (r#"{"type": "string"}"#, r#"{"type": ["string", "null"]}"#, "null"),
        "Leave the property out instead.",
    ),
    new(
        "limit-tightened",
        Area::Schema,
        (BREAKS, NONE),
        "A limit is new or stricter: a length, a number of items or properties, a bound, `uniqueItems`.",
        "Values outside of the limit are rejected.",
        (
            r#"{"type": "string"}"#,
            r#"{"type": "string", "minLength": 1}"#,
            r#""""#,
        ),
        "Keep the limit.",
    ),
    new(
        "limit-loosened",
        Area::Schema,
        (NONE, NONE),
        "A limit is gone or less strict.",
        "Clients read the values all the same. The exact check of older bindings reports them.",
        (
            r#"{"type": "string", "minLength": 1}"#,
            r#"{"type": "string"}"#,
            r#""""#,
        ),
        "Nothing to avoid.",
    ),
    new(
        "multiple-of-changed",
        Area::Schema,
        (BREAKS, NONE),
        "`multipleOf` changed.",
        "Numbers that are no multiple are rejected.",
        (r#"{"type": "integer"}"#, r#"{"type": "integer", "multipleOf": 5}"#, "1"),
        "Keep accepting all numbers.",
    ),
    new(
        "pattern-changed",
        Area::Schema,
        (BREAKS, NONE),
        "A `pattern` changed.",
        "Strings that do not match are rejected.",
        (
            r#"{"type": "string", "pattern": "^[a-z]*$"}"#,
            r#"{"type": "string", "pattern": "^[a-z]+$"}"#,
            r#""""#,
        ),
        "Keep accepting what matched before.",
    ),
    new(
        "format-changed",
        Area::Schema,
        (BREAKS, NONE),
        "A `format` changed.",
        "Strings in another format are rejected. Clients preserve strings that they cannot parse.",
        (
            r#"{"type": "string"}"#,
            r#"{"type": "string", "format": "date-time"}"#,
            r#""""#,
        ),
        "Document the format in the description.",
    ),
    new(
        "branch-removed",
        Area::Schema,
        (BREAKS, NONE),
        "A branch of `anyOf` or `oneOf` is gone.",
        "Values of this branch are rejected.",
        (
            r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
            r#"{"anyOf": [{"type": "string"}]}"#,
            "0",
        ),
        "Keep the branch.",
    ),
    new(
        "branch-added",
        Area::Schema,
        (NONE, MAY),
        "`anyOf` or `oneOf` has another branch.",
        "A client preserves a value of an unknown branch, but has no type for it.",
        (
            r#"{"anyOf": [{"type": "string"}]}"#,
            r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
            "0",
        ),
        "Add an action or a property for the new kind of value.",
    ),
    new(
        "branches-overlap",
        Area::Schema,
        (BREAKS, BREAKS),
        "Branches of `oneOf` overlap, or no longer do.",
        "A value that matches several branches is rejected.",
        (
            r#"{"oneOf": [{"type": "integer"}, {"type": "string"}]}"#,
            r#"{"oneOf": [{"type": "integer"}, {"type": ["string", "number"]}]}"#,
            "0",
        ),
        "Use `anyOf`, or a property that tells the branches apart.",
    ),
    new(
        "combinator-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "`anyOf` or `oneOf` is new, is gone, or was replaced by the other.",
        "Values may be rejected that were accepted before.",
        (
            r#"{"type": "string"}"#,
            r#"{"anyOf": [{"maxLength": 3}, {"pattern": "^a"}]}"#,
            r#""bbbb""#,
        ),
        "Keep accepting what was accepted before.",
    ),
    new(
        "all-of-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "`allOf` has another schema, or one less.",
        "Values must satisfy more, or satisfy less.",
        ("{}", r#"{"allOf": [{"required": ["name"]}]}"#, "{}"),
        "Keep accepting what was accepted before.",
    ),
    new(
        "pattern-properties-changed",
        Area::Schema,
        (BREAKS, NONE),
        "`patternProperties` has another pattern, or one less.",
        "Properties that match are rejected, or are no longer checked.",
        (
            "{}",
            r#"{"patternProperties": {"^x": {"type": "string"}}}"#,
            r#"{"x": 0}"#,
        ),
        "Keep accepting what was accepted before.",
    ),
    new(
        "property-names-changed",
        Area::Schema,
        (BREAKS, NONE),
        "`propertyNames` changed.",
        "Objects with other names are rejected.",
        ("{}", r#"{"propertyNames": {"maxLength": 3}}"#, r#"{"aaaa": 0}"#),
        "Keep accepting what was accepted before.",
    ),
    new(
        "dependencies-changed",
        Area::Schema,
        (BREAKS, MAY),
        "`dependencies` changed.",
        "Objects without a property that another one needs are rejected.",
        ("{}", r#"{"dependencies": {"a": ["b"]}}"#, r#"{"a": 0}"#),
        "Keep accepting what was accepted before.",
    ),
    new(
        "condition-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "`if`, `then` or `else` changed.",
        "Values that satisfy the condition must satisfy something else.",
        ("{}", r#"{"if": {"type": "string"}, "then": {"minLength": 1}}"#, r#""""#),
        "Keep accepting what was accepted before.",
    ),
    new(
        "not-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "`not` changed.",
        "Values are excluded that were accepted before, or the other way round.",
        ("{}", r#"{"not": {"type": "null"}}"#, "null"),
        "Keep accepting what was accepted before.",
    ),
    new(
        "contains-changed",
        Area::Schema,
        (BREAKS, NONE),
        "`contains` changed.",
        "Arrays without such an item are rejected.",
        (
            r#"{"type": "array"}"#,
            r#"{"type": "array", "contains": {"type": "string"}}"#,
            "[]",
        ),
        "Keep accepting what was accepted before.",
    ),
    new(
        "items-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "The items of an array are described in another way.",
        "Arrays with other items are rejected, or are received.",
        (
            r#"{"type": "array"}"#,
            r#"{"type": "array", "items": {"type": "string"}}"#,
            "[0]",
        ),
        "Keep accepting what was accepted before.",
    ),
    new(
        "schema-changed",
        Area::Schema,
        (BREAKS, BREAKS),
        "A schema accepts other values than before, for no single reason.",
        "Values that were accepted before are rejected, or values come that were not expected.",
        (
            r#"{"minimum": 0, "maximum": 9}"#,
            r#"{"oneOf": [{"const": 1}, {"const": 2}]}"#,
            "0",
        ),
        "Keep accepting what was accepted before.",
    ),
    new(
        "default-changed",
        Area::Schema,
        (NONE, NONE),
        "The `default` of a schema changed.",
        "It is documentation: bindings never fill in a default.",
        (r#"{"default": 1}"#, r#"{"default": 2}"#, "none"),
        "Keep the default.",
    ),
    new(
        "access-changed",
        Area::Schema,
        (NONE, NONE),
        "`readOnly` or `writeOnly` changed.",
        "A read-only property is not sent, and a write-only one is not received.",
        (
            r#"{"type": "string"}"#,
            r#"{"type": "string", "readOnly": true}"#,
            "none",
        ),
        "Keep the property as it is, and add another one.",
    ),
    new(
        "type-renamed",
        Area::Names,
        (NONE, NONE),
        "The type of a schema has another name.",
        "Nothing changes on the wire, but code that names the type does not compile.",
        (r#"{"a.json#": "Item"}"#, r#"{"a.json#": "Thing"}"#, "types::Item"),
        "Keep the name: restore its line in `names.lock`, or pin it with `x-rust-name`.",
    ),
    new(
        "reference-changed",
        Area::Names,
        (NONE, NONE),
        "A place refers to another schema, or is described by a schema with a name instead of in place.",
        "The place has another Rust type. What the new schema says differently is reported on its own.",
        (
            r#"{"$ref": "success.json"}"#,
            r#"{"$ref": "job.json"}"#,
            "fn archive() -> Result<types::Success, …>",
        ),
        "Keep the reference, and change the schema behind it.",
    ),
    new(
        "rust-changed",
        Area::Names,
        (NONE, NONE),
        "An item of the generated Rust API is gone, or has another type or signature.",
        "Code that uses the item does not compile.",
        (
            "types::Item::name: String",
            "types::Item::name: Maybe<String>",
            "item.name.len()",
        ),
        "Release the bindings with a new major version.",
    ),
    new(
        "rust-added",
        Area::Names,
        (NONE, NONE),
        "The generated Rust API has another item.",
        "Existing code compiles.",
        ("types::Item", "types::Item, types::Thing", "none"),
        "Nothing to avoid.",
    ),
    new(
        "text-changed",
        Area::Text,
        (NONE, NONE),
        "Only documentation changed: descriptions, titles, examples.",
        "Nothing changes for a program.",
        (
            r#"{"description": "An item."}"#,
            r#"{"description": "A thing."}"#,
            "none",
        ),
        "Nothing to avoid.",
    ),
];
