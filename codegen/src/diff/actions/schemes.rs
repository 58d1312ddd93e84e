//! The security schemes: where a program gets its tokens. How they are sent is compared for each action.

use super::Document;
use crate::diff::finding::Finding;
use crate::diff::rules::rule;
use crate::diff::side::Side;
use crate::diff::verdict::{Direction, Verdict};
use crate::input::document::step;
use crate::openapi::{FLOWS, Location, OAuthFlow, SecurityScheme};

/// Compares the schemes that both versions have.
pub(super) fn compare(old: &Side, new: &Side) -> Vec<Finding> {
    let mut findings = Vec::new();
    for before in &old.run.api.security_schemes {
        let mut schemes = new.run.api.security_schemes.iter();
        let Some(after) = schemes.find(|after| after.name == before.name) else {
            continue;
        };
        for message in changes(before, after) {
            let mut finding = Finding::new(rule("security-flow-changed"), message);
            finding.wire = Verdict::May;
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
