//! Names of shapes that have several places.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToLowerCamelCase as _, ToSnakeCase as _};

use super::super::words::singular;
use super::document::{self, DOCUMENT};
use super::previous::Previous;
use super::shapes::{Place, Shape, Shapes, Step};

/// Names for shapes whose places do not tell what they are: a place of each, and its name.
const GIVEN: &[(&str, &str)] = &[
    ("apiToken#/properties/status", "activeStatus"),
    ("timeSeriesData#/properties/aggregation", "aggregation"),
    (
        "deviceAttribute#/properties/system/properties/aggregation",
        "aggregationMethod",
    ),
    (
        "timeSeriesData#/properties/aggregation/oneOf/0",
        "aggregationMethodOrNone",
    ),
    ("apiToken#/properties/orgRoles/items", "apiTokenOrgRole"),
    (
        "applicationImportExecutions#/items/properties/repo",
        "applicationImportRepo",
    ),
    ("deviceAttribute#/properties/dataType", "attributeDataType"),
    ("applicationKey#/properties/createdByType", "authorType"),
    (
        "dashboard#/properties/blocks/items/oneOf/0/properties/config",
        "blockFilterConfig",
    ),
    (
        "dashboard#/properties/blocks/items/oneOf/10/properties/config/properties/segment",
        "blockSegment",
    ),
    ("notificationRulePatch#/properties/callbackUrl", "callbackUrlOrEmpty"),
    ("applicationCertificate#/properties/certificateInfo", "certificateInfo"),
    (
        "dashboardBlockSuggestCodePost#/properties/blockConfig",
        "customChartBlock",
    ),
    ("dashboard#/properties/blocks/items", "dashboardBlock"),
    ("dashboard#/properties/defaultTheme", "dashboardTheme"),
    ("lastValueData#/patternProperties/^[A-Fa-f\\d]{24}$", "dataPoint"),
    ("advancedFlowQuery#/properties/creationDate", "stringQuery"),
    ("device#/properties/tags/items", "deviceTag"),
    (
        "application#/properties/archiveConfig/properties/deviceTags/items",
        "deviceTagSelector",
    ),
    (
        "event#/properties/updates/items/properties/subjectChange",
        "eventChange",
    ),
    ("experienceEndpoint#/properties/staticReply", "experienceReply"),
    ("experienceEndpoint#/properties/staticReply/oneOf/0", "experienceReply"),
    ("devicesExportPost#/properties/format", "exportFormat"),
    (
        "dataExport#/properties/deviceQuery/properties/tags/oneOf/0",
        "exportTagMatch",
    ),
    (
        "dataExport#/properties/deviceQuery/properties/tags/oneOf/0/oneOf/0/properties/$tagKey",
        "exportTagTextMatch",
    ),
    ("dataExport#/properties/deviceQuery/properties/tags", "exportTagsQuery"),
    (
        "notebook#/properties/inputs/items/oneOf/0/properties/fileName",
        "fileNameOrTemplate",
    ),
    ("applicationKey#/properties/addressFilterType", "filterMode"),
    ("authedDevice#/properties/filterType", "filterModeOrNone"),
    ("flow#/properties/category", "flowCategory"),
    ("flowPost#/properties/category", "flowCategoryOrEmpty"),
    ("advancedFlowQuery#/properties/nodes/oneOf/0", "flowNodeMatch"),
    ("advancedFlowQuery#/properties/nodes", "flowNodesQuery"),
    ("flow#/properties/stats", "flowRunStats"),
    ("flow#/properties/triggers/items", "flowTrigger"),
    ("advancedFlowQuery#/properties/triggers/oneOf/0", "flowTriggerMatch"),
    ("advancedFlowQuery#/properties/triggers", "flowTriggersQuery"),
    (
        "dashboardBlockSuggestCodePost#/properties/blockConfig/properties/config/properties/segments/items/oneOf/1",
        "gaugeSegment",
    ),
    (
        "dashboard#/properties/blocks/items/oneOf/17/properties/config/properties/controls/items/oneOf/0/properties/grid",
        "gridPosition",
    ),
    (
        "credential#/properties/httpConfig/properties/authMethod",
        "httpAuthMethod",
    ),
    ("resourceJob#/properties/dataTableId", "idOrTemplate"),
    ("advancedFlowQuery#/properties/id", "idQuery"),
    (
        "applicationImportExecutions#/items/properties/include/items",
        "importedResourceType",
    ),
    ("instanceCustomNode#/properties/createdByType", "instanceAuthorType"),
    ("integration#/properties/integrationType", "integrationType"),
    ("resourceJob#/properties/resourceType", "jobResourceType"),
    ("applicationJobLog#/properties/status", "jobStatus"),
    ("credentialPost#/properties/sendgridConfig", "mailApiKey"),
    ("credentialPatch#/properties/sendgridConfig", "mailApiKeyPatch"),
    (
        "apiToken#/properties/orgRoles/items/properties/applicationRoles/items",
        "memberResourceRole",
    ),
    ("apiToken#/properties/defaultRole", "memberRole"),
    ("applicationImportExecutions#/items/properties/error", "namedError"),
    ("experienceEndpoint#/properties/experienceGroups/items", "namedItem"),
    ("notebook#/properties/inputs/items", "notebookInput"),
    ("notificationRule#/properties/emailConfig", "notificationEmailConfig"),
    (
        "notificationRule#/properties/emailConfig/properties/sendToTarget",
        "notificationRecipients",
    ),
    ("notificationRule#/properties/ruleConfig", "notificationRuleConfig"),
    (
        "notificationRule#/properties/ruleConfig/properties/ruleType",
        "notificationRuleType",
    ),
    (
        "dashboard#/properties/blocks/items/oneOf/1/properties/config/properties/xAxisMax",
        "numberOrTemplate",
    ),
    ("application#/properties/ownerType", "ownerType"),
    ("flow#/properties/triggers/items/oneOf/1", "plainTrigger"),
    ("recentItem#/properties/itemType", "recentItemType"),
    ("applicationImportExecutions#/items/properties/sourceType", "sourceType"),
    (
        "dashboard#/properties/blocks/items/oneOf/12/properties/config/properties/locationTagKey",
        "tagKeyOrTemplate",
    ),
    ("advancedEventQuery#/properties/eventTags/oneOf/0", "tagMatch"),
    (
        "advancedEventQuery#/properties/eventTags/oneOf/0/oneOf/1/properties/$tagKey/oneOf/2",
        "tagTextIn",
    ),
    (
        "advancedEventQuery#/properties/eventTags/oneOf/0/oneOf/1/properties/$tagKey",
        "tagTextMatch",
    ),
    (
        "advancedEventQuery#/properties/eventTags/oneOf/0/oneOf/1/properties/$tagKey/oneOf/3",
        "tagTextNotIn",
    ),
    ("advancedEventQuery#/properties/eventTags", "tagsQuery"),
    ("apiTokens#/properties/sortDirection", "sortDirection"),
    ("timeSeriesQuery#/properties/order", "sortOrder"),
    ("deviceState#/properties/time", "timeValue"),
    ("me#/properties/limits", "userLimits"),
    ("me#/properties/summary", "userSummary"),
    ("validateContextError#/properties/ctx", "validatedContext"),
    ("validateContextError#/properties/dashboard", "validatedDashboard"),
    ("flow#/properties/triggers/items/oneOf/21", "virtualButtonTrigger"),
];

/// Names each shape that has several owners and is not a file.
///
/// A name of an earlier import is kept, so that it does not change because other schemas did. Any other name is that of
/// the property that has the shape, behind the names of its owners as far as needed. A shape that has no name of its own
/// this way stays where it is.
pub(super) fn names<T>(
    shapes: &Shapes<'_>,
    files: &BTreeMap<String, T>,
    previous: &Previous,
) -> BTreeMap<usize, String> {
    let shared: Vec<(usize, &Shape<'_>)> = shapes
        .all
        .iter()
        .enumerate()
        .filter(|(_, shape)| shape.file.is_none() && shape.owners.len() > 1)
        .collect();
    let mut taken: BTreeSet<String> = files.keys().map(|name| key(name)).collect();
    let mut names = BTreeMap::new();
    for name_of in [&given as &dyn Fn(&Shape<'_>) -> Vec<String>, &|shape| {
        previous.names(shape)
    }] {
        for (index, shape) in &shared {
            if let Some(name) = name_of(shape).into_iter().find(|name| !taken.contains(&key(name)))
                && !names.contains_key(index)
            {
                taken.insert(key(&name));
                names.insert(*index, name);
            }
        }
    }
    let mut waiting: Vec<(usize, Vec<String>)> = shared
        .iter()
        .filter(|(index, _)| !names.contains_key(index))
        .map(|(index, shape)| (*index, candidates(shape)))
        .collect();
    // Where two want the same name, neither gets it.
    while !waiting.is_empty() {
        waiting.retain(|(_, candidates)| !candidates.is_empty());
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for (_, candidates) in &waiting {
            *wanted.entry(key(&candidates[0])).or_default() += 1;
        }
        waiting = waiting
            .into_iter()
            .filter_map(|(index, mut candidates)| {
                let name = candidates.remove(0);
                if wanted[&key(&name)] == 1 && !taken.contains(&key(&name)) {
                    names.insert(index, name);
                    return None;
                }
                Some((index, candidates))
            })
            .collect();
        taken.extend(names.values().map(|name| key(name)));
    }
    names
}

/// Files whose names differ only in case are one file on some systems, and their types would have one name.
fn key(name: &str) -> String {
    name.to_lowercase()
}

fn given(shape: &Shape<'_>) -> Vec<String> {
    let is_one_of = |given: &str| shape.places.iter().any(|place| place.to_string() == given);
    let found = GIVEN.iter().filter(|(place, _)| is_one_of(place));
    found.map(|(_, name)| (*name).to_owned()).collect()
}

/// The names that a shape can have, the shortest first.
fn candidates(shape: &Shape<'_>) -> Vec<String> {
    let words: Vec<Vec<String>> = shape.places.iter().map(words).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for last in words.iter().filter_map(|words| words.last()) {
        *counts.entry(last).or_default() += 1;
    }
    let most = counts
        .iter()
        .max_by_key(|(name, count)| (**count, std::cmp::Reverse(**name)));
    let Some((last, _)) = most else {
        return Vec::new();
    };
    let places = words
        .iter()
        .filter(|words| words.last().is_some_and(|word| word == last));
    let Some(words) = places.min_by_key(|words| (words.len(), words[0].len(), *words)) else {
        return Vec::new();
    };
    let is_one_word = !last.to_snake_case().contains('_');
    let shortest = if is_one_word { 2 } else { 1 };
    (shortest..=words.len())
        .map(|count| words[words.len() - count..].join("_").to_lower_camel_case())
        .collect()
}

/// What names a place: its file, and the properties on the way.
fn words(place: &Place<'_>) -> Vec<String> {
    if let (DOCUMENT, [Step::Property(property), ..]) = (place.file, &place.steps[..])
        && let Some((resource, parameter)) = document::words(property)
    {
        return vec![singular(resource), parameter.to_owned()];
    }
    let owner = ["Post", "Patch"]
        .iter()
        .find_map(|action| place.file.strip_suffix(action));
    let mut words = vec![owner.unwrap_or(place.file).to_owned()];
    let mut steps = &place.steps[..];
    if let [Step::Property("items"), Step::Keyword("items"), rest @ ..] = steps {
        words = vec![singular(place.file)];
        steps = rest;
    }
    for (index, step) in steps.iter().enumerate() {
        match (step, steps.get(index + 1)) {
            (Step::Property("config"), Some(_)) => {}
            (Step::Property(name), _) if name.starts_with('$') => {}
            (Step::Property(name), Some(Step::Keyword("items" | "additionalProperties") | Step::Pattern(_))) => {
                words.push(singular(name));
            }
            (Step::Property(name), _) => words.push((*name).to_owned()),
            _ => {}
        }
    }
    words
}
