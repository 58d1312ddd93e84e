//! Arrays: an item for each place, and items that must be somewhere.

use std::collections::HashMap;

use typewright_core::Json;
use typewright_core::schema::{Rule, Schema};

use super::atoms::Part;
use super::goal::{Goal, Literal, Outcome, Search, TOO_LARGE, any_way};
use super::variants::variants;

/// The longest array that is built.
const LONGEST: usize = 2_500;
/// The longest array whose items are chosen together so that no two are equal.
const LONGEST_DISTINCT: usize = 40;

const NOT_FOUND: &str = "no array was found, although there may be one";

#[derive(Default, Clone)]
struct Wanted<'e> {
    shortest: u64,
    longest: Option<u64>,
    unique: bool,
    repeated: bool,
    /// What holds for the items: of all places, of one, or of those from one on.
    items: Vec<(Places, Literal)>,
    /// What must hold of an item at one place, or at some place.
    demands: Vec<(Places, Literal)>,
    /// Values that the item at a place must not be.
    others: Vec<(usize, &'e Json)>,
}

#[derive(Clone, Copy)]
enum Places {
    At(usize),
    From(usize),
}

impl Wanted<'_> {
    fn read(parts: &[Part]) -> Option<Self> {
        let mut wanted = Self::default();
        for part in parts {
            match part {
                Part::WrongItem(place, schema) => wanted.demands.push((Places::At(*place), Literal::no(schema))),
                Part::Rule { owner, rule, holds } => wanted.rule(owner, rule, *holds)?,
                Part::Schema(_)
                | Part::NotExactlyOne(_)
                | Part::Integer(_)
                | Part::Property(..)
                | Part::WrongProperty(..)
                | Part::WrongMatch(..) => {}
            }
        }
        Some(wanted)
    }

    fn rule(&mut self, owner: &'static Schema, rule: &'static Rule, holds: bool) -> Option<()> {
        match (rule, holds) {
            (Rule::Items(schema), true) => self.items.push((Places::From(0), Literal::yes(schema))),
            (Rule::Items(schema), false) => self.demands.push((Places::From(0), Literal::no(schema))),
            (Rule::Tuple(schemas), true) => {
                let schemas = schemas.iter().enumerate();
                self.items
                    .extend(schemas.map(|(place, schema)| (Places::At(place), Literal::yes(schema))));
            }
            (Rule::AdditionalItems(schema), true) => {
                self.items
                    .push((Places::From(tuple_length(owner)), Literal::yes(schema)));
            }
            (Rule::AdditionalItems(schema), false) => {
                self.demands
                    .push((Places::From(tuple_length(owner)), Literal::no(schema)));
            }
            (Rule::Contains(schema), true) => self.demands.push((Places::From(0), Literal::yes(schema))),
            (Rule::Contains(schema), false) => self.items.push((Places::From(0), Literal::no(schema))),
            (Rule::MinItems(least), true) => self.shortest = self.shortest.max(*least),
            (Rule::MaxItems(most), true) => self.at_most(*most),
            (Rule::MinItems(least), false) => self.at_most(least.checked_sub(1)?),
            (Rule::MaxItems(most), false) => self.shortest = self.shortest.max(most.saturating_add(1)),
            (Rule::UniqueItems, true) => self.unique = true,
            (Rule::UniqueItems, false) => self.repeated = true,
            _ => {}
        }
        Some(())
    }

    fn at_most(&mut self, most: u64) {
        self.longest = Some(self.longest.map_or(most, |known| known.min(most)));
    }

    /// What the item at a place must satisfy.
    fn goal(&self, place: usize) -> Goal {
        let exact = self
            .demands
            .iter()
            .filter(|(places, _)| matches!(places, Places::At(_)));
        let all = self.items.iter().chain(exact);
        let here = all.filter(|(places, _)| match places {
            Places::At(at) => *at == place,
            Places::From(from) => place >= *from,
        });
        let mut goal = Goal::new(here.map(|(_, literal)| *literal));
        let others = self.others.iter().filter(|(at, _)| *at == place);
        goal.excluded.extend(others.map(|(_, value)| (*value).clone()));
        goal
    }

    /// The first place from which on all places are alike.
    fn tail(&self) -> usize {
        let all = self.items.iter().chain(&self.demands);
        let ends = all.map(|(places, _)| match places {
            Places::At(at) => at + 1,
            Places::From(from) => *from,
        });
        let others = self.others.iter().map(|(at, _)| at + 1);
        ends.chain(others).max().unwrap_or_default()
    }
}

fn tuple_length(owner: &Schema) -> usize {
    let lengths = owner.rules().iter().filter_map(|rule| match rule {
        Rule::Tuple(items) => Some(items.len()),
        _ => None,
    });
    lengths.max().unwrap_or_default()
}

/// Finds an array.
pub(super) fn solve(solver: &mut dyn Search, parts: &[Part], excluded: &[Json]) -> Outcome {
    let Some(mut wanted) = Wanted::read(parts) else {
        return Outcome::Empty;
    };
    if wanted.unique && wanted.repeated {
        return Outcome::Empty;
    }
    let exact = wanted.demands.iter().filter_map(|(places, _)| match places {
        Places::At(at) => Some(*at as u64 + 1),
        Places::From(_) => None,
    });
    wanted.shortest = wanted.shortest.max(exact.max().unwrap_or_default());
    let excluded: Vec<&Vec<Json>> = excluded.iter().filter_map(Json::as_array).collect();
    other_than(solver, &wanted, &excluded)
}

/// Finds an array that is not excluded. If the first one found is, the others are shorter, longer, or differ at a place.
fn other_than<'e>(solver: &mut dyn Search, wanted: &Wanted<'e>, excluded: &[&'e Vec<Json>]) -> Outcome {
    let value = match search(solver, wanted.clone()) {
        Outcome::Witness(value) => value,
        outcome => return outcome,
    };
    let found = excluded.iter().position(|array| value.as_array() == Some(*array));
    let Some(found) = found else {
        return Outcome::Witness(value);
    };
    let mut rest = excluded.to_vec();
    let array = rest.swap_remove(found);
    let length = array.len() as u64;
    let mut all = Vec::new();
    if let Some(most) = length.checked_sub(1) {
        let mut shorter = wanted.clone();
        shorter.at_most(most);
        all.push(shorter);
    }
    for (place, item) in array.iter().enumerate() {
        let mut with = wanted.clone();
        with.shortest = with.shortest.max(place as u64 + 1);
        with.others.push((place, item));
        all.push(with);
    }
    let mut longer = wanted.clone();
    longer.shortest = longer.shortest.max(length + 1);
    all.push(longer);
    any_way(solver, all, |solver, way| other_than(solver, &way, &rest))
}

/// Finds an array, excluded or not.
fn search(solver: &mut dyn Search, mut wanted: Wanted<'_>) -> Outcome {
    let tail = wanted.tail();
    // A place that no item fits ends the array before it.
    for place in 0..=tail {
        match solver.solve(&wanted.goal(place)) {
            Outcome::Empty => {
                wanted.at_most(place as u64);
                break;
            }
            Outcome::Witness(_) | Outcome::Unknown(_) => {}
        }
    }
    if wanted.longest.is_some_and(|longest| longest < wanted.shortest) {
        return Outcome::Empty;
    }
    let demands = wanted.demands.iter().filter_map(|(places, literal)| match places {
        Places::From(from) => Some((*from, *literal)),
        Places::At(_) => None,
    });
    let demands: Vec<(usize, Literal)> = demands.collect();
    let plan = Plan {
        wanted: &wanted,
        tail,
        equal: None,
        met: Vec::new(),
    };
    if !wanted.repeated {
        return plan.meet(solver, &demands);
    }
    let places = (1..=tail + 1).flat_map(|second| (0..second).map(move |first| (first, second)));
    any_way(solver, places, |solver, (first, second)| {
        let equal = Some((first, second));
        let plan = Plan { equal, ..plan.clone() };
        if plan.is_possible(solver, second) {
            plan.meet(solver, &demands)
        } else {
            Outcome::Empty
        }
    })
}

/// Which item meets which demand.
#[derive(Clone)]
struct Plan<'w> {
    wanted: &'w Wanted<'w>,
    /// The first place from which on all places are alike.
    tail: usize,
    /// Two places with the same item.
    equal: Option<(usize, usize)>,
    met: Vec<(usize, Literal)>,
}

impl Plan<'_> {
    /// Tries all places for each demand.
    fn meet(&self, solver: &mut dyn Search, demands: &[(usize, Literal)]) -> Outcome {
        let Some(((from, literal), rest)) = demands.split_first() else {
            return self.build(solver);
        };
        let used = self.met.iter().map(|(place, _)| place + 1);
        let used = used.chain(self.equal.map(|(_, second)| second + 1)).max();
        // One place beyond those in use stands for all the others.
        let last = used.unwrap_or_default().max(self.tail).max(*from);
        any_way(solver, *from..=last, |solver, place| {
            let mut with = self.clone();
            with.met.push((place, *literal));
            if with.is_possible(solver, place) {
                with.meet(solver, rest)
            } else {
                Outcome::Empty
            }
        })
    }

    /// Whether the array can have a place, as far as that depends on this place.
    fn is_possible(&self, solver: &mut dyn Search, place: usize) -> bool {
        let fits = self.wanted.longest.is_none_or(|longest| (place as u64) < longest);
        fits && !matches!(solver.solve(&self.goal(place)), Outcome::Empty)
    }

    /// What the item at a place must satisfy.
    fn goal(&self, place: usize) -> Goal {
        let places = match self.equal {
            Some((first, second)) if place == first || place == second => vec![first, second],
            Some(_) | None => vec![place],
        };
        let mut goal = Goal::default();
        for place in places {
            let own = self.wanted.goal(place);
            let met = self.met.iter().filter(|(at, _)| *at == place);
            let literals = own.literals.into_iter().chain(met.map(|(_, literal)| *literal));
            literals.for_each(|literal| goal.add(literal));
            goal.excluded.extend(own.excluded);
        }
        goal
    }

    /// Whether the same is asked of each item.
    fn is_plain(&self) -> bool {
        self.tail == 0 && self.equal.is_none() && self.met.is_empty()
    }

    /// Builds the shortest array. A longer one has the same items, and more of them.
    fn build(&self, solver: &mut dyn Search) -> Outcome {
        let needed = self.met.iter().map(|(place, _)| place + 1);
        let needed = needed.chain(self.equal.map(|(_, second)| second + 1)).max();
        let length = self.wanted.shortest.max(needed.unwrap_or_default() as u64);
        if self.wanted.longest.is_some_and(|longest| length > longest) {
            return Outcome::Empty;
        }
        let Some(length) = usize::try_from(length).ok().filter(|length| *length <= LONGEST) else {
            return Outcome::Unknown(NOT_FOUND);
        };
        let mut items: Vec<Json> = Vec::new();
        let mut spare = Vec::new().into_iter();
        let mut unknown = None;
        for place in 0..length {
            let mut goal = self.goal(place);
            let is_repeated = self.equal.is_some_and(|(_, second)| place == second);
            if let Some(item) = self
                .equal
                .and_then(|(first, _)| items.get(first))
                .filter(|_| is_repeated)
            {
                items.push(item.clone());
                continue;
            }
            if self.wanted.unique {
                if place == 1 {
                    spare = alike(&goal, items.first(), length);
                }
                let mut fitting = spare.by_ref().filter(|item| goal.is_satisfied_by(item));
                if let Some(item) = fitting.find(|item| !items.contains(item)) {
                    items.push(item);
                    continue;
                }
                goal.excluded.extend(items.iter().cloned());
            }
            match solver.solve(&goal) {
                Outcome::Witness(value) => items.push(value),
                // All values that any item can have are there already.
                Outcome::Empty if self.wanted.unique && self.is_plain() && unknown.is_none() => return Outcome::Empty,
                Outcome::Empty if self.wanted.unique && !items.is_empty() => return self.distinct(solver, length),
                Outcome::Empty => return Outcome::Empty,
                // An item that is impossible would still be a proof.
                Outcome::Unknown(reason) => {
                    unknown = Some(reason);
                    items.push(Json::Null);
                }
            }
        }
        unknown.map_or(Outcome::Witness(Json::Array(items)), Outcome::Unknown)
    }

    /// Chooses items that are all different: those of the places with few possible items are chosen together.
    fn distinct(&self, solver: &mut dyn Search, length: usize) -> Outcome {
        if length > LONGEST_DISTINCT {
            return Outcome::Unknown(NOT_FOUND);
        }
        let mut domains: Vec<Vec<Json>> = Vec::new();
        let mut unknown = None;
        for place in 0..length {
            let mut goal = self.goal(place);
            let mut values = Vec::new();
            // With as many possible items as there are places, one is left over for this place.
            while values.len() < length {
                if solver.is_exhausted() {
                    return Outcome::Unknown(TOO_LARGE);
                }
                match solver.solve(&goal) {
                    Outcome::Witness(value) => {
                        goal.excluded.push(value.clone());
                        values.push(value);
                    }
                    Outcome::Empty => break,
                    Outcome::Unknown(reason) => {
                        unknown = Some(reason);
                        break;
                    }
                }
            }
            domains.push(values);
        }
        match matching(&domains) {
            Some(items) => Outcome::Witness(Json::Array(items)),
            None => unknown.map_or(Outcome::Empty, Outcome::Unknown),
        }
    }
}

/// Items that satisfy a goal, as many as an array may need: most items of a long array are alike, and need no search.
fn alike(goal: &Goal, first: Option<&Json>, length: usize) -> std::vec::IntoIter<Json> {
    let found = first.into_iter().flat_map(variants);
    let found = found.filter(|item| goal.is_satisfied_by(item));
    found.take(length).collect::<Vec<_>>().into_iter()
}

/// One value of each domain, all of them different.
fn matching(domains: &[Vec<Json>]) -> Option<Vec<Json>> {
    let mut owners: HashMap<&Json, usize> = HashMap::new();
    for place in 0..domains.len() {
        let mut seen = Vec::new();
        if !assign(domains, place, &mut owners, &mut seen) {
            return None;
        }
    }
    let mut items: Vec<(usize, Json)> = owners
        .into_iter()
        .map(|(value, place)| (place, value.clone()))
        .collect();
    items.sort_by_key(|(place, _)| *place);
    Some(items.into_iter().map(|(_, value)| value).collect())
}

/// Gives a place a value, if need be by moving the place that has it to another value.
fn assign<'d>(
    domains: &'d [Vec<Json>],
    place: usize,
    owners: &mut HashMap<&'d Json, usize>,
    seen: &mut Vec<&'d Json>,
) -> bool {
    for value in domains.get(place).into_iter().flatten() {
        if seen.contains(&value) {
            continue;
        }
        seen.push(value);
        let owner = owners.get(value).copied();
        if owner.is_none_or(|owner| assign(domains, owner, owners, seen)) {
            owners.insert(value, place);
            return true;
        }
    }
    false
}
