//! What a keyword that is not known was probably meant to be.

/// The keyword that was probably meant.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    const KNOWN: [&str; 40] = [
        "additionalItems",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "contains",
        "default",
        "definitions",
        "dependencies",
        "description",
        "else",
        "enum",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "if",
        "items",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "not",
        "oneOf",
        "pattern",
        "patternProperties",
        "properties",
        "propertyNames",
        "readOnly",
        "required",
        "then",
        "title",
        "type",
        "uniqueItems",
        "writeOnly",
    ];
    let lower = name.to_lowercase();
    KNOWN.into_iter().find(|known| {
        let known = known.to_lowercase();
        known == lower || one_edit_apart(&known, &lower) || two_letters_swapped(&known, &lower)
    })
}

/// Whether one text becomes the other by one inserted, removed or changed character.
fn one_edit_apart(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let (short, long) = if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    };
    if short.len() < 4 || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let skip = usize::from(short.len() == long.len());
    short.get(same + skip..) == long.get(same + 1..)
}

/// Whether one text becomes the other if two neighbours change places.
fn two_letters_swapped(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    match (left.get(same..), right.get(same..)) {
        (Some([a, b, left @ ..]), Some([c, d, right @ ..])) => (a, b) == (d, c) && left == right,
        _ => false,
    }
}
