//! Parameters that are lists or of several types.

use http::Request;
use typewright_runtime::Json;
use typewright_runtime::endpoint::{Endpoint as _, Rejection};
use typewright_runtime::http::RequestError;

use super::reports::endpoints::Request as AnyRequest;
use super::reports::endpoints::report::{Latest, Search};
use super::reports::types::{Milestone, StringOrBool, StringOrInteger, Title, XLevel};
use super::{assert_arrives, came, refused, sent};

fn search() -> Search {
    Search::new(vec!["a,b".to_owned(), "c/d".to_owned()], level("1"))
}

fn level(json: &str) -> XLevel {
    XLevel(Json::parse(json).expect("it is JSON"))
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// What is wrong with a request.
fn said(search: &Search) -> String {
    match refused(search) {
        RequestError::Invalid(violations) => violations.to_string(),
        other => panic!("its values are wrong, not {other}"),
    }
}

#[test]
fn values_of_several_types_are_sent_as_their_text_and_arrive_as_what_they_are() {
    let search = search()
        .milestone(Milestone::Integer(7.into()))
        .draft(StringOrBool::Bool(true))
        .author(vec![
            StringOrInteger::Integer(1.into()),
            StringOrInteger::String("a&b".to_owned()),
        ])
        .x_tags(texts(&["new", "old one"]));
    assert_eq!(
        search.url(),
        "https://eu.example.com/v2/reports/of/a%2Cb,c%2Fd?milestone=7&draft=true&author=1&author=a%26b"
    );
    let http = sent(&search);
    assert_eq!(http.headers()["x-level"], "1");
    assert_eq!(http.headers()["x-tags"], "new,old one");
    assert_arrives(&search);
    for milestone in ["*", "100", "", "1e", "null"] {
        assert_arrives(&search.clone().milestone(Milestone::String(milestone.to_owned())));
    }
    for level_text in [r#""auto""#, "2"] {
        assert_arrives(&Search::new(texts(&["x"]), level(level_text)));
    }
}

#[test]
fn a_value_that_would_arrive_as_another_one_is_not_sent() {
    for (wrong, expected) in [
        (
            search().milestone(Milestone::String("7".to_owned())),
            r#"/query/milestone: expected a value that is not read as 7 (style), found "7""#,
        ),
        (
            search().draft(StringOrBool::String("true".to_owned())),
            r#"/query/draft: expected a value that is not read as true (style), found "true""#,
        ),
        (
            search().author(vec![StringOrInteger::String("7".to_owned())]),
            r#"/query/author: expected a value that is not read as [7] (style), found ["7"]"#,
        ),
        (
            search().author(Vec::new()),
            "/query/author: expected a value with items or properties (nothing is sent for an empty one) (style), found []",
        ),
        (
            search().x_tags(texts(&["a,b"])),
            r#"/header/X-Tags: expected a value that is not read as ["a","b"] (style), found ["a,b"]"#,
        ),
    ] {
        assert_eq!(said(&wrong), expected);
    }
    // What the schema forbids is said by its own keyword.
    let too_long = said(&search().milestone(Milestone::String("too long a text".to_owned())));
    assert!(too_long.contains("maxLength"), "{too_long}");
    assert!(matches!(
        refused(&Search::new(texts(&[]), level("1"))),
        RequestError::Path { segment } if segment == "{kinds}"
    ));
}

#[test]
fn a_list_may_stand_where_one_of_its_items_may() {
    let title = |title: Title| search().title(title);
    for (title, query) in [
        (title(Title::String("a".to_owned())), "title=a"),
        (title(Title::Array(texts(&["a", "7"]))), "title=a&title=7"),
        (title(Title::String(String::new())), "title="),
    ] {
        assert!(title.url().ends_with(&format!("?{query}")), "{}", title.url());
        assert_arrives(&title);
    }
    assert_eq!(
        said(&title(Title::Array(texts(&["a"])))),
        r#"/query/title: expected a value that is not read as "a" (style), found ["a"]"#
    );
    assert!(said(&title(Title::Array(texts(&[])))).contains("nothing is sent for an empty one"));
}

#[test]
fn a_list_has_the_separator_of_its_style_and_no_item_that_holds_it() {
    let near = |near: &[f64]| {
        let near = near.iter().map(|&number| number.into());
        search().near(near.collect::<Vec<losant::Number>>())
    };
    let right = near(&[1.5, -2.0]).not(texts(&["a b", "c,d"]));
    assert!(
        right.url().ends_with("?near=1.5%20-2.0&not=a%20b%7Cc%2Cd"),
        "{}",
        right.url()
    );
    assert_arrives(&right);
    assert_arrives(&near(&[]).not(texts(&[])));
    assert_eq!(
        said(&search().not(texts(&["a|b"]))),
        r#"/query/not: expected a value that is not read as ["a","b"] (style), found ["a|b"]"#
    );
    let request = Request::get("/v2/reports/of/a%2Cb,c%2Fd?near=1.5+-2.0&not=a%20b|c,d").header("x-level", "1");
    assert_eq!(came(request, "").expect("it is right"), right.into());
}

#[test]
fn items_of_which_nothing_is_said_are_any_scalar() {
    let any = |json: &str| {
        let items: Vec<Json> = serde_json::from_str(json).expect("it is JSON");
        search().any(items)
    };
    let right = any(r#"["a,b", 1.50, true, "007", ""]"#);
    assert!(right.url().ends_with("?any=a%2Cb,1.50,true,007,"), "{}", right.url());
    assert_arrives(&right);
    assert_arrives(&any("[]"));
    for wrong in [r#"["7"]"#, "[null]", "[[]]", "[{}]", r#"[""]"#] {
        assert!(said(&any(wrong)).starts_with("/query/any: expected a "), "{wrong}");
    }
}

#[test]
fn what_no_type_of_a_value_allows_is_turned_down() {
    let search = |query: &str, level: &str| {
        let request = Request::get(format!("/v2/reports/of/x?{query}")).header("x-level", level);
        came(request, "")
    };
    assert!(search("milestone=1000", "1").is_ok(), "it is a text of 4 characters");
    for (query, level) in [("milestone=too%20long%20a%20text", "1"), ("", "3"), ("", "automatic")] {
        assert!(
            matches!(search(query, level), Err(Rejection::Parameter { error: Some(_), .. })),
            "{query}, {level}"
        );
    }
}

#[test]
fn a_header_that_comes_in_several_lines_is_one_list() {
    let request = Request::get("/v2/reports/of/x")
        .header("x-level", "auto")
        .header("x-tags", "a, b")
        .header("x-tags", "c");
    let expected = Search::new(texts(&["x"]), level(r#""auto""#)).x_tags(texts(&["a", "b", "c"]));
    assert_eq!(
        came(request, "").expect("it is right"),
        AnyRequest::ReportSearch(expected)
    );
}

#[test]
fn a_query_in_the_path_is_sent_and_tells_actions_apart() {
    let latest = Latest::new().tag("a b");
    assert_eq!(latest.url(), "https://eu.example.com/v2/reports?latest=true&tag=a%20b");
    assert_arrives(&latest);
    assert_arrives(&Latest::new());
    let find = came(Request::get("/v2/reports?latest=false&page=1"), "").expect("it is right");
    assert!(matches!(find, AnyRequest::ReportFind(_)), "{find:?}");
}
