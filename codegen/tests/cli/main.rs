//! The command line: exit codes, what is written and what is not, and what is said where.
#![cfg(feature = "cli")]

mod check;
mod exit_codes;
mod import;
mod keep_going;
mod messages;
mod options;
mod package;
#[cfg(feature = "plain")]
mod plain;
mod safety;
mod sources;
#[path = "../support/mod.rs"]
mod support;
mod written;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use support::{Folder, tree};

const DEVICE: &str = r#"{
  "description": "A thing that reports.",
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "status": {"type": "string", "enum": ["on", "off"]}
  }
}"#;
const GADGET: &str = r#"{"type": "object", "properties": {"device": {"$ref": "device.json"}}}"#;
const API: &str = r#"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://api.example.com"}],
  "paths": {
    "/device": {
      "get": {
        "operationId": "device.get",
        "responses": {
          "200": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "device.json"}}}}
        }
      }
    }
  }
}"#;
const GOOD: [(&str, &str); 3] = [("device.json", DEVICE), ("gadget.json", GADGET), ("openapi.json", API)];
const BAD: &str = "{\n  \"type\": \"objct\"\n}";

/// Runs the command in a folder.
fn run_in<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_typewright"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("typewright")
}

fn run(folder: &Folder, arguments: &str) -> Output {
    run_in(folder.path(), arguments.split_whitespace())
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8 on standard output")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8 on standard error")
}

#[track_caller]
fn assert_code(output: &Output, code: i32) {
    assert!(!stderr(output).contains("panicked"), "{}", stderr(output));
    assert_eq!(
        output.status.code(),
        Some(code),
        "standard output:\n{}\nstandard error:\n{}",
        stdout(output),
        stderr(output)
    );
}

/// Standard error, each line of which has to be a JSON object.
#[track_caller]
fn messages(output: &Output) -> Vec<Value> {
    stderr(output)
        .lines()
        .map(|line| match serde_json::from_str(line) {
            Ok(message @ Value::Object(_)) => message,
            _ => panic!("this line is no JSON object: {line:?}"),
        })
        .collect()
}

/// Everything in a folder, with the time of its last change.
fn state(folder: &Path) -> Vec<(String, String, SystemTime)> {
    tree(folder)
        .into_iter()
        .map(|(name, text)| {
            let changed = fs::metadata(folder.join(&name)).and_then(|file| file.modified());
            (name, text, changed.expect("a time"))
        })
        .collect()
}

/// Makes all files of a folder an hour older, so that writing one shows.
fn age(folder: &Path) {
    for name in tree(folder).keys() {
        let file = fs::File::options().write(true).open(folder.join(name)).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(3600))
            .expect("its time");
    }
}
