//! The texts of a paragraph: joined, trimmed, and with links for URLs.

use super::escape::{target, url_length};
use super::{Inline, Link};

/// Joins adjacent texts, and reduces each run of spaces to one. There are none at the ends or around a break.
pub fn join(parts: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::new();
    for part in parts {
        match (part, joined.last_mut()) {
            (Inline::Text(text), _) if text.is_empty() => {}
            (Inline::Text(text), Some(Inline::Text(last))) | (Inline::Code(text), Some(Inline::Code(last))) => {
                last.push_str(&text);
            }
            (part, _) => joined.push(part),
        }
    }
    for part in &mut joined {
        if let Inline::Text(text) = part {
            let mut spaced = String::with_capacity(text.len());
            for c in text.chars() {
                let is_space = matches!(c, ' ' | '\n' | '\t');
                if !is_space {
                    spaced.push(c);
                } else if !spaced.ends_with(' ') {
                    spaced.push(' ');
                }
            }
            *text = spaced;
        }
    }
    trim(joined)
}

/// Makes links of the URLs in a text.
pub fn with_urls(part: Inline) -> Vec<Inline> {
    let text = match part {
        Inline::Text(text) => text,
        Inline::Styled(style, content) => {
            return vec![Inline::Styled(style, content.into_iter().flat_map(with_urls).collect())];
        }
        part => return vec![part],
    };
    let mut parts = Vec::new();
    let mut rest = &*text;
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|text| text.find("http")) {
        let at = from + found;
        let (before, url) = rest.split_at(at);
        let Some(length) = url_length(url) else {
            from = at + "http".len();
            continue;
        };
        let (url, behind) = url.split_at(length);
        parts.push(Inline::Text(before.to_owned()));
        parts.push(Inline::Link(Link {
            is_image: false,
            to: target(url),
            title: String::new(),
            content: vec![Inline::Text(url.to_owned())],
        }));
        rest = behind;
        from = 0;
    }
    parts.push(Inline::Text(rest.to_owned()));
    parts.retain(|part| !matches!(part, Inline::Text(text) if text.is_empty()));
    parts
}

/// Removes spaces and breaks at the ends, spaces around breaks, and empty texts.
fn trim(parts: Vec<Inline>) -> Vec<Inline> {
    let mut trimmed: Vec<Inline> = Vec::new();
    for part in parts {
        let behind_gap = matches!(trimmed.last(), None | Some(Inline::Break));
        match part {
            Inline::Text(text) => {
                let text = if behind_gap {
                    text.trim_start_matches(' ')
                } else {
                    &text
                };
                if !text.is_empty() {
                    trimmed.push(Inline::Text(text.to_owned()));
                }
            }
            Inline::Break => {
                trim_end(&mut trimmed);
                if !trimmed.is_empty() {
                    trimmed.push(Inline::Break);
                }
            }
            part => trimmed.push(part),
        }
    }
    trim_end(&mut trimmed);
    trimmed
}

fn trim_end(parts: &mut Vec<Inline>) {
    while let Some(last) = parts.last_mut() {
        match last {
            Inline::Break => {}
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches(' ').len());
                if !text.is_empty() {
                    return;
                }
            }
            _ => return,
        }
        parts.pop();
    }
}
