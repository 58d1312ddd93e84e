//! A request that is sent.

use std::borrow::Cow;

use super::contents::Contents;
use super::directed::directed_text;
use super::form::form_text;
use super::multipart::{MultipartBody, upload_of};
use super::parameter::Text;
use super::path::{path_segment, push_query};
use super::{JsonTextError, Metadata, Parameter, ParameterPlace, RequestCheck, Upload, contents, text_form};
use crate::direction::Direction;
use crate::exact::FastCheck;
use crate::json::{Json, to_json};
use crate::schema::Schema;
use crate::violation::Violations;
use crate::wire::{Wire, Written};

/// Takes the parts of a request from [`Endpoint::write`](super::Endpoint::write), and checks them or serializes some of
/// them, as the descriptors of the action say.
#[derive(Debug)]
pub struct Outgoing {
    parameters: &'static [Parameter],
    metadata: Option<&'static Metadata>,
    wanted: Wanted,
    check: RequestCheck,
    /// The values in those segments of the path that have several parts.
    segments: Vec<(&'static str, String)>,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) cookies: Vec<(Cow<'static, str>, String)>,
    pub(super) json: Result<Option<String>, JsonTextError>,
    pub(super) raw: Result<Option<Upload>, JsonTextError>,
    pub(super) accept: Option<&'static str>,
}

/// What is made of the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Check,
    Path,
    Query,
    Headers,
    Cookies,
    Json,
    Raw,
    Accept,
}

impl Outgoing {
    /// Takes the parts of a request, which `write` passes on.
    #[inline]
    pub(super) fn of(metadata: &'static Metadata, wanted: Wanted, write: &dyn Fn(&mut Self)) -> Self {
        let mut request = Self::new(metadata.parameters, Some(metadata), wanted);
        match wanted {
            Wanted::Path => template(metadata).clone_into(&mut request.path),
            Wanted::Query => {
                let fixed = metadata.path.split_once('?').map_or("", |(_, query)| query);
                fixed.clone_into(&mut request.query);
            }
            _ => {}
        }
        write(&mut request);
        request
    }

    /// Takes parameters that belong to every action.
    #[inline]
    pub(super) fn of_globals(parameters: &'static [Parameter], wanted: Wanted, write: &dyn Fn(&mut Self)) -> Self {
        let mut request = Self::new(parameters, None, wanted);
        write(&mut request);
        request
    }

    #[inline]
    fn new(parameters: &'static [Parameter], metadata: Option<&'static Metadata>, wanted: Wanted) -> Self {
        Self {
            parameters,
            metadata,
            wanted,
            check: RequestCheck::new(direction(metadata)),
            segments: Vec::new(),
            path: String::new(),
            query: String::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            json: Ok(None),
            raw: Ok(None),
            accept: None,
        }
    }

    /// Returns the result of all checks.
    #[inline]
    pub(super) fn checked(mut self) -> Result<(), Violations> {
        if let Some(metadata) = self.metadata {
            for segment in composite(metadata) {
                let names = segment.split('{').skip(1).filter_map(|rest| rest.split('}').next());
                let values = names.filter_map(|name| self.segments.iter().find(|(own, _)| *own == name).cloned());
                self.check.segment(metadata, segment, &values.collect::<Vec<_>>());
            }
        }
        self.check.finish()
    }
}

/// Parameters. One that has no descriptor is a string, and may have any value.
impl Outgoing {
    /// Takes a parameter of the path.
    #[inline]
    pub fn path<T: FastCheck>(&mut self, name: &'static str, value: &T) {
        self.parameter(ParameterPlace::Path, name, value);
    }

    /// Takes a parameter of the query.
    #[inline]
    pub fn query<T: FastCheck>(&mut self, name: &'static str, value: &T) {
        self.parameter(ParameterPlace::Query, name, value);
    }

    /// Takes a parameter of the query, if it is set.
    #[inline]
    pub fn optional_query<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.query(name, value);
        }
    }

    /// Takes a header.
    #[inline]
    pub fn header<T: FastCheck>(&mut self, name: &'static str, value: &T) {
        self.parameter(ParameterPlace::Header, name, value);
    }

    /// Takes a header, if it is set.
    #[inline]
    pub fn optional_header<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.header(name, value);
        }
    }

    /// Takes a cookie.
    #[inline]
    pub fn cookie<T: FastCheck>(&mut self, name: &'static str, value: &T) {
        self.parameter(ParameterPlace::Cookie, name, value);
    }

    /// Takes a cookie, if it is set.
    #[inline]
    pub fn optional_cookie<T: FastCheck>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.cookie(name, value);
        }
    }

    #[inline]
    fn parameter<T: FastCheck>(&mut self, place: ParameterPlace, name: &'static str, value: &T) {
        let parameter = described(self.parameters, place, name);
        let is_wanted = match self.wanted {
            Wanted::Check => {
                self.check.parameter(&parameter, value);
                place == ParameterPlace::Path && self.metadata.is_some_and(|metadata| is_composite(metadata, name))
            }
            Wanted::Path => place == ParameterPlace::Path,
            Wanted::Query => place == ParameterPlace::Query,
            Wanted::Headers => place == ParameterPlace::Header,
            Wanted::Cookies => place == ParameterPlace::Cookie,
            Wanted::Json | Wanted::Raw | Wanted::Accept => false,
        };
        if is_wanted && let Ok(json) = to_json(&Written(value)) {
            // A value without a string form was rejected before.
            let _ = self.add(&parameter, &json);
        }
    }

    /// Serializes a parameter. Returns `None` if it has no string form.
    #[inline]
    fn add(&mut self, parameter: &Parameter, json: &Json) -> Option<()> {
        let (name, text) = (parameter.name, parameter.text);
        match parameter.place {
            ParameterPlace::Path => {
                let value = segment(parameter, json)?;
                if self.wanted == Wanted::Check {
                    self.segments.push((name, value));
                } else {
                    self.path = self.path.replace(&format!("{{{name}}}"), &value);
                }
            }
            ParameterPlace::Query => match text {
                Text::Form(form) => text_form::push(&mut self.query, name, json, form)?,
                Text::String | Text::Literal => push_query(&mut self.query, name, text_form::text(json)?),
                Text::Json => push_query(&mut self.query, name, json.to_string()),
            },
            ParameterPlace::Header => {
                let header = match text {
                    Text::Form(form) => text_form::in_header(json, form)?,
                    Text::String | Text::Literal => text_form::text(json)?,
                    Text::Json => ascii(json),
                };
                self.headers.push((name, header));
            }
            ParameterPlace::Cookie => {
                let cookie = match text {
                    Text::Form(form) => return text_form::add_cookies(&mut self.cookies, name, json, form),
                    Text::String | Text::Literal => text_form::text(json)?,
                    Text::Json => json.to_string(),
                };
                self.cookies.push((name.into(), text_form::cookie_text(cookie)));
            }
        }
        Some(())
    }
}

/// Bodies.
impl Outgoing {
    /// Takes a JSON body.
    #[inline]
    pub fn body<T: FastCheck>(&mut self, body: &T) {
        let (schema, is_directed) = self.body_table();
        let direction = direction(self.metadata);
        match self.wanted {
            Wanted::Check => self.check.part("/body", body, schema),
            Wanted::Json if is_directed => self.json = directed_text(direction, body, schema).map(Some),
            Wanted::Json => self.json = serde_json::to_string(&Written(body)).map(Some),
            _ => {}
        }
    }

    /// Takes a JSON body, if it is set.
    #[inline]
    pub fn optional_body<T: FastCheck>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.body(body);
        }
    }

    /// Takes a form.
    #[inline]
    pub fn form<T: Wire>(&mut self, body: &T) {
        let (schema, _) = self.body_table();
        let Some(metadata) = self.metadata else { return };
        match self.wanted {
            Wanted::Check => self.check.form(body, metadata, schema),
            Wanted::Raw => self.raw = form_text(body, metadata, schema).map(|form| Some(form.into())),
            _ => {}
        }
    }

    /// Takes a form, if it is set.
    #[inline]
    pub fn optional_form<T: Wire>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.form(body);
        }
    }

    /// Takes a multipart body.
    #[inline]
    pub fn multipart<T: MultipartBody>(&mut self, body: &T) {
        let Some(metadata) = self.metadata else { return };
        match self.wanted {
            Wanted::Check => self.check.multipart(body, metadata),
            Wanted::Raw => self.raw = upload_of(body, metadata).map(Some),
            _ => {}
        }
    }

    /// Takes a multipart body, if it is set.
    #[inline]
    pub fn optional_multipart<T: MultipartBody>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.multipart(body);
        }
    }

    /// Takes a body with several documented media types.
    #[inline]
    pub fn contents<T: Contents>(&mut self, body: &T) {
        let Some(metadata) = self.metadata else { return };
        match self.wanted {
            Wanted::Check => self.check.contents(body, metadata),
            Wanted::Raw => self.raw = body.encode(metadata).map(Some),
            _ => {}
        }
    }

    /// Takes a body with several documented media types, if it is set.
    #[inline]
    pub fn optional_contents<T: Contents>(&mut self, body: &Option<T>) {
        if let Some(body) = body {
            self.contents(body);
        }
    }

    /// Takes a text.
    #[inline]
    pub fn text(&mut self, body: &String) {
        let (schema, _) = self.body_table();
        let documented = self.metadata.and_then(|metadata| metadata.request_body);
        match self.wanted {
            Wanted::Check => self.check.part("/body", body, schema),
            Wanted::Raw => {
                let media_type = documented.map_or("text/plain", |body| body.media_type);
                self.raw = Ok(Some(contents::text::body(body, media_type).into()));
            }
            _ => {}
        }
    }

    /// Takes a text, if it is set.
    #[inline]
    pub fn optional_text(&mut self, body: &Option<String>) {
        if let Some(body) = body {
            self.text(body);
        }
    }

    /// Takes a body that is neither JSON nor a form nor a text.
    #[inline]
    pub fn raw_body(&mut self, body: &Upload) {
        let documented = self.metadata.and_then(|metadata| metadata.request_body);
        match self.wanted {
            Wanted::Check => self
                .check
                .raw_body(body, documented.map_or("*/*", |body| body.media_type)),
            Wanted::Raw => self.raw = Ok(Some(body.clone())),
            _ => {}
        }
    }

    /// Like [`raw_body`](Self::raw_body), if it is set.
    #[inline]
    pub fn optional_raw_body(&mut self, body: &Option<Upload>) {
        if let Some(body) = body {
            self.raw_body(body);
        }
    }

    /// Takes the media type that the response should have.
    #[inline]
    pub fn accept(&mut self, chosen: Option<&'static str>) {
        let Some(metadata) = self.metadata else { return };
        match self.wanted {
            Wanted::Check => self.check.accept(chosen, metadata),
            Wanted::Accept => self.accept = chosen,
            _ => {}
        }
    }

    /// The table of the body, and whether it has properties that are not sent.
    #[inline]
    fn body_table(&self) -> (&'static Schema, bool) {
        let documented = self.metadata.and_then(|metadata| metadata.request_body);
        documented.map_or((Schema::ANY, false), |body| (body.table.0, body.is_directed))
    }
}

/// The direction in which the parts of a request travel. Parameters that belong to every action are sent to the API.
#[inline]
fn direction(metadata: Option<&Metadata>) -> Direction {
    metadata.map_or(Direction::Request, Metadata::direction)
}

/// The percent-encoded value of a parameter in the path.
#[inline]
fn segment(parameter: &Parameter, json: &Json) -> Option<String> {
    Some(match parameter.text {
        Text::Form(form) => text_form::in_path(parameter.name, json, form)?,
        Text::String | Text::Literal => path_segment(text_form::text(json)?),
        Text::Json => path_segment(json.to_string()),
    })
}

/// JSON as a header, which has only printable ASCII: other characters are escaped.
#[inline]
fn ascii(json: &Json) -> String {
    let json = json.to_string();
    if json.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return json;
    }
    let escaped = json.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte @ b' '..=b'~') => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    });
    escaped.collect()
}

/// The descriptor of a parameter.
#[inline]
pub(super) fn described(parameters: &[Parameter], place: ParameterPlace, name: &'static str) -> Parameter {
    let mut own = parameters.iter().filter(|parameter| parameter.place == place);
    let found = own.find(|parameter| parameter.name == name).copied();
    found.unwrap_or(Parameter::new(place, name, Schema::ANY))
}

/// The template of the path, without its query.
#[inline]
fn template(metadata: &Metadata) -> &'static str {
    metadata.path.split('?').next().unwrap_or_default()
}

/// The segments of the path that hold a parameter and more, such as `{name}.{ext}`.
#[inline]
fn composite(metadata: &Metadata) -> impl Iterator<Item = &'static str> + use<> {
    template(metadata).split('/').filter(|segment| {
        let is_one = segment.starts_with('{') && segment.find('}').is_some_and(|end| end + 1 == segment.len());
        segment.contains('{') && !is_one
    })
}

/// Whether a parameter is in one of these segments.
#[inline]
fn is_composite(metadata: &Metadata, name: &str) -> bool {
    composite(metadata).any(|segment| segment.contains(&format!("{{{name}}}")))
}
