//! Numbers: bounds and multiples, in exact arithmetic.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use typewright_core::schema::Rule;
use typewright_core::{Json, Number};

use super::atoms::Part;
use super::goal::Outcome;

/// How many multiples are tried one by one.
const MOST_TRIED: u32 = 2_000;
/// How large an exponent is computed with.
const LARGEST_EXPONENT: i64 = 2_000;

#[derive(Default)]
struct Range {
    /// With whether the bound itself is allowed.
    low: Option<(BigRational, bool)>,
    high: Option<(BigRational, bool)>,
    /// What the number must be a multiple of.
    step: Option<BigRational>,
    /// What it must not be a multiple of.
    not_steps: Vec<BigRational>,
}

/// Finds a number.
pub(super) fn solve(parts: &[Part], excluded: &[Json]) -> Outcome {
    let Some(range) = read(parts) else {
        return Outcome::Unknown("a number is too large to compute with");
    };
    match &range.step {
        Some(step) if step.is_zero() => try_all([BigRational::zero()].into_iter(), &range, excluded, true),
        Some(step) => multiples(step, &range, excluded),
        None => between(&range, excluded),
    }
}

fn read(parts: &[Part]) -> Option<Range> {
    let mut range = Range::default();
    for part in parts {
        match part {
            Part::Integer(true) => range.multiple_of(BigRational::one()),
            Part::Integer(false) => range.not_steps.push(BigRational::one()),
            Part::Rule { rule, holds, .. } => match (rule, holds) {
                (Rule::MultipleOf(text), true) => range.multiple_of(rational(text)?),
                (Rule::MultipleOf(text), false) => range.not_steps.push(rational(text)?),
                (Rule::Minimum(text), true) | (Rule::ExclusiveMaximum(text), false) => {
                    range.at_least(rational(text)?, true);
                }
                (Rule::ExclusiveMinimum(text), true) | (Rule::Maximum(text), false) => {
                    range.at_least(rational(text)?, false);
                }
                (Rule::Maximum(text), true) | (Rule::ExclusiveMinimum(text), false) => {
                    range.at_most(rational(text)?, true);
                }
                (Rule::ExclusiveMaximum(text), true) | (Rule::Minimum(text), false) => {
                    range.at_most(rational(text)?, false);
                }
                _ => {}
            },
            Part::Schema(_)
            | Part::NotExactlyOne(_)
            | Part::Property(..)
            | Part::WrongProperty(..)
            | Part::WrongMatch(..)
            | Part::WrongItem(..) => {}
        }
    }
    Some(range)
}

impl Range {
    fn multiple_of(&mut self, step: BigRational) {
        self.step = Some(match self.step.take() {
            None => step.abs(),
            Some(known) if known.is_zero() || step.is_zero() => BigRational::zero(),
            // lcm(a/b, c/d) = lcm(a, c) / gcd(b, d), both in lowest terms.
            Some(known) => BigRational::new(known.numer().lcm(step.numer()), known.denom().gcd(step.denom())),
        });
    }

    fn at_least(&mut self, bound: BigRational, inclusive: bool) {
        let is_tighter = match &self.low {
            None => true,
            Some((low, low_inclusive)) => bound > *low || (bound == *low && *low_inclusive && !inclusive),
        };
        if is_tighter {
            self.low = Some((bound, inclusive));
        }
    }

    fn at_most(&mut self, bound: BigRational, inclusive: bool) {
        let is_tighter = match &self.high {
            None => true,
            Some((high, high_inclusive)) => bound < *high || (bound == *high && *high_inclusive && !inclusive),
        };
        if is_tighter {
            self.high = Some((bound, inclusive));
        }
    }

    fn contains(&self, number: &BigRational) -> bool {
        let above = self
            .low
            .as_ref()
            .is_none_or(|(low, inclusive)| number > low || (*inclusive && number == low));
        let below = self
            .high
            .as_ref()
            .is_none_or(|(high, inclusive)| number < high || (*inclusive && number == high));
        above && below && !self.not_steps.iter().any(|step| is_multiple(number, step))
    }
}

fn is_multiple(number: &BigRational, step: &BigRational) -> bool {
    if step.is_zero() {
        return number.is_zero();
    }
    (number / step).is_integer()
}

/// Tries the multiples of a step, from the bound that there is.
fn multiples(step: &BigRational, range: &Range, excluded: &[Json]) -> Outcome {
    if range
        .not_steps
        .iter()
        .any(|not| !not.is_zero() && is_multiple(step, not))
    {
        return Outcome::Empty;
    }
    let first = range.low.as_ref().map(|(low, inclusive)| {
        let quotient = low / step;
        let index = quotient.ceil();
        if !inclusive && index == quotient {
            index + BigRational::one()
        } else {
            index
        }
    });
    let last = range.high.as_ref().map(|(high, inclusive)| {
        let quotient = high / step;
        let index = quotient.floor();
        if !inclusive && index == quotient {
            index - BigRational::one()
        } else {
            index
        }
    });
    let count = match (&first, &last) {
        (Some(first), Some(last)) if first > last => return Outcome::Empty,
        (Some(first), Some(last)) => Some((last - first).to_integer() + BigInt::one()),
        _ => None,
    };
    let is_whole = count.is_some_and(|count| count <= BigInt::from(MOST_TRIED));
    let (start, direction) = match (first, last) {
        (Some(first), _) => (first, BigRational::one()),
        (None, Some(last)) => (last, -BigRational::one()),
        (None, None) => (BigRational::zero(), BigRational::one()),
    };
    let values = (0..MOST_TRIED).map(|index| (&start + &direction * BigRational::from_integer(index.into())) * step);
    let last = is_whole.then_some(());
    let values = values.take_while(|value| last.is_none() || range.high.as_ref().is_none_or(|(high, _)| value <= high));
    try_all(values, range, excluded, is_whole)
}

/// Tries numbers of an interval.
fn between(range: &Range, excluded: &[Json]) -> Outcome {
    match (&range.low, &range.high) {
        (Some((low, low_inclusive)), Some((high, high_inclusive))) => {
            if low > high || (low == high && !(*low_inclusive && *high_inclusive)) {
                return Outcome::Empty;
            }
            if low == high {
                return try_all([low.clone()].into_iter(), range, excluded, true);
            }
            let width = high - low;
            let inside = (1..200u32).map(|index| {
                let fraction = BigRational::new(BigInt::from(index * 37 % 1000 + 1), BigInt::from(1024));
                low + &width * fraction
            });
            try_all(
                [low.clone(), high.clone()].into_iter().chain(inside),
                range,
                excluded,
                false,
            )
        }
        (Some((low, _)), None) => try_all(from(low, 1), range, excluded, false),
        (None, Some((high, _))) => try_all(from(high, -1), range, excluded, false),
        (None, None) => try_all(from(&BigRational::zero(), 1), range, excluded, false),
    }
}

/// A number, its neighbours in one direction, and some with fractions.
fn from(start: &BigRational, direction: i32) -> impl Iterator<Item = BigRational> {
    let step = BigRational::new(BigInt::from(direction), BigInt::from(8));
    let start = start.clone();
    [0u32, 8, 4, 1, 16, 24]
        .into_iter()
        .chain(25..400)
        .map(move |index| &start + &step * BigRational::from_integer(index.into()))
}

fn try_all(values: impl Iterator<Item = BigRational>, range: &Range, excluded: &[Json], is_whole: bool) -> Outcome {
    for value in values {
        if !range.contains(&value) {
            continue;
        }
        let Some(number) = decimal(&value).and_then(|text| Number::from_json_text(&text)) else {
            return Outcome::Unknown("a number is too large to write");
        };
        let value = Json::Number(number);
        if !excluded.contains(&value) {
            return Outcome::Witness(value);
        }
    }
    if is_whole {
        Outcome::Empty
    } else {
        Outcome::Unknown("no number was found, although there may be one")
    }
}

/// A decimal text as a fraction.
fn rational(text: &str) -> Option<BigRational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    if exponent.abs() > LARGEST_EXPONENT {
        return None;
    }
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let power = BigInt::from(10).pow(u32::try_from(exponent.unsigned_abs()).ok()?);
    Some(if exponent < 0 {
        BigRational::new(digits, power)
    } else {
        BigRational::from_integer(digits * power)
    })
}

/// A fraction as decimal text, if it has one.
fn decimal(value: &BigRational) -> Option<String> {
    let mut scale = 0usize;
    let mut scaled = value.clone();
    let ten = BigRational::from_integer(BigInt::from(10));
    while !scaled.is_integer() {
        scale += 1;
        if scale > 400 {
            return None;
        }
        scaled *= &ten;
    }
    let digits = scaled.to_integer().abs().to_string();
    let sign = if value.is_negative() { "-" } else { "" };
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}
