//! The parameters of an action: what type each is, how it is written into a request, and how it is read from one.

use losant_core::endpoint::ListStyle;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Endpoints, ident};
use crate::identifier::{distinct, snake};
use crate::load::Report;
use crate::openapi::{Form, Operation, Parameter, ParameterIn};
use crate::shape::{Kind, Shape};

/// A parameter with its field.
pub struct Field<'o> {
    /// What is documented.
    pub parameter: &'o Parameter,
    /// The name of the field.
    pub name: String,
    /// Its type.
    pub shape: Shape,
    /// How a value is written.
    written: Written,
}

/// How a value is written.
#[derive(Clone, Copy)]
enum Written {
    /// As it is.
    Text,
    /// A number or a boolean.
    Literal,
    /// As JSON.
    Json,
    /// As the items of a list, which are numbers or booleans if they are literals.
    List { style: ListStyle, literals: bool },
}

/// Methods of [`Endpoint`](losant_core::endpoint::Endpoint): a field is also the name of its setter, which must not
/// hide one of them.
const METHODS: [&str; 8] = [
    "body",
    "body_json",
    "body_raw",
    "headers",
    "path",
    "query",
    "receive",
    "url",
];

impl Endpoints<'_> {
    /// The parameters of an action, each with a field of its own.
    pub(super) fn fields<'o>(&self, operation: &'o Operation, report: &mut Report) -> Vec<Field<'o>> {
        let parameters = &operation.parameters;
        let words: Vec<String> = parameters
            .iter()
            .map(|parameter| {
                let same = parameters.iter().filter(|other| other.name == parameter.name);
                if same.count() > 1 && parameter.place != ParameterIn::Path {
                    format!("{} {}", parameter.name, parameter.place.as_str())
                } else {
                    parameter.name.clone()
                }
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let names = distinct(&words, snake, &[]).into_iter().map(|name| {
            let is_method = METHODS.contains(&name.as_str()) || crate::wire::RESERVED.contains(&name.as_str());
            if is_method { format!("{name}_") } else { name }
        });
        let fields = parameters.iter().zip(names).map(|(parameter, name)| {
            let (shape, written) = self.value(operation, parameter, report);
            Field {
                parameter,
                name,
                shape,
                written,
            }
        });
        fields.collect()
    }

    /// What a parameter's value is, and how it is written.
    fn value(&self, operation: &Operation, parameter: &Parameter, report: &mut Report) -> (Shape, Written) {
        let shape = self
            .schema_id(&parameter.schema)
            .and_then(|id| self.scope.shapes.asked.get(&id).cloned())
            .unwrap_or(Shape::String);
        let shape = match (parameter.form, shape) {
            // There is no text for null: who means none leaves the parameter out.
            (Form::Text(_), Shape::Nullable(inner)) => *inner,
            (_, shape) => shape,
        };
        let written = match parameter.form {
            Form::Json => Some(Written::Json),
            Form::Text(style) => self.plain(&shape).or_else(|| match self.item(&shape) {
                Some(item) if parameter.place == ParameterIn::Query => self.plain(item).map(|item| Written::List {
                    style,
                    literals: matches!(item, Written::Literal),
                }),
                _ => None,
            }),
        };
        if let Some(written) = written {
            return (shape, written);
        }
        let place = self.place(parameter.at, &parameter.pointer);
        report.error(
            &place,
            format!(
                "the parameter {:?} of {} has no single text form",
                parameter.name, operation.id
            ),
            "give it a schema with `type` string, integer, number or boolean (in the query also an array of these), or \
             describe it with `content` as \"application/json\"",
        );
        (Shape::String, Written::Text)
    }

    /// How a value is written that has one text form.
    fn plain(&self, shape: &Shape) -> Option<Written> {
        match shape {
            Shape::Bool | Shape::Integer | Shape::Number => Some(Written::Literal),
            other if self.scope.shapes.is_text(other) => Some(Written::Text),
            _ => None,
        }
    }

    /// The items of a list.
    fn item<'s>(&'s self, shape: &'s Shape) -> Option<&'s Shape> {
        match shape {
            Shape::List(item) => Some(item),
            Shape::Named(definition) => match &self.scope.shapes.definitions[*definition].kind {
                Kind::Wrapper(inner) => self.item(inner),
                _ => None,
            },
            _ => None,
        }
    }

    /// The expression that reads a parameter of a request that came in.
    pub(super) fn received(&self, operation: &Operation, field: &Field<'_>) -> TokenStream {
        let parameter = field.parameter;
        let place = match parameter.place {
            ParameterIn::Path => quote!(path),
            ParameterIn::Query => quote!(query),
            ParameterIn::Header => quote!(headers),
        };
        let method = match field.written {
            Written::Text => "text",
            Written::Literal | Written::Json => "literal",
            Written::List { literals: false, .. } => "list",
            Written::List { literals: true, .. } => "literal_list",
        };
        let method = if parameter.required {
            ident(method)
        } else {
            ident(&format!("optional_{method}"))
        };
        let style = match field.written {
            Written::List { style, .. } => {
                let style = list_style(style);
                quote!(#style,)
            }
            Written::Text | Written::Literal | Written::Json => quote!(),
        };
        let (own, name) = (ident(&field.name), &parameter.name);
        let table = self.request_table(operation, name, &parameter.schema);
        quote!(#own: parts.#place().#method(#name, #style #table)?)
    }
}

/// The function that renders the path.
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
        let own = ident(&field.name);
        let text = text(field, &quote!(self.#own), &quote!(&self.#own));
        parts.push(quote!(#before, &path_segment(#text)));
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

/// `query`, for an action that has parameters there.
pub(super) fn query_function(fields: &[Field<'_>]) -> Option<TokenStream> {
    let pushes = set(fields, ParameterIn::Query, |field, value, reference| {
        let name = &field.parameter.name;
        match field.written {
            Written::List { style, .. } => {
                let style = list_style(style);
                quote!(push_query_list(&mut query, #name, #reference, #style);)
            }
            Written::Text | Written::Literal | Written::Json => {
                let text = text(field, value, reference);
                quote!(push_query(&mut query, #name, #text);)
            }
        }
    })?;
    Some(quote! {
        fn query(&self) -> String {
            let mut query = String::new();
            #pushes
            query
        }
    })
}

/// `headers`, for an action that has parameters there.
pub(super) fn headers_function(fields: &[Field<'_>]) -> Option<TokenStream> {
    let pushes = set(fields, ParameterIn::Header, |field, value, reference| {
        let name = &field.parameter.name;
        let text = match field.written {
            Written::Json => quote!(json_parameter(#reference)),
            Written::Text | Written::Literal | Written::List { .. } => quote!(#value.to_string()),
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

/// Code for each parameter of one place that is set, made of the value and a reference to it.
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

/// A value as text: what is text already is not copied.
fn text(field: &Field<'_>, value: &TokenStream, reference: &TokenStream) -> TokenStream {
    match field.written {
        Written::Literal | Written::List { .. } => quote!(#value.to_string()),
        Written::Json => quote!(json_parameter(#reference)),
        Written::Text => quote!(#reference),
    }
}

fn list_style(style: ListStyle) -> TokenStream {
    let style: Ident = match style {
        ListStyle::Repeated => ident("Repeated"),
        ListStyle::Commas => ident("Commas"),
    };
    quote!(ListStyle::#style)
}
