//! The fourth stage: the Rust shapes of schemas, and the names of types.

pub mod boxes;
pub mod depth;
pub mod identifier;
pub mod label;
pub mod names;
pub mod normalise;
pub mod owners;
pub mod places;
mod remarks;
pub mod schema_path;
pub mod shape;

use crate::input::Sources;
use crate::openapi::{Api, Form, Location, ParameterIn};
use crate::report::Report;
use crate::schema::SchemaSet;
use crate::schema::equivalence::{Equivalence, equivalence};
use names::Names;
use normalise::{Asked, Shapes};
use owners::Owners;
pub use remarks::remark;

/// The Rust types of a run: what emission reads.
#[derive(Debug)]
pub struct Model {
    /// Which schemas are equivalent.
    pub equivalence: Equivalence,
    /// The owners of the types.
    pub owners: Owners,
    /// The shapes of the types.
    pub shapes: Shapes,
    /// The names of the types.
    pub names: Names,
    /// Whether errors were found in the model, so that it cannot be emitted.
    pub has_errors: bool,
}

/// Chooses the Rust type of each schema, and names it.
pub fn build(set: &SchemaSet, api: &Api, sources: &Sources, report: &mut Report) -> Model {
    let start = report.position();
    let equivalence = equivalence(set);
    let owners = owners::find(set, api, sources);
    let asked = asked(api, set);
    let mut shapes = normalise::normalise(set, &equivalence, &owners, &asked, sources);
    let names = names::name(set, &equivalence, &owners, &shapes, sources, report);
    boxes::box_up(&mut shapes.definitions, &names);
    depth::refuse(&shapes, &names, set, sources, report);
    Model {
        equivalence,
        owners,
        shapes,
        names,
        has_errors: !report.errors_since(start).is_empty(),
    }
}

/// Returns the schemas used by the endpoints.
fn asked(api: &Api, set: &SchemaSet) -> Asked {
    let id = |place: &Location| set.at(place.file, &place.pointer);
    let operations = api.requests().chain(&api.globals);
    let parameters = operations.flat_map(|operation| &operation.parameters);
    // A parameter of the path tells resources apart, so callers name it even if it has one value.
    let parameters = parameters
        .filter(|parameter| parameter.place != ParameterIn::Path && matches!(parameter.form, Form::Text { .. }));
    Asked {
        schemas: api.schemas().filter_map(|(place, _)| id(place)).collect(),
        parameters: parameters.filter_map(|parameter| id(&parameter.schema)).collect(),
    }
}
