//! The third stage: for each schema the shape that carries it, equal shapes shared.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use losant_runtime::formats::Format;
use losant_runtime::pattern;
use losant_runtime::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

use crate::boxes::box_up;
use crate::class::{ClassId, Classes};
use crate::document::{Node, Value};
use crate::keywords::{Keywords, SchemaId};
use crate::resolve::SchemaSet;
use crate::shape::{Choice, Definition, DefinitionId, Extra, Field, Kind, Presence, Shape, Use, Variant};

/// All types of a value.
pub const ALL: u8 = NULL | BOOLEAN | INTEGER | NUMBER | STRING | ARRAY | OBJECT;

/// The definitions of a run.
#[derive(Debug)]
pub struct Shapes {
    /// By [`DefinitionId`].
    pub definitions: Vec<Definition>,
    /// The definition of each root, in the order of [`SchemaSet::roots`].
    pub roots: Vec<DefinitionId>,
    /// The shapes of schemas that were asked for beside the roots.
    pub asked: BTreeMap<SchemaId, Shape>,
    by_class: HashMap<(ClassId, u8), DefinitionId>,
}

impl Shapes {
    /// The definition that carries the whole of a class, if there is one.
    pub fn of_class(&self, class: ClassId) -> Option<DefinitionId> {
        self.by_class.get(&(class, ALL)).copied()
    }

    /// Whether the Rust type of a shape is a text, and says so: `AsRef<str>`, `Display` and `FromStr`.
    pub fn is_text(&self, shape: &Shape) -> bool {
        match shape {
            Shape::String | Shape::Formatted(_) => true,
            Shape::Named(definition) => match &self.definitions[*definition].kind {
                Kind::Strings(..) | Kind::Text => true,
                Kind::Wrapper(inner) => self.is_text(inner),
                Kind::Struct(..) | Kind::Choice(_) | Kind::Checked(_) | Kind::Open => false,
            },
            Shape::Json
            | Shape::Object
            | Shape::Null
            | Shape::Bool
            | Shape::Integer
            | Shape::Number
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Boxed(_)
            | Shape::Nullable(_) => false,
        }
    }
}

/// Finds the shapes of all schemas that the roots lead to, and of those that are asked for, each with a word for it.
pub fn normalise(set: &SchemaSet, classes: &Classes, asked: &[(SchemaId, String)]) -> Shapes {
    let mut builder = Builder {
        set,
        classes,
        shapes: Shapes {
            definitions: Vec::new(),
            roots: Vec::new(),
            asked: BTreeMap::new(),
            by_class: HashMap::new(),
        },
        types: RefCell::default(),
    };
    for root in &set.roots {
        let mut at = Spot {
            file: root.file,
            path: Vec::new(),
        };
        let definition = builder.root(root.schema, &mut at);
        builder.shapes.roots.push(definition);
    }
    for (schema, word) in asked {
        let mut at = Spot {
            file: set.schemas[*schema].file,
            path: vec![word.clone()],
        };
        let shape = builder.shape(*schema, ALL, &mut at);
        builder.shapes.asked.insert(*schema, shape);
    }
    box_up(&mut builder.shapes.definitions);
    builder.shapes
}

/// The place that the walk is at.
struct Spot {
    file: usize,
    path: Vec<String>,
}

impl Spot {
    /// The place where a schema stands, told from its JSON Pointer: the names in it, without the keywords.
    fn of(set: &SchemaSet, id: SchemaId) -> Self {
        let schema = &set.schemas[id];
        let mut path = Vec::new();
        let mut steps = schema.pointer.split('/').skip(1);
        while let Some(step) = steps.next() {
            match step {
                "properties" | "patternProperties" | "definitions" | "$defs" | "schemas" | "dependencies" => {
                    path.extend(steps.next().map(|name| name.replace("~1", "/").replace("~0", "~")));
                }
                "items" | "additionalProperties" => {
                    if let Some(last) = path.last_mut() {
                        *last = singular(last);
                    }
                }
                _ => {}
            }
        }
        Self {
            file: schema.file,
            path,
        }
    }

    fn inside<T>(&mut self, word: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(word.to_owned());
        let result = visit(self);
        self.path.pop();
        result
    }
}

/// A word for a schema, told from the place where it stands.
pub fn own_word(set: &SchemaSet, id: SchemaId) -> String {
    let Spot { file, mut path } = Spot::of(set, id);
    let root = || set.roots.iter().find(|root| root.file == file);
    path.pop()
        .or_else(|| root().map(|root| root.name.clone()))
        .unwrap_or_else(|| "schema".to_owned())
}

struct Builder<'a> {
    set: &'a SchemaSet,
    classes: &'a Classes,
    shapes: Shapes,
    /// What [`Builder::types_of`] found.
    types: RefCell<HashMap<SchemaId, u8>>,
}

impl Builder<'_> {
    /// A file gives a type, whatever it holds.
    fn root(&mut self, id: SchemaId, at: &mut Spot) -> DefinitionId {
        match self.shape(id, ALL, at) {
            // The type of another schema does as well only if that is all that this one says.
            Shape::Named(definition) if self.says_the_same(id, definition) => definition,
            shape => self.add(Definition {
                schema: id,
                class: self.classes.of(id),
                kind: Kind::Wrapper(shape),
                uses: vec![Use {
                    file: at.file,
                    path: Vec::new(),
                    schema: id,
                }],
            }),
        }
    }

    /// Whether a schema is that of a definition, or leads to it and says nothing else.
    fn says_the_same(&self, id: SchemaId, definition: DefinitionId) -> bool {
        let wanted = self.shapes.definitions[definition].class;
        let mut id = self.set.deref(id);
        while self.classes.of(id) != wanted {
            match self.only_wrapped(id, self.types_of(id)) {
                Some(inner) => id = self.set.deref(inner),
                None => return false,
            }
        }
        true
    }

    fn add(&mut self, definition: Definition) -> DefinitionId {
        self.shapes.definitions.push(definition);
        self.shapes.definitions.len() - 1
    }

    /// The shape that carries the values of a schema that have one of these types.
    fn shape(&mut self, id: SchemaId, mask: u8, at: &mut Spot) -> Shape {
        let target = self.set.deref(id);
        if target != id {
            // What a reference leads to is named after its own place, whoever refers to it.
            let mut own = Spot::of(self.set, target);
            return self.shape(target, mask, &mut own);
        }
        let mask = mask & self.types_of(target);
        if mask & NULL != 0 && mask != NULL && mask != ALL {
            let inner = self.shape(id, mask & !NULL, at);
            return match inner {
                Shape::Json | Shape::Nullable(_) => inner,
                Shape::Named(definition) if matches!(self.shapes.definitions[definition].kind, Kind::Checked(_)) => {
                    // A checked JSON value takes null itself.
                    inner
                }
                _ => Shape::Nullable(Box::new(inner)),
            };
        }
        let recursive = self.classes.recursive.contains(&target);
        if !recursive && let Some(shape) = self.plain(target, mask, at) {
            return shape;
        }
        self.named(target, mask, at, recursive)
    }

    /// A shape that needs no type of its own, if there is one.
    fn plain(&mut self, id: SchemaId, mask: u8, at: &mut Spot) -> Option<Shape> {
        let keywords = self.set.keywords(id);
        if let Some(inner) = self.only_wrapped(id, mask) {
            return Some(self.shape(inner, mask, at));
        }
        match mask {
            ALL if says_nothing(keywords) => Some(Shape::Json),
            NULL => Some(Shape::Null),
            BOOLEAN => Some(Shape::Bool),
            INTEGER => Some(Shape::Integer),
            _ if mask & !(INTEGER | NUMBER) == 0 && mask & NUMBER != 0 => Some(Shape::Number),
            STRING => self.plain_string(id),
            ARRAY => {
                let items = self
                    .gathered(id)
                    .into_iter()
                    .find_map(|part| self.set.keywords(part).items);
                let inner = match items {
                    Some(items) => {
                        let word = at.path.last().map_or_else(|| "item".to_owned(), |word| singular(word));
                        let parent = at.path.pop();
                        let inner = at.inside(&word, |at| self.shape(items, ALL, at));
                        at.path.extend(parent);
                        inner
                    }
                    None => Shape::Json,
                };
                Some(Shape::List(Box::new(inner)))
            }
            OBJECT => self.plain_object(id, at),
            _ => None,
        }
    }

    /// `{"allOf": [X]}` says X, and so does a choice of which only X has values of these types.
    fn only_wrapped(&self, id: SchemaId, mask: u8) -> Option<SchemaId> {
        let keywords = self.set.keywords(id);
        if !asserts_nothing_else(keywords) {
            return None;
        }
        if let ([only], [], []) = (&keywords.all_of[..], &keywords.any_of[..], &keywords.one_of[..]) {
            return Some(*only);
        }
        if !keywords.all_of.is_empty() {
            return None;
        }
        let (branches, repeated) = self.branches(id);
        let mut meant = branches.into_iter().filter(|branch| self.types_of(*branch) & mask != 0);
        let only = meant.next()?;
        (meant.next().is_none() && !repeated).then_some(only)
    }

    fn plain_string(&self, id: SchemaId) -> Option<Shape> {
        let keywords = self.set.keywords(id);
        if self.literal_strings(id).is_some() || !keywords.any_of.is_empty() || !keywords.one_of.is_empty() {
            return None;
        }
        if keywords.pattern.as_deref().is_some_and(is_identifier_like) {
            return None;
        }
        let formatted = keywords.format.and_then(|format| match format {
            Format::DateTime => Some("Timestamp"),
            Format::Date => Some("Date"),
            Format::Uuid => Some("Uuid"),
            Format::Ipv4 => Some("Ipv4"),
            Format::Ipv6 => Some("Ipv6"),
            Format::Uri => Some("Uri"),
            _ => None,
        });
        Some(formatted.map_or(Shape::String, Shape::Formatted))
    }

    /// An object without properties of its own is a map.
    fn plain_object(&mut self, id: SchemaId, at: &mut Spot) -> Option<Shape> {
        let parts = self.gathered(id);
        let keywords = self.set.keywords(id);
        if !self.fields_of(&parts).is_empty() || !keywords.any_of.is_empty() || !keywords.one_of.is_empty() {
            return None;
        }
        if keywords.values.is_some() || keywords.constant.is_some() {
            return None;
        }
        let [only] = parts[..] else {
            return Some(Shape::Object);
        };
        let keywords = self.set.keywords(only);
        let values = match (&keywords.pattern_properties[..], keywords.additional_properties) {
            ([(_, schema)], None) if keywords.closed => Some(*schema),
            ([], Some(schema)) => Some(schema),
            ([], None) if keywords.closed => return None,
            _ => None,
        };
        Some(match values {
            None => Shape::Object,
            Some(schema) => {
                let word = at.path.last().map_or_else(|| "value".to_owned(), |word| singular(word));
                let parent = at.path.pop();
                let inner = at.inside(&word, |at| self.shape(schema, ALL, at));
                at.path.extend(parent);
                Shape::Map(Box::new(inner))
            }
        })
    }

    /// A shape that is a type of its own, shared by all schemas of the class.
    fn named(&mut self, id: SchemaId, mask: u8, at: &mut Spot, recursive: bool) -> Shape {
        // A mask that takes nothing away from the schema is the whole schema.
        let whole = mask == self.types_of(id);
        let key = (self.classes.of(id), if whole { ALL } else { mask });
        let place = Use {
            file: at.file,
            path: at.path.clone(),
            schema: id,
        };
        if let Some(&known) = self.shapes.by_class.get(&key) {
            let uses = &mut self.shapes.definitions[known].uses;
            if !uses.contains(&place) {
                uses.push(place);
            }
            return Shape::Named(known);
        }
        let definition = self.add(Definition {
            schema: id,
            class: key.0,
            kind: Kind::Open,
            uses: vec![place],
        });
        self.shapes.by_class.insert(key, definition);
        let kind = self.kind(id, mask, at, recursive);
        // A choice of one is what it holds.
        if let Kind::Wrapper(inner) = &kind
            && !recursive
        {
            let inner = inner.clone();
            // What was built inside keeps its number, so only the newest definition can be taken back.
            if definition == self.shapes.definitions.len() - 1 {
                self.shapes.definitions.pop();
                self.shapes.by_class.remove(&key);
                return inner;
            }
        }
        self.shapes.definitions[definition].kind = kind;
        Shape::Named(definition)
    }

    fn kind(&mut self, id: SchemaId, mask: u8, at: &mut Spot, recursive: bool) -> Kind {
        // A text that leads back to itself is a newtype as others are.
        if recursive
            && mask != STRING
            && let Some(shape) = self.plain(id, mask, at)
        {
            return Kind::Wrapper(shape);
        }
        let keywords = self.set.keywords(id);
        if mask == 0 {
            return Kind::Checked("no value is right by it");
        }
        if mask == STRING {
            return self.string_kind(id, at);
        }
        let branches = !keywords.any_of.is_empty() || !keywords.one_of.is_empty();
        if mask == OBJECT {
            let parts = self.gathered(id);
            let fields = !self.fields_of(&parts).is_empty();
            if fields || (!branches && keywords.values.is_none() && keywords.constant.is_none()) {
                return self.structure(&parts, at);
            }
        }
        if branches && keywords.any_of.is_empty() != keywords.one_of.is_empty() {
            return self.choice(id, mask, at);
        }
        // Objects that are listed one by one are no choice, and had a struct if that could hold them.
        if keywords.types.is_some() && mask != OBJECT && mask != ALL && !branches {
            return self.choice_of_types(id, mask, at);
        }
        Kind::Checked(why_json(keywords, mask))
    }

    /// The literal strings of an `enum` or `const` that has nothing else.
    fn literal_strings(&self, id: SchemaId) -> Option<Vec<String>> {
        let keywords = self.set.keywords(id);
        let values: Vec<&Node> = match (&keywords.values, &keywords.constant) {
            (Some(values), _) => values.iter().collect(),
            (None, Some(constant)) => vec![constant],
            (None, None) => return None,
        };
        let mut seen = BTreeSet::new();
        let mut texts = Vec::new();
        for value in values {
            match &value.value {
                Value::String(text) if seen.insert(text) => texts.push(text.clone()),
                _ => {}
            }
        }
        Some(texts)
    }

    fn string_kind(&mut self, id: SchemaId, at: &mut Spot) -> Kind {
        if let Some(texts) = self.literal_strings(id) {
            return Kind::Strings(texts, Vec::new());
        }
        let keywords = self.set.keywords(id);
        if keywords.any_of.is_empty() && keywords.one_of.is_empty() {
            return Kind::Text;
        }
        let mut texts = Vec::new();
        let mut holding = Vec::new();
        for branch in self.branches(id).0 {
            if self.types_of(branch) & STRING == 0 {
                continue;
            }
            match self.literal_strings(self.set.deref(branch)) {
                Some(literals) => {
                    for text in literals {
                        if !texts.contains(&text) {
                            texts.push(text);
                        }
                    }
                }
                None => holding.push((branch, STRING)),
            }
        }
        let held = self.variants(&holding, at);
        match (&texts[..], &held[..]) {
            ([], [only]) => Kind::Wrapper(only.shape.clone()),
            _ => Kind::Strings(texts, held),
        }
    }

    /// All branches of `oneOf` or `anyOf`, each once, and whether any stood there twice; a branch that is nothing but
    /// branches is taken apart.
    fn branches(&self, id: SchemaId) -> (Vec<SchemaId>, bool) {
        let list = |keywords: &Keywords| {
            let both = keywords.one_of.iter().chain(&keywords.any_of);
            both.copied().rev().collect::<Vec<SchemaId>>()
        };
        let mut branches = Vec::new();
        let mut repeated = false;
        let mut seen = HashSet::new();
        let mut waiting = list(self.set.keywords(id));
        while let Some(branch) = waiting.pop() {
            if !seen.insert(self.set.deref(branch)) {
                repeated = true;
                continue;
            }
            let inner = self.set.keywords(branch);
            let combined = inner.one_of.len() + inner.any_of.len();
            let one_kind = inner.one_of.is_empty() != inner.any_of.is_empty();
            if combined > 0 && one_kind && inner.all_of.is_empty() && asserts_nothing_else(inner) {
                waiting.extend(list(inner));
            } else {
                branches.push(branch);
            }
        }
        (branches, repeated)
    }

    fn choice(&mut self, id: SchemaId, mask: u8, at: &mut Spot) -> Kind {
        let (branches, repeated) = self.branches(id);
        let meant: Vec<(SchemaId, u8)> = branches
            .into_iter()
            .map(|branch| (branch, self.types_of(branch) & mask))
            .filter(|(_, types)| *types != 0)
            .collect();
        let variants = self.variants(&meant, at);
        if let [only] = &variants[..] {
            return Kind::Wrapper(only.shape.clone());
        }
        let keywords = self.set.keywords(id);
        let disjoint = variants.len() == meant.len()
            && !repeated
            && asserts_nothing_else(keywords)
            && keywords.all_of.is_empty()
            && no_overlap(&variants);
        Kind::Choice(Choice { variants, disjoint })
    }

    /// `"type": ["string", "number"]`: a variant for each type.
    fn choice_of_types(&mut self, id: SchemaId, mask: u8, at: &mut Spot) -> Kind {
        let mut variants = Vec::new();
        let number = if mask & NUMBER != 0 { NUMBER | INTEGER } else { INTEGER };
        for types in [STRING, number, BOOLEAN, ARRAY, OBJECT] {
            if mask & types == 0 {
                continue;
            }
            let name = kind_name(types);
            let shape = at.inside(name, |at| self.shape(id, types, at));
            variants.push(Variant {
                name: name.to_owned(),
                shape,
                boxed: false,
                types,
                branches: vec![id],
            });
        }
        Kind::Choice(Choice {
            variants,
            disjoint: true,
        })
    }

    /// A variant for each branch; branches that look the same in Rust are one, and which of them a value is right by is
    /// the check's affair.
    fn variants(&mut self, branches: &[(SchemaId, u8)], at: &mut Spot) -> Vec<Variant> {
        let peers = self.peers(branches);
        let names: Vec<String> = branches
            .iter()
            .map(|branch| self.branch_name(*branch, &peers))
            .collect();
        let mut variants: Vec<Variant> = Vec::new();
        let mut known: HashMap<Shape, usize> = HashMap::new();
        for (&(branch, types), name) in branches.iter().zip(names) {
            let shape = at.inside(&name, |at| self.shape(branch, types, at));
            match known.entry(shape) {
                Entry::Occupied(entry) => {
                    let variant: &mut Variant = &mut variants[*entry.get()];
                    variant.types |= types;
                    if variant.name != name {
                        // What one of them is called says too much of the others.
                        kind_name(variant.types).clone_into(&mut variant.name);
                    }
                    let class = self.classes.of(branch);
                    if variant.branches.iter().all(|known| self.classes.of(*known) != class) {
                        variant.branches.push(branch);
                    }
                }
                Entry::Vacant(entry) => {
                    variants.push(Variant {
                        name,
                        shape: entry.key().clone(),
                        boxed: false,
                        types,
                        branches: vec![branch],
                    });
                    entry.insert(variants.len() - 1);
                }
            }
        }
        variants
    }

    /// A word for what a branch holds: its own title, else what tells it from the other branches, else its type.
    fn branch_name(&self, (branch, types): (SchemaId, u8), peers: &Peers) -> String {
        let target = self.set.deref(branch);
        for id in [branch, target] {
            let notes = &self.set.keywords(id).notes;
            if let Some((name, _)) = &notes.rust_name {
                return name.clone();
            }
            if let Some(title) = &notes.title {
                return title.clone();
            }
        }
        if target != branch {
            // A reference is named after what it leads to.
            let schema = &self.set.schemas[target];
            let last = schema.pointer.rsplit('/').next().filter(|last| !last.is_empty());
            let root = self.set.roots.iter().find(|root| root.schema == target);
            if let Some(name) = last.or(root.map(|root| root.name.as_str())) {
                return name.to_owned();
            }
        }
        if let Some(texts) = self.literal_strings(target)
            && let [only] = &texts[..]
        {
            return only.clone();
        }
        let keywords = self.set.keywords(target);
        if types == STRING && keywords.pattern.as_deref().is_some_and(is_object_id) {
            return "id".to_owned();
        }
        if let Some(format) = keywords.format.filter(|_| types == STRING) {
            return format.keyword().to_owned();
        }
        if types == OBJECT {
            let tag = self.tag(target, peers).or_else(|| self.tags(target, peers));
            let alone = peers.objects == 1;
            return tag.unwrap_or_else(|| match keywords.properties.is_empty() {
                _ if alone => "object".to_owned(),
                true => "map".to_owned(),
                false => self.own_property(target, peers).unwrap_or_else(|| "object".to_owned()),
            });
        }
        kind_name(types).to_owned()
    }

    /// The literal values of a property that each object branch has, and has other values for.
    fn tag(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        self.set
            .keywords(branch)
            .properties
            .iter()
            .find_map(|(name, property)| {
                let own = self.literal_strings(self.set.deref(*property));
                let own = own.filter(|texts| (1..=2).contains(&texts.len()))?;
                let distinct = own
                    .iter()
                    .all(|text| peers.literals.get(&(name.clone(), text.clone())) == Some(&1));
                distinct.then(|| own.join(" or "))
            })
    }

    /// All literal values of a branch together, if no other branch has just these.
    fn tags(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let own = self.words(branch);
        (peers.words.get(&own) == Some(&1) && !own.is_empty()).then_some(own)
    }

    /// The values of all properties that have one literal value each.
    fn words(&self, id: SchemaId) -> String {
        let properties = self.set.keywords(id).properties.iter();
        let texts = properties.filter_map(|(_, property)| self.literal_strings(self.set.deref(*property)));
        let single: Vec<String> = texts.filter(|texts| texts.len() == 1).flatten().collect();
        single.join(" ")
    }

    /// The first property that no other branch has.
    fn own_property(&self, branch: SchemaId, peers: &Peers) -> Option<String> {
        let mut names = self.set.keywords(branch).properties.iter().map(|(name, _)| name);
        names.find(|name| peers.properties.get(*name) == Some(&1)).cloned()
    }

    /// What the branches of a choice have, counted.
    fn peers(&self, branches: &[(SchemaId, u8)]) -> Peers {
        let mut peers = Peers::default();
        for &(branch, types) in branches {
            let target = self.set.deref(branch);
            let is_object = types & OBJECT != 0;
            peers.objects += usize::from(is_object);
            *peers.words.entry(self.words(target)).or_default() += 1;
            for (name, property) in &self.set.keywords(target).properties {
                *peers.properties.entry(name.clone()).or_default() += 1;
                let texts = self.literal_strings(self.set.deref(*property));
                for text in texts.filter(|_| is_object).into_iter().flatten() {
                    *peers.literals.entry((name.clone(), text)).or_default() += 1;
                }
            }
        }
        peers
    }

    /// A schema with all schemas that `allOf` adds to it.
    fn gathered(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut parts = Vec::new();
        let mut waiting = vec![id];
        while let Some(next) = waiting.pop() {
            let next = self.set.deref(next);
            if !parts.contains(&next) {
                parts.push(next);
                waiting.extend(self.set.keywords(next).all_of.iter().rev());
            }
        }
        parts
    }

    /// The properties that the parts name, each with all that is said about it.
    fn fields_of(&self, parts: &[SchemaId]) -> Vec<(String, Vec<SchemaId>)> {
        let mut fields: Vec<(String, Vec<SchemaId>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for &part in parts {
            for (name, schema) in &self.set.keywords(part).properties {
                match places.get(name.as_str()) {
                    Some(&place) => fields[place].1.push(*schema),
                    None => {
                        places.insert(name, fields.len());
                        fields.push((name.clone(), vec![*schema]));
                    }
                }
            }
        }
        fields
    }

    fn structure(&mut self, parts: &[SchemaId], at: &mut Spot) -> Kind {
        let required: BTreeSet<&str> = parts
            .iter()
            .flat_map(|part| &self.set.keywords(*part).required)
            .map(String::as_str)
            .collect();
        let mut fields = Vec::new();
        for (wire, schemas) in self.fields_of(parts) {
            let is_required = required.contains(wire.as_str());
            let shape = at.inside(&wire, |at| match schemas[..] {
                [only] => self.shape(only, ALL, at),
                _ if schemas
                    .iter()
                    .all(|id| self.classes.of(*id) == self.classes.of(schemas[0])) =>
                {
                    self.shape(schemas[0], ALL, at)
                }
                _ => Shape::Json,
            });
            let (presence, shape) = match (is_required, shape) {
                (true, shape) => (Presence::Required, shape),
                (false, Shape::Nullable(inner)) => (Presence::Nullable, *inner),
                (false, shape) if self.takes_null(&shape) => (Presence::Any, shape),
                (false, shape) => (Presence::Optional, shape),
            };
            fields.push(Field {
                wire,
                presence,
                shape,
                schema: schemas[0],
            });
        }
        let extra = self.extra(parts, at);
        Kind::Struct(fields, extra)
    }

    fn takes_null(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Json | Shape::Null => true,
            Shape::Named(definition) => match &self.shapes.definitions[*definition].kind {
                Kind::Checked(_) => true,
                Kind::Choice(choice) => choice.variants.iter().any(|variant| variant.types & NULL != 0),
                Kind::Wrapper(inner) => matches!(inner, Shape::Nullable(_)) || self.takes_null(inner),
                // A recursive schema that is not built yet: what it allows tells.
                Kind::Open => self.types_of(self.shapes.definitions[*definition].schema) & NULL != 0,
                _ => false,
            },
            _ => false,
        }
    }

    fn extra(&mut self, parts: &[SchemaId], at: &mut Spot) -> Extra {
        let closed = parts.iter().any(|part| {
            let keywords = self.set.keywords(*part);
            keywords.closed && keywords.pattern_properties.is_empty()
        });
        if closed {
            return Extra::Closed;
        }
        if let [only] = parts
            && let keywords = self.set.keywords(*only)
            && keywords.pattern_properties.is_empty()
            && let Some(additional) = keywords.additional_properties
        {
            return Extra::Kept(at.inside("additional property", |at| self.shape(additional, ALL, at)));
        }
        Extra::Kept(Shape::Json)
    }

    /// The types that the values of a schema can have; never less than they have.
    fn types_of(&self, id: SchemaId) -> u8 {
        let target = self.set.deref(id);
        if let Some(&known) = self.types.borrow().get(&target) {
            return known;
        }
        // No schema leads to itself without a step into the value, so this ends.
        let types = self.types_said(self.set.keywords(target));
        self.types.borrow_mut().insert(target, types);
        types
    }

    fn types_said(&self, keywords: &Keywords) -> u8 {
        if keywords.never {
            return 0;
        }
        let mut types = keywords.types.unwrap_or(ALL);
        let literals = |values: &[Node]| values.iter().fold(0, |types, value| types | literal_types(value));
        if let Some(values) = &keywords.values {
            types &= literals(values);
        }
        if let Some(constant) = &keywords.constant {
            types &= literal_types(constant);
        }
        for part in &keywords.all_of {
            types &= self.types_of(*part);
        }
        for list in [&keywords.any_of, &keywords.one_of] {
            if !list.is_empty() {
                types &= list.iter().fold(0, |types, branch| types | self.types_of(*branch));
            }
        }
        types
    }
}

/// What the branches of a choice have: each is named for what the others have not.
#[derive(Default)]
struct Peers {
    /// How many of them hold objects.
    objects: usize,
    /// How many of those have a property with a literal value, by both.
    literals: HashMap<(String, String), usize>,
    /// How many branches have these [`Builder::words`].
    words: HashMap<String, usize>,
    /// How many have a property of this name.
    properties: HashMap<String, usize>,
}

/// Why no Rust type carries the values of a schema.
fn why_json(keywords: &Keywords, mask: u8) -> &'static str {
    let several_types = (mask & !INTEGER).count_ones() > 1;
    if keywords.values.is_some() || keywords.constant.is_some() {
        return if several_types {
            "its values are of different types"
        } else {
            "it allows only the values that it lists"
        };
    }
    if keywords.not.is_some() {
        return "`not` says only what a value is not";
    }
    if keywords.condition.is_some() {
        return "`if` lets its rules depend on the value";
    }
    "it allows values of several types without listing them"
}

fn no_overlap(variants: &[Variant]) -> bool {
    let mut seen = 0;
    variants.iter().all(|variant| {
        let fresh = seen & variant.types == 0;
        seen |= variant.types;
        fresh
    })
}

fn literal_types(value: &Node) -> u8 {
    match &value.value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(text) => match losant_runtime::Number::from_json_text(text) {
            Some(number) if number.is_integer() => INTEGER | NUMBER,
            _ => NUMBER,
        },
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// Whether a schema accepts everything.
fn says_nothing(keywords: &Keywords) -> bool {
    asserts_nothing_else(keywords)
        && keywords.all_of.is_empty()
        && keywords.any_of.is_empty()
        && keywords.one_of.is_empty()
}

/// Whether a schema says nothing but its `allOf`, `anyOf` and `oneOf`.
fn asserts_nothing_else(keywords: &Keywords) -> bool {
    keywords.types.is_none() && asserts_only_types(keywords)
}

/// Whether a schema says nothing but its `type`, `allOf`, `anyOf` and `oneOf`.
pub fn asserts_only_types(keywords: &Keywords) -> bool {
    // Written out, so that a keyword added to the struct is not forgotten here.
    let Keywords {
        never,
        reference,
        types: _,
        values,
        constant,
        min_length,
        max_length,
        pattern,
        format,
        bounds,
        items,
        tuple,
        additional_items: _, // means nothing without a tuple
        contains,
        min_items,
        max_items,
        unique_items,
        required,
        properties,
        pattern_properties,
        additional_properties,
        closed,
        property_names,
        min_properties,
        max_properties,
        required_with,
        schema_with,
        all_of: _,
        any_of: _,
        one_of: _,
        not,
        condition,
        notes: _,
    } = keywords;
    !never
        && reference.is_none()
        && values.is_none()
        && constant.is_none()
        && min_length.is_none()
        && max_length.is_none()
        && pattern.is_none()
        && format.is_none()
        && bounds.is_empty()
        && items.is_none()
        && tuple.is_none()
        && contains.is_none()
        && min_items.is_none()
        && max_items.is_none()
        && !unique_items
        && required.is_empty()
        && properties.is_empty()
        && pattern_properties.is_empty()
        && additional_properties.is_none()
        && !closed
        && property_names.is_none()
        && min_properties.is_none()
        && max_properties.is_none()
        && required_with.is_empty()
        && schema_with.is_empty()
        && not.is_none()
        && condition.is_none()
}

/// What the values of one type are called, as a variant.
fn kind_name(types: u8) -> &'static str {
    match types & !NULL {
        STRING => "text",
        BOOLEAN => "flag",
        ARRAY => "list",
        OBJECT => "object",
        INTEGER => "integer",
        types if types & !(INTEGER | NUMBER) == 0 && types != 0 => "number",
        0 => "null",
        types if types & (ARRAY | OBJECT) == 0 => "scalar",
        _ => "value",
    }
}

/// Whether a word of a path says only what kind of value stands there.
pub fn is_kind_word(word: &str) -> bool {
    [
        "integer", "text", "flag", "list", "object", "map", "number", "null", "scalar", "value", "item",
    ]
    .contains(&word)
}

/// Whether a pattern describes an identifier: one run of ASCII characters, nothing before or behind it, no white space.
fn is_identifier_like(source: &str) -> bool {
    pattern::alphabet(source).is_some()
}

/// Whether a pattern is that of a MongoDB ObjectId: 24 hexadecimal digits, in whatever way it is written.
pub fn is_object_id(source: &str) -> bool {
    pattern::alphabet(source) == pattern::alphabet("^[0-9A-Fa-f]{24}$") && pattern::alphabet(source).is_some()
}

/// The word for one of several: `orgRoles` to `orgRole`. A word that is no plural stays as it is.
pub fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    let cut = |count: usize, tail: &str| {
        let end = word.len().saturating_sub(count);
        word.get(..end)
            .map_or_else(|| word.to_owned(), |stem| format!("{stem}{tail}"))
    };
    if lower.len() < 4 || lower.ends_with("ss") || lower.ends_with("us") || lower.ends_with("is") {
        word.to_owned()
    } else if lower.ends_with("ies") {
        cut(3, "y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|end| lower.ends_with(end)) {
        cut(2, "")
    } else if lower.ends_with('s') {
        cut(1, "")
    } else {
        word.to_owned()
    }
}
