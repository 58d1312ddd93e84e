//! Unions of objects that no property tells apart.

use super::{no, yes};

/// Objects with many strings, all of them optional. The limits differ from one to the next.
fn branch(at: usize, more: usize) -> String {
    let properties: Vec<String> = (0..12)
        .map(|property| {
            let limit = 10 + (at * 7 + property * 3) % 11 + more;
            format!(r#""p{property}": {{"type": "string", "maxLength": {limit}}}"#)
        })
        .collect();
    let properties = properties.join(",");
    format!(r#"{{"type": "object", "properties": {{"q{at}": {{"type": "integer"}}, {properties}}}}}"#)
}

fn union(keyword: &str, branches: &[String]) -> String {
    format!(r#"{{"{keyword}": [{}]}}"#, branches.join(","))
}

#[test]
fn a_union_whose_branches_all_accept_more_accepts_more() {
    let branches = |more| (0..6).map(|at| branch(at, more)).collect::<Vec<String>>();
    yes(&union("anyOf", &branches(0)), &union("anyOf", &branches(5)));
    no(&union("anyOf", &branches(5)), &union("anyOf", &branches(0)));
}

#[test]
fn a_branch_that_stands_twice_accepts_nothing_more() {
    let [one, two, three] = [0, 1, 2].map(|at| branch(at, at));
    let (doubled, plain) = ([&one, &two, &three, &three], [&one, &two, &three]);
    let text = |branches: &[&String]| {
        let branches: Vec<String> = branches.iter().map(|branch| (*branch).clone()).collect();
        union("oneOf", &branches)
    };
    yes(&text(&doubled), &text(&plain));
    no(&text(&plain), &text(&doubled));
}
