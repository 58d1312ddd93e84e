//! Objects: a value for each name, and properties that must be there under some name.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use typewright_core::Json;
use typewright_core::json::JsonObject;
use typewright_core::pattern::Pattern;
use typewright_core::schema::{Rule, Schema};

use super::atoms::Part;
use super::goal::{Goal, Literal, Outcome, Search, Ways};
use super::solver::TOO_LARGE;
use super::string::Wanted as Name;

/// How many patterns for names are told apart, each doubling the kinds of names.
const MOST_PATTERNS: usize = 6;
/// The largest object that is built.
const LARGEST: usize = 300;

const NOT_FOUND: &str = "no object was found, although there may be one";

#[derive(Default)]
struct Wanted {
    fewest: u64,
    most: Option<u64>,
    present: BTreeSet<&'static str>,
    absent: BTreeSet<&'static str>,
    /// What holds for the properties, by schema: the rules depend on each other.
    owners: Vec<&'static Schema>,
    /// What names must satisfy.
    names: Vec<&'static Schema>,
    /// What the value of a property must satisfy, besides.
    values: BTreeMap<&'static str, Vec<Literal>>,
    /// Properties that must be there under some name.
    demands: Vec<Demand>,
    /// The schemas whose rules mention names.
    mentioning: Vec<&'static Schema>,
    mentioned: OnceCell<Mentioned>,
}

/// What names can be told apart by.
#[derive(Default)]
struct Mentioned {
    /// All names that a rule mentions.
    names: BTreeSet<&'static str>,
    /// All patterns for names.
    patterns: Vec<&'static Pattern>,
}

/// A property that must be there under some name.
#[derive(Clone, Default)]
struct Demand {
    /// A pattern that the name matches.
    pattern: Option<&'static Pattern>,
    /// A schema whose rules do not mention the name.
    beyond: Option<&'static Schema>,
    /// A schema that the name does not satisfy.
    wrong_name: Option<&'static Schema>,
    value: Option<Literal>,
}

impl Wanted {
    fn read(parts: &[Part]) -> Option<Self> {
        let mut wanted = Self::default();
        for part in parts {
            match part {
                Part::Property(name, true) => {
                    wanted.present.insert(name);
                }
                Part::Property(name, false) => {
                    wanted.absent.insert(name);
                }
                Part::WrongProperty(name, schema) => {
                    wanted.present.insert(name);
                    wanted.values.entry(name).or_default().push(Literal::no(schema));
                }
                Part::WrongMatch(pattern, schema) => wanted.demands.push(Demand {
                    pattern: Some(pattern),
                    value: Some(Literal::no(schema)),
                    ..Demand::default()
                }),
                Part::Rule { owner, rule, holds } => wanted.rule(owner, rule, *holds)?,
                Part::Schema(_) | Part::NotExactlyOne(_) | Part::Integer(_) | Part::WrongItem(..) => {}
            }
        }
        Some(wanted)
    }

    fn rule(&mut self, owner: &'static Schema, rule: &'static Rule, holds: bool) -> Option<()> {
        match (rule, holds) {
            (Rule::Properties(_) | Rule::PatternProperties(_) | Rule::AdditionalProperties(_) | Rule::Closed, true) => {
                if !self.owners.iter().any(|known| core::ptr::eq(*known, owner)) {
                    self.owners.push(owner);
                }
                self.mention(owner);
            }
            (Rule::AdditionalProperties(schema), false) => {
                self.mention(owner);
                self.demands.push(Demand {
                    beyond: Some(owner),
                    value: Some(Literal::no(schema)),
                    ..Demand::default()
                });
            }
            (Rule::Closed, false) => {
                self.mention(owner);
                self.demands.push(Demand {
                    beyond: Some(owner),
                    ..Demand::default()
                });
            }
            (Rule::PropertyNames(schema), true) => self.names.push(schema),
            (Rule::PropertyNames(schema), false) => self.demands.push(Demand {
                wrong_name: Some(schema),
                ..Demand::default()
            }),
            (Rule::MinProperties(least), true) => self.fewest = self.fewest.max(*least),
            (Rule::MaxProperties(most), true) => self.at_most(*most),
            (Rule::MinProperties(least), false) => self.at_most(least.checked_sub(1)?),
            (Rule::MaxProperties(most), false) => self.fewest = self.fewest.max(most.saturating_add(1)),
            _ => {}
        }
        Some(())
    }

    fn at_most(&mut self, most: u64) {
        self.most = Some(self.most.map_or(most, |known| known.min(most)));
    }

    fn mention(&mut self, owner: &'static Schema) {
        if !self.mentioning.iter().any(|known| core::ptr::eq(*known, owner)) {
            self.mentioning.push(owner);
        }
    }

    /// What the rules mention. Most searches end without it.
    fn mentioned(&self) -> &Mentioned {
        self.mentioned.get_or_init(|| {
            let mut mentioned = Mentioned::default();
            mentioned.names.extend(&self.present);
            mentioned.names.extend(&self.absent);
            for rule in self.mentioning.iter().flat_map(|owner| owner.rules()) {
                match rule {
                    Rule::Properties(properties) => mentioned.names.extend(properties.iter().map(|(name, _)| *name)),
                    Rule::PatternProperties(entries) => {
                        for (pattern, _) in *entries {
                            let is_known = |known: &&Pattern| known.source() == pattern.source();
                            if !mentioned.patterns.iter().any(is_known) {
                                mentioned.patterns.push(pattern);
                            }
                        }
                    }
                    _ => {}
                }
            }
            mentioned
        })
    }

    /// What the value of a property must satisfy. `None` if there can be no property of this name.
    fn goal(&self, name: &str) -> Option<Goal> {
        if self.absent.contains(name) {
            return None;
        }
        let text = Json::String(name.to_owned());
        if !self
            .names
            .iter()
            .all(|schema| Literal::yes(schema).is_satisfied_by(&text))
        {
            return None;
        }
        let mut goal = Goal::new(self.values.get(name).into_iter().flatten().copied());
        for owner in &self.owners {
            let is_mentioned = mentions(owner, name);
            for rule in owner.rules() {
                match rule {
                    Rule::Properties(properties) => {
                        let own = properties.iter().filter(|(property, _)| *property == name);
                        own.for_each(|(_, schema)| goal.add(Literal::yes(schema)));
                    }
                    Rule::PatternProperties(entries) => {
                        let own = entries.iter().filter(|(pattern, _)| pattern.is_match(name));
                        own.for_each(|(_, schema)| goal.add(Literal::yes(schema)));
                    }
                    Rule::AdditionalProperties(schema) if !is_mentioned => goal.add(Literal::yes(schema)),
                    Rule::Closed if !is_mentioned => return None,
                    _ => {}
                }
            }
        }
        Some(goal)
    }
}

/// Whether `properties` or `patternProperties` of a schema speak of a name.
fn mentions(owner: &Schema, name: &str) -> bool {
    owner.rules().iter().any(|rule| match rule {
        Rule::Properties(properties) => properties.iter().any(|(property, _)| *property == name),
        Rule::PatternProperties(entries) => entries.iter().any(|(pattern, _)| pattern.is_match(name)),
        _ => false,
    })
}

impl Demand {
    fn allows(&self, name: &str) -> bool {
        let text = Json::String(name.to_owned());
        self.pattern.is_none_or(|pattern| pattern.is_match(name))
            && self.beyond.is_none_or(|owner| !mentions(owner, name))
            && self
                .wrong_name
                .is_none_or(|schema| Literal::no(schema).is_satisfied_by(&text))
    }
}

/// Finds an object.
pub(super) fn solve(solver: &mut dyn Search, parts: &[Part], excluded: &[Json]) -> Outcome {
    let Some(wanted) = Wanted::read(parts) else {
        return Outcome::Empty;
    };
    let mut object = BTreeMap::new();
    for name in &wanted.present {
        let Some(goal) = wanted.goal(name) else {
            return Outcome::Empty;
        };
        match solver.solve(&goal) {
            Outcome::Witness(value) => object.insert((*name).to_owned(), value),
            other => return other,
        };
    }
    if wanted.most.is_some_and(|most| (wanted.present.len() as u64) > most)
        || wanted.most.is_some_and(|most| most < wanted.fewest)
    {
        return Outcome::Empty;
    }
    for demand in &wanted.demands {
        let already = object.iter().any(|(name, value)| {
            demand.allows(name) && demand.value.is_none_or(|literal| literal.is_satisfied_by(value))
        });
        if already {
            continue;
        }
        let is_full = wanted.most.is_some_and(|most| object.len() as u64 >= most);
        match meet(solver, &wanted, demand, &object, is_full) {
            Met::With(name, value) => object.insert(name, value),
            // With other names for the demands before this one, it might be met.
            Met::Never if is_full && object.len() > wanted.present.len() => return Outcome::Unknown(NOT_FOUND),
            Met::Never => return Outcome::Empty,
            Met::Unknown(reason) => return Outcome::Unknown(reason),
        };
    }
    complete(solver, &wanted, object, excluded)
}

enum Met {
    With(String, Json),
    /// No name and no value will do.
    Never,
    Unknown(&'static str),
}

/// Finds a name and a value for a property that must be there; a new name only if the object may grow.
fn meet(
    solver: &mut dyn Search,
    wanted: &Wanted,
    demand: &Demand,
    object: &BTreeMap<String, Json>,
    is_full: bool,
) -> Met {
    let mut ways = Ways::default();
    // First a name that is not in the object yet, then one that is.
    let names = wanted.mentioned().names.iter().copied();
    let (known, new): (Vec<&str>, Vec<&str>) = names.partition(|name| object.contains_key(*name));
    if !is_full {
        for name in new {
            if let Some(value) = ways.add(try_name(solver, wanted, demand, name)) {
                return Met::With(name.to_owned(), value);
            }
        }
        match fresh(solver, wanted, demand, object) {
            Met::With(name, value) => return Met::With(name, value),
            Met::Never => {}
            Met::Unknown(reason) => {
                ways.add(Outcome::Unknown(reason));
            }
        }
    }
    for name in known {
        if let Some(value) = ways.add(try_name(solver, wanted, demand, name)) {
            return Met::With(name.to_owned(), value);
        }
    }
    match ways.finish() {
        Outcome::Empty => Met::Never,
        Outcome::Witness(_) => Met::Unknown(NOT_FOUND),
        Outcome::Unknown(reason) => Met::Unknown(reason),
    }
}

fn try_name(solver: &mut dyn Search, wanted: &Wanted, demand: &Demand, name: &str) -> Outcome {
    if !demand.allows(name) {
        return Outcome::Empty;
    }
    let Some(mut goal) = wanted.goal(name) else {
        return Outcome::Empty;
    };
    if let Some(literal) = demand.value {
        goal.add(literal);
    }
    solver.solve(&goal)
}

/// Finds a name that no rule mentions: one for each set of patterns that it can match.
fn fresh(solver: &mut dyn Search, wanted: &Wanted, demand: &Demand, object: &BTreeMap<String, Json>) -> Met {
    let mut patterns = wanted.mentioned().patterns.clone();
    patterns.extend(demand.pattern);
    patterns.dedup_by_key(|pattern| pattern.source());
    if patterns.len() > MOST_PATTERNS {
        return Met::Unknown("there are too many patterns for names");
    }
    let mut ways = Ways::default();
    let names = wanted.mentioned().names.iter().copied();
    let taken: BTreeSet<&str> = names.chain(object.keys().map(String::as_str)).collect();
    for signs in 0..1u32 << patterns.len() {
        if solver.is_exhausted() {
            return Met::Unknown(TOO_LARGE);
        }
        let signed = patterns
            .iter()
            .enumerate()
            .map(|(index, pattern)| (*pattern, signs >> index & 1 == 1));
        let name = Name {
            patterns: signed.collect(),
            ..Name::default()
        };
        let found = if wanted.names.is_empty() && demand.wrong_name.is_none() {
            solver.name(&name, &taken)
        } else {
            name_by_schema(solver, wanted, demand, &name, &taken)
        };
        let name = match found {
            Outcome::Unknown(reason) => {
                ways.add(Outcome::Unknown(reason));
                continue;
            }
            Outcome::Witness(Json::String(name)) => name,
            Outcome::Empty | Outcome::Witness(_) => continue,
        };
        if let Some(value) = ways.add(try_name(solver, wanted, demand, &name)) {
            return Met::With(name, value);
        }
    }
    match ways.finish() {
        Outcome::Unknown(reason) => Met::Unknown(reason),
        Outcome::Empty | Outcome::Witness(_) => Met::Never,
    }
}

/// A name that has to satisfy schemas as well, and match the patterns.
fn name_by_schema(
    solver: &mut dyn Search,
    wanted: &Wanted,
    demand: &Demand,
    name: &Name,
    taken: &BTreeSet<&str>,
) -> Outcome {
    let literals = wanted.names.iter().map(|schema| Literal::yes(schema));
    let mut goal = Goal::new(literals.chain(demand.wrong_name.map(Literal::no)));
    goal.add(Literal::yes(&STRING));
    // Each name found that is taken, or matches other patterns, is excluded and another one looked for.
    for _ in 0..40 {
        match solver.solve(&goal) {
            Outcome::Witness(Json::String(text)) => {
                let fits = name
                    .patterns
                    .iter()
                    .all(|(pattern, holds)| pattern.is_match(&text) == *holds);
                if fits && !taken.contains(text.as_str()) {
                    return Outcome::Witness(Json::String(text));
                }
                goal.excluded.push(Json::String(text));
            }
            Outcome::Empty => return Outcome::Empty,
            Outcome::Witness(_) | Outcome::Unknown(_) => break,
        }
    }
    Outcome::Unknown("no name was found for a property, although there may be one")
}

static STRING: Schema = Schema::new(&[Rule::Type(typewright_core::schema::STRING)]);

/// Adds properties until there are enough of them, and until the object is none that is excluded.
fn complete(
    solver: &mut dyn Search,
    wanted: &Wanted,
    mut object: BTreeMap<String, Json>,
    excluded: &[Json],
) -> Outcome {
    let fewest = usize::try_from(wanted.fewest).unwrap_or(usize::MAX);
    if fewest > LARGEST {
        return Outcome::Unknown("an object is too large to try");
    }
    loop {
        let count = object.len();
        if wanted.most.is_some_and(|most| count as u64 > most) {
            return Outcome::Unknown(NOT_FOUND);
        }
        let value = json(&object);
        if count >= fewest && !excluded.contains(&value) {
            return Outcome::Witness(value);
        }
        let is_small = count >= fewest;
        match another(solver, wanted, &object) {
            Met::With(name, value) => {
                object.insert(name, value);
            }
            // Every name that is allowed is in the object already.
            Met::Never if !is_small => return Outcome::Empty,
            Met::Never | Met::Unknown(_) => return Outcome::Unknown(NOT_FOUND),
        }
    }
}

/// A property under any name that is not there yet.
fn another(solver: &mut dyn Search, wanted: &Wanted, object: &BTreeMap<String, Json>) -> Met {
    let demand = Demand::default();
    let mut ways = Ways::default();
    for name in wanted
        .mentioned()
        .names
        .iter()
        .filter(|name| !object.contains_key(**name))
    {
        if let Some(value) = ways.add(try_name(solver, wanted, &demand, name)) {
            return Met::With((*name).to_owned(), value);
        }
    }
    match fresh(solver, wanted, &demand, object) {
        Met::Never => match ways.finish() {
            Outcome::Unknown(reason) => Met::Unknown(reason),
            Outcome::Empty | Outcome::Witness(_) => Met::Never,
        },
        met => met,
    }
}

fn json(object: &BTreeMap<String, Json>) -> Json {
    let mut json = JsonObject::new();
    for (name, value) in object {
        json.insert(name.as_str(), value.clone());
    }
    Json::Object(json)
}
