//! Conversions between [`Timestamp`] and the time of the standard library.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{OUT_OF_RANGE, Timestamp, TimestampError};

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: SystemTime) -> Result<Timestamp, TimestampError> {
        let out_of_range = |_| OUT_OF_RANGE;
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => {
                let seconds = i64::try_from(after.as_secs()).map_err(out_of_range)?;
                Timestamp::from_unix(seconds, after.subsec_nanos())
            }
            Err(error) => {
                let before = error.duration();
                let seconds = i64::try_from(before.as_secs()).map_err(out_of_range)?;
                match before.subsec_nanos() {
                    0 => Timestamp::from_unix(-seconds, 0),
                    nanos => Timestamp::from_unix(-seconds - 1, 1_000_000_000 - nanos),
                }
            }
        }
    }
}

impl TryFrom<&Timestamp> for SystemTime {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<SystemTime, TimestampError> {
        let parts = time.known()?;
        let seconds = parts.unix_seconds;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let start = if seconds < 0 {
            UNIX_EPOCH.checked_sub(whole)
        } else {
            UNIX_EPOCH.checked_add(whole)
        };
        let fraction = Duration::from_nanos(parts.subsec_nanos.into());
        start.and_then(|start| start.checked_add(fraction)).ok_or(OUT_OF_RANGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::timestamp::SAMPLES;

    #[test]
    fn times_go_there_and_back() {
        for (text, utc) in SAMPLES {
            let time: Timestamp = text.parse().unwrap();
            let system = SystemTime::try_from(&time).unwrap();
            assert_eq!(Timestamp::try_from(system).unwrap(), utc);
        }
    }
}
