//! Documentation comments made from the annotations of a schema.
//!
//! Descriptions are Markdown, and stay Markdown ([`markdown`]). Titles and summaries are a single line of it.

mod deprecation;
mod limits;
mod markdown;
mod wrap;

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::escaped::is_bidirectional_control;

pub use deprecation::deprecated;
pub use limits::{default_of, limits, limits_of_constant, limits_of_place, limits_of_places};
use markdown::{Block, Inline};
use wrap::wrap_to;

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

/// Returns a description as Markdown that is safe in a comment and in rustdoc.
pub fn prose(description: &str) -> String {
    markdown::write(&markdown::read(description), WIDTH)
}

/// Returns a description as the content of a table cell. Blocks other than paragraphs lose their form.
pub fn cell(description: &str) -> String {
    markdown::cell(&markdown::read(description))
}

/// Whether a title says more than a name: `Access Token` of the property `access_token` does not.
pub fn says_more(title: &str, name: &str) -> bool {
    let letters = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(title) != letters(name)
}

/// Returns a title or a summary as a sentence. Adds a full stop unless the string already ends like a sentence.
pub fn sentence(text: &str) -> String {
    let text = line(text);
    let ends = text.is_empty() || ends_sentence(&text);
    wrap(&if ends { text } else { format!("{text}.") })
}

/// Returns a title or a summary as Markdown on a single line. It starts no list or heading, whatever its first character.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match &markdown::read(&wrap_to(&text, usize::MAX))[..] {
        [Block::Paragraph(content)] => markdown::single_line(content),
        _ => markdown::single_line(&[Inline::Text(text)]),
    }
}

/// Wraps a paragraph of Markdown.
pub fn wrap(text: &str) -> String {
    wrap_to(text, WIDTH)
}

/// Returns a string as inline code. Back-ticks in the string are allowed. Invisible characters are shown as Rust
/// escapes.
pub fn code(text: &str) -> String {
    let hidden = |c: char| c.is_control() || is_bidirectional_control(c);
    if text.trim().is_empty() || text.contains(hidden) {
        let shown: String = text
            .chars()
            .map(|c| match c {
                c if is_bidirectional_control(c) => c.escape_unicode().to_string(),
                c => c.escape_debug().to_string(),
            })
            .collect();
        span(&format!("\"{shown}\""))
    } else {
        span(text)
    }
}

/// Returns a string as inline code.
fn span(text: &str) -> String {
    let runs: Vec<usize> = text.split(|c| c != '`').map(str::len).collect();
    let fence = (1..=text.len() + 1).find(|length| !runs.contains(length)).unwrap_or(1);
    let fence = "`".repeat(fence);
    let touches = text.starts_with('`') || text.ends_with('`');
    let is_blank = text.trim_matches(' ').is_empty();
    let pad = if touches || (text.starts_with(' ') && text.ends_with(' ') && !is_blank) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Joins a description and its limits.
pub fn with_limits(description: &str, limits: &str) -> String {
    match &markdown::read(description)[..] {
        [] => wrap(limits),
        [Block::Paragraph(content)] => wrap(&sentence_with_limits(markdown::inline(content), limits)),
        blocks if limits.is_empty() => markdown::write(blocks, WIDTH),
        blocks => [markdown::write(blocks, WIDTH), wrap(limits)].join("\n\n"),
    }
}

/// Returns a list item: what it is about, a description, and limits.
pub fn item(about: &str, description: &str, limits: &str) -> String {
    const INDENT: &str = "  ";
    let text = labelled_to(about, description, limits, WIDTH - INDENT.len());
    let lines = text.split('\n').enumerate().map(|(index, line)| match index {
        0 => format!("* {line}"),
        _ if line.is_empty() => String::new(),
        _ => format!("{INDENT}{line}"),
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// Joins paragraphs, without the empty ones.
pub fn paragraphs(paragraphs: impl IntoIterator<Item = String>) -> String {
    let paragraphs = paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty());
    paragraphs.collect::<Vec<String>>().join("\n\n")
}

/// Returns a paragraph: what it is about, a description, and limits.
pub fn labelled(about: &str, description: &str, limits: &str) -> String {
    labelled_to(about, description, limits, WIDTH)
}

fn labelled_to(about: &str, description: &str, limits: &str, width: usize) -> String {
    let blocks = markdown::read(description);
    let (first, rest) = match &blocks[..] {
        [Block::Paragraph(content), rest @ ..] => (markdown::inline(content), rest),
        rest => (String::new(), rest),
    };
    let mut text = match rest {
        [] => {
            let described = sentence_with_limits(first, limits);
            let colon = if described.is_empty() { "" } else { ": " };
            wrap_to(&[about, colon, &described].concat(), width)
        }
        rest => {
            let first = wrap_to(format!("{about}: {first}").trim_end(), width);
            [first, markdown::write(rest, width)].join("\n\n")
        }
    };
    if !rest.is_empty() && !limits.is_empty() {
        text.push_str("\n\n");
        text.push_str(&wrap_to(limits, width));
    }
    text
}

/// Appends the limits to a sentence that already is Markdown. The result is not wrapped.
fn sentence_with_limits(sentence: String, limits: &str) -> String {
    let mut line = sentence;
    if !limits.is_empty() && !line.is_empty() && !ends_sentence(&line) {
        line.push('.');
    }
    join(&mut line, limits);
    line
}

/// Whether a text ends like a sentence, inside of quotes or emphasis too.
fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '\'', '”', ')', '*', '_']);
    end.ends_with(['.', '!', '?', ':', '…'])
}

/// Returns a phrase as it follows another one: it starts with a small letter.
pub fn lower_first(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first: String = letters.by_ref().take(1).flat_map(char::to_lowercase).collect();
    first + letters.as_str()
}

/// Appends a sentence to a text.
pub fn join(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::{cell, code, item, sentence, with_limits};

    #[test]
    fn code_may_hold_back_ticks() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn limits_follow_the_description() {
        for (description, expected) in [
            ("The name", "The name. At most 3."),
            ("See \"the *guide.*\"", "See \"the *guide.*\" At most 3."),
            ("One of\n* a\n* b", "One of\n\n* a\n* b\n\nAt most 3."),
            ("", "At most 3."),
        ] {
            assert_eq!(with_limits(description, "At most 3."), expected);
        }
    }

    #[test]
    fn a_list_item_holds_the_blocks_of_a_description() {
        assert_eq!(item("`a`", "", ""), "* `a`");
        assert_eq!(item("`a`", "The name", "At most 3."), "* `a`: The name. At most 3.");
        assert_eq!(item("`a`", "One of\n* b\n* c", ""), "* `a`: One of\n\n  * b\n  * c");
    }

    #[test]
    fn a_cell_holds_what_fits_on_a_line() {
        assert_eq!(
            cell("a | b\n\n* c\n* `d|e`\n\n```\nf g\n```"),
            "a \\| b c `d\\|e` `f g`"
        );
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("Deletes a device"), "Deletes a device.");
        assert_eq!(sentence("Deletes a device. Really."), "Deletes a device. Really.");
        assert_eq!(sentence("# of devices"), "\\# of devices.");
        assert_eq!(sentence(""), "");
    }
}
