//! Actions whose response is a page of a list.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::parameters::Field;
use super::reach::{By, Misfit, Reached, misfit};
use super::{Endpoints, ident};
use crate::model::shape::Shape;
use crate::openapi::Operation;
use crate::openapi::pagination::{Cursor, PageKind, Pagination};
use crate::openapi::pointer::Pointer;
use crate::report::Report;

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
        let parse = field.parse(&quote!(position)).ok_or_else(unfit)?;
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
                    let schema = self.schema_id(&field.parameter.schema);
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
                quote!(Pagination::page(#first))
            }
            PageKind::Offset { .. } => quote!(Pagination::offset()),
            PageKind::Cursor { .. } => quote!(Pagination::cursor()),
            PageKind::NextLink(_) => quote!(Pagination::next_link()),
            PageKind::LinkHeader(relation) => quote!(Pagination::link_header(#relation)),
        })
    }
}
