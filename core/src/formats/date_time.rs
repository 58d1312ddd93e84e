//! Dates with times, of RFC 3339.

use super::{date, time};

pub(super) fn is_valid(text: &str) -> bool {
    text.as_bytes().try_into().is_ok_and(is_usual) || parse(text.as_bytes()).is_some()
}

/// Checks the most common form, on a day that every month has, without parsing the string.
fn is_usual(text: &[u8; 24]) -> bool {
    const LEAST: &[u8; 24] = b"0000-00-00T00:00:00.000Z";
    const MOST: &[u8; 24] = b"9999-19-29T29:59:59.999Z";
    let mut in_range = true;
    let mut index = 0;
    while index < 24 {
        in_range &= text[index] >= LEAST[index] && text[index] <= MOST[index];
        index += 1;
    }
    let two_digits = |at: usize| u16::from_be_bytes([text[at], text[at + 1]]);
    let is_between = |at: usize, least: &[u8; 2], most: &[u8; 2]| {
        (u16::from_be_bytes(*least)..=u16::from_be_bytes(*most)).contains(&two_digits(at))
    };
    in_range && is_between(5, b"01", b"12") && is_between(8, b"01", b"28") && is_between(11, b"00", b"23")
}

/// Parses a string that consists of a date and a time.
#[inline]
pub(super) fn parse(text: &[u8]) -> Option<(date::Parts, time::Parts<'_>)> {
    let (date, rest) = text.split_at_checked("2016-06-13".len())?;
    let [b'T' | b't', time @ ..] = rest else {
        return None;
    };
    Some((date::parse(date)?, time::parse(time)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_and_a_time_are_joined_by_a_t() {
        for text in ["2016-06-13T04:00:00.000Z", "1963-06-19t08:30:06.283185z"] {
            assert!(is_valid(text), "{text}");
        }
        for text in [
            "2016-06-13 04:00:00.000Z",
            "2016-06-13T",
            "2016-06-13",
            "2016-06-13TT04:00:00Z",
            "2016-06-31T04:00:00Z",
            "2016-06-13T04:00:00",
            "2013-350T01:01:01",
            "20160613T040000Z",
            "06/19/1963 08:30:06 PST",
            "2016-6-13T04:00:00.000Z",
            "1998-12-31T23:59:61Z",
            "T",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
