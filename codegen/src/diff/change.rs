//! A change of one schema, and the question whether it breaks something.

use crate::input::document::{Node, Value};
use crate::schema::keywords::{Bound, Keywords, SchemaId};
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING};

/// A change of one schema.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// The id of the rule.
    pub(super) rule: &'static str,
    /// What changed, in a sentence.
    pub(super) message: String,
    /// The places, relative to the two schemas.
    pub(super) old: String,
    pub(super) new: String,
    /// What has to be decided if clients send the values; nothing if the change cannot break requests.
    pub(super) request: Option<Aspect>,
    /// What has to be decided if the server sends the values.
    pub(super) response: Option<Aspect>,
    /// Whether both versions say the same in other words: only what becomes of the Rust API is of interest.
    pub(super) is_rewording: bool,
}

/// A part of a schema that one version can take over from the other one.
#[derive(Debug, Clone)]
pub(super) enum Aspect {
    /// `type`
    Type,
    /// Whether null is allowed.
    Null,
    /// The schema allows null beside this one.
    NullBranch(SchemaId),
    /// `enum` and `const`
    Values,
    /// A keyword that counts, or is true or false.
    Count(&'static str),
    /// A keyword that compares numbers.
    Bound(Bound),
    /// `pattern`
    Pattern,
    /// `format`
    Format,
    /// A property that the target requires.
    Required(String),
    /// A schema of the target for a property that the source describes elsewhere.
    Described(String, SchemaId),
    /// Whether a property is documented.
    Property(String),
    /// A branch of `anyOf` or `oneOf` of the source.
    Branch(SchemaId),
    /// Keywords with subschemas.
    Swap(&'static [&'static str]),
}

/// The keywords of a source without what the target rejects in one aspect. `None` if the aspect has subschemas of the
/// target.
pub(super) fn edited(
    aspect: &Aspect,
    source: &Keywords,
    target: &Keywords,
    inner: Option<&Keywords>,
) -> Option<Keywords> {
    let mut edited = source.clone();
    match aspect {
        Aspect::Type => edited.types = target.types,
        Aspect::Null => {
            const ALL: u8 = NULL | BOOLEAN | INTEGER | NUMBER | STRING | ARRAY | OBJECT;
            edited.types = Some(source.types.unwrap_or(ALL) & !NULL);
            if let Some(values) = &mut edited.values {
                values.retain(|value| !matches!(value.value, Value::Null));
            }
        }
        Aspect::NullBranch(_) => return inner.cloned(),
        Aspect::Values => edited.values = Some(common(allowed(source), allowed(target))),
        Aspect::Count(name) => match *name {
            "minLength" => edited.string.min_length = target.string.min_length,
            "maxLength" => edited.string.max_length = target.string.max_length,
            "minItems" => edited.array.min_items = target.array.min_items,
            "maxItems" => edited.array.max_items = target.array.max_items,
            "uniqueItems" => edited.array.unique_items = target.array.unique_items,
            "minProperties" => edited.object.min_properties = target.object.min_properties,
            "maxProperties" => edited.object.max_properties = target.object.max_properties,
            name => unreachable!("{name} does not count"),
        },
        Aspect::Bound(bound) => {
            edited.number.bounds.retain(|(other, _)| other != bound);
            let bounds = target.number.bounds.iter().filter(|(other, _)| other == bound);
            edited.number.bounds.extend(bounds.cloned());
        }
        Aspect::Pattern => edited.string.pattern.clone_from(&target.string.pattern),
        Aspect::Format => edited.string.format = target.string.format,
        Aspect::Required(name) => edited.object.required.push(name.clone()),
        Aspect::Property(name) => {
            edited.object.properties.retain(|(other, _)| other != name);
            edited.object.closed = target.object.closed;
            edited.object.additional_properties = None;
        }
        Aspect::Branch(branch) => {
            let lists = [&mut edited.any_of, &mut edited.one_of];
            for list in lists {
                if list.contains(branch) {
                    list.retain(|other| other != branch);
                    // No branch at all would accept everything.
                    edited.never |= list.is_empty();
                }
            }
            // The values of a `discriminator` that select the branch go with it.
            if let Some(tagged) = &mut edited.tagged {
                tagged.branches.retain(|(_, selected)| selected != branch);
            }
        }
        Aspect::Swap(_) | Aspect::Described(..) => return None,
    }
    Some(edited)
}

/// The source, narrowed to the values that an aspect is about.
pub(super) fn narrowed(aspect: &Aspect, source: &Keywords) -> Option<Keywords> {
    let Aspect::Property(name) = aspect else {
        return None;
    };
    let mut narrowed = source.clone();
    if !narrowed.object.required.contains(name) {
        narrowed.object.required.push(name.clone());
    }
    Some(narrowed)
}

/// The values that `enum` and `const` allow together; `None` if there is neither.
pub(super) fn allowed(keywords: &Keywords) -> Option<Vec<Node>> {
    match (&keywords.values, &keywords.constant) {
        (None, None) => None,
        (Some(values), None) => Some(values.clone()),
        (None, Some(constant)) => Some(vec![constant.clone()]),
        (Some(values), Some(constant)) => Some(values.iter().filter(|value| *value == constant).cloned().collect()),
    }
}

fn common(source: Option<Vec<Node>>, target: Option<Vec<Node>>) -> Vec<Node> {
    match (source, target) {
        (Some(mut source), Some(target)) => {
            source.retain(|value| target.contains(value));
            source
        }
        (one, other) => one.or(other).unwrap_or_default(),
    }
}
