//! Actions whose response is a page of a list.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::answers::{Answers, variant};
use super::parameters::Field;
use super::{Endpoints, ident};
use crate::emit::structs::field_names;
use crate::model::shape::{Kind, Presence, Shape};
use crate::openapi::pagination::{Cursor, PageKind, Pagination, Pointer};
use crate::openapi::{Content, Location, Operation};
use crate::report::Report;

/// What does not fit: the place, the message and the help.
struct Misfit<'p> {
    place: &'p (Location, usize),
    message: String,
    help: &'static str,
}

/// A value that is reached from a page.
#[derive(Clone)]
struct Reached {
    /// A place, or an `Option`: of a reference or of a value.
    code: TokenStream,
    is_option: bool,
    shape: Shape,
}

/// How a value is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Value,
    Reference,
}

impl Endpoints<'_> {
    /// Returns the implementation of [`PagedEndpoint`](typewright_core::endpoint::PagedEndpoint), if the responses of the
    /// action are pages. Reports a description that does not fit.
    pub(super) fn pagination(
        &self,
        operation: &Operation,
        name: &Ident,
        fields: &[Field<'_>],
        response: &TokenStream,
        report: &mut Report,
    ) -> Option<TokenStream> {
        for pagination in &operation.pagination {
            match self.paged(operation, name, fields, response, pagination) {
                Ok(code) => {
                    if pagination.is_default {
                        self.fitting.borrow_mut().insert(pagination.location.0.pointer.clone());
                    }
                    return Some(code);
                }
                Err(_) if pagination.is_default => {}
                Err(misfit) => {
                    let (location, at) = misfit.place;
                    report.error(&self.place(*at, location), misfit.message, misfit.help);
                }
            }
        }
        None
    }

    /// Warns of descriptions for all actions that fit none.
    pub(super) fn warn_of_unfit_pagination(&self, report: &mut Report) {
        let fitting = self.fitting.borrow();
        for Pagination {
            location: (location, at),
            ..
        } in &self.api.pagination
        {
            if !fitting.contains(&location.pointer) {
                report.warning(
                    &self.place(*at, location),
                    "this description of pages fits no action".to_owned(),
                    "it applies to GET actions that have the parameter, and a successful response with the items and all \
                     other values at their places: write it at an action to see what does not fit",
                );
            }
        }
    }

    fn paged<'p>(
        &self,
        operation: &Operation,
        name: &Ident,
        fields: &[Field<'_>],
        response: &TokenStream,
        pagination: &'p Pagination,
    ) -> Result<TokenStream, Misfit<'p>> {
        let answers = self.answers(operation, true);
        let starts = self.starts(&answers, response);
        let mut first_misfit = None;
        let found = starts.into_iter().find_map(|start| {
            let items = self.reach(start.clone(), &pagination.items, By::Value);
            match items.and_then(|items| self.list(items, &pagination.items)) {
                Ok(list) => Some((start, list)),
                Err(error) => {
                    first_misfit.get_or_insert(error);
                    None
                }
            }
        });
        let Some((start, (items, item))) = found else {
            return Err(first_misfit.unwrap_or_else(|| Misfit {
                place: &pagination.items.location,
                message: format!(
                    "{} has no successful response in JSON, so it has no pages",
                    operation.id
                ),
                help: "remove `x-pagination`, or describe the response with a schema",
            }));
        };
        let counted = self.reach(start.clone(), &pagination.items, By::Reference)?;
        let reached = &counted.code;
        let (count, last) = if counted.is_option {
            let last = quote!(#reached.and_then(|items| items.last()));
            (quote!(#reached.map_or(0, Vec::len)), last)
        } else {
            (quote!(#reached.len()), quote!(#reached.last()))
        };
        let mut values = Vec::new();
        for (variant, pointer) in [
            ("Total", &pagination.total),
            ("Pages", &pagination.pages),
            ("More", &pagination.more),
        ] {
            if let Some(pointer) = pointer {
                values.push((variant, self.value_at(start.clone(), pointer)?));
            }
        }
        match &pagination.kind {
            PageKind::Cursor { next, .. } => values.push((
                "Next",
                match next {
                    Cursor::Page(pointer) => self.value_at(start, pointer)?,
                    Cursor::LastItem(pointer) => {
                        let last = Reached {
                            code: last,
                            is_option: true,
                            shape: item.clone(),
                        };
                        self.value_at(self.bare(last, By::Reference), pointer)?
                    }
                },
            )),
            PageKind::NextLink(pointer) => values.push(("Next", self.value_at(start, pointer)?)),
            PageKind::Page { .. } | PageKind::Offset { .. } | PageKind::LinkHeader(_) => {}
        }
        let position = match pagination.kind.parameter() {
            Some(parameter) => Self::position(parameter, fields, pagination)?,
            None => TokenStream::new(),
        };
        let kind = self.page_kind(fields, pagination)?;
        let item = self.path(&item);
        let page_value = (!values.is_empty()).then(|| {
            let (names, codes): (Vec<Ident>, Vec<&TokenStream>) =
                values.iter().map(|(name, code)| (ident(name), code)).unzip();
            quote! {
                fn page_value(page: &Self::Response, value: PageValue) -> Option<String> {
                    match value {
                        #(PageValue::#names => #codes,)*
                        _ => None,
                    }
                }
            }
        });
        Ok(quote! {
            impl PagedEndpoint for #name {
                type Item = #item;

                const PAGINATION: Pagination = #kind;

                fn items(page: Self::Response) -> Vec<Self::Item> {
                    #items
                }

                fn count(page: &Self::Response) -> usize {
                    #count
                }

                #page_value
                #position
            }
        })
    }

    /// Returns the JSON bodies among the successful responses. `page` is the response.
    fn starts(&self, answers: &Answers<'_>, response: &TokenStream) -> Vec<Reached> {
        let mut starts = Vec::new();
        for answer in &answers.typed {
            let Some(content) = &answer.content else { continue };
            let start = if answers.is_enum() {
                let (variant, _) = variant(answer.status);
                Some(quote! {
                    match page {
                        #response::#variant(page) => Some(page),
                        _ => None,
                    }
                })
            } else {
                None
            };
            match content {
                Content::Several(several) => {
                    let own = ident(&several.name);
                    for (variant, content) in &several.forms {
                        let variant = ident(variant);
                        let body = quote! {
                            match page {
                                #own::#variant(page) => Some(page),
                                _ => None,
                            }
                        };
                        let code = match &start {
                            Some(start) => quote!((#start).and_then(|page| #body)),
                            None => quote!((#body)),
                        };
                        starts.extend(self.start(content, Some(code)));
                    }
                }
                content => starts.extend(self.start(content, start.map(|start| quote!((#start))))),
            }
        }
        starts
    }

    fn start(&self, content: &Content, code: Option<TokenStream>) -> Option<Reached> {
        let Content::Json {
            schema: Some(schema), ..
        } = content
        else {
            return None;
        };
        let shape = self.scope.shapes.asked.get(&self.schema_id(schema)?)?;
        Some(Reached {
            is_option: code.is_some(),
            code: code.unwrap_or_else(|| quote!(page)),
            shape: shape.clone(),
        })
    }

    /// Follows a JSON Pointer from a value.
    fn reach<'p>(&self, start: Reached, pointer: &'p Pointer, by: By) -> Result<Reached, Misfit<'p>> {
        let mut reached = self.bare(start, by);
        for step in &pointer.steps {
            reached = self.property(reached, step, pointer, by)?;
        }
        Ok(reached)
    }

    fn property<'p>(&self, owner: Reached, step: &str, pointer: &'p Pointer, by: By) -> Result<Reached, Misfit<'p>> {
        let Shape::Named(definition) = owner.shape else {
            return Err(misfit(
                pointer,
                format!("{step:?} is not a property: {} has none", self.words(&owner.shape)),
            ));
        };
        let Kind::Struct(fields, extra) = &self.scope.shapes.definitions[definition].kind else {
            let found = self.words(&Shape::Named(definition));
            return Err(misfit(
                pointer,
                format!("{step:?} is not a property of a struct, but of {found}"),
            ));
        };
        let Some(index) = fields.iter().position(|field| field.wire == step) else {
            let known: Vec<String> = fields.iter().map(|field| format!("{:?}", field.wire)).collect();
            let found = self.words(&Shape::Named(definition));
            return Err(misfit(
                pointer,
                format!("{found} has no property {step:?}, only {}", known.join(", ")),
            ));
        };
        let field = &fields[index];
        let names = field_names(definition, fields, extra, self.scope);
        let (name, code) = (ident(&names.fields[index].field), &owner.code);
        let code = match (owner.is_option, field.presence, by) {
            (false, Presence::Required, _) | (false, Presence::Optional | Presence::Any, By::Value) => {
                quote!(#code.#name)
            }
            (false, Presence::Optional | Presence::Any, By::Reference) => quote!(#code.#name.as_ref()),
            (false, Presence::Nullable, By::Value) => quote!(#code.#name.into_value()),
            (false, Presence::Nullable, By::Reference) => quote!(#code.#name.value()),
            (true, Presence::Required, By::Value) => quote!(#code.map(|page| page.#name)),
            (true, Presence::Required, By::Reference) => quote!(#code.map(|page| &page.#name)),
            (true, Presence::Optional | Presence::Any, By::Value) => quote!(#code.and_then(|page| page.#name)),
            (true, Presence::Optional | Presence::Any, By::Reference) => {
                quote!(#code.and_then(|page| page.#name.as_ref()))
            }
            (true, Presence::Nullable, By::Value) => quote!(#code.and_then(|page| page.#name.into_value())),
            (true, Presence::Nullable, By::Reference) => quote!(#code.and_then(|page| page.#name.value())),
        };
        let reached = Reached {
            code,
            is_option: owner.is_option || field.presence.is_optional(),
            shape: field.shape.clone(),
        };
        Ok(self.bare(reached, by))
    }

    /// Unwraps newtypes, boxes, and values that may be `null`.
    fn bare(&self, reached: Reached, by: By) -> Reached {
        let Reached { code, is_option, shape } = reached;
        let (code, is_option, shape) = match shape {
            Shape::Boxed(inner) => {
                let code = match (is_option, by) {
                    (false, By::Value) => quote!((*#code)),
                    (false, By::Reference) => code,
                    (true, By::Value) => quote!(#code.map(|page| *page)),
                    (true, By::Reference) => quote!(#code.map(|page| &**page)),
                };
                (code, is_option, *inner)
            }
            Shape::Nullable(inner) => {
                let code = match (is_option, by) {
                    (false, By::Value) => code,
                    (false, By::Reference) => quote!(#code.as_ref()),
                    (true, By::Value) => quote!(#code.flatten()),
                    (true, By::Reference) => quote!(#code.and_then(|page| page.as_ref())),
                };
                (code, true, *inner)
            }
            Shape::Named(definition) => match &self.scope.shapes.definitions[definition].kind {
                Kind::Wrapper(inner) => {
                    let code = match (is_option, by) {
                        (false, _) => quote!(#code.0),
                        (true, By::Value) => quote!(#code.map(|page| page.0)),
                        (true, By::Reference) => quote!(#code.map(|page| &page.0)),
                    };
                    (code, is_option, inner.clone())
                }
                _ => {
                    return Reached { code, is_option, shape };
                }
            },
            shape => return Reached { code, is_option, shape },
        };
        self.bare(Reached { code, is_option, shape }, by)
    }

    /// Returns the expression for the items of an array, and their shape.
    fn list<'p>(&self, reached: Reached, pointer: &'p Pointer) -> Result<(TokenStream, Shape), Misfit<'p>> {
        let Shape::List(item) = reached.shape else {
            let found = self.words(&reached.shape);
            return Err(misfit(
                pointer,
                format!("expected the array of the items, found {found}"),
            ));
        };
        let code = reached.code;
        let code = if reached.is_option {
            quote!(#code.unwrap_or_default())
        } else {
            code
        };
        Ok((code, *item))
    }

    /// Returns the expression for a value of a page as text.
    fn value_at<'p>(&self, start: Reached, pointer: &'p Pointer) -> Result<TokenStream, Misfit<'p>> {
        let reached = self.reach(start, pointer, By::Reference)?;
        if !self.is_scalar(&reached.shape) {
            let found = self.words(&reached.shape);
            return Err(misfit(
                pointer,
                format!("expected a string, a number or a boolean, found {found}"),
            ));
        }
        let code = reached.code;
        Ok(if reached.is_option {
            quote!(#code.and_then(position_text))
        } else {
            quote!(position_text(&#code))
        })
    }

    /// Returns the functions that read and set the parameter that selects a page.
    fn position<'p>(
        parameter: &str,
        fields: &[Field<'_>],
        pagination: &'p Pagination,
    ) -> Result<TokenStream, Misfit<'p>> {
        let unfit = || Misfit {
            place: &pagination.location,
            message: format!("the parameter {parameter:?} cannot select a page: it is not a string or a number"),
            help: "give its schema the type string or integer",
        };
        let field = fields
            .iter()
            .find(|field| field.parameter.selects_page(parameter))
            .ok_or_else(unfit)?;
        let parse = field.position().ok_or_else(unfit)?;
        let name = ident(&field.name);
        let (get, set) = if field.parameter.required {
            (quote!(position_text(&self.#name)), quote!(#parse?))
        } else {
            (
                quote!(self.#name.as_ref().and_then(position_text)),
                quote!(Some(#parse?)),
            )
        };
        Ok(quote! {
            fn position(&self) -> Option<String> {
                #get
            }

            fn set_position(&mut self, position: &str) -> Result<(), JsonTextError> {
                self.#name = #set;
                Ok(())
            }
        })
    }

    fn page_kind<'p>(&self, fields: &[Field<'_>], pagination: &'p Pagination) -> Result<TokenStream, Misfit<'p>> {
        Ok(match &pagination.kind {
            PageKind::Page { parameter, first } => {
                let first = first.or_else(|| {
                    let field = fields.iter().find(|field| field.parameter.selects_page(parameter))?;
                    let schema = self.schema_id(&field.parameter.schema)?;
                    let schemas = [schema, self.set.deref(schema)];
                    let default = schemas
                        .iter()
                        .find_map(|schema| self.set.keywords(*schema).notes.default.as_deref())?;
                    default.trim_matches('"').parse().ok()
                });
                let first = first.ok_or_else(|| Misfit {
                    place: &pagination.location,
                    message: format!("the number of the first page is not known: {parameter:?} has no default"),
                    help: "add \"first\": 0 or \"first\": 1",
                })?;
                let first = Literal::i64_unsuffixed(first);
                quote!(Pagination::Page { first: #first })
            }
            PageKind::Offset { .. } => quote!(Pagination::Offset),
            PageKind::Cursor { .. } => quote!(Pagination::Cursor),
            PageKind::NextLink(_) => quote!(Pagination::NextLink),
            PageKind::LinkHeader(relation) => quote!(Pagination::LinkHeader { relation: #relation }),
        })
    }

    /// Returns what a shape is called in a message.
    fn words(&self, shape: &Shape) -> String {
        format!("`{}`", self.scope.text(shape))
    }
}

fn misfit(pointer: &Pointer, message: String) -> Misfit<'_> {
    Misfit {
        place: &pointer.location,
        message,
        help: "write a JSON Pointer into the successful response, such as \"/data/items\"",
    }
}
