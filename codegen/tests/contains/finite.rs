//! Schemas with few values: names, items and values that are used up.

use super::{no, yes};

/// There is one possible name, and its value must break the schemas of both branches.
#[test]
fn one_name_can_meet_several_demands() {
    let matching = r#"{"anyOf":[{"patternProperties":{"^a$":{"type":"integer"}}},
        {"patternProperties":{"^a$":{"type":["null","boolean","object"]}}}]}"#;
    assert_eq!(no(r#"{"type":"object"}"#, matching), r#"{"a":0.5}"#);
    let any = r#"{"anyOf":[{"additionalProperties":{"type":"integer"}},
        {"additionalProperties":{"type":["null","boolean","object"]}}]}"#;
    let one = r#"{"type":"object","propertyNames":{"const":"a"}}"#;
    assert_eq!(no(one, any), r#"{"a":0.5}"#);
    let empty = r#"{"type":"object","propertyNames":{"maxLength":0}}"#;
    assert_eq!(no(empty, any), r#"{"":0.5}"#);
    let all = r#"{"anyOf":[{"additionalProperties":{"type":"number"}},
        {"additionalProperties":{"type":["null","boolean","object","string","array"]}}]}"#;
    yes(one, all);
    yes(empty, all);
    no(r#"{"type":"object","propertyNames":{"enum":["a","b"]}}"#, all);
}

#[test]
fn names_satisfy_schemas_and_patterns_together() {
    yes(
        r#"{"type":"object","propertyNames":{"pattern":"^x-"}}"#,
        r#"{"patternProperties":{"^[^x]":false}}"#,
    );
    yes(
        r#"{"type":"object","propertyNames":{"minLength":2},"additionalProperties":{"type":"integer"}}"#,
        r#"{"patternProperties":{"^..":{"type":"integer"}}}"#,
    );
    yes(
        r#"{"type":"object","propertyNames":{"format":"uuid"}}"#,
        r#"{"patternProperties":{"^[g-z]":false}}"#,
    );
    let two_ranges = r#"{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},
        "patternProperties":{"^[a-m]":{"type":"integer"},"^[n-z]":{"type":"string"}}}"#;
    yes(two_ranges, r#"{"additionalProperties":{"type":["integer","string"]}}"#);
    assert_eq!(
        no(two_ranges, r#"{"patternProperties":{"^.":{"type":"integer"}}}"#),
        r#"{"x":""}"#
    );
}

#[test]
fn objects_that_are_listed_are_told_apart_from_others() {
    let closed = |properties: &str| format!(r#"{{"type":"object",{properties},"additionalProperties":false}}"#);
    let one = closed(r#""properties":{"a":{"const":1}},"required":["a"]"#);
    yes(&one, r#"{"const":{"a":1}}"#);
    assert_eq!(no(&one, r#"{"const":{"a":2}}"#), r#"{"a":1}"#);
    let two = closed(r#""properties":{"a":{"enum":[1,2]},"b":{"type":"null"}},"required":["a"]"#);
    yes(&two, r#"{"enum":[{"a":1},{"a":2},{"a":1,"b":null},{"b":null,"a":2}]}"#);
    assert_eq!(
        no(&two, r#"{"enum":[{"a":1},{"a":2},{"a":1,"b":null}]}"#),
        r#"{"a":2,"b":null}"#
    );
    let nested = closed(r#""properties":{"v":{"const":{"p":[1,{"q":null}]}}},"required":["v"]"#);
    yes(&nested, r#"{"const":{"v":{"p":[1,{"q":null}]}}}"#);
    yes(r#"{"type":"object","not":{"const":{}}}"#, r#"{"minProperties":1}"#);
}

#[test]
fn arrays_that_are_listed_are_told_apart_from_others() {
    let flags = r#"{"type":"array","items":{"type":"boolean"},"maxItems":2}"#;
    yes(
        flags,
        r#"{"enum":[[],[true],[false],[true,true],[true,false],[false,true],[false,false]]}"#,
    );
    assert_eq!(
        no(
            flags,
            r#"{"enum":[[],[true],[false],[true,true],[true,false],[false,false]]}"#
        ),
        "[false,true]"
    );
    yes(r#"{"type":"array","not":{"const":[]}}"#, r#"{"minItems":1}"#);
    yes(
        r#"{"type":"array","not":{"enum":[[],[1]]}}"#,
        r#"{"anyOf":[{"minItems":2},{"items":{"not":{"const":1}},"minItems":1}]}"#,
    );
}

#[test]
fn items_that_must_differ_are_chosen_together() {
    let pair = r#"{"type":"array","items":[{"enum":[1,2]},{"enum":[1]}],"minItems":2,"uniqueItems":true}"#;
    assert_eq!(no(pair, "false"), "[2,1]");
    yes(pair, r#"{"items":[{"const":2}]}"#);
    yes(
        r#"{"type":"array","items":[{"const":1},{"const":1}],"minItems":2,"uniqueItems":true}"#,
        "false",
    );
    yes(
        r#"{"type":"array","items":{"type":"array","items":{"type":"null"},"maxItems":1},"uniqueItems":true}"#,
        r#"{"maxItems":2}"#,
    );
    yes(
        r#"{"type":"array","items":{"enum":[1,2,3,4]},"minItems":4,"uniqueItems":true}"#,
        r#"{"contains":{"const":4}}"#,
    );
}

/// Several items must be there somewhere: at one place, or at different places.
#[test]
fn demands_share_a_place_where_they_can() {
    let two = r#"{"type":"array","allOf":[{"contains":{"type":"integer","minimum":1}},
        {"contains":{"type":"integer","maximum":2}}]}"#;
    assert_eq!(no(two, r#"{"minItems":2}"#), "[1]");
    yes(
        r#"{"type":"array","allOf":[{"contains":{"const":1}},{"contains":{"const":2}}]}"#,
        r#"{"minItems":2}"#,
    );
    yes(
        r#"{"type":"array","items":[{"type":"string"}],"contains":{"const":1},"maxItems":1}"#,
        "false",
    );
    yes(
        r#"{"type":"array","maxItems":2,"contains":{"const":1},"not":{"uniqueItems":true}}"#,
        r#"{"const":[1,1]}"#,
    );
}

/// A value of the schema is needed inside of one that is not excluded: the excluded one.
#[test]
fn excluded_values_may_be_parts_of_others() {
    let chain = |more: &str| {
        format!(
            r##"{{"definitions":{{"chain":{{"anyOf":[{{"type":"null"}},{{"type":"object","required":["next"],
            "properties":{{"next":{{"$ref":"#/definitions/chain"}}}},"additionalProperties":false}}]}}}},{more}}}"##
        )
    };
    let three = chain(r##""type":"array","items":{"$ref":"#/definitions/chain"},"minItems":3,"uniqueItems":true"##);
    assert_eq!(no(&three, "false"), r#"[null,{"next":null},{"next":{"next":null}}]"#);
    let longer = chain(r##""allOf":[{"$ref":"#/definitions/chain"},{"not":{"enum":[null,{"next":null}]}}]"##);
    assert_eq!(no(&longer, "false"), r#"{"next":{"next":null}}"#);
}
