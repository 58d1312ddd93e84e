//! One type against the oracle of its schema.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::{Debug, Write as _};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::marker::PhantomData;

use jsonschema::{Draft, Validator};
use serde_json::Value;
use typewright_runtime::formats::Format;
use typewright_runtime::json_schema::schemars::JsonSchema;
use typewright_runtime::json_schema::schemars::generate::SchemaSettings;
use typewright_runtime::{Exact, ExactError, Json, Violations};
use typewright_suites::spelling::spelt;

use crate::breakages::{Broken, KEYWORDS, broken};
use crate::folder::Folder;
use crate::instances::Maker;

/// How many instances are made of each schema (`LOSANT_TEST_INSTANCES` asks for another number), and in how many ways
/// each of them is broken.
const INSTANCES: u64 = 400;
const BREAKAGES: usize = 5;

/// The seed of a run that asks for no other (`LOSANT_TEST_SEED`): a failure today is a failure tomorrow.
const SEED: u64 = 7;

/// What is only more, longer or newer than documented, and therefore no reason for `Deserialize` to fail.
const NEWER: [&str; 7] = [
    "enum",
    "minLength",
    "maxLength",
    "pattern",
    "maxItems",
    "uniqueItems",
    "additionalProperties",
];

/// A type on trial.
pub struct Trial<T> {
    folder: &'static Folder,
    file: &'static str,
    seed: u64,
    instances: u64,
    oracle: Validator,
    /// The schema as the type writes it itself, in both dialects.
    written: [(&'static str, Validator); 2],
    /// Whether the schema is plain: no rule makes one part depend on another, and each type is the only one at its place.
    plain: bool,
    valid: u64,
    invalid: u64,
    /// The keywords that violations were reported of, and how often.
    reported: BTreeMap<&'static str, usize>,
    /// By what is wrong, the shortest text that shows it, and more about it.
    disagreements: BTreeMap<&'static str, (String, String)>,
    of: PhantomData<T>,
}

/// An instance.
struct Case {
    text: String,
    value: Value,
    /// Where a valid instance was broken, if it was.
    broken: Option<(String, &'static str)>,
}

/// What is wrong, and more about it.
type Problem = (&'static str, String);

impl<T: Exact + JsonSchema + PartialEq + Debug> Trial<T> {
    /// The trial of the type of a schema file.
    pub fn of(path: &str, file: &'static str) -> Self {
        let folder = Folder::read(path);
        Self {
            folder,
            file,
            seed: asked("LOSANT_TEST_SEED").unwrap_or(SEED),
            instances: asked("LOSANT_TEST_INSTANCES").unwrap_or(INSTANCES),
            oracle: folder.oracle(file),
            written: [
                ("draft-07", written::<T>(SchemaSettings::draft07(), Draft::Draft7)),
                (
                    "2020-12",
                    written::<T>(SchemaSettings::draft2020_12(), Draft::Draft202012),
                ),
            ],
            plain: false,
            valid: 0,
            invalid: 0,
            reported: BTreeMap::new(),
            disagreements: BTreeMap::new(),
            of: PhantomData,
        }
    }

    /// Says that the schema is plain, so that more is demanded: a violation lies where the instance was broken, and
    /// `Deserialize` survives what a newer server may send.
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// Examines thousands of instances.
    pub fn run(mut self) {
        let mut hasher = DefaultHasher::new();
        (self.seed, self.file).hash(&mut hasher);
        let root = self.folder.root(self.file);
        let mut maker = Maker::new(self.folder, root, hasher.finish());
        for _ in 0..self.instances {
            let Some((value, places)) = maker.instance(root) else {
                let value = maker.anything();
                self.examine(&mut maker, &value, None);
                continue;
            };
            let valid = self.examine(&mut maker, &value, None);
            for _ in 0..BREAKAGES {
                if let Some(broken) = broken(&mut maker, &value, &places) {
                    let Broken {
                        value,
                        pointer,
                        keyword,
                    } = broken;
                    self.examine(&mut maker, &value, valid.then_some((pointer, keyword)));
                }
            }
        }
        self.conclude();
    }

    /// Puts one instance to the oracle and to the type; says whether it is valid.
    fn examine(&mut self, maker: &mut Maker, value: &Value, broken: Option<(String, &'static str)>) -> bool {
        let text = spelt(&mut maker.rng, value);
        // The text decides: it is what both are given.
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let valid = self.oracle.is_valid(&value);
        let case = Case { text, value, broken };
        let problem = match T::from_json_exact(&case.text) {
            Ok(parsed) if valid => lossy(&case, &parsed),
            Ok(parsed) => Some(("invalid, but from_json_exact takes it", format!("{parsed:?}"))),
            Err(error) if valid => Some(("valid, but from_json_exact refuses it", error.to_string())),
            Err(ExactError::Violations(violations)) => self.misreported(&case, &violations),
            Err(other) => Some((
                "invalid, but reported as something else than violations",
                other.to_string(),
            )),
        };
        let differs = self
            .written
            .iter()
            .find(|(_, written)| written.is_valid(&case.value) != valid);
        let differs = differs.map(|(dialect, _)| ("the schema that the type writes differs", (*dialect).to_owned()));
        let problem = problem.or_else(|| self.wrongly_validated(&case.text)).or(differs);
        if let Some(problem) = problem {
            self.note(case, problem);
        }
        *(if valid { &mut self.valid } else { &mut self.invalid }) += 1;
        valid
    }

    /// Whether the violations of an invalid instance are not where they should be.
    fn misreported(&mut self, case: &Case, violations: &Violations) -> Option<Problem> {
        for violation in violations {
            *self.reported.entry(violation.keyword()).or_default() += 1;
            if case.value.pointer(violation.pointer()).is_none() {
                return Some(("a violation points to nothing", violation.to_string()));
            }
            if let Some(nearest) = violation.nearest()
                && (case.value.pointer(nearest.pointer()).is_none()
                    || !is_within(nearest.pointer(), violation.pointer()))
            {
                return Some(("the nearest branch is broken somewhere else", violation.to_string()));
            }
            if let (true, Some((broken, _))) = (self.plain, &case.broken)
                && !is_within(broken, violation.pointer())
                && !is_within(violation.pointer(), broken)
            {
                return Some((
                    "a violation is not where the instance was broken",
                    violation.to_string(),
                ));
            }
        }
        let newer = violations.iter().all(|violation| NEWER.contains(&violation.keyword()));
        match serde_json::from_str::<T>(&case.text) {
            Err(error) if self.plain && newer => {
                Some(("Deserialize refuses what a newer server may send", error.to_string()))
            }
            _ => None,
        }
    }

    /// What Deserialize makes of any instance is judged by its JSON: nothing but that would ever be sent.
    fn wrongly_validated(&self, text: &str) -> Option<Problem> {
        let parsed: T = serde_json::from_str(text).ok()?;
        let back = serde_json::to_string(&parsed).expect("what was parsed can be written");
        let json: Value = serde_json::from_str(&back).expect("serde_json writes JSON");
        match (self.oracle.is_valid(&json), parsed.validate()) {
            (true, Err(error)) => Some(("validate() is stricter than the oracle", format!("{back}\n{error}"))),
            (false, Ok(())) => Some(("validate() is laxer than the oracle", back)),
            _ => None,
        }
    }

    fn note(&mut self, case: Case, (what, details): Problem) {
        let known = self.disagreements.get(what);
        if known.is_some_and(|(shortest, _)| shortest.len() <= case.text.len()) {
            return;
        }
        let mut details = format!("{details}\n    broken: {:?}\n", case.broken);
        for error in self.oracle.iter_errors(&case.value) {
            let _ = writeln!(details, "    oracle: {error} (at {:?})", error.instance_path().as_str());
        }
        self.disagreements.insert(what, (case.text, details));
    }

    fn conclude(self) {
        let (file, seed) = (self.file, self.seed);
        let mut report = String::new();
        for (what, (text, details)) in &self.disagreements {
            let _ = write!(report, "\n* {what}\n    {text}\n    {details}");
        }
        assert!(
            report.is_empty(),
            "{file} and its oracle disagree; LOSANT_TEST_SEED={seed} reproduces this.\n{report}"
        );
        // A trial proves nothing if all instances are of one kind, or if a keyword was never broken.
        let schema = self.folder.root(file).schema;
        let says_nothing = schema.as_object().is_some_and(serde_json::Map::is_empty);
        let (some_valid, some_invalid) = match schema {
            Value::Bool(accepts) => (*accepts, !accepts),
            _ => (true, !says_nothing),
        };
        let enough = |count: u64| count >= self.instances / 4;
        assert_eq!(
            enough(self.valid),
            some_valid,
            "{file}: {} valid instances (seed {seed})",
            self.valid
        );
        assert_eq!(
            enough(self.invalid),
            some_invalid,
            "{file}: {} invalid instances (seed {seed})",
            self.invalid
        );
        let mut expected = BTreeSet::new();
        checked_keywords(schema, &mut expected);
        expected.retain(|keyword| !self.reported.contains_key(keyword));
        let reported = self.reported;
        assert!(
            expected.is_empty(),
            "{file}: {expected:?} was never reported to be broken (seed {seed}); these were: {reported:?}"
        );
    }
}

/// A validator for the schema that a type writes.
fn written<T: JsonSchema>(settings: SchemaSettings, draft: Draft) -> Validator {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(true)
        .build(schema.as_value())
        .unwrap_or_else(|error| panic!("{}: {error}", T::schema_name()))
}

/// Whether a valid instance is not the same after it was parsed, by both ways, and written again.
fn lossy<T: Exact + PartialEq + Debug>(case: &Case, parsed: &T) -> Option<Problem> {
    match serde_json::from_str::<T>(&case.text) {
        Ok(liberal) if liberal == *parsed => {}
        Ok(liberal) => {
            return Some((
                "Deserialize and from_json_exact differ",
                format!("{liberal:?}\n{parsed:?}"),
            ));
        }
        Err(error) => return Some(("valid, but Deserialize refuses it", error.to_string())),
    }
    let back = match serde_json::to_string(parsed) {
        Ok(back) => back,
        Err(error) => return Some(("valid, but cannot be written", error.to_string())),
    };
    // Numbers are equal by value, exactly: an `i64` or `f64` has a spelling of its own.
    match (Json::parse(&back), Json::parse(&case.text)) {
        (Ok(again), Ok(before)) if again != before => Some(("valid, but comes back as another value", back)),
        (Ok(_), Ok(_)) => None,
        (Err(error), _) | (_, Err(error)) => {
            Some(("valid, but comes back as something else than JSON", error.to_string()))
        }
    }
}

/// Whether a JSON Pointer leads to the same place as another, or into it.
fn is_within(pointer: &str, outer: &str) -> bool {
    pointer
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
                for schema in schemas.values() {
                    checked_keywords(schema, found);
                }
            }
            ("allOf" | "items", Value::Array(schemas)) => {
                for schema in schemas {
                    checked_keywords(schema, found);
                }
            }
            ("additionalProperties", Value::Bool(false)) => {
                found.insert("additionalProperties");
            }
            ("items" | "additionalProperties", schema) => checked_keywords(schema, found),
            // A format for numbers says how large they can be, and is not checked.
            ("format", Value::String(format)) if Format::from_keyword(format).is_none() => {}
            ("additionalItems" | "anyOf" | "oneOf" | "if" | "then" | "else", _)
            | ("contains" | "propertyNames" | "uniqueItems", Value::Bool(_)) => {}
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
