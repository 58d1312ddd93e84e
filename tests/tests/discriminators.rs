//! Unions of `described/openapi.json`: those with a `discriminator`, parents with children, and unions without a tag.

use bytes::Bytes;
use described::endpoints::animals::CreateAnimal;
use described::endpoints::pets::CreatePet;
use described::types::{
    Animal, Bird, Boat, Calf, Car, Cow, Dog, Keeper, Pet, Rename, Square, Zoo, ZooListed, ZooMapped, ZooNested,
};
use http::Response;
use typewright_runtime::endpoint::Endpoint;
use typewright_runtime::http::{from_http, to_http};
use typewright_runtime::{Exact, Maybe, Violations};

#[allow(dead_code, missing_docs)]
mod described {
    include!(concat!(env!("OUT_DIR"), "/described/mod.rs"));
}

fn sent<E: Endpoint>(request: &E) -> String {
    let request = to_http(request, None, None).expect("a valid request");
    String::from_utf8(request.body().to_vec()).expect("JSON is UTF-8")
}

fn answer<E: Endpoint>(body: &'static str) -> E::Response {
    let response = Response::new(Bytes::from_static(body.as_bytes()));
    from_http::<E>(response).ok().expect("a documented answer").into_body()
}

fn read<T: Exact>(text: &str) -> T {
    let value: T = serde_json::from_str(text).expect("it can be read");
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let written = serde_json::to_string(&value).expect("JSON");
    assert_eq!(parse(&written), parse(text), "nothing is lost");
    value
}

fn places(violations: &Violations) -> Vec<(&str, &str)> {
    let all = violations.iter();
    all.map(|violation| (violation.pointer(), violation.keyword()))
        .collect()
}

#[track_caller]
fn violated<T: Exact>(text: &str, expected: &[(&str, &str)]) {
    let violations = read::<T>(text).validate().expect_err("it is invalid");
    assert_eq!(places(&violations), expected, "{violations}");
    let error = T::from_json_exact(text).expect_err("it is invalid");
    assert_eq!(places(error.violations().expect("violations")), expected);
}

#[test]
fn the_tag_selects_the_branch_although_the_branches_overlap() {
    let text = r#"{"petType":"Bird","song":"tune"}"#;
    let Pet::Bird(bird) = answer::<CreatePet>(text) else {
        panic!("a bird is no dog")
    };
    assert_eq!(bird.song.as_deref(), Some("tune"));
    assert_eq!(sent(&CreatePet::new(Pet::Bird(bird))), text);
    assert!(Pet::from_json_exact(text).is_ok());
}

#[test]
fn the_constructor_of_a_branch_sets_its_tag() {
    assert_eq!(
        sent(&CreatePet::new(Bird::new().song("tune"))),
        r#"{"petType":"Bird","song":"tune"}"#
    );
    assert_eq!(sent(&CreatePet::new(Dog::new())), r#"{"petType":"Dog"}"#);
    assert_eq!(
        serde_json::to_string(&Boat::new().sails(2)).expect("JSON"),
        r#"{"kind":"boat","sails":2}"#
    );
}

#[test]
fn a_tag_that_belongs_to_another_branch_is_checked_by_that_branch() {
    let mut bird = Bird::new().song("tune");
    bird.pet_type = "Fish".into();
    let error = Pet::Bird(bird).validate().expect_err("no pet is a fish");
    assert_eq!(places(&error), [("/petType", "discriminator")]);
}

#[test]
fn an_unknown_tag_is_preserved_and_a_missing_one_is_a_violation() {
    let unknown = r#"{"petType":"Snake","length":2}"#;
    assert!(matches!(read::<Pet>(unknown), Pet::Unknown(_)));
    violated::<Pet>(unknown, &[("/petType", "discriminator")]);
    violated::<Pet>(r#"{"petType":7}"#, &[("/petType", "discriminator")]);
    violated::<Pet>(r#"{"song":"tune"}"#, &[("", "required")]);
    violated::<Pet>(r#""Bird""#, &[("", "type")]);
}

#[test]
fn a_mapping_selects_by_name_and_by_path() {
    for tag in ["car", "van", "Car"] {
        let text = format!(r#"{{"mapped":{{"kind":"{tag}","wheels":4}}}}"#);
        assert!(matches!(read::<Zoo>(&text).mapped, Some(ZooMapped::Car(_))), "{text}");
        assert!(Zoo::from_json_exact(&text).is_ok(), "{text}");
    }
    violated::<Zoo>(r#"{"mapped":{"kind":"bike"}}"#, &[("/mapped/kind", "discriminator")]);
    // Two values select it, so nobody knows which one a new car has.
    let car = Zoo::new().mapped(Car::new());
    assert_eq!(places(&car.validate().expect_err("no kind")), [("/mapped", "required")]);
    assert!(Zoo::new().mapped(Car::new().kind("van")).validate().is_ok());
}

#[test]
fn a_nullable_union_is_null_or_has_a_tag() {
    let null = Zoo::from_json_exact(r#"{"nullable":null}"#).expect("it is nullable");
    assert_eq!(null.nullable, Maybe::Null);
    let bird = Zoo::from_json_exact(r#"{"nullable":{"petType":"Bird"}}"#).expect("a bird");
    assert!(matches!(bird.nullable, Maybe::Value(Pet::Bird(_))));
}

#[test]
fn a_union_may_be_a_branch_of_another_one() {
    let bird = Zoo::from_json_exact(r#"{"nested":{"petType":"Bird","song":"x"}}"#).expect("a bird is a pet");
    assert!(matches!(bird.nested, Some(ZooNested::Pet(Pet::Bird(_)))), "{bird:?}");
    let fish = Zoo::from_json_exact(r#"{"nested":{"petType":"Fish","depth":1}}"#).expect("a fish");
    assert!(matches!(fish.nested, Some(ZooNested::Fish(_))), "{fish:?}");
    violated::<Zoo>(r#"{"nested":{"petType":"Fish"}}"#, &[("/nested", "required")]);
}

#[test]
fn values_that_the_branches_list_come_before_their_names() {
    let square = Zoo::from_json_exact(r#"{"listed":{"shape":"square","side":1}}"#).expect("a square");
    assert_eq!(square.listed, Some(ZooListed::Square(Square::new(1))));
    violated::<Zoo>(
        r#"{"listed":{"shape":"Square","side":1}}"#,
        &[("/listed/shape", "discriminator")],
    );
}

#[test]
fn a_parent_is_any_of_its_children() {
    let text = r#"{"kind":"cow","name":"Elsa","milk":3}"#;
    let Animal::Cow(cow) = answer::<CreateAnimal>(text) else {
        panic!("a cow is an animal")
    };
    assert_eq!((cow.name.as_deref(), cow.milk), (Some("Elsa"), 3));
    let animal: Animal = read(text);
    assert_eq!((animal.kind(), animal.name()), (Some("cow"), Some("Elsa")));
    let unknown: Animal = read(r#"{"kind":"horse","name":"Jolly"}"#);
    assert_eq!((unknown.kind(), unknown.name()), (Some("horse"), Some("Jolly")));
    assert_eq!(sent(&CreateAnimal::new(cow)), text);
    assert_eq!(
        sent(&CreateAnimal::new(Cow::new(3).name("Elsa"))),
        r#"{"kind":"cow","name":"Elsa","milk":3}"#
    );
    assert_eq!(
        sent(&CreateAnimal::new(Calf::new(3, 1))),
        r#"{"kind":"Calf","milk":3,"age":1}"#
    );
    violated::<Animal>(r#"{"kind":"cow"}"#, &[("", "required")]);
    violated::<Animal>(r#"{"kind":"horse"}"#, &[("/kind", "discriminator")]);
}

#[test]
fn a_child_has_what_the_parent_says_and_is_no_union() {
    let error = Cow::from_json_exact(r#"{"milk":3}"#).expect_err("it needs its kind");
    assert_eq!(places(error.violations().expect("violations")), [("", "required")]);
    violated::<Cow>(
        r#"{"kind":"cow","milk":3,"owner":{"first":{"kind":"cow"}}}"#,
        &[("/owner/first", "required")],
    );
    let keeper = Keeper::new().first(Cow::new(1)).all([Animal::from(Cow::new(2))]);
    assert!(keeper.validate().is_ok());
}

#[test]
fn without_a_tag_the_branch_that_declares_most_is_read() {
    assert!(matches!(read::<Rename>(r#"{"from":"a","to":"b"}"#), Rename::Renamed(_)));
    assert!(matches!(read::<Rename>(r#"{"name":"a"}"#), Rename::Plain(_)));
    assert!(matches!(
        read::<Rename>(r#"{"name":"a","from":"a","to":"b"}"#),
        Rename::Renamed(_)
    ));
}
