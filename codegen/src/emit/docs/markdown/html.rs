//! HTML blocks. Elements that Markdown can express are kept, and the tags of other HTML elements are dropped.

use super::inlines::inlines;
use super::tags::{BLOCKS, Token, tokens};
use super::{Block, Code, Inline, Item, List, plain};

/// Returns the content of an HTML block as blocks.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut code: Option<String> = None;
    for token in tokens(html) {
        match (token, &mut code) {
            (Token::Close(name), Some(text)) if name == "pre" => {
                let text = std::mem::take(text);
                let text = format!("{}\n", text.trim_matches('\n'));
                let language = String::new();
                reader.blocks.push(Block::Code(Code { language, text }));
                code = None;
            }
            (Token::Inline(part), Some(text)) => text.push_str(&plain(&[part])),
            (Token::Open(_) | Token::Close(_), Some(_)) => {}
            (Token::Open(element), None) if element.name == "pre" => {
                reader.end_list();
                code = Some(String::new());
            }
            (token, None) => reader.token(token),
        }
    }
    reader.end_list();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The open list.
    list: Option<List>,
    /// The content of the open paragraph.
    open: Vec<Token>,
}

impl Reader {
    fn token(&mut self, token: Token) {
        let (name, opens) = match &token {
            Token::Inline(_) => ("", false),
            Token::Open(element) => (&*element.name, true),
            Token::Close(name) => (&**name, false),
        };
        match name {
            "ul" | "ol" | "table" => {
                self.end_list();
                let start = (name == "ol").then_some(1);
                self.list = opens.then_some(List {
                    start,
                    items: Vec::new(),
                });
            }
            "li" | "tr" => {
                self.end_paragraph();
                if opens && self.list.is_none() {
                    self.list = Some(List {
                        start: None,
                        items: Vec::new(),
                    });
                }
            }
            "td" | "th" if opens && !self.open.is_empty() => {
                self.open.push(Token::Inline(Inline::Text(" | ".to_owned())));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !opens => {
                let level = name.bytes().last().map_or(1, |digit| usize::from(digit - b'0'));
                let content = inlines(std::mem::take(&mut self.open));
                if !content.is_empty() {
                    self.end_list();
                    self.blocks.push(Block::Heading(level, content));
                }
            }
            name if BLOCKS.contains(&name) => self.end_paragraph(),
            _ => self.open.push(token),
        }
    }

    fn end_paragraph(&mut self) {
        let content = inlines(std::mem::take(&mut self.open));
        if content.is_empty() {
            return;
        }
        let blocks = vec![Block::Paragraph(content)];
        match &mut self.list {
            Some(list) => list.items.push(Item { task: None, blocks }),
            None => self.blocks.extend(blocks),
        }
    }

    fn end_list(&mut self) {
        self.end_paragraph();
        let list = self.list.take().filter(|list| !list.items.is_empty());
        self.blocks.extend(list.map(Block::List));
    }
}
