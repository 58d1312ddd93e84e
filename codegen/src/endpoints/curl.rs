//! The action as a command.

use losant_core::endpoint::TokenUse;

use crate::openapi::{Content, Operation, Parameter, ParameterIn};

/// A command that a shell takes as it is, with the documented example values.
pub(super) fn curl(operation: &Operation) -> String {
    let mut url = format!("{}{}", operation.server, operation.path);
    for parameter in of_place(operation, ParameterIn::Path) {
        let shown = parameter.display_name.as_ref().unwrap_or(&parameter.name);
        let value = parameter.example.as_ref().unwrap_or(shown);
        let value = losant_core::endpoint::path_segment(value);
        url = url.replace(&format!("{{{}}}", parameter.name), &value);
    }
    let mut query = String::new();
    for parameter in of_place(operation, ParameterIn::Query).filter(|parameter| parameter.required) {
        let value = parameter.example.as_ref().unwrap_or(&parameter.name);
        losant_core::endpoint::push_query(&mut query, &parameter.name, value);
    }
    if !query.is_empty() {
        url = format!("{url}?{query}");
    }
    let mut lines = vec!["curl -H 'Accept: application/json'".to_owned()];
    if let Some(body) = &operation.body {
        lines.push(header("Content-Type", &body.content.media_type()));
    }
    for parameter in of_place(operation, ParameterIn::Header).filter(|parameter| parameter.required) {
        lines.push(header(
            &parameter.name,
            parameter.example.as_ref().unwrap_or(&parameter.name),
        ));
    }
    if operation.token != TokenUse::Never {
        lines.push("-H 'Authorization: Bearer YOUR_API_ACCESS_TOKEN'".to_owned());
    }
    lines.push(format!("-X {}", operation.method));
    if let Some(body) = &operation.body {
        lines.push(match &body.content {
            Content::Json { .. } => format!("-d {}", quoted(body.example.as_deref().unwrap_or("{}"))),
            Content::Raw(_) => "--data-binary @FILE".to_owned(),
        });
    }
    lines.push(quoted(&url));
    let lines: Vec<String> = lines.iter().map(|line| line.replace(['\n', '\r'], " ")).collect();
    lines.join(" \\\n  ").replace("```", "'`''`''`'")
}

/// Text in single quotes, as a POSIX shell reads it.
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
