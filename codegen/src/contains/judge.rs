//! Two versions of a set of schemas, compared schema by schema and change by change.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use typewright_core::check::{is_valid, violations};
use typewright_core::schema::{Rule, Schema};
use typewright_core::{Json, Violation};

use super::tables::{Built, Direction, Reserved, Shorthands, Tables, Values, property};
use super::{Answer, refute};
use crate::schema::keywords::{Keywords, SchemaId};
use crate::schema::resolve::SchemaSet;

/// One of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Version {
    /// The version before the change.
    Old,
    /// The version after the change.
    New,
}

impl Version {
    /// The other version.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// The direction of the values of a source: requests follow the old version, responses the new one.
fn direction(source: Version) -> Direction {
    match source {
        Version::Old => Direction::Request,
        Version::New => Direction::Response,
    }
}

fn source(version: Version, reserved: &Reserved) -> Values<'_> {
    Values {
        reserved,
        direction: Some(direction(version)),
        is_source: true,
    }
}

fn target(version: Version, reserved: &Reserved) -> Values<'_> {
    Values {
        reserved,
        direction: Some(direction(version.other())),
        is_source: false,
    }
}

/// How long one search may take, and all of them together. After that, searches get a fraction of the time.
const LIMIT: Duration = Duration::from_millis(400);
const BUDGET: Duration = Duration::from_secs(4);
const SHORT_LIMIT: Duration = Duration::from_millis(10);

/// Decides whether values of one version are valid in the other one.
///
/// The schema whose values are looked at is the source, the schema that should accept them is the target. Objects of the
/// source do not have properties that only the target documents: nobody sends a property before it is documented.
pub(crate) struct Judge<'s> {
    tables: Tables,
    old: Side<'s>,
    new: Side<'s>,
    spent: Duration,
}

struct Side<'s> {
    set: &'s SchemaSet,
    reserved: Reserved,
    /// The schemas that each schema stands in.
    parents: HashMap<SchemaId, Vec<SchemaId>>,
    sources: HashMap<SchemaId, &'static Schema>,
    /// The tables of sources whose objects may have reserved properties.
    unreserved: HashMap<SchemaId, &'static Schema>,
    targets: HashMap<SchemaId, &'static Schema>,
}

impl<'s> Judge<'s> {
    /// Compares two sets.
    pub(crate) fn new(old: &'s SchemaSet, new: &'s SchemaSet) -> Self {
        let side = |set| Side {
            set,
            reserved: Reserved::new(),
            parents: parents(set),
            sources: HashMap::new(),
            unreserved: HashMap::new(),
            targets: HashMap::new(),
        };
        Self {
            tables: Tables::new(Shorthands::Ecma),
            old: side(old),
            new: side(new),
            spent: Duration::ZERO,
        }
    }

    /// Reserves properties of a schema: as a source, its objects do not have them.
    pub(crate) fn reserve(&mut self, version: Version, at: SchemaId, names: impl IntoIterator<Item = String>) {
        let side = self.side_mut(version);
        let reserved = side.reserved.entry(at).or_default();
        for name in names {
            if !reserved.contains(&name) {
                reserved.push(name);
            }
        }
    }

    /// The table of a schema, as a target.
    pub(crate) fn target(&mut self, version: Version, schema: SchemaId) -> &'static Schema {
        let Self { tables, old, new, .. } = self;
        let side = match version {
            Version::Old => old,
            Version::New => new,
        };
        let none = Reserved::new();
        build(tables, side.set, target(version, &none), &mut side.targets, schema)
    }

    /// The table of a schema, as a source.
    pub(crate) fn source(&mut self, version: Version, schema: SchemaId) -> &'static Schema {
        let Self { tables, old, new, .. } = self;
        let side = match version {
            Version::Old => old,
            Version::New => new,
        };
        let values = source(version, &side.reserved);
        build(tables, side.set, values, &mut side.sources, schema)
    }

    /// Whether a source accepts a value. That its objects lack some properties is left aside: beside `oneOf` and `not`, a
    /// reserved property would make values valid that are not.
    pub(crate) fn accepts(&mut self, version: Version, schema: SchemaId, value: &Json) -> bool {
        let both = self.accepting(version, schema);
        both.into_iter().all(|table| accepts(table, value))
    }

    /// The tables that accept a value of a source: with and without the properties that its objects lack.
    pub(crate) fn accepting(&mut self, version: Version, schema: SchemaId) -> [&'static Schema; 2] {
        let reserved = self.source(version, schema);
        let Self { tables, old, new, .. } = self;
        let side = match version {
            Version::Old => old,
            Version::New => new,
        };
        let none = Reserved::new();
        let unreserved = build(tables, side.set, source(version, &none), &mut side.unreserved, schema);
        [reserved, unreserved]
    }

    /// The table of a source in which the keywords of one schema are others.
    pub(crate) fn source_with(
        &mut self,
        version: Version,
        root: SchemaId,
        at: SchemaId,
        edit: &Edit<'_>,
    ) -> &'static Schema {
        // Everything around the edited schema is built before, and shared.
        self.source(version, root);
        let other = match edit {
            Edit::Keywords(_) => None,
            Edit::Swap(target, names) => Some(self.swapped(version.other(), *target, names)),
            Edit::Property(name, schema) => Some(vec![property(name, self.target(version.other(), *schema))]),
        };
        let Self { tables, old, new, .. } = self;
        let side = match version {
            Version::Old => old,
            Version::New => new,
        };
        let at = side.set.deref(at);
        let affected = owners_of(&side.parents, at);
        let values = source(version, &side.reserved);
        let mut builder = tables.builder(side.set, values, &side.sources, &affected);
        builder.table_of(at, |builder| {
            let mut rules = match edit {
                Edit::Keywords(keywords) => builder.rules(at, keywords),
                Edit::Swap(_, names) => {
                    let mut rules = builder.rules(at, side.set.keywords(at));
                    rules.retain(|rule| !names.contains(&keyword(rule)));
                    rules
                }
                Edit::Property(..) => builder.rules(at, side.set.keywords(at)),
            };
            rules.extend(other.into_iter().flatten());
            rules
        });
        // What was built on the way to `at` and back refers to it.
        builder.table(root)
    }

    /// The rules of a target for some keywords.
    fn swapped(&mut self, version: Version, target: SchemaId, names: &[&str]) -> Vec<Rule> {
        self.target(version, target);
        let Self { tables, old, new, .. } = self;
        let side = match version {
            Version::Old => old,
            Version::New => new,
        };
        let none = Reserved::new();
        let (values, except) = (self::target(version, &none), HashSet::new());
        let mut builder = tables.builder(side.set, values, &side.targets, &except);
        let target = side.set.deref(target);
        let mut rules = builder.rules(target, side.set.keywords(target));
        rules.retain(|rule| names.contains(&keyword(rule)));
        rules
    }

    /// Whether a target accepts everything that a source accepts.
    pub(crate) fn contains(&mut self, source: &'static Schema, target: &'static Schema) -> Answer {
        if core::ptr::eq(source, target) {
            return Answer::Yes;
        }
        self.refute(&[source], &[target])
    }

    /// Looks for a value that some tables accept and others reject.
    pub(crate) fn refute(&mut self, accepting: &[&'static Schema], rejecting: &[&'static Schema]) -> Answer {
        let limit = if self.spent < BUDGET { LIMIT } else { SHORT_LIMIT };
        let start = Instant::now();
        let answer = refute(accepting, rejecting, limit);
        self.spent += start.elapsed();
        answer
    }

    fn side_mut(&mut self, version: Version) -> &mut Side<'s> {
        match version {
            Version::Old => &mut self.old,
            Version::New => &mut self.new,
        }
    }
}

/// A change of one schema.
pub(crate) enum Edit<'a> {
    /// It has these keywords, whose subschemas are those of the same version.
    Keywords(&'a Keywords),
    /// It has these keywords of a schema of the other version.
    Swap(SchemaId, &'a [&'static str]),
    /// A schema of the other version describes a property too.
    Property(&'a str, SchemaId),
}

/// Whether a value is valid.
pub(crate) fn accepts(table: &'static Schema, value: &Json) -> bool {
    is_valid(table, value)
}

/// The first violation of a table by a value.
pub(crate) fn first_violation(table: &'static Schema, value: &Json) -> Option<Violation> {
    let found = violations(table, value).err()?;
    found.iter().next().cloned()
}

fn build(
    tables: &mut Tables,
    set: &SchemaSet,
    values: Values<'_>,
    known: &mut HashMap<SchemaId, &'static Schema>,
    schema: SchemaId,
) -> &'static Schema {
    if let Some(table) = known.get(&set.deref(schema)) {
        return table;
    }
    let except = HashSet::new();
    let mut builder = tables.builder(set, values, known, &except);
    let table = builder.table(schema);
    for (id, built) in builder.built {
        if let Built::Done(table) = built {
            known.insert(id, table);
        }
    }
    table
}

/// The schemas that each schema stands in.
fn parents(set: &SchemaSet) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut parents: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for (id, _) in set.schemas.iter() {
        let owner = set.deref(id);
        // A reference stands for its target, which is visited on its own.
        if owner == id {
            for (_, child) in set.keywords(id).children() {
                parents.entry(set.deref(child)).or_default().push(id);
            }
        }
    }
    parents
}

/// The schemas that lead to a schema, and the schema itself.
fn owners_of(parents: &HashMap<SchemaId, Vec<SchemaId>>, at: SchemaId) -> HashSet<SchemaId> {
    let mut owners = HashSet::from([at]);
    let mut waiting = vec![at];
    while let Some(id) = waiting.pop() {
        for parent in parents.get(&id).into_iter().flatten() {
            if owners.insert(*parent) {
                waiting.push(*parent);
            }
        }
    }
    owners
}

/// The keyword of a rule with subschemas, or of one that belongs to them.
fn keyword(rule: &Rule) -> &'static str {
    match rule {
        Rule::Items(_) | Rule::Tuple(_) | Rule::AdditionalItems(_) => "items",
        Rule::Contains(_) => "contains",
        Rule::Properties(_) => "properties",
        Rule::PatternProperties(_) => "patternProperties",
        Rule::AdditionalProperties(_) | Rule::Closed => "additionalProperties",
        Rule::PropertyNames(_) => "propertyNames",
        Rule::RequiredWith(_) | Rule::SchemaWith(_) => "dependencies",
        Rule::AllOf(_) => "allOf",
        Rule::AnyOf(_) => "anyOf",
        Rule::OneOf(_) => "oneOf",
        Rule::Not(_) => "not",
        Rule::If(..) => "if",
        _ => "",
    }
}
