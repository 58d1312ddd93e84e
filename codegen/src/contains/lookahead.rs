//! Patterns that begin with lookaheads, as patterns without them: `^(?=.*[0-9])[a-z0-9]+$` matches what both `^(?:.*[0-9])`
//! and `^(?:[a-z0-9]+$)` match. Their automata have fewer states apart than together.

/// The patterns that together say the same, each with whether it must match. `None` if the pattern does not begin with a
/// lookahead, or if something stands around it.
pub(super) fn parts(source: &str) -> Option<Vec<(String, bool)>> {
    let mut rest = source.strip_prefix('^')?;
    if has_alternatives(rest) {
        return None;
    }
    let mut parts = Vec::new();
    while let Some((inside, holds)) = lookahead(rest) {
        let end = inner_length(inside)?;
        let (inner, behind) = inside.split_at_checked(end)?;
        rest = behind.strip_prefix(')')?;
        // A lookahead may be repeated.
        if rest.starts_with(['*', '+', '?', '{']) {
            return None;
        }
        parts.push((format!("^(?:{inner})"), holds));
    }
    if parts.is_empty() {
        return None;
    }
    parts.push((format!("^(?:{rest})"), true));
    Some(parts)
}

/// What follows the beginning of a lookahead, and whether it must match.
fn lookahead(source: &str) -> Option<(&str, bool)> {
    let positive = source.strip_prefix("(?=").map(|inside| (inside, true));
    positive.or_else(|| source.strip_prefix("(?!").map(|inside| (inside, false)))
}

/// The length of a group up to the parenthesis that closes it.
fn inner_length(inside: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, sign) in signs(inside) {
        match sign {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether there are alternatives outside of all groups.
fn has_alternatives(source: &str) -> bool {
    let mut depth = 0usize;
    signs(source).any(|(_, sign)| {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        sign == '|' && depth == 0
    })
}

/// The characters that are neither escaped nor in a class, with their places.
fn signs(source: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut is_escaped, mut in_class) = (false, false);
    source.char_indices().filter(move |(_, c)| {
        let is_plain = !is_escaped && !in_class;
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        is_plain
    })
}

#[cfg(test)]
mod tests {
    use typewright_core::pattern::Pattern;

    use super::parts;

    #[test]
    fn the_parts_match_what_the_pattern_matches() {
        let texts = [
            "", "a", "1", "a1", "foo", "foo1", ".", "..", "...", "a-", "-a", "aa\nb", "()", "a)b",
        ];
        for source in [
            "^(?=.*[0-9])[a-z0-9]+$",
            "^(?!foo)[a-z]*",
            r"^(?!\.{1,2}$)[0-9a-z_.-]{1,5}$",
            r"^(?=[)(]|a\))(?!b).",
            "^(?=(a|b)c|a)(?=.{1,2}$)(a|.)*$",
        ] {
            let parts = parts(source).expect("it begins with a lookahead");
            for text in texts {
                let matches =
                    |(part, holds): &(String, bool)| Pattern::new(part.clone().leak()).is_match(text) == *holds;
                assert_eq!(
                    parts.iter().all(matches),
                    Pattern::new(source).is_match(text),
                    "{source} {text:?} {parts:?}"
                );
            }
        }
    }

    #[test]
    fn what_stands_around_a_lookahead_has_no_parts() {
        for source in ["^a", "(?=a)a", "^(?=a)|b", "^(?=a)*b", "^a(?=b)", "^((?=a)b)"] {
            assert_eq!(parts(source), None, "{source}");
        }
    }
}
