//! The documentation of an action.

use super::{Metadata, Parameter};
use crate::schema::Schema;

/// An action of the API: its request as a type, with its documentation.
///
/// With the feature `http`, every request is also an `Endpoint`, which can be written and read.
pub trait Descriptor: Sized {
    /// The body of a successful response: `()` if there is none, an enum if it depends on the status.
    type Response;

    /// The body of a documented error.
    type Error;

    /// The schema of a successful response.
    const RESPONSE: &'static Schema;

    /// The schema of a documented error.
    const ERROR: &'static Schema;

    /// The parameters, in the order of the document: those of the metadata. They are a constant of their own, because an array that
    /// refers to the statics of tables lives long enough only so.
    const PARAMETERS: &'static [Parameter] = &[];

    /// The documentation of the action.
    const METADATA: &'static Metadata;
}
