//! The content of paragraphs: HTML elements and links in it.

use super::escape::target;
use super::tags::{BLOCKS, Element, ITEMS, Token};
use super::texts::{join, with_urls};
use super::{Inline, Link, Style, plain};

/// How many elements may be nested in a paragraph. The tags of deeper ones are dropped.
const DEPTH: usize = 8;

/// Joins the tags of a paragraph to elements, and its text to words separated by single spaces.
pub fn inlines(tokens: Vec<Token>) -> Vec<Inline> {
    let mut done: Vec<Inline> = Vec::new();
    // The open elements, each with the content before it.
    let mut open: Vec<(Element, Vec<Inline>)> = Vec::new();
    for token in tokens {
        match token {
            Token::Inline(part) => done.push(part),
            Token::Open(element) => match &*element.name {
                "br" => done.push(Inline::Break),
                "img" => done.extend(
                    Link {
                        is_image: true,
                        to: element.to,
                        title: element.title,
                        content: vec![Inline::Text(element.alt)],
                    }
                    .into_inlines(),
                ),
                name if is_inline(name) && open.len() < DEPTH => open.push((element, std::mem::take(&mut done))),
                name => done.extend(gap(name)),
            },
            Token::Close(name) => match open.iter().rposition(|(element, _)| element.name == name) {
                Some(at) => {
                    while open.len() > at + 1 {
                        leave(&mut open, &mut done);
                    }
                    if let Some((element, before)) = open.pop() {
                        let content = std::mem::replace(&mut done, before);
                        done.extend(self::element(element, content));
                    }
                }
                None => done.extend(gap(&name)),
            },
        }
    }
    while !open.is_empty() {
        leave(&mut open, &mut done);
    }
    join(done).into_iter().flat_map(with_urls).collect()
}

/// Drops the tag of an element that is not closed, but not its content.
fn leave(open: &mut Vec<(Element, Vec<Inline>)>, done: &mut Vec<Inline>) {
    if let Some((_, mut before)) = open.pop() {
        before.append(done);
        *done = before;
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "b" | "code" | "del" | "em" | "i" | "kbd" | "s" | "samp" | "strike" | "strong" | "tt" | "var"
    )
}

/// Returns the space that the tag of a block leaves in a paragraph.
fn gap(name: &str) -> Option<Inline> {
    let is_block = BLOCKS.contains(&name) || ITEMS.contains(&name) || name == "td" || name == "th";
    is_block.then(|| Inline::Text(" ".to_owned()))
}

fn element(element: Element, content: Vec<Inline>) -> Vec<Inline> {
    let style = match &*element.name {
        "a" => {
            let content = join(content);
            return Link {
                is_image: false,
                to: element.to,
                title: element.title,
                content,
            }
            .into_inlines();
        }
        "b" | "strong" => Style::Strong,
        "em" | "i" => Style::Emphasis,
        "del" | "s" | "strike" => Style::Struck,
        _ => {
            let text = plain(&content).replace('\n', " ");
            return if text.trim().is_empty() {
                vec![Inline::Text(text)]
            } else {
                vec![Inline::Code(text.trim().to_owned())]
            };
        }
    };
    // Markdown allows no space inside of its marks.
    let starts = matches!(content.first(), Some(Inline::Text(text)) if text.starts_with(char::is_whitespace));
    let ends = matches!(content.last(), Some(Inline::Text(text)) if text.ends_with(char::is_whitespace));
    let content = join(content);
    let space = |holds: bool| holds.then(|| Inline::Text(" ".to_owned()));
    let styled = (!content.is_empty()).then_some(Inline::Styled(style, content));
    [space(starts), styled, space(ends)].into_iter().flatten().collect()
}

impl Link {
    /// Returns the link, or only its content if it leads nowhere. Links in links are not allowed.
    pub fn into_inlines(self) -> Vec<Inline> {
        let to = self.to.trim();
        let is_web = to.starts_with("https://") || to.starts_with("http://");
        let scheme = to.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        let leads_somewhere = match &*scheme {
            "data" | "javascript" | "vbscript" => false,
            _ => !to.is_empty() && (is_web || !self.is_image),
        };
        let content = if self.is_image {
            join(vec![Inline::Text(plain(&self.content))])
        } else {
            join(without_links(join(self.content)))
        };
        if !leads_somewhere || (content.is_empty() && !self.is_image) {
            return content;
        }
        vec![Inline::Link(Self {
            is_image: self.is_image,
            to: target(to),
            title: self.title,
            content,
        })]
    }
}

fn without_links(content: Vec<Inline>) -> Vec<Inline> {
    let parts = content.into_iter().flat_map(|part| match part {
        Inline::Link(link) if !link.is_image => link.content,
        Inline::Styled(style, content) => vec![Inline::Styled(style, without_links(content))],
        part => vec![part],
    });
    parts.collect()
}
