//! The endpoints as request types with their documentation: `generated/endpoints/`.

use std::collections::BTreeMap;

use losant_runtime::endpoint::Status;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::constraints::Tables;
use crate::docs;
use crate::identifier::{distinct, pascal, snake};
use crate::keywords::SchemaId;
use crate::load::{Place, Report, Sources};
use crate::openapi::{Api, Operation, Parameter, Response};
use crate::resolve::SchemaSet;
use crate::rust_type::Scope;
use crate::shape::{Kind, Shape};

/// The endpoints of one resource.
#[derive(Debug)]
pub struct Resource {
    /// The module's name.
    pub module: String,
    /// The module's documentation.
    pub docs: Vec<String>,
    /// Its code.
    pub tokens: TokenStream,
    /// Its actions.
    pub actions: Vec<Action>,
}

/// One action of a resource, as the whole API needs to know it.
#[derive(Debug)]
pub struct Action {
    /// The name of the request type.
    pub name: String,
    /// What it does, in one line.
    pub summary: String,
    /// Name and type of everything that the request needs, in the order of its `new`.
    pub needs: Vec<(String, String)>,
    /// How many of these, from the first one on, are parameters of the path.
    pub parameters: usize,
    /// How its answers go over the wire, where that depends on the status.
    pub answers: Vec<String>,
}

/// What the endpoints are made from.
#[derive(Debug)]
pub struct Endpoints<'a> {
    /// The document.
    pub api: &'a Api,
    /// Its schemas.
    pub set: &'a SchemaSet,
    /// Its files.
    pub sources: &'a Sources,
    /// The types.
    pub scope: &'a Scope<'a>,
    /// Their rules.
    pub tables: &'a Tables<'a>,
}

impl Endpoints<'_> {
    /// The modules of all resources, in the order of their names.
    pub fn emit(&self, report: &mut Report) -> Vec<Resource> {
        let mut by_tag: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
        for operation in &self.api.operations {
            by_tag.entry(operation.tag.clone()).or_default().push(operation);
        }
        let words: Vec<String> = by_tag
            .iter()
            .map(|(tag, operations)| resource_name(tag, operations))
            .map(|word| match snake(&word).as_str() {
                // The modules of the clients stand beside those of the resources.
                "blocking" | "client" => format!("{word} resource"),
                _ => word,
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let modules = distinct(&words, snake, &[]);
        by_tag
            .iter()
            .zip(modules)
            .map(|((tag, operations), module)| self.resource(tag, module, operations, report))
            .collect()
    }

    fn resource(&self, tag: &str, module: String, operations: &[&Operation], report: &mut Report) -> Resource {
        let about = self
            .api
            .tags
            .iter()
            .find(|(name, _)| name == tag)
            .map(|(_, about)| docs::prose(about));
        let words: Vec<&str> = operations.iter().map(|operation| action(&operation.id, tag)).collect();
        let words: Vec<String> = words
            .into_iter()
            .map(|word| {
                let taken = NAMES.contains(&pascal(word).as_str());
                if taken {
                    format!("{word} action")
                } else {
                    word.to_owned()
                }
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let names = distinct(&words, pascal, &[]);
        let (items, actions): (Vec<_>, Vec<_>) = operations
            .iter()
            .zip(&names)
            .map(|(operation, name)| self.operation(operation, name, &names, report))
            .unzip();
        let tokens = quote!(#(#items)*);
        let mut docs = vec![format!("{}.", docs::prose(tag))];
        docs.extend(about);
        let list: Vec<String> = operations
            .iter()
            .zip(&names)
            .map(|(operation, name)| {
                format!(
                    "* [`{name}`]: {} `{}`",
                    operation.method,
                    operation.path.replace('`', "")
                )
            })
            .collect();
        docs.push(list.join("\n"));
        Resource {
            module,
            docs,
            tokens,
            actions,
        }
    }

    #[allow(clippy::too_many_lines)] // one template, read from top to bottom
    fn operation(
        &self,
        operation: &Operation,
        name: &str,
        names: &[String],
        report: &mut Report,
    ) -> (TokenStream, Action) {
        let docs = docs::attributes(&self.docs(operation));
        let ident = ident(name);
        let wires: Vec<&str> = operation
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        // A field is also the name of its setter, which must not hide a method of the trait.
        let own = ["body", "body_json", "path", "query", "receive", "url"];
        let field = |name: String| {
            let is_method = own.contains(&name.as_str()) || crate::wire::RESERVED.contains(&name.as_str());
            if is_method { format!("{name}_") } else { name }
        };
        let fields: Vec<String> = distinct(&wires, snake, &[]).into_iter().map(field).collect();
        let shapes: Vec<Shape> = operation
            .parameters
            .iter()
            .map(|parameter| self.parameter_shape(operation, parameter, report))
            .collect();
        let mut members = Vec::new();
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        let mut setters = Vec::new();
        let mut needs = Vec::new();
        for ((parameter, field), shape) in operation.parameters.iter().zip(&fields).zip(&shapes) {
            let field = self::ident(field);
            let ty = self.path(shape);
            let docs = docs::attributes(&[described(parameter)]);
            if parameter.required {
                members.push(quote!(#docs pub #field: #ty));
                needs.push((field.to_string(), ty.to_string()));
                arguments.push(quote!(#field: impl Into<#ty>));
                values.push(quote!(#field: #field.into()));
            } else {
                members.push(quote!(#docs pub #field: Option<#ty>));
                values.push(quote!(#field: None));
                let docs = docs::attributes(&[format!("Sets [`{field}`](Self::{field}).")]);
                setters.push(quote! {
                    #docs
                    #[must_use]
                    pub fn #field(mut self, value: impl Into<#ty>) -> Self {
                        self.#field = Some(value.into());
                        self
                    }
                });
            }
        }
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        let parameters = required.take_while(|parameter| parameter.in_path).count();
        if let Some(body) = &operation.body {
            let ty = self.schema_type(&body.schema);
            let docs = docs::attributes(&["The body of the request.".to_owned()]);
            if body.required {
                members.push(quote!(#docs pub body: #ty));
                needs.push(("body".to_owned(), ty.to_string()));
                arguments.push(quote!(body: impl Into<#ty>));
                values.push(quote!(body: body.into()));
            } else {
                members.push(quote!(#docs pub body: Option<#ty>));
                values.push(quote!(body: None));
                setters.push(quote! {
                    #[doc = " Sets the body."]
                    #[must_use]
                    pub fn body(mut self, value: impl Into<#ty>) -> Self {
                        self.body = Some(value.into());
                        self
                    }
                });
            }
        }
        let default = arguments.is_empty().then(|| quote!(, Default));
        let about_new = if arguments.is_empty() {
            " The request."
        } else {
            " The request with all that it needs."
        };
        let metadata = self.metadata(operation, &shapes);
        let (response, response_schema, response_new) = self.answer(operation, name, names, true);
        let (error, error_schema, error_new) = self.answer(operation, name, names, false);
        let (response_enum, response_wire) = response_new.unzip();
        let (error_enum, error_wire) = error_new.unzip();
        let path = path_expression(operation, &fields, &shapes);
        let query = query_function(operation, &fields, &shapes);
        let validate = self.validate(operation, &fields);
        let body_json = body_function(operation);
        let receive = self.receive(operation, &fields, &shapes);
        let item = if members.is_empty() {
            quote!(pub struct #ident {})
        } else {
            quote!(pub struct #ident { #(#members,)* })
        };
        let action = Action {
            name: name.to_owned(),
            summary: operation.summary.clone(),
            needs,
            parameters,
            answers: [response_wire, error_wire].into_iter().flatten().collect(),
        };
        let tokens = quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq, Hash #default)]
            #item

            impl #ident {
                #[doc = #about_new]
                #[must_use]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
                #(#setters)*
            }

            impl Endpoint for #ident {
                type Response = #response;
                type Error = #error;

                const RESPONSE: &'static Schema = #response_schema;
                const ERROR: &'static Schema = #error_schema;
                const METADATA: &'static Metadata = &#metadata;

                fn path(&self) -> String {
                    #path
                }

                fn validate(&self) -> Result<(), ::losant_runtime::Violations> {
                    #validate
                }
                #query

                #body_json

                fn receive(parts: &Parts<'_>) -> Result<Self, Rejection> {
                    #receive
                }
            }

            #response_enum
            #error_enum
        };
        (tokens, action)
    }

    /// The expression that makes the request of its parts.
    fn receive(&self, operation: &Operation, fields: &[String], shapes: &[Shape]) -> TokenStream {
        let mut values = Vec::new();
        for ((parameter, field), shape) in operation.parameters.iter().zip(fields).zip(shapes) {
            let literal = matches!(shape, Shape::Bool | Shape::Integer | Shape::Number);
            let method = match (parameter.required, literal) {
                (true, true) => "literal",
                (true, false) => "text",
                (false, true) => "optional_literal",
                (false, false) => "optional_text",
            };
            let (field, method, name) = (ident(field), ident(method), &parameter.name);
            let table = self.request_table(operation, name, &parameter.schema);
            values.push(quote!(#field: parts.#method(#name, #table)?));
        }
        if let Some(body) = &operation.body {
            let method = ident(if body.required { "body" } else { "optional_body" });
            let table = self.request_table(operation, "body", &body.schema);
            let media_type = &body.media_type;
            values.push(quote!(body: parts.#method(#media_type, #table)?));
        }
        if values.is_empty() {
            return quote! {
                let _ = parts;
                Ok(Self {})
            };
        }
        quote!(Ok(Self { #(#values),* }))
    }

    /// The table of a part of the request; everything is right by it if the document gives no schema.
    fn request_table(&self, operation: &Operation, part: &str, pointer: &str) -> TokenStream {
        match self.schema_id(pointer) {
            Some(schema) => {
                let table = ident(&self.tables.of_request(schema, &format!("{} {part}", operation.id)));
                quote!(&types::schema::#table)
            }
            None => quote!(&Schema(&[])),
        }
    }

    fn validate(&self, operation: &Operation, fields: &[String]) -> TokenStream {
        let mut parts = Vec::new();
        let mut part = |name: &str, field: &str, required: bool, pointer: &str| {
            if self.schema_id(pointer).is_none() {
                return;
            }
            let table = self.request_table(operation, name, pointer);
            let (field, method) = (ident(field), ident(if required { "part" } else { "optional" }));
            parts.push(quote!(check.#method(#name, &self.#field, #table);));
        };
        for (parameter, field) in operation.parameters.iter().zip(fields) {
            part(&parameter.name, field, parameter.required, &parameter.schema);
        }
        if let Some(body) = &operation.body {
            part("body", "body", body.required, &body.schema);
        }
        if parts.is_empty() {
            return quote!(Ok(()));
        }
        quote! {
            let mut check = RequestCheck::default();
            #(#parts)*
            check.finish()
        }
    }

    fn metadata(&self, operation: &Operation, shapes: &[Shape]) -> TokenStream {
        let Operation {
            id,
            server,
            path,
            summary,
            authenticated,
            scopes,
            ..
        } = operation;
        let method = ident(&format!("{:?}", operation.method));
        let parameters = |in_path: bool| {
            let list = operation.parameters.iter().zip(shapes);
            let list = list.filter(|(parameter, _)| parameter.in_path == in_path);
            let list = list.map(|(parameter, _)| self.parameter(parameter));
            quote!(&[#(#list),*])
        };
        let (path_parameters, query_parameters) = (parameters(true), parameters(false));
        let headers = operation.headers.iter().map(|header| {
            let (name, required, description) = (&header.name, header.required, &header.description);
            let default = option(header.default.as_deref());
            quote!(Header { name: #name, required: #required, description: #description, default: #default })
        });
        let body = match &operation.body {
            None => quote!(None),
            Some(body) => {
                let (type_name, title, schema) = self.schema_names(&body.schema);
                let (media_type, required) = (&body.media_type, body.required);
                let example = option(body.example.as_deref());
                quote! {
                    Some(RequestBody {
                        type_name: #type_name,
                        title: #title,
                        schema: #schema,
                        media_type: #media_type,
                        required: #required,
                        example: #example,
                    })
                }
            }
        };
        let responses = |success: bool| {
            let list = operation
                .responses
                .iter()
                .filter(|response| is_success(response) == success);
            let list = list.map(|response| self.response(response));
            quote!(&[#(#list),*])
        };
        let (successes, errors) = (responses(true), responses(false));
        quote! {
            Metadata {
                operation_id: #id,
                method: Method::#method,
                server: #server,
                path: #path,
                summary: #summary,
                needs_token: #authenticated,
                scopes: &[#(#scopes),*],
                path_parameters: #path_parameters,
                query_parameters: #query_parameters,
                headers: &[#(#headers),*],
                request_body: #body,
                successes: #successes,
                errors: #errors,
            }
        }
    }

    fn parameter(&self, parameter: &Parameter) -> TokenStream {
        let (name, description, required) = (&parameter.name, &parameter.description, parameter.required);
        let display_name = option(parameter.display_name.as_deref());
        let example = option(parameter.example.as_deref());
        let pattern = self
            .schema_id(&parameter.schema)
            .and_then(|id| self.set.keywords(self.set.deref(id)).pattern.as_deref());
        let pattern = option(pattern);
        quote! {
            Parameter {
                name: #name,
                display_name: #display_name,
                description: #description,
                required: #required,
                example: #example,
                pattern: #pattern,
            }
        }
    }

    fn response(&self, response: &Response) -> TokenStream {
        let status = match response.status {
            Status::Code(code) => {
                let code = proc_macro2::Literal::u16_unsuffixed(code);
                quote!(Status::Code(#code))
            }
            Status::Class(class) => {
                let class = proc_macro2::Literal::u16_unsuffixed(class);
                quote!(Status::Class(#class))
            }
            Status::Default => quote!(Status::Default),
        };
        let (type_name, title, schema) = match &response.schema {
            Some(schema) => self.schema_names(schema),
            None => (String::new(), String::new(), String::new()),
        };
        let description = &response.description;
        quote! {
            Response {
                status: #status,
                type_name: #type_name,
                title: #title,
                schema: #schema,
                description: #description,
            }
        }
    }

    /// The type and the table of all answers that say that it worked, or of all that do not. If they are of different
    /// types, the type is an enum, and the third value its code.
    fn answer(&self, operation: &Operation, name: &str, names: &[String], success: bool) -> Answer {
        let any = quote!(&Schema(&[]));
        let part = if success { "answer" } else { "error" };
        let responses: Vec<&Response> = operation
            .responses
            .iter()
            .filter(|response| is_success(response) == success)
            .collect();
        let ty = |response: &Response| match &response.schema {
            Some(schema) => self.schema_type(schema),
            None => quote!(()),
        };
        let Some((first, rest)) = responses.split_first() else {
            return (quote!(()), any, None);
        };
        let only = ty(first);
        if rest.iter().all(|response| ty(response).to_string() == only.to_string()) {
            let table = match &first.schema {
                Some(schema) => self.request_table(operation, part, schema),
                None => any,
            };
            return (only, table, None);
        }
        let mut wanted = format!("{name}{}", if success { "Response" } else { "Error" });
        while names.contains(&wanted) {
            wanted.push('_');
        }
        let ident = ident(&wanted);
        let (mut variants, mut filled, mut empty) = (Vec::new(), Vec::new(), Vec::new());
        for response in responses {
            let (variant, status) = variant(response.status);
            let docs = docs::attributes(&[inline(&response.description)]);
            match &response.schema {
                Some(schema) => {
                    let ty = self.schema_type(schema);
                    let table = self.request_table(operation, &format!("{part} {variant}"), schema);
                    variants.push(quote!(#docs #variant(#ty)));
                    let (ty, table) = (plain(&ty), plain(&table));
                    filled.push(format!("    {variant}({ty}) = {status}, {table};\n"));
                }
                None => {
                    variants.push(quote!(#docs #variant));
                    empty.push(format!("    | {variant} = {status},\n"));
                }
            }
        }
        let about = docs::attributes(&[if success {
            format!("What [`{name}`] is answered with, by the status.")
        } else {
            format!("The documented errors of [`{name}`], by their status.")
        }]);
        let code = quote! {
            #about
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #ident { #(#variants,)* }
        };
        let wire = format!("answers! {{ {wanted};\n{}{}}}\n", filled.concat(), empty.concat());
        (quote!(#ident), any, Some((code, wire)))
    }

    /// What a parameter's value is: something that has one text form.
    fn parameter_shape(&self, operation: &Operation, parameter: &Parameter, report: &mut Report) -> Shape {
        let shape = self
            .schema_id(&parameter.schema)
            .and_then(|id| self.scope.shapes.asked.get(&id).cloned())
            .unwrap_or(Shape::String);
        let has_text = match &shape {
            Shape::Bool | Shape::Integer | Shape::Number | Shape::String | Shape::Formatted(_) => true,
            Shape::Named(definition) => {
                matches!(
                    self.scope.shapes.definitions[*definition].kind,
                    Kind::Strings(..) | Kind::Text
                )
            }
            _ => false,
        };
        if !has_text {
            let place = self.place(parameter.at, &parameter.pointer);
            report.error(
                &place,
                format!(
                    "the parameter {:?} of {} has no single text form",
                    parameter.name, operation.id
                ),
                "give it a schema with `type` string, integer, number or boolean",
            );
            return Shape::String;
        }
        shape
    }

    /// The Rust type of a schema in the document.
    fn schema_type(&self, pointer: &str) -> TokenStream {
        let shape = self.schema_id(pointer).and_then(|id| self.scope.shapes.asked.get(&id));
        match shape {
            Some(Shape::Named(_)) | None => {
                let name = self.named(pointer);
                name.map_or_else(
                    || quote!(::losant_runtime::Json),
                    |name| {
                        let name = ident(&name);
                        quote!(types::#name)
                    },
                )
            }
            Some(shape) => self.path(shape),
        }
    }

    /// The name of a schema's type: the one of its file, if it is a file's whole schema.
    fn named(&self, pointer: &str) -> Option<String> {
        let id = self.schema_id(pointer)?;
        let target = self.set.deref(id);
        let schema = &self.set.schemas[target];
        if let Some(name) = self
            .scope
            .names
            .roots
            .get(&schema.file)
            .filter(|_| schema.pointer.is_empty())
        {
            return Some(name.clone());
        }
        match self.scope.shapes.asked.get(&id)? {
            Shape::Named(definition) => self.scope.names.types.get(*definition).cloned(),
            _ => None,
        }
    }

    /// Type name, title and file of a schema, for the metadata.
    fn schema_names(&self, pointer: &str) -> (String, String, String) {
        let Some(id) = self.schema_id(pointer) else {
            return (String::new(), String::new(), String::new());
        };
        let target = self.set.deref(id);
        let schema = &self.set.schemas[target];
        let name = match self.named(pointer) {
            Some(name) => name,
            None => self
                .scope
                .shapes
                .asked
                .get(&id)
                .map_or_else(String::new, |shape| self.scope.text(shape)),
        };
        let title = schema.keywords.notes.title.clone().unwrap_or_default();
        (name, title, self.sources.files[schema.file].name.clone())
    }

    fn schema_id(&self, pointer: &str) -> Option<SchemaId> {
        self.set.at(self.sources.openapi?, pointer)
    }

    fn place<'p>(&'p self, at: usize, pointer: &'p str) -> Place<'p> {
        let file = self.sources.openapi.unwrap_or_default();
        Place {
            source: &self.sources.files[file],
            at,
            pointer,
        }
    }

    /// The path of a shape's type from inside of an endpoint module.
    fn path(&self, shape: &Shape) -> TokenStream {
        let text = match shape {
            Shape::Named(definition) => format!("types::{}", self.scope.names.types[*definition]),
            Shape::List(inner) => format!("Vec<{}>", self.path(inner)),
            Shape::Map(inner) => {
                format!("::std::collections::BTreeMap<String, {}>", self.path(inner))
            }
            Shape::Boxed(inner) => format!("Box<{}>", self.path(inner)),
            Shape::Nullable(inner) => format!("Option<{}>", self.path(inner)),
            Shape::Json | Shape::Object | Shape::Integer | Shape::Number | Shape::Formatted(_) => {
                let text = self.scope.text(shape);
                format!("::losant_runtime::{}", text.rsplit("::").next().unwrap_or_default())
            }
            Shape::Null | Shape::Bool | Shape::String => self.scope.text(shape),
        };
        text.parse().unwrap_or_default()
    }

    fn docs(&self, operation: &Operation) -> Vec<String> {
        let mut docs = Vec::new();
        let summary = docs::prose(&operation.summary);
        docs.push(if summary.is_empty() {
            format!("The action {}.", docs::code(&operation.id))
        } else {
            format!("{summary}.")
        });
        docs.push(docs::code(&format!("{} {}{}", operation.method, operation.server, operation.path)).clone());
        docs.push(docs::prose(&operation.description));
        if operation.authenticated {
            docs.push("# Authentication".to_owned());
            docs.push(match &operation.scopes[..] {
                [] => "An API access token is needed; any scope will do.".to_owned(),
                scopes => {
                    let scopes: Vec<String> = scopes.iter().map(|scope| docs::code(scope)).collect();
                    format!(
                        "The API access token needs at least one of the scopes {}.",
                        scopes.join(", ")
                    )
                }
            });
        }
        if !operation.parameters.is_empty() || !operation.headers.is_empty() || operation.body.is_some() {
            docs.push("# Request".to_owned());
            docs.push(self.request_docs(operation));
        }
        if !operation.responses.is_empty() {
            docs.push("# Answers".to_owned());
            docs.push(self.answer_docs(operation));
        }
        docs.push("# With curl".to_owned());
        docs.push(format!("```sh\n{}\n```", curl(operation)));
        docs
    }

    fn request_docs(&self, operation: &Operation) -> String {
        let mut lines = Vec::new();
        for parameter in &operation.parameters {
            let place = if parameter.in_path { "path" } else { "query" };
            let shown = parameter.display_name.as_ref().unwrap_or(&parameter.name);
            let example = parameter
                .example
                .as_ref()
                .map(|example| format!(" Example: {}.", docs::code(example)));
            lines.push(format!(
                "* {} ({place}{}): {}{}",
                docs::code(shown),
                if parameter.required { "" } else { ", optional" },
                described(parameter).replace('\n', " "),
                example.unwrap_or_default(),
            ));
        }
        for header in &operation.headers {
            lines.push(format!(
                "* {} (header{}): {}",
                docs::code(&header.name),
                if header.required { "" } else { ", optional" },
                inline(&header.description),
            ));
        }
        if let Some(body) = &operation.body {
            let (name, _, _) = self.schema_names(&body.schema);
            let link = if self.named(&body.schema).is_some() {
                format!("[`{name}`](types::{name})")
            } else {
                docs::code(&name)
            };
            lines.push(format!(
                "* body{}: {link} as {}",
                if body.required { "" } else { " (optional)" },
                docs::code(&body.media_type),
            ));
        }
        lines.join("\n")
    }

    fn answer_docs(&self, operation: &Operation) -> String {
        let mut lines = vec!["| status | type | when |".to_owned(), "| --- | --- | --- |".to_owned()];
        for response in &operation.responses {
            let status = match response.status {
                Status::Code(code) => code.to_string(),
                Status::Class(class) => format!("{class}XX"),
                Status::Default => "any other".to_owned(),
            };
            let link = match &response.schema {
                None => "no body".to_owned(),
                Some(schema) => {
                    let (name, _, _) = self.schema_names(schema);
                    if self.named(schema).is_some() {
                        format!("[`{name}`](types::{name})")
                    } else {
                        docs::code(&name)
                    }
                }
            };
            let when = inline(&response.description).replace('|', "\\|");
            lines.push(format!("| {status} | {link} | {when} |"));
        }
        lines.join("\n")
    }
}

/// Names that the code of an action uses, so an action must not have them.
const NAMES: [&str; 27] = [
    "Clone",
    "Debug",
    "Default",
    "Endpoint",
    "Eq",
    "Hash",
    "Header",
    "Into",
    "JsonTextError",
    "Metadata",
    "Method",
    "None",
    "Ok",
    "Option",
    "Parameter",
    "PartialEq",
    "Parts",
    "Rejection",
    "RequestBody",
    "RequestCheck",
    "Response",
    "Result",
    "Schema",
    "Self",
    "Some",
    "Status",
    "String",
];

/// What a resource is called: the part of `userOauthToken.get` before the dot if all its actions share it, else its tag.
fn resource_name(tag: &str, operations: &[&Operation]) -> String {
    let prefix = |operation: &Operation| operation.id.rsplit_once('.').map(|(prefix, _)| prefix.to_owned());
    let first = operations.first().and_then(|operation| prefix(operation));
    first
        .filter(|first| {
            operations
                .iter()
                .all(|operation| prefix(operation).as_ref() == Some(first))
        })
        .unwrap_or_else(|| tag.to_owned())
}

/// The last word of an operation's id, without the resource in front of it.
fn action<'o>(id: &'o str, tag: &str) -> &'o str {
    if let Some((_, action)) = id.rsplit_once('.')
        && !action.is_empty()
    {
        return action;
    }
    let tag = pascal(tag);
    let (lower, prefix) = (id.to_lowercase(), tag.to_lowercase());
    match id
        .get(prefix.len()..)
        .filter(|rest| lower.starts_with(&prefix) && !rest.is_empty())
    {
        Some(rest) => rest,
        None => id,
    }
}

/// The type of the answers and their table; if the type is a new one, its code, and how it goes over the wire.
type Answer = (TokenStream, TokenStream, Option<(TokenStream, String)>);

/// The variant of a status, and the status as a pattern.
fn variant(status: Status) -> (Ident, String) {
    match status {
        Status::Code(code) => (ident(&format!("Status{code}")), format!("Status::Code({code})")),
        Status::Class(class) => (ident(&format!("Status{class}xx")), format!("Status::Class({class})")),
        Status::Default => (ident("AnyOther"), "Status::Default".to_owned()),
    }
}

/// Code that is only a path or a reference, as a person writes it.
fn plain(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}

fn is_success(response: &Response) -> bool {
    matches!(response.status, Status::Code(200..=299) | Status::Class(2))
}

/// What a parameter is, if the document says it; else its name.
fn described(parameter: &Parameter) -> String {
    if parameter.description.trim().is_empty() {
        return format!("The parameter {}.", docs::code(&parameter.name));
    }
    docs::prose(&parameter.description)
}

/// Prose for a list or a table: on one line.
fn inline(text: &str) -> String {
    docs::prose(text).replace('\n', " ")
}

fn path_expression(operation: &Operation, fields: &[String], shapes: &[Shape]) -> TokenStream {
    let mut parts = Vec::new();
    let mut rest = operation.path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        let index = operation
            .parameters
            .iter()
            .position(|parameter| parameter.in_path && parameter.name == name);
        let Some(index) = index else { break };
        let field = ident(&fields[index]);
        let text = text_of(&shapes[index], &quote!(self.#field));
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

fn query_function(operation: &Operation, fields: &[String], shapes: &[Shape]) -> Option<TokenStream> {
    let mut pushes = Vec::new();
    for ((parameter, field), shape) in operation.parameters.iter().zip(fields).zip(shapes) {
        if parameter.in_path {
            continue;
        }
        let name = &parameter.name;
        let field = ident(field);
        pushes.push(if parameter.required {
            let text = text_of(shape, &quote!(self.#field));
            quote!(push_query(&mut query, #name, #text);)
        } else {
            let text = match shape {
                Shape::Bool | Shape::Integer | Shape::Number => quote!(value.to_string()),
                _ => quote!(value),
            };
            quote! {
                if let Some(value) = &self.#field {
                    push_query(&mut query, #name, #text);
                }
            }
        });
    }
    (!pushes.is_empty()).then(|| {
        quote! {
            fn query(&self) -> String {
                let mut query = String::new();
                #(#pushes)*
                query
            }
        }
    })
}

/// `body_json`, for an action that has a body.
fn body_function(operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let code = if body.required {
        quote!(json_text(&self.body))
    } else {
        quote!(self.body.as_ref().map_or(Ok(None), json_text))
    };
    Some(quote! {
        fn body_json(&self) -> Result<Option<String>, JsonTextError> {
            #code
        }
    })
}

/// A value as text: what is text already is not copied.
fn text_of(shape: &Shape, value: &TokenStream) -> TokenStream {
    match shape {
        Shape::Bool | Shape::Integer | Shape::Number => quote!(#value.to_string()),
        _ => quote!(&#value),
    }
}

/// A command that a shell takes as it is, with the documented example values.
fn curl(operation: &Operation) -> String {
    let mut url = format!("{}{}", operation.server, operation.path);
    for parameter in operation.parameters.iter().filter(|parameter| parameter.in_path) {
        let shown = parameter.display_name.as_ref().unwrap_or(&parameter.name);
        let value = parameter.example.as_ref().unwrap_or(shown);
        let value = losant_runtime::endpoint::path_segment(value);
        url = url.replace(&format!("{{{}}}", parameter.name), &value);
    }
    let mut query = String::new();
    for parameter in &operation.parameters {
        if parameter.required && !parameter.in_path {
            let value = parameter.example.as_ref().unwrap_or(&parameter.name);
            losant_runtime::endpoint::push_query(&mut query, &parameter.name, value);
        }
    }
    if !query.is_empty() {
        url = format!("{url}?{query}");
    }
    let mut lines = vec!["curl -H 'Accept: application/json'".to_owned()];
    if let Some(body) = &operation.body {
        lines.push(format!("-H {}", quoted(&format!("Content-Type: {}", body.media_type))));
    }
    if operation.authenticated {
        lines.push("-H 'Authorization: Bearer YOUR_API_ACCESS_TOKEN'".to_owned());
    }
    lines.push(format!("-X {}", operation.method));
    if let Some(body) = &operation.body {
        lines.push(format!("-d {}", quoted(body.example.as_deref().unwrap_or("{}"))));
    }
    lines.push(quoted(&url));
    let lines: Vec<String> = lines.iter().map(|line| line.replace(['\n', '\r'], " ")).collect();
    lines.join(" \\\n  ").replace("```", "'`''`''`'")
}

/// Text in single quotes, as a POSIX shell reads it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
