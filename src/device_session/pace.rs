//! How fast reports may follow each other.

use core::time::Duration;

use tokio::time::{Instant, sleep_until};

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

    /// Waits until another request may start.
    pub(super) async fn wait(&mut self) {
        let apart = self.started.map(|started| started + Self::WINDOW / 2);
        let within = self.ended[1].map(|ended| ended + Self::WINDOW);
        if let Some(earliest) = apart.max(within) {
            sleep_until(earliest).await;
        }
        self.started = Some(Instant::now());
    }

    /// Notes that the request has ended.
    pub(super) fn end(&mut self) {
        self.ended = [Some(Instant::now()), self.ended[0]];
    }
}
