//! How well a value fits the branches of a union: first the branches that it is valid against, and of several those that
//! declare the most of its properties.

use std::collections::HashMap;

use super::nearest::accepts_type;
use super::object::Declared;
use super::{Checker, ROOM, pair, types_of};
use crate::json::{Json, JsonObject};
use crate::schema::{Rule, Schema};

/// Finds the branch that a value was most likely intended for.
pub(crate) struct Fitting<'j> {
    json: &'j Json,
    checker: Checker,
    /// The number of undeclared properties for each pair of table and value.
    undeclared: HashMap<(usize, usize), u32>,
}

impl<'j> Fitting<'j> {
    pub(crate) fn new(json: &'j Json) -> Self {
        Self {
            json,
            checker: Checker {
                room: ROOM,
                ..Checker::default()
            },
            undeclared: HashMap::new(),
        }
    }

    /// Returns the indexes of the branches that the value is valid against, the best one first. Each branch has one or
    /// more tables. Of equally good branches, the first is better.
    pub(crate) fn valid(&mut self, branches: &[&[&'static Schema]]) -> Vec<usize> {
        let mut valid: Vec<(usize, Vec<&'static Schema>)> = Vec::new();
        for (index, schemas) in branches.iter().enumerate() {
            let of_branch = schemas.iter().copied().filter(|schema| self.is_valid(schema));
            let of_branch: Vec<&'static Schema> = of_branch.collect();
            if !of_branch.is_empty() {
                valid.push((index, of_branch));
            }
        }
        if let [(only, _)] = *valid {
            return vec![only];
        }
        let counted = valid.into_iter().map(|(index, schemas)| {
            let counts = schemas.iter().map(|schema| self.undeclared(schema, self.json));
            (counts.min().map(|count| (false, count, 0)), index)
        });
        ordered(counted.collect())
    }

    /// Returns the indexes of all branches, the one first that the value is nearest to.
    pub(crate) fn nearest(&mut self, branches: &[&[&'static Schema]]) -> Vec<usize> {
        let weighed = branches.iter().enumerate().map(|(index, schemas)| {
            let distances = schemas.iter().map(|schema| self.distance(schema));
            (distances.min(), index)
        });
        ordered(weighed.collect())
    }

    fn is_valid(&mut self, schema: &'static Schema) -> bool {
        let good = self.checker.holds(schema, self.json);
        if self.checker.is_stuck {
            // Only a value that was not parsed from text is nested so deeply.
            return super::is_valid(schema, self.json);
        }
        good
    }

    fn distance(&mut self, schema: &'static Schema) -> Distance {
        let weight = self.checker.weigh(schema, self.json);
        weight.with_undeclared(self.undeclared(schema, self.json))
    }

    /// Returns how many properties of a value no table declares, at any depth.
    fn undeclared(&mut self, schema: &'static Schema, json: &Json) -> u32 {
        if self.checker.is_stuck || !matches!(json, Json::Array(_) | Json::Object(_)) {
            return 0;
        }
        let key = pair(schema, json);
        if let Some(known) = self.undeclared.get(&key) {
            return *known;
        }
        // A table that applies itself to the same value adds nothing.
        self.undeclared.insert(key, 0);
        let mut tables = Vec::new();
        self.collect(schema, json, &mut tables);
        let count = match json {
            Json::Object(object) => self.in_object(&tables, object),
            Json::Array(items) => self.in_array(&tables, items),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
        };
        self.undeclared.insert(key, count);
        count
    }

    /// Collects the tables that apply to a value together with this one.
    fn collect(&mut self, schema: &'static Schema, json: &Json, tables: &mut Vec<&'static Schema>) {
        if tables.iter().any(|known| core::ptr::eq(*known, schema)) {
            return;
        }
        tables.push(schema);
        for rule in schema.0 {
            match rule {
                Rule::Ref(target) => self.collect(target, json, tables),
                Rule::Deferred(cell) => {
                    if let Some(target) = cell.get() {
                        self.collect(target, json, tables);
                    }
                }
                Rule::AllOf(all) => all.iter().for_each(|part| self.collect(part, json, tables)),
                Rule::AnyOf(branches) | Rule::OneOf(branches) => {
                    let valid: Vec<&'static Schema> = branches
                        .iter()
                        .filter(|branch| self.checker.holds(branch, json))
                        .collect();
                    let meant = |branch: &&'static Schema| accepts_type(branch, types_of(json), 8);
                    let chosen = if valid.is_empty() {
                        branches.iter().filter(meant).collect()
                    } else {
                        valid
                    };
                    for branch in chosen {
                        self.collect(branch, json, tables);
                    }
                }
                Rule::Tagged(property, branches) => {
                    if let Some(branch) = super::tag::tagged(property, branches, json) {
                        self.collect(branch, json, tables);
                    }
                }
                Rule::If(condition, then, otherwise) => {
                    let holds = self.checker.holds_strictly(condition, json);
                    self.collect(if holds { then } else { otherwise }, json, tables);
                }
                Rule::SchemaWith(dependencies) => {
                    for (name, schema) in *dependencies {
                        if json.get(name).is_some() {
                            self.collect(schema, json, tables);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn in_object(&mut self, tables: &[&'static Schema], object: &JsonObject) -> u32 {
        // Several tables may declare a property. It counts what none of them declares.
        let mut declared: HashMap<&str, u32> = HashMap::new();
        let mut declare = |name, count: u32| {
            let known = declared.entry(name).or_insert(count);
            *known = count.min(*known);
        };
        for table in tables {
            for rule in table.0 {
                match rule {
                    Rule::Properties(properties) => {
                        for (name, schema) in *properties {
                            if let Some(value) = object.get(name) {
                                declare(*name, self.undeclared(schema, value));
                            }
                        }
                    }
                    Rule::PatternProperties(patterns) => {
                        for (name, value) in object {
                            for (pattern, schema) in *patterns {
                                if pattern.is_match(name) {
                                    declare(name, self.undeclared(schema, value));
                                }
                            }
                        }
                    }
                    Rule::AdditionalProperties(each) => {
                        let others = Declared::of(table, object);
                        for (name, value) in object {
                            if !others.holds(name) {
                                declare(name, self.undeclared(each, value));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        let counts = object.keys().map(|name| declared.get(name).copied().unwrap_or(1));
        counts.fold(0, u32::saturating_add)
    }

    fn in_array(&mut self, tables: &[&'static Schema], items: &[Json]) -> u32 {
        let mut counts: Vec<Option<u32>> = vec![None; items.len()];
        for table in tables {
            for rule in table.0 {
                let schemas: Box<dyn Iterator<Item = &'static Schema>> = match rule {
                    Rule::Items(each) => Box::new(core::iter::repeat(*each)),
                    Rule::Tuple(firsts) => Box::new(firsts.iter()),
                    _ => continue,
                };
                for ((count, item), schema) in counts.iter_mut().zip(items).zip(schemas) {
                    let found = self.undeclared(schema, item);
                    *count = Some(count.map_or(found, |known| known.min(found)));
                }
            }
        }
        counts.into_iter().flatten().fold(0, u32::saturating_add)
    }
}

/// How far a value is from a branch.
type Distance = (bool, u32, u32);

/// Returns the indexes in the order of their distances. Of equal distances, the first index comes first.
fn ordered(mut branches: Vec<(Option<Distance>, usize)>) -> Vec<usize> {
    branches.sort_unstable();
    branches.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::Fitting;
    use crate::json::Json;
    use crate::schema::Schema;
    use crate::schema::rules::{all_of, items, min_length, object, properties, ref_to, required, string, strings};

    static PLAIN: Schema = Schema::new(&[object(), properties(&[("name", Schema::new(&[string()]))])]);
    static RENAMED: Schema = Schema::new(&[
        object(),
        properties(&[("from", Schema::new(&[string()])), ("to", Schema::new(&[string()]))]),
    ]);
    static WIDER: Schema = Schema::new(&[
        all_of(&[Schema::new(&[ref_to(&PLAIN)])]),
        properties(&[("parts", Schema::new(&[items(&Schema::new(&[ref_to(&RENAMED)]))]))]),
    ]);
    static KIND: Schema = Schema::new(&[
        required(&["kind"]),
        properties(&[
            ("kind", Schema::new(&[strings(&["a"])])),
            ("text", Schema::new(&[string(), min_length(3)])),
        ]),
    ]);

    const BRANCHES: [&[&Schema]; 4] = [&[&PLAIN], &[&RENAMED], &[&WIDER], &[&KIND]];

    fn valid(text: &str) -> Vec<usize> {
        Fitting::new(&Json::parse(text).unwrap()).valid(&BRANCHES)
    }

    #[test]
    fn of_several_valid_branches_the_one_that_declares_most_is_the_best() {
        assert_eq!(valid(r#"{"from":"a","to":"b"}"#), [1, 0, 2]);
        assert_eq!(valid(r#"{"name":"a","parts":[{"from":"a"}]}"#), [2, 0, 1]);
        assert_eq!(valid(r#"{"kind":"a","text":"long"}"#), [3, 0, 1, 2]);
    }

    #[test]
    fn of_equally_good_branches_the_first_is_the_best() {
        assert_eq!(valid(r#"{"name":"a"}"#), [0, 2, 1]);
        assert_eq!(valid("{}"), [0, 1, 2]);
    }

    #[test]
    fn an_invalid_value_is_nearest_to_the_branch_of_its_kind() {
        let json = Json::parse(r#"{"kind":"a","text":"x","from":1,"name":1}"#).unwrap();
        assert_eq!(Fitting::new(&json).nearest(&BRANCHES).first(), Some(&3));
    }
}
