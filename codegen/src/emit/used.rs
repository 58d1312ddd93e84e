//! Which names code uses, so that a file imports these and no others. It is told from the tokens: a text may name anything.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The names that code takes from outside, by how it uses them.
#[derive(Debug, Default)]
pub struct Used {
    /// Types and values.
    pub names: BTreeSet<String>,
    /// What stands before `::`.
    pub paths: BTreeSet<String>,
    /// Functions that are called.
    pub functions: BTreeSet<String>,
    /// Structs that are built.
    pub structs: BTreeSet<String>,
}

/// Reads code.
pub fn used(code: &TokenStream) -> Used {
    let mut used = Used::default();
    used.read(code);
    used
}

impl Used {
    fn read(&mut self, code: &TokenStream) {
        let tokens: Vec<TokenTree> = code.clone().into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.read(&group.stream()),
                TokenTree::Ident(ident) if is_own(&tokens[..at]) => {
                    self.name(ident.to_string(), &tokens[..at], &tokens[at + 1..]);
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn name(&mut self, name: String, before: &[TokenTree], behind: &[TokenTree]) {
        // The braces behind the type that a function returns are the function's.
        let is_returned = matches!(before, [.., TokenTree::Punct(end)] if end.as_char() == '>');
        match behind {
            [TokenTree::Punct(first), TokenTree::Punct(second), ..]
                if first.as_char() == ':' && second.as_char() == ':' =>
            {
                self.paths.insert(name.clone());
            }
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Parenthesis => {
                self.functions.insert(name.clone());
            }
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace && !is_returned => {
                self.structs.insert(name.clone());
            }
            _ => {}
        }
        self.names.insert(name);
    }
}

/// Whether the name behind these tokens is looked up in the scope: it is not declared here, and belongs to nothing.
fn is_own(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Punct(first), TokenTree::Punct(second)]
            if first.as_char() == ':' && second.as_char() == ':' =>
        {
            false
        }
        [.., TokenTree::Punct(quote), TokenTree::Ident(_)] if quote.as_char() == '\'' => true,
        [.., TokenTree::Punct(dot)] => dot.as_char() != '.',
        [.., TokenTree::Ident(word)] => !DECLARE.iter().any(|keyword| word == keyword),
        _ => true,
    }
}

/// What stands before a name that the code itself has.
const DECLARE: [&str; 6] = ["enum", "fn", "for", "static", "struct", "type"];

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::used;

    #[test]
    fn a_name_is_used_where_it_is_looked_up() {
        let code = quote! {
            #[doc = "Header { path::to }"]
            struct Header { kind: types::Device, text: String }
            impl Endpoint for Header {
                type Response = Status;
                const METADATA: &'static Metadata = &METADATA;
                fn path_segment(&self) -> String {
                    let header = Parameter { name: "json_text(x)" };
                    json_text(self.path_segment(), schema::Rule::Closed)
                }
            }
        };
        let used = used(&code);
        for name in [
            "Endpoint",
            "Status",
            "Metadata",
            "Parameter",
            "json_text",
            "types",
            "schema",
        ] {
            assert!(used.names.contains(name), "{name}");
        }
        for name in ["Header", "Response", "path_segment", "Device", "Rule", "Closed"] {
            assert!(!used.names.contains(name), "{name}");
        }
        assert!(used.paths.iter().eq(["schema", "types"]));
        assert!(used.functions.iter().eq(["json_text"]));
        assert!(used.structs.iter().eq(["Parameter"]));
    }
}
