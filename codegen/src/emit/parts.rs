//! The documentation of the parts of a value that have no type of their own, such as the items of an array.

use std::collections::HashSet;

use typewright_core::schema::NULL;

use crate::emit::docs;
use crate::emit::members::{descriptions, known};
use crate::emit::rust_type::Scope;
use crate::emit::types::described_by_type;
use crate::model::shape::{DefinitionId, Field, Kind, Shape};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// Returns a paragraph for each part of a value with this schema and this shape that is described where no type shows it.
/// A description that is equal to one of `shown` is not repeated.
pub fn parts(schema: SchemaId, shape: &Shape, shown: &[&str], set: &SchemaSet, scope: &Scope<'_>) -> Vec<String> {
    let mut parts = Parts::new(shown, set, scope);
    parts.inside(schema, Some(shape), "");
    parts.paragraphs
}

/// Like [`parts`], for the properties of a struct that have no field. `shape` is that of their values.
pub fn parts_of_extra(schema: SchemaId, shape: &Shape, set: &SchemaSet, scope: &Scope<'_>) -> Vec<String> {
    let mut parts = Parts::new(&[], set, scope);
    parts.values(schema, Some(shape), "");
    for part in &set.keywords(schema).all_of {
        if set.deref(*part) == *part {
            parts.values(*part, Some(shape), "");
        }
    }
    parts.paragraphs
}

struct Parts<'p> {
    set: &'p SchemaSet,
    scope: &'p Scope<'p>,
    /// The descriptions that are already shown.
    shown: Vec<String>,
    paragraphs: Vec<String>,
    /// The schemas whose parts were read, because a schema can contain itself.
    seen: HashSet<SchemaId>,
}

impl<'p> Parts<'p> {
    fn new(shown: &[&str], set: &'p SchemaSet, scope: &'p Scope<'p>) -> Self {
        Self {
            set,
            scope,
            shown: shown.iter().map(|text| text.trim().to_owned()).collect(),
            paragraphs: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Reads the parts of a schema. `shape` is that of its value; `None` if it is inside of raw JSON. `label` says what the
    /// schema itself is.
    fn inside(&mut self, schema: SchemaId, shape: Option<&Shape>, label: &str) {
        let shape = match shape {
            Some(shape @ Shape::Named(id)) => return self.beside_type(schema, *id, shape, label),
            Some(Shape::Boxed(inner)) => return self.inside(schema, Some(inner), label),
            other => other,
        };
        let target = self.set.deref(schema);
        if !self.seen.insert(target) {
            return;
        }
        let set = self.set;
        let keywords = set.keywords(target);
        for part in &keywords.all_of {
            self.part(*part, shape, label);
        }
        let shape = shape.map(Shape::core);
        // Without a type for its branches, a union only allows `null` or the like.
        if shape.is_some_and(|shape| !matches!(shape, Shape::Json)) {
            for branch in keywords.any_of.iter().chain(&keywords.one_of) {
                let is_null = set.keywords(set.deref(*branch)).types == Some(NULL);
                let label = if is_null { of("`null`", label) } else { label.to_owned() };
                self.part(*branch, shape, &label);
            }
        }
        let item = match shape {
            Some(Shape::List(item)) => Some(&**item),
            _ => None,
        };
        if let Some(items) = keywords.array.items {
            self.part(items, item, &of("Items", label));
        }
        for (index, item) in keywords.array.tuple.iter().flatten().enumerate() {
            let shape = match shape {
                Some(Shape::Tuple(shapes)) => shapes.get(index),
                _ => None,
            };
            self.part(*item, shape, &of(&format!("Item {}", index + 1), label));
        }
        if let Some(others) = keywords.array.additional_items {
            self.part(others, None, &of("Other items", label));
        }
        let value = match shape {
            Some(Shape::Map(value)) => Some(&**value),
            _ => None,
        };
        self.values(target, value, label);
    }

    /// Reads what a schema says about a value of a named type that the documentation of the type does not say: annotations by the
    /// parts that it composes in place, and other descriptions of the fields.
    fn beside_type(&mut self, schema: SchemaId, id: DefinitionId, shape: &Shape, label: &str) {
        let set = self.set;
        let mut uses = self.scope.uses_of(id).flat_map(|(_, uses)| uses);
        // The documentation of the type has all descriptions of the places that use it.
        let is_shown = uses.any(|used| used.schema == schema);
        for part in set.in_place(schema) {
            if part != schema {
                self.part(part, Some(shape), label);
            }
            if let Kind::Struct(fields, _) = &self.scope.shapes.definitions[id].kind {
                for (name, property) in &set.keywords(part).object.properties {
                    let label = of(&docs::code(name), label);
                    let Some(index) = fields.iter().position(|field| field.wire == *name) else {
                        continue;
                    };
                    let field = &fields[index];
                    let mut texts = descriptions(&[*property], field, set).into_iter();
                    if is_shown || texts.all(|text| self.is_known((id, fields), index, text)) {
                        self.inside(*property, Some(&field.shape), &label);
                    } else {
                        self.part(*property, Some(&field.shape), &label);
                    }
                }
            }
        }
        let keywords = set.keywords(schema);
        let branches = keywords.any_of.iter().chain(&keywords.one_of);
        let is_null = |branch: &&SchemaId| set.keywords(set.deref(**branch)).types == Some(NULL);
        let (nulls, values): (Vec<&SchemaId>, Vec<&SchemaId>) = branches.partition(is_null);
        // Beside `null`, the type is that of the only other branch.
        if let ([_, ..], [value]) = (&nulls[..], &values[..]) {
            if set.deref(**value) == **value {
                self.part(**value, Some(shape), label);
            }
            for null in nulls {
                self.part(*null, Some(shape), &of("`null`", label));
            }
        }
    }

    /// Whether the documentation of a field of a struct has a description.
    fn is_known(&self, (id, fields): (DefinitionId, &[Field]), index: usize, text: &str) -> bool {
        known(id, fields, self.set, self.scope).contains(&(index, text.to_owned()))
    }

    /// Reads the properties of an object that have no field.
    fn values(&mut self, schema: SchemaId, shape: Option<&Shape>, label: &str) {
        let set = self.set;
        let object = &set.keywords(schema).object;
        for (pattern, value) in &object.pattern_properties {
            let what = format!("Values of properties that match {}", docs::code(pattern));
            self.part(*value, shape, &of(&what, label));
        }
        if let Some(value) = object.additional_properties {
            self.part(value, shape, &of("Values", label));
        }
    }

    /// Adds the documentation of a part, and of the parts of it.
    fn part(&mut self, schema: SchemaId, shape: Option<&Shape>, label: &str) {
        let target = self.set.deref(schema);
        let (own, notes) = (&self.set.keywords(schema).notes, &self.set.keywords(target).notes);
        let is_named = match shape {
            Some(shape) => matches!(shape.core(), Shape::Named(_)),
            None => target != schema,
        };
        let mut description = own.description.as_deref();
        let mut default = own.default.as_ref();
        let mut is_deprecated = own.deprecated;
        if !is_named {
            description = description.or(notes.description.as_deref());
            default = default.or(notes.default.as_ref());
            is_deprecated |= notes.deprecated;
        }
        let is_shown = |text: &&str| {
            let is_of_type = shape.is_some_and(|shape| described_by_type(shape, text, self.set, self.scope));
            !is_of_type && !self.shown.iter().any(|shown| shown == text.trim())
        };
        let description = description.filter(is_shown);
        self.shown.extend(description.map(|text| text.trim().to_owned()));
        let default = default.map(|default| format!("Default: {}.", docs::code(default)));
        let mut limits = default.unwrap_or_default();
        if is_deprecated {
            docs::join(&mut limits, "Deprecated.");
        }
        let description = description.unwrap_or_default();
        if !description.is_empty() || !limits.is_empty() {
            self.paragraphs.push(if label.is_empty() {
                docs::with_limits(description, &limits)
            } else {
                docs::labelled(label, description, &limits)
            });
        }
        self.inside(schema, shape, label);
    }
}

/// Returns the label of a part of a part: `Items of item 1`.
fn of(what: &str, outer: &str) -> String {
    if outer.is_empty() {
        return what.to_owned();
    }
    format!("{what} of {}", docs::lower_first(outer))
}
