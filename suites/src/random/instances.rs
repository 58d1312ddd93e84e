//! Instances of a schema, made to be right. The oracle has the last word: what it turns down is a wrong instance.

use std::collections::BTreeMap;

use crate::Failure;
use crate::rules::{expand, has_type, item_rules, keywords, limits, literals, member_rules, says_of, schemas, types};
use fastrand::Rng;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::random::folder::{Folder, Rules};
use crate::random::words::{FORMATS, NAMES, Numbers, PATTERNS, TEXTS, anything, beside, chance, number, one_of, text};

/// From this depth on only what is required is made, so that instances of recursive schemas end.
const DEEP: usize = 5;

/// No value is made at this depth: what is required here without end has no instance.
const TOO_DEEP: usize = 9;

/// How many values are tried to make one instance.
const MOST_TRIES: usize = 2000;

/// The patterns, as the oracle reads them.
pub struct Patterns(BTreeMap<&'static str, Validator>);

impl Patterns {
    /// All patterns that there are.
    ///
    /// # Errors
    /// If the oracle cannot read one.
    pub fn new() -> Result<Self, Failure> {
        let read = |pattern: &'static str| match jsonschema::draft7::new(&json!({ "pattern": pattern })) {
            Ok(validator) => Ok((pattern, validator)),
            Err(error) => Err(Failure::from(format!("the oracle cannot read {pattern:?}: {error}"))),
        };
        let all: Result<_, Failure> = PATTERNS.iter().map(|(pattern, _)| read(pattern)).collect();
        Ok(Self(all?))
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        self.0
            .get(pattern)
            .is_some_and(|validator| validator.is_valid(&json!(text)))
    }
}

/// Makes instances of the schemas of a folder.
pub struct Maker<'a> {
    /// The schemas, which may refer to each other.
    pub folder: &'a Folder,
    /// The patterns that the schemas use.
    pub patterns: &'a Patterns,
    /// The numbers that the schemas have.
    pub numbers: Numbers,
    /// What chooses.
    pub rng: Rng,
    /// How many values may still be tried.
    tries: usize,
}

impl<'a> Maker<'a> {
    /// A maker that makes the same for the same seed.
    pub fn new(folder: &'a Folder, patterns: &'a Patterns, numbers: Numbers, seed: u64) -> Self {
        Self {
            folder,
            patterns,
            numbers,
            rng: Rng::with_seed(seed),
            tries: 0,
        }
    }

    /// A value that a schema should accept; `None` if the choices made on the way contradict each other.
    pub fn instance(&mut self, root: Rules<'a>) -> Option<Value> {
        self.tries = MOST_TRIES;
        self.value(&[root], 0)
    }

    /// Any JSON value at all.
    pub fn anything(&mut self) -> Value {
        let depth = self.rng.usize(..3);
        anything(&mut self.rng, self.numbers, depth)
    }

    fn value(&mut self, rules: &[Rules<'a>], depth: usize) -> Option<Value> {
        if depth >= TOO_DEEP {
            return None;
        }
        (0..3).find_map(|_| {
            self.tries = self.tries.checked_sub(1)?;
            let rules = self.expand(rules)?;
            self.of_type(&rules, depth)
        })
    }

    fn expand(&mut self, rules: &[Rules<'a>]) -> Option<Vec<Rules<'a>>> {
        let folder = self.folder;
        expand(&mut self.rng, rules, |from, reference| folder.resolve(from, reference))
    }

    fn of_type(&mut self, rules: &[Rules<'a>], depth: usize) -> Option<Value> {
        if let Some(literals) = literals(rules) {
            let fitting: Vec<&Value> = literals.into_iter().filter(|value| has_type(value, rules)).collect();
            return one_of(&mut self.rng, &fitting).map(|value| (*value).clone());
        }
        let mut types = types(rules);
        if keywords(rules, "type").next().is_none() {
            // A schema that names no type mostly means the one that its other keywords are for.
            let meant: Vec<&str> = types.iter().copied().filter(|kind| says_of(rules, kind)).collect();
            if !meant.is_empty() && chance(&mut self.rng, 80) {
                types = meant;
            }
        }
        match *one_of(&mut self.rng, &types)? {
            "null" => Some(Value::Null),
            "boolean" => Some(json!(self.rng.bool())),
            "integer" => self.number(rules, true),
            "number" => self.number(rules, false),
            "string" => Some(json!(self.text(rules))),
            "array" => self.array(rules, depth),
            _ => self.object(rules, depth),
        }
    }

    /// A number within the limits, often one of them.
    fn number(&mut self, rules: &[Rules<'a>], whole: bool) -> Option<Value> {
        let units: Vec<f64> = keywords(rules, "multipleOf").filter_map(Value::as_f64).collect();
        let mut candidates: Vec<Value> = Vec::new();
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            for limit in keywords(rules, keyword) {
                candidates.push(limit.clone());
                candidates.extend([1.0, -1.0, 0.25].map(|step| beside(limit, step)));
            }
        }
        for unit in &units {
            candidates.extend([-3, 0, 1, 2, 7, 30].map(|count| json!(unit * f64::from(count))));
        }
        candidates.extend((0..12).map(|_| number(&mut self.rng, self.numbers)));
        candidates.retain(|value| {
            let Some(number) = value.as_f64() else { return false };
            let limits = |keyword| keywords(rules, keyword).filter_map(Value::as_f64);
            limits("minimum").all(|limit| number >= limit)
                && limits("maximum").all(|limit| number <= limit)
                && limits("exclusiveMinimum").all(|limit| number > limit)
                && limits("exclusiveMaximum").all(|limit| number < limit)
                && (!whole || number.fract() == 0.0)
                && units
                    .iter()
                    .all(|unit| ((number / unit).round() - number / unit).abs() < 1e-9)
        });
        one_of(&mut self.rng, &candidates).cloned()
    }

    fn text(&mut self, rules: &[Rules<'a>]) -> String {
        let (least, most) = limits(rules, "minLength", "maxLength");
        let asked: Vec<&str> = keywords(rules, "pattern").filter_map(Value::as_str).collect();
        let formats: Vec<&str> = keywords(rules, "format").filter_map(Value::as_str).collect();
        let mut candidates: Vec<&str> = Vec::new();
        for (format, texts) in FORMATS {
            if formats.contains(format) {
                candidates.extend(*texts);
            }
        }
        if formats.is_empty() {
            candidates.extend(TEXTS.iter().chain(NAMES));
            candidates.extend(PATTERNS.iter().flat_map(|(_, texts)| *texts));
        }
        candidates.retain(|text| {
            (least..=most).contains(&text.chars().count())
                && asked.iter().all(|pattern| self.patterns.matches(pattern, text))
        });
        match one_of(&mut self.rng, &candidates) {
            Some(text) => (*text).to_owned(),
            None => text(&mut self.rng, TEXTS).to_owned(),
        }
    }

    fn array(&mut self, rules: &[Rules<'a>], depth: usize) -> Option<Value> {
        let (least, most) = limits(rules, "minItems", "maxItems");
        let contained: Vec<Rules> = schemas(rules, "contains").collect();
        let least = least.max(usize::from(!contained.is_empty()));
        let tuple = keywords(rules, "items").filter_map(Value::as_array).map(Vec::len).max();
        let more = if depth >= DEEP {
            0
        } else {
            self.rng.usize(..=tuple.unwrap_or(1) + 2)
        };
        let length = most.min(least + more);
        let unique = keywords(rules, "uniqueItems").any(|flag| flag == &Value::Bool(true));
        let marked = self.rng.usize(..length.max(1));
        let mut items: Vec<Value> = Vec::new();
        for index in 0..length {
            let mut each = item_rules(rules, index);
            if index == marked {
                each.extend(&contained);
            }
            let item = (0..3).find_map(|_| {
                self.value(&each, depth + 1)
                    .filter(|item| !unique || !items.contains(item))
            });
            match item {
                Some(item) => items.push(item),
                // Nothing is right at this place (`false`), so the array has to end before it.
                None if index >= least => break,
                None => return None,
            }
        }
        Some(Value::Array(items))
    }

    fn object(&mut self, rules: &[Rules<'a>], depth: usize) -> Option<Value> {
        let mut rules = rules.to_vec();
        let (least, most) = limits(&rules, "minProperties", "maxProperties");
        let mut names = self.optional_names(&rules, depth);
        names.truncate(most);
        while names.len() < least {
            names.push(self.any_name(&rules));
        }
        self.settle_dependencies(&mut rules, &names)?;
        let required = required(&rules, &names);
        names.extend(required.iter().cloned());
        let mut members = Map::new();
        for name in names {
            if members.contains_key(&name) {
                continue;
            }
            let each = member_rules(&rules, &name, |pattern, name| self.patterns.matches(pattern, name));
            match self.value(&each, depth + 1) {
                Some(value) => {
                    members.insert(name, value);
                }
                None if required.contains(&name) => return None,
                None => {}
            }
        }
        Some(Value::Object(members))
    }

    /// Adds the schemas that the presence of these properties brings along.
    fn settle_dependencies(&mut self, rules: &mut Vec<Rules<'a>>, names: &[String]) -> Option<()> {
        for own in rules.clone() {
            let present = names.iter().cloned().chain(required(rules, names));
            let present: Vec<String> = present.collect();
            let dependencies = own.schema.get("dependencies").and_then(Value::as_object);
            for (name, needed) in dependencies.into_iter().flatten() {
                if present.contains(name) && !needed.is_array() {
                    rules.extend(self.expand(&[Rules { schema: needed, ..own }])?);
                }
            }
        }
        Some(())
    }

    fn optional_names(&mut self, rules: &[Rules<'a>], depth: usize) -> Vec<String> {
        let mut names = Vec::new();
        if depth >= DEEP {
            return names;
        }
        for declared in keywords(rules, "properties").filter_map(Value::as_object) {
            names.extend(declared.keys().filter(|_| chance(&mut self.rng, 55)).cloned());
        }
        for depending in keywords(rules, "dependencies").filter_map(Value::as_object) {
            names.extend(depending.keys().filter(|_| chance(&mut self.rng, 30)).cloned());
        }
        for _ in 0..self.rng.usize(..3) {
            names.push(self.any_name(rules));
        }
        names
    }

    /// A name for a property that the schema does not list, or lists by a pattern.
    fn any_name(&mut self, rules: &[Rules<'a>]) -> String {
        let patterns = keywords(rules, "patternProperties").filter_map(Value::as_object);
        let patterns: Vec<&String> = patterns.flat_map(Map::keys).collect();
        if let Some(asked) = one_of(&mut self.rng, &patterns)
            && chance(&mut self.rng, 70)
            && let Some((_, texts)) = PATTERNS.iter().find(|(pattern, _)| pattern == asked)
        {
            return text(&mut self.rng, texts).to_owned();
        }
        let named: Vec<Rules> = schemas(rules, "propertyNames").collect();
        if !named.is_empty()
            && let Some(named) = self.expand(&named)
        {
            return self.text(&named);
        }
        text(&mut self.rng, NAMES).to_owned()
    }
}

/// The names of the properties that must be there if these are.
fn required(rules: &[Rules], names: &[String]) -> Vec<String> {
    let texts = |list: &Value| -> Vec<String> {
        let texts = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    let mut required: Vec<String> = keywords(rules, "required").flat_map(texts).collect();
    loop {
        let mut needed: Vec<String> = Vec::new();
        for dependencies in keywords(rules, "dependencies").filter_map(Value::as_object) {
            let present = dependencies
                .iter()
                .filter(|(name, _)| names.contains(name) || required.contains(name));
            needed.extend(present.flat_map(|(_, list)| texts(list)));
        }
        needed.retain(|name| !required.contains(name));
        if needed.is_empty() {
            return required;
        }
        required.extend(needed);
    }
}
