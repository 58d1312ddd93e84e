//! The facts of the documentation page, one by one, in the metadata and in the documentation of the generated code.

#[path = "support/shell.rs"]
mod shell;

use std::fs;
use std::path::Path;

use losant::endpoint::{Header, Metadata, Method, Parameter, ParameterPlace, Response, Status};
use losant::endpoints::user_oauth_token::{Delete, Get, Patch};
use losant::prelude::*;
use losant::types::{Error, ObjectId, Success, UserOauthToken, UserOauthTokenPatch};

const GENERATED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../generated/endpoints/user_oauth_token.rs"
);
const ID: &str = "575ec7417ae143cd83dc4a95";
const BODY: &str =
    r#"{"name":"Updated OAuth App Name","description":"Updated description","defaultRole":"edit","status":"inactive"}"#;

/// What the page says of one action.
struct Page {
    heading: &'static str,
    metadata: &'static Metadata,
    method: Method,
    summary: &'static str,
    scopes: &'static [&'static str],
    success: Answer,
}

/// Code, type and description of an answer.
struct Answer(u16, &'static str, &'static str);

/// The same for all three.
const ERRORS: [Answer; 2] = [
    Answer(400, "Error", "Error if malformed request"),
    Answer(404, "Error", "Error if OAuth token was not found"),
];

const PAGES: [Page; 3] = [
    Page {
        heading: "Delete",
        metadata: Delete::METADATA,
        method: Method::Delete,
        summary: "Deletes an OAuth Token",
        scopes: &["all.User", "only.User", "userOauthToken.*", "userOauthToken.delete"],
        success: Answer(200, "Success", "If OAuth token was successfully deleted"),
    },
    Page {
        heading: "Get",
        metadata: Get::METADATA,
        method: Method::Get,
        summary: "Retrieves information on an OAuth token",
        scopes: &[
            "all.User",
            "all.User.bounded",
            "all.User.read",
            "only.User",
            "only.User.bounded",
            "only.User.read",
            "userOauthToken.*",
            "userOauthToken.get",
        ],
        success: Answer(200, "User OAuth Token", "OAuth token information"),
    },
    Page {
        heading: "Patch",
        metadata: Patch::METADATA,
        method: Method::Patch,
        summary: "Updates information about an OAuth token",
        scopes: &["all.User", "only.User", "userOauthToken.*", "userOauthToken.patch"],
        success: Answer(200, "User OAuth Token", "Updated OAuth token information"),
    },
];

fn id() -> ObjectId {
    ID.parse().expect("24 hexadecimal digits")
}

/// An id that only a newer server could have sent: `Deserialize` takes any text.
fn odd_id(text: &str) -> ObjectId {
    serde_json::from_value(text.into()).expect("any text")
}

#[test]
fn method_url_and_summary() {
    for Page {
        heading,
        metadata,
        method,
        summary,
        ..
    } in PAGES
    {
        assert_eq!(metadata.method, method, "{heading}");
        assert_eq!(metadata.method.as_str(), heading.to_uppercase());
        assert_eq!(metadata.summary, summary, "{heading}");
        assert_eq!(metadata.server, "https://api.losant.com", "{heading}");
        assert_eq!(metadata.path, "/me/oauth-tokens/{oauthTokenId}", "{heading}");
        // The page writes OAUTH_TOKEN_ID for the parameter.
        let shown = metadata.path.replace("{oauthTokenId}", "OAUTH_TOKEN_ID");
        assert_eq!(
            format!("{}{shown}", metadata.server),
            "https://api.losant.com/me/oauth-tokens/OAUTH_TOKEN_ID"
        );
    }
    let mut ids = PAGES.map(|page| page.metadata.operation_id);
    ids.sort_unstable();
    assert_eq!(
        ids,
        ["userOauthToken.delete", "userOauthToken.get", "userOauthToken.patch"]
    );
}

#[test]
fn scopes_in_their_order() {
    for Page {
        heading,
        metadata,
        scopes,
        ..
    } in PAGES
    {
        assert_eq!(metadata.scopes(), scopes, "{heading}");
    }
}

#[test]
fn any_one_of_the_scopes_suffices() {
    let all = [
        "all.User",
        "all.User.bounded",
        "all.User.read",
        "only.User",
        "only.User.bounded",
        "only.User.read",
    ];
    let own = [
        "userOauthToken.*",
        "userOauthToken.delete",
        "userOauthToken.get",
        "userOauthToken.patch",
    ];
    let others = [
        "",
        "all",
        "User",
        "all.user",
        "all.User.",
        "all.Application.read",
        "userOauthTokens.get",
        "*",
    ];
    for Page {
        heading,
        metadata,
        scopes,
        ..
    } in PAGES
    {
        for scope in all.iter().chain(&own).chain(&others) {
            let documented = scopes.contains(scope);
            assert_eq!(metadata.allows([scope]), documented, "{heading}: {scope:?}");
            assert_eq!(
                metadata.allows(["devices.get", scope]),
                documented,
                "{heading}: {scope:?} beside another"
            );
        }
        assert!(!metadata.allows(others), "{heading}");
        assert!(metadata.allows(scopes), "{heading}");
        let none: [&str; 0] = [];
        assert!(!metadata.allows(none), "{heading}: a token without scopes");
        // Whatever a scope list is made of.
        let owned: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        assert!(metadata.allows(&owned) && metadata.allows(owned), "{heading}");
    }
}

#[test]
fn the_path_component() {
    for Page { heading, metadata, .. } in PAGES {
        let [parameter] = metadata.parameters else {
            panic!("{heading} has one path parameter")
        };
        let Parameter {
            name,
            display_name,
            description,
            required,
            example,
            pattern,
            ..
        } = parameter;
        assert_eq!(*name, "oauthTokenId", "{heading}");
        assert_eq!(*display_name, Some("OAUTH_TOKEN_ID"), "{heading}");
        assert_eq!(*example, Some("575ec7417ae143cd83dc4a95"), "{heading}");
        assert_eq!(*pattern, Some("^[A-Fa-f\\d]{24}$"), "{heading}");
        assert!(*required, "{heading}");
        // "ID associated with the OAuth token", in our own words.
        let description = description.to_lowercase();
        assert!(
            description.contains("oauth token") && description.contains("id"),
            "{heading}: {description}"
        );
        assert_eq!(parameter.place, ParameterPlace::Path, "{heading}");
    }
}

#[test]
fn the_header() {
    for Page { heading, metadata, .. } in PAGES {
        let [header] = metadata.headers else {
            panic!("{heading} has one documented header")
        };
        let Header {
            name,
            required,
            description,
            default,
            ..
        } = header;
        assert_eq!((*name, *required, *default), ("Authorization", true, None), "{heading}");
        // "The token for authenticating the request, prepended with Bearer", in our own words.
        assert!(
            description.contains("token") && description.contains("Bearer"),
            "{heading}: {description}"
        );
    }
}

#[test]
fn the_body_of_a_patch() {
    for Page { heading, metadata, .. } in PAGES {
        assert_eq!(metadata.request_body.is_some(), heading == "Patch", "{heading}");
    }
    let body = Patch::METADATA.request_body.expect("a body");
    assert_eq!(body.title, "User OAuth Token Patch");
    assert_eq!(body.type_name, "UserOauthTokenPatch");
    assert_eq!(body.schema, "userOauthTokenPatch.json");
    assert_eq!(body.media_type, "application/json");
    assert!(body.required);
    let example = body.example.expect("an example");
    assert_eq!(example, BODY);
    let patch = UserOauthTokenPatch::from_json_exact(example).expect("the example is right by its schema");
    assert_eq!(serde_json::to_string(&patch).expect("JSON"), BODY);
}

#[test]
fn answers_with_status_type_and_description() {
    for Page {
        heading,
        metadata,
        success,
        ..
    } in PAGES
    {
        same_answers(heading, metadata.successes, &[success]);
        same_answers(heading, metadata.errors, &ERRORS);
        for answer in metadata.successes.iter().chain(metadata.errors) {
            let Status::Code(code) = answer.status else {
                panic!("{heading}: {answer:?}")
            };
            assert_eq!(metadata.response(code), Some(answer), "{heading}");
        }
        for code in [201, 204, 401, 500] {
            assert_eq!(metadata.response(code), None, "{heading}: {code} is not documented");
        }
    }
}

fn same_answers(heading: &str, answers: &[Response], documented: &[Answer]) {
    assert_eq!(answers.len(), documented.len(), "{heading}");
    for (answer, Answer(code, title, description)) in answers.iter().zip(documented) {
        assert_eq!(answer.status, Status::Code(*code), "{heading}");
        assert_eq!(answer.title, *title, "{heading} {code}");
        assert_eq!(answer.description, *description, "{heading} {code}");
        let (type_name, schema) = match *title {
            "Success" => ("Success", "success.json"),
            "User OAuth Token" => ("UserOauthToken", "userOauthToken.json"),
            _ => ("Error", "error.json"),
        };
        assert_eq!(
            (answer.type_name, answer.schema),
            (type_name, schema),
            "{heading} {code}"
        );
    }
}

#[test]
fn a_request_is_tied_to_its_answers() {
    fn answers<E: Endpoint<Response = R, Error = X>, R, X>(_: &E) {}
    answers::<_, Success, Error>(&Delete::new(id()));
    answers::<_, UserOauthToken, Error>(&Get::new(id()));
    answers::<_, UserOauthToken, Error>(&Patch::new(id(), UserOauthTokenPatch::new()));
}

#[test]
fn the_path_holds_the_id() {
    let path = format!("/me/oauth-tokens/{ID}");
    assert_eq!(Delete::new(id()).path(), path);
    assert_eq!(Get::new(id()).path(), path);
    let request = Patch::new(id(), UserOauthTokenPatch::new());
    assert_eq!(request.path(), path);
    assert_eq!(request.query(), "");
    assert_eq!(request.url(), format!("https://api.losant.com{path}"));
}

#[test]
fn whatever_stands_in_an_id_stays_in_its_segment() {
    for (id, segment) in [
        ("a/b", "a%2Fb"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("100%", "100%25"),
        ("%2F", "%252F"),
        ("a b", "a%20b"),
        ("a+b", "a%2Bb"),
        ("é", "%C3%A9"),
        ("漢💩", "%E6%BC%A2%F0%9F%92%A9"),
        ("\0\r\n\t\u{7f}", "%00%0D%0A%09%7F"),
        ("\r\nHost: evil", "%0D%0AHost%3A%20evil"),
        ("\\", "%5C"),
        (
            "a:b@c;d,e=f&g$h!i'j(k)l*m[n]",
            "a%3Ab%40c%3Bd%2Ce%3Df%26g%24h%21i%27j%28k%29l%2Am%5Bn%5D",
        ),
        ("\"<>`{|}^", "%22%3C%3E%60%7B%7C%7D%5E"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("...", "..."),
        ("AZaz09-._~", "AZaz09-._~"),
        ("{oauthTokenId}", "%7BoauthTokenId%7D"),
    ] {
        let path = format!("/me/oauth-tokens/{segment}");
        assert_eq!(Delete::new(odd_id(id)).path(), path, "{id:?}");
        assert_eq!(Get::new(odd_id(id)).path(), path, "{id:?}");
        assert_eq!(
            Patch::new(odd_id(id), UserOauthTokenPatch::new()).path(),
            path,
            "{id:?}"
        );
        assert!(path.is_ascii() && path.matches('/').count() == 3, "{path}");
    }
}

#[test]
fn a_request_is_checked_as_a_whole() {
    assert_eq!(Get::new(id()).validate(), Ok(()));
    let body = UserOauthTokenPatch::new().name("").org_roles([]);
    let violations = Patch::new(odd_id("a/b"), body).validate().expect_err("two violations");
    let places: Vec<_> = violations
        .iter()
        .map(|violation| (violation.pointer(), violation.keyword()))
        .collect();
    assert_eq!(places, [("/path/oauthTokenId", "pattern"), ("/body/name", "minLength")]);
    // An empty id would be another URL altogether.
    assert!(Delete::new(odd_id("")).validate().is_err());
}

#[test]
fn the_documentation_does_without_the_page() {
    for Page {
        heading,
        metadata,
        summary,
        scopes,
        success,
        ..
    } in PAGES
    {
        let docs = documentation(heading);
        // A sentence may stand on two lines.
        let docs = docs.split_whitespace().collect::<Vec<&str>>().join(" ");
        let has = |text: &str| {
            assert!(
                docs.contains(text),
                "the documentation of {heading} lacks {text:?}:
{docs}"
            );
        };
        has(&format!("{summary}."));
        has(&format!(
            "{} https://api.losant.com/me/oauth-tokens/{{oauthTokenId}}",
            metadata.method
        ));
        for scope in scopes {
            has(&format!("`{scope}`"));
        }
        has("`OAUTH_TOKEN_ID`");
        has(metadata.parameters[0].description);
        has("`Authorization`");
        has("`Bearer`");
        has(metadata.headers[0].description);
        for Answer(code, _, description) in ERRORS.iter().chain([&success]) {
            has(&code.to_string());
            has(description);
        }
    }
}

#[test]
fn the_curl_command_works() {
    for Page { heading, metadata, .. } in PAGES {
        let words = shell::words(&curl(heading));
        assert_eq!(words[0], "curl", "{heading}");
        assert_eq!(after(&words, "-X"), [metadata.method.as_str()], "{heading}");
        let mut headers = vec![
            "Accept-Version: ^1.30.0",
            "Accept: application/json",
            "Authorization: Bearer YOUR_API_ACCESS_TOKEN",
        ];
        if metadata.request_body.is_some() {
            headers.push("Content-Type: application/json");
        }
        let mut given = after(&words, "-H");
        given.sort_unstable();
        assert_eq!(given, headers, "{heading}");
        let body: &[&str] = if heading == "Patch" { &[BODY] } else { &[] };
        assert_eq!(after(&words, "-d"), body, "{heading}");
        assert_eq!(
            words.last().map(String::as_str),
            Some(Get::new(id()).url().as_str()),
            "{heading}"
        );
        let options = words.iter().filter(|word| word.starts_with('-')).count();
        assert_eq!(
            words.len(),
            2 + 2 * options,
            "{heading}: nothing else stands in {words:?}"
        );
    }
}

/// The documentation of a generated struct, without the slashes.
fn documentation(name: &str) -> String {
    let path = Path::new(GENERATED);
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (before, _) = source
        .split_once(&format!("pub struct {name} {{"))
        .unwrap_or_else(|| panic!("{} has no struct {name}", path.display()));
    let lines: Vec<&str> = before
        .lines()
        .rev()
        .skip_while(|line| line.starts_with("#["))
        .map_while(|line| line.strip_prefix("///"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    assert!(!lines.is_empty(), "{name} has no documentation");
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

/// The command in a struct's documentation.
fn curl(name: &str) -> String {
    let docs = documentation(name);
    let (_, block) = docs.split_once("```sh\n").expect("a block of shell code");
    let (command, _) = block.split_once("\n```").expect("the end of the block");
    command.to_owned()
}

/// The arguments that follow an option.
fn after<'a>(words: &'a [String], option: &str) -> Vec<&'a str> {
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs
        .filter(|(word, _)| *word == option)
        .map(|(_, next)| next.as_str())
        .collect()
}
