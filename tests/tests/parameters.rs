//! Every style of a parameter, in requests of generated code: `parameters/openapi.yaml`.

use http::Request;
use parameters::endpoints::Request as AnyRequest;
use parameters::endpoints::styles::{Adjacent, Constant, Document, Heads, Label, Matrix, Pages, Query, Simple};
use parameters::types::{Colour, Filter, Nested, Pageable, Sort};
use typewright_runtime::Exact;
use typewright_runtime::endpoint::{Descriptor, Endpoint, ParameterPlace, ParameterStyle};
use typewright_runtime::http::{RequestError, Token, Tokens, receive, to_http_with};

#[allow(dead_code, missing_docs)]
mod parameters {
    include!(concat!(env!("OUT_DIR"), "/parameters/mod.rs"));
}

fn http<E: Endpoint>(request: &E) -> Result<Request<bytes::Bytes>, RequestError> {
    let tokens = Tokens::new().with("key", Token::key("s3cr3t").expect("a key"));
    to_http_with(request, None, &tokens)
}

/// Path and query of a request, which arrives as it was sent.
fn sent<E: Endpoint + Clone + Into<AnyRequest>>(request: &E) -> String {
    let http = http(request).unwrap_or_else(|error| panic!("{error}"));
    let target = http.uri().path_and_query().expect("a path").to_string();
    let received: AnyRequest = receive(&http).unwrap_or_else(|error| panic!("{target}: {error}"));
    assert_eq!(received, request.clone().into(), "{target}");
    let target = target.strip_prefix("/v1").expect("the path of the server");
    target
        .trim_end_matches("api_key=s3cr3t")
        .trim_end_matches(['?', '&'])
        .to_owned()
}

fn refused<E: Endpoint>(request: &E) -> String {
    match http(request) {
        Err(error @ (RequestError::Invalid(_) | RequestError::Path { .. })) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// A value as a newer server may have it.
fn sort(text: &str) -> Sort {
    serde_json::from_value(text.into()).expect("every string is preserved")
}

fn colour() -> Colour {
    Colour::new().r(100).g(1.5).name("a,b=c")
}

#[test]
fn path_parameters_are_written_in_each_style() {
    assert_eq!(
        sent(&Simple::new("blue", words(["a,b", "c.d"]), colour(), colour())),
        "/simple/blue/a%2Cb,c.d/R,100,G,1.5,name,a%2Cb%3Dc/R=100,G=1.5,name=a%2Cb%3Dc"
    );
    assert_eq!(
        sent(&Label::new(
            5,
            words(["a", "b.c"]),
            words(["a", "b"]),
            Colour::new().r(1),
            Colour::new().name("x;y")
        )),
        "/label/.5/.a,b.c/.a.b/.R,1/.name=x%3By"
    );
    assert_eq!(
        sent(&Matrix::new(
            "",
            words(["a", "b"]),
            words(["a;b", "c"]),
            colour(),
            Colour::new().r(1).name("")
        )),
        "/matrix/;one/;list=a,b/;words=a%3Bb;words=c/;object=R,100,G,1.5,name,a%2Cb%3Dc/;R=1;name"
    );
}

#[test]
fn path_parameters_that_would_be_read_differently_are_refused() {
    let label = |list: Vec<String>, object: Colour| Label::new(5, words(["a"]), list, object.clone(), object);
    assert_eq!(
        refused(&label(words(["a.b"]), Colour::new().r(1))),
        r#"/path/words: expected a value that is not read as ["a","b"] (style), found ["a.b"]"#
    );
    // Clients resolve the segment `.` as a step.
    assert!(refused(&label(words(["a"]), Colour::new())).contains("would change the path"));
    let matrix = Matrix::new("a", words(["a"]), words([]), Colour::new().r(1), Colour::new().r(1));
    assert_eq!(
        refused(&matrix),
        "/path/words: expected a value that arrives: the parameter words is not serialized in its documented style (style), \
         found []"
    );
}

#[test]
fn adjacent_parameters_are_told_apart_or_refused() {
    assert_eq!(sent(&Document::new("a,b", "tar.gz")), "/document;id=a%2Cb.tar.gz");
    assert_eq!(
        refused(&Document::new("a.b", "json")),
        r#"/path/id: expected a value that is not read as ";id=a" in document{id}{format} (path), found ";id=a.b""#
    );
}

#[test]
fn the_first_of_two_parameters_with_nothing_between_them_is_one_character() {
    assert_eq!(sent(&Adjacent::new("x", "yz")), "/adjacent/xyz");
    assert_eq!(sent(&Adjacent::new("é", "/")), "/adjacent/%C3%A9%2F");
    assert_eq!(
        refused(&Adjacent::new("xy", "z")),
        r#"/path/a: expected a value that is not read as "x" in {a}{b} (path), found "xy""#
    );
    assert!(!refused(&Adjacent::new("x", "")).is_empty() && !refused(&Adjacent::new("", "x")).is_empty());
}

#[test]
fn query_parameters_are_written_in_each_style() {
    for (request, expected) in [
        (Query::new().comma(colour()), "comma=R,100,G,1.5,name,a%2Cb%3Dc"),
        (
            Query::new().space(colour()),
            "space=R%20100%20G%201.5%20name%20a%2Cb%3Dc",
        ),
        (Query::new().pipe(colour()), "pipe=R%7C100%7CG%7C1.5%7Cname%7Ca%2Cb%3Dc"),
        (Query::new().pipes(words(["a", "b c"])), "pipes=a%7Cb%20c"),
        (Query::new().comma(Colour::new()), "comma="),
        (
            Query::new().address("https://a.example/?b=c;d&e#f"),
            "address=https://a.example/?b=c;d%26e%23f",
        ),
        (Query::new().sort(Sort::Desc), "sort=desc"),
        (Query::new().sort(sort("")), "sort="),
        (
            Query::new()
                .limit(5)
                .spread([("a".to_owned(), "1".to_owned()), ("b[c]".to_owned(), "&".to_owned())]),
            "limit=5&a=1&b%5Bc%5D=%26",
        ),
        (
            Query::new().json(Nested::from_json_exact(r#"{"text":"é","deeper":[{}]}"#).expect("it is right")),
            "json=%7B%22text%22%3A%22%C3%A9%22%2C%22deeper%22%3A%5B%7B%7D%5D%7D",
        ),
    ] {
        assert_eq!(sent(&request), format!("/query?{expected}"));
    }
}

#[test]
fn an_object_does_not_take_the_names_of_other_parameters() {
    for name in ["limit", "api_key", "comma", "json"] {
        let spread = [(name.to_owned(), "5".to_owned())];
        let error = refused(&Query::new().spread(spread));
        assert!(error.starts_with("/query/spread: expected a value with"), "{error}");
    }
    assert!(!refused(&Query::new().sort(sort("up"))).is_empty());
}

#[test]
fn objects_beside_each_other_have_their_own_properties() {
    assert_eq!(sent(&Pages::new(Pageable::new())), "/pages");
    assert_eq!(
        sent(
            &Pages::new(Pageable::new().page(2).sort(words(["a", "b,c"])))
                .filter(Filter::new().name("n").tags(words(["x"])))
        ),
        "/pages?name=n&tags=x&page=2&sort=a&sort=b%2Cc"
    );
    let empty = Pages::new(Pageable::new()).filter(Filter::new());
    assert!(refused(&empty).contains("nothing is sent for an empty one"));
    let mut other = Pageable::new();
    other.additional_properties.insert("name".to_owned(), "taken".into());
    assert!(!refused(&Pages::new(other)).is_empty());
}

#[test]
fn headers_and_cookies_hold_arrays_objects_and_json() {
    let nested = || Nested::from_json_exact(r#"{"text":"é\u0000; ,"}"#).expect("it is right");
    let request = Heads::new()
        .x_list(words(["a", "b c"]))
        .x_object(Colour::new().r(1).name("n"))
        .x_exploded(Colour::new().r(1).name("n"))
        .x_json(nested())
        .words(words(["a;b", "c"]))
        .joined(Colour::new().r(2))
        .colour(colour())
        .json(nested());
    assert_eq!(sent(&request), "/heads");
    let http = http(&request).expect("it is right");
    let header = |name: &str| http.headers()[name].to_str().expect("ASCII").to_owned();
    assert_eq!(header("x-list"), "a,b c");
    assert_eq!(header("x-object"), "R,1,name,n");
    assert_eq!(header("x-exploded"), "R=1,name=n");
    assert_eq!(header("x-json"), r#"{"text":"\u00e9\u0000; ,"}"#);
    assert_eq!(
        header("cookie"),
        "words=a%3Bb; words=c; joined=R,2; R=100; G=1.5; name=a%2Cb%3Dc; \
         json=%7B%22text%22%3A%22%C3%A9%5Cu0000%3B%20%2C%22%7D"
    );
    for object in [Colour::new().name("a,b"), Colour::new().name(" a")] {
        assert!(!refused(&Heads::new().x_object(object.clone())).is_empty());
        assert!(!refused(&Heads::new().x_exploded(object)).is_empty());
    }
}

#[test]
fn the_metadata_has_styles_that_are_not_the_default() {
    let style = |name: &str| {
        let mut parameters = Label::METADATA.parameters_in(ParameterPlace::Path);
        let parameter = parameters.find(|parameter| parameter.name == name).expect(name);
        (parameter.style, parameter.explode)
    };
    assert_eq!(style("list"), (Some(ParameterStyle::Label), None));
    assert_eq!(style("words"), (Some(ParameterStyle::Label), Some(true)));
    assert_eq!(Query::METADATA.parameters[0].explode, Some(false));
    assert_eq!(Simple::METADATA.parameters[0].style, None);
}

#[test]
fn a_parameter_with_one_allowed_value_is_no_argument() {
    let request = Constant::new();
    assert_eq!(request, Constant::default());
    assert_eq!(sent(&request), "/constant?revision=2");
    let http = http(&request).expect("it is valid");
    assert_eq!(http.headers()["x-version"], "v1");
    assert_eq!(sent(&request.clone().beta()), "/constant?revision=2&beta=true");

    let mut newer = request;
    newer.x_version = "v2".into();
    assert_eq!(
        refused(&newer),
        "/header/X-Version: expected \"v1\" (enum), found \"v2\""
    );
}
