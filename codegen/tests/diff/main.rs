//! `diff`: what a change of schemas breaks.
#![cfg(feature = "cli")]

mod actions;
mod command;
mod documents;
mod pages;
mod rules;
mod rust;
mod schemas;
#[path = "../support/mod.rs"]
mod support;

use std::fs;

use support::Folder;
use typewright::diff::{Comparison, Finding, Input, Report, Verdict};

/// Compares two folders.
fn compare(old: &Folder, new: &Folder) -> Report {
    let comparison = Comparison::new(Input::Path(old.schemas()), Input::Path(new.schemas()));
    comparison.run().expect("both versions are valid")
}

/// Compares two versions of a file in a folder without actions.
fn compare_file(old: &str, new: &str) -> Report {
    compare(
        &Folder::with(&[("item.json", old)]),
        &Folder::with(&[("item.json", new)]),
    )
}

/// An OpenAPI document with one action, which sends or receives a schema.
fn document(is_sent: bool) -> String {
    let content = r#"{"application/json": {"schema": {"$ref": "item.json"}}}"#;
    let (body, response) = if is_sent {
        (
            format!(r#""requestBody": {{"required": true, "content": {content}}},"#),
            String::new(),
        )
    } else {
        (String::new(), format!(r#", "content": {content}"#))
    };
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "x", "version": "1"}}, "paths": {{"/items": {{"post": {{"operationId": "item.post",
        "tags": ["item"], {body} "responses": {{"200": {{"description": "."{response}}}}}}}}}}}}}"#
    )
}

/// Compares two versions of a schema that clients send, or receive.
fn compare_in(old: &str, new: &str, is_sent: bool) -> Report {
    let folder = |schema: &str| {
        let document = document(is_sent);
        Folder::with(&[("item.json", schema), ("openapi.json", document.as_str())])
    };
    compare(&folder(old), &folder(new))
}

/// The only finding of a rule.
#[track_caller]
fn only<'r>(report: &'r Report, rule: &str) -> &'r Finding {
    let found: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.id == rule)
        .collect();
    match found[..] {
        [only] => only,
        _ => panic!("expected one finding of {rule}, found {:#?}", summary(report)),
    }
}

/// The findings in short.
fn summary(report: &Report) -> Vec<String> {
    let findings = report.findings.iter();
    let lines = findings.map(|finding| {
        format!(
            "{}: wire {}, check {}, rust {}: {}",
            finding.rule.id,
            finding.wire.as_str(),
            finding.check.as_str(),
            finding.rust.as_str(),
            finding.message
        )
    });
    lines.collect()
}

fn worst_wire(report: &Report) -> Verdict {
    report
        .findings
        .iter()
        .map(|finding| finding.wire)
        .max()
        .unwrap_or(Verdict::None)
}

fn write(folder: &Folder, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).expect("a file");
}
