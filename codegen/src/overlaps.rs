//! Warns of `oneOf`s whose branches overlap: a value that matches two branches is invalid, which is rarely what is meant.

use std::collections::HashSet;

use typewright_core::Json;

#[cfg(feature = "contains")]
use crate::contains::Overlaps;
use crate::input::document::step;
use crate::input::sources::Sources;
use crate::model::normalise::Shapes;
use crate::model::shape::{Choice, Kind};
use crate::report::{Place, Report};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// The number of pairs of branches that are examined in a run.
const MOST_PAIRS: usize = 400;

/// Warns of each enum for a `oneOf` that is not known to have exclusive branches, if a value matches two of them.
pub fn warn(shapes: &Shapes, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    let mut search = Search {
        pairs: 0,
        overlaps: Overlaps::new(set),
    };
    let mut seen = HashSet::new();
    for (_, definition) in shapes.iter() {
        let Kind::Choice(choice) = &definition.kind else {
            continue;
        };
        let id = set.deref(definition.schema);
        if choice.disjoint || set.keywords(id).tagged.is_some() || !seen.insert(id) {
            continue;
        }
        let branches = &set.keywords(id).one_of;
        let Some((one, other, value)) = search.overlap(branches, choice) else {
            continue;
        };
        let place = set.place(id, sources);
        report.warning(
            &Place {
                pointer: &step(place.pointer, "oneOf"),
                ..place
            },
            format!(
                "branches {} and {} of `oneOf` overlap: both accept {}, so `oneOf` rejects it",
                one + 1,
                other + 1,
                shown(&value)
            ),
            "write `anyOf` if a value may match several branches, or tell them apart: by a required property with a \
             `const`, or by a `discriminator`",
        );
    }
}

/// Returns a value as JSON text, cut after some characters.
fn shown(value: &Json) -> String {
    const LONGEST: usize = 160;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

struct Search<'s> {
    pairs: usize,
    overlaps: Overlaps<'s>,
}

impl Search<'_> {
    /// Returns the first two branches that accept the same value, with the value.
    fn overlap(&mut self, branches: &[SchemaId], choice: &Choice) -> Option<(usize, usize, Json)> {
        for (other, second) in branches.iter().enumerate() {
            for (one, first) in branches.iter().enumerate().take(other) {
                if types_of(*first, choice) & types_of(*second, choice) == 0 || self.pairs == MOST_PAIRS {
                    continue;
                }
                self.pairs += 1;
                if let Some(value) = self.overlaps.find(*first, *second) {
                    return Some((one, other, value));
                }
            }
        }
        None
    }
}

/// Returns the JSON types of a branch, as far as a variant knows them.
fn types_of(branch: SchemaId, choice: &Choice) -> u8 {
    let variant = choice
        .variants
        .iter()
        .find(|variant| variant.branches.contains(&branch));
    variant.map_or(u8::MAX, |variant| variant.types)
}

/// Without the feature `contains`, only objects without required properties are known to overlap.
#[cfg(not(feature = "contains"))]
struct Overlaps<'s> {
    set: &'s SchemaSet,
}

#[cfg(not(feature = "contains"))]
impl<'s> Overlaps<'s> {
    fn new(set: &'s SchemaSet) -> Self {
        Self { set }
    }

    /// Returns the empty object if two schemas accept it.
    fn find(&self, one: SchemaId, other: SchemaId) -> Option<Json> {
        use typewright_core::JsonObject;
        use typewright_core::schema::OBJECT;

        let accepts_empty = |id: SchemaId| {
            let keywords = self.set.keywords(self.set.deref(id));
            let object = &keywords.object;
            keywords.types.is_some_and(|types| types & OBJECT != 0)
                && object.required.is_empty()
                && object.min_properties.is_none()
                && keywords.all_of.is_empty()
                && keywords.any_of.is_empty()
                && keywords.one_of.is_empty()
                && keywords.not.is_none()
                && keywords.condition.is_none()
                && keywords.values.is_none()
                && keywords.constant.is_none()
        };
        (accepts_empty(one) && accepts_empty(other)).then(|| Json::Object(JsonObject::default()))
    }
}
