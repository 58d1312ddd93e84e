//! Everything that an OpenAPI document says has an effect on the code, or is named by a diagnostic.

use typewright_suites::loss;

/// How many members of each kind are examined.
const MOST: usize = 1;

#[test]
fn nothing_of_a_document_with_every_field_is_lost() {
    let document = serde_json::from_str(include_str!("../complete/openapi.json")).expect("it is JSON");
    assert!(loss::count(&document, MOST) > 250, "the document has too few members");
    let silent = loss::silent(&document, MOST);
    assert!(
        silent.is_empty(),
        "without these, the code and the diagnostics are the same, so they are ignored without a word: {silent:#?}"
    );
}
