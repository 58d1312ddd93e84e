//! The keywords for arrays: `items`, `additionalItems`, `contains`, `minItems`, `maxItems`, `uniqueItems`.

use std::collections::HashMap;

use super::{Checker, Counted, Purpose};
use crate::json::Json;
use crate::schema::{Rule, Schema};

impl Checker {
    pub(super) fn check_array(
        &mut self,
        schema: &'static Schema,
        rule: &'static Rule,
        items: &[Json],
        json: &Json,
    ) -> bool {
        let length = items.len() as u64;
        match rule {
            Rule::Items(each) => self.check_items(0, items, each),
            Rule::Tuple(firsts) => {
                let mut good = true;
                for (index, (item, schema)) in items.iter().zip(firsts.iter()).enumerate() {
                    good &= self.check_at(&index.to_string(), schema, item);
                }
                good
            }
            Rule::AdditionalItems(each) => {
                let skipped = schema.0.iter().find_map(|rule| match rule {
                    Rule::Tuple(firsts) => Some(firsts.len()),
                    _ => None,
                });
                // Without a preceding tuple, the keyword has no effect (draft-07, 6.4.2).
                skipped.is_none_or(|skipped| self.check_items(skipped, items.get(skipped..).unwrap_or_default(), each))
            }
            Rule::Contains(wanted) => {
                items.iter().any(|item| self.holds(wanted, item))
                    || self.broken("contains", "at least one item that matches", json)
            }
            Rule::MinItems(least) => {
                length >= *least
                    || self.broken(
                        "minItems",
                        format_args!("at least {}", Counted(*least, "item", "items")),
                        json,
                    )
            }
            Rule::MaxItems(most) => {
                length <= *most
                    || self.broken(
                        "maxItems",
                        format_args!("at most {}", Counted(*most, "item", "items")),
                        json,
                    )
            }
            Rule::UniqueItems => match first_repeated(items) {
                None => true,
                Some((first, second)) => self.broken(
                    "uniqueItems",
                    format_args!("no two equal items (items {first} and {second} are equal)"),
                    json,
                ),
            },
            _ => true,
        }
    }

    fn check_items(&mut self, first: usize, items: &[Json], each: &'static Schema) -> bool {
        let mut good = true;
        for (offset, item) in items.iter().enumerate() {
            good &= match self.purpose {
                Purpose::Verdict => self.check(each, item),
                Purpose::Report | Purpose::Weight | Purpose::First => {
                    self.check_at(&(first + offset).to_string(), each, item)
                }
            };
            if !good && self.stops() {
                return false;
            }
        }
        good
    }
}

/// The indices of the first duplicate pair of items.
fn first_repeated(items: &[Json]) -> Option<(usize, usize)> {
    let mut seen = HashMap::with_capacity(items.len());
    items
        .iter()
        .enumerate()
        .find_map(|(index, item)| seen.insert(item, index).map(|first| (first, index)))
}
