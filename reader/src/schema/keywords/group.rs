//! Groups of keywords that apply to values of a single JSON type.

use typewright_core::schema::{INTEGER, NULL, NUMBER};

use super::values::type_names;
use super::{ArrayRules, Keywords, NumberRules, ObjectRules, Reader, StringRules};
use crate::input::document::{Node, step};

/// The keywords for a JSON type. The default has none.
pub(super) trait Group: Default {
    /// The type, as a set.
    const TYPES: u8;
    /// The name of its values in messages.
    const VALUES: &'static str;
    /// The keywords in all dialects.
    const KEYWORDS: &'static [&'static str];

    /// Returns pairs of keywords that no value of the type satisfies.
    fn contradictions(&self) -> Vec<[&'static str; 2]>;
}

/// The keywords of all groups.
pub(super) const GROUPED: [&[&str]; 4] = [
    StringRules::KEYWORDS,
    NumberRules::KEYWORDS,
    <ArrayRules as Group>::KEYWORDS,
    <ObjectRules as Group>::KEYWORDS,
];

impl Reader<'_, '_> {
    /// Warns of pairs of keywords that no value satisfies.
    pub(super) fn report_empty_ranges(&mut self, node: &Node) {
        let keywords = &self.keywords;
        let groups = [
            keywords.string.contradictions(),
            keywords.number.contradictions(),
            keywords.array.contradictions(),
            keywords.object.contradictions(),
        ];
        for [lower, upper] in groups.into_iter().flatten() {
            self.warning(
                node.get(lower).map_or(node.at, |value| value.at),
                &step(&self.context.pointer, lower),
                format!("no value satisfies both `{lower}` and `{upper}`"),
                "correct one of the two",
            );
        }
    }

    /// Removes keywords for types that the schema does not allow, with a warning. They have no effect, so they are
    /// probably a mistake.
    pub(super) fn remove_ineffective(&mut self, node: &Node) {
        let is_number = |types: u8| types & !(INTEGER | NUMBER | NULL) == 0;
        if !self.keywords.types.is_some_and(is_number) {
            // For values that are not numbers, a number format has no effect.
            self.keywords.number.width = None;
        }
        if let Some(types) = self.keywords.types {
            self.remove_unless_allowed(node, types, |keywords| &mut keywords.string);
            self.remove_unless_allowed(node, types, |keywords| &mut keywords.number);
            self.remove_unless_allowed(node, types, |keywords| &mut keywords.array);
            self.remove_unless_allowed(node, types, |keywords| &mut keywords.object);
        }
    }

    fn remove_unless_allowed<G: Group>(&mut self, node: &Node, types: u8, group: fn(&mut Keywords) -> &mut G) {
        if types & G::TYPES != 0 {
            return;
        }
        for member in node.members() {
            // A format that is not validated has already been reported, or applies to numbers.
            let is_checked = member.name != "format" || self.keywords.string.format.is_some();
            if G::KEYWORDS.contains(&&*member.name) && is_checked {
                self.warning(
                    member.at,
                    &step(&self.context.pointer, &member.name),
                    format!(
                        "`{}` has no effect: it applies to {}, but `type` is {}",
                        member.name,
                        G::VALUES,
                        type_names(types)
                    ),
                    "remove it, or correct the `type`",
                );
            }
        }
        *group(&mut self.keywords) = G::default();
    }
}
