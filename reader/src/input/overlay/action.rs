//! Reads the actions of an overlay.

use super::EXTENDS;
use crate::input::document::{Node, Value, step};
use crate::report::{Place, Report, Source};

/// An action: where, and what.
pub(super) struct Action<'a> {
    /// The JSON Pointer of the action.
    pub(super) pointer: String,
    /// The byte offset of the change.
    pub(super) at: usize,
    pub(super) target: Path,
    pub(super) change: Change<'a>,
}

pub(super) enum Change<'a> {
    Update(&'a Node),
    Copy(Path),
    Remove,
}

/// A `JSONPath` expression.
pub(super) struct Path {
    pub(super) text: String,
    pub(super) at: usize,
}

const FIELDS: [&str; 5] = ["overlay", "info", "extends", "actions", "$schema"];
const FIELDS_OF_ACTION: [&str; 5] = ["target", "description", "update", "copy", "remove"];

/// Reads the actions of an overlay that have these indexes. Reports what is no overlay of a supported version.
pub(super) fn actions<'a>(root: &'a Node, chosen: &[usize], source: &Source, report: &mut Report) -> Vec<Action<'a>> {
    let mut reader = Reader { source, report };
    let is_11 = match root.get("overlay").map(|version| (version, version.as_str())) {
        Some((_, Some(version))) if version.starts_with("1.1.") => true,
        Some((_, Some(version))) if version.starts_with("1.0.") => false,
        found => {
            let (at, message) = match found {
                Some((node, _)) => (
                    node.at,
                    format!("expected Overlay 1.0 or 1.1, found {}", node.to_json()),
                ),
                None => (root.at, "this is not an overlay: it has no `overlay`".to_owned()),
            };
            reader.error(at, "/overlay", message, "write overlay: 1.1.0");
            return Vec::new();
        }
    };
    reader.expect_fields(root, "", &FIELDS);
    let Some(list) = root.get("actions").filter(|actions| !actions.items().is_empty()) else {
        let at = root.get("actions").map_or(root.at, |actions| actions.at);
        let message = "expected `actions`, an array of at least one action".to_owned();
        reader.error(at, "/actions", message, "write a list of actions, each with a `target`");
        return Vec::new();
    };
    let actions = chosen.iter().filter_map(|index| {
        let action = list.items().get(*index)?;
        reader.action(action, step("/actions", &index.to_string()), is_11)
    });
    actions.collect()
}

struct Reader<'r> {
    source: &'r Source,
    report: &'r mut Report,
}

impl Reader<'_> {
    fn action<'a>(&mut self, action: &'a Node, pointer: String, is_11: bool) -> Option<Action<'a>> {
        if action.kind() != "an object" {
            let message = format!("expected an object, found {}", action.kind());
            self.error(
                action.at,
                &pointer,
                message,
                "write an action: a `target`, and `update`, `copy` or `remove`",
            );
            return None;
        }
        self.expect_fields(action, &pointer, &FIELDS_OF_ACTION);
        if let Some(node) = action.get(EXTENDS).filter(|node| node.as_str().is_none()) {
            let message = format!("expected a string, found {}", node.kind());
            let help = "write the name of the document that the action applies to";
            self.error(node.at, &step(&pointer, EXTENDS), message, help);
            return None;
        }
        let target = self.path(action, "target", &pointer);
        let target = match (target, action.get("target")) {
            (Some(target), _) => target,
            (None, Some(_)) => return None,
            (None, None) => {
                let message = "this action has no `target`".to_owned();
                self.error(
                    action.at,
                    &pointer,
                    message,
                    "write a JSONPath expression, such as $.paths['/pets'].get",
                );
                return None;
            }
        };
        let is_removed = match action.get("remove") {
            None => false,
            Some(Node {
                value: Value::Bool(flag),
                ..
            }) => *flag,
            Some(node) => {
                let message = format!("expected a boolean, found {}", node.kind());
                self.error(node.at, &step(&pointer, "remove"), message, "write true or false");
                return None;
            }
        };
        let (update, copy) = (action.get("update"), action.get("copy"));
        if let Some(node) = copy.filter(|_| !is_11) {
            let message = "`copy` needs Overlay 1.1, and this is an overlay of version 1.0".to_owned();
            self.error(node.at, &step(&pointer, "copy"), message, "write overlay: 1.1.0");
            return None;
        }
        let changes = usize::from(is_removed) + usize::from(update.is_some()) + usize::from(copy.is_some());
        if changes != 1 {
            let message = match changes {
                0 => "this action changes nothing: it has no `update`, `copy` or `remove: true`",
                _ => "this action has more than one of `update`, `copy` and `remove: true`",
            };
            self.error(
                action.at,
                &pointer,
                message.to_owned(),
                "write one of them into each action",
            );
            return None;
        }
        let (at, change) = match (update, copy) {
            (Some(value), None) => (value.at, Change::Update(value)),
            (_, Some(node)) => (node.at, Change::Copy(self.path(action, "copy", &pointer)?)),
            (None, None) => (target.at, Change::Remove),
        };
        Some(Action {
            pointer,
            at,
            target,
            change,
        })
    }

    fn path(&mut self, action: &Node, name: &str, pointer: &str) -> Option<Path> {
        let node = action.get(name)?;
        match node.as_str() {
            Some(text) => Some(Path {
                text: text.to_owned(),
                at: node.at,
            }),
            None => {
                let message = format!("expected a string, found {}", node.kind());
                let help = "write a JSONPath expression, such as $.paths['/pets'].get";
                self.error(node.at, &step(pointer, name), message, help);
                None
            }
        }
    }

    fn expect_fields(&mut self, node: &Node, pointer: &str, known: &[&str]) {
        for member in node.members() {
            let name = &*member.name;
            if !known.contains(&name) && !name.starts_with("x-") {
                let message = format!("unknown field `{name}`");
                let help = format!("use one of {}; a field of your own begins with `x-`", known.join(", "));
                self.error(member.at, &step(pointer, name), message, &help);
            }
        }
    }

    fn error(&mut self, at: usize, pointer: &str, message: String, help: &str) {
        let place = Place {
            source: self.source,
            at,
            pointer,
        };
        self.report.error(&place, message, help);
    }
}
