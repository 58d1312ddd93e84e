//! Parses instances with generated types and says what came of it, a line of JSON for each.
//!
//! Written by typewright-suites: arguments are a file with `[[type, text], …]` and how many of them to skip.

mod types;

use std::collections::HashMap;
use std::io::{Write, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};

use typewright_runtime::{Exact, ExactError, Violations};
use serde_json::{Value, json};

type Probe = fn(&str) -> Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which file?")?;
    let skip: usize = arguments.next().unwrap_or_default().parse()?;
    let cases: Vec<(String, String)> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let probes: HashMap<&str, Probe> = types::TYPES.iter().copied().collect();
    std::panic::set_hook(Box::new(|_| {}));
    for (name, text) in cases.iter().skip(skip) {
        let probe = probes.get(name.as_str()).ok_or("no such type")?;
        let mut out = stdout().lock();
        writeln!(out, "{}", probe(text))?;
        out.flush()?;
    }
    Ok(())
}

fn probe<T: Exact>(text: &str) -> Value {
    json!({ "exact": guarded(|| exact::<T>(text)), "liberal": guarded(|| liberal::<T>(text)) })
}

fn exact<T: Exact>(text: &str) -> Value {
    match T::from_json_exact(text) {
        Ok(value) => validated(&value),
        Err(ExactError::Violations(violations)) => json!({ "violations": listed(&violations) }),
        Err(ExactError::Syntax(error)) => json!({ "failed": format!("syntax: {error}") }),
        Err(error) => json!({ "failed": format!("carrier: {error}") }),
    }
}

fn liberal<T: Exact>(text: &str) -> Value {
    match serde_json::from_str::<T>(text) {
        Ok(value) => validated(&value),
        Err(error) => json!({ "failed": error.to_string() }),
    }
}

fn validated<T: Exact>(value: &T) -> Value {
    let mut answer = back(value);
    if let Err(violations) = value.validate() {
        answer["violations"] = listed(&violations);
    }
    answer
}

fn back<T: Exact>(value: &T) -> Value {
    match serde_json::to_string(value) {
        Ok(text) => json!({ "back": text }),
        Err(error) => json!({ "failed": format!("serialising: {error}") }),
    }
}

fn listed(violations: &Violations) -> Value {
    violations
        .iter()
        .map(|violation| json!([violation.pointer(), violation.keyword(), violation.limit(), violation.found()]))
        .collect()
}

fn guarded(run: impl FnOnce() -> Value) -> Value {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        json!({ "failed": format!("panicked: {}", text.unwrap_or_default()) })
    })
}
