//! Builds lists and tuples for arrays.

use super::{ALL, Builder};
use crate::model::schema_path::{SchemaPath, Step};
use crate::model::shape::Shape;
use crate::schema::keywords::SchemaId;

/// The number of items of the longest tuple for which the standard library implements traits such as `Debug`.
const MOST: usize = 12;

impl Builder<'_> {
    /// Returns a tuple if the schema fixes the length of the array, and otherwise a list.
    pub(super) fn array(&mut self, id: SchemaId, at: &mut SchemaPath) -> Shape {
        if let Some(items) = self.fixed_items(id) {
            let items = items.into_iter().enumerate();
            let items = items.map(|(index, item)| at.inside(Step::Position(index), |at| self.shape(item, ALL, at)));
            return Shape::Tuple(items.collect());
        }
        let parts = self.set.gathered(id).into_iter();
        let items: Vec<SchemaId> = parts.filter_map(|part| self.set.keywords(part).array.items).collect();
        let inner = at.inside(Step::Item, |at| self.shape_of_all(&items, at));
        Shape::List(Box::new(inner))
    }

    /// Returns the schemas of the items if an array must have exactly one item for each of them.
    fn fixed_items(&self, id: SchemaId) -> Option<Vec<SchemaId>> {
        let [only] = self.set.gathered(id)[..] else {
            return None;
        };
        let keywords = self.set.keywords(only);
        if keywords.values.is_some() || keywords.constant.is_some() {
            return None;
        }
        let array = &keywords.array;
        let items = array.tuple.as_ref()?;
        let count = u64::try_from(items.len()).ok();
        let is_never = |schema: SchemaId| self.set.keywords(self.set.deref(schema)).never;
        let is_closed = array.additional_items.is_some_and(is_never) || array.max_items == count;
        let is_fixed = array.min_items == count && is_closed && (1..=MOST).contains(&items.len());
        is_fixed.then(|| items.clone())
    }
}
