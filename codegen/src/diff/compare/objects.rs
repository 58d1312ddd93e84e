//! Objects and their properties.

use typewright_core::schema::OBJECT;

use super::Comparison;
use super::words::{became, quoted};
use crate::diff::change::Aspect;
use crate::diff::properties::Properties;
use crate::diff::side::Side;
use crate::input::document::step;
use crate::schema::keywords::{Keywords, SchemaId};

impl Comparison<'_, '_, '_> {
    pub(super) fn objects(&mut self) {
        if !self.both_allow(OBJECT) {
            return;
        }
        let (old, new) = (&self.old.object, &self.new.object);
        self.least("minProperties", old.min_properties, new.min_properties);
        self.most("maxProperties", old.max_properties, new.max_properties);
        self.properties();
        self.additional();
        let mut gone = Vec::new();
        for (pattern, a) in &old.pattern_properties {
            match new.pattern_properties.iter().find(|(other, _)| other == pattern) {
                Some((_, b)) => self.child(*a, *b),
                None => gone.push(quoted(pattern)),
            }
        }
        let is_known = |pattern: &str| old.pattern_properties.iter().any(|(known, _)| known == pattern);
        let patterns = new.pattern_properties.iter();
        let added: Vec<String> = patterns
            .filter(|(pattern, _)| !is_known(pattern))
            .map(|(pattern, _)| quoted(pattern))
            .collect();
        let message = match (gone.join(", "), added.join(", ")) {
            (gone, added) if gone.is_empty() && added.is_empty() => None,
            (gone, added) if gone.is_empty() => Some(format!("`patternProperties` has {added} now")),
            (gone, added) if added.is_empty() => Some(format!("`patternProperties` no longer has {gone}")),
            (gone, added) => Some(format!("`patternProperties` has {added} now, in place of {gone}")),
        };
        if let Some(message) = message {
            self.swap(
                "pattern-properties-changed",
                message,
                "/patternProperties",
                &["patternProperties"],
            );
        }
        self.whole(
            "property-names-changed",
            old.property_names,
            new.property_names,
            "propertyNames",
        );
        let sorted = |list: &[(String, Vec<String>)]| {
            let mut list = list.to_vec();
            for (_, names) in &mut list {
                names.sort();
            }
            list.sort();
            list
        };
        let names_differ = sorted(&old.required_with) != sorted(&new.required_with);
        let schemas_differ = old.schema_with.len() != new.schema_with.len()
            || old.schema_with.iter().any(|(name, a)| {
                let other = new.schema_with.iter().find(|(other, _)| other == name);
                other.is_none_or(|(_, b)| !self.are_equal(*a, *b))
            });
        if names_differ || schemas_differ {
            let counts = (
                old.required_with.len() + old.schema_with.len(),
                new.required_with.len() + new.schema_with.len(),
            );
            self.swap(
                "dependencies-changed",
                became("`dependencies`", counts.0 > 0, counts.1 > 0),
                "/dependencies",
                &["dependencies"],
            );
        }
    }

    fn properties(&mut self) {
        let before = Properties::of(self.sides.0, self.ids.0);
        let after = Properties::of(self.sides.1, self.ids.1);
        for (name, a) in before.described() {
            let suffix = step("/properties", name);
            if let Some(b) = after.find(name) {
                self.child(*a, b);
                continue;
            }
            if is_open(self.new) && after.is_around(name) {
                // It may have moved there, and is compared there.
                if before.is_around(name) {
                    let message =
                        format!("the property `{name}` is no longer described here, only by a schema around this one");
                    let aspect = Some(Aspect::Described(name.clone(), *a));
                    self.push_at("all-of-changed", message, (&suffix, "/properties"), None, aspect);
                }
                continue;
            }
            if is_open(self.new) {
                self.found.undocumented_in_new.push(name.clone());
            }
            let (rule, message, response) = if before.in_response(name) && !after.in_response(name) {
                let response = Some(Aspect::Required(name.clone()));
                (
                    "required-property-removed",
                    format!("the required property `{name}` was removed"),
                    response,
                )
            } else {
                ("property-removed", format!("the property `{name}` was removed"), None)
            };
            let places = (suffix.as_str(), "/properties");
            self.push_at(rule, message, places, Some(Aspect::Property(name.clone())), response);
        }
        let is_described = |name: &String| before.described().iter().any(|(other, _)| other == name);
        for (name, b) in after.described().iter().filter(|(name, _)| !is_described(name)) {
            if let Some(a) = before.find(name) {
                self.child(a, *b);
                continue;
            }
            let suffix = step("/properties", name);
            if is_open(self.old) && before.is_around(name) {
                if after.is_around(name) {
                    let message =
                        format!("the property `{name}` is described here too, and by a schema around this one");
                    let aspect = Some(Aspect::Described(name.clone(), *b));
                    self.push_at("all-of-changed", message, ("/properties", &suffix), aspect, None);
                }
                continue;
            }
            if is_open(self.old) {
                self.found.undocumented_in_old.push(name.clone());
            }
            let places = ("/properties", suffix.as_str());
            let response = Some(Aspect::Property(name.clone()));
            if after.in_request(name) && !before.in_request(name) {
                let message = format!("the property `{name}` is new and required");
                self.push_at(
                    "property-required",
                    message,
                    places,
                    Some(Aspect::Required(name.clone())),
                    response,
                );
            } else {
                self.push_at(
                    "property-added",
                    format!("the property `{name}` is new"),
                    places,
                    None,
                    response,
                );
            }
        }
        let is_in_both = |name: &str| before.find(name).is_some() == after.find(name).is_some();
        let mut names: Vec<&String> = before
            .required()
            .chain(after.required())
            .filter(|name| is_in_both(name))
            .collect();
        names.sort();
        names.dedup();
        let demands = |properties: &Properties<'_>, name| (properties.in_request(name), properties.in_response(name));
        self.found.demands_other = names.iter().any(|name| demands(&before, name) != demands(&after, name));
        for name in names {
            let suffix = self.property_or(name, "/required");
            let aspect = || Some(Aspect::Required(name.clone()));
            if after.requires(name) && !before.requires(name) || after.in_request(name) && !before.in_request(name) {
                let message = format!("the property `{name}` is required now");
                let request = aspect().filter(|_| after.in_request(name) && !before.in_request(name));
                self.push("property-required", message, &suffix, request, None);
            }
            if before.requires(name) && !after.requires(name) || before.in_response(name) && !after.in_response(name) {
                let message = format!("the property `{name}` is optional now");
                let response = aspect().filter(|_| before.in_response(name) && !after.in_response(name));
                self.push("property-optional", message, &suffix, None, response);
            }
        }
    }

    /// The place of a property, or of a keyword if the property is not documented.
    fn property_or(&self, name: &str, keyword: &str) -> String {
        let mut properties = self.new.object.properties.iter();
        if properties.any(|(other, _)| other == name) {
            step("/properties", name)
        } else {
            keyword.to_owned()
        }
    }

    fn additional(&mut self) {
        const SUFFIX: &str = "/additionalProperties";
        const SWAP: Option<Aspect> = Some(Aspect::Swap(&["additionalProperties"]));
        let state = |side: &Side, keywords: &Keywords| match keywords.object.additional_properties {
            _ if keywords.object.closed => Additional::Closed,
            None => Additional::Open,
            Some(schema) => {
                let inner = side.run.set.keywords(side.run.set.deref(schema));
                match (inner.never, inner.accepts_everything()) {
                    (true, _) => Additional::Closed,
                    (false, true) => Additional::Open,
                    (false, false) => Additional::Schema(schema),
                }
            }
        };
        let states = (state(self.sides.0, self.old), state(self.sides.1, self.new));
        match states {
            (Additional::Closed, Additional::Closed) | (Additional::Open, Additional::Open) => {}
            (Additional::Schema(a), Additional::Schema(b)) => self.child(a, b),
            (_, Additional::Closed) => {
                let message = "additional properties are no longer allowed".to_owned();
                self.push("object-closed", message, SUFFIX, SWAP, None);
            }
            (Additional::Closed, _) => {
                let message = "additional properties are allowed now".to_owned();
                self.push("object-opened", message, SUFFIX, None, SWAP);
            }
            (Additional::Open, Additional::Schema(_)) => {
                let message = "additional properties must satisfy a schema now".to_owned();
                self.push("additional-properties-changed", message, SUFFIX, SWAP, None);
            }
            (Additional::Schema(_), Additional::Open) => {
                let message = "additional properties need not satisfy a schema anymore".to_owned();
                self.push("additional-properties-changed", message, SUFFIX, None, SWAP);
            }
        }
    }
}

/// Whether a schema says nothing at all about additional properties.
fn is_open(keywords: &Keywords) -> bool {
    let object = &keywords.object;
    !object.closed && object.additional_properties.is_none() && object.pattern_properties.is_empty()
}

/// What a schema says of additional properties.
#[derive(Debug, Clone, Copy)]
enum Additional {
    Open,
    Schema(SchemaId),
    Closed,
}
