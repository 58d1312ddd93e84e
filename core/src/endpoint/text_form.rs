//! Serialization of parameters whose type does not determine it: arrays, and values of several types.
//!
//! A string is less expressive than JSON: `5` may be a number or a string. The schema decides how it is read: as a
//! number or boolean if that is valid, otherwise as a string. [`RequestCheck`](super::RequestCheck) rejects a value
//! that would be read as a different one, so the server receives the value that was sent.

use serde_core::Serialize;

use super::form;
use super::path::{encoded, path_segment, push_query};
use crate::check::is_valid;
use crate::json::{Json, to_json};
use crate::schema::{ARRAY, Rule, Schema};

/// The serialization of an array in a parameter: `style` and `explode` of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListStyle {
    /// The name is repeated for each item: `tag=a&tag=b` (`form`, exploded).
    Repeated,
    /// The items are separated by commas: `tag=a,b` (`form`, not exploded); in a path or a header `a,b` (`simple`).
    Commas,
    /// The items are separated by spaces: `tag=a%20b` (`spaceDelimited`).
    Spaces,
    /// The items are separated by vertical bars: `tag=a%7Cb` (`pipeDelimited`).
    Pipes,
}

/// The serialization of a parameter that is an array or has several types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextForm {
    /// A string, a number or a boolean.
    One,
    /// An array of scalars.
    List(ListStyle),
    /// An object or an array, with the path to each value in brackets: `filter[eq]=a&filter[in][0]=b` (`deepObject`,
    /// nested as deep as the value). Only in a query.
    Brackets,
    /// A scalar or an array of scalars. An array of one item is written like the item alone, so it is read as a scalar
    /// if the schema allows one.
    OneOrList(ListStyle),
}

/// Adds a parameter to a query string, percent-encoded.
///
/// A value without a string form, such as `null`, is omitted: [`RequestCheck::query`](super::RequestCheck::query)
/// rejects it.
///
/// ```
/// use typewright_runtime::endpoint::{ListStyle, TextForm, push_query_value};
///
/// let mut query = String::new();
/// push_query_value(&mut query, "tag", &["a,b", "c"], TextForm::List(ListStyle::Commas));
/// push_query_value(&mut query, "id", &[1, 2], TextForm::List(ListStyle::Repeated));
/// push_query_value(&mut query, "x", &["a", "b"], TextForm::List(ListStyle::Pipes));
/// assert_eq!(query, "tag=a%2Cb,c&id=1&id=2&x=a%7Cb");
/// ```
pub fn push_query_value<T: Serialize>(query: &mut String, name: &str, value: &T, form: TextForm) {
    if let Ok(json) = to_json(value) {
        // A value without a string form was rejected before.
        let _ = push(query, name, &json, form);
    }
}

/// Returns a parameter as one segment of a path, percent-encoded. Empty if the value has no string form.
pub fn path_value<T: Serialize>(value: &T) -> String {
    to_json(value).ok().and_then(|json| in_path(&json)).unwrap_or_default()
}

/// Returns a parameter as the value of a header. Empty if the value has no string form.
pub fn header_value<T: Serialize>(value: &T) -> String {
    to_json(value)
        .ok()
        .and_then(|json| in_header(&json))
        .unwrap_or_default()
}

/// Adds a parameter to the cookies of a request, percent-encoded.
///
/// ```
/// use typewright_runtime::endpoint::{ListStyle, TextForm, push_cookie_value};
///
/// let mut cookies = Vec::new();
/// push_cookie_value(&mut cookies, "tags", &["a;b", "c"], TextForm::List(ListStyle::Commas));
/// assert_eq!(cookies, [("tags", "a%3Bb,c".to_owned())]);
/// ```
pub fn push_cookie_value<T: Serialize>(
    cookies: &mut Vec<(&'static str, String)>,
    name: &'static str,
    value: &T,
    form: TextForm,
) {
    if let Ok(json) = to_json(value) {
        // A value without a string form was rejected before.
        let _ = add_cookies(cookies, name, &json, form);
    }
}

/// Percent-encodes the value of a cookie.
pub fn cookie_text(value: impl AsRef<str>) -> String {
    encoded(value.as_ref()).to_string()
}

/// Adds a value to the cookies. Returns `None` if it has no string form.
pub(super) fn add_cookies(
    cookies: &mut Vec<(&'static str, String)>,
    name: &'static str,
    json: &Json,
    form: TextForm,
) -> Option<()> {
    match items(json)? {
        None => cookies.push((name, cookie_text(text(json)?))),
        Some(items) => {
            let items = items.iter().map(cookie_text);
            match form {
                TextForm::One | TextForm::List(ListStyle::Repeated) | TextForm::OneOrList(ListStyle::Repeated) => {
                    cookies.extend(items.map(|item| (name, item)));
                }
                TextForm::List(_) | TextForm::OneOrList(_) | TextForm::Brackets => {
                    cookies.push((name, items.collect::<Vec<String>>().join(",")));
                }
            }
        }
    }
    Some(())
}

/// Adds a value to a query. Returns `None` if it has no string form.
pub(super) fn push(query: &mut String, name: &str, json: &Json, form: TextForm) -> Option<()> {
    let style = match form {
        TextForm::Brackets => return form::brackets(query, name, json),
        TextForm::One => ListStyle::Repeated,
        TextForm::List(style) | TextForm::OneOrList(style) => style,
    };
    let Some(items) = items(json)? else {
        push_query(query, name, text(json)?);
        return Some(());
    };
    let separator = match style {
        ListStyle::Repeated => {
            for item in items {
                push_query(query, name, item);
            }
            return Some(());
        }
        ListStyle::Commas => ",",
        ListStyle::Spaces => "%20",
        ListStyle::Pipes => "%7C",
    };
    let items: Vec<String> = items.iter().map(|item| encoded(item).to_string()).collect();
    push_query(query, name, "");
    query.push_str(&items.join(separator));
    Some(())
}

pub(super) fn in_path(json: &Json) -> Option<String> {
    Some(match items(json)? {
        Some(items) => items.iter().map(path_segment).collect::<Vec<String>>().join(","),
        None => path_segment(text(json)?),
    })
}

pub(super) fn in_header(json: &Json) -> Option<String> {
    match items(json)? {
        Some(items) => Some(items.join(",")),
        None => text(json),
    }
}

/// The strings of the items of an array; the inner `None` if the value is not an array, the outer `None` if an item has
/// no string form.
#[allow(clippy::option_option)] // one says "no text", the other "no list"
fn items(json: &Json) -> Option<Option<Vec<String>>> {
    match json {
        Json::Array(items) => items.iter().map(text).collect::<Option<Vec<String>>>().map(Some),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => Some(None),
    }
}

/// The string of a scalar. `null` has none: an absent parameter is omitted instead.
fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Bool(_) | Json::Number(_) => Some(json.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// The value of the received strings, as far as the schema decides. The exact check then validates the whole value.
pub(super) fn read(texts: &[String], form: TextForm, schema: &'static Schema) -> Json {
    let one = |text: &str| scalar(text, |json| is_valid(schema, json));
    let list = |texts: &[String], style: ListStyle| match texts {
        [text] if text.is_empty() && style != ListStyle::Repeated => Json::Array(Vec::new()),
        texts => {
            let items = texts.iter().map(|text| scalar(text, |json| may_hold(schema, json)));
            Json::Array(items.collect())
        }
    };
    match (form, texts) {
        (TextForm::One | TextForm::Brackets, texts) => one(texts.first().map_or("", String::as_str)),
        (TextForm::OneOrList(style), [text]) => {
            let (one, list) = (one(text), list(texts, style));
            if !is_valid(schema, &one) && is_valid(schema, &list) {
                list
            } else {
                one
            }
        }
        (TextForm::List(style) | TextForm::OneOrList(style), texts) => list(texts, style),
    }
}

/// The scalar that a string represents: the candidate that is valid.
fn scalar(text: &str, is_valid: impl Fn(&Json) -> bool) -> Json {
    let string = Json::String(text.to_owned());
    match Json::parse(text) {
        Ok(literal @ (Json::Bool(_) | Json::Number(_))) => {
            // JSON may have leading and trailing white space, which is part of a string, so such a string is not a
            // number.
            let is_whole = text.trim() == text;
            if (is_whole && is_valid(&literal)) || !is_valid(&string) {
                literal
            } else {
                string
            }
        }
        Ok(Json::Null | Json::String(_) | Json::Array(_) | Json::Object(_)) | Err(_) => string,
    }
}

/// Whether an array may contain an item, as far as the item alone decides.
fn may_hold(list: &'static Schema, item: &Json) -> bool {
    list.0.iter().all(|rule| match rule {
        Rule::Never => false,
        Rule::Type(types) => types & ARRAY != 0,
        Rule::Ref(target) => may_hold(target, item),
        Rule::Items(each) => is_valid(each, item),
        Rule::AllOf(all) => all.iter().all(|list| may_hold(list, item)),
        Rule::AnyOf(any) | Rule::OneOf(any) => any.iter().any(|list| may_hold(list, item)),
        // The other rules depend on the whole array. If that makes an item be read as a different value, the request is
        // rejected.
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::{ListStyle, TextForm, read};
    use crate::endpoint::{Parts, RequestCheck};
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

    const LISTS: [ListStyle; 4] = [
        ListStyle::Repeated,
        ListStyle::Commas,
        ListStyle::Spaces,
        ListStyle::Pipes,
    ];

    fn json(text: &str) -> Json {
        Json::parse(text).expect("it is JSON")
    }

    /// The result of the check before sending, in a query, a path and a header.
    fn said(value: &str, form: TextForm, schema: &'static Schema) -> [String; 3] {
        let value = json(value);
        let commas = match form {
            TextForm::One | TextForm::Brackets => TextForm::One,
            TextForm::List(_) => TextForm::List(ListStyle::Commas),
            TextForm::OneOrList(_) => TextForm::OneOrList(ListStyle::Commas),
        };
        let said = |check: &dyn Fn(&mut RequestCheck)| {
            let mut collected = RequestCheck::default();
            check(&mut collected);
            collected
                .finish()
                .map_or_else(|error| error.to_string(), |()| String::new())
        };
        [
            said(&|check| check.query("q", Some(&value), schema, form)),
            said(&|check| check.path("q", Some(&value), schema, commas)),
            said(&|check| check.header("q", Some(&value), schema, commas)),
        ]
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
            let read = read(&[text.to_owned()], TextForm::One, &TEXT_OR_SMALL);
            assert_eq!(read.to_string(), value, "{text:?}");
        }
    }

    #[test]
    fn a_value_that_would_be_read_as_another_one_is_not_sent() {
        for right in ["5", "\"10\"", "true", "\"a,b|c d\"", "\"\"", "\"null\""] {
            assert_eq!(said(right, TextForm::One, &TEXT_OR_SMALL), [""; 3], "{right}");
        }
        for (wrong, limit) in [("\"5\"", "5"), ("\"true\"", "true"), ("\"5e0\"", "5e0")] {
            let expected = format!("expected a value that is not read as {limit} (style), found {wrong}");
            assert_eq!(said(wrong, TextForm::One, &TEXT_OR_SMALL), in_each_part(&expected));
        }
    }

    #[test]
    fn what_has_no_text_is_not_sent() {
        static ANYTHING: Schema = Schema(&[]);
        for value in ["null", "{}", "[[]]", "[null]"] {
            let expected =
                format!("expected a string, a number or a boolean, or a list of these (style), found {value}");
            assert_eq!(
                said(value, TextForm::List(ListStyle::Commas), &ANYTHING),
                in_each_part(&expected)
            );
        }
    }

    #[test]
    fn a_list_arrives_as_it_was_sent_or_is_refused() {
        let refused = |value: &str, style: ListStyle, schema: &'static Schema| {
            said(value, TextForm::List(style), schema).map(|said| !said.is_empty())
        };
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
        let in_query = |value: &str, style: ListStyle| refused(value, style, &TEXTS)[0];
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
        let commas = ListStyle::Commas;
        assert_eq!(refused(r#"["a,b"]"#, commas, &TEXTS), [false, false, true]);
        assert_eq!(refused(r#"["a", " b"]"#, commas, &TEXTS), [false, false, true]);
        assert_eq!(refused("[]", commas, &TEXTS), [false; 3]);
    }

    #[test]
    fn an_empty_list_that_would_be_left_out_is_refused_with_the_reason() {
        assert_eq!(
            said("[]", TextForm::List(ListStyle::Repeated), &TEXTS)[0],
            "/query/q: expected a value with items or properties (nothing is sent for an empty one) (style), found []"
        );
    }

    #[test]
    fn a_list_of_one_is_read_as_its_item_if_the_schema_has_that() {
        let form = TextForm::OneOrList(ListStyle::Repeated);
        let read = |texts: &[&str], schema: &'static Schema| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            read(&texts, form, schema).to_string()
        };
        assert_eq!(read(&["a"], &TEXT_OR_TEXTS), r#""a""#);
        assert_eq!(read(&["a", "5"], &TEXT_OR_TEXTS), r#"["a","5"]"#);
        assert_eq!(read(&["a"], &NUMBER_OR_TEXTS), r#"["a"]"#);
        assert_eq!(read(&["5"], &NUMBER_OR_TEXTS), "5");
        assert_eq!(
            said(r#"["a"]"#, form, &TEXT_OR_TEXTS)[0],
            r#"/query/q: expected a value that is not read as "a" (style), found ["a"]"#
        );
        assert_eq!(said(r#"["a"]"#, form, &NUMBER_OR_TEXTS)[0], "");
    }

    #[test]
    fn lists_are_read_in_the_ways_in_which_clients_write_them() {
        for (query, style) in [
            ("q=a&q=b", ListStyle::Repeated),
            ("q=a,b", ListStyle::Commas),
            ("q=a&q=b", ListStyle::Commas),
            ("q=a%20b", ListStyle::Spaces),
            ("q=a+b", ListStyle::Spaces),
            ("q=a%7Cb", ListStyle::Pipes),
            ("q=a|b", ListStyle::Pipes),
        ] {
            let parts = Parts::new(Vec::new(), Some(query), None, &[]);
            let read: Result<Json, _> = parts.query().written("q", TextForm::List(style), &TEXTS);
            assert_eq!(read.expect(query), json(r#"["a", "b"]"#), "{query}");
        }
        // Several lines of one header are one list (RFC 9110, 5.3), and white space around items is ignored (5.6.1).
        let parts = Parts::new(Vec::new(), None, None, &[]).with_headers([("q", "a ,,\tb"), ("q", "c")]);
        let read: Result<Json, _> = parts.headers().written("q", TextForm::List(ListStyle::Commas), &TEXTS);
        assert_eq!(read.expect("it is right"), json(r#"["a", "b", "c"]"#));
    }
}
