//! Removes properties that closed objects do not allow.

use super::is_valid;
use super::object::Declared;
use crate::json::Json;
use crate::schema::{Rule, Schema};

/// Removes the properties that the closed objects of a schema do not list, at any depth.
pub fn prune(schema: &'static Schema, json: &mut Json) {
    // A removed property needs no further pruning.
    if schema.0.iter().any(|rule| matches!(rule, Rule::Closed))
        && let Json::Object(object) = json
    {
        let declared = Declared::of(schema, object);
        let unknown = object.keys().filter(|name| !declared.holds(name)).map(str::to_owned);
        for name in unknown.collect::<Vec<String>>() {
            object.remove(&name);
        }
    }
    for rule in schema.0 {
        match rule {
            Rule::Ref(target) => prune(target, json),
            Rule::AllOf(parts) => parts.iter().for_each(|part| prune(part, json)),
            Rule::AnyOf(branches) | Rule::OneOf(branches) => prune_branch(branches, json),
            Rule::If(condition, then, otherwise) => {
                let branch = if is_valid(condition, json) { then } else { otherwise };
                prune(branch, json);
            }
            _ => match json {
                Json::Array(items) => prune_items(schema, rule, items),
                Json::Object(_) => prune_properties(schema, rule, json),
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
            },
        }
    }
}

/// Prunes with the first branch against which the result is valid, unless the value is already valid against a branch.
fn prune_branch(branches: &'static [Schema], json: &mut Json) {
    if branches.iter().any(|branch| is_valid(branch, json)) {
        return;
    }
    let pruned = branches.iter().find_map(|branch| {
        let mut pruned = json.clone();
        prune(branch, &mut pruned);
        is_valid(branch, &pruned).then_some(pruned)
    });
    if let Some(pruned) = pruned {
        *json = pruned;
    }
}

fn prune_items(schema: &'static Schema, rule: &'static Rule, items: &mut [Json]) {
    match rule {
        Rule::Items(each) => items.iter_mut().for_each(|item| prune(each, item)),
        Rule::Tuple(firsts) => items
            .iter_mut()
            .zip(*firsts)
            .for_each(|(item, schema)| prune(schema, item)),
        Rule::AdditionalItems(each) => {
            let firsts = schema.0.iter().find_map(|rule| match rule {
                Rule::Tuple(firsts) => Some(firsts.len()),
                _ => None,
            });
            // Without a preceding tuple, the keyword has no effect.
            if let Some(firsts) = firsts {
                items.iter_mut().skip(firsts).for_each(|item| prune(each, item));
            }
        }
        _ => {}
    }
}

fn prune_properties(schema: &'static Schema, rule: &'static Rule, json: &mut Json) {
    if let Rule::SchemaWith(dependencies) = rule {
        for (name, schema) in *dependencies {
            if json.get(name).is_some() {
                prune(schema, json);
            }
        }
        return;
    }
    let Json::Object(object) = json else { return };
    match rule {
        Rule::Properties(properties) => {
            for (name, schema) in *properties {
                if let Some(value) = object.get_mut(name) {
                    prune(schema, value);
                }
            }
        }
        Rule::PatternProperties(patterns) => {
            for (name, value) in object.iter_mut() {
                for (pattern, schema) in *patterns {
                    if pattern.is_match(name) {
                        prune(schema, value);
                    }
                }
            }
        }
        Rule::AdditionalProperties(each) => {
            let declared = Declared::of(schema, object);
            for (name, value) in object.iter_mut() {
                if !declared.holds(name) {
                    prune(each, value);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::prune;
    use crate::json::Json;
    use crate::schema::Schema;
    use crate::schema::rules::{all_of, closed, items, object, one_of, properties, ref_to, required, string};

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
