//! Escapes text so that neither Markdown nor rustdoc reads it as markup.

/// Escapes the text of a paragraph, or of the content of a link.
pub fn escape(text: &str, in_link: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        if is_markup(c, before, next, rest, in_link) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

fn is_markup(c: char, before: Option<char>, next: Option<char>, rest: &str, in_link: bool) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '*' | '`' | '~' | '[' => true,
        ']' => in_link,
        // `[^1]` is a footnote.
        '^' => in_link && before.is_none(),
        // Inside of a word, an underscore is not markup.
        '_' => !(is_word(before) && is_word(next)),
        '\\' => !is_word(next),
        '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => is_entity(rest),
        // rustdoc makes a dash of two hyphens, which is wrong for an option such as `--all`.
        '-' => !is_word(before) && before != Some('-') && rest.starts_with('-') && is_word(rest.chars().nth(1)),
        _ => false,
    }
}

/// Whether the text behind `&` completes an entity.
fn is_entity(rest: &str) -> bool {
    let name = rest.split_once(';').map_or("", |(name, _)| name);
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns a URL as the target of a link that rustdoc does not take for the path of an item.
pub fn target(to: &str) -> String {
    let mut encoded = String::with_capacity(to.len());
    for c in to.chars() {
        match c {
            ' ' | '\n' | '\t' => encoded.push_str("%20"),
            '<' => encoded.push_str("%3C"),
            '>' => encoded.push_str("%3E"),
            '\\' => encoded.push_str("%5C"),
            '`' => encoded.push_str("%60"),
            '|' => encoded.push_str("%7C"),
            c => encoded.push(c),
        }
    }
    if encoded.contains('/') || encoded.starts_with(['#', '?']) {
        return encoded;
    }
    let scheme = encoded.split_once(':').filter(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    });
    let Some((scheme, rest)) = scheme else {
        return format!("./{encoded}");
    };
    // A dot is no part of a path in Rust, but the rest of `tel:112` could be one.
    let mut bytes = rest.bytes();
    match bytes.next() {
        Some(first) if first.is_ascii_alphanumeric() && !rest.contains(['.', '%', '-']) => {
            let rest = rest.get(1..).unwrap_or_default();
            format!("{scheme}:%{first:02X}{rest}")
        }
        _ => encoded,
    }
}

/// Returns the length of the URL at the start of the text.
pub fn url_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))?;
    let end = text
        .find(|c: char| c.is_whitespace() || c.is_control() || "<>[]\"`".contains(c))
        .unwrap_or(text.len());
    let mut url = text.get(..end)?;
    loop {
        let shorter = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '|']);
        // A parenthesis that the URL opens is part of it.
        let is_open = shorter.matches('(').count() < shorter.matches(')').count();
        let shorter = if is_open {
            shorter.strip_suffix(')').unwrap_or(shorter)
        } else {
            shorter
        };
        if shorter.len() == url.len() {
            return (url.len() > scheme.len()).then_some(url.len());
        }
        url = shorter;
    }
}
