//! Schemas that say the same with other keywords.

use super::Comparison;
use super::words::became;
use crate::contains::Answer;
use crate::contains::judge::Version;
use crate::diff::change::{Change, allowed};
use crate::schema::keywords::Keywords;

impl Comparison<'_, '_, '_> {
    /// Whether the same is said with other keywords, such as an `allOf` around it.
    pub(super) fn is_only_reworded(&mut self) -> bool {
        // A single branch says the same as the schema alone.
        let parts = |keywords: &Keywords| {
            let [all_of, any_of, one_of] = counts(keywords);
            [all_of.min(1), any_of.min(2), one_of.min(2)]
        };
        let is_const = self.old.constant.is_some() != self.new.constant.is_some();
        let is_const = is_const && allowed(self.old) == allowed(self.new);
        if parts(self.old) == parts(self.new) && !is_const {
            return false;
        }
        let old = self.judge.target(Version::Old, self.ids.0);
        let new = self.judge.target(Version::New, self.ids.1);
        self.judge.contains(old, new) == Answer::Yes && self.judge.contains(new, old) == Answer::Yes
    }

    /// Names the combinator that says the same in other words. A `const` is the same in Rust as an `enum` of one value.
    pub(super) fn rewording(&mut self) {
        let rules = [
            ("allOf", "all-of-changed"),
            ("anyOf", "combinator-changed"),
            ("oneOf", "combinator-changed"),
        ];
        let counts = counts(self.old).into_iter().zip(counts(self.new));
        let Some(((keyword, rule), (was, is))) = rules.into_iter().zip(counts).find(|(_, (was, is))| was != is) else {
            return;
        };
        let what = became(&format!("`{keyword}`"), was > 0, is > 0);
        let suffix = format!("/{keyword}");
        self.found.changes.push(Change {
            rule,
            message: format!("{what}, and the same values are allowed"),
            old: suffix.clone(),
            new: suffix,
            request: None,
            response: None,
            is_rewording: true,
        });
    }
}

/// How many schemas each of the keywords combines: `allOf`, `anyOf` and `oneOf`.
pub(super) fn counts(keywords: &Keywords) -> [usize; 3] {
    [&keywords.all_of, &keywords.any_of, &keywords.one_of].map(Vec::len)
}
