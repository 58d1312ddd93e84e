//! The Rust types of shapes.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::members::Known;
use crate::model::names::Names;
use crate::model::normalise::Shapes;
use crate::model::shape::{DefinitionId, Kind, Shape, Use};

/// The names in scope in generated code. A generated type can shadow a name of the runtime or the standard library.
#[derive(Debug)]
pub struct Scope<'a> {
    /// All definitions.
    pub shapes: &'a Shapes,
    /// Their names.
    pub names: &'a Names,
    own: BTreeSet<&'a str>,
    newtypes: BTreeSet<&'a str>,
    /// Whether each definition implements only `PartialEq`, without `Eq` and `Hash`.
    partial: Vec<bool>,
    imports: Cell<bool>,
    named: RefCell<BTreeSet<usize>>,
    in_types: RefCell<BTreeSet<String>>,
    /// The aliases of each definition that has some.
    aliases: HashMap<usize, Vec<usize>>,
    /// The descriptions of the fields of structs that were asked for.
    known: RefCell<HashMap<usize, Rc<Known>>>,
}

impl<'a> Scope<'a> {
    /// Creates the scope of a run's types.
    pub fn new(shapes: &'a Shapes, names: &'a Names) -> Self {
        let own = names.types.iter().map(String::as_str);
        let aliases = names.aliases.iter().map(|alias| alias.name.as_str());
        let is_newtype = |kind: &Kind| matches!(kind, Kind::Text | Kind::Wrapper(_) | Kind::Checked(_));
        let definitions = shapes.definitions.iter().zip(names.types.iter());
        let mut aliases_of: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, alias) in shapes.aliases.iter().enumerate() {
            aliases_of.entry(alias.definition.index()).or_default().push(index);
        }
        let newtypes = definitions.filter(|(definition, _)| is_newtype(&definition.kind));
        Self {
            shapes,
            names,
            own: own.chain(aliases).collect(),
            partial: partially_equal(shapes),
            newtypes: newtypes.map(|(_, name)| name.as_str()).collect(),
            imports: Cell::default(),
            named: RefCell::default(),
            in_types: RefCell::default(),
            aliases: aliases_of,
            known: RefCell::default(),
        }
    }

    /// Returns the aliases of a definition, as indices.
    pub fn aliases_of(&self, id: DefinitionId) -> &[usize] {
        self.aliases.get(&id.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the locations that use a definition or one of its aliases, each with the name under which they use it.
    pub fn uses_of(&self, id: DefinitionId) -> impl Iterator<Item = (&'a str, &'a [Use])> {
        let own = (self.names.types[id].as_str(), &self.shapes.definitions[id].uses[..]);
        let aliases = self.aliases_of(id).iter().map(move |&index| {
            let name = &self.names.types[id.with_alias(index)];
            (name.as_str(), &self.shapes.aliases[index].uses[..])
        });
        [own].into_iter().chain(aliases)
    }

    /// Returns the descriptions of the fields of a struct, which are found once.
    pub fn known_descriptions(&self, id: DefinitionId, find: impl FnOnce() -> Known) -> Rc<Known> {
        if let Some(known) = self.known.borrow().get(&id.index()) {
            return Rc::clone(known);
        }
        let known = Rc::new(find());
        self.known.borrow_mut().insert(id.index(), Rc::clone(&known));
        known
    }

    /// Whether a generated newtype has this name. The name then also belongs to a function.
    pub fn is_newtype(&self, name: &str) -> bool {
        self.newtypes.contains(name)
    }

    /// Returns the path of a runtime type: its short name, unless a generated type has that name.
    pub fn runtime(&self, name: &str) -> String {
        if self.own.contains(name) {
            return format!("::typewright_runtime::{name}");
        }
        self.imports.set(true);
        name.to_owned()
    }

    /// Returns the path of an imported standard library type: its short name, unless a generated type has that name.
    pub fn collection(&self, name: &str) -> String {
        if self.own.contains(name) {
            return self.std(name);
        }
        self.imports.set(true);
        name.to_owned()
    }

    /// Returns the path of an item of the standard prelude: its short name, unless a generated type has that name.
    pub fn std(&self, name: &str) -> String {
        if !self.own.contains(name) {
            return name.to_owned();
        }
        let module = match name {
            "BTreeMap" => "collections",
            "Box" => "boxed",
            "Cow" => "borrow",
            "Default" => "default",
            "From" | "Into" => "convert",
            "IntoIterator" => "iter",
            "None" | "Some" => "option::Option",
            "String" => "string",
            "Vec" => "vec",
            _ => "option",
        };
        format!("::std::{module}::{name}")
    }

    /// Returns the path of an item of `types.rs` in the file of a resource's endpoints.
    pub fn in_types(&self, path: &str) -> String {
        self.in_types.borrow_mut().insert(path.to_owned());
        format!("types::{path}")
    }

    /// Returns the name of a type for the code of another one.
    pub fn name_of(&self, definition: DefinitionId) -> String {
        let aliases_start = self.shapes.definitions.len();
        let index = definition
            .alias()
            .map_or(definition.index(), |alias| aliases_start + alias);
        self.named.borrow_mut().insert(index);
        self.names.types[definition].clone()
    }

    /// Returns the types that were named since the last call: the indices of definitions, followed by those of aliases.
    pub fn take_named(&self) -> BTreeSet<usize> {
        self.named.take()
    }

    /// Whether a short name of the runtime was used since the last call.
    pub fn take_imports(&self) -> bool {
        self.imports.take()
    }

    /// Returns the paths of the items of `types.rs` that were used since the last call.
    pub fn take_types(&self) -> BTreeSet<String> {
        self.in_types.take()
    }

    /// Returns the Rust type of a shape.
    pub fn text(&self, shape: &Shape) -> String {
        match shape {
            Shape::Json => self.runtime("Json"),
            Shape::Object => self.runtime("JsonObject"),
            Shape::Null => "()".to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Int64 => "i64".to_owned(),
            Shape::Float64 => "f64".to_owned(),
            Shape::Integer => self.runtime("Integer"),
            Shape::Number => self.runtime("Number"),
            Shape::String => self.std("String"),
            Shape::Formatted(name) => self.runtime(name),
            Shape::List(inner) => format!("{}<{}>", self.std("Vec"), self.text(inner)),
            Shape::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.text(item)).collect();
                format!("{}<{}>", self.runtime("Tuple"), tuple(&items))
            }
            Shape::Map(inner) => format!(
                "{}<{}, {}>",
                self.collection("BTreeMap"),
                self.std("String"),
                self.text(inner)
            ),
            Shape::Boxed(inner) => format!("{}<{}>", self.std("Box"), self.text(inner)),
            Shape::Nullable(inner) => format!("{}<{}>", self.std("Option"), self.text(inner)),
            Shape::Named(definition) => self.name_of(*definition),
        }
    }

    /// Whether the type of a shape implements `From` for other types.
    pub fn has_conversions(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Null | Shape::Bool => false,
            Shape::Named(definition) => match &self.shapes.definitions[*definition].kind {
                Kind::Struct(..) | Kind::Text => false,
                Kind::Strings(_, held) => !held.is_empty(),
                Kind::Integers(_) | Kind::Choice(_) | Kind::Wrapper(_) | Kind::Checked(_) | Kind::Open => true,
            },
            _ => true,
        }
    }

    /// Returns the derives of a newtype around a shape, except `Debug`.
    pub fn derives(&self, shape: &Shape) -> TokenStream {
        if is_partial(shape, &self.partial) {
            open_derives()
        } else {
            quote!(Clone, PartialEq, Eq, Hash)
        }
    }

    /// Whether values of a shape have a meaningful order.
    pub fn is_ordered(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Null | Shape::Bool | Shape::Int64 | Shape::Integer | Shape::Number | Shape::String => true,
            Shape::Formatted(name) => *name != "Timestamp",
            Shape::List(inner) | Shape::Map(inner) | Shape::Boxed(inner) | Shape::Nullable(inner) => {
                self.is_ordered(inner)
            }
            Shape::Json | Shape::Object | Shape::Float64 | Shape::Tuple(_) => false,
            Shape::Named(definition) => match &self.shapes.definitions[*definition].kind {
                Kind::Text | Kind::Integers(_) => true,
                Kind::Strings(_, held) => held.iter().all(|variant| self.is_ordered(&variant.shape)),
                _ => false,
            },
        }
    }
}

/// Returns the derives of a type that can get another property, variant or parameter, except `Debug`.
///
/// `Eq` and `Hash` are not among them: a new property with a float would take them away, which would break code that
/// uses them.
pub fn open_derives() -> TokenStream {
    quote!(Clone, PartialEq)
}

/// Returns whether each definition implements only `PartialEq`: structs and unions, and newtypes around them or around
/// floats.
fn partially_equal(shapes: &Shapes) -> Vec<bool> {
    let kinds = || shapes.definitions.iter().map(|definition| &definition.kind);
    let mut partial: Vec<bool> = kinds()
        .map(|kind| matches!(kind, Kind::Struct(..) | Kind::Choice(_)))
        .collect();
    loop {
        let mut is_new = false;
        for (id, kind) in kinds().enumerate() {
            if let Kind::Wrapper(shape) = kind
                && !partial[id]
                && is_partial(shape, &partial)
            {
                partial[id] = true;
                is_new = true;
            }
        }
        if !is_new {
            return partial;
        }
    }
}

fn is_partial(shape: &Shape, partial: &[bool]) -> bool {
    match shape {
        Shape::Float64 => true,
        Shape::Named(definition) => partial[definition.index()],
        other => other.children().iter().any(|child| is_partial(child, partial)),
    }
}

/// Returns the Rust tuple of some types.
pub fn tuple(items: &[String]) -> String {
    match items {
        [only] => format!("({only},)"),
        items => format!("({})", items.join(", ")),
    }
}

/// Parses a generated type into tokens.
pub fn tokens(ty: &str) -> TokenStream {
    ty.parse().expect("a type that is written here consists of tokens")
}
