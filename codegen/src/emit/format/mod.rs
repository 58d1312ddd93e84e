//! The last stage: formats the files and adds a header.

mod expression;
mod signature;

use expression::Heuristics;
use proc_macro2::TokenStream;
use syn::{Expr, ImplItem, Item, ItemImpl, ItemMacro, ItemMod, parse_quote};

use crate::emit::condition::Condition;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path in the output folder, with `/` as the separator.
    pub path: String,
    /// The content.
    pub text: String,
}

/// A generated file that is not formatted yet: who only reads the code need not wait for that.
pub struct Draft {
    /// The path in the output folder, with `/` as the separator.
    pub path: String,
    /// The documentation of the module, in paragraphs.
    pub docs: Vec<String>,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A part of a file.
#[derive(Clone)]
pub enum Block {
    /// Items, formatted.
    Text(String),
    /// Items, each of them formatted.
    Items(Vec<String>),
    /// Items.
    Code(TokenStream),
}

impl From<String> for Block {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<TokenStream> for Block {
    fn from(tokens: TokenStream) -> Self {
        Self::Code(tokens)
    }
}

impl Block {
    /// Formats the items.
    pub fn formatted(self) -> Self {
        Self::Items(self.into_items())
    }

    /// Adds the attribute of a condition to each of the items. Text is a single item.
    pub fn behind(self, condition: &Condition) -> Self {
        let items = self.into_items();
        Self::Items(items.iter().map(|item| condition.in_front_of(item)).collect())
    }

    /// Divides the items: those that need the feature `http` of the runtime, and all others. An item with a path into another
    /// module stays where it is, because the path would be another one elsewhere.
    pub fn divided(self) -> (Self, Self) {
        let start = format!("{CONDITION}! {{");
        let may_move = |item: &String| item.starts_with(&start) && !item.contains("super::");
        let (http, others) = self.into_items().into_iter().partition(may_move);
        (Self::Items(http), Self::Items(others))
    }

    /// Returns the formatted items.
    pub fn into_text(self) -> String {
        self.into_items().join("\n\n")
    }

    /// Returns each of the items, formatted. Text is not divided.
    fn into_items(self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text],
            Self::Items(items) => items,
            Self::Code(tokens) => format(tokens),
        }
    }

    /// Returns how many lines the formatted items take, with empty lines in between and `more` of them in front of each.
    pub fn lines(&self, more: usize) -> usize {
        match self {
            Self::Text(text) => text.lines().count() + more,
            Self::Items(items) => {
                let lines = items.iter().map(|item| item.lines().count() + more + 1);
                lines.sum::<usize>().saturating_sub(1)
            }
            Self::Code(_) => 0,
        }
    }
}

impl Draft {
    /// Formats the file: blocks with empty lines in between, behind a header and the documentation.
    pub fn format(self) -> File {
        let mut blocks = Vec::new();
        for block in self.blocks {
            blocks.extend(block.into_items());
        }
        assemble(self.path, &self.docs, &blocks)
    }

    /// The items of the file, also those behind a condition.
    #[cfg(feature = "contains")]
    pub fn items(self) -> Vec<Item> {
        let mut items = Vec::new();
        for block in self.blocks {
            if let Block::Code(tokens) = block {
                items.extend(parse(tokens));
            } else {
                let file = syn::parse_file(&block.into_text());
                items.extend(file.unwrap_or_else(|error| invalid(&error)).items);
            }
        }
        let items = items.into_iter().flat_map(|item| match item {
            Item::Macro(item) if item.mac.path.is_ident(CONDITION) => parse(item.mac.tokens),
            item => vec![item],
        });
        items.collect()
    }
}

/// Formats Rust code and returns each item as a string.
fn format(tokens: TokenStream) -> Vec<String> {
    parse(tokens).into_iter().map(|item| self::item(item, 0)).collect()
}

fn parse(tokens: TokenStream) -> Vec<Item> {
    let file: syn::Result<syn::File> = syn::parse2(tokens);
    file.unwrap_or_else(|error| invalid(&error)).items
}

fn invalid(error: &syn::Error) -> ! {
    unreachable!("the generated code does not parse: {error}")
}

fn assemble(path: String, docs: &[String], blocks: &[String]) -> File {
    let mut lines = Vec::new();
    for paragraph in docs {
        lines.extend((!lines.is_empty()).then(|| "//!".to_owned()));
        lines.extend(paragraph.lines().map(|line| match line {
            "" => "//!".to_owned(),
            line => format!("//! {line}"),
        }));
    }
    let mut parts = vec![HEADER.to_owned()];
    parts.extend((!lines.is_empty()).then(|| lines.join("\n")));
    parts.extend(
        blocks
            .iter()
            .map(|block| block.trim_end().to_owned())
            .filter(|block| !block.is_empty()),
    );
    File {
        path,
        text: parts.join("\n\n") + "\n",
    }
}

/// The first line of every generated file.
pub const HEADER: &str = "// @generated by typewright. Do not edit: change the schemas and generate again.";

/// The longest line.
pub const WIDTH: usize = 100;

/// Returns the items of a list on as few lines as possible, each with this indentation, and a comma behind each item.
pub fn filled(items: &[impl AsRef<str>], indent: &str) -> String {
    let mut text = String::new();
    let mut line = String::new();
    for item in items {
        let item = item.as_ref();
        if !line.is_empty() && indent.len() + line.chars().count() + item.chars().count() + 2 > WIDTH {
            text.extend([indent, &line, "\n"]);
            line.clear();
        }
        let space = if line.is_empty() { "" } else { " " };
        line.extend([space, item, ","]);
    }
    text + indent + &line
}

/// Formats an item, without a trailing line break. `indent` is the indentation of its lines, which the text does not have.
fn item(item: Item, indent: usize) -> String {
    match item {
        Item::Impl(item) if !item.items.is_empty() => signature::join(&implementation(item)),
        Item::Static(mut item) => {
            let value = std::mem::replace(&mut *item.expr, mark());
            initialized(
                &unparse(Item::Static(item)),
                &value,
                (0, WIDTH - indent),
                Heuristics::Default,
            )
        }
        Item::Const(mut item) if item.ident != "_" => {
            let value = std::mem::replace(&mut *item.expr, mark());
            initialized(
                &unparse(Item::Const(item)),
                &value,
                (0, WIDTH - indent),
                Heuristics::Max,
            )
        }
        Item::Mod(item) => module(item, indent),
        Item::Macro(item) if item.mac.path.is_ident(CONDITION) => condition(item, indent),
        item => signature::join(&unparse(item)),
    }
}

/// Formats an `impl` with an empty line between functions, which prettyplease does not add.
fn implementation(mut block: ItemImpl) -> String {
    let members = std::mem::take(&mut block.items);
    // A long header takes two lines.
    let header = unparse(Item::Impl(block.clone())).lines().count();
    let mut text = String::new();
    let mut after_function = false;
    let mut end = String::new();
    for mut member in members {
        let is_function = matches!(member, ImplItem::Fn(_));
        let value = match &mut member {
            ImplItem::Const(constant) => Some(std::mem::replace(&mut constant.expr, mark())),
            _ => None,
        };
        let mut single = unparse(Item::Impl(ItemImpl {
            items: vec![member],
            ..block.clone()
        }));
        if let Some(value) = value {
            single = initialized(&single, &value, (4, WIDTH), Heuristics::Max);
        }
        // The only member follows on the line after the header.
        let Some((end_of_header, _)) = single.match_indices('\n').nth(header - 1) else {
            unreachable!("an `impl` with a member takes several lines");
        };
        let (start, rest) = single.split_at(end_of_header);
        let rest = rest.trim_start_matches('\n');
        let Some((body, close)) = rest.rsplit_once('\n') else {
            unreachable!("an `impl` with a member ends on a line of its own");
        };
        if text.is_empty() {
            text.push_str(start);
        } else if is_function || after_function {
            text.push('\n');
        }
        text.push('\n');
        text.push_str(body);
        close.clone_into(&mut end);
        after_function = is_function;
    }
    text.push('\n');
    text + &end
}

/// Formats a module, with an empty line behind its imports.
fn module(mut module: ItemMod, indent: usize) -> String {
    let Some((_, items)) = &mut module.content else {
        return unparse(Item::Mod(module));
    };
    let mut inside = String::new();
    for item in std::mem::take(items) {
        let is_import = matches!(item, Item::Use(_));
        for line in self::item(item, indent + 4).lines() {
            inside.extend(["    ", line, "\n"]);
        }
        inside.push_str(if is_import { "\n" } else { "" });
    }
    let text = unparse(Item::Mod(module));
    let Some(head) = text.strip_suffix("{}") else {
        unreachable!("a module without items ends with its braces");
    };
    format!("{head}{{\n{inside}}}")
}

/// The macro around items that need the feature `http` of the runtime.
const CONDITION: &str = "if_http";

/// Formats items behind a condition. prettyplease leaves the content of a macro as it is.
fn condition(condition: ItemMacro, indent: usize) -> String {
    let items = parse(condition.mac.tokens).into_iter();
    let items: Vec<String> = items.map(|item| indented(&self::item(item, indent + 4))).collect();
    format!("{CONDITION}! {{\n{}}}", items.join("\n"))
}

fn indented(text: &str) -> String {
    let line = |line: &str| match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    };
    text.lines().map(line).collect()
}

/// Returns an item with its initializer in place of [`mark`]. prettyplease would indent tables twice for each level.
fn initialized(item: &str, value: &Expr, (indent, width): (usize, usize), heuristics: Heuristics) -> String {
    let Some((head, rest)) = item.rsplit_once(" mark;") else {
        unreachable!("an item ends with its initializer");
    };
    let before = head.lines().last().map_or(0, |line| line.chars().count());
    let value = expression::initializer(value, before - indent, width - indent, heuristics);
    let value = value.replace('\n', &format!("\n{}", " ".repeat(indent)));
    format!("{head}{value};{rest}")
}

/// Returns the initializer that [`initialized`] replaces.
fn mark() -> Expr {
    parse_quote!(mark)
}

fn unparse(item: Item) -> String {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    };
    prettyplease::unparse(&file).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use quote::{format_ident, quote};

    use super::format;

    #[test]
    fn a_header_of_two_lines_stands_once_in_front_of_the_members() {
        let name = format_ident!("{}", "AVeryLongName".repeat(6));
        let items = format(quote! {
            impl std::str::FromStr for #name {
                type Err = String;
                fn from_str(text: &str) -> Result<Self, String> { Err(text.to_owned()) }
            }
        });
        let expected = format!(
            "impl std::str::FromStr\nfor {name} {{\n    type Err = String;\n\n    fn from_str(text: &str) -> Result<Self, \
             String> {{\n        Err(text.to_owned())\n    }}\n}}"
        );
        assert_eq!(items, [expected]);
    }
}
