//! `contains`: answers, witnesses, and the command line.

mod finite;
mod strings;
mod unions;

use std::process::{Command, Stdio};

use typewright::contains::{Answer, Containment};

fn contains(a: &str, b: &str) -> Answer {
    let mut containment = Containment::new();
    let a = containment.text("a.json", a).expect("A is a schema");
    let b = containment.text("b.json", b).expect("B is a schema");
    containment.contains(&a, &b)
}

#[track_caller]
fn yes(a: &str, b: &str) {
    assert_eq!(contains(a, b), Answer::Yes, "{a} in {b}");
}

#[track_caller]
fn no(a: &str, b: &str) -> String {
    match contains(a, b) {
        Answer::No { witness } => witness.to_string(),
        other => panic!("{a} in {b}: {other:?}"),
    }
}

#[test]
fn limits_of_numbers_are_compared_exactly() {
    yes(
        r#"{"type":"integer","minimum":1,"maximum":3}"#,
        r#"{"type":"number","exclusiveMinimum":0}"#,
    );
    yes(r#"{"type":"integer","multipleOf":6}"#, r#"{"multipleOf":3}"#);
    yes(r#"{"multipleOf":0.2}"#, r#"{"multipleOf":0.1}"#);
    yes(
        r#"{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":2}"#,
        "false",
    );
    assert_eq!(no(r#"{"type":"number","minimum":0}"#, r#"{"exclusiveMinimum":0}"#), "0");
    assert_eq!(
        no(
            r#"{"type":"number","maximum":0.3}"#,
            r#"{"maximum":0.29999999999999999}"#
        ),
        "0.3"
    );
    no(r#"{"type":"integer","multipleOf":4}"#, r#"{"multipleOf":6}"#);
}

#[test]
fn null_and_booleans_are_compared_value_by_value() {
    yes(r#"{"type":"null"}"#, r#"{"enum":[null]}"#);
    yes(r#"{"type":"boolean"}"#, r#"{"enum":[true,false]}"#);
    yes(
        r#"{"oneOf":[{"type":"boolean"},{"enum":[true]}]}"#,
        r#"{"const":false}"#,
    );
    assert_eq!(no(r#"{"type":"boolean"}"#, r#"{"const":true}"#), "false");
    assert_eq!(no(r#"{"type":["null","string"]}"#, r#"{"not":{"const":null}}"#), "null");
}

#[test]
fn strings_that_are_listed_are_told_apart_from_others_of_a_pattern() {
    yes(
        r#"{"type":"string","pattern":"^emai(l|k)$"}"#,
        r#"{"enum":["email","emaik"]}"#,
    );
    yes(
        r#"{"properties":{"email":{"type":"integer"},"emaik":{"type":"integer"}}}"#,
        r#"{"patternProperties":{"^emai(l|k)$":{"type":"number"}}}"#,
    );
    assert_eq!(
        no(
            r#"{"type":"string","pattern":"^ab?c?$"}"#,
            r#"{"enum":["a","ab","abc"]}"#
        ),
        r#""ac""#
    );
}

#[test]
fn patterns_and_lengths_are_compared_as_automata() {
    yes(
        r#"{"type":"string","pattern":"^[0-9]{3}$"}"#,
        r#"{"pattern":"^\\d+$","maxLength":3}"#,
    );
    yes(r#"{"type":"string","pattern":"^(ab)+$","maxLength":1}"#, "false");
    assert_eq!(
        no(r#"{"type":"string","pattern":"^a*$"}"#, r#"{"pattern":"^a+$"}"#),
        r#""""#
    );
    assert_eq!(no(r#"{"type":"string"}"#, r#"{"minLength":1}"#), r#""""#);
    assert_eq!(
        no(r#"{"type":"string","minLength":2}"#, r#"{"maxLength":2}"#),
        r#""aaa""#
    );
}

#[test]
fn lookaheads_and_word_boundaries_are_compared_as_automata() {
    let password = r#""pattern":"^(?=.*[A-Z])(?=.*[0-9])(?!.*\\s).{6,}$""#;
    yes(
        &format!(r#"{{"type":"string",{password}}}"#),
        r#"{"minLength":6,"pattern":"[0-9].*[A-Z]|[A-Z].*[0-9]"}"#,
    );
    yes(
        r#"{"type":"string","pattern":"^(?!a$|b$).$"}"#,
        r#"{"pattern":"^[^ab]$"}"#,
    );
    yes(r#"{"pattern":"\\bcat\\b"}"#, r#"{"pattern":"(?:^|[^a])cat(?![a-z])"}"#);
    assert_eq!(
        no(
            &format!(r#"{{"type":"string",{password},"maxLength":2000}}"#),
            &format!(r#"{{{password},"maxLength":1999}}"#)
        )
        .len(),
        2002
    );
    assert_eq!(
        no(r#"{"type":"string","pattern":"a\\b"}"#, r#"{"pattern":"a$"}"#),
        r#""a-""#
    );
}

#[test]
fn the_greatest_length_of_a_format_is_known() {
    yes(r#"{"type":"string","format":"email"}"#, r#"{"maxLength":318}"#);
    yes(r#"{"type":"string","format":"hostname"}"#, r#"{"maxLength":253}"#);
    no(r#"{"type":"string","format":"email"}"#, r#"{"maxLength":317}"#);
    no(r#"{"type":"string","format":"hostname"}"#, r#"{"maxLength":252}"#);
}

#[test]
fn an_array_of_a_thousand_distinct_items_is_found() {
    let id = r#"{"type":"string","pattern":"^[A-Fa-f0-9]{24}$"}"#;
    let object = format!(r#"{{"type":"object","properties":{{"id":{id}}},"required":["id"]}}"#);
    for items in [id, &object, r#"{"type":"integer","minimum":3}"#] {
        no(
            &format!(r#"{{"type":"array","uniqueItems":true,"items":{items},"maxItems":1000}}"#),
            r#"{"maxItems":999}"#,
        );
    }
    yes(
        r#"{"type":"array","uniqueItems":true,"items":{"type":"integer","minimum":1,"maximum":500}}"#,
        r#"{"maxItems":500}"#,
    );
}

#[test]
fn a_long_string_of_a_format_is_found() {
    for format in ["uri", "date-time", "json-pointer"] {
        let witness = no(
            &format!(r#"{{"type":"string","format":"{format}"}}"#),
            r#"{"maxLength":1000}"#,
        );
        assert_eq!(witness.len(), 1001 + 2, "{witness}");
    }
}

#[test]
fn objects_are_compared_property_by_property() {
    let closed = r#"{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}"#;
    yes(
        closed,
        r#"{"type":"object","properties":{"a":{"type":["string","null"]}}}"#,
    );
    assert_eq!(no(r#"{"type":"object"}"#, r#"{"required":["id"]}"#), "{}");
    no(r#"{"type":"object","properties":{"a":{"type":"string"}}}"#, closed);
    yes(
        r#"{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}"#,
        r#"{"additionalProperties":{"type":"string"}}"#,
    );
    yes(r#"{"type":"object","required":["a","b"]}"#, r#"{"minProperties":2}"#);
    yes(r#"{"type":"object","required":["a","b"],"maxProperties":1}"#, "false");
    yes(
        r#"{"type":"object","required":["a"]}"#,
        r#"{"dependencies":{"b":["a"]}}"#,
    );
}

#[test]
fn arrays_are_compared_place_by_place() {
    yes(
        r#"{"type":"array","items":{"type":"integer"}}"#,
        r#"{"items":{"type":"number"}}"#,
    );
    yes(
        r#"{"items":[{"type":"string"},{"type":"null"}],"additionalItems":false}"#,
        r#"{"type":["array","string","number","object","null","boolean"],"maxItems":2}"#,
    );
    assert_eq!(no(r#"{"type":"array"}"#, r#"{"contains":{"type":"null"}}"#), "[]");
    yes(
        r#"{"type":"array","items":{"type":"boolean"},"uniqueItems":true}"#,
        r#"{"maxItems":2}"#,
    );
    no(r#"{"type":"array","maxItems":2}"#, r#"{"uniqueItems":true}"#);
}

#[test]
fn branches_are_told_apart_by_their_tag() {
    let branch = |index: usize| {
        format!(
            r#"{{"type":"object","required":["tag","v"],"properties":{{"tag":{{"const":"t{index}"}},"v":{{"type":"integer"}}}}}}"#
        )
    };
    let union = |count: usize| {
        let branches: Vec<String> = (0..count).map(branch).collect();
        format!(r#"{{"oneOf":[{}]}}"#, branches.join(","))
    };
    yes(&union(30), &union(31));
    assert!(no(&union(31), &union(30)).contains("t30"));
}

#[test]
fn recursive_schemas_are_compared_by_assumption() {
    let tree = |value: &str| {
        format!(
            r##"{{"type":"object","required":["value"],"properties":{{"value":{{"type":"{value}"}},"left":{{"$ref":"#"}},
            "right":{{"$ref":"#"}}}},"additionalProperties":false}}"##
        )
    };
    yes(&tree("integer"), &tree("number"));
    no(&tree("number"), &tree("integer"));
    // A value of this schema would never end.
    yes(
        r##"{"type":"object","required":["next"],"properties":{"next":{"$ref":"#"}}}"##,
        "false",
    );
}

#[test]
fn what_engines_read_differently_is_not_decided() {
    let answer = contains(r#"{"const":"٣"}"#, r#"{"pattern":"^\\d$"}"#);
    assert!(matches!(answer, Answer::Undecided { .. }), "{answer:?}");
    yes(r#"{"const":"3"}"#, r#"{"pattern":"^\\d$"}"#);
}

#[test]
fn the_content_of_strings_is_compared() {
    let (base64, json) = (
        r#"{"contentEncoding":"base64"}"#,
        r#"{"contentMediaType":"application/json"}"#,
    );
    let both = r#"{"contentEncoding":"BASE64","contentMediaType":"application/json"}"#;
    yes(both, base64);
    yes(r#"{"const":"e30="}"#, both);
    yes(&format!(r#"{{"allOf":[{base64},{{"not":{base64}}}]}}"#), "false");
    assert_eq!(no(r#"{"const":"{]"}"#, json), r#""{]""#);
    assert_eq!(no(r#"{"const":"e30"}"#, base64), r#""e30""#);
    no(base64, both);
    no(r#"{"type":"string"}"#, json);
}

#[test]
fn the_metaschema_is_known_by_its_url() {
    let metaschema = r#"{"$ref":"http://json-schema.org/draft-07/schema#"}"#;
    yes(
        r#"{"const":{"type":"string","items":[true,{"minLength":1}]}}"#,
        metaschema,
    );
    yes(r#"{"type":"boolean"}"#, metaschema);
    let count = r#"{"$ref":"http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger"}"#;
    assert_eq!(no(r#"{"enum":[0,-1]}"#, count), "-1");
    no(r#"{"type":"object"}"#, metaschema);
}

#[test]
fn what_is_not_checked_spoils_only_the_answers_that_depend_on_it() {
    let answer = contains(r#"{"type":"string"}"#, r#"{"format":"idn-hostname"}"#);
    assert!(matches!(answer, Answer::Undecided { .. }), "{answer:?}");
    yes(r#"{"type":"string","format":"idn-hostname"}"#, r#"{"type":"string"}"#);
}

#[test]
fn the_command_prints_the_answer_and_exits_with_it() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("it can be written");
        path
    };
    let any = write("any.json", r#"{"type":"string"}"#);
    let short = write("short.json", r#"{"type":"string","maxLength":1}"#);
    let look = write("look.json", r#"{"type":"string","pattern":"(?=a)(?!b)a"}"#);
    let broken = write("broken.json", r#"{"type":"strng"}"#);
    let run = |a: &std::path::Path, b: &std::path::Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_typewright"))
            .arg("contains")
            .args([a, b])
            .output()
            .expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), text)
    };
    assert_eq!(run(&short, &any), (Some(0), "yes\n".to_owned()));
    assert_eq!(run(&any, &short), (Some(1), "no\n\"aa\"\n".to_owned()));
    let (code, text) = run(&look, &short);
    assert!(matches!(code, Some(1 | 3)), "{text}");
    assert_eq!(run(&broken, &any), (Some(2), String::new()));
}

#[test]
fn a_batch_answers_line_by_line() {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_typewright"))
        .args(["contains", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut input = child.stdin.take().expect("it is piped");
    let lines = [
        r#"{"id":1,"a":{"const":1.50},"b":{"type":"number"}}"#,
        r#"{"id":"two","a":{"minimum":12345678901234567890123},"b":{"type":"string"}}"#,
        r#"{"id":3,"a":{"type":"strng"},"b":true}"#,
    ];
    writeln!(input, "{}", lines.join("\n")).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], r#"{"id":1,"answer":"yes","witness":null}"#);
    assert!(
        lines[1].starts_with(r#"{"id":"two","answer":"no","witness":"#),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with(r#"{"id":3,"answer":"undecided","witness":null,"reason":"#),
        "{}",
        lines[2]
    );
    assert!(output.status.success());
}
