//! The JSON types that a schema allows.

use super::{ALL, Builder};
use crate::input::document::Node;
use crate::schema::keywords::{Keywords, SchemaId, literal_types};

impl Builder<'_> {
    /// Returns a superset of the types that a schema allows.
    pub(super) fn types_of(&self, id: SchemaId) -> u8 {
        let target = self.set.deref(id);
        if let Some(&known) = self.types.borrow().get(&target) {
            return known;
        }
        // Cycles without a step into the value are rejected earlier, so the recursion ends.
        let types = self.types_said(self.set.keywords(target));
        self.types.borrow_mut().insert(target, types);
        types
    }

    pub(super) fn types_said(&self, keywords: &Keywords) -> u8 {
        if keywords.never {
            return 0;
        }
        let mut types = keywords.types.unwrap_or(ALL);
        let literals = |values: &[Node]| values.iter().fold(0, |types, value| types | literal_types(value));
        if let Some(values) = &keywords.values {
            types &= literals(values);
        }
        if let Some(constant) = &keywords.constant {
            types &= literal_types(constant);
        }
        for part in &keywords.all_of {
            types &= self.types_of(*part);
        }
        for list in [&keywords.any_of, &keywords.one_of] {
            if !list.is_empty() {
                types &= list.iter().fold(0, |types, branch| types | self.types_of(*branch));
            }
        }
        types
    }
}
