//! What a comparison has found.

use super::rules::Rule;
use super::sameness::Sameness;
use super::verdict::{Concern, Direction, Verdict};
use crate::report::{Diagnostic, Excerpt};

/// A change, and what it means.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Who sends the values; `None` if the change is about no values.
    pub direction: Option<Direction>,
    /// What changed, in a sentence.
    pub message: String,
    /// Whether a program built from the old version can talk to a server that follows the new one.
    pub wire: Verdict,
    /// Whether the exact check of the old version agrees with a server that follows the new one.
    pub check: Verdict,
    /// Whether code that compiles against the old bindings compiles against the new ones.
    pub rust: Verdict,
    /// What stands in the way of an answer, if something is undecided.
    pub undecided: Option<&'static str>,
    /// The place in the old version.
    pub old: Option<Place>,
    /// The place in the new version.
    pub new: Option<Place>,
    /// Other places where the same schema changed in the same way.
    pub elsewhere: Vec<Elsewhere>,
    /// The actions that are affected.
    pub actions: Vec<String>,
    /// The requests of the API that the finding is about: those of a callback.
    pub(super) callbacks: Vec<String>,
    /// A value that one version accepts and the other one rejects.
    pub witness: Option<Witness>,
    /// The changes of the generated Rust API.
    pub rust_changes: Vec<String>,
    /// What the finding is about, apart from its place. `None` if there is only one such place.
    pub(super) sameness: Option<Sameness>,
    /// Whether both versions say the same in other words. Without a change of the Rust API it is no finding.
    pub(super) is_rewording: bool,
}

/// Another place where the same schema changed in the same way.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Elsewhere {
    /// What messages call the place.
    pub(super) subject: String,
    /// The place in the old version.
    pub old: Option<Place>,
    /// The place in the new version.
    pub new: Option<Place>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Place {
    /// The file, as messages show it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// JSON Pointer.
    pub pointer: String,
    /// The line in which the token at the place ends.
    pub end_line: usize,
    /// The column behind that token.
    pub end_column: usize,
    pub(super) excerpt: Option<Excerpt>,
    /// The name of the file in its folder.
    pub(super) name: String,
}

/// A value that one version accepts and the other one rejects.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Witness {
    /// The value, as JSON.
    pub value: String,
    /// Whether the old version accepts it, and the new one rejects it; otherwise it is the other way round.
    pub is_accepted_by_old: bool,
    /// What the version that rejects it says.
    pub violation: String,
    /// The schema that the value is checked against, in the old version and in the new one.
    pub schemas: (Place, Place),
}

impl Finding {
    /// A finding that means nothing so far.
    pub(super) fn new(rule: &'static Rule, message: String) -> Self {
        Self {
            rule,
            direction: None,
            message,
            wire: Verdict::None,
            check: Verdict::None,
            rust: Verdict::None,
            undecided: None,
            old: None,
            new: None,
            elsewhere: Vec::new(),
            actions: Vec::new(),
            callbacks: Vec::new(),
            witness: None,
            rust_changes: Vec::new(),
            sameness: None,
            is_rewording: false,
        }
    }

    /// The worst of its verdicts.
    pub fn worst(&self) -> Verdict {
        self.wire.max(self.check).max(self.rust)
    }

    /// How the break can be avoided.
    pub fn help(&self) -> &'static str {
        if self.is_rewording {
            "Keep the keywords as they were, or release the bindings with a new major version."
        } else {
            self.rule.avoid
        }
    }

    /// How much it matters to a reader.
    pub(super) fn concern(&self) -> Concern {
        match (self.wire, self.rust, self.check) {
            (Verdict::Breaks, ..) => Concern::Wire,
            (_, Verdict::Breaks, _) => Concern::Rust,
            (.., Verdict::Breaks) => Concern::Check,
            _ => match self.worst() {
                Verdict::None => Concern::None,
                Verdict::Undecided => Concern::Undecided,
                Verdict::May | Verdict::Breaks => Concern::May,
            },
        }
    }

    /// Removes the places for which a condition holds; `false` if no place remains.
    pub(super) fn retain_places(&mut self, mut is_removed: impl FnMut([&Option<Place>; 2]) -> bool) -> bool {
        self.elsewhere.retain(|other| !is_removed([&other.old, &other.new]));
        if !is_removed([&self.old, &self.new]) {
            return true;
        }
        if self.elsewhere.is_empty() {
            return false;
        }
        let first = self.elsewhere.remove(0);
        if let Some(sameness) = &mut self.sameness {
            sameness.subject = first.subject;
            self.message = sameness.message();
        }
        (self.old, self.new) = (first.old, first.new);
        true
    }

    /// The place to show: the new one, if there is one.
    pub(super) fn shown(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

impl Place {
    pub(super) fn of(diagnostic: Diagnostic, name: &str) -> Self {
        Self {
            file: diagnostic.file,
            line: diagnostic.line,
            column: diagnostic.column,
            pointer: diagnostic.pointer,
            end_line: diagnostic.end_line,
            end_column: diagnostic.end_column,
            excerpt: diagnostic.excerpt,
            name: name.to_owned(),
        }
    }
}
