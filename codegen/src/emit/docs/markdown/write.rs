//! Writes Markdown for a documentation comment.

use super::escape::escape;
use super::texts::{join, with_urls};
use super::{Alignment, Block, Code, Inline, Link, List, Style, Table, read};
use crate::emit::docs::span;
use crate::emit::docs::wrap::wrap_to;

/// The least width of a paragraph, however deep it is nested.
const NARROWEST: usize = 40;

/// Writes blocks, with paragraphs wrapped to a width.
pub fn write(blocks: &[Block], width: usize) -> String {
    lines(blocks, width, false).join("\n")
}

/// Writes the content of a paragraph. A line break that is meant is kept; the rest is on one line.
///
/// Markdown cannot emphasize every part of a text: that which it cannot is written without emphasis.
pub fn inline(content: &[Inline]) -> String {
    let written = parts(content, 0, false);
    let has_style = content.iter().any(|part| match part {
        Inline::Styled(..) => true,
        Inline::Link(link) => link.content.iter().any(|part| matches!(part, Inline::Styled(..))),
        Inline::Text(_) | Inline::Code(_) | Inline::Break => false,
    });
    if has_style && read(&wrap_to(&written, usize::MAX)) != [Block::Paragraph(content.to_vec())] {
        return parts(&without_style(content.to_vec()), 0, false);
    }
    written
}

/// Writes inline content on a single line.
pub fn single_line(content: &[Inline]) -> String {
    inline(&without_breaks(content.to_vec()))
}

fn lines(blocks: &[Block], width: usize, is_tight: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut marker = '*';
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 && !is_tight {
            lines.push(String::new());
        }
        match block {
            Block::Paragraph(content) => lines.extend(split(&wrap_to(&inline(content), width))),
            Block::Heading(level, content) => {
                // The headings of the generated documentation are of the first level.
                let mut text = single_line(content);
                if text.ends_with('#') {
                    text.insert(text.len() - 1, '\\');
                }
                lines.push(format!("{} {text}", "#".repeat((level + 1).min(6))));
            }
            Block::Code(code) => lines.extend(fenced(code)),
            Block::Quote(blocks) => {
                let quoted = self::lines(blocks, narrowed(width, 2), false).into_iter();
                lines.extend(quoted.map(|line| format!("> {line}").trim_end_matches(' ').to_owned()));
            }
            Block::List(list) => {
                // Two lists with the same marker would be one.
                let follows_list = index > 0 && matches!(blocks.get(index - 1), Some(Block::List(_)));
                marker = if follows_list && marker == '*' { '-' } else { '*' };
                lines.extend(items(list, marker, width));
            }
            Block::Table(table) => lines.extend(rows(table)),
            Block::Rule => lines.push("___".to_owned()),
        }
    }
    lines
}

fn split(text: &str) -> impl Iterator<Item = String> {
    text.split('\n').map(str::to_owned)
}

fn narrowed(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(NARROWEST)
}

fn items(list: &List, marker: char, width: usize) -> Vec<String> {
    // No empty line is needed in front of a list or of code.
    let is_short = |blocks: &[Block]| match blocks {
        [_] | [Block::Paragraph(_), Block::Code(_)] => true,
        [Block::Paragraph(_), Block::List(list)] => matches!(list.start, None | Some(1)),
        _ => false,
    };
    let is_tight = list.items.iter().all(|item| is_short(&item.blocks));
    let mut lines = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        if index > 0 && !is_tight {
            lines.push(String::new());
        }
        let bullet = match list.start {
            None => format!("{marker} "),
            Some(start) => {
                let number = start.saturating_add(index as u64).min(999_999_999);
                format!("{number}{} ", if marker == '*' { '.' } else { ')' })
            }
        };
        let task = match item
            .task
            .filter(|_| matches!(item.blocks.first(), Some(Block::Paragraph(_))))
        {
            None => "",
            Some(false) => "[ ] ",
            Some(true) => "[x] ",
        };
        let indent = " ".repeat(bullet.len());
        let content = self::lines(&item.blocks, narrowed(width, bullet.len()), is_tight);
        lines.extend(content.into_iter().enumerate().map(|(at, line)| match at {
            0 => format!("{bullet}{task}{line}"),
            _ if line.is_empty() => line,
            _ => format!("{indent}{line}"),
        }));
    }
    lines
}

fn rows(table: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| cell_text(cell)).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if index == 0 {
            let columns = table.columns.iter().map(|column| match column {
                Alignment::None => "---",
                Alignment::Left => ":--",
                Alignment::Center => ":-:",
                Alignment::Right => "--:",
            });
            lines.push(format!("| {} |", columns.collect::<Vec<_>>().join(" | ")));
        }
    }
    lines
}

/// Writes blocks as the content of a table cell. Blocks other than paragraphs lose their form.
pub fn cell(blocks: &[Block]) -> String {
    cell_text(&join(flat(blocks)))
}

fn cell_text(content: &[Inline]) -> String {
    single_line(content).replace('|', "\\|")
}

fn flat(blocks: &[Block]) -> Vec<Inline> {
    let parts = blocks.iter().flat_map(|block| {
        let mut parts = match block {
            Block::Paragraph(content) | Block::Heading(_, content) => content.clone(),
            Block::Code(code) => {
                let words: Vec<&str> = code.text.split_whitespace().collect();
                vec![Inline::Code(words.join(" "))]
            }
            Block::Quote(blocks) => flat(blocks),
            Block::List(list) => list.items.iter().flat_map(|item| flat(&item.blocks)).collect(),
            Block::Table(table) => {
                let cells = table.rows.iter().flatten();
                let cells = cells.flat_map(|cell| cell.iter().cloned().chain([Inline::Text(" ".to_owned())]));
                cells.collect()
            }
            Block::Rule => Vec::new(),
        };
        parts.push(Inline::Text(" ".to_owned()));
        parts
    });
    parts.collect()
}

/// Writes code as a block that rustdoc neither compiles nor runs.
fn fenced(code: &Code) -> Vec<String> {
    let longest = code.text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    let mut lines = vec![format!("{fence}{}", language(&code.language))];
    let text = code.text.strip_suffix('\n').unwrap_or(&code.text);
    lines.extend(
        text.split('\n')
            .map(|line| line.replace('\t', "    ").trim_end_matches(' ').to_owned()),
    );
    lines.push(fence);
    lines
}

/// Returns the language of a code block, or `text` if rustdoc would take it for Rust or for an attribute of a test.
pub(super) fn language(info: &str) -> &str {
    let word = info.split([' ', ',', '\t', '{']).next().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
    let letters: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    let is_code = letters
        .strip_prefix('e')
        .is_some_and(|digits| digits.parse::<u16>().is_ok());
    let is_attribute = [
        "compilefail",
        "custom",
        "edition",
        "ignore",
        "norun",
        "rs",
        "rust",
        "shouldpanic",
        "standalone",
        "testharness",
    ];
    let means_rust = is_code || is_attribute.iter().any(|attribute| letters.starts_with(attribute));
    if letters.is_empty() || means_rust || !word.chars().all(is_plain) {
        "text"
    } else {
        word
    }
}

/// Writes inline content. `depth` is the number of styles around it.
fn parts(content: &[Inline], depth: u32, in_link: bool) -> String {
    let mut written = String::new();
    for part in content {
        match part {
            Inline::Text(text) => written.push_str(&escape(text, in_link)),
            Inline::Code(text) => written.push_str(&span(text)),
            Inline::Break => written.push_str("\\\n"),
            Inline::Link(link) => {
                let link = self::link(link, depth);
                if link.starts_with('[') && written.ends_with('!') {
                    // It would make an image of the link.
                    written.insert(written.len() - 1, '\\');
                }
                written.push_str(&link);
            }
            Inline::Styled(style, content) => {
                let inside = parts(content, depth + 1, in_link);
                // Marks of the same character beside each other would be one mark.
                let star = depth.is_multiple_of(2) != written.ends_with('*');
                let mark = match (style, star) {
                    (Style::Emphasis, true) => "*",
                    (Style::Emphasis, false) => "_",
                    (Style::Strong, true) => "**",
                    (Style::Strong, false) => "__",
                    (Style::Struck, _) => "~~",
                };
                written.extend([mark, &inside, mark]);
            }
        }
    }
    written
}

fn link(link: &Link, depth: u32) -> String {
    let Link {
        is_image,
        to,
        title,
        content,
    } = link;
    if !is_image && title.is_empty() && is_automatic(to, content) {
        return format!("<{}>", to.strip_prefix("mailto:").unwrap_or(to));
    }
    let content = parts(content, depth, true);
    let title = if title.is_empty() {
        String::new()
    } else {
        format!(" \"{}\"", escape(title, true).replace('"', "\\\""))
    };
    let image = if *is_image { "!" } else { "" };
    format!("{image}[{content}]({}{title})", destination(to))
}

/// Whether a link can be written as `<https://…>` or `<name@host>`.
fn is_automatic(to: &str, content: &[Inline]) -> bool {
    let [Inline::Text(text)] = content else {
        return false;
    };
    if let Some(address) = to.strip_prefix("mailto:") {
        let is_plain = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphanumeric())
                && part.ends_with(|c: char| c.is_ascii_alphanumeric())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
                && !part.contains("..")
        };
        let parts = address.split_once('@');
        return text == address && parts.is_some_and(|(name, host)| is_plain(name) && is_plain(host));
    }
    let is_web = to.starts_with("https://") || to.starts_with("http://");
    is_web && text == to && !to.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '|'))
}

/// Writes the target of a link.
fn destination(to: &str) -> String {
    let mut depth = 0_i32;
    let mut is_balanced = true;
    for c in to.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        is_balanced &= (0..8).contains(&depth);
    }
    is_balanced &= depth == 0;
    let mut written = String::new();
    for (at, c) in to.char_indices() {
        let rest = to.get(at + 1..).unwrap_or_default();
        let is_entity = c == '&' && rest.contains(';');
        if is_entity || (matches!(c, '(' | ')') && !is_balanced) {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

/// Returns content without emphasis.
pub(super) fn without_style(content: Vec<Inline>) -> Vec<Inline> {
    join(unstyled(content)).into_iter().flat_map(with_urls).collect()
}

fn unstyled(content: Vec<Inline>) -> Vec<Inline> {
    let parts = content.into_iter().flat_map(|part| match part {
        Inline::Styled(_, content) => unstyled(content),
        Inline::Link(link) => vec![Inline::Link(Link {
            content: join(unstyled(link.content)),
            ..link
        })],
        part => vec![part],
    });
    parts.collect()
}

/// Returns content with spaces instead of line breaks.
pub(super) fn without_breaks(content: Vec<Inline>) -> Vec<Inline> {
    let parts = content.into_iter().map(|part| match part {
        Inline::Break => Inline::Text(" ".to_owned()),
        Inline::Styled(style, content) => Inline::Styled(style, without_breaks(content)),
        Inline::Link(link) => Inline::Link(Link {
            content: without_breaks(link.content),
            ..link
        }),
        part => part,
    });
    join(parts.collect())
}
