//! Emits the enum of all requests, and the modules of the resources and clients: `generated/endpoints.rs`.

use std::fmt::Write;

use crate::emit::clients::Client;
use crate::emit::condition::Condition;
use crate::emit::declaration::declaration;
use crate::emit::docs;
use crate::emit::endpoints::{Action, Resource};

/// Returns the content of the file without its header: the modules, and the enum of all requests.
pub fn emit(resources: &[Resource], shared: Option<&Condition>) -> String {
    let mut text = String::new();
    for resource in resources {
        text.push_str(&declaration(
            &resource.condition,
            "pub ",
            "endpoints/",
            &resource.module,
        ));
    }
    if let Some(shared) = shared {
        let _ = writeln!(text, "\n{}mod shared;", shared.line(""));
    }
    for client in Client::BOTH {
        let _ = writeln!(
            text,
            "\n{}! {{\n    pub mod {};\n}}",
            client.condition(),
            client.module()
        );
    }
    requests(&mut text, resources);
    text
}

fn requests(text: &mut String, resources: &[Resource]) {
    let all: Vec<(&Resource, &Action)> = resources
        .iter()
        .flat_map(|resource| resource.actions.iter().map(move |action| (resource, action)))
        .collect();
    text.push_str("\n/// Any request of the API, for servers that handle all of them.\n");
    text.push_str("#[derive(Debug, Clone, PartialEq)]\n#[non_exhaustive]\n");
    text.push_str("#[allow(clippy::large_enum_variant)] // a request lives for one call\npub enum Request {\n");
    for (resource, action) in &all {
        let summary = docs::sentence(&action.summary).replace('\n', " ");
        let path = format!("{}::{}", resource.module, action.name);
        let summary = if summary.is_empty() {
            format!("[`{path}`].")
        } else {
            summary
        };
        let condition = resource.condition.line("    ");
        let _ = writeln!(text, "    /// {summary}\n{condition}    {}({path}),", action.variant);
    }
    text.push_str("}\n\nany_request! { Request;\n");
    for (resource, action) in &all {
        let condition = resource.condition.line("    ");
        let _ = writeln!(
            text,
            "{condition}    {}({}::{});",
            action.variant, resource.module, action.name
        );
    }
    text.push_str("}\n");
}
