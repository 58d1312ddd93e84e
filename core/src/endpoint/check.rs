//! Validation of a request before it is sent.

use super::contents::Contents;
use super::incoming::Values;
use super::media_type::{is_one_of, is_range};
use super::multipart::Fields;
use super::outgoing::described;
use super::parameter::Text;
use super::routing::split_segment;
use super::{Metadata, MultipartBody, Parameter, ParameterPlace, Rejection, TextForm, Upload, form, text_form};
use crate::check::{self, excerpt_of};
use crate::direction::Direction;
use crate::exact::FastCheck;
use crate::json::pointer;
use crate::json::{Json, to_json};
use crate::schema::Schema;
use crate::violation::{Violation, Violations};
use crate::wire::{Wire, Written};

/// Collects the violations of the parts of a request.
///
/// The pointer of each starts with the part: `/path/id`, `/query/id`, `/header/id`, `/cookie/id`, `/body`.
#[derive(Debug)]
pub struct RequestCheck {
    violations: Vec<Violation>,
    omitted: usize,
    /// The direction in which the body travels.
    direction: Direction,
}

impl RequestCheck {
    /// Creates a check of parts that travel in a direction.
    #[inline]
    pub const fn new(direction: Direction) -> Self {
        Self {
            violations: Vec::new(),
            omitted: 0,
            direction,
        }
    }

    /// Validates a part against a table. `pointer` is the JSON Pointer of the part, such as `/path/id`.
    #[inline]
    pub fn part<T: FastCheck>(&mut self, pointer: &str, value: &T, schema: &'static Schema) {
        if value.passes_fast_check(schema) {
            return;
        }
        let found = match to_json(&Written(value)) {
            Ok(mut json) => {
                // What is not sent need not be valid.
                check::strip(self.direction, schema, &mut json);
                check::violations_in(self.direction, schema, &json)
            }
            Err(error) => Err(Violations::unserializable(&error)),
        };
        self.add(pointer, found);
    }

    /// Validates a parameter. One that is serialized in a style is checked to be read back as the same value.
    #[inline]
    pub(super) fn parameter<T: FastCheck>(&mut self, parameter: &Parameter, value: &T) {
        let (name, schema) = (parameter.name, parameter.table());
        let Text::Form(form) = parameter.text else {
            let mut pointer = format!("/{}", parameter.place.as_str());
            pointer::push(&mut pointer, name);
            return self.part(&pointer, value, schema);
        };
        match parameter.place {
            ParameterPlace::Path => self.path(name, value, schema, form),
            ParameterPlace::Query => self.query(name, value, schema, form),
            ParameterPlace::Header => self.header(name, value, schema, form),
            ParameterPlace::Cookie => self.cookie(name, value, schema, form),
        }
    }

    /// Validates a query parameter that is serialized as `form` says, and checks that it is read back as the same value.
    #[inline]
    pub fn query<T: Wire>(&mut self, name: &'static str, value: &T, schema: &'static Schema, form: TextForm) {
        self.written(("query", name), value, (schema, form), |json| {
            let mut query = String::new();
            text_form::push(&mut query, name, json, form)?;
            Some(Values::of_query(&query).json(name, form, schema))
        });
    }

    /// Like [`query`](Self::query), for a path parameter.
    #[inline]
    pub fn path<T: Wire>(&mut self, name: &'static str, value: &T, schema: &'static Schema, form: TextForm) {
        self.written(("path", name), value, (schema, form), |json| {
            let segment = text_form::in_path(name, json, form)?;
            Some(Values::of_path([(name, &*segment)]).json(name, form, schema))
        });
    }

    /// Like [`query`](Self::query), for a header parameter.
    #[inline]
    pub fn header<T: Wire>(&mut self, name: &'static str, value: &T, schema: &'static Schema, form: TextForm) {
        self.written(("header", name), value, (schema, form), |json| {
            let header = text_form::in_header(json, form)?;
            Some(Values::of_headers([(name, &*header)]).json(name, form, schema))
        });
    }

    /// Like [`query`](Self::query), for a cookie.
    #[inline]
    pub fn cookie<T: Wire>(&mut self, name: &'static str, value: &T, schema: &'static Schema, form: TextForm) {
        self.written(("cookie", name), value, (schema, form), |json| {
            let mut cookies = Vec::new();
            text_form::add_cookies(&mut cookies, name, json, form)?;
            let lines: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            Some(Values::of_cookies(lines.iter().map(String::as_str)).json(name, form, schema))
        });
    }

    /// Checks that a segment of the path with several parts, such as `{name}.{ext}`, is split into the values from which it
    /// was made. They are percent-encoded.
    #[inline]
    pub fn segment(&mut self, metadata: &'static Metadata, template: &'static str, values: &[(&'static str, String)]) {
        let mut segment = template.to_owned();
        for (name, value) in values {
            segment = segment.replacen(&format!("{{{name}}}"), value, 1);
        }
        let read = split_segment(metadata, template, &segment);
        let text = |name: &'static str, encoded: &str| {
            let table = described(metadata.parameters, ParameterPlace::Path, name).table();
            excerpt_of(table, &Json::String(encoded.to_owned()))
        };
        for (index, (name, value)) in values.iter().enumerate() {
            let read = read.as_ref().and_then(|read| read.get(index));
            if read.is_some_and(|(_, read)| read == value) {
                continue;
            }
            let limit = match read {
                Some((_, read)) => format!("a value that is not read as {} in {template}", text(name, read)),
                None => format!("a value that can be told apart from the rest of {template}"),
            };
            let mut pointer = String::from("/path");
            pointer::push(&mut pointer, name);
            self.violations
                .push(Violation::new(&pointer, "path", limit, text(name, value)));
            return;
        }
    }

    /// Validates a parameter, and checks that it is read back as the same value. `arrives` returns
    /// `None` for a value without a string form.
    #[inline]
    fn written<T: Wire>(
        &mut self,
        (place, name): (&str, &str),
        value: &T,
        (schema, form): (&'static Schema, TextForm),
        arrives: impl FnOnce(&Json) -> Option<Result<Option<Json>, Rejection>>,
    ) {
        let found = match to_json(&Written(value)) {
            Ok(json) => {
                let is_empty = form.allows_empty() && json.as_str() == Some("");
                let valid = if is_empty {
                    Ok(())
                } else {
                    check::violations_in(Direction::Request, schema, &json)
                };
                valid.and_then(|()| as_written(&json, (schema, form), arrives(&json)))
            }
            Err(error) => Err(Violations::unserializable(&error)),
        };
        let mut pointer = format!("/{place}");
        pointer::push(&mut pointer, name);
        self.add(&pointer, found);
    }

    /// Validates a form, and checks that it is read back as the same value.
    #[inline]
    pub fn form<T: Wire>(&mut self, body: &T, metadata: &Metadata, schema: &'static Schema) {
        let found = match to_json(&Written(body)) {
            Ok(mut json) => {
                check::strip(metadata.direction(), schema, &mut json);
                check::violations_in(metadata.direction(), schema, &json).and_then(|()| {
                    form::arrives(&json, form::encodings(metadata), schema)
                        .or_else(|violation| Violations::new(vec![violation], 0))
                })
            }
            Err(error) => Err(Violations::unserializable(&error)),
        };
        self.add("/body", found);
    }

    /// Checks the parts of a multipart body.
    #[inline]
    pub fn multipart<T: MultipartBody>(&mut self, body: &T, metadata: &'static Metadata) {
        let mut fields = Fields::new(metadata);
        body.fields(&mut fields);
        let found = fields.violations().into_iter();
        self.violations.extend(found.map(|violation| violation.under("/body")));
    }

    /// Checks a body with several documented media types.
    #[inline]
    pub fn contents<T: Contents>(&mut self, body: &T, metadata: &'static Metadata) {
        body.check(self, metadata);
    }

    /// Checks that a chosen `Accept` is a documented media type of a response.
    #[inline]
    pub fn accept(&mut self, chosen: Option<&str>, metadata: &'static Metadata) {
        let Some(chosen) = chosen else { return };
        if metadata.accepted().any(|documented| documented == chosen) {
            return;
        }
        let documented: Vec<&str> = metadata.accepted().collect();
        let found = Json::from(chosen).to_string();
        let violation = Violation::new(
            "/header/Accept",
            "enum",
            format!("one of {}", documented.join(", ")),
            found,
        );
        self.violations.push(violation);
    }

    /// Checks that a body that is not JSON has a documented media type.
    #[inline]
    pub fn raw_body(&mut self, body: &Upload, media_type: &str) {
        let found = body.content_type();
        if !is_one_of(found, media_type) {
            let one = if is_range(found) { "one media type of " } else { "" };
            let limit = format!("{one}{media_type}");
            let found = serde_json::Value::from(found).to_string();
            self.violations
                .push(Violation::new("/body", "contentMediaType", limit, found));
        }
    }

    /// Returns the result of all checks.
    ///
    /// # Errors
    /// All violations, if there are any.
    #[inline]
    pub fn finish(self) -> Result<(), Violations> {
        Violations::new(self.violations, self.omitted)
    }

    #[inline]
    fn add(&mut self, pointer: &str, found: Result<(), Violations>) {
        if let Err(violations) = found {
            self.omitted += violations.omitted();
            self.violations
                .extend(violations.into_iter().map(|violation| violation.under(pointer)));
        }
    }
}

/// Whether a value is read back as the same value.
#[inline]
fn as_written(
    json: &Json,
    (schema, form): (&'static Schema, TextForm),
    arrived: Option<Result<Option<Json>, Rejection>>,
) -> Result<(), Violations> {
    let limit = match arrived {
        Some(Ok(Some(read))) if read == *json => return Ok(()),
        Some(Ok(Some(read))) => format!("a value that is not read as {}", excerpt_of(schema, &read)),
        Some(Ok(None)) => "a value with items or properties (nothing is sent for an empty one)".to_owned(),
        Some(Err(rejection)) => format!("a value that arrives: {rejection}"),
        None => form.limit().to_owned(),
    };
    Violations::new(vec![Violation::new("", "style", limit, excerpt_of(schema, json))], 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Direction, Metadata, Parameter, RequestCheck, TextForm};
    use crate::endpoint::{Method, ParameterStyle};
    use crate::json::Json;
    use crate::number::Number;
    use crate::schema::{Rule, STRING, Schema};
    use crate::violation::Violation;

    static ANY: Schema = Schema(&[]);

    #[test]
    fn a_number_that_json_does_not_have_is_never_sent() {
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut check = RequestCheck::new(Direction::Request);
            check.part("/query/weight", &Number::from(float), &ANY);
            check.part(
                "/query/weights",
                &vec![Some(Number::from(1)), Some(Number::from(float))],
                &ANY,
            );
            check.part(
                "/query/map",
                &BTreeMap::from([(String::from("a"), Number::from(float))]),
                &ANY,
            );
            check.part("/query/json", &Json::Array(vec![Json::from(float)]), &ANY);
            let violations = check.finish().expect_err("there is no such number");
            let pointers: Vec<&str> = violations.iter().map(Violation::pointer).collect();
            assert_eq!(
                pointers,
                ["/query/weight", "/query/weights", "/query/map", "/query/json"]
            );
            assert!(
                violations.to_string().contains("JSON has no number for"),
                "{violations}"
            );
        }
    }

    #[test]
    fn parameters_of_one_name_have_pointers_of_their_own() {
        static TEXT: Schema = Schema(&[Rule::Type(STRING)]);
        let (mut check, number) = (RequestCheck::new(Direction::Request), Json::from(1));
        check.part("/path/a~1b", &number, &TEXT);
        check.query("a/b", &number, &TEXT, TextForm::scalar(ParameterStyle::Form));
        check.header("a/b", &number, &TEXT, TextForm::scalar(ParameterStyle::Form));
        check.part("/body", &number, &TEXT);
        let violations = check.finish().expect_err("a number is not a string");
        let pointers: Vec<&str> = violations.iter().map(Violation::pointer).collect();
        assert_eq!(pointers, ["/path/a~1b", "/query/a~1b", "/header/a~1b", "/body"]);
    }

    #[test]
    fn no_error_about_the_text_form_of_a_password_shows_it() {
        static SECRET: Schema = Schema(&[Rule::Password]);
        static SECRETS: Schema = Schema(&[Rule::Items(&SECRET)]);
        static LOGIN: Schema = Schema(&[Rule::Properties(&[("key", Schema(&[Rule::Ref(&SECRET)]))])]);
        static METADATA: Metadata = Metadata::new("get", Method::Get, "", "/{name}.{pin}")
            .parameters(&[Parameter::path("name", &ANY), Parameter::path("pin", &SECRET)]);
        let list = Json::Array(vec![Json::from("s3cret,more")]);
        let mut check = RequestCheck::new(Direction::Request);
        check.header("X-Keys", &list, &SECRETS, TextForm::array(ParameterStyle::Simple));
        check.path("keys", &Json::Null, &SECRET, TextForm::scalar(ParameterStyle::Simple));
        check.segment(
            &METADATA,
            "{name}.{pin}",
            &[("name", "a".to_owned()), ("pin", "s3.cret".to_owned())],
        );
        for key in [
            "{\"key\": [[\"s3cret\"]]}",
            "{\"key\": [\"s3cret\", null]}",
            "{\"key\": \"\"}",
        ] {
            let login = Json::parse(key).expect("JSON");
            check.form(&login, &METADATA, &LOGIN);
        }
        let found = check.finish().expect_err("none of them arrives");
        assert!(found.as_slice().len() > 3, "{found}");
        for said in [found.to_string(), format!("{found:?}")] {
            assert!(!said.contains("s3"), "{said}");
        }
    }
}
