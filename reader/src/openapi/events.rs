//! Responses that are streams of events.

use typewright_core::endpoint::media_type::essence;

use super::kind::Kind;
use super::{Location, Reader};
use crate::input::document::{Node, step};

/// A response that is documented as `text/event-stream`.
#[derive(Debug, Clone)]
pub struct EventStream {
    /// Where the schema of the data of an event is, if there is one.
    pub schema: Option<Location>,
    /// The data that ends the stream: `done` of `x-event-stream`.
    pub done: Option<String>,
}

/// The extension of a media type that describes a stream of events.
const EXTENSION: &str = "x-event-stream";

/// Whether a media type is that of a stream of events.
pub(super) fn is_event_stream(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("text/event-stream")
}

impl<'a> Reader<'a> {
    /// Reads the stream of events among the media types of a response. An inline schema of its data becomes a type with a
    /// name from these words.
    pub(super) fn event_stream(&mut self, response: &'a Node, pointer: &str, words: &str) -> Option<EventStream> {
        let members = response.get("content")?.members();
        let member = members.iter().find(|member| is_event_stream(&member.name))?;
        let (media, pointer) = (&member.value, step(&step(pointer, "content"), &member.name));
        if !self.is(media, "an object", &pointer) {
            return None;
        }
        self.expect_fields(media, &pointer, Kind::MediaType);
        self.ignore_extensions_but(media, &pointer, &[EXTENSION]);
        let schema = media.get("schema").map(|schema| {
            let location = self.location(&step(&pointer, "schema"));
            let name = schema.get("$ref").is_none().then(|| format!("{words} event"));
            self.schemas.push((location.clone(), name));
            location
        });
        Some(EventStream {
            schema,
            done: self.done(media, &pointer),
        })
    }

    /// Reads the data that ends the stream.
    fn done(&mut self, media: &'a Node, pointer: &str) -> Option<String> {
        let extension = media.get(EXTENSION)?;
        let pointer = step(pointer, EXTENSION);
        if !self.is(extension, "an object", &pointer) {
            return None;
        }
        if let Some(other) = extension.members().iter().find(|member| member.name != "done") {
            self.error(
                other.at,
                &step(&pointer, &other.name),
                format!("unknown field {:?} of `{EXTENSION}`", other.name),
                "it has one field: `done`, the data that ends the stream, such as \"[DONE]\"",
            );
        }
        self.optional_text(extension, "done", &pointer)
    }
}
