//! `names.lock`: the names assigned by earlier runs.
//!
//! The file is a JSON object. Each property name is a location, and its value is one of these:
//!
//! * a string: the name of the type of the schema. An alias is written with the name of its type:
//!   `"InvoiceState = OrderState"`. At `*/enum` and the like, it is the style of most names in the documents, such as
//!   `snake_case`;
//! * an array: the branches of a union, each with its name and with what identifies it;
//! * an object: the names of members of a type or of an API, such as the values of an enum. Members are omitted if
//!   their names are in the usual style and no other member could have the same Rust name. At `…/action` and
//!   `…/handle`, it is what the generator has decided for an action or for the handle of a resource.

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
    /// The branches of unions, by location.
    pub branches: BTreeMap<String, Vec<Branch>>,
    /// The names of members, by location.
    pub members: BTreeMap<String, Members>,
    /// The styles, by location.
    pub styles: BTreeMap<String, String>,
    /// The decisions, by location.
    pub decisions: BTreeMap<String, Decisions>,
}

/// What the generator has decided for a part of an API, and keeps although the part grows.
pub type Decisions = BTreeMap<String, String>;

/// The ends of the locations of decisions.
const DECIDED: [&str; 4] = ["/action", "/features", "/handle", "/memory"];

/// The Rust names of members, by their names in the document.
pub type Members = BTreeMap<String, String>;

/// A branch of a union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The name of the branch, which is part of the locations in the branch.
    pub name: String,
    /// The name of the variant, if the branch shares it with other branches.
    pub variant: Option<String>,
    /// What identifies the branch, such as the target of a reference or the names of its properties.
    pub features: Vec<String>,
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
        Ok(node) => read_entries(&node, &source, &mut file, report),
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

fn read_entries(node: &Node, source: &Source, file: &mut NamesFile, report: &mut Report) {
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
        let (key, value) = (member.name.clone(), &member.value);
        let is_read = match &value.value {
            Value::String(style) if key.starts_with(STYLE) => {
                file.styles.insert(key, style.clone());
                true
            }
            Value::Array(items) => {
                let branches: Option<Vec<Branch>> = items.iter().map(branch).collect();
                branches.map(|branches| file.branches.insert(key, branches)).is_some()
            }
            Value::Object(_) if DECIDED.iter().any(|end| key.ends_with(end)) => {
                let decisions = texts(value, |_| true);
                decisions
                    .map(|decisions| file.decisions.insert(key, decisions))
                    .is_some()
            }
            Value::Object(_) => {
                let names = texts(value, is_name);
                names.map(|names| file.members.insert(key, names)).is_some()
            }
            _ => match entry(value) {
                Some(entry) => {
                    file.entries.insert(key, entry);
                    true
                }
                None => {
                    let found = value.to_json();
                    refuse(
                        value.at,
                        format!(
                            "expected the name of a Rust type, or two names with ` = ` between them, found {found}"
                        ),
                    );
                    true
                }
            },
        };
        if !is_read {
            refuse(value.at, format!("expected names, found {}", value.to_json()));
        }
    }
}

/// The start of the locations of styles.
pub const STYLE: &str = "*/";

fn entry(value: &Node) -> Option<Entry> {
    let text = value.as_str()?;
    let (name, canonical) = match text.split_once(" = ") {
        Some((name, canonical)) => (name, Some(canonical)),
        None => (text, None),
    };
    (is_name(name) && canonical.is_none_or(is_name)).then(|| Entry {
        name: name.to_owned(),
        is_alias: canonical.is_some(),
        at: value.at,
    })
}

/// Reads an object of valid strings.
fn texts(value: &Node, is_valid: fn(&str) -> bool) -> Option<BTreeMap<String, String>> {
    let Value::Object(members) = &value.value else {
        return None;
    };
    let texts = members.iter().map(|member| {
        let text = member.value.as_str().filter(|text| is_valid(text))?;
        Some((member.name.clone(), text.to_owned()))
    });
    texts.collect()
}

fn branch(value: &Node) -> Option<Branch> {
    let Value::Object(members) = &value.value else {
        return None;
    };
    let member = |name: &str| members.iter().find(|member| member.name == name);
    let Value::Array(features) = &member("has")?.value.value else {
        return None;
    };
    let features = features.iter().map(|feature| feature.as_str().map(str::to_owned));
    Some(Branch {
        name: member("name")?.value.as_str()?.to_owned(),
        variant: member("variant").and_then(|variant| Some(variant.value.as_str()?.to_owned())),
        features: features.collect::<Option<_>>()?,
    })
}

/// Whether a text can be a name in the generated code: an identifier, without anything around it.
pub fn is_name(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok_and(|name| name == text && !text.starts_with("r#"))
}

/// The content of a names file.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// The names of types, by location.
    pub types: BTreeMap<String, String>,
    /// The branches of unions, by location.
    pub branches: BTreeMap<String, Vec<Branch>>,
    /// The names of members, by location.
    pub members: BTreeMap<String, Members>,
    /// The styles, by location.
    pub styles: BTreeMap<String, String>,
    /// The decisions, by location.
    pub decisions: BTreeMap<String, Decisions>,
}

/// Returns the text of the file, one line for each location.
pub fn write(content: &Content) -> String {
    let mut values: BTreeMap<&String, String> = BTreeMap::new();
    for (place, name) in content.types.iter().chain(&content.styles) {
        values.insert(place, quoted(name));
    }
    for (place, branches) in &content.branches {
        let branches: Vec<String> = branches.iter().map(branch_text).collect();
        values.insert(place, format!("[{}]", branches.join(", ")));
    }
    for (place, members) in content.members.iter().chain(&content.decisions) {
        let members = members
            .iter()
            .map(|(wire, name)| format!("{}: {}", quoted(wire), quoted(name)));
        values.insert(place, format!("{{{}}}", members.collect::<Vec<_>>().join(", ")));
    }
    let lines = values
        .iter()
        .map(|(place, value)| format!("  {}: {value}", quoted(place)));
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        "{}\n".to_owned()
    } else {
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }
}

fn branch_text(branch: &Branch) -> String {
    let name = format!("\"name\": {}", quoted(&branch.name));
    let variant = branch
        .variant
        .iter()
        .map(|variant| format!("\"variant\": {}", quoted(variant)));
    let features: Vec<String> = branch.features.iter().map(|feature| quoted(feature)).collect();
    let features = format!("\"has\": [{}]", features.join(", "));
    let parts: Vec<String> = std::iter::once(name).chain(variant).chain([features]).collect();
    format!("{{{}}}", parts.join(", "))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
