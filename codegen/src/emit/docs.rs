//! Documentation comments made from the annotations of a schema.

use std::cmp::Ordering;

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::escaped::is_bidirectional_control;

use crate::model::shape::Constant;
use crate::schema::keywords::{Bound, Keywords};

/// The maximum width of a line of documentation, without the leading `/// `.
const WIDTH: usize = 96;

/// Returns the documentation as attributes, one for each line.
pub fn attributes(paragraphs: &[String]) -> TokenStream {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph.lines().map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            }
        }));
    }
    quote!(#(#[doc = #lines])*)
}

/// Escapes and wraps Markdown from a schema, so that it is safe in a comment and in rustdoc.
pub fn prose(text: &str) -> String {
    let paragraphs: Vec<String> = paragraphs(text).iter().map(|paragraph| wrap(paragraph)).collect();
    paragraphs.join("\n\n")
}

/// Returns a title or a summary as a sentence. Adds a full stop unless the string already ends like a sentence.
pub fn sentence(text: &str) -> String {
    let text = prose(text);
    let ends = text.is_empty() || text.ends_with(['.', '!', '?', ':', '…']);
    if ends { text } else { format!("{text}.") }
}

/// Returns the escaped, unwrapped paragraphs of a string.
fn paragraphs(text: &str) -> Vec<String> {
    let clean: String = text
        .chars()
        .map(|c| if c == '\n' || !c.is_control() { c } else { ' ' })
        .filter(|c| !is_bidirectional_control(*c))
        .collect();
    clean
        .split("\n\n")
        .map(|paragraph| {
            let words: Vec<&str> = paragraph.split_whitespace().collect();
            escape(&words.join(" "))
        })
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// Returns the limits of a value as a sentence.
pub fn limits(keywords: &Keywords) -> String {
    let mut limits: Vec<String> = Vec::new();
    let mut range = |least: Option<u64>, most: Option<u64>, one: &str, many: &str| {
        let noun = |count: u64| if count == 1 { one } else { many };
        match (least.filter(|least| *least > 0), most) {
            (Some(least), Some(most)) if least == most => limits.push(format!("{least} {}", noun(least))),
            (Some(least), Some(most)) => limits.push(format!("{least} to {most} {many}")),
            (Some(least), None) => limits.push(format!("at least {least} {}", noun(least))),
            (None, Some(most)) => limits.push(format!("at most {most} {}", noun(most))),
            (None, None) => {}
        }
    };
    range(
        keywords.string.min_length,
        keywords.string.max_length,
        "character",
        "characters",
    );
    range(keywords.array.min_items, keywords.array.max_items, "item", "items");
    range(
        keywords.object.min_properties,
        keywords.object.max_properties,
        "property",
        "properties",
    );
    if keywords.array.unique_items {
        limits.push("unique items".to_owned());
    }
    for (bound, number) in &keywords.number.bounds {
        limits.push(match bound {
            Bound::MultipleOf => format!("a multiple of {number}"),
            Bound::Minimum => format!("at least {number}"),
            Bound::Maximum => format!("at most {number}"),
            Bound::ExclusiveMinimum => format!("more than {number}"),
            Bound::ExclusiveMaximum => format!("less than {number}"),
        });
    }
    if let Some(pattern) = &keywords.string.pattern {
        limits.push(format!("matches {}", code(pattern)));
    }
    let mut sentence = limits.join(", ");
    if let Some(first) = sentence.get(..1) {
        let first = first.to_uppercase();
        sentence.replace_range(..1, &first);
        sentence.push('.');
    }
    for (holds, word) in [
        (keywords.notes.read_only, "Read-only."),
        (keywords.notes.write_only, "Write-only."),
    ] {
        if holds {
            join(&mut sentence, word);
        }
    }
    if let Some(default) = &keywords.notes.default {
        join(&mut sentence, &format!("Default: {}.", code(default)));
    }
    sentence
}

/// Returns the documentation of a property that has a single allowed value.
pub fn limits_of_constant(constant: &Constant) -> String {
    let value = match constant {
        Constant::String(text) => format!("\"{text}\""),
        Constant::Bool(flag) => flag.to_string(),
        Constant::Integer(number) => number.to_string(),
    };
    format!("Always {}.", code(&value))
}

/// Returns a string as inline code. Back-ticks in the string are allowed. Invisible characters are shown as Rust
/// escapes.
pub fn code(text: &str) -> String {
    let hidden = |c: char| c.is_control() || is_bidirectional_control(c);
    let text = if text.trim().is_empty() || text.contains(hidden) {
        let shown: String = text
            .chars()
            .map(|c| match c {
                c if is_bidirectional_control(c) => c.escape_unicode().to_string(),
                c => c.escape_debug().to_string(),
            })
            .collect();
        format!("\"{shown}\"")
    } else {
        text.to_owned()
    };
    let runs: Vec<usize> = text.split(|c| c != '`').map(str::len).collect();
    let fence = (1..=text.len() + 1).find(|length| !runs.contains(length)).unwrap_or(1);
    let fence = "`".repeat(fence);
    let touches = text.starts_with('`') || text.ends_with('`');
    let pad = if touches || (text.starts_with(' ') && text.ends_with(' ')) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Joins a description and its limits.
pub fn with_limits(description: &str, limits: &str) -> String {
    let mut paragraphs = paragraphs(description);
    match &mut paragraphs[..] {
        [] => paragraphs.push(limits.to_owned()),
        [only] => *only = sentence_with_limits(only, limits),
        _ if limits.is_empty() => {}
        _ => paragraphs.push(limits.to_owned()),
    }
    let wrapped: Vec<String> = paragraphs.iter().map(|paragraph| wrap(paragraph)).collect();
    wrapped.join("\n\n")
}

/// Appends the limits to a sentence that already is Markdown. The result is not wrapped.
pub fn sentence_with_limits(sentence: &str, limits: &str) -> String {
    let mut line = sentence.to_owned();
    if !limits.is_empty() && !line.is_empty() && !line.ends_with(['.', '!', '?', ':']) {
        line.push('.');
    }
    join(&mut line, limits);
    line
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// Escapes characters that rustdoc would read as links, HTML or code blocks. Inline code is preserved.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (part, behind) = rest.split_at(code_length(rest).or_else(|| url_length(rest)).unwrap_or(c.len_utf8()));
        rest = behind;
        match c {
            // An inline code span, or back-ticks that start none.
            '`' if part.len() > 1 => escaped.push_str(part),
            // rustdoc expects a bare URL as `<https://…>`.
            'h' if part.len() > 1 => escaped.extend(["<", part, ">"]),
            '`' | '<' | '>' | '[' | ']' | '*' | '_' | '\\' => escaped.extend(["\\", part]),
            _ => escaped.push_str(part),
        }
    }
    escaped
}

/// Returns the number of leading back-ticks.
fn back_ticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns the length of the code span at the start of the string, including its delimiters of one or two back-ticks.
fn code_length(text: &str) -> Option<usize> {
    let fence = back_ticks(text);
    if !(1..3).contains(&fence) {
        return None;
    }
    let mut at = fence;
    loop {
        at += text.get(at..)?.find('`')?;
        let closing = back_ticks(text.get(at..)?);
        at += closing;
        if closing == fence {
            return Some(at);
        }
    }
}

/// Returns the length of the URL at the start of the string.
fn url_length(text: &str) -> Option<usize> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text.find([' ', '<', '>', '[', ']', '"', '`']).unwrap_or(text.len());
    let url = text
        .get(..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
    Some(url.len())
}

/// Wraps Markdown so that no line starts with a block marker, such as that of a heading, a list or a table.
pub fn wrap(text: &str) -> String {
    let mut wrapped = String::new();
    let mut width = 0;
    // The number of back-ticks that close the code span around the current word; 0 outside of a code span.
    let mut fence = 0;
    let mut behind_gap = true;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        // In a code span, spaces are significant and escapes are not supported.
        let movable = !word.is_empty()
            && !behind_gap
            && !word.starts_with("```")
            && (fence == 0 || !(block_marker(word).is_some() || word.starts_with(['<', '>', '*', '_', '`'])));
        let breaks = movable && (width + 1 + length).cmp(&WIDTH) == Ordering::Greater;
        if breaks {
            wrapped.push('\n');
            width = 0;
        } else if index > 0 {
            wrapped.push(' ');
            width += 1;
        }
        match block_marker(word) {
            Some(at) if fence == 0 && (breaks || index == 0) => {
                let (before, marker) = word.split_at(at);
                wrapped.extend([before, "\\", marker]);
                width += 1;
            }
            _ => wrapped.push_str(word),
        }
        width += length;
        behind_gap = word.is_empty();
        fence = fence_behind(word, fence);
    }
    wrapped
}

/// Returns the index of the character that would turn the word into a block marker at the start of a line.
fn block_marker(word: &str) -> Option<usize> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marker = word.get(digits..)?.chars().next()?;
    match marker {
        '.' | ')' if digits > 0 => Some(digits),
        '#' | '+' | '-' | '~' | '=' | '|' | '>' if digits == 0 => Some(0),
        ':' if word.starts_with(":-") => Some(0),
        _ => None,
    }
}

/// Returns the fence after a word, given the fence before it.
fn fence_behind(word: &str, mut fence: usize) -> usize {
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let ticks = back_ticks(rest);
        let length = match c {
            '`' if fence == 0 => {
                fence = ticks;
                ticks
            }
            '`' => {
                if ticks == fence {
                    fence = 0;
                }
                ticks
            }
            // An escaped back-tick does not open a code span.
            '\\' if fence == 0 => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            c => c.len_utf8(),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    fence
}

#[cfg(test)]
mod tests {
    use super::{code, prose, sentence, with_limits};

    #[test]
    fn text_cannot_leave_its_comment() {
        assert_eq!(
            prose("a */ b\n#![deny(all)] \"# \r\n\n```\nrm -rf"),
            "a \\*/ b #!\\[deny(all)\\] \"#\n\n\\`\\`\\` rm -rf"
        );
    }

    #[test]
    fn rustdoc_takes_nothing_for_a_link_or_html() {
        assert_eq!(
            prose("see [x](y) <b> https://a.b/c_d. `<T>`"),
            "see \\[x\\](y) \\<b\\> <https://a.b/c_d>. `<T>`"
        );
    }

    #[test]
    fn code_may_hold_back_ticks() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn limits_follow_the_description() {
        assert_eq!(
            with_limits("The name", "1 to 255 characters."),
            "The name. 1 to 255 characters."
        );
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("Deletes a device"), "Deletes a device.");
        assert_eq!(sentence("Deletes a device. Really."), "Deletes a device. Really.");
        assert_eq!(sentence(""), "");
    }
}
