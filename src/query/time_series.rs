//! Time ranges of queries for recorded values.

use core::time::Duration;
use std::time::SystemTime;

use crate::Number;
use crate::types::{LastValueQuery, TimeSeriesQuery};

impl TimeSeriesQuery {
    /// Selects the values of the last so much time.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use losant::types::{AggregationMethodOrNone, TimeSeriesQuery};
    ///
    /// let query = TimeSeriesQuery::last(Duration::from_secs(600))
    ///     .every(Duration::from_secs(60))
    ///     .aggregation(AggregationMethodOrNone::Mean)
    ///     .attributes(["voltage".parse()?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn last(duration: Duration) -> Self {
        Self::new().duration(milliseconds(duration)).end(0)
    }

    /// Selects the values between two times.
    #[must_use]
    pub fn between(start: SystemTime, end: SystemTime) -> Self {
        Self::new().start(since_epoch(start)).end(since_epoch(end))
    }

    /// Aggregates the values of each span of so much time.
    #[must_use]
    pub fn every(self, duration: Duration) -> Self {
        self.resolution(milliseconds(duration))
    }
}

impl LastValueQuery {
    /// Selects the last values before a time.
    #[must_use]
    pub fn before(self, end: SystemTime) -> Self {
        self.end(since_epoch(end))
    }
}

fn milliseconds(duration: Duration) -> Number {
    Number::from(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
}

/// The time as the API writes it: milliseconds since 1970, negative before.
fn since_epoch(time: SystemTime) -> Number {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => milliseconds(since),
        Err(before) => Number::from(-i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX)),
    }
}
