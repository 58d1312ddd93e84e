//! The schemas and their examples: the text of each code block as it stands there. Files are named as the API itself
//! names its schemas.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use typewright_runtime::Json;
use typewright_suites::{Failure, folders};

/// Writes all of them; how many schemas there are.
pub fn extract(losant: &Path) -> Result<usize, Failure> {
    let package = losant.join("package");
    let sections = sections(&folders::read(&package.join("docs/_schemas.md"))?);
    if sections.is_empty() {
        return Err("the document has no schemas: is it laid out in another way now?".into());
    }
    let links = links(&package.join("docs"))?;
    let by_content = by_content(&package.join("lib/schemas"))?;
    for folder in ["schemas", "examples"] {
        let folder = losant.join(folder);
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    let mut taken = BTreeMap::new();
    for section in &sections {
        let only = Json::parse(&section.schema)
            .ok()
            .and_then(|schema| by_content.get(&schema))
            .and_then(|names| {
                if let [only] = names.as_slice() {
                    Some(only)
                } else {
                    None
                }
            });
        let stem = links
            .get(&section.title)
            .or(only)
            .cloned()
            .unwrap_or_else(|| camel_case(&section.title));
        if let Some(other) = taken.insert(stem.clone(), &section.title) {
            return Err(format!("{other:?} and {:?} are both {stem}.json", section.title).into());
        }
        folders::write(&losant.join(format!("schemas/{stem}.json")), &section.schema)?;
        if !section.example.is_empty() {
            folders::write(&losant.join(format!("examples/{stem}.json")), &section.example)?;
        }
    }
    Ok(sections.len())
}

/// A section of the document: a schema and an example of it.
#[derive(Default)]
struct Section {
    title: String,
    schema: String,
    example: String,
}

/// The sections of the document. A block belongs to the heading above it, "Schema" or "Example".
fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut heading = "";
    let mut in_block = false;
    for line in text.lines() {
        if in_block {
            if line.starts_with("```") {
                in_block = false;
            } else if let Some(section) = sections.last_mut() {
                let block = match heading {
                    "Schema" => &mut section.schema,
                    "Example" => &mut section.example,
                    _ => continue,
                };
                block.push_str(line);
                block.push('\n');
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            sections.push(Section {
                title: title.trim().to_owned(),
                ..Section::default()
            });
        } else if let Some(title) = line.strip_prefix("### ") {
            heading = title.rsplit('>').next().unwrap_or_default().trim();
        } else if line.starts_with("```json") {
            in_block = true;
        }
    }
    sections.retain(|section| !section.schema.is_empty());
    sections
}

/// What the pages of the endpoints call a schema: the title to the name of its file.
fn links(folder: &Path) -> Result<HashMap<String, String>, Failure> {
    let mut links = HashMap::new();
    for entry in fs::read_dir(folder)? {
        for part in folders::read(&entry?.path())?.split(".json)") {
            if let Some((before, stem)) = part.rsplit_once("](../lib/schemas/")
                && let Some((_, title)) = before.rsplit_once('[')
            {
                links.insert(title.to_owned(), stem.to_owned());
            }
        }
    }
    Ok(links)
}

/// The package's own files of schemas, by what they say.
fn by_content(folder: &Path) -> Result<HashMap<Json, Vec<String>>, Failure> {
    let mut found: HashMap<Json, Vec<String>> = HashMap::new();
    for path in folders::json_files(folder)? {
        if let Ok(schema) = Json::parse(&folders::read(&path)?) {
            found.entry(schema).or_default().push(folders::stem(&path));
        }
    }
    Ok(found)
}

fn camel_case(title: &str) -> String {
    heck::ToLowerCamelCase::to_lower_camel_case(title)
}
