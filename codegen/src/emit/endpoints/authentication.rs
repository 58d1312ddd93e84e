//! The documentation of the credentials that an action takes.

use crate::emit::docs;
use crate::openapi::{Operation, RequiredScheme, Requirement, Sent};

/// Returns the documentation of the action's authentication.
pub(super) fn authentication(operation: &Operation) -> String {
    let Some(only) = operation.only_scheme() else {
        return several(operation);
    };
    let what = what(&only.sent);
    let scopes = scopes(only);
    docs::wrap(&match (operation.requires_credentials(), &*scopes) {
        (true, "") if only.sent == Sent::Bearer => format!("Requires {what} with any scope."),
        (true, "") => format!("Requires {what}."),
        (true, scopes) => format!("Requires {what} with at least one of the scopes {scopes}."),
        (false, "") => format!("Sends {what}, if the client has one."),
        (false, scopes) => {
            format!("Sends {what}, if the client has one. It needs at least one of the scopes {scopes}.")
        }
    })
}

/// Returns the documentation of several schemes: a list of the alternatives.
fn several(operation: &Operation) -> String {
    let alternatives = operation.security.iter().filter(|one| !one.schemes.is_empty());
    let alternatives: Vec<String> = alternatives.map(alternative).collect();
    let first = match (operation.requires_credentials(), &alternatives[..]) {
        (true, [only]) => return docs::wrap(&format!("Requires {only}.")),
        (true, _) => "Requires one of:",
        (false, _) => "Sends one of these, if the client has it:",
    };
    let items = alternatives.iter().map(|alternative| docs::item(alternative, "", ""));
    format!("{first}\n\n{}", items.collect::<Vec<String>>().join("\n"))
}

fn alternative(requirement: &Requirement) -> String {
    let schemes = requirement.schemes.iter().map(|required| {
        let scopes = scopes(required);
        let scopes = if scopes.is_empty() {
            String::new()
        } else {
            format!(", scopes {scopes}")
        };
        let name = docs::code(&required.scheme);
        format!("{name} ({}{scopes})", what(&required.sent))
    });
    schemes.collect::<Vec<String>>().join(" together with ")
}

/// Returns the scopes, of which one is sufficient.
fn scopes(required: &RequiredScheme) -> String {
    let together = |scopes: &String| scopes.split(' ').map(docs::code).collect::<Vec<_>>().join(" with ");
    let scopes: Vec<String> = required.scopes.iter().map(together).collect();
    scopes.join(", ")
}

fn what(sent: &Sent) -> String {
    match sent {
        Sent::Bearer => "an API access token".to_owned(),
        Sent::Basic => "a name and a password (`Basic`)".to_owned(),
        Sent::Header(name) => format!("an API key (the header {})", docs::code(name)),
        Sent::Query(name) => format!("an API key (the query parameter {})", docs::code(name)),
        Sent::Cookie(name) => format!("an API key (the cookie {})", docs::code(name)),
        Sent::Connection => "a certificate of the client".to_owned(),
        Sent::Unsupported(scheme) => format!("{}, which is not supported", docs::code(scheme)),
    }
}
