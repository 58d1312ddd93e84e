//! The schemas inside a schema.

use super::{ArrayRules, Condition, Keywords, ObjectRules, SchemaId};

/// How a schema applies another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// To the same value.
    InPlace,
    /// To something inside the value: an item, a property, or the name of a property.
    Inside,
}

impl Keywords {
    /// The schemas that this one applies, with the kind of edge; only the target if it is a `$ref`.
    pub fn children(&self) -> Vec<(Edge, SchemaId)> {
        if let Some(reference) = &self.reference {
            return reference
                .target
                .map(|target| (Edge::InPlace, target))
                .into_iter()
                .collect();
        }
        let mut children = Vec::new();
        self.map(&mut |edge, schema| children.push((edge, schema)));
        children
    }
}

impl<S: Copy> Keywords<S> {
    /// The same keywords with each schema inside replaced. This is the one place that lists the keywords that hold schemas.
    pub fn map<T>(&self, replace: &mut impl FnMut(Edge, S) -> T) -> Keywords<T> {
        let Self {
            never,
            reference,
            types,
            values,
            constant,
            string,
            number,
            array,
            object,
            all_of,
            any_of,
            one_of,
            not,
            condition,
            notes,
        } = self;
        let mut in_place = |schema: &S| replace(Edge::InPlace, *schema);
        Keywords {
            never: *never,
            reference: reference.clone(),
            types: *types,
            values: values.clone(),
            constant: constant.clone(),
            string: string.clone(),
            number: number.clone(),
            all_of: all_of.iter().map(&mut in_place).collect(),
            any_of: any_of.iter().map(&mut in_place).collect(),
            one_of: one_of.iter().map(&mut in_place).collect(),
            not: not.as_ref().map(&mut in_place),
            condition: condition.as_ref().map(|condition| Condition {
                when: in_place(&condition.when),
                then: condition.then.as_ref().map(&mut in_place),
                otherwise: condition.otherwise.as_ref().map(&mut in_place),
            }),
            array: array.map(replace),
            object: object.map(replace),
            notes: notes.clone(),
        }
    }
}

impl<S: Copy> ArrayRules<S> {
    fn map<T>(&self, replace: &mut impl FnMut(Edge, S) -> T) -> ArrayRules<T> {
        let Self {
            items,
            tuple,
            additional_items,
            contains,
            min_items,
            max_items,
            unique_items,
        } = self;
        let mut inside = |schema: &S| replace(Edge::Inside, *schema);
        ArrayRules {
            items: items.as_ref().map(&mut inside),
            tuple: tuple.as_ref().map(|tuple| tuple.iter().map(&mut inside).collect()),
            additional_items: additional_items.as_ref().map(&mut inside),
            contains: contains.as_ref().map(&mut inside),
            min_items: *min_items,
            max_items: *max_items,
            unique_items: *unique_items,
        }
    }
}

impl<S: Copy> ObjectRules<S> {
    fn map<T>(&self, replace: &mut impl FnMut(Edge, S) -> T) -> ObjectRules<T> {
        let Self {
            required,
            properties,
            pattern_properties,
            additional_properties,
            closed,
            property_names,
            min_properties,
            max_properties,
            required_with,
            schema_with,
        } = self;
        let mut entries = |edge: Edge, entries: &[(String, S)]| {
            let entries = entries
                .iter()
                .map(|(name, schema)| (name.clone(), replace(edge, *schema)));
            entries.collect()
        };
        ObjectRules {
            required: required.clone(),
            properties: entries(Edge::Inside, properties),
            pattern_properties: entries(Edge::Inside, pattern_properties),
            schema_with: entries(Edge::InPlace, schema_with),
            additional_properties: additional_properties.map(|schema| replace(Edge::Inside, schema)),
            property_names: property_names.map(|schema| replace(Edge::Inside, schema)),
            closed: *closed,
            min_properties: *min_properties,
            max_properties: *max_properties,
            required_with: required_with.clone(),
        }
    }
}
