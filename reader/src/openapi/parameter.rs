//! A parameter: its location and its serialization.

use typewright_core::Json;
use typewright_core::endpoint::ParameterStyle;
use typewright_core::endpoint::media_type::is_token;

use super::kind::Kind;
use super::references::Target;
use super::{Form, Location, Parameter, ParameterIn, Reader};
use crate::input::document::{Node, step};

/// Headers that are described elsewhere in the document (OpenAPI 3.1, 4.8.12.1).
const DESCRIBED_ELSEWHERE: [&str; 2] = ["accept", "content-type"];

/// Headers of the connection or the message, which are set by the HTTP client.
const OF_THE_CLIENT: [&str; 4] = ["connection", "content-length", "host", "transfer-encoding"];

/// Whether a header cannot hold an API key, because it is set elsewhere or its name is invalid.
pub(super) fn is_sent_by_others(name: &str) -> bool {
    let header = name.to_ascii_lowercase();
    !is_token(name) || OF_THE_CLIENT.contains(&&*header) || ["accept", "content-type"].contains(&&*header)
}

impl<'a> Reader<'a> {
    /// Reads a parameter. `listed` is its entry in the list of parameters.
    pub(super) fn parameter(&mut self, target: &Target<'a>, listed: (usize, Location)) -> Option<Parameter> {
        let (node, pointer) = (target.node, &*target.location.pointer);
        if !self.is(node, "an object", pointer) {
            return None;
        }
        self.expect_fields(node, pointer, Kind::Parameter);
        self.ignore_extensions(node, pointer);
        let name = self.text(node, "name", pointer);
        if name.is_empty() {
            self.error(
                node.at,
                pointer,
                "this parameter has no `name`".to_owned(),
                "give it the name that requests write",
            );
            return None;
        }
        let required = self.flag(node, "required", pointer).unwrap_or_default();
        let place = self.place_of(&name, required, node, pointer)?;
        let is_required = place == ParameterIn::Path || required;
        let (schema, form) = self.form(&name, (place, is_required), node, pointer)?;
        let schema = self.location(&schema);
        self.schemas.push((schema.clone(), None));
        self.omit_examples(node, &["examples"], pointer);
        for media in self.object(node, "content", pointer) {
            let pointer = step(&step(pointer, "content"), &media.name);
            self.omit_examples(&media.value, &["example", "examples"], &pointer);
        }
        let example = node.get("example").map(|example| match example.as_str() {
            Some(text) => text.to_owned(),
            None => example.to_json(),
        });
        let list = node.get("example").filter(|example| example.kind() == "an array");
        let example_list = list.and_then(|list| Json::parse(&list.to_json()).ok());
        Some(Parameter {
            display_name: self.optional_text(node, "x-display-name", pointer),
            description: match &target.description {
                Some(description) => description.clone(),
                None => self.text(node, "description", pointer),
            },
            deprecated: self.flag(node, "deprecated", pointer).unwrap_or_default(),
            required: is_required,
            place,
            example,
            example_list,
            schema,
            form,
            style_at: node.get("style").map(|style| style.at),
            at: node.at,
            location: target.location.clone(),
            listed_at: listed.0,
            listed: listed.1,
            name,
        })
    }

    /// Returns the location of a parameter; `None` if the parameter is not sent. Reports the reason if it is relevant.
    fn place_of(&mut self, name: &str, required: bool, node: &Node, pointer: &str) -> Option<ParameterIn> {
        let header = name.to_ascii_lowercase();
        let place = match self.text(node, "in", pointer).as_str() {
            "path" => ParameterIn::Path,
            "query" => ParameterIn::Query,
            "header" if header == "authorization" => {
                self.ignore(
                    node.at,
                    pointer,
                    "parameters for the header `Authorization`",
                    "describe the credentials with `securitySchemes` and `security`",
                );
                return None;
            }
            "header" if DESCRIBED_ELSEWHERE.contains(&header.as_str()) => {
                self.ignore(
                    node.at,
                    pointer,
                    "parameters for the headers `Accept` and `Content-Type`",
                    "nothing needs to be done: they are sent as the media types of the bodies say",
                );
                return None;
            }
            "header" if OF_THE_CLIENT.contains(&header.as_str()) => {
                self.not_sent(
                    node,
                    pointer,
                    required,
                    format!("the HTTP client sets the header {name:?} itself"),
                );
                return None;
            }
            "header" if !is_token(name) => {
                self.error(
                    node.at,
                    pointer,
                    format!("invalid header name {name:?}"),
                    "use letters, digits and dashes (RFC 9110, 5.1)",
                );
                return None;
            }
            "header" => ParameterIn::Header,
            "cookie" if !is_token(name) => {
                self.error(
                    node.at,
                    pointer,
                    format!("invalid cookie name {name:?}"),
                    "use letters, digits and dashes (RFC 6265, 4.1.1)",
                );
                return None;
            }
            "cookie" => ParameterIn::Cookie,
            other => {
                self.error(
                    node.at,
                    pointer,
                    format!("parameter {name:?}: invalid `in` {other:?} (expected path, query, header or cookie)"),
                    "write \"path\", \"query\", \"header\" or \"cookie\"",
                );
                return None;
            }
        };
        Some(place)
    }

    /// Reports that a parameter cannot be sent. This is an error if the parameter is required.
    fn not_sent(&mut self, node: &Node, pointer: &str, required: bool, what: String) {
        let help = "remove it here, and add it in your own HTTP client if you need it";
        if required {
            self.error(node.at, pointer, what, help);
        } else {
            self.warning(node.at, pointer, format!("{what}: the bindings do not send it"), help);
        }
    }

    /// Returns the location of a parameter's schema, and its serialization: `schema` with `style`, or `content`.
    fn form(
        &mut self,
        name: &str,
        (place, is_required): (ParameterIn, bool),
        node: &Node,
        pointer: &str,
    ) -> Option<(String, Form)> {
        if let Some(content) = node.get("content") {
            let pointer = step(pointer, "content");
            let Some((media, pointer)) = super::content::json(content, &pointer) else {
                self.unsupported(
                    (content.at, &pointer),
                    is_required,
                    format!("parameter {name:?}: its media type is not supported"),
                    "describe it as \"application/json\", or with a `schema`",
                );
                return None;
            };
            let Some(_) = media.get("schema") else {
                self.no_schema(name, media, &pointer);
                return None;
            };
            return Some((step(&pointer, "schema"), Form::Json));
        }
        let Some(_) = node.get("schema") else {
            self.no_schema(name, node, pointer);
            return None;
        };
        if self.is_in_brackets(name, place, node, pointer) {
            for (flag, what, help) in [
                (
                    "allowReserved",
                    "`allowReserved` flags of parameters in brackets",
                    "reserved characters are percent-encoded, which a server decodes",
                ),
                (
                    "allowEmptyValue",
                    "`allowEmptyValue` flags of parameters in brackets",
                    "remove them: an object has no empty value",
                ),
            ] {
                if self.flag(node, flag, pointer) == Some(true) {
                    self.ignore(node.at, &step(pointer, flag), what, help);
                }
            }
            return Some((step(pointer, "schema"), Form::Brackets));
        }
        let form = self.style(name, (place, is_required), node, pointer)?;
        Some((step(pointer, "schema"), form))
    }

    /// Whether a parameter is written with the path to each value in brackets: `deepObject`, or the extension
    /// `"x-style": "brackets"`.
    fn is_in_brackets(&mut self, name: &str, place: ParameterIn, node: &Node, pointer: &str) -> bool {
        let extension = self.optional_text(node, "x-style", pointer);
        let in_query = place == ParameterIn::Query;
        match extension.as_deref() {
            Some("brackets") if in_query => return true,
            Some(other) => {
                self.error(
                    node.get("x-style").map_or(node.at, |style| style.at),
                    &step(pointer, "x-style"),
                    format!("parameter {name:?}: invalid `x-style` {other:?}"),
                    "the only value is \"brackets\", for parameters in \"query\"",
                );
            }
            None => {}
        }
        let style = node.get("style").and_then(Node::as_str);
        in_query && style == Some("deepObject")
    }

    /// Reports that a parameter is not supported. An optional one is left out.
    pub(super) fn unsupported(&mut self, (at, pointer): (usize, &str), required: bool, what: String, help: &str) {
        if required {
            self.error(at, pointer, what, help);
        } else {
            self.warning(at, pointer, format!("{what}: the parameter is left out"), help);
        }
    }

    /// Returns the serialization of values. `style` and `explode` have a different meaning in a query than elsewhere.
    fn style(
        &mut self,
        name: &str,
        (place, is_required): (ParameterIn, bool),
        node: &Node,
        pointer: &str,
    ) -> Option<Form> {
        let explode = self.flag(node, "explode", pointer);
        let style = self.optional_text(node, "style", pointer);
        let known = match (place, style.as_deref()) {
            (ParameterIn::Path | ParameterIn::Header, None | Some("simple")) => Some(ParameterStyle::Simple),
            (ParameterIn::Path, Some("label")) => Some(ParameterStyle::Label),
            (ParameterIn::Path, Some("matrix")) => Some(ParameterStyle::Matrix),
            (ParameterIn::Query | ParameterIn::Cookie, None | Some("form")) => Some(ParameterStyle::Form),
            (ParameterIn::Query, Some("spaceDelimited")) => Some(ParameterStyle::SpaceDelimited),
            (ParameterIn::Query, Some("pipeDelimited")) => Some(ParameterStyle::PipeDelimited),
            (_, Some(_)) => None,
        };
        let at = node.get("style").map_or(node.at, |style| style.at);
        let style = style.unwrap_or_default();
        match known {
            None => {
                self.unsupported(
                    (at, &step(pointer, "style")),
                    is_required,
                    format!("parameter {name:?}: OpenAPI has no style {style:?} in \"{}\"", place.as_str()),
                    "remove it to use the default style, or describe the parameter with `content` as \"application/json\"",
                );
            }
            Some(ParameterStyle::SpaceDelimited | ParameterStyle::PipeDelimited) if explode == Some(true) => {
                self.error(
                    at,
                    &step(pointer, "style"),
                    format!("parameter {name:?}: the style {style:?} contradicts \"explode\": true"),
                    "remove `explode` to send one string with separators, or the style to repeat the name for each item",
                );
            }
            Some(_) => {}
        }
        let style = match known {
            // The parameter is kept, because a missing path parameter would cause a second error.
            None if place == ParameterIn::Path => ParameterStyle::Simple,
            known => known?,
        };
        Some(Form::Text {
            style,
            explode: explode.unwrap_or(style == ParameterStyle::Form),
            allow_reserved: self.query_flag("allowReserved", place, node, pointer),
            allow_empty: self.query_flag("allowEmptyValue", place, node, pointer),
        })
    }

    /// Returns whether a flag is set that only has a meaning for parameters of the query.
    fn query_flag(&mut self, flag: &'static str, place: ParameterIn, node: &Node, pointer: &str) -> bool {
        let is_set = self.flag(node, flag, pointer) == Some(true);
        if is_set && place != ParameterIn::Query {
            self.ignore(
                node.at,
                &step(pointer, flag),
                match flag {
                    "allowReserved" => "`allowReserved` flags outside of the query",
                    _ => "`allowEmptyValue` flags outside of the query",
                },
                "remove them: OpenAPI gives them a meaning only for parameters in \"query\"",
            );
        }
        is_set && place == ParameterIn::Query
    }

    fn no_schema(&mut self, name: &str, node: &Node, pointer: &str) {
        self.error(
            node.at,
            pointer,
            format!("parameter {name:?} has no `schema`"),
            "add a `schema` that describes its values",
        );
    }
}
