//! What a person would write for a union of tagged objects: an internally tagged enum.

use serde::{Deserialize, Serialize};

/// Something that happened.
#[derive(Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Event {
    Opened(Counted),
    Closed(Placed),
    Started(Ranged),
    Stopped(Counted),
    Paused(Placed),
    Resumed(Ranged),
    Joined(Counted),
    Left(Placed),
    Added(Ranged),
    Removed(Counted),
    Moved(Placed),
    Renamed(Ranged),
    Locked(Counted),
    Unlocked(Placed),
    Created(Ranged),
    Deleted(Counted),
    Archived(Placed),
    Restored(Ranged),
    Shared(Counted),
    Revoked(Placed),
    Invited(Ranged),
    Accepted(Counted),
    Declined(Placed),
    Assigned(Ranged),
    Released(Counted),
    Uploaded(Placed),
    Downloaded(Ranged),
    Imported(Counted),
    Exported(Placed),
    Expired(Ranged),
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Counted {
    id: String,
    name: String,
    count: i64,
    active: Option<bool>,
    tags: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Placed {
    id: String,
    level: Level,
    ratio: f64,
    note: Option<String>,
    place: Place,
    active: Option<bool>,
    count: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Low,
    Medium,
    High,
}

#[derive(Deserialize, Serialize)]
struct Place {
    room: String,
    floor: i32,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Ranged {
    id: String,
    by: String,
    to: Option<String>,
    reason: Option<String>,
    first: i64,
    last: i64,
    names: Option<Vec<String>>,
    r#final: bool,
    note: Option<String>,
}
