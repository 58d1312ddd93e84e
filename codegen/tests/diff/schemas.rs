//! One case for each rule about schemas, in both directions.

use typewright::diff::{Direction, Finding, Format, Semver, Verdict};

use super::{compare_file, compare_in, only, summary, worst_wire};

/// A change: the rule, both versions, and the verdicts on the wire for a request and a response.
pub(super) type Case = (&'static str, &'static str, &'static str, Verdict, Verdict);

const N: Verdict = Verdict::None;
const M: Verdict = Verdict::May;
const B: Verdict = Verdict::Breaks;

pub(super) const CASES: &[Case] = &[
    (
        "property-required",
        r#"{"type":"object","properties":{"a":{}}}"#,
        r#"{"type":"object","properties":{"a":{}},"required":["a"]}"#,
        B,
        N,
    ),
    (
        "property-required",
        r#"{"type":"object","properties":{"b":{}}}"#,
        r#"{"type":"object","properties":{"b":{},"a":{}},"required":["a"]}"#,
        B,
        N,
    ),
    (
        "property-optional",
        r#"{"type":"object","properties":{"a":{}},"required":["a"]}"#,
        r#"{"type":"object","properties":{"a":{}}}"#,
        N,
        B,
    ),
    (
        "required-property-removed",
        r#"{"type":"object","properties":{"a":{},"b":{}},"required":["a"]}"#,
        r#"{"type":"object","properties":{"b":{}}}"#,
        M,
        B,
    ),
    (
        "property-removed",
        r#"{"type":"object","properties":{"a":{},"b":{}}}"#,
        r#"{"type":"object","properties":{"b":{}}}"#,
        M,
        M,
    ),
    (
        "property-removed",
        r#"{"type":"object","properties":{"a":{},"b":{}},"additionalProperties":false}"#,
        r#"{"type":"object","properties":{"b":{}},"additionalProperties":false}"#,
        B,
        M,
    ),
    (
        "property-added",
        r#"{"type":"object","properties":{"b":{}}}"#,
        r#"{"type":"object","properties":{"b":{},"a":{"type":"string"}}}"#,
        N,
        N,
    ),
    (
        "object-closed",
        r#"{"type":"object","properties":{"a":{}}}"#,
        r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
        B,
        N,
    ),
    (
        "object-opened",
        r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
        r#"{"type":"object","properties":{"a":{}}}"#,
        N,
        N,
    ),
    (
        "additional-properties-changed",
        r#"{"type":"object","properties":{"a":{}}}"#,
        r#"{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"string"}}"#,
        B,
        N,
    ),
    (
        "type-narrowed",
        r#"{"type":"object","additionalProperties":{"type":["string","integer"]}}"#,
        r#"{"type":"object","additionalProperties":{"type":"string"}}"#,
        B,
        N,
    ),
    ("enum-value-removed", r#"{"enum":["a","b"]}"#, r#"{"enum":["a"]}"#, B, N),
    ("enum-value-added", r#"{"enum":["a"]}"#, r#"{"enum":["a","b"]}"#, N, N),
    (
        "enum-added",
        r#"{"type":"string"}"#,
        r#"{"type":"string","enum":["a"]}"#,
        B,
        N,
    ),
    (
        "enum-dropped",
        r#"{"type":"string","enum":["a"]}"#,
        r#"{"type":"string"}"#,
        N,
        N,
    ),
    ("const-changed", r#"{"const":"a"}"#, r#"{"const":"b"}"#, B, M),
    (
        "type-narrowed",
        r#"{"type":["string","integer"]}"#,
        r#"{"type":"string"}"#,
        B,
        N,
    ),
    (
        "type-widened",
        r#"{"type":"string"}"#,
        r#"{"type":["string","integer"]}"#,
        N,
        B,
    ),
    ("type-changed", r#"{"type":"string"}"#, r#"{"type":"integer"}"#, B, B),
    (
        "null-removed",
        r#"{"type":["string","null"]}"#,
        r#"{"type":"string"}"#,
        B,
        N,
    ),
    (
        "null-added",
        r#"{"type":"string","enum":["a"]}"#,
        r#"{"type":["string","null"],"enum":["a",null]}"#,
        N,
        B,
    ),
    (
        "null-added",
        r#"{"type":"string"}"#,
        r#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#,
        N,
        B,
    ),
    (
        "limit-tightened",
        r#"{"type":"string"}"#,
        r#"{"type":"string","minLength":1}"#,
        B,
        N,
    ),
    (
        "limit-tightened",
        r#"{"type":"array","maxItems":5}"#,
        r#"{"type":"array","maxItems":4}"#,
        B,
        N,
    ),
    (
        "limit-tightened",
        r#"{"type":"number"}"#,
        r#"{"type":"number","exclusiveMaximum":4}"#,
        B,
        N,
    ),
    (
        "limit-tightened",
        r#"{"type":"array"}"#,
        r#"{"type":"array","uniqueItems":true}"#,
        B,
        N,
    ),
    (
        "limit-tightened",
        r#"{"type":"object"}"#,
        r#"{"type":"object","minProperties":1}"#,
        B,
        N,
    ),
    (
        "limit-loosened",
        r#"{"type":"string","maxLength":1}"#,
        r#"{"type":"string","maxLength":2}"#,
        N,
        N,
    ),
    (
        "multiple-of-changed",
        r#"{"type":"integer"}"#,
        r#"{"type":"integer","multipleOf":5}"#,
        B,
        N,
    ),
    (
        "pattern-changed",
        r#"{"type":"string","pattern":"^[a-z]*$"}"#,
        r#"{"type":"string","pattern":"^[a-z]+$"}"#,
        B,
        N,
    ),
    (
        "pattern-changed",
        r#"{"type":"string","pattern":"^[a-z]+$"}"#,
        r#"{"type":"string","pattern":"^[a-z]*$"}"#,
        N,
        N,
    ),
    (
        "format-changed",
        r#"{"type":"string"}"#,
        r#"{"type":"string","format":"date"}"#,
        B,
        N,
    ),
    (
        "format-changed",
        r#"{"type":"string","format":"date"}"#,
        r#"{"type":"string"}"#,
        N,
        N,
    ),
    (
        "branch-removed",
        r#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#,
        r#"{"anyOf":[{"type":"string"}]}"#,
        B,
        N,
    ),
    (
        "branch-added",
        r#"{"oneOf":[{"type":"string"},{"type":"boolean"}]}"#,
        r#"{"oneOf":[{"type":"string"},{"type":"boolean"},{"type":"integer"}]}"#,
        N,
        M,
    ),
    (
        "type-widened",
        r#"{"type":"string","maxLength":9}"#,
        r#"{"oneOf":[{"type":"string","maxLength":9},{"type":"integer"}]}"#,
        N,
        B,
    ),
    (
        "type-widened",
        r#"{"oneOf":[{"type":"string"},{"type":"null"}]}"#,
        r#"{"oneOf":[{"type":"string"},{"type":"null"},{"type":"integer"}]}"#,
        N,
        B,
    ),
    (
        "branch-removed",
        r#"{"oneOf":[{"type":"string"},{"type":"null"},{"type":"integer"}]}"#,
        r#"{"oneOf":[{"type":"string"},{"type":"null"}]}"#,
        B,
        N,
    ),
    (
        "null-removed",
        r#"{"oneOf":[{"type":"string"},{"type":"null"},{"type":"integer"}]}"#,
        r#"{"oneOf":[{"type":"string"},{"type":"integer"}]}"#,
        B,
        N,
    ),
    (
        "branches-overlap",
        r#"{"oneOf":[{"title":"A","type":"integer"},{"title":"B","type":"string"}]}"#,
        r#"{"oneOf":[{"title":"A","type":"integer"},{"title":"B","type":["string","number"]}]}"#,
        B,
        B,
    ),
    (
        "combinator-changed",
        r#"{"type":"string"}"#,
        r#"{"type":"string","anyOf":[{"maxLength":3},{"pattern":"^a"}]}"#,
        B,
        N,
    ),
    (
        "all-of-changed",
        r#"{"type":"object","allOf":[{"minProperties":1}]}"#,
        r#"{"type":"object","allOf":[{"minProperties":1},{"required":["a"]}]}"#,
        B,
        N,
    ),
    (
        "pattern-properties-changed",
        r#"{"type":"object"}"#,
        r#"{"type":"object","patternProperties":{"^x":{"type":"string"}}}"#,
        B,
        N,
    ),
    (
        "property-names-changed",
        r#"{"type":"object"}"#,
        r#"{"type":"object","propertyNames":{"maxLength":3}}"#,
        B,
        N,
    ),
    (
        "dependencies-changed",
        r#"{"type":"object"}"#,
        r#"{"type":"object","dependencies":{"a":["b"]}}"#,
        B,
        N,
    ),
    (
        "condition-changed",
        r#"{"type":"string"}"#,
        r#"{"type":"string","if":{"maxLength":3},"then":{"minLength":1}}"#,
        B,
        N,
    ),
    (
        "not-changed",
        r#"{"type":"string"}"#,
        r#"{"type":"string","not":{"const":"a"}}"#,
        B,
        N,
    ),
    (
        "contains-changed",
        r#"{"type":"array"}"#,
        r#"{"type":"array","contains":{"type":"string"}}"#,
        B,
        N,
    ),
    (
        "items-changed",
        r#"{"type":"array"}"#,
        r#"{"type":"array","items":{"type":"string"}}"#,
        B,
        N,
    ),
    (
        "items-changed",
        r#"{"type":"array","items":[{"type":"string"}]}"#,
        r#"{"type":"array","items":[{"type":"string"},{"type":"string"}]}"#,
        B,
        N,
    ),
    (
        "default-changed",
        r#"{"type":"integer","default":1}"#,
        r#"{"type":"integer","default":2}"#,
        N,
        N,
    ),
    (
        "access-changed",
        r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"string","readOnly":true}}}"#,
        N,
        N,
    ),
    (
        "schema-deprecated",
        r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        r#"{"type":"object","properties":{"a":{"type":"string","deprecated":true}}}"#,
        N,
        N,
    ),
    (
        "text-changed",
        r#"{"type":"integer","description":"a"}"#,
        r#"{"type":"integer","description":"b"}"#,
        N,
        N,
    ),
];

#[test]
fn each_rule_has_the_documented_verdict_in_both_directions() {
    for (rule, old, new, request, response) in CASES {
        // `branches-overlap` is about the whole; the changes of its branches may have findings of their own.
        let is_found =
            |report: &typewright::diff::Report| report.findings.iter().any(|finding| finding.rule.id == *rule);
        let sent = compare_in(old, new, true);
        let received = compare_in(old, new, false);
        if *rule != "branches-overlap" {
            assert!(is_found(&sent), "{rule}: {old} to {new}: {:#?}", summary(&sent));
            assert!(is_found(&received), "{rule}: {old} to {new}: {:#?}", summary(&received));
        }
        assert_eq!(
            worst_wire(&sent),
            *request,
            "request: {old} to {new}: {:#?}",
            summary(&sent)
        );
        assert_eq!(
            worst_wire(&received),
            *response,
            "response: {old} to {new}: {:#?}",
            summary(&received)
        );
    }
}

#[test]
fn a_break_is_shown_by_a_value_and_what_it_violates() {
    let report = compare_file(
        r#"{"type":"object","properties":{"name":{"type":"string"}}}"#,
        r#"{"type":"object","properties":{"name":{"type":"string","minLength":1}}}"#,
    );
    let finding = only(&report, "limit-tightened");
    let witness = finding.witness.as_ref().expect("a witness");
    assert!(witness.is_accepted_by_old);
    assert_eq!(witness.value, r#"{"name":""}"#);
    assert!(witness.violation.contains("(minLength)"), "{}", witness.violation);
    assert_eq!(finding.direction, Some(Direction::Both));
    let place = finding.new.as_ref().expect("a place");
    assert_eq!(
        (place.line, place.column, &*place.pointer),
        (1, 56, "/properties/name/minLength")
    );
}

#[test]
fn a_looser_limit_concerns_only_the_check_of_who_receives_it() {
    let (old, new) = (
        r#"{"type":"string","maxLength":1}"#,
        r#"{"type":"string","maxLength":2}"#,
    );
    assert_eq!(only(&compare_in(old, new, true), "limit-loosened").check, Verdict::None);
    assert_eq!(
        only(&compare_in(old, new, false), "limit-loosened").check,
        Verdict::Breaks
    );
}

#[test]
fn what_other_branches_accept_is_no_break() {
    let report = compare_in(
        r#"{"anyOf":[{"type":"string","maxLength":5},{"type":"string"}]}"#,
        r#"{"anyOf":[{"type":"string","maxLength":3},{"type":"string"}]}"#,
        true,
    );
    assert_eq!(worst_wire(&report), Verdict::None, "{:#?}", summary(&report));
}

#[test]
fn saying_the_same_in_another_way_is_no_break() {
    let report = compare_file(
        r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}"#,
        r#"{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}]}"#,
    );
    assert_eq!(worst_wire(&report), Verdict::None, "{:#?}", summary(&report));
}

#[test]
fn what_allows_null_in_any_way_does_not_lose_it() {
    let nullable = r##"{"oneOf":[{"$ref":"#/definitions/name"},{"type":"null"}]}"##;
    let others = [
        "true",
        r##"{"anyOf":[{"$ref":"#/definitions/name"},{"type":["null","boolean"]}]}"##,
        &format!(r#"{{"allOf":[{nullable}]}}"#),
        &format!(r#"{{"anyOf":[{nullable}]}}"#),
        &format!(r#"{{"oneOf":[{nullable}]}}"#),
        &format!(r#"{{"oneOf":[{nullable},{{"type":"boolean"}}]}}"#),
    ];
    let schema = |property: &str| {
        let name = r#"{"name":{"type":"string"}}"#;
        format!(r#"{{"type":"object","properties":{{"a":{property}}},"definitions":{name}}}"#)
    };
    for other in others {
        for (old, new) in [(nullable, other), (other, nullable)] {
            let report = compare_file(&schema(old), &schema(new));
            let is_null = |finding: &&Finding| finding.rule.id.starts_with("null-");
            assert_eq!(
                report.findings.iter().filter(is_null).count(),
                0,
                "{old} to {new}: {:#?}",
                summary(&report)
            );
        }
    }
}

#[test]
fn what_is_noted_beside_null_is_compared() {
    let schema = |notes: &str| {
        format!(
            r#"{{"type":"object","properties":{{"a":{{"oneOf":[{{"type":"string"}},{{"type":"null"}}]{notes}}}}}}}"#
        )
    };
    for (rule, notes) in [
        ("default-changed", r#","default":"b""#),
        ("text-changed", r#","description":"B""#),
        ("schema-deprecated", r#","deprecated":true"#),
        ("access-changed", r#","readOnly":true"#),
    ] {
        for (old, new) in [("", notes), (notes, "")] {
            only(&compare_in(&schema(old), &schema(new), true), rule);
        }
    }
}

#[test]
fn what_is_only_said_in_other_words_is_one_finding_if_code_changes_by_it() {
    let plain = r#"{"type":"string","enum":["aa","bb"]}"#;
    let parted = r#"{"type":"string","enum":["aa","bb"],"allOf":[{"minLength":2}]}"#;
    // Equal enums have one type.
    let schema = |property: &str| format!(r#"{{"type":"object","properties":{{"a":{plain},"b":{property}}}}}"#);
    let report = compare_file(&schema(plain), &schema(parted));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
    let finding = only(&report, "all-of-changed");
    assert_eq!([finding.wire, finding.check, finding.rust], [N, N, B]);
    insta::assert_debug_snapshot!((&finding.message, finding.help(), &finding.rust_changes));
    let (listed, constant) = (r#"{"enum":["a"]}"#, r#"{"type":"string","const":"a"}"#);
    let report = compare_file(&schema(listed), &schema(constant));
    assert!(report.findings.is_empty(), "{:#?}", summary(&report));
}

#[test]
fn a_change_in_a_member_of_all_of_is_found_there() {
    let schema = |kind: &str| {
        format!(
            r#"{{"allOf":[{{"type":"object","required":["type"]}},{{"properties":{{"type":{{"const":"{kind}"}}}}}}]}}"#
        )
    };
    let report = compare_in(&schema("a"), &schema("b"), true);
    let finding = only(&report, "const-changed");
    assert_eq!(finding.wire, B, "{:#?}", summary(&report));
    let place = finding.new.as_ref().expect("a place");
    assert_eq!(place.pointer, "/allOf/1/properties/type/const");
}

#[test]
fn a_change_that_makes_branches_overlap_is_shown_by_a_value_that_both_versions_confirm() {
    let schema = |first: &str| {
        format!(
            r#"{{"oneOf":[{{"type":"object"{first}}},{{"type":"object","required":["a"],"properties":{{"a":{{"type":"string"}}}}}},
                {{"type":"object","required":["b"],"properties":{{"a":false}}}}]}}"#
        )
    };
    let report = compare_in(&schema(r#","properties":{"a":{"type":"number"}}"#), &schema(""), true);
    let finding = only(&report, "property-removed");
    assert_eq!(finding.wire, B, "{:#?}", summary(&report));
    let witness = finding.witness.as_ref().expect("a witness");
    assert!(witness.value.contains(r#""a":""#), "{witness:?}");
}

#[test]
fn a_schema_that_becomes_one_branch_of_several_is_compared_with_this_branch() {
    let (one, several) = (
        r#"{"type":"string","maxLength":9}"#,
        r#"{"oneOf":[{"type":"integer"},{"type":"string","maxLength":5}]}"#,
    );
    let report = compare_in(one, several, true);
    assert_eq!(only(&report, "limit-tightened").wire, Verdict::Breaks);
    assert_eq!(only(&report, "type-widened").wire, Verdict::None);
    let report = compare_in(several, one, true);
    let removed = only(&report, "branch-removed");
    let witness = removed.witness.as_ref().expect("a witness");
    assert!(
        witness.violation.ends_with("expected string (type), found 0"),
        "{witness:?}"
    );
}

#[test]
fn a_branch_beside_a_single_one_may_overlap_it() {
    let single = r#"{"oneOf":[{"type":"integer"},{"type":"null"}]}"#;
    let plain = r#"{"type":"integer"}"#;
    for (old, new, is_sent) in [
        (
            single,
            r#"{"oneOf":[{"type":"integer"},{"type":"null"},{"type":"number"}]}"#,
            true,
        ),
        (
            r#"{"oneOf":[{"type":"integer"},{"type":"null"},{"type":"number"}]}"#,
            single,
            false,
        ),
        (plain, r#"{"oneOf":[{"type":"integer"},{"type":"number"}]}"#, true),
        (r#"{"oneOf":[{"type":"integer"},{"type":"number"}]}"#, plain, false),
    ] {
        let report = compare_in(old, new, is_sent);
        let overlap = only(&report, "branches-overlap");
        assert_eq!(overlap.check, Verdict::Breaks, "{:#?}", summary(&report));
        assert!(overlap.witness.is_some(), "{overlap:?}");
    }
}

#[test]
fn a_reference_beside_a_property_that_goes_one_way_leads_where_it_led() {
    let schema = |keyword: &str| {
        format!(
            r##"{{"type":"object","properties":{{"a":{{"type":"string"{keyword}}}}},"allOf":[{{"$ref":"#/definitions/x"}}],
            "definitions":{{"x":{{"type":"object","required":["a"]}}}}}}"##
        )
    };
    let report = compare_in(&schema(""), &schema(r#","readOnly":true"#), true);
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
    assert!(!rules.contains(&"reference-changed"), "{:#?}", summary(&report));
}

#[test]
fn a_second_null_is_a_branch_like_any_other() {
    let one = r#"{"oneOf":[{"type":"null"},{"type":"string"},{"type":"integer"}]}"#;
    let two = r#"{"oneOf":[{"type":"null"},{"type":"string"},{"type":"integer"},{"type":"null"}]}"#;
    for (old, new, rule) in [(one, two, "branch-added"), (two, one, "branch-removed")] {
        let report = compare_in(old, new, true);
        let found: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
        assert!(
            found.contains(&rule) && !found.iter().any(|rule| rule.starts_with("null-")),
            "{found:?}"
        );
    }
}

#[test]
fn branches_that_overlap_are_shown_where_they_stand() {
    let schema = |limits: &str| {
        format!(
            r#"{{"type":"object","properties":{{"x":{{"items":{{"oneOf":[{{"type":"integer"}},{{"type":"number"{limits}}}]}}}}}}}}"#
        )
    };
    let report = compare_in(&schema(r#","maximum":-1,"multipleOf":0.5"#), &schema(""), true);
    let overlap = only(&report, "branches-overlap");
    assert!(overlap.message.starts_with("`item.x[]`"), "{}", overlap.message);
    let place = overlap.new.as_ref().expect("a place");
    assert_eq!(place.pointer, "/properties/x/items");
}

#[test]
fn a_property_that_goes_one_way_only_may_let_branches_overlap_the_other_way() {
    let schema = |keyword: &str| {
        format!(
            r#"{{"type":"object","properties":{{"a":{{"type":"string"{keyword}}},"b":{{"type":"string"}}}},
            "oneOf":[{{"required":["a"]}},{{"required":["b"]}}]}}"#
        )
    };
    let plain = schema("");
    for (old, new, is_sent) in [
        (&plain, &schema(r#","readOnly":true"#), true),
        (&schema(r#","writeOnly":true"#), &plain, false),
    ] {
        let report = compare_in(old, new, is_sent);
        let overlap = only(&report, "branches-overlap");
        assert_eq!(overlap.check, Verdict::Breaks, "{:#?}", summary(&report));
        assert!(overlap.witness.is_some(), "{overlap:?}");
    }
}

#[test]
fn branches_that_may_overlap_without_a_proof_are_undecided() {
    // No regular expression consists of opening parentheses alone, but that is not looked into.
    let old = r#"{"oneOf":[{"type":"string","format":"regex","pattern":"^[(]+$"},{"type":"string","pattern":"^q"}]}"#;
    let new = old.replace(r#","pattern":"^q""#, "");
    let report = compare_in(old, &new, true);
    let overlap = only(&report, "branches-overlap");
    assert_eq!((overlap.wire, overlap.check), (Verdict::Undecided, Verdict::Undecided));
    assert!(overlap.undecided.is_some());
}

#[test]
fn equal_versions_have_no_findings() {
    let tree = r##"{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}}}}"##;
    let report = compare_file(tree, tree);
    assert!(report.findings.is_empty(), "{:#?}", summary(&report));
    assert_eq!(report.semver, Semver::None);
}

#[test]
fn recursive_schemas_are_compared() {
    let tree = |limit: u32| {
        format!(
            r##"{{"type":"object","properties":{{"children":{{"type":"array","maxItems":{limit},"items":{{"$ref":"#"}}}}}}}}"##
        )
    };
    let report = compare_in(&tree(3), &tree(2), true);
    assert_eq!(only(&report, "limit-tightened").wire, Verdict::Breaks);
}

#[test]
fn a_definition_that_several_schemas_use_is_one_finding() {
    let schema = |limit: u32| {
        format!(
            r##"{{"type":"object","properties":{{"a":{{"$ref":"#/definitions/Name"}},"b":{{"$ref":"#/definitions/Name"}}}},
            "definitions":{{"Name":{{"type":"string","maxLength":{limit}}}}}}}"##
        )
    };
    let report = compare_file(&schema(5), &schema(4));
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
}

#[test]
fn a_change_that_only_rust_sees_is_named() {
    let number = |format: &str| format!(r#"{{"type":"object","properties":{{"a":{{"type":"integer"{format}}}}}}}"#);
    let report = compare_in(&number(r#","format":"int64""#), &number(""), true);
    let finding = only(&report, "format-changed");
    assert_eq!([finding.wire, finding.check, finding.rust], [N, N, B]);
    let read_only = |ty: &str| format!(r#"{{"type":"object","properties":{{"a":{{"type":"{ty}","readOnly":true}}}}}}"#);
    let report = compare_in(&read_only("string"), &read_only("boolean"), true);
    let finding = only(&report, "type-changed");
    assert_eq!([finding.wire, finding.check, finding.rust], [N, N, B]);
    assert_eq!(finding.direction, None);
}

#[test]
fn a_read_only_property_does_not_concern_requests() {
    let schema = |limit: u32| {
        format!(r#"{{"type":"object","properties":{{"a":{{"type":"string","readOnly":true,"maxLength":{limit}}}}}}}"#)
    };
    let report = compare_in(&schema(5), &schema(4), true);
    assert_eq!(worst_wire(&report), Verdict::None, "{:#?}", summary(&report));
}

#[test]
fn copies_of_a_schema_that_change_alike_are_one_finding_with_a_list_of_places() {
    let schema = |most: u32| {
        let owner = format!(r#"{{"properties": {{"name": {{"type": "string", "maxLength": {most}}}}}}}"#);
        format!(
            r#"{{"properties": {{"seller": {owner}, "buyer": {owner}, "size": {{"type": "string", "maxLength": {most}}}}}}}"#
        )
    };
    let report = compare_file(&schema(10), &schema(5));
    let found: Vec<(&str, Vec<&str>)> = report
        .findings
        .iter()
        .map(|finding| {
            let places = std::iter::once(&finding.new).chain(finding.elsewhere.iter().map(|other| &other.new));
            let places = places.flatten().map(|place| place.pointer.as_str());
            (finding.rule.id, places.collect())
        })
        .collect();
    // Another property is another cause.
    let size = vec!["/properties/size/maxLength"];
    let names = vec![
        "/properties/seller/properties/name/maxLength",
        "/properties/buyer/properties/name/maxLength",
    ];
    assert_eq!(found, [("limit-tightened", names), ("limit-tightened", size)]);
    let text = report.render(Format::Human, false);
    assert!(text.contains("same change: `item.buyer.name`"), "{text}");
}

#[test]
fn documentation_beside_a_reference_is_documentation() {
    let schema = |text: &str| {
        format!(
            r##"{{"properties": {{"owner": {{"$ref": "#/definitions/Person", "description": "{text}"}}}},
            "definitions": {{"Person": {{"properties": {{"name": {{"type": "string"}}}}}}}}}}"##
        )
    };
    let report = compare_file(&schema("Who has it."), &schema("Who bought it."));
    only(&report, "text-changed");
    assert_eq!(report.findings.len(), 1, "{:#?}", summary(&report));
}

#[test]
fn a_property_that_moves_into_a_member_of_all_of_is_neither_new_nor_gone() {
    let own = r#"{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"]}"#;
    let moved = r#"{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}],
        "properties":{"b":{"type":"string"},"c":{"type":"string"}}}"#;
    for (old, new) in [(own, moved), (moved, own)] {
        let report = compare_file(old, new);
        let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
        let about_properties: Vec<&&str> = rules.iter().filter(|rule| rule.contains("propert")).collect();
        assert_eq!(about_properties.len(), 1, "{:#?}", summary(&report));
    }
}

#[test]
fn a_property_that_another_member_of_all_of_describes_is_sent_before_it_is_described_again() {
    let schema = |first: &str, second: &str| {
        format!(
            r#"{{"allOf":[{{"type":"object","properties":{{{first}}}}},{{"type":"object","properties":{{{second}}}}}]}}"#
        )
    };
    let (any, text) = (r#""a":true"#, r#""a":{"type":"string"}"#);
    let report = compare_in(&schema(any, ""), &schema(any, text), true);
    assert_eq!(worst_wire(&report), B, "{:#?}", summary(&report));
    only(&report, "all-of-changed");
    let report = compare_in(&schema(any, text), &schema(any, ""), false);
    assert_eq!(only(&report, "all-of-changed").check, B, "{:#?}", summary(&report));
    let report = compare_in(&schema(text, ""), &schema(text, text), true);
    assert_eq!(worst_wire(&report), N, "{:#?}", summary(&report));
    only(&report, "all-of-changed");
    // It moves.
    let report = compare_in(&schema(text, ""), &schema("", text), true);
    assert_eq!(worst_wire(&report), N, "{:#?}", summary(&report));
    let report = compare_in(&schema("", ""), &schema("", text), true);
    assert_eq!(worst_wire(&report), N, "{:#?}", summary(&report));
    only(&report, "property-added");
}

#[test]
fn a_change_in_one_schema_is_not_reported_again_for_each_schema_around_it() {
    let schema = |branch: &str| {
        format!(
            r##"{{"type":"object","properties":{{"a":{{"$ref":"#/definitions/Outer"}}}},"definitions":{{
                "Outer":{{"type":"object","properties":{{"b":{{"$ref":"#/definitions/Inner"}}}}}},
                "Inner":{{"oneOf":[{{"title":"A","required":["x"]}},{{"title":"B","required":["y"]}}{branch}]}}}}}}"##
        )
    };
    let report = compare_file(&schema(""), &schema(r#",{"title":"C","required":["z"]}"#));
    let finding = only(&report, "branches-overlap");
    assert!(finding.message.contains("Inner"), "{:#?}", summary(&report));
    let undecided = report.findings.iter().filter(|finding| finding.undecided.is_some());
    assert_eq!(undecided.count(), 0, "{:#?}", summary(&report));
}

#[test]
fn a_branch_that_comes_or_goes_changes_what_matches_exactly_one() {
    let schema =
        |branch: &str| format!(r#"{{"oneOf":[{{"type":"integer"}},{{"required":["b"],"type":"object"}}{branch}]}}"#);
    let overlap = r#",{"required":["c"],"type":"object"}"#;
    // The API sends values of both branches when one of them is gone, and takes none of them when it is there.
    for (old, new, is_sent) in [(overlap, "", false), ("", overlap, true)] {
        let report = compare_in(&schema(old), &schema(new), is_sent);
        let finding = only(&report, "branches-overlap");
        assert_eq!(finding.check, Verdict::Breaks, "{:#?}", summary(&report));
        let witness = finding.witness.as_ref().map(|witness| witness.value.as_str());
        assert!(
            witness.is_some_and(|value| value.contains("\"b\"") && value.contains("\"c\"")),
            "{witness:?}"
        );
    }
    for (old, new, is_sent) in [
        (r#",{"type":"string"}"#, "", false),
        ("", r#",{"type":"string"}"#, true),
    ] {
        let report = compare_in(&schema(old), &schema(new), is_sent);
        assert_eq!(worst_wire(&report), Verdict::None, "{:#?}", summary(&report));
        assert!(
            report
                .findings
                .iter()
                .all(|finding| finding.rule.id != "branches-overlap")
        );
    }
}

#[test]
fn branches_with_tags_that_grow_are_wider() {
    let branch = |tag: &str, more: &str| {
        format!(
            r#"{{"type":"object","required":["kind"],"properties":{{"kind":{{"enum":["{tag}"]}},"x":{{"type":"array","items":{{"type":["string"{more}]}}}}}}}}"#
        )
    };
    let schema = |more: &str| format!(r#"{{"oneOf":[{},{}]}}"#, branch("a", more), branch("b", more));
    let report = compare_in(&schema(""), &schema(r#","integer""#), true);
    assert_eq!(worst_wire(&report), Verdict::None, "{:#?}", summary(&report));
    let report = compare_in(&schema(r#","integer""#), &schema(""), true);
    assert_eq!(worst_wire(&report), Verdict::Breaks, "{:#?}", summary(&report));
}

#[test]
fn another_name_of_an_equal_schema_is_no_change_of_a_reference() {
    let schema = |title: &str| {
        format!(
            r##"{{"definitions":{{"Short":{{"$ref":"#/definitions/Long"}},"Long":{{"type":"object","properties":{{"a":{{"title":"{title}","type":"string"}}}}}}}},
            "properties":{{"x":{{"$ref":"#/definitions/Short"}}}}}}"##
        )
    };
    let report = compare_file(&schema("A"), &schema("B"));
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.rule.id != "reference-changed"),
        "{:#?}",
        summary(&report)
    );
}

#[test]
fn what_only_the_exact_check_is_concerned_with_is_a_warning_behind_what_breaks() {
    let schema = |most: u32, ty: &str| {
        format!(
            r#"{{"type":"object","properties":{{"a":{{"type":"string","maxLength":{most}}},"b":{{"type":"{ty}"}}}}}}"#
        )
    };
    let report = compare_in(&schema(1, "string"), &schema(2, "integer"), false);
    let text = report.render(Format::Human, false);
    let (breaks, check) = (text.find("error: `item.b`"), text.find("warning: `item.a`"));
    assert!(breaks.is_some() && breaks < check, "{text}");
    assert!(text.contains("1 concerns the exact check"), "{text}");
}

#[test]
fn a_reference_of_an_action_and_what_is_behind_it_are_called_by_their_names() {
    let document = |name: &str, ty: &str| {
        format!(
            r##""paths":{{"/a":{{"post":{{"operationId":"a.post","tags":["a"],"responses":{{"200":{{"description":"."}}}},
            "requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/{name}"}}}}}}}}}}}}}},
            "components":{{"schemas":{{"{name}":{{"type":"object","properties":{{"b":{{"type":"{ty}"}}}}}}}}}}"##
        )
    };
    let report = super::actions::documents(&document("One", "string"), &document("Two", "integer"));
    let reference = only(&report, "reference-changed");
    assert!(
        reference.message.starts_with("`a.post body`: it refers to `Two` now"),
        "{}",
        reference.message
    );
    let changed = only(&report, "type-changed");
    assert!(changed.message.starts_with("`a.post body.b`: "), "{}", changed.message);
}

#[test]
fn a_branch_whose_tag_loses_a_value_is_the_same_branch() {
    let operations = |targets: &str| {
        let branch = |operation: &str, targets: &str, value: &str| {
            format!(
                r#"{{"type": "object", "required": ["operation", "target"], "properties": {{
                    "operation": {{"enum": ["{operation}"]}}, "target": {{"enum": [{targets}]}}, "value": {value}}}}}"#
            )
        };
        let branches = [
            branch("set", targets, r#"{"type": "string"}"#),
            branch("set", r#""interval""#, r#"{"type": "integer"}"#),
            branch("remove", r#""gatewayId""#, r#"{"type": "null"}"#),
        ];
        format!(r#"{{"oneOf": [{}]}}"#, branches.join(","))
    };
    let (both, one) = (operations(r#""gatewayId", "parentId""#), operations(r#""gatewayId""#));
    for (old, new, rule) in [(&both, &one, "enum-value-removed"), (&one, &both, "enum-value-added")] {
        let report = compare_file(old, new);
        let found: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
        assert!(found.contains(&rule), "{found:?}");
        assert!(!found.iter().any(|rule| rule.starts_with("branch-")), "{found:?}");
    }
}

#[test]
fn branches_with_titles_are_told_apart_by_them_before_the_values_that_they_list() {
    let branch = |title: &str, state: &str, limit: u32| {
        format!(
            r#"{{"title": "{title}", "type": "object", "properties": {{
                "state": {{"enum": ["open", "{state}"]}}, "name": {{"type": "string", "maxLength": {limit}}}}}}}"#
        )
    };
    let union = |one: String, other: String| format!(r#"{{"anyOf": [{one}, {other}]}}"#);
    let old = union(branch("Cat", "fed", 5), branch("Dog", "walked", 50));
    let new = union(branch("Dog", "walked", 60), branch("Cat", "fed", 6));
    let report = compare_file(&old, &new);
    let found: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(
        found.iter().any(|message| message.contains("was 5 and is 6 now")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|message| message.contains("was 50 and is 60 now")),
        "{found:?}"
    );
}
