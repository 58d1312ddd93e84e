//! Times of day, of RFC 3339.

use super::date::two_digits;

pub(super) fn is_valid(text: &str) -> bool {
    parse(text.as_bytes()).is_some()
}

pub(super) struct Parts<'a> {
    /// The seconds from midnight to the local time. A leap second counts as the second after it.
    seconds: i32,
    /// The digits of the fraction of a second.
    fraction: &'a [u8],
    /// The offset from UTC.
    offset_minutes: i32,
}

/// Parses a string that consists of a time with an offset.
#[inline]
pub(super) fn parse(text: &[u8]) -> Option<Parts<'_>> {
    let [h1, h2, b':', m1, m2, b':', s1, s2, ref rest @ ..] = *text else {
        return None;
    };
    let (hour, minute, second) = (two_digits(h1, h2), two_digits(m1, m2), two_digits(s1, s2));
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => {
            let end = rest.iter().position(|byte| !byte.is_ascii_digit())?;
            rest.split_at_checked(end)
                .filter(|(fraction, _)| !fraction.is_empty())?
        }
        rest => (&[][..], rest),
    };
    let offset_minutes = offset(rest)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let minutes = i32::from(hour) * 60 + i32::from(minute);
    // Leap seconds are inserted at the end of a day in UTC.
    if second == 60 && (minutes - offset_minutes).rem_euclid(24 * 60) != 24 * 60 - 1 {
        return None;
    }
    Some(Parts {
        seconds: minutes * 60 + i32::from(second),
        fraction,
        offset_minutes,
    })
}

impl Parts<'_> {
    /// The seconds from midnight in UTC of the given date. The result may be on the day before or after.
    pub(super) fn utc_seconds(&self) -> i64 {
        i64::from(self.seconds) - i64::from(self.offset_minutes) * 60
    }

    /// The fraction of the second in nanoseconds, truncated.
    pub(super) fn nanos(&self) -> u32 {
        let digits = self.fraction.iter().chain(std::iter::repeat(&b'0')).take(9);
        digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'))
    }

    /// The offset from UTC.
    pub(super) fn offset_minutes(&self) -> i32 {
        self.offset_minutes
    }
}

#[inline]
fn offset(text: &[u8]) -> Option<i32> {
    let (sign, hours, minutes) = match *text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, two_digits(h1, h2), two_digits(m1, m2)),
        [b'-', h1, h2, b':', m1, m2] => (-1, two_digits(h1, h2), two_digits(m1, m2)),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then(|| sign * (i32::from(hours) * 60 + i32::from(minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_an_offset() {
        for text in ["08:30:06Z", "00:00:00z", "23:59:59.1+23:59", "08:30:06.283185-00:00"] {
            assert!(is_valid(text), "{text}");
        }
        for text in [
            "08:30:06",
            "08:30:06.5",
            "08:30:06.Z",
            "8:30:06Z",
            "24:00:00Z",
            "00:60:00Z",
            "00:00:61Z",
            "08:30:06 PST",
            "08:30:06+24:00",
            "08:30:06+00:60",
            "08:30:06+0100",
            "08:30:06+01",
            "08:30:06Z+00:30",
            "08:30:06,5Z",
            "08:30Z",
            "1২:00:00Z",
            "ab:cd:ef",
            "08:30:06.১Z",
            "08:30:06Z ",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }

    #[test]
    fn a_leap_second_ends_a_day_in_utc() {
        for text in ["23:59:60Z", "23:59:60.5+00:00", "01:29:60+01:30", "15:59:60-08:00"] {
            assert!(is_valid(text), "{text}");
        }
        for text in ["22:59:60Z", "23:58:60Z", "23:59:60+01:00", "23:59:60-00:30"] {
            assert!(!is_valid(text), "{text}");
        }
    }

    #[test]
    fn fractions_are_read_to_the_nanosecond() {
        let nanos = |text: &str| parse(text.as_bytes()).unwrap().nanos();
        assert_eq!(nanos("00:00:00Z"), 0);
        assert_eq!(nanos("00:00:00.5Z"), 500_000_000);
        assert_eq!(nanos("00:00:00.000000001Z"), 1);
        assert_eq!(nanos("00:00:00.9999999999Z"), 999_999_999);
    }
}
