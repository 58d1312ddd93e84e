//! The subschemas of a schema.

use super::{Condition, Keywords, SchemaId};

/// How a schema applies a subschema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// To the same value.
    InPlace,
    /// To a part of the value: an item, a property, or the name of a property.
    Inside,
}

impl Keywords {
    /// Returns the subschemas with the kind of edge. For a `$ref`, this is only the target.
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
    /// Replaces each subschema. Together with `ArrayRules::map` and `ObjectRules::map`, this is the only place that lists
    /// the keywords with subschemas.
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
            tagged,
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
            tagged: tagged.as_ref().map(|tagged| tagged.map(&mut in_place)),
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
