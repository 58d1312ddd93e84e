//! Builds structs and maps for objects.

use std::collections::{BTreeSet, HashMap};

use typewright_core::schema::{NULL, STRING};

use super::{Asked, Builder};
use crate::model::schema_path::{SchemaPath, Step};
use crate::model::shape::{Constant, Extra, Field, Kind, Presence, Shape};
use crate::schema::keywords::SchemaId;

impl Builder<'_> {
    /// Returns a map for an object without declared properties.
    pub(super) fn plain_object(&mut self, id: SchemaId, at: &mut SchemaPath) -> Option<Shape> {
        let parts = self.set.gathered(id);
        let keywords = self.set.keywords(id);
        if !self.fields_of(&parts).is_empty() || !keywords.any_of.is_empty() || !keywords.one_of.is_empty() {
            return None;
        }
        if keywords.values.is_some() || keywords.constant.is_some() {
            return None;
        }
        let objects = || parts.iter().map(|part| &self.set.keywords(*part).object);
        if objects().any(|object| object.closed && object.pattern_properties.is_empty()) {
            return None;
        }
        let values = objects().filter_map(|object| match &object.pattern_properties[..] {
            [(_, schema)] if object.closed => Some(*schema),
            [] => object.additional_properties,
            [..] => None,
        });
        let values: Vec<SchemaId> = values.collect();
        if values.is_empty() {
            return Some(Shape::Object);
        }
        let inner = at.inside(Step::Value, |at| self.shape_of_all(&values, at));
        Some(Shape::Map(Box::new(inner)))
    }

    pub(super) fn structure(&mut self, parts: &[SchemaId], at: &mut SchemaPath) -> Kind {
        let required: BTreeSet<&str> = parts
            .iter()
            .flat_map(|part| &self.set.keywords(*part).object.required)
            .map(String::as_str)
            .collect();
        let mut fields = Vec::new();
        for (wire, schemas) in self.fields_of(parts) {
            let is_required = required.contains(wire.as_str());
            let tag = self.tag_value(parts, &wire, &schemas);
            let is_tag = tag.is_some();
            let constant = tag.or_else(|| self.constant(&schemas));
            let shape = at.inside(Step::Property(wire.clone()), |at| match &constant {
                Some(constant) => constant.shape(),
                None => self.shape_of_all(&schemas, at),
            });
            let (presence, shape) = match (is_required, shape) {
                (true, shape) => (Presence::Required, shape),
                (false, Shape::Nullable(inner)) => (Presence::Nullable, *inner),
                (false, shape) if self.takes_null(&shape) => (Presence::Any, shape),
                (false, shape) => (Presence::Optional, shape),
            };
            fields.push(Field {
                wire,
                presence,
                shape,
                schema: schemas[0],
                others: schemas[1..].to_vec(),
                constant,
                is_tag,
            });
        }
        let extra = self.extra(parts, at);
        Kind::Struct(fields, extra)
    }

    /// Returns the value of a property by which a `discriminator` selects the struct, if the property is any string.
    fn tag_value(&self, parts: &[SchemaId], wire: &str, schemas: &[SchemaId]) -> Option<Constant> {
        let (property, value) = self.set.keywords(*parts.first()?).notes.tag.as_ref()?;
        let is_meant = property == wire && self.types_of_all(schemas) == STRING;
        is_meant.then(|| Constant::String(value.clone()))
    }

    /// Returns the only allowed value of a property, if one of its schemas has a single value and the others allow the
    /// type of that value.
    fn constant(&self, schemas: &[SchemaId]) -> Option<Constant> {
        let mut constants = schemas.iter().filter_map(|id| self.constant_of(*id));
        let constant = constants.next()?;
        let is_allowed = |id: &SchemaId| self.types_of(*id) & constant.types() != 0;
        (constants.all(|other| other == constant) && schemas.iter().all(is_allowed)).then_some(constant)
    }

    /// Returns the only allowed value of a parameter. `null` has no text form.
    pub(super) fn parameter_constant(&self, schema: SchemaId, asked: &Asked) -> Option<Constant> {
        let constant = asked.parameters.contains(&schema).then(|| self.constant(&[schema]))?;
        constant.filter(|constant| *constant != Constant::Null)
    }

    /// Returns the only value in the `enum` or `const` of a schema, or of the schema that it refers to.
    fn constant_of(&self, id: SchemaId) -> Option<Constant> {
        if self.types_of(id) == NULL {
            return Some(Constant::Null);
        }
        let mut target = self.set.deref(id);
        while let Some(inner) = self.only_wrapped(target, self.types_of(target)) {
            target = self.set.deref(inner);
        }
        let keywords = self.set.keywords(target);
        match (&keywords.values, &keywords.constant) {
            (Some(values), None) => match &values[..] {
                [only] => Constant::of(only),
                _ => None,
            },
            (None, Some(constant)) => Constant::of(constant),
            _ => None,
        }
    }

    /// Returns the properties declared by the parts, each with all its schemas.
    pub(super) fn fields_of(&self, parts: &[SchemaId]) -> Vec<(String, Vec<SchemaId>)> {
        let mut fields: Vec<(String, Vec<SchemaId>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for &part in parts {
            for (name, schema) in &self.set.keywords(part).object.properties {
                match places.get(name.as_str()) {
                    Some(&place) => fields[place].1.push(*schema),
                    None => {
                        places.insert(name, fields.len());
                        fields.push((name.clone(), vec![*schema]));
                    }
                }
            }
        }
        fields
    }

    pub(super) fn takes_null(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Json | Shape::Null => true,
            Shape::Named(definition) => match &self.shapes.definitions[*definition].kind {
                Kind::Checked(_) => true,
                Kind::Choice(choice) => {
                    choice.takes_others || choice.variants.iter().any(|variant| variant.types & NULL != 0)
                }
                Kind::Wrapper(inner) => matches!(inner, Shape::Nullable(_)) || self.takes_null(inner),
                // A recursive schema that is not built yet: use the types that it allows.
                Kind::Open => self.types_of(self.shapes.definitions[*definition].schema) & NULL != 0,
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn extra(&mut self, parts: &[SchemaId], at: &mut SchemaPath) -> Extra {
        let closed = parts.iter().any(|part| {
            let keywords = self.set.keywords(*part);
            keywords.object.closed && keywords.object.pattern_properties.is_empty()
        });
        if closed {
            return Extra::Closed;
        }
        let objects = parts.iter().map(|part| &self.set.keywords(*part).object);
        let objects = objects.filter(|object| object.pattern_properties.is_empty());
        let values: Vec<SchemaId> = objects.filter_map(|object| object.additional_properties).collect();
        if values.is_empty() {
            return Extra::Kept(Shape::Json);
        }
        Extra::Kept(at.inside(Step::AdditionalProperty, |at| self.shape_of_all(&values, at)))
    }
}
