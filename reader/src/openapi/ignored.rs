//! What the description says and the generated code does not use: one diagnostic for each kind.

use std::collections::BTreeMap;

use super::{Location, Reader};
use crate::input::document::{Node, step};

/// What was ignored so far.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    kinds: BTreeMap<&'static str, First>,
    /// The names of extensions, with their first places.
    extensions: BTreeMap<String, First>,
}

impl Ignored {
    fn add(&mut self, at: usize, location: Location, what: &'static str, help: &'static str, is_harmless: bool) {
        let first = self.kinds.entry(what).or_insert(First {
            at,
            location,
            count: 0,
            help,
            is_harmless,
        });
        first.count += 1;
    }
}

/// The first of several places.
#[derive(Debug)]
struct First {
    at: usize,
    location: Location,
    count: usize,
    help: &'static str,
    /// Whether it makes no difference to a program.
    is_harmless: bool,
}

/// The extensions that are read.
const KNOWN_EXTENSIONS: [&str; 4] = ["x-display-name", "x-request-headers", "x-rust-name", "x-style"];

impl<'a> Reader<'a> {
    /// Notes that something is ignored.
    pub(super) fn ignore(&mut self, at: usize, pointer: &str, what: &'static str, help: &'static str) {
        let location = self.location(pointer);
        self.ignore_at(at, location, what, help);
    }

    /// Like [`ignore`](Self::ignore), for a place that may be in another file.
    pub(super) fn ignore_at(&mut self, at: usize, location: Location, what: &'static str, help: &'static str) {
        self.ignored.add(at, location, what, help, false);
    }

    /// Notes that something is ignored that makes no difference to a program, such as an example.
    pub(super) fn omit(&mut self, owner: &'a Node, name: &str, pointer: &str, what: &'static str, help: &'static str) {
        if let Some(node) = owner.get(name) {
            self.omit_at(node.at, self.location(&step(pointer, name)), what, help);
        }
    }

    /// Like [`omit`](Self::omit), for a place that may be in another file.
    pub(super) fn omit_at(&mut self, at: usize, location: Location, what: &'static str, help: &'static str) {
        self.ignored.add(at, location, what, help, true);
    }

    /// Notes a summary that the documentation does not show.
    pub(super) fn ignored_summary(&mut self, at: usize, pointer: &str, what: &'static str) {
        let location = self.location(pointer);
        let help = "write what matters into the `description`";
        self.ignored.add(at, location, what, help, true);
    }

    /// Notes the examples that the documentation does not show. It shows the only one of `examples`.
    pub(super) fn omit_examples(&mut self, owner: &'a Node, names: &[&str], pointer: &str) {
        let examples = owner.get("examples").map_or(0, |examples| examples.members().len());
        let is_only = names == ["examples"] && examples == 1 && owner.get("example").is_none();
        for name in names.iter().filter(|_| !is_only) {
            self.omit(
                owner,
                name,
                pointer,
                "examples other than the first of a parameter or a request body",
                "the documentation of the code shows only these",
            );
        }
    }

    /// Notes that a field is ignored, if it is there and not empty.
    pub(super) fn ignore_field(
        &mut self,
        owner: &'a Node,
        name: &str,
        pointer: &str,
        what: &'static str,
        help: &'static str,
    ) {
        let node = owner.get(name);
        if let Some(node) = node.filter(|node| !node.members().is_empty() || !node.items().is_empty()) {
            self.ignore(node.at, &step(pointer, name), what, help);
        }
    }

    /// Notes the extensions of an object.
    pub(super) fn ignore_extensions(&mut self, owner: &Node, pointer: &str) {
        self.ignore_extensions_but(owner, pointer, &[]);
    }

    /// Notes the extensions of an object other than those that are read there.
    pub(super) fn ignore_extensions_but(&mut self, owner: &Node, pointer: &str, read: &[&str]) {
        for member in owner.members() {
            let name = &*member.name;
            if name.starts_with("x-") && !KNOWN_EXTENSIONS.contains(&name) && !read.contains(&name) {
                let location = self.location(&step(pointer, &member.name));
                let first = self.ignored.extensions.entry(member.name.clone()).or_insert(First {
                    at: member.at,
                    location,
                    count: 0,
                    help: "",
                    is_harmless: true,
                });
                first.count += 1;
            }
        }
    }

    /// Reports everything that was ignored.
    pub(super) fn report_ignored(&mut self) {
        let ignored = std::mem::take(&mut self.ignored);
        for (what, first) in ignored.kinds {
            let message = format!("{what} are ignored ({})", places(first.count));
            if first.is_harmless {
                self.note_at(first.at, &first.location, message, first.help);
                continue;
            }
            self.report
                .warning(&self.place_at(first.at, &first.location), message, first.help);
        }
        let extensions = ignored.extensions.iter();
        let names: Vec<String> = extensions
            .map(|(name, first)| format!("`{name}` ({})", first.count))
            .collect();
        if let Some(first) = ignored
            .extensions
            .values()
            .min_by_key(|first| (first.location.file, first.at))
        {
            let help = "nothing needs to be done if they are not meant for typewright";
            let message = format!("extensions are ignored: {}", names.join(", "));
            self.note_at(first.at, &first.location, message, help);
        }
    }
}

fn places(count: usize) -> String {
    match count {
        1 => "1 place".to_owned(),
        count => format!("{count} places"),
    }
}
