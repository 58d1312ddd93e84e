//! UUIDs of RFC 4122.

use super::typed::{Text, formatted_text};

/// A UUID like `123e4567-e89b-12d3-a456-426614174000`, preserved as written.
///
/// The comparison is case-sensitive.
///
/// ```
/// use typewright_runtime::formats::Uuid;
///
/// let uuid: Uuid = "123e4567-e89b-12d3-a456-426614174000".parse()?;
/// assert_eq!(uuid, "123e4567-e89b-12d3-a456-426614174000");
/// assert!("123e4567".parse::<Uuid>().is_err());
/// # Ok::<(), typewright_runtime::formats::FormatError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid(Text);

formatted_text!(Uuid, Uuid);

pub(super) fn is_valid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_are_in_their_places() {
        for text in [
            "2EB8AA08-AA98-11EA-B4Aa-73B441D16380",
            "00000000-0000-0000-0000-000000000000",
        ] {
            assert!(is_valid(text), "{text}");
        }
        for text in [
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380",
            "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
            "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}",
            "2eb8aa08aa9811eab4aa73b441d16380----",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
