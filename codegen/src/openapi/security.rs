//! Who may call: `security` and the scopes.

use losant_core::endpoint::TokenUse;

use super::Reader;
use super::nodes::items;
use crate::document::{Node, step};

impl Reader<'_> {
    /// The alternatives of `security`, each the scopes that it needs together, separated by spaces: any one of them
    /// suffices. And whether a token is sent at all.
    pub(super) fn scopes(&mut self, node: &Node, pointer: &str) -> (Vec<String>, TokenUse) {
        let (security, pointer) = match (node.get("security"), self.document.get("security")) {
            (Some(security), _) => (security, step(pointer, "security")),
            (None, Some(security)) => (security, "/security".to_owned()),
            (None, None) => return (Vec::new(), self.undocumented()),
        };
        // What is not understood is an error, and must not pass for "no token is needed".
        self.is(security, "an array", &pointer);
        let alternatives = items(security);
        let mut scopes: Vec<String> = Vec::new();
        let mut tokens = 0;
        for (index, alternative) in alternatives.iter().enumerate() {
            let pointer = step(&pointer, &index.to_string());
            self.is(alternative, "an object", &pointer);
            if self.takes_token(alternative, &pointer) {
                tokens += 1;
                scopes.push(self.together(alternative, &pointer));
            }
        }
        if scopes.iter().any(String::is_empty) {
            // An alternative without a scope lets every token in.
            scopes.clear();
        }
        let token = match tokens {
            0 => TokenUse::Never,
            _ if tokens == alternatives.len() => TokenUse::Required,
            _ => TokenUse::Optional,
        };
        (scopes, token)
    }

    /// What holds where `security` is left out. A document that has no word about it is silent on the matter: who gives a
    /// client a token all the same wants it sent.
    fn undocumented(&self) -> TokenUse {
        let components = self.document.get("components");
        match components.and_then(|components| components.get("securitySchemes")) {
            Some(_) => TokenUse::Never,
            None => TokenUse::Optional,
        }
    }

    /// The scopes that an alternative needs together, separated by spaces as OAuth has it (RFC 6749, 3.3).
    fn together(&mut self, alternative: &Node, pointer: &str) -> String {
        let mut scopes = Vec::new();
        for scheme in alternative.members() {
            scopes.extend(self.strings(alternative, &scheme.name, pointer));
        }
        if scopes.iter().any(|scope| scope.is_empty() || scope.contains(' ')) {
            self.error(
                alternative.at,
                pointer,
                "a scope is a text without spaces (RFC 6749, 3.3)".to_owned(),
                "list several scopes that are needed together as texts of their own",
            );
        }
        scopes.join(" ")
    }

    /// Whether an alternative of `security` has a token in the header `Authorization`. Other ways to say who one is, in
    /// its place or beside it, are for the caller to see to, and a warning says so.
    fn takes_token(&mut self, alternative: &Node, pointer: &str) -> bool {
        let schemes = self.document.get("components");
        let schemes = schemes.and_then(|part| part.get("securitySchemes"));
        let mut takes_token = false;
        for requirement in alternative.members() {
            let scheme = schemes.and_then(|schemes| schemes.get(&requirement.name));
            let said = |name: &str| scheme.and_then(|scheme| scheme.get(name)?.as_str()).unwrap_or_default();
            let is_token = match said("type") {
                "oauth2" | "openIdConnect" => true,
                "http" => said("scheme").eq_ignore_ascii_case("bearer"),
                _ => false,
            };
            takes_token |= is_token;
            if is_token || !self.other_schemes.insert(requirement.name.clone()) {
                continue;
            }
            let what = match scheme {
                None => format!("the security scheme {:?} is not described", requirement.name),
                Some(_) => format!("the security scheme {:?} is no bearer token", requirement.name),
            };
            self.warning(
                alternative.at,
                pointer,
                format!("{what}, so the bindings send nothing for it"),
                "describe it under /components/securitySchemes as {\"type\": \"http\", \"scheme\": \"bearer\"}, or add what it \
                 needs in an HTTP client of your own",
            );
        }
        takes_token
    }
}
