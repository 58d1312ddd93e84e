//! Merges the value of an action into a value of the document (Overlay 1.1, 4.4.3).

use crate::input::document::{Node, Value, step};

/// Two values that cannot be merged.
pub(super) struct Conflict {
    /// The JSON Pointer of the value in the action.
    pub(super) at: String,
    pub(super) message: String,
}

/// Merges a value into the target of an action.
pub(super) fn into_target(target: &mut Node, value: &Node) -> Result<(), Conflict> {
    match (&mut target.value, &value.value) {
        // What is no array is appended.
        (Value::Array(items), one) if !matches!(one, Value::Array(_)) => {
            items.push(value.clone());
            Ok(())
        }
        _ => merge(target, value, ""),
    }
}

fn merge(old: &mut Node, new: &Node, pointer: &str) -> Result<(), Conflict> {
    match (&mut old.value, &new.value) {
        (Value::Object(members), Value::Object(added)) => {
            for member in added {
                match members.iter_mut().find(|known| known.name == member.name) {
                    Some(known) => merge(&mut known.value, &member.value, &step(pointer, &member.name))?,
                    None => members.push(member.clone()),
                }
            }
            Ok(())
        }
        (Value::Array(items), Value::Array(added)) => {
            items.extend(added.iter().cloned());
            Ok(())
        }
        (old_value, new_value) if is_primitive(old_value) && is_primitive(new_value) => {
            *old = new.clone();
            Ok(())
        }
        _ => Err(Conflict {
            at: pointer.to_owned(),
            message: format!("{} cannot be merged into {}", new.kind(), old.kind()),
        }),
    }
}

/// Returns what kind of value an action selects: all must be the same.
pub(super) fn kind(node: &Node) -> &'static str {
    match node.value {
        Value::Object(_) => "objects",
        Value::Array(_) => "arrays",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "primitive values",
    }
}

fn is_primitive(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}
