//! Descriptions as Markdown: read from a schema, and written so that rustdoc shows the same without a warning.
//!
//! [`read()`] turns a description (`CommonMark` with tables, task lists, alerts and struck text, and the HTML that
//! descriptions often contain) into a tree. [`write()`] turns the tree into Markdown for a documentation comment.

mod escape;
mod html;
mod inlines;
mod read;
mod tags;
mod texts;
mod write;

pub use read::read;
pub use write::{cell, inline, single_line, write};

/// A block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    Heading(usize, Vec<Inline>),
    Code(Code),
    Quote(Vec<Block>),
    List(List),
    Table(Table),
    Rule,
}

/// A code block. The language is empty unless the description names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub language: String,
    pub text: String,
}

/// A list, ordered if it has a first number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub start: Option<u64>,
    pub items: Vec<Item>,
}

/// An item of a list, with a check box if it is a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

/// A table. Each row has a cell for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Alignment>,
    /// The first row is the header.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    None,
    Left,
    Center,
    Right,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Code(String),
    Styled(Style, Vec<Inline>),
    Link(Link),
    /// A line break that is meant.
    Break,
}

/// How a part of a paragraph is emphasized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Emphasis,
    Strong,
    Struck,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub is_image: bool,
    pub to: String,
    pub title: String,
    pub content: Vec<Inline>,
}

/// Returns the text of inline content without its markup.
pub fn plain(content: &[Inline]) -> String {
    let parts = content.iter().map(|part| match part {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Styled(_, content) => plain(content),
        Inline::Link(link) => plain(&link.content),
        Inline::Break => " ".to_owned(),
    });
    parts.collect()
}

#[cfg(test)]
mod tests;
