//! The parameters of an action.

use typewright_core::endpoint::ParameterStyle;
use typewright_core::schema::{ARRAY, OBJECT, STRING};

use super::{Document, Pair, is_same};
use crate::diff::change::allowed;
use crate::diff::compare::deprecation;
use crate::diff::verdict::Direction;
use crate::input::document::Value;
use crate::openapi::{Form, Location, Parameter};
use crate::schema::SchemaSet;
use crate::schema::keywords::SchemaId;

impl Pair<'_, '_> {
    /// Compares the parameters of the action.
    pub(super) fn parameters(&mut self) {
        let (a, b) = (self.old.0, self.new.0);
        let mut added = self.new.1.parameters(b, self.old);
        let mut gone = Vec::new();
        for before in self.old.1.parameters(a, self.new) {
            match added.iter().position(|after| is_same(before, after)) {
                Some(at) => self.parameter(before, added.remove(at)),
                None => gone.push(before),
            }
        }
        // The parameters of a path are told apart by their position.
        let mut unnamed = Vec::new();
        for before in gone {
            let same_kind = |after: &&Parameter| after.place == before.place && before.place.as_str() == "path";
            if let Some(at) = added.iter().position(same_kind) {
                self.parameter(before, added.remove(at));
            } else {
                unnamed.push(before);
            }
        }
        for before in unnamed {
            if let Some(at) = added.iter().position(|after| after.name == before.name) {
                let after = added.remove(at);
                let message = format!(
                    "the parameter `{}` of `{}` moved from {} to {}",
                    after.name,
                    b.id,
                    before.place.as_str(),
                    after.place.as_str()
                );
                self.push_at(
                    "parameter-moved",
                    message,
                    Some(&before.location),
                    Some(&after.location),
                );
                continue;
            }
            let message = format!("the parameter `{}` of `{}` was removed", before.name, b.id);
            self.push_at("parameter-removed", message, Some(&before.location), None);
        }
        for after in added {
            let (rule, word) = if after.required {
                ("parameter-required-added", "new and required")
            } else {
                ("parameter-added", "new")
            };
            let message = format!("the parameter `{}` of `{}` is {word}", after.name, b.id);
            self.push_at(rule, message, None, Some(&after.location));
        }
    }

    /// Compares two parameters that belong together.
    pub(super) fn parameter(&mut self, before: &Parameter, after: &Parameter) {
        let (name, id) = (&after.name, &self.new.0.id);
        let places = (Some(&before.location), Some(&after.location));
        if before.required != after.required {
            let (rule, word) = if after.required {
                ("parameter-required", "required")
            } else {
                ("parameter-optional", "optional")
            };
            self.push_at(
                rule,
                format!("the parameter `{name}` of `{id}` is {word} now"),
                places.0,
                places.1,
            );
        }
        let forms = [(self.old.1, before), (self.new.1, after)]
            .map(|(document, parameter)| (parameter.form, types(document, &parameter.schema)));
        let types = forms[0].1 | forms[1].1;
        let [was, is] = forms.map(|(form, _)| Written::of(form, types));
        if was != is {
            let message = format!(
                "the parameter `{name}` of `{id}` was written {} and is written {} now",
                was.words(types),
                is.words(types)
            );
            self.push_at("parameter-style-changed", message, places.0, places.1);
        }
        if allows_empty(before.form) && !allows_empty(after.form) {
            let message = format!("the parameter `{name}` of `{id}` may no longer be empty (`allowEmptyValue`)");
            self.push_at("parameter-empty-value-removed", message, places.0, places.1);
        }
        if before.deprecated != after.deprecated {
            let message = format!("the parameter `{name}` of `{id}`: {}", deprecation(after.deprecated));
            self.push_at("parameter-deprecated", message, places.0, places.1);
        }
        let default = |document: Document<'_>, parameter: &Parameter| {
            let schema = &parameter.schema;
            let id = document.side.run.set.at(schema.file, &schema.pointer)?;
            let set = &document.side.run.set;
            let own = set.keywords(id).notes.default.clone();
            own.or_else(|| set.keywords(set.deref(id)).notes.default.clone())
        };
        let defaults = (default(self.old.1, before), default(self.new.1, after));
        if defaults.0 != defaults.1 {
            let word = |default: Option<String>| default.unwrap_or_else(|| "none".to_owned());
            let message = format!(
                "the default of the parameter `{name}` of `{id}` was {} and is {} now",
                word(defaults.0),
                word(defaults.1)
            );
            self.push_at("parameter-default-changed", message, places.0, places.1);
            let at = |document: Document<'_>, schema: &Location| document.side.run.set.at(schema.file, &schema.pointer);
            let schemas = at(self.old.1, &before.schema).zip(at(self.new.1, &after.schema));
            self.actions.defaults.extend(schemas);
        }
        let name = format!("{id}?{name}");
        self.schemas(&before.schema, &after.schema, name, Direction::Request);
    }
}

/// How a server that decodes a request finds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Text(ParameterStyle, bool),
    Brackets,
    Json,
}

impl Written {
    /// How values of some types are written. Without arrays and objects, several styles write the same, and `simple`
    /// explodes only objects.
    fn of(form: Form, types: u8) -> Self {
        let is_scalar = types & (ARRAY | OBJECT) == 0;
        match form {
            Form::Json => Self::Json,
            Form::Brackets => Self::Brackets,
            Form::Text { style, .. } if is_scalar => {
                let style = match style {
                    ParameterStyle::SpaceDelimited | ParameterStyle::PipeDelimited | ParameterStyle::DeepObject => {
                        ParameterStyle::Form
                    }
                    style => style,
                };
                Self::Text(style, false)
            }
            Form::Text {
                style: ParameterStyle::Simple,
                ..
            } if types & OBJECT == 0 => Self::Text(ParameterStyle::Simple, false),
            Form::Text { style, explode, .. } => Self::Text(style, explode),
        }
    }

    fn words(self, types: u8) -> String {
        let is_scalar = types & (ARRAY | OBJECT) == 0;
        match self {
            Self::Json => "as JSON".to_owned(),
            Self::Brackets => "with the path to each value in brackets (`x-style`)".to_owned(),
            Self::Text(style, explode) => {
                let exploded = match (is_scalar, explode) {
                    (true, _) => "",
                    (false, true) => ", exploded",
                    (false, false) => ", not exploded",
                };
                format!("in the style `{}`{exploded}", name(style))
            }
        }
    }
}

/// A style as documents name it.
fn name(style: ParameterStyle) -> &'static str {
    match style {
        ParameterStyle::Simple => "simple",
        ParameterStyle::Label => "label",
        ParameterStyle::Matrix => "matrix",
        ParameterStyle::Form => "form",
        ParameterStyle::SpaceDelimited => "spaceDelimited",
        ParameterStyle::PipeDelimited => "pipeDelimited",
        ParameterStyle::DeepObject => "deepObject",
        style => unreachable!("no document names {style:?}"),
    }
}

fn allows_empty(form: Form) -> bool {
    matches!(form, Form::Text { allow_empty: true, .. })
}

/// The types that a schema allows, as far as it says so.
fn types(document: Document<'_>, schema: &Location) -> u8 {
    let set = &document.side.run.set;
    let Some(id) = set.at(schema.file, &schema.pointer) else {
        return u8::MAX;
    };
    allowed_types(set, id, DEEPEST)
}

/// How many branches in branches are looked at.
const DEEPEST: usize = 8;

/// The types that a schema and its branches allow. The values of `enum` and `const` that are neither arrays nor objects
/// count as strings.
fn allowed_types(set: &SchemaSet, id: SchemaId, depth: usize) -> u8 {
    let Some(depth) = depth.checked_sub(1) else {
        return u8::MAX;
    };
    let keywords = set.keywords(set.deref(id));
    let of_values = allowed(keywords).map(|values| {
        let types = values.iter().map(|value| match value.value {
            Value::Array(_) => ARRAY,
            Value::Object(_) => OBJECT,
            _ => STRING,
        });
        types.fold(0, |all, one| all | one)
    });
    let mut types = of_values.or(keywords.types).unwrap_or(u8::MAX);
    for branches in [&keywords.any_of, &keywords.one_of] {
        if !branches.is_empty() {
            types &= branches
                .iter()
                .fold(0, |all, branch| all | allowed_types(set, *branch, depth));
        }
    }
    keywords
        .all_of
        .iter()
        .fold(types, |types, member| types & allowed_types(set, *member, depth))
}
