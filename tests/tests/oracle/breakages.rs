//! Instances broken in one place: one rule of that place, or something at random.

use fastrand::Rng;
use serde_json::{Value, json};
use typewright_suites::rules::{item_rules, limits, list, member_rules};

use crate::folder::Rules;
use crate::instances::{Maker, Place, matches, plain_number};
use crate::texts;

/// A value with one change, where the change is, and what it was meant to break. (It may be valid all the same.)
pub struct Broken {
    pub value: Value,
    pub pointer: String,
    pub keyword: &'static str,
}

/// Changes a value in one place.
pub fn broken<'f>(maker: &mut Maker<'f>, value: &Value, places: &[Place<'f>]) -> Option<Broken> {
    let place = &places[maker.rng.usize(..places.len())];
    let old = value.pointer(&place.pointer)?;
    let (keyword, new) = if maker.rng.u8(..4) == 0 {
        ("nothing in particular", changed(maker, old))
    } else {
        let rules = place.rules.get(maker.rng.usize(..place.rules.len().max(1)))?;
        let present: Vec<&'static str> = KEYWORDS
            .into_iter()
            .filter(|name| rules.schema.get(name).is_some())
            .collect();
        let keyword = *present.get(maker.rng.usize(..present.len().max(1)))?;
        (keyword, violate(maker, keyword, *rules, &place.rules, old)?)
    };
    if new == *old {
        return None;
    }
    let mut value = value.clone();
    *value.pointer_mut(&place.pointer)? = new;
    Some(Broken {
        value,
        pointer: place.pointer.clone(),
        keyword,
    })
}

/// All keywords of draft-07 that say something about the value at the very place where they stand.
pub const KEYWORDS: [&str; 33] = [
    "type",
    "enum",
    "const",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "items",
    "additionalItems",
    "contains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "required",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependencies",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
];

/// A value that should break one keyword of a schema; `None` if the old value does not lend itself to it.
fn violate<'f>(
    maker: &mut Maker<'f>,
    keyword: &str,
    rules: Rules<'f>,
    all: &[Rules<'f>],
    old: &Value,
) -> Option<Value> {
    let argument = rules.schema.get(keyword)?;
    match keyword {
        "type" => Some(of_another_type(maker, old)),
        "enum" | "const" => Some(changed(maker, old)),
        "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            let argument = argument.as_f64()?;
            let number = old.as_f64()?;
            let slightly = [1.0, 0.5, 0.125][maker.rng.usize(..3)];
            let new = match keyword {
                "multipleOf" => number + argument * [0.5, 0.1, 0.75][maker.rng.usize(..3)],
                "minimum" => argument - slightly,
                "maximum" => argument + slightly,
                _ => argument,
            };
            Some(plain_number(new, maker.rng.bool()))
        }
        "minLength" | "maxLength" => {
            let wanted = usize::try_from(argument.as_u64()?).ok()?;
            let wanted = if keyword == "minLength" {
                wanted.checked_sub(1)?
            } else {
                wanted + 1
            };
            Some(Value::String(resized(&mut maker.rng, old.as_str()?, wanted)))
        }
        "pattern" => Some(Value::String(texts::nearly(&mut maker.rng, old.as_str()?))),
        "format" => {
            let text = old.as_str()?;
            Some(Value::String(match maker.rng.u8(..3) {
                0 => texts::nearly(&mut maker.rng, text),
                _ => texts::misformatted(&mut maker.rng, argument.as_str()?),
            }))
        }
        "items" | "additionalItems" | "contains" | "minItems" | "maxItems" | "uniqueItems" => {
            items(maker, keyword, argument, all, old.as_array()?).map(Value::Array)
        }
        "required"
        | "properties"
        | "patternProperties"
        | "additionalProperties"
        | "propertyNames"
        | "minProperties"
        | "maxProperties"
        | "dependencies" => members(maker, keyword, argument, all, old.as_object()?).map(Value::Object),
        "oneOf" => {
            let branches: Vec<Rules<'f>> = list(rules, keyword).collect();
            let (one, other) = (maker.rng.usize(..branches.len()), maker.rng.usize(..branches.len()));
            maker.part(&[branches[one], branches[other]])
        }
        "not" => maker.part(&[Rules {
            schema: argument,
            ..rules
        }]),
        "if" | "then" | "else" => {
            let condition = rules.schema.get("if")?;
            let mut all = all.to_vec();
            all.retain(|other| !std::ptr::eq(other.schema, rules.schema));
            all.push(Rules {
                schema: condition,
                ..rules
            });
            maker.part(&all)
        }
        _ => Some(maker.anything()),
    }
}

fn items<'f>(
    maker: &mut Maker<'f>,
    keyword: &str,
    argument: &Value,
    all: &[Rules<'f>],
    old: &[Value],
) -> Option<Vec<Value>> {
    let mut items = old.to_vec();
    match keyword {
        "minItems" => items.truncate(usize::try_from(argument.as_u64()?).ok()?.checked_sub(1)?),
        "maxItems" => {
            let wanted = usize::try_from(argument.as_u64()?).ok()? + 1;
            while items.len() < wanted {
                let item = maker.part(&item_rules(all, items.len()))?;
                items.push(item);
            }
        }
        "uniqueItems" => {
            let twice = items.get(maker.rng.usize(..items.len().max(1)))?;
            let twice = if maker.rng.bool() {
                twice.clone()
            } else {
                other_spelling(twice)
            };
            let at = maker.rng.usize(..=items.len());
            items.insert(at, twice);
        }
        "contains" => {
            for item in &mut items {
                *item = maker.anything();
            }
        }
        _ => {
            let item = maker.anything();
            items.push(item);
        }
    }
    Some(items)
}

type Members = serde_json::Map<String, Value>;

fn members<'f>(
    maker: &mut Maker<'f>,
    keyword: &str,
    argument: &Value,
    all: &[Rules<'f>],
    old: &Members,
) -> Option<Members> {
    let mut members = old.clone();
    let any = |maker: &mut Maker<'_>, members: &Members| {
        let name = members.keys().nth(maker.rng.usize(..members.len().max(1)));
        name.cloned()
    };
    match keyword {
        "required" => {
            let names = argument.as_array()?;
            members.remove(names.get(maker.rng.usize(..names.len().max(1)))?.as_str()?);
        }
        "minProperties" => {
            let wanted = usize::try_from(argument.as_u64()?).ok()?.checked_sub(1)?;
            while members.len() > wanted {
                let name = any(maker, &members)?;
                members.remove(&name);
            }
        }
        "maxProperties" => {
            let (_, most) = limits(all, "minProperties", "maxProperties");
            let declared = all
                .iter()
                .filter_map(|rules| rules.schema.get("properties")?.as_object());
            let mut names: Vec<String> = declared.flat_map(|declared| declared.keys().cloned()).collect();
            names.extend(('a'..='z').map(String::from));
            for name in names {
                if members.len() <= most
                    && !members.contains_key(&name)
                    && let Some(value) = maker.part(&member_rules(all, &name, matches))
                {
                    members.insert(name, value);
                }
            }
        }
        "dependencies" => {
            let dependencies = argument.as_object()?;
            let (name, needed) = dependencies.iter().nth(maker.rng.usize(..dependencies.len().max(1)))?;
            let value = maker.part(&member_rules(all, name, matches)).unwrap_or(Value::Null);
            members.insert(name.clone(), value);
            if let Some(needed) = needed.as_array()
                && let Some(missing) = needed.get(maker.rng.usize(..needed.len().max(1)))
            {
                members.remove(missing.as_str()?);
            }
        }
        "patternProperties" => {
            let patterns = argument.as_object()?;
            let pattern = patterns.keys().nth(maker.rng.usize(..patterns.len().max(1)))?;
            let name = texts::matching(&mut maker.rng, pattern);
            let value = maker.anything();
            members.insert(name, value);
        }
        "properties" => {
            let declared = argument.as_object()?;
            let name = declared.keys().nth(maker.rng.usize(..declared.len().max(1)))?;
            let value = maker.anything();
            members.insert(name.clone(), value);
        }
        _ => {
            let (name, value) = (maker.name(), maker.anything());
            members.insert(name, value);
        }
    }
    Some(members)
}

/// Something else, often something that looks much like it.
fn changed(maker: &mut Maker<'_>, old: &Value) -> Value {
    match (old, maker.rng.u8(..4)) {
        (_, 0) => maker.anything(),
        (_, 1) => of_another_type(maker, old),
        (Value::String(text), _) => Value::String(texts::nearly(&mut maker.rng, text)),
        (Value::Number(number), _) => {
            let number = number.as_f64().unwrap_or_default();
            plain_number(number + [1.0, -1.0, 0.5, 1e-9][maker.rng.usize(..4)], maker.rng.bool())
        }
        (Value::Bool(flag), _) => Value::Bool(!flag),
        (Value::Array(items), step) if !items.is_empty() => {
            let mut items = items.clone();
            let at = maker.rng.usize(..items.len());
            match step {
                2 => {
                    items.remove(at);
                }
                _ => items[at] = maker.anything(),
            }
            Value::Array(items)
        }
        (Value::Object(members), step) if !members.is_empty() => {
            let mut members = members.clone();
            let name = members
                .keys()
                .nth(maker.rng.usize(..members.len()))
                .cloned()
                .unwrap_or_default();
            match step {
                2 => {
                    members.remove(&name);
                }
                _ => {
                    let value = members.remove(&name).unwrap_or_default();
                    members.insert(texts::nearly(&mut maker.rng, &name), value);
                }
            }
            Value::Object(members)
        }
        (Value::Object(_), _) => json!({ maker.name(): maker.anything() }),
        (Value::Array(_), _) => json!([maker.anything()]),
        (Value::Null, _) => maker.anything(),
    }
}

/// What a sloppy program writes instead.
fn of_another_type(maker: &mut Maker<'_>, old: &Value) -> Value {
    let rng = &mut maker.rng;
    match old {
        _ if rng.u8(..3) == 0 => Value::Null,
        Value::Null => [json!("null"), json!(false), json!(0), json!("")][rng.usize(..4)].clone(),
        Value::Bool(flag) => [json!(flag.to_string()), json!(i32::from(*flag))][rng.usize(..2)].clone(),
        Value::Number(number) => [json!(number.to_string()), json!([number]), json!(0.5)][rng.usize(..3)].clone(),
        Value::String(text) => {
            let read: Value = serde_json::from_str(text).unwrap_or(json!(1));
            [json!([text]), json!({ "text": text }), read][rng.usize(..3)].clone()
        }
        Value::Array(items) => match items.first() {
            Some(first) if rng.bool() => first.clone(),
            _ => json!({}),
        },
        Value::Object(members) => match members.values().next() {
            Some(first) if rng.bool() => first.clone(),
            _ => json!([]),
        },
    }
}

/// The same value as JSON Schema sees it, written in another way.
fn other_spelling(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            let float = number.as_f64().unwrap_or_default();
            plain_number(float, number.is_f64())
        }
        Value::Array(items) => items.iter().map(other_spelling).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), other_spelling(value)))
            .collect(),
        other => other.clone(),
    }
}

fn resized(rng: &mut Rng, text: &str, length: usize) -> String {
    let filler = texts::character(rng);
    text.chars().chain(std::iter::repeat(filler)).take(length).collect()
}
