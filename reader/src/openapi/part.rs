//! The parts of a document that can be excluded separately.

use super::METHODS;

/// Returns the JSON Pointer of the path, operation or component that contains a location; empty for the document
/// itself.
pub(super) fn part(pointer: &str) -> &str {
    let mut steps = pointer.split('/').skip(1);
    let is_method = |name: &str| METHODS.iter().any(|(method, _)| *method == name);
    let depth = match (steps.next(), steps.next(), steps.next()) {
        (Some("paths" | "webhooks" | "x-webhooks"), Some(_), Some(method)) if is_method(method) => 3,
        (Some("components"), Some(_), Some(_)) => 3,
        (Some("paths" | "webhooks" | "x-webhooks"), Some(_), _) => 2,
        _ => return "",
    };
    let end = pointer
        .match_indices('/')
        .nth(depth)
        .map_or(pointer.len(), |(at, _)| at);
    &pointer[..end]
}

/// Whether a JSON Pointer is equal to another one or inside it.
pub(super) fn is_within(pointer: &str, owner: &str) -> bool {
    let rest = pointer.strip_prefix(owner);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{is_within, part};

    #[test]
    fn paths_operations_and_components_are_parts() {
        for (pointer, expected) in [
            ("", ""),
            ("/openapi", ""),
            ("/security/0", ""),
            ("/components/schemas", ""),
            ("/components/schemas/Device", "/components/schemas/Device"),
            (
                "/components/schemas/Device/properties/x/type",
                "/components/schemas/Device",
            ),
            ("/components/parameters/id/schema", "/components/parameters/id"),
            ("/paths/~1a~1{b}", "/paths/~1a~1{b}"),
            ("/paths/~1a/parameters/0", "/paths/~1a"),
            ("/paths/~1a/get", "/paths/~1a/get"),
            ("/paths/~1a/get/responses/200", "/paths/~1a/get"),
            ("/webhooks/a/post/requestBody", "/webhooks/a/post"),
        ] {
            assert_eq!(part(pointer), expected, "{pointer}");
        }
    }

    #[test]
    fn a_place_is_within_its_owners_and_not_within_what_is_beside_it() {
        assert!(is_within("/a/b", "/a") && is_within("/a", "/a") && is_within("/a", ""));
        assert!(!is_within("/ab", "/a") && !is_within("/a", "/a/b"));
    }
}
