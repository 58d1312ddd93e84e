//! Points in time, as the Losant API writes them.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
mod system;
#[cfg(feature = "time")]
mod time;

use std::fmt;

use super::typed::{Text, formatted_text};
use super::{date, date_time};

/// A point in time like `2016-06-13T04:00:00.000Z` (`date-time` of RFC 3339), preserved as written.
///
/// ```
/// use typewright_runtime::formats::Timestamp;
///
/// let time: Timestamp = "2016-06-13T06:00:00.5+02:00".parse()?;
/// assert_eq!(time.unix_millis(), Some(1_465_790_400_500));
/// assert_eq!(time.subsec_nanos(), Some(500_000_000));
/// assert_eq!(time, "2016-06-13T06:00:00.5+02:00");
///
/// let same = Timestamp::from_unix_millis(1_465_790_400_500)?;
/// assert_eq!(same, "2016-06-13T04:00:00.500Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Two timestamps are equal if their strings are equal. There is no order, since the order of strings is not the order
/// of time (`12:00:00+02:00` is before `11:00:00Z`): compare [`Timestamp::unix_millis`].
///
/// The features `chrono`, `time` and `jiff` add conversions from and to the types of these crates. Conversions from and
/// to [`SystemTime`](std::time::SystemTime) need no feature.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(Text);

formatted_text!(Timestamp, DateTime);

impl Timestamp {
    /// Creates a timestamp from milliseconds since the start of 1970 in UTC.
    ///
    /// # Errors
    ///
    /// If the time is not within the years 0 to 9999.
    pub fn from_unix_millis(millis: i64) -> Result<Timestamp, TimestampError> {
        let nanos = u32::try_from(millis.rem_euclid(1000) * 1_000_000);
        let nanos = nanos.map_err(|_| OUT_OF_RANGE)?;
        Timestamp::from_unix(millis.div_euclid(1000), nanos)
    }

    /// Returns the milliseconds since the start of 1970 in UTC, truncated; `None` if the timestamp is malformed.
    ///
    /// As usual in Unix time, a leap second counts as the second after it.
    pub fn unix_millis(&self) -> Option<i64> {
        self.parts().map(Parts::unix_millis)
    }

    /// Returns the seconds since the start of 1970 in UTC, truncated; `None` if the timestamp is malformed.
    pub fn unix_seconds(&self) -> Option<i64> {
        self.parts().map(|parts| parts.unix_seconds)
    }

    /// Returns the fraction of the second in nanoseconds, truncated; `None` if the timestamp is malformed.
    pub fn subsec_nanos(&self) -> Option<u32> {
        self.parts().map(|parts| parts.subsec_nanos)
    }

    /// Returns the offset from UTC in minutes, positive if it is ahead of UTC; `None` if the timestamp is malformed.
    pub fn offset_minutes(&self) -> Option<i32> {
        self.parts().map(|parts| parts.offset_minutes)
    }

    fn parts(&self) -> Option<Parts> {
        let (date, time) = date_time::parse(self.0.as_str().as_bytes())?;
        Some(Parts {
            unix_seconds: date.days_since_epoch() * SECONDS_OF_DAY + time.utc_seconds(),
            subsec_nanos: time.nanos(),
            offset_minutes: time.offset_minutes(),
        })
    }

    /// The parsed form that conversions use.
    fn known(&self) -> Result<Parts, TimestampError> {
        self.parts().ok_or(TimestampError(Kind::Malformed))
    }

    /// Writes a time in UTC, with milliseconds, or with more digits if necessary.
    fn from_unix(seconds: i64, nanos: u32) -> Result<Timestamp, TimestampError> {
        let days = seconds.div_euclid(SECONDS_OF_DAY);
        if !(FIRST_DAY..=LAST_DAY).contains(&days) {
            return Err(OUT_OF_RANGE);
        }
        let (year, month, day) = date::from_days_since_epoch(days);
        let second = seconds.rem_euclid(SECONDS_OF_DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let (fraction, digits) = match nanos {
            nanos if nanos % 1_000_000 == 0 => (nanos / 1_000_000, 3),
            nanos if nanos % 1000 == 0 => (nanos / 1000, 6),
            nanos => (nanos, 9),
        };
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:0digits$}Z");
        Ok(Timestamp(Text::valid(text)))
    }
}

const SECONDS_OF_DAY: i64 = 24 * 60 * 60;

/// 0000-01-01
const FIRST_DAY: i64 = -719_528;
/// 9999-12-31
const LAST_DAY: i64 = 2_932_896;

/// A parsed point in time.
struct Parts {
    unix_seconds: i64,
    subsec_nanos: u32,
    offset_minutes: i32,
}

impl Parts {
    fn unix_millis(self) -> i64 {
        self.unix_seconds * 1000 + i64::from(self.subsec_nanos / 1_000_000)
    }
}

/// The error of a conversion: the [`Timestamp`] is malformed, or the time is outside the range of the target type; for
/// a [`Timestamp`], the years 0 to 9999.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampError(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Malformed,
    OutOfRange,
}

const OUT_OF_RANGE: TimestampError = TimestampError(Kind::OutOfRange);

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Malformed => "the text is not a date-time of RFC 3339",
            Kind::OutOfRange => "the time is outside the years that can be converted",
        })
    }
}

impl std::error::Error for TimestampError {}

/// Test cases for conversions: the string, and its form in UTC.
#[cfg(test)]
const SAMPLES: [(&str, &str); 10] = [
    ("2016-06-13T04:00:00.000Z", "2016-06-13T04:00:00.000Z"),
    ("2016-06-13T04:00:00Z", "2016-06-13T04:00:00.000Z"),
    ("2016-06-13t06:30:00.5+02:30", "2016-06-13T04:00:00.500Z"),
    ("1963-06-19T08:30:06.283185-08:00", "1963-06-19T16:30:06.283185Z"),
    ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
    ("1998-12-31T23:59:60.123Z", "1999-01-01T00:00:00.123Z"),
    ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"),
    ("2000-02-29T23:59:59-00:01", "2000-03-01T00:00:59.000Z"),
    ("0001-01-01T00:00:00+23:59", "0000-12-31T00:01:00.000Z"),
    ("9999-12-30T21:59:59.9999999999Z", "9999-12-30T21:59:59.999999999Z"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_utc() {
        for (text, utc) in SAMPLES {
            let time: Timestamp = text.parse().unwrap();
            let parts = time.parts().unwrap();
            let rewritten = Timestamp::from_unix(parts.unix_seconds, parts.subsec_nanos).unwrap();
            assert_eq!(rewritten, utc);
            assert_eq!(rewritten.unix_millis(), time.unix_millis());
        }
    }

    #[test]
    fn malformed_text_is_no_point_in_time() {
        let time: Timestamp = serde_json::from_str("\"yesterday\"").unwrap();
        assert!(!time.is_valid());
        assert_eq!((time.unix_millis(), time.unix_seconds()), (None, None));
        assert_eq!((time.subsec_nanos(), time.offset_minutes()), (None, None));
        let error = std::time::SystemTime::try_from(&time).unwrap_err();
        assert_eq!(error.to_string(), "the text is not a date-time of RFC 3339");
    }

    #[test]
    fn milliseconds_count_from_the_epoch() {
        let millis = |text: &str| text.parse::<Timestamp>().unwrap().unix_millis().unwrap();
        assert_eq!(millis("1970-01-01T00:00:00Z"), 0);
        assert_eq!(millis("1969-12-31T23:59:59.999Z"), -1);
        assert_eq!(millis("2016-06-13T04:00:00.000Z"), 1_465_790_400_000);
        assert_eq!(millis("2016-06-13T04:00:00.0009Z"), 1_465_790_400_000);
        assert_eq!(millis("1969-12-31T23:59:59.9995Z"), -1);
    }

    #[test]
    fn years_of_more_than_four_digits_are_refused() {
        let last = "9999-12-31T23:59:59.999Z";
        let millis = last.parse::<Timestamp>().unwrap().unix_millis().unwrap();
        assert_eq!(Timestamp::from_unix_millis(millis).unwrap(), last);
        assert!(Timestamp::from_unix_millis(millis + 1).is_err());
        let first = "0000-01-01T00:00:00.000Z";
        let millis = first.parse::<Timestamp>().unwrap().unix_millis().unwrap();
        assert_eq!(Timestamp::from_unix_millis(millis).unwrap(), first);
        assert!(Timestamp::from_unix_millis(millis - 1).is_err());
        assert!(Timestamp::from_unix_millis(i64::MIN).is_err());
        assert!(Timestamp::from_unix_millis(i64::MAX).is_err());
    }

    #[test]
    fn the_offset_is_that_of_the_text() {
        let offset = |text: &str| text.parse::<Timestamp>().unwrap().offset_minutes().unwrap();
        assert_eq!(offset("2016-06-13T04:00:00+05:30"), 330);
        assert_eq!(offset("2016-06-13T04:00:00-08:00"), -480);
        assert_eq!(offset("2016-06-13T04:00:00z"), 0);
    }
}
