//! The parameters of an action: the type of each, how it is serialized into a request, and how a server parses it.

use proc_macro2::TokenStream;
use quote::quote;
use typewright_core::endpoint::ParameterStyle;

use super::text_forms::{TextForm, Values};
use super::{Endpoints, ident};
use crate::input::document::step;
use crate::model::names::members::{Group, Member, Space};
use crate::model::shape::Shape;
use crate::openapi::{Form, Operation, Parameter, ParameterIn};
use crate::report::Report;

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
            places: &[self.own_place(operation)],
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

    /// Returns the statement that validates a parameter before the request is sent.
    pub(super) fn checked(&self, operation: &Operation, field: &Field<'_>) -> TokenStream {
        let parameter = field.parameter;
        let (own, name) = (ident(&field.name), &parameter.name);
        let table = self.request_table(operation, name, &parameter.schema);
        match &field.written {
            Written::Form(form) => {
                let method = ident(match parameter.place {
                    ParameterIn::Path => "path",
                    ParameterIn::Query => "query",
                    ParameterIn::Header => "header",
                    ParameterIn::Cookie => "cookie",
                });
                let form = form.tokens();
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
        let (method, form) = match &field.written {
            Written::Text => ("text", None),
            Written::Literal | Written::Json => ("literal", None),
            Written::Form(form) => ("written", Some(form.tokens())),
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

/// Returns the names of properties for a message.
fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
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
    if operation.path.is_empty() {
        return quote!(String::new());
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
    match &field.written {
        Written::Form(form) => {
            let (name, form) = (&field.parameter.name, form.tokens());
            quote!(path_value(#name, &self.#own, #form))
        }
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
        quote!(check.segment(Self::METADATA, #segment, &[#(#values),*]);)
    });
    checks.collect()
}

/// Returns the function `query` if the action has query parameters, or a query in its path.
pub(super) fn query_function(operation: &Operation, fields: &[Field<'_>]) -> Option<TokenStream> {
    let pushes = set(fields, ParameterIn::Query, |field, value, reference| {
        let name = &field.parameter.name;
        match &field.written {
            Written::Form(form) => {
                let form = form.tokens();
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
    let of_headers = || {
        fields
            .iter()
            .filter(|field| field.parameter.place == ParameterIn::Header)
    };
    let is_fixed = of_headers().all(|field| field.parameter.required);
    let pushes = set(fields, ParameterIn::Header, |field, value, reference| {
        let name = &field.parameter.name;
        let text = match &field.written {
            Written::Form(form) => {
                let form = form.tokens();
                quote!(header_value(#reference, #form))
            }
            Written::Json => quote!(json_header(#reference)),
            Written::Text | Written::Literal => quote!(#value.to_string()),
        };
        if is_fixed {
            quote!((#name, #text),)
        } else {
            quote!(headers.push((#name, #text));)
        }
    })?;
    if is_fixed {
        return Some(quote! {
            fn headers(&self) -> Vec<(&'static str, String)> {
                vec![#pushes]
            }
        });
    }
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
        match &field.written {
            Written::Form(form) => {
                let form = form.tokens();
                quote!(push_cookie_value(&mut cookies, #name, #reference, #form);)
            }
            Written::Json => quote!(cookies.push((#name.into(), cookie_text(json_parameter(#reference))));),
            Written::Text => quote!(cookies.push((#name.into(), cookie_text(#reference)));),
            Written::Literal => quote!(cookies.push((#name.into(), #value.to_string()));),
        }
    })?;
    Some(quote! {
        fn cookies(&self) -> Vec<(Cow<'static, str>, String)> {
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
