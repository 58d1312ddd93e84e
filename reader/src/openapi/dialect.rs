//! The dialect of the schemas of a document: `jsonSchemaDialect` (OpenAPI 3.1, 4.8.1).

use super::Reader;
use crate::input::document::Node;

const FIELD: &str = "jsonSchemaDialect";

/// Whether the schemas of an OpenAPI document are those of draft-07.
pub fn is_draft_07(document: &Node) -> bool {
    let text = |name: &str| document.get(name).and_then(Node::as_str).unwrap_or_default();
    !text("openapi").starts_with("3.0") && text(FIELD).trim_end_matches('#') == "http://json-schema.org/draft-07/schema"
}

impl Reader<'_> {
    /// Notes a dialect of the schemas that is not read: any other than that of OpenAPI 3.1 and draft-07.
    pub(super) fn ignored_dialect(&mut self) {
        const BASE: &str = "https://spec.openapis.org/oas/3.1/dialect/base";
        let document = self.document;
        let dialect = self.optional_text(document, FIELD, "");
        if let Some(node) = document.get(FIELD)
            && dialect.is_some_and(|dialect| dialect != BASE)
            && !is_draft_07(document)
        {
            let what = "`jsonSchemaDialect`s other than that of OpenAPI and draft-07";
            let help = "schemas are read as those of OpenAPI; remove it if they are";
            self.ignore(node.at, "/jsonSchemaDialect", what, help);
        }
    }
}
