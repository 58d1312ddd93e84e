//! The verdict on one instance.

use jsonschema::Validator;
use serde_json::Value;
use typewright_runtime::Json;
use typewright_suites::probe::{Answer, Outcome};

/// An instance, and what the oracle says of it.
pub struct Case {
    pub text: String,
    pub value: Value,
    pub valid: bool,
}

/// What is wrong, and more about it.
pub type Problem = (&'static str, String);

/// What is wrong with how the generated type took an instance, if anything is.
pub fn problem(case: &Case, answer: &Answer, oracle: &Validator) -> Option<Problem> {
    let Answer { exact, liberal } = answer;
    if let Some(crashed) = [exact, liberal].into_iter().find(|outcome| outcome.is_crash()) {
        return Some(("panics, crashes or hangs", crashed.reason()));
    }
    match (case.valid, exact.is_accepted()) {
        (false, true) => return Some(("wrong, but from_json_exact takes it", back(exact).to_owned())),
        (true, false) => return Some(("right, but from_json_exact refuses it", exact.reason())),
        (true, true) => {
            if !liberal.is_accepted() {
                return Some(("right, but Deserialize or validate refuses it", liberal.reason()));
            }
            for (what, outcome) in [
                ("right, but from_json_exact changes it", exact),
                ("right, but Deserialize changes it", liberal),
            ] {
                if !is_same(case, back(outcome)) {
                    return Some((what, format!("comes back as {}", back(outcome))));
                }
            }
        }
        (false, false) => {
            if let Some(failed) = &exact.failed {
                return Some(("wrong, but from_json_exact names no violation", failed.clone()));
            }
            let mut pointers = exact.violations.iter().map(|[pointer, ..]| pointer);
            if let Some(pointer) = pointers.find(|pointer| case.value.pointer(pointer).is_none()) {
                return Some((
                    "a violation points to nothing",
                    format!("at {pointer:?}: {}", exact.reason()),
                ));
            }
        }
    }
    wrongly_validated(liberal, oracle)
}

/// What `Deserialize` makes of any instance is judged by its JSON: nothing but that would ever be sent.
fn wrongly_validated(liberal: &Outcome, oracle: &Validator) -> Option<Problem> {
    let back = liberal.back.as_deref()?;
    let json: Value = match serde_json::from_str(back) {
        Ok(json) => json,
        Err(error) => return Some(("Deserialize leads to what is no JSON", format!("{error}: {back}"))),
    };
    match (oracle.is_valid(&json), liberal.is_accepted()) {
        (true, false) => Some((
            "validate is stricter than the oracle",
            format!("of {back}: {}", liberal.reason()),
        )),
        (false, true) => Some(("validate is laxer than the oracle", format!("of {back}"))),
        _ => None,
    }
}

fn back(outcome: &Outcome) -> &str {
    outcome.back.as_deref().unwrap_or_default()
}

/// Whether a text is the same value, its numbers exactly.
fn is_same(case: &Case, back: &str) -> bool {
    Json::parse(back).is_ok_and(|again| Json::parse(&case.text).is_ok_and(|before| again == before))
}
