//! The scopes of the actions, from the pages in `docs`: each action has a section with a sentence that lists them.

use std::fs;
use std::path::Path;

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::string;
use crate::import::ImportError;

const LIST: &str = "at least one of the following scopes:";
const FORM: &str = "the pages may have another form now: write the scopes into scopes.json";

/// Reads the scopes from the pages in a folder, one page for each resource.
///
/// # Errors
/// If a page cannot be read, or if no page lists scopes.
pub(super) fn read(folder: &Path, resources: &JsonObject) -> Result<JsonObject, ImportError> {
    let mut scopes = JsonObject::new();
    for (resource, described) in resources {
        let path = folder.join(format!("{resource}.md"));
        let page = fs::read_to_string(&path);
        let page = page.map_err(|error| ImportError::new(path.display(), error.to_string(), FORM))?;
        let actions = described.get("actions").and_then(Json::as_object);
        for (action, described) in actions.into_iter().flat_map(JsonObject::iter) {
            let id = format!("{resource}.{action}");
            let call = format!("client.{id}(");
            let section = page.split("\n## ").find(|section| section.contains(&call));
            match section {
                Some(section) => {
                    if let Some(found) = listed(section) {
                        scopes.insert(id, Json::Array(found));
                    }
                }
                // The pages leave event streams out.
                None if described.get("sseStream").is_some() => {}
                None => {
                    let message = format!("there is no section with {call}");
                    return Err(ImportError::new(path.display(), message, FORM));
                }
            }
        }
    }
    if scopes.is_empty() {
        return Err(ImportError::new(folder.display(), "no page lists scopes", FORM));
    }
    Ok(scopes)
}

/// The scopes of a section: "a, b, or c."
fn listed(section: &str) -> Option<Vec<Json>> {
    let (_, list) = section.split_once(LIST)?;
    let list = list.split("\n\n").next()?.trim().trim_end_matches('.');
    let scopes = list.split(',').map(|scope| {
        let scope = scope.trim();
        string(scope.strip_prefix("or ").unwrap_or(scope).trim())
    });
    Some(scopes.filter(|scope| scope.as_str() != Some("")).collect())
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn scopes_are_listed_in_a_sentence() {
        let section = "Get\n\nThe token must include at least one of the following scopes:\nall.Lamp, lamp.*, or lamp.get.\n\n| Name |";
        let found = listed(section).expect("they are listed");
        let names: Vec<_> = found.iter().filter_map(|scope| scope.as_str()).collect();
        assert_eq!(names, ["all.Lamp", "lamp.*", "lamp.get"]);
        assert!(listed("Post\n\nNo API access token is required.").is_none());
    }
}
