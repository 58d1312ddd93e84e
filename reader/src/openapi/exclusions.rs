//! Excludes what cannot be generated: actions, and parameters of every action, that have an error or depend on one.

use std::collections::BTreeSet;
use std::mem::take;

use super::part::{is_within, part};
use super::{Api, Location, Operation, Parameter};
use crate::input::sources::Sources;
use crate::report::{ErrorId, Report};

impl Api {
    /// Excludes the whole document, because of an error that belongs to no path, operation or component.
    pub(super) fn exclude_all(&mut self, cause: ErrorId, sources: &Sources, report: &mut Report) {
        self.exclude_where(sources, report, |_| Some(cause));
        self.exclude_globals(report, |_, _| Some(cause));
        let components = self.components.drain(..).map(|(location, _)| location);
        self.excluded.extend(components);
        self.tags.clear();
    }

    /// Excludes the actions and the parameters of every action that use a schema with an error. `cause` returns the error
    /// for the location of a schema.
    pub fn exclude_by_schema(
        &mut self,
        sources: &Sources,
        report: &mut Report,
        cause: impl Fn(&Location) -> Option<ErrorId>,
    ) {
        self.exclude_where(sources, report, |operation| {
            operation.schemas.iter().find_map(|(location, _)| cause(location))
        });
        self.exclude_globals(report, |_, parameter| cause(&parameter.schema));
        self.components.retain(|(location, _)| cause(location).is_none());
    }

    /// Excludes what is affected by an error at a location: the actions in the same part, those that use the parameter with
    /// the error, and this parameter if it belongs to every action.
    pub fn exclude_by_place(&mut self, place: &Location, error: ErrorId, sources: &Sources, report: &mut Report) {
        let Location { file, pointer } = place;
        let has_error = |owner: &Location| owner.file == *file && is_within(pointer, &owner.pointer);
        self.exclude_where(sources, report, |operation| {
            let is_affected = has_error(&operation.location)
                || operation.location.file == *file
                    && is_within(&operation.location.pointer, part(pointer))
                    && !part(pointer).is_empty()
                || operation
                    .parameters
                    .iter()
                    .any(|parameter| has_error(&parameter.location));
            is_affected.then_some(error)
        });
        let is_at = |parameter: &Parameter| has_error(&parameter.location) || has_error(&parameter.listed);
        self.exclude_globals(report, |globals, parameter| {
            let is_of_all = has_error(&globals.location) && !globals.parameters.iter().any(is_at);
            (is_at(parameter) || is_of_all).then_some(error)
        });
    }

    fn exclude_where(&mut self, sources: &Sources, report: &mut Report, cause: impl Fn(&Operation) -> Option<ErrorId>) {
        for operation in take(&mut self.operations) {
            match cause(&operation) {
                Some(error) => self.exclude(operation, [error], sources, report),
                None => self.operations.push(operation),
            }
        }
        for operation in take(&mut self.incoming) {
            match cause(&operation) {
                Some(error) => self.exclude(operation, [error], sources, report),
                None => self.incoming.push(operation),
            }
        }
    }

    /// Excludes parameters of every action. `cause` gets all of them, and one of them.
    fn exclude_globals(&mut self, report: &mut Report, cause: impl Fn(&Operation, &Parameter) -> Option<ErrorId>) {
        let Some(mut globals) = self.globals.take() else {
            return;
        };
        let causes: Vec<Option<ErrorId>> = globals.parameters.iter().map(|one| cause(&globals, one)).collect();
        for (parameter, cause) in take(&mut globals.parameters).into_iter().zip(causes) {
            match cause {
                Some(error) => report.affects(error, format!("the parameter {:?} of every action", parameter.name)),
                None => globals.parameters.push(parameter),
            }
        }
        let used: BTreeSet<&Location> = globals.parameters.iter().map(|parameter| &parameter.schema).collect();
        let unused = globals.schemas.extract_if(.., |(location, _)| !used.contains(location));
        self.excluded.extend(unused.map(|(location, _)| location));
        self.globals = Some(globals).filter(|globals| !globals.parameters.is_empty());
    }

    /// Excludes an action, and reports each error that it depends on.
    pub(super) fn exclude(
        &mut self,
        operation: Operation,
        causes: impl IntoIterator<Item = ErrorId>,
        sources: &Sources,
        report: &mut Report,
    ) {
        for error in causes {
            let ((file, pointer), own) = (report.get(error).in_document(), &operation.location);
            if file != sources.files[own.file].shown || !is_within(pointer, &own.pointer) {
                report.affects(error, operation.shown());
            }
        }
        self.excluded
            .extend(operation.schemas.into_iter().map(|(location, _)| location));
    }
}
