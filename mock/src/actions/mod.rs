//! What each action does.

mod data_table_rows;
mod devices;
mod login;
mod oauth_tokens;
mod plain;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use losant::Integer;
use losant::endpoint::{Endpoint, Metadata};
use losant::endpoints::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{broken, failure, problem, success};
use crate::store::{Store, patched};

pub use plain::{first_success, plain};

/// Does what a request asks for: with the store, if it has such resources, otherwise the response is the documented example.
pub fn perform(store: &mut Store, action: &Metadata, headers: &HeaderMap, request: Request) -> Response<Bytes> {
    match request {
        Request::UserOauthTokenDelete(request) => oauth_tokens::delete(store, request),
        Request::UserOauthTokenGet(request) => oauth_tokens::get(store, request),
        Request::UserOauthTokenPatch(request) => oauth_tokens::patch(store, &request),
        Request::AuthAuthenticateDevice(request) => login::device(store, &request),
        Request::AuthAuthenticateUser(_) => login::user(store),
        Request::DevicesGet(request) => devices::list(store, &request),
        Request::DevicesPost(request) => devices::create(store, &request),
        Request::DeviceGet(request) => devices::get(store, &request),
        Request::DevicePatch(request) => devices::patch(store, &request),
        Request::DeviceDelete(request) => devices::delete(store, &request),
        Request::DeviceSendState(request) => devices::send_state(store, request),
        Request::DeviceGetState(request) => devices::get_state(store, &request),
        Request::DeviceSendCommand(request) => devices::send_command(store, request),
        Request::DeviceCommandStream(request) => devices::command_stream(store, headers, &request),
        Request::DataTableRowsGet(request) => data_table_rows::list(store, &request),
        Request::DataTableRowsQuery(request) => data_table_rows::query(store, &request),
        Request::DataTableRowsPost(request) => data_table_rows::insert(store, &request),
        Request::DataTableRowsDelete(request) => data_table_rows::delete_selected(store, &request),
        Request::DataTableRowsTruncate(request) => data_table_rows::truncate(store, &request),
        Request::DataTableRowGet(request) => data_table_rows::get(store, &request),
        Request::DataTableRowPatch(request) => data_table_rows::patch(store, &request),
        Request::DataTableRowDelete(request) => data_table_rows::delete(store, &request),
        Request::ApplicationJobLogGet(request) => plain::job(store, &request),
        _ => plain(store, action),
    }
}

/// Applies every property of a patch to what is stored, and responds with that.
fn change<E, T>(stored: Option<&mut T>, patch: &impl Serialize, (kind, id): (&str, &str)) -> Response<Bytes>
where
    E: Endpoint<Response = T>,
    T: Serialize + DeserializeOwned,
{
    let Some(stored) = stored else {
        return not_found::<E>(kind, id);
    };
    match patched(stored, patch) {
        Ok(changed) => {
            *stored = changed;
            success::<E>(StatusCode::OK, stored)
        }
        Err(error) => broken(&error),
    }
}

/// The response that there is no such resource.
fn not_found<E: Endpoint>(what: &str, id: &str) -> Response<Bytes> {
    let status = StatusCode::NOT_FOUND;
    let message = format!("{what} {id} was not found");
    failure(Some(E::METADATA), status, &problem(status, message))
}

/// The response to a request with a query parameter that the store does not evaluate; `None` if it evaluates all of them.
fn not_evaluated<E: Endpoint>(request: &E, evaluated: &[&str]) -> Option<Response<Bytes>> {
    let query = request.query();
    let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    let other = names
        .filter(|name| !name.is_empty())
        .find(|name| !evaluated.contains(name))?;
    let status = StatusCode::NOT_IMPLEMENTED;
    let message = format!("the store of the mock does not evaluate the parameter {other}");
    Some(failure(None, status, &problem(status, message)))
}

/// The value of a parameter for a number of items.
fn index(number: Option<&Integer>) -> Option<usize> {
    usize::try_from(number?.clone()).ok()
}
