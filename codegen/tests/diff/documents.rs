//! What an OpenAPI document says of schemas: discriminators, parts of multipart bodies, and schemas that actions reach only as
//! parts of others.

use typewright::diff::{Direction, Finding, Report, Semver, Verdict};

use super::actions::documents;
use super::{compare, only, summary};
use crate::support::Folder;

/// An action that receives one schema and sends another one, and components.
fn document(received: &str, sent: &str, components: &str) -> String {
    let content =
        |schema: &str| format!(r##"{{"application/json":{{"schema":{{"$ref":"#/components/schemas/{schema}"}}}}}}"##);
    format!(
        r#""paths":{{"/orders":{{"post":{{"operationId":"orders.post","tags":["orders"],
        "requestBody":{{"required":true,"content":{}}},"responses":{{"200":{{"description":".","content":{}}}}}}}}}}},
        "components":{{"schemas":{{{components}}}}}"#,
        content(sent),
        content(received)
    )
}

/// A union whose branches are told apart by the values of `mapping` alone.
fn union(mapping: &str, branches: &[&str]) -> String {
    let branch = |name: &&str| {
        format!(
            r#""{name}":{{"type":"object","properties":{{"kind":{{"type":"string"}},"type":{{"type":"string"}},"{name}Id":{{"type":"string"}}}},
            "required":["kind","type","{name}Id"]}}"#
        )
    };
    let components: Vec<String> = branches.iter().map(branch).collect();
    let references = branches
        .iter()
        .map(|name| format!(r##"{{"$ref":"#/components/schemas/{name}"}}"##));
    let references: Vec<String> = references.collect();
    let union = format!(
        r#""Pay":{{"oneOf":[{}],"discriminator":{{"propertyName":"kind"{mapping}}}}}"#,
        references.join(",")
    );
    document("Pay", "Pay", &format!("{union},{}", components.join(",")))
}

fn mapping(entries: &[(&str, &str)]) -> String {
    let entries = entries
        .iter()
        .map(|(value, name)| format!(r##""{value}":"#/components/schemas/{name}""##));
    let entries: Vec<String> = entries.collect();
    format!(r#","mapping":{{{}}}"#, entries.join(","))
}

#[track_caller]
fn verdicts(report: &Report) -> (Verdict, Verdict) {
    let findings = &report.findings;
    let wire = findings.iter().map(|finding| finding.wire).max();
    let check = findings.iter().map(|finding| finding.check).max();
    (wire.unwrap_or(Verdict::None), check.unwrap_or(Verdict::None))
}

#[test]
fn a_discriminator_that_selects_other_branches_is_a_break() {
    let before = union(&mapping(&[("card", "Card"), ("cash", "Cash")]), &["Card", "Cash"]);
    for (after, words) in [
        (
            mapping(&[("plastic", "Card"), ("cash", "Cash")]),
            r##"the branch "#/components/schemas/Card" was selected by "Card", "card" and is selected by "Card", "plastic" now"##,
        ),
        (
            mapping(&[("cash", "Card"), ("card", "Cash")]),
            r#"was selected by "Card", "card" and is selected by "Card", "cash" now"#,
        ),
        (
            String::new(),
            r#"was selected by "Card", "card" and is selected by "Card" now"#,
        ),
    ] {
        let report = documents(&before, &union(&after, &["Card", "Cash"]));
        let finding = only(&report, "combinator-changed");
        assert_eq!(
            (finding.wire, finding.check),
            (Verdict::Breaks, Verdict::Breaks),
            "{:#?}",
            summary(&report)
        );
        assert!(finding.message.contains(words), "{}", finding.message);
        assert!(finding.witness.is_some());
        assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    }
    let property = before.replace(r#""propertyName":"kind""#, r#""propertyName":"type""#);
    assert_eq!(verdicts(&documents(&before, &property)).0, Verdict::Breaks);
}

#[test]
fn a_branch_that_a_discriminator_selects_is_preserved_by_clients() {
    let before = union("", &["Card", "Cash"]);
    let after = union("", &["Card", "Cash", "Bank"]);
    let report = documents(&before, &after);
    let finding = only(&report, "branch-added");
    assert_eq!((finding.wire, finding.check), (Verdict::May, Verdict::Breaks));
    assert_eq!(report.findings.len(), 2, "{:#?}", summary(&report));
    let report = documents(&after, &before);
    assert_eq!(only(&report, "branch-removed").wire, Verdict::Breaks);
    assert_eq!(report.findings.len(), 2, "{:#?}", summary(&report));
}

/// Two branches are equal before the change: the one that refers to the same place is meant.
#[test]
fn branches_that_refer_to_the_same_place_belong_together() {
    let document = |limit: &str| {
        let branch = |name: &str, limit: &str| {
            format!(
                r##""{name}":{{"allOf":[{{"$ref":"#/components/schemas/Pay"}},
                {{"type":"object","properties":{{"no":{{"type":"string"{limit}}}}}}}]}}"##
            )
        };
        let pay = r#""Pay":{"type":"object","properties":{"kind":{"type":"string"}},"required":["kind"],"discriminator":{"propertyName":"kind"}}"#;
        document(
            "Pay",
            "Pay",
            &format!("{pay},{},{}", branch("Card", limit), branch("Cash", "")),
        )
    };
    let report = documents(&document(""), &document(r#","maxLength":4"#));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    assert_eq!(only(&report, "limit-tightened").wire, Verdict::Breaks);
}

#[test]
fn null_in_another_notation_is_no_change() {
    let note = |schema: &str| {
        document(
            "Order",
            "Order",
            &format!(r#""Order":{{"type":"object","properties":{{"note":{schema}}}}}"#),
        )
    };
    let list = |more: &str| note(&format!(r#"{{"type":["string","null"]{more}}}"#));
    let branches = |keyword: &str, more: &str| {
        note(&format!(
            r#"{{"{keyword}":[{{"type":"string"{more}}},{{"type":"null"}}]}}"#
        ))
    };
    for keyword in ["anyOf", "oneOf"] {
        for (before, after) in [(list(""), branches(keyword, "")), (branches(keyword, ""), list(""))] {
            let report = documents(&before, &after);
            assert_eq!(report.findings.len(), 0, "{:#?}", summary(&report));
        }
        let report = documents(&list(""), &branches(keyword, r#","maxLength":4"#));
        assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
        assert_eq!(only(&report, "limit-tightened").wire, Verdict::Breaks);
        let report = documents(&branches(keyword, ""), &note(r#"{"type":"string"}"#));
        assert_eq!(only(&report, "null-removed").wire, Verdict::Breaks);
    }
}

/// The same two schemas are compared once beside `null`, and once without it.
#[test]
fn null_that_is_new_is_found_although_it_stands_beside_the_schema_elsewhere() {
    let order = |first: &str, second: &str| {
        document(
            "Order",
            "Order",
            &format!(
                r#""Order":{{"type":"object","properties":{{"a":{first},"b":{second}}}}},"Id":{{"type":"string"}},
                "MaybeId":{{"type":["string","null"]}}"#
            ),
        )
    };
    let (id, maybe) = (
        r##"{"$ref":"#/components/schemas/Id"}"##,
        r##"{"$ref":"#/components/schemas/MaybeId"}"##,
    );
    let beside = format!(r#"{{"oneOf":[{id},{{"type":"null"}}]}}"#);
    for (first, second) in [(&*beside, id), (id, &*beside)] {
        let report = documents(&order(first, second), &order(maybe, maybe));
        let finding = only(&report, "null-added");
        assert_eq!(finding.wire, Verdict::Breaks, "{:#?}", summary(&report));
    }
}

/// What is on the wire is the whole, not the member of its `allOf`.
#[test]
fn a_property_that_moves_between_members_of_all_of_breaks_only_the_type_of_the_member() {
    let named =
        |required: &str, properties: &str| format!(r#"{{"type":"object","properties":{{{properties}}}{required}}}"#);
    let document = |member: &str, other: &str| {
        document(
            "Event",
            "Event",
            &format!(r##""Named":{member},"Event":{{"allOf":[{{"$ref":"#/components/schemas/Named"}},{other}]}}"##),
        )
    };
    let with = named(r#","required":["name"]"#, r#""name":{"type":"string"}"#);
    let without = named("", "");
    let report = documents(&document(&with, &without), &document(&without, &with));
    assert_eq!(
        verdicts(&report),
        (Verdict::None, Verdict::None),
        "{:#?}",
        summary(&report)
    );
    assert_eq!(only(&report, "required-property-removed").rust, Verdict::Breaks);
    // It does not move: it is gone.
    let report = documents(&document(&with, &without), &document(&without, &without));
    assert_eq!(verdicts(&report).0, Verdict::Breaks, "{:#?}", summary(&report));
}

/// A schema that no action uses holds one that clients only send: its change is that of the other one.
#[test]
fn a_change_is_not_reported_again_for_a_schema_that_no_action_uses() {
    let document = |more: &str| {
        document(
            "Answer",
            "Query",
            &format!(
                r##""Answer":{{"type":"object"}},"Export":{{"type":"object","properties":{{"query":{{"$ref":"#/components/schemas/Query"}}}}}},
                "Query":{{"type":"object","properties":{{"and":{{"type":"array","items":{{"$ref":"#/components/schemas/Query"}}}}{more}}},
                "additionalProperties":false}}"##
            ),
        )
    };
    let report = documents(&document(""), &document(r#","flag":{"type":"boolean"}"#));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    let finding = only(&report, "property-added");
    assert_eq!((finding.wire, finding.check), (Verdict::None, Verdict::None));
}

#[test]
fn the_parts_of_a_multipart_body_are_compared() {
    let document = |properties: &str, required: &str, more: &str| {
        format!(
            r#""paths":{{"/files":{{"post":{{"operationId":"files.post","tags":["files"],"requestBody":{{"required":true,"content":
            {{"multipart/form-data":{{"schema":{{"type":"object","properties":{{{properties}}},"required":[{required}]{more}}}}}}}}},
            "responses":{{"204":{{"description":"."}}}}}}}}}}"#
        )
    };
    let file = r#""file":{"type":"string","format":"binary"}"#;
    let note = r#""note":{"type":"string","maxLength":9}"#;
    let both = format!("{file},{note}");
    let before = document(&both, r#""file""#, "");
    for (rule, after, wire, rust) in [
        (
            "property-required",
            document(&both, r#""file","note""#, ""),
            Verdict::Breaks,
            Verdict::Breaks,
        ),
        (
            "property-optional",
            document(&both, "", ""),
            Verdict::None,
            Verdict::Breaks,
        ),
        (
            "property-removed",
            document(file, r#""file""#, ""),
            Verdict::May,
            Verdict::Breaks,
        ),
        (
            "property-removed",
            document(file, r#""file""#, r#","additionalProperties":false"#),
            Verdict::Breaks,
            Verdict::Breaks,
        ),
        (
            "property-added",
            document(&format!(r#"{both},"more":{{"type":"string"}}"#), r#""file""#, ""),
            Verdict::None,
            Verdict::None,
        ),
        (
            "property-required",
            document(&format!(r#"{both},"more":{{"type":"string"}}"#), r#""file","more""#, ""),
            Verdict::Breaks,
            Verdict::Breaks,
        ),
        (
            "limit-tightened",
            document(&both.replace('9', "4"), r#""file""#, ""),
            Verdict::Breaks,
            Verdict::None,
        ),
        (
            "encoding-changed",
            document(&both.replace(r#","format":"binary""#, ""), r#""file""#, ""),
            Verdict::Breaks,
            Verdict::Breaks,
        ),
    ] {
        let report = documents(&before, &after);
        let finding = report.findings.iter().find(|finding| finding.rule.id == rule);
        let finding = finding.unwrap_or_else(|| panic!("{rule}: {:#?}", summary(&report)));
        assert_eq!(finding.wire, wire, "{:#?}", summary(&report));
        assert_eq!(finding.rust, rust, "{:#?}", summary(&report));
        assert_eq!(finding.actions, ["files.post"]);
    }
}

#[test]
fn a_scheme_that_is_sent_in_another_way_is_one_finding_for_all_actions() {
    let document = |header: &str| {
        let action = |name: &str| {
            format!(
                r#""/{name}":{{"get":{{"operationId":"{name}.get","tags":["{name}"],"security":[{{"key":[]}}],
                "responses":{{"204":{{"description":"."}}}}}}}}"#
            )
        };
        format!(
            r#""paths":{{{},{}}},"components":{{"securitySchemes":{{"key":{{"type":"apiKey","in":"header","name":"{header}"}}}}}}"#,
            action("a"),
            action("b")
        )
    };
    let report = documents(&document("X-Key"), &document("X-Api-Key"));
    let finding = only(&report, "security-scheme-changed");
    assert_eq!(finding.wire, Verdict::Breaks);
    assert_eq!(finding.actions, ["a.get", "b.get"]);
    assert_eq!(
        finding.new.as_ref().map(|place| &*place.pointer),
        Some("/components/securitySchemes/key")
    );
}

#[test]
fn a_server_with_another_default_of_a_variable_is_one_finding() {
    let document = |default: &str| {
        format!(
            r#""servers":[{{"url":"https://a.example/{{v}}","variables":{{"v":{{"default":"{default}"}}}}}}],
            "paths":{{"/a":{{"get":{{"operationId":"a.get","tags":["a"],"responses":{{"204":{{"description":"."}}}}}}}}}}"#
        )
    };
    let report = documents(&document("v1"), &document("v2"));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    assert_eq!(only(&report, "server-variable-changed").wire, Verdict::May);
}

/// The types in a renamed component, and those that refer to it, are renamed with it.
#[test]
fn a_renamed_component_is_one_finding() {
    let order = |name: &str| {
        document(
            "Order",
            "Order",
            &format!(
                r##""Order":{{"type":"object","properties":{{"address":{{"$ref":"#/components/schemas/{name}"}}}}}},
                "{name}":{{"type":"object","properties":{{"kind":{{"enum":["home","work"]}}}}}}"##
            ),
        )
    };
    let report = documents(&order("Address"), &order("PostalAddress"));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    assert_eq!(
        only(&report, "type-renamed").rust_changes,
        [
            "`types::Address` is called `types::PostalAddress` now",
            "`types::AddressKind` is called `types::PostalAddressKind` now"
        ]
    );
}

/// A parameter of the path has another name in Rust, and nothing else changes: the place is that of the action.
#[test]
fn a_change_of_a_request_that_nothing_explains_has_the_place_of_its_action() {
    let document = |name: &str| {
        format!(
            r#""paths":{{"/a/{{{name}}}":{{"get":{{"operationId":"a.get","tags":["a"],
            "parameters":[{{"name":"{name}","in":"path","required":true,"schema":{{"type":"integer"}}}}],
            "responses":{{"204":{{"description":"."}}}}}}}}}}"#
        )
    };
    let report = documents(&document("id"), &document("key"));
    let finding = only(&report, "rust-changed");
    assert_eq!(finding.actions, ["a.get"]);
    assert_eq!(
        finding.new.as_ref().map(|place| &*place.pointer),
        Some("/paths/~1a~1{key}/get")
    );
}

#[test]
fn a_document_that_is_gone_takes_its_actions_along() {
    let content = document("A", "A", r#""A":{"type":"object"}"#);
    let text = format!(r#"{{"openapi":"3.1.0","info":{{"title":"x","version":"1"}},{content}}}"#);
    let with = Folder::with(&[("openapi.json", text.as_str()), ("item.json", r#"{"type":"object"}"#)]);
    let without = Folder::with(&[("item.json", r#"{"type":"object"}"#)]);
    let report = compare(&with, &without);
    let finding = only(&report, "action-removed");
    assert_eq!((finding.wire, finding.rust), (Verdict::Breaks, Verdict::Breaks));
    let report = compare(&without, &with);
    assert_eq!(only(&report, "action-added").wire, Verdict::None);
}

/// An action with a body of a media type.
fn body(media_type: &str, content: &str) -> String {
    format!(
        r#""paths":{{"/a":{{"put":{{"operationId":"a.put","tags":["a"],
        "requestBody":{{"required":true,"content":{{"{media_type}":{content}}}}},"responses":{{"204":{{"description":"."}}}}}}}}}}"#
    )
}

#[test]
fn a_schema_that_is_not_read_is_not_called_unchanged() {
    for media_type in ["application/xml", "image/png"] {
        let with = |limit: &str| body(media_type, &format!(r#"{{"schema":{{"type":"string"{limit}}}}}"#));
        let report = documents(&with(""), &with(r#","maxLength":5"#));
        let finding = only(&report, "schema-changed");
        assert_eq!((finding.wire, finding.check), (Verdict::Undecided, Verdict::None));
        assert_eq!(
            finding.undecided,
            Some("the body is bytes, and schemas of bytes are not compared")
        );
        assert_eq!(documents(&with(""), &with("")).findings.len(), 0);
    }
}

#[test]
fn the_documentation_of_an_action_is_one_finding() {
    let document = |summary: &str, response: &str| {
        format!(
            r#""paths":{{"/a":{{"get":{{"operationId":"a.get","tags":["a"],"summary":"{summary}",
            "responses":{{"204":{{"description":"{response}"}}}}}}}}}}"#
        )
    };
    for after in [
        document("Reads a.", "Done."),
        document("Reads it.", "It was read."),
        document("Reads it.", "Done."),
    ] {
        let report = documents(&document("Reads a.", "It was read."), &after);
        assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
        assert_eq!(only(&report, "text-changed").actions, ["a.get"]);
        assert_eq!(report.semver, Semver::Patch);
    }
}

/// An action whose bodies have a media type, each with or without a schema.
fn bodies(media_type: &str, schema: &str) -> String {
    let content = format!(r#"{{"{media_type}":{{{schema}}}}}"#);
    format!(
        r#""paths":{{"/orders":{{"post":{{"operationId":"orders.post","tags":["orders"],
        "requestBody":{{"required":true,"content":{content}}},"responses":{{"200":{{"description":".","content":{content}}}}}}}}}}}"#
    )
}

#[test]
fn a_json_body_without_a_schema_is_any_value() {
    let json = |schema: &str| bodies("application/json", schema);
    let (none, any, text) = (json(""), json(r#""schema":{}"#), json(r#""schema":{"type":"string"}"#));
    for (old, new) in [(&none, &any), (&any, &none)] {
        let report = documents(old, new);
        assert!(report.findings.is_empty(), "{:#?}", summary(&report));
    }
    for (old, new, rule, direction) in [
        (&none, &text, "type-narrowed", Direction::Request),
        (&text, &none, "type-widened", Direction::Response),
    ] {
        let report = documents(old, new);
        assert_eq!(report.findings.len(), 2, "{:#?}", summary(&report));
        assert!(report.findings.iter().all(|finding| finding.rule.id == rule));
        let breaks = |finding: &&Finding| finding.wire == Verdict::Breaks && finding.check == Verdict::Breaks;
        let found: Vec<&Finding> = report.findings.iter().filter(breaks).collect();
        let [finding] = found[..] else {
            panic!("{:#?}", summary(&report))
        };
        assert_eq!(finding.direction, Some(direction));
        assert!(finding.witness.is_some());
    }
}

#[test]
fn a_schema_that_says_no_more_than_bytes_or_text_is_none() {
    for (media_type, schema) in [
        (
            "application/octet-stream",
            r#""schema":{"type":"string","format":"binary"}"#,
        ),
        ("image/png", r#""schema":{"contentMediaType":"image/png"}"#),
        ("text/plain", r#""schema":{"type":"string","description":"A note"}"#),
    ] {
        let (none, some) = (bodies(media_type, ""), bodies(media_type, schema));
        for (old, new) in [(&none, &some), (&some, &none)] {
            let report = documents(old, new);
            let verdicts = verdicts(&report);
            assert_eq!(verdicts, (Verdict::None, Verdict::None), "{:#?}", summary(&report));
            // Code changes only by that of text, which is a string if it has a schema.
            let count = usize::from(media_type == "text/plain");
            assert_eq!(report.findings.len(), count, "{media_type}: {:#?}", summary(&report));
        }
    }
    for (media_type, schema) in [
        ("text/plain", r#""schema":{"type":"string","maxLength":5}"#),
        ("image/png", r#""schema":false"#),
    ] {
        let report = documents(&bodies(media_type, ""), &bodies(media_type, schema));
        assert_eq!(verdicts(&report).0, Verdict::Undecided, "{:#?}", summary(&report));
    }
}
