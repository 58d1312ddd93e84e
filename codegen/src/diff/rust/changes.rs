//! The differences of two public APIs.

use std::collections::BTreeSet;

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
}

/// What happened to a whole item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Gone,
    New,
}

/// Finds all differences, by path.
pub(super) fn find(before: &Items, after: &Items, renames: &Renames) -> Vec<RustChange> {
    let mut changes = Vec::new();
    for (path, old) in &before.by_path {
        let current = renames.apply(path);
        match after.by_path.get(&current) {
            Some(new) => members(path, old, new, renames, &mut changes),
            None => changes.push(RustChange {
                path: path.clone(),
                member: None,
                message: format!("`{path}` was removed"),
                breaks: true,
                whole: Some(Whole::Gone),
            }),
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
        });
    }
    changes
}

fn members(path: &str, old: &Described, new: &Described, renames: &Renames, changes: &mut Vec<RustChange>) {
    let mut push = |member: Option<&Member>, message: String, breaks: bool| {
        changes.push(RustChange {
            path: path.to_owned(),
            member: member.cloned(),
            message,
            breaks,
            whole: None,
        });
    };
    let kind = renames.apply(&old.kind);
    if kind != new.kind {
        push(None, format!("`{path}` was `{kind}` and is `{}` now", new.kind), true);
    }
    if old.is_open && !new.is_open {
        push(None, format!("`{path}` is no longer `#[non_exhaustive]`"), false);
    }
    if !old.is_open && new.is_open && old.kind == new.kind {
        push(None, format!("`{path}` is `#[non_exhaustive]` now"), true);
    }
    for (member, text) in &old.members {
        let current = match member {
            Member::Trait(name) => Member::Trait(renames.apply(name)),
            member => member.clone(),
        };
        let words = current.words();
        match new.members.get(&current) {
            None if matches!(member, Member::Trait(_)) => {
                push(
                    Some(member),
                    format!("`{path}` no longer implements {}", words.trim_start_matches("trait ")),
                    true,
                );
            }
            None => push(Some(member), format!("{words} of `{path}` was removed"), true),
            Some(other) => {
                let text = renames.apply(text);
                if text != *other {
                    let message = if text.is_empty() || other.is_empty() {
                        format!("{words} of `{path}` is `{}{other}` now", current.name())
                    } else {
                        format!("{words} of `{path}` is now `{other}`, was `{text}`")
                    };
                    push(Some(member), message, true);
                }
            }
        }
    }
    for member in new.members.keys() {
        let is_known = old.members.keys().any(|known| match known {
            Member::Trait(name) => Member::Trait(renames.apply(name)) == *member,
            known => known == member,
        });
        if is_known {
            continue;
        }
        let must_be_open = matches!(member, Member::Field(_) | Member::Variant(_));
        push(
            Some(member),
            format!("{} of `{path}` is new", member.words()),
            must_be_open && !old.is_open,
        );
    }
}
