//! Calendar dates of RFC 3339.

use super::typed::{Text, formatted_text};

/// A calendar date like `2016-06-13`, preserved as written.
///
/// ```
/// use typewright_runtime::formats::Date;
///
/// let date: Date = "2016-06-13".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (Some(2016), Some(6), Some(13)));
/// assert!(date < "2016-10-01".parse()?);
/// assert!("2016-02-30".parse::<Date>().is_err());
/// # Ok::<(), typewright_runtime::formats::FormatError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(Text);

formatted_text!(Date, Date);

impl Date {
    /// Returns the year, from 0 to 9999; `None` if the date is malformed.
    pub fn year(&self) -> Option<u16> {
        self.parts().map(|parts| parts.year)
    }

    /// Returns the month, from 1 to 12; `None` if the date is malformed.
    pub fn month(&self) -> Option<u8> {
        self.parts().map(|parts| parts.month)
    }

    /// Returns the day of the month, from 1; `None` if the date is malformed.
    pub fn day(&self) -> Option<u8> {
        self.parts().map(|parts| parts.day)
    }

    fn parts(&self) -> Option<Parts> {
        parse(self.0.as_str().as_bytes())
    }
}

pub(super) fn is_valid(text: &str) -> bool {
    parse(text.as_bytes()).is_some()
}

#[derive(Clone, Copy)]
pub(super) struct Parts {
    year: u16,
    month: u8,
    day: u8,
}

/// Parses a string that consists of a date.
#[inline]
pub(super) fn parse(text: &[u8]) -> Option<Parts> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return None;
    };
    let (century, year) = (two_digits(y1, y2), two_digits(y3, y4));
    let (month, day) = (two_digits(m1, m2), two_digits(d1, d2));
    if century > 99 || year > 99 {
        return None;
    }
    let year = u16::from(century) * 100 + u16::from(year);
    (1..=days_in_month(year, month))
        .contains(&day)
        .then_some(Parts { year, month, day })
}

/// 1970-01-01, counted from 0000-03-01.
const EPOCH: i64 = 719_468;

impl Parts {
    /// The days from 1970-01-01 to this date.
    pub(super) fn days_since_epoch(self) -> i64 {
        // With years that start in March, the leap day is the last day of a year.
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let year = if month < 3 { year - 1 } else { year };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        // The months from March on have 31, 30, 31, 30, 31, 31, … days.
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        year * 365 + leap_days + day_of_year - EPOCH
    }
}

/// The date that is this many days after 1970-01-01, for any year.
pub(super) fn from_days_since_epoch(days: i64) -> (i64, i64, i64) {
    // The inverse of the above; 400 years have 146,097 days.
    let days = days + EPOCH;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = (from_march + 2) % 12 + 1;
    let year = era * 400 + year + i64::from(month < 3);
    (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
}

/// Parses two ASCII digits. Returns a number above 99 for anything else, which all callers reject as out of range.
#[inline]
pub(super) fn two_digits(tens: u8, ones: u8) -> u8 {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens < 10 && ones < 10 {
        tens * 10 + ones
    } else {
        u8::MAX
    }
}

#[inline]
fn days_in_month(year: u16, month: u8) -> u8 {
    let is_leap_year = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_valid() {
        for text in ["2020-02-29", "2000-02-29", "0000-02-29", "9999-12-31", "2021-04-30"] {
            assert!(is_valid(text), "{text}");
        }
        for text in [
            "2021-02-29",
            "1900-02-29",
            "2020-02-30",
            "2020-13-01",
            "2020-00-01",
            "2020-01-00",
            "2020-04-31",
            "2020-1-01",
            "2020-01-1",
            "20200101",
            "2020-W01-1",
            "2020-01-01 ",
            " 2020-01-01",
            "2020/01/01",
            "-2020-01-01",
            "02020-01-01",
            "1963-06-1৪",
            "২০২০-০১-০১",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }

    #[test]
    fn days_are_counted_from_the_epoch() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-03-01", 11_017),
            ("2016-06-13", 16_965),
            ("0000-01-01", -719_528),
            ("9999-12-31", 2_932_896),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap().days_since_epoch(), days, "{text}");
        }
    }

    #[test]
    fn every_day_comes_back_from_its_number() {
        let mut before = None;
        for days in -719_528..=2_932_896 {
            let (year, month, day) = from_days_since_epoch(days);
            let date = parse(format!("{year:04}-{month:02}-{day:02}").as_bytes()).unwrap();
            assert_eq!(date.days_since_epoch(), days);
            assert!(before < Some((year, month, day)));
            before = Some((year, month, day));
        }
    }
}
