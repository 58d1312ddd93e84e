//! Keywords for objects (draft-07, 6.5).

use typewright_core::schema::OBJECT;

use super::children::Edge;
use super::group::Group;
use super::{Dialect, Reader, SchemaId};
use crate::input::document::{Node, Value, step};

/// The keywords of a schema that apply to objects.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ObjectRules<S = SchemaId> {
    /// `required`, without the properties that only one direction carries.
    pub required: Vec<String>,
    /// The properties that only one direction carries.
    pub directed: DirectedRules,
    /// `properties`
    pub properties: Vec<(String, S)>,
    /// `patternProperties`
    pub pattern_properties: Vec<(String, S)>,
    /// `additionalProperties`, if it is a schema.
    pub additional_properties: Option<S>,
    /// `additionalProperties: false`
    pub closed: bool,
    /// `propertyNames`
    pub property_names: Option<S>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
    /// `dependencies` with property names.
    pub required_with: Vec<(String, Vec<String>)>,
    /// `dependencies` with schemas.
    pub schema_with: Vec<(String, S)>,
}

/// The properties of an object that only one direction carries. Only the schemas that an OpenAPI document describes have
/// any: a schema without requests and responses has no direction.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct DirectedRules {
    /// Declared with `readOnly`.
    pub read_only: Vec<String>,
    /// Declared with `writeOnly`.
    pub write_only: Vec<String>,
    /// Required, and `writeOnly`.
    pub required_in_request: Vec<String>,
    /// Required, and `readOnly`.
    pub required_in_response: Vec<String>,
}

// `derive` would require `S: Default`.
impl<S> Default for ObjectRules<S> {
    fn default() -> Self {
        Self {
            required: Vec::new(),
            directed: DirectedRules::default(),
            properties: Vec::new(),
            pattern_properties: Vec::new(),
            additional_properties: None,
            closed: false,
            property_names: None,
            min_properties: None,
            max_properties: None,
            required_with: Vec::new(),
            schema_with: Vec::new(),
        }
    }
}

impl<S: Copy> ObjectRules<S> {
    /// Replaces each subschema.
    pub(super) fn map<T>(&self, replace: &mut impl FnMut(Edge, S) -> T) -> ObjectRules<T> {
        let Self {
            required,
            directed,
            properties,
            pattern_properties,
            additional_properties,
            closed,
            property_names,
            min_properties,
            max_properties,
            required_with,
            schema_with,
        } = self;
        let mut entries = |edge: Edge, entries: &[(String, S)]| {
            let entries = entries
                .iter()
                .map(|(name, schema)| (name.clone(), replace(edge, *schema)));
            entries.collect()
        };
        ObjectRules {
            required: required.clone(),
            directed: directed.clone(),
            properties: entries(Edge::Inside, properties),
            pattern_properties: entries(Edge::Inside, pattern_properties),
            schema_with: entries(Edge::InPlace, schema_with),
            additional_properties: additional_properties.map(|schema| replace(Edge::Inside, schema)),
            property_names: property_names.map(|schema| replace(Edge::Inside, schema)),
            closed: *closed,
            min_properties: *min_properties,
            max_properties: *max_properties,
            required_with: required_with.clone(),
        }
    }
}

impl Group for ObjectRules {
    const TYPES: u8 = OBJECT;
    const VALUES: &'static str = "objects";
    const KEYWORDS: &'static [&'static str] = &[
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
    ];

    fn contradictions(&self) -> Vec<[&'static str; 2]> {
        let both = self.min_properties.zip(self.max_properties);
        let is_empty = both.is_some_and(|(min, max)| min > max);
        is_empty
            .then_some(["minProperties", "maxProperties"])
            .into_iter()
            .collect()
    }
}

impl Reader<'_, '_> {
    /// Reads a keyword for objects. Returns whether `name` is one.
    pub(super) fn object_keyword(&mut self, name: &str, value: &Node, pointer: &str) -> bool {
        match name {
            "required" if self.context.dialect == Dialect::Draft04 && matches!(value.value, Value::Bool(_)) => {
                self.error(
                    value.at,
                    pointer,
                    format!(
                        "`required` must be an array of property names, found {} (a boolean is draft-03)",
                        value.to_json()
                    ),
                    "list the names of the required properties in the `required` of the object",
                );
            }
            "required" => self.keywords.object.required = self.strings(value, pointer),
            "properties" => self.keywords.object.properties = self.schema_map(value, pointer),
            "patternProperties" => {
                self.keywords.object.pattern_properties = self.schema_map(value, pointer);
                for member in value.members() {
                    self.check_pattern(&member.name, member.at, &step(pointer, &member.name));
                }
            }
            "additionalProperties" => match value.value {
                Value::Bool(false) => self.keywords.object.closed = true,
                Value::Bool(true) => {}
                _ => self.keywords.object.additional_properties = Some(self.schema(value, pointer)),
            },
            "propertyNames" => self.keywords.object.property_names = Some(self.schema(value, pointer)),
            "minProperties" => self.keywords.object.min_properties = self.count(value, pointer),
            "maxProperties" => self.keywords.object.max_properties = self.count(value, pointer),
            "dependencies" => self.dependencies(value, pointer),
            "dependentRequired" | "dependentSchemas" if self.context.dialect == Dialect::OpenApi31 => {
                self.dependencies(value, pointer);
            }
            _ => return false,
        }
        true
    }

    fn dependencies(&mut self, value: &Node, pointer: &str) {
        if !matches!(value.value, Value::Object(_)) {
            self.wrong(value, pointer, "an object");
        }
        for member in value.members() {
            let pointer = step(pointer, &member.name);
            if matches!(member.value.value, Value::Array(_)) {
                let names = self.strings(&member.value, &pointer);
                self.keywords.object.required_with.push((member.name.clone(), names));
            } else {
                let schema = self.schema(&member.value, &pointer);
                self.keywords.object.schema_with.push((member.name.clone(), schema));
            }
        }
    }
}
