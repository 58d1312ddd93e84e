//! Objects in the query, with brackets: `deepObject`, and `"x-style": "brackets"`.

use typewright_runtime::Exact;
use typewright_runtime::endpoint::{Endpoint, Rejection};
use typewright_runtime::http::Tokens;

use crate::api::endpoints::Request as AnyRequest;
use crate::api::endpoints::filters::Find;
use crate::api::types::Filter;
use crate::{received, sent};

fn filter(json: &str) -> Filter {
    Filter::from_json_exact(json).expect("it is a filter")
}

/// The query of a request, which is read back as the same request.
fn query(request: &Find) -> String {
    let query = request.query().replace("%5B", "[").replace("%5D", "]");
    let http = sent(request, &Tokens::new()).expect(&query);
    assert_eq!(received(http).expect(&query), request.clone().into(), "{query}");
    query
}

fn came(query: &str) -> Result<AnyRequest, Rejection> {
    let request = http::Request::get(format!("/v1/filters?{query}")).body(bytes::Bytes::new());
    received(request.expect("a request"))
}

#[test]
fn an_object_is_written_with_its_keys_in_brackets_and_read_back() {
    for (json, written) in [
        (r#"{"eq":"a&b","gt":5}"#, "filter[eq]=a%26b&filter[gt]=5"),
        (r#"{"eq":"5"}"#, "filter[eq]=5"),
        (r#"{"in":["a","b"]}"#, "filter[in][0]=a&filter[in][1]=b"),
        (r#"{"not":{"not":{"eq":""}}}"#, "filter[not][not][eq]="),
        (r#"{"in":["1"],"other":"x"}"#, "filter[in][0]=1&filter[other]=x"),
    ] {
        let request = Find::new().filter(filter(json));
        assert_eq!(query(&request), written);
        assert_eq!(query(&request.page(2)), format!("{written}&page=2"));
    }
    let written = "tags[0][key]=a&tags[0][value]=5&tags[1][key]=b";
    let Ok(AnyRequest::FiltersFind(read)) = came(written) else {
        panic!("it is an array of objects");
    };
    assert_eq!(query(&read), written);
}

#[test]
fn what_would_be_read_as_another_value_is_not_sent() {
    for json in ["{}", r#"{"in":[]}"#, r#"{"a][b":"x"}"#, r#"{"":"x"}"#] {
        let error = Find::new().filter(filter(json)).validate();
        let error = error.expect_err(json).to_string();
        assert!(error.starts_with("/query/filter: expected a value"), "{json}: {error}");
    }
}

#[test]
fn brackets_that_contradict_each_other_are_rejected() {
    for query in [
        "filter[eq]=a&filter=b",
        "filter[not]=a&filter[not][eq]=b",
        "filter[gt]=x",
    ] {
        let rejection = came(query).expect_err(query);
        assert_eq!(rejection.status(), 400, "{rejection}");
    }
    assert_eq!(
        came("other[eq]=a").expect("unknown parameters are ignored"),
        Find::new().into()
    );
}
