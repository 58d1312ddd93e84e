//! Authentication: `security`, how the token is sent, and the scopes.

use typewright_core::endpoint::TokenUse;

use super::kind::Kind;
use super::parameter::is_sent_by_others;
use super::references::LONGEST_CHAIN;
use super::{Reader, Scheme};
use crate::input::document::{Node, step};

/// The security requirements of an action.
pub(super) struct Security {
    /// Alternative scopes: any one of them is sufficient. Scopes that are required together are separated by spaces.
    pub(super) scopes: Vec<String>,
    /// Whether a token is sent.
    pub(super) token: TokenUse,
    /// How the token is sent.
    pub(super) scheme: Scheme,
}

impl<'a> Reader<'a> {
    pub(super) fn security(&mut self, node: &Node, pointer: &str) -> Security {
        match (node.get("security"), self.document.get("security")) {
            (Some(security), _) => self.requirements(security, step(pointer, "security")),
            (None, Some(security)) => self.within(self.main, |reader| {
                reader.requirements(security, "/security".to_owned())
            }),
            (None, None) => Security {
                scopes: Vec::new(),
                token: self.undocumented(),
                scheme: Scheme::Bearer,
            },
        }
    }

    fn requirements(&mut self, security: &Node, pointer: String) -> Security {
        // An invalid value is an error. It must not be read as "no token is needed".
        self.is(security, "an array", &pointer);
        let alternatives = security.items();
        let scheme = self.best_scheme(alternatives);
        let mut scopes: Vec<String> = Vec::new();
        let mut tokens = 0;
        for (index, alternative) in alternatives.iter().enumerate() {
            let pointer = step(&pointer, &index.to_string());
            self.is(alternative, "an object", &pointer);
            if self.takes_token(alternative, scheme.as_ref(), &pointer) {
                tokens += 1;
                scopes.push(self.together(alternative, &pointer));
            }
        }
        if scopes.iter().any(String::is_empty) {
            // An alternative without scopes accepts every token.
            scopes.clear();
        }
        let token = match tokens {
            0 => TokenUse::Never,
            _ if tokens == alternatives.len() => TokenUse::Required,
            _ => TokenUse::Optional,
        };
        Security {
            scopes,
            token,
            scheme: scheme.unwrap_or(Scheme::Bearer),
        }
    }

    /// Returns the token use if `security` is absent. A document that never mentions security leaves the choice to the
    /// user: a token is sent if the client has one.
    fn undocumented(&self) -> TokenUse {
        let components = self.document.get("components");
        match components.and_then(|components| components.get("securitySchemes")) {
            Some(_) => TokenUse::Never,
            None => TokenUse::Optional,
        }
    }

    /// Returns the scopes that an alternative requires together, separated by spaces as in OAuth (RFC 6749, 3.3).
    fn together(&mut self, alternative: &Node, pointer: &str) -> String {
        let mut scopes = Vec::new();
        for scheme in alternative.members() {
            scopes.extend(self.strings(alternative, &scheme.name, pointer));
        }
        if scopes.iter().any(|scope| scope.is_empty() || scope.contains(' ')) {
            self.error(
                alternative.at,
                pointer,
                "a scope must be a non-empty string without spaces (RFC 6749, 3.3)".to_owned(),
                "list scopes that are required together as separate strings",
            );
        }
        scopes.join(" ")
    }

    /// Returns the scheme of an alternative that takes a token. A client has a single token, so the same scheme is used
    /// for as many actions as possible. Bearer tokens are preferred.
    fn best_scheme(&self, alternatives: &[Node]) -> Option<Scheme> {
        let requirements = alternatives.iter().flat_map(Node::members);
        let schemes = requirements.filter_map(|requirement| self.scheme(&requirement.name));
        schemes.min_by_key(|scheme| match scheme {
            Scheme::Bearer => 0,
            Scheme::Basic => 1,
            Scheme::Header(_) => 2,
        })
    }

    /// Returns how the token of a security scheme is sent, if the scheme is supported.
    fn scheme(&self, name: &str) -> Option<Scheme> {
        let scheme = self.described_scheme(name)?;
        let said = |name: &str| scheme.get(name).and_then(Node::as_str).unwrap_or_default();
        match (said("type"), said("in"), said("name")) {
            ("oauth2" | "openIdConnect", ..) => Some(Scheme::Bearer),
            ("http", ..) if said("scheme").eq_ignore_ascii_case("bearer") => Some(Scheme::Bearer),
            ("http", ..) if said("scheme").eq_ignore_ascii_case("basic") => Some(Scheme::Basic),
            ("apiKey", "header", name) if !is_sent_by_others(name) => Some(Scheme::Header(name.to_owned())),
            _ => None,
        }
    }

    /// Returns a security scheme with its `$ref`s resolved. Those that cannot be resolved are reported with the components.
    fn described_scheme(&self, name: &str) -> Option<&'a Node> {
        let scheme = self.document.get("components")?.get("securitySchemes")?.get(name)?;
        let mut found = (scheme, self.main);
        for _ in 0..LONGEST_CHAIN {
            let (scheme, file) = found;
            let Some(reference) = scheme.get("$ref").and_then(Node::as_str) else {
                return Some(scheme);
            };
            let (scheme, location) = self.find(file, reference, Kind::SecurityScheme).ok()?;
            found = (scheme, location.file);
        }
        None
    }

    /// Whether an alternative of `security` takes a token sent by a scheme. Other kinds of authentication are left to
    /// the caller, with a warning.
    fn takes_token(&mut self, alternative: &Node, scheme: Option<&Scheme>, pointer: &str) -> bool {
        let schemes: Vec<(&str, Option<Scheme>)> = alternative
            .members()
            .iter()
            .map(|requirement| (requirement.name.as_str(), self.scheme(&requirement.name)))
            .collect();
        let is_sent = |found: &Option<Scheme>| match (scheme, found) {
            (Some(scheme), Some(found)) => scheme.is(found),
            (None, _) | (_, None) => false,
        };
        let takes_token = schemes.iter().any(|(_, found)| is_sent(found));
        for (name, found) in schemes {
            let is_replaced = !takes_token && scheme.is_some() && found.is_some();
            if is_sent(&found) || !self.other_schemes.insert((name.to_owned(), is_replaced)) {
                continue;
            }
            if is_replaced {
                self.note(
                    alternative.at,
                    pointer,
                    format!("the security scheme {name:?} is not used: the bindings send another one in its place"),
                    "list only this one in `security` if clients are to use it",
                );
                continue;
            }
            let what = match self.described_scheme(name) {
                None => format!("unknown security scheme {name:?}"),
                Some(_) if takes_token => format!("the security scheme {name:?} is required in addition to another"),
                Some(_) => format!("the security scheme {name:?} is neither a bearer token nor an API key in a header"),
            };
            self.warning(
                alternative.at,
                pointer,
                format!("{what}: the bindings send nothing for it"),
                "describe it under /components/securitySchemes as {\"type\": \"http\", \"scheme\": \"bearer\"}, or add what it \
                 needs in an HTTP client of your own",
            );
        }
        takes_token
    }

    /// Warns if actions use different schemes, because a client sends its only token to all actions.
    pub(super) fn warn_of_several_schemes(&mut self) {
        let with_token = self
            .api
            .operations
            .iter()
            .filter(|operation| operation.token != TokenUse::Never);
        let mut ids = with_token.map(|operation| (&operation.scheme, &operation.id));
        let Some((scheme, id)) = ids.next() else {
            return;
        };
        let Some((_, other)) = ids.find(|(other, _)| !scheme.is(other)) else {
            return;
        };
        let message =
            format!("{id} and {other} send their tokens in different ways, but a client has one token for both");
        self.warning(
            self.document.get("paths").map_or(self.document.at, |paths| paths.at),
            "/paths",
            message,
            "give them a common security scheme, or use a client for each kind of token",
        );
    }
}
