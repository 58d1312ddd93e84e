//! The action as a `curl` command.

use typewright_core::Json;
use typewright_core::endpoint::{
    Method, PartForm, TextForm, cookie_text, header_value, path_segment, path_value, push_query, push_query_value,
};

use crate::openapi::{
    Content, Form, Multipart, Operation, Parameter, ParameterIn, Part, RequiredScheme, Requirement, Response, Sent,
};

/// Returns a shell command that sends the request with the documented example values and accepts the documented responses.
/// `constant` returns the only allowed value of a parameter. `globals` are the parameters of every action that clients
/// send, with their values.
pub(super) fn curl(
    operation: &Operation,
    responses: &[&Response],
    constant: &dyn Fn(&Parameter) -> Option<String>,
    globals: &[(&Parameter, String)],
) -> String {
    let value = |parameter: &Parameter| {
        let example = parameter.example.clone().or_else(|| constant(parameter));
        example.unwrap_or_else(|| parameter.name.clone())
    };
    let mut url = format!("{}{}", operation.server, operation.path);
    for parameter in of_place(operation, ParameterIn::Path) {
        let shown = parameter.display_name.as_ref().unwrap_or(&parameter.name);
        let value = match list(parameter) {
            Some((list, form)) => path_value(&parameter.name, list, form),
            None => path_segment(parameter.example.as_ref().unwrap_or(shown)),
        };
        url = url.replace(&format!("{{{}}}", parameter.name), &value);
    }
    let mut query = operation.query.clone();
    for parameter in of_place(operation, ParameterIn::Query).filter(|parameter| parameter.required) {
        match list(parameter) {
            Some((list, form)) => push_query_value(&mut query, &parameter.name, list, form),
            None => push_query(&mut query, &parameter.name, value(parameter)),
        }
    }
    // An action that has a parameter of the same name has its own instead.
    let globals = |place: ParameterIn| {
        let is_own = move |global: &Parameter| of_place(operation, place).any(|own| own.is_same(global));
        globals
            .iter()
            .filter(move |(global, _)| global.place == place && !is_own(global))
    };
    for (global, value) in globals(ParameterIn::Query) {
        push_query(&mut query, &global.name, value);
    }
    let cookies = of_place(operation, ParameterIn::Cookie).filter(|parameter| parameter.required);
    let mut cookies: Vec<String> = cookies
        .map(|parameter| format!("{}={}", parameter.name, cookie_text(value(parameter))))
        .collect();
    let mut credentials = Vec::new();
    for required in used_schemes(operation) {
        match &required.sent {
            Sent::Bearer => credentials.push(header("Authorization", "Bearer YOUR_API_ACCESS_TOKEN")),
            Sent::Basic => credentials.push("-u 'YOUR_NAME:YOUR_PASSWORD'".to_owned()),
            Sent::Header(name) => credentials.push(header(name, "YOUR_API_KEY")),
            Sent::Query(name) => push_query(&mut query, name, "YOUR_API_KEY"),
            Sent::Cookie(name) => cookies.push(format!("{name}=YOUR_API_KEY")),
            Sent::Connection => credentials.push("--cert YOUR_CERTIFICATE".to_owned()),
            Sent::Unsupported(_) => {}
        }
    }
    if !query.is_empty() {
        url = format!("{url}?{query}");
    }
    let mut words = vec![format!("curl {}", header("Accept", &accept(responses)))];
    if let Some(body) = &operation.body
        && multipart(&body.content).is_none()
    {
        words.push(header("Content-Type", &content_type(&body.content)));
    }
    for parameter in of_place(operation, ParameterIn::Header).filter(|parameter| parameter.required) {
        words.push(match list(parameter) {
            Some((list, form)) => header(&parameter.name, &header_value(list, form)),
            None => header(&parameter.name, &value(parameter)),
        });
    }
    words.extend(globals(ParameterIn::Header).map(|(global, value)| header(&global.name, value)));
    words.extend(credentials);
    if !cookies.is_empty() {
        words.push(format!("-b {}", quoted(&cookies.join("; "))));
    }
    words.push(match operation.method {
        // With `-X HEAD`, curl would wait for a body that never arrives.
        Method::Head => "--head".to_owned(),
        method => format!("-X {method}"),
    });
    if let Some(body) = &operation.body {
        match (&body.content, &body.example, multipart(&body.content)) {
            // curl writes the `Content-Type` with the boundary.
            (.., Some(multipart)) => words.extend(multipart.parts.iter().filter(|part| part.required).map(form_part)),
            (Content::Json { .. }, Some(example), _) => words.push(format!("-d {}", quoted(example))),
            (Content::Text { .. } | Content::Raw(_), Some(example), _) => {
                let text = line(example).map_or_else(|| "@FILE".to_owned(), |line| quoted(&line));
                words.push(format!("--data-binary {text}"));
            }
            _ => words.push("--data-binary @FILE".to_owned()),
        }
    }
    words.push(quoted(&url));
    filled(&words).replace("```", "'`''`''`'")
}

/// Joins the words of a command: as many on each line as fit.
fn filled(words: &[String]) -> String {
    const WIDTH: usize = 94;
    let mut text = String::new();
    let mut column = 0;
    for word in words {
        let word = word.replace(['\n', '\r'], " ");
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            text.push_str(" \\\n  ");
            column = 2;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(&word);
        column += width;
    }
    text
}

/// Returns the text of an example, if it is a single line.
fn line(example: &str) -> Option<String> {
    match Json::parse(example) {
        Ok(Json::String(text)) if !text.contains(['\n', '\r']) => Some(text),
        _ => None,
    }
}

/// Returns the multipart body, if it is the first form of the body.
fn multipart(content: &Content) -> Option<&Multipart> {
    match content {
        Content::Multipart(multipart) => Some(multipart),
        Content::Several(several) => several.forms.first().and_then(|(_, content)| multipart(content)),
        _ => None,
    }
}

fn form_part(part: &Part) -> String {
    let media_type = part.media_type.split(',').next().unwrap_or_default().trim();
    let value = match part.form {
        PartForm::File => "@FILE",
        PartForm::Json => "{}",
        _ => "VALUE",
    };
    let media_type = match (part.form, media_type) {
        (PartForm::Json, "") => ";type=application/json".to_owned(),
        (_, "") => String::new(),
        (_, media_type) => format!(";type={}", media_type.replace("/*", "/SUBTYPE")),
    };
    format!("-F {}", quoted(&format!("{}={value}{media_type}", part.name)))
}

/// Returns the security schemes of the first alternative whose credentials can be written.
fn used_schemes(operation: &Operation) -> &[RequiredScheme] {
    let mut alternatives = operation.security.iter().filter(|one| !one.schemes.is_empty());
    let is_supported = |one: &&Requirement| {
        let mut schemes = one.schemes.iter();
        schemes.all(|required| !matches!(required.sent, Sent::Unsupported(_)))
    };
    alternatives.find(is_supported).map_or(&[], |one| &one.schemes)
}

/// Returns the example of a parameter that is an array serialized as a string, and its text form.
fn list(parameter: &Parameter) -> Option<(&Json, TextForm)> {
    match parameter.form {
        Form::Text { style, explode, .. } => {
            let form = TextForm::array(style);
            let form = if explode { form.explode() } else { form };
            Some((parameter.example_list.as_ref()?, form))
        }
        Form::Brackets | Form::Json => None,
    }
}

/// Returns the value of the `Accept` header.
fn accept(responses: &[&Response]) -> String {
    let contents = responses.iter().filter_map(|response| response.content.as_ref());
    let media_types: Vec<String> = contents.map(Content::media_type).collect();
    typewright_core::endpoint::accept(media_types.iter().map(String::as_str)).into_owned()
}

/// Returns the media type of a body, the first if there are several. The reader completes a media type range.
fn content_type(content: &Content) -> String {
    let first = match content {
        Content::Json { media_type, .. } | Content::Form { media_type, .. } | Content::Text { media_type, .. } => {
            Some(media_type)
        }
        Content::Multipart(multipart) => Some(&multipart.media_type),
        Content::Raw(raw) => raw.media_types.first(),
        Content::Several(several) => {
            return several
                .forms
                .first()
                .map_or_else(String::new, |(_, content)| content_type(content));
        }
    };
    match first.map(String::as_str) {
        // The default for unknown content (RFC 9110, 8.3).
        None | Some("*/*") => "application/octet-stream".to_owned(),
        Some(media_type) => media_type.replace("/*", "/SUBTYPE"),
    }
}

/// Returns a string in single quotes for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn header(name: &str, value: &str) -> String {
    format!("-H {}", quoted(&format!("{name}: {value}")))
}

fn of_place(operation: &Operation, place: ParameterIn) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(move |parameter| parameter.place == place)
}
