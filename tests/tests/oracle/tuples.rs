//! Tuples: literals, and arrays of other lengths.

use losant::{Exact, Json, Violation};

use crate::extra::types::Tuples;

#[test]
fn setters_take_tuples_of_what_converts_into_the_items() {
    let tuples = Tuples::new().point((1, 2.5)).ports([Some(("http", 80.0).into())]);
    assert_eq!(tuples.validate(), Ok(()));
    let text = r#"{"point":[1,2.5],"ports":[["http",80.0]]}"#;
    assert_eq!(serde_json::to_string(&tuples).expect("it is JSON"), text);
    let point = tuples.point.as_ref().expect("it was set");
    assert_eq!((point.0.as_i64(), point.1.as_f64()), (Some(1), Some(2.5)));
}

#[test]
fn a_longer_array_of_a_newer_server_is_preserved_reported_and_dropped() {
    let text = r#"{"point":[1,2,3.0,{"new":null}],"only":[{"x":1,"y":2},[]]}"#;
    let tuples: Tuples = serde_json::from_str(text).expect("a newer server may send it");
    assert_eq!(serde_json::to_string(&tuples).expect("it is JSON"), text);
    let violations = tuples.validate().expect_err("it is not documented");
    let pointers = violations.as_slice().iter().map(Violation::pointer);
    assert_eq!(
        pointers.collect::<Vec<_>>(),
        ["/point/2", "/point/3", "/only/1", "/only/0/y"]
    );
    let known = tuples.without_unknown();
    assert_eq!(known.validate(), Ok(()));
    assert_eq!(
        serde_json::to_string(&known).expect("it is JSON"),
        r#"{"point":[1,2],"only":[{"x":1}]}"#
    );
}

#[test]
fn a_shorter_array_is_an_error_as_is_a_missing_property() {
    let error = serde_json::from_str::<Tuples>(r#"{"point":[1]}"#).expect_err("an item is missing");
    assert!(
        error
            .to_string()
            .starts_with("invalid length 1, expected an array of length 2"),
        "{error}"
    );
}

#[test]
fn an_array_whose_length_is_not_fixed_is_a_list() {
    let tuples: Tuples = serde_json::from_str(r#"{"row":["a"]}"#).expect("it is a row");
    assert_eq!(tuples.row, Some(vec![Json::from("a")]));
}
