//! What a description says about the deprecation of what it describes.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::{Block, plain, read};

/// Returns `#[deprecated]`, with a note if the description says what to use instead, or why.
pub fn deprecated(is_deprecated: bool, description: Option<&str>) -> Option<TokenStream> {
    is_deprecated.then(|| match description.and_then(note) {
        Some(note) => quote!(#[deprecated(note = #note)]),
        None => quote!(#[deprecated]),
    })
}

/// Returns the sentence of a description that says what to use instead; otherwise one about the deprecation.
fn note(description: &str) -> Option<String> {
    let mut paragraphs = Vec::new();
    texts(&read(description), &mut paragraphs);
    let sentences = paragraphs.iter().flat_map(|text| text.split_inclusive(". "));
    let sentences: Vec<&str> = sentences.map(without_label).collect();
    let about = |word: &str, words: usize| {
        let mut sentences = sentences.iter();
        sentences.find(|sentence| {
            sentence.to_ascii_lowercase().contains(word) && sentence.split_whitespace().count() >= words
        })
    };
    // "It is deprecated." says no more than the attribute.
    about("instead", 2)
        .or_else(|| about("deprecated", 4))
        .map(|note| (*note).to_owned())
}

/// Returns the text of each paragraph.
fn texts(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => texts.push(plain(content)),
            Block::Quote(blocks) => self::texts(blocks, texts),
            Block::Heading(..) | Block::Code(_) | Block::List(_) | Block::Table(_) | Block::Rule => {}
        }
    }
}

/// Returns a sentence without a label such as "Deprecated:" in front of it.
fn without_label(sentence: &str) -> &str {
    let sentence = sentence.trim();
    match sentence.split_once([':', '!', '-', ',', ';']) {
        Some((label, rest)) if label.trim().eq_ignore_ascii_case("deprecated") => rest.trim(),
        _ => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::note;

    #[test]
    fn the_note_says_what_to_use_instead() {
        for (description, expected) in [
            ("**Deprecated**: Use `b` instead.", Some("Use b instead.")),
            (
                "Lists all. This is deprecated; prefer b. Use c\ninstead. Or not.",
                Some("Use c instead."),
            ),
            (
                "The name. It is deprecated since 2.0.",
                Some("It is deprecated since 2.0."),
            ),
            ("> [!WARNING]\n> Use [b](https://x.y) instead", Some("Use b instead")),
            ("Deprecated.", None),
            ("The name.", None),
            ("", None),
        ] {
            assert_eq!(note(description).as_deref(), expected, "{description}");
        }
    }
}
