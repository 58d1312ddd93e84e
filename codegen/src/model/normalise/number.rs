//! Numbers: of a width that the schema promises, or of any.

use super::Builder;
use crate::model::shape::Shape;
use crate::schema::keywords::{SchemaId, Width};

impl Builder<'_> {
    /// An `i64` if the schema promises that every value fits.
    pub(super) fn integer(&self, id: SchemaId) -> Shape {
        let fits = self.gathered(id).into_iter().any(|part| {
            let rules = &self.set.keywords(part).number;
            rules.width == Some(Width::Int64) || rules.fit_i64()
        });
        if fits { Shape::Int64 } else { Shape::Integer }
    }

    /// An `f64` if the schema promises no more precision. A format for integers promises nothing of other numbers.
    pub(super) fn number(&self, id: SchemaId) -> Shape {
        let mut widths = self
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
