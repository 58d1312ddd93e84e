//! The common form `^[class]{n,m}$`, recognised at compile time.

/// A string that consists of characters of one ASCII class, with limits on its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassRun {
    /// The characters: bit `n` is the ASCII character `n`.
    pub ascii: u128,
    /// The minimum length.
    pub min: usize,
    /// The maximum length, if there is one.
    pub max: Option<usize>,
}

impl ClassRun {
    /// Reads `^[class]{n}$`, `{n,m}`, `{n,}`, `*`, `+`, `?` or no quantifier; the class contains ASCII characters, ranges,
    /// `\d`, `\w` and escaped punctuation. Returns `None` for anything else, even if it is equivalent: the general engine
    /// handles it.
    pub const fn recognise(source: &str) -> Option<ClassRun> {
        let source = source.as_bytes();
        if peek(source, 0) != b'^' || peek(source, 1) != b'[' {
            return None;
        }
        let Some((ascii, at)) = class(source, 2) else {
            return None;
        };
        let Some((min, max, at)) = quantifier(source, at) else {
            return None;
        };
        if peek(source, at) != b'$' || at + 1 != source.len() {
            return None;
        }
        Some(ClassRun { ascii, min, max })
    }

    /// Whether a string is such a run.
    #[allow(clippy::cast_possible_truncation)] // the two halves of the set
    pub fn is_match(&self, text: &str) -> bool {
        let length = text.len();
        if length < self.min || self.max.is_some_and(|max| max < length) {
            return false;
        }
        // Machine words and no early exit: twice as fast on an identifier.
        let (low, high) = (self.ascii as u64, (self.ascii >> 64) as u64);
        let (mut found, mut beyond_ascii) = (1, 0);
        for byte in text.bytes() {
            found &= (if byte & 64 == 0 { low } else { high }) >> (byte & 63);
            beyond_ascii |= byte & 128;
        }
        found == 1 && beyond_ascii == 0
    }

    /// The class as a table, for patterns that live as long as the program.
    pub(super) const fn table(&self) -> [bool; 256] {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            table[byte] = self.ascii >> byte & 1 == 1;
            byte += 1;
        }
        table
    }
}

/// The byte at a position, or NUL, which no recognised form contains.
const fn peek(source: &[u8], at: usize) -> u8 {
    if at < source.len() { source[at] } else { 0 }
}

/// The characters of the class that has just been opened, and the position after its `]`.
const fn class(source: &[u8], mut at: usize) -> Option<(u128, usize)> {
    if peek(source, at) == b'^' || peek(source, at) == b']' {
        return None;
    }
    let mut all = 0;
    while peek(source, at) != b']' {
        let Some((low, set, after)) = class_atom(source, at) else {
            return None;
        };
        at = after;
        if peek(source, at) == b'-' && peek(source, at + 1) != b']' {
            let Some((high, _, after)) = class_atom(source, at + 1) else {
                return None;
            };
            at = after;
            match (low, high) {
                (Some(low), Some(high)) if low <= high => all |= (!0 >> (127 - (high - low))) << low,
                _ => return None,
            }
        } else {
            all |= set;
        }
    }
    Some((all, at + 1))
}

/// The character at a position if it is a single one, the set that it denotes, and the position after it.
const fn class_atom(source: &[u8], at: usize) -> Option<(Option<u8>, u128, usize)> {
    const DIGITS: u128 = 0x3ff << b'0';
    const LETTERS: u128 = 0x3ff_ffff << b'a' | 0x3ff_ffff << b'A';
    match (peek(source, at), peek(source, at + 1)) {
        (b'\\', b'd') => Some((None, DIGITS, at + 2)),
        (b'\\', b'w') => Some((None, DIGITS | LETTERS | 1 << b'_', at + 2)),
        (b'\\', c) if c.is_ascii_punctuation() => Some((Some(c), 1 << c, at + 2)),
        (c @ b' '..=b'~', _) if c != b'\\' => Some((Some(c), 1 << c, at + 1)),
        _ => None,
    }
}

/// The bounds of the quantifier at a position, and the position after it.
const fn quantifier(source: &[u8], at: usize) -> Option<(usize, Option<usize>, usize)> {
    match peek(source, at) {
        b'*' => return Some((0, None, at + 1)),
        b'+' => return Some((1, None, at + 1)),
        b'?' => return Some((0, Some(1), at + 1)),
        b'$' => return Some((1, Some(1), at)),
        b'{' => {}
        _ => return None,
    }
    let Some((min, mut at)) = number(source, at + 1) else {
        return None;
    };
    let mut max = Some(min);
    if peek(source, at) == b',' {
        at += 1;
        max = None;
        if peek(source, at) != b'}' {
            match number(source, at) {
                Some((most, after)) if min <= most => (max, at) = (Some(most), after),
                _ => return None,
            }
        }
    }
    if peek(source, at) == b'}' {
        Some((min, max, at + 1))
    } else {
        None
    }
}

/// A number of at most nine digits, which cannot overflow.
const fn number(source: &[u8], start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    let mut value = 0;
    while peek(source, at).is_ascii_digit() {
        value = value * 10 + (source[at] - b'0') as usize;
        at += 1;
        if at - start > 9 {
            return None;
        }
    }
    if at == start { None } else { Some((value, at)) }
}

#[cfg(test)]
mod tests {
    use super::super::parse::Goal;
    use super::super::program::{Program, compile};
    use super::ClassRun;

    #[test]
    fn recognised_while_compiling() {
        const RUN: Option<ClassRun> = ClassRun::recognise(r"^[A-Fa-f\d]{24}$");
        let ascii = 0x3ff << b'0' | 0x3f << b'A' | 0x3f << b'a';
        assert_eq!(
            RUN,
            Some(ClassRun {
                ascii,
                min: 24,
                max: Some(24)
            })
        );
    }

    #[test]
    fn general_engine_reads_the_same() {
        for class in [
            "a", "-a", "a-", "a-c-e", "--9", "[a", r"\w-", r"\]\\", r"+-\-", " -~", "$^", r"\d\w", r"\_",
        ] {
            for quantifier in ["", "?", "*", "+", "{0}", "{3}", "{2,}", "{2,999999999}"] {
                let source = format!("^[{class}]{quantifier}$");
                let run = ClassRun::recognise(&source);
                assert!(run.is_some(), "{source}");
                let general = match compile(&source, Goal::Run(&[])) {
                    Ok(Program::Run { class, min, max }) => {
                        class.only_ascii().map(|ascii| ClassRun { ascii, min, max })
                    }
                    _ => None,
                };
                assert_eq!(run, general, "{source}");
            }
        }
    }

    #[test]
    fn unsure_is_left_to_the_general_engine() {
        for source in [
            "",
            "^",
            "^[",
            "^[a",
            "^[a]",
            "[a]$",
            "^[a]+",
            "^[]+$",
            "^[^a]+$",
            "^[z-a]+$",
            r"^[\d-z]+$",
            r"^[\s]+$",
            "^[é]+$",
            r"^[\a]+$",
            "^[a]{}$",
            "^[a]{,2}$",
            "^[a]{2,1}$",
            "^[a]{1234567890}$",
            "^[a]{1$",
            "^[a]+?$",
            "^[a]++$",
            "^[a]+$$",
            "^[a]b$",
            "^[a\0]$",
            "^[a]|[b]$",
            r"^[a\",
            "^[a-",
        ] {
            assert_eq!(ClassRun::recognise(source), None, "{source}");
        }
    }
}
