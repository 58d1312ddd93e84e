//! Values inside of a response, which a JSON Pointer in the description leads to.

use proc_macro2::TokenStream;
use quote::quote;

use super::answers::{Answers, variant};
use super::{Endpoints, ident};
use crate::emit::structs::field_names;
use crate::model::shape::{Kind, Presence, Shape};
use crate::openapi::pointer::Pointer;
use crate::openapi::{Content, Location};

/// What does not fit: the place, the message and the help.
pub(super) struct Misfit<'p> {
    pub(super) place: &'p (Location, usize),
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// A value that is reached from a page.
#[derive(Clone)]
pub(super) struct Reached {
    /// A place, or an `Option`: of a reference or of a value.
    pub(super) code: TokenStream,
    pub(super) is_option: bool,
    pub(super) shape: Shape,
}

/// How a value is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Value,
    Reference,
}

impl Endpoints<'_> {
    /// Returns the JSON bodies among the successful responses. `page` is the response.
    pub(super) fn starts(&self, answers: &Answers<'_>, response: &TokenStream) -> Vec<Reached> {
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
        Some(Reached {
            is_option: code.is_some(),
            code: code.unwrap_or_else(|| quote!(page)),
            shape: self.shape_of(schema).clone(),
        })
    }

    /// Follows a JSON Pointer from a value.
    pub(super) fn reach<'p>(&self, start: Reached, pointer: &'p Pointer, by: By) -> Result<Reached, Misfit<'p>> {
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
    pub(super) fn bare(&self, reached: Reached, by: By) -> Reached {
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

    /// Returns the expression for a value of a page as text.
    pub(super) fn value_at<'p>(&self, start: Reached, pointer: &'p Pointer) -> Result<TokenStream, Misfit<'p>> {
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

    /// Returns what a shape is called in a message.
    pub(super) fn words(&self, shape: &Shape) -> String {
        format!("`{}`", self.scope.text(shape))
    }
}

pub(super) fn misfit(pointer: &Pointer, message: String) -> Misfit<'_> {
    Misfit {
        place: &pointer.location,
        message,
        help: "write a JSON Pointer into the successful response, such as \"/data/items\"",
    }
}
