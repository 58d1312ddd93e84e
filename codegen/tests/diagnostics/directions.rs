//! `readOnly` and `writeOnly` that exclude each other.

use crate::support::{assert_only, refuse};

#[test]
fn a_property_that_neither_direction_carries_is_refused() {
    let document = r##"{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
  "Secret": {"type": "string", "writeOnly": true},
  "Bug": {"properties": {
    "key": {"$ref": "#/components/schemas/Secret", "readOnly": true}
  }}
}}}"##;
    let refusal = refuse(&[("openapi.json", document)]);
    assert_only(
        &refusal,
        "schemas/openapi.json",
        4,
        12,
        "/components/schemas/Bug/properties/key",
    );
    assert!(
        refusal.text.contains("both `readOnly` and `writeOnly`"),
        "{}",
        refusal.text
    );
}
