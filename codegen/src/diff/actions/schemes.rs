//! The security schemes: where a program gets its tokens, and how a scheme is sent. Which schemes an action takes is compared
//! for each action.

use super::Document;
use crate::diff::finding::Finding;
use crate::diff::rules::rule;
use crate::diff::side::Side;
use crate::diff::verdict::{Direction, Verdict};
use crate::input::document::step;
use crate::openapi::{FLOWS, Location, OAuthFlow, SecurityScheme, Sent};

/// Compares the schemes that both versions have.
pub(super) fn compare(old: &Side, new: &Side) -> Vec<Finding> {
    let mut findings = Vec::new();
    for before in &old.run.api.security_schemes {
        let mut schemes = new.run.api.security_schemes.iter();
        let Some(after) = schemes.find(|after| after.name == before.name) else {
            continue;
        };
        let mut found: Vec<(&str, String, Verdict)> = changes(before, after)
            .into_iter()
            .map(|message| ("security-flow-changed", message, Verdict::May))
            .collect();
        let ways = (sent(old, &before.name), sent(new, &after.name));
        if let (Some(a), Some(b)) = ways
            && a != b
        {
            let message = format!(
                "the credentials of the security scheme `{}` are sent in another way",
                after.name
            );
            found.push(("security-scheme-changed", message, Verdict::Breaks));
        }
        for (id, message, wire) in found {
            let mut finding = Finding::new(rule(id), message);
            finding.wire = wire;
            finding.direction = Some(Direction::Request);
            (finding.old, finding.new) = (place(old, &before.name), place(new, &after.name));
            let actions = new.run.api.operations.iter().filter(|operation| {
                let mut required = operation.security.iter().flat_map(|one| &one.schemes);
                required.any(|required| required.scheme == after.name)
            });
            finding.actions = actions.map(|operation| operation.id.clone()).collect();
            findings.push(finding);
        }
    }
    findings
}

/// How the credentials of a scheme are sent, if an action takes them.
fn sent<'a>(side: &'a Side, scheme: &str) -> Option<&'a Sent> {
    let operations = side.run.api.operations.iter();
    let mut required = operations
        .flat_map(|operation| &operation.security)
        .flat_map(|one| &one.schemes);
    required.find(|one| one.scheme == scheme).map(|one| &one.sent)
}

fn place(side: &Side, name: &str) -> Option<crate::diff::Place> {
    let file = side.run.sources.openapi?;
    let document = Document::of(side)?;
    Some(document.place(&Location {
        file,
        pointer: step("/components/securitySchemes", name),
    }))
}

fn changes(before: &SecurityScheme, after: &SecurityScheme) -> Vec<String> {
    let scheme = &after.name;
    let mut changes = Vec::new();
    for flow in &before.flows {
        let kind = FLOWS
            .iter()
            .find(|(_, kind)| *kind == flow.kind)
            .map_or("", |(name, _)| name);
        let Some(other) = after.flows.iter().find(|other| other.kind == flow.kind) else {
            changes.push(format!(
                "the security scheme `{scheme}` no longer has the flow `{kind}`"
            ));
            continue;
        };
        for (name, url) in [
            ("authorizationUrl", |flow: &OAuthFlow| flow.authorization_url.clone()),
            ("tokenUrl", |flow: &OAuthFlow| flow.token_url.clone()),
            ("refreshUrl", |flow: &OAuthFlow| flow.refresh_url.clone()),
        ] as [(&str, fn(&OAuthFlow) -> String); 3]
        {
            let (old, new) = (url(flow), url(other));
            if old != new {
                changes.push(format!(
                    "`{name}` of the flow `{kind}` of the security scheme `{scheme}` was \"{old}\" and is \"{new}\" now"
                ));
            }
        }
        let missing = flow
            .scopes
            .iter()
            .filter(|(scope, _)| other.scopes.iter().all(|(known, _)| known != scope));
        let missing: Vec<String> = missing.map(|(scope, _)| format!("`{scope}`")).collect();
        if !missing.is_empty() {
            changes.push(format!(
                "the flow `{kind}` of the security scheme `{scheme}` no longer has the scopes {}",
                missing.join(", ")
            ));
        }
    }
    let (old, new) = (&before.open_id_connect_url, &after.open_id_connect_url);
    if let (Some(old), Some(new)) = (old, new)
        && old != new
    {
        changes.push(format!(
            "`openIdConnectUrl` of the security scheme `{scheme}` was \"{old}\" and is \"{new}\" now"
        ));
    }
    changes
}
