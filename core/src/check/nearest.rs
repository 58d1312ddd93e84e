//! Explains why a value matches none of several branches: the violations of the nearest branch.
//!
//! "No branch matches" says too little if the branches are large, and the violations of all branches are too many. So
//! one branch is reported: the one that was most likely intended.

use core::cmp::Reverse;
use core::mem;
use std::sync::Arc;

use super::{Checker, Purpose, pair, types_of};
use crate::json::Json;
use crate::schema::{OBJECT, Rule, STRING, Schema};
use crate::violation::Violation;

impl Checker {
    /// Reports why no branch matches. If only one branch allows the type of the value, its own violations are reported.
    pub(super) fn explain(&mut self, keyword: &'static str, branches: &'static [Schema], json: &Json) -> bool {
        if self.purpose == Purpose::Verdict {
            return false;
        }
        // A weight counts a union as one violation, whatever its branches.
        if self.purpose != Purpose::Weight
            && let Some(good) = self.explain_by_tag(branches, json)
        {
            return good;
        }
        let types = types_of(json);
        let mut meant = branches.iter().filter(|branch| accepts_type(branch, types, 8));
        if let (Some(branch), None) = (meant.next(), meant.next()) {
            return self.apply(branch, json);
        }
        let limit = format_args!("a match with one of {} schemas", branches.len());
        match self.purpose {
            Purpose::Report if !self.report.is_full() => {
                let mut violation = self.violation(keyword, &limit, json);
                if self.explained < MOST_EXPLAINED
                    && let Some((index, branch)) = self.nearest(branches, types, json)
                    && let Some(first) = self.first_violation(branch, json)
                {
                    self.explained += 1;
                    violation = violation.with_nearest(index + 1, first);
                }
                self.report.add(violation);
                false
            }
            // For nested branches, only the innermost violation shows what to change.
            Purpose::First => match self.nearest(branches, types, json) {
                Some((_, branch)) => self.apply(branch, json),
                None => self.broken(keyword, limit, json),
            },
            // Counts as one violation, whatever its branches: otherwise each level of nesting would weigh all levels
            // below it.
            Purpose::Weight | Purpose::Report | Purpose::Verdict => self.broken(keyword, limit, json),
        }
    }

    /// The nearest of the branches that allow the type of the value, with its index; the first of several equally near
    /// ones.
    fn nearest(&mut self, branches: &'static [Schema], types: u8, json: &Json) -> Option<(usize, &'static Schema)> {
        let outside = mem::replace(&mut self.weighed_at, self.depth);
        let branches = branches.iter().enumerate();
        let meant = branches.filter(|(_, branch)| accepts_type(branch, types, 8));
        let nearest = meant.min_by_key(|(_, branch)| self.weigh(branch, json).distance());
        self.weighed_at = outside;
        nearest
    }

    /// The distance of the value from a table.
    pub(super) fn weigh(&mut self, schema: &'static Schema, json: &Json) -> Weight {
        if self.holds(schema, json) {
            return Weight::NOTHING;
        }
        if let Some(weight) = self.wrong(schema, json).weight {
            return weight;
        }
        let purpose = mem::replace(&mut self.purpose, Purpose::Weight);
        let outside = mem::take(&mut self.weight);
        self.check(schema, json);
        let weight = mem::replace(&mut self.weight, outside);
        self.purpose = purpose;
        self.wrong(schema, json).weight = Some(weight);
        weight
    }

    /// Continues in another table while a distance is computed.
    pub(super) fn add_weight(&mut self, schema: &'static Schema, json: &Json) -> bool {
        let weight = self.weigh(schema, json);
        self.weight.add(weight);
        if weight != Weight::NOTHING {
            return false;
        }
        if schema.0.iter().any(lists_values) {
            self.weigh_list(true);
        }
        true
    }

    /// Records whether a property has one of the values listed for it, which identifies the kind of the value.
    pub(super) fn weigh_list(&mut self, holds: bool) {
        if self.depth == self.weighed_at + 1 {
            self.weight.add(Weight::of_list(holds));
        }
    }

    fn first_violation(&mut self, schema: &'static Schema, json: &Json) -> Option<Arc<Violation>> {
        let purpose = mem::replace(&mut self.purpose, Purpose::First);
        self.find_first(schema, json);
        self.purpose = purpose;
        self.first.take()
    }

    /// Continues in another table during the search for the first violation.
    pub(super) fn find_first(&mut self, schema: &'static Schema, json: &Json) -> bool {
        if self.holds(schema, json) {
            return true;
        }
        let known = self.wrong(schema, json).first.clone();
        if known.is_some() {
            self.first = known;
            self.purpose = Purpose::Verdict;
        } else {
            self.check(schema, json);
            let found = self.first.clone();
            self.wrong(schema, json).first = found;
        }
        false
    }

    /// Results that are cached, so that a table that is reached in several ways is walked once.
    fn wrong(&mut self, schema: &'static Schema, json: &Json) -> &mut Wrong {
        let known = self.wrong.get_or_insert_default();
        known.entry(pair(schema, json)).or_default()
    }
}

/// What is known about a table that does not match a value.
#[derive(Default)]
pub(super) struct Wrong {
    weight: Option<Weight>,
    first: Option<Arc<Violation>>,
}

/// The distance of a value from a table: the smaller, the nearer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Weight {
    /// How many properties have one of the values listed for them, and how many have another value.
    listed: (u32, u32),
    /// How many constants differ: constants such as a kind or a version identify the intended branch.
    constants: u32,
    /// How deep inside the value the outermost violation is: deeper means that more of the value matches.
    outermost: Reverse<u32>,
    /// How many violations there are.
    count: u32,
}

impl Weight {
    pub(super) const NOTHING: Self = Self {
        listed: (0, 0),
        constants: 0,
        outermost: Reverse(u32::MAX),
        count: 0,
    };

    /// The additional distance for a constant that differs.
    pub(super) const OF_CONSTANT: Self = Self {
        constants: 1,
        ..Self::NOTHING
    };

    fn of_list(holds: bool) -> Self {
        Self {
            listed: if holds { (1, 0) } else { (0, 1) },
            ..Self::NOTHING
        }
    }

    pub(super) fn of_violation(depth: u32) -> Self {
        Self {
            outermost: Reverse(depth),
            count: 1,
            ..Self::NOTHING
        }
    }

    /// The key of the comparison. A value that has none of the listed values, such as a kind, is intended for another
    /// table.
    fn distance(self) -> (bool, u32, Reverse<u32>, u32) {
        let is_other_kind = self.listed.0 == 0 && self.listed.1 > 0;
        (is_other_kind, self.constants, self.outermost, self.count)
    }

    /// The key of a comparison that also counts the properties that a table does not declare.
    pub(super) fn with_undeclared(self, undeclared: u32) -> (bool, u32, u32) {
        let (is_other_kind, constants, _, count) = self.distance();
        (is_other_kind, constants, count.saturating_add(undeclared))
    }

    pub(super) fn add(&mut self, other: Self) {
        // Several ways can lead to one table, which then counts for each of them.
        self.listed.0 = self.listed.0.saturating_add(other.listed.0);
        self.listed.1 = self.listed.1.saturating_add(other.listed.1);
        self.constants = self.constants.saturating_add(other.constants);
        self.outermost = self.outermost.max(other.outermost);
        self.count = self.count.saturating_add(other.count);
    }
}

impl Default for Weight {
    fn default() -> Self {
        Self::NOTHING
    }
}

/// The number of violations that report a nearest branch. Each takes time and memory.
const MOST_EXPLAINED: usize = 100;

/// Whether a rule lists the allowed values.
pub(super) fn lists_values(rule: &Rule) -> bool {
    matches!(rule, Rule::Const(_) | Rule::Strings(_) | Rule::Values(_))
}

/// Whether the `type` of a table allows one of these types. `depth` bounds the chain of references.
pub(super) fn accepts_type(schema: &Schema, types: u8, depth: u8) -> bool {
    schema.0.iter().all(|rule| match rule {
        Rule::Never => false,
        Rule::Type(allowed) => allowed & types != 0,
        Rule::Ref(target) if depth > 0 => accepts_type(target, types, depth - 1),
        Rule::Strings(_) => types & STRING != 0,
        Rule::Tagged(..) => types & OBJECT != 0,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use crate::Violation;
    use crate::check::violations;
    use crate::json::Json;
    use crate::schema::Rule::{AllOf, AnyOf, Closed, Const, Items, MaxLength, MinLength, OneOf, Properties, Ref};
    use crate::schema::Rule::{MinItems, Required, Strings, Type};
    use crate::schema::{ARRAY, INTEGER, OBJECT, STRING, Schema, Value};

    /// The only violation, as it shows itself.
    fn said(schema: &'static Schema, text: &str) -> String {
        let found = violations(schema, &Json::parse(text).unwrap()).unwrap_err();
        assert_eq!(found.as_slice().len(), 1, "{found}");
        found.to_string()
    }

    /// What is said of the nearest branch.
    fn nearest(schema: &'static Schema, text: &str) -> String {
        let said = said(schema, text);
        let (_, nearest) = said.split_once("; branch ").expect(&said);
        nearest.to_owned()
    }

    const NAME: Schema = Schema(&[Type(STRING), MinLength(1), MaxLength(5)]);

    /// Told apart by a constant, once as `const` and once as an `enum` with one value.
    static EVENT: Schema = Schema(&[OneOf(&[
        Schema(&[
            Type(OBJECT),
            Required(&["kind"]),
            Properties(&[
                ("kind", Schema(&[Const(Value::Text("opened"))])),
                ("by", Schema(&[Type(STRING)])),
            ]),
        ]),
        Schema(&[
            Type(OBJECT),
            Required(&["kind", "name", "colour"]),
            Properties(&[
                ("kind", Schema(&[Strings(&["named"])])),
                ("name", NAME),
                ("colour", Schema(&[Strings(&["red", "green"])])),
            ]),
            Closed,
        ]),
    ])]);

    #[test]
    fn the_branch_whose_constants_hold_is_the_nearest() {
        let said = nearest(&ORDER, r#"{"kind": "order", "currency": "USD"}"#);
        assert!(
            said.starts_with("1 is the closest match: /currency: expected \"EUR\" (enum)"),
            "{said}"
        );
    }

    static LISTS: Schema = Schema(&[AnyOf(&[
        Schema(&[Type(OBJECT)]),
        Schema(&[Type(ARRAY), MinItems(4)]),
        Schema(&[Type(ARRAY), Items(&Schema(&[Type(ARRAY), Items(&NAME)]))]),
        Schema(&[
            Type(ARRAY),
            Items(&Schema(&[Type(ARRAY), Items(&Schema(&[Type(INTEGER)]))])),
        ]),
    ])]);

    #[test]
    fn the_branch_that_is_broken_deepest_and_least_is_the_nearest() {
        let said = nearest(&LISTS, r#"[["a"], ["b", "", ""]]"#);
        assert!(
            said.starts_with("3 is the closest match: /1/1: expected at least 1 character"),
            "{said}"
        );
        let said = nearest(&LISTS, r#"[[1], [2, "b"]]"#);
        assert!(
            said.starts_with("4 is the closest match: /1/1: expected integer"),
            "{said}"
        );
        // As much speaks against the one as against the other.
        let said = nearest(&LISTS, "[[true]]");
        assert!(
            said.starts_with("3 is the closest match: /0/0: expected string (type)"),
            "{said}"
        );
    }

    #[cfg(feature = "http")]
    #[test]
    fn in_a_request_the_nearest_branch_has_the_place_of_the_whole() {
        let body = Json::parse(r#"[["a"], ["b", "", ""]]"#).unwrap();
        let mut check = crate::endpoint::RequestCheck::new(crate::Direction::Request);
        check.part("/body", &body, &LISTS);
        let found = check.finish().unwrap_err();
        let pointers = found
            .iter()
            .map(|found| (found.pointer(), found.nearest().map(Violation::pointer)));
        assert_eq!(pointers.collect::<Vec<_>>(), [("/body", Some("/body/1/1"))]);
    }

    #[test]
    fn without_a_branch_of_the_type_none_is_the_nearest() {
        let said = said(&EVENT, "5");
        assert_eq!(
            said,
            "the value: expected a match with one of 2 schemas (oneOf), found 5"
        );
    }

    /// Told apart by their kind, which is no tag: one value is in both. The first has other constants beside it, and a list
    /// of them inside.
    static ORDER: Schema = Schema(&[AnyOf(&[
        Schema(&[Properties(&[
            ("kind", Schema(&[Ref(&ORDERED)])),
            ("currency", Schema(&[Strings(&["EUR"])])),
            ("unit", Schema(&[Strings(&["kg"])])),
            (
                "lines",
                Schema(&[Items(&Schema(&[Properties(&[(
                    "type",
                    Schema(&[Strings(&["line"])]),
                )])]))]),
            ),
        ])]),
        Schema(&[Properties(&[(
            "kind",
            Schema(&[Strings(&["refund", "chargeback", "swap"])]),
        )])]),
    ])]);
    static ORDERED: Schema = Schema(&[Strings(&["order", "reorder", "swap"])]);

    #[test]
    fn the_branch_of_the_kind_is_the_nearest_whatever_else_speaks_against_it() {
        for (value, expected) in [
            (
                r#"{"kind": "order", "currency": "USD", "unit": "lb"}"#,
                "1 is the closest match: /currency: ",
            ),
            (
                r#"{"kind": "reorder", "lines": [{"type": "a"}, {"type": "b"}]}"#,
                "1 is the closest match: /lines/0/type: ",
            ),
        ] {
            let said = nearest(&ORDER, value);
            assert!(said.starts_with(expected), "{said}");
        }
    }

    static ITEMS: Schema = Schema(&[Items(&Schema(&[Ref(&LISTS)]))]);

    #[test]
    fn of_very_many_violations_only_the_first_tell_of_the_nearest() {
        let value = format!("[{}[[true]]]", "[[true]],".repeat(200));
        let found = violations(&ITEMS, &Json::parse(&value).unwrap()).unwrap_err();
        assert_eq!(found.as_slice().len(), 201);
        assert_eq!(found.iter().filter(|found| found.nearest().is_some()).count(), 100);
    }

    #[test]
    fn what_is_said_of_the_nearest_branch_is_no_second_line() {
        let said = said(&LISTS, r#"[["a\nbcdef"], ["b"]]"#);
        assert!(said.lines().count() == 1 && said.contains("closest match"), "{said}");
    }

    /// Each level has three ways into the next, and two of these go there twice.
    static NEST: Schema = Schema(&[AnyOf(&[
        Schema(&[Ref(&TWICE), MinItems(3)]),
        Schema(&[Ref(&TWICE)]),
        Schema(&[Type(ARRAY), Items(&Schema(&[Ref(&NEST)]))]),
        Schema(&[Type(STRING)]),
    ])]);
    static TWICE: Schema = Schema(&[AllOf(&[Schema(&[Ref(&INTO)]), Schema(&[Ref(&INTO)])])]);
    static INTO: Schema = Schema(&[Type(ARRAY), Items(&Schema(&[Ref(&NEST)]))]);

    fn nested(depth: usize, inner: &str) -> String {
        format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn nested_branches_lead_to_the_innermost_violation_in_one_step() {
        let said = said(&NEST, &nested(120, "1"));
        let pointer = "/0".repeat(120);
        let expected = format!("branch 3 is the closest match: {pointer}: expected array (type), found 1");
        assert!(
            said.ends_with(&expected) && said.matches("closest match").count() == 1,
            "{said}"
        );
    }

    /// As [`NEST`], but what is wrong inside of a branch is weighed through all levels.
    static TREE: Schema = Schema(&[AnyOf(&[
        Schema(&[Ref(&BRANCH), MinItems(1)]),
        Schema(&[AllOf(&[Schema(&[Ref(&BRANCH)]), Schema(&[Ref(&BRANCH)])])]),
    ])]);
    static BRANCH: Schema = Schema(&[AllOf(&[Schema(&[Ref(&TWIG)]), Schema(&[Ref(&TWIG)])])]);
    static TWIG: Schema = Schema(&[Type(ARRAY), Items(&Schema(&[Ref(&BRANCH)]))]);

    #[test]
    fn what_several_ways_lead_to_is_weighed_once() {
        let said = said(&TREE, &nested(120, "1"));
        let expected = format!(
            "branch 1 is the closest match: {}: expected array (type), found 1",
            "/0".repeat(120)
        );
        assert!(said.ends_with(&expected), "{said}");
    }

    /// Demanded of every level, and by each of its branches.
    static LEVEL: Schema = Schema(&[
        AnyOf(&[
            Schema(&[Type(STRING)]),
            Schema(&[Type(ARRAY), MinItems(9), Items(&Schema(&[Ref(&LEVEL)]))]),
            Schema(&[Type(ARRAY), Items(&Schema(&[Ref(&LEVEL)]))]),
        ]),
        Items(&Schema(&[Ref(&LEVEL)])),
    ]);

    #[test]
    fn each_level_of_a_nest_tells_of_the_innermost_violation() {
        let found = violations(&LEVEL, &Json::parse(&nested(90, "1")).unwrap()).unwrap_err();
        assert_eq!(found.as_slice().len(), 91);
        let innermost = "/0".repeat(90);
        for violation in found.iter().filter(|found| found.pointer() != innermost) {
            let nearest = violation.nearest().map(Violation::pointer);
            assert_eq!(nearest, Some(&*innermost), "{violation}");
        }
    }
}
