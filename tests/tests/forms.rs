//! Form bodies: `application/x-www-form-urlencoded` of `bodies/openapi.yaml`.

use std::time::{Duration, Instant};

use bodies::endpoints::Request as AnyRequest;
use bodies::endpoints::customers::CreateCustomer;
use bodies::endpoints::filters::ApplyFilter;
use bodies::endpoints::tokens::Token;
use bodies::types::{Address, ApplyFilterForm, Customer, CustomerShipping, TokenForm};
use http::Request;
use typewright_runtime::endpoint::{Endpoint, Rejection};
use typewright_runtime::http::{receive, to_http};
use typewright_runtime::{Direction, Exact};

#[allow(dead_code, missing_docs)]
mod bodies {
    include!(concat!(env!("OUT_DIR"), "/bodies/mod.rs"));
}

fn customer(json: &str) -> Customer {
    Customer::from_json_exact_in(json, Direction::Request).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// The form that is sent for a customer.
fn sent(json: &str) -> String {
    let request =
        to_http(&CreateCustomer::new(customer(json)), None, None).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    String::from_utf8(request.into_body().to_vec()).expect("a form is text")
}

/// Why a customer is not sent.
fn refused(json: &str) -> String {
    let error = CreateCustomer::new(customer(json)).validate().expect_err(json);
    error.to_string()
}

fn received(path: &str, body: impl Into<Vec<u8>>) -> Result<AnyRequest, Rejection> {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    receive(&request.body(body.into()).expect("a request"))
}

fn received_customer(body: &str) -> Customer {
    match received("/v1/customers", body) {
        Ok(AnyRequest::CustomersCreateCustomer(request)) => request.body,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn each_field_is_written_as_its_encoding_says() {
    for (json, form) in [
        (
            r#"{"name":"a&b c","balance":-1.50,"active":true}"#,
            "name=a%26b+c&balance=-1.50&active=true",
        ),
        (r#"{"name":"","id":7,"tags":["x","y,z"]}"#, "name=&tags=x&tags=y%2Cz"),
        (
            r#"{"name":"n","codes":[1,2],"words":["a","b"],"marks":["a","b"]}"#,
            "name=n&codes=1,2&words=a+b&marks=a%7Cb",
        ),
        (
            r#"{"name":"n","address":{"city":"Zürich","floor":3}}"#,
            "name=n&address%5Bcity%5D=Z%C3%BCrich&address%5Bfloor%5D=3",
        ),
        (
            r#"{"name":"n","items":[{"price":5,"labels":["a","b"]},{"price":6}]}"#,
            "name=n&items%5B0%5D%5Bprice%5D=5&items%5B0%5D%5Blabels%5D%5B0%5D=a&items%5B0%5D%5Blabels%5D%5B1%5D=b\
             &items%5B1%5D%5Bprice%5D=6",
        ),
        (r#"{"name":"n","metadata":""}"#, "name=n&metadata="),
        (r#"{"name":"n","metadata":{"5":"6"}}"#, "name=n&metadata%5B5%5D=6"),
        (
            r#"{"name":"n","settings":{"theme":null}}"#,
            "name=n&settings=%7B%22theme%22%3Anull%7D",
        ),
        (
            r#"{"name":"n","history":[{"year":1},{}]}"#,
            "name=n&history=%7B%22year%22%3A1%7D&history=%7B%7D",
        ),
    ] {
        assert_eq!(sent(json), form, "{json}");
        let mut expected = customer(json);
        expected.id = None;
        assert_eq!(received_customer(form), expected, "{form}");
    }
}

#[test]
fn the_discriminator_of_an_object_in_brackets_decides_its_types() {
    let form = "name=n&shipping[kind]=Parcel&shipping[size]=5";
    assert!(matches!(received_customer(form).shipping, Some(CustomerShipping::Parcel(parcel)) if parcel.size == 5));
    let form = "name=n&shipping[kind]=Pickup&shipping[size]=5";
    assert!(matches!(received_customer(form).shipping, Some(CustomerShipping::Pickup(pickup)) if pickup.size == "5"));
}

#[test]
fn a_body_with_branches_is_read_as_the_branch_of_its_fields() {
    for form in ["grant_type=code&code=5", "grant_type=number&code=5"] {
        let Ok(AnyRequest::TokensToken(request)) = received("/v1/token", form) else {
            panic!("{form}")
        };
        let is_number = matches!(request.body, TokenForm::Number(_));
        assert_eq!(is_number, form.contains("number"), "{:?}", request.body);
        let again = to_http(&request, None, None).expect("a valid request");
        assert_eq!(&again.body()[..], form.as_bytes());
        assert_eq!(Token::new(request.body.clone()), request);
    }
}

#[test]
fn what_would_be_read_as_another_value_is_not_sent() {
    for (json, reason) in [
        (
            r#"{"name":"n","tags":[]}"#,
            "/body/tags: expected a value that is not empty (nothing is sent for an empty array or object) (encoding), found []",
        ),
        (
            r#"{"name":"n","address":{}}"#,
            "/body/address: expected a value that is not empty (nothing is sent for an empty array or object) (encoding), found {}",
        ),
        (
            r#"{"name":"n","words":["a b"]}"#,
            r#"/body/words: expected a value that is not read as ["a","b"] (encoding), found ["a b"]"#,
        ),
        (
            r#"{"name":"n","extra":null}"#,
            "/body/extra: expected a value with a text form (null has none) (encoding), found null",
        ),
        (
            r#"{"name":"n","metadata":{"a][b":"c"}}"#,
            r#"/body/metadata: expected a value that is not read as {"a":{"b":"c"}} (encoding), found {"a][b":"c"}"#,
        ),
    ] {
        assert_eq!(refused(json), reason);
    }
    // Without a schema, a text that is a number is read as one.
    assert_eq!(sent(r#"{"name":"n","extra":5}"#), "name=n&extra=5");
    assert!(
        refused(r#"{"name":"n","extra":"5"}"#).contains("not read as 5"),
        "a text that would become a number"
    );
}

#[test]
fn clients_may_write_arrays_in_other_ways() {
    for form in [
        "name=n&items[1][price]=6&items[0][price]=5",
        "items%5B0%5D%5Bprice%5D=5&name=n&items[1][price]=6",
    ] {
        let prices: Vec<_> = received_customer(form)
            .items
            .into_iter()
            .flatten()
            .map(|item| item.price)
            .collect();
        assert_eq!(prices, [Some(5.into()), Some(6.into())], "{form}");
    }
    for form in [
        "name=n&items[0][labels][]=a&items[0][labels][]=b",
        "name=n&items[0][labels][0]=a&items[0][labels][1]=b",
    ] {
        let items = received_customer(form).items.expect(form);
        assert_eq!(items[0].labels, Some(vec!["a".to_owned(), "b".to_owned()]), "{form}");
    }
    assert_eq!(
        received_customer("name=n&codes=1&codes=2").codes,
        Some(vec![1.into(), 2.into()])
    );
}

#[test]
fn hostile_forms_are_rejected() {
    let deep = format!("name=n&metadata{}=x", "[a]".repeat(5_000));
    for (form, status, message) in [
        (
            "name=n&address=x&address[city]=y",
            400,
            "the values of the form field address contradict each other",
        ),
        (
            "name=n&items[][price]=1&items[][price]=2",
            400,
            "the values of the form field items contradict each other",
        ),
        ("name=%ff", 400, "invalid UTF-8 in the body"),
        ("name=n&address[city][x]=y", 400, "/body/address/city: expected string"),
        ("name=n&settings=%7B", 400, "/body/settings: expected object"),
        ("name=n&items[1][price]=5", 400, "/body/items: expected array"),
        ("name=n&name=m", 400, "/body/name: expected string"),
        ("", 400, "/body: expected the property \"name\""),
    ] {
        let rejection = received("/v1/customers", form).expect_err(form);
        assert_eq!(rejection.status(), status, "{form}");
        assert!(rejection.to_string().contains(message), "{form}: {rejection}");
    }
    // A path that is too deep is the name of a field of its own.
    assert_eq!(received_customer(&deep).metadata, None);
    let json = Request::post("/v1/customers").header("content-type", "application/json");
    let rejection = receive::<AnyRequest>(&json.body("{}").expect("a request")).expect_err("no form");
    assert_eq!(rejection.status(), 415);
}

#[test]
fn an_optional_form_without_fields_differs_from_no_form() {
    for request in [
        ApplyFilter::new(),
        ApplyFilter::new().body(ApplyFilterForm::new()),
        ApplyFilter::new().body(ApplyFilterForm::new().limit(5)),
    ] {
        let http = to_http(&request, None, None).expect("a valid request");
        let Ok(AnyRequest::FiltersApplyFilter(received)) = receive(&http) else {
            panic!("{request:?}")
        };
        assert_eq!(received, request);
    }
}

/// A random customer as JSON, with values that are hard to write as text.
fn random(random: &mut fastrand::Rng) -> String {
    const TEXTS: [&str; 16] = [
        "", " ", "a", "5", "true", "null", "a,b", "a b", "a|b", "a&b=c", "[0]", "a][b", "{}", "%", "+", "ü\u{0}",
    ];
    fn text(random: &mut fastrand::Rng) -> String {
        serde_json::Value::from(TEXTS[random.usize(..TEXTS.len())]).to_string()
    }
    fn list(random: &mut fastrand::Rng, item: fn(&mut fastrand::Rng) -> String) -> String {
        let items: Vec<String> = (0..random.usize(..4)).map(|_| item(random)).collect();
        format!("[{}]", items.join(","))
    }
    fn number(random: &mut fastrand::Rng) -> String {
        random.i32(-9..9).to_string()
    }
    let mut fields = vec![format!("\"name\":{}", text(random))];
    for _ in 0..random.usize(..5) {
        let (name, value) = match random.usize(..13) {
            0 => ("balance", format!("{}.50", random.i32(-9..9))),
            1 => ("active", random.bool().to_string()),
            2 => ("tags", list(random, text)),
            3 => ("codes", list(random, number)),
            4 => ("words", list(random, text)),
            5 => ("marks", list(random, text)),
            6 => (
                "address",
                format!("{{\"city\":{},\"floor\":{}}}", text(random), number(random)),
            ),
            7 => (
                "items",
                list(random, |random| {
                    format!("{{\"price\":{},\"labels\":{}}}", number(random), list(random, text))
                }),
            ),
            8 => (
                "metadata",
                format!("{{{}:{},\"k\":{}}}", text(random), text(random), text(random)),
            ),
            9 => ("shipping", format!("{{\"kind\":\"Pickup\",\"size\":{}}}", text(random))),
            10 => (
                "settings",
                format!("{{\"theme\":{},\"x\":[null,{}]}}", text(random), text(random)),
            ),
            11 => (
                "history",
                list(random, |random| {
                    format!("{{\"year\":{},\"x\":{}}}", number(random), text(random))
                }),
            ),
            _ => ("extra", text(random)),
        };
        if !fields.iter().any(|field| field.starts_with(&format!("\"{name}\""))) {
            fields.push(format!("\"{name}\":{value}"));
        }
    }
    format!("{{{}}}", fields.join(","))
}

#[test]
fn what_is_sent_is_what_is_received() {
    let mut rng = fastrand::Rng::with_seed(7);
    let mut count = 0;
    for _ in 0..20_000 {
        let json = random(&mut rng);
        let Ok(body) = Customer::from_json_exact(&json) else {
            continue;
        };
        let request = CreateCustomer::new(body);
        let Ok(http) = to_http(&request, None, None) else {
            continue;
        };
        match receive(&http) {
            Ok(AnyRequest::CustomersCreateCustomer(received)) => assert_eq!(received, request, "{json}"),
            other => panic!("{json}: {other:?}"),
        }
        count += 1;
    }
    assert!(count > 5_000, "only {count} of 20,000 were sent");
}

#[test]
fn a_form_of_100_000_fields_takes_linear_time() {
    let time = |form: &dyn Fn(usize) -> String, count: usize| {
        let text: Vec<String> = (0..count).map(form).collect();
        let text = format!("name=n&{}", text.join("&"));
        let start = Instant::now();
        received_customer(&text);
        start.elapsed()
    };
    let forms: [&dyn Fn(usize) -> String; 4] = [
        &|_| "tags=x".to_owned(),
        &|at| format!("items[{at}][price]={at}"),
        &|at| format!("metadata[k{at}]=v"),
        &|at| format!("other{at}=v"),
    ];
    for (at, form) in forms.into_iter().enumerate() {
        let (few, many) = (time(form, 10_000), time(form, 100_000));
        assert!(
            many < few * 40 + Duration::from_millis(200),
            "form {at}: {few:?} for 10,000, {many:?} for 100,000"
        );
        println!("form {at}: {few:?} for 10,000, {many:?} for 100,000");
    }
}

#[test]
fn a_form_of_100_000_fields_is_sent_in_linear_time() {
    let time = |count: usize| {
        let items = format!("[{}]", vec![r#"{"price":5}"#; count].join(","));
        let json = format!(
            r#"{{"name":"n","tags":[{}],"items":{items}}}"#,
            vec!["\"x\""; count].join(",")
        );
        let request = CreateCustomer::new(customer(&json));
        let start = Instant::now();
        let http = to_http(&request, None, None).expect("a valid request");
        assert!(http.body().len() > 30 * count);
        start.elapsed()
    };
    let (few, many) = (time(5_000), time(50_000));
    assert!(
        many < few * 40 + Duration::from_millis(200),
        "{few:?} for 10,000, {many:?} for 100,000"
    );
}

#[test]
fn an_address_is_an_ordinary_struct() {
    let body = Customer::new("n").address(Address::new().city("Rome").floor(2));
    let http = to_http(&CreateCustomer::new(body), None, None).expect("a valid request");
    assert_eq!(&http.body()[..], b"name=n&address%5Bcity%5D=Rome&address%5Bfloor%5D=2");
}
