//! IP addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::typed::{Text, formatted_text};

/// An IPv4 address like `192.168.0.1`, preserved as written.
///
/// ```
/// use typewright_runtime::formats::Ipv4;
///
/// let address: Ipv4 = "127.0.0.1".parse()?;
/// assert!(address.addr().is_some_and(|addr| addr.is_loopback()));
/// # Ok::<(), typewright_runtime::formats::FormatError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ipv4(Text);

formatted_text!(Ipv4, Ipv4);

impl Ipv4 {
    /// Returns the parsed address; `None` if the address is malformed.
    pub fn addr(&self) -> Option<Ipv4Addr> {
        self.0.as_str().parse().ok()
    }
}

impl From<Ipv4Addr> for Ipv4 {
    fn from(addr: Ipv4Addr) -> Ipv4 {
        Ipv4(Text::valid(addr.to_string()))
    }
}

/// An IPv6 address like `2001:db8::1`, preserved as written, without a zone or brackets.
///
/// Two notations of the same address are different values; compare [`Ipv6::addr`] instead.
///
/// ```
/// use typewright_runtime::formats::Ipv6;
///
/// let (short, long): (Ipv6, Ipv6) = ("::1".parse()?, "0:0:0:0:0:0:0:1".parse()?);
/// assert_ne!(short, long);
/// assert_eq!(short.addr(), long.addr());
/// # Ok::<(), typewright_runtime::formats::FormatError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ipv6(Text);

formatted_text!(Ipv6, Ipv6);

impl Ipv6 {
    /// Returns the parsed address; `None` if the address is malformed.
    pub fn addr(&self) -> Option<Ipv6Addr> {
        self.0.as_str().parse().ok()
    }
}

impl From<Ipv6Addr> for Ipv6 {
    fn from(addr: Ipv6Addr) -> Ipv6 {
        Ipv6(Text::valid(addr.to_string()))
    }
}

/// The standard library accepts exactly the notations that the formats allow.
pub(super) fn is_valid_v4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

pub(super) fn is_valid_v6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v4_has_four_plain_decimal_numbers() {
        for text in ["192.168.0.1", "0.0.0.0", "255.255.255.255"] {
            assert!(is_valid_v4(text), "{text}");
        }
        for text in [
            "127.0",
            "127.0.0.0.1",
            "256.256.256.256",
            "0x7f000001",
            "2130706433",
            "087.10.0.1",
            "1২7.0.0.1",
            "192.168.1.0/24",
            " 1.2.3.4",
            "1.2.3.4 ",
            "1.2.3.",
            "1.2.3.4:80",
        ] {
            assert!(!is_valid_v4(text), "{text}");
        }
    }

    #[test]
    fn v6_has_eight_groups_or_a_gap() {
        for text in [
            "::",
            "::1",
            "d6::",
            "1:2:3:4:5:6:7:8",
            "1::d6:192.168.0.1",
            "::FFFF:1.2.3.4",
        ] {
            assert!(is_valid_v6(text), "{text}");
        }
        for text in [
            "12345::",
            "1:2:3:4:5:6:7",
            ":2:3:4:5:6:7:8",
            "1::d6::42",
            "1:2:3:4:5:::8",
            "1",
            "127.0.0.1",
            "fe80::a%eth1",
            "fe80::/64",
            "[::1]",
            "1::2:192.168.ff.1",
            " ::1",
        ] {
            assert!(!is_valid_v6(text), "{text}");
        }
    }

    #[test]
    fn addresses_go_there_and_back() {
        assert_eq!(Ipv4::from(Ipv4Addr::LOCALHOST), "127.0.0.1");
        assert_eq!(Ipv6::from(Ipv6Addr::LOCALHOST).addr(), Some(Ipv6Addr::LOCALHOST));
    }
}
