//! Excludes schemas that cannot be generated: schemas with an error, and schemas that depend on one.
//!
//! An error is recorded for the schema that contains it. From there it propagates to enclosing and referring schemas,
//! once for each.

use std::collections::HashMap;

use super::{Root, SchemaSet};
use crate::input::by_id::ById;
use crate::input::sources::{FileId, Sources};
use crate::report::{ErrorId, Report};
use crate::schema::keywords::SchemaId;

impl SchemaSet {
    /// Returns the error that a schema contains or depends on.
    pub fn cause(&self, id: SchemaId) -> Option<ErrorId> {
        self.causes[id]
    }

    /// Returns how many schemas neither contain an error nor depend on one.
    pub fn usable(&self) -> usize {
        self.causes.iter().filter(|(_, cause)| cause.is_none()).count()
    }

    /// Excludes the schema at a location, or the enclosing one, because of an error found in a later stage.
    pub fn exclude_by_place(&mut self, file: FileId, pointer: &str, error: ErrorId) {
        if let Some(id) = self.at(file, pointer).or_else(|| around(&self.by_place, file, pointer)) {
            self.exclude(vec![(id, error)]);
        }
    }

    /// Removes excluded schemas from the roots, and reports each with the error that caused the exclusion.
    pub fn exclude_roots(&mut self, sources: &Sources, report: &mut Report) {
        let roots = std::mem::take(&mut self.roots);
        let (excluded, roots) = roots.into_iter().partition(|root| self.causes[root.schema].is_some());
        self.roots = roots;
        for root in &excluded {
            self.name_root(root, sources, report);
        }
        self.excluded_roots.extend(excluded);
    }

    /// Removes roots that are no longer used. The closure gets the root and its JSON Pointer.
    pub fn keep_roots(&mut self, is_used: impl Fn(&Root, &str) -> bool) {
        let schemas = &self.schemas;
        self.roots.retain(|root| is_used(root, &schemas[root.schema].pointer));
    }

    /// Excludes schemas, and all schemas that depend on them.
    pub(super) fn exclude(&mut self, mut waiting: Vec<(SchemaId, ErrorId)>) {
        // The first error that reaches a schema is reported.
        waiting.reverse();
        while let Some((id, error)) = waiting.pop() {
            if self.causes[id].is_none() {
                self.causes[id] = Some(error);
                self.ends[id] = id;
                waiting.extend(self.dependents[id].iter().map(|dependent| (*dependent, error)));
            }
        }
    }

    /// Finds the dependents of each schema.
    pub(super) fn find_dependents(&mut self) {
        let mut dependents = ById::same(&self.schemas, Vec::new());
        let mut has_unknown_base = ById::same(&self.schemas, false);
        for (id, schema) in self.schemas.iter() {
            if let Some(owner) = around(&self.by_place, schema.file, &schema.pointer) {
                dependents[id].push(owner);
                has_unknown_base[id] = has_unknown_base[owner] || self.schemas[owner].has_wrong_id;
                if has_unknown_base[id] {
                    dependents[owner].push(id);
                }
            }
            if let Some(target) = schema
                .keywords
                .reference
                .as_ref()
                .and_then(|reference| reference.target)
            {
                dependents[target].push(id);
            }
        }
        for &(copy, original) in &self.copies {
            dependents[original].push(copy);
        }
        self.dependents = dependents;
    }

    fn name_root(&self, root: &Root, sources: &Sources, report: &mut Report) {
        let Some(cause) = self.causes[root.schema] else {
            return;
        };
        let (file, pointer) = (&sources.files[root.file], &self.schemas[root.schema].pointer);
        let (shown, place) = report.get(cause).in_document();
        let is_own = shown == file.shown && place.starts_with(pointer.as_str());
        if !is_own {
            let name = if pointer.is_empty() { &file.name } else { &root.name };
            report.affects(cause, format!("schema {name}"));
        }
    }
}

/// Returns the innermost schema that contains a location.
fn around(by_place: &HashMap<(FileId, String), SchemaId>, file: FileId, pointer: &str) -> Option<SchemaId> {
    let mut pointer = pointer;
    while let Some((owner, _)) = pointer.rsplit_once('/') {
        if let Some(id) = by_place.get(&(file, owner.to_owned())) {
            return Some(*id);
        }
        pointer = owner;
    }
    None
}
