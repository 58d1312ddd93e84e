//! Every style of a parameter: what is sent is what is received, or it is not sent.

use fastrand::Rng;
use typewright_core::Json;
use typewright_core::endpoint::ParameterStyle::{
    DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited,
};
use typewright_core::endpoint::{
    Metadata, Method, Parts, RequestCheck, TextForm, header_value, path_value, push_cookie_value, push_query_value,
};
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NUMBER, OBJECT, Rule, STRING, Schema};

const TEXT: Schema = Schema::new(&[Rule::Type(STRING)]);
const LITERAL: Schema = Schema::new(&[Rule::Type(INTEGER | NUMBER | BOOLEAN)]);
const MIXED: Schema = Schema::new(&[Rule::Type(STRING | INTEGER | NUMBER | BOOLEAN)]);

static SCALARS: [Schema; 3] = [TEXT, LITERAL, MIXED];
static ARRAYS: [Schema; 3] = [
    Schema::new(&[Rule::Type(ARRAY), Rule::Items(&TEXT)]),
    Schema::new(&[Rule::Type(ARRAY), Rule::Items(&LITERAL)]),
    Schema::new(&[Rule::Type(ARRAY), Rule::Items(&MIXED)]),
];
static EITHER: [Schema; 2] = [
    Schema::new(&[Rule::AnyOf(&[
        TEXT,
        Schema::new(&[Rule::Type(ARRAY), Rule::Items(&TEXT)]),
    ])]),
    Schema::new(&[Rule::AnyOf(&[
        LITERAL,
        Schema::new(&[Rule::Type(ARRAY), Rule::Items(&TEXT)]),
    ])]),
];
static OBJECTS: [Schema; 3] = [
    Schema::new(&[Rule::Type(OBJECT), Rule::AdditionalProperties(&TEXT)]),
    Schema::new(&[
        Rule::Type(OBJECT),
        Rule::Properties(&[
            ("R", LITERAL),
            ("G", TEXT),
            ("list", Schema::new(&[Rule::Type(ARRAY), Rule::Items(&MIXED)])),
        ]),
    ]),
    Schema::new(&[Rule::Type(OBJECT)]),
];

/// An action without descriptors.
const NOTHING: &Metadata = &Metadata::new("nothing", Method::Get, "https://example.com", "/");

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// What separates and introduces values in some style, what a location escapes, and what looks like another type.
const PIECES: [&str; 34] = [
    ",", ".", ";", "=", "&", "|", " ", "+", "%", "%2C", "#", "[", "]", "/", "?", ":", "\"", "'", "\\", "\t", "\n", "",
    "é", "𝄞", "5", "true", "null", "q", "R", "G", "limit", "a", "b", "-1.50e3",
];

fn text(random: &mut Rng) -> String {
    (0..random.usize(0..4))
        .map(|_| PIECES[random.usize(..PIECES.len())])
        .collect()
}

fn scalar(random: &mut Rng) -> Json {
    match random.u8(0..6) {
        0 => Json::from(random.bool()),
        1 => Json::from(random.i64(-100..100)),
        2 => Json::parse(["1.50", "-0", "1e400", "12345678901234567890123"][random.usize(0..4)]).expect("a number"),
        3 if random.u8(0..8) == 0 => Json::Null,
        _ => Json::String(text(random)),
    }
}

fn array(random: &mut Rng, depth: usize) -> Json {
    Json::Array((0..random.usize(0..4)).map(|_| value(random, depth)).collect())
}

/// A scalar, and sometimes something nested, which only some styles can write.
fn value(random: &mut Rng, depth: usize) -> Json {
    match random.u8(0..12) {
        0 if depth > 0 => array(random, depth - 1),
        1 if depth > 0 => object(random, depth - 1),
        _ => scalar(random),
    }
}

fn object(random: &mut Rng, depth: usize) -> Json {
    let mut object = typewright_core::JsonObject::new();
    for _ in 0..random.usize(0..4) {
        let name = match random.u8(0..5) {
            0 => "R".to_owned(),
            1 => "G".to_owned(),
            2 => "list".to_owned(),
            _ => text(random),
        };
        object.insert(name.as_str(), value(random, depth));
    }
    Json::Object(object)
}

/// The text of a parameter.
fn written(place: Place, value: &Json, form: TextForm) -> String {
    match place {
        Place::Path => path_value("q", value, form),
        Place::Query => {
            let mut query = String::new();
            push_query_value(&mut query, "q", value, form);
            query
        }
        Place::Header => header_value(value, form),
        Place::Cookie => {
            let mut cookies = Vec::new();
            push_cookie_value(&mut cookies, "q", value, form);
            let cookies: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            cookies.join("; ")
        }
    }
}

/// Sends and receives a value beside another parameter. `Ok(None)` if it is refused.
fn transmit(place: Place, value: &Json, form: TextForm, schema: &'static Schema) -> Result<Option<Json>, String> {
    let mut check = RequestCheck::new(typewright_core::Direction::Request);
    match place {
        Place::Path => check.path("q", value, schema, form),
        Place::Query => check.query("q", value, schema, form),
        Place::Header => check.header("q", value, schema, form),
        Place::Cookie => check.cookie("q", value, schema, form),
    }
    if check.finish().is_err() {
        return Ok(None);
    }
    let text = written(place, value, form);
    let (mut path, mut query, mut header) = ("", "limit=7".to_owned(), "");
    let mut cookies = "limit=7".to_owned();
    match place {
        Place::Path if text.contains(['/', '?', '#']) => return Err(format!("another segment: {text}")),
        Place::Query if text.contains('#') => return Err(format!("the query ends too early: {text}")),
        Place::Path => path = &text,
        Place::Query => query = [&query, &*text].join("&"),
        Place::Header => header = &text,
        Place::Cookie => cookies = [&cookies, &*text].join("; "),
    }
    let parts = Parts::new(NOTHING, vec![("q", path)], Some(&query), None, &[])
        .with_headers([("q", header)])
        .with_cookies([&*cookies]);
    let values = match place {
        Place::Path => parts.path_values(),
        Place::Query => parts.query_values(),
        Place::Header => parts.header_values(),
        Place::Cookie => parts.cookie_values(),
    };
    let read = values.optional_written("q", form, schema);
    let read = read.map_err(|error| format!("{error} ({text})"))?;
    read.map(Some).ok_or_else(|| "it did not arrive".to_owned())
}

/// All rows of the table of styles, with the locations in which OpenAPI allows them.
fn rows() -> Vec<(Place, typewright_core::endpoint::ParameterStyle, bool)> {
    let both = |place, style| [(place, style, false), (place, style, true)];
    [
        both(Place::Path, Simple),
        both(Place::Path, Label),
        both(Place::Path, Matrix),
        both(Place::Query, Form),
        both(Place::Header, Simple),
        both(Place::Cookie, Form),
        [
            (Place::Query, SpaceDelimited, false),
            (Place::Query, PipeDelimited, false),
        ],
    ]
    .concat()
}

#[test]
fn what_is_sent_is_what_is_received_or_it_is_refused() {
    let mut random = Rng::with_seed(7);
    let mut sent = 0;
    let mut test = |place: Place, value: Json, form: TextForm, schema: &'static Schema| match transmit(
        place, &value, form, schema,
    ) {
        Ok(Some(read)) => {
            assert_eq!(read, value, "{place:?} {form:?}");
            sent += 1;
        }
        Ok(None) => {}
        Err(error) => panic!("{place:?} {form:?} {value}: {error}"),
    };
    for (place, style, explode) in rows() {
        let forms = [
            (TextForm::scalar(style), &SCALARS[..]),
            (TextForm::array(style), &ARRAYS[..]),
            (TextForm::scalar_or_array(style), &EITHER[..]),
            (TextForm::object(style).beside(&["limit"]), &OBJECTS[..]),
        ];
        for (index, (form, schemas)) in forms.into_iter().enumerate() {
            let form = if explode { form.explode() } else { form };
            let reserved = if place == Place::Query {
                form.allow_reserved()
            } else {
                form
            };
            for schema in schemas {
                for _ in 0..400 {
                    let value = match index {
                        0 => scalar(&mut random),
                        1 => array(&mut random, 1),
                        2 if random.bool() => scalar(&mut random),
                        2 => array(&mut random, 0),
                        _ => object(&mut random, 1),
                    };
                    test(place, value.clone(), form, schema);
                    test(place, value, reserved, schema);
                }
            }
        }
    }
    let deep = TextForm::object(DeepObject);
    for schema in &OBJECTS {
        for _ in 0..400 {
            test(Place::Query, object(&mut random, 3), deep, schema);
        }
    }
    assert!(sent > 20_000, "only {sent} values were sent");
}

#[test]
fn ordinary_values_are_sent_as_the_specification_shows() {
    let values = [
        r#""blue""#,
        r#"["blue","black","brown"]"#,
        r#"{"R":100,"G":"x","B":true}"#,
    ]
    .map(|json| Json::parse(json).expect("JSON"));
    // The rows of the table of styles, for a string, an array and an object.
    let expected = "\
        blue | blue,black,brown | R,100,G,x,B,true
        blue | blue,black,brown | R=100,G=x,B=true
        .blue | .blue,black,brown | .R,100,G,x,B,true
        .blue | .blue.black.brown | .R=100.G=x.B=true
        ;q=blue | ;q=blue,black,brown | ;q=R,100,G,x,B,true
        ;q=blue | ;q=blue;q=black;q=brown | ;R=100;G=x;B=true
        q=blue | q=blue,black,brown | q=R,100,G,x,B,true
        q=blue | q=blue&q=black&q=brown | R=100&G=x&B=true
        blue | blue,black,brown | R,100,G,x,B,true
        blue | blue,black,brown | R=100,G=x,B=true
        q=blue | q=blue,black,brown | q=R,100,G,x,B,true
        q=blue | q=blue; q=black; q=brown | R=100; G=x; B=true
        q=blue | q=blue%20black%20brown | q=R%20100%20G%20x%20B%20true
        q=blue | q=blue%7Cblack%7Cbrown | q=R%7C100%7CG%7Cx%7CB%7Ctrue";
    assert_eq!(rows().len(), expected.lines().count());
    for ((place, style, explode), expected) in rows().into_iter().zip(expected.lines()) {
        let forms = [TextForm::scalar(style), TextForm::array(style), TextForm::object(style)];
        let schemas = [&SCALARS[2], &ARRAYS[2], &OBJECTS[2]];
        let cells = expected.split(" | ").map(str::trim);
        for (((form, schema), value), expected) in forms.into_iter().zip(schemas).zip(&values).zip(cells) {
            let form = if explode { form.explode() } else { form };
            let form = form.beside(&["limit"]);
            assert_eq!(written(place, value, form), expected);
            assert_eq!(
                transmit(place, value, form, schema).as_ref(),
                Ok(&Some(value.clone())),
                "{expected}"
            );
        }
    }
}

#[test]
fn properties_that_belong_to_other_parameters_are_not_sent() {
    static OPEN: &Schema = &OBJECTS[2];
    let form = TextForm::object(Form).explode().beside(&["limit", "filter"]);
    let refused = |value: &str| transmit(Place::Query, &Json::parse(value).expect("JSON"), form, OPEN) == Ok(None);
    assert!(!refused(r#"{"R":1,"other":"x"}"#));
    assert!(refused(r#"{"R":1,"limit":2}"#) && refused(r#"{"R":1,"filter[a]":2}"#));
    let form = form.only(&["R"]);
    let refused = |value: &str| transmit(Place::Query, &Json::parse(value).expect("JSON"), form, OPEN) == Ok(None);
    assert!(!refused(r#"{"R":1}"#) && refused(r#"{"R":1,"other":"x"}"#));
}

#[test]
fn an_object_without_properties_is_sent_only_if_its_absence_means_the_same() {
    let form = TextForm::object(Form).explode();
    let empty = Json::parse("{}").expect("JSON");
    assert_eq!(transmit(Place::Query, &empty, form, &OBJECTS[2]), Ok(None));
    // The query has another parameter, which an open object reads as a property.
    let required = form.required().beside(&["limit"]);
    assert_eq!(transmit(Place::Query, &empty, required, &OBJECTS[2]), Ok(Some(empty)));
}

#[test]
fn a_received_value_without_its_prefix_is_rejected() {
    for (raw, form) in [
        ("blue", TextForm::scalar(Label)),
        ("q=blue", TextForm::scalar(Matrix)),
        (";p=blue", TextForm::scalar(Matrix)),
        ("blue.black", TextForm::array(Label).explode()),
        (";q=blue;p=black", TextForm::array(Matrix).explode()),
    ] {
        let parts = Parts::new(NOTHING, vec![("q", raw)], None, None, &[]);
        let read = parts.path_values().written::<Json>("q", form, &ARRAYS[0]);
        let error = read.expect_err(raw).to_string();
        assert_eq!(
            error, "the parameter q is not serialized in its documented style",
            "{raw}"
        );
    }
    for (raw, form) in [
        ("R,100,G", TextForm::object(Simple)),
        ("R=1,G", TextForm::object(Simple).explode()),
    ] {
        let parts = Parts::new(NOTHING, vec![("q", raw)], None, None, &[]);
        assert!(
            parts.path_values().written::<Json>("q", form, &OBJECTS[2]).is_err(),
            "{raw}"
        );
    }
}
