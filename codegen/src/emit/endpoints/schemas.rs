//! The types and tables of the schemas used by actions.

use proc_macro2::TokenStream;
use quote::quote;

use super::Endpoints;
use crate::emit::rust_type::{tokens, tuple};
use crate::emit::secrets;
use crate::model::shape::Shape;
use crate::openapi::{Content, Location, Multipart, Operation, Several};
use crate::report::Place;
use crate::schema::keywords::SchemaId;

impl Endpoints<'_> {
    /// Returns the table of a part of the request.
    pub(super) fn request_table(&self, operation: &Operation, part: &str, place: &Location) -> TokenStream {
        let table = self
            .tables
            .of_request(self.schema_id(place), &format!("{} {part}", operation.id));
        self.table_path(&table)
    }

    /// Returns a reference to the table with this name.
    pub(super) fn table_path(&self, table: &str) -> TokenStream {
        let table = tokens(&self.scope.in_types(&format!("schema::{table}")));
        quote!(&#table)
    }

    /// Returns the table of a JSON body. It accepts every value if the document has no schema.
    pub(super) fn content_table(&self, operation: &Operation, part: &str, schema: Option<&Location>) -> TokenStream {
        match schema {
            Some(place) => self.request_table(operation, part, place),
            None => quote!(Schema::ANY),
        }
    }

    /// Returns the Rust type of a body.
    pub(super) fn content_type(&self, content: &Content) -> TokenStream {
        match (content.schema(), content) {
            (_, Content::Text { .. }) => quote!(String),
            (Some(schema), _) => self.schema_type(schema),
            (None, Content::Raw(_)) => quote!(::typewright_runtime::endpoint::RawBody),
            (None, Content::Several(Several { name, .. }) | Content::Multipart(Multipart { name, .. })) => {
                let name = super::ident(name);
                quote!(#name)
            }
            (None, Content::Json { .. } | Content::Form { .. }) => quote!(::typewright_runtime::Json),
        }
    }

    /// Returns the Rust type of the body of a request, which need not be in memory.
    pub(super) fn body_type(&self, content: &Content) -> TokenStream {
        match content {
            Content::Raw(_) => quote!(::typewright_runtime::endpoint::Upload),
            content => self.content_type(content),
        }
    }

    /// Returns the type name, title and file of a body's schema for the metadata.
    pub(super) fn content_names(&self, content: &Content) -> (String, String, String) {
        let named = |name: &str| (name.to_owned(), String::new(), String::new());
        match (content.schema(), content) {
            (_, Content::Text { .. }) => named("String"),
            (Some(schema), _) => self.schema_names(schema),
            (None, Content::Raw(_)) => named("RawBody"),
            (None, Content::Several(Several { name, .. }) | Content::Multipart(Multipart { name, .. })) => named(name),
            (None, Content::Json { .. } | Content::Form { .. }) => named("Json"),
        }
    }

    /// Like [`content_names`](Self::content_names), for the body of a request.
    pub(super) fn body_names(&self, content: &Content) -> (String, String, String) {
        match content {
            Content::Raw(_) => ("Upload".to_owned(), String::new(), String::new()),
            content => self.content_names(content),
        }
    }

    /// Like [`content_link`](Self::content_link), for the body of a request.
    pub(super) fn body_link(&self, content: &Content) -> String {
        match content {
            Content::Raw(_) => "[`Upload`](::typewright_runtime::endpoint::Upload)".to_owned(),
            content => self.content_link(content),
        }
    }

    /// Returns the type of a body for documentation, linked if it is a generated type.
    pub(super) fn content_link(&self, content: &Content) -> String {
        let (name, _, _) = self.content_names(content);
        let is_text = matches!(content, Content::Text { .. });
        let named = content.schema().and_then(|schema| self.named(schema));
        match (named.filter(|_| !is_text), content) {
            (None, Content::Several(_) | Content::Multipart(_)) => format!("[`{name}`]"),
            (Some(_), _) => format!("[`{name}`]({})", self.scope.in_types(&name)),
            (None, Content::Raw(_)) => "[`RawBody`](::typewright_runtime::endpoint::RawBody)".to_owned(),
            (None, Content::Json { .. } | Content::Form { .. } | Content::Text { .. }) => {
                crate::emit::docs::code(&name)
            }
        }
    }

    /// Returns the Rust type of a schema in the document.
    pub(super) fn schema_type(&self, place: &Location) -> TokenStream {
        match (self.shape_of(place), self.named(place)) {
            (Shape::Named(_), Some(name)) => tokens(&self.scope.in_types(&name)),
            (shape, _) => self.path(shape),
        }
    }

    /// Returns the name of a schema's type. For the root schema of a file, this is the name of the file's type.
    pub(super) fn named(&self, place: &Location) -> Option<String> {
        let target = self.set.deref(self.schema_id(place));
        let schema = &self.set.schemas[target];
        if let Some(name) = self
            .scope
            .names
            .roots
            .get(&schema.file)
            .filter(|_| schema.pointer.is_empty())
        {
            return Some(name.clone());
        }
        match self.shape_of(place) {
            Shape::Named(definition) => Some(self.scope.names.types[*definition].clone()),
            _ => None,
        }
    }

    /// Returns the type name, title and file of a schema for the metadata.
    pub(super) fn schema_names(&self, place: &Location) -> (String, String, String) {
        let target = self.set.deref(self.schema_id(place));
        let schema = &self.set.schemas[target];
        let name = match self.named(place) {
            Some(name) => name,
            None => self.scope.text(self.shape_of(place)),
        };
        let title = schema.keywords.notes.title.clone().unwrap_or_default();
        (name, title, self.sources.files[schema.file].name.clone())
    }

    /// Returns the schema at a place of the document.
    pub(super) fn schema_id(&self, place: &Location) -> SchemaId {
        match self.set.at(place.file, &place.pointer) {
            Some(id) => id,
            None => unreachable!("no schema was read at {place:?}"),
        }
    }

    /// Returns the shape of the schema at a place of the document.
    pub(super) fn shape_of(&self, place: &Location) -> &Shape {
        match self.scope.shapes.asked.get(&self.schema_id(place)) {
            Some(shape) => shape,
            None => unreachable!("the schema at {place:?} has no shape"),
        }
    }

    /// Whether `Debug` hides the value of the schema at a place of the document.
    pub(super) fn hides(&self, place: &Location, shape: &Shape) -> bool {
        secrets::hides(self.schema_id(place), shape, self.set, self.scope)
    }

    /// Whether `Debug` hides a body.
    pub(super) fn hides_body(&self, content: &Content) -> bool {
        match content {
            Content::Json { schema, .. } => {
                let mut schema = schema.iter();
                schema.any(|schema| self.hides(schema, self.shape_of(schema)))
            }
            Content::Form { schema, .. } => self.hides(schema, self.shape_of(schema)),
            Content::Text { schema, .. } => schema.iter().any(|schema| self.hides(schema, &Shape::String)),
            // The types of parts and of content with several media types hide their values themselves.
            Content::Multipart(_) | Content::Several(_) | Content::Raw(_) => false,
        }
    }

    pub(super) fn place<'p>(&'p self, at: usize, location: &'p Location) -> Place<'p> {
        Place {
            source: &self.sources.files[location.file],
            at,
            pointer: &location.pointer,
        }
    }

    /// Returns the path of a shape's type in an endpoint module.
    pub(super) fn path(&self, shape: &Shape) -> TokenStream {
        let text = match shape {
            Shape::Named(definition) => self.scope.in_types(&self.scope.names.types[*definition]),
            Shape::List(inner) => format!("Vec<{}>", self.path(inner)),
            Shape::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.path(item).to_string()).collect();
                format!("::typewright_runtime::Tuple<{}>", tuple(&items))
            }
            Shape::Map(inner) => {
                format!("::std::collections::BTreeMap<String, {}>", self.path(inner))
            }
            Shape::Boxed(inner) => format!("Box<{}>", self.path(inner)),
            Shape::Nullable(inner) => format!("Option<{}>", self.path(inner)),
            Shape::Json | Shape::Object | Shape::Integer | Shape::Number | Shape::Formatted(_) => {
                let text = self.scope.text(shape);
                format!("::typewright_runtime::{}", text.rsplit("::").next().unwrap_or_default())
            }
            Shape::Null | Shape::Bool | Shape::Int64 | Shape::Float64 | Shape::String => self.scope.text(shape),
        };
        tokens(&text)
    }
}
