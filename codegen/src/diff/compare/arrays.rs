//! Arrays.

use typewright_core::schema::ARRAY;

use super::Comparison;
use super::words::changed;
use crate::schema::keywords::SchemaId;

impl Comparison<'_, '_, '_> {
    pub(super) fn arrays(&mut self) {
        if !self.both_allow(ARRAY) {
            return;
        }
        let (old, new) = (&self.old.array, &self.new.array);
        self.least("minItems", old.min_items, new.min_items);
        self.most("maxItems", old.max_items, new.max_items);
        if old.unique_items != new.unique_items {
            let count = |flag: bool| flag.then_some(0);
            let word = |flag: bool| flag.then(|| "true".to_owned());
            let message = changed("uniqueItems", word(old.unique_items), word(new.unique_items));
            self.limit(
                "uniqueItems",
                message,
                count(new.unique_items) > count(old.unique_items),
            );
        }
        match (&old.tuple, &new.tuple) {
            (Some(before), Some(after)) => {
                for (a, b) in before.iter().zip(after) {
                    self.child(*a, *b);
                }
                if before.len() != after.len() {
                    let message = format!(
                        "{} described one by one, and {} now",
                        match before.len() {
                            1 => "1 item was".to_owned(),
                            count => format!("{count} items were"),
                        },
                        match after.len() {
                            1 => "1 is".to_owned(),
                            count => format!("{count} are"),
                        }
                    );
                    self.swap("items-changed", message, "/items", &["items"]);
                }
                self.both_or_swap(old.additional_items, new.additional_items, "additionalItems");
            }
            (None, None) => self.both_or_swap(old.items, new.items, "items"),
            (Some(_), None) | (None, Some(_)) => {
                let message =
                    "the items are described one by one in one version, and all alike in the other".to_owned();
                self.swap("items-changed", message, "/items", &["items"]);
            }
        }
        self.whole("contains-changed", old.contains, new.contains, "contains");
    }

    /// Subschemas that both versions have are a pair of their own.
    fn both_or_swap(&mut self, old: Option<SchemaId>, new: Option<SchemaId>, keyword: &str) {
        let said = |is: bool| if is { "described" } else { "not described" };
        match (old, new) {
            (None, None) => {}
            (Some(a), Some(b)) => self.child(a, b),
            (old, new) => {
                let message = format!(
                    "the items were {} and are {} now",
                    said(old.is_some()),
                    said(new.is_some())
                );
                self.swap("items-changed", message, &format!("/{keyword}"), &["items"]);
            }
        }
    }
}
