//! Building a patch: it reads well, sends exactly what was said, and nothing that the API would refuse.

mod documented;

use documented::{limit, values};
use losant::Violation;
use losant::prelude::*;
use losant::types::{
    ObjectId, OrgId, OrgRole, ResourceAccess, ResourceRole, Role, TokenStatus, UserOauthToken, UserOauthTokenPatch,
};

const ID: &str = "575ec7417ae143cd83dc4a95";

fn json(patch: &UserOauthTokenPatch) -> String {
    serde_json::to_string(patch).expect("a patch is JSON")
}

fn id() -> ObjectId {
    ID.parse().expect("24 hexadecimal digits")
}

/// Everything that is wrong with a patch: pointer, keyword, limit, found.
fn refused(patch: UserOauthTokenPatch) -> Vec<[String; 4]> {
    let violations = patch.build().expect_err("the patch is not right by its schema");
    let of = |violation: &Violation| {
        [
            violation.pointer(),
            violation.keyword(),
            violation.limit(),
            violation.found(),
        ]
        .map(str::to_owned)
    };
    violations.iter().map(of).collect()
}

#[test]
fn the_documented_body_is_built_and_sent_as_documented() -> Result<(), Box<dyn std::error::Error>> {
    let patch = UserOauthTokenPatch::new()
        .name("Updated OAuth App Name")
        .description("Updated description")
        .default_role(Role::Edit)
        .status(TokenStatus::Inactive)
        .build()?;
    assert_eq!(
        serde_json::to_string(&patch)?,
        r#"{"name":"Updated OAuth App Name","description":"Updated description","defaultRole":"edit","status":"inactive"}"#
    );
    Ok(())
}

#[test]
fn the_order_of_the_setters_does_not_matter() {
    let patch = UserOauthTokenPatch::new()
        .status(TokenStatus::Inactive)
        .default_role(Role::Edit)
        .description("Updated description")
        .name("Updated OAuth App Name");
    assert!(json(&patch).starts_with(r#"{"name":"Updated OAuth App Name","description""#));
}

#[test]
fn an_empty_patch_says_nothing() {
    let patch = UserOauthTokenPatch::new().build().expect("nothing is required");
    assert_eq!(json(&patch), "{}");
    assert_eq!(patch, UserOauthTokenPatch::default());
}

#[test]
fn clearing_the_roles_is_said_and_leaving_them_is_not() {
    let cleared = UserOauthTokenPatch::new()
        .org_roles([])
        .build()
        .expect("no roles are right");
    assert_eq!(json(&cleared), r#"{"orgRoles":[]}"#);
    assert_ne!(cleared, UserOauthTokenPatch::new());
}

#[test]
fn an_empty_description_clears_it() {
    let patch = UserOauthTokenPatch::new()
        .description("")
        .build()
        .expect("it has no minLength");
    assert_eq!(json(&patch), r#"{"description":""}"#);
}

#[test]
fn setters_take_what_is_at_hand() {
    let (borrowed, owned, known) = ("a", String::from("a"), id());
    assert_eq!(
        UserOauthTokenPatch::new().name(borrowed),
        UserOauthTokenPatch::new().name(owned)
    );
    let roles = vec![OrgRole::new(known.clone(), Role::View)];
    assert_eq!(
        UserOauthTokenPatch::new().org_roles(roles.clone()),
        UserOauthTokenPatch::new().org_roles(roles.iter().cloned())
    );
}

#[test]
fn a_setter_that_is_called_twice_sets_the_last_value() {
    let patch = UserOauthTokenPatch::new().name("first").name("second");
    assert_eq!(json(&patch), r#"{"name":"second"}"#);
}

#[test]
fn roles_of_all_depths_are_built() {
    let orgs = [
        OrgRole::new(id(), Role::Collaborate)
            .application_roles([ResourceRole::new(id(), ResourceAccess::View)])
            .dashboard_roles([]),
        OrgRole::new(OrgId::Sandbox, Role::None),
    ];
    let patch = UserOauthTokenPatch::new()
        .org_roles(orgs)
        .build()
        .expect("a right patch");
    let expected = r#"{"orgRoles":[{"orgId":"ID","role":"collaborate","applicationRoles":[{"resourceId":"ID","role":"view"}],"dashboardRoles":[]},{"orgId":"sandbox","role":"none"}]}"#;
    assert_eq!(json(&patch), expected.replace("ID", ID));
}

#[test]
fn the_role_of_a_token_goes_into_a_patch() {
    let token: UserOauthToken = serde_json::from_str(
        r#"{"defaultRole":"view","orgRoles":[{"orgId":"sandbox","role":"edit"}],"status":"active"}"#,
    )
    .expect("a token");
    let patch = UserOauthTokenPatch::new()
        .default_role(token.default_role.expect("a role"))
        .org_roles(token.org_roles.expect("roles"))
        .status(token.status.expect("a status"));
    assert_eq!(
        json(&patch),
        r#"{"defaultRole":"view","orgRoles":[{"orgId":"sandbox","role":"edit"}],"status":"active"}"#
    );
}

#[test]
fn an_empty_name_is_refused() {
    assert_eq!(
        refused(UserOauthTokenPatch::new().name("")),
        [["/name", "minLength", "at least 1 character", "\"\""]]
    );
}

#[test]
fn a_name_may_have_as_many_code_points_as_documented_and_no_more() {
    let most = limit("userOauthTokenPatch.json", "/properties/name/maxLength");
    assert!(UserOauthTokenPatch::new().name("💩".repeat(most)).build().is_ok());
    let violations = refused(UserOauthTokenPatch::new().name("💩".repeat(most + 1)));
    let [[pointer, keyword, limit, found]] = &violations[..] else {
        panic!("{violations:?}")
    };
    assert_eq!((pointer.as_str(), keyword.as_str()), ("/name", "maxLength"));
    assert_eq!(*limit, format!("at most {most} characters"));
    assert!(found.contains(&format!("{} characters", most + 1)), "{found}");
    assert!(found.chars().count() < 100, "a long text is cut short: {found}");
}

#[test]
fn one_role_too_many_is_refused() {
    let most = limit("userOauthTokenPatch.json", "/properties/orgRoles/maxItems");
    let roles = |count| std::iter::repeat_n(OrgRole::new(OrgId::Sandbox, Role::View), count);
    assert!(UserOauthTokenPatch::new().org_roles(roles(most)).build().is_ok());
    let violations = refused(UserOauthTokenPatch::new().org_roles(roles(most + 1)));
    let (limit, found) = (
        format!("at most {most} items"),
        format!("an array of {} items", most + 1),
    );
    assert_eq!(violations, [["/orgRoles", "maxItems", &*limit, &*found]]);
}

#[test]
fn one_application_too_many_is_refused_at_its_place() {
    let place = "/properties/orgRoles/items/properties/applicationRoles/maxItems";
    let most = limit("userOauthTokenPatch.json", place);
    let access = std::iter::repeat_n(ResourceRole::new(id(), ResourceAccess::None), most + 1);
    let orgs = [
        OrgRole::new(OrgId::Sandbox, Role::View),
        OrgRole::new(id(), Role::View).application_roles(access),
    ];
    let violations = refused(UserOauthTokenPatch::new().org_roles(orgs));
    let (limit, found) = (
        format!("at most {most} items"),
        format!("an array of {} items", most + 1),
    );
    assert_eq!(
        violations,
        [["/orgRoles/1/applicationRoles", "maxItems", &*limit, &*found]]
    );
}

#[test]
fn what_a_newer_server_sent_is_not_sent_back_unnoticed() {
    let role: Role = serde_json::from_str(r#""fromTheFuture""#).expect("any text");
    let roles = values("userOauthTokenPatch.json", "/properties/defaultRole/enum");
    let one_of = format!("one of \"{}\"", roles.join("\", \""));
    assert_eq!(
        refused(UserOauthTokenPatch::new().default_role(role)),
        [["/defaultRole", "enum", &*one_of, "\"fromTheFuture\""]]
    );
}

#[test]
fn all_that_is_wrong_is_reported_at_once() {
    let bad_id: ObjectId = serde_json::from_str(r#""short""#).expect("any text");
    let most = limit("userOauthTokenPatch.json", "/properties/description/maxLength");
    let patch = UserOauthTokenPatch::new()
        .name("")
        .description("x".repeat(most + 1))
        .org_roles([
            OrgRole::new(OrgId::Sandbox, Role::View).dashboard_roles([ResourceRole::new(bad_id, ResourceAccess::View)])
        ]);
    let places: Vec<(String, String)> = refused(patch)
        .into_iter()
        .map(|[pointer, keyword, ..]| (pointer, keyword))
        .collect();
    let expected = [
        ("/name", "minLength"),
        ("/description", "maxLength"),
        ("/orgRoles/0/dashboardRoles/0/resourceId", "pattern"),
    ];
    assert_eq!(
        places,
        expected.map(|(pointer, keyword)| (pointer.to_owned(), keyword.to_owned()))
    );
}

#[test]
fn a_violation_reads_as_a_sentence() {
    let violations = UserOauthTokenPatch::new().name("").build().expect_err("an empty name");
    assert_eq!(
        violations.to_string(),
        "/name: expected at least 1 character (minLength), found \"\""
    );
}

#[test]
fn fields_can_be_set_without_the_builder_and_are_checked_all_the_same() {
    let mut patch = UserOauthTokenPatch::new();
    patch.name = Some(String::new());
    let violations = patch.validate().expect_err("an empty name");
    assert_eq!(violations.as_slice().len(), 1);
    patch.name = None;
    assert_eq!(patch.validate(), Ok(()));
}

#[test]
fn a_struct_is_formatted_with_all_its_fields() {
    let patch = UserOauthTokenPatch::new().name("My OAuth App");
    let shown = format!("{patch:?}");
    assert!(
        shown.starts_with(r#"UserOauthTokenPatch { name: Some("My OAuth App"), description: "#),
        "{shown}"
    );
    assert!(shown.ends_with(": {} }"), "other properties come last: {shown}");
}
