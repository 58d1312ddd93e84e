//! Suggests a known keyword for an unknown one.

use super::dialect::LATER_DRAFTS;
use super::group::GROUPED;

/// The keywords of draft-07 that apply to values of any type, and the annotations.
const OTHERS: [&str; 17] = [
    "allOf",
    "anyOf",
    "const",
    "default",
    "definitions",
    "description",
    "else",
    "enum",
    "examples",
    "if",
    "not",
    "oneOf",
    "readOnly",
    "then",
    "title",
    "type",
    "writeOnly",
];

/// Returns the known keyword that is closest to a name.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let grouped = GROUPED.into_iter().flatten().copied();
    let known = grouped.filter(|name| !LATER_DRAFTS.contains(name)).chain(OTHERS);
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    known.into_iter().find(|known| {
        let known = known.to_lowercase();
        known == lower || one_edit_apart(&known, &lower) || two_letters_swapped(&known, &lower)
    })
}

/// Whether the strings differ by a single insertion, deletion or substitution.
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

/// Whether the strings differ by swapping two adjacent characters.
fn two_letters_swapped(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    match (left.get(same..), right.get(same..)) {
        (Some([a, b, left @ ..]), Some([c, d, right @ ..])) => (a, b) == (d, c) && left == right,
        _ => false,
    }
}
