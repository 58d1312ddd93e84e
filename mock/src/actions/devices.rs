//! The actions of devices: their properties, states and commands.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use losant::endpoints::device::{CommandStream, Delete, Get, GetState, Patch, SendCommand, SendState};
use losant::endpoints::devices;
use losant::types;
use losant::types::{DeviceState, DeviceStateOrStates, DeviceStates, Devices, SortOrder, Success};

use super::{change, index, not_evaluated, not_found};
use crate::answer::{broken, events, success};
use crate::store::Store;

const KIND: &str = "device";

/// The header with the last event that a client has received.
const LAST_EVENT_ID: &str = "last-event-id";

pub fn list(store: &Store, request: &devices::Get) -> Response<Bytes> {
    if let Some(answer) = not_evaluated(request, &["page", "perPage", "sortField", "sortDirection"]) {
        return answer;
    }
    let mut items: Vec<types::Device> = store.devices.of(&request.application_id).cloned().collect();
    items.sort_by(|one, other| one.name.cmp(&other.name));
    if request.sort_direction == Some(SortOrder::Desc) {
        items.reverse();
    }
    let total = items.len();
    let page = index(request.page.as_ref()).unwrap_or(0);
    let per_page = index(request.per_page.as_ref()).unwrap_or(100);
    let items: Vec<types::Device> = items
        .into_iter()
        .skip(page.saturating_mul(per_page))
        .take(per_page)
        .collect();
    let devices = Devices::new()
        .count(items.len())
        .total_count(total)
        .page(page)
        .per_page(per_page)
        .application_id(request.application_id.clone())
        .items(items);
    success::<devices::Get>(StatusCode::OK, &devices)
}

pub fn create(store: &mut Store, request: &devices::Post) -> Response<Bytes> {
    if let Some(answer) = not_evaluated(request, &[]) {
        return answer;
    }
    match store.devices.create(&request.application_id, &request.body) {
        Ok(device) => success::<devices::Post>(StatusCode::CREATED, &device),
        Err(error) => broken(&error),
    }
}

pub fn get(store: &mut Store, request: &Get) -> Response<Bytes> {
    if let Some(answer) = not_evaluated(request, &[]) {
        return answer;
    }
    match store.devices.get(&request.application_id, &request.device_id) {
        Some(stored) => success::<Get>(StatusCode::OK, &stored.device),
        None => not_found::<Get>(KIND, request.device_id.as_str()),
    }
}

pub fn patch(store: &mut Store, request: &Patch) -> Response<Bytes> {
    if let Some(answer) = not_evaluated(request, &[]) {
        return answer;
    }
    let stored = store.devices.get(&request.application_id, &request.device_id);
    let stored = stored.map(|stored| &mut stored.device);
    change::<Patch, _>(stored, &request.body, (KIND, request.device_id.as_str()))
}

pub fn delete(store: &mut Store, request: &Delete) -> Response<Bytes> {
    match store.devices.remove(&request.application_id, &request.device_id) {
        Some(_) => success::<Delete>(StatusCode::OK, &Success::new().success()),
        None => not_found::<Delete>(KIND, request.device_id.as_str()),
    }
}

pub fn send_state(store: &mut Store, request: SendState) -> Response<Bytes> {
    let Some(stored) = store.devices.get(&request.application_id, &request.device_id) else {
        return not_found::<SendState>(KIND, request.device_id.as_str());
    };
    let states = match request.body {
        DeviceStateOrStates::DeviceState(state) => vec![state],
        DeviceStateOrStates::Array(states) => states,
        // A request with anything else is rejected before.
        _ => Vec::new(),
    };
    match states.into_iter().try_for_each(|state| stored.report(state)) {
        Ok(()) => success::<SendState>(StatusCode::OK, &Success::new().success()),
        Err(error) => broken(&error),
    }
}

pub fn get_state(store: &mut Store, request: &GetState) -> Response<Bytes> {
    if let Some(answer) = not_evaluated(request, &["limit"]) {
        return answer;
    }
    let Some(stored) = store.devices.get(&request.application_id, &request.device_id) else {
        return not_found::<GetState>(KIND, request.device_id.as_str());
    };
    let limit = index(request.limit.as_ref()).unwrap_or(1);
    let latest: Vec<DeviceState> = stored.states.iter().rev().take(limit).cloned().collect();
    success::<GetState>(StatusCode::OK, &DeviceStates(latest))
}

pub fn send_command(store: &mut Store, request: SendCommand) -> Response<Bytes> {
    match store.devices.get(&request.application_id, &request.device_id) {
        Some(stored) => match stored.command(request.body) {
            Ok(()) => success::<SendCommand>(StatusCode::OK, &Success::new().success()),
            Err(error) => broken(&error),
        },
        None => not_found::<SendCommand>(KIND, request.device_id.as_str()),
    }
}

/// Responds with the commands that the client has not received yet, and ends.
pub fn command_stream(store: &mut Store, headers: &HeaderMap, request: &CommandStream) -> Response<Bytes> {
    let Some(stored) = store.devices.get(&request.application_id, &request.device_id) else {
        return not_found::<CommandStream>(KIND, request.device_id.as_str());
    };
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()?.parse().ok());
    let commands: Result<Vec<String>, _> = stored.commands.iter().map(serde_json::to_string).collect();
    match commands {
        Ok(commands) => {
            let numbered = (1..).zip(commands.iter().map(String::as_str));
            events(numbered.skip(last.unwrap_or(0)))
        }
        Err(error) => broken(&error),
    }
}
