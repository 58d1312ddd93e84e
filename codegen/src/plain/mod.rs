//! `--types plain`: types that only need serde.
//!
//! The shapes of the model are closed under `$ref`, shared and named. They are converted to JSON Schemas that typify
//! supports ([`convert`]). typify emits types for them ([`backend`]). The result gets the names, the order, the
//! documentation and the `serde` attributes of the model ([`refine`]).

mod backend;
mod convert;
mod impls;
mod refine;

use crate::emit::format::{self, File};
use crate::input::load::Sources;
use crate::model::names::Names;
use crate::model::normalise::Shapes;
use crate::report::Report;
use crate::schema::resolve::SchemaSet;

/// Emits the types of a run as files.
pub fn emit(set: &SchemaSet, sources: &Sources, shapes: &Shapes, names: &Names, report: &mut Report) -> Vec<File> {
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
    let mut blocks = vec![imports.join("\n")];
    let items = format::format(items);
    blocks.extend(items.unwrap_or_else(|error| unreachable!("typify and refine write valid Rust: {error}")));
    let docs = ["The types of the API, one for each documented schema, as plain serde types.".to_owned()];
    let module = "#[allow(clippy::enum_variant_names)]\n#[rustfmt::skip]\npub mod types;".to_owned();
    vec![
        format::assemble("mod.rs", &[], &[module]),
        format::assemble("types.rs", &docs, &blocks),
    ]
}
