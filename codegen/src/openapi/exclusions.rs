//! Excludes what cannot be generated: actions that have an error or depend on one.

use super::part::{is_within, part};
use super::{Api, Operation};
use crate::report::{ErrorId, Report};

impl Api {
    /// Excludes the whole document, because of an error that belongs to no path, operation or component.
    pub(super) fn exclude_all(&mut self, cause: ErrorId, report: &mut Report) {
        self.exclude_where(report, |_| Some(cause));
        let components = self.components.drain(..).map(|(pointer, _)| pointer);
        self.excluded.extend(components);
        self.tags.clear();
    }

    /// Excludes the actions that use a schema with an error. `cause` returns the error for the JSON Pointer of a
    /// schema.
    pub fn exclude_by_schema(&mut self, report: &mut Report, cause: impl Fn(&str) -> Option<ErrorId>) {
        self.exclude_where(report, |operation| {
            operation.schemas.iter().find_map(|(pointer, _)| cause(pointer))
        });
        self.components.retain(|(pointer, _)| cause(pointer).is_none());
    }

    /// Excludes the actions affected by an error at a location of the document: those in the same part, and those that
    /// use the parameter with the error.
    pub fn exclude_by_place(&mut self, pointer: &str, error: ErrorId, report: &mut Report) {
        self.exclude_where(report, |operation| {
            let of_parameter = |place: &str| !place.is_empty() && is_within(pointer, place);
            let has_error = is_within(pointer, &operation.pointer)
                || is_within(&operation.pointer, part(pointer)) && !part(pointer).is_empty()
                || operation
                    .parameters
                    .iter()
                    .any(|parameter| of_parameter(&parameter.pointer));
            has_error.then_some(error)
        });
    }

    fn exclude_where(&mut self, report: &mut Report, cause: impl Fn(&Operation) -> Option<ErrorId>) {
        for operation in std::mem::take(&mut self.operations) {
            match cause(&operation) {
                Some(error) => self.exclude(operation, [error], report),
                None => self.operations.push(operation),
            }
        }
    }

    /// Excludes an action, and reports each error that it depends on.
    pub(super) fn exclude(
        &mut self,
        operation: Operation,
        causes: impl IntoIterator<Item = ErrorId>,
        report: &mut Report,
    ) {
        for error in causes {
            if !is_within(&report.get(error).pointer, &operation.pointer) {
                report.affects(error, format!("{} {}", operation.method, operation.template()));
            }
        }
        self.excluded
            .extend(operation.schemas.into_iter().map(|(pointer, _)| pointer));
    }
}
