//! Arrays: an item for each place, and items that must be somewhere.

use typewright_core::Json;
use typewright_core::schema::{Rule, Schema};

use super::atoms::Part;
use super::goal::{Goal, Literal, Outcome, Search};
use super::variants::variants;

/// The longest array that is built.
const LONGEST: usize = 2_500;

const NOT_FOUND: &str = "no array was found, although there may be one";

#[derive(Default)]
struct Wanted {
    shortest: u64,
    longest: Option<u64>,
    unique: bool,
    repeated: bool,
    /// What holds for the items: of all places, of one, or of those from one on.
    items: Vec<(Places, Literal)>,
    /// What must hold of an item at one place, or at some place.
    demands: Vec<(Places, Literal)>,
}

#[derive(Clone, Copy)]
enum Places {
    At(usize),
    From(usize),
}

impl Wanted {
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
        Goal::new(here.map(|(_, literal)| *literal))
    }

    /// The first place from which on all places are alike.
    fn tail(&self) -> usize {
        let all = self.items.iter().chain(&self.demands);
        let ends = all.map(|(places, _)| match places {
            Places::At(at) => at + 1,
            Places::From(from) => *from,
        });
        ends.max().unwrap_or_default()
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
    if wanted.repeated {
        return repeated(solver, &wanted, tail, excluded);
    }
    let somewhere: Vec<(usize, Literal)> = wanted
        .demands
        .iter()
        .filter_map(|(places, literal)| match places {
            Places::From(from) => Some((*from, *literal)),
            Places::At(_) => None,
        })
        .collect();
    let Some(places) = places(solver, &wanted, &somewhere, tail) else {
        return Outcome::Empty;
    };
    build(solver, &wanted, &somewhere, &places, excluded)
}

/// For each demand that any of several places may meet, the places that can. `None` if there is one that none can.
fn places(
    solver: &mut dyn Search,
    wanted: &Wanted,
    demands: &[(usize, Literal)],
    tail: usize,
) -> Option<Vec<Vec<usize>>> {
    let mut all = Vec::new();
    for (from, literal) in demands {
        let last = tail.max(*from);
        let mut found = Vec::new();
        for place in *from..=last {
            if wanted.longest.is_some_and(|longest| place as u64 >= longest) {
                break;
            }
            let mut goal = wanted.goal(place);
            goal.add(*literal);
            if !matches!(solver.solve(&goal), Outcome::Empty) {
                found.push(place);
            }
        }
        if found.is_empty() {
            return None;
        }
        all.push(found);
    }
    Some(all)
}

/// Builds an array: each demand at a place of its own if that is allowed, else together with others.
fn build(
    solver: &mut dyn Search,
    wanted: &Wanted,
    demands: &[(usize, Literal)],
    places: &[Vec<usize>],
    excluded: &[Json],
) -> Outcome {
    let Ok(shortest) = usize::try_from(wanted.shortest) else {
        return Outcome::Unknown(NOT_FOUND);
    };
    let tail = wanted.tail();
    let apart: Vec<usize> = {
        let mut next = tail;
        let choices = places.iter().map(|places| match places.last() {
            Some(&last) if last >= tail => {
                next += 1;
                next - 1
            }
            Some(&last) => last,
            None => 0,
        });
        choices.collect()
    };
    let together: Vec<usize> = places.iter().filter_map(|places| places.first().copied()).collect();
    let mut is_certain = true;
    for assignment in [apart, together] {
        let needed = assignment.iter().map(|place| place + 1).max().unwrap_or_default();
        for extra in 0..3usize {
            let length = shortest.max(needed) + extra;
            if length > LONGEST || wanted.longest.is_some_and(|longest| length as u64 > longest) {
                is_certain = false;
                break;
            }
            match fill(solver, wanted, demands, &assignment, length) {
                Filled::Array(items) => {
                    let value = Json::Array(items);
                    if !excluded.contains(&value) {
                        return Outcome::Witness(value);
                    }
                    is_certain = false;
                }
                Filled::NoMoreDistinct if demands.is_empty() && extra == 0 => return Outcome::Empty,
                Filled::NoMoreDistinct | Filled::Unknown => is_certain = false,
                Filled::Impossible => {
                    // With one demand, or one place for all of them, there was no other way.
                    is_certain &= demands.is_empty();
                }
            }
        }
    }
    let one_place = wanted.longest == Some(1);
    if one_place && !demands.is_empty() {
        let goal = demands.iter().fold(wanted.goal(0), |mut goal, (_, literal)| {
            goal.add(*literal);
            goal
        });
        if matches!(solver.solve(&goal), Outcome::Empty) {
            return Outcome::Empty;
        }
    }
    if is_certain {
        Outcome::Empty
    } else {
        Outcome::Unknown(NOT_FOUND)
    }
}

enum Filled {
    Array(Vec<Json>),
    Impossible,
    /// All values that fit are there already.
    NoMoreDistinct,
    Unknown,
}

fn fill(
    solver: &mut dyn Search,
    wanted: &Wanted,
    demands: &[(usize, Literal)],
    assignment: &[usize],
    length: usize,
) -> Filled {
    let mut items: Vec<Json> = Vec::new();
    let mut spare = Vec::new().into_iter();
    let tail = wanted.tail();
    for place in 0..length {
        let mut goal = wanted.goal(place);
        for ((_, literal), at) in demands.iter().zip(assignment) {
            if *at == place {
                goal.add(*literal);
            }
        }
        if wanted.unique {
            if place == 1 {
                spare = alike(&goal, items.last(), length);
            }
            let mut fitting = spare.by_ref().filter(|item| goal.is_satisfied_by(item));
            if let Some(item) = fitting.find(|item| !items.contains(item)) {
                items.push(item);
                continue;
            }
            goal.excluded.clone_from(&items);
        }
        match solver.solve(&goal) {
            Outcome::Witness(value) => items.push(value),
            Outcome::Empty if wanted.unique && !items.is_empty() && tail == 0 => return Filled::NoMoreDistinct,
            Outcome::Empty if wanted.unique && !items.is_empty() => return Filled::Unknown,
            Outcome::Empty => return Filled::Impossible,
            Outcome::Unknown(_) => return Filled::Unknown,
        }
    }
    Filled::Array(items)
}

/// Items that satisfy a goal, as many as an array may need: most items of a long array are alike, and need no search.
fn alike(goal: &Goal, last: Option<&Json>, length: usize) -> std::vec::IntoIter<Json> {
    let found = last.into_iter().flat_map(variants);
    let found = found.filter(|item| goal.is_satisfied_by(item));
    found.take(length).collect::<Vec<_>>().into_iter()
}

/// An array in which two items are equal.
fn repeated(solver: &mut dyn Search, wanted: &Wanted, tail: usize, excluded: &[Json]) -> Outcome {
    let last = wanted.longest.map_or(tail + 1, |longest| {
        usize::try_from(longest).map_or(tail + 1, |longest| (tail + 1).min(longest.saturating_sub(1)))
    });
    let mut unknown = false;
    for second in 1..=last {
        for first in 0..second {
            let mut goal = wanted.goal(first);
            for literal in wanted.goal(second).literals {
                goal.add(literal);
            }
            let value = match solver.solve(&goal) {
                Outcome::Empty => continue,
                Outcome::Unknown(_) => {
                    unknown = true;
                    continue;
                }
                Outcome::Witness(value) => value,
            };
            let length = usize::try_from(wanted.shortest).unwrap_or(LONGEST).max(second + 1);
            if length > LONGEST {
                unknown = true;
                continue;
            }
            let items: Option<Vec<Json>> = (0..length)
                .map(|place| match place {
                    _ if place == first || place == second => Some(value.clone()),
                    _ => match solver.solve(&wanted.goal(place)) {
                        Outcome::Witness(item) => Some(item),
                        Outcome::Empty | Outcome::Unknown(_) => None,
                    },
                })
                .collect();
            match items.map(Json::Array) {
                Some(array) if !excluded.contains(&array) => return Outcome::Witness(array),
                Some(_) | None => unknown = true,
            }
        }
    }
    if unknown {
        Outcome::Unknown(NOT_FOUND)
    } else {
        Outcome::Empty
    }
}
