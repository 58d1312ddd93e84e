//! The differences of two schemas, keyword by keyword. Differences of their subschemas are left to these.

use typewright_core::Json;
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use super::branches::{Aligned, align, align_all};
use super::change::{Aspect, Change, allowed};
use super::properties::Properties;
use super::side::Side;
use crate::contains::Answer;
use crate::contains::judge::{Judge, Version, accepts};
use crate::input::document::{Node, Value, step};
use crate::schema::keywords::{Bound, Keywords, SchemaId, Tagged};

/// What a comparison of two schemas gives.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) changes: Vec<Change>,
    pub(super) children: Vec<Child>,
    /// Properties that only one version documents, for objects that are open in the other one.
    pub(super) undocumented_in_old: Vec<String>,
    pub(super) undocumented_in_new: Vec<String>,
}

/// Two subschemas that belong together.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    pub(super) relation: Relation,
    /// Whether `null` is allowed in both versions, beside one of the subschemas and by the other one itself.
    pub(super) allows_null_beside: bool,
}

/// What a subschema decides of the values that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// Whether they are valid.
    All,
    /// Other subschemas may accept what it rejects: a branch of `anyOf` or `oneOf`.
    Branch,
    /// Other subschemas may reject what it accepts: a member of `allOf`.
    Part,
}

impl Child {
    fn of(old: SchemaId, new: SchemaId) -> Self {
        Self {
            old,
            new,
            relation: Relation::All,
            allows_null_beside: false,
        }
    }
}

/// Compares two schemas, neither of which is a reference.
pub(super) fn compare(old: &Side, new: &Side, pair: (SchemaId, SchemaId), judge: &mut Judge<'_>) -> Compared {
    let (before, after) = (old.run.set.keywords(pair.0), new.run.set.keywords(pair.1));
    let (old_inner, new_inner) = (beside_null(old, pair.0), beside_null(new, pair.1));
    let mut comparison = Comparison {
        sides: (old, new),
        ids: pair,
        old: before,
        new: after,
        judge,
        found: Compared::default(),
    };
    // A type that lists `null` is compared with what stands beside `null`.
    let is_listed = match (old_inner, new_inner) {
        (Some(_), None) => has_parts(after) == [false; 3],
        (None, Some(_)) => has_parts(before) == [false; 3],
        _ => false,
    };
    if !is_listed && comparison.is_only_reworded() {
        comparison.rewording();
        comparison.notes();
        return comparison.found;
    }
    let are_unions = one_union(before).is_some() && one_union(after).is_some();
    // Two unions are compared branch by branch, even if one of them has a single branch beside `null`.
    if old_inner.is_some() && new_inner.is_some() || (old_inner.is_some() || new_inner.is_some()) && !are_unions {
        return comparison.beside_nulls(old_inner, new_inner);
    }
    if comparison.is_one_branch() {
        comparison.notes();
        return comparison.found;
    }
    comparison.types();
    comparison.values();
    comparison.strings();
    comparison.format();
    comparison.numbers();
    comparison.arrays();
    comparison.objects();
    comparison.combinators();
    comparison.notes();
    comparison.found
}

struct Comparison<'a, 'j, 's> {
    sides: (&'a Side, &'a Side),
    ids: (SchemaId, SchemaId),
    old: &'a Keywords,
    new: &'a Keywords,
    judge: &'j mut Judge<'s>,
    found: Compared,
}

impl Comparison<'_, '_, '_> {
    /// Whether the same is said with other keywords, such as an `allOf` around it.
    fn is_only_reworded(&mut self) -> bool {
        let parts = |keywords: &Keywords| {
            let is_one = [&keywords.any_of, &keywords.one_of].map(|branches| branches.len() == 1);
            (has_parts(keywords), is_one)
        };
        let is_const = self.old.constant.is_some() != self.new.constant.is_some();
        let is_const = is_const && allowed(self.old) == allowed(self.new);
        if parts(self.old) == parts(self.new) && !is_const {
            return false;
        }
        let old = self.judge.target(Version::Old, self.ids.0);
        let new = self.judge.target(Version::New, self.ids.1);
        self.judge.contains(old, new) == Answer::Yes && self.judge.contains(new, old) == Answer::Yes
    }

    /// Names the combinator that says the same in other words. A `const` is the same in Rust as an `enum` of one value.
    fn rewording(&mut self) {
        let counts = |keywords: &Keywords| [keywords.all_of.len(), keywords.any_of.len(), keywords.one_of.len()];
        let rules = [
            ("allOf", "all-of-changed"),
            ("anyOf", "combinator-changed"),
            ("oneOf", "combinator-changed"),
        ];
        let counts = counts(self.old).into_iter().zip(counts(self.new));
        let Some(((keyword, rule), (was, is))) = rules.into_iter().zip(counts).find(|(_, (was, is))| was != is) else {
            return;
        };
        let what = became(&format!("`{keyword}`"), was > 0, is > 0);
        let suffix = format!("/{keyword}");
        self.found.changes.push(Change {
            rule,
            message: format!("{what}, and the same values are allowed"),
            old: suffix.clone(),
            new: suffix,
            request: None,
            response: None,
            is_rewording: true,
        });
    }

    /// Compares what stands beside `null`, and whether `null` is allowed.
    fn beside_nulls(mut self, old: Option<SchemaId>, new: Option<SchemaId>) -> Compared {
        // `{"type": ["string", "null"]}` says the same as `null` beside `{"type": "string"}`.
        let other = match (old, new) {
            (Some(_), None) => Some(self.judge.target(Version::New, self.ids.1)),
            (None, Some(_)) => Some(self.judge.target(Version::Old, self.ids.0)),
            _ => None,
        };
        let allows_null_beside = other.is_some_and(|other| accepts(other, &Json::Null));
        let aspect = |inner| Some(Aspect::NullBranch(inner));
        match (old, new) {
            _ if allows_null_beside => {}
            (Some(inner), None) => {
                let message = "`null` is no longer allowed".to_owned();
                self.push("null-removed", message, "", aspect(inner), None);
            }
            (None, Some(inner)) => {
                let message = "`null` is allowed now".to_owned();
                self.push("null-added", message, "", None, aspect(inner));
            }
            _ => {}
        }
        self.found.children.push(Child {
            relation: Relation::Branch,
            allows_null_beside,
            ..Child::of(old.unwrap_or(self.ids.0), new.unwrap_or(self.ids.1))
        });
        self.found
    }

    fn types(&mut self) {
        let (old, new) = (self.old.types, self.new.types);
        let (before, after) = (old.unwrap_or(ALL), new.unwrap_or(ALL));
        if self.old.never != self.new.never {
            let (rule, message) = if self.new.never {
                ("type-narrowed", "no value is allowed anymore")
            } else {
                ("type-widened", "values are allowed")
            };
            self.push(rule, message.to_owned(), "", Some(Aspect::Type), Some(Aspect::Type));
            return;
        }
        let (removed, added) = (before & !after, after & !before);
        match (removed, added) {
            (0, 0) => {}
            (NULL, 0) => self.push(
                "null-removed",
                "`null` is no longer allowed".to_owned(),
                "/type",
                Some(Aspect::Null),
                None,
            ),
            (0, NULL) => self.push(
                "null-added",
                "`null` is allowed now".to_owned(),
                "/type",
                None,
                Some(Aspect::Null),
            ),
            (_, 0) => {
                let message = format!("the type was {} and is {} now", type_words(old), type_words(new));
                self.push("type-narrowed", message, "/type", Some(Aspect::Type), None);
            }
            (0, _) => {
                let message = format!("the type was {} and is {} now", type_words(old), type_words(new));
                self.push("type-widened", message, "/type", None, Some(Aspect::Type));
            }
            (_, _) => {
                let message = format!("the type was {} and is {} now", type_words(old), type_words(new));
                self.push("type-changed", message, "/type", Some(Aspect::Type), Some(Aspect::Type));
            }
        }
    }

    /// Whether both versions allow values of some types; keywords for other types have no effect in one of them.
    fn both_allow(&self, types: u8) -> bool {
        let allows = |keywords: &Keywords| keywords.types.is_none_or(|allowed| allowed & types != 0);
        allows(self.old) && allows(self.new)
    }

    fn values(&mut self) {
        let (before, after) = (self.old, self.new);
        let (old, new) = (allowed(before), allowed(after));
        let keyword = |keywords: &Keywords| if keywords.values.is_some() { "/enum" } else { "/const" };
        let places = (keyword(before), keyword(after));
        let mut push = |rule, message, request: bool, response: bool| {
            let aspect = |wanted: bool| wanted.then_some(Aspect::Values);
            self.push_at(rule, message, places, aspect(request), aspect(response));
        };
        match (old, new) {
            (None, None) => {}
            (None, Some(new)) => push("enum-added", format!("only {} allowed now", few(&new)), true, false),
            (Some(old), None) => push(
                "enum-dropped",
                format!("not only {} allowed anymore", few(&old)),
                false,
                true,
            ),
            (Some(old), Some(new)) => {
                // A null that comes and goes with the type is reported there.
                let is_null = |value: &&Node| matches!(value.value, Value::Null);
                let typed = before.types != after.types;
                let counts = |value: &&Node| !(typed && is_null(value));
                let removed: Vec<Node> = old
                    .iter()
                    .filter(|value| !new.contains(value))
                    .filter(counts)
                    .cloned()
                    .collect();
                let added: Vec<Node> = new
                    .iter()
                    .filter(|value| !old.contains(value))
                    .filter(counts)
                    .cloned()
                    .collect();
                if before.constant.is_some() && after.constant.is_some() && !removed.is_empty() {
                    let message = format!("the only allowed value was {} and is {} now", list(&old), list(&new));
                    push("const-changed", message, true, true);
                    return;
                }
                if !removed.is_empty() {
                    push(
                        "enum-value-removed",
                        format!("{} no longer allowed", few(&removed)),
                        true,
                        false,
                    );
                }
                if !added.is_empty() {
                    push("enum-value-added", format!("{} allowed now", few(&added)), false, true);
                }
            }
        }
    }

    fn strings(&mut self) {
        if !self.both_allow(STRING) {
            return;
        }
        let (old, new) = (&self.old.string, &self.new.string);
        self.least("minLength", old.min_length, new.min_length);
        self.most("maxLength", old.max_length, new.max_length);
        let (before, after) = (old.pattern.as_deref(), new.pattern.as_deref());
        if before != after {
            let message = changed("pattern", before.map(quoted), after.map(quoted));
            let aspect = |wanted: bool| wanted.then_some(Aspect::Pattern);
            self.push(
                "pattern-changed",
                message,
                "/pattern",
                aspect(after.is_some()),
                aspect(before.is_some()),
            );
        }
    }

    /// `format`, which also decides the type of a number.
    fn format(&mut self) {
        if !self.both_allow(STRING | NUMBER | INTEGER) {
            return;
        }
        let (old, new) = (&self.old.string, &self.new.string);
        let name = |side: &Side, id: SchemaId| {
            let format = side.node(id).and_then(|node| node.get("format")).and_then(Node::as_str);
            format.map(quoted)
        };
        let (before, after) = (name(self.sides.0, self.ids.0), name(self.sides.1, self.ids.1));
        if before != after || old.format != new.format {
            let message = changed("format", before, after);
            let aspect = |wanted: bool| wanted.then_some(Aspect::Format);
            self.push(
                "format-changed",
                message,
                "/format",
                aspect(new.format.is_some()),
                aspect(old.format.is_some()),
            );
        }
    }

    fn numbers(&mut self) {
        if !self.both_allow(NUMBER | INTEGER) {
            return;
        }
        let find = |keywords: &Keywords, bound: Bound| {
            let mut bounds = keywords.number.bounds.iter();
            bounds
                .find(|(other, _)| *other == bound)
                .map(|(_, number)| number.clone())
        };
        for bound in [
            Bound::MultipleOf,
            Bound::Minimum,
            Bound::Maximum,
            Bound::ExclusiveMinimum,
            Bound::ExclusiveMaximum,
        ] {
            let (before, after) = (find(self.old, bound), find(self.new, bound));
            if before == after {
                continue;
            }
            let is_tighter = match (&before, &after, bound) {
                (_, _, Bound::MultipleOf) => None,
                (None, _, _) => Some(true),
                (_, None, _) => Some(false),
                (Some(before), Some(after), Bound::Minimum | Bound::ExclusiveMinimum) => Some(after > before),
                (Some(before), Some(after), Bound::Maximum | Bound::ExclusiveMaximum) => Some(after < before),
            };
            let rule = match is_tighter {
                None => "multiple-of-changed",
                Some(true) => "limit-tightened",
                Some(false) => "limit-loosened",
            };
            let shown = |number: Option<typewright_core::Number>| number.map(|number| number.to_string());
            let aspect = |wanted: bool| wanted.then_some(Aspect::Bound(bound));
            let message = changed(bound.keyword(), shown(before), shown(after));
            let suffix = format!("/{}", bound.keyword());
            self.push(
                rule,
                message,
                &suffix,
                aspect(is_tighter != Some(false)),
                aspect(is_tighter != Some(true)),
            );
        }
    }

    fn arrays(&mut self) {
        if !self.both_allow(ARRAY) {
            return;
        }
        let (old, new) = (&self.old.array, &self.new.array);
        self.least("minItems", old.min_items, new.min_items);
        self.most("maxItems", old.max_items, new.max_items);
        if old.unique_items != new.unique_items {
            let count = |flag: bool| flag.then_some(0);
            let word = |flag: bool| flag.then(|| "true".to_owned());
            let message = changed("uniqueItems", word(old.unique_items), word(new.unique_items));
            self.limit(
                "uniqueItems",
                message,
                count(new.unique_items) > count(old.unique_items),
            );
        }
        match (&old.tuple, &new.tuple) {
            (Some(before), Some(after)) => {
                for (a, b) in before.iter().zip(after) {
                    self.child(*a, *b);
                }
                if before.len() != after.len() {
                    let message = format!(
                        "{} described one by one, and {} now",
                        match before.len() {
                            1 => "1 item was".to_owned(),
                            count => format!("{count} items were"),
                        },
                        match after.len() {
                            1 => "1 is".to_owned(),
                            count => format!("{count} are"),
                        }
                    );
                    self.swap("items-changed", message, "/items", &["items"]);
                }
                self.both_or_swap(old.additional_items, new.additional_items, "additionalItems");
            }
            (None, None) => self.both_or_swap(old.items, new.items, "items"),
            (Some(_), None) | (None, Some(_)) => {
                let message =
                    "the items are described one by one in one version, and all alike in the other".to_owned();
                self.swap("items-changed", message, "/items", &["items"]);
            }
        }
        self.whole("contains-changed", old.contains, new.contains, "contains");
    }

    /// Subschemas that both versions have are a pair of their own.
    fn both_or_swap(&mut self, old: Option<SchemaId>, new: Option<SchemaId>, keyword: &str) {
        let said = |is: bool| if is { "described" } else { "not described" };
        match (old, new) {
            (None, None) => {}
            (Some(a), Some(b)) => self.child(a, b),
            (old, new) => {
                let message = format!(
                    "the items were {} and are {} now",
                    said(old.is_some()),
                    said(new.is_some())
                );
                self.swap("items-changed", message, &format!("/{keyword}"), &["items"]);
            }
        }
    }

    fn objects(&mut self) {
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

    fn combinators(&mut self) {
        let (old, new) = (self.old, self.new);
        let switched = old.any_of.is_empty() != old.one_of.is_empty()
            && old.any_of.is_empty() != new.any_of.is_empty()
            && old.one_of.is_empty() != new.one_of.is_empty();
        if switched {
            let before = if old.any_of.is_empty() { "oneOf" } else { "anyOf" };
            let after = if new.any_of.is_empty() { "oneOf" } else { "anyOf" };
            let message = format!("`{before}` became `{after}`");
            let aspect = Some(Aspect::Swap(&["anyOf", "oneOf"]));
            let places = (format!("/{before}"), format!("/{after}"));
            self.push_at(
                "combinator-changed",
                message,
                (&places.0, &places.1),
                aspect.clone(),
                aspect,
            );
        } else {
            self.branches("anyOf", &old.any_of, &new.any_of, &["anyOf"]);
            self.branches("oneOf", &old.one_of, &new.one_of, &["oneOf"]);
        }
        self.all_of();
        self.whole("not-changed", old.not, new.not, "not");
        let conditions = match (&old.condition, &new.condition) {
            (None, None) => false,
            (Some(a), Some(b)) => [
                (Some(a.when), Some(b.when)),
                (a.then, b.then),
                (a.otherwise, b.otherwise),
            ]
            .into_iter()
            .any(|pair| match pair {
                (None, None) => false,
                (Some(a), Some(b)) => !self.are_equal(a, b),
                _ => true,
            }),
            _ => true,
        };
        if conditions {
            let message = match (&old.condition, &new.condition) {
                (Some(_), Some(_)) => "`if`, `then` or `else` changed".to_owned(),
                (before, after) => became("the condition `if`", before.is_some(), after.is_some()),
            };
            self.swap("condition-changed", message, "/if", &["if"]);
        }
    }

    /// Annotations.
    fn notes(&mut self) {
        let (old, new) = (&self.old.notes, &self.new.notes);
        if old.default != new.default {
            let message = changed("default", old.default.clone(), new.default.clone());
            self.push("default-changed", message, "/default", None, None);
        }
        for (keyword, before, after) in [
            ("readOnly", old.read_only, new.read_only),
            ("writeOnly", old.write_only, new.write_only),
        ] {
            if before != after {
                let word = |is: bool| is.then(|| "true".to_owned());
                let message = changed(keyword, word(before), word(after));
                self.push("access-changed", message, &format!("/{keyword}"), None, None);
            }
        }
        if old.deprecated != new.deprecated {
            let message = deprecation(new.deprecated).to_owned();
            self.push("schema-deprecated", message, "/deprecated", None, None);
        }
        if texts(self.sides.0, self.ids.0) != texts(self.sides.1, self.ids.1) {
            let message = "documentation changed".to_owned();
            self.push("text-changed", message, "/description", None, None);
        }
    }

    /// Whether one version is a branch of the other one, which allows more.
    fn is_one_branch(&mut self) -> bool {
        let (old, new) = (one_union(self.old), one_union(self.new));
        let has_branches = |keywords: &Keywords| !(keywords.any_of.is_empty() && keywords.one_of.is_empty());
        let (keyword, before, after) = match (old, new) {
            (None, Some((keyword, branches))) if !has_branches(self.old) => (keyword, &[self.ids.0][..], branches),
            (Some((keyword, branches)), None) if !has_branches(self.new) => (keyword, branches, &[self.ids.1][..]),
            _ => return false,
        };
        let sides = self.sides;
        let aligned = align((sides.0, before), (sides.1, after), |a, b| self.are_equal(a, b));
        if aligned.both.is_empty() {
            return false;
        }
        self.aligned(&aligned, keyword, (before, after));
        true
    }

    fn branches(&mut self, keyword: &'static str, old: &[SchemaId], new: &[SchemaId], names: &'static [&'static str]) {
        let suffix = format!("/{keyword}");
        match (old.is_empty(), new.is_empty()) {
            (true, true) => return,
            (true, false) => {
                let message = format!("values must match `{keyword}` now");
                return self.push("combinator-changed", message, &suffix, Some(Aspect::Swap(names)), None);
            }
            (false, true) => {
                let message = format!("values need not match `{keyword}` anymore");
                return self.push("combinator-changed", message, &suffix, None, Some(Aspect::Swap(names)));
            }
            (false, false) => {}
        }
        let sides = self.sides;
        let aligned = align((sides.0, old), (sides.1, new), |a, b| self.are_equal(a, b));
        self.discriminator(&aligned.both, &suffix);
        self.aligned(&aligned, keyword, (old, new));
    }

    /// Compares the branches that belong together, and reports the others.
    fn aligned(&mut self, aligned: &Aligned, keyword: &str, (old, new): (&[SchemaId], &[SchemaId])) {
        let sides = self.sides;
        let suffix = format!("/{keyword}");
        for (a, b) in &aligned.both {
            self.found.children.push(Child {
                relation: Relation::Branch,
                ..Child::of(*a, *b)
            });
        }
        // A single schema has no place of its own among branches.
        let place = |list: &[SchemaId], id: SchemaId, index: Option<usize>| match index {
            _ if list == [id] => String::new(),
            Some(index) => format!("{suffix}/{index}"),
            None => suffix.clone(),
        };
        let (root_old, root_new) = self.ids;
        let removed = old.iter().enumerate();
        for (index, &branch) in removed.filter(|(_, branch)| aligned.only_old.contains(branch)) {
            let at = (place(old, root_old, Some(index)), place(new, root_new, None));
            let aspect = Some(Aspect::Branch(branch));
            if is_null(sides.0, branch) {
                let message = "`null` is no longer allowed".to_owned();
                self.push_at("null-removed", message, (&at.0, &at.1), aspect, None);
                continue;
            }
            let message = format!("{} was removed from `{keyword}`", branch_words(sides.0, branch));
            self.push_at("branch-removed", message, (&at.0, &at.1), aspect, None);
        }
        // What has one branch beside `null` is no enum that would preserve a value of another one.
        let is_single = old.iter().filter(|branch| !is_null(sides.0, **branch)).count() == 1;
        let rule = if is_single { "type-widened" } else { "branch-added" };
        let added = new.iter().enumerate();
        for (index, &branch) in added.filter(|(_, branch)| aligned.only_new.contains(branch)) {
            let at = (place(old, root_old, None), place(new, root_new, Some(index)));
            let aspect = Some(Aspect::Branch(branch));
            if is_null(sides.1, branch) {
                let message = "`null` is allowed now".to_owned();
                self.push_at("null-added", message, (&at.0, &at.1), None, aspect);
                continue;
            }
            let message = format!("{} was added to `{keyword}`", branch_words(sides.1, branch));
            self.push_at(rule, message, (&at.0, &at.1), None, aspect);
        }
    }

    /// Compares which values of a property select the branches that both versions have.
    fn discriminator(&mut self, branches: &[(SchemaId, SchemaId)], suffix: &str) {
        let message = match (&self.old.tagged, &self.new.tagged) {
            (None, None) => return,
            (Some(before), Some(after)) if before.property != after.property => format!(
                "the property of the `discriminator` was `{}` and is `{}` now",
                before.property, after.property
            ),
            (Some(before), Some(after)) => {
                let of = |tagged: &Tagged, branch: SchemaId| {
                    let values = tagged.branches.iter().filter(|(_, selected)| *selected == branch);
                    let mut values: Vec<String> = values.map(|(value, _)| quoted(value)).collect();
                    values.sort();
                    values.join(", ")
                };
                let mut values = branches.iter().map(|(a, b)| (b, of(before, *a), of(after, *b)));
                let Some((branch, before, after)) = values.find(|(_, before, after)| before != after) else {
                    return;
                };
                let branch = branch_words(self.sides.1, *branch);
                format!("{branch} was selected by {before} and is selected by {after} now")
            }
            (before, after) => became("`discriminator`", before.is_some(), after.is_some()),
        };
        self.swap("combinator-changed", message, suffix, &["anyOf", "oneOf"]);
    }

    fn all_of(&mut self) {
        let sides = self.sides;
        let (old, new) = (&self.old.all_of, &self.new.all_of);
        let aligned = align_all((sides.0, old), (sides.1, new), |a, b| self.are_equal(a, b));
        for (a, b) in &aligned.both {
            self.found.children.push(Child {
                relation: Relation::Part,
                ..Child::of(*a, *b)
            });
        }
        let aspect = |list: &[SchemaId]| (!list.is_empty()).then_some(Aspect::Swap(&["allOf"]));
        let (gone, added) = (aligned.only_old.len(), aligned.only_new.len());
        let message = match (gone, added) {
            (0, 0) => return,
            (0, added) => format!("{} added to `allOf`", schemas_were(added)),
            (gone, 0) => format!("{} removed from `allOf`", schemas_were(gone)),
            (gone, added) => format!("{} removed from `allOf`, and {added} added", schemas_were(gone)),
        };
        let (request, response) = (aspect(&aligned.only_new), aspect(&aligned.only_old));
        self.push("all-of-changed", message, "/allOf", request, response);
    }

    /// Compares subschemas as a whole, because a narrower one may widen the schema.
    fn whole(&mut self, rule: &'static str, old: Option<SchemaId>, new: Option<SchemaId>, keyword: &'static str) {
        let is_same = match (old, new) {
            (None, None) => true,
            (Some(a), Some(b)) => self.are_equal(a, b),
            _ => false,
        };
        if is_same {
            return;
        }
        let names: &'static [&'static str] = match keyword {
            "contains" => &["contains"],
            "propertyNames" => &["propertyNames"],
            _ => &["not"],
        };
        let message = became(&format!("`{keyword}`"), old.is_some(), new.is_some());
        self.swap(rule, message, &format!("/{keyword}"), names);
    }

    /// Whether two schemas say the same.
    fn are_equal(&mut self, old: SchemaId, new: SchemaId) -> bool {
        let old = self.judge.target(Version::Old, old);
        core::ptr::eq(old, self.judge.target(Version::New, new))
    }

    fn least(&mut self, keyword: &'static str, old: Option<u64>, new: Option<u64>) {
        if old != new {
            self.limit(keyword, changed(keyword, old.map(shown), new.map(shown)), new > old);
        }
    }

    fn most(&mut self, keyword: &'static str, old: Option<u64>, new: Option<u64>) {
        if old != new {
            let is_tighter = new.unwrap_or(u64::MAX) < old.unwrap_or(u64::MAX);
            self.limit(keyword, changed(keyword, old.map(shown), new.map(shown)), is_tighter);
        }
    }

    fn limit(&mut self, keyword: &'static str, message: String, is_tighter: bool) {
        let aspect = |wanted: bool| wanted.then_some(Aspect::Count(keyword));
        let rule = if is_tighter {
            "limit-tightened"
        } else {
            "limit-loosened"
        };
        self.push(
            rule,
            message,
            &format!("/{keyword}"),
            aspect(is_tighter),
            aspect(!is_tighter),
        );
    }

    fn swap(&mut self, rule: &'static str, message: String, suffix: &str, names: &'static [&'static str]) {
        self.push(
            rule,
            message,
            suffix,
            Some(Aspect::Swap(names)),
            Some(Aspect::Swap(names)),
        );
    }

    fn push(
        &mut self,
        rule: &'static str,
        message: String,
        suffix: &str,
        request: Option<Aspect>,
        response: Option<Aspect>,
    ) {
        self.push_at(rule, message, (suffix, suffix), request, response);
    }

    fn push_at(
        &mut self,
        rule: &'static str,
        message: String,
        (old, new): (&str, &str),
        request: Option<Aspect>,
        response: Option<Aspect>,
    ) {
        self.found.changes.push(Change {
            rule,
            message,
            old: old.to_owned(),
            new: new.to_owned(),
            request,
            response,
            is_rewording: false,
        });
    }

    fn child(&mut self, old: SchemaId, new: SchemaId) {
        self.found.children.push(Child::of(old, new));
    }
}

/// What became of a place that is deprecated, or was.
pub(super) fn deprecation(is_deprecated: bool) -> &'static str {
    if is_deprecated {
        "it is deprecated now"
    } else {
        "it is no longer deprecated"
    }
}

/// The documentation of a schema.
pub(super) fn texts(side: &Side, id: SchemaId) -> [Option<Node>; 5] {
    let node = side.node(id);
    ["title", "description", "examples", "example", "$comment"]
        .map(|name| node.and_then(|node| node.get(name)).cloned())
}

/// What a branch is called in a sentence.
fn branch_words(side: &Side, branch: SchemaId) -> String {
    let set = &side.run.set;
    let target = set.deref(branch);
    let keywords = set.keywords(target);
    if let Some(title) = &keywords.notes.title {
        return format!("the branch \"{title}\"");
    }
    if let Some(reference) = &set.keywords(branch).reference {
        return format!("the branch \"{}\"", reference.text);
    }
    match keywords.types {
        Some(types) => format!("a branch of type {}", type_words(Some(types))),
        None => "a branch".to_owned(),
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

/// All types.
const ALL: u8 = NULL | BOOLEAN | INTEGER | NUMBER | STRING | ARRAY | OBJECT;

/// The schema beside null, if a schema says "this or null" and nothing else.
fn beside_null(side: &Side, id: SchemaId) -> Option<SchemaId> {
    let (_, &[a, b]) = one_union(side.run.set.keywords(id))? else {
        return None;
    };
    match [a, b].map(|branch| is_null(side, branch)) {
        [true, false] => Some(b),
        [false, true] => Some(a),
        _ => None,
    }
}

/// Whether a schema has each of the keywords that combine schemas.
fn has_parts(keywords: &Keywords) -> [bool; 3] {
    [&keywords.all_of, &keywords.any_of, &keywords.one_of].map(|list| !list.is_empty())
}

/// Whether a schema allows `null` and nothing else.
fn is_null(side: &Side, id: SchemaId) -> bool {
    let set = &side.run.set;
    let keywords = set.keywords(set.deref(id));
    keywords.types == Some(NULL) && keywords.asserts_only_types() && keywords.all_of.is_empty()
}

/// The branches of a schema that is nothing but a union, with their keyword.
fn one_union(keywords: &Keywords) -> Option<(&'static str, &[SchemaId])> {
    if !keywords.all_of.is_empty() || !keywords.asserts_only_branches() {
        return None;
    }
    match (&keywords.any_of[..], &keywords.one_of[..]) {
        (branches @ [_, ..], []) => Some(("anyOf", branches)),
        ([], branches @ [_, ..]) => Some(("oneOf", branches)),
        _ => None,
    }
}

/// A change of a keyword in words.
fn changed(keyword: &str, old: Option<String>, new: Option<String>) -> String {
    match (old, new) {
        (None, Some(new)) => format!("`{keyword}` is new: {new}"),
        (Some(old), None) => format!("`{keyword}` {old} was removed"),
        (Some(old), Some(new)) => format!("`{keyword}` was {old} and is {new} now"),
        (None, None) => format!("`{keyword}` changed"),
    }
}

/// What became of a keyword whose values are not shown.
fn became(keyword: &str, was: bool, is: bool) -> String {
    match (was, is) {
        (false, true) => format!("{keyword} is new"),
        (true, false) => format!("{keyword} was removed"),
        _ => format!("{keyword} changed"),
    }
}

fn shown(count: u64) -> String {
    count.to_string()
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

fn schemas_were(count: usize) -> String {
    match count {
        1 => "a schema was".to_owned(),
        count => format!("{count} schemas were"),
    }
}

/// The first of some values, with a verb: `"a" and "b" are`.
fn few(values: &[Node]) -> String {
    let verb = if values.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", list(values))
}

fn list(values: &[Node]) -> String {
    const SHOWN: usize = 5;
    let mut words: Vec<String> = values.iter().take(SHOWN).map(Node::to_json).collect();
    if values.len() > SHOWN {
        words.push(format!("{} more", values.len() - SHOWN));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// A set of types in words.
fn type_words(types: Option<u8>) -> String {
    types.map_or_else(|| "any type".to_owned(), crate::schema::keywords::type_names)
}
