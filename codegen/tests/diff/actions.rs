//! The rules about actions.

use typewright::diff::{Report, Verdict};

use super::{compare, only, summary};
use crate::support::Folder;

const N: Verdict = Verdict::None;
const M: Verdict = Verdict::May;
const B: Verdict = Verdict::Breaks;

const OPERATION: &str = r#""operationId":"item.get","tags":["item"]"#;
const RESPONSES: &str = r#""responses":{"200":{"description":"."}}"#;

/// Compares two versions of a document, each written as its members beside `openapi`.
pub(super) fn documents(old: &str, new: &str) -> Report {
    let folder = |text: &str| {
        let text = format!(r#"{{"openapi":"3.1.0","info":{{"title":"x","version":"1"}},{text}}}"#);
        Folder::with(&[("openapi.json", text.as_str())])
    };
    compare(&folder(old), &folder(new))
}

/// A document with one action.
fn get(members: &str) -> String {
    format!(r#""paths":{{"/items":{{"get":{{{OPERATION},{members}}}}}}}"#)
}

/// A document with one action that has these responses.
fn with(members: &str) -> String {
    get(&format!("{members},{RESPONSES}"))
}

/// Two versions of a document, the rule that names the change, and the verdict on the wire.
pub(super) type Case = (&'static str, String, String, Verdict);

/// The cases of all rules about actions.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = Cases::default();
    actions(&mut cases);
    flows(&mut cases);
    security(&mut cases);
    parameters(&mut cases);
    encodings(&mut cases);
    headers_and_events(&mut cases);
    bodies(&mut cases);
    responses(&mut cases);
    callbacks(&mut cases);
    webhooks(&mut cases);
    lists_and_jobs(&mut cases);
    cases.0
}

#[derive(Default)]
struct Cases(Vec<Case>);

impl Cases {
    fn add(&mut self, rule: &'static str, old: &str, new: &str, wire: Verdict) {
        self.0.push((rule, old.to_owned(), new.to_owned(), wire));
    }
}

#[test]
fn each_rule_about_actions_has_the_documented_verdict() {
    for (rule, old, new, wire) in cases() {
        let report = documents(&old, &new);
        let finding = only(&report, rule);
        assert_eq!(finding.wire, wire, "{:#?}", summary(&report));
        assert_eq!(finding.actions.len(), 1, "{:#?}", finding.actions);
    }
}

#[test]
fn a_resource_that_leaves_a_feature_of_others_breaks_nothing() {
    let document = |feature: &str| {
        let paths = r#""paths":{"/a":{"get":{"operationId":"a.get","tags":["a"],"responses":{"200":{"description":"."}}},
            "post":{"operationId":"b.post","tags":["b"],"responses":{"200":{"description":"."}}}}}"#;
        format!(r#""tags":[{{"name":"a"{feature}}},{{"name":"b","x-feature":"both"}}],{paths}"#)
    };
    let (free, behind) = (document(""), document(r#","x-feature":"both""#));
    assert_eq!(only(&documents(&behind, &free), "feature-changed").rust, N);
    assert_eq!(only(&documents(&free, &behind), "feature-changed").rust, B);
}

fn actions(cases: &mut Cases) {
    let both = r#""paths":{"/items":{"get":{"operationId":"item.get","tags":["item"],"responses":{"200":{"description":"."}}},
        "post":{"operationId":"item.post","tags":["item"],"responses":{"200":{"description":"."}}}}}"#;
    let one = get(RESPONSES);
    cases.add("action-removed", both, &one, B);
    cases.add("action-added", &one, both, N);
    cases.add("action-path-changed", &one, &one.replace("/items", "/things"), B);
    cases.add("action-method-changed", &one, &one.replace("\"get\"", "\"put\""), B);
    cases.add("operation-id-changed", &one, &one.replace("item.get", "item.read"), N);
    cases.add("tag-changed", &one, &one.replace("[\"item\"]", "[\"thing\"]"), N);
    let short = one.replace("item.get", "get");
    cases.add("tag-changed", &short, &short.replace("[\"item\"]", "[\"thing\"]"), N);
    let behind = |feature: &str| format!(r#""tags":[{{"name":"item"{feature}}}],{one}"#);
    let (free, feature) = (behind(""), behind(r#","x-feature":"items""#));
    cases.add("feature-changed", &free, &feature, N);
    cases.add("feature-changed", &feature, &free, N);
    cases.add("feature-changed", &feature, &behind(r#","x-feature":"things""#), N);
    let deprecated = with(r#""deprecated":true"#);
    cases.add("action-deprecated", &one, &deprecated, N);
    cases.add("action-deprecated", &deprecated, &one, N);
    let server = |url: &str| format!(r#""servers":[{{"url":"{url}"}}],{one}"#);
    cases.add(
        "server-changed",
        &server("https://a.example"),
        &server("https://b.example"),
        M,
    );
}

#[test]
fn servers_and_their_variables_are_compared_once_for_all_actions() {
    let document = |servers: &str| {
        format!(
            r#""servers":[{servers}],"paths":{{"/items":{{"get":{{{OPERATION},{RESPONSES}}},
            "post":{{"operationId":"item.post","tags":["item"],{RESPONSES}}}}}}}"#
        )
    };
    let server = |url: &str| format!(r#"{{"url":"https://{url}.example"}}"#);
    let both = format!("{},{}", server("a"), server("b"));
    let check = |rule: &str, old: &str, new: &str, wire: Verdict| {
        let report = documents(&document(old), &document(new));
        let finding = only(&report, rule);
        assert_eq!(finding.wire, wire, "{:#?}", summary(&report));
        assert_eq!(finding.actions, ["item.get", "item.post"]);
        let place = finding.new.as_ref().expect("a place");
        assert_eq!(place.pointer, "/servers");
    };
    check("server-changed", &server("a"), &server("b"), M);
    check("server-removed", &both, &server("a"), M);
    check("server-added", &server("a"), &both, N);
    let variable = |default: &str, values: &str| {
        format!(
            r#"{{"url":"https://x.example"}},{{"url":"https://{{region}}.example","variables":{{"region":{{"default":"{default}","enum":[{values}]}}}}}}"#
        )
    };
    let two = variable("eu", r#""eu","us""#);
    check("server-variable-changed", &two, &variable("us", r#""eu","us""#), M);
    check("server-variable-changed", &two, &variable("eu", r#""eu""#), M);
    check("server-variable-changed", &variable("eu", r#""eu""#), &two, N);
}

fn flows(cases: &mut Cases) {
    let document = |flow: &str| {
        let action = with(r#""security":[{"key":["a"]}]"#);
        format!(r#""components":{{"securitySchemes":{{"key":{{"type":"oauth2","flows":{{{flow}}}}}}}}},{action}"#)
    };
    let flow = |url: &str, scopes: &str| {
        document(&format!(
            r#""clientCredentials":{{"tokenUrl":"https://{url}.example","scopes":{{{scopes}}}}}"#
        ))
    };
    let both = r#""a":"","b":"""#;
    let rule = "security-flow-changed";
    cases.add(rule, &flow("a", both), &flow("b", both), M);
    cases.add(rule, &flow("a", both), &flow("a", r#""a":"""#), M);
    cases.add(rule, &flow("a", both), &document(""), M);
}

fn security(cases: &mut Cases) {
    let document = |security: &str| {
        let action = with(&format!(r#""security":{security}"#));
        format!(
            r#""components":{{"securitySchemes":{{"key":{{"type":"oauth2","flows":{{}}}},"header":{{"type":"apiKey","in":"header","name":"X-Key"}}}}}},{action}"#
        )
    };
    let scopes = |scopes: &[&str]| {
        let list: Vec<String> = scopes.iter().map(|scope| format!(r#"{{"key":["{scope}"]}}"#)).collect();
        document(&format!("[{}]", list.join(",")))
    };
    cases.add("scope-removed", &scopes(&["a", "b"]), &scopes(&["a"]), M);
    cases.add("scope-added", &scopes(&["a"]), &scopes(&["a", "b"]), N);
    cases.add("scopes-replaced", &scopes(&["a"]), &scopes(&["b"]), B);
    cases.add("security-added", &document("[]"), &scopes(&["a"]), B);
    cases.add("security-removed", &scopes(&["a"]), &document("[]"), N);
    cases.add(
        "security-scheme-changed",
        &document(r#"[{"key":[]}]"#),
        &document(r#"[{"header":[]}]"#),
        B,
    );
}

fn parameters(cases: &mut Cases) {
    let none = with(r#""parameters":[]"#);
    let parameter = |more: &str| with(&format!(r#""parameters":[{{"name":"limit"{more}}}]"#));
    let query = r#","in":"query","schema":{"type":"integer"}"#;
    let optional = parameter(query);
    let required = parameter(&format!(r#"{query},"required":true"#));
    cases.add("parameter-required-added", &none, &required, B);
    cases.add("parameter-added", &none, &optional, N);
    cases.add("parameter-removed", &optional, &none, M);
    cases.add("parameter-required", &optional, &required, B);
    cases.add("parameter-optional", &required, &optional, N);
    let header = parameter(r#","in":"header","schema":{"type":"integer"}"#);
    cases.add("parameter-moved", &optional, &header, B);
    let list = r#","in":"query","schema":{"type":"array","items":{"type":"string"}}"#;
    cases.add(
        "parameter-style-changed",
        &parameter(list),
        &parameter(&format!(r#"{list},"explode":false"#)),
        B,
    );
    let styled = |more: &str| parameter(&format!("{list},{more}"));
    let piped = styled(r#""explode":false,"style":"pipeDelimited""#);
    cases.add("parameter-style-changed", &parameter(list), &piped, B);
    let object = r#","in":"query","schema":{"type":"object","additionalProperties":{"type":"string"}}"#;
    cases.add(
        "parameter-style-changed",
        &parameter(object),
        &parameter(&format!(r#"{object},"x-style":"brackets""#)),
        B,
    );
    let json = r#","in":"query","content":{"application/json":{"schema":{"type":"integer"}}}"#;
    cases.add("parameter-style-changed", &optional, &parameter(json), B);
    let text = r#","in":"query","schema":{"type":"string","minLength":1}"#;
    let may_be_empty = parameter(&format!(r#"{text},"allowEmptyValue":true"#));
    cases.add("parameter-empty-value-removed", &may_be_empty, &parameter(text), M);
    let deprecated = parameter(&format!(r#"{query},"deprecated":true"#));
    cases.add("parameter-deprecated", &optional, &deprecated, N);
    cases.add("parameter-deprecated", &deprecated, &optional, N);
    let values = |values: &str| {
        parameter(&format!(
            r#","in":"query","schema":{{"type":"string","enum":[{values}]}}"#
        ))
    };
    cases.add("enum-value-removed", &values(r#""a","b""#), &values(r#""a""#), B);
    let text = |more: &str| parameter(&format!(r#","in":"query","schema":{{"type":"string"{more}}}"#));
    cases.add("pattern-changed", &text(""), &text(r#","pattern":"^a""#), B);
    cases.add("type-changed", &optional, &text(""), B);
    cases.add(
        "type-widened",
        &optional,
        &parameter(r#","in":"query","schema":{"type":["integer","boolean"]}"#),
        N,
    );
    let default = |value: u32| {
        parameter(&format!(
            r#","in":"query","schema":{{"type":"integer","default":{value}}}"#
        ))
    };
    cases.add("parameter-default-changed", &default(1), &default(2), M);
    let limit = |value: u32| {
        parameter(&format!(
            r#","in":"query","schema":{{"type":"integer","maximum":{value}}}"#
        ))
    };
    cases.add("limit-tightened", &limit(2), &limit(1), B);
    cases.add("limit-loosened", &limit(1), &limit(2), N);
}

fn encodings(cases: &mut Cases) {
    let body = |media_type: &str, encoding: &str| {
        let list = r#"{"type":"array","items":{"type":"string"}}"#;
        with(&format!(
            r#""requestBody":{{"content":{{"{media_type}":{{"schema":{{"type":"object","properties":{{"tags":{list}}}}}{encoding}}}}}}}"#
        ))
    };
    let form = |encoding: &str| body("application/x-www-form-urlencoded", encoding);
    let exploded = form(r#","encoding":{"tags":{"style":"form","explode":true}}"#);
    let joined = form(r#","encoding":{"tags":{"explode":false}}"#);
    cases.add("encoding-changed", &exploded, &joined, B);
    cases.add(
        "encoding-changed",
        &body("multipart/form-data", ""),
        &body(
            "multipart/form-data",
            r#","encoding":{"tags":{"contentType":"text/csv"}}"#,
        ),
        B,
    );
}

fn headers_and_events(cases: &mut Cases) {
    let headers = |headers: &str| {
        get(&format!(
            r#""responses":{{"200":{{"description":".","headers":{{{headers}}}}}}}"#
        ))
    };
    let header = |name: &str, ty: &str| headers(&format!(r#""{name}":{{"schema":{{"type":"{ty}"}}}}"#));
    let etag = |required: bool| {
        headers(&format!(
            r#""ETag":{{"required":{required},"schema":{{"type":"string"}}}}"#
        ))
    };
    cases.add("response-header-removed", &etag(true), &etag(false), B);
    cases.add("response-header-added", &headers(""), &header("X-A", "string"), N);
    cases.add("response-header-removed", &header("X-A", "string"), &headers(""), M);
    cases.add(
        "response-header-changed",
        &header("X-A", "string"),
        &header("x-a", "integer"),
        N,
    );
    cases.add(
        "response-header-changed",
        &header("X-A", "integer"),
        &header("X-A", "string"),
        B,
    );
    let events = |done: &str| {
        get(&format!(
            r#""responses":{{"200":{{"description":".","content":{{"text/event-stream":{{"schema":{{"type":"object"}}{done}}}}}}}}}"#
        ))
    };
    let (none, end) = (events(""), events(r#","x-event-stream":{"done":"[END]"}"#));
    cases.add("event-stream-changed", &none, &end, B);
    cases.add(
        "event-stream-changed",
        &events(r#","x-event-stream":{"done":"[DONE]"}"#),
        &end,
        B,
    );
}

fn bodies(cases: &mut Cases) {
    let none = with(r#""summary":"x""#);
    let body = |more: &str, content: &str| with(&format!(r#""requestBody":{{{more}"content":{{{content}}}}}"#));
    let json = r#""application/json":{"schema":{"type":"object"}}"#;
    let optional = body("", json);
    let required = body(r#""required":true,"#, json);
    cases.add("body-required", &none, &required, B);
    cases.add("body-required", &optional, &required, B);
    cases.add("body-optional", &required, &optional, N);
    cases.add("body-removed", &optional, &none, B);
    let two = body("", &format!(r#"{json},"text/csv":{{}}"#));
    cases.add("media-type-removed", &two, &optional, B);
    cases.add("media-type-added", &optional, &two, N);
}

fn responses(cases: &mut Cases) {
    let responses = |list: &str| get(&format!(r#""responses":{{{list}}}"#));
    let ok = r#""200":{"description":"."}"#;
    let one = responses(ok);
    let two = responses(&format!(r#"{ok},"202":{{"description":"."}}"#));
    let failing = responses(&format!(r#"{ok},"404":{{"description":"."}}"#));
    cases.add("success-removed", &two, &one, B);
    cases.add("success-added", &one, &two, M);
    cases.add("error-removed", &failing, &one, M);
    cases.add("error-added", &one, &failing, N);
    let content = |media_type: &str| {
        responses(&format!(
            r#""200":{{"description":".","content":{{"{media_type}":{{}}}}}}"#
        ))
    };
    cases.add(
        "response-media-type-changed",
        &content("application/json"),
        &content("text/csv"),
        B,
    );
    let none = responses(r#""200":{"description":"."}"#);
    cases.add("response-media-type-changed", &content("application/json"), &none, B);
    cases.add("response-media-type-added", &none, &content("application/json"), N);
    let both = responses(r#""200":{"description":".","content":{"application/json":{},"text/csv":{}}}"#);
    cases.add("response-media-type-added", &content("text/csv"), &both, N);
    cases.add("response-media-type-changed", &both, &content("text/csv"), B);
    let header =
        responses(r#""200":{"description":".","headers":{"ETag":{"required":true,"schema":{"type":"string"}}}}"#);
    cases.add("response-header-removed", &header, &one, B);
}

fn webhooks(cases: &mut Cases) {
    let webhooks = |list: &str| format!(r#"{},"webhooks":{{{list}}}"#, get(RESPONSES));
    let made = |members: &str| webhooks(&format!(r#""made":{{"post":{{{members},{RESPONSES}}}}}"#));
    let none = webhooks("");
    let plain = made(r#""summary":"x""#);
    cases.add("webhook-removed", &plain, &none, M);
    cases.add("webhook-added", &none, &plain, N);
    // The API sends the request, so the directions are reversed.
    let parameter = |required: bool| {
        made(&format!(
            r#""parameters":[{{"name":"X-A","in":"header","required":{required},"schema":{{"type":"string"}}}}]"#
        ))
    };
    cases.add("parameter-required-added", &plain, &parameter(true), N);
    cases.add("parameter-optional", &parameter(true), &parameter(false), B);
    let body = |schema: &str| {
        made(&format!(
            r#""requestBody":{{"required":true,"content":{{"application/json":{{"schema":{schema}}}}}}}"#
        ))
    };
    let [required, optional] = [r#","required":["a"]"#, ""].map(|required| {
        body(&format!(
            r#"{{"type":"object","properties":{{"a":{{"type":"string"}}}}{required}}}"#
        ))
    });
    cases.add("property-optional", &required, &optional, B);
    cases.add("property-required", &optional, &required, N);
    cases.add("body-removed", &optional, &plain, B);
}

fn lists_and_jobs(cases: &mut Cases) {
    let list = |more: &str| {
        let schema = r#"{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{}},"more":{"type":"boolean"}}}"#;
        let content = format!(r#"{{"application/json":{{"schema":{schema}}}}}"#);
        let page = r#"{"name":"page","in":"query","schema":{"type":"integer"}}"#;
        get(&format!(
            r#"{more}"parameters":[{page}],"responses":{{"200":{{"description":".","content":{content}}}}}"#
        ))
    };
    let pages = |more: &str| {
        list(&format!(
            r#""x-pagination":{{"page":"page","first":1,"items":"/data"{more}}},"#
        ))
    };
    cases.add("pagination-changed", &list(""), &pages(""), N);
    cases.add("pagination-changed", &pages(""), &list(""), M);
    cases.add("pagination-changed", &pages(""), &pages(r#","more":"/more""#), M);
    let job = |done: &str| {
        let schema = r#"{"type":"object","required":["state"],"properties":{"state":{"type":"string"}}}"#;
        let responses = format!(
            r#""responses":{{"200":{{"description":".","content":{{"application/json":{{"schema":{schema}}}}}}}}}"#
        );
        let wait = format!(r#""x-wait":{{"poll":"item.get","state":"/state","done":["{done}"]}}"#);
        format!(
            r#""paths":{{"/items":{{"get":{{{OPERATION},{responses}}},"post":{{"operationId":"item.post",{wait},{responses}}}}}}}"#
        )
    };
    cases.add("wait-changed", &job("completed"), &job("finished"), M);
    // Where a document says it makes no difference.
    for document in [pages(""), pages(r#","more":"/more""#), job("completed")] {
        let report = documents(&document, &format!("\n  {document}"));
        assert_eq!(report.findings.len(), 0, "{:#?}", summary(&report));
    }
}

#[test]
fn pagination_of_the_whole_document_is_compared_once() {
    let document = |pagination: &str| {
        let schema = r#"{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{}}}}"#;
        let page = r#"{"name":"page","in":"query","schema":{"type":"integer"}}"#;
        let members = format!(
            r#""parameters":[{page}],"responses":{{"200":{{"description":".","content":{{"application/json":{{"schema":{schema}}}}}}}}}"#
        );
        format!(r"{pagination}{}", get(&members))
    };
    let with = document(r#""x-pagination":{"page":"page","first":1,"items":"/data"},"#);
    let finding = only(&documents(&with, &document("")), "pagination-changed").clone();
    assert_eq!(finding.message, "`x-pagination` of the document was removed");
    assert_eq!((finding.wire, finding.rust), (M, B));
    assert_eq!(finding.actions, ["item.get"]);
}

#[test]
fn another_style_that_writes_the_same_changes_nothing() {
    let parameter = |place: &str, schema: &str, more: &str| {
        with(&format!(
            r#""parameters":[{{"name":"a","in":"{place}","schema":{schema}{more}}}]"#
        ))
    };
    let list = r#"{"type":"array","items":{"type":"string"}}"#;
    for (place, schema, more) in [
        ("query", r#"{"type":"string"}"#, r#","explode":false"#),
        ("query", r#"{"enum":["a",1]}"#, r#","explode":false"#),
        ("header", r#"{"type":"integer"}"#, r#","explode":true"#),
        ("header", list, r#","explode":true"#),
    ] {
        let report = documents(&parameter(place, schema, ""), &parameter(place, schema, more));
        assert!(report.findings.is_empty(), "{schema}{more}: {:#?}", summary(&report));
    }
}

#[test]
fn an_encoding_that_is_the_default_changes_nothing() {
    let content = |encoding: &str| {
        let list = r#"{"type":"array","items":{"type":"string"}}"#;
        with(&format!(
            r#""requestBody":{{"content":{{"application/x-www-form-urlencoded":{{"schema":{{"type":"object","properties":{{"tags":{list}}}}}{encoding}}}}}}}"#
        ))
    };
    let exploded = content(r#","encoding":{"tags":{"style":"form","explode":true}}"#);
    assert!(documents(&content(""), &exploded).findings.is_empty());
}

#[test]
fn a_schema_that_actions_share_is_one_finding_that_names_them() {
    let document = |limit: u32| {
        let content = r##"{"200":{"description":".","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Item"}}}}}"##;
        format!(
            r#""components":{{"schemas":{{"Item":{{"type":"object","properties":{{"a":{{"type":"string","maxLength":{limit}}}}}}}}}}},
            "paths":{{"/items":{{"get":{{"operationId":"item.get","responses":{content}}},"put":{{"operationId":"item.put","responses":{content}}}}}}}"#
        )
    };
    let report = documents(&document(1), &document(2));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    assert_eq!(report.findings[0].actions, ["item.get", "item.put"]);
    assert_eq!((report.findings[0].wire, report.findings[0].check), (N, B));
}

#[test]
fn a_response_that_gets_a_body_is_the_cause_of_another_signature() {
    let content = r#""content":{"application/json":{"schema":{"type":"object"}}}"#;
    let with_body = get(&format!(r#""responses":{{"200":{{"description":".",{content}}}}}"#));
    let report = documents(&get(RESPONSES), &with_body);
    let finding = only(&report, "response-media-type-added");
    assert_eq!((finding.wire, finding.rust), (N, B), "{:#?}", summary(&report));
}

#[test]
fn a_parameter_of_another_type_is_the_cause_of_other_setters() {
    let parameter = |schema: &str| {
        with(&format!(
            r#""parameters":[{{"name":"sortField","in":"query","schema":{schema}}}]"#
        ))
    };
    let report = documents(
        &parameter(r#"{"type":"string"}"#),
        &parameter(r#"{"type":"string","enum":["name","age"]}"#),
    );
    let finding = only(&report, "enum-added");
    assert_eq!((finding.wire, finding.rust), (B, B), "{:#?}", summary(&report));
    let unexplained = report
        .findings
        .iter()
        .filter(|finding| finding.rule.id == "rust-changed");
    assert_eq!(unexplained.count(), 0, "{:#?}", summary(&report));
}

fn callbacks(cases: &mut Cases) {
    let callback = |method: &str| {
        let action = format!(r#"{{"{method}":{{"responses":{{"200":{{"description":"."}}}}}}}}"#);
        with(&format!(
            r#""callbacks":{{"done":{{"{{$request.query.url}}":{action}}}}}"#
        ))
    };
    let none = get(RESPONSES);
    cases.add("callback-added", &none, &callback("post"), N);
    cases.add("callback-removed", &callback("post"), &none, M);
    cases.add("callback-changed", &callback("post"), &callback("put"), M);
}

#[test]
fn a_response_that_refers_to_another_schema_is_the_cause_of_another_signature() {
    let document = |schema: &str| {
        let content = format!(r#"{{"application/json":{{"schema":{{"$ref":"{schema}.json"}}}}}}"#);
        let members = get(&format!(
            r#""responses":{{"200":{{"description":".","content":{content}}}}}"#
        ));
        format!(r#"{{"openapi":"3.1.0","info":{{"title":"x","version":"1"}},{members}}}"#)
    };
    let folder = |schema: &str| {
        Folder::with(&[
            ("success.json", r#"{"properties":{"id":{"type":"string"}}}"#),
            (
                "job.json",
                r#"{"properties":{"id":{"type":"string"},"job":{"type":"string"}}}"#,
            ),
            ("openapi.json", &document(schema)),
        ])
    };
    let report = compare(&folder("success"), &folder("job"));
    let finding = only(&report, "reference-changed");
    assert_eq!((finding.wire, finding.rust), (N, B), "{:#?}", summary(&report));
    assert_eq!(finding.actions, ["item.get"]);
    let unexplained = report
        .findings
        .iter()
        .filter(|finding| finding.rule.id == "rust-changed");
    assert_eq!(unexplained.count(), 0, "{:#?}", summary(&report));
}

#[test]
fn a_parameter_that_becomes_one_of_every_action_is_still_one_of_each() {
    let parameter = r#"{"name":"deep","in":"query","schema":{"type":"boolean"}}"#;
    let own = with(&format!(r#""parameters":[{parameter}]"#));
    let global = |parameter: &str| format!(r#""x-global-parameters":[{parameter}],{}"#, get(RESPONSES));
    let wire = |old: &str, new: &str| {
        let findings = documents(old, new).findings;
        let wire: Vec<&str> = findings
            .iter()
            .filter(|found| found.wire != N)
            .map(|found| found.rule.id)
            .collect();
        wire.join(" ")
    };
    assert_eq!(wire(&own, &global(parameter)), "");
    assert_eq!(wire(&global(parameter), &own), "");
    assert_eq!(wire(&global(parameter), &get(RESPONSES)), "parameter-removed");
    let list = r#"{"name":"deep","in":"query","schema":{"type":"array","items":{"type":"boolean"}}}"#;
    assert_ne!(wire(&global(parameter), &global(list)), "");
}

#[test]
fn a_parameter_of_every_action_is_compared_with_the_one_that_an_action_overrides_it_with() {
    let parameter = |schema: &str| format!(r#"{{"name":"size","in":"query","schema":{schema}}}"#);
    let global = parameter(r#"{"type":"integer"}"#);
    let document = |members: &str| format!(r#""x-global-parameters":[{global}],{}"#, with(members));
    let plain = document(r#""deprecated":false"#);
    let own = |schema: &str| document(&format!(r#""parameters":[{}]"#, parameter(schema)));
    let rules = |old: &str, new: &str| {
        let findings = documents(old, new).findings;
        let rules: Vec<&str> = findings.iter().map(|found| found.rule.id).collect();
        rules.join(" ")
    };
    let same = own(r#"{"type":"integer"}"#);
    assert!(!rules(&plain, &same).contains("parameter-"));
    assert!(!rules(&same, &plain).contains("parameter-"));
    let narrowed = own(r#"{"type":"integer","maximum":10}"#);
    assert!(rules(&plain, &narrowed).contains("limit-tightened"));
    assert!(rules(&narrowed, &plain).contains("limit-loosened"));
}

#[test]
fn the_servers_of_a_path_are_the_place_of_a_finding() {
    let item = |url: &str| format!(r#"{{"servers":[{{"url":"{url}"}}],"get":{{{OPERATION},{RESPONSES}}}}}"#);
    let inline = |url: &str| format!(r#""paths":{{"/items":{}}}"#, item(url));
    let referred = |url: &str| {
        format!(
            r##""paths":{{"/items":{{"$ref":"#/components/pathItems/items"}}}},"components":{{"pathItems":{{"items":{}}}}}"##,
            item(url)
        )
    };
    let pointer = |old: &str, new: &str| {
        let report = documents(old, new);
        let place = only(&report, "server-changed").new.as_ref().expect("a place");
        place.pointer.clone()
    };
    let (a, b) = ("https://a.example", "https://b.example");
    assert_eq!(pointer(&inline(a), &inline(b)), "/paths/~1items/servers");
    assert_eq!(
        pointer(&referred(a), &referred(b)),
        "/components/pathItems/items/servers"
    );
    let folder = |url: &str| {
        let paths = r#""paths":{"/items":{"$ref":"paths.yaml#/items"}}"#;
        let text = format!(
            r#"{{"openapi":"3.1.0","info":{{"title":"x","version":"1"}},"servers":[{{"url":"{url}"}}],{paths}}}"#
        );
        let items = format!(r#"{{"items":{{"get":{{{OPERATION},{RESPONSES}}}}}}}"#);
        Folder::with(&[("openapi.json", text.as_str()), ("paths.yaml", items.as_str())])
    };
    let report = compare(&folder(a), &folder(b));
    let place = only(&report, "server-changed").new.as_ref().expect("a place");
    assert!(place.file.ends_with("openapi.json"), "{place:?}");
    assert_eq!(place.pointer, "/servers");
}

/// An action with a callback whose body has this type, and whose requests are these methods.
fn called(id: &str, methods: &[&str], kind: &str) -> String {
    let body = format!(
        r#""requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"type":"object","properties":{{"a":{{"type":"{kind}"}}}}}}}}}}}}"#
    );
    let requests: Vec<String> = methods
        .iter()
        .map(|method| format!(r#""{method}":{{{body},{RESPONSES}}}"#))
        .collect();
    format!(
        r#""paths":{{"/items":{{"get":{{"operationId":"{id}","tags":["item"],"callbacks":{{"done":{{"{{$request.query.url}}":{{{}}}}}}},{RESPONSES}}}}}}}"#,
        requests.join(",")
    )
}

#[test]
fn callbacks_of_a_renamed_action_are_compared() {
    let report = documents(
        &called("item.get", &["post"], "string"),
        &called("item.find", &["post"], "integer"),
    );
    let breaks = report.findings.iter().filter(|finding| finding.wire == B);
    assert_eq!(breaks.count(), 1, "{report:#?}");
    let swapped = documents(
        &called("item.get", &["post", "put"], "string"),
        &called("item.get", &["put", "post"], "string"),
    );
    assert_eq!(swapped.findings.len(), 0, "{swapped:#?}");
}

#[test]
fn a_webhook_that_gets_a_second_method_is_not_removed() {
    let webhooks = |methods: &str| format!(r#"{},"webhooks":{{"made":{{{methods}}}}}"#, get(RESPONSES));
    let post = format!(r#""post":{{{RESPONSES}}}"#);
    let report = documents(&webhooks(&post), &webhooks(&format!(r#"{post},"put":{{{RESPONSES}}}"#)));
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
    assert!(
        rules.contains(&"webhook-added") && !rules.contains(&"webhook-removed"),
        "{rules:?}"
    );
}

#[test]
fn webhooks_do_not_have_the_parameters_of_every_action() {
    let document = |globals: &str| {
        let made = format!(r#""webhooks":{{"made":{{"post":{{{RESPONSES}}}}}}}"#);
        format!(r#""x-global-parameters":[{globals}],{},{made}"#, get(RESPONSES))
    };
    let header = r#"{"name":"X-G","in":"header","schema":{"type":"string"}}"#;
    let report = documents(&document(header), &document(""));
    let affected = report.findings.iter().flat_map(|finding| &finding.actions);
    assert!(
        affected.clone().all(|action| action != "made"),
        "{:?}",
        affected.collect::<Vec<_>>()
    );
}

#[test]
fn a_document_without_actions_has_removed_all_of_them() {
    let report = documents(&with(r#""deprecated":false"#), r#""paths":{}"#);
    only(&report, "action-removed");
}

#[test]
fn values_of_several_scalar_types_are_written_alike_in_every_style() {
    let parameter = |schema: &str, explode: bool| {
        with(&format!(
            r#""parameters":[{{"name":"a","in":"query","explode":{explode},"schema":{schema}}}]"#
        ))
    };
    let scalar = r#"{"oneOf":[{"type":"string","maxLength":8},{"type":"integer"}]}"#;
    let report = documents(&parameter(scalar, true), &parameter(scalar, false));
    assert!(report.findings.is_empty(), "{:#?}", summary(&report));
    let array = r#"{"oneOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}"#;
    let report = documents(&parameter(array, true), &parameter(array, false));
    only(&report, "parameter-style-changed");
}
