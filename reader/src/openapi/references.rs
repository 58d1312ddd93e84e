//! Reference Objects: `{"$ref": …}` in place of a parameter, a response or another part of the description.

use super::kind::{Kind, Problem, looks_like_schema};
use super::{Location, Reader};
use crate::input::document::{Node, step};
use crate::input::sources::FileId;
use crate::input::uri;

/// A part of the description, behind its `$ref`s.
#[derive(Debug)]
pub(super) struct Target<'a> {
    pub(super) node: &'a Node,
    pub(super) location: Location,
    /// The `description` beside the `$ref`, which overrides that of the part.
    pub(super) description: Option<String>,
}

/// How many references may lead to each other. A longer chain leads back to itself.
const LONGEST_CHAIN: usize = 100;

impl<'a> Reader<'a> {
    /// Resolves the `$ref` of a part, if it has one. Reports an error if its target is not of this kind.
    pub(super) fn deref(&mut self, node: &'a Node, pointer: &str, kind: Kind) -> Option<Target<'a>> {
        let mut target = Target {
            node,
            location: self.location(pointer),
            description: self.beside_reference(node, pointer, kind),
        };
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = target.node.get("$ref") else {
                return Some(target);
            };
            let place = target.location.member("$ref");
            let Some(text) = reference.as_str() else {
                self.error_at(
                    reference.at,
                    &place,
                    format!("expected a string, found {}", reference.kind()),
                    "write a reference such as \"#/components/responses/NotFound\"",
                );
                return None;
            };
            match self.find(target.location.file, text, kind) {
                Ok((node, location)) => {
                    self.is_part(location.file);
                    target.node = node;
                    target.location = location;
                }
                Err((what, help)) => {
                    let message = format!("unresolved `$ref` {text:?}: {what}");
                    self.error_at(reference.at, &place, message, help);
                    return None;
                }
            }
        }
        self.error(
            node.get("$ref").map_or(node.at, |reference| reference.at),
            &step(pointer, "$ref"),
            "this `$ref` leads back to itself".to_owned(),
            "refer to an object without a `$ref`",
        );
        None
    }

    /// Returns the part that a `$ref` in a file leads to, which may be a `$ref` itself.
    fn find(&self, file: FileId, reference: &str, kind: Kind) -> Result<(&'a Node, Location), Problem> {
        let location = self.locate(file, reference)?;
        kind.expect_in_components(&location.pointer)?;
        let node = self.node_at(&location).ok_or_else(|| {
            (
                "the document has nothing there".to_owned(),
                "parameters, bodies, responses and paths can be in `components`, or in a file of their own",
            )
        })?;
        Ok((node, location))
    }

    /// Returns the location that a `$ref` in a file leads to, in a file that was read. It may have nothing there.
    pub(super) fn locate(&self, file: FileId, reference: &str) -> Result<Location, Problem> {
        let base = uri::of_file(&self.sources.files[file].name);
        if uri::leaves_folder(&base, reference) {
            return Err((
                "it leaves the folder of the schemas".to_owned(),
                "put that file into the folder, and refer to it by its name",
            ));
        }
        let absolute = uri::resolve(&base, reference);
        let (document, fragment) = uri::split(&absolute);
        let name = uri::file_name(document).ok_or_else(|| {
            (
                "typewright never uses the network".to_owned(),
                "save the document in the folder, and refer to it by its file name",
            )
        })?;
        let file = self.sources.named(&name).ok_or_else(|| {
            (
                format!("there is no file {name}"),
                "add the file to the folder, or correct the reference",
            )
        })?;
        if self.sources.files[file].root.is_none() {
            return Err((format!("{name} has errors"), "fix those first"));
        }
        let pointer = uri::decode(fragment);
        Ok(Location { file, pointer })
    }

    /// Returns what is at a location. A fragment that is not a JSON Pointer has nothing.
    fn node_at(&self, location: &Location) -> Option<&'a Node> {
        let root = self.sources.files[location.file].root.as_ref()?;
        root.pointer(&location.pointer)
            .filter(|_| is_pointer(&location.pointer))
    }

    /// Returns the schema that the `$ref` of a schema leads to, in any of the files; `None` if it has no `$ref`.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn schema_behind(
        &self,
        schema: &Node,
        location: &Location,
    ) -> Result<Option<(&'a Node, Location)>, &'static str> {
        let Some(reference) = schema.get("$ref").and_then(Node::as_str) else {
            return Ok(None);
        };
        let target = self.locate(location.file, reference);
        let target = target.map_err(|_| "has a `$ref` to a file that is not there")?;
        if !is_pointer(&target.pointer) {
            return Err("has a `$ref` that is not a JSON Pointer");
        }
        let node = self.node_at(&target).ok_or("has a `$ref` to nothing")?;
        Ok(Some((node, target)))
    }

    /// Returns a schema and those that its references lead to. The last one has no `$ref`.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn schemas_behind(
        &self,
        schema: &'a Node,
        location: Location,
    ) -> Result<Vec<(&'a Node, Location)>, &'static str> {
        let mut found = vec![(schema, location)];
        while let Some((schema, location)) = found.last()
            && let Some(target) = self.schema_behind(schema, location)?
        {
            if found.len() == LONGEST_CHAIN {
                return Err("has a `$ref` that leads back to itself");
            }
            found.push(target);
        }
        Ok(found)
    }

    /// Notes that a file is a part of the description, unless it is a schema that has the part inside.
    fn is_part(&mut self, file: FileId) {
        let root = self.sources.files[file].root.as_ref();
        if root.is_some_and(|root| !looks_like_schema(root)) {
            self.api.parts.insert(file);
        }
    }

    /// Notes the files that hold `components` and no schema themselves.
    pub(super) fn collections(&mut self) {
        for (file, source) in self.sources.files.iter() {
            let components = source.root.as_ref().and_then(|root| root.get("components"));
            if components.is_some_and(|components| components.kind() == "an object") {
                self.is_part(file);
            }
        }
    }

    /// Reads what stands beside a `$ref`: since OpenAPI 3.1, a `description` overrides that of the target.
    fn beside_reference(&mut self, node: &Node, pointer: &str, kind: Kind) -> Option<String> {
        // The fields beside the `$ref` of a path or an operation are rejected.
        if node.get("$ref").is_none() || matches!(kind, Kind::PathItem | Kind::Operation) {
            return None;
        }
        let mut description = None;
        for member in node.members() {
            match &*member.name {
                "$ref" => {}
                "summary" if self.is_31 => {
                    let what = "summaries beside a `$ref`";
                    self.ignored_summary(member.at, &step(pointer, "summary"), what);
                }
                "description" if self.is_31 => description = self.optional_text(node, "description", pointer),
                name if name.starts_with("x-") => {}
                _ => self.ignore(
                    member.at,
                    &step(pointer, &member.name),
                    "fields beside a `$ref`",
                    "change the target of the `$ref`, or write the object without a `$ref`",
                ),
            }
        }
        description
    }
}

/// Whether a fragment is a JSON Pointer rather than the name of an anchor.
pub(super) fn is_pointer(fragment: &str) -> bool {
    fragment.is_empty() || fragment.starts_with('/')
}
