//! Removes properties: those that closed objects do not allow, or those that the other direction carries.

use super::object::Declared;
use super::tag::tagged;
use super::{Direction, is_valid_in};
use crate::json::Json;
use crate::schema::{Rule, Schema};

/// Removes the properties that the closed objects of a schema do not list, and the items after a tuple of a fixed length,
/// at any depth.
pub fn prune(schema: &'static Schema, json: &mut Json) {
    Pruner::of(Removed::Unknown).prune(schema, json);
}

/// Removes the properties that are not sent in a direction, at any depth: read-only ones from a request, write-only
/// ones from a response. Returns whether there were any.
#[cfg(feature = "http")]
pub fn strip(direction: Direction, schema: &'static Schema, json: &mut Json) -> bool {
    let mut pruner = Pruner::of(Removed::NotSent(direction));
    pruner.prune(schema, json);
    pruner.has_removed
}

/// The properties that are removed.
#[derive(Clone, Copy)]
enum Removed {
    /// Those that a closed object does not list.
    Unknown,
    /// Those that are not sent in a direction.
    #[cfg_attr(not(feature = "http"), allow(dead_code))] // nothing is sent
    NotSent(Direction),
}

struct Pruner {
    removed: Removed,
    has_removed: bool,
}

impl Pruner {
    fn of(removed: Removed) -> Self {
        Self {
            removed,
            has_removed: false,
        }
    }

    fn prune(&mut self, schema: &'static Schema, json: &mut Json) {
        // A removed property needs no further pruning.
        if let Json::Object(object) = json {
            for rule in schema.0 {
                let names: Vec<String> = match (rule, self.removed) {
                    (Rule::Closed, Removed::Unknown) => {
                        let declared = Declared::of(schema, object);
                        let unknown = object.keys().filter(|name| !declared.holds(name));
                        unknown.map(str::to_owned).collect()
                    }
                    (Rule::ReadOnly(names), Removed::NotSent(Direction::Request))
                    | (Rule::WriteOnly(names), Removed::NotSent(Direction::Response)) => {
                        names.iter().map(|name| (*name).to_owned()).collect()
                    }
                    _ => Vec::new(),
                };
                for name in names {
                    self.has_removed |= object.remove(&name).is_some();
                }
            }
        }
        for rule in schema.0 {
            match rule {
                Rule::Ref(target) => self.prune(target, json),
                Rule::AllOf(parts) => parts.iter().for_each(|part| self.prune(part, json)),
                Rule::AnyOf(branches) | Rule::OneOf(branches) => self.prune_branch(branches, json),
                Rule::Tagged(property, branches) => {
                    if let Some(branch) = tagged(property, branches, json) {
                        self.prune(branch, json);
                    }
                }
                Rule::If(condition, then, otherwise) => {
                    let branch = if self.is_valid(condition, json) {
                        then
                    } else {
                        otherwise
                    };
                    self.prune(branch, json);
                }
                _ => match json {
                    Json::Array(items) => self.prune_items(schema, rule, items),
                    Json::Object(_) => self.prune_properties(schema, rule, json),
                    Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
                },
            }
        }
    }

    /// Prunes with each branch that the value is valid against. If there is none, with the first branch against which
    /// the result is valid.
    fn prune_branch(&mut self, branches: &'static [Schema], json: &mut Json) {
        let valid: Vec<&'static Schema> = branches.iter().filter(|branch| self.is_valid(branch, json)).collect();
        if !valid.is_empty() {
            // A valid value has no unknown properties.
            if let Removed::NotSent(_) = self.removed {
                for branch in valid {
                    self.prune(branch, json);
                }
            }
            return;
        }
        for branch in branches {
            let mut attempt = Self::of(self.removed);
            let mut candidate = json.clone();
            attempt.prune(branch, &mut candidate);
            if attempt.has_removed && self.is_valid(branch, &candidate) {
                self.has_removed = true;
                *json = candidate;
                return;
            }
        }
    }

    fn is_valid(&self, schema: &'static Schema, json: &Json) -> bool {
        let direction = match self.removed {
            Removed::Unknown => Direction::Any,
            Removed::NotSent(direction) => direction,
        };
        is_valid_in(direction, schema, json)
    }

    fn prune_items(&mut self, schema: &'static Schema, rule: &'static Rule, items: &mut Vec<Json>) {
        match rule {
            Rule::Items(each) => items.iter_mut().for_each(|item| self.prune(each, item)),
            Rule::Tuple(firsts) => items
                .iter_mut()
                .zip(*firsts)
                .for_each(|(item, schema)| self.prune(schema, item)),
            // Without a preceding tuple, the keyword has no effect.
            Rule::AdditionalItems(each) => {
                if let Some(firsts) = tuple_length(schema) {
                    if let ([Rule::Never], Removed::Unknown) = (each.target().0, self.removed) {
                        items.truncate(firsts);
                    }
                    items.iter_mut().skip(firsts).for_each(|item| self.prune(each, item));
                }
            }
            Rule::MaxItems(most) => {
                let length = tuple_length(schema).filter(|length| *length as u64 == *most);
                if let (Some(length), Removed::Unknown) = (length, self.removed) {
                    items.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn prune_properties(&mut self, schema: &'static Schema, rule: &'static Rule, json: &mut Json) {
        if let Rule::SchemaWith(dependencies) = rule {
            for (name, schema) in *dependencies {
                if json.get(name).is_some() {
                    self.prune(schema, json);
                }
            }
            return;
        }
        let Json::Object(object) = json else { return };
        match rule {
            Rule::Properties(properties) => {
                for (name, schema) in *properties {
                    if let Some(value) = object.get_mut(name) {
                        self.prune(schema, value);
                    }
                }
            }
            Rule::PatternProperties(patterns) => {
                for (name, value) in object.iter_mut() {
                    for (pattern, schema) in *patterns {
                        if pattern.is_match(name) {
                            self.prune(schema, value);
                        }
                    }
                }
            }
            Rule::AdditionalProperties(each) => {
                let declared = Declared::of(schema, object);
                for (name, value) in object.iter_mut() {
                    if !declared.holds(name) {
                        self.prune(each, value);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns the number of schemas in a rule that has one for each item.
fn tuple_length(schema: &'static Schema) -> Option<usize> {
    schema.0.iter().find_map(|rule| match rule {
        Rule::Tuple(firsts) => Some(firsts.len()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::prune;
    use crate::json::Json;
    use crate::schema::Schema;
    use crate::schema::rules::{
        additional_items, all_of, closed, items, max_items, never, object, one_of, properties, ref_to, required,
        string, tuple,
    };

    static NAMED: Schema = Schema::new(&[
        object(),
        required(&["name"]),
        properties(&[("name", Schema::new(&[string()]))]),
        closed(),
    ]);
    static LISTED: Schema = Schema::new(&[properties(&[(
        "list",
        Schema::new(&[items(&Schema::new(&[ref_to(&NAMED)]))]),
    )])]);

    #[track_caller]
    fn pruned(schema: &'static Schema, json: &str) -> String {
        let mut json = Json::parse(json).expect("JSON");
        prune(schema, &mut json);
        json.to_string()
    }

    #[test]
    fn unknown_properties_are_dropped_where_the_object_is_closed() {
        assert_eq!(
            pruned(&LISTED, r#"{"new":1,"list":[{"name":"a","new":{}},{"name":"b"}]}"#),
            r#"{"new":1,"list":[{"name":"a"},{"name":"b"}]}"#
        );
    }

    #[test]
    fn items_after_a_tuple_are_dropped_where_it_is_closed() {
        static NEVER: Schema = Schema::new(&[never()]);
        static PAIR: Schema = Schema::new(&[
            additional_items(&NEVER),
            tuple(&[Schema::new(&[ref_to(&NAMED)]), Schema::new(&[string()])]),
        ]);
        static AT_MOST: Schema = Schema::new(&[
            max_items(2),
            tuple(&[Schema::new(&[ref_to(&NAMED)]), Schema::new(&[string()])]),
        ]);
        for schema in [&PAIR, &AT_MOST] {
            let pruned = pruned(schema, r#"[{"name":"a","new":1},"b",2,{}]"#);
            assert_eq!(pruned, r#"[{"name":"a"},"b"]"#);
        }
    }

    #[test]
    fn a_union_is_pruned_by_the_branch_that_is_valid_afterwards() {
        static OTHER: Schema = Schema::new(&[
            object(),
            required(&["id"]),
            properties(&[("id", Schema::new(&[string()]))]),
            closed(),
        ]);
        static EITHER: Schema = Schema::new(&[one_of(&[
            Schema::new(&[ref_to(&NAMED)]),
            Schema::new(&[ref_to(&OTHER)]),
        ])]);
        assert_eq!(pruned(&EITHER, r#"{"id":"x","new":1}"#), r#"{"id":"x"}"#);
        assert_eq!(pruned(&EITHER, r#"{"what":1}"#), r#"{"what":1}"#);
    }

    #[test]
    fn every_part_of_all_of_prunes() {
        static PARTS: Schema = Schema::new(&[all_of(&[Schema::new(&[ref_to(&NAMED)])])]);
        assert_eq!(pruned(&PARTS, r#"{"new":1,"name":"x"}"#), r#"{"name":"x"}"#);
    }
}
