//! Instances of a schema, made to be valid. The oracle has the last word: what it turns down is an invalid instance.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use fastrand::Rng;
use serde_json::{Map, Number, Value, json};
use typewright_suites::rules::{
    expand, has_type, item_rules, keywords, limits, literals, member_rules, says_of, schemas, types,
};

use crate::folder::{Folder, Rules};
use crate::texts;

/// From this depth on only what is required is made, so that instances of recursive schemas end.
const DEEP: usize = 5;

/// From this depth on nothing is made: a schema that requires itself has no instance.
const BOTTOM: usize = 40;

/// How many values are tried for one instance: a choice that cannot be followed is made again at each depth.
const ATTEMPTS: usize = 20_000;

/// A place in an instance, with all schemas that say something about it.
#[derive(Clone)]
pub struct Place<'f> {
    pub pointer: String,
    pub rules: Vec<Rules<'f>>,
}

/// Makes instances.
pub struct Maker<'f> {
    folder: &'f Folder,
    pub rng: Rng,
    /// Whether numbers at the edges may be made. The oracle computes with `f64`, which cannot tell 2^53 + 1 from 2^53, and
    /// is wrong about the multiples of great numbers; the runtime's own tests are about those.
    extremes: bool,
    pointer: String,
    places: Vec<Place<'f>>,
    /// How many values may still be tried.
    attempts: usize,
}

impl<'f> Maker<'f> {
    pub fn new(folder: &'f Folder, root: Rules<'f>, seed: u64) -> Self {
        let text = root.schema.to_string();
        Self {
            folder,
            rng: Rng::with_seed(seed),
            extremes: !text.contains("multipleOf") && !text.contains("uniqueItems"),
            pointer: String::new(),
            places: Vec::new(),
            attempts: ATTEMPTS,
        }
    }

    /// An instance that should be valid, with its places; `None` if the choices made on the way contradict each other.
    pub fn instance(&mut self, root: Rules<'f>) -> Option<(Value, Vec<Place<'f>>)> {
        self.places.clear();
        self.pointer.clear();
        self.attempts = ATTEMPTS;
        let value = self.value(&[root], 0)?;
        Some((value, std::mem::take(&mut self.places)))
    }

    /// A value that all of these rules should accept.
    pub fn part(&mut self, rules: &[Rules<'f>]) -> Option<Value> {
        let places = std::mem::take(&mut self.places);
        self.attempts = ATTEMPTS;
        let value = self.value(rules, DEEP - 1);
        self.places = places;
        value
    }

    /// Any JSON value at all.
    pub fn anything(&mut self) -> Value {
        let depth = self.rng.usize(..3);
        self.json(depth)
    }

    fn json(&mut self, depth: usize) -> Value {
        match self.rng.u8(..if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => Value::Bool(self.rng.bool()),
            2 => json!(self.rng.i64(-3..300)),
            3 => self.odd_number(),
            4 => Value::String(texts::any(&mut self.rng)),
            5 if self.rng.bool() => json!([]),
            5 => json!({}),
            6 => (0..self.rng.usize(..4)).map(|_| self.json(depth - 1)).collect(),
            _ => {
                let count = self.rng.usize(..4);
                Value::Object((0..count).map(|_| (self.name(), self.json(depth - 1))).collect())
            }
        }
    }

    /// A property name that no schema here expects, or that some do.
    pub fn name(&mut self) -> String {
        const NAMES: [&str; 24] = [
            "extra",
            "a",
            "b",
            "name",
            "type",
            "x-1",
            "x-a",
            "no",
            "nobody",
            "unlisted",
            "forbidden",
            "ab12",
            "",
            "_",
            "/",
            "~",
            "a b",
            "größe",
            "__proto__",
            "$ref",
            "\"",
            "\u{0}",
            "💩",
            "abcdef1",
        ];
        match self.rng.u8(..5) {
            0 => texts::any(&mut self.rng),
            _ => NAMES[self.rng.usize(..NAMES.len())].to_owned(),
        }
    }

    /// Numbers at the edges of what Rust types and `f64` hold.
    fn odd_number(&mut self) -> Value {
        match self.rng.u8(if self.extremes { 0..8 } else { 5..8 }) {
            0 => json!(i64::MIN),
            1 => json!(u64::MAX),
            2 => json!(9_007_199_254_740_993_i64),
            3 => json!(1e300),
            4 => json!(5e-324),
            5 => json!(-0.0),
            6 => json!(f64::from(self.rng.i32(-1000..1000))),
            _ => json!(f64::from(self.rng.i32(-1000..1000)) / 8.0),
        }
    }

    fn value(&mut self, rules: &[Rules<'f>], depth: usize) -> Option<Value> {
        if depth > BOTTOM {
            return None;
        }
        let (before, start) = (self.places.len(), self.pointer.len());
        for _ in 0..4 {
            self.attempts = self.attempts.checked_sub(1)?;
            if let Some(rules) = self.expand(rules) {
                self.places.push(Place {
                    pointer: self.pointer.clone(),
                    rules: rules.clone(),
                });
                if let Some(value) = self.of_type(&rules, depth) {
                    return Some(value);
                }
            }
            self.places.truncate(before);
            self.pointer.truncate(start);
        }
        None
    }

    fn expand(&mut self, rules: &[Rules<'f>]) -> Option<Vec<Rules<'f>>> {
        let folder = self.folder;
        expand(&mut self.rng, rules, |from, reference| {
            Some(folder.resolve(from, reference))
        })
    }

    fn of_type(&mut self, rules: &[Rules<'f>], depth: usize) -> Option<Value> {
        if let Some(literals) = literals(rules) {
            let fitting: Vec<&Value> = literals.into_iter().filter(|value| has_type(value, rules)).collect();
            return (!fitting.is_empty()).then(|| fitting[self.rng.usize(..fitting.len())].clone());
        }
        let mut types = types(rules);
        if keywords(rules, "type").next().is_none() {
            // A schema that names no type mostly means the one that its other keywords are for.
            let meant: Vec<&str> = types.iter().copied().filter(|kind| says_of(rules, kind)).collect();
            if !meant.is_empty() && self.rng.u8(..6) > 0 {
                types = meant;
            }
        }
        if types.is_empty() {
            return None;
        }
        match types[self.rng.usize(..types.len())] {
            "null" => Some(Value::Null),
            "boolean" => Some(Value::Bool(self.rng.bool())),
            "integer" => self.number(rules, true),
            "number" => self.number(rules, false),
            "string" => Some(Value::String(self.text(rules))),
            "array" => self.array(rules, depth),
            _ => self.object(rules, depth),
        }
    }

    fn number(&mut self, rules: &[Rules<'f>], whole: bool) -> Option<Value> {
        let bound = |keyword| keywords(rules, keyword).filter_map(Value::as_f64);
        let (least, above) = (
            bound("minimum").reduce(f64::max),
            bound("exclusiveMinimum").reduce(f64::max),
        );
        let (most, below) = (
            bound("maximum").reduce(f64::min),
            bound("exclusiveMaximum").reduce(f64::min),
        );
        let step = bound("multipleOf").next();
        let free = least.or(above).or(most).or(below).or(step).is_none();
        if free && !whole && self.rng.u8(..3) == 0 {
            return Some(self.odd_number());
        }
        let unit = step.unwrap_or(if whole { 1.0 } else { 0.125 });
        let low = least.into_iter().chain(above).reduce(f64::max);
        let high = most.into_iter().chain(below).reduce(f64::min);
        let low = low.unwrap_or_else(|| high.map_or(-1000.0, |high| high - 1000.0));
        let high = high.unwrap_or(low + 2000.0);
        // Whole numbers of this size are exact in an f64.
        #[expect(clippy::cast_possible_truncation)]
        let (start, end) = ((low / unit).ceil() as i64, (high / unit).floor() as i64);
        if start > end {
            return None;
        }
        let count = match self.rng.u8(..6) {
            0 => start,
            1 => end,
            _ => self.rng.i64(start..=end),
        };
        #[expect(clippy::cast_precision_loss)]
        let value = count as f64 * unit;
        if above.is_some_and(|above| value <= above) || below.is_some_and(|below| value >= below) {
            return None;
        }
        Some(plain_number(value, whole || self.rng.bool()))
    }

    fn text(&mut self, rules: &[Rules<'f>]) -> String {
        let pattern = keywords(rules, "pattern").find_map(Value::as_str);
        let format = keywords(rules, "format").find_map(Value::as_str);
        let (least, most) = limits(rules, "minLength", "maxLength");
        let fits = |text: &String| (least..=most).contains(&text.chars().count());
        if let Some(pattern) = pattern {
            let attempts = std::iter::repeat_with(|| texts::matching(&mut self.rng, pattern));
            let attempts: Vec<String> = attempts.take(8).collect();
            if attempts[0].chars().count() < least {
                // Several matches in a row match patterns such as `^[a-z]+$`, too.
                return attempts
                    .iter()
                    .flat_map(|text| text.chars())
                    .cycle()
                    .take(least)
                    .collect();
            }
            return attempts.iter().find(|text| fits(text)).unwrap_or(&attempts[0]).clone();
        }
        if let Some(format) = format {
            return texts::formatted(&mut self.rng, format);
        }
        let length = self.count(least, most);
        texts::of_length(&mut self.rng, length)
    }

    /// A length within limits, often right at one of them.
    fn count(&mut self, least: usize, most: usize) -> usize {
        match self.rng.u8(..12) {
            0 | 1 => least,
            2 if most < 5000 => most,
            3 if most < 50_000 && self.rng.u8(..16) == 0 => most,
            _ => self.rng.usize(least..=most.min(least.saturating_add(6)).max(least)),
        }
    }

    fn array(&mut self, rules: &[Rules<'f>], depth: usize) -> Option<Value> {
        let (least, most) = limits(rules, "minItems", "maxItems");
        let closed = rules.iter().filter_map(|rules| {
            let tuple = rules.schema.get("items")?.as_array()?;
            let closed = rules.schema.get("additionalItems") == Some(&Value::Bool(false));
            closed.then_some(tuple.len())
        });
        let most = closed.fold(most, usize::min);
        let contained: Vec<Rules<'f>> = schemas(rules, "contains").collect();
        let least = least.max(usize::from(!contained.is_empty()));
        if least > most {
            return None;
        }
        // Limits are tried out near the root: an array of long arrays would show nothing more, and take long.
        let longest = least.saturating_add([30, 30, 3, 2, 1, 0][depth.min(DEEP)]).min(most);
        let length = self.count(least, longest);
        let marked = self.rng.usize(..length.max(1));
        let unique = keywords(rules, "uniqueItems").any(|flag| flag == &Value::Bool(true));
        let mut items: Vec<Value> = Vec::new();
        for index in 0..length {
            let mut each = item_rules(rules, index);
            if index == marked {
                each.extend(&contained);
            }
            let item = self.inside(&index.to_string(), |maker| {
                let mut item = maker.value(&each, depth + 1)?;
                for _ in 0..8 {
                    if !unique || !items.contains(&item) {
                        break;
                    }
                    item = maker.value(&each, depth + 1)?;
                }
                Some(item)
            });
            match item {
                Some(item) if unique && items.contains(&item) => break,
                Some(item) => items.push(item),
                // Nothing is right at this place (`false`), so the array has to end before it.
                None if index >= least => break,
                None => return None,
            }
        }
        self.forget(items.len());
        Some(Value::Array(items))
    }

    /// Drops the places of items that were made and thrown away.
    fn forget(&mut self, length: usize) {
        let start = format!("{}/", self.pointer);
        self.places.retain(|place| {
            let step = place
                .pointer
                .strip_prefix(&start)
                .and_then(|rest| rest.split('/').next());
            step.and_then(|step| step.parse::<usize>().ok())
                .is_none_or(|index| index < length)
        });
        let mut seen = BTreeSet::new();
        self.places.reverse();
        self.places
            .retain(|place| !place.pointer.starts_with(&start) || seen.insert(place.pointer.clone()));
        self.places.reverse();
    }

    fn object(&mut self, rules: &[Rules<'f>], depth: usize) -> Option<Value> {
        let mut rules = rules.to_vec();
        self.settle_dependencies(&mut rules)?;
        let (least, most) = limits(&rules, "minProperties", "maxProperties");
        let mut names: BTreeSet<String> = BTreeSet::new();
        for required in keywords(&rules, "required").filter_map(Value::as_array) {
            names.extend(required.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        let required = names.clone();
        let mut optional = self.optional_names(&rules, depth);
        self.rng.shuffle(&mut optional);
        for name in optional {
            if names.len() < most {
                names.insert(name);
            }
        }
        for _ in 0..20 {
            if names.len() >= least {
                break;
            }
            let name = self.any_name(&rules);
            names.insert(name);
        }
        let mut members = Map::new();
        for name in names {
            let each = member_rules(&rules, &name, matches);
            let step = name.replace('~', "~0").replace('/', "~1");
            match self.inside(&step, |maker| maker.value(&each, depth + 1)) {
                Some(value) => {
                    members.insert(name, value);
                }
                None if required.contains(&name) => return None,
                None => {}
            }
        }
        Some(Value::Object(members))
    }

    /// For each dependency: the property is there, and what it brings along too, or it is not there.
    fn settle_dependencies(&mut self, rules: &mut Vec<Rules<'f>>) -> Option<()> {
        for own in rules.clone() {
            let Some(Value::Object(dependencies)) = own.schema.get("dependencies") else {
                continue;
            };
            for needed in dependencies.values() {
                if self.rng.bool() {
                    if let Value::Array(_) = needed {
                        // What is needed is made; whether the property itself is there stays open.
                        let schema = Box::leak(Box::new(json!({ "required": needed })));
                        rules.push(Rules { schema, ..own });
                    } else if needed != &Value::Bool(false) {
                        rules.extend(self.expand(&[Rules { schema: needed, ..own }])?);
                    }
                }
            }
        }
        Some(())
    }

    fn optional_names(&mut self, rules: &[Rules<'f>], depth: usize) -> Vec<String> {
        let mut names = Vec::new();
        let odds = if depth >= DEEP { 0 } else { self.rng.u8(1..=3) };
        for declared in keywords(rules, "properties").filter_map(Value::as_object) {
            names.extend(declared.keys().filter(|_| self.rng.u8(..4) < odds).cloned());
        }
        for _ in 0..if depth >= DEEP { 0 } else { self.rng.usize(..4) } {
            let name = self.any_name(rules);
            names.push(name);
        }
        names
    }

    /// A name for a property that the schema does not list, or lists by a pattern.
    fn any_name(&mut self, rules: &[Rules<'f>]) -> String {
        let patterns: Vec<&str> = rules
            .iter()
            .filter_map(|rules| rules.schema.get("patternProperties")?.as_object())
            .flat_map(|patterns| patterns.keys().map(String::as_str))
            .collect();
        let named: Vec<Rules<'f>> = schemas(rules, "propertyNames").collect();
        if !patterns.is_empty() && self.rng.u8(..4) > 0 {
            let pattern = patterns[self.rng.usize(..patterns.len())];
            return texts::matching(&mut self.rng, pattern);
        }
        if !named.is_empty()
            && let Some(rules) = self.expand(&named)
            && self.rng.u8(..8) > 0
        {
            return self.text(&rules);
        }
        self.name()
    }

    fn inside<T>(&mut self, step: &str, make: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(step);
        let result = make(self);
        self.pointer.truncate(length);
        result
    }
}

/// A number without a fraction as an integer, if that is wanted and it fits.
pub fn plain_number(value: f64, as_integer: bool) -> Value {
    if as_integer && value.fract() == 0.0 && value.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation)]
        return json!(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Whether a pattern is found in a text, by the oracle's own patterns.
pub fn matches(pattern: &str, text: &str) -> bool {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, jsonschema::Validator>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        let validator = known
            .entry(pattern.to_owned())
            .or_insert_with(|| jsonschema::draft7::new(&json!({ "pattern": pattern })).expect("a pattern"));
        validator.is_valid(&Value::from(text))
    })
}
