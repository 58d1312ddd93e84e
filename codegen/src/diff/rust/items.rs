//! The public items of generated code.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, ItemImpl, ItemMacro, ReturnType, Signature, Type, Visibility};

use crate::emit::format::Draft;

/// A public API.
#[derive(Debug, Default)]
pub(in crate::diff) struct Items {
    /// Structs, enums, aliases and constants, by path: `types::Order`.
    pub(super) by_path: BTreeMap<String, Described>,
    /// The names in JSON of fields and variants, by path: `types::Order.name`.
    pub(super) wire: BTreeMap<String, String>,
    /// The `operationId` of each request, by path: `endpoints::orders::Get`.
    pub(super) operations: BTreeMap<String, String>,
}

/// An item with its members.
#[derive(Debug, Default)]
pub(super) struct Described {
    /// What it is: `struct`, `enum`, `type = X`.
    pub(super) kind: String,
    /// Whether members can be added without a break.
    pub(super) is_open: bool,
    pub(super) members: BTreeMap<Member, String>,
    /// The names of the arguments of each method.
    pub(super) arguments: BTreeMap<String, Vec<String>>,
    /// The requests that methods send, by name of the method.
    pub(super) sends: BTreeMap<String, String>,
}

/// A member of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Member {
    Field(String),
    Variant(String),
    Constant(String),
    Method(String),
    Trait(String),
    /// An associated type of a trait.
    Associated(String),
}

impl Member {
    /// The name.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Field(name)
            | Self::Variant(name)
            | Self::Constant(name)
            | Self::Method(name)
            | Self::Trait(name)
            | Self::Associated(name) => name,
        }
    }

    /// What it is called in a sentence.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Field(name) => format!("field `{name}`"),
            Self::Variant(name) => format!("variant `{name}`"),
            Self::Constant(name) => format!("constant `{name}`"),
            Self::Method(name) => format!("method `{name}`"),
            Self::Trait(name) => format!("trait `{name}`"),
            Self::Associated(name) => format!("associated type `{name}`"),
        }
    }
}

/// The traits that the macros of the runtime implement for strings with a limit, for other types whose values are strings,
/// and for integers that are listed, beside those that they implement for all types.
const TEXT: [&str; 7] = [
    "AsRef<str>",
    "Display",
    "FromStr",
    "PartialEq<&str>",
    "PartialEq<str>",
    "TryFrom<&str>",
    "TryFrom<String>",
];
const INTEGER_ENUM: [&str; 6] = ["Display", "From<Integer>", "From<i64>", "FromStr", "Ord", "PartialOrd"];
const STRINGS: [&str; 3] = ["AsRef<str>", "Display", "FromStr"];

/// Reads the public items of files.
pub(in crate::diff) fn of(files: Vec<Draft>) -> Items {
    let mut items = Items::default();
    for file in files {
        let path = file.path.trim_end_matches(".rs").to_owned();
        let parts: Vec<&str> = path.split('/').collect();
        let (module, resource) = match parts[..] {
            // The tables are not public.
            ["mod"] | ["types", "schema"] => continue,
            // The traits belong to the types.
            ["types", "wire"] => {
                for item in file.items() {
                    items.wire_item("types", item);
                }
                continue;
            }
            // A client re-exports its handles.
            ["endpoints", client, resource] => (format!("endpoints::{client}"), resource),
            _ => (parts.join("::"), ""),
        };
        for item in file.items() {
            items.item(&module, resource, item);
        }
    }
    items
}

impl Items {
    /// Reads an item of a module. `resource` is the module of the requests that its methods send.
    fn item(&mut self, module: &str, resource: &str, item: Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let entry = self.entry(module, &item.ident.to_string());
                entry.kind = format!("struct{}", text(&item.generics));
                entry.is_open = has(&item.attrs, "non_exhaustive");
                entry.derives(&item.attrs);
                entry.fields(&item.fields);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let entry = self.entry(module, &item.ident.to_string());
                entry.kind = format!("enum{}", text(&item.generics));
                entry.is_open = has(&item.attrs, "non_exhaustive");
                entry.derives(&item.attrs);
                for variant in item.variants {
                    entry
                        .members
                        .insert(Member::Variant(variant.ident.to_string()), text(&variant.fields));
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                let kind = format!("type{} = {}", text(&item.generics), text(&item.ty));
                self.entry(module, &item.ident.to_string()).kind = kind;
            }
            Item::Const(item) if is_public(&item.vis) => {
                self.entry(module, &item.ident.to_string()).kind = format!("const: {}", text(&item.ty));
            }
            Item::Impl(item) => self.implementation(module, resource, item),
            Item::Macro(item) => self.wire_item(module, Item::Macro(item)),
            _ => {}
        }
    }

    fn entry(&mut self, module: &str, name: &str) -> &mut Described {
        self.by_path.entry(format!("{module}::{name}")).or_default()
    }

    fn implementation(&mut self, module: &str, resource: &str, item: ItemImpl) {
        let Some(name) = type_name(&item.self_ty) else {
            return;
        };
        let path = format!("{module}::{name}");
        let trait_name = item.trait_.as_ref().map(|(path, _)| text(path));
        let entry = self.by_path.entry(path.clone()).or_default();
        if let Some(name) = &trait_name {
            entry.members.insert(Member::Trait(name.clone()), String::new());
        }
        for member in item.items {
            match member {
                ImplItem::Fn(member) if trait_name.is_none() && is_public(&member.vis) => {
                    let name = member.sig.ident.to_string();
                    if let Some(request) = sent(resource, member.block.to_token_stream()) {
                        entry.sends.insert(name.clone(), request);
                    }
                    entry.arguments.insert(name.clone(), arguments(&member.sig));
                    entry.members.insert(Member::Method(name), signature(&member.sig));
                }
                ImplItem::Const(member) if trait_name.is_none() && is_public(&member.vis) => {
                    entry
                        .members
                        .insert(Member::Constant(member.ident.to_string()), text(&member.ty));
                }
                ImplItem::Const(member) if member.ident == "METADATA" => {
                    let id = first_string(member.expr.to_token_stream());
                    self.operations.extend(id.map(|id| (path.clone(), id)));
                }
                ImplItem::Type(member) => {
                    entry
                        .members
                        .insert(Member::Associated(member.ident.to_string()), text(&member.ty));
                }
                _ => {}
            }
        }
    }

    /// Reads a macro call that implements traits.
    fn wire_item(&mut self, module: &str, item: Item) {
        let Item::Macro(ItemMacro { mac, .. }) = item else {
            return;
        };
        let mac_text = pretty(&mac.tokens.to_string());
        let tokens: Vec<TokenTree> = mac.tokens.into_iter().collect();
        // `default` may stand before the name of an object.
        let ([TokenTree::Ident(_), TokenTree::Ident(name), ..] | [TokenTree::Ident(name), ..]) = &tokens[..] else {
            return;
        };
        let path = format!("{module}::{name}");
        let Some(entry) = self.by_path.get_mut(&path) else {
            return;
        };
        let Some(called) = mac.path.segments.last().map(|segment| segment.ident.to_string()) else {
            return;
        };
        let group = tokens.iter().find_map(|token| match token {
            TokenTree::Group(group) => Some(pretty(&group.stream().to_string())),
            _ => None,
        });
        let group = group.unwrap_or_default();
        match called.as_str() {
            "from" => entry.implements([format!("From<{group}>")]),
            "from_items" => entry.implements([format!("From<({group})>")]),
            "from_literals" => {
                // `Name::Variant: i32, u32`
                let literals = mac_text.rsplit_once(": ").map(|(_, literals)| literals);
                let literals = literals.into_iter().flat_map(|literals| literals.split(", "));
                entry.implements(literals.map(|literal| format!("From<{literal}>")));
            }
            "exact" => entry.implements(["Exact".to_owned()]),
            "text" => entry.implements(TEXT.map(str::to_owned)),
            "transparent" if mac_text.ends_with(", text") => entry.implements(STRINGS.map(str::to_owned)),
            "integer_enum" => entry.implements(INTEGER_ENUM.map(str::to_owned)),
            "hidden" | "debug_enum" | "debug_struct" => entry.implements(["Debug".to_owned()]),
            "object" | "string_enum" => {
                if called == "string_enum" {
                    entry.implements(STRINGS.map(str::to_owned));
                }
                for window in tokens.windows(3) {
                    if let [
                        TokenTree::Ident(member),
                        TokenTree::Punct(sign),
                        TokenTree::Literal(literal),
                    ] = window
                        && sign.as_char() == '='
                        && let Ok(literal) = syn::parse_str::<syn::LitStr>(&literal.to_string())
                    {
                        self.wire.insert(format!("{path}.{member}"), literal.value());
                    }
                }
            }
            _ => {}
        }
    }
}

impl Described {
    /// The type that it is another name of.
    pub(super) fn alias_of(&self) -> Option<&str> {
        let target = self.kind.strip_prefix("type = ")?;
        target
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_')
            .then_some(target)
    }

    fn derives(&mut self, attributes: &[Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"))
        {
            // What is derived is a list of paths.
            let _ = attribute.parse_nested_meta(|meta| {
                self.members.insert(Member::Trait(text(&meta.path)), String::new());
                Ok(())
            });
        }
    }

    fn implements(&mut self, traits: impl IntoIterator<Item = String>) {
        let traits = traits.into_iter().map(|name| (Member::Trait(name), String::new()));
        self.members.extend(traits);
    }

    fn fields(&mut self, fields: &Fields) {
        for (index, field) in fields.iter().enumerate() {
            if is_public(&field.vis) {
                let name = field
                    .ident
                    .as_ref()
                    .map_or_else(|| index.to_string(), ToString::to_string);
                self.members.insert(Member::Field(name), text(&field.ty));
            } else {
                // Struct literals are impossible beside a private field.
                self.is_open = true;
            }
        }
    }
}

/// The names of the arguments, in their order.
fn arguments(signature: &Signature) -> Vec<String> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(text(&argument.pat)),
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

/// A signature without the names of the arguments, which callers do not see.
fn signature(signature: &Signature) -> String {
    let mut arguments = Vec::new();
    for input in &signature.inputs {
        arguments.push(match input {
            FnArg::Receiver(receiver) => text(receiver),
            FnArg::Typed(argument) => text(&argument.ty),
        });
    }
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", text(ty)),
    };
    let is_async = if signature.asyncness.is_some() { "async " } else { "" };
    let is_const = if signature.constness.is_some() { "const " } else { "" };
    let bounds = signature.generics.where_clause.as_ref().map(text).unwrap_or_default();
    let generics = text(&signature.generics);
    format!(
        "{is_const}{is_async}fn{generics}({}){output}{bounds}",
        arguments.join(", ")
    )
}

/// The request that a method of a client makes: `request::Get::new(…)`, in the module of a resource.
fn sent(resource: &str, body: TokenStream) -> Option<String> {
    let text = pretty(&body.to_string());
    let (_, rest) = text.split_once("request::")?;
    let (name, _) = rest.split_once("::")?;
    Some(format!("endpoints::{resource}::{name}"))
}

fn first_string(tokens: TokenStream) -> Option<String> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Literal(literal) => syn::parse_str::<syn::LitStr>(&literal.to_string())
            .ok()
            .map(|text| text.value()),
        TokenTree::Group(group) => first_string(group.stream()),
        _ => None,
    })
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

fn text(tokens: &impl ToTokens) -> String {
    pretty(&tokens.to_token_stream().to_string())
}

/// Tokens as people write them.
fn pretty(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" ::", "::"),
        (" < ", "<"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        ("' ", "'"),
        (" : ", ": "),
    ] {
        text = text.replace(from, to);
    }
    text.replace("->", " -> ").replace("  ", " ")
}
