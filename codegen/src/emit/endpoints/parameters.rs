//! The parameters of an action: the type of each, how it is serialized into a request, and how a server parses it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use typewright_core::endpoint::ParameterStyle;

use super::builder::Builder;
use super::request::{ACCEPT, is_maybe, maybe, setter, several_responses};
use super::text_forms::{TextForm, Values};
use super::{Endpoints, ident};
use crate::emit::secrets::Shown;
use crate::emit::structs::constant_value;
use crate::model::identifier::snake;
use crate::model::names::members::{Group, Member, Space};
use crate::model::shape::{Constant, Shape};
use crate::openapi::{Form, Operation, Parameter, ParameterIn};
use crate::report::Report;

/// A parameter and its field in the request type.
pub struct Field<'o> {
    /// The documented parameter.
    pub parameter: &'o Parameter,
    /// The name of the field.
    pub name: String,
    /// The shape of the value.
    pub shape: Shape,
    /// The only allowed value, if any. It is not an argument.
    pub constant: Option<Constant>,
    /// How the value is serialized.
    written: Written,
}

impl Field<'_> {
    /// Returns the expression that parses a text as the value, if the parameter is a string, a number or a boolean.
    pub(super) fn parse(&self, text: &TokenStream) -> Option<TokenStream> {
        match &self.written {
            Written::Text => Some(quote!(position_value(#text, true))),
            Written::Literal => Some(quote!(position_value(#text, false))),
            Written::Form(form) if form.values == Values::Scalar => Some(quote!(
                position_value(#text, false).or_else(|_| position_value(#text, true))
            )),
            Written::Form(_) | Written::Json => None,
        }
    }
}

/// How a value is serialized.
#[derive(Clone)]
enum Written {
    /// As a string, without changes.
    Text,
    /// A number or a boolean.
    Literal,
    /// As JSON.
    Json,
    /// In a style, or as a text form that depends on the schema.
    Form(TextForm),
}

/// The methods of [`Endpoint`](typewright_core::endpoint::Endpoint). A setter has the name of its field and must not
/// hide one of these methods.
const METHODS: [&str; 10] = [
    "body",
    "body_json",
    "body_raw",
    "cookies",
    "headers",
    "path",
    "query",
    "receive",
    "url",
    "write",
];

impl Endpoints<'_> {
    /// Returns the type of a field.
    pub(super) fn field_type(&self, field: &Field<'_>) -> TokenStream {
        match &field.constant {
            Some(Constant::String(_)) => {
                let cow = cow();
                quote!(#cow<'static, str>)
            }
            _ => self.path(&field.shape),
        }
    }

    /// Returns how `Debug` shows the field of a parameter.
    pub(super) fn shown(&self, field: &Field<'_>) -> Shown {
        Shown {
            name: field.name.clone(),
            is_option: !field.parameter.required,
            is_hidden: self.hides(&field.parameter.schema, &field.shape),
        }
    }

    /// Returns the only allowed value of a parameter.
    pub(super) fn constant(&self, parameter: &Parameter) -> Option<&Constant> {
        self.scope.shapes.constants.get(&self.schema_id(&parameter.schema))
    }

    /// Returns the methods that set an optional parameter.
    pub(super) fn setter_of(
        &self,
        field: &Field<'_>,
        docs: &TokenStream,
        deprecated: Option<&TokenStream>,
        taken: &mut Vec<String>,
    ) -> TokenStream {
        let name = ident(&field.name);
        match &field.constant {
            None => setter(&name, &self.field_type(field), docs, deprecated, taken),
            Some(constant) => {
                let value = constant_value(constant, &cow());
                quote! {
                    #docs
                    pub fn #name(self) -> Self {
                        Self { #name: Some(#value), ..self }
                    }
                }
            }
        }
    }

    /// Returns the fields of an action, one for each parameter.
    pub(super) fn fields<'o>(&self, operation: &'o Operation, report: &mut Report) -> Vec<Field<'o>> {
        let parameters = &operation.parameters;
        let members: Vec<Member> = parameters
            .iter()
            .map(|parameter| {
                let longer = format!("{} {}", parameter.name, parameter.place.as_str());
                let same = parameters.iter().filter(|other| other.name == parameter.name);
                let is_shared = same.count() > 1 && parameter.place != ParameterIn::Path;
                Member {
                    // A parameter in another place may get the same name later.
                    key: match parameter.place {
                        ParameterIn::Path | ParameterIn::Query => parameter.name.clone(),
                        ParameterIn::Header | ParameterIn::Cookie => longer.clone(),
                    },
                    word: if is_shared { longer } else { parameter.name.clone() },
                }
            })
            .collect();
        let optional = parameters
            .iter()
            .zip(&members)
            .filter(|(parameter, _)| !parameter.required);
        let mut claimed: Vec<String> = optional.map(|(_, member)| maybe(&snake(&member.word))).collect();
        claimed.extend(operation.body.as_ref().map(|_| maybe("body")));
        claimed.extend(several_responses(operation).map(|_| ACCEPT.to_owned()));
        let names = self.scope.names.members.assign(&Group {
            places: &[self.own_place(operation)],
            space: Space::Parameters,
            members: &members,
            reserved: &[],
            claimed: &claimed,
            is_claimable: |name| is_maybe(name) || name == ACCEPT,
            is_known: self.was_generated(operation),
        });
        let names = names.into_iter().map(|name| {
            let is_method = METHODS.contains(&name.as_str()) || crate::emit::structs::RESERVED.contains(&name.as_str());
            if is_method { format!("{name}_") } else { name }
        });
        let fields = parameters.iter().zip(names).filter_map(|(parameter, name)| {
            let (shape, written) = self.value(operation, parameter, report)?;
            Some(Field {
                parameter,
                name,
                shape,
                constant: self.constant(parameter).cloned(),
                written,
            })
        });
        fields.collect()
    }

    /// Returns the type of a parameter, and how it is serialized. Reports a parameter without a text form, and returns
    /// `None` if it is left out.
    fn value(&self, operation: &Operation, parameter: &Parameter, report: &mut Report) -> Option<(Shape, Written)> {
        let shape = self.shape(parameter);
        let form = self.text_form(operation, parameter, &shape);
        let written = match parameter.form {
            Form::Json => Some(Written::Json),
            Form::Text {
                style: ParameterStyle::Simple | ParameterStyle::Form,
                allow_reserved: false,
                allow_empty: false,
                ..
            } => self.plain(&shape).or(form.map(Written::Form)),
            Form::Brackets | Form::Text { .. } => form.map(Written::Form),
        };
        if let Some(written) = written {
            self.assert_separates(operation, parameter, &written, report);
            self.note_limits(operation, parameter, &written, report);
            return Some((shape, written));
        }
        let style = parameter.location.member("style");
        let place = match parameter.style_at {
            Some(at) if parameter.form == Form::Brackets => self.place(at, &style),
            Some(_) | None => self.place(parameter.at, &parameter.location),
        };
        let (name, id) = (&parameter.name, &operation.id);
        let what = if parameter.form == Form::Brackets {
            format!("the parameter {name:?} of {id} has the style \"deepObject\", which is for objects")
        } else {
            format!("the parameter {name:?} of {id} has no single text form")
        };
        let help = "give it a schema with `type` string, integer, number or boolean, or an array of these, write an object \
                    with the style \"deepObject\", or describe it with `content` as \"application/json\"";
        if parameter.required {
            report.error(&place, what, help);
            Some((Shape::String, Written::Text))
        } else {
            report.warning(&place, format!("{what}: the parameter is left out"), help);
            None
        }
    }

    /// Returns how a value of the default style with a single text form is serialized.
    fn plain(&self, shape: &Shape) -> Option<Written> {
        if self.is_literal(shape) {
            return Some(Written::Literal);
        }
        self.scope.shapes.is_text(shape).then_some(Written::Text)
    }

    /// Reports a `style` with a separator for a parameter that cannot be an array or an object.
    fn assert_separates(&self, operation: &Operation, parameter: &Parameter, written: &Written, report: &mut Report) {
        let style = match parameter.form {
            Form::Text {
                style: ParameterStyle::SpaceDelimited,
                ..
            } => "spaceDelimited",
            Form::Text {
                style: ParameterStyle::PipeDelimited,
                ..
            } => "pipeDelimited",
            _ => return,
        };
        let separates = matches!(written, Written::Form(form) if form.values != Values::Scalar);
        if !separates {
            report.error(
                &self.place(
                    parameter.style_at.unwrap_or(parameter.at),
                    &parameter.location.member("style"),
                ),
                format!(
                    "the parameter {:?} of {} has the style {style:?}, which is for arrays and objects",
                    parameter.name, operation.id
                ),
                "leave the style out, or give the parameter a schema with `type` array or object",
            );
        }
    }

    /// Warns of values that the schema of a parameter allows, and that are never sent.
    fn note_limits(&self, operation: &Operation, parameter: &Parameter, written: &Written, report: &mut Report) {
        let place = self.place(parameter.at, &parameter.location);
        let (name, id) = (&parameter.name, &operation.id);
        if let Form::Text { allow_empty: true, .. } = parameter.form
            && !matches!(written, Written::Form(form) if form.allow_empty)
        {
            report.warning(
                &place,
                format!("the parameter {name:?} of {id} has `allowEmptyValue`, but its type has no empty value"),
                "allow a string in its schema to send the parameter without a value",
            );
        }
        let Written::Form(form) = written else { return };
        if !form.unwritable.is_empty() {
            report.warning(
                &place,
                format!(
                    "OpenAPI does not say how these properties of the parameter {name:?} of {id} are written: {}; a request \
                     with one of them is refused",
                    list(&form.unwritable)
                ),
                "describe the parameter with the style \"deepObject\", or with `content` as \"application/json\"",
            );
        }
        if !form.claimed.is_empty() {
            report.warning(
                &place,
                format!(
                    "other parameters of {id} have the names of these properties of the parameter {name:?}: {}; a request \
                     with one of them is refused",
                    list(&form.claimed)
                ),
                "remove one of the two, or write the object in another style, such as \"deepObject\"",
            );
        }
    }

    /// Returns the descriptor of a parameter, with this table.
    pub(super) fn descriptor(&self, field: &Field<'_>, table: &TokenStream) -> TokenStream {
        let parameter = field.parameter;
        let (name, constructor) = (&parameter.name, ident(parameter.place.as_str()));
        let mut built = Builder(quote!(Parameter::#constructor(#name, #table)));
        match &field.written {
            Written::Text => {}
            Written::Literal => built.call("literal", &TokenStream::new()),
            Written::Json => built.call("json", &TokenStream::new()),
            Written::Form(form) => built.set("form", form.tokens()),
        }
        built.option("display_name", parameter.display_name.as_deref());
        built.text("description", &self.text_of(parameter));
        built.flag("required", parameter.required && parameter.place != ParameterIn::Path);
        built.flag("deprecated", parameter.deprecated);
        built.option("example", parameter.example.as_deref());
        let schema = self.set.deref(self.schema_id(&parameter.schema));
        built.option("pattern", self.set.keywords(schema).string.pattern.as_deref());
        let style = match parameter.form {
            Form::Text { style, .. } => style,
            Form::Brackets => ParameterStyle::DeepObject,
            Form::Json => return built.0,
        };
        let is_default = matches!(style, ParameterStyle::Simple | ParameterStyle::Form);
        if !is_default {
            let style = ident(&format!("{style:?}"));
            built.set("style", quote!(ParameterStyle::#style));
        }
        if let Form::Text { style, explode, .. } = parameter.form
            && explode != (style == ParameterStyle::Form)
        {
            built.set("explode", explode);
        }
        built.0
    }

    /// Returns the statement that passes a parameter to a request that is sent.
    pub(super) fn sent(field: &Field<'_>) -> TokenStream {
        let (own, name, method) = (ident(&field.name), &field.parameter.name, method(field));
        quote!(request.#method(#name, &self.#own);)
    }

    /// Returns the field with the expression that parses a parameter of a received request.
    pub(super) fn received(field: &Field<'_>) -> TokenStream {
        let (own, name, method) = (ident(&field.name), &field.parameter.name, method(field));
        quote!(#own: parts.#method(#name)?)
    }
}

/// Returns the path of `Cow`, which holds a constant string or a value that was received.
pub(super) fn cow() -> TokenStream {
    quote!(::std::borrow::Cow)
}

/// Returns the method that passes a parameter on, both of a request that is sent and of one that is received.
fn method(field: &Field<'_>) -> Ident {
    let parameter = field.parameter;
    let place = parameter.place.as_str();
    if parameter.required {
        ident(place)
    } else {
        ident(&format!("optional_{place}"))
    }
}

/// Returns the names of properties for a message.
fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
