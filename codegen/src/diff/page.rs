//! The page of a rule in `docs/rules/`, and the list of all pages.

use super::rules::{Area, RULES, Rule};

impl Rule {
    /// The page of the rule, in Markdown.
    pub fn page(&self) -> String {
        let Self {
            id,
            detects,
            why,
            example,
            avoid,
            ..
        } = self;
        let area = self.area.as_str();
        let (old, new, witness) = (example.old, example.new, example.witness);
        format!(
            "# {id}\n\nArea: {area}\n\n{detects}\n\n## What it means\n\n{why}\n\n{}## Example\n\n```text\n- {old}\n+ {new}\n```\n\n\
             Shown by: `{witness}`\n\n## How to avoid it\n\n{avoid}\n",
            self.table()
        )
    }

    /// What the rule means on the wire, at most.
    fn table(&self) -> String {
        let words = |effect: super::rules::Effect| match (effect.floor.as_str(), effect.cap.as_str()) {
            (floor, cap) if floor == cap => floor.to_owned(),
            (floor, cap) => format!("{floor} to {cap}"),
        };
        format!(
            "| direction | wire |\n| --- | --- |\n| request | {} |\n| response | {} |\n\n",
            words(self.request),
            words(self.response)
        )
    }
}

/// The list of all rules, in Markdown.
pub fn index() -> String {
    let mut text = "# Rules\n\nWhat `typewright diff` can find. For each finding, the verdict on the wire lies in the range that the page of \
                    the rule names; where it is a range, the containment of the two schemas decides.\n"
        .to_owned();
    let areas = [
        Area::Action,
        Area::Parameter,
        Area::RequestBody,
        Area::Response,
        Area::Schema,
        Area::Names,
        Area::Text,
    ];
    for area in areas {
        text.extend(["\n## ", area.as_str(), "\n\n"]);
        for rule in RULES.iter().filter(|rule| rule.area == area) {
            text.extend(["- [", rule.id, "](", rule.id, ".md): ", rule.detects, "\n"]);
        }
    }
    text
}
