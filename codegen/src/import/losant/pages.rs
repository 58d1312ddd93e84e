//! Actions that return a list in pages.

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::source::Source;
use super::{object, string};

/// Returns the `x-pagination` of an action with these parameters and responses, if it returns a page of a list.
pub(super) fn pagination(parameters: &[Json], responses: &JsonObject, source: &Source) -> Option<Json> {
    let has = |name: &str| {
        let mut names = parameters.iter().filter_map(|parameter| parameter.get("name"));
        names.any(|found| found.as_str() == Some(name))
    };
    let position = match (has("page") && has("perPage"), has("offset") && has("limit")) {
        (true, false) => "page",
        (false, true) => "offset",
        _ => return None,
    };
    let reference = responses.get("200")?.get("schema")?.get("$ref")?.as_str()?;
    let properties = source.schemas.get(reference.rsplit('/').next()?)?.get("properties")?;
    let is_list = properties.get("items")?.get("type").and_then(Json::as_str) == Some("array");
    let is_counted = properties.get("totalCount").is_some();
    (is_list && is_counted).then(|| {
        object([
            (position, string(position)),
            ("items", string("/items")),
            ("total", string("/totalCount")),
        ])
    })
}
