//! Emits the clients, with a method for each action: `generated/endpoints/client.rs` and
//! `generated/endpoints/blocking.rs`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::docs;
use crate::emit::endpoints::{Action, Resource};
use crate::model::identifier::{distinct, pascal, snake};

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

    /// Emits a function of the client, `async` if the client is.
    fn function(self, signature: &TokenStream, call: &TokenStream) -> TokenStream {
        match self {
            Self::Async => quote!(pub async fn #signature { #call.await }),
            Self::Blocking => quote!(pub fn #signature { #call }),
        }
    }

    /// Emits the items of the client's module.
    pub fn items(self, resources: &[Resource]) -> TokenStream {
        let modules: Vec<&str> = resources.iter().map(|resource| resource.module.as_str()).collect();
        let handles = distinct(&modules, pascal, &NAMES);
        let call = match self {
            Self::Async => quote!(
                pub use ::typewright_runtime::client::Call;
            ),
            Self::Blocking => quote!(
                pub use ::typewright_runtime::client::blocking::Call;
            ),
        };
        let client = self.client(resources, &handles);
        let handles = resources.iter().zip(&handles);
        let handles = handles.map(|(resource, handle)| self.handle(resource, handle));
        quote!(#call #client #(#handles)*)
    }

    /// Emits the struct `Client` and its methods.
    fn client(self, resources: &[Resource], handles: &[String]) -> TokenStream {
        let (inner, bound) = match self {
            Self::Async => (quote!(AsyncClient), quote!(Endpoint + Sync)),
            Self::Blocking => (quote!(BlockingClient), quote!(Endpoint)),
        };
        let send = self.function(
            &quote!(send<E: #bound>(&self, request: &E) -> Result<E::Response, CallError<E::Error>>),
            &quote!(self.inner.send(request)),
        );
        let send_response = self.function(
            &quote!(send_response<E: #bound>(&self, request: &E) -> Result<Response<E::Response>, CallError<E::Error>>),
            &quote!(self.inner.send_response(request)),
        );
        let accessors = resources.iter().zip(handles).map(|(resource, handle)| {
            let (method, handle) = (ident(&method(&resource.module)), ident(handle));
            let docs = docs::attributes(&[format!("Returns the actions of [`{handle}`].")]);
            let shared = shared(&resource.actions);
            let names: Vec<Ident> = shared.iter().map(|(name, _)| ident(&part(name))).collect();
            let types = shared.iter().map(|(_, ty)| ty);
            quote! {
                #docs
                pub fn #method(&self, #(#names: impl Into<#types>),*) -> #handle<'_> {
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

    /// Emits the handle of a resource, with a method for each action.
    fn handle(self, resource: &Resource, handle: &str) -> TokenStream {
        let handle = ident(handle);
        let shared = shared(&resource.actions);
        let fields = shared.iter().map(|(name, ty)| {
            let name = ident(&part(name));
            quote!(#name: #ty)
        });
        let names: Vec<&str> = resource.actions.iter().map(|action| action.name.as_str()).collect();
        let mut methods = distinct(&names, snake, &[]);
        let actions: Vec<TokenStream> = (0..resource.actions.len())
            .map(|index| self.action(resource, index, &mut methods))
            .collect();
        let docs = docs::attributes(&resource.about);
        quote! {
            #docs
            #[derive(Debug, Clone)]
            pub struct #handle<'c> {
                client: &'c Client,
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
    fn action(self, resource: &Resource, index: usize, methods: &mut Vec<String>) -> TokenStream {
        let (action, name) = (&resource.actions[index], methods[index].clone());
        let shared = shared(&resource.actions);
        let own = action.needs.get(shared.len()..).unwrap_or_default();
        let names: Vec<Ident> = own.iter().map(|(name, _)| ident(name)).collect();
        let types = own.iter().map(|(_, ty)| ty);
        let kept = shared.iter().map(|(name, _)| ident(&part(name)));
        let (module, request) = (ident(&resource.module), ident(&action.name));
        let request = quote!(super::#module::#request);
        let arguments = quote!(&self #(, #names: impl Into<#types>)*);
        let (response, error) = (&action.response, &action.error);
        let mut prepare = format!("{name}_call");
        while methods.contains(&prepare) {
            prepare.push('_');
        }
        methods.push(prepare.clone());
        let about = docs::attributes(&[docs::wrap(&format!(
            "Prepares [`{name}`](Self::{name}): the call takes the optional parts of the request, and returns the status and \
             the headers of the response as well."
        ))]);
        let (first, prepare) = (ident(&name), ident(&prepare));
        let send = self.function(
            &quote!(#first(#arguments) -> Result<#response, CallError<#error>>),
            &quote!(self.#prepare(#(#names),*).send()),
        );
        let docs = docs::attributes(&action.docs);
        let deprecated = &action.deprecated;
        quote! {
            #docs
            #deprecated
            #send

            #about
            #deprecated
            pub fn #prepare(#arguments) -> Call<'c, #request> {
                Call::new(&self.client.inner, #request::new(#(self.#kept.clone(),)* #(#names),*))
            }
        }
    }
}

/// Names used by the code of a client. A handle must not have one of these names.
const NAMES: [&str; 25] = [
    "AsyncClient",
    "BlockingClient",
    "Box",
    "BuildError",
    "Call",
    "CallError",
    "Client",
    "ClientBuilder",
    "Clone",
    "Debug",
    "Endpoint",
    "HttpOptions",
    "Into",
    "InvalidToken",
    "Option",
    "Response",
    "Result",
    "Self",
    "Settings",
    "String",
    "Token",
    "Transport",
    "TransportBuildError",
    "TryInto",
    "Vec",
];

/// Returns the field name for a parameter of a handle. It differs from the name of the field that holds the client.
fn part(name: &str) -> String {
    match name {
        "client" => "client_".to_owned(),
        _ => name.to_owned(),
    }
}

/// Returns the method name for a resource. It differs from the names of the methods that every client has.
fn method(module: &str) -> String {
    match module {
        "builder" | "clone" | "new" | "send" | "send_response" => format!("{module}_"),
        _ => module.to_owned(),
    }
}

/// Returns the leading parameters that all actions share. They are parameters of the resource.
fn shared(actions: &[Action]) -> &[(String, TokenStream)] {
    let Some((first, rest)) = actions.split_first() else {
        return &[];
    };
    let text = |action: &Action, at: usize| action.needs.get(at).map(|(name, ty)| (name.clone(), ty.to_string()));
    let same = |at: usize| {
        let need = text(first, at);
        rest.iter()
            .all(|action| at < action.parameters && text(action, at) == need)
    };
    let length = (0..first.parameters).take_while(|at| same(*at)).count();
    first.needs.get(..length).unwrap_or_default()
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
