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
fn documents(old: &str, new: &str) -> Report {
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

#[track_caller]
fn check(rule: &str, old: &str, new: &str, wire: Verdict) {
    let report = documents(old, new);
    let finding = only(&report, rule);
    assert_eq!(finding.wire, wire, "{:#?}", summary(&report));
    assert_eq!(finding.actions.len(), 1, "{:#?}", finding.actions);
}

#[test]
fn actions_are_compared() {
    let both = r#""paths":{"/items":{"get":{"operationId":"item.get","tags":["item"],"responses":{"200":{"description":"."}}},
        "post":{"operationId":"item.post","tags":["item"],"responses":{"200":{"description":"."}}}}}"#;
    let one = get(RESPONSES);
    check("action-removed", both, &one, B);
    check("action-added", &one, both, N);
    check("action-path-changed", &one, &one.replace("/items", "/things"), B);
    check("action-method-changed", &one, &one.replace("\"get\"", "\"put\""), B);
    check("operation-id-changed", &one, &one.replace("item.get", "item.read"), N);
    check("tag-changed", &one, &one.replace("[\"item\"]", "[\"thing\"]"), N);
    check("action-deprecated", &one, &with(r#""deprecated":true"#), N);
    let server = |url: &str| format!(r#""servers":[{{"url":"{url}"}}],{one}"#);
    check(
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

#[test]
fn the_flows_of_security_schemes_are_compared() {
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
    check(rule, &flow("a", both), &flow("b", both), M);
    check(rule, &flow("a", both), &flow("a", r#""a":"""#), M);
    check(rule, &flow("a", both), &document(""), M);
}

#[test]
fn security_is_compared() {
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
    check("scope-removed", &scopes(&["a", "b"]), &scopes(&["a"]), M);
    check("scope-added", &scopes(&["a"]), &scopes(&["a", "b"]), N);
    check("scopes-replaced", &scopes(&["a"]), &scopes(&["b"]), B);
    check("security-added", &document("[]"), &scopes(&["a"]), B);
    check("security-removed", &scopes(&["a"]), &document("[]"), N);
    check(
        "security-scheme-changed",
        &document(r#"[{"key":[]}]"#),
        &document(r#"[{"header":[]}]"#),
        B,
    );
}

#[test]
fn parameters_are_compared() {
    let none = with(r#""parameters":[]"#);
    let parameter = |more: &str| with(&format!(r#""parameters":[{{"name":"limit"{more}}}]"#));
    let query = r#","in":"query","schema":{"type":"integer"}"#;
    let optional = parameter(query);
    let required = parameter(&format!(r#"{query},"required":true"#));
    check("parameter-required-added", &none, &required, B);
    check("parameter-added", &none, &optional, N);
    check("parameter-removed", &optional, &none, M);
    check("parameter-required", &optional, &required, B);
    check("parameter-optional", &required, &optional, N);
    let header = parameter(r#","in":"header","schema":{"type":"integer"}"#);
    check("parameter-moved", &optional, &header, B);
    let list = r#","in":"query","schema":{"type":"array","items":{"type":"string"}}"#;
    check(
        "parameter-style-changed",
        &parameter(list),
        &parameter(&format!(r#"{list},"explode":false"#)),
        B,
    );
    let default = |value: u32| {
        parameter(&format!(
            r#","in":"query","schema":{{"type":"integer","default":{value}}}"#
        ))
    };
    let report = documents(&default(1), &default(2));
    assert_eq!(only(&report, "parameter-default-changed").wire, M);
    let limit = |value: u32| {
        parameter(&format!(
            r#","in":"query","schema":{{"type":"integer","maximum":{value}}}"#
        ))
    };
    check("limit-tightened", &limit(2), &limit(1), B);
    check("limit-loosened", &limit(1), &limit(2), N);
}

#[test]
fn the_encoding_of_forms_is_compared() {
    let body = |media_type: &str, encoding: &str| {
        let list = r#"{"type":"array","items":{"type":"string"}}"#;
        with(&format!(
            r#""requestBody":{{"content":{{"{media_type}":{{"schema":{{"type":"object","properties":{{"tags":{list}}}}}{encoding}}}}}}}"#
        ))
    };
    let form = |encoding: &str| body("application/x-www-form-urlencoded", encoding);
    let exploded = form(r#","encoding":{"tags":{"style":"form","explode":true}}"#);
    let joined = form(r#","encoding":{"tags":{"explode":false}}"#);
    check("encoding-changed", &exploded, &joined, B);
    assert!(documents(&form(""), &exploded).findings.is_empty());
    check(
        "encoding-changed",
        &body("multipart/form-data", ""),
        &body(
            "multipart/form-data",
            r#","encoding":{"tags":{"contentType":"text/csv"}}"#,
        ),
        B,
    );
}

#[test]
fn headers_and_events_of_responses_are_compared() {
    let headers = |headers: &str| {
        get(&format!(
            r#""responses":{{"200":{{"description":".","headers":{{{headers}}}}}}}"#
        ))
    };
    let header = |name: &str, ty: &str| headers(&format!(r#""{name}":{{"schema":{{"type":"{ty}"}}}}"#));
    check("response-header-added", &headers(""), &header("X-A", "string"), N);
    check("response-header-removed", &header("X-A", "string"), &headers(""), M);
    check(
        "response-header-changed",
        &header("X-A", "string"),
        &header("x-a", "integer"),
        N,
    );
    check(
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
    check("event-stream-changed", &none, &end, B);
    check(
        "event-stream-changed",
        &events(r#","x-event-stream":{"done":"[DONE]"}"#),
        &end,
        B,
    );
}

#[test]
fn bodies_are_compared() {
    let none = with(r#""summary":"x""#);
    let body = |more: &str, content: &str| with(&format!(r#""requestBody":{{{more}"content":{{{content}}}}}"#));
    let json = r#""application/json":{"schema":{"type":"object"}}"#;
    let optional = body("", json);
    let required = body(r#""required":true,"#, json);
    check("body-required", &none, &required, B);
    check("body-required", &optional, &required, B);
    check("body-optional", &required, &optional, N);
    check("body-removed", &optional, &none, B);
    let two = body("", &format!(r#"{json},"text/csv":{{}}"#));
    check("media-type-removed", &two, &optional, B);
    check("media-type-added", &optional, &two, N);
}

#[test]
fn responses_are_compared() {
    let responses = |list: &str| get(&format!(r#""responses":{{{list}}}"#));
    let ok = r#""200":{"description":"."}"#;
    let one = responses(ok);
    let two = responses(&format!(r#"{ok},"202":{{"description":"."}}"#));
    let failing = responses(&format!(r#"{ok},"404":{{"description":"."}}"#));
    check("success-removed", &two, &one, B);
    check("success-added", &one, &two, M);
    check("error-removed", &failing, &one, M);
    check("error-added", &one, &failing, N);
    let content = |media_type: &str| {
        responses(&format!(
            r#""200":{{"description":".","content":{{"{media_type}":{{}}}}}}"#
        ))
    };
    check(
        "response-media-type-changed",
        &content("application/json"),
        &content("text/csv"),
        B,
    );
    let header =
        responses(r#""200":{"description":".","headers":{"ETag":{"required":true,"schema":{"type":"string"}}}}"#);
    check("response-header-removed", &header, &one, B);
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

#[test]
fn callbacks_are_compared() {
    let callback = |method: &str| {
        let action = format!(r#"{{"{method}":{{"responses":{{"200":{{"description":"."}}}}}}}}"#);
        with(&format!(
            r#""callbacks":{{"done":{{"{{$request.query.url}}":{action}}}}}"#
        ))
    };
    let none = get(RESPONSES);
    check("callback-added", &none, &callback("post"), N);
    check("callback-removed", &callback("post"), &none, M);
    check("callback-changed", &callback("post"), &callback("put"), M);
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
