//! The tag of a union: a property that has values of its own in each branch, so that it shows which branch was intended.
//!
//! A `discriminator` names the tag. Without one, it is found in the tables, and only when no branch matches.

use core::fmt;
use std::collections::HashSet;

use super::Checker;
use crate::json::{Json, JsonObject};
use crate::schema::{OBJECT, Rule, Schema, Value};

/// How many references a chain may have to the part of a branch that pins its tag.
const LONGEST: u8 = 8;

impl Checker {
    /// Checks an object with the branch that its tag selects.
    pub(super) fn check_tagged(
        &mut self,
        property: &'static str,
        branches: &'static [(&'static str, Schema)],
        json: &Json,
    ) -> bool {
        let Json::Object(object) = json else {
            return self.broken("type", crate::schema::type_names(OBJECT), json);
        };
        if let Some(branch) = tagged(property, branches, json) {
            return self.apply(branch, json);
        }
        let values = TagValues(branches);
        match object.get(property) {
            Some(value) => self.broken_at(property, "discriminator", values, value),
            None => self.broken("required", format_args!("the property {property:?}: {values}"), json),
        }
    }

    /// Reports why an object matches no branch, by its tag: the violations of the branch that the tag names, or that the
    /// tag is missing or unknown. `None` if the branches have no tag.
    pub(super) fn explain_by_tag(&mut self, branches: &'static [Schema], json: &Json) -> Option<bool> {
        let Json::Object(object) = json else { return None };
        let tag = Tag::of(branches, object)?;
        let value = object.get(tag.property);
        let value_text = value.and_then(Json::as_str);
        let named = tag
            .branches
            .iter()
            .find(|(_, values)| value_text.is_some_and(|text| values.contains(&text)));
        Some(match (value, named) {
            (_, Some((branch, _))) => self.apply(branch, json),
            (Some(value), None) => self.broken_at(tag.property, "enum", &tag, value),
            (None, None) => self.broken("required", format_args!("the property {:?}: {tag}", tag.property), json),
        })
    }
}

/// The branch that the tag of an object selects. The branches are sorted by their values.
pub(super) fn tagged(
    property: &str,
    branches: &'static [(&'static str, Schema)],
    json: &Json,
) -> Option<&'static Schema> {
    let tag = json.get(property)?.as_str()?;
    let place = branches.binary_search_by(|(known, _)| (*known).cmp(tag)).ok()?;
    branches.get(place).map(|(_, branch)| branch)
}

/// The values of a tag, as an error message lists them.
struct TagValues(&'static [(&'static str, Schema)]);

impl fmt::Display for TagValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "one of ";
        for (value, _) in self.0 {
            write!(f, "{before}{value:?}")?;
            before = ", ";
        }
        Ok(())
    }
}

struct Tag {
    property: &'static str,
    /// The branches for objects, each with the values of the tag.
    branches: Vec<(&'static Schema, Vec<&'static str>)>,
}

impl Tag {
    /// The tag of the branches for objects. If the object does not have it, every branch must require it.
    fn of(branches: &'static [Schema], object: &JsonObject) -> Option<Self> {
        let mut branches = branches
            .iter()
            .filter(|branch| super::nearest::accepts_type(branch, OBJECT, LONGEST));
        let first = branches.next()?;
        let others: Vec<&'static Schema> = branches.collect();
        let mut properties = Vec::new();
        collect_properties(first, LONGEST, &mut properties);
        properties.into_iter().find_map(|property| {
            let mut taken = HashSet::new();
            let mut tagged = Vec::new();
            for branch in core::iter::once(first).chain(others.iter().copied()) {
                let values = pinned(branch, property, LONGEST)?;
                let is_apart = values.iter().all(|value| taken.insert(*value));
                let is_named = object.get(property).is_some() || requires(branch, property, LONGEST);
                if !is_apart || !is_named {
                    return None;
                }
                tagged.push((branch, values));
            }
            (tagged.len() > 1).then_some(Self {
                property,
                branches: tagged,
            })
        })
    }
}

/// The values of a tag, as an error message lists them.
impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "one of ";
        for value in self.branches.iter().flat_map(|(_, values)| values) {
            write!(f, "{before}{value:?}")?;
            before = ", ";
        }
        Ok(())
    }
}

/// The properties that a branch or its parts name.
fn collect_properties(schema: &'static Schema, depth: u8, properties: &mut Vec<&'static str>) {
    for rule in schema.0 {
        match rule {
            Rule::Properties(list) => properties.extend(list.iter().map(|(name, _)| *name)),
            _ => parts(rule, depth).for_each(|part| collect_properties(part, depth - 1, properties)),
        }
    }
}

/// The strings to which a branch or one of its parts limits a property.
fn pinned(schema: &'static Schema, property: &str, depth: u8) -> Option<Vec<&'static str>> {
    schema.0.iter().find_map(|rule| match rule {
        Rule::Properties(list) => {
            let (_, schema) = list.iter().find(|(name, _)| *name == property)?;
            strings(schema, depth)
        }
        _ => parts(rule, depth).find_map(|part| pinned(part, property, depth - 1)),
    })
}

/// The values of a schema that allows nothing but some strings.
fn strings(schema: &'static Schema, depth: u8) -> Option<Vec<&'static str>> {
    let text = |value: &'static Value| match value {
        Value::Text(text) => Some(*text),
        _ => None,
    };
    schema.0.iter().find_map(|rule| match rule {
        Rule::Strings(texts) => Some(texts.to_vec()),
        Rule::Const(value) => text(value).map(|text| vec![text]),
        Rule::Values(values) => values.iter().map(text).collect(),
        _ => parts(rule, depth).find_map(|part| strings(part, depth - 1)),
    })
}

fn requires(schema: &'static Schema, property: &str, depth: u8) -> bool {
    schema.0.iter().any(|rule| match rule {
        Rule::Required(names) | Rule::RequiredIn(_, names) => names.contains(&property),
        _ => parts(rule, depth).any(|part| requires(part, property, depth - 1)),
    })
}

/// The tables whose rules hold with a rule, as far as the depth allows.
fn parts(rule: &'static Rule, depth: u8) -> impl Iterator<Item = &'static Schema> {
    let (one, all): (Option<&'static Schema>, &'static [Schema]) = match rule {
        Rule::Ref(target) if depth > 0 => (Some(target), &[]),
        Rule::AllOf(all) if depth > 0 => (None, all),
        _ => (None, &[]),
    };
    one.into_iter().chain(all)
}

#[cfg(test)]
mod tests {
    use crate::check::violations;
    use crate::json::Json;
    use crate::schema::Rule;
    use crate::schema::Rule::{AllOf, Const, MinLength, OneOf, Properties, Ref, Required, Strings, Type};
    use crate::schema::{INTEGER, OBJECT, STRING, Schema, Value};

    static SHAPE: Schema = Schema(&[OneOf(&[
        Schema(&[Type(STRING)]),
        Schema(&[Ref(&CIRCLE)]),
        Schema(&[AllOf(&[
            Schema(&[Type(OBJECT), Required(&["kind"])]),
            Schema(&[Properties(&[
                ("kind", Schema(&[Type(STRING), Strings(&["square", "box"])])),
                ("side", Schema(&[Type(INTEGER)])),
                ("name", Schema(&[MinLength(1)])),
            ])]),
        ])]),
    ])]);
    static CIRCLE: Schema = Schema(&[
        Type(OBJECT),
        Required(&["kind"]),
        Properties(&[("kind", Schema(&[Const(Value::Text("circle"))]))]),
    ]);

    fn said(schema: &'static Schema, text: &str) -> Vec<String> {
        let found = violations(schema, &Json::parse(text).unwrap()).unwrap_err();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_known_tag_has_the_violations_of_its_branch_and_no_others() {
        let said = said(&SHAPE, r#"{"kind": "box", "side": "a", "name": ""}"#);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(
            said[0].starts_with("/side: ") && said[1].starts_with("/name: "),
            "{said:?}"
        );
    }

    #[test]
    fn a_missing_tag_is_one_violation_with_all_its_values() {
        let said = said(&SHAPE, r#"{"side": "a", "name": ""}"#);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].contains(r#"the property "kind": one of "circle", "square", "box" (required)"#),
            "{said:?}"
        );
    }

    #[test]
    fn an_unknown_tag_is_one_violation_at_its_place() {
        for text in [r#"{"kind": "cube", "side": "a"}"#, r#"{"kind": 1}"#] {
            let said = said(&SHAPE, text);
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(
                said[0].starts_with(r#"/kind: expected one of "circle", "square", "box" (enum)"#),
                "{said:?}"
            );
        }
    }

    /// Every branch accepts every object, so only the tag decides.
    static NAMED: Schema = Schema(&[Rule::Tagged(
        "type",
        &[
            ("a", Schema(&[Properties(&[("size", Schema(&[Type(INTEGER)]))])])),
            ("b", Schema(&[Required(&["size"])])),
        ],
    )]);

    #[test]
    fn a_discriminator_selects_the_branch_that_is_checked() {
        for text in [
            r#"{"type": "a"}"#,
            r#"{"type": "a", "size": 1}"#,
            r#"{"type": "b", "size": ""}"#,
        ] {
            assert!(violations(&NAMED, &Json::parse(text).unwrap()).is_ok(), "{text}");
        }
        for (text, expected) in [
            (r#"{"type": "a", "size": ""}"#, "/size: expected integer (type)"),
            (r#"{"type": "b"}"#, r#"the property "size" (required)"#),
            (r#"{"size": 1}"#, r#"the property "type": one of "a", "b" (required)"#),
            (r#"{"type": "c"}"#, r#"/type: expected one of "a", "b" (discriminator)"#),
            (r#"{"type": 1}"#, r#"/type: expected one of "a", "b" (discriminator)"#),
            ("1", "expected object (type)"),
        ] {
            let said = said(&NAMED, text);
            assert!(said.len() == 1 && said[0].contains(expected), "{text}: {said:?}");
        }
    }

    /// Without the property, a value may be meant for any branch.
    static OPTIONAL: Schema = Schema(&[OneOf(&[
        Schema(&[Properties(&[("kind", Schema(&[Strings(&["a"])]))])]),
        Schema(&[Properties(&[("kind", Schema(&[Strings(&["b"])]))])]),
    ])]);

    #[test]
    fn a_tag_that_no_branch_requires_is_not_missing() {
        let said = said(&OPTIONAL, "{}");
        assert!(
            said.len() == 1 && said[0].contains("exactly one of 2 schemas"),
            "{said:?}"
        );
    }
}
