//! The Cargo features of the resources.

use heck::ToKebabCase as _;

/// The resources of each feature. The tokens of a user are behind none.
const FEATURES: [(&str, &[&str]); 18] = [
    ("account", &["me", "userApiToken", "userApiTokens"]),
    (
        "applications",
        &[
            "application",
            "applicationApiToken",
            "applicationApiTokens",
            "applicationCertificate",
            "applicationCertificateAuthorities",
            "applicationCertificateAuthority",
            "applicationCertificates",
            "applicationJobLog",
            "applicationJobLogs",
            "applicationKey",
            "applicationKeys",
            "applicationTemplate",
            "applicationTemplates",
            "applications",
        ],
    ),
    (
        "audit-logs",
        &["auditLog", "auditLogs", "instanceAuditLog", "instanceAuditLogs"],
    ),
    ("auth", &["auth"]),
    (
        "dashboards",
        &[
            "applicationDashboard",
            "applicationDashboards",
            "dashboard",
            "dashboards",
        ],
    ),
    ("data", &["data"]),
    (
        "data-tables",
        &["dataTable", "dataTableRow", "dataTableRows", "dataTables"],
    ),
    (
        "deployments",
        &[
            "edgeDeployment",
            "edgeDeployments",
            "embeddedDeployment",
            "embeddedDeployments",
        ],
    ),
    (
        "devices",
        &[
            "device",
            "deviceAttribute",
            "deviceAttributes",
            "deviceRecipe",
            "deviceRecipes",
            "devices",
        ],
    ),
    ("events", &["event", "events"]),
    (
        "experiences",
        &[
            "experience",
            "experienceDomain",
            "experienceDomains",
            "experienceEndpoint",
            "experienceEndpoints",
            "experienceGroup",
            "experienceGroups",
            "experienceSlug",
            "experienceSlugs",
            "experienceUser",
            "experienceUsers",
            "experienceVersion",
            "experienceVersions",
            "experienceView",
            "experienceViews",
        ],
    ),
    ("files", &["file", "files", "privateFile", "privateFiles"]),
    ("flows", &["flow", "flowVersion", "flowVersions", "flows"]),
    (
        "instances",
        &[
            "instance",
            "instanceApiToken",
            "instanceApiTokens",
            "instanceCustomNode",
            "instanceCustomNodes",
            "instanceMember",
            "instanceMembers",
            "instanceNotificationRule",
            "instanceNotificationRules",
            "instanceOrg",
            "instanceOrgInvite",
            "instanceOrgInvites",
            "instanceOrgMember",
            "instanceOrgMembers",
            "instanceOrgs",
            "instanceSandbox",
            "instanceSandboxes",
            "instances",
        ],
    ),
    (
        "integrations",
        &[
            "credential",
            "credentials",
            "integration",
            "integrations",
            "webhook",
            "webhooks",
        ],
    ),
    ("notebooks", &["notebook", "notebooks"]),
    ("organizations", &["org", "orgInvites", "orgs"]),
    ("resource-jobs", &["resourceJob", "resourceJobs"]),
];

/// The resources that are always there.
const FREE: [&str; 2] = ["userOauthToken", "userOauthTokens"];

/// Returns the feature of a resource. One that no feature has is behind a feature of its own until it is added to one here: it
/// costs nobody anything then.
pub(super) fn feature(resource: &str) -> Option<String> {
    if FREE.contains(&resource) {
        return None;
    }
    let mut features = FEATURES.iter();
    let known = features.find(|(_, resources)| resources.contains(&resource));
    Some(known.map_or_else(
        || plural(&resource.to_kebab_case()),
        |(feature, _)| (*feature).to_owned(),
    ))
}

/// Whether a resource has a place here.
pub(super) fn is_known(resource: &str) -> bool {
    FREE.contains(&resource) || FEATURES.iter().any(|(_, resources)| resources.contains(&resource))
}

/// Returns the plural, so that `lamp` and `lamps` are behind one feature.
fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        _ if name.ends_with('s') => name.to_owned(),
        Some(start) => format!("{start}ies"),
        None => format!("{name}s"),
    }
}
