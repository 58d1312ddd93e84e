//! Conversions between [`Timestamp`] and `time`.

use ::time::{OffsetDateTime, UtcOffset};

use super::{OUT_OF_RANGE, Timestamp, TimestampError};

/// Preserves the offset. A leap second becomes the second after it.
impl TryFrom<&Timestamp> for OffsetDateTime {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<OffsetDateTime, TimestampError> {
        let parts = time.known()?;
        let seconds = i128::from(parts.unix_seconds);
        let nanos = seconds * 1_000_000_000 + i128::from(parts.subsec_nanos);
        let utc = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok();
        let offset = UtcOffset::from_whole_seconds(parts.offset_minutes * 60).ok();
        utc.zip(offset)
            .and_then(|(utc, offset)| utc.checked_to_offset(offset))
            .ok_or(OUT_OF_RANGE)
    }
}

/// Writes the time in UTC.
impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: OffsetDateTime) -> Result<Timestamp, TimestampError> {
        Timestamp::from_unix(time.unix_timestamp(), time.nanosecond())
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
            let there = OffsetDateTime::try_from(&time).unwrap();
            assert_eq!(there.offset().whole_seconds(), time.offset_minutes().unwrap() * 60);
            assert_eq!(there.unix_timestamp(), time.unix_seconds().unwrap());
            assert_eq!(Timestamp::try_from(there).unwrap(), utc);
        }
    }

    #[test]
    fn a_time_beyond_the_last_year_is_refused() {
        let beyond: Timestamp = "9999-12-31T23:59:59-00:01".parse().unwrap();
        assert!(OffsetDateTime::try_from(&beyond).is_err());
    }
}
