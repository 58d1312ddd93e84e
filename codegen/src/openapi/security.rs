//! Who may call: `security` and the scopes.

use super::Reader;
use super::nodes::{items, text};
use crate::document::{Node, step};
use crate::load::Place;

impl Reader<'_> {
    /// The alternatives of `security`, each the scopes that it needs together, separated by spaces: any one of them
    /// suffices. And whether a token is needed at all.
    pub(super) fn scopes(&mut self, node: &Node, pointer: &str) -> (Vec<String>, bool) {
        let (security, pointer) = match (node.get("security"), self.document.get("security")) {
            (Some(security), _) => (security, step(pointer, "security")),
            (None, Some(security)) => (security, "/security".to_owned()),
            (None, None) => return (Vec::new(), false),
        };
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
        let free = alternatives.iter().any(|alternative| alternative.members().is_empty());
        (scopes, tokens > 0 && !free)
    }

    /// The scopes that an alternative needs together, separated by spaces as OAuth has it (RFC 6749, 3.3).
    fn together(&mut self, alternative: &Node, pointer: &str) -> String {
        let mut words = Vec::new();
        for scheme in alternative.members() {
            let pointer = step(pointer, &scheme.name);
            for (index, scope) in self.items_of(&scheme.value, &pointer).into_iter().enumerate() {
                if self.is(scope, "a string", &step(&pointer, &index.to_string())) {
                    words.extend(scope.as_str());
                }
            }
        }
        words.join(" ")
    }

    /// Whether an alternative of `security` has a token in the header `Authorization`. Other ways to say who one is are
    /// for the caller to see to, and a warning says so.
    fn takes_token(&mut self, alternative: &Node, pointer: &str) -> bool {
        let schemes = self.document.get("components");
        let schemes = schemes.and_then(|part| part.get("securitySchemes"));
        let mut takes_token = false;
        for requirement in alternative.members() {
            let scheme = schemes.and_then(|schemes| schemes.get(&requirement.name));
            let kind = scheme.map(|scheme| text(scheme, "type")).unwrap_or_default();
            let name = scheme.map(|scheme| text(scheme, "scheme")).unwrap_or_default();
            let is_token = match kind.as_str() {
                "oauth2" | "openIdConnect" => true,
                "http" => name.eq_ignore_ascii_case("bearer"),
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
            let place = Place {
                source: self.source,
                at: alternative.at,
                pointer,
            };
            self.report.warning(
                &place,
                format!("{what}, so the bindings send nothing for it"),
                "describe it under /components/securitySchemes as {\"type\": \"http\", \"scheme\": \"bearer\"}, or add what it \
                 needs in an HTTP client of your own",
            );
        }
        takes_token
    }
}
