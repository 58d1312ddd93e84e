//! Reads a schema keyword by keyword. Reports everything that draft-07 does not allow.

mod array;
mod children;
mod contradictions;
mod dialect;
mod discriminator;
mod group;
mod nearest;
mod notes;
mod number;
mod object;
mod string;
mod values;

pub use array::ArrayRules;
pub use children::Edge;
pub use contradictions::literal_types;
pub use dialect::Dialect;
pub use discriminator::{Discriminator, Tagged};
pub use notes::Notes;
pub use number::{Bound, NumberRules, Width};
pub use object::{DirectedRules, ObjectRules};
pub use string::StringRules;
#[cfg(feature = "contains")]
pub use values::type_names;

use crate::input::by_id::Id;
use crate::input::document::{Node, Value, step};
use crate::report::{ErrorId, Place, Report, Source};
use dialect::LATER_DRAFTS;
use nearest::nearest;
use notes::only_annotates;

/// The id of a schema in a [`crate::schema::resolve::SchemaSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

impl Id for SchemaId {
    fn from_index(index: u32) -> Self {
        Self(index)
    }

    fn index(self) -> u32 {
        self.0
    }
}

/// The keywords of a schema. Keywords for a single JSON type are in a separate group. The others apply to values of any
/// type.
///
/// `S` represents a subschema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Keywords<S = SchemaId> {
    /// The schema `false`.
    pub never: bool,
    /// `$ref`. Keywords next to it are ignored (draft-07, 8.3).
    pub reference: Option<Reference>,
    /// `type`, as a set. `None` allows all types.
    pub types: Option<u8>,
    /// `enum`
    pub values: Option<Vec<Node>>,
    /// `const`
    pub constant: Option<Node>,
    /// The keywords for strings.
    pub string: StringRules,
    /// The keywords for numbers.
    pub number: NumberRules,
    /// The keywords for arrays.
    pub array: ArrayRules<S>,
    /// The keywords for objects.
    pub object: ObjectRules<S>,
    /// `allOf`
    pub all_of: Vec<S>,
    /// `anyOf`
    pub any_of: Vec<S>,
    /// `oneOf`
    pub one_of: Vec<S>,
    /// What `discriminator` selects from the branches of `oneOf` or `anyOf`, once the references are resolved.
    pub tagged: Option<Tagged<S>>,
    /// `not`
    pub not: Option<S>,
    /// `if`, `then`, `else`
    pub condition: Option<Condition<S>>,
    /// The annotations.
    pub notes: Notes,
}

/// `if`, `then`, `else`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Condition<S = SchemaId> {
    /// `if`
    pub when: S,
    /// `then`
    pub then: Option<S>,
    /// `else`
    pub otherwise: Option<S>,
}

// `derive` would require `S: Default`.
impl<S> Default for Keywords<S> {
    fn default() -> Self {
        Self {
            never: false,
            reference: None,
            types: None,
            values: None,
            constant: None,
            string: StringRules::default(),
            number: NumberRules::default(),
            array: ArrayRules::default(),
            object: ObjectRules::default(),
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            tagged: None,
            not: None,
            condition: None,
            notes: Notes::default(),
        }
    }
}

impl<S: Clone + PartialEq> Keywords<S> {
    /// Returns the values of a `const` or `enum` that lists only strings.
    pub fn only_strings(&self) -> Option<Vec<String>> {
        let values = match (&self.constant, &self.values) {
            (Some(constant), _) => core::slice::from_ref(constant),
            (None, Some(values)) => &values[..],
            (None, None) => return None,
        };
        values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// Whether the schema accepts every value.
    pub fn accepts_everything(&self) -> bool {
        self.asserts_only_branches() && self.all_of.is_empty() && self.any_of.is_empty() && self.one_of.is_empty()
    }

    /// Whether the schema has no assertions except `allOf`, `anyOf` and `oneOf`.
    pub fn asserts_only_branches(&self) -> bool {
        self.types.is_none() && self.asserts_only_types()
    }

    /// Whether the schema has no assertions except `type`, `allOf`, `anyOf` and `oneOf`.
    pub fn asserts_only_types(&self) -> bool {
        // Destructured, so that a new field causes a compile error here.
        let Self {
            never,
            reference,
            types: _,
            values,
            constant,
            string,
            number,
            array,
            object,
            all_of: _,
            any_of: _,
            one_of: _,
            tagged,
            not,
            condition,
            notes: _,
        } = self;
        !never
            && reference.is_none()
            && values.is_none()
            && constant.is_none()
            && *string == StringRules::default()
            && *number == NumberRules::default()
            && *array == ArrayRules::default()
            && *object == ObjectRules::default()
            && tagged.is_none()
            && not.is_none()
            && condition.is_none()
    }
}

/// A `$ref`, resolved or not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The reference as written in the document.
    pub text: String,
    /// Byte offset of the reference.
    pub at: usize,
    /// JSON Pointer of the reference.
    pub pointer: String,
    /// The target, once it is resolved.
    pub target: Option<SchemaId>,
}

/// The context in which a schema is read.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The file.
    pub source: &'a Source,
    /// JSON Pointer of the schema.
    pub pointer: String,
    /// The dialect of the file.
    pub dialect: Dialect,
    /// Whether `format` is only an annotation.
    pub format_annotates: bool,
}

/// Registers a subschema and returns its id. The keywords are passed if they have already been read.
pub type Register<'r> = dyn FnMut(&Node, String, Option<Keywords>, &mut Report) -> SchemaId + 'r;

/// Reads the keywords of a schema. Calls `register` for each subschema.
///
/// The second value is the first error in the schema itself. Errors in subschemas belong to the subschemas.
pub fn keywords(
    node: &Node,
    context: &Context<'_>,
    report: &mut Report,
    register: &mut Register<'_>,
) -> (Keywords, Option<ErrorId>) {
    match &node.value {
        Value::Bool(true) => (Keywords::default(), None),
        Value::Bool(false) => {
            let never = Keywords {
                never: true,
                ..Keywords::default()
            };
            (never, None)
        }
        Value::Object(_) => Reader {
            context,
            report,
            register,
            keywords: Keywords::default(),
            fault: None,
        }
        .object(node),
        _ => {
            let place = Place {
                source: context.source,
                at: node.at,
                pointer: &context.pointer,
            };
            let error = report.error(
                &place,
                format!("a schema must be an object or a boolean, found {}", node.kind()),
                "write an object of keywords, true or false",
            );
            (Keywords::default(), Some(error))
        }
    }
}

struct Reader<'a, 'r> {
    context: &'a Context<'a>,
    report: &'a mut Report,
    register: &'a mut Register<'r>,
    keywords: Keywords,
    fault: Option<ErrorId>,
}

impl Reader<'_, '_> {
    fn object(mut self, node: &Node) -> (Keywords, Option<ErrorId>) {
        if let Some(reference) = node.get("$ref") {
            if self.context.dialect == Dialect::OpenApi31 && !only_annotates(node) {
                return self.beside_reference(node, reference);
            }
            self.reference(node, reference);
            for member in node.members() {
                match member.name.as_str() {
                    "$ref" => {}
                    name @ ("readOnly" | "writeOnly") if self.context.dialect == Dialect::OpenApi30 => self.warning(
                        member.at,
                        &step(&self.context.pointer, name),
                        format!("`{name}` has no effect beside `$ref` (OpenAPI 3.0, Reference Object)"),
                        "put the two into an `allOf`: {\"allOf\": [{\"$ref\": …}], …}",
                    ),
                    name if self.annotation(name, &member.value) => {}
                    "$schema" | "definitions" | "$defs" => {}
                    name => self.warning(
                        member.at,
                        &step(&self.context.pointer, name),
                        format!("`{name}` has no effect beside `$ref` (JSON Schema draft-07, 8.3)"),
                        "remove it, or put the two into an `allOf`",
                    ),
                }
            }
            self.definitions(node);
            return (self.keywords, self.fault);
        }
        self.definitions(node);
        for member in node.members() {
            let pointer = step(&self.context.pointer, &member.name);
            self.keyword(&member.name, &member.value, member.at, &pointer);
        }
        self.condition(node);
        self.additional_items();
        self.draft_04_bounds(node);
        self.fit_texts_of_values(node);
        let is_nullable = node
            .get("nullable")
            .is_some_and(|value| matches!(value.value, Value::Bool(true)));
        if self.context.dialect == Dialect::OpenApi30 && is_nullable {
            self.or_null(node);
        }
        self.report_contradictions(node);
        self.remove_ineffective(node);
        (self.keywords, self.fault)
    }

    fn keyword(&mut self, name: &str, value: &Node, at: usize, pointer: &str) {
        match name {
            "type" => self.keywords.types = self.types(value, pointer),
            "enum" => self.keywords.values = self.values(value, pointer),
            "const" => self.keywords.constant = Some(value.clone()),
            "allOf" => self.keywords.all_of = self.schemas(value, pointer, false),
            "anyOf" => self.keywords.any_of = self.schemas(value, pointer, false),
            "oneOf" => self.keywords.one_of = self.schemas(value, pointer, false),
            "not" => self.keywords.not = Some(self.schema(value, pointer)),
            "$schema" | "$id" if value.as_str().is_none() => self.wrong(value, pointer, "a string"),
            "if" | "then" | "else" | "$schema" | "$id" | "definitions" | "$defs" => {}
            "id" if self.context.dialect == Dialect::Draft04 && value.as_str().is_none() => {
                self.wrong(value, pointer, "a string");
            }
            "id" if self.context.dialect == Dialect::Draft04 => {}
            "nullable" if self.context.dialect == Dialect::OpenApi30 => {
                self.flag(value, pointer);
            }
            name if self.string_keyword(name, value, pointer)
                || self.number_keyword(name, value, pointer)
                || self.array_keyword(name, value, pointer)
                || self.object_keyword(name, value, pointer)
                || self.annotation(name, value) => {}
            name => self.unknown(name, at, pointer),
        }
    }

    fn unknown(&mut self, name: &str, at: usize, pointer: &str) {
        if LATER_DRAFTS.contains(&name) {
            self.error(
                at,
                pointer,
                format!("`{name}` is not supported: it is a keyword of a later draft than draft-07"),
                "use the keywords of draft-07",
            );
            return;
        }
        let help = match nearest(name) {
            Some(known) => format!("did you mean {known:?}?"),
            None => "remove it, or start its name with \"x-\" to mark it as an annotation".to_owned(),
        };
        self.warning(
            at,
            pointer,
            format!("unknown keyword {name:?}: it is not enforced"),
            &help,
        );
    }

    fn definitions(&mut self, node: &Node) {
        for name in ["definitions", "$defs"] {
            if let Some(definitions) = node.get(name) {
                self.schema_map(definitions, &step(&self.context.pointer, name));
            }
        }
    }

    fn reference(&mut self, node: &Node, value: &Node) {
        let mut pointer = self.context.pointer.clone();
        if node.at != value.at {
            // If the positions are equal, the schema is only this reference, separated from the keywords next to it.
            pointer = step(&pointer, "$ref");
        }
        match value.as_str() {
            Some(text) => {
                self.keywords.reference = Some(Reference {
                    text: text.to_owned(),
                    at: value.at,
                    pointer,
                    target: None,
                });
            }
            None => self.wrong(value, &pointer, "a string"),
        }
    }

    fn condition(&mut self, node: &Node) {
        let mut part = |name: &str| {
            let value = node.get(name)?;
            Some(self.schema(value, &step(&self.context.pointer, name)))
        };
        let (when, then, otherwise) = (part("if"), part("then"), part("else"));
        self.keywords.condition = when.map(|when| Condition { when, then, otherwise });
    }
}
