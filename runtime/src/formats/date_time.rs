//! Dates with times of RFC 3339.

use super::{date, time};

pub(super) fn is_valid(text: &str) -> bool {
    parse(text.as_bytes()).is_some()
}

/// Reads a date and a time that are the whole text.
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
