//! What is said once about all endpoints: the requests as one type, and the clients. `generated/endpoints.rs`.

use std::fmt::Write;

use crate::emit::docs;
use crate::emit::endpoints::{Action, Resource};
use crate::model::identifier::{distinct, pascal, snake};

/// The text of the file, without its header: modules, the enum of all requests, the tables of the clients.
pub fn emit(resources: &[Resource]) -> String {
    let mut text = String::new();
    for resource in resources {
        let module = &resource.module;
        if !module.is_ascii() {
            // Rust looks for the file of a module by its name only if that is ASCII.
            let _ = writeln!(text, "#[path = \"endpoints/{module}.rs\"]");
        }
        let _ = writeln!(text, "pub mod {module};");
    }
    requests(&mut text, resources);
    clients(&mut text, resources);
    text
}

fn requests(text: &mut String, resources: &[Resource]) {
    let all: Vec<(&Resource, &Action)> = resources
        .iter()
        .flat_map(|resource| resource.actions.iter().map(move |action| (resource, action)))
        .collect();
    let names: Vec<String> = all
        .iter()
        .map(|(resource, action)| format!("{} {}", resource.module, action.name))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let variants = distinct(&names, pascal, &["Self"]);
    text.push_str("\n/// Any request of the API, for servers that take them all.\n");
    text.push_str("#[derive(Debug, Clone, PartialEq, Eq, Hash)]\n#[non_exhaustive]\n");
    text.push_str("#[allow(clippy::large_enum_variant)] // a request lives for one call\npub enum Request {\n");
    for ((resource, action), variant) in all.iter().zip(&variants) {
        let summary = docs::sentence(&action.summary).replace('\n', " ");
        let path = format!("{}::{}", resource.module, action.name);
        let summary = if summary.is_empty() {
            format!("[`{path}`].")
        } else {
            summary
        };
        let _ = writeln!(text, "    /// {summary}\n    {variant}({path}),");
    }
    text.push_str("}\n\nany_request! { Request;\n");
    for ((resource, action), variant) in all.iter().zip(&variants) {
        let _ = writeln!(text, "    {variant}({}::{});", resource.module, action.name);
    }
    text.push_str("}\n");
}

fn clients(text: &mut String, resources: &[Resource]) {
    let modules: Vec<&str> = resources.iter().map(|resource| resource.module.as_str()).collect();
    // A module is in sight of the handles, and has the same name in scripts without capitals.
    let taken = [&["Client", "Request", "Self"], &*modules].concat();
    let handles = distinct(&modules, pascal, &taken);
    text.push_str("\nclients! {\n");
    for (resource, handle) in resources.iter().zip(handles) {
        let shared: Vec<(String, String)> = shared(&resource.actions)
            .iter()
            .map(|(name, ty)| (part(name), ty.clone()))
            .collect();
        let method = method(&resource.module);
        let _ = writeln!(text, "    {method} {handle} ({}) {{", list(&shared));
        let names: Vec<&str> = resource.actions.iter().map(|action| action.name.as_str()).collect();
        for (action, name) in resource.actions.iter().zip(distinct(&names, snake, &[])) {
            let kept: Vec<&str> = shared.iter().map(|(name, _)| name.as_str()).collect();
            let own = action.needs.get(shared.len()..).unwrap_or_default();
            let _ = writeln!(
                text,
                "        {name}: {}::{}, ({}) ({});",
                resource.module,
                action.name,
                kept.join(", "),
                list(own)
            );
        }
        text.push_str("    }\n");
    }
    text.push_str("}\n");
}

/// What a resource keeps must not have the name of the client that it keeps.
fn part(name: &str) -> String {
    match name {
        "client" => "client_".to_owned(),
        _ => name.to_owned(),
    }
}

/// A method of the client must not have the name of one that every client has.
fn method(module: &str) -> String {
    match module {
        "builder" | "clone" | "send_response" | "new" | "send" => format!("{module}_"),
        _ => module.to_owned(),
    }
}

/// The parameters that all actions begin with: they belong to the resource.
fn shared(actions: &[Action]) -> &[(String, String)] {
    let Some((first, rest)) = actions.split_first() else {
        return &[];
    };
    let same = |at: usize| {
        let need = first.needs.get(at);
        at < first.parameters
            && rest
                .iter()
                .all(|action| at < action.parameters && action.needs.get(at) == need)
    };
    let length = (0..first.parameters).take_while(|at| same(*at)).count();
    first.needs.get(..length).unwrap_or_default()
}

/// `name: Type, …`
fn list(needs: &[(String, String)]) -> String {
    let needs = needs.iter().map(|(name, ty)| {
        let ty = ty.replace(' ', "");
        format!("{name}: {ty}")
    });
    needs.collect::<Vec<_>>().join(", ")
}
