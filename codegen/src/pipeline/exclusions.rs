//! Excludes what cannot be generated from the schemas and the actions.

use std::collections::HashSet;

use crate::input::{FileId, Sources};
use crate::openapi::{Api, Location};
use crate::report::{ErrorId, Report};
use crate::schema::SchemaSet;

/// Excludes the actions that use an excluded schema, and the schemas used only by these actions.
pub fn unusable(api: &mut Api, set: &mut SchemaSet, sources: &Sources, report: &mut Report) {
    api.exclude_by_schema(sources, report, |place| set.cause(set.at(place.file, &place.pointer)?));
    let named = api
        .schemas()
        .filter_map(|(place, name)| Some((place.file, &*place.pointer, name.as_deref()?)));
    let named: HashSet<(FileId, &str, &str)> = named.collect();
    set.keep_roots(|root, pointer| {
        let is_kept = root.is_own_type && sources.openapi != Some(root.file);
        is_kept || named.contains(&(root.file, pointer, &root.name))
    });
}

/// Excludes what is affected by the errors that were found after a position: colliding names, types that are nested too
/// deeply, and parameters without a text form. Returns whether anything was excluded.
pub fn late(start: usize, api: &mut Api, set: &mut SchemaSet, sources: &Sources, report: &mut Report) -> bool {
    let before = included(api, set);
    for error in report.errors_since(start) {
        exclude(error, api, set, sources, report);
    }
    included(api, set) != before
}

/// How much is not excluded: actions, parameters of every action, components, roots and schemas.
fn included(api: &Api, set: &SchemaSet) -> [usize; 5] {
    let globals = api.globals.iter().map(|globals| globals.parameters.len());
    [
        api.requests().count(),
        globals.sum(),
        api.components.len(),
        set.roots.len(),
        set.usable(),
    ]
}

fn exclude(error: ErrorId, api: &mut Api, set: &mut SchemaSet, sources: &Sources, report: &mut Report) {
    let (shown, pointer) = report.get(error).in_document();
    let (shown, pointer) = (shown.to_owned(), pointer.to_owned());
    if let Some((file, _)) = sources.files.iter().find(|(_, source)| source.shown == shown) {
        set.exclude_by_place(file, &pointer, error);
        set.exclude_roots(sources, report);
        api.exclude_by_place(&Location { file, pointer }, error, sources, report);
        unusable(api, set, sources, report);
    }
}
