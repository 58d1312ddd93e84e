//! Instances broken in one place. (What comes out may be right all the same: the oracle tells.)

use serde_json::{Value, json};

use crate::random::instances::Maker;
use crate::random::words::{NAMES, TEXTS, beside, chance, number, text};

/// Changes a value in one place, somewhere inside of it.
pub fn broken(maker: &mut Maker, value: &Value) -> Value {
    let stays = chance(&mut maker.rng, 25);
    match value {
        Value::Array(items) if !items.is_empty() && !stays => {
            let mut items = items.clone();
            let at = maker.rng.usize(..items.len());
            match maker.rng.u8(..5) {
                0 => {
                    items.remove(at);
                }
                1 => {
                    let again = items[at].clone();
                    items.push(again);
                }
                _ => items[at] = broken(maker, &items[at]),
            }
            Value::Array(items)
        }
        Value::Object(members) if !members.is_empty() && !stays => {
            let mut members = members.clone();
            let names: Vec<String> = members.keys().cloned().collect();
            let name = &names[maker.rng.usize(..names.len())];
            match maker.rng.u8(..10) {
                0 | 1 => {
                    members.remove(name);
                }
                2 => {
                    let old = members.remove(name).unwrap_or_default();
                    members.insert(text(&mut maker.rng, NAMES).to_owned(), old);
                }
                _ => {
                    if let Some(member) = members.get_mut(name) {
                        *member = broken(maker, member);
                    }
                }
            }
            Value::Object(members)
        }
        _ => changed(maker, value),
    }
}

/// Something else, often something that looks much like it.
fn changed(maker: &mut Maker, old: &Value) -> Value {
    match (old, maker.rng.u8(..6)) {
        (_, 0) => Value::Null,
        (_, 1) => maker.anything(),
        (Value::Bool(flag), _) => json!(!flag),
        (Value::Number(number), 2) => json!(number.to_string()),
        (Value::Number(_), 3) => beside(old, 1.0),
        (Value::Number(_), _) => number(&mut maker.rng, maker.numbers),
        (Value::String(old), 2) => json!(format!("{old}a")),
        (Value::String(old), 3) => json!(old.chars().skip(1).collect::<String>()),
        (Value::String(old), 4) => json!([old]),
        (Value::String(_), _) => json!(text(&mut maker.rng, TEXTS)),
        (Value::Array(items), 2) => items.first().cloned().unwrap_or(json!({})),
        (Value::Array(items), _) => {
            let mut items = items.clone();
            items.push(maker.anything());
            Value::Array(items)
        }
        (Value::Object(members), 2) => members.values().next().cloned().unwrap_or(json!([])),
        (Value::Object(members), _) => {
            let mut members = members.clone();
            members.insert(text(&mut maker.rng, NAMES).to_owned(), maker.anything());
            Value::Object(members)
        }
        (Value::Null, _) => json!(["", "null"][maker.rng.usize(..2)]),
    }
}
