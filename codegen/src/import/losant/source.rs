//! The files of the description.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::{object, scopes, string};
use crate::import::ImportError;

/// The description, as it was read.
pub(super) struct Source {
    /// The resources with their actions.
    pub(super) resources: JsonObject,
    /// The schemas, by name.
    pub(super) schemas: BTreeMap<String, Json>,
    /// The examples, by name of the schema.
    pub(super) examples: JsonObject,
    /// The parameters of every action.
    pub(super) global_parameters: Vec<Json>,
    /// The scopes that suffice for each action: `device.get`.
    pub(super) scopes: JsonObject,
    /// Whether the client is older than the version that the corrections are for.
    pub(super) is_older: bool,
}

/// The first major version that the corrections are for.
const CORRECTED: u64 = 4;

const HELP: &str = "name the folder that has the description, such as a checkout of the official JavaScript client";

impl Source {
    /// Reads the files of a folder.
    pub(super) fn read(from: &Path) -> Result<Self, ImportError> {
        let schemas = read_schemas(&find(from, "schemas")?)?;
        let resources = read_object(&find(from, "apiInfo.json")?)?;
        let is_older = is_older(from)?;
        let scopes = match find(from, "scopes.json") {
            Ok(file) => read_object(&file)?,
            Err(_) => scopes::read(&find(from, "docs")?, &resources)?,
        };
        Ok(Self {
            resources,
            schemas,
            examples: read_object(&find(from, "apiExamples.json")?)?,
            global_parameters: global_parameters(from, is_older)?,
            scopes,
            is_older,
        })
    }
}

/// The version of the client is in its `package.json`. Without one, it is a current version.
fn is_older(from: &Path) -> Result<bool, ImportError> {
    let Ok(file) = find(from, "package.json") else {
        return Ok(false);
    };
    let package = read(&file)?;
    let version = package.get("version").and_then(Json::as_str);
    let major = version.and_then(|version| version.split('.').next()?.parse::<u64>().ok());
    Ok(major.is_some_and(|major| major < CORRECTED))
}

/// The parameters of every action: those of a file, which an older client does not have, and the version of the API, which the
/// client sends without describing it.
fn global_parameters(from: &Path, is_older: bool) -> Result<Vec<Json>, ImportError> {
    let mut parameters = match find(from, "globalParams.json") {
        Ok(file) => match read(&file)? {
            Json::Array(parameters) => parameters,
            _ => {
                return Err(ImportError::new(
                    file.display(),
                    "expected an array of parameters",
                    HELP,
                ));
            }
        },
        Err(_) if is_older => Vec::new(),
        Err(error) => return Err(error),
    };
    parameters.push(object([
        ("name", string(ACCEPT_VERSION)),
        ("in", string("header")),
        ("required", Json::Bool(true)),
        ("type", string("string")),
        ("default", string(accepted_version(from)?)),
    ]));
    Ok(parameters)
}

/// The header with the version of the API that a client accepts.
const ACCEPT_VERSION: &str = "Accept-Version";

/// The version of the API that the corrections are for.
const CORRECTED_API: &str = "^1.30.0";

/// The version of the API that the client accepts. Without its code, it is a current version.
fn accepted_version(from: &Path) -> Result<String, ImportError> {
    let file = from.join("lib/api/index.js");
    if !file.exists() {
        return Ok(CORRECTED_API.to_owned());
    }
    let code = fs::read_to_string(&file);
    let code = code.map_err(|error| ImportError::new(file.display(), error.to_string(), HELP))?;
    let version = code.split_once(&format!("'{ACCEPT_VERSION}': '"));
    let version = version.and_then(|(_, rest)| rest.split_once('\''));
    match version {
        Some((version, _)) => Ok(version.to_owned()),
        None => Err(ImportError::new(
            file.display(),
            format!("the client does not send {ACCEPT_VERSION}"),
            "the client may have another form now",
        )),
    }
}

/// Finds a file or a folder where the repository of the client has it, or beside the others.
fn find(from: &Path, name: &str) -> Result<PathBuf, ImportError> {
    const FOLDERS: [&str; 4] = ["", "lib", "lib/schemas", "lib/api/constants"];
    let found = FOLDERS
        .iter()
        .map(|folder| from.join(folder).join(name))
        .find(|path| path.exists());
    found.ok_or_else(|| ImportError::new(from.display(), format!("there is no {name} in this folder"), HELP))
}

fn read_schemas(folder: &Path) -> Result<BTreeMap<String, Json>, ImportError> {
    let unreadable = |error: std::io::Error| ImportError::new(folder.display(), error.to_string(), HELP);
    let mut schemas = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_schema = path.extension().is_some_and(|extension| extension == "json");
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
        if let (true, Some(name)) = (is_schema, name)
            && !matches!(name.as_str(), "apiInfo" | "apiExamples")
        {
            schemas.insert(name, read(&path)?);
        }
    }
    Ok(schemas)
}

fn read_object(path: &Path) -> Result<JsonObject, ImportError> {
    match read(path)? {
        Json::Object(object) => Ok(object),
        _ => Err(ImportError::new(path.display(), "expected an object", HELP)),
    }
}

fn read(path: &Path) -> Result<Json, ImportError> {
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| ImportError::new(path.display(), error.to_string(), HELP))?;
    Json::parse(&text).map_err(|error| ImportError::new(path.display(), error.to_string(), "correct the file"))
}
