//! Anchors and aliases. An alias is a copy of the value at its anchor, within limits.

use std::collections::HashMap;

use super::error::problem;
use crate::input::document::{DEEPEST, Member, Node, SyntaxError, Value, too_deep};

/// How much memory the copies of values may take. Without a limit, a file of one kilobyte can stand for gigabytes.
const MOST: usize = 64 * 1024 * 1024;

/// The anchors of a document so far, by the number that the parser gives them. It gives 0 to a value without an anchor.
#[derive(Default)]
pub(super) struct Anchors {
    known: HashMap<usize, Anchored>,
    /// The memory of all copies so far.
    copied: usize,
}

enum Anchored {
    /// The value is not complete.
    Open,
    /// The value.
    Complete { node: Node, size: usize, height: usize },
}

impl Anchors {
    /// Notes that a value with an anchor starts.
    pub(super) fn open(&mut self, anchor: usize) {
        if anchor != 0 {
            self.known.insert(anchor, Anchored::Open);
        }
    }

    /// Keeps a value with an anchor for its aliases.
    pub(super) fn close(&mut self, anchor: usize, node: &Node, at: usize) -> Result<(), SyntaxError> {
        if anchor == 0 {
            return Ok(());
        }
        let (size, height) = measure(node);
        charge(&mut self.copied, size, at)?;
        let node = node.clone();
        self.known.insert(anchor, Anchored::Complete { node, size, height });
        Ok(())
    }

    /// Returns the value of an alias.
    pub(super) fn copy(&mut self, anchor: usize, at: usize, depth: usize) -> Result<Node, SyntaxError> {
        let Some(Anchored::Complete { node, size, height }) = self.known.get(&anchor) else {
            return Err(problem(
                at,
                "this alias is inside of the value that it stands for".to_owned(),
                "use `$ref` for a recursive schema",
            ));
        };
        if depth + height > DEEPEST {
            return Err(too_deep(at));
        }
        charge(&mut self.copied, *size, at)?;
        Ok(node.clone())
    }

    /// Returns the string at an anchor, if it is one.
    pub(super) fn string(&self, anchor: usize) -> Option<&str> {
        match self.known.get(&anchor) {
            Some(Anchored::Complete { node, .. }) => node.as_str(),
            Some(Anchored::Open) | None => None,
        }
    }
}

/// Counts a copy. It is an error if the copies become too large.
fn charge(copied: &mut usize, size: usize, at: usize) -> Result<(), SyntaxError> {
    *copied = copied.saturating_add(size);
    if *copied > MOST {
        let most = MOST / (1024 * 1024);
        return Err(problem(
            at,
            format!("the anchors and aliases up to here stand for more than {most} MiB of values"),
            "write what several places share once, and refer to it with `$ref`",
        ));
    }
    Ok(())
}

/// Returns the memory and the height of a value: 0 for a scalar.
fn measure(node: &Node) -> (usize, usize) {
    let own = size_of::<Member>();
    let inside = |(size, height): (usize, usize), (more, below): (usize, usize)| (size + more, height.max(below + 1));
    match &node.value {
        Value::Null | Value::Bool(_) => (own, 0),
        Value::Number(number) => (own + number.to_string().len(), 0),
        Value::String(text) => (own + text.len(), 0),
        Value::Array(items) => items.iter().map(measure).fold((own, 0), inside),
        Value::Object(members) => {
            let members = members.iter().map(|member| {
                let (size, height) = measure(&member.value);
                (size + member.name.len(), height)
            });
            members.fold((own, 0), inside)
        }
    }
}
