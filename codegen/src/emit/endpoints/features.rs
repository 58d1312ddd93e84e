//! The Cargo features that resources are behind.

use std::collections::BTreeMap;

use crate::emit::condition::Condition;
use crate::emit::docs;
use crate::openapi::Api;

/// Returns when the module of each tag is compiled: if its feature is enabled, or that of a resource with an action that waits
/// for the end of a job with an action of this one.
pub(super) fn conditions(api: &Api) -> BTreeMap<String, Condition> {
    let feature = |name: &str| {
        let mut tags = api.tags.iter().filter(|tag| tag.name == name);
        tags.find_map(|tag| tag.feature.as_ref())
    };
    let tags = api.operations.iter().map(|operation| &operation.tag);
    let conditions = tags.map(|tag| (tag.clone(), Condition::of(feature(tag))));
    let mut conditions: BTreeMap<String, Condition> = conditions.collect();
    let by_id = api.operations.iter().map(|operation| (&operation.id, &operation.tag));
    let by_id: BTreeMap<&String, &String> = by_id.collect();
    let waits = api.operations.iter().filter_map(|operation| {
        let poll = by_id.get(&operation.wait.as_ref()?.poll)?;
        Some((&operation.tag, *poll))
    });
    let waits: Vec<(&String, &String)> = waits.collect();
    let mut is_changed = true;
    while is_changed {
        is_changed = false;
        for (tag, poll) in &waits {
            let condition = conditions[*tag].clone();
            is_changed |= conditions.get_mut(*poll).is_some_and(|poll| poll.add(&condition));
        }
    }
    conditions
}

/// Returns the documentation of a condition.
pub(super) fn requirement(condition: &Condition) -> Option<String> {
    let features: Vec<String> = condition
        .features()
        .map(|feature| docs::code(feature.as_str()))
        .collect();
    Some(match &features[..] {
        [] => return None,
        [only] => format!("Requires the feature {only}."),
        [several @ .., last] => docs::wrap(&format!(
            "Requires one of the features {} or {last}.",
            several.join(", ")
        )),
    })
}
