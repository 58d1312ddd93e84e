//! Actions that may start a job.

use typewright_core::Json;
use typewright_core::json::JsonObject;

use super::{object, string};

/// The action that tells the state of a job of an application.
const POLL: &str = "applicationJobLog.get";

/// Returns the `x-wait` of an action with these parameters and responses, if it may start a job. The state of a job is known
/// for applications only, so an action without an application has none.
pub(super) fn wait(parameters: &[Json], responses: &JsonObject, resources: &JsonObject) -> Option<Json> {
    let reference = responses.get("202")?.get("schema")?.get("$ref")?.as_str()?;
    let mut names = parameters.iter().filter_map(|parameter| parameter.get("name"));
    let has_application = names.any(|name| name.as_str() == Some("applicationId"));
    let (resource, action) = POLL.split_once('.')?;
    resources.get(resource)?.get("actions")?.get(action)?;
    let states = |names: &[&str]| Json::Array(names.iter().copied().map(string).collect());
    (has_application && reference == "#/definitions/jobEnqueuedResult").then(|| {
        object([
            ("poll", string(POLL)),
            ("parameters", object([("jobId", string("/jobId"))])),
            ("state", string("/status")),
            ("done", states(&["completed"])),
            ("failed", states(&["errored", "failed"])),
        ])
    })
}
