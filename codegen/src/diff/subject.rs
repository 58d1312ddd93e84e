//! What a finding is about, in short: `order.items[].price`.

use typewright_core::json::pointer::unescape;

use super::side::Side;
use crate::schema::keywords::SchemaId;

/// The name of an owner, and the way from there to a schema in it.
pub(super) fn subject(side: &Side, schema: SchemaId, owner: SchemaId, name: &str) -> String {
    let set = &side.run.set;
    let owner = set.deref(owner);
    let (schema, owner) = (&set.schemas[schema], &set.schemas[owner]);
    let inside = schema
        .pointer
        .strip_prefix(&owner.pointer)
        .filter(|_| schema.file == owner.file);
    let mut text = match inside {
        Some(_) => name.to_owned(),
        None => side.run.sources.files[schema.file].source.name.clone(),
    };
    let mut steps = inside.unwrap_or(&schema.pointer).split('/').skip(1);
    while let Some(step) = steps.next() {
        match step {
            "properties" => match steps.next() {
                Some(property) => text.extend([".", &unescape(property)]),
                None => text.push_str("/properties"),
            },
            "items" => text.push_str("[]"),
            "additionalProperties" => text.push_str("[*]"),
            step => text.extend(["/", step]),
        }
    }
    text
}

/// The last property on the way to a schema, with the steps below it. The positions of branches do not count.
pub(super) fn property(subject: &str) -> String {
    let mut steps = Vec::new();
    for step in subject.split('/') {
        let is_position = step.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
        match step.split_once('.') {
            Some((_, rest)) if is_position => steps.extend(["", rest]),
            None if is_position => {}
            _ => steps.push(step),
        }
    }
    let steps = steps.join(".");
    steps
        .rsplit_once('.')
        .map_or(steps.clone(), |(_, last)| last.to_owned())
}
