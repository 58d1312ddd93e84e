//! A thread-local flag from liberal deserialization to exact parsing: the typed value does not preserve all of the
//! text.
//!
//! The `Deserialize` of a generated type sets the flag where it drops or changes something, such as a `null` for a
//! property that cannot be `null`. Exact parsing then validates the text itself. The flag is thread-local because a
//! `Deserialize` has no other way to pass information to its caller. It costs nothing while nothing is dropped.

use core::cell::Cell;

thread_local! {
    static NOTED: Cell<bool> = const { Cell::new(false) };
}

/// Records that the value being deserialized does not preserve all of its text.
pub fn note() {
    NOTED.set(true);
}

/// Observes the flag during its lifetime.
///
/// A `Deserialize` may itself parse exactly, so watches nest: a loss that is recorded before or during an inner watch
/// also counts for the outer one.
#[derive(Debug)]
pub(crate) struct Watch {
    before: bool,
}

impl Watch {
    /// Starts a watch with the flag cleared.
    pub(crate) fn start() -> Self {
        Self {
            before: NOTED.replace(false),
        }
    }

    /// Whether a loss was recorded since the start.
    #[expect(clippy::unused_self, reason = "there is an answer only while a watch lives")]
    pub(crate) fn was_noted(&self) -> bool {
        NOTED.get()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        NOTED.set(NOTED.get() || self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::{Watch, note};

    #[test]
    fn an_inner_watch_keeps_the_note_of_the_outer_one() {
        let outer = Watch::start();
        note();
        let inner = Watch::start();
        assert!(!inner.was_noted());
        drop(inner);
        assert!(outer.was_noted());
    }

    #[test]
    fn a_note_of_an_inner_watch_counts_for_the_outer_one() {
        let outer = Watch::start();
        let inner = Watch::start();
        note();
        drop(inner);
        assert!(outer.was_noted());
    }

    #[test]
    fn a_panic_ends_a_watch() {
        let outer = Watch::start();
        note();
        let unwound = std::panic::catch_unwind(|| {
            let _inner = Watch::start();
            std::panic::resume_unwind(Box::new(()));
        });
        assert!(unwound.is_err() && outer.was_noted());
    }
}
