//! Keywords that apply to values of one JSON type.

use typewright_core::schema::{INTEGER, NULL, NUMBER};

use super::values::type_names;
use super::{ArrayRules, Keywords, NumberRules, ObjectRules, Reader, StringRules};
use crate::input::document::{Node, step};

/// The keywords for one JSON type. The default says nothing.
pub(super) trait Group: Default {
    /// The type, as a set.
    const TYPES: u8;
    /// Its values, as a message names them.
    const VALUES: &'static str;
    /// The keywords, in all dialects.
    const KEYWORDS: &'static [&'static str];

    /// Pairs of keywords that no value of the type satisfies together.
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

    /// Removes the keywords for types that the schema does not allow, with a warning: they have no effect, so the author
    /// meant something else.
    pub(super) fn remove_ineffective(&mut self, node: &Node) {
        let is_number = |types: u8| types & !(INTEGER | NUMBER | NULL) == 0;
        if !self.keywords.types.is_some_and(is_number) {
            // Of values that may be something else, a format for numbers says nothing.
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
            // A format that is not checked has a warning already, or is one for numbers.
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
