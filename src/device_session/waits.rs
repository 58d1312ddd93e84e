//! How long to wait between attempts: from half a second to 30 seconds, twice as long each time.

use core::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

/// Waits without an end.
pub(super) fn endless() -> ExponentialBackoff {
    doubling().without_max_times().build()
}

/// At most so many waits.
pub(super) fn most(count: usize) -> ExponentialBackoff {
    doubling().with_max_times(count).build()
}

fn doubling() -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(30))
        .with_jitter()
}
