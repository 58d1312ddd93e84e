//! Finds what an OpenAPI document says without an effect: the members of which neither the removal nor a change changes the
//! generated code or a diagnostic.

mod excerpt;
mod members;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use typewright::{Generator, Severity};

use excerpt::Index;

/// The length of a document, as JSON, above which each member is examined in an excerpt.
const LARGE: usize = 150_000;

/// How many steps of references an excerpt follows. The first excerpt without an error is used.
const DEPTHS: [usize; 3] = [1, 3, usize::MAX];

/// Returns the JSON Pointers of the members that have no effect. Of each kind of members, such as the `description` of a
/// response, at most `most` are examined.
pub fn silent(document: &Value, most: usize) -> Vec<String> {
    let examined = members::examined(document, most);
    let index = (document.to_string().len() > LARGE).then(|| Index::new(document));
    let whole = index.is_none().then(|| effect(document));
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(pointer) = examined.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let is_silent = match (&index, &whole) {
                        (Some(index), _) => {
                            let (part, whole) = excerpt(index, document, pointer);
                            is_silent(&part, pointer, &whole)
                        }
                        (None, Some(whole)) => is_silent(document, pointer, whole),
                        (None, None) => false,
                    };
                    if is_silent && let Ok(mut found) = found.lock() {
                        found.push(pointer.clone());
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort();
    found
}

/// Returns the smallest excerpt for a member that has no error, and its effect.
fn excerpt(index: &Index, document: &Value, pointer: &str) -> (Value, Effect) {
    let mut found = None;
    for depth in DEPTHS {
        let part = index.excerpt(document, pointer, depth);
        let whole = effect(&part);
        let has_error = whole.has_error;
        found = Some((part, whole));
        if !has_error {
            break;
        }
    }
    found.unwrap_or_else(|| (document.clone(), effect(document)))
}

/// Whether neither the removal of a member nor another value makes a difference.
fn is_silent(document: &Value, pointer: &str, whole: &Effect) -> bool {
    let mut rest = document.clone();
    remove(&mut rest, pointer)
        && effect(&rest) == *whole
        && !is_read(document, pointer, whole)
        && !is_reported(document, pointer, whole)
}

/// Whether another value of a member makes a difference: then it is read, and its own value says no more than its absence.
fn is_read(document: &Value, pointer: &str, whole: &Effect) -> bool {
    let mut other = document.clone();
    let Some(member) = other.pointer_mut(pointer) else {
        return false;
    };
    *member = match member.take() {
        Value::String(text) => Value::String(format!("{text} other")),
        Value::Bool(flag) => Value::Bool(!flag),
        Value::Array(items) if items.iter().all(Value::is_string) => Value::from(vec!["other"]),
        // What is read at all is expected to be of its kind.
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => Value::from("other"),
    };
    effect(&other) != *whole
}

/// Whether a diagnostic says that something around a member is ignored: without that, the code is the same.
fn is_reported(document: &Value, pointer: &str, whole: &Effect) -> bool {
    let mut owner = pointer;
    while let Some((around, _)) = owner.rsplit_once('/') {
        owner = around;
        let mut rest = document.clone();
        if owner.matches('/').count() < 3 || !remove(&mut rest, owner) {
            continue;
        }
        let without = effect(&rest);
        if without.code == whole.code && without.said != whole.said {
            return true;
        }
    }
    false
}

/// The number of members that [`silent`] examines.
pub fn count(document: &Value, most: usize) -> usize {
    members::examined(document, most).len()
}

/// What comes of a document.
#[derive(PartialEq)]
struct Effect {
    code: Vec<String>,
    /// The diagnostics without their lines.
    said: Vec<(String, String)>,
    has_error: bool,
}

fn effect(document: &Value) -> Effect {
    let generated = Generator::of_text(document.to_string()).keep_going().generate();
    let (files, diagnostics) = match generated {
        Ok(output) => (output.files, output.diagnostics),
        Err(diagnostics) => (Vec::new(), diagnostics.0),
    };
    // The lock has the digests of the input.
    let files = files.into_iter().filter(|file| file.path != "typewright.lock");
    let files = files.map(|file| format!("{}\n{}", file.path, file.text));
    let has_error = diagnostics.iter().any(|found| found.severity == Severity::Error);
    let said = diagnostics.into_iter().map(|found| (found.pointer, found.message));
    Effect {
        code: files.collect(),
        said: said.collect(),
        has_error,
    }
}

/// Removes a member. Returns whether it was there.
fn remove(document: &mut Value, pointer: &str) -> bool {
    let Some((owner, name)) = pointer.rsplit_once('/') else {
        return false;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(owner) {
        Some(Value::Object(members)) => members.remove(&name).is_some(),
        _ => false,
    }
}
