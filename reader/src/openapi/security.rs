//! Authentication: the security schemes, and which of them an action requires.

use std::collections::BTreeSet;

use typewright_core::endpoint::OAuthFlowKind;
use typewright_core::endpoint::media_type::is_token;

use super::parameter::is_sent_by_others;
use super::references::Target;
use super::{OAuthFlow, Reader, RequiredScheme, Requirement, SecurityScheme, Sent};
use crate::input::document::{Node, step};

/// The scheme of a document that does not mention security.
const UNDOCUMENTED: &str = "token";

/// The flows of OAuth 2, by their names in the document.
pub const FLOWS: [(&str, OAuthFlowKind); 4] = [
    ("implicit", OAuthFlowKind::Implicit),
    ("password", OAuthFlowKind::Password),
    ("clientCredentials", OAuthFlowKind::ClientCredentials),
    ("authorizationCode", OAuthFlowKind::AuthorizationCode),
];

impl<'a> Reader<'a> {
    /// Reads a security scheme.
    pub(super) fn security_scheme(&mut self, name: &str, target: &Target<'a>) {
        let (node, pointer) = (target.node, &*target.location.pointer);
        if !self.is(node, "an object", pointer) {
            return;
        }
        self.ignore_extensions(node, pointer);
        let sent = self.sent(node, pointer);
        let description = match &target.description {
            Some(description) => description.clone(),
            None => self.text(node, "description", pointer),
        };
        let scheme = SecurityScheme {
            name: name.to_owned(),
            description,
            sent,
            flows: self.flows(node, pointer),
            open_id_connect_url: self.optional_text(node, "openIdConnectUrl", pointer),
            bearer_format: self.optional_text(node, "bearerFormat", pointer),
        };
        self.api.security_schemes.push(scheme);
    }

    /// Returns how the token of a security scheme is sent.
    fn sent(&mut self, node: &Node, pointer: &str) -> Sent {
        let kind = self.text(node, "type", pointer);
        match kind.as_str() {
            "oauth2" | "openIdConnect" => Sent::Bearer,
            "http" => {
                let scheme = self.text(node, "scheme", pointer);
                match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => Sent::Bearer,
                    "basic" => Sent::Basic,
                    _ => Sent::Unsupported(scheme),
                }
            }
            "apiKey" => {
                let name = self.text(node, "name", pointer);
                match self.text(node, "in", pointer).as_str() {
                    "header" if !is_sent_by_others(&name) => Sent::Header(name),
                    "query" if !name.is_empty() => Sent::Query(name),
                    "cookie" if is_token(&name) => Sent::Cookie(name),
                    place => Sent::Unsupported(format!("apiKey in {place} {name:?}")),
                }
            }
            "mutualTLS" => Sent::Connection,
            _ => Sent::Unsupported(kind),
        }
    }

    fn flows(&mut self, node: &Node, pointer: &str) -> Vec<OAuthFlow> {
        let mut flows = Vec::new();
        let pointer = step(pointer, "flows");
        let Some(all) = node.get("flows").filter(|all| self.is(all, "an object", &pointer)) else {
            return flows;
        };
        for (name, kind) in FLOWS {
            let (Some(flow), pointer) = (all.get(name), step(&pointer, name)) else {
                continue;
            };
            if !self.is(flow, "an object", &pointer) {
                continue;
            }
            let scopes = self.object(flow, "scopes", &pointer).iter();
            let scopes = scopes.map(|scope| {
                let about = scope.value.as_str().unwrap_or_default();
                (scope.name.clone(), about.to_owned())
            });
            let scopes = scopes.collect();
            flows.push(OAuthFlow {
                kind,
                authorization_url: self.text(flow, "authorizationUrl", &pointer),
                token_url: self.text(flow, "tokenUrl", &pointer),
                refresh_url: self.text(flow, "refreshUrl", &pointer),
                scopes,
            });
        }
        flows
    }

    /// Returns the alternatives of credentials of an action.
    pub(super) fn security(&mut self, node: &Node, pointer: &str) -> Vec<Requirement> {
        match (node.get("security"), self.document.get("security")) {
            (Some(security), _) => self.requirements(security, &step(pointer, "security")),
            (None, Some(security)) => self.within(self.main, |reader| reader.requirements(security, "/security")),
            (None, None) => self.undocumented(),
        }
    }

    fn requirements(&mut self, security: &Node, pointer: &str) -> Vec<Requirement> {
        // An invalid value is an error. It must not be read as "no token is needed".
        self.is(security, "an array", pointer);
        let mut requirements: Vec<Requirement> = Vec::new();
        for (index, alternative) in security.items().iter().enumerate() {
            let pointer = step(pointer, &index.to_string());
            self.is(alternative, "an object", &pointer);
            let requirement = self.requirement(alternative, &pointer);
            let same = |other: &&mut Requirement| match (&other.schemes[..], &requirement.schemes[..]) {
                ([a], [b]) => a.scheme == b.scheme,
                (a, b) => a == b,
            };
            match requirements.iter_mut().find(same) {
                Some(other) => other.merge(requirement),
                None => requirements.push(requirement),
            }
        }
        requirements
    }

    fn requirement(&mut self, alternative: &Node, pointer: &str) -> Requirement {
        let mut schemes = Vec::new();
        let mut places: BTreeSet<Sent> = BTreeSet::new();
        for member in alternative.members() {
            let scopes = self.strings(alternative, &member.name, pointer);
            if scopes.iter().any(|scope| scope.is_empty() || scope.contains(' ')) {
                self.error(
                    alternative.at,
                    pointer,
                    "a scope must be a non-empty string without spaces (RFC 6749, 3.3)".to_owned(),
                    "list scopes that are required together as separate strings",
                );
            }
            let sent = self.used_scheme(&member.name, alternative, pointer);
            places.insert(sent.clone());
            schemes.push(RequiredScheme {
                scheme: member.name.clone(),
                sent,
                scopes: if scopes.is_empty() {
                    Vec::new()
                } else {
                    vec![scopes.join(" ")]
                },
            });
        }
        let is_authorization = |sent: &&Sent| matches!(sent, Sent::Bearer | Sent::Basic);
        if places.iter().filter(is_authorization).count() > 1 {
            self.warning(
                alternative.at,
                pointer,
                "a bearer token and a password are required together, but both are sent in `Authorization`: the client \
                 does not send an action that requires them"
                    .to_owned(),
                "list them as separate alternatives if one of them suffices",
            );
        }
        Requirement { schemes }
    }

    /// Returns how the token of a required scheme is sent. Reports a scheme that is not supported, once.
    fn used_scheme(&mut self, name: &str, alternative: &Node, pointer: &str) -> Sent {
        let known = self.api.security_schemes.iter().find(|scheme| scheme.name == name);
        let sent = known.map(|scheme| scheme.sent.clone());
        let (sent, what) = match sent {
            Some(Sent::Unsupported(scheme)) => {
                let what = format!("the security scheme {name:?} is not supported ({scheme})");
                (Sent::Unsupported(scheme), what)
            }
            Some(sent) => return sent,
            None => {
                let sent = Sent::Unsupported("unknown".to_owned());
                // The section may hold a `$ref` that was reported.
                self.api.security_schemes.push(SecurityScheme {
                    name: name.to_owned(),
                    description: String::new(),
                    sent: sent.clone(),
                    flows: Vec::new(),
                    open_id_connect_url: None,
                    bearer_format: None,
                });
                (sent, format!("unknown security scheme {name:?}"))
            }
        };
        if self.unsupported_schemes.insert(name.to_owned()) {
            self.warning(
                alternative.at,
                pointer,
                format!("{what}: the client does not send an action that requires it"),
                "describe it under /components/securitySchemes as {\"type\": \"http\", \"scheme\": \"bearer\"}, as an API \
                 key or as {\"type\": \"http\", \"scheme\": \"basic\"}",
            );
        }
        sent
    }

    /// Returns the requirements if `security` is absent. A document that never mentions security leaves the choice to the
    /// user: a token is sent if the client has one.
    fn undocumented(&mut self) -> Vec<Requirement> {
        let components = self.document.get("components");
        if components.is_some_and(|components| components.get("securitySchemes").is_some()) {
            return Vec::new();
        }
        let mut known = self.api.security_schemes.iter();
        if !known.any(|scheme| scheme.name == UNDOCUMENTED) {
            self.api.security_schemes.push(SecurityScheme {
                name: UNDOCUMENTED.to_owned(),
                description: "A bearer token. The document does not describe how to authenticate.".to_owned(),
                sent: Sent::Bearer,
                flows: Vec::new(),
                open_id_connect_url: None,
                bearer_format: None,
            });
        }
        let token = RequiredScheme {
            scheme: UNDOCUMENTED.to_owned(),
            sent: Sent::Bearer,
            scopes: Vec::new(),
        };
        vec![
            Requirement { schemes: Vec::new() },
            Requirement { schemes: vec![token] },
        ]
    }
}

impl Requirement {
    /// Adds an alternative of the same schemes: its scopes are sufficient as well.
    fn merge(&mut self, other: Self) {
        for (own, other) in self.schemes.iter_mut().zip(other.schemes) {
            if own.scopes.is_empty() || other.scopes.is_empty() {
                // An alternative without scopes accepts every token.
                own.scopes.clear();
            } else {
                let new = other.scopes.into_iter().filter(|scope| !own.scopes.contains(scope));
                let new: Vec<String> = new.collect();
                own.scopes.extend(new);
            }
        }
    }
}
