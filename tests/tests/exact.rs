//! The exact check: every keyword of the four schemas, broken once, is reported with its place.

mod documented;

use documented::limit;
use losant::prelude::*;
use losant::types::{Error, ObjectId, OrgId, Success, UserOauthToken, UserOauthTokenPatch};
use losant::{ExactError, Violations};

const ID: &str = "575ec7417ae143cd83dc4a95";

/// What is wrong with a text: pointer and keyword of each violation.
fn wrong<T: Exact + std::fmt::Debug>(text: &str) -> Vec<(String, &'static str)> {
    match T::from_json_exact(text) {
        Err(ExactError::Violations(violations)) => places(&violations),
        other => panic!("{text} gives {other:?}"),
    }
}

fn places(violations: &Violations) -> Vec<(String, &'static str)> {
    let all = violations.iter();
    all.map(|violation| (violation.pointer().to_owned(), violation.keyword()))
        .collect()
}

/// One violation, at this place and of this keyword, by `from_json_exact` and, if the value can be held, by `validate`.
#[track_caller]
fn breaks<T: Exact + std::fmt::Debug>(text: &str, pointer: &str, keyword: &'static str) {
    let expected = vec![(pointer.to_owned(), keyword)];
    assert_eq!(wrong::<T>(text), expected, "{text}");
    if let Ok(value) = serde_json::from_str::<T>(text)
        && serde_json::to_string(&value).expect("JSON") == text
    {
        let violations = value.validate().expect_err(text);
        assert_eq!(places(&violations), expected, "{text}, as a typed value");
    }
}

#[track_caller]
fn right<T: Exact>(text: &str) {
    if let Err(error) = T::from_json_exact(text) {
        panic!("{text}: {error}");
    }
}

#[test]
fn error_keywords() {
    for text in ["[]", "null", "1", "\"\"", "true"] {
        breaks::<Error>(text, "", "type");
    }
    breaks::<Error>(r#"{"type":404}"#, "/type", "type");
    breaks::<Error>(r#"{"message":["x"]}"#, "/message", "type");
    right::<Error>("{}");
}

#[test]
fn success_keywords() {
    breaks::<Success>("[]", "", "type");
    breaks::<Success>(r#"{"success":false}"#, "/success", "enum");
    for text in [r#"{"success":"true"}"#, r#"{"success":1}"#, r#"{"success":null}"#] {
        assert_eq!(
            wrong::<Success>(text),
            [("/success".to_owned(), "type"), ("/success".to_owned(), "enum")],
            "{text}"
        );
    }
    right::<Success>(r#"{"success":true}"#);
}

#[test]
fn types_of_the_token() {
    breaks::<UserOauthToken>("[]", "", "type");
    for property in ["name", "description"] {
        breaks::<UserOauthToken>(&format!(r#"{{"{property}":1}}"#), &format!("/{property}"), "type");
    }
    for property in ["orgRoles", "scope"] {
        breaks::<UserOauthToken>(&format!(r#"{{"{property}":{{}}}}"#), &format!("/{property}"), "type");
    }
    for property in ["id", "oauthTokenId", "creationDate", "lastUpdated", "expirationDate"] {
        breaks::<UserOauthToken>(&format!(r#"{{"{property}":1}}"#), &format!("/{property}"), "type");
    }
    for property in ["defaultRole", "status"] {
        let pointer = format!("/{property}");
        let expected = [(pointer.clone(), "type"), (pointer, "enum")];
        assert_eq!(wrong::<UserOauthToken>(&format!(r#"{{"{property}":1}}"#)), expected);
    }
    breaks::<UserOauthToken>(r#"{"oauth":"x"}"#, "/oauth", "type");
    breaks::<UserOauthToken>(r#"{"orgRoles":["x"]}"#, "/orgRoles/0", "type");
    breaks::<UserOauthToken>(r#"{"oauth":{"resource":"x:y"}}"#, "/oauth/resource", "type");
    breaks::<UserOauthToken>(r#"{"oauth":{"resource":["x:y",1]}}"#, "/oauth/resource/1", "type");
    for property in ["client_id", "client_name", "client_uri", "logo_uri", "redirect_uri"] {
        breaks::<UserOauthToken>(
            &format!(r#"{{"oauth":{{"{property}":1}}}}"#),
            &format!("/oauth/{property}"),
            "type",
        );
    }
}

#[test]
fn patterns() {
    for property in ["id", "oauthTokenId"] {
        let pointer = format!("/{property}");
        for wrong in [
            "",
            "575ec7417ae143cd83dc4a9",
            "575ec7417ae143cd83dc4a955",
            "575ec7417ae143cd83dc4a9g",
            " 575ec7417ae143cd83dc4a9",
            "575ec7417ae143cd83dc4a95\\n",
            "\\n575ec7417ae143cd83dc4a95",
            // A digit, but not an ASCII one: `\d` is [0-9] in ECMA-262.
            "575ec7417ae143cd83dc4a9٣",
        ] {
            breaks::<UserOauthToken>(&format!(r#"{{"{property}":"{wrong}"}}"#), &pointer, "pattern");
        }
        right::<UserOauthToken>(&format!(r#"{{"{property}":"ABCDEFabcdef0123456789AB"}}"#));
    }
    let org =
        r#"{"orgRoles":[{"orgId":"sandbox","role":"view","applicationRoles":[{"resourceId":"x","role":"view"}]}]}"#;
    breaks::<UserOauthToken>(org, "/orgRoles/0/applicationRoles/0/resourceId", "pattern");
    let org = org.replace("applicationRoles", "dashboardRoles");
    breaks::<UserOauthTokenPatch>(&org, "/orgRoles/0/dashboardRoles/0/resourceId", "pattern");
}

#[test]
fn lengths_in_code_points() {
    fn limits<T: Exact + std::fmt::Debug>(before: &str, after: &str, pointer: &str, least: usize, most: usize) {
        let text = |length: usize, with: &str| format!("{before}{}{after}", with.repeat(length));
        for with in ["x", "é", "漢", "💩"] {
            right::<T>(&text(most, with));
            breaks::<T>(&text(most + 1, with), pointer, "maxLength");
            right::<T>(&text(least, with));
            if least > 0 {
                breaks::<T>(&text(least - 1, with), pointer, "minLength");
            }
        }
    }
    let (token, patch) = ("userOauthToken.json", "userOauthTokenPatch.json");
    let most = |file, property: &str| limit(file, &format!("/properties/{property}/maxLength"));
    let least = |file, property: &str| limit(file, &format!("/properties/{property}/minLength"));
    let (name, description) = (r#"{"name":""#, r#"{"description":""#);
    limits::<UserOauthToken>(name, r#""}"#, "/name", least(token, "name"), most(token, "name"));
    limits::<UserOauthTokenPatch>(name, r#""}"#, "/name", least(patch, "name"), most(patch, "name"));
    limits::<UserOauthToken>(description, r#""}"#, "/description", 0, most(token, "description"));
    limits::<UserOauthTokenPatch>(description, r#""}"#, "/description", 0, most(patch, "description"));
    for (property, least) in [
        ("client_id", least(token, "oauth/properties/client_id")),
        ("client_name", 0),
        ("client_uri", 0),
        ("logo_uri", 0),
    ] {
        let before = format!(r#"{{"oauth":{{"{property}":""#);
        let most = most(token, &format!("oauth/properties/{property}"));
        limits::<UserOauthToken>(&before, r#""}}"#, &format!("/oauth/{property}"), least, most);
    }
    let uri = |length: usize| format!("x:{}", "y".repeat(length - 2));
    for (before, after, pointer, property) in [
        (
            r#"{"oauth":{"redirect_uri":""#,
            r#""}}"#,
            "/oauth/redirect_uri",
            "redirect_uri",
        ),
        (
            r#"{"oauth":{"resource":[""#,
            r#""]}}"#,
            "/oauth/resource/0",
            "resource/items",
        ),
    ] {
        let most = most(token, &format!("oauth/properties/{property}"));
        right::<UserOauthToken>(&format!("{before}{}{after}", uri(most)));
        breaks::<UserOauthToken>(&format!("{before}{}{after}", uri(most + 1)), pointer, "maxLength");
    }
}

#[test]
fn formats() {
    for property in ["creationDate", "lastUpdated", "expirationDate"] {
        for time in [
            "2016-06-13",
            "2016-06-13T04:00:00",
            "2016-06-31T04:00:00Z",
            "yesterday",
            "",
        ] {
            breaks::<UserOauthToken>(
                &format!(r#"{{"{property}":"{time}"}}"#),
                &format!("/{property}"),
                "format",
            );
        }
    }
    for uri in ["example.com/callback", "/callback", "https://a b", ""] {
        breaks::<UserOauthToken>(
            &format!(r#"{{"oauth":{{"redirect_uri":"{uri}"}}}}"#),
            "/oauth/redirect_uri",
            "format",
        );
        breaks::<UserOauthToken>(
            &format!(r#"{{"oauth":{{"resource":["a:b","{uri}"]}}}}"#),
            "/oauth/resource/1",
            "format",
        );
    }
    // These two hold URIs, but the schema does not demand it.
    right::<UserOauthToken>(r#"{"oauth":{"client_uri":"not a uri","logo_uri":"data:"}}"#);
}

#[test]
fn values() {
    breaks::<UserOauthToken>(r#"{"defaultRole":"fromTheFuture"}"#, "/defaultRole", "enum");
    breaks::<UserOauthToken>(r#"{"status":"ACTIVE"}"#, "/status", "enum");
    breaks::<UserOauthToken>(r#"{"scope":["only.User.read","all.User"]}"#, "/scope/1", "enum");
    breaks::<UserOauthToken>(
        r#"{"oauth":{"authorizationStatus":""}}"#,
        "/oauth/authorizationStatus",
        "enum",
    );
    breaks::<UserOauthTokenPatch>(r#"{"defaultRole":"fromTheFuture"}"#, "/defaultRole", "enum");
    breaks::<UserOauthTokenPatch>(r#"{"status":"fromTheFuture"}"#, "/status", "enum");
    let org = r#"{"orgRoles":[{"orgId":"sandbox","role":"guest"}]}"#;
    breaks::<UserOauthTokenPatch>(org, "/orgRoles/0/role", "enum");
    // An application knows fewer roles than an organization.
    let org = format!(
        r#"{{"orgRoles":[{{"orgId":"sandbox","role":"admin","applicationRoles":[{{"resourceId":"{ID}","role":"admin"}}]}}]}}"#
    );
    breaks::<UserOauthTokenPatch>(&org, "/orgRoles/0/applicationRoles/0/role", "enum");
}

#[test]
fn counts_of_items() {
    let role = r#"{"orgId":"sandbox","role":"view"}"#;
    let roles = |count| format!(r#"{{"orgRoles":[{}]}}"#, vec![role; count].join(","));
    let most = limit("userOauthToken.json", "/properties/orgRoles/maxItems");
    right::<UserOauthToken>(&roles(most));
    breaks::<UserOauthToken>(&roles(most + 1), "/orgRoles", "maxItems");
    let most = limit("userOauthTokenPatch.json", "/properties/orgRoles/maxItems");
    right::<UserOauthTokenPatch>(&roles(most));
    breaks::<UserOauthTokenPatch>(&roles(most + 1), "/orgRoles", "maxItems");
    let access = format!(r#"{{"resourceId":"{ID}","role":"none"}}"#);
    for property in ["applicationRoles", "dashboardRoles"] {
        let org = |count| {
            let items = vec![access.as_str(); count].join(",");
            format!(r#"{{"orgRoles":[{{"orgId":"{ID}","role":"view","{property}":[{items}]}}]}}"#)
        };
        let place = format!("/properties/orgRoles/items/properties/{property}/maxItems");
        let most = limit("userOauthToken.json", &place);
        right::<UserOauthToken>(&org(most));
        breaks::<UserOauthToken>(&org(most + 1), &format!("/orgRoles/0/{property}"), "maxItems");
        let most = limit("userOauthTokenPatch.json", &place);
        breaks::<UserOauthTokenPatch>(&org(most + 1), &format!("/orgRoles/0/{property}"), "maxItems");
    }
}

#[test]
fn unique_items() {
    breaks::<UserOauthToken>(
        r#"{"scope":["only.User.read","only.User.read"]}"#,
        "/scope",
        "uniqueItems",
    );
    right::<UserOauthToken>(r#"{"scope":["only.User.read","all.Application.read"]}"#);
    // The other arrays may hold an item twice.
    right::<UserOauthToken>(r#"{"oauth":{"resource":["a:b","a:b"]}}"#);
}

#[test]
fn required_properties() {
    breaks::<UserOauthTokenPatch>(r#"{"orgRoles":[{"role":"view"}]}"#, "/orgRoles/0", "required");
    breaks::<UserOauthToken>(r#"{"orgRoles":[{"orgId":"sandbox"}]}"#, "/orgRoles/0", "required");
    assert_eq!(
        wrong::<UserOauthToken>(r#"{"orgRoles":[{}]}"#),
        [
            ("/orgRoles/0".to_owned(), "required"),
            ("/orgRoles/0".to_owned(), "required")
        ]
    );
    for missing in [r#"{"role":"view"}"#, &format!(r#"{{"resourceId":"{ID}"}}"#)] {
        for property in ["applicationRoles", "dashboardRoles"] {
            let org = format!(r#"{{"orgRoles":[{{"orgId":"sandbox","role":"view","{property}":[{missing}]}}]}}"#);
            breaks::<UserOauthTokenPatch>(&org, &format!("/orgRoles/0/{property}/0"), "required");
        }
    }
}

#[test]
fn properties_that_are_not_listed() {
    breaks::<UserOauthTokenPatch>(r#"{"id":"x"}"#, "/id", "additionalProperties");
    breaks::<UserOauthTokenPatch>(r#"{"a/b~c":1}"#, "/a~1b~0c", "additionalProperties");
    breaks::<UserOauthTokenPatch>(r#"{"":1}"#, "/", "additionalProperties");
    let org = r#"{"orgRoles":[{"orgId":"sandbox","role":"view","Role":"view"}]}"#;
    breaks::<UserOauthToken>(org, "/orgRoles/0/Role", "additionalProperties");
    let access = format!(r#"{{"resourceId":"{ID}","role":"none","x":null}}"#);
    for property in ["applicationRoles", "dashboardRoles"] {
        let org = format!(r#"{{"orgRoles":[{{"orgId":"sandbox","role":"view","{property}":[{access}]}}]}}"#);
        breaks::<UserOauthToken>(&org, &format!("/orgRoles/0/{property}/0/x"), "additionalProperties");
    }
}

#[test]
fn exactly_one_kind_of_organization() {
    for org in ["playground", "", "575ec7417ae143cd83dc4a9"] {
        breaks::<UserOauthToken>(
            &format!(r#"{{"orgRoles":[{{"orgId":"{org}","role":"view"}}]}}"#),
            "/orgRoles/0/orgId",
            "oneOf",
        );
    }
    assert_eq!(
        wrong::<UserOauthToken>(r#"{"orgRoles":[{"orgId":1,"role":"view"}]}"#),
        [("/orgRoles/0/orgId".to_owned(), "oneOf")]
    );
    let org: OrgId = serde_json::from_str(r#""playground""#).expect("any text");
    assert_eq!(
        places(&org.validate().expect_err("neither an id nor the sandbox")),
        [(String::new(), "oneOf")]
    );
}

#[test]
fn all_violations_are_reported_at_once_in_the_order_of_the_schema() {
    let text = r#"{
        "status": "gone",
        "scope": ["x", "only.User.read", "only.User.read"],
        "orgRoles": [
            {"orgId": "sandbox", "role": "view"},
            {"role": 1, "extra": true, "applicationRoles": [{"resourceId": "", "role": "admin"}]}
        ],
        "name": "",
        "id": 1,
        "oauth": {"client_id": "short", "redirect_uri": "nowhere", "authorizationStatus": null}
    }"#;
    let mut found = wrong::<UserOauthToken>(text);
    let mut expected = [
        ("/id", "type"),
        ("/name", "minLength"),
        ("/orgRoles/1", "required"),
        ("/orgRoles/1/role", "type"),
        ("/orgRoles/1/role", "enum"),
        ("/orgRoles/1/applicationRoles/0/resourceId", "pattern"),
        ("/orgRoles/1/applicationRoles/0/role", "enum"),
        ("/orgRoles/1/extra", "additionalProperties"),
        ("/scope/0", "enum"),
        ("/scope", "uniqueItems"),
        ("/status", "enum"),
        ("/oauth/client_id", "minLength"),
        ("/oauth/redirect_uri", "format"),
        ("/oauth/authorizationStatus", "type"),
        ("/oauth/authorizationStatus", "enum"),
    ]
    .map(|(pointer, keyword)| (pointer.to_owned(), keyword));
    assert_eq!(found, expected);
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "nothing is reported twice");
}

#[test]
fn what_is_found_is_shown_and_long_values_are_cut_short() {
    let name = "x".repeat(100_000);
    let error = UserOauthToken::from_json_exact(&format!(r#"{{"name":"{name}","id":"{name}","status":[1,2,3,4,5]}}"#));
    let message = error.expect_err("three violations").to_string();
    assert_eq!(message.lines().count(), 4, "{message}");
    assert!(message.len() < 1000, "{} bytes", message.len());
    assert!(
        message.contains("/id: expected ^[A-Fa-f\\d]{24}$ (pattern), found \"xxx"),
        "{message}"
    );
    assert!(
        message.contains("/status: expected string (type), found an array of 5 items"),
        "{message}"
    );
}

#[test]
fn a_violation_is_one_line_whatever_the_value_holds() {
    for key in [r"a\nb", r"a\rb", r"\u001b[2J", r"\u0085", r"\u2028", r"\u202e"] {
        let text = format!(r#"{{"{key}":"{key}","name":""}}"#);
        let error = UserOauthTokenPatch::from_json_exact(&text).unwrap_err();
        let said = error.to_string();
        assert_eq!(said.lines().count(), 2, "{said:?}");
        let is_plain = |c: char| c == '\n' || !(c.is_control() || matches!(c, '\u{2028}' | '\u{202e}'));
        assert!(said.chars().all(is_plain), "{said:?}");
        // The place itself is as it came.
        let key: String = serde_json::from_str(&format!("\"{key}\"")).unwrap();
        let pointer = format!("/{key}");
        let mut violations = error.violations().unwrap().iter();
        assert!(violations.any(|violation| violation.pointer() == pointer), "{said:?}");
    }
}

#[test]
fn a_typed_value_checks_itself() {
    let mut token: UserOauthToken = serde_json::from_str(r#"{"name":"x"}"#).expect("a token");
    assert_eq!(token.validate(), Ok(()));
    token.name = Some(String::new());
    token.id = serde_json::from_str(r#""x""#).expect("any text");
    let violations = token.validate().expect_err("two violations");
    assert_eq!(
        places(&violations),
        [("/id".to_owned(), "pattern"), ("/name".to_owned(), "minLength")]
    );
    let first = &violations.as_slice()[0];
    assert_eq!((first.limit(), first.found()), ("^[A-Fa-f\\d]{24}$", "\"x\""));
}

#[test]
fn a_property_that_is_set_twice_does_not_leave_unnoticed() {
    let mut token = UserOauthToken::new().name("x");
    token.additional_properties.insert("name".to_owned(), "y".into());
    assert!(
        token.validate().is_err(),
        "it would be sent as {}",
        serde_json::to_string(&token).expect("JSON")
    );
}

#[test]
fn an_id_is_checked_wherever_it_is_made_but_for_deserialize() {
    assert!(ID.parse::<ObjectId>().is_ok());
    assert!(ObjectId::try_from(ID).is_ok() && ObjectId::try_from(ID.to_owned()).is_ok());
    let violations = "x".parse::<ObjectId>().expect_err("no id");
    assert_eq!(places(&violations), [(String::new(), "pattern")]);
    assert!(serde_json::from_str::<ObjectId>(r#""x""#).is_ok());
    assert!(ObjectId::from_json_exact(r#""x""#).is_err());
}

#[test]
fn text_that_is_no_json_is_told_from_json_that_is_wrong() {
    let error = UserOauthToken::from_json_exact("{\n  \"name\": }").expect_err("no JSON");
    let ExactError::Syntax(syntax) = &error else {
        panic!("{error:?}")
    };
    assert_eq!((syntax.line(), syntax.column(), syntax.pointer()), (2, 11, "/name"));
    assert!(error.violations().is_none());
}
