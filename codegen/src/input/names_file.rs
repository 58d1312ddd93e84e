//! `names.lock`: the type names assigned by earlier runs.
//!
//! The file is a JSON object. Each property name is the location of a schema, and its value is the name of the schema's
//! type. An alias is written with the name of its type: `"InvoiceState = OrderState"`.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::input::digest::digest;
use crate::input::document::{self, Node, Value};
use crate::input::file::{shown, stem};
use crate::report::{Place, Report, Source};

/// The name of the file in a folder of schemas.
pub const NAMES: &str = "names.lock";

/// Returns the path of the names file for a folder of schemas, or for a single file: `pets.names.lock` is beside
/// `pets.yaml`, so that the files of a folder can be generated separately.
pub fn path(schemas: &Path) -> PathBuf {
    match schemas.file_name() {
        Some(name) if schemas.is_file() => {
            let name = name.to_string_lossy();
            schemas.with_file_name(format!("{}.{NAMES}", stem(&name)))
        }
        Some(_) | None => schemas.join(NAMES),
    }
}

/// The names assigned by earlier runs, by location.
#[derive(Debug, Default)]
pub struct NamesFile {
    /// The name that the file has or would have; `None` if names are not recorded.
    pub name: Option<String>,
    /// The file, if it exists.
    pub source: Option<Source>,
    /// The entries of the file, by location.
    pub entries: BTreeMap<String, Entry>,
}

/// The name of the type at a location.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Whether the name is an alias of a type that is named at another location.
    pub is_alias: bool,
    /// Byte offset in the file.
    pub at: usize,
}

/// Reads the names file, if it exists. Reports errors in it.
pub fn read(path: &Path, report: &mut Report) -> NamesFile {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut file = NamesFile {
        name,
        ..NamesFile::default()
    };
    let shown = shown(path);
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return file,
        Err(error) => {
            report.whole_file(
                &shown,
                format!("cannot read this file: {error}"),
                "make it readable: it records the names of the generated types",
            );
            return file;
        }
    };
    let digest = digest(&bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let name = file.name.clone().unwrap_or_else(|| NAMES.to_owned());
    let source = Source::new(name, shown, text, digest);
    match document::parse(&source.text) {
        Ok(node) => read_entries(&node, &source, &mut file.entries, report),
        Err(error) => {
            let place = Place {
                source: &source,
                at: error.at,
                pointer: &error.pointer,
            };
            report.error(&place, error.message, HELP);
        }
    }
    file.source = Some(source);
    file
}

const HELP: &str = "restore the file from version control, or delete it and review the names that change";

fn read_entries(node: &Node, source: &Source, entries: &mut BTreeMap<String, Entry>, report: &mut Report) {
    let mut refuse = |at: usize, message: String| {
        let place = Place {
            source,
            at,
            pointer: "",
        };
        report.error(&place, message, HELP);
    };
    let Value::Object(members) = &node.value else {
        refuse(node.at, format!("expected an object of names, found {}", node.kind()));
        return;
    };
    for member in members {
        let text = member.value.as_str().unwrap_or_default();
        let (name, canonical) = match text.split_once(" = ") {
            Some((name, canonical)) => (name, Some(canonical)),
            None => (text, None),
        };
        if !is_name(name) || canonical.is_some_and(|name| !is_name(name)) {
            let found = member.value.to_json();
            refuse(
                member.value.at,
                format!("expected the name of a Rust type, or two names with ` = ` between them, found {found}"),
            );
            continue;
        }
        let entry = Entry {
            name: name.to_owned(),
            is_alias: canonical.is_some(),
            at: member.value.at,
        };
        entries.insert(member.name.clone(), entry);
    }
}

fn is_name(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok()
}

/// Returns the content of the file for these names, one line for each location.
pub fn write(names: &BTreeMap<String, String>) -> String {
    let lines: Vec<String> = names
        .iter()
        .map(|(place, name)| format!("  {}: {}", quoted(place), quoted(name)))
        .collect();
    if lines.is_empty() {
        "{}\n".to_owned()
    } else {
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
