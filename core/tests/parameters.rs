//! The parameters of a request, as its descriptors say.

use std::borrow::Cow;

use typewright_core::Json;
use typewright_core::endpoint::{
    Descriptor, Endpoint, Metadata, Method, Outgoing, Parameter, ParameterStyle, Parts, Rejection, TextForm,
};
use typewright_core::schema::Schema;
use typewright_core::schema::rules::{boolean, integer, max_length, string};

static NAME: Schema = Schema::new(&[string(), max_length(5)]);
static COUNT: Schema = Schema::new(&[integer()]);
static FLAG: Schema = Schema::new(&[boolean()]);

/// An action with parameters in every place.
#[derive(Debug, PartialEq)]
struct Find {
    name: String,
    ending: String,
    limit: i64,
    tags: Option<Vec<String>>,
    filter: Json,
    trace: String,
    session: Option<bool>,
}

impl Descriptor for Find {
    type Response = ();
    type Error = ();
    const RESPONSE: &'static Schema = Schema::ANY;
    const ERROR: &'static Schema = Schema::ANY;
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::path("name", &NAME),
        Parameter::path("ending", Schema::ANY),
        Parameter::query("limit", &COUNT).literal().required(),
        Parameter::query("tags", Schema::ANY).form(TextForm::array(ParameterStyle::Form)),
        Parameter::header("X-Filter", Schema::ANY).json().required(),
        Parameter::cookie("session", &FLAG).literal(),
    ];
    const METADATA: &'static Metadata = &Metadata::new(
        "thing.find",
        Method::Get,
        "https://example.com",
        "/things/{name}.{ending}?beta=true",
    )
    .parameters(Self::PARAMETERS);
}

impl Endpoint for Find {
    fn write(&self, request: &mut Outgoing) {
        request.path("name", &self.name);
        request.path("ending", &self.ending);
        request.query("limit", &self.limit);
        request.optional_query("tags", &self.tags);
        request.header("X-Filter", &self.filter);
        // Without a descriptor.
        request.header("X-Trace", &self.trace);
        request.optional_cookie("session", &self.session);
    }

    fn receive(parts: &Parts<'_>) -> Result<Self, Rejection> {
        Ok(Self {
            name: parts.path("name")?,
            ending: parts.path("ending")?,
            limit: parts.query("limit")?,
            tags: parts.optional_query("tags")?,
            filter: parts.header("X-Filter")?,
            trace: parts.header("X-Trace")?,
            session: parts.optional_cookie("session")?,
        })
    }
}

fn find() -> Find {
    Find {
        name: "a/b".to_owned(),
        ending: "json".to_owned(),
        limit: 5,
        tags: Some(vec!["x,y".to_owned(), "z".to_owned()]),
        filter: Json::parse(r#"{"é":1}"#).expect("JSON"),
        trace: "5".to_owned(),
        session: Some(true),
    }
}

#[test]
fn each_parameter_is_written_in_its_place() {
    let find = find();
    assert_eq!(find.path(), "/things/a%2Fb.json");
    assert_eq!(find.query(), "beta=true&limit=5&tags=x%2Cy,z");
    let url = "https://example.com/things/a%2Fb.json?beta=true&limit=5&tags=x%2Cy,z";
    assert_eq!(find.url(), url);
    let headers = [("X-Filter", r#"{"\u00e9":1}"#.to_owned()), ("X-Trace", "5".to_owned())];
    assert_eq!(find.headers(), headers);
    assert_eq!(find.cookies(), [(Cow::Borrowed("session"), "true".to_owned())]);
    assert!(find.validate().is_ok());
    assert!(find.body_json().expect("no body").is_none() && find.body_raw().expect("no body").is_none());
}

#[test]
fn an_unset_parameter_is_not_written() {
    let find = Find {
        tags: None,
        session: None,
        ..find()
    };
    assert_eq!(find.query(), "beta=true&limit=5");
    assert!(find.cookies().is_empty());
}

#[test]
fn what_is_written_is_what_is_received() {
    let sent = find();
    let (query, headers) = (sent.query(), sent.headers());
    let headers = headers.iter().map(|(name, value)| (*name, &**value));
    let path = vec![("name", "a%2Fb"), ("ending", "json")];
    let parts = Parts::new(Find::METADATA, path, Some(&query), None, &[])
        .with_headers(headers)
        .with_cookies(["session=true"]);
    assert_eq!(Find::receive(&parts).expect("it is valid"), sent);
}

#[test]
fn a_violation_names_the_place_of_the_parameter() {
    let long = Find {
        name: "too long".to_owned(),
        ..find()
    };
    let violations = long.validate().expect_err("it is too long");
    assert_eq!(violations.as_slice()[0].pointer(), "/path/name");
    let split = Find {
        name: "a.b".to_owned(),
        ..find()
    };
    let violations = split.validate().expect_err("it is split elsewhere");
    assert!(violations.to_string().contains("/path/name"), "{violations}");
}
