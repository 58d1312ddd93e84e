//! The Cargo features of resources: `x-feature`.

use super::Document;
use crate::diff::finding::Finding;
use crate::diff::rules::rule;
use crate::diff::verdict::Verdict;
use crate::openapi::{Api, Feature, Tag};

/// Compares the features of the tags that have actions in both versions.
pub(super) fn compare(before: Document<'_>, after: Document<'_>) -> Vec<Finding> {
    let (old, new) = (&before.side.run.api, &after.side.run.api);
    let mut tags: Vec<&str> = old.operations.iter().map(|operation| operation.tag.as_str()).collect();
    tags.sort_unstable();
    tags.dedup();
    let is_kept = |tag: &&str| new.operations.iter().any(|operation| operation.tag == **tag);
    let findings = tags.into_iter().filter(is_kept).filter_map(|tag| {
        let (a, b) = (described(old, tag), described(new, tag));
        let (a_feature, b_feature) = (feature(a), feature(b));
        let change = match (a_feature, b_feature) {
            (None, Some(new)) => format!("is behind the feature `{new}` now"),
            (Some(old), None) => format!("is no longer behind the feature `{old}`"),
            (Some(old), Some(new)) if old != new => {
                format!("was behind the feature `{old}` and is behind `{new}` now")
            }
            _ => return None,
        };
        let mut finding = Finding::new(
            rule("feature-changed"),
            format!("the resource of the tag \"{tag}\" {change}"),
        );
        // Cargo refuses a feature that a crate does not have.
        let is_free = b_feature.is_none() && new.tags.iter().any(|tag| tag.feature.as_ref() == a_feature);
        finding.rust = if is_free { Verdict::None } else { Verdict::Breaks };
        let place = |document: Document<'_>, tag: Option<&Tag>| {
            document.place(&tag.map_or_else(|| document.root(), |tag| tag.location.clone()))
        };
        (finding.old, finding.new) = (Some(place(before, a)), Some(place(after, b)));
        let actions = new.operations.iter().filter(|operation| operation.tag == tag);
        finding.actions = actions.map(|operation| operation.id.clone()).collect();
        Some(finding)
    });
    findings.collect()
}

fn described<'a>(api: &'a Api, name: &str) -> Option<&'a Tag> {
    api.tags.iter().find(|tag| tag.name == name)
}

fn feature(tag: Option<&Tag>) -> Option<&Feature> {
    tag.and_then(|tag| tag.feature.as_ref())
}
