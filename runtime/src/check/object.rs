//! The keywords for objects: `required`, `properties`, `patternProperties`, `additionalProperties`, `propertyNames`,
//! `minProperties`, `maxProperties`, `dependencies`.

use super::{Checker, counted};
use crate::json::{Json, JsonObject};
use crate::pattern::Pattern;
use crate::schema::{Rule, Schema};

impl Checker {
    pub(super) fn check_object(
        &mut self,
        schema: &'static Schema,
        rule: &'static Rule,
        object: &JsonObject,
        json: &Json,
    ) -> bool {
        let count = object.len() as u64;
        let mut good = true;
        match rule {
            Rule::Required(names) => {
                for name in *names {
                    if object.get(name).is_none() {
                        good = self.broken("required", format!("the property {name:?}"), json);
                    }
                }
            }
            Rule::Properties(properties) => {
                for (name, schema) in *properties {
                    if let Some(value) = object.get(name) {
                        good &= self.check_at(name, schema, value);
                    }
                }
            }
            Rule::PatternProperties(patterns) => {
                for (name, value) in object {
                    for (pattern, schema) in *patterns {
                        if pattern.is_match(name) {
                            good &= self.check_at(name, schema, value);
                        }
                    }
                }
            }
            Rule::AdditionalProperties(each) => {
                let declared = Declared::of(schema);
                for (name, value) in object {
                    if !declared.holds(name) {
                        good &= self.check_at(name, each, value);
                    }
                }
            }
            Rule::Closed => {
                let declared = Declared::of(schema);
                for (name, value) in object {
                    if !declared.holds(name) {
                        let limit = declared.names();
                        good = self.broken_at(name, "additionalProperties", limit, value);
                    }
                }
            }
            Rule::PropertyNames(each) => {
                for (name, _) in object {
                    let text = Json::String(name.to_owned());
                    // Not through the memory of judged pairs: this value lives only here.
                    if !super::is_valid(each, &text) {
                        let limit = "a property name that matches".to_owned();
                        good = self.broken_at(name, "propertyNames", limit, &text);
                    }
                }
            }
            Rule::MinProperties(least) if count < *least => {
                let limit = counted(*least, "property", "properties");
                good = self.broken("minProperties", format!("at least {limit}"), json);
            }
            Rule::MaxProperties(most) if count > *most => {
                let limit = counted(*most, "property", "properties");
                good = self.broken("maxProperties", format!("at most {limit}"), json);
            }
            Rule::RequiredWith(dependencies) => {
                for (name, needed) in *dependencies {
                    if object.get(name).is_none() {
                        continue;
                    }
                    for missing in needed.iter().filter(|other| object.get(other).is_none()) {
                        let limit = format!("the property {missing:?} beside {name:?}");
                        good = self.broken("dependencies", limit, json);
                    }
                }
            }
            Rule::SchemaWith(dependencies) => {
                for (name, schema) in *dependencies {
                    if object.get(name).is_some() {
                        good &= self.apply(schema, json);
                    }
                }
            }
            _ => {}
        }
        good
    }
}

/// The property names that a schema itself speaks of; all others are "additional".
struct Declared {
    properties: &'static [(&'static str, Schema)],
    patterns: &'static [(&'static Pattern, Schema)],
}

impl Declared {
    fn of(schema: &'static Schema) -> Self {
        let mut declared = Self {
            properties: &[],
            patterns: &[],
        };
        for rule in schema.0 {
            match rule {
                Rule::Properties(properties) => declared.properties = properties,
                Rule::PatternProperties(patterns) => declared.patterns = patterns,
                _ => {}
            }
        }
        declared
    }

    fn holds(&self, name: &str) -> bool {
        self.properties.iter().any(|(known, _)| *known == name)
            || self.patterns.iter().any(|(pattern, _)| pattern.is_match(name))
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.properties.iter().map(|(name, _)| *name).collect();
        let patterns = self.patterns.iter().map(|(pattern, _)| pattern.source());
        let all: Vec<&str> = names.into_iter().chain(patterns).collect();
        if all.is_empty() {
            "no properties at all".to_owned()
        } else {
            format!("no properties but {}", all.join(", "))
        }
    }
}
