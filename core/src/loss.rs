//! A note from liberal deserialising to exact parsing: "the typed value does not tell all that the text said".
//!
//! It is set where a generated `Deserialize` drops something (an unknown property of a closed object, a `null` for a
//! property that cannot be `null`). Exact parsing then judges the text itself. It is a thread-local flag because
//! serde gives a `Deserialize` no way to hand anything else up, and it costs nothing while nothing is dropped.

use core::cell::Cell;

thread_local! {
    static NOTED: Cell<bool> = const { Cell::new(false) };
}

/// Says that something was dropped.
pub fn note() {
    NOTED.set(true);
}

pub(crate) fn forget() {
    NOTED.set(false);
}

pub(crate) fn was_noted() -> bool {
    NOTED.get()
}
