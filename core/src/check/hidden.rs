//! Values that errors do not show: those with `format: password` or `writeOnly: true`.

use std::collections::HashSet;

use super::object::Declared;
use super::{Counted, excerpt};
use crate::json::Json;
use crate::schema::{Rule, Schema, type_names};

/// The values that errors do not show, by address. They stay in place during a check.
#[derive(Debug, Default)]
pub(crate) struct Hidden(HashSet<usize>);

impl Hidden {
    /// Finds the hidden values in a value. All branches count, whichever of them the value matches.
    pub(crate) fn of(schema: &'static Schema, json: &Json) -> Self {
        let mut search = Search {
            hidden: HashSet::new(),
            seen: HashSet::new(),
            waiting: vec![(schema, json)],
        };
        while let Some((schema, json)) = search.waiting.pop() {
            if search.seen.insert(super::pair(schema, json)) {
                for rule in schema.0 {
                    search.rule(schema, rule, json);
                }
            }
        }
        Self(search.hidden)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a value as an error message shows it. Of a hidden value, and of one that contains any, it is only the type.
    pub(crate) fn excerpt(&self, json: &Json) -> String {
        if self.0.contains(&address(json)) {
            return format!("a hidden {}", type_names(super::type_of(json)));
        }
        match json {
            Json::Array(items) if self.is_inside(json) => {
                format!("an array of {}", Counted(items.len() as u64, "item", "items"))
            }
            Json::Object(object) if self.is_inside(json) => format!(
                "an object of {}",
                Counted(object.len() as u64, "property", "properties")
            ),
            shown => excerpt(shown),
        }
    }

    /// Whether a value contains a hidden one.
    fn is_inside(&self, json: &Json) -> bool {
        let mut waiting = vec![json];
        while let Some(json) = waiting.pop() {
            if self.0.contains(&address(json)) {
                return true;
            }
            waiting.extend(children(json));
        }
        false
    }
}

/// Returns a value as an error message shows it, without the values that its table hides.
#[cfg(feature = "http")]
pub(crate) fn excerpt_of(schema: &'static Schema, json: &Json) -> String {
    Hidden::of(schema, json).excerpt(json)
}

fn address(json: &Json) -> usize {
    core::ptr::from_ref(json).addr()
}

/// The items or the values of the properties.
fn children(json: &Json) -> Vec<&Json> {
    match json {
        Json::Array(items) => items.iter().collect(),
        Json::Object(object) => object.iter().map(|(_, value)| value).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Vec::new(),
    }
}

struct Search<'j> {
    hidden: HashSet<usize>,
    seen: HashSet<(usize, usize)>,
    waiting: Vec<(&'static Schema, &'j Json)>,
}

impl<'j> Search<'j> {
    /// Hides a value and everything in it.
    fn hide(&mut self, json: &'j Json) {
        let mut waiting = vec![json];
        while let Some(json) = waiting.pop() {
            if self.hidden.insert(address(json)) {
                waiting.extend(children(json));
            }
        }
    }

    fn rule(&mut self, schema: &'static Schema, rule: &'static Rule, json: &'j Json) {
        match (rule, json) {
            (Rule::Password | Rule::Hidden, _) => self.hide(json),
            (Rule::WriteOnly(names), Json::Object(object)) => {
                for value in names.iter().filter_map(|name| object.get(name)) {
                    self.hide(value);
                }
            }
            (Rule::Properties(properties), Json::Object(object)) => {
                let values = properties.iter().filter_map(|(name, each)| Some((each, object.get(name)?)));
                self.waiting.extend(values);
            }
            (Rule::PatternProperties(patterns), Json::Object(object)) => {
                for (pattern, each) in *patterns {
                    let values = object.iter().filter(|(name, _)| pattern.is_match(name));
                    self.waiting.extend(values.map(|(_, value)| (each, value)));
                }
            }
            (Rule::AdditionalProperties(each), Json::Object(object)) => {
                let declared = Declared::of(schema, object);
                let values = object.iter().filter(|(name, _)| !declared.holds(name));
                self.waiting.extend(values.map(|(_, value)| (*each, value)));
            }
            (Rule::Tuple(firsts), Json::Array(items)) => self.waiting.extend(firsts.iter().zip(items)),
            (Rule::Items(each) | Rule::AdditionalItems(each) | Rule::Contains(each), Json::Array(items)) => {
                self.waiting.extend(items.iter().map(|item| (*each, item)));
            }
            (
                Rule::Properties(_)
                | Rule::PatternProperties(_)
                | Rule::AdditionalProperties(_)
                | Rule::Tuple(_)
                | Rule::Items(_)
                | Rule::AdditionalItems(_)
                | Rule::Contains(_)
                // The name of a property is not a value.
                | Rule::PropertyNames(_),
                _,
            ) => {}
            // The tables of the value itself, if there are any.
            (other, _) => self.waiting.extend(other.schemas().into_iter().map(|table| (table, json))),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::violations;
    use crate::json::Json;
    use crate::schema::Rule::{
        AdditionalProperties, AllOf, Closed, Hidden, Items, MaxLength, MinLength, OneOf, Password,
    };
    use crate::schema::Rule::{Properties, Ref, Required, Strings, Type, WriteOnly};
    use crate::schema::{ARRAY, INTEGER, OBJECT, STRING, Schema};

    #[track_caller]
    fn said(schema: &'static Schema, text: &str) -> String {
        let json = Json::parse(text).expect("JSON");
        let found = violations(schema, &json).expect_err("it is invalid");
        let said = format!("{found}\n{found:?}");
        assert!(!said.contains("s3cret"), "{said}");
        found.to_string()
    }

    static SECRET: Schema = Schema(&[Password, Type(STRING), MinLength(10), MaxLength(12)]);
    static LOGIN: Schema = Schema(&[
        Type(OBJECT),
        Required(&["name"]),
        WriteOnly(&["key"]),
        Properties(&[
            ("password", Schema(&[Ref(&SECRET)])),
            ("key", Schema(&[Type(INTEGER)])),
            ("name", Schema(&[MaxLength(3)])),
        ]),
        Closed,
    ]);

    static LIST: Schema = Schema(&[Items(&Schema(&[Hidden, Type(INTEGER)]))]);
    static ARRAYS: Schema = Schema(&[AllOf(&[Schema(&[Type(INTEGER)])]), Items(&LOGIN)]);

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(
            said(&LOGIN, r#"{"password": "s3cret", "name": "x"}"#),
            "/password: expected at least 10 characters (minLength), found a hidden string"
        );
        assert_eq!(
            said(&LOGIN, r#"{"password": {"a": "s3cret"}, "name": "long"}"#),
            "/password: expected string (type), found a hidden object\n\
             /name: expected at most 3 characters (maxLength), found \"long\""
        );
    }

    #[test]
    fn a_value_that_is_write_only_is_not_shown() {
        assert_eq!(
            said(&LOGIN, r#"{"key": "s3cret", "name": "x"}"#),
            "/key: expected integer (type), found a hidden string"
        );
        assert_eq!(
            said(&LIST, r#"["s3cret"]"#),
            "/0: expected integer (type), found a hidden string"
        );
    }

    #[test]
    fn a_value_around_a_hidden_one_does_not_show_it() {
        assert_eq!(
            said(&LOGIN, r#"{"password": "s3cret-s3cret"}"#).lines().next(),
            Some("the value: expected the property \"name\" (required), found an object of 1 property")
        );
        assert_eq!(
            said(&ARRAYS, r#"[{"password": "s3cret-s3", "name": "x"}]"#)
                .lines()
                .next(),
            Some("the value: expected integer (type), found an array of 1 item")
        );
    }

    #[test]
    fn no_branch_shows_what_another_one_hides() {
        static EITHER: Schema = Schema(&[OneOf(&[
            Schema(&[
                Type(OBJECT),
                Properties(&[("kind", Schema(&[Strings(&["a"])])), ("key", Schema(&[Type(INTEGER)]))]),
            ]),
            Schema(&[
                Type(OBJECT),
                Properties(&[("kind", Schema(&[Strings(&["b"])])), ("key", Schema(&[Ref(&SECRET)]))]),
            ]),
        ])]);
        let said = said(&EITHER, r#"{"kind": "a", "key": "s3cret"}"#);
        assert!(
            said.ends_with("/key: expected integer (type), found a hidden string"),
            "{said}"
        );
    }

    #[test]
    fn the_values_of_a_map_are_hidden_and_others_are_not() {
        static MAP: Schema = Schema(&[
            Type(OBJECT),
            Properties(&[("id", Schema(&[Type(ARRAY)]))]),
            AdditionalProperties(&Schema(&[Ref(&SECRET)])),
        ]);
        assert_eq!(
            said(&MAP, r#"{"id": "shown", "other": "s3cret"}"#),
            "/id: expected array (type), found \"shown\"\n\
             /other: expected at least 10 characters (minLength), found a hidden string"
        );
    }
}
