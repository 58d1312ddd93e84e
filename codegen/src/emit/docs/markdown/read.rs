//! Reads Markdown.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag as Container};
use typewright_core::escaped::is_bidirectional_control;

use super::html;
use super::inlines::inlines;
use super::tags::{Token, tokens};
use super::{Alignment, Block, Code, Inline, Item, Link, List, Style, Table};

/// How deep blocks and inline content may be nested. Deeper levels are merged into this one.
const DEPTH: usize = 16;

/// Reads a description. Control characters become spaces; characters that reverse the direction of text are dropped.
pub fn read(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n");
    let text: String = text
        .chars()
        .map(|c| {
            if matches!(c, '\n' | '\t') || !c.is_control() {
                c
            } else {
                ' '
            }
        })
        .filter(|c| !is_bidirectional_control(*c))
        .collect();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_GFM;
    let mut reader = Reader {
        events: Parser::new_ext(&text, options),
        task: None,
    };
    reader.blocks(0)
}

struct Reader<'t> {
    events: Parser<'t>,
    /// Whether the current list item is a task, and whether that is done.
    task: Option<bool>,
}

impl Reader<'_> {
    /// Reads blocks up to the end of their container.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        self.item(depth).blocks
    }

    /// Reads the blocks of a list item, or of any other container. In a tight list, paragraphs have no events.
    fn item(&mut self, depth: usize) -> Item {
        let mut blocks = Blocks::default();
        let outer = self.task.take();
        let mut merged = 0;
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) if merged == 0 => break,
                Event::End(_) => {
                    merged -= 1;
                    blocks.end_paragraph();
                }
                Event::TaskListMarker(is_done) => self.task = Some(is_done),
                Event::Start(container) => match container {
                    Container::Emphasis | Container::Strong | Container::Strikethrough => {
                        blocks.open.extend(self.styled(&container, depth + 1));
                    }
                    Container::Link { .. } | Container::Image { .. } => {
                        blocks.open.extend(self.link(container, depth + 1));
                    }
                    container => {
                        blocks.end_paragraph();
                        if depth >= DEPTH && is_nested(&container) {
                            merged += 1;
                        } else {
                            let read = self.block(container, depth + 1);
                            blocks.done.extend(read);
                        }
                    }
                },
                Event::Rule => {
                    blocks.end_paragraph();
                    blocks.done.push(Block::Rule);
                }
                event => blocks.open.extend(leaf(event)),
            }
        }
        blocks.end_paragraph();
        Item {
            task: std::mem::replace(&mut self.task, outer),
            blocks: blocks.done,
        }
    }

    fn block(&mut self, container: Container<'_>, depth: usize) -> Vec<Block> {
        let block = match container {
            Container::Paragraph => Block::Paragraph(self.inlines(depth)),
            Container::Heading { level, .. } => Block::Heading(number(level), self.inlines(depth)),
            Container::CodeBlock(kind) => Block::Code(Code {
                language: match kind {
                    CodeBlockKind::Fenced(language) => clean(&language),
                    CodeBlockKind::Indented => String::new(),
                },
                text: clean(&self.text()),
            }),
            Container::HtmlBlock => return html::blocks(&self.text()),
            Container::List(start) => {
                let mut items = Vec::new();
                while let Some(Event::Start(Container::Item)) = self.events.next() {
                    items.push(self.item(depth + 1));
                }
                items.retain(|item| !item.blocks.is_empty());
                Block::List(List { start, items })
            }
            Container::Table(columns) => {
                let columns = columns.into_iter().map(alignment).collect();
                let rows = self.rows(depth);
                Block::Table(Table { columns, rows })
            }
            Container::BlockQuote(kind) => {
                let mut blocks = self.blocks(depth + 1);
                blocks.splice(..0, kind.map(alert));
                Block::Quote(blocks)
            }
            // Extensions that are not enabled.
            _ => Block::Quote(self.blocks(depth + 1)),
        };
        let is_empty = match &block {
            Block::Paragraph(content) | Block::Heading(_, content) => content.is_empty(),
            Block::Quote(blocks) => blocks.is_empty(),
            Block::List(list) => list.items.is_empty(),
            Block::Code(_) | Block::Table(_) | Block::Rule => false,
        };
        if is_empty { Vec::new() } else { vec![block] }
    }

    /// Reads the rows of a table, the header first.
    fn rows(&mut self, depth: usize) -> Vec<Vec<Vec<Inline>>> {
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Container::TableCell) => {
                    let cell = self.inlines(depth);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Event::Start(_) => rows.push(Vec::new()),
                Event::End(pulldown_cmark::TagEnd::Table) => break,
                _ => {}
            }
        }
        rows
    }

    /// Returns the text up to the end of the container, unchanged.
    fn text(&mut self) -> String {
        let mut text = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::Text(part) | Event::Html(part) | Event::InlineHtml(part) => text.push_str(&part),
                Event::End(_) => break,
                _ => {}
            }
        }
        text
    }

    /// Reads inline content up to the end of its container.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut parts = Vec::new();
        let mut merged = 0;
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) if merged == 0 => break,
                Event::End(_) => merged -= 1,
                Event::Start(_) if depth >= 2 * DEPTH => merged += 1,
                Event::Start(container @ (Container::Link { .. } | Container::Image { .. })) => {
                    parts.extend(self.link(container, depth + 1));
                }
                Event::Start(container) => parts.extend(self.styled(&container, depth + 1)),
                Event::TaskListMarker(is_done) => self.task = Some(is_done),
                event => parts.extend(leaf(event)),
            }
        }
        inlines(parts)
    }

    fn styled(&mut self, container: &Container<'_>, depth: usize) -> Vec<Token> {
        let style = match container {
            Container::Emphasis => Some(Style::Emphasis),
            Container::Strong => Some(Style::Strong),
            Container::Strikethrough => Some(Style::Struck),
            _ => None,
        };
        let content = self.inlines(depth);
        match style {
            Some(style) if !content.is_empty() => vec![Token::Inline(Inline::Styled(style, content))],
            Some(_) | None => content.into_iter().map(Token::Inline).collect(),
        }
    }

    fn link(&mut self, container: Container<'_>, depth: usize) -> Vec<Token> {
        let (is_image, link_type, to, title) = match container {
            Container::Link {
                link_type,
                dest_url,
                title,
                ..
            } => (false, link_type, dest_url, title),
            Container::Image {
                link_type,
                dest_url,
                title,
                ..
            } => (true, link_type, dest_url, title),
            _ => return Vec::new(),
        };
        let content = self.inlines(depth);
        let to = match link_type {
            LinkType::Email => format!("mailto:{to}"),
            _ => clean(&to),
        };
        let link = Link {
            is_image,
            to,
            title: clean(&title).replace('\n', " "),
            content,
        };
        link.into_inlines().into_iter().map(Token::Inline).collect()
    }
}

/// The blocks read so far, and the inline content of the open paragraph.
#[derive(Default)]
struct Blocks {
    done: Vec<Block>,
    open: Vec<Token>,
}

impl Blocks {
    fn end_paragraph(&mut self) {
        let content = inlines(std::mem::take(&mut self.open));
        if !content.is_empty() {
            self.done.push(Block::Paragraph(content));
        }
    }
}

/// Whether a container holds blocks.
fn is_nested(container: &Container<'_>) -> bool {
    matches!(
        container,
        Container::List(_) | Container::Item | Container::BlockQuote(_)
    )
}

/// Returns an event without content of its own.
fn leaf(event: Event<'_>) -> Vec<Token> {
    match event {
        Event::Text(text) => vec![Token::Inline(Inline::Text(clean(&text)))],
        Event::Code(text) => vec![Token::Inline(Inline::Code(clean(&text)))],
        Event::InlineHtml(text) | Event::Html(text) => tokens(&text),
        Event::SoftBreak => vec![Token::Inline(Inline::Text(" ".to_owned()))],
        Event::HardBreak => vec![Token::Inline(Inline::Break)],
        _ => Vec::new(),
    }
}

/// Replaces control characters, which an entity may stand for.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\n' | '\t') || !c.is_control() {
                c
            } else {
                ' '
            }
        })
        .filter(|c| !is_bidirectional_control(*c))
        .collect()
}

fn number(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Returns the title of an alert, such as `[!NOTE]`, which rustdoc does not know.
fn alert(kind: BlockQuoteKind) -> Block {
    let title = match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    };
    let title = vec![Inline::Text(title.to_owned())];
    Block::Paragraph(vec![Inline::Styled(Style::Strong, title)])
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
