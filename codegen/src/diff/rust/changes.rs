//! The differences of two public APIs.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::Aliases;
use super::items::{Described, Items, Member};
use super::renames::Renames;

/// A difference.
#[derive(Debug)]
pub(super) struct RustChange {
    /// The path of the item, in the old version if it is there.
    pub(super) path: String,
    /// The member, if it is about one.
    pub(super) member: Option<Member>,
    /// What changed, as a user's code sees it.
    pub(super) message: String,
    pub(super) breaks: bool,
    /// Whether the whole item is new or gone.
    pub(super) whole: Option<Whole>,
    /// Other types that it may come from: those that an alias stands for.
    pub(super) related: Vec<String>,
}

/// What happened to a whole item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Gone,
    New,
}

/// Finds all differences, by path.
pub(super) fn find(before: &Items, after: &Items, renames: &Renames) -> Vec<RustChange> {
    let aliases = Aliases::of(before, after, renames);
    let mut changes = Vec::new();
    for (path, old) in &before.by_path {
        let current = renames.apply(path);
        let mut item = Comparison {
            path,
            renames,
            aliases: &aliases,
            changes: &mut changes,
        };
        match after.by_path.get(&current) {
            Some(new) => item.compare(old, new, after),
            None => item.push(None, format!("`{path}` was removed"), true, Some(Whole::Gone)),
        }
    }
    let known: BTreeSet<String> = before.by_path.keys().map(|path| renames.apply(path)).collect();
    for path in after.by_path.keys().filter(|path| !known.contains(*path)) {
        changes.push(RustChange {
            path: path.clone(),
            member: None,
            message: format!("`{path}` is new"),
            breaks: false,
            whole: Some(Whole::New),
            related: Vec::new(),
        });
    }
    changes
}

/// An item that both versions have.
struct Comparison<'a> {
    path: &'a str,
    renames: &'a Renames,
    aliases: &'a Aliases,
    changes: &'a mut Vec<RustChange>,
}

impl Comparison<'_> {
    fn compare(&mut self, old: &Described, new: &Described, after: &Items) {
        let path = self.path;
        let (before, now) = (self.old_text(&old.kind), self.aliases.apply(&new.kind));
        if let Some(target) = old.alias_of() {
            let own = path.strip_prefix("types::").unwrap_or(path);
            if self.old_text(own) != self.old_text(target) {
                let message = format!("`{path}` was `type = {target}` and is `{}` now", new.kind);
                self.push(None, message, true, None);
                let related = [target, new.alias_of().unwrap_or(target)];
                self.relate(&related);
            }
            return;
        }
        let Some(target) = new.alias_of() else {
            if before != now {
                self.push(
                    None,
                    format!("`{path}` was `{before}` and is `{}` now", new.kind),
                    true,
                    None,
                );
            }
            return self.members(old, new);
        };
        if self.aliases.is_merged(target) {
            let message = format!("`{path}` was a type of its own and is `{target}` now");
            self.push(None, message, true, None);
            return self.relate(&[target]);
        }
        match after.by_path.get(&format!("types::{}", self.aliases.apply(target))) {
            Some(new) if old.kind == new.kind => self.members(old, new),
            _ => {
                let message = format!("`{path}` was `{before}` and is `{}` now", new.kind);
                self.push(None, message, true, None);
            }
        }
    }

    fn members(&mut self, old: &Described, new: &Described) {
        let path = self.path;
        if old.is_open && !new.is_open {
            let message = format!("`{path}` is no longer `#[non_exhaustive]`");
            self.push(None, message, false, None);
        }
        if !old.is_open && new.is_open && old.kind == new.kind {
            self.push(None, format!("`{path}` is `#[non_exhaustive]` now"), true, None);
        }
        let current: BTreeMap<Member, &String> = new
            .members
            .iter()
            .map(|(member, text)| (Self::member(member, |text| self.aliases.apply(text)), text))
            .collect();
        let known: BTreeMap<Member, &String> = old
            .members
            .iter()
            .map(|(member, text)| (Self::member(member, |text| self.old_text(text)), text))
            .collect();
        for (member, text) in &known {
            let words = member.words();
            match current.get(member) {
                None if matches!(member, Member::Trait(_)) => {
                    let words = words.trim_start_matches("trait ");
                    let message = format!("`{path}` no longer implements {words}");
                    self.push(Some(member), message, true, None);
                }
                None => self.push(Some(member), format!("{words} of `{path}` was removed"), true, None),
                Some(other) => {
                    let text = self.old_text(text);
                    if text != self.aliases.apply(other) {
                        let message = if text.is_empty() || other.is_empty() {
                            format!("{words} of `{path}` is `{}{other}` now", member.name())
                        } else {
                            format!("{words} of `{path}` is now `{other}`, was `{text}`")
                        };
                        self.push(Some(member), message, true, None);
                    } else if let Some((before, now)) = reordered(member, old, new) {
                        let message =
                            format!("{words} of `{path}` takes its arguments as ({now}) now, took ({before})");
                        self.push(Some(member), message, true, None);
                    }
                }
            }
        }
        for member in current.keys().filter(|member| !known.contains_key(*member)) {
            let must_be_open = matches!(member, Member::Field(_) | Member::Variant(_));
            let message = format!("{} of `{path}` is new", member.words());
            self.push(Some(member), message, must_be_open && !old.is_open, None);
        }
    }

    /// A member, with the types that the names in it stand for.
    fn member(member: &Member, text: impl Fn(&str) -> String) -> Member {
        match member {
            Member::Trait(name) => Member::Trait(text(name)),
            member => member.clone(),
        }
    }

    /// A text of the old version, with the types that its names stand for in the new one.
    fn old_text(&self, text: &str) -> String {
        self.aliases.apply(&self.renames.apply(text))
    }

    /// Says which other types the last change may come from.
    fn relate(&mut self, types: &[&str]) {
        if let Some(last) = self.changes.last_mut() {
            last.related = types.iter().map(|name| (*name).to_owned()).collect();
        }
    }

    fn push(&mut self, member: Option<&Member>, message: String, breaks: bool, whole: Option<Whole>) {
        // The types of a schema have the path of their module.
        let message = message.replace("::typewright_runtime::", "");
        self.changes.push(RustChange {
            path: self.path.to_owned(),
            member: member.cloned(),
            message,
            breaks,
            whole,
            related: Vec::new(),
        });
    }
}

/// The arguments of a method before and now, if an argument has another place. Code that passes values of equal types would
/// still compile, and exchange them.
fn reordered(member: &Member, old: &Described, new: &Described) -> Option<(String, String)> {
    let Member::Method(name) = member else { return None };
    let (before, now) = (old.arguments.get(name)?, new.arguments.get(name)?);
    let has_moved = |(index, argument): (usize, &String)| {
        now.iter()
            .position(|other| other == argument)
            .is_some_and(|at| at != index)
    };
    let is_reordered = before.iter().enumerate().any(has_moved);
    is_reordered.then(|| (before.join(", "), now.join(", ")))
}
