//! The parameters of an action: the type of each, how it is serialized into a request, and how a server parses it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use typewright_core::endpoint::{ListStyle, TextForm};
use typewright_core::json::pointer::escape;
use typewright_core::schema::{ARRAY, OBJECT};

use super::{Endpoints, ident};
use crate::input::document::step;
use crate::model::names::members::{Group, Member, Space};
use crate::model::shape::{Kind, Shape};
use crate::openapi::{Form, Operation, Parameter, ParameterIn};
use crate::report::Report;
use crate::schema::keywords::SchemaId;

/// A parameter and its field in the request type.
pub struct Field<'o> {
    /// The documented parameter.
    pub parameter: &'o Parameter,
    /// The name of the field.
    pub name: String,
    /// The type of the field.
    pub shape: Shape,
    /// How the value is serialized.
    written: Written,
}

/// How a value is serialized.
#[derive(Clone, Copy)]
enum Written {
    /// As a string, without changes.
    Text,
    /// A number or a boolean.
    Literal,
    /// As JSON.
    Json,
    /// As the text form of the value, which depends on its schema.
    Form(TextForm),
}

/// The methods of [`Endpoint`](typewright_core::endpoint::Endpoint). A setter has the name of its field and must not
/// hide one of these methods.
const METHODS: [&str; 9] = [
    "body",
    "body_json",
    "body_raw",
    "cookies",
    "headers",
    "path",
    "query",
    "receive",
    "url",
];

impl Endpoints<'_> {
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
        let names = self.scope.names.members.assign(&Group {
            places: &[format!("{}#{}", self.document(), escape(&operation.id))],
            space: Space::Parameters,
            members: &members,
            reserved: &[],
            claimed: &[],
            is_claimable: |_| false,
            is_known: false,
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
                written,
            })
        });
        fields.collect()
    }

    /// Returns the type of a parameter, and how it is serialized. Reports a parameter without a text form, and returns
    /// `None` if it is left out.
    fn value(&self, operation: &Operation, parameter: &Parameter, report: &mut Report) -> Option<(Shape, Written)> {
        let shape = self
            .schema_id(&parameter.schema)
            .and_then(|id| self.scope.shapes.asked.get(&id).cloned())
            .unwrap_or(Shape::String);
        let shape = match (parameter.form, shape) {
            // `null` has no text form. Absence of the parameter takes its place.
            (Form::Text(_) | Form::Brackets, Shape::Nullable(inner)) => *inner,
            (_, shape) => shape,
        };
        let written = match parameter.form {
            Form::Json => Some(Written::Json),
            Form::Brackets => (!self.is_scalar(&shape)).then_some(Written::Form(TextForm::Brackets)),
            Form::Text(style) => self
                .plain(&shape)
                .or_else(|| self.form(&shape, style).map(Written::Form)),
        };
        if let Some(written) = written {
            self.assert_separates(operation, parameter, written, report);
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

    /// Reports a `style` with a separator for a parameter that cannot be an array.
    fn assert_separates(&self, operation: &Operation, parameter: &Parameter, written: Written, report: &mut Report) {
        let style = match parameter.form {
            Form::Text(ListStyle::Spaces) => "spaceDelimited",
            Form::Text(ListStyle::Pipes) => "pipeDelimited",
            Form::Text(ListStyle::Repeated | ListStyle::Commas) | Form::Brackets | Form::Json => return,
        };
        match written {
            Written::Text | Written::Literal | Written::Json | Written::Form(TextForm::One) => {
                report.error(
                    &self.place(
                        parameter.style_at.unwrap_or(parameter.at),
                        &parameter.location.member("style"),
                    ),
                    format!(
                        "the parameter {:?} of {} has the style {style:?}, which is for arrays",
                        parameter.name, operation.id
                    ),
                    "leave the style out, or give the parameter a schema with `type` array",
                );
            }
            Written::Form(TextForm::List(_) | TextForm::OneOrList(_) | TextForm::Brackets) => {}
        }
    }

    /// Returns how a value with a single text form is serialized.
    fn plain(&self, shape: &Shape) -> Option<Written> {
        match shape {
            Shape::Bool | Shape::Int64 | Shape::Float64 | Shape::Integer | Shape::Number => Some(Written::Literal),
            Shape::Named(definition)
                if matches!(self.scope.shapes.definitions[*definition].kind, Kind::Integers(_)) =>
            {
                Some(Written::Literal)
            }
            other if self.scope.shapes.is_text(other) => Some(Written::Text),
            _ => None,
        }
    }

    /// Returns the text form of a value whose serialization depends on its JSON type.
    fn form(&self, shape: &Shape, style: ListStyle) -> Option<TextForm> {
        if self.is_scalar(shape) {
            return Some(TextForm::One);
        }
        if self.is_list(shape) {
            return Some(TextForm::List(style));
        }
        self.is_scalar_or_list(shape).then_some(TextForm::OneOrList(style))
    }

    /// Whether all values of a shape are strings, numbers or booleans. `null` may be among them; the check rejects it.
    fn is_scalar(&self, shape: &Shape) -> bool {
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

    /// Returns the statement that validates a parameter before the request is sent.
    pub(super) fn checked(&self, operation: &Operation, field: &Field<'_>) -> TokenStream {
        let parameter = field.parameter;
        let (own, name) = (ident(&field.name), &parameter.name);
        let table = self.request_table(operation, name, &parameter.schema);
        match field.written {
            Written::Form(form) => {
                let method = ident(match parameter.place {
                    ParameterIn::Path => "path",
                    ParameterIn::Query => "query",
                    ParameterIn::Header => "header",
                    ParameterIn::Cookie => "cookie",
                });
                let form = text_form(form);
                let value = if parameter.required {
                    quote!(Some(&self.#own))
                } else {
                    quote!(self.#own.as_ref())
                };
                quote!(check.#method(#name, #value, #table, #form);)
            }
            Written::Text | Written::Literal | Written::Json => {
                let method = ident(if parameter.required { "part" } else { "optional" });
                let pointer = step(&step("", parameter.place.as_str()), name);
                quote!(check.#method(#pointer, &self.#own, #table);)
            }
        }
    }

    /// Returns the expression that parses a parameter of a received request.
    pub(super) fn received(&self, operation: &Operation, field: &Field<'_>) -> TokenStream {
        let parameter = field.parameter;
        let place = match parameter.place {
            ParameterIn::Path => quote!(path),
            ParameterIn::Query => quote!(query),
            ParameterIn::Header => quote!(headers),
            ParameterIn::Cookie => quote!(cookies),
        };
        let (method, form) = match field.written {
            Written::Text => ("text", None),
            Written::Literal | Written::Json => ("literal", None),
            Written::Form(form) => ("written", Some(text_form(form))),
        };
        let method = if parameter.required {
            ident(method)
        } else {
            ident(&format!("optional_{method}"))
        };
        let form = form.map(|form| quote!(#form,));
        let (own, name) = (ident(&field.name), &parameter.name);
        let table = self.request_table(operation, name, &parameter.schema);
        quote!(#own: parts.#place().#method(#name, #form #table)?)
    }
}

/// Returns the function that renders the path.
pub(super) fn path_expression(operation: &Operation, fields: &[Field<'_>]) -> TokenStream {
    let mut parts = Vec::new();
    let mut rest = operation.path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        let in_path = |field: &&Field<'_>| field.parameter.place == ParameterIn::Path;
        let Some(field) = fields.iter().filter(in_path).find(|field| field.parameter.name == name) else {
            break;
        };
        let segment = part_of_path(field);
        parts.push(quote!(#before, &#segment));
        rest = after;
    }
    if parts.is_empty() {
        return quote!(#rest.to_owned());
    }
    if !rest.is_empty() {
        parts.push(quote!(#rest));
    }
    quote!([#(#parts),*].concat())
}

/// Returns the expression for the percent-encoded value of a path parameter.
fn part_of_path(field: &Field<'_>) -> TokenStream {
    let own = ident(&field.name);
    match field.written {
        Written::Form(_) => quote!(path_value(&self.#own)),
        Written::Text => quote!(path_segment(&self.#own)),
        Written::Literal => quote!(path_segment(self.#own.to_string())),
        Written::Json => quote!(path_segment(json_parameter(&self.#own))),
    }
}

/// Returns the statements that check the segments of the path that have several parts.
pub(super) fn segment_checks(operation: &Operation, fields: &[Field<'_>]) -> Vec<TokenStream> {
    let segments = operation.path.split('/');
    let has_parts = |segment: &&str| {
        let is_one = segment.starts_with('{') && segment.find('}').is_some_and(|end| end + 1 == segment.len());
        segment.contains('{') && !is_one
    };
    let checks = segments.filter(has_parts).map(|segment| {
        let names = segment.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let values = names.filter_map(|name| {
            let of_name =
                |field: &&Field<'_>| field.parameter.place == ParameterIn::Path && field.parameter.name == name;
            let value = part_of_path(fields.iter().find(of_name)?);
            Some(quote!((#name, #value)))
        });
        quote!(check.segment(#segment, &[#(#values),*]);)
    });
    checks.collect()
}

/// Returns the function `query` if the action has query parameters, or a query in its path.
pub(super) fn query_function(operation: &Operation, fields: &[Field<'_>]) -> Option<TokenStream> {
    let pushes = set(fields, ParameterIn::Query, |field, value, reference| {
        let name = &field.parameter.name;
        match field.written {
            Written::Form(form) => {
                let form = text_form(form);
                quote!(push_query_value(&mut query, #name, #reference, #form);)
            }
            Written::Text => quote!(push_query(&mut query, #name, #reference);),
            Written::Literal => quote!(push_query(&mut query, #name, #value.to_string());),
            Written::Json => quote!(push_query(&mut query, #name, json_parameter(#reference));),
        }
    });
    let fixed = &operation.query;
    let start = if fixed.is_empty() {
        quote!(String::new())
    } else {
        quote!(#fixed.to_owned())
    };
    let Some(pushes) = pushes else {
        return (!fixed.is_empty()).then(|| {
            quote! {
                fn query(&self) -> String {
                    #start
                }
            }
        });
    };
    Some(quote! {
        fn query(&self) -> String {
            let mut query = #start;
            #pushes
            query
        }
    })
}

/// Returns the function `headers` if the action has header parameters.
pub(super) fn headers_function(fields: &[Field<'_>]) -> Option<TokenStream> {
    let pushes = set(fields, ParameterIn::Header, |field, value, reference| {
        let name = &field.parameter.name;
        let text = match field.written {
            Written::Form(_) => quote!(header_value(#reference)),
            Written::Json => quote!(json_parameter(#reference)),
            Written::Text | Written::Literal => quote!(#value.to_string()),
        };
        quote!(headers.push((#name, #text));)
    })?;
    Some(quote! {
        fn headers(&self) -> Vec<(&'static str, String)> {
            let mut headers = Vec::new();
            #pushes
            headers
        }
    })
}

/// Returns the function `cookies` if the action has parameters that are cookies.
pub(super) fn cookies_function(fields: &[Field<'_>]) -> Option<TokenStream> {
    let pushes = set(fields, ParameterIn::Cookie, |field, value, reference| {
        let name = &field.parameter.name;
        match field.written {
            Written::Form(form) => {
                let form = text_form(form);
                quote!(push_cookie_value(&mut cookies, #name, #reference, #form);)
            }
            Written::Json => quote!(cookies.push((#name, cookie_text(json_parameter(#reference))));),
            Written::Text => quote!(cookies.push((#name, cookie_text(#reference)));),
            Written::Literal => quote!(cookies.push((#name, #value.to_string()));),
        }
    })?;
    Some(quote! {
        fn cookies(&self) -> Vec<(&'static str, String)> {
            let mut cookies = Vec::new();
            #pushes
            cookies
        }
    })
}

/// Returns code for each parameter in one location, built by `code` from the value and a reference to it. Optional
/// parameters are skipped if they are unset.
fn set(
    fields: &[Field<'_>],
    place: ParameterIn,
    code: impl Fn(&Field<'_>, &TokenStream, &TokenStream) -> TokenStream,
) -> Option<TokenStream> {
    let fields = fields.iter().filter(|field| field.parameter.place == place);
    let pushes: Vec<TokenStream> = fields
        .map(|field| {
            let own = ident(&field.name);
            if field.parameter.required {
                return code(field, &quote!(self.#own), &quote!(&self.#own));
            }
            let code = code(field, &quote!(value), &quote!(value));
            quote! {
                if let Some(value) = &self.#own {
                    #code
                }
            }
        })
        .collect();
    (!pushes.is_empty()).then(|| quote!(#(#pushes)*))
}

fn text_form(form: TextForm) -> TokenStream {
    match form {
        TextForm::One => quote!(TextForm::One),
        TextForm::Brackets => quote!(TextForm::Brackets),
        TextForm::List(style) => {
            let style = list_style(style);
            quote!(TextForm::List(#style))
        }
        TextForm::OneOrList(style) => {
            let style = list_style(style);
            quote!(TextForm::OneOrList(#style))
        }
    }
}

fn list_style(style: ListStyle) -> TokenStream {
    let style: Ident = match style {
        ListStyle::Repeated => ident("Repeated"),
        ListStyle::Commas => ident("Commas"),
        ListStyle::Spaces => ident("Spaces"),
        ListStyle::Pipes => ident("Pipes"),
    };
    quote!(ListStyle::#style)
}
