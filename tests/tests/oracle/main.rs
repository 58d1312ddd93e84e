//! Exact parsing and the exact check against an oracle, the validator `jsonschema`.
//!
//! For each schema thousands of instances are made: valid ones, and valid ones broken in one place. Whatever an instance
//! was meant to be, the oracle says what it is, and the generated type has to say the same. The schemas are those of
//! the project, and those of `tests/schemas/`, which together use every keyword of draft-07.
//!
//! A failure names the seed that reproduces it: `LOSANT_TEST_SEED=… cargo test -p losant-tests --test oracle`.

mod breakages;
mod folder;
mod instances;
mod spelling;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::{Debug, Write as _};
use std::hash::{DefaultHasher, Hash, Hasher};

use jsonschema::Validator;
use losant::types as losant_types;
use losant_runtime::{Exact, ExactError};
use serde_json::Value;

use breakages::{Broken, KEYWORDS, broken};
use folder::Folder;
use instances::Maker;

/// The types of `tests/schemas/`, as `build.rs` made them.
#[allow(clippy::pedantic)]
mod extra {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

/// How many instances are made of each schema (`LOSANT_TEST_INSTANCES` asks for another number), and in how many ways
/// each of them is broken.
const INSTANCES: u64 = 400;
const BREAKAGES: usize = 5;

/// The seed of a run that asks for no other: a failure today is a failure tomorrow.
const SEED: u64 = 7;

/// The folder of the project's own schemas, and that of the schemas that are there for this test.
const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
const EXTRA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas");

/// A test for each schema: its name, its file, its type.
macro_rules! agrees {
    ($folder:expr, $($test:ident: $file:literal => $type:ty;)*) => {
        $(
            #[test]
            fn $test() {
                Trial::<$type>::of($folder, $file).run();
            }
        )*
    };
}

mod project {
    use super::{PROJECT, Trial, losant_types as types};

    agrees! { PROJECT,
        error: "error.json" => types::Error;
        success: "success.json" => types::Success;
        user_oauth_token: "userOauthToken.json" => types::UserOauthToken;
        user_oauth_token_patch: "userOauthTokenPatch.json" => types::UserOauthTokenPatch;
    }

    pub const FILES: &[&str] = &[
        "error.json",
        "success.json",
        "userOauthToken.json",
        "userOauthTokenPatch.json",
    ];
}

macro_rules! extras {
    ($($test:ident: $file:literal => $type:ident;)*) => {
        mod extras {
            use super::{EXTRA, Trial, extra::types};

            agrees! { EXTRA, $($test: $file => types::$type;)* }

            pub const FILES: &[&str] = &[$($file),*];
        }
    };
}

extras! {
    all_of: "allOf.json" => AllOf;
    alternatives: "alternatives.json" => Alternatives;
    always: "always.json" => Always;
    amount: "amount.json" => Amount;
    any_of: "anyOf.json" => AnyOf;
    arrays: "arrays.json" => Arrays;
    booleans: "booleans.json" => Booleans;
    conditions: "conditions.json" => Conditions;
    constants: "constants.json" => Constants;
    dependencies: "dependencies.json" => Dependencies;
    dictionary: "dictionary.json" => Dictionary;
    document: "document.json" => Document;
    empty: "empty.json" => Empty;
    enums: "enums.json" => Enums;
    expression: "expression.json" => Expression;
    formats: "formats.json" => Formats;
    heap: "heap.json" => Heap;
    identifier: "identifier.json" => Identifier;
    kinds: "kinds.json" => Kinds;
    label: "label.json" => Label;
    list: "list.json" => List;
    maps: "maps.json" => Maps;
    maybe_label: "maybeLabel.json" => MaybeLabel;
    moments: "moments.json" => Moments;
    names: "names.json" => Names;
    nesting: "nesting.json" => Nesting;
    never: "never.json" => Never;
    not: "not.json" => Not;
    notes: "notes.json" => Notes;
    nothing: "nothing.json" => Nothing;
    numbers: "numbers.json" => Numbers;
    objects: "objects.json" => Objects;
    one_of: "oneOf.json" => OneOf;
    order: "order.json" => Order;
    pattern_map: "patternMap.json" => PatternMap;
    ping: "ping.json" => Ping;
    pong: "pong.json" => Pong;
    references: "references.json" => References;
    texts: "texts.json" => Texts;
    tree: "tree.json" => Tree;
    tuples: "tuples.json" => Tuples;
}

#[test]
fn every_schema_has_a_test() {
    for (path, tested) in [(PROJECT, project::FILES), (EXTRA, extras::FILES)] {
        for file in Folder::read(path).files() {
            assert!(
                tested.contains(&file),
                "{path}/{file} has no test: add it to the list in oracle/main.rs"
            );
        }
    }
}

#[test]
fn every_keyword_of_draft_07_is_in_some_schema() {
    const OTHERS: [&str; 15] = [
        "$id",
        "$schema",
        "$ref",
        "$comment",
        "title",
        "description",
        "default",
        "readOnly",
        "writeOnly",
        "examples",
        "definitions",
        "contentMediaType",
        "contentEncoding",
        "allOf",
        "anyOf",
    ];
    let folder = Folder::read(EXTRA);
    let mut used = BTreeSet::new();
    for file in folder.files() {
        note_keys(folder.root(file).schema, &mut used);
    }
    for keyword in KEYWORDS.iter().chain(&OTHERS) {
        assert!(used.contains(keyword), "no schema in tests/schemas/ uses {keyword:?}");
    }
}

fn note_keys(schema: &'static Value, used: &mut BTreeSet<&'static str>) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                used.insert(name);
                note_keys(member, used);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| note_keys(item, used)),
        _ => {}
    }
}

/// A type against the oracle of its schema.
struct Trial<T> {
    folder: &'static Folder,
    file: &'static str,
    seed: u64,
    instances: u64,
    oracle: Validator,
    valid: u64,
    invalid: u64,
    /// The keywords that violations were reported of, and how often.
    reported: BTreeMap<&'static str, usize>,
    /// By what is wrong, the shortest text that shows it.
    disagreements: BTreeMap<&'static str, (String, String)>,
    of: std::marker::PhantomData<T>,
}

impl<T: Exact + PartialEq + Debug> Trial<T> {
    fn of(path: &str, file: &'static str) -> Self {
        let folder = Folder::read(path);
        Self {
            folder,
            file,
            seed: asked("LOSANT_TEST_SEED").unwrap_or(SEED),
            instances: asked("LOSANT_TEST_INSTANCES").unwrap_or(INSTANCES),
            oracle: folder.oracle(file),
            valid: 0,
            invalid: 0,
            reported: BTreeMap::new(),
            disagreements: BTreeMap::new(),
            of: std::marker::PhantomData,
        }
    }

    fn run(mut self) {
        let mut hasher = DefaultHasher::new();
        (self.seed, self.file).hash(&mut hasher);
        let root = self.folder.root(self.file);
        let mut maker = Maker::new(self.folder, root, hasher.finish());
        for _ in 0..self.instances {
            let Some((value, places)) = maker.instance(root) else {
                let value = maker.anything();
                self.examine(&mut maker, &value, "");
                continue;
            };
            self.examine(&mut maker, &value, "");
            for _ in 0..BREAKAGES {
                if let Some(Broken {
                    value,
                    pointer,
                    keyword,
                }) = broken(&mut maker, &value, &places)
                {
                    self.examine(&mut maker, &value, &format!("{keyword} at {pointer:?}"));
                }
            }
        }
        self.conclude();
    }

    /// Puts one instance to the oracle and to the type.
    fn examine(&mut self, maker: &mut Maker, value: &Value, broken: &str) {
        let text = spelling::spelt(&mut maker.rng, value);
        // The text decides: `-0.0` and the like may have come out of it differently.
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let valid = self.oracle.is_valid(&value);
        let exact = T::from_json_exact(&text);
        let problem = if valid {
            self.valid += 1;
            self.valid_problem(&text, &value, exact)
        } else {
            self.invalid += 1;
            self.invalid_problem(&value, exact)
        };
        if let Some((what, details)) = problem.or_else(|| self.liberal_problem(&text)) {
            let reasons: String = self
                .oracle
                .iter_errors(&value)
                .map(|error| format!("    oracle: {error} (at {:?})\n", error.instance_path().as_str()))
                .collect();
            let details = format!("{details}\n    broken: {broken}\n{reasons}");
            let shortest = self
                .disagreements
                .entry(what)
                .or_insert_with(|| (text.clone(), details.clone()));
            if text.len() < shortest.0.len() {
                *shortest = (text, details);
            }
        }
    }

    fn valid_problem(&self, text: &str, value: &Value, exact: Result<T, ExactError>) -> Option<(&'static str, String)> {
        let parsed = match exact {
            Ok(parsed) => parsed,
            Err(error) => return Some(("valid, but from_json_exact refuses it", error.to_string())),
        };
        match serde_json::from_str::<T>(text) {
            Ok(liberal) if liberal == parsed => {}
            Ok(liberal) => {
                return Some((
                    "Deserialize and from_json_exact differ",
                    format!("{liberal:?}\n{parsed:?}"),
                ));
            }
            Err(error) => return Some(("valid, but Deserialize refuses it", error.to_string())),
        }
        if let Err(violations) = parsed.validate() {
            return Some(("valid, but validate() complains", violations.to_string()));
        }
        let back = match serde_json::to_string(&parsed) {
            Ok(back) => back,
            Err(error) => return Some(("valid, but does not serialise", error.to_string())),
        };
        match serde_json::from_str::<Value>(&back) {
            Ok(again) if again == *value => {}
            _ => return Some(("valid, but comes back as another value", back)),
        }
        (spelling::numbers(&back) != spelling::numbers(text))
            .then_some(("a number comes back in another spelling", back))
    }

    fn invalid_problem(&mut self, value: &Value, exact: Result<T, ExactError>) -> Option<(&'static str, String)> {
        let violations = match exact {
            Err(ExactError::Violations(violations)) => violations,
            Err(other) => {
                return Some((
                    "invalid, but reported as something else than violations",
                    other.to_string(),
                ));
            }
            Ok(parsed) => return Some(("invalid, but from_json_exact takes it", format!("{parsed:?}"))),
        };
        for violation in &violations {
            *self.reported.entry(violation.keyword()).or_default() += 1;
            if value.pointer(violation.pointer()).is_none() {
                return Some(("a violation points to nothing", violation.to_string()));
            }
        }
        None
    }

    /// What Deserialize makes of any instance is judged by its JSON: nothing but that would ever be sent.
    fn liberal_problem(&self, text: &str) -> Option<(&'static str, String)> {
        let liberal: T = serde_json::from_str(text).ok()?;
        let back = match serde_json::to_string(&liberal) {
            Ok(back) => back,
            Err(error) => return Some(("parsed, but does not serialise", error.to_string())),
        };
        let json: Value = serde_json::from_str(&back).expect("serde_json writes JSON");
        let (oracle, ours) = (self.oracle.is_valid(&json), liberal.validate());
        match (oracle, ours) {
            (true, Err(violations)) => Some((
                "validate() is stricter than the oracle",
                format!("{back}\n{violations}"),
            )),
            (false, Ok(())) => Some(("validate() is laxer than the oracle", back)),
            _ => None,
        }
    }

    fn conclude(self) {
        let seed = self.seed;
        let mut report = String::new();
        for (what, (text, details)) in &self.disagreements {
            let _ = write!(report, "\n* {what}\n    {text}\n    {details}");
        }
        assert!(
            report.is_empty(),
            "{} and its oracle disagree; LOSANT_TEST_SEED={seed} reproduces this.\n{report}",
            self.file,
        );
        let (valid, invalid) = (self.valid, self.invalid);
        let schema = self.folder.root(self.file).schema;
        let (some_valid, some_invalid) = match schema {
            Value::Bool(true) => (true, false),
            Value::Bool(false) => (false, true),
            schema => (true, schema.as_object().is_some_and(|keywords| !keywords.is_empty())),
        };
        assert_eq!(
            valid >= self.instances / 4,
            some_valid,
            "{}: {valid} valid instances (seed {seed})",
            self.file
        );
        assert_eq!(
            invalid >= self.instances / 4,
            some_invalid,
            "{}: {invalid} invalid instances (seed {seed})",
            self.file
        );
        let mut expected = BTreeSet::new();
        checked_keywords(schema, &mut expected);
        let missing: Vec<_> = expected
            .iter()
            .filter(|keyword| !self.reported.contains_key(*keyword))
            .collect();
        assert!(
            missing.is_empty(),
            "{}: no instance was found to break {missing:?} (seed {seed}); reported were {:?}",
            self.file,
            self.reported
        );
    }
}

/// The keywords that some instance must have broken. Those in a branch or a condition are not counted: whether it is
/// they that are reported depends on the other branches.
fn checked_keywords(schema: &'static Value, found: &mut BTreeSet<&'static str>) {
    let Value::Object(keywords) = schema else { return };
    if keywords.contains_key("$ref") {
        return;
    }
    for (name, value) in keywords {
        match (name.as_str(), value) {
            ("properties" | "patternProperties", Value::Object(schemas)) => {
                schemas.values().for_each(|schema| checked_keywords(schema, found));
            }
            ("allOf", Value::Array(schemas)) | ("items", Value::Array(schemas)) => {
                schemas.iter().for_each(|schema| checked_keywords(schema, found));
            }
            ("items", schema) => checked_keywords(schema, found),
            ("additionalProperties", Value::Bool(false)) => {
                found.insert("additionalProperties");
            }
            ("additionalProperties", schema) => checked_keywords(schema, found),
            ("additionalItems" | "anyOf" | "oneOf" | "if" | "then" | "else", _) => {}
            ("contains" | "propertyNames" | "uniqueItems", Value::Bool(_)) => {}
            (name, _) => found.extend(KEYWORDS.into_iter().filter(|keyword| *keyword == name)),
        }
    }
}

/// A number from the environment.
fn asked(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable}={text:?} is not a number")),
    )
}
