//! A thread-local flag from liberal deserialization to exact parsing: the typed value does not hold all of the text.
//!
//! A `Deserialize` of a generated type sets it where it drops or changes something, such as a `null` for a property that
//! cannot be `null`. Exact parsing then judges the text itself. The flag is thread-local because serde gives a
//! `Deserialize` no way to hand anything else up, and it costs nothing while nothing is dropped.

use core::cell::Cell;

thread_local! {
    static NOTED: Cell<bool> = const { Cell::new(false) };
}

/// Notes that the value that is being read does not hold all of its text.
pub fn note() {
    NOTED.set(true);
}

/// Watches for notes while it lives.
///
/// A `Deserialize` may parse exactly itself, so watches nest: what was noted before or during an inner one is noted for
/// the outer one as well.
#[derive(Debug)]
pub(crate) struct Watch {
    before: bool,
}

impl Watch {
    /// Starts without a note.
    pub(crate) fn start() -> Self {
        Self {
            before: NOTED.replace(false),
        }
    }

    /// Whether something was noted since the start.
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
