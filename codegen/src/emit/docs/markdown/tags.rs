//! Reads HTML tags. Whatever is no HTML element, such as a placeholder `<id>`, is text.

use super::Inline;

/// A part of a paragraph that may contain HTML tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Inline(Inline),
    Open(Element),
    Close(String),
}

/// The start tag of an HTML element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    /// `href` or `src`.
    pub to: String,
    pub title: String,
    pub alt: String,
}

/// Elements that start a line of their own. Names that are more likely to be placeholders, such as `title`, are left out.
pub const BLOCKS: [&str; 28] = [
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "nav",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
];

/// The elements of lists, and of tables, whose rows are shown as items.
pub const ITEMS: [&str; 4] = ["li", "ol", "tr", "ul"];

/// Other elements.
const OTHERS: [&str; 33] = [
    "a", "abbr", "audio", "b", "big", "br", "cite", "code", "colgroup", "del", "dfn", "em", "font", "i", "iframe",
    "img", "ins", "kbd", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "td", "th", "tt",
    "u", "var",
];

/// Splits HTML into text and tags.
pub fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        if let Some((token, behind)) = self::tag(tag) {
            tokens.push(Token::Inline(Inline::Text(decode(&std::mem::take(&mut text)))));
            tokens.extend(token);
            rest = behind;
        } else {
            text.push('<');
            rest = tag.strip_prefix('<').unwrap_or_default();
        }
    }
    text.push_str(rest);
    tokens.push(Token::Inline(Inline::Text(decode(&text))));
    tokens
}

/// Reads a tag or a comment at the start of the text. Returns it, if it means anything, and the text behind it.
fn tag(text: &str) -> Option<(Option<Token>, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some((None, comment.split_once("-->").map_or("", |(_, behind)| behind)));
    }
    if text.starts_with("<!") || text.starts_with("<?") {
        return Some((None, text.split_once('>')?.1));
    }
    let text = text.strip_prefix('<')?;
    let (closes, text) = match text.strip_prefix('/') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let length = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(length);
    let name = name.to_ascii_lowercase();
    let is_known = [&BLOCKS[..], &ITEMS, &OTHERS]
        .iter()
        .any(|names| names.contains(&&*name));
    if !is_known || !rest.starts_with([' ', '\n', '\t', '/', '>']) {
        return None;
    }
    let mut element = Element {
        name,
        ..Element::default()
    };
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\t', '/']);
        if let Some(behind) = rest.strip_prefix('>') {
            let token = if closes {
                Token::Close(element.name)
            } else {
                Token::Open(element)
            };
            return Some((Some(token), behind));
        }
        let (name, value, behind) = attribute(rest)?;
        match &*name.to_ascii_lowercase() {
            "href" | "src" => element.to = decode(value),
            "title" => element.title = decode(value).replace('\n', " "),
            "alt" => element.alt = decode(value),
            _ => {}
        }
        rest = behind;
    }
}

/// Reads an attribute at the start of the text. Returns its name, its value, and the text behind it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let length = text.find(|c: char| c.is_whitespace() || "=>/\"'<".contains(c))?;
    let (name, rest) = text.split_at(length);
    if name.is_empty() {
        return None;
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, behind) = quoted.split_once(quote)?;
            return Some((name, value, behind));
        }
    }
    let length = value.find(|c: char| c.is_whitespace() || c == '>')?;
    let (value, behind) = value.split_at(length);
    Some((name, value, behind))
}

/// Replaces the entities that descriptions use.
fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        decoded.push_str(before);
        let entity = behind
            .split_once(';')
            .and_then(|(name, behind)| Some((entity(name)?, behind)));
        match entity {
            Some((c, behind)) => {
                decoded.push(c);
                rest = behind;
            }
            None => {
                decoded.push('&');
                rest = behind;
            }
        }
    }
    decoded + rest
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "mdash" => Some('—'),
        "ndash" => Some('–'),
        "hellip" => Some('…'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            let character = code.ok().and_then(char::from_u32)?;
            (!character.is_control()).then_some(character)
        }
    }
}
