//! Numbers of a promised width: literals, exactness, and what JSON does not have.

use losant::{Exact, ExactError};

use crate::extra::types::Widths;

fn violation(error: ExactError) -> (String, &'static str) {
    let ExactError::Violations(violations) = error else {
        panic!("{error}")
    };
    let [violation] = violations.as_slice() else {
        panic!("{violations}")
    };
    (violation.pointer().to_owned(), violation.keyword())
}

#[test]
fn setters_take_literals_and_fields_compare_with_them() {
    let widths = Widths::new(80).counter(5).weight(0.25).steps([10, 15]);
    assert_eq!(widths.port, 80);
    assert_eq!((widths.counter, widths.weight), (Some(5), Some(0.25)));
    assert!(widths.validate().is_ok());
}

#[test]
fn an_integer_with_a_point_or_an_exponent_is_read() {
    let widths = Widths::from_json_exact(r#"{"port": 8.0e1, "steps": [1.5e1, 10.0]}"#).expect("these are integers");
    assert_eq!(
        serde_json::to_string(&widths).expect("it is JSON"),
        r#"{"port":80,"steps":[15,10]}"#
    );
    assert!(serde_json::from_str::<Widths>(r#"{"port": 80.5}"#).is_err());
}

#[test]
fn the_exact_check_judges_the_decimal_text_and_not_the_float() {
    let exact = |text: &str| Widths::from_json_exact(text).map(drop).map_err(violation);
    assert_eq!(exact(r#"{"port": 1, "weight": 0.3, "cents": 19.99}"#), Ok(()));
    let weight = exact(r#"{"port": 1, "weight": 0.30000000000000001}"#);
    assert_eq!(weight, Err(("/weight".to_owned(), "maximum")));
    let cents = exact(r#"{"port": 1, "cents": 19.990000000000000001}"#);
    assert_eq!(cents, Err(("/cents".to_owned(), "multipleOf")));
    let by_name = exact(r#"{"port": 1, "byName": {"a": 1000.0000000000000001}}"#);
    assert_eq!(by_name, Err(("/byName/a".to_owned(), "maximum")));
}

#[test]
fn a_float_that_json_does_not_have_is_reported_and_never_written() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for widths in [
            Widths::new(1).weight(float),
            Widths::new(1).cents(float),
            Widths::new(1).by_name([("a".to_owned(), float)]),
        ] {
            assert!(widths.validate().is_err(), "{widths:?}");
            assert!(serde_json::to_string(&widths).is_err(), "{widths:?}");
        }
    }
}

#[test]
fn a_number_out_of_range_is_an_error_that_does_not_show_it() {
    for text in [
        r#"{"port": 98765432109876543210}"#,
        r#"{"port": 1, "byName": {"a": 98765E400}}"#,
    ] {
        let error = serde_json::from_str::<Widths>(text).expect_err("it does not fit");
        assert!(!error.to_string().contains("98765"), "{error}");
    }
}
