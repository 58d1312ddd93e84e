//! Conversions between [`Timestamp`] and `chrono`.

use ::chrono::{DateTime, FixedOffset, TimeZone, Utc};

use super::{OUT_OF_RANGE, Timestamp, TimestampError};

/// Preserves the offset. A leap second becomes the second after it.
impl TryFrom<&Timestamp> for DateTime<FixedOffset> {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<DateTime<FixedOffset>, TimestampError> {
        let parts = time.known()?;
        let utc = DateTime::from_timestamp(parts.unix_seconds, parts.subsec_nanos);
        let offset = FixedOffset::east_opt(parts.offset_minutes * 60);
        let (utc, offset) = utc.zip(offset).ok_or(OUT_OF_RANGE)?;
        Ok(utc.with_timezone(&offset))
    }
}

/// A leap second becomes the second after it.
impl TryFrom<&Timestamp> for DateTime<Utc> {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<DateTime<Utc>, TimestampError> {
        let parts = time.known()?;
        DateTime::from_timestamp(parts.unix_seconds, parts.subsec_nanos).ok_or(OUT_OF_RANGE)
    }
}

/// Writes the time in UTC.
impl<Tz: TimeZone> TryFrom<DateTime<Tz>> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: DateTime<Tz>) -> Result<Timestamp, TimestampError> {
        // In a leap second, chrono has more than a thousand million nanoseconds.
        let nanos = time.timestamp_subsec_nanos();
        let seconds = time.timestamp() + i64::from(nanos / 1_000_000_000);
        Timestamp::from_unix(seconds, nanos % 1_000_000_000)
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
            let there = DateTime::<FixedOffset>::try_from(&time).unwrap();
            assert_eq!(there.offset().local_minus_utc(), time.offset_minutes().unwrap() * 60);
            assert_eq!(there.timestamp_millis(), time.unix_millis().unwrap());
            assert_eq!(Timestamp::try_from(there).unwrap(), utc);
            assert_eq!(
                Timestamp::try_from(DateTime::<Utc>::try_from(&time).unwrap()).unwrap(),
                utc
            );
        }
    }

    #[test]
    fn a_leap_second_of_chrono_becomes_the_next_second() {
        let leap = DateTime::from_timestamp(915_148_799, 1_500_000_000).unwrap();
        assert_eq!(Timestamp::try_from(leap).unwrap(), "1999-01-01T00:00:00.500Z");
    }

    #[test]
    fn far_years_are_refused() {
        assert!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC).is_err());
        assert!(Timestamp::try_from(DateTime::<Utc>::MIN_UTC).is_err());
    }
}
