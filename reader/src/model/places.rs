//! The keys of the names file: locations that do not change if schemas are added or reordered.

use typewright_core::json::pointer::escape;

use crate::input::sources::Sources;
use crate::model::owners::{OwnerId, OwnerKind, Owners};
use crate::model::schema_path::{SchemaPath, Step};

/// Returns the location at the end of a path.
///
/// The location resembles a URI with a JSON Pointer. Branches are identified by labels instead of indices. Bodies and
/// parameters are identified by the name of their action instead of its path and method.
pub fn place(path: &SchemaPath, owners: &Owners, sources: &Sources) -> String {
    let mut place = owner(path.owner, owners, sources);
    let mut steps = path.steps.as_slice();
    if owners.parameter(path.owner).is_some() {
        // The location already contains the name of the parameter.
        steps = steps.get(1..).unwrap_or_default();
    }
    for step in steps {
        match step {
            Step::Property(name) => place.extend(["/properties/", &escape(name)]),
            Step::Item => place.push_str("/items"),
            Step::Position(index) => place.extend(["/items/", &index.to_string()]),
            Step::Value | Step::AdditionalProperty => place.push_str("/additionalProperties"),
            Step::Variant(label) => place.extend(["/oneOf/", &escape(label.as_str())]),
        }
    }
    place
}

fn owner(id: OwnerId, owners: &Owners, sources: &Sources) -> String {
    let owner = &owners[id];
    let file = &sources.files[owner.file].name;
    let pointer = &owner.pointer;
    match &owner.kind {
        OwnerKind::File | OwnerKind::Component | OwnerKind::Definition(_) | OwnerKind::Document => {
            format!("{file}#{pointer}")
        }
        OwnerKind::Body | OwnerKind::Parameter(_) if pointer.starts_with("/components/") => {
            let shared: Vec<&str> = pointer.split('/').take(4).collect();
            format!("{file}#{}", shared.join("/"))
        }
        OwnerKind::Body => format!("{file}#{}", escape(&owner.word).replace(' ', "/")),
        OwnerKind::Parameter(parameter) => {
            let action = parameter.actions.first().map(|(action, _)| escape(action));
            let action = action.unwrap_or_default();
            format!("{file}#{action}/parameters/{}", escape(&parameter.name))
        }
    }
}
