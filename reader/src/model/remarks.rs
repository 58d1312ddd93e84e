//! Remarks on types that may not be what the author of a schema expects.

use std::collections::HashSet;

use crate::input::Sources;
use crate::model::Model;
use crate::model::owners::OwnerId;
use crate::model::shape::Kind;
use crate::report::Report;
use crate::schema::SchemaSet;

/// Notes which types are raw JSON, and which files have no type.
pub fn remark(model: &Model, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    note_raw_json(model, set, sources, report);
    note_definitions_only(model, set, sources, report);
}

/// Notes which types are raw JSON, and why.
fn note_raw_json(model: &Model, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    for (id, definition) in model.shapes.iter() {
        let name = &model.names.types[id];
        let place = set.place(definition.schema, sources);
        match &definition.kind {
            Kind::Checked(reason) => report.note(
                &place,
                format!("types::{name} is represented as raw JSON because {reason}; validation is unaffected"),
                "give the schema one `type`, if that is what is meant",
            ),
            Kind::Choice(choice) if choice.takes_others => report.note(
                &place,
                format!("types::{name} is an object or any other value, because its schema has no `type`"),
                "write \"type\": \"object\", if that is what is meant",
            ),
            Kind::Open
            | Kind::Struct(..)
            | Kind::Strings(..)
            | Kind::Integers(_)
            | Kind::Text
            | Kind::Choice(_)
            | Kind::Wrapper(_) => {}
        }
    }
}

/// Notes that a file with only definitions has no type.
fn note_definitions_only(model: &Model, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    let typed: HashSet<OwnerId> = model.shapes.roots.iter().map(|root| root.owner).collect();
    for (owner, schema) in model.owners.types() {
        if !typed.contains(&owner) {
            report.note(
                &set.place(schema, sources),
                "this file gives no type of its own: it holds only definitions, and each of them is a type",
                "add a `type` or `properties` if the file is to be a schema itself",
            );
        }
    }
}
