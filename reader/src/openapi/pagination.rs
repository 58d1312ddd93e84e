//! Lists in pages: the extension `x-pagination`.

use typewright_core::endpoint::Method;

use super::pointer::Pointer;
use super::{Location, Operation, Parameter, ParameterIn, Reader};
use crate::input::document::{Node, Value, step};

/// The extension of an operation whose response is a page of a list. At the root, it applies to all actions that it fits.
pub(super) const EXTENSION: &str = "x-pagination";

/// How the pages of a list are requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// How the next page is requested.
    pub kind: PageKind,
    /// The JSON Pointer of the items in the response.
    pub items: Pointer,
    /// The JSON Pointer of the number of items of the whole list.
    pub total: Option<Pointer>,
    /// The JSON Pointer of the number of pages.
    pub pages: Option<Pointer>,
    /// The JSON Pointer of a boolean: whether there are more pages.
    pub more: Option<Pointer>,
    /// Where the description is, and its byte offset.
    pub location: (Location, usize),
    /// Whether the description is that of the document, which need not fit the action.
    pub is_default: bool,
}

/// How the next page is requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// With the number of the page.
    Page {
        /// The name of the parameter.
        parameter: String,
        /// The number of the first page, if it is given.
        first: Option<i64>,
    },
    /// With the number of items before the page.
    Offset {
        /// The name of the parameter.
        parameter: String,
    },
    /// With a value of the page before.
    Cursor {
        /// The name of the parameter.
        parameter: String,
        /// Where the value is.
        next: Cursor,
    },
    /// At a URL in the page before.
    NextLink(Pointer),
    /// At a URL in the header `Link`, with this relation.
    LinkHeader(String),
}

impl PageKind {
    /// Returns the name of the parameter that selects a page.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Page { parameter, .. } | Self::Offset { parameter } | Self::Cursor { parameter, .. } => {
                Some(parameter)
            }
            Self::NextLink(_) | Self::LinkHeader(_) => None,
        }
    }
}

/// Where the cursor of the next page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// In the page.
    Page(Pointer),
    /// In the last item.
    LastItem(Pointer),
}

/// What says how the next page is requested: exactly one of these.
const KINDS: [&str; 5] = ["page", "offset", "cursor", "nextLink", "linkHeader"];

/// The other fields, each with the kinds that it belongs to.
const FIELDS: [(&str, &[&str]); 7] = [
    ("items", &KINDS),
    ("total", &KINDS),
    ("more", &KINDS),
    ("first", &["page"]),
    ("pages", &["page"]),
    ("nextCursor", &["cursor"]),
    ("lastItem", &["cursor"]),
];

impl<'a> Reader<'a> {
    /// Reads the descriptions of pages that apply to all actions: one, or several in an array.
    pub(super) fn default_pagination(&mut self) {
        let document: &'a Node = self.document;
        let Some(node) = document.get(EXTENSION) else {
            return;
        };
        let pointer = step("", EXTENSION);
        let descriptions: Vec<(&Node, String)> = match node.kind() {
            "an array" => {
                let items = node.items().iter().enumerate();
                items
                    .map(|(index, item)| (item, step(&pointer, &index.to_string())))
                    .collect()
            }
            _ => vec![(node, pointer)],
        };
        for (node, pointer) in descriptions {
            if let Some(mut pagination) = self.read_pagination(node, &pointer) {
                pagination.is_default = true;
                self.api.pagination.push(pagination);
            }
        }
    }

    /// Returns the descriptions of pages that may apply to an operation: its own, or those of the document.
    pub(super) fn pagination(&mut self, node: &'a Node, pointer: &str, operation: &Operation) -> Vec<Pagination> {
        let parameters = &operation.parameters;
        let Some(own) = node.get(EXTENSION) else {
            let defaults = self.api.pagination.iter().filter(|pagination| {
                let parameter = pagination.kind.parameter();
                parameter.is_none_or(|name| parameters.iter().any(|parameter| parameter.selects_page(name)))
            });
            return match operation.method {
                Method::Get => defaults.cloned().collect(),
                _ => Vec::new(),
            };
        };
        // `false` opts out of the descriptions of the document.
        if matches!(own.value, Value::Bool(false)) {
            return Vec::new();
        }
        let pointer = step(pointer, EXTENSION);
        let Some(pagination) = self.read_pagination(own, &pointer) else {
            return Vec::new();
        };
        if let Some(name) = pagination.kind.parameter()
            && !parameters.iter().any(|parameter| parameter.selects_page(name))
        {
            let (field, at) = kind_of(own).map_or(("", own.at), |(field, node)| (field, node.at));
            let known: Vec<String> = parameters
                .iter()
                .filter(|parameter| parameter.selects_page(&parameter.name))
                .map(|parameter| format!("{:?}", parameter.name))
                .collect();
            let help = match &known[..] {
                [] => "add the parameter to the action".to_owned(),
                known => format!("write the name of one of its parameters: {}", known.join(", ")),
            };
            self.error(
                at,
                &step(&pointer, field),
                format!(
                    "{} has no parameter {name:?} in the query, a header or a cookie",
                    operation.id
                ),
                &help,
            );
        }
        vec![pagination]
    }

    fn read_pagination(&mut self, node: &'a Node, pointer: &str) -> Option<Pagination> {
        if !self.is(node, "an object", pointer) {
            return None;
        }
        let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| node.get(kind).is_some()).collect();
        let [kind] = kinds[..] else {
            let found = match &kinds[..] {
                [] => "none of them".to_owned(),
                kinds => kinds.join(" and "),
            };
            self.error(
                node.at,
                pointer,
                format!("`{EXTENSION}` needs exactly one of {}, found {found}", KINDS.join(", ")),
                "say how the next page is requested, such as \"page\": \"page\" for the parameter of that name",
            );
            return None;
        };
        for member in node.members() {
            let name = member.name.as_str();
            let belongs = FIELDS.iter().find(|(field, _)| *field == name);
            let help = match belongs {
                _ if name == kind => continue,
                Some((_, kinds)) if kinds.contains(&kind) => continue,
                Some((_, kinds)) => format!("it belongs to {}", kinds.join(", ")),
                None => format!(
                    "its fields are {}, {}",
                    KINDS.join(", "),
                    FIELDS.map(|(field, _)| field).join(", ")
                ),
            };
            let message = format!("`{EXTENSION}` with `{kind}` has no field {name:?}");
            self.error(member.at, &step(pointer, name), message, &help);
        }
        let parameter = || {
            node.get(kind)
                .and_then(Node::as_str)
                .map(str::to_owned)
                .unwrap_or_default()
        };
        let start = self.report.position();
        let kind = match kind {
            "page" => PageKind::Page {
                parameter: parameter(),
                first: self.first(node, pointer),
            },
            "offset" => PageKind::Offset { parameter: parameter() },
            "cursor" => PageKind::Cursor {
                parameter: parameter(),
                next: self.cursor(node, pointer)?,
            },
            "nextLink" => PageKind::NextLink(self.field_pointer(node, "nextLink", pointer)?),
            "linkHeader" => PageKind::LinkHeader(parameter()),
            other => unreachable!("{other} is none of the kinds of pages"),
        };
        for name in KINDS.into_iter().filter(|name| *name != "nextLink") {
            self.optional_text(node, name, pointer);
        }
        let items = match node.get("items") {
            Some(_) => self.field_pointer(node, "items", pointer)?,
            None => Pointer {
                steps: Vec::new(),
                location: (self.location(pointer), node.at),
            },
        };
        let [total, pages, more] = ["total", "pages", "more"].map(|name| self.field_pointer(node, name, pointer));
        self.report.errors_since(start).is_empty().then(|| Pagination {
            kind,
            items,
            total,
            pages,
            more,
            location: (self.location(pointer), node.at),
            is_default: false,
        })
    }

    fn first(&mut self, node: &'a Node, pointer: &str) -> Option<i64> {
        let first = node.get("first")?;
        let number = match &first.value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        if number.is_none() {
            let message = format!("expected an integer, found {}", first.to_json());
            let help = "write the number of the first page, such as 0 or 1";
            self.error(first.at, &step(pointer, "first"), message, help);
        }
        number
    }

    fn cursor(&mut self, node: &'a Node, pointer: &str) -> Option<Cursor> {
        match (node.get("nextCursor"), node.get("lastItem")) {
            (Some(_), None) => self.field_pointer(node, "nextCursor", pointer).map(Cursor::Page),
            (None, Some(_)) => self.field_pointer(node, "lastItem", pointer).map(Cursor::LastItem),
            _ => {
                self.error(
                    node.at,
                    pointer,
                    format!("`{EXTENSION}` with `cursor` needs exactly one of nextCursor, lastItem"),
                    "write where the cursor of the next page is: in the response as \"nextCursor\": \"/next\", or in its last \
                     item as \"lastItem\": \"/id\"",
                );
                None
            }
        }
    }
}

impl Parameter {
    /// Whether this is the parameter with a name, in a place where it can select a page.
    pub fn selects_page(&self, name: &str) -> bool {
        self.name == name && self.place != ParameterIn::Path
    }
}

/// Returns the field that says how the next page is requested.
fn kind_of(node: &Node) -> Option<(&'static str, &Node)> {
    KINDS.into_iter().find_map(|kind| Some((kind, node.get(kind)?)))
}
