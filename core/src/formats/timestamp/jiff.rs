//! Conversions between [`Timestamp`] and `jiff`.

use super::{OUT_OF_RANGE, Timestamp, TimestampError};

/// A leap second becomes the second after it.
impl TryFrom<&Timestamp> for ::jiff::Timestamp {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<::jiff::Timestamp, TimestampError> {
        let parts = time.known()?;
        let nanos = i32::try_from(parts.subsec_nanos).map_err(out_of_range)?;
        ::jiff::Timestamp::new(parts.unix_seconds, nanos).map_err(out_of_range)
    }
}

/// Writes the time in UTC.
impl TryFrom<::jiff::Timestamp> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: ::jiff::Timestamp) -> Result<Timestamp, TimestampError> {
        // Before 1970, jiff counts both seconds and nanoseconds backwards from the epoch.
        let nanos = time.as_nanosecond();
        let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).map_err(out_of_range)?;
        let nanos = u32::try_from(nanos.rem_euclid(1_000_000_000)).map_err(out_of_range)?;
        Timestamp::from_unix(seconds, nanos)
    }
}

fn out_of_range<E>(_: E) -> TimestampError {
    OUT_OF_RANGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::timestamp::SAMPLES;

    #[test]
    fn times_go_there_and_back() {
        for (text, utc) in SAMPLES {
            let time: Timestamp = text.parse().unwrap();
            let there = ::jiff::Timestamp::try_from(&time).unwrap();
            assert_eq!(
                there.as_nanosecond().div_euclid(1_000_000),
                time.unix_millis().unwrap().into()
            );
            assert_eq!(Timestamp::try_from(there).unwrap(), utc);
        }
    }

    #[test]
    fn far_years_are_refused() {
        assert!(Timestamp::try_from(::jiff::Timestamp::MIN).is_err());
        let beyond: Timestamp = "9999-12-31T23:59:59Z".parse().unwrap();
        assert!(::jiff::Timestamp::try_from(&beyond).is_err());
    }
}
