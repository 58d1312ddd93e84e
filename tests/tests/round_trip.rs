//! Lossless: what the API documents, and what a newer server may send, comes back as it came.

mod documented;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use documented::values;
use losant::prelude::*;
use losant::types::{
    AuthorizationStatus, Error, OauthAuthorization, OauthScope, ObjectId, OrgId, OrgRole, ResourceAccess, Role,
    Success, TokenStatus, UserOauthToken, UserOauthTokenPatch,
};
use losant::{ExactError, Unknown};
use serde_json::Value;
use serde_json::value::RawValue;

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
const ID: &str = "575ec7417ae143cd83dc4a95";

/// The documented token, its properties in the order of the schema.
const TOKEN: &str = concat!(
    r#"{"id":"575ec7417ae143cd83dc4a95","oauthTokenId":"575ec7417ae143cd83dc4a95","name":"My OAuth App","#,
    r#""description":"OAuth application for automation","creationDate":"2016-06-13T04:00:00.000Z","#,
    r#""lastUpdated":"2016-06-13T04:00:00.000Z","defaultRole":"view","orgRoles":[],"#,
    r#""scope":["only.User.read","all.Application.read"],"status":"active","#,
    r#""oauth":{"client_id":"575ec8687ae143cd83dc4a97","client_name":"My OAuth Client","#,
    r#""client_uri":"https://example.com","logo_uri":"https://example.com/logo.png","#,
    r#""redirect_uri":"https://example.com/callback","authorizationStatus":"authorized"}}"#,
);

fn parse<T: Exact>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn json<T: Exact>(value: &T) -> String {
    serde_json::to_string(value).expect("every value is JSON")
}

/// The text comes back as it is, by both ways of parsing.
fn comes_back<T: Exact + PartialEq + Debug>(text: &str) {
    let liberal: T = parse(text);
    assert_eq!(json(&liberal), text);
    let exact = T::from_json_exact(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(exact, liberal);
}

/// The text comes back as it is, but the exact check does not let it pass.
fn comes_back_from_a_newer_server<T: Exact>(text: &str) {
    assert_eq!(json(&parse::<T>(text)), text);
    assert!(T::from_json_exact(text).is_err(), "{text} is not right by the schema");
}

mod documented_examples {
    use super::*;

    /// The `examples` of a schema file, as they stand there but for white space.
    fn examples(file: &str) -> Vec<String> {
        let path = Path::new(SCHEMAS).join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let schema: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).expect("a schema is an object");
        let examples: Vec<Box<RawValue>> = serde_json::from_str(schema["examples"].get()).expect("a list");
        assert!(!examples.is_empty(), "{file} documents no example");
        examples.iter().map(|example| compact(example.get())).collect()
    }

    /// JSON text without the white space around its tokens.
    fn compact(text: &str) -> String {
        let (mut inside, mut escaped) = (false, false);
        let kept = text.chars().filter(|character| {
            let is_blank = !inside && character.is_ascii_whitespace();
            if *character == '"' && !escaped {
                inside = !inside;
            }
            escaped = *character == '\\' && !escaped;
            !is_blank
        });
        kept.collect()
    }

    fn are_lossless<T: Exact + PartialEq + Debug>(file: &str) {
        for example in examples(file) {
            let value: Value = serde_json::from_str(&example).expect("JSON");
            let exact = T::from_json_exact(&example).unwrap_or_else(|error| panic!("{file}: {error}"));
            let back: Value = serde_json::from_str(&json(&exact)).expect("JSON");
            assert_eq!(back, value, "{file}");
            // The same by all other ways in.
            assert_eq!(parse::<T>(&example), exact);
            assert_eq!(serde_json::from_slice::<T>(example.as_bytes()).expect("a value"), exact);
            assert_eq!(
                serde_json::from_reader::<_, T>(example.as_bytes()).expect("a value"),
                exact
            );
            assert_eq!(serde_json::from_value::<T>(value).expect("a value"), exact);
        }
    }

    #[test]
    fn of_the_error_come_back_equal() {
        are_lossless::<Error>("error.json");
    }

    #[test]
    fn of_the_success_come_back_equal() {
        are_lossless::<Success>("success.json");
    }

    #[test]
    fn of_the_token_come_back_equal() {
        are_lossless::<UserOauthToken>("userOauthToken.json");
    }

    #[test]
    fn of_the_patch_come_back_equal() {
        are_lossless::<UserOauthTokenPatch>("userOauthTokenPatch.json");
    }

    #[test]
    fn in_the_order_of_the_schema_come_back_as_the_same_text() {
        for example in examples("error.json") {
            comes_back::<Error>(&example);
        }
        for example in examples("success.json") {
            comes_back::<Success>(&example);
        }
        for example in examples("userOauthTokenPatch.json") {
            comes_back::<UserOauthTokenPatch>(&example);
        }
        // The page shows the scopes of the token earlier than its schema does.
        comes_back::<UserOauthToken>(TOKEN);
        let documented: Vec<Value> = examples("userOauthToken.json")
            .iter()
            .map(|example| serde_json::from_str(example).expect("JSON"))
            .collect();
        assert_eq!(documented, [serde_json::from_str::<Value>(TOKEN).expect("JSON")]);
    }
}

mod presence {
    use super::*;

    #[test]
    fn absent_empty_and_filled_stay_apart_in_a_token() {
        for text in [
            "{}",
            r#"{"orgRoles":[]}"#,
            r#"{"orgRoles":[{"orgId":"sandbox","role":"view"}]}"#,
            r#"{"scope":[]}"#,
            r#"{"scope":["only.User.read"]}"#,
            r#"{"oauth":{}}"#,
            r#"{"oauth":{"resource":[]}}"#,
            r#"{"description":""}"#,
        ] {
            comes_back::<UserOauthToken>(text);
        }
        assert_eq!(parse::<UserOauthToken>("{}").org_roles, None);
        assert_eq!(parse::<UserOauthToken>(r#"{"orgRoles":[]}"#).org_roles, Some(vec![]));
    }

    #[test]
    fn absent_empty_and_filled_stay_apart_in_a_patch() {
        for text in [
            "{}",
            r#"{"orgRoles":[]}"#,
            r#"{"orgRoles":[{"orgId":"sandbox","role":"view"}]}"#,
            r#"{"orgRoles":[{"orgId":"sandbox","role":"view","applicationRoles":[]}]}"#,
            r#"{"description":""}"#,
        ] {
            comes_back::<UserOauthTokenPatch>(text);
        }
        assert_eq!(parse::<UserOauthTokenPatch>("{}").org_roles, None);
        assert_eq!(
            parse::<UserOauthTokenPatch>(r#"{"orgRoles":[]}"#).org_roles,
            Some(vec![])
        );
    }

    #[test]
    fn a_null_that_is_not_documented_counts_as_absent_but_is_a_violation() {
        let text = r#"{"name":null,"orgRoles":null,"oauth":{"client_name":null}}"#;
        let token: UserOauthToken = parse(text);
        assert_eq!((&token.name, &token.org_roles), (&None, &None));
        assert_eq!(json(&token), r#"{"oauth":{}}"#);
        assert_eq!(token.validate(), Ok(()));

        let error = UserOauthToken::from_json_exact(text).expect_err("null is none of the types");
        let places: Vec<(&str, &str)> = error
            .violations()
            .expect("violations")
            .iter()
            .map(|violation| (violation.pointer(), violation.keyword()))
            .collect();
        assert_eq!(
            places,
            [("/name", "type"), ("/orgRoles", "type"), ("/oauth/client_name", "type")]
        );
    }

    #[test]
    fn a_required_property_cannot_be_missing_or_null() {
        for text in [
            r#"{"role":"view"}"#,
            r#"{"orgId":null,"role":"view"}"#,
            "{}",
            "null",
            "[]",
        ] {
            assert!(serde_json::from_str::<OrgRole>(text).is_err(), "{text}");
            assert!(OrgRole::from_json_exact(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_order_of_properties_does_not_matter() {
        let backwards = r#"{"role":"edit","dashboardRoles":[{"role":"view","resourceId":"575ec7417ae143cd83dc4a95"}],"orgId":"sandbox"}"#;
        let forwards = r#"{"orgId":"sandbox","role":"edit","dashboardRoles":[{"resourceId":"575ec7417ae143cd83dc4a95","role":"view"}]}"#;
        assert_eq!(parse::<OrgRole>(backwards), parse::<OrgRole>(forwards));
        assert_eq!(
            OrgRole::from_json_exact(backwards).expect("a right value"),
            parse(forwards)
        );
        assert_eq!(json(&parse::<OrgRole>(backwards)), forwards);
    }
}

mod texts {
    use super::*;

    #[test]
    fn a_timestamp_comes_back_as_it_was_written() {
        for time in [
            "2016-06-13T04:00:00.000Z",
            "2016-06-13T04:00:00Z",
            "2016-06-13T04:00:00.0Z",
            "2016-06-13T04:00:00.123456789Z",
            "2016-06-13T06:00:00.500+02:00",
            "2016-06-13T04:00:00.000-00:00",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z",
        ] {
            comes_back::<UserOauthToken>(&format!(r#"{{"creationDate":"{time}"}}"#));
        }
        let token: UserOauthToken = parse(TOKEN);
        let created = token.creation_date.expect("a date");
        assert_eq!(created.as_str(), "2016-06-13T04:00:00.000Z");
        assert_eq!(created.unix_millis(), Some(1_465_790_400_000));
    }

    #[test]
    fn a_malformed_date_time_is_preserved_and_reported_by_the_exact_check() {
        for time in ["yesterday", "", "2016-06-31T04:00:00Z", "2016-06-13 04:00:00"] {
            let text = format!(r#"{{"creationDate":"{time}"}}"#);
            comes_back_from_a_newer_server::<UserOauthToken>(&text);
            let violations = parse::<UserOauthToken>(&text).validate().expect_err("it is reported");
            let [violation] = violations.as_slice() else {
                panic!("{violations}")
            };
            assert_eq!((violation.pointer(), violation.keyword()), ("/creationDate", "format"));
        }
    }

    #[test]
    fn an_id_keeps_its_case() {
        comes_back::<UserOauthToken>(r#"{"id":"575EC7417ae143CD83DC4A95"}"#);
        let [upper, lower]: [ObjectId; 2] = ["575EC7417AE143CD83DC4A95", ID].map(|id| id.parse().expect("an id"));
        assert_ne!(upper, lower);
    }

    #[test]
    fn any_unicode_survives() {
        for name in [
            r"\u0000",
            r"\u001f",
            r#"\""#,
            r"\\",
            "\u{2028}",
            "é",
            "e\u{301}",
            "💩",
            "\u{10ffff}",
            "\u{fffd}",
        ] {
            comes_back::<Error>(&format!(r#"{{"message":"{name}"}}"#));
        }
    }

    #[test]
    fn escapes_are_read_as_what_they_stand_for() {
        let error: Error = parse(r#"{"messag\u0065":"\ud83d\udca9\/\u0041"}"#);
        assert_eq!(error.message.as_deref(), Some("💩/A"));
        assert_eq!(json(&error), r#"{"message":"💩/A"}"#);
    }
}

mod unknown_properties {
    use super::*;

    #[test]
    fn survive_on_open_types() {
        comes_back::<Error>(r#"{"type":"NotFound","details":{"b":[1,{}],"a":null}}"#);
        comes_back::<Success>(r#"{"success":true,"":""}"#);
        comes_back::<UserOauthToken>(
            r#"{"name":"x","oauth":{"client_id":"575ec8687ae143cd83dc4a97","x":[]},"new":false}"#,
        );
        comes_back::<OauthAuthorization>(r#"{"client_secret_hint":"…"}"#);
    }

    #[test]
    fn can_be_read_and_changed() {
        let mut error: Error = parse(r#"{"message":"x","code":17}"#);
        assert_eq!(error.additional_properties["code"].to_string(), "17");
        error.additional_properties.insert("code".to_owned(), 18.into());
        assert_eq!(json(&error), r#"{"message":"x","code":18}"#);
        assert_eq!(error.validate(), Ok(()));
    }

    #[test]
    fn keep_numbers_as_they_are_written() {
        for number in [
            "1",
            "1.0",
            "1.00",
            "-0",
            "-0.0",
            "0.1",
            "0.10",
            "1E400",
            "1e-400",
            "1E+2",
            "9007199254740993",
            "18446744073709551616",
            "123456789012345678901234567890.123456789012345678901234567890",
        ] {
            comes_back::<Error>(&format!(r#"{{"number":{number}}}"#));
            comes_back::<Error>(&format!(r#"{{"deep":[{{"number":[{number}]}}]}}"#));
        }
    }

    #[test]
    fn keep_the_order_and_names_of_what_is_inside() {
        comes_back::<Error>(r#"{"x":{"z":1,"a":2,"":3,"$serde_json::private::RawValue":"1"}}"#);
    }

    #[test]
    fn are_preserved_in_closed_types_and_are_a_violation() {
        let patch = r#"{"name":"x","new":{"a":[1,2]}}"#;
        assert_eq!(json(&parse::<UserOauthTokenPatch>(patch)), patch);
        let violations = parse::<UserOauthTokenPatch>(patch)
            .validate()
            .expect_err("a property that is not listed");
        assert_eq!(violations.as_slice()[0].pointer(), "/new");
        let error = UserOauthTokenPatch::from_json_exact(patch).expect_err("a property that is not listed");
        let violation = &error.violations().expect("violations").as_slice()[0];
        assert_eq!(
            (violation.pointer(), violation.keyword()),
            ("/new", "additionalProperties")
        );

        let role = r#"{"orgId":"sandbox","role":"view","until":"2030-01-01"}"#;
        assert_eq!(json(&parse::<OrgRole>(role)), role);
        assert!(OrgRole::from_json_exact(role).is_err());
        assert!(parse::<OrgRole>(role).validate().is_err());
    }

    #[test]
    fn are_dropped_in_one_call() {
        let patch = r#"{"name":"x","orgRoles":[{"orgId":"sandbox","role":"view","until":1}],"new":{"a":[1,2]}}"#;
        let known = parse::<UserOauthTokenPatch>(patch).without_unknown();
        assert_eq!(
            json(&known),
            r#"{"name":"x","orgRoles":[{"orgId":"sandbox","role":"view"}]}"#
        );
        known.validate().expect("a patch without what the schema does not list");
    }
}

mod unknown_values {
    use super::*;

    #[test]
    fn come_back_unchanged() {
        comes_back_from_a_newer_server::<UserOauthToken>(r#"{"defaultRole":"fromTheFuture"}"#);
        comes_back_from_a_newer_server::<UserOauthToken>(r#"{"status":"Active"}"#);
        comes_back_from_a_newer_server::<UserOauthToken>(r#"{"scope":["only.User.read","all.Everything",""]}"#);
        comes_back_from_a_newer_server::<UserOauthToken>(r#"{"oauth":{"authorizationStatus":"fromTheFuture"}}"#);
        comes_back_from_a_newer_server::<UserOauthTokenPatch>(r#"{"orgRoles":[{"orgId":"playground","role":"x"}]}"#);
    }

    #[test]
    fn limits_that_the_server_raised_are_no_error() {
        comes_back_from_a_newer_server::<UserOauthToken>(r#"{"id":"not-an-object-id"}"#);
        comes_back_from_a_newer_server::<UserOauthToken>(&format!(r#"{{"name":"{}"}}"#, "x".repeat(300)));
        let role = r#"{"orgId":"sandbox","role":"view"}"#;
        comes_back_from_a_newer_server::<UserOauthToken>(&format!(r#"{{"orgRoles":[{}]}}"#, [role; 26].join(",")));
        comes_back_from_a_newer_server::<UserOauthToken>(r#"{"scope":["only.User.read","only.User.read"]}"#);
        comes_back_from_a_newer_server::<Success>(r#"{"success":false}"#);
    }

    #[test]
    fn are_told_from_known_ones() {
        let role: Role = parse(r#""fromTheFuture""#);
        let Role::Unknown(unknown) = &role else {
            panic!("{role:?}")
        };
        assert_eq!(unknown.as_str(), "fromTheFuture");
        assert_eq!(
            (role.as_str(), role.to_string().as_str()),
            ("fromTheFuture", "fromTheFuture")
        );
        assert!(
            "fromTheFuture".parse::<Role>().is_err(),
            "FromStr takes documented values only"
        );
    }

    #[test]
    fn cannot_be_built_from_a_known_one() {
        for known in Role::KNOWN {
            assert_eq!(Unknown::<Role>::new(known.as_str()).as_ref(), Err(known));
        }
        assert!(Unknown::<OauthScope>::new("only.User.read").is_err());
        assert!(Unknown::<TokenStatus>::new("active").is_err());
        assert!(Unknown::<ResourceAccess>::new("none").is_err());
        assert!(Unknown::<AuthorizationStatus>::new("pending").is_err());
        assert_eq!(Unknown::<OrgId>::new("sandbox"), Err(OrgId::Sandbox));
        assert_eq!(Unknown::<OrgId>::new(ID), Err(OrgId::Id(ID.parse().expect("an id"))));
        assert!(Unknown::<Role>::new("Admin").is_ok(), "case matters");
        assert!(Unknown::<Role>::new("").is_ok());
    }

    #[test]
    fn are_equal_if_and_only_if_they_are_the_same_on_the_wire() {
        let texts = ["admin", "edit", "none", "Admin", "fromTheFuture", "", "admin "];
        let roles = texts.map(|text| parse::<Role>(&format!("{text:?}")));
        for (role, text) in roles.iter().zip(texts) {
            for (other, other_text) in roles.iter().zip(texts) {
                assert_eq!(role == other, text == other_text, "{text:?} {other_text:?}");
            }
        }
    }

    #[test]
    fn every_known_value_has_its_variant_and_comes_back() {
        fn check<E: OpenEnum + Exact + PartialEq + Debug + std::str::FromStr<Err = losant::UnknownValue>>(place: &str) {
            let texts: Vec<&str> = E::KNOWN.iter().map(OpenEnum::as_str).collect();
            assert_eq!(texts, values("userOauthToken.json", place));
            for known in E::KNOWN {
                let text = format!("{:?}", known.as_str());
                assert_eq!(&parse::<E>(&text), known);
                assert_eq!(known.as_str().parse::<E>().as_ref(), Ok(known));
                assert_eq!(json(known), text);
                assert_eq!(known.validate(), Ok(()));
            }
        }
        const ENTRY: &str = "/properties/orgRoles/items/properties";
        check::<Role>("/properties/defaultRole/enum");
        check::<ResourceAccess>(&format!("{ENTRY}/applicationRoles/items/properties/role/enum"));
        check::<OauthScope>("/properties/scope/items/enum");
        check::<TokenStatus>("/properties/status/enum");
        check::<AuthorizationStatus>("/properties/oauth/properties/authorizationStatus/enum");
        check::<OrgId>(&format!("{ENTRY}/orgId/oneOf/1/enum"));
    }

    #[test]
    fn an_organization_is_an_id_the_sandbox_or_something_newer() {
        assert_eq!(parse::<OrgId>(r#""sandbox""#), OrgId::Sandbox);
        assert_eq!(
            parse::<OrgId>(&format!("{ID:?}")),
            OrgId::Id(ID.parse().expect("an id"))
        );
        assert!(matches!(parse::<OrgId>(r#""Sandbox""#), OrgId::Unknown(_)));
        assert!(matches!(
            parse::<OrgId>(r#""575ec7417ae143cd83dc4a9""#),
            OrgId::Unknown(_)
        ));
    }
}

#[test]
fn one_role_serves_token_and_patch() {
    let token: UserOauthToken =
        parse(r#"{"defaultRole":"fromTheFuture","orgRoles":[{"orgId":"sandbox","role":"admin"}]}"#);
    let mut patch = UserOauthTokenPatch::new();
    patch.default_role = token.default_role;
    patch.org_roles = token.org_roles;
    assert_eq!(
        json(&patch),
        r#"{"defaultRole":"fromTheFuture","orgRoles":[{"orgId":"sandbox","role":"admin"}]}"#
    );
    let role: Option<Role> = patch
        .org_roles
        .and_then(|roles| roles.into_iter().next())
        .map(|role| role.role);
    assert_eq!(role, Some(Role::Admin));
}

mod hostile_text {
    use super::*;

    /// Both ways of parsing refuse it, the exact one as text that is no proper JSON.
    fn refused<T: Exact + Debug>(text: &str) {
        let start = text.chars().take(60).collect::<String>();
        assert!(serde_json::from_str::<T>(text).is_err(), "Deserialize takes {start}");
        refused_exactly::<T>(text);
    }

    fn refused_exactly<T: Exact + Debug>(text: &str) {
        let start = text.chars().take(60).collect::<String>();
        match T::from_json_exact(text) {
            Err(ExactError::Syntax(_)) => {}
            other => panic!("from_json_exact gives {other:?} for {start}"),
        }
    }

    #[test]
    fn duplicate_keys_are_refused() {
        refused::<UserOauthToken>(r#"{"name":"a","name":"b"}"#);
        refused::<UserOauthToken>(r#"{"name":"a","name":"a"}"#);
        refused::<UserOauthToken>(r#"{"name":"a","n\u0061me":"b"}"#);
        refused::<UserOauthToken>(r#"{"name":null,"name":"b"}"#);
        refused::<UserOauthToken>(r#"{"new":1,"new":2}"#);
        refused::<UserOauthToken>(r#"{"new":{"a":1,"a":2}}"#);
        refused::<UserOauthToken>(r#"{"oauth":{"x":1,"x":2}}"#);
        refused::<UserOauthTokenPatch>(r#"{"orgRoles":[{"orgId":"sandbox","role":"view","role":"view"}]}"#);
        refused::<UserOauthTokenPatch>(r#"{"new":1,"new":2}"#);
        refused::<UserOauthTokenPatch>(r#"{"new":{"a":1,"a":2}}"#);
    }

    #[test]
    fn deep_nesting_is_refused_quickly() {
        let start = Instant::now();
        for open in ["[", r#"{"a":"#] {
            let deep = open.repeat(1_000_000);
            refused::<UserOauthToken>(&format!(r#"{{"new":{deep}"#));
            refused::<UserOauthToken>(&format!(r#"{{"orgRoles":{deep}"#));
            refused::<UserOauthToken>(&format!(r#"{{"name":{deep}"#));
            refused::<UserOauthTokenPatch>(&format!(r#"{{"new":{deep}"#));
            refused::<UserOauthTokenPatch>(&deep);
        }
        let closed = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        refused::<UserOauthToken>(&format!(r#"{{"new":{closed}}}"#));
        refused_exactly::<UserOauthTokenPatch>(&format!(r#"{{"new":{closed}}}"#));
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }

    #[test]
    fn nesting_that_occurs_is_taken() {
        let inside = format!("{}{}", "[".repeat(100), "]".repeat(100));
        comes_back::<UserOauthToken>(&format!(r#"{{"new":{inside}}}"#));
    }

    #[test]
    fn half_a_surrogate_pair_is_refused() {
        for half in [r"\ud83d", r"\udca9", r"\ud83d\ud83d", r"\ud83dx"] {
            refused::<Error>(&format!(r#"{{"message":"{half}"}}"#));
            refused::<Error>(&format!(r#"{{"new":"{half}"}}"#));
            refused::<Error>(&format!(r#"{{"{half}":1}}"#));
        }
    }

    #[test]
    fn text_that_is_no_json_is_refused() {
        for text in [
            "",
            " ",
            "{",
            r#"{"name":"a"}}"#,
            r#"{"name":"a"} x"#,
            r#"{"name":"a",}"#,
            r#"{name:"a"}"#,
            r#"{"name":'a'}"#,
            "{\"name\":\"\t\"}",
            r#"{"name":NaN}"#,
            r#"{"new":01}"#,
            r#"{"new":+1}"#,
            r#"{"new":.5}"#,
            "\u{feff}{}",
        ] {
            refused::<UserOauthToken>(text);
        }
    }

    #[test]
    fn a_huge_number_costs_nothing() {
        let start = Instant::now();
        comes_back::<Error>(&format!(r#"{{"new":1e{}}}"#, "9".repeat(100_000)));
        comes_back::<Error>(&format!(r#"{{"new":{}}}"#, "9".repeat(1_000_000)));
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}
