//! The public surface of the bindings as snapshots: what a consumer can name. Of the User OAuth Token, they have a line for
//! each field, value and method; of the rest of the API, a line for each type and action. A change to them is a change for
//! consumers, and short enough to see that at a glance.
//!
//! The snapshot is never updated on its own: `INSTA_UPDATE=always cargo test` or `cargo insta review` accepts a change that is
//! intended, and the diff of the snapshot is reviewed with that of `generated/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{Attribute, Expr, Fields, File, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Visibility};

const GENERATED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated");

/// The types of the User OAuth Token, which stand for all others.
const TYPES: [&str; 14] = [
    "Error",
    "Success",
    "UserOauthToken",
    "UserOauthTokenPatch",
    "ObjectId",
    "Role",
    "OrgRole",
    "OrgId",
    "ResourceRole",
    "ResourceAccess",
    "OauthScope",
    "TokenStatus",
    "OauthAuthorization",
    "AuthorizationStatus",
];

#[test]
fn types_of_the_token() {
    let wire = Wire::read();
    let mut surfaces: BTreeMap<String, String> = BTreeMap::new();
    for item in types() {
        let name = match &item {
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            Item::Impl(item) => source(&item.self_ty),
            _ => continue,
        };
        if TYPES.contains(&name.as_str()) {
            let surface = surfaces.entry(name).or_default();
            match item {
                Item::Struct(item) if is_public(&item.vis) => write_struct(&item, &wire, surface),
                Item::Enum(item) if is_public(&item.vis) => write_enum(&item, &wire, surface),
                Item::Impl(item) => write_impl(&item, surface),
                other => panic!("teach `surface` this item: {}", source(&other)),
            }
        }
    }
    let surface: String = TYPES.iter().filter_map(|name| surfaces.get(*name)).cloned().collect();
    insta::assert_snapshot!("types", &surface);
}

#[test]
fn names_of_all_types() {
    let names = types().into_iter().filter_map(|item| match item {
        Item::Struct(item) if is_public(&item.vis) => Some(format!("{} struct", item.ident)),
        Item::Enum(item) if is_public(&item.vis) => Some(format!("{} enum", item.ident)),
        Item::Type(item) if is_public(&item.vis) => Some(format!("{} = {}", item.ident, source(&item.ty))),
        _ => None,
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    insta::assert_snapshot!("names", names.join("\n"));
}

#[test]
fn endpoints_of_the_token() {
    let mut surface = String::new();
    for module in [
        "user_oauth_token",
        "client/user_oauth_token",
        "blocking/user_oauth_token",
    ] {
        let _ = writeln!(surface, "mod {}\n", module.replace('/', "::"));
        write_items(module, &mut surface);
    }
    insta::assert_snapshot!("endpoints", &surface);
}

#[test]
fn clients() {
    let mut surface = String::new();
    for module in ["client", "blocking"] {
        let _ = writeln!(surface, "mod {module}\n");
        write_items(module, &mut surface);
    }
    insta::assert_snapshot!("clients", &surface);
}

/// One line for each action: its request, its method and path, and what it returns.
#[test]
fn actions() {
    let modules = parse("endpoints.rs").items.into_iter().filter_map(|item| match item {
        Item::Mod(module) if is_public(&module.vis) => Some(module.ident.to_string()),
        _ => None,
    });
    let mut actions = Vec::new();
    for module in modules.filter(|module| !["client", "blocking", "global_parameters"].contains(&module.as_str())) {
        for item in parse(&format!("endpoints/{module}.rs")).items {
            if let Item::Impl(item) = item
                && let Some((path, _)) = &item.trait_
                && path.is_ident("Descriptor")
            {
                let mut line = format!("{module}::{}", source(&item.self_ty));
                for item in &item.items {
                    let _ = match item {
                        ImplItem::Const(metadata) if metadata.ident == "METADATA" => {
                            write!(line, ": {}", request_line(&metadata.expr))
                        }
                        ImplItem::Type(response) if response.ident == "Response" => {
                            write!(line, " -> {}", source(&response.ty))
                        }
                        _ => Ok(()),
                    };
                }
                actions.push(line);
            }
        }
    }
    assert_eq!(actions.len(), 375, "an action is missing, or new");
    insta::assert_snapshot!("actions", actions.join("\n"));
}

/// The items of all modules of types.
fn types() -> Vec<Item> {
    let mut items = Vec::new();
    for file in files("types") {
        if !["wire.rs", "schema.rs"].iter().any(|name| file.ends_with(name)) {
            items.extend(parse(&file).items);
        }
    }
    items
}

/// The files in a folder of `generated/`, and in those inside it, in the order of their paths.
fn files(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let path = Path::new(GENERATED).join(folder);
    for entry in fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())) {
        let name = entry.expect("a folder entry").file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        if Path::new(GENERATED).join(&path).is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn write_items(module: &str, surface: &mut String) {
    let wire = Wire::default();
    for item in unconditional(parse(&format!("endpoints/{module}.rs")).items) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => write_struct(&item, &wire, surface),
            Item::Impl(item) => write_impl(&item, surface),
            Item::Mod(_) | Item::Use(_) => {}
            other => panic!("teach `surface` this item: {}", source(&other)),
        }
    }
}

/// The items, with those that need the feature `http` in place of the macro around them.
fn unconditional(items: Vec<Item>) -> Vec<Item> {
    let items = items.into_iter().flat_map(|item| match item {
        Item::Macro(condition) if condition.mac.path.is_ident("if_http") => {
            let file: File = syn::parse2(condition.mac.tokens).expect("items");
            file.items
        }
        item => vec![item],
    });
    items.collect()
}

/// `struct Name: its derives`, then its fields with their names in JSON.
fn write_struct(item: &ItemStruct, wire: &Wire, surface: &mut String) {
    let name = item.ident.to_string();
    let tuple = match &item.fields {
        Fields::Unnamed(fields) => source(fields),
        Fields::Named(_) | Fields::Unit => String::new(),
    };
    head(&format!("struct {name}{tuple}"), &item.attrs, surface);
    if let Fields::Named(fields) = &item.fields {
        for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
            let field_name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            line(
                &format!("{field_name}: {}", source(&field.ty)),
                wire.of(&name, &field_name),
                surface,
            );
        }
    }
    wire.traits(&name, surface);
    surface.push('\n');
}

/// `enum Name: its derives`, then its variants with their values in JSON.
fn write_enum(item: &ItemEnum, wire: &Wire, surface: &mut String) {
    let name = item.ident.to_string();
    head(&format!("enum {name}"), &item.attrs, surface);
    for variant in &item.variants {
        let variant_name = variant.ident.to_string();
        line(
            &format!("{variant_name}{}", source(&variant.fields)),
            wire.of(&name, &variant_name),
            surface,
        );
    }
    wire.traits(&name, surface);
    surface.push('\n');
}

/// The signatures of an implementation, behind the type that it is for.
fn write_impl(item: &ItemImpl, surface: &mut String) {
    surface.truncate(surface.trim_end().len());
    surface.push('\n');
    let of = match &item.trait_ {
        Some(implemented) => format!("{}: ", source(&implemented.0)),
        None => String::new(),
    };
    for item in &item.items {
        let _ = match item {
            ImplItem::Fn(function) => writeln!(surface, "    {of}{}", source(&function.sig)),
            ImplItem::Type(associated) => {
                writeln!(
                    surface,
                    "    {of}type {} = {}",
                    associated.ident,
                    source(&associated.ty)
                )
            }
            ImplItem::Const(constant) => {
                let (name, ty) = (&constant.ident, source(&constant.ty));
                let request = request_line(&constant.expr);
                let request = if request.is_empty() {
                    source(&constant.expr)
                } else {
                    request
                };
                writeln!(surface, "    {of}const {name}: {ty} ({request})")
            }
            other => panic!("teach `surface` this item: {}", source(other)),
        };
    }
    surface.push('\n');
}

/// Method and path of an endpoint's metadata: `Metadata::new(id, method, server, path)` with setters after it.
fn request_line(metadata: &Expr) -> String {
    let Expr::Reference(reference) = metadata else {
        return String::new();
    };
    let mut built = &*reference.expr;
    while let Expr::MethodCall(call) = built {
        built = &call.receiver;
    }
    let Expr::Call(call) = built else {
        return String::new();
    };
    let argument = |index: usize| call.args.iter().nth(index).map(source).unwrap_or_default();
    match call.args.len() {
        4 => format!("{} {}", argument(1), argument(3)),
        _ => String::new(),
    }
}

fn head(signature: &str, attributes: &[Attribute], surface: &mut String) {
    let attributes = attributes.iter().filter(|attribute| !attribute.path().is_ident("doc"));
    let attributes: Vec<String> = attributes.map(|attribute| source(&attribute.meta)).collect();
    let _ = writeln!(surface, "{signature}  {}", attributes.join(" "));
}

fn line(signature: &str, wire: Option<&String>, surface: &mut String) {
    let _ = match wire {
        Some(wire) => writeln!(surface, "    {signature} = {wire}"),
        None => writeln!(surface, "    {signature}"),
    };
}

/// What the files `wire.rs` say of each type.
#[derive(Default)]
struct Wire {
    /// By type and field or variant: the name in JSON, or the rules of what a variant holds.
    names: BTreeMap<(String, String), String>,
    /// By type: the macros that implement it.
    macros: BTreeMap<String, Vec<String>>,
}

impl Wire {
    fn read() -> Self {
        let mut wire = Self::default();
        let files = files("types").into_iter().filter(|file| file.ends_with("/wire.rs"));
        for item in files.flat_map(|file| parse(&file).items) {
            let Item::Macro(call) = item else { continue };
            let text = compact(&call.mac.tokens.to_string());
            let macro_name = source(&call.mac.path);
            let type_name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // `additional_properties` in an object, the name of the table, the variant of a conversion.
            let mut entries = text.split(';');
            let head = entries.next().unwrap_or_default().trim_start_matches(&type_name);
            let mut words = head.split([' ', ',', '=']);
            let said = words
                .find(|word| !word.is_empty())
                .unwrap_or_default()
                .trim_start_matches("::");
            let macros = wire.macros.entry(type_name.clone()).or_default();
            macros.push(format!("{macro_name}!({said})"));
            // `optional type_ = "type"` in an object, `Admin = "admin"` in an enum.
            for (rust, name) in entries.filter_map(|entry| entry.rsplit_once(" = ")) {
                let declared = rust.split([':', '(']).next().unwrap_or_default();
                let field = declared
                    .split([' ', '|'])
                    .rfind(|word| !word.is_empty())
                    .unwrap_or_default();
                wire.names
                    .insert((type_name.clone(), field.to_owned()), name.to_owned());
            }
        }
        assert!(
            !wire.names.is_empty(),
            "no wire.rs says anything that this test understands"
        );
        wire
    }

    fn of(&self, type_name: &str, field: &str) -> Option<&String> {
        self.names.get(&(type_name.to_owned(), field.to_owned()))
    }

    fn traits(&self, type_name: &str, surface: &mut String) {
        if let Some(macros) = self.macros.get(type_name) {
            let _ = writeln!(surface, "    {}", macros.join(" "));
        }
    }
}

fn parse(path: &str) -> File {
    let path = Path::new(GENERATED).join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn source(item: &impl ToTokens) -> String {
    compact(&item.to_token_stream().to_string())
}

/// Tokens, spaced as a person would write them.
fn compact(tokens: &str) -> String {
    let mut text = tokens.split_whitespace().collect::<Vec<_>>().join(" ");
    for (loose, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" ;", ";"),
        (" :", ":"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("(pub ", "("),
        (":(", ": ("),
        (",)", ")"),
        ("(),", "(), "),
    ] {
        text = text.replace(loose, tight);
    }
    text
}
