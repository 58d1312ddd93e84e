//! Emits the clients: `generated/endpoints/client.rs` and `generated/endpoints/blocking.rs`, with a file for each resource,
//! whose handle has a method for each action.

use std::fmt::Write;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::declaration::declaration;
use crate::emit::docs;
use crate::emit::endpoints::security::Security;
use crate::emit::endpoints::{Handle, Resource};
use crate::model::identifier::{distinct, snake};

/// The kinds of clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// The async client.
    Async,
    /// The blocking client.
    Blocking,
}

impl Client {
    /// Both kinds.
    pub const BOTH: [Self; 2] = [Self::Async, Self::Blocking];

    /// Returns the name of the client's module.
    pub fn module(self) -> &'static str {
        match self {
            Self::Async => "client",
            Self::Blocking => "blocking",
        }
    }

    /// Returns the name of the macro that compiles the module only if the runtime provides the client.
    pub fn condition(self) -> &'static str {
        match self {
            Self::Async => "if_client",
            Self::Blocking => "if_blocking",
        }
    }

    /// Returns the documentation of the client's module.
    pub fn docs(self) -> String {
        docs::wrap(match self {
            Self::Async => "The async client of the API. It runs on tokio.",
            Self::Blocking => {
                "The blocking client of the API. Inside of an async runtime it blocks the thread, and `reqwest` panics: call \
                 it in `tokio::task::spawn_blocking` there."
            }
        })
    }

    /// Returns the documentation of the module of a resource.
    pub fn handle_docs(self, module: &str) -> String {
        let kind = match self {
            Self::Async => "async",
            Self::Blocking => "blocking",
        };
        docs::wrap(&format!(
            "The {kind} methods for the actions of {}.",
            docs::code(module)
        ))
    }

    /// Emits a function of the client, `async` if the client is.
    fn function(self, signature: &TokenStream, call: &TokenStream) -> TokenStream {
        match self {
            Self::Async => quote!(pub async fn #signature { #call.await }),
            Self::Blocking => quote!(pub fn #signature { #call }),
        }
    }

    /// Returns the path of the type of a stream of events.
    fn events(self) -> TokenStream {
        match self {
            Self::Async => quote!(::typewright_runtime::client::Events),
            Self::Blocking => quote!(::typewright_runtime::client::blocking::Events),
        }
    }

    /// Emits the modules of the resources, and the re-exports of their items.
    pub fn modules(self, resources: &[Resource]) -> String {
        let mut text = String::new();
        let with_handles = with_handles(resources);
        for (resource, module) in &with_handles {
            let folder = format!("{}/", self.module());
            text.push_str(&declaration(&resource.condition, "", &folder, module));
        }
        text.push_str(match self {
            Self::Async => "\npub use ::typewright_runtime::client::Call;\n",
            Self::Blocking => "\npub use ::typewright_runtime::client::blocking::Call;\n",
        });
        for (resource, module) in with_handles {
            for Handle { name, .. } in &resource.handles {
                let condition = resource.condition.line("");
                let _ = writeln!(text, "{condition}pub use self::{module}::{name};");
            }
        }
        text
    }

    /// Emits the struct `Client` and its methods.
    pub fn client(self, resources: &[Resource], security: &Security<'_>) -> TokenStream {
        let schemes = if security.is_empty() {
            quote!(&[])
        } else {
            quote!(super::Security::ALL)
        };
        let (inner, bound) = match self {
            Self::Async => (quote!(AsyncClient), quote!(Endpoint + Sync)),
            Self::Blocking => (quote!(BlockingClient), quote!(Endpoint)),
        };
        let defaults = resources.iter().filter_map(|resource| resource.defaults.as_ref());
        let send = self.function(
            &quote!(send<E: #bound>(&self, request: &E) -> Result<E::Response, CallError<E::Error>>),
            &quote!(self.inner.send(request)),
        );
        let send_response = self.function(
            &quote!(send_response<E: #bound>(&self, request: &E) -> Result<Response<E::Response>, CallError<E::Error>>),
            &quote!(self.inner.send_response(request)),
        );
        let handles = resources.iter().flat_map(|resource| {
            let handles = resource.handles.iter();
            handles.map(|handle| (resource.condition.attribute(), handle))
        });
        let accessors = handles.map(|(condition, handle)| {
            let Handle {
                accessor, name, shared, ..
            } = handle;
            let docs = docs::attributes(&[format!("Returns the actions of [`{name}`].")]);
            let (accessor, handle) = (ident(accessor), ident(name));
            let names: Vec<Ident> = shared.iter().map(|(name, _)| ident(&part(name))).collect();
            let types = shared.iter().map(|(_, ty)| ty);
            quote! {
                #docs
                #condition
                pub fn #accessor(&self, #(#names: impl Into<#types>),*) -> #handle<'_> {
                    #handle { client: self, #(#names: #names.into()),* }
                }
            }
        });
        quote! {
            /// Sends requests and reads the responses. Cheap to clone; clones share their connections.
            #[derive(Debug, Clone)]
            pub struct Client {
                inner: #inner,
            }

            impl Client {
                /// Creates a client with an API access token and the default settings of [`builder`](Self::builder).
                ///
                /// # Errors
                ///
                /// If the token is invalid, or `reqwest` cannot set up TLS.
                pub fn new<T>(token: T) -> Result<Self, BuildError>
                where
                    T: TryInto<Token>,
                    T::Error: Into<InvalidToken>,
                {
                    Self::builder().token(token).build()
                }

                /// Creates a builder, which sets the base URL, timeouts, retries, limits and the `reqwest` client.
                #[must_use]
                pub fn builder() -> ClientBuilder<Self> {
                    ClientBuilder::new(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
                        .security_schemes(#schemes)
                        #(.default_parameters(#defaults))*
                }

                /// Sends a request and returns the body of the response.
                ///
                /// # Errors
                ///
                /// [`CallError`] if the request is invalid, the transport fails, or the response is an error.
                #send

                /// Sends a request and returns the response with its status and headers.
                ///
                /// # Errors
                ///
                /// The same as for [`send`](Self::send).
                #send_response

                #(#accessors)*
            }

            impl Transport for Client {
                type Http = <#inner as Transport>::Http;

                fn assemble(
                    http: Option<Self::Http>,
                    options: HttpOptions,
                    settings: Settings,
                ) -> Result<Self, TransportBuildError> {
                    let inner = Transport::assemble(http, options, settings)?;
                    Ok(Self { inner })
                }
            }
        }
    }

    /// Emits the handles of a resource, with a method for each action.
    pub fn handles(self, resource: &Resource) -> TokenStream {
        let names: Vec<&str> = resource.actions.iter().map(|action| action.name.as_str()).collect();
        let mut methods = distinct(&names, snake, &[]);
        let handles = resource.handles.iter();
        handles
            .map(|handle| self.handle(resource, handle, &mut methods))
            .collect()
    }

    fn handle(self, resource: &Resource, handle: &Handle, methods: &mut Vec<String>) -> TokenStream {
        let fields = handle.shared.iter().map(|(name, ty)| {
            let name = ident(&part(name));
            quote!(pub(super) #name: #ty)
        });
        let actions = handle.actions.iter();
        let actions: Vec<TokenStream> = actions
            .map(|index| self.action(resource, handle, *index, methods))
            .collect();
        let mut about = resource.about.clone();
        if !handle.lacks.is_empty() {
            let lacks: Vec<String> = handle.lacks.iter().map(|name| docs::code(name)).collect();
            about.push(format!("The actions that do not take {}.", lacks.join(", ")));
        }
        let docs = docs::attributes(&about);
        let handle = ident(&handle.name);
        quote! {
            #docs
            #[derive(Debug, Clone)]
            pub struct #handle<'c> {
                pub(super) client: &'c Client,
                #(#fields,)*
            }

            impl<'c> #handle<'c> {
                #(#actions)*
            }
        }
    }

    /// Emits the two methods of an action: one sends it, the other returns the call, for its optional parts and for the
    /// status and the headers of the response. The name of the first method is reserved by the caller; that of the second
    /// is made unique.
    fn action(self, resource: &Resource, handle: &Handle, index: usize, methods: &mut Vec<String>) -> TokenStream {
        let (action, name) = (&resource.actions[index], methods[index].clone());
        let shared = &handle.shared;
        let own = &action.needs[shared.len()..];
        let names: Vec<Ident> = own.iter().map(|(name, _)| ident(name)).collect();
        let types = own.iter().map(|(_, ty)| ty);
        let kept = shared.iter().map(|(name, _)| ident(&part(name)));
        let request = ident(&action.name);
        let request = quote!(request::#request);
        let arguments = quote!(&self #(, #names: impl Into<#types>)*);
        let (response, error) = (&action.response, &action.error);
        // `move_`, whose name would be a keyword, has `move_call`.
        let mut prepare = format!("{}_call", name.trim_end_matches('_'));
        while methods.contains(&prepare) {
            prepare.push('_');
        }
        methods.push(prepare.clone());
        let about = docs::attributes(&[docs::wrap(&format!(
            "Prepares [`{name}`](Self::{name}): the call takes the optional parts of the request, and returns the status and \
             the headers of the response as well.{}{}",
            if action.starts_job {
                " Its method `wait` waits for the end of the job that the action may start."
            } else {
                ""
            },
            if action.is_paged {
                " Its methods `items` and `pages` request one page after the other: the response is a page of a list."
            } else {
                ""
            }
        ))]);
        let (first, prepare) = (ident(&name), ident(&prepare));
        let deprecated = &action.deprecated;
        let events = action.events.as_ref().map(|events| {
            let (data, stream) = (&events.data, self.events());
            quote!(Result<#stream<#data>, CallError<#error>>)
        });
        let is_stream = action.events.as_ref().is_some_and(|events| events.is_only);
        let send = match &events {
            Some(events) if is_stream => self.function(
                &quote!(#first(#arguments) -> #events),
                &quote!(self.#prepare(#(#names),*).events()),
            ),
            _ => self.function(
                &quote!(#first(#arguments) -> Result<#response, CallError<#error>>),
                &quote!(self.#prepare(#(#names),*).send()),
            ),
        };
        let receive = events.filter(|_| !is_stream).map(|events| {
            let mut receive = format!("{name}_events");
            while methods.contains(&receive) {
                receive.push('_');
            }
            methods.push(receive.clone());
            let about = docs::attributes(&[docs::wrap(&format!(
                "Like [`{name}`](Self::{name}), but returns the response as a stream of events."
            ))]);
            let receive = ident(&receive);
            let receive = self.function(
                &quote!(#receive(#arguments) -> #events),
                &quote!(self.#prepare(#(#names),*).events()),
            );
            quote!(#about #deprecated #receive)
        });
        let docs = docs::attributes(&action.docs);
        quote! {
            #docs
            #deprecated
            #send

            #receive

            #about
            #deprecated
            pub fn #prepare(#arguments) -> Call<'c, #request> {
                Call::new(&self.client.inner, #request::new(#(self.#kept.clone(),)* #(#names),*))
            }
        }
    }
}

/// Returns the resources that have a module in each client, with its name. In a script without capital letters, a handle has the
/// name of a resource, and the client re-exports it beside the modules.
pub fn with_handles(resources: &[Resource]) -> Vec<(&Resource, String)> {
    let resources: Vec<&Resource> = resources
        .iter()
        .filter(|resource| !resource.handles.is_empty())
        .collect();
    let modules: Vec<&str> = resources.iter().map(|resource| resource.module.as_str()).collect();
    let handles = resources.iter().flat_map(|resource| &resource.handles);
    let handles: Vec<&str> = handles.map(|handle| handle.name.as_str()).collect();
    let names = distinct(&modules, snake, &handles);
    resources.into_iter().zip(names).collect()
}

/// Returns the field name for a parameter of a handle. It differs from the name of the field that holds the client.
fn part(name: &str) -> String {
    match name {
        "client" => "client_".to_owned(),
        _ => name.to_owned(),
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
