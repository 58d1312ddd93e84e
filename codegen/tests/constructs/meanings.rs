//! Equal structs that are described differently: one type, with the documentation of each place.

use crate::support::{accept, text};

/// The documentation of a field, without the marks of comments.
fn docs(types: &str, owner: &str, field: &str) -> String {
    let start = types.find(&format!("pub struct {owner} {{")).expect("the struct");
    let (fields, _) = types[start..].split_once("\n}").expect("its end");
    let mut lines: Vec<&str> = Vec::new();
    for line in fields.lines().skip(1).map(str::trim) {
        match line.strip_prefix("///") {
            Some(text) => lines.push(text.strip_prefix(' ').unwrap_or(text)),
            None if line.starts_with(&format!("pub {field}:")) => return lines.join("\n"),
            None => lines.clear(),
        }
    }
    panic!("{owner} has no field {field}")
}

fn address(street: &str) -> String {
    format!(
        r#"{{"type": "object", "properties": {{"street": {{"type": "string", "maxLength": 9, "description": "{street}"}},
        "city": {{"type": "string", "description": "The city."}}}}}}"#
    )
}

fn order(properties: &[(&str, &str)]) -> String {
    let properties = properties.iter().map(|(name, schema)| format!(r#""{name}": {schema}"#));
    let properties: Vec<String> = properties.collect();
    format!(r#"{{"type": "object", "properties": {{{}}}}}"#, properties.join(", "))
}

#[test]
fn a_shared_struct_lists_what_a_property_means_in_each_place() {
    let (shipping, billing) = (address("Where the parcel goes."), address("Where the invoice goes."));
    let old = order(&[("shipping", &address("Where it went."))]);
    let schema = order(&[("shipping", &shipping), ("billing", &billing), ("old", &old)]);
    let output = accept(&[("order.json", &schema)]);
    let types = text(&output, "types.rs");
    assert_eq!(
        docs(types, "OrderShipping", "street"),
        "* `shipping`: Where the parcel goes.\n* `old.shipping`: Where it went.\n* `OrderBilling`: Where the invoice goes.\n\n\
         At most 9 characters."
    );
    assert_eq!(docs(types, "OrderShipping", "city"), "The city.");
}

#[test]
fn another_description_changes_no_name() {
    let code = |billing: &str| {
        let schema = order(&[("shipping", &address("The street.")), ("billing", &address(billing))]);
        let output = accept(&[("order.json", &schema)]);
        let lines = text(&output, "types.rs").lines().map(str::to_owned);
        lines
            .filter(|line| !line.trim_start().starts_with("///"))
            .collect::<Vec<String>>()
    };
    assert_eq!(code("The street."), code("Where the invoice goes."));
}

#[test]
fn structs_of_several_files_are_told_apart_by_the_names_of_their_types() {
    let schema = |street: &str| order(&[("billing", &address(street))]);
    let (order, orders) = (schema("Of the order."), schema("Of all orders."));
    let output = accept(&[("order.json", &order), ("orders.json", &orders)]);
    assert_eq!(
        docs(text(&output, "types.rs"), "OrderBilling", "street"),
        "* `OrderBilling`: Of the order.\n* `OrdersBilling`: Of all orders.\n\nAt most 9 characters."
    );
}

#[test]
fn a_field_says_what_its_type_does_not() {
    let schema = format!(
        r##"{{"type": "object", "properties": {{"home": {}, "visited": {{"type": "array", "items": {}}},
        "work": {{"allOf": [{{"$ref": "#/definitions/Address"}}, {{"description": "The office."}}]}}}},
        "definitions": {{"Address": {}}}}}"##,
        address("Where one lives."),
        address("Where one was."),
        address("The street.")
    );
    let extended = r#"{"allOf": [{"$ref": "person.json"}, {"properties": {"home": {"properties": {"city": {"description": "The home town."}}}}}]}"#;
    let output = accept(&[("person.json", &schema), ("citizen.json", extended)]);
    let types = text(&output, "types.rs");
    assert_eq!(docs(types, "Person", "home"), "`street`: Where one lives.");
    assert_eq!(docs(types, "Person", "visited"), "`street` of items: Where one was.");
    assert_eq!(docs(types, "Person", "work"), "The office.");
    assert_eq!(docs(types, "Address", "street"), "The street. At most 9 characters.");
    assert!(
        docs(types, "Citizen", "home").contains("`city`: The home town."),
        "{types}"
    );
}
