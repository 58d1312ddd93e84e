//! Objects: a value for each name, and properties that must be there under some name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use typewright_core::Json;
use typewright_core::json::JsonObject;
use typewright_core::pattern::Pattern;
use typewright_core::schema::{Rule, Schema};

use super::atoms::Part;
use super::goal::{Goal, Literal, Name, Outcome, Search, TOO_LARGE, Ways, any_way};

/// How many patterns for names are told apart, each doubling the kinds of names.
const MOST_PATTERNS: usize = 6;
/// The largest object that is built.
const LARGEST: usize = 300;

#[derive(Default, Clone)]
struct Wanted<'e> {
    fewest: u64,
    most: Option<u64>,
    present: BTreeSet<Cow<'e, str>>,
    absent: BTreeSet<&'e str>,
    /// What holds for the properties, by schema: the rules depend on each other.
    owners: Vec<&'static Schema>,
    /// What names must satisfy.
    names: Vec<&'static Schema>,
    /// What the value of a property must satisfy, besides.
    values: BTreeMap<Cow<'e, str>, Vec<Literal>>,
    /// Values that a property must not have.
    others: BTreeMap<&'e str, Vec<&'e Json>>,
    /// Properties that must be there under some name.
    demands: Vec<Demand<'e>>,
    /// The schemas whose rules mention names.
    mentioning: Vec<&'static Schema>,
    mentioned: Rc<Mentioned>,
    /// Names that no rule mentions, but that differ from others because an excluded object has them.
    excluded_names: BTreeSet<&'e str>,
}

/// What names can be told apart by.
#[derive(Default)]
struct Mentioned {
    /// All names that a rule for properties mentions.
    names: BTreeSet<&'static str>,
    /// All patterns for names.
    patterns: Vec<&'static Pattern>,
    /// The schemas that some name must not satisfy.
    wrong: Vec<&'static Schema>,
}

/// A property that must be there under some name.
#[derive(Clone, Copy, Default)]
struct Demand<'e> {
    /// A pattern that the name matches.
    pattern: Option<&'static Pattern>,
    /// A schema whose rules do not mention the name.
    beyond: Option<&'static Schema>,
    /// A schema that the name does not satisfy.
    wrong_name: Option<&'static Schema>,
    /// An object that does not have the name.
    besides: Option<&'e JsonObject>,
    value: Option<Literal>,
}

impl Wanted<'_> {
    fn read(parts: &[Part]) -> Option<Self> {
        let mut wanted = Self::default();
        for part in parts {
            match part {
                Part::Property(name, true) => {
                    wanted.present.insert(Cow::Borrowed(name));
                }
                Part::Property(name, false) => {
                    wanted.absent.insert(name);
                }
                Part::WrongProperty(name, schema) => {
                    wanted.present.insert(Cow::Borrowed(name));
                    let values = wanted.values.entry(Cow::Borrowed(name)).or_default();
                    values.push(Literal::no(schema));
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
        wanted.mentioned = Rc::new(wanted.mentioned());
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

    /// What the rules mention.
    fn mentioned(&self) -> Mentioned {
        let mut mentioned = Mentioned::default();
        let mut patterns: Vec<&'static Pattern> = Vec::new();
        for rule in self.mentioning.iter().flat_map(|owner| owner.rules()) {
            match rule {
                Rule::Properties(properties) => mentioned.names.extend(properties.iter().map(|(name, _)| *name)),
                Rule::PatternProperties(entries) => patterns.extend(entries.iter().map(|(pattern, _)| *pattern)),
                _ => {}
            }
        }
        patterns.extend(self.demands.iter().filter_map(|demand| demand.pattern));
        for pattern in patterns {
            let is_known = |known: &&Pattern| known.source() == pattern.source();
            if !mentioned.patterns.iter().any(is_known) {
                mentioned.patterns.push(pattern);
            }
        }
        for schema in self.demands.iter().filter_map(|demand| demand.wrong_name) {
            if !mentioned.wrong.iter().any(|known| core::ptr::eq(*known, schema)) {
                mentioned.wrong.push(schema);
            }
        }
        mentioned
    }

    /// The names that are told apart from all others.
    fn known_names(&self) -> BTreeSet<&str> {
        let mut names: BTreeSet<&str> = self.mentioned.names.iter().copied().collect();
        names.extend(self.present.iter().map(|name| &**name));
        names.extend(&self.absent);
        names.extend(&self.excluded_names);
        names
    }

    fn is_full(&self) -> bool {
        self.most.is_some_and(|most| self.present.len() as u64 >= most)
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
        let others = self.others.get(name).into_iter().flatten();
        goal.excluded.extend(others.map(|value| (*value).clone()));
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

impl Demand<'_> {
    fn allows(&self, name: &str) -> bool {
        let text = Json::String(name.to_owned());
        self.pattern.is_none_or(|pattern| pattern.is_match(name))
            && self.beyond.is_none_or(|owner| !mentions(owner, name))
            && self.besides.is_none_or(|object| object.get(name).is_none())
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
    let excluded: Vec<&JsonObject> = excluded.iter().filter_map(Json::as_object).collect();
    other_than(solver, &wanted, &excluded)
}

/// Finds an object that is not excluded. If the first one found is, the others lack one of its properties, have another
/// value for one, or have a property more.
fn other_than<'e>(solver: &mut dyn Search, wanted: &Wanted<'e>, excluded: &[&'e JsonObject]) -> Outcome {
    let value = match search(solver, wanted) {
        Outcome::Witness(value) => value,
        outcome => return outcome,
    };
    let found = excluded.iter().position(|object| value.as_object() == Some(*object));
    let Some(found) = found else {
        return Outcome::Witness(value);
    };
    let mut rest = excluded.to_vec();
    let object = rest.swap_remove(found);
    let mut ways = Vec::new();
    for name in object.keys().filter(|name| !wanted.present.contains(*name)) {
        let mut without = wanted.clone();
        without.absent.insert(name);
        ways.push(without);
    }
    for (name, value) in object {
        let mut with = wanted.clone();
        with.present.insert(Cow::Borrowed(name));
        with.others.entry(name).or_default().push(value);
        ways.push(with);
    }
    let mut more = wanted.clone();
    more.excluded_names.extend(object.keys());
    more.demands.push(Demand {
        besides: Some(object),
        ..Demand::default()
    });
    ways.push(more);
    any_way(solver, ways, |solver, way| other_than(solver, &way, &rest))
}

/// Finds an object, excluded or not.
fn search(solver: &mut dyn Search, wanted: &Wanted<'_>) -> Outcome {
    let count = wanted.present.len() as u64;
    if wanted.most.is_some_and(|most| count > most || most < wanted.fewest) {
        return Outcome::Empty;
    }
    let mut object = BTreeMap::new();
    let mut unknown = None;
    for name in &wanted.present {
        let Some(goal) = wanted.goal(name) else {
            return Outcome::Empty;
        };
        match solver.solve(&goal) {
            Outcome::Witness(value) => {
                object.insert(name.clone().into_owned(), value);
            }
            Outcome::Empty => return Outcome::Empty,
            Outcome::Unknown(reason) => unknown = Some(reason),
        }
    }
    if let Some(reason) = unknown {
        return Outcome::Unknown(reason);
    }
    // One that cannot be met alone cannot be met beside others.
    if wanted.demands.len() > 1 {
        for demand in &wanted.demands {
            if matches!(meet(solver, wanted, &object, &[*demand]), Outcome::Empty) {
                return Outcome::Empty;
            }
        }
    }
    meet(solver, wanted, &object, &wanted.demands)
}

/// Finds properties for demands, one after the other, and completes the object.
fn meet(
    solver: &mut dyn Search,
    wanted: &Wanted<'_>,
    object: &BTreeMap<String, Json>,
    demands: &[Demand<'_>],
) -> Outcome {
    let Some((demand, rest)) = demands.split_first() else {
        return complete(solver, wanted, object.clone());
    };
    let is_met_by = |name: &str, value: &Json| {
        demand.allows(name) && demand.value.is_none_or(|literal| literal.is_satisfied_by(value))
    };
    let (meeting, others): (Vec<_>, Vec<_>) = object.iter().partition(|(name, value)| is_met_by(name, value));
    let mut ways = Ways::default();
    let mut names: Vec<String> = meeting.into_iter().map(|(name, _)| name.clone()).collect();
    if !wanted.is_full() {
        let known = wanted.known_names().into_iter();
        names.extend(known.filter(|name| !object.contains_key(*name)).map(str::to_owned));
        names.extend(fresh(solver, wanted, demand, &mut ways));
    }
    names.extend(others.into_iter().map(|(name, _)| name.clone()));
    names.retain(|name| demand.allows(name));
    let outcome = any_way(solver, names, |solver, name| {
        let mut with = wanted.clone();
        let name: Cow<'_, str> = Cow::Owned(name);
        with.values.entry(name.clone()).or_default().extend(demand.value);
        with.present.insert(name.clone());
        let mut object = object.clone();
        match object.get(&*name) {
            Some(value) if is_met_by(&name, value) => {}
            Some(_) | None => {
                let Some(goal) = with.goal(&name) else {
                    return Outcome::Empty;
                };
                match solver.solve(&goal) {
                    Outcome::Witness(value) => object.insert(name.into_owned(), value),
                    outcome => return outcome,
                };
            }
        }
        meet(solver, &with, &object, rest)
    });
    match ways.add(outcome) {
        Some(value) => Outcome::Witness(value),
        None => ways.finish(),
    }
}

/// Names that nothing mentions: one for each set of patterns and schemas that it can satisfy.
fn fresh(solver: &mut dyn Search, wanted: &Wanted<'_>, demand: &Demand<'_>, ways: &mut Ways) -> Vec<String> {
    let Mentioned { patterns, wrong, .. } = &*wanted.mentioned;
    let mut names = Vec::new();
    if patterns.len() + wrong.len() > MOST_PATTERNS {
        ways.add(Outcome::Unknown("there are too many patterns for names"));
        return names;
    }
    let taken = wanted.known_names();
    let sign = |signs: u32, index: usize| signs >> index & 1 == 1;
    for signs in 0..1u32 << (patterns.len() + wrong.len()) {
        if solver.is_exhausted() {
            ways.add(Outcome::Unknown(TOO_LARGE));
            return names;
        }
        let patterns = patterns.iter().enumerate();
        let patterns: Vec<_> = patterns
            .map(|(index, pattern)| (*pattern, sign(signs, index)))
            .collect();
        let is_refused = |(pattern, matches): &(&Pattern, bool)| {
            !matches && demand.pattern.is_some_and(|wanted| wanted.source() == pattern.source())
        };
        if patterns.iter().any(is_refused) {
            continue;
        }
        let signed = wrong.iter().enumerate().map(|(index, schema)| Literal {
            schema,
            holds: sign(signs, patterns.len() + index),
        });
        let schemas = wanted.names.iter().map(|schema| Literal::yes(schema)).chain(signed);
        let name = Name {
            schemas: schemas.collect(),
            patterns,
        };
        match solver.name(&name, &taken) {
            Outcome::Witness(Json::String(name)) => names.push(name),
            Outcome::Unknown(reason) => {
                ways.add(Outcome::Unknown(reason));
            }
            Outcome::Empty | Outcome::Witness(_) => {}
        }
    }
    names
}

/// Adds properties until there are enough of them. They do not depend on each other, so any will do.
fn complete(solver: &mut dyn Search, wanted: &Wanted<'_>, mut object: BTreeMap<String, Json>) -> Outcome {
    let fewest = usize::try_from(wanted.fewest).unwrap_or(usize::MAX);
    if fewest > LARGEST {
        return Outcome::Unknown("an object is too large to try");
    }
    let mut wanted = wanted.clone();
    let mut ways = Ways::default();
    let mut names: Vec<String> = wanted.known_names().into_iter().map(str::to_owned).collect();
    let mut are_fresh = false;
    while object.len() < fewest {
        let count = object.len();
        for name in names {
            if object.len() == fewest || object.contains_key(&name) {
                continue;
            }
            let goal = wanted.goal(&name);
            let outcome = goal.map_or(Outcome::Empty, |goal| solver.solve(&goal));
            if let Some(value) = ways.add(outcome) {
                object.insert(name, value);
            }
        }
        wanted.present.extend(object.keys().cloned().map(Cow::Owned));
        // If no name of any kind is possible now, none is later.
        if object.len() == count && are_fresh {
            return ways.finish();
        }
        names = fresh(solver, &wanted, &Demand::default(), &mut ways);
        are_fresh = true;
    }
    Outcome::Witness(json(&object))
}

fn json(object: &BTreeMap<String, Json>) -> Json {
    let mut json = JsonObject::new();
    for (name, value) in object {
        json.insert(name.as_str(), value.clone());
    }
    Json::Object(json)
}
