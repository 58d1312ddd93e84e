//! Tests of the serialization of single parameters.

use super::ParameterStyle::{Form, PipeDelimited, Simple, SpaceDelimited};
use super::TextForm;
use crate::direction::Direction;
use crate::endpoint::{Metadata, Method, Parts, RequestCheck};
use crate::json::Json;
use crate::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, Rule, STRING, Schema};

static TEXT_OR_SMALL: Schema = Schema(&[Rule::AnyOf(&[
    Schema(&[Rule::Type(STRING)]),
    Schema(&[Rule::Type(INTEGER | NUMBER), Rule::Maximum("9")]),
    Schema(&[Rule::Type(BOOLEAN)]),
])]);
static TEXTS: Schema = Schema(&[
    Rule::Type(ARRAY | NULL),
    Rule::Items(&Schema(&[Rule::Type(STRING)])),
    Rule::MaxItems(3),
]);
static ANY: Schema = Schema(&[Rule::Type(ARRAY)]);
static TEXT_OR_TEXTS: Schema = Schema(&[Rule::OneOf(&[
    Schema(&[Rule::Type(STRING)]),
    Schema(&[Rule::Ref(&TEXTS)]),
])]);
static NUMBER_OR_TEXTS: Schema = Schema(&[Rule::OneOf(&[
    Schema(&[Rule::Type(INTEGER | NUMBER)]),
    Schema(&[Rule::Ref(&TEXTS)]),
])]);

const REPEATED: TextForm = TextForm::array(Form).explode();
const COMMAS: TextForm = TextForm::array(Form);
const SPACES: TextForm = TextForm::array(SpaceDelimited);
const PIPES: TextForm = TextForm::array(PipeDelimited);
const LISTS: [TextForm; 4] = [REPEATED, COMMAS, SPACES, PIPES];
const ONE: TextForm = TextForm::scalar(Form);

/// An action without descriptors.
const NOTHING: &Metadata = &Metadata::new("nothing", Method::Get, "https://example.com", "/");

fn json(text: &str) -> Json {
    Json::parse(text).expect("it is JSON")
}

/// The result of the check before sending, in a query, a path and a header.
fn said(value: &str, form: TextForm, schema: &'static Schema) -> [String; 3] {
    let value = json(value);
    let simple = TextForm {
        style: Simple,
        explode: false,
        ..form
    };
    let said = |check: &dyn Fn(&mut RequestCheck)| {
        let mut collected = RequestCheck::new(Direction::Request);
        check(&mut collected);
        collected
            .finish()
            .map_or_else(|error| error.to_string(), |()| String::new())
    };
    [
        said(&|check| check.query("q", &value, schema, form)),
        said(&|check| check.path("q", &value, schema, simple)),
        said(&|check| check.header("q", &value, schema, simple)),
    ]
}

/// The value that a query is read as.
fn read(query: &str, form: TextForm, schema: &'static Schema) -> String {
    let parts = Parts::new(NOTHING, Vec::new(), Some(query), None, &[]);
    let read = parts.query_values().json("q", form, schema);
    read.expect(query).expect(query).to_string()
}

fn in_each_part(message: &str) -> [String; 3] {
    ["query", "path", "header"].map(|part| format!("/{part}/q: {message}"))
}

#[test]
fn a_text_is_the_number_or_boolean_that_is_right_and_else_a_string() {
    for (text, value) in [
        ("5", "5"),
        ("-1.50", "-1.50"),
        ("10", "\"10\""),
        ("true", "true"),
        ("True", "\"True\""),
        ("null", "\"null\""),
        (" 5", "\" 5\""),
        ("[5]", "\"[5]\""),
        ("", "\"\""),
    ] {
        assert_eq!(read(&format!("q={text}"), ONE, &TEXT_OR_SMALL), value, "{text:?}");
    }
}

#[test]
fn a_value_that_would_be_read_as_another_one_is_not_sent() {
    for right in ["5", "\"10\"", "true", "\"a,b|c d\"", "\"\"", "\"null\""] {
        assert_eq!(said(right, ONE, &TEXT_OR_SMALL), [""; 3], "{right}");
    }
    for (wrong, limit) in [("\"5\"", "5"), ("\"true\"", "true"), ("\"5e0\"", "5e0")] {
        let expected = format!("expected a value that is not read as {limit} (style), found {wrong}");
        assert_eq!(said(wrong, ONE, &TEXT_OR_SMALL), in_each_part(&expected));
    }
}

#[test]
fn what_has_no_text_is_not_sent() {
    static ANYTHING: Schema = Schema(&[]);
    for value in ["null", "{}", "[[]]", "[null]"] {
        let expected = format!("expected a string, a number or a boolean, or a list of these (style), found {value}");
        assert_eq!(said(value, COMMAS, &ANYTHING), in_each_part(&expected));
    }
}

#[test]
fn a_list_arrives_as_it_was_sent_or_is_refused() {
    let refused =
        |value: &str, style: TextForm, schema: &'static Schema| said(value, style, schema).map(|said| !said.is_empty());
    for style in LISTS {
        assert_eq!(refused(r#"["a", "5"]"#, style, &TEXTS), [false; 3], "{style:?}");
        assert_eq!(
            refused(r#"["", "b"]"#, style, &TEXTS),
            [false, false, true],
            "{style:?}"
        );
        assert_eq!(refused(r#"["a", 5, true, "b"]"#, style, &ANY), [false; 3], "{style:?}");
        assert_eq!(refused(r#"["5"]"#, style, &ANY), [true; 3], "{style:?}");
    }
    let in_query = |value: &str, style: TextForm| refused(value, style, &TEXTS)[0];
    assert_eq!(LISTS.map(|style| in_query("[]", style)), [true, false, false, false]);
    assert_eq!(LISTS.map(|style| in_query(r#"[""]"#, style)), [false, true, true, true]);
    assert_eq!(
        LISTS.map(|style| in_query(r#"["a b"]"#, style)),
        [false, false, true, false]
    );
    assert_eq!(
        LISTS.map(|style| in_query(r#"["a|b"]"#, style)),
        [false, false, false, true]
    );
    assert_eq!(LISTS.map(|style| in_query(r#"["a,b"]"#, style)), [false; 4]);
    // A header cannot represent a comma, an empty item, or white space around an item.
    assert_eq!(refused(r#"["a,b"]"#, COMMAS, &TEXTS), [false, false, true]);
    assert_eq!(refused(r#"["a", " b"]"#, COMMAS, &TEXTS), [false, false, true]);
    assert_eq!(refused("[]", COMMAS, &TEXTS), [false; 3]);
}

#[test]
fn an_empty_list_that_would_be_left_out_is_refused_with_the_reason() {
    assert_eq!(
        said("[]", REPEATED, &TEXTS)[0],
        "/query/q: expected a value with items or properties (nothing is sent for an empty one) (style), found []"
    );
}

#[test]
fn a_list_of_one_is_read_as_its_item_if_the_schema_has_that() {
    let form = TextForm::scalar_or_array(Form).explode();
    let read = |query: &str, schema: &'static Schema| read(query, form, schema);
    assert_eq!(read("q=a", &TEXT_OR_TEXTS), r#""a""#);
    assert_eq!(read("q=a&q=5", &TEXT_OR_TEXTS), r#"["a","5"]"#);
    assert_eq!(read("q=a", &NUMBER_OR_TEXTS), r#"["a"]"#);
    assert_eq!(read("q=5", &NUMBER_OR_TEXTS), "5");
    assert_eq!(
        said(r#"["a"]"#, form, &TEXT_OR_TEXTS)[0],
        r#"/query/q: expected a value that is not read as "a" (style), found ["a"]"#
    );
    assert_eq!(said(r#"["a"]"#, form, &NUMBER_OR_TEXTS)[0], "");
}

#[test]
fn lists_are_read_in_the_ways_in_which_clients_write_them() {
    for (query, style) in [
        ("q=a&q=b", REPEATED),
        ("q=a,b", COMMAS),
        ("q=a&q=b", COMMAS),
        ("q=a%20b", SPACES),
        ("q=a+b", SPACES),
        ("q=a%7Cb", PIPES),
        ("q=a|b", PIPES),
    ] {
        let parts = Parts::new(NOTHING, Vec::new(), Some(query), None, &[]);
        let read: Result<Json, _> = parts.query_values().written("q", style, &TEXTS);
        assert_eq!(read.expect(query), json(r#"["a", "b"]"#), "{query}");
    }
    // Several lines of one header are one list (RFC 9110, 5.3), and white space around items is ignored (5.6.1).
    let parts = Parts::new(NOTHING, Vec::new(), None, None, &[]).with_headers([("q", "a ,,\tb"), ("q", "c")]);
    let read: Result<Json, _> = parts.header_values().written("q", COMMAS, &TEXTS);
    assert_eq!(read.expect("it is right"), json(r#"["a", "b", "c"]"#));
}

#[test]
fn reserved_characters_stay_only_where_they_have_no_meaning() {
    let write = |value: &str, form: TextForm| {
        let mut query = String::new();
        super::push(&mut query, "q", &json(value), form).expect(value);
        query
    };
    let value = r#""a:/?@!$'()*,;=b&#[]+%2F é""#;
    let kept = "q=a:/?@!$'()*,;=b%26%23%5B%5D%2B%252F%20%C3%A9";
    assert_eq!(write(value, ONE.allow_reserved()), kept);
    assert_eq!(write(r#"["a,b/c", "d"]"#, COMMAS.allow_reserved()), "q=a%2Cb/c,d");
    assert_eq!(write(r#"["a,b/c", "d"]"#, REPEATED.allow_reserved()), "q=a,b/c&q=d");
    assert_eq!(read(kept, ONE, &TEXT_OR_SMALL), value);
}

#[test]
fn an_empty_value_is_allowed_where_the_parameter_allows_it() {
    static SHORT: Schema = Schema(&[Rule::Type(STRING), Rule::MinLength(1)]);
    assert_ne!(said(r#""""#, ONE, &SHORT)[0], "");
    assert_eq!(said(r#""""#, ONE.allow_empty(), &SHORT)[0], "");
    let received = |form: TextForm| {
        let parts = Parts::new(NOTHING, Vec::new(), Some("q"), None, &[]);
        parts.query_values().written::<String>("q", form, &SHORT)
    };
    assert!(received(ONE).is_err());
    assert_eq!(received(ONE.allow_empty()).expect("it is allowed"), "");
}
