//! Numbers of fixed or arbitrary width.

use super::Builder;
use crate::model::shape::Shape;
use crate::schema::keywords::{SchemaId, Width};

impl Builder<'_> {
    /// Returns `i64` if the schema guarantees that every value fits, otherwise an arbitrary integer.
    pub(super) fn integer(&self, id: SchemaId) -> Shape {
        let fits = self.set.gathered(id).into_iter().any(|part| {
            let rules = &self.set.keywords(part).number;
            rules.width == Some(Width::Int64) || rules.fit_i64()
        });
        if fits { Shape::Int64 } else { Shape::Integer }
    }

    /// Returns `f64` if the schema guarantees that its precision is sufficient. A format for integers guarantees
    /// nothing for other numbers.
    pub(super) fn number(&self, id: SchemaId) -> Shape {
        let mut widths = self
            .set
            .gathered(id)
            .into_iter()
            .map(|part| self.set.keywords(part).number.width);
        if widths.any(|width| width == Some(Width::Float64)) {
            Shape::Float64
        } else {
            Shape::Number
        }
    }
}
