//! The exact check: validates a JSON value against a constraint table, with every keyword, and reports all violations.
//!
//! There is one file for the keywords of each JSON type. [`is_valid`] stops at the first violation; [`violations`]
//! collects all of them. Both take time linear in the value: a table that is reached twice for one value is checked
//! once.

mod array;
mod combine;
mod fit;
mod hidden;
mod nearest;
mod number;
mod object;
mod prune;
mod string;
mod tag;
mod value;

pub(crate) use fit::Fitting;
#[cfg(feature = "http")]
pub(crate) use hidden::{Hidden, excerpt_of};
pub(crate) use number::number_holds;
pub(crate) use string::{at_least, at_most};

use core::{fmt, mem};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::thread;

#[cfg(not(feature = "http"))]
use self::hidden::Hidden;
use self::nearest::{Weight, Wrong};
pub(crate) use self::prune::prune;
#[cfg(feature = "http")]
pub(crate) use self::prune::strip;
use crate::direction::Direction;
use crate::json::Json;
use crate::json::pointer;
use crate::schema::{self, Rule, Schema};
use crate::violation::{Violation, Violations};

/// Whether a value is valid against a table.
pub fn is_valid(schema: &'static Schema, json: &Json) -> bool {
    is_valid_in(Direction::Any, schema, json)
}

/// Whether a value is valid against a table, in a direction.
pub(crate) fn is_valid_in(direction: Direction, schema: &'static Schema, json: &Json) -> bool {
    walk(Purpose::Verdict, direction, schema, json, None).is_some_and(|(good, _)| good)
}

/// Collects all violations of a table by a value.
///
/// # Errors
/// The violations, if there are any.
pub fn violations(schema: &'static Schema, json: &Json) -> Result<(), Violations> {
    violations_in(Direction::Any, schema, json)
}

/// Collects all violations of a table by a value that travels in a direction.
///
/// # Errors
/// The violations, if there are any.
pub fn violations_in(direction: Direction, schema: &'static Schema, json: &Json) -> Result<(), Violations> {
    let walk = |hidden| walk(Purpose::Report, direction, schema, json, hidden).ok_or_else(Violations::too_deep);
    let (good, report) = walk(None)?;
    if good {
        return report.finish();
    }
    // Few values are invalid, so only then it is found out what must not be shown.
    let hidden = Hidden::of(schema, json);
    if hidden.is_empty() {
        return report.finish();
    }
    let (_, report) = walk(Some(Arc::new(hidden)))?;
    report.finish()
}

/// The maximum depth, in tables, of a check on the stack of the caller, which may be small: each table takes about a
/// kilobyte in an unoptimized build.
const ROOM: usize = 400;

/// The stack size for the few checks that need more, and their maximum depth. A generated schema passes through at most
/// 100 others, of two tables each, before a step into the value, and a text may be nested 128 levels deep.
const LARGE_STACK: usize = 64 * 1024 * 1024;
const LARGE_ROOM: usize = 30_000;

/// Checks a value. Returns `None` if the check goes too deep, which cannot happen for parsed text.
fn walk(
    purpose: Purpose,
    direction: Direction,
    schema: &'static Schema,
    json: &Json,
    hidden: Option<Arc<Hidden>>,
) -> Option<(bool, Report)> {
    let run = |room| {
        let mut checker = Checker {
            purpose,
            direction,
            room,
            hidden: hidden.clone(),
            ..Checker::default()
        };
        let good = checker.check(schema, json);
        (!checker.is_stuck).then_some((good, checker.report))
    };
    run(ROOM).or_else(|| {
        thread::scope(|scope| {
            let deep = thread::Builder::new()
                .stack_size(LARGE_STACK)
                .spawn_scoped(scope, || run(LARGE_ROOM));
            deep.ok()?.join().ok()?
        })
    })
}

/// The purpose of a walk.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Whether the value is valid: the walk stops at the first violation.
    #[default]
    Verdict,
    /// To report all violations.
    Report,
    /// To find the nearest of several tables: computes the distance from one.
    Weight,
    /// To find the first violation, which represents all of them. After that, the rest of the walk only checks
    /// validity.
    First,
}

/// A walk over a value.
#[derive(Default)]
struct Checker {
    purpose: Purpose,
    direction: Direction,
    /// Whether the demands of both directions apply. That is so in `not` and `if`, where a demand that is dropped would
    /// make the check stricter.
    is_strict: bool,
    /// The values that are not shown, if there are any.
    hidden: Option<Arc<Hidden>>,
    /// The findings so far, for each of the purposes.
    report: Report,
    weight: Weight,
    first: Option<Arc<Violation>>,
    /// The current place, and its depth. Not tracked when only validity is checked.
    pointer: String,
    depth: u32,
    /// The depth of the value that the weighed tables apply to.
    weighed_at: u32,
    /// The number of violations that already report a nearest branch.
    explained: usize,
    /// How many tables deeper the walk may go, and whether it reached that limit; if it did, its result is discarded.
    room: usize,
    is_stuck: bool,
    /// The result for each pair of table and value, by address. It prevents exponential work for nested `oneOf`s.
    judged: HashMap<(usize, usize), bool>,
    /// As `judged`, for the strict check.
    judged_strictly: HashMap<(usize, usize), bool>,
    /// The pairs whose violations are already reported.
    reported: HashSet<(usize, usize)>,
    /// Further results for pairs that do not match; only allocated to find a nearest branch.
    wrong: Option<HashMap<(usize, usize), Wrong>>,
}

/// A table and a value, by address. Both stay in place during a check.
fn pair(schema: &'static Schema, json: &Json) -> (usize, usize) {
    (core::ptr::from_ref(schema).addr(), core::ptr::from_ref(json).addr())
}

impl Checker {
    /// Checks every rule. If one violation is enough, stops at the first.
    fn check(&mut self, schema: &'static Schema, json: &Json) -> bool {
        if self.room == 0 || self.is_stuck {
            self.is_stuck = true;
            return false;
        }
        self.room -= 1;
        let mut good = true;
        for rule in schema.0 {
            good &= self.check_rule(schema, rule, json);
            if !good && self.stops() {
                break;
            }
        }
        self.room += 1;
        good
    }

    /// Whether one violation is enough.
    fn stops(&self) -> bool {
        match self.purpose {
            Purpose::Verdict | Purpose::First => true,
            Purpose::Report | Purpose::Weight => false,
        }
    }

    /// Checks validity without reporting, for the combining keywords, and caches the result.
    fn holds(&mut self, schema: &'static Schema, json: &Json) -> bool {
        let key = pair(schema, json);
        if let Some(&known) = self.judged().get(&key) {
            return known;
        }
        let purpose = mem::take(&mut self.purpose);
        let good = self.check(schema, json);
        self.purpose = purpose;
        self.judged().insert(key, good);
        good
    }

    /// Like [`holds`](Self::holds), with the demands of both directions.
    fn holds_strictly(&mut self, schema: &'static Schema, json: &Json) -> bool {
        let outside = mem::replace(&mut self.is_strict, true);
        let good = self.holds(schema, json);
        self.is_strict = outside;
        good
    }

    fn judged(&mut self) -> &mut HashMap<(usize, usize), bool> {
        if self.is_strict {
            &mut self.judged_strictly
        } else {
            &mut self.judged
        }
    }

    /// Checks another table on the same value. Several ways can lead to one table, so each pair is walked once.
    /// Otherwise a recursive schema could double the work with every level of the value.
    fn apply(&mut self, schema: &'static Schema, json: &Json) -> bool {
        match self.purpose {
            Purpose::Report if self.reported.insert(pair(schema, json)) => self.check(schema, json),
            Purpose::Report | Purpose::Verdict => self.holds(schema, json),
            Purpose::Weight => self.add_weight(schema, json),
            Purpose::First => self.find_first(schema, json),
        }
    }

    fn check_rule(&mut self, schema: &'static Schema, rule: &'static Rule, json: &Json) -> bool {
        match rule {
            Rule::Never => self.broken("false", "no value at all", json),
            Rule::Ref(target) => self.apply(target, json),
            // All tables are built before the first check.
            Rule::Deferred(cell) => cell.get().is_some_and(|target| self.apply(target, json)),
            Rule::Type(types) => self.check_type(*types, json),
            Rule::Const(_) | Rule::Strings(_) | Rule::Values(_) => self.check_value(rule, json),
            Rule::MinLength(_) | Rule::MaxLength(_) | Rule::Pattern(_) | Rule::Format(_) | Rule::Predicate(_) => {
                match json {
                    Json::String(text) => self.check_string(rule, text, json),
                    _ => true,
                }
            }
            Rule::MultipleOf(_)
            | Rule::Minimum(_)
            | Rule::Maximum(_)
            | Rule::ExclusiveMinimum(_)
            | Rule::ExclusiveMaximum(_) => match json {
                Json::Number(number) => self.check_number(rule, number, json),
                _ => true,
            },
            Rule::Items(_)
            | Rule::Tuple(_)
            | Rule::AdditionalItems(_)
            | Rule::Contains(_)
            | Rule::MinItems(_)
            | Rule::MaxItems(_)
            | Rule::UniqueItems => match json {
                Json::Array(items) => self.check_array(schema, rule, items, json),
                _ => true,
            },
            // Annotations: a value may carry these properties in both directions, and errors hide the others.
            Rule::ReadOnly(_) | Rule::WriteOnly(_) | Rule::Password | Rule::Hidden => true,
            Rule::Required(_)
            | Rule::RequiredIn(..)
            | Rule::Properties(_)
            | Rule::PatternProperties(_)
            | Rule::AdditionalProperties(_)
            | Rule::Closed
            | Rule::PropertyNames(_)
            | Rule::MinProperties(_)
            | Rule::MaxProperties(_)
            | Rule::RequiredWith(_)
            | Rule::SchemaWith(_) => match json {
                Json::Object(object) => self.check_object(schema, rule, object, json),
                _ => true,
            },
            Rule::AllOf(_) | Rule::AnyOf(_) | Rule::OneOf(_) | Rule::Tagged(..) | Rule::Not(_) | Rule::If(..) => {
                self.check_combination(rule, json)
            }
        }
    }

    fn check_type(&mut self, types: u8, json: &Json) -> bool {
        types & types_of(json) != 0 || self.broken("type", schema::type_names(types), json)
    }

    /// Checks a part of the value. `step` is its property name or index.
    fn check_at(&mut self, step: &str, schema: &'static Schema, json: &Json) -> bool {
        if self.purpose == Purpose::Verdict {
            return self.check(schema, json);
        }
        let length = self.descend(step);
        let good = self.check(schema, json);
        self.ascend(length);
        good
    }

    /// Records a violation at the current place. Always returns `false`, so that a check can end with it.
    fn broken(&mut self, keyword: &'static str, limit: impl fmt::Display, found: &Json) -> bool {
        self.note(keyword, &limit, found);
        false
    }

    fn note(&mut self, keyword: &'static str, limit: &dyn fmt::Display, found: &Json) {
        match self.purpose {
            Purpose::Verdict => {}
            Purpose::Report if self.report.is_full() => self.report.omitted += 1,
            Purpose::Report => self.report.add(self.violation(keyword, limit, found)),
            Purpose::Weight => self.weight.add(Weight::of_violation(self.depth)),
            Purpose::First => {
                self.first = Some(Arc::new(self.violation(keyword, limit, found)));
                self.purpose = Purpose::Verdict;
            }
        }
    }

    fn violation(&self, keyword: &'static str, limit: &dyn fmt::Display, found: &Json) -> Violation {
        let found = match &self.hidden {
            Some(hidden) => hidden.excerpt(found),
            None => excerpt(found),
        };
        Violation::new(&self.pointer, keyword, limit.to_string(), found)
    }

    /// Records a violation for a property that is not allowed.
    fn broken_at(&mut self, step: &str, keyword: &'static str, limit: impl fmt::Display, found: &Json) -> bool {
        if self.purpose != Purpose::Verdict {
            let length = self.descend(step);
            self.broken(keyword, limit, found);
            self.ascend(length);
        }
        false
    }

    /// Steps into the value. Returns what [`ascend`](Self::ascend) needs to step back.
    fn descend(&mut self, step: &str) -> usize {
        let length = self.pointer.len();
        pointer::push(&mut self.pointer, step);
        self.depth += 1;
        length
    }

    fn ascend(&mut self, length: usize) {
        self.pointer.truncate(length);
        self.depth -= 1;
    }
}

/// The violations so far.
#[derive(Default)]
struct Report {
    violations: Vec<Violation>,
    /// The approximate memory that they take.
    size: usize,
    /// How many violations are counted, but not kept.
    omitted: usize,
}

impl Report {
    /// The memory limit for the violations of one value. A text of a few kilobytes can violate a schema in millions of
    /// places, and each violation may have a long list or a long pointer.
    const LARGEST: usize = 64 * 1024 * 1024;

    /// Whether a further violation would only be counted.
    fn is_full(&self) -> bool {
        self.size > Self::LARGEST
    }

    fn add(&mut self, violation: Violation) {
        self.size += violation.size();
        self.violations.push(violation);
    }

    fn finish(self) -> Result<(), Violations> {
        Violations::new(self.violations, self.omitted)
    }
}

/// The set of types of a value: a whole number is both an integer and a number.
pub(crate) fn types_of(json: &Json) -> u8 {
    match json {
        Json::Null => schema::NULL,
        Json::Bool(_) => schema::BOOLEAN,
        Json::Number(number) if number.is_integer() => schema::INTEGER | schema::NUMBER,
        Json::Number(_) => schema::NUMBER,
        Json::String(_) => schema::STRING,
        Json::Array(_) => schema::ARRAY,
        Json::Object(_) => schema::OBJECT,
    }
}

/// The type of a value, as a schema would name it.
fn type_of(json: &Json) -> u8 {
    match json {
        Json::Number(_) => schema::NUMBER,
        other => types_of(other),
    }
}

/// A value as an error message shows it: complete if it is short, otherwise its type and its length.
pub(crate) fn excerpt(json: &Json) -> String {
    const LONGEST: usize = 60;
    match json {
        Json::Array(items) if items.len() > 3 => format!("an array of {} items", items.len()),
        Json::Object(object) if object.len() > 3 => {
            format!("an object of {} properties", object.len())
        }
        Json::String(text) if text.chars().count() > LONGEST => {
            let start: String = text.chars().take(LONGEST).collect();
            format!("{}… ({} characters)", Json::String(start), text.chars().count())
        }
        other => {
            let text = other.to_string();
            if text.chars().count() > 2 * LONGEST {
                let start: String = text.chars().take(LONGEST).collect();
                format!("{start}…")
            } else {
                text
            }
        }
    }
}

/// `1 item`, `2 items`.
struct Counted(u64, &'static str, &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one, many) = self;
        write!(f, "{count} {}", if *count == 1 { one } else { many })
    }
}

#[cfg(test)]
mod tests {
    use super::{is_valid, violations};
    use crate::json::Json;
    use crate::schema::{Rule, STRING, Schema};

    /// At each level of the value through several others.
    static LONG: Schema = Schema(&[Rule::AllOf(&[Schema(&[Rule::Ref(&LONGER)])])]);
    static LONGER: Schema = Schema(&[Rule::If(&LONGEST, &LONGEST, &LONGEST)]);
    static LONGEST: Schema = Schema(&[Rule::Not(&Schema(&[Rule::Not(&INTO)]))]);
    static INTO: Schema = Schema(&[Rule::OneOf(&[Schema(&[Rule::Items(&LONG), Rule::Ref(&FEW)])])]);
    static FEW: Schema = Schema(&[Rule::MaxItems(1)]);

    #[test]
    fn a_deep_check_fits_a_small_stack() {
        let deep = |inner: &str| Json::parse(&format!("{}{inner}{}", "[".repeat(120), "]".repeat(120))).unwrap();
        let (right, wrong) = (deep("1"), deep("1, 2"));
        let small = std::thread::Builder::new().stack_size(1 << 20);
        let checked = small.spawn(move || {
            assert!(is_valid(&LONG, &right) && violations(&LONG, &right).is_ok());
            assert!(!is_valid(&LONG, &wrong) && violations(&LONG, &wrong).is_err());
        });
        checked.unwrap().join().unwrap();
    }

    #[test]
    fn what_is_nested_deeper_than_any_text_is_an_error() {
        let mut json = Json::Null;
        for _ in 0..8_000 {
            json = Json::Array(vec![json]);
        }
        let said = violations(&LONG, &json).unwrap_err().to_string();
        assert!(said.contains("nested"), "{said}");
    }

    #[test]
    fn violations_take_no_more_memory_than_they_may() {
        static TEXTS: Schema = Schema(&[Rule::AdditionalProperties(&Schema(&[Rule::Items(&Schema(&[
            Rule::Type(STRING),
        ]))]))]);
        // The pointer of each violation is half as long as the text.
        let key = "k".repeat(100_000);
        let text = format!("{{\"{key}\": [{}1]}}", "1,".repeat(2_999));
        let violations = violations(&TEXTS, &Json::parse(&text).unwrap()).unwrap_err();
        assert_eq!(violations.as_slice().len() + violations.omitted(), 3_000);
        let size: usize = violations.iter().map(|violation| violation.pointer().len()).sum();
        assert!(size < 70_000_000, "{size} bytes");
        let rest = format!("\nand {} more", violations.omitted());
        assert!(violations.omitted() > 0 && violations.to_string().ends_with(&rest));
    }
}
