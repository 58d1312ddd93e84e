//! Constraint tables made at run time, so that the exact check of the bindings judges the values that a search finds.
//!
//! A table lives as long as the program, as those of generated code do: what is built here is not freed. Schemas that say
//! the same share a table, also across documents, so that a search sees at once where two schemas agree.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use typewright_core::pattern::{Pattern, Property};
use typewright_core::schema::{OBJECT, Rule, Schema, Value};

use super::content::{Content, content};
use crate::input::document::{Node, Value as Json};
use crate::schema::keywords::{Bound, Keywords, SchemaId, Tagged};
use crate::schema::resolve::SchemaSet;
use crate::schema::unicode;

/// What `\d` and `\w` match in patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shorthands {
    /// ASCII only, as ECMA-262 says.
    Ecma,
    /// All digits and all letters, as in Python, Java with the right flag, .NET, …
    Unicode,
}

/// The tables built so far, by what they say.
pub(super) struct Tables {
    shorthands: Shorthands,
    by_rules: HashMap<String, &'static Schema>,
}

impl Tables {
    /// There are no tables yet.
    pub(super) fn new(shorthands: Shorthands) -> Self {
        Self {
            shorthands,
            by_rules: HashMap::new(),
        }
    }

    /// The table of a schema.
    pub(super) fn table(&mut self, set: &SchemaSet, schema: SchemaId) -> &'static Schema {
        let values = Values {
            reserved: &HashMap::new(),
            direction: None,
            is_source: false,
        };
        self.builder(set, values, &HashMap::new(), &HashSet::new())
            .table(schema)
    }

    /// A builder for the tables of a set. Tables that are known are used, except those of some schemas.
    pub(super) fn builder<'a>(
        &'a mut self,
        set: &'a SchemaSet,
        values: Values<'a>,
        known: &'a HashMap<SchemaId, &'static Schema>,
        except: &'a HashSet<SchemaId>,
    ) -> Builder<'a> {
        Builder {
            set,
            tables: self,
            values,
            known,
            except,
            built: HashMap::new(),
        }
    }
}

/// Properties that the objects of a schema never have, although the schema allows them.
pub(super) type Reserved = HashMap<SchemaId, Vec<String>>;

/// The direction that values go in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// A rule that holds a list of schemas.
type ListRule = fn(&'static [Schema]) -> Rule;

/// A rule that counts.
type CountRule = fn(u64) -> Rule;

/// The values that tables are about.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    /// Properties that objects never have.
    pub(super) reserved: &'a Reserved,
    /// The direction that the values go in. Properties that only one direction requires are required in that direction.
    pub(super) direction: Option<Direction>,
    /// Whether such values are looked for, and not only checked.
    pub(super) is_source: bool,
}

/// Builds the tables of one set of schemas.
pub(super) struct Builder<'a> {
    set: &'a SchemaSet,
    tables: &'a mut Tables,
    values: Values<'a>,
    known: &'a HashMap<SchemaId, &'static Schema>,
    except: &'a HashSet<SchemaId>,
    /// The tables that were not known.
    pub(super) built: HashMap<SchemaId, Built>,
}

/// The state of a table.
#[derive(Clone, Copy)]
pub(super) enum Built {
    /// Being built; who needs it refers to what it will be.
    Open(&'static OnceLock<&'static Schema>),
    Done(&'static Schema),
}

impl Builder<'_> {
    /// The table of a schema.
    pub(super) fn table(&mut self, id: SchemaId) -> &'static Schema {
        let id = self.set.deref(id);
        match self.built.get(&id) {
            Some(Built::Done(table)) => return table,
            Some(Built::Open(cell)) => return leak(Schema::new(leak_all(vec![Rule::Deferred(cell)]))),
            None => {}
        }
        if let Some(table) = self.known.get(&id)
            && !self.except.contains(&id)
        {
            return table;
        }
        let set = self.set;
        self.table_of(id, |builder| builder.rules(id, set.keywords(id)))
    }

    /// Builds the table of a schema from other rules than it has.
    pub(super) fn table_of(&mut self, id: SchemaId, rules: impl FnOnce(&mut Self) -> Vec<Rule>) -> &'static Schema {
        let cell: &'static OnceLock<&'static Schema> = leak(OnceLock::new());
        self.built.insert(id, Built::Open(cell));
        let rules = rules(self);
        let table = self.share(rules);
        // Nobody else fills this cell.
        let _ = cell.set(table);
        self.built.insert(id, Built::Done(table));
        table
    }

    /// The table with these rules: the one that exists, if there is one.
    fn share(&mut self, rules: Vec<Rule>) -> &'static Schema {
        let key = key(&rules);
        self.tables
            .by_rules
            .entry(key)
            .or_insert_with(|| leak(Schema::new(leak_all(rules))))
    }

    /// A reference to the table of a schema, to stand inside of another table.
    fn inner(&mut self, id: SchemaId) -> Schema {
        let table = self.table(id);
        match table.rules() {
            [Rule::Deferred(cell)] => Schema::new(leak_all(vec![Rule::Deferred(cell)])),
            _ => Schema::new(leak_all(vec![Rule::Ref(table)])),
        }
    }

    /// The rules of a schema with these keywords.
    pub(super) fn rules(&mut self, id: SchemaId, keywords: &Keywords) -> Vec<Rule> {
        let mut rules = simple(keywords, self.tables.shorthands);
        let directed = match self.values.direction {
            None => &[][..],
            Some(Direction::Request) => &keywords.object.directed.required_in_request,
            Some(Direction::Response) => &keywords.object.directed.required_in_response,
        };
        if !directed.is_empty() {
            rules.push(Rule::Required(texts(directed)));
        }
        let mut schema = |wrap: fn(&'static Schema) -> Rule, id: Option<SchemaId>, rules: &mut Vec<Rule>| {
            if let Some(id) = id {
                rules.push(wrap(self.table(id)));
            }
        };
        schema(Rule::Items, keywords.array.items, &mut rules);
        if keywords.array.tuple.is_some() {
            schema(Rule::AdditionalItems, keywords.array.additional_items, &mut rules);
        }
        schema(Rule::Contains, keywords.array.contains, &mut rules);
        schema(Rule::PropertyNames, keywords.object.property_names, &mut rules);
        schema(
            Rule::AdditionalProperties,
            keywords.object.additional_properties,
            &mut rules,
        );
        schema(Rule::Not, keywords.not, &mut rules);
        if let Some(tuple) = &keywords.array.tuple {
            rules.push(Rule::Tuple(self.list(tuple)));
        }
        let reserved = self.values.reserved.get(&id).map(Vec::as_slice).unwrap_or_default();
        if !keywords.object.properties.is_empty() || !reserved.is_empty() {
            let mut properties = self.entries(&keywords.object.properties);
            for (name, schema) in &mut properties {
                if self.is_of_other_direction(keywords, name) {
                    // Nobody sends it, and who receives it ignores it.
                    *schema = Schema::new(if self.values.is_source { &[Rule::Never] } else { &[] });
                }
            }
            properties.extend(reserved.iter().map(|name| (text(name), Schema::new(&[Rule::Never]))));
            rules.push(Rule::Properties(leak_all(properties)));
        }
        if !keywords.object.pattern_properties.is_empty() {
            let entries = keywords.object.pattern_properties.iter();
            let shorthands = self.tables.shorthands;
            let entries = entries.map(|(source, id)| (pattern(source, shorthands), self.inner(*id)));
            rules.push(Rule::PatternProperties(leak_all(entries.collect())));
        }
        if !keywords.object.schema_with.is_empty() {
            rules.push(Rule::SchemaWith(self.named(&keywords.object.schema_with)));
        }
        rules.extend(keywords.tagged.as_ref().map(|tagged| self.tagged(tagged, keywords)));
        let (any_of, one_of): (&[SchemaId], &[SchemaId]) = match keywords.tagged {
            Some(_) => (&[], &[]),
            None => (&keywords.any_of, &keywords.one_of),
        };
        let lists: [(ListRule, &[SchemaId]); 3] = [
            (Rule::AllOf, &keywords.all_of),
            (Rule::AnyOf, any_of),
            (Rule::OneOf, one_of),
        ];
        for (wrap, list) in lists {
            if !list.is_empty() {
                rules.push(wrap(self.list(list)));
            }
        }
        if let Some(condition) = keywords.condition {
            let anything: &'static Schema = leak(Schema::new(&[]));
            let mut part = |id: Option<SchemaId>| id.map_or(anything, |id| self.table(id));
            rules.push(Rule::If(
                part(Some(condition.when)),
                part(condition.then),
                part(condition.otherwise),
            ));
        }
        rules
    }

    /// Whether only the other direction carries a property.
    fn is_of_other_direction(&self, keywords: &Keywords, name: &str) -> bool {
        let directed = &keywords.object.directed;
        let names = match self.values.direction {
            None => return false,
            Some(Direction::Request) => &directed.read_only,
            Some(Direction::Response) => &directed.write_only,
        };
        names.iter().any(|other| other == name)
    }

    /// A union that a tag decides, as a choice of which each branch has values of its own for the tag.
    fn tagged(&mut self, tagged: &Tagged, keywords: &Keywords) -> Rule {
        let is_selected = |branch: &SchemaId| tagged.branches.iter().any(|(_, selected)| selected == branch);
        let all = keywords.one_of.iter().chain(&keywords.any_of);
        let others: Vec<SchemaId> = all.copied().filter(|branch| !is_selected(branch)).collect();
        let mut branches: Vec<Schema> = others.into_iter().map(|branch| self.inner(branch)).collect();
        let property = text(&tagged.property);
        for (value, branch) in &tagged.branches {
            let value: &'static Schema = leak(Schema::new(leak_all(vec![Rule::Strings(leak_all(vec![text(value)]))])));
            let tag = leak_all(vec![(property, Schema::new(leak_all(vec![Rule::Ref(value)])))]);
            branches.push(Schema::new(leak_all(vec![
                Rule::Type(OBJECT),
                Rule::Required(leak_all(vec![property])),
                Rule::Properties(tag),
                Rule::AllOf(leak_all(vec![self.inner(*branch)])),
            ])));
        }
        Rule::AnyOf(leak_all(branches))
    }

    fn list(&mut self, schemas: &[SchemaId]) -> &'static [Schema] {
        leak_all(schemas.iter().map(|id| self.inner(*id)).collect())
    }

    fn named(&mut self, schemas: &[(String, SchemaId)]) -> &'static [(&'static str, Schema)] {
        let entries = self.entries(schemas);
        leak_all(entries)
    }

    fn entries(&mut self, schemas: &[(String, SchemaId)]) -> Vec<(&'static str, Schema)> {
        schemas.iter().map(|(name, id)| (text(name), self.inner(*id))).collect()
    }
}

/// The rule that a property satisfies a table.
pub(super) fn property(name: &str, table: &'static Schema) -> Rule {
    Rule::Properties(leak_all(vec![(
        text(name),
        Schema::new(leak_all(vec![Rule::Ref(table)])),
    )]))
}

/// The rules that hold no schema.
fn simple(keywords: &Keywords, shorthands: Shorthands) -> Vec<Rule> {
    let mut rules = Vec::new();
    rules.extend(keywords.never.then_some(Rule::Never));
    rules.extend(keywords.types.map(Rule::Type));
    if let Some(values) = &keywords.values {
        let texts: Option<Vec<&'static str>> = values.iter().map(|value| value.as_str().map(text)).collect();
        rules.push(match texts {
            Some(texts) => Rule::Strings(leak_all(texts)),
            None => Rule::Values(leak_all(values.iter().map(value).collect())),
        });
    }
    rules.extend(keywords.constant.as_ref().map(|constant| Rule::Const(value(constant))));
    let counts: [(CountRule, Option<u64>); 6] = [
        (Rule::MinLength, keywords.string.min_length),
        (Rule::MaxLength, keywords.string.max_length),
        (Rule::MinItems, keywords.array.min_items),
        (Rule::MaxItems, keywords.array.max_items),
        (Rule::MinProperties, keywords.object.min_properties),
        (Rule::MaxProperties, keywords.object.max_properties),
    ];
    rules.extend(counts.into_iter().filter_map(|(wrap, count)| count.map(wrap)));
    rules.extend(
        keywords
            .string
            .pattern
            .as_deref()
            .map(|source| Rule::Pattern(pattern(source, shorthands))),
    );
    rules.extend(keywords.string.format.map(Rule::Format));
    let notes = &keywords.notes;
    let content = content(notes.content_encoding.as_deref(), notes.content_media_type.as_deref());
    if let Content::Checked(predicates) = content {
        rules.extend(predicates.into_iter().map(Rule::Predicate));
    }
    for (bound, number) in &keywords.number.bounds {
        let number = text(&number.to_string());
        rules.push(match bound {
            Bound::MultipleOf => Rule::MultipleOf(number),
            Bound::Minimum => Rule::Minimum(number),
            Bound::Maximum => Rule::Maximum(number),
            Bound::ExclusiveMinimum => Rule::ExclusiveMinimum(number),
            Bound::ExclusiveMaximum => Rule::ExclusiveMaximum(number),
        });
    }
    rules.extend(keywords.array.unique_items.then_some(Rule::UniqueItems));
    rules.extend(keywords.object.closed.then_some(Rule::Closed));
    if !keywords.object.required.is_empty() {
        rules.push(Rule::Required(texts(&keywords.object.required)));
    }
    if !keywords.object.required_with.is_empty() {
        let entries = keywords.object.required_with.iter();
        let entries = entries.map(|(name, names)| (text(name), texts(names)));
        rules.push(Rule::RequiredWith(leak_all(entries.collect())));
    }
    rules
}

/// What rules say, with the tables in them by their address: equal schemas have one table already.
fn key(rules: &[Rule]) -> String {
    let mut key = String::new();
    for rule in rules {
        write_key(rule, &mut key);
        key.push('\n');
    }
    key
}

fn write_key(rule: &Rule, key: &mut String) {
    let address = |schema: &'static Schema| core::ptr::from_ref(schema.target()).addr();
    let inner = |schema: &Schema| match schema.rules() {
        [Rule::Ref(table)] => core::ptr::from_ref(*table).addr(),
        [Rule::Deferred(cell)] => core::ptr::from_ref(*cell).addr(),
        _ => core::ptr::from_ref(schema).addr(),
    };
    let list = |name: &str, schemas: &[Schema], key: &mut String| {
        let _ = write!(key, "{name} {:?}", schemas.iter().map(inner).collect::<Vec<_>>());
    };
    let named = |name: &str, schemas: &[(&'static str, Schema)], key: &mut String| {
        let entries: Vec<_> = schemas.iter().map(|(name, schema)| (*name, inner(schema))).collect();
        let _ = write!(key, "{name} {entries:?}");
    };
    let one = |name: &str, schema: &'static Schema, key: &mut String| {
        let address = match schema.rules() {
            [Rule::Deferred(cell)] => core::ptr::from_ref(*cell).addr(),
            _ => address(schema),
        };
        let _ = write!(key, "{name} {address}");
    };
    match rule {
        Rule::Items(schema) => one("items", schema, key),
        Rule::AdditionalItems(schema) => one("additionalItems", schema, key),
        Rule::Contains(schema) => one("contains", schema, key),
        Rule::PropertyNames(schema) => one("propertyNames", schema, key),
        Rule::AdditionalProperties(schema) => one("additionalProperties", schema, key),
        Rule::Not(schema) => one("not", schema, key),
        Rule::If(condition, then, otherwise) => {
            one("if", condition, key);
            one("then", then, key);
            one("else", otherwise, key);
        }
        Rule::Tuple(schemas) => list("tuple", schemas, key),
        Rule::AllOf(schemas) => list("allOf", schemas, key),
        Rule::AnyOf(schemas) => list("anyOf", schemas, key),
        Rule::OneOf(schemas) => list("oneOf", schemas, key),
        Rule::Properties(schemas) => named("properties", schemas, key),
        Rule::SchemaWith(schemas) => named("dependencies", schemas, key),
        Rule::PatternProperties(schemas) => {
            let entries: Vec<_> = schemas
                .iter()
                .map(|(pattern, schema)| (pattern.source(), inner(schema)))
                .collect();
            let _ = write!(key, "patternProperties {entries:?}");
        }
        other => {
            let _ = write!(key, "{other:?}");
        }
    }
}

fn value(node: &Node) -> Value {
    match &node.value {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => Value::Number(text(&number.to_string())),
        Json::String(string) => Value::Text(text(string)),
        Json::Array(items) => Value::Array(leak_all(items.iter().map(value).collect())),
        Json::Object(members) => {
            let members = members.iter().map(|member| (text(&member.name), value(&member.value)));
            Value::Object(leak_all(members.collect()))
        }
    }
}

/// A pattern, with the Unicode properties that it names.
fn pattern(source: &str, shorthands: Shorthands) -> &'static Pattern {
    let source = match shorthands {
        Shorthands::Ecma => source.to_owned(),
        Shorthands::Unicode => widened(source),
    };
    let source = source.as_str();
    let properties = unicode::properties(source).into_iter().map(|name| {
        let ranges = unicode::ranges(&name)
            .into_iter()
            .flat_map(|(first, last)| [first, last]);
        Property {
            ranges: text(&ranges.collect::<String>()),
            name: text(&name),
        }
    });
    leak(Pattern::with_properties(text(source), leak_all(properties.collect())))
}

/// The pattern with properties of Unicode in place of `\d` and `\w`.
fn widened(source: &str) -> String {
    const WORD: &str = r"\p{L}\p{M}\p{Nd}\p{Pc}";
    let mut widened = String::new();
    let mut in_class = false;
    let mut characters = source.chars();
    while let Some(c) = characters.next() {
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        if c != '\\' {
            widened.push(c);
            continue;
        }
        match characters.next() {
            Some('d') => widened.push_str(r"\p{Nd}"),
            Some('D') => widened.push_str(r"\P{Nd}"),
            Some('w') if in_class => widened.push_str(WORD),
            Some('w') => widened.extend(["[", WORD, "]"]),
            Some('W') if !in_class => widened.extend(["[^", WORD, "]"]),
            other => {
                widened.push(c);
                widened.extend(other);
            }
        }
    }
    widened
}

fn texts(texts: &[String]) -> &'static [&'static str] {
    leak_all(texts.iter().map(|one| text(one)).collect())
}

fn text(text: &str) -> &'static str {
    Box::leak(text.into())
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_all<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}
