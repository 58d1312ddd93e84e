//! Actions that respond with a stream of events.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use typewright_core::schema::STRING;

use super::Endpoints;
use crate::emit::docs;
use crate::model::shape::Shape;
use crate::openapi::{Content, EventStream, Operation};

/// The events of an action, as required by the clients.
#[derive(Debug)]
pub struct EventsOf {
    /// The type of the data of an event.
    pub data: TokenStream,
    /// Whether the response is always a stream of events, and not only if it is asked for.
    pub is_only: bool,
}

/// The decision in the names file on what the method of a client returns.
const KEY: &str = "method";
const ONLY: &str = "events";

impl Endpoints<'_> {
    /// Returns the events of an action, and the implementation of
    /// [`EventEndpoint`](typewright_core::endpoint::EventEndpoint).
    pub(super) fn events(&self, operation: &Operation, name: &Ident) -> Option<(EventsOf, TokenStream)> {
        let responses = self.answers(operation, true).typed;
        let (response, stream) = responses
            .into_iter()
            .find_map(|response| Some((response, response.events.as_ref()?)))?;
        let (data, read) = self.event_data(stream);
        let table = self.content_table(operation, "event", stream.schema.as_ref());
        let done = match &stream.done {
            Some(done) => quote!(Some(#done)),
            None => quote!(None),
        };
        let code = quote! {
            impl EventEndpoint for #name {
                type Event = #data;

                const EVENT: &'static Schema = #table;
                const DONE: Option<&'static str> = #done;

                fn event(data: &str) -> Result<#data, JsonTextError> {
                    #read
                }
            }
        };
        // A media type that is added later must not change the method of the client.
        let was_only = self.decided(operation, KEY) == Some(ONLY);
        let is_only = was_only || matches!(&response.content, Some(Content::Raw(raw)) if raw.media_types.len() == 1);
        if is_only {
            self.decide(operation, KEY, ONLY);
        }
        Some((EventsOf { data, is_only }, code))
    }

    /// Returns the type of the data of an event, and the expression that reads it.
    fn event_data(&self, stream: &EventStream) -> (TokenStream, TokenStream) {
        let text = (quote!(String), quote!(Ok(data.to_owned())));
        let Some(schema) = &stream.schema else {
            return text;
        };
        if *self.shape_of(schema) == Shape::String {
            return text;
        }
        let id = self.schema_id(schema);
        let is_text = self.set.keywords(self.set.deref(id)).types == Some(STRING);
        let read = if is_text {
            quote!(event_text(data))
        } else {
            quote!(event_json(data))
        };
        (self.schema_type(schema), read)
    }

    /// Returns the type of the events of a response for documentation.
    pub(super) fn event_link(&self, stream: &EventStream) -> String {
        let name = stream.schema.as_ref().and_then(|schema| self.named(schema));
        let data = match name {
            Some(name) => format!("[`{name}`]({})", self.scope.in_types(&name)),
            None => docs::code(&self.event_data(stream).0.to_string().replace(' ', "")),
        };
        format!("events with {data}")
    }
}
