//! Documentation comments from what a schema says about itself.

use std::cmp::Ordering;

use proc_macro2::TokenStream;
use quote::quote;

use crate::keywords::{Bound, Keywords};

/// The widest line of documentation, without the `/// ` in front.
const WIDTH: usize = 96;

/// Documentation as attributes, one for each line.
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

/// What a schema's author wrote, made safe to stand in a comment and in rustdoc, and wrapped.
pub fn prose(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c == '\n' || !c.is_control() { c } else { ' ' })
        .filter(|c| !is_bidirectional_control(*c))
        .collect();
    let paragraphs: Vec<String> = clean
        .split("\n\n")
        .map(|paragraph| {
            let words: Vec<&str> = paragraph.split_whitespace().collect();
            wrap(&escape(&words.join(" ")))
        })
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    paragraphs.join("\n\n")
}

/// The limits that a value must keep, as a sentence, for the reader of a property.
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
    range(keywords.min_length, keywords.max_length, "character", "characters");
    range(keywords.min_items, keywords.max_items, "item", "items");
    range(
        keywords.min_properties,
        keywords.max_properties,
        "property",
        "properties",
    );
    if keywords.unique_items {
        limits.push("no two alike".to_owned());
    }
    for (bound, number) in &keywords.bounds {
        let number = number.as_str();
        limits.push(match bound {
            Bound::MultipleOf => format!("a multiple of {number}"),
            Bound::Minimum => format!("at least {number}"),
            Bound::Maximum => format!("at most {number}"),
            Bound::ExclusiveMinimum => format!("more than {number}"),
            Bound::ExclusiveMaximum => format!("less than {number}"),
        });
    }
    if let Some(pattern) = &keywords.pattern {
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
        (keywords.notes.deprecated, "Deprecated."),
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

/// Text as code, for documentation; it may hold back-ticks itself.
pub fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text: String = text.chars().filter(|c| !is_bidirectional_control(*c)).collect();
    if text.trim().is_empty() {
        return format!("{text:?}");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A description and the limits, as one text.
pub fn with_limits(description: &str, limits: &str) -> String {
    let mut text = prose(description);
    if limits.is_empty() {
        return text;
    }
    if text.contains("\n\n") {
        text.push_str("\n\n");
        text.push_str(&wrap(limits));
        return text;
    }
    let mut line = text.replace('\n', " ");
    if !line.is_empty() && !line.ends_with(['.', '!', '?', ':']) {
        line.push('.');
    }
    join(&mut line, limits);
    wrap(&line)
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// Keeps rustdoc from taking text for links, HTML or code blocks. What stands between back-ticks stays as it is.
fn escape(text: &str) -> String {
    let balanced = text.matches('`').count().is_multiple_of(2) && !text.contains("```");
    let mut escaped = String::with_capacity(text.len());
    let mut in_code = false;
    for word in text.split_inclusive(' ') {
        if !in_code && is_url(word) {
            // `<https://…>` is how rustdoc wants a bare URL.
            let end = word.trim_end_matches([' ', '.', ',', ';', ')']).len();
            let (url, rest) = word.split_at(end);
            escaped.extend(["<", url, ">", rest]);
            continue;
        }
        for c in word.chars() {
            match c {
                '`' if balanced => in_code = !in_code,
                '`' | '<' | '>' | '[' | ']' | '*' | '_' | '\\' if !in_code => escaped.push('\\'),
                _ => {}
            }
            escaped.push(c);
        }
    }
    // A line must not start what Markdown takes for a heading, a list or a quotation.
    if escaped.starts_with(['#', '+', '-', '~', '=', '|']) {
        escaped.insert(0, '\\');
    }
    escaped
}

fn is_url(word: &str) -> bool {
    (word.starts_with("https://") || word.starts_with("http://")) && !word.contains(['<', '>', '`'])
}

fn wrap(text: &str) -> String {
    let mut wrapped = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && (width + 1 + length).cmp(&WIDTH) == Ordering::Greater {
            wrapped.push('\n');
            width = 0;
        } else if width > 0 {
            wrapped.push(' ');
            width += 1;
        }
        wrapped.push_str(word);
        width += length;
    }
    wrapped
}

/// Characters that turn the direction of text: rustc refuses them in comments, for good reason.
fn is_bidirectional_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

#[cfg(test)]
mod tests {
    use super::{code, prose, with_limits};

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
}
