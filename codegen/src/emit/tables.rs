//! Emits the tables of the exact check as constants: `generated/types/schema.rs`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use typewright_core::json::pointer::unescape;
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use crate::input::document::{Node, Value};
use crate::model::identifier::{numbered, pascal, screaming};
use crate::model::names::Names;
use crate::model::normalise::{ALL, Shapes};
use crate::model::shape::{Definition, DefinitionId, Variant};
use crate::schema::equivalence::{Equivalence, EquivalenceId};
use crate::schema::keywords::{Bound, Condition, Keywords, SchemaId, Tagged};
use crate::schema::resolve::SchemaSet;
use crate::schema::unicode;

/// The input and the state for emitting tables.
#[derive(Debug)]
pub struct Tables<'a> {
    set: &'a SchemaSet,
    equivalence: &'a Equivalence,
    shapes: &'a Shapes,
    names: &'a Names,
    /// The first definition of each equivalence. Other tables refer to its table.
    owners: HashMap<EquivalenceId, DefinitionId>,
    /// The named tables of schemas without a type, by requested name and schema.
    parts: RefCell<HashMap<(String, SchemaId), String>>,
    /// The tables in `parts` that are not written yet.
    unwritten: RefCell<Vec<(String, SchemaId)>>,
    /// The tables in `parts` that are targets of references, by equivalence.
    references: RefCell<HashMap<EquivalenceId, String>>,
    /// What was named since the mentions were taken.
    mentions: RefCell<Mentions>,
    /// The statics of patterns, by source.
    patterns: RefCell<BTreeMap<String, String>>,
    /// The names of all statics so far.
    statics: RefCell<HashSet<String>>,
    /// The last number used for each name.
    numbers: RefCell<HashMap<String, usize>>,
}

/// The static items of the exact check.
pub struct Statics {
    /// The tables of the types, in the order of the definitions.
    pub types: Vec<Static>,
    /// The tables of schemas without a type, by name.
    pub parts: Vec<Static>,
    /// The patterns, sorted by source.
    pub patterns: Vec<Static>,
}

/// A static item.
pub struct Static {
    /// The name.
    pub name: String,
    /// The value, without visibility.
    pub item: TokenStream,
    /// What the value names.
    pub mentions: Mentions,
    /// The name in `schemars`, if others refer to a table without a type.
    pub schema_name: Option<String>,
}

/// What the value of a static item names.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Tables.
    pub tables: BTreeSet<String>,
    /// Tables that are named by the references to them.
    pub targets: BTreeSet<String>,
    /// The statics of patterns.
    pub patterns: BTreeSet<String>,
    /// Unicode properties.
    pub properties: BTreeSet<String>,
}

impl<'a> Tables<'a> {
    /// Creates the tables and finds the owner of each equivalence.
    pub fn new(set: &'a SchemaSet, equivalence: &'a Equivalence, shapes: &'a Shapes, names: &'a Names) -> Self {
        let mut owners = HashMap::new();
        let (whole, parts): (Vec<_>, Vec<_>) = shapes.iter().partition(|(_, definition)| definition.mask == ALL);
        // The table of a hidden value would also hide the values of equivalent schemas.
        let is_hidden = |definition: &Definition| {
            let notes = &set.keywords(definition.schema).notes;
            notes.password || notes.write_only
        };
        let (hidden, whole): (Vec<_>, Vec<_>) = whole.into_iter().partition(|(_, definition)| is_hidden(definition));
        for (id, definition) in whole.into_iter().chain(hidden).chain(parts) {
            owners.entry(definition.equivalence).or_insert(id);
        }
        let tables = shapes.iter().map(|(id, _)| names.table(id).to_owned());
        Self {
            set,
            equivalence,
            shapes,
            names,
            owners,
            statics: RefCell::new(tables.collect()),
            numbers: RefCell::default(),
            parts: RefCell::default(),
            unwritten: RefCell::default(),
            references: RefCell::default(),
            mentions: RefCell::default(),
            patterns: RefCell::default(),
        }
    }

    /// Returns the rules of a variant's branches for the wire tables, as expressions of type `&'static Schema`.
    pub fn of_variant(&self, variant: &Variant, owner: DefinitionId, rust: &str) -> String {
        let base = format!("{}_{}", self.names.table(owner), screaming(rust));
        let tables = variant.branches.iter().map(|branch| {
            let table = match self.owner(*branch) {
                Some(owner) => self.names.table(owner).to_owned(),
                None => self.part(*branch, base.clone()),
            };
            let path = format!("&schema::{table}");
            self.mentions.borrow_mut().tables.insert(table);
            path
        });
        tables.collect::<Vec<String>>().join(", ")
    }

    /// Returns what was named since the last call.
    pub fn take_mentions(&self) -> Mentions {
        self.mentions.take()
    }

    /// Returns the equivalence of a schema.
    pub fn equivalence(&self, schema: SchemaId) -> EquivalenceId {
        self.equivalence.of(schema)
    }

    /// Returns the name of the table of a schema used by an endpoint. `name` is used if the schema has no type.
    pub fn of_request(&self, schema: SchemaId, name: &str) -> String {
        match self.owner(schema) {
            // The table of another type with the same rules may not hide the value.
            Some(owner) if self.is_shown(schema) || self.is_own(owner, schema) => self.names.table(owner).to_owned(),
            Some(_) | None => self.part(schema, screaming(name)),
        }
    }

    /// Returns the rules that hide a value in errors: those of a schema, and of the schema that it refers to.
    fn hiding(&self, schema: SchemaId) -> Vec<TokenStream> {
        let notes = [schema, self.set.deref(schema)].map(|schema| &self.set.keywords(schema).notes);
        let password = notes.iter().any(|notes| notes.password).then(|| quote!(password()));
        let hidden = notes.iter().any(|notes| notes.write_only).then(|| quote!(hidden()));
        password.into_iter().chain(hidden).collect()
    }

    /// Whether a definition is that of a schema, and not of an equivalent one.
    fn is_own(&self, definition: DefinitionId, schema: SchemaId) -> bool {
        self.set.deref(self.shapes.definitions[definition].schema) == self.set.deref(schema)
    }

    /// Whether errors may show the values of a schema.
    fn is_shown(&self, schema: SchemaId) -> bool {
        self.hiding(schema).is_empty()
    }

    /// Returns the name of a separate table for a schema, which is written later.
    fn part(&self, schema: SchemaId, base: String) -> String {
        let schema = self.set.deref(schema);
        let key = (base.clone(), schema);
        if let Some(known) = self.parts.borrow().get(&key) {
            return known.clone();
        }
        let mut name = base;
        if self.statics.borrow().contains(&name) {
            name.push_str("_PART");
        }
        let name = self.fresh(name);
        self.parts.borrow_mut().insert(key, name.clone());
        self.unwritten.borrow_mut().push((name.clone(), schema));
        name
    }

    /// Returns a unique name for a static: the requested name, or that name with the first free number.
    fn fresh(&self, wanted: String) -> String {
        let mut statics = self.statics.borrow_mut();
        let mut numbers = self.numbers.borrow_mut();
        let name = if statics.contains(&wanted) {
            numbered(&format!("{wanted}_"), |name| statics.contains(name), &mut numbers)
        } else {
            wanted
        };
        statics.insert(name.clone());
        name
    }

    /// Returns the table of the target of a `$ref` if the target has no type but contains schemas. Inlining it would
    /// not terminate if it is recursive, and would duplicate it if it has several references.
    fn of_reference(&self, id: SchemaId) -> Option<String> {
        let target = self.set.deref(id);
        if target == id || self.set.keywords(target).children().is_empty() {
            return None;
        }
        let equivalence = self.equivalence.of(target);
        if let Some(name) = self.references.borrow().get(&equivalence) {
            return Some(name.clone());
        }
        let name = self.part(target, screaming(&self.own_word(target)));
        self.references.borrow_mut().insert(equivalence, name.clone());
        Some(name)
    }

    /// Returns a word for a schema, derived from its location.
    fn own_word(&self, id: SchemaId) -> String {
        let schema = &self.set.schemas[id];
        let key = schema.pointer.rsplit('/').find(|step| !step.is_empty());
        let root = || self.set.roots.iter().find(|root| root.file == schema.file);
        match key {
            Some(key) => unescape(key),
            None => root().map_or_else(|| "schema".to_owned(), |root| root.name.clone()),
        }
    }

    /// Emits all tables and patterns.
    pub fn emit(&self) -> Statics {
        self.take_mentions();
        let types = self.shapes.iter().map(|(id, definition)| {
            let owner = self.owners.get(&definition.equivalence).copied().unwrap_or(id);
            let rules = if owner == id {
                listed(&self.rules(definition.schema, &self.names.types[id]))
            } else {
                let table = self.names.table(owner);
                self.mentions.borrow_mut().tables.insert(table.to_owned());
                let (hiding, owner) = (self.hiding(definition.schema), ident(table));
                quote!(&[#(#hiding,)* ref_to(&#owner)])
            };
            self.table(self.names.table(id), &rules)
        });
        let types = types.collect();
        let mut parts = BTreeMap::new();
        loop {
            // Writing the rules of one part can request another part.
            let Some((name, schema)) = self.unwritten.borrow_mut().pop() else {
                break;
            };
            let rules = listed(&self.rules(schema, &name));
            parts.insert(name.clone(), self.table(&name, &rules));
        }
        let referred_to: BTreeSet<String> = self.references.borrow().values().cloned().collect();
        for (name, part) in &mut parts {
            part.schema_name = referred_to.contains(name).then(|| pascal(name));
        }
        let patterns = self.patterns.borrow();
        let patterns = patterns.iter().map(|(source, name)| {
            let properties = unicode::properties(source);
            let pattern = pattern(source, &properties);
            let ident = ident(name);
            Static {
                name: name.clone(),
                item: quote!(static #ident: Pattern = #pattern;),
                mentions: Mentions {
                    properties,
                    ..Mentions::default()
                },
                schema_name: None,
            }
        });
        Statics {
            types,
            parts: parts.into_values().collect(),
            patterns: patterns.collect(),
        }
    }

    /// Returns the table of the rules that were emitted last.
    fn table(&self, name: &str, rules: &TokenStream) -> Static {
        let ident = ident(name);
        Static {
            name: name.to_owned(),
            item: quote!(static #ident: Schema = Schema::new(#rules);),
            mentions: self.take_mentions(),
            schema_name: None,
        }
    }

    /// Returns the definition whose table is equivalent to a schema.
    fn owner(&self, id: SchemaId) -> Option<DefinitionId> {
        self.owners.get(&self.equivalence.of(id)).copied()
    }

    /// Returns the expression of a subschema: a reference to a table, or inline rules.
    fn schema(&self, id: SchemaId, at: &str) -> TokenStream {
        let table = match self.owner(id) {
            Some(owner) => Some(self.names.table(owner).to_owned()),
            None => self.of_reference(id),
        };
        let hiding = self.hiding(id);
        match table {
            Some(table) if hiding.is_empty() => {
                let reference = ident(&table);
                self.mentions.borrow_mut().targets.insert(table);
                quote!(Schema::new(&to::#reference))
            }
            Some(table) => {
                let target = ident(&table);
                self.mentions.borrow_mut().tables.insert(table);
                quote!(Schema::new(&[#(#hiding,)* ref_to(&#target)]))
            }
            None => schema(&self.rules(id, at), self.set.keywords(self.set.deref(id))),
        }
    }

    /// Returns the rules of a schema, cheapest first.
    #[allow(clippy::too_many_lines)] // one entry for each keyword
    fn rules(&self, id: SchemaId, at: &str) -> Vec<TokenStream> {
        let keywords = self.set.keywords(self.set.deref(id));
        let mut rules = self.hiding(id);
        if keywords.never {
            rules.push(quote!(never()));
        }
        if let Some(types) = keywords.types {
            rules.push(type_rule(types));
        }
        rules.extend(values(keywords));
        let mut count = |name: &str, count: Option<u64>| {
            if let Some(count) = count {
                let name = ident(name);
                let count = proc_macro2::Literal::u64_unsuffixed(count);
                rules.push(quote!(#name(#count)));
            }
        };
        count("min_length", keywords.string.min_length);
        count("max_length", keywords.string.max_length);
        count("min_items", keywords.array.min_items);
        count("max_items", keywords.array.max_items);
        count("min_properties", keywords.object.min_properties);
        count("max_properties", keywords.object.max_properties);
        if let Some(pattern) = &keywords.string.pattern {
            let pattern = self.pattern(pattern, at);
            rules.push(quote!(pattern(&#pattern)));
        }
        if let Some(format) = keywords.string.format {
            let format = ident(&format!("{format:?}"));
            rules.push(quote!(format(Format::#format)));
        }
        for (bound, number) in &keywords.number.bounds {
            let name = ident(match bound {
                Bound::MultipleOf => "multiple_of",
                Bound::Minimum => "minimum",
                Bound::Maximum => "maximum",
                Bound::ExclusiveMinimum => "exclusive_minimum",
                Bound::ExclusiveMaximum => "exclusive_maximum",
            });
            let number = number.to_string();
            rules.push(quote!(#name(#number)));
        }
        let mut one = |name: &str, schema: Option<SchemaId>| {
            if let Some(schema) = schema {
                let name = ident(name);
                let schema = self.schema(schema, at);
                rules.push(quote!(#name(&#schema)));
            }
        };
        one("items", keywords.array.items);
        one("additional_items", keywords.array.additional_items);
        one("contains", keywords.array.contains);
        one("property_names", keywords.object.property_names);
        if let Some(tuple) = &keywords.array.tuple {
            let items = self.list(tuple, at);
            rules.push(quote!(tuple(&[#items])));
        }
        if keywords.array.unique_items {
            rules.push(quote!(unique_items()));
        }
        // A struct always has its required fields, so the fast check skips them. Required names without a field are a
        // separate rule.
        let (fields, others): (Vec<&String>, Vec<&String>) = keywords
            .object
            .required
            .iter()
            .partition(|name| keywords.object.properties.iter().any(|(field, _)| field == *name));
        if !fields.is_empty() {
            rules.push(quote!(required(&[#(#fields),*])));
        }
        if !others.is_empty() {
            rules.push(quote!(all_of(&[Schema::new(&[required(&[#(#others),*])])])));
        }
        let directed = &keywords.object.directed;
        for (name, names) in [
            ("required_in_request", &directed.required_in_request),
            ("required_in_response", &directed.required_in_response),
            ("read_only", &directed.read_only),
            ("write_only", &directed.write_only),
        ] {
            if !names.is_empty() {
                let name = ident(name);
                rules.push(quote!(#name(&[#(#names),*])));
            }
        }
        if !keywords.object.properties.is_empty() {
            let properties = self.map(&keywords.object.properties, at);
            rules.push(quote!(properties(&[#properties])));
        }
        if !keywords.object.pattern_properties.is_empty() {
            let entries = keywords.object.pattern_properties.iter().map(|(pattern, schema)| {
                let schema = self.schema(*schema, at);
                let pattern = self.pattern(pattern, &format!("{at} key"));
                quote!((&#pattern, #schema))
            });
            rules.push(quote!(pattern_properties(&[#(#entries),*])));
        }
        if let Some(schema) = keywords.object.additional_properties {
            let schema = self.schema(schema, at);
            rules.push(quote!(additional_properties(&#schema)));
        }
        if keywords.object.closed {
            rules.push(quote!(closed()));
        }
        if !keywords.object.required_with.is_empty() {
            let entries = keywords
                .object
                .required_with
                .iter()
                .map(|(name, names)| quote!((#name, &[#(#names),*])));
            rules.push(quote!(required_with(&[#(#entries),*])));
        }
        if !keywords.object.schema_with.is_empty() {
            let entries = self.map(&keywords.object.schema_with, at);
            rules.push(quote!(schema_with(&[#entries])));
        }
        rules.extend(keywords.tagged.as_ref().map(|tagged| self.tagged(tagged, keywords, at)));
        for (name, list) in [
            ("all_of", &keywords.all_of),
            ("any_of", &keywords.any_of),
            ("one_of", &keywords.one_of),
        ] {
            // The tag decides between the branches.
            if !list.is_empty() && (keywords.tagged.is_none() || name == "all_of") {
                let name = ident(name);
                let list = self.list(list, at);
                rules.push(quote!(#name(&[#list])));
            }
        }
        if let Some(schema) = keywords.not {
            let schema = self.schema(schema, at);
            rules.push(quote!(not(&#schema)));
        }
        if let Some(Condition { when, then, otherwise }) = keywords.condition {
            let part = |schema: Option<SchemaId>| match schema {
                Some(schema) => self.schema(schema, at),
                None => quote!(Schema::new(&[])),
            };
            let (condition, then, otherwise) = (part(Some(when)), part(then), part(otherwise));
            rules.push(quote!(condition(&#condition, &#then, &#otherwise)));
        }
        rules
    }

    /// Returns the rule of a union that a tag decides. Its branches that are not objects have no tag.
    fn tagged(&self, tagged: &Tagged, keywords: &Keywords, at: &str) -> TokenStream {
        let property = &tagged.property;
        let branches = self.map(&tagged.branches, at);
        let rule = quote!(tagged(#property, &[#branches]));
        let is_selected = |branch: &SchemaId| tagged.branches.iter().any(|(_, selected)| selected == branch);
        let all = keywords.one_of.iter().chain(&keywords.any_of);
        let others: Vec<SchemaId> = all.copied().filter(|branch| !is_selected(branch)).collect();
        if others.is_empty() {
            return rule;
        }
        let others = self.list(&others, at);
        quote!(any_of(&[#others, Schema::new(&[#rule])]))
    }

    fn list(&self, schemas: &[SchemaId], at: &str) -> TokenStream {
        let schemas = schemas.iter().map(|schema| self.schema(*schema, at));
        quote!(#(#schemas),*)
    }

    fn map(&self, schemas: &[(String, SchemaId)], at: &str) -> TokenStream {
        let entries = schemas.iter().map(|(name, schema)| {
            let schema = self.schema(*schema, &format!("{at} {name}"));
            quote!((#name, #schema))
        });
        quote!(#(#entries),*)
    }

    /// Returns the static of a pattern, named after its first use.
    fn pattern(&self, source: &str, at: &str) -> Ident {
        let name = self.pattern_name(source, at);
        let pattern = ident(&name);
        self.mentions.borrow_mut().patterns.insert(name);
        pattern
    }

    fn pattern_name(&self, source: &str, at: &str) -> String {
        let mut patterns = self.patterns.borrow_mut();
        if let Some(name) = patterns.get(source) {
            return name.clone();
        }
        let words: Vec<String> = at.split(' ').map(screaming).filter(|word| !word.is_empty()).collect();
        let base: String = words
            .join("_")
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        let base = format!("{base}_PATTERN");
        let base = if base.starts_with(|c: char| c.is_ascii_digit()) {
            format!("_{base}")
        } else {
            base
        };
        let name = self.fresh(base);
        patterns.insert(source.to_owned(), name.clone());
        name
    }
}

/// Returns a pattern as an expression, with the Unicode properties it uses.
fn pattern(source: &str, properties: &BTreeSet<String>) -> TokenStream {
    if properties.is_empty() {
        return quote!(Pattern::new(#source));
    }
    let properties = properties.iter().map(|name| {
        let ranges = ident(&screaming(name));
        quote!(Property { name: #name, ranges: property::#ranges })
    });
    quote!(Pattern::with_properties(#source, &[#(#properties),*]))
}

/// Emits a constant for the characters of a Unicode property.
pub fn property_table(name: &str, visibility: &TokenStream) -> TokenStream {
    let ranges = unicode::ranges(name)
        .into_iter()
        .flat_map(|(first, last)| [first, last]);
    // Escapes characters that are invisible or change the text direction.
    let ranges: String = ranges
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() => c.to_string(),
            c => c.escape_unicode().to_string(),
        })
        .collect();
    let ranges: TokenStream = match format!("\"{ranges}\"").parse() {
        Ok(literal) => literal,
        Err(error) => unreachable!("escaped characters are a string literal: {error}"),
    };
    let docs = format!(" The characters of `\\p{{{name}}}`: the first and the last of each range.");
    let name = ident(&screaming(name));
    quote!(#[doc = #docs] #visibility const #name: &str = #ranges;)
}

/// Returns a set of types as an expression. `module` is the name of the runtime's module in that file.
pub fn type_set(types: u8, module: &str) -> String {
    let names = type_names(types).into_iter();
    let names: Vec<String> = names.map(|name| format!("{module}::{name}")).collect();
    names.join(" | ")
}

/// Emits the reference to a table that others refer to. Most properties of a large API refer to one, and to name a static
/// costs the compiler much less than to build the same reference again. A constant would not do: the compiler evaluates it
/// together with its target, which recursive schemas do not allow.
pub fn reference(target: &str, visibility: &TokenStream) -> TokenStream {
    let target = ident(target);
    quote!(#visibility static #target: [schema::Rule; 1] = [ref_to(&super::#target)];)
}

/// Returns the names of the constants of a set of types.
fn type_names(types: u8) -> Vec<&'static str> {
    let names = [
        (NULL, "NULL"),
        (BOOLEAN, "BOOLEAN"),
        (INTEGER, "INTEGER"),
        (NUMBER, "NUMBER"),
        (STRING, "STRING"),
        (ARRAY, "ARRAY"),
        (OBJECT, "OBJECT"),
    ];
    names
        .into_iter()
        .filter(|(bit, _)| types & bit != 0)
        .filter(|(bit, _)| *bit != INTEGER || types & NUMBER == 0)
        .map(|(_, name)| name)
        .collect()
}

/// Returns the expression of a list of rules.
fn listed(rules: &[TokenStream]) -> TokenStream {
    quote!(&[#(#rules),*])
}

/// Returns the expression of a schema with these rules. Most schemas of a large API are only a type, and to name a constant costs
/// the compiler less than to build the same table again.
fn schema(rules: &[TokenStream], keywords: &Keywords) -> TokenStream {
    if let ([_], Some(types)) = (rules, keywords.types)
        && let [single] = type_names(types)[..]
    {
        let name = ident(single);
        return quote!(Schema::#name);
    }
    let rules = listed(rules);
    quote!(Schema::new(#rules))
}

/// Returns the rule for `type`.
fn type_rule(types: u8) -> TokenStream {
    let names = type_names(types);
    if let [single] = names[..] {
        let single = ident(&single.to_lowercase());
        return quote!(#single());
    }
    let names = names.into_iter().map(ident);
    quote!(types(#(schema::#names)|*))
}

fn values(keywords: &Keywords) -> Vec<TokenStream> {
    let mut rules = Vec::new();
    if let Some(values) = &keywords.values {
        let texts: Option<Vec<&str>> = values.iter().map(Node::as_str).collect();
        rules.push(if let Some(texts) = texts {
            quote!(strings(&[#(#texts),*]))
        } else {
            let values = values.iter().map(value);
            quote!(values(&[#(#values),*]))
        });
    }
    if let Some(constant) = &keywords.constant {
        let constant = value(constant);
        rules.push(quote!(constant(#constant)));
    }
    rules
}

fn value(node: &Node) -> TokenStream {
    match &node.value {
        Value::Null => quote!(Value::Null),
        Value::Bool(flag) => quote!(Value::Bool(#flag)),
        Value::Number(number) => {
            let text = number.to_string();
            quote!(Value::Number(#text))
        }
        Value::String(text) => quote!(Value::Text(#text)),
        Value::Array(items) => {
            let items = items.iter().map(value);
            quote!(Value::Array(&[#(#items),*]))
        }
        Value::Object(members) => {
            let members = members.iter().map(|member| {
                let name = &member.name;
                let value = value(&member.value);
                quote!((#name, #value))
            });
            quote!(Value::Object(&[#(#members),*]))
        }
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
