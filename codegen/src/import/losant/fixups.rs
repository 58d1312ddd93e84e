//! Corrections of mistakes in the description. Each is for one place; if the mistake is not there anymore, the run fails,
//! so that no correction outlives its reason.

use std::collections::BTreeMap;

use typewright_core::Json;
use typewright_core::json::JsonObject;

use crate::import::ImportError;

/// A correction.
struct Fixup {
    /// The schema.
    schema: &'static str,
    /// The place in it.
    pointer: &'static str,
    mistake: Mistake,
}

/// A kind of mistake.
#[derive(Clone, Copy)]
enum Mistake {
    /// A keyword that counts has a string, which no validator reads.
    QuotedCount(&'static str),
    /// A schema stands inside of its own `properties`, so that each of its keywords is taken for a property.
    WrappedInProperties,
    /// A list of branches stands in the place of a branch.
    NestedBranches,
    /// `min` and `max` are no keywords: `minimum` and `maximum` are meant, and `minLength` and `maxLength` for strings.
    ShortLimits,
    /// The braces of a template are not escaped. ECMA-262 allows that only without the flag `u`, with which the patterns of JSON
    /// Schema are read.
    UnescapedBraces,
    /// Properties stand beside `properties`, where they are ignored.
    BesideProperties,
    /// A property stands inside of the schema of the property before it.
    InsideNeighbor {
        property: &'static str,
        neighbor: &'static str,
    },
}

const fn fixup(schema: &'static str, pointer: &'static str, mistake: Mistake) -> Fixup {
    Fixup {
        schema,
        pointer,
        mistake,
    }
}

use Mistake::{
    BesideProperties, InsideNeighbor, NestedBranches, QuotedCount, ShortLimits, UnescapedBraces, WrappedInProperties,
};

/// A template, and what its pattern means.
const TEMPLATE: &str = ".*{{.+}}.*";
const ESCAPED_TEMPLATE: &str = r".*\{\{.+\}\}.*";

const CONTEXT: &str = "/properties/ctx/patternProperties/^[0-9a-zA-Z_-]{1,255}$";
const LINKED: &str = "/properties/integrations/properties/items/items/properties/status";

static FIXUPS: &[Fixup] = &[
    fixup("instanceOrgPost", "/properties/members", QuotedCount("maxItems")),
    fixup("orgInvites", "/items", WrappedInProperties),
    fixup("orgInvitesUser", "/items", WrappedInProperties),
    fixup("validateContextError", CONTEXT, NestedBranches),
    fixup("validateContextSuccess", CONTEXT, NestedBranches),
    fixup("applicationJobLog", "/properties/input", BesideProperties),
    fixup("applicationJobLog", "/properties/output", BesideProperties),
    fixup(
        "applicationJobLogs",
        "/properties/items/items/properties/input",
        BesideProperties,
    ),
    fixup(
        "applicationJobLogs",
        "/properties/items/items/properties/output",
        BesideProperties,
    ),
    fixup("credentialLinkedResources", LINKED, BesideProperties),
    fixup("integration", "/properties/status", BesideProperties),
    fixup(
        "integrations",
        "/properties/items/items/properties/status",
        BesideProperties,
    ),
    fixup(
        "paletteResponse",
        "/properties",
        InsideNeighbor {
            property: "instanceNodes",
            neighbor: "customNodes",
        },
    ),
    fixup("resourceJobExecutionLogs", "/items", BesideProperties),
    fixup("credentialLinkedResources", "", ShortLimits),
    fixup("integration", "", ShortLimits),
    fixup("integrationPatch", "", ShortLimits),
    fixup("integrationPost", "", ShortLimits),
    fixup("integrations", "", ShortLimits),
    fixup("resourceJob", "", ShortLimits),
    fixup("resourceJobExecutionLogs", "", ShortLimits),
    fixup("resourceJobPatch", "", ShortLimits),
    fixup("resourceJobPost", "", ShortLimits),
    fixup("resourceJobs", "", ShortLimits),
    fixup("applicationDashboardPost", "", UnescapedBraces),
    fixup("dashboard", "", UnescapedBraces),
    fixup("dashboardPatch", "", UnescapedBraces),
    fixup("dashboardPost", "", UnescapedBraces),
    fixup("dashboards", "", UnescapedBraces),
    fixup("notebook", "", UnescapedBraces),
    fixup("notebookPatch", "", UnescapedBraces),
    fixup("notebookPost", "", UnescapedBraces),
    fixup("notebooks", "", UnescapedBraces),
    fixup("resourceJob", "", UnescapedBraces),
    fixup("resourceJobExecutionOptions", "", UnescapedBraces),
    fixup("resourceJobPatch", "", UnescapedBraces),
    fixup("resourceJobPost", "", UnescapedBraces),
    fixup("resourceJobs", "", UnescapedBraces),
];

/// Corrects all mistakes. A schema that an older or smaller description does not have needs no correction.
/// An older client may not have all of them yet.
pub(super) fn apply(schemas: &mut BTreeMap<String, Json>, is_older: bool) -> Result<(), ImportError> {
    for fixup in FIXUPS {
        let Some(schema) = schemas.get_mut(fixup.schema) else {
            continue;
        };
        let corrected = at(schema, fixup.pointer).is_some_and(|place| {
            let mut schema = place.clone();
            let is_mistaken = fixup.mistake.correct(&mut schema);
            if is_mistaken {
                *place = schema;
            }
            is_mistaken
        });
        if !corrected && !is_older {
            return Err(ImportError::new(
                format!("{}.json", fixup.schema),
                format!(
                    "the correction of {:?} does not apply anymore: {}",
                    fixup.pointer,
                    fixup.mistake.words()
                ),
                "if the mistake has been corrected in the description, remove the correction",
            ));
        }
    }
    Ok(())
}

/// Actions whose successful response is described as one item of the list that they return, and what they return.
const LISTS: &[(&str, &str, &str)] = &[
    ("instanceApiTokens", "apiToken", "apiTokens"),
    ("userApiTokens", "apiToken", "apiTokens"),
];

/// Corrects the responses of actions that return a list.
pub(super) fn apply_to_actions(resources: &mut JsonObject, is_older: bool) -> Result<(), ImportError> {
    for (resource, item, list) in LISTS {
        let Some(described) = resources.get_mut(resource) else {
            continue;
        };
        let reference = at(described, "/actions/get/responses/200/schema/$ref");
        let mistake = format!("#/definitions/{item}");
        match reference {
            Some(reference) if reference.as_str() == Some(&mistake) => {
                *reference = Json::String(format!("#/definitions/{list}"));
            }
            _ if is_older => {}
            _ => {
                return Err(ImportError::new(
                    "apiInfo.json",
                    format!(
                        "the correction of the response of {resource}.get does not apply anymore: it was {item} instead of \
                         {list}"
                    ),
                    "if the mistake has been corrected in the description, remove the correction",
                ));
            }
        }
    }
    relax_job_id(resources, is_older)
}

/// The id of a job, as the actions that start one return it, has up to 21 characters. The action that tells its state is
/// described to take 24 hexadecimal digits, so that no such id could be sent.
fn relax_job_id(resources: &mut JsonObject, is_older: bool) -> Result<(), ImportError> {
    let Some(log) = resources.get_mut("applicationJobLog") else {
        return Ok(());
    };
    let parameters = match at(log, "/params") {
        Some(Json::Array(parameters)) => parameters.as_mut_slice(),
        _ => &mut [],
    };
    let mut ids = parameters.iter_mut().filter_map(|parameter| match parameter {
        Json::Object(parameter) if parameter.get("name").and_then(Json::as_str) == Some("jobId") => Some(parameter),
        _ => None,
    });
    if ids.next().and_then(|id| id.remove("pattern")).is_some() || is_older {
        return Ok(());
    }
    Err(ImportError::new(
        "apiInfo.json",
        "the correction of jobId of applicationJobLog does not apply anymore: it had a `pattern`",
        "if the mistake has been corrected in the description, remove the correction",
    ))
}

impl Mistake {
    /// What it corrects.
    fn words(self) -> &'static str {
        match self {
            QuotedCount(_) => "it had a string for a number",
            WrappedInProperties => "its schema stood in `properties`",
            NestedBranches => "an array stood in `anyOf`",
            UnescapedBraces => "it had a pattern with braces that are not escaped",
            ShortLimits => "it had `min` and `max` for `minimum` and `maximum`",
            InsideNeighbor { .. } => "a property stood in another one",
            BesideProperties => "properties stood beside `properties`",
        }
    }

    /// Corrects a mistake; `false` if there is none.
    fn correct(self, schema: &mut Json) -> bool {
        let Json::Object(members) = schema else {
            return false;
        };
        match self {
            QuotedCount(keyword) => {
                let number = members
                    .get(keyword)
                    .and_then(Json::as_str)
                    .and_then(|text| text.parse::<u64>().ok());
                number.is_some_and(|number| {
                    members.insert(keyword, Json::Number(number.into()));
                    true
                })
            }
            WrappedInProperties => {
                let inner = members
                    .get("properties")
                    .filter(|inner| inner.get("properties").is_some());
                inner.cloned().is_some_and(|inner| {
                    *schema = inner;
                    true
                })
            }
            NestedBranches => {
                let Some(Json::Array(branches)) = members.get_mut("anyOf") else {
                    return false;
                };
                let is_nested = branches.iter().any(|branch| branch.as_array().is_some());
                let flat = std::mem::take(branches).into_iter().flat_map(|branch| match branch {
                    Json::Array(inner) => inner,
                    branch => vec![branch],
                });
                *branches = flat.collect();
                is_nested
            }
            ShortLimits => rename_limits(schema),
            UnescapedBraces => escape_braces(schema),
            BesideProperties => move_into_properties(members),
            InsideNeighbor { property, neighbor } => {
                let found = match members.get_mut(neighbor) {
                    Some(Json::Object(inner)) => inner.remove(property),
                    _ => None,
                };
                found.is_some_and(|schema| {
                    members.insert(property, schema);
                    true
                })
            }
        }
    }
}

fn rename_limits(value: &mut Json) -> bool {
    match value {
        Json::Array(items) => items.iter_mut().fold(false, |found, item| rename_limits(item) | found),
        Json::Object(members) => {
            let mut found = false;
            let is_string = members.get("type").and_then(Json::as_str) == Some("string");
            let keywords = if is_string {
                ["minLength", "maxLength"]
            } else {
                ["minimum", "maximum"]
            };
            for (short, keyword) in ["min", "max"].into_iter().zip(keywords) {
                if let Some(Json::Number(_)) = members.get(short)
                    && let Some(limit) = members.remove(short)
                {
                    members.insert(keyword, limit);
                    found = true;
                }
            }
            members
                .iter_mut()
                .fold(found, |found, (_, inner)| rename_limits(inner) | found)
        }
        _ => false,
    }
}

fn escape_braces(value: &mut Json) -> bool {
    match value {
        Json::Array(items) => items.iter_mut().fold(false, |found, item| escape_braces(item) | found),
        Json::Object(members) => members.iter_mut().fold(false, |found, (name, inner)| {
            let is_mistaken = name == "pattern" && inner.as_str() == Some(TEMPLATE);
            if is_mistaken {
                *inner = Json::String(ESCAPED_TEMPLATE.to_owned());
            }
            escape_braces(inner) | is_mistaken | found
        }),
        _ => false,
    }
}

/// Moves what is a schema and no keyword into `properties`.
fn move_into_properties(members: &mut JsonObject) -> bool {
    let is_schema = |name: &str, value: &Json| {
        let keywords = [
            "properties",
            "additionalProperties",
            "items",
            "not",
            "patternProperties",
            "definitions",
        ];
        matches!(value, Json::Object(_)) && !keywords.contains(&name)
    };
    let stray = members.iter().filter(|(name, value)| is_schema(name, value));
    let stray: Vec<String> = stray.map(|(name, _)| name.to_owned()).collect();
    let mut properties = match members.remove("properties") {
        Some(Json::Object(properties)) => properties,
        _ => JsonObject::new(),
    };
    for name in &stray {
        if let Some(schema) = members.remove(name) {
            properties.insert(name.as_str(), schema);
        }
    }
    members.insert("properties", Json::Object(properties));
    !stray.is_empty()
}

/// The value at a JSON Pointer without escapes.
fn at<'v>(value: &'v mut Json, pointer: &str) -> Option<&'v mut Json> {
    pointer.split('/').skip(1).try_fold(value, |value, step| match value {
        Json::Object(members) => members.get_mut(step),
        Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use typewright_core::Json;

    use super::{apply, apply_to_actions};

    fn schemas(name: &str, text: &str) -> BTreeMap<String, Json> {
        BTreeMap::from([(name.to_owned(), Json::parse(text).expect("it is JSON"))])
    }

    #[test]
    fn a_mistake_is_corrected() {
        let mut found = schemas(
            "orgInvites",
            r#"{"type": "array", "items": {"type": "object", "properties": {"type": "object", "properties": {"id": {"type": "string"}}}}}"#,
        );
        apply(&mut found, false).expect("the correction applies");
        let expected = r#"{"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}"#;
        assert_eq!(found["orgInvites"], Json::parse(expected).expect("it is JSON"));
    }

    #[test]
    fn the_braces_of_every_template_are_escaped() {
        let template = r#"{"type": "string", "pattern": ".*{{.+}}.*"}"#;
        let mut found = schemas(
            "resourceJob",
            &format!(
                r#"{{"min": 1, "oneOf": [{template}, {{"pattern": "^a{{2}}$"}}], "properties": {{"pattern": {template}}}}}"#
            ),
        );
        apply(&mut found, false).expect("the correction applies");
        let escaped = template.replace("{{", r"\\{\\{").replace("}}", r"\\}\\}");
        let expected = format!(
            r#"{{"minimum": 1, "oneOf": [{escaped}, {{"pattern": "^a{{2}}$"}}], "properties": {{"pattern": {escaped}}}}}"#
        );
        assert_eq!(found["resourceJob"], Json::parse(&expected).expect("it is JSON"));
    }

    #[test]
    fn a_correction_of_what_is_right_already_fails() {
        let mut found = schemas(
            "instanceOrgPost",
            r#"{"properties": {"members": {"type": "array", "maxItems": 10}}}"#,
        );
        let error = apply(&mut found, false)
            .expect_err("there is nothing to correct")
            .to_string();
        assert!(error.contains("does not apply anymore"), "{error}");
    }

    #[test]
    fn a_job_log_without_the_id_that_is_corrected_fails() {
        for log in [
            r#"{"params": [{"name": "jobId", "pattern": "^x$"}]}"#,
            r#"{"params": [{"name": "jobId"}]}"#,
            r#"{"params": {}}"#,
            "{}",
        ] {
            let text = format!(r#"{{"applicationJobLog": {log}}}"#);
            let Ok(Json::Object(mut resources)) = Json::parse(&text) else {
                panic!("it is an object")
            };
            let result = apply_to_actions(&mut resources.clone(), false);
            assert_eq!(result.is_ok(), log.contains("pattern"), "{log}: {result:?}");
            assert!(apply_to_actions(&mut resources, true).is_ok(), "{log}");
        }
    }
}
