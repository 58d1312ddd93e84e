//! Actions whose responses are documented examples, and the jobs that some of them start.

use bytes::Bytes;
use http::{Response, StatusCode};
use losant::Json;
use losant::endpoint::{Descriptor as _, Metadata, Status};
use losant::endpoints::application_job_log::Get;

use super::not_found;
use crate::answer::documented;
use crate::examples::{Example, example};
use crate::store::Store;

/// Responds with the documented example of the first success. If it has the ID of a job, a job is started.
pub fn plain(store: &mut Store, action: &Metadata) -> Response<Bytes> {
    let status = first_success(action);
    let example = example(action.operation_id, status.as_u16());
    match example {
        Some(example) if status == StatusCode::ACCEPTED && example.value.get("jobId").is_some() => {
            documented(status, Some(&with(example, [("jobId", store.jobs.start())])))
        }
        example => documented(status, example),
    }
}

/// Responds with the state of a job.
pub fn job(store: &mut Store, request: &Get) -> Response<Bytes> {
    let id = request.job_id.clone();
    match store.jobs.state(&id) {
        Some(state) => {
            let example = example(Get::METADATA.operation_id, 200);
            let properties = [("id", id.clone()), ("jobId", id), ("status", state.to_owned())];
            documented(
                StatusCode::OK,
                example.map(|example| with(example, properties)).as_ref(),
            )
        }
        None => not_found::<Get>("job", &id),
    }
}

/// The status of the first documented success.
pub fn first_success(action: &Metadata) -> StatusCode {
    let codes = action.successes.iter().filter_map(|response| match response.status {
        Status::Code(code) => StatusCode::from_u16(code).ok(),
        Status::Class(_) | Status::Default => None,
    });
    codes.into_iter().next().unwrap_or(StatusCode::OK)
}

/// The example with other values of some properties.
fn with<const N: usize>(example: &Example, properties: [(&str, String); N]) -> Example {
    let mut example = example.clone();
    if let Json::Object(object) = &mut example.value {
        for (name, value) in properties {
            object.insert(name, value);
        }
    }
    example
}
