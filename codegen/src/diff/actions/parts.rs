//! The parts of multipart bodies, which have no schema around them in the generated code.

use super::{Pair, essence};
use crate::diff::verdict::{Direction, Verdict};
use crate::openapi::{Content, Location, Multipart, Operation, Part};

impl Pair<'_, '_> {
    /// Compares the parts of a multipart body. `false` if it is not described by parts in both versions.
    pub(super) fn parts(&mut self, media_type: &str, places: (&Location, &Location)) -> bool {
        let (Some(before), Some(after)) = (multipart(self.old.0, media_type), multipart(self.new.0, media_type)) else {
            return false;
        };
        for part in &before.parts {
            match find(after, &part.name) {
                Some(other) => self.part(part, other),
                None => {
                    // A closed body is rejected with an unknown part.
                    let wire = if after.is_open { Verdict::May } else { Verdict::Breaks };
                    let place = (Some(&part.schema), Some(places.1));
                    self.push_part("property-removed", &part.name, "was removed", place, wire);
                }
            }
        }
        for part in after.parts.iter().filter(|part| find(before, &part.name).is_none()) {
            let (rule, words, wire) = if part.required {
                ("property-required", "is new and required", Verdict::Breaks)
            } else {
                ("property-added", "is new", Verdict::None)
            };
            self.push_part(rule, &part.name, words, (Some(places.0), Some(&part.schema)), wire);
        }
        if before.is_open && !after.is_open {
            let message = format!(
                "the body of `{}` may not have undocumented parts anymore",
                self.new.0.id
            );
            self.push_with("object-closed", message, (Some(places.0), Some(places.1)), Verdict::May);
        }
        true
    }

    /// Compares a part that both versions have.
    fn part(&mut self, before: &Part, after: &Part) {
        let place = || (Some(&before.schema), Some(&after.schema));
        match (before.required, after.required) {
            (false, true) => {
                self.push_part(
                    "property-required",
                    &after.name,
                    "is required now",
                    place(),
                    Verdict::Breaks,
                );
            }
            (true, false) => {
                self.push_part(
                    "property-optional",
                    &after.name,
                    "is optional now",
                    place(),
                    Verdict::None,
                );
            }
            (true, true) | (false, false) => {}
        }
        if (before.form, before.is_list) != (after.form, after.is_list) {
            let message = format!(
                "the part `{}` of `{}` is written in another way",
                after.name, self.new.0.id
            );
            self.push_with("encoding-changed", message, place(), Verdict::Breaks);
        }
        let name = format!("{} body.{}", self.new.0.id, after.name);
        if !self.schemas(&before.schema, &after.schema, name, Direction::Request) {
            let what = format!("the part `{}` of `{}`", after.name, self.new.0.id);
            self.unread(&what, (&before.schema, &after.schema), Direction::Request);
        }
    }

    fn push_part(
        &mut self,
        rule: &'static str,
        name: &str,
        words: &str,
        places: (Option<&Location>, Option<&Location>),
        wire: Verdict,
    ) {
        let message = format!("the part `{name}` of the body of `{}` {words}", self.new.0.id);
        self.push_with(rule, message, places, wire);
    }
}

fn find<'a>(multipart: &'a Multipart, name: &str) -> Option<&'a Part> {
    multipart.parts.iter().find(|part| part.name == name)
}

/// The multipart body of an action with a media type.
fn multipart<'a>(operation: &'a Operation, media_type: &str) -> Option<&'a Multipart> {
    fn of<'a>(content: &'a Content, wanted: &str) -> Option<&'a Multipart> {
        match content {
            Content::Multipart(multipart) if essence(&multipart.media_type) == wanted => Some(multipart),
            Content::Several(several) => several.forms.iter().find_map(|(_, content)| of(content, wanted)),
            Content::Json { .. }
            | Content::Form { .. }
            | Content::Multipart(_)
            | Content::Text { .. }
            | Content::Raw(_) => None,
        }
    }
    of(&operation.body.as_ref()?.content, media_type)
}
