//! Host names: RFC 1123, with internationalized labels (RFC 5890) in their ASCII form or in Unicode.

pub(super) fn is_valid(text: &str) -> bool {
    text.is_ascii() && is_valid_international(text)
}

/// Whether each label is valid, or may be valid as an internationalized label, whose characters are not looked up.
pub(super) fn is_valid_international(text: &str) -> bool {
    let is_label = |label: &str| {
        if label.is_ascii() {
            is_label(label.as_bytes())
        } else {
            may_be_encoded(label)
        }
    };
    text.chars().count() <= 253 && text.split('.').all(is_label)
}

/// Whether a label with non-ASCII characters may have an ASCII form.
fn may_be_encoded(label: &str) -> bool {
    let in_label = |c: char| match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric() || c == '-',
        _ => !c.is_whitespace() && !c.is_control(),
    };
    label.chars().all(in_label) && !label.starts_with('-') && !label.ends_with('-') && label.chars().count() < 60
}

fn is_label(label: &[u8]) -> bool {
    let plain = label.len() <= 63
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && !matches!(label, [] | [b'-', ..] | [.., b'-']);
    plain
        && match label {
            [b'x' | b'X', b'n' | b'N', b'-', b'-', encoded @ ..] => is_punycode(encoded),
            // Hyphens in the third and fourth position are reserved for encodings; `xn--` is the only one.
            [_, _, b'-', b'-', ..] => false,
            _ => true,
        }
}

/// Whether the label can be decoded as RFC 3492 requires. The positions of the characters do not matter for that, so no
/// string is built.
fn is_punycode(text: &[u8]) -> bool {
    // The characters before the last hyphen are literal.
    let (mut count, mut encoded) = match text.iter().rposition(|byte| *byte == b'-') {
        Some(hyphen @ 1..) => (hyphen, text.get(hyphen + 1..).unwrap_or_default()),
        _ => (0, text),
    };
    let (mut code, mut place, mut bias) = (128_usize, 0_usize, 72);
    while !encoded.is_empty() {
        let Some((step, rest)) = punycode_step(encoded, bias) else {
            return false;
        };
        encoded = rest;
        count += 1;
        bias = adapted_bias(step, count, place == 0);
        // Deltas wrap around the length of the string; each round advances by one code point.
        let Some(next) = place.checked_add(step) else {
            return false;
        };
        code = code.saturating_add(next / count);
        place = next % count + 1;
        if u32::try_from(code).ok().and_then(char::from_u32).is_none() {
            return false;
        }
    }
    true
}

/// Parses one number of variable length. Returns it with the rest.
fn punycode_step(encoded: &[u8], bias: usize) -> Option<(usize, &[u8])> {
    let (mut step, mut weight) = (0_usize, 1_usize);
    for (index, byte) in encoded.iter().enumerate() {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0' + 26,
            letter => letter.to_ascii_lowercase().checked_sub(b'a')?,
        };
        let threshold = (36 * (index + 1)).saturating_sub(bias).clamp(1, 26);
        step = step.checked_add(usize::from(digit).checked_mul(weight)?)?;
        if usize::from(digit) < threshold {
            return Some((step, encoded.get(index + 1..).unwrap_or_default()));
        }
        weight = weight.checked_mul(36 - threshold)?;
    }
    None
}

fn adapted_bias(step: usize, count: usize, is_first: bool) -> usize {
    let mut step = if is_first { step / 700 } else { step / 2 };
    step += step / count;
    let mut bias = 0;
    while step > 455 {
        step /= 35;
        bias += 36;
    }
    bias + 36 * step / (step + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_of_letters_digits_and_inner_hyphens() {
        for text in [
            "www.example.com",
            "localhost",
            "h0stn4me",
            "1.2.3.4",
            "a-b",
            "EXAMPLE.com",
        ] {
            assert!(is_valid(text), "{text}");
        }
        for text in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "-a",
            "a-",
            "a_b",
            "a b",
            "exämple.com",
            "ab--c",
            "a:80",
            "a/b",
            "a\n",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }

    #[test]
    fn labels_and_names_have_a_longest_length() {
        let label = "a".repeat(63);
        assert!(is_valid(&label));
        assert!(!is_valid(&format!("{label}a")));
        let name = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert!(is_valid(&name));
        assert!(!is_valid(&format!("{name}a")));
    }

    #[test]
    fn internationalized_labels_must_decode() {
        for text in [
            "xn--4gbwdl.xn--wgbh1c",
            "xn--nw2a.xn--j6w193g",
            "XN--bcher-kva.example",
            "xn--ihqwcrb4cv8a8dqg056pqjye",
            "xn--fiqs8s",
            "xn--80ak6aa92e.com",
        ] {
            assert!(is_valid(text), "{text}");
        }
        for text in ["xn--", "xn--X", "xn--99999999", "xn--a-", "xn--zzzzzzzz9"] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
