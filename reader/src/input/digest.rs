//! Fingerprints of files, to detect whether generated code is up to date.

/// Returns the fingerprint of a file as 16 hexadecimal digits: 64-bit FNV-1a of its bytes without carriage returns.
///
/// The fingerprint is not cryptographic: it detects changes, but does not protect against deliberate collisions.
pub fn digest(bytes: &[u8]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    // A version control system may convert line endings in a checkout.
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
