//! A fingerprint of a file, to tell whether generated code belongs to it.

/// Returns the fingerprint of a text as 16 hexadecimal digits: 64-bit FNV-1a of its bytes without carriage returns.
///
/// It tells versions apart. It is no protection against somebody who wants two files to look the same.
pub fn digest(bytes: &[u8]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    // A version control system may store a file with other line ends than a checkout has.
    for byte in bytes.iter().filter(|byte| **byte != b'\r') {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn the_digest_is_fnv_1a() {
        assert_eq!(digest(b""), "cbf29ce484222325");
        assert_eq!(digest(b"foobar"), "85944171f73967e8");
    }

    #[test]
    fn line_ends_do_not_change_the_digest() {
        assert_eq!(digest(b"a\r\nb\r\n"), digest(b"a\nb\n"));
    }
}
