//! Compiles the folders with schemas into types of their own. Some of these schemas contradict themselves on purpose,
//! so their warnings are not shown, other than those of a project that uses `typewright::build`.
//!
//! Also lists the schemas of the project that have examples, with their types.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use typewright::Generator;

/// The schemas of the project.
const PROJECT: &str = "../schemas";

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo runs build scripts")?;
    for (schemas, folder) in [
        ("schemas", "generated"),
        ("described", "described"),
        ("bodies", "bodies"),
        ("parameters", "parameters"),
        ("requests", "requests"),
        ("responses", "responses"),
        ("lists", "lists"),
        ("webhooks", "webhooks"),
        ("credentials", "credentials"),
        ("secrets", "secrets"),
    ] {
        println!("cargo::rerun-if-changed={schemas}");
        let output = Generator::new(schemas)
            .generate()
            .map_err(|diagnostics| diagnostics.to_string())?;
        output
            .overwrite(&Path::new(&out).join(folder))
            .map_err(|error| error.to_string())?;
    }
    println!("cargo::rerun-if-changed={PROJECT}");
    let list = examples(Path::new(PROJECT))?;
    fs::write(Path::new(&out).join("examples.rs"), list).map_err(|error| error.to_string())
}

/// The schema files that have examples, each with the name of its type: `examples! { "device.json" => Device; … }`.
fn examples(folder: &Path) -> Result<String, String> {
    let names = read(&folder.join("names.lock"))?;
    let names = names.as_object().ok_or("names.lock is an object")?;
    let mut list = "examples! {\n".to_owned();
    for (place, name) in names {
        if let (Some(file), Some(name)) = (place.strip_suffix('#'), name.as_str())
            && read(&folder.join(file))?.get("examples").is_some()
        {
            writeln!(list, "    {file:?} => {name};").map_err(|error| error.to_string())?;
        }
    }
    Ok(list + "}\n")
}

fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
