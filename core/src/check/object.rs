//! The keywords for objects: `required`, `properties`, `patternProperties`, `additionalProperties`, `propertyNames`,
//! `minProperties`, `maxProperties`, `dependencies`.

use core::fmt;
use std::collections::HashSet;

use super::{Checker, Counted};
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
            Rule::Required(names) => good = self.check_required(names, object, json),
            Rule::RequiredIn(direction, names) if self.is_strict || self.direction == *direction => {
                good = self.check_required(names, object, json);
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
                let declared = Declared::of(schema, object);
                for (name, value) in object {
                    if !declared.holds(name) {
                        good &= self.check_at(name, each, value);
                    }
                }
            }
            Rule::Closed => {
                let declared = Declared::of(schema, object);
                for (name, value) in object {
                    if !declared.holds(name) {
                        good = self.broken_at(name, "additionalProperties", &declared, value);
                    }
                }
            }
            Rule::PropertyNames(each) => {
                for (name, _) in object {
                    let text = Json::String(name.to_owned());
                    // Not cached: this value is temporary, so its address may be reused.
                    if !super::is_valid(each, &text) {
                        good = self.broken_at(name, "propertyNames", "a property name that matches", &text);
                    }
                }
            }
            Rule::MinProperties(least) if count < *least => {
                let limit = Counted(*least, "property", "properties");
                good = self.broken("minProperties", format_args!("at least {limit}"), json);
            }
            Rule::MaxProperties(most) if count > *most => {
                let limit = Counted(*most, "property", "properties");
                good = self.broken("maxProperties", format_args!("at most {limit}"), json);
            }
            Rule::RequiredWith(dependencies) => {
                for (name, needed) in *dependencies {
                    if object.get(name).is_none() {
                        continue;
                    }
                    for missing in needed.iter().filter(|other| object.get(other).is_none()) {
                        let limit = format_args!("the property {missing:?} beside {name:?}");
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

    fn check_required(&mut self, names: &'static [&'static str], object: &JsonObject, json: &Json) -> bool {
        let mut good = true;
        for name in names {
            if object.get(name).is_none() {
                good = self.broken("required", format_args!("the property {name:?}"), json);
            }
        }
        good
    }
}

/// The property names that a schema declares; all others are "additional".
pub(super) struct Declared {
    properties: &'static [(&'static str, Schema)],
    /// The declared names, if there are enough that a lookup pays off.
    names: Option<HashSet<&'static str>>,
    patterns: &'static [(&'static Pattern, Schema)],
}

impl Declared {
    pub(super) fn of(schema: &'static Schema, object: &JsonObject) -> Self {
        const MANY: usize = 16;
        let mut declared = Self {
            properties: &[],
            names: None,
            patterns: &[],
        };
        for rule in schema.0 {
            match rule {
                Rule::Properties(properties) => declared.properties = properties,
                Rule::PatternProperties(patterns) => declared.patterns = patterns,
                _ => {}
            }
        }
        if declared.properties.len() > MANY && object.len() > MANY {
            declared.names = Some(declared.properties.iter().map(|(name, _)| *name).collect());
        }
        declared
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        let is_property = match &self.names {
            Some(names) => names.contains(name),
            None => self.properties.iter().any(|(known, _)| *known == name),
        };
        is_property || self.patterns.iter().any(|(pattern, _)| pattern.is_match(name))
    }
}

impl fmt::Display for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.properties.iter().map(|(name, _)| *name);
        let mut before = "no properties but ";
        for name in names {
            write!(f, "{before}{name}")?;
            before = ", ";
        }
        for (pattern, _) in self.patterns {
            write!(f, "{before}those that match {}", pattern.source())?;
            before = ", ";
        }
        match before {
            ", " => Ok(()),
            _ => f.write_str("no properties at all"),
        }
    }
}
