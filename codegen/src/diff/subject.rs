//! What a finding is about, in short: `order.items[].price`.

use typewright_core::json::pointer::unescape;

use super::side::Side;
use crate::input::file::stem;
use crate::schema::keywords::SchemaId;

/// The name of an owner, and the way from there to a schema in it. A schema that is elsewhere has the name of what it is in.
pub(super) fn subject(side: &Side, schema: SchemaId, owner: SchemaId, name: &str) -> String {
    let set = &side.run.set;
    let schema = &set.schemas[schema];
    // The owner may be a reference, and so may what is in it.
    let inside = [owner, set.deref(owner)].into_iter().find_map(|owner| {
        let owner = &set.schemas[owner];
        let rest = schema.pointer.strip_prefix(&owner.pointer)?;
        (schema.file == owner.file && (rest.is_empty() || rest.starts_with('/'))).then_some(rest)
    });
    let (mut text, way) = match inside {
        Some(way) => (name.to_owned(), way),
        None => elsewhere(&side.run.sources.files[schema.file].source.name, &schema.pointer),
    };
    let mut steps = way.split('/').skip(1);
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

/// The name of the component, the definition or the file that a place is in, and the way from there.
fn elsewhere<'p>(file: &str, pointer: &'p str) -> (String, &'p str) {
    let named = |list: &str| {
        let rest = pointer.strip_prefix(list)?;
        let name = rest.split('/').next().unwrap_or_default();
        Some((unescape(name), &rest[name.len()..]))
    };
    if let Some(component) = named("/components/schemas/") {
        return component;
    }
    if let Some((name, way)) = named("/definitions/").or_else(|| named("/$defs/")) {
        return (format!("{}#{name}", stem(file)), way);
    }
    let is_in_action = pointer.starts_with("/paths/") || pointer.starts_with("/components/");
    let name = if is_in_action { file } else { stem(file) };
    (name.to_owned(), pointer)
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
