//! `--types plain`: types that only need serde.
//!
//! The shapes of the model are closed under `$ref`, shared and named. They are converted to JSON Schemas that typify
//! supports ([`convert`]). typify emits types for them ([`backend`]). The result gets the names, the order, the
//! documentation and the `serde` attributes of the model ([`refine`]).

mod backend;
mod convert;
mod impls;
mod refine;
mod scope;

use crate::emit::format::Draft;
use crate::emit::{Contents, Generated};
use crate::input::{Sources, names_file};
use crate::model::Model;
use crate::report::Report;
use crate::schema::SchemaSet;

/// Emits the types of a run as files. Returns `None` if the model has errors.
pub fn emit(model: &Model, set: &SchemaSet, sources: &Sources, report: &mut Report) -> Option<Generated> {
    if model.has_errors {
        return None;
    }
    let Model { shapes, names, .. } = model;
    let mut types = convert::convert(set, shapes, names);
    let (items, faults) = backend::run(&mut types);
    for fault in faults {
        let definition = &types[fault.index];
        report.warning(
            &set.place(definition.schema, sources),
            format!(
                "types::{} is a `serde_json::Value`, because typify cannot represent this schema: {}",
                definition.name, fault.message
            ),
            "this is a limitation of plain types; the exact types, without `--types plain`, have none",
        );
    }
    let (imports, items) = refine::refine(&types, items, names);
    let docs = vec!["The types of the API, one for each documented schema, as plain serde types.".to_owned()];
    let module = "#[allow(clippy::enum_variant_names)]\n#[rustfmt::skip]\npub mod types;".to_owned();
    Some(Generated {
        types: None,
        files: vec![
            Draft {
                path: "mod.rs".to_owned(),
                docs: Vec::new(),
                blocks: vec![module.into()],
            },
            Draft {
                path: "types.rs".to_owned(),
                docs,
                blocks: vec![imports.join("\n").into(), items.into()],
            },
        ],
        contents: Contents::default(),
        // Names that only the exact types have are kept.
        names: names_file::write(&names.file(true)),
    })
}
