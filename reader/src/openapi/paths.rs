//! Paths and their operations.

use typewright_core::endpoint::{Method, pairs};

use super::kind::Kind;
use super::naming::{derived, nameless};
use super::part::part;
use super::references::Target;
use super::{Location, METHODS, Operation, Reader, pagination, wait};
use crate::input::document::{Member, Node, step};
use crate::report::ErrorId;

/// The properties of a path that are not operations.
const BESIDE_METHODS: [&str; 5] = ["$ref", "description", "parameters", "servers", "summary"];

impl<'a> Reader<'a> {
    pub(super) fn paths(&mut self) {
        let document = self.document;
        for path in self.object(document, "paths", "") {
            if path.name.starts_with("x-") {
                continue;
            }
            let pointer = step("/paths", &path.name);
            let (first, start) = (self.api.operations.len(), self.report.position());
            if let Some((what, help)) = misfit(&path.name) {
                self.error(path.at, &pointer, format!("the path {:?} {what}", path.name), help);
                continue;
            }
            self.refuse_beside_reference(&path.value, &pointer, "path");
            let faults = match self.deref(&path.value, &pointer, Kind::PathItem) {
                Some(item) => self.path(&path.name, &item),
                None => Vec::new(),
            };
            self.exclude_faulty_path(path, first, start, faults);
        }
    }

    /// Excludes the operations of a path that has an error outside of its operations: in the document, or among those
    /// found in the file of the path.
    fn exclude_faulty_path(&mut self, path: &Member, first: usize, start: usize, faults: Vec<ErrorId>) {
        let pointer = step("/paths", &path.name);
        let shown = &self.sources.files[self.main].shown;
        let is_own = |error: &ErrorId| {
            let (file, place) = self.report.get(*error).in_document();
            file == shown && part(place) == pointer
        };
        let own = self.report.errors_since(start).into_iter().find(is_own);
        let Some(error) = own.or(faults.first().copied()) else {
            return;
        };
        for operation in self.api.operations.split_off(first) {
            self.api.exclude(operation, [error], self.sources, self.report);
        }
    }

    /// Rejects fields next to the `$ref` of a path or an operation. Their meaning is undefined if both are present
    /// (OpenAPI 3.1, 4.8.9).
    pub(super) fn refuse_beside_reference(&mut self, item: &Node, pointer: &str, what: &str) {
        if item.get("$ref").is_none() {
            return;
        }
        let says_nothing = |name: &str| ["$ref", "description", "summary"].contains(&name) || name.starts_with("x-");
        for member in item.members().iter().filter(|member| !says_nothing(&member.name)) {
            self.error(
                member.at,
                &step(pointer, &member.name),
                format!("`{}` has no effect beside the `$ref` of this {what}", member.name),
                "move it to the target of the `$ref`, or write this without a `$ref`",
            );
        }
    }

    /// Reads a path. Returns the errors that belong to none of its operations.
    fn path(&mut self, path: &str, item: &Target<'a>) -> Vec<ErrorId> {
        self.path_item(item, |reader, method, node, pointer| {
            reader.operation(path, item, method, node, pointer);
        })
    }

    /// Reads the operations of a path item. Returns the errors that belong to none of them.
    pub(super) fn path_item(
        &mut self,
        item: &Target<'a>,
        mut operation: impl FnMut(&mut Self, Method, &'a Node, &str),
    ) -> Vec<ErrorId> {
        let Location { file, pointer } = &item.location;
        self.within(*file, |reader| {
            reader.is(item.node, "an object", pointer);
            reader.ignore_extensions(item.node, pointer);
            let mut faults = Vec::new();
            for member in item.node.members() {
                let pointer = step(pointer, &member.name);
                match METHODS.iter().find(|(name, _)| *name == member.name) {
                    Some((_, method)) => operation(reader, *method, &member.value, &pointer),
                    None if BESIDE_METHODS.contains(&&*member.name) || member.name.starts_with("x-") => {}
                    None => faults.push(reader.error(
                        member.at,
                        &pointer,
                        format!("unknown method {:?}: its operation would be lost", member.name),
                        "write an HTTP method in lower case, such as \"get\"",
                    )),
                }
            }
            faults
        })
    }

    /// Reads an operation, which may be a `$ref` to one.
    fn operation(&mut self, path: &str, item: &Target<'a>, method: Method, node: &'a Node, pointer: &str) {
        self.refuse_beside_reference(node, pointer, "operation");
        if let Some(target) = self.deref(node, pointer, Kind::Operation) {
            self.within(target.location.file, |reader| {
                reader.resolved_operation(path, item, method, &target);
            });
        }
    }

    fn resolved_operation(&mut self, path: &str, item: &Target<'a>, method: Method, target: &Target<'a>) {
        let (node, pointer) = (target.node, &*target.location.pointer);
        if !self.is(node, "an object", pointer) {
            return;
        }
        self.expect_fields(node, pointer, Kind::Operation);
        self.ignore_extensions_but(node, pointer, &[pagination::EXTENSION, wait::EXTENSION]);
        let start = self.report.position();
        self.schemas.clear();
        let mut id = self.text(node, "operationId", pointer);
        let resource = self.api.group(&id, path);
        let mut words = self.api.short_name(&id).map(str::to_owned);
        if id.is_empty() {
            words = Some(nameless(method, path));
            id = derived(method, path);
            while self.ids.contains(&id) {
                id.push('_');
            }
            self.note(
                node.at,
                pointer,
                format!("this operation has no `operationId`: it is named {id:?} after its method and path"),
                "give it one that is unique in the document, such as \"device.get\"",
            );
        }
        if !self.take_id(&id, node, pointer) {
            return;
        }
        let mut tags = self.strings(node, "tags", pointer).into_iter();
        let tag = tags.next();
        if tags.next().is_some() {
            self.omit(
                node,
                "tags",
                pointer,
                "tags of an action other than the first",
                "the first tag of an action names its module",
            );
        }
        let security = self.security(node, pointer);
        let (server, servers) = self.server(target, item);
        let (template, query) = path.split_once('?').unwrap_or((path, ""));
        let mut operation = Operation {
            location: target.location.clone(),
            at: node.at,
            schemas: Vec::new(),
            tag: tag.unwrap_or(resource),
            method,
            server,
            servers,
            path: template.to_owned(),
            query: query.to_owned(),
            summary: self.text(node, "summary", pointer),
            description: self.described_with_path(item, node, pointer),
            deprecated: self.flag(node, "deprecated", pointer).unwrap_or_default(),
            parameters: self.parameters(path, item, target, &id, &security),
            security,
            headers: self.headers(node, pointer),
            body: self.body(node, pointer, &id),
            responses: self.responses(node, method, pointer, &id),
            pagination: Vec::new(),
            wait: self.wait(node, pointer),
            callbacks: Vec::new(),
            incoming: None,
            id,
            words,
        };
        operation.pagination = self.pagination(node, pointer, &operation);
        operation.schemas = std::mem::take(&mut self.schemas);
        let errors = self.report.errors_since(start);
        operation.callbacks = self.callbacks(node, pointer, &operation.id);
        if errors.is_empty() {
            self.warn_of_twin(&operation, node.at, pointer);
            self.api.operations.push(operation);
        } else {
            self.api.exclude(operation, errors, self.sources, self.report);
        }
    }

    /// Returns the description of an operation, with what its path says of all its operations.
    pub(super) fn described_with_path(&mut self, item: &Target<'a>, node: &'a Node, pointer: &str) -> String {
        let Location { file, pointer: path } = &item.location;
        let said = self.within(*file, |reader| {
            ["summary", "description"].map(|name| reader.text(item.node, name, path))
        });
        let own = self.described(node, pointer);
        let summary = self.text(node, "summary", pointer);
        let said = said.into_iter().filter(|text| *text != own && *text != summary);
        let mut parts: Vec<String> = [own.clone()].into_iter().chain(said).collect();
        parts.retain(|part| !part.trim().is_empty());
        parts.join("\n\n")
    }

    /// Notes the id of an operation. Reports an error if another one has it.
    pub(super) fn take_id(&mut self, id: &str, node: &Node, pointer: &str) -> bool {
        let is_new = self.ids.insert(id.to_owned());
        if !is_new {
            self.error(
                node.get("operationId").map_or(node.at, |id| id.at),
                &step(pointer, "operationId"),
                format!("duplicate `operationId` {id:?}"),
                "give each operation a unique `operationId`: its type is named after it",
            );
        }
        is_new
    }

    /// Warns of two actions with the same route. A client can send both, but a server cannot distinguish them.
    fn warn_of_twin(&mut self, operation: &Operation, at: usize, pointer: &str) {
        let pieces = operation.path.split('{').map(|piece| match piece.split_once('}') {
            Some((_, rest)) => format!("{{}}{rest}"),
            None => piece.to_owned(),
        });
        let mut query: Vec<(String, String)> = pairs(&operation.query).collect();
        query.sort();
        let route = (
            operation.method.as_str(),
            operation.server.clone(),
            pieces.collect(),
            query,
        );
        match self.routes.get(&route) {
            Some(other) => {
                let message = format!(
                    "{} and {other} match the same requests: a server selects {other}",
                    operation.id
                );
                self.warning(
                    at,
                    pointer,
                    message,
                    "give them different paths if you generate a server",
                );
            }
            None => {
                self.routes.insert(route, operation.id.clone());
            }
        }
    }
}

/// Returns the error and the fix if a path cannot be sent as written.
fn misfit(path: &str) -> Option<(&'static str, &'static str)> {
    if !path.starts_with('/') {
        return Some((
            "does not begin with a slash",
            "write it like \"/devices\": it is appended to the address of the server",
        ));
    }
    if path.contains('#') {
        return Some((
            "has a fragment, which is never sent",
            "distinguish actions of one path and one method by a parameter",
        ));
    }
    match path.split_once('?') {
        Some((path, query)) => misfit_of_query(query).or_else(|| misfit_of_path(path)),
        None => misfit_of_path(path),
    }
}

/// Returns the error and the fix if a fixed query is invalid.
fn misfit_of_query(query: &str) -> Option<(&'static str, &'static str)> {
    if query.contains(['{', '}']) {
        return Some((
            "has a parameter in its query",
            "keep only constant parts in the query, and describe the others as parameters in \"query\"",
        ));
    }
    if query.split('&').any(|pair| pair.is_empty() || pair.starts_with('=')) {
        return Some((
            "has a query with a part without a name",
            "write it like \"/devices?kind=all&latest\"",
        ));
    }
    let is_kept = |c: char| is_kept(c) || c == '?';
    let is_right = query.chars().all(is_kept) && is_encoded(query);
    (!is_right).then_some((
        "has a query with an invalid character",
        "percent-encode it (RFC 3986, 3.4)",
    ))
}

fn misfit_of_path(path: &str) -> Option<(&'static str, &'static str)> {
    let mut literal = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let parameter = after.split_once('}');
        let Some((_, after)) = parameter.filter(|(name, _)| !name.is_empty() && !name.contains(['{', '/'])) else {
            return Some(("has an unmatched brace", "write a parameter like {id}"));
        };
        // Represents any value, so that a segment such as `.{kind}` is not treated as a dot segment.
        literal.extend([before, "x"]);
        rest = after;
    }
    literal.push_str(rest);
    if !literal.chars().all(is_kept) || !is_encoded(&literal) {
        return Some(("contains an invalid character", "percent-encode it (RFC 3986, 3.3)"));
    }
    let is_step = |segment: &str| matches!(&*segment.to_ascii_lowercase().replace("%2e", "."), "." | "..");
    if literal.split('/').any(is_step) {
        return Some((
            "has a segment of dots, which clients resolve as a relative path",
            "write the path that is meant",
        ));
    }
    None
}

/// Whether two hexadecimal digits follow each percent sign (RFC 3986, 2.1).
fn is_encoded(text: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let mut parts = text.split('%').skip(1).map(str::as_bytes);
    parts.all(|part| is_digit(part.first()) && is_digit(part.get(1)))
}

/// Whether a character needs no percent-encoding in a path (RFC 3986, 3.3).
fn is_kept(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%".contains(c)
}
