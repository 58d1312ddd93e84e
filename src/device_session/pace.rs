//! How fast reports may follow each other.

use core::time::Duration;
use std::time::Instant;

/// At most two requests arrive within a second, and they are half a second apart.
///
/// When a request arrives is not known, only that it is between its start and its end. So a request starts a second after the
/// last but one has ended.
#[derive(Default)]
pub(super) struct Pace {
    started: Option<Instant>,
    /// The ends of the last request and of the one before.
    ended: [Option<Instant>; 2],
}

impl Pace {
    const WINDOW: Duration = Duration::from_secs(1);

    /// Returns when another request may start; `None` if it may at once.
    pub(super) fn earliest(&self) -> Option<Instant> {
        let apart = self.started.map(|started| started + Self::WINDOW / 2);
        let within = self.ended[1].map(|ended| ended + Self::WINDOW);
        apart.max(within)
    }

    /// Notes that a request starts.
    pub(super) fn start(&mut self, now: Instant) {
        self.started = Some(now);
    }

    /// Notes that the request has ended.
    pub(super) fn end(&mut self, now: Instant) {
        self.ended = [Some(now), self.ended[0]];
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;
    use std::time::Instant;

    use super::Pace;

    #[test]
    fn no_second_has_more_than_two_requests() {
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut pace = Pace::default();
        assert_eq!(pace.earliest(), None);
        pace.start(at(0));
        pace.end(at(100));
        assert_eq!(pace.earliest(), Some(at(500)), "half a second after the first one");
        pace.start(at(500));
        pace.end(at(700));
        assert_eq!(
            pace.earliest(),
            Some(at(1_100)),
            "a second after the first one has ended"
        );
    }
}
