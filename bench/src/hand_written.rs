//! What a person would write for the token without these bindings, and without looking at every detail.

use serde::{Deserialize, Serialize};

/// The answer of a GET.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    id: Option<String>,
    oauth_token_id: Option<String>,
    pub(crate) name: Option<String>,
    description: Option<String>,
    creation_date: Option<String>,
    last_updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_date: Option<String>,
    default_role: Option<Role>,
    org_roles: Option<Vec<OrgRole>>,
    scope: Option<Vec<String>>,
    status: Option<Status>,
    oauth: Option<Oauth>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Admin,
    Edit,
    Collaborate,
    View,
    None,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct OrgRole {
    org_id: String,
    role: Role,
    application_roles: Option<Vec<ResourceRole>>,
    dashboard_roles: Option<Vec<ResourceRole>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceRole {
    resource_id: String,
    role: Role,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Active,
    Inactive,
}

#[derive(Deserialize, Serialize)]
struct Oauth {
    client_id: Option<String>,
    client_name: Option<String>,
    client_uri: Option<String>,
    logo_uri: Option<String>,
    redirect_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Vec<String>>,
    #[serde(rename = "authorizationStatus")]
    authorization_status: Option<String>,
}
