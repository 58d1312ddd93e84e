//! The text forms of parameters: which values a parameter may have, and in which style they are serialized.

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::endpoint::{ParameterStyle, pairs};
use typewright_core::schema::{ARRAY, OBJECT};

use super::{Endpoints, ident};
use crate::model::shape::{Field, Kind, Presence, Shape};
use crate::openapi::{Form, Operation, Parameter, ParameterIn, Sent};
use crate::schema::keywords::SchemaId;

/// The serialization of a parameter, as `TextForm` of the runtime has it.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools)] // flags of OpenAPI that do not depend on each other
pub(super) struct TextForm {
    /// The kinds of values.
    pub(super) values: Values,
    style: ParameterStyle,
    explode: bool,
    allow_reserved: bool,
    /// Whether an empty string is allowed, even if the schema does not allow it.
    pub(super) allow_empty: bool,
    required: bool,
    /// The names of the other parameters, if the properties of an object are written as parameters.
    beside: Vec<String>,
    /// The names of the properties, if other objects are written in the same way.
    only: Option<Vec<String>>,
    /// The properties whose names other parameters have.
    pub(super) claimed: Vec<String>,
    /// The properties that cannot be written.
    pub(super) unwritable: Vec<String>,
}

/// The kinds of values of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    Scalar,
    Array,
    ScalarOrArray,
    Object,
}

impl TextForm {
    /// Returns the expression for the text form.
    pub(super) fn tokens(&self) -> TokenStream {
        let values = ident(match self.values {
            Values::Scalar => "scalar",
            Values::Array => "array",
            Values::ScalarOrArray => "scalar_or_array",
            Values::Object => "object",
        });
        let style = ident(&format!("{:?}", self.style));
        let flags = [
            ("explode", self.explode),
            ("allow_reserved", self.allow_reserved),
            ("allow_empty", self.allow_empty),
            ("required", self.required),
        ];
        let flags = flags
            .into_iter()
            .filter(|(_, is_set)| *is_set)
            .map(|(name, _)| ident(name));
        let beside = (!self.beside.is_empty()).then(|| {
            let names = &self.beside;
            quote!(.beside(&[#(#names),*]))
        });
        let only = self.only.as_ref().map(|names| quote!(.only(&[#(#names),*])));
        quote!(TextForm::#values(ParameterStyle::#style)#(.#flags())* #beside #only)
    }
}

impl Endpoints<'_> {
    /// Returns the type of a parameter.
    pub(super) fn shape(&self, parameter: &Parameter) -> Shape {
        match (parameter.form, self.shape_of(&parameter.schema)) {
            // `null` has no text form. Absence of the parameter takes its place.
            (Form::Text { .. } | Form::Brackets, Shape::Nullable(inner)) => (**inner).clone(),
            (_, shape) => shape.clone(),
        }
    }

    /// Returns the text form of a parameter; `None` if its values have none.
    pub(super) fn text_form(&self, operation: &Operation, parameter: &Parameter, shape: &Shape) -> Option<TextForm> {
        let (style, explode, allow_reserved, allow_empty) = match parameter.form {
            Form::Json => return None,
            Form::Brackets => (ParameterStyle::DeepObject, false, false, false),
            Form::Text {
                style,
                explode,
                allow_reserved,
                allow_empty,
            } => (style, explode, allow_reserved, allow_empty),
        };
        let values = if style == ParameterStyle::DeepObject {
            (!self.is_scalar(shape)).then_some(Values::Object)?
        } else {
            self.values(shape, spreads(parameter))?
        };
        let mut form = TextForm {
            values,
            style,
            explode: explode && values != Values::Scalar,
            allow_reserved,
            allow_empty: allow_empty && self.scope.shapes.is_text(shape),
            required: false,
            beside: Vec::new(),
            only: None,
            claimed: Vec::new(),
            unwritable: Vec::new(),
        };
        if values == Values::Object && style != ParameterStyle::DeepObject {
            self.unwritable(shape, spreads(parameter), &mut form.unwritable);
        }
        if values == Values::Object && spreads(parameter) {
            self.spread(operation, parameter, shape, &mut form);
        }
        Some(form)
    }

    /// Tells the properties of an object that are written as parameters apart from other parameters.
    fn spread(&self, operation: &Operation, parameter: &Parameter, shape: &Shape, form: &mut TextForm) {
        let mut own = Vec::new();
        self.properties(shape, &mut own);
        let others = operation.parameters.iter();
        let others = others.filter(|other| other.place == parameter.place && other.name != parameter.name);
        let mut is_alone = true;
        for other in others {
            let shape = self.shape(other);
            if spreads(other) && self.values(&shape, true) == Some(Values::Object) {
                is_alone = false;
                self.properties(&shape, &mut form.beside);
            } else {
                form.beside.push(other.name.clone());
            }
        }
        let schemes = operation.security.iter().flat_map(|requirement| &requirement.schemes);
        form.beside
            .extend(schemes.filter_map(|required| match (&required.sent, parameter.place) {
                (Sent::Query(name), ParameterIn::Query) | (Sent::Cookie(name), ParameterIn::Cookie) => {
                    Some(name.clone())
                }
                _ => None,
            }));
        if parameter.place == ParameterIn::Query {
            form.beside.extend(pairs(&operation.query).map(|(name, _)| name));
        }
        form.beside.sort();
        form.beside.dedup();
        form.claimed = own.iter().filter(|name| form.beside.contains(name)).cloned().collect();
        form.only = (!is_alone).then_some(own);
        form.required = parameter.required;
    }

    /// Returns the kinds of values of a shape, if they have a text form. With `spreads`, an object may have arrays.
    fn values(&self, shape: &Shape, spreads: bool) -> Option<Values> {
        if self.is_scalar(shape) {
            Some(Values::Scalar)
        } else if self.is_list(shape) {
            Some(Values::Array)
        } else if self.is_scalar_or_list(shape) {
            Some(Values::ScalarOrArray)
        } else {
            self.is_object(shape, spreads).then_some(Values::Object)
        }
    }

    /// Whether all values of a shape are numbers or booleans.
    pub(super) fn is_literal(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Bool | Shape::Int64 | Shape::Float64 | Shape::Integer | Shape::Number => true,
            Shape::Named(definition) => {
                matches!(self.scope.shapes.definitions[*definition].kind, Kind::Integers(_))
            }
            _ => false,
        }
    }

    /// Whether all values of a shape are objects that can be written: each property that they must have is a scalar, or,
    /// with `spreads`, an array of scalars.
    fn is_object(&self, shape: &Shape, spreads: bool) -> bool {
        match shape {
            Shape::Object => true,
            Shape::Map(value) => self.is_property(value, spreads),
            Shape::Nullable(inner) | Shape::Boxed(inner) => self.is_object(inner, spreads),
            Shape::Named(definition) => {
                let definition = &self.scope.shapes.definitions[*definition];
                match &definition.kind {
                    Kind::Struct(fields, _) => {
                        let mut required = fields.iter().filter(|field| field.presence == Presence::Required);
                        required.all(|field| self.is_property(&field.shape, spreads))
                    }
                    Kind::Wrapper(inner) => self.is_object(inner, spreads),
                    Kind::Choice(choice) => choice
                        .variants
                        .iter()
                        .all(|variant| self.is_object(&variant.shape, spreads)),
                    Kind::Checked(_) => self.accepts_only_objects(definition.schema),
                    Kind::Integers(_) | Kind::Open | Kind::Strings(..) | Kind::Text => false,
                }
            }
            _ => false,
        }
    }

    fn accepts_only_objects(&self, schema: SchemaId) -> bool {
        self.set.keywords(self.set.deref(schema)).types == Some(OBJECT)
    }

    /// Whether a property can be written, or may be one that can.
    fn is_property(&self, shape: &Shape, spreads: bool) -> bool {
        matches!(shape, Shape::Json)
            || self.is_scalar(shape)
            || spreads && (self.is_list(shape) || self.is_scalar_or_list(shape))
    }

    /// Adds the properties of an object that cannot be written.
    fn unwritable(&self, shape: &Shape, spreads: bool, found: &mut Vec<String>) {
        self.each_struct(shape, &mut |fields| {
            for field in fields {
                if !self.is_property(&field.shape, spreads) && !found.contains(&field.wire) {
                    found.push(field.wire.clone());
                }
            }
        });
    }

    /// Adds the names of the properties of an object.
    fn properties(&self, shape: &Shape, found: &mut Vec<String>) {
        self.each_struct(shape, &mut |fields| {
            for field in fields {
                if !found.contains(&field.wire) {
                    found.push(field.wire.clone());
                }
            }
        });
    }

    fn each_struct(&self, shape: &Shape, visit: &mut dyn FnMut(&[Field])) {
        match shape {
            Shape::Nullable(inner) | Shape::Boxed(inner) => self.each_struct(inner, visit),
            Shape::Named(definition) => match &self.scope.shapes.definitions[*definition].kind {
                Kind::Struct(fields, _) => visit(fields),
                Kind::Wrapper(inner) => self.each_struct(inner, visit),
                Kind::Choice(choice) => {
                    for variant in &choice.variants {
                        self.each_struct(&variant.shape, visit);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// Whether all values of a shape are strings, numbers or booleans. `null` may be among them; the check rejects it.
    pub(super) fn is_scalar(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Bool
            | Shape::Int64
            | Shape::Float64
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Formatted(_) => true,
            Shape::Nullable(inner) | Shape::Boxed(inner) => self.is_scalar(inner),
            Shape::Json | Shape::Object | Shape::Null | Shape::List(_) | Shape::Tuple(_) | Shape::Map(_) => false,
            Shape::Named(definition) => {
                let definition = &self.scope.shapes.definitions[*definition];
                match &definition.kind {
                    Kind::Strings(..) | Kind::Integers(_) | Kind::Text => true,
                    Kind::Wrapper(inner) => self.is_scalar(inner),
                    Kind::Choice(choice) => choice.variants.iter().all(|variant| self.is_scalar(&variant.shape)),
                    Kind::Checked(_) => self.lists_scalars(definition.schema),
                    Kind::Struct(..) | Kind::Open => false,
                }
            }
        }
    }

    /// Whether a schema without a Rust type of its own accepts only scalars.
    fn lists_scalars(&self, schema: SchemaId) -> bool {
        let keywords = self.set.keywords(self.set.deref(schema));
        let values = keywords.values.iter().flatten().chain(&keywords.constant);
        let mut values = values
            .map(|value| !matches!(value.kind(), "an array" | "an object"))
            .peekable();
        let listed = values.peek().is_some() && values.all(|is_scalar| is_scalar);
        listed || keywords.types.is_some_and(|types| types & (ARRAY | OBJECT) == 0)
    }

    /// Whether all values of a shape are arrays of scalars.
    fn is_list(&self, shape: &Shape) -> bool {
        match shape {
            // An item without a type may be a scalar. The check rejects all other values.
            Shape::List(item) => matches!(**item, Shape::Json) || self.is_scalar(item),
            Shape::Tuple(items) => items.iter().all(|item| self.is_scalar(item)),
            Shape::Nullable(inner) | Shape::Boxed(inner) => self.is_list(inner),
            Shape::Named(definition) => match &self.scope.shapes.definitions[*definition].kind {
                Kind::Wrapper(inner) => self.is_list(inner),
                Kind::Choice(_)
                | Kind::Checked(_)
                | Kind::Integers(_)
                | Kind::Open
                | Kind::Strings(..)
                | Kind::Struct(..)
                | Kind::Text => false,
            },
            Shape::Json
            | Shape::Object
            | Shape::Null
            | Shape::Bool
            | Shape::Int64
            | Shape::Float64
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Formatted(_)
            | Shape::Map(_) => false,
        }
    }

    /// Whether a shape is a choice between scalars and arrays of scalars.
    fn is_scalar_or_list(&self, shape: &Shape) -> bool {
        let Shape::Named(definition) = shape.core() else {
            return false;
        };
        match &self.scope.shapes.definitions[*definition].kind {
            Kind::Wrapper(inner) => self.is_scalar_or_list(inner),
            Kind::Choice(choice) => choice
                .variants
                .iter()
                .all(|variant| self.is_scalar(&variant.shape) || self.is_list(&variant.shape)),
            Kind::Checked(_) | Kind::Integers(_) | Kind::Open | Kind::Strings(..) | Kind::Struct(..) | Kind::Text => {
                false
            }
        }
    }
}

/// Whether the properties of an object are written as parameters of their names.
fn spreads(parameter: &Parameter) -> bool {
    matches!(
        parameter.form,
        Form::Text {
            style: ParameterStyle::Form,
            explode: true,
            ..
        }
    )
}
