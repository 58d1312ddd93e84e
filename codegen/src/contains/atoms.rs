//! The parts that a goal is taken apart into, for values of one JSON type.

use typewright_core::Json;
use typewright_core::pattern::Pattern;
use typewright_core::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, Rule, STRING, Schema};

use super::goal::Literal;

/// A JSON type. Integers are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    pub(super) const ALL: [Self; 6] = [
        Self::Null,
        Self::Boolean,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// All values, if there are few.
    pub(super) fn values(self) -> Option<Vec<Json>> {
        match self {
            Self::Null => Some(vec![Json::Null]),
            Self::Boolean => Some(vec![Json::Bool(true), Json::Bool(false)]),
            Self::Number | Self::String | Self::Array | Self::Object => None,
        }
    }

    fn bits(self) -> u8 {
        match self {
            Self::Null => NULL,
            Self::Boolean => BOOLEAN,
            Self::Number => NUMBER | INTEGER,
            Self::String => STRING,
            Self::Array => ARRAY,
            Self::Object => OBJECT,
        }
    }
}

/// Something that a value of one type must satisfy, or must not.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// A schema.
    Schema(Literal),
    /// A rule for this type, of a schema that may hold others that it depends on.
    Rule {
        owner: &'static Schema,
        rule: &'static Rule,
        holds: bool,
    },
    /// None of the schemas, or more than one.
    NotExactlyOne(&'static [Schema]),
    /// A number without a fraction, or one with a fraction.
    Integer(bool),
    /// The object has the property, or has it not.
    Property(&'static str, bool),
    /// The object has the property, with a value that does not satisfy the schema.
    WrongProperty(&'static str, &'static Schema),
    /// The object has a property whose name matches the pattern, with a value that does not satisfy the schema.
    WrongMatch(&'static Pattern, &'static Schema),
    /// The array has an item at this place that does not satisfy the schema.
    WrongItem(usize, &'static Schema),
}

/// A choice: one of these lists must be satisfied.
pub(super) struct Choice {
    pub(super) ways: Vec<Vec<Part>>,
    /// The schema that must not hold, if the choice is between the rules to break.
    pub(super) denied: Option<&'static Schema>,
}

/// What follows from one literal.
pub(super) enum Step {
    /// Nothing satisfies it.
    Impossible,
    /// All parts and all choices must hold.
    All(Vec<Part>, Vec<Choice>),
}

/// Takes a schema that must hold apart.
pub(super) fn affirm(schema: &'static Schema, kind: Kind) -> Step {
    let mut parts = Vec::new();
    let mut choices = Vec::new();
    let yes = |schema| Part::Schema(Literal::yes(schema));
    let no = |schema| Part::Schema(Literal::no(schema));
    for rule in schema.rules() {
        match rule {
            Rule::Never => return Step::Impossible,
            Rule::Ref(target) => parts.push(yes(target)),
            Rule::Deferred(cell) => parts.extend(cell.get().copied().map(yes)),
            Rule::Type(types) => {
                let allowed = types & kind.bits();
                if allowed == 0 {
                    return Step::Impossible;
                }
                if allowed == INTEGER {
                    parts.push(Part::Integer(true));
                }
            }
            Rule::AllOf(all) => parts.extend(all.iter().map(yes)),
            Rule::AnyOf(any) => choices.push(Choice {
                ways: any.iter().map(|one| vec![yes(one)]).collect(),
                denied: None,
            }),
            Rule::OneOf(branches) => choices.push(Choice {
                ways: exactly_one(branches),
                denied: None,
            }),
            Rule::Not(denied) => parts.push(no(denied)),
            Rule::If(condition, then, otherwise) => choices.push(Choice {
                ways: vec![vec![yes(condition), yes(then)], vec![no(condition), yes(otherwise)]],
                denied: None,
            }),
            Rule::Required(names) if kind == Kind::Object => {
                parts.extend(names.iter().map(|name| Part::Property(name, true)));
            }
            Rule::RequiredWith(entries) if kind == Kind::Object => {
                for (name, others) in *entries {
                    let present = others.iter().map(|other| Part::Property(other, true));
                    choices.push(Choice {
                        ways: vec![vec![Part::Property(name, false)], present.collect()],
                        denied: None,
                    });
                }
            }
            Rule::SchemaWith(entries) if kind == Kind::Object => {
                for (name, schema) in *entries {
                    choices.push(Choice {
                        ways: vec![vec![Part::Property(name, false)], vec![yes(schema)]],
                        denied: None,
                    });
                }
            }
            rule if concerns(rule, kind) => parts.push(Part::Rule {
                owner: schema,
                rule,
                holds: true,
            }),
            _ => {}
        }
    }
    Step::All(parts, choices)
}

/// Takes a schema that must not hold apart: one of its rules must be broken.
pub(super) fn deny(schema: &'static Schema, kind: Kind) -> Step {
    let mut ways: Vec<Vec<Part>> = Vec::new();
    let yes = |schema| Part::Schema(Literal::yes(schema));
    let no = |schema| Part::Schema(Literal::no(schema));
    for rule in schema.rules() {
        match rule {
            Rule::Never => return Step::All(Vec::new(), Vec::new()),
            Rule::Ref(target) => ways.push(vec![no(target)]),
            Rule::Deferred(cell) => ways.extend(cell.get().map(|target| vec![no(target)])),
            Rule::Type(types) => match types & kind.bits() {
                0 => return Step::All(Vec::new(), Vec::new()),
                INTEGER => ways.push(vec![Part::Integer(false)]),
                _ => {}
            },
            Rule::AllOf(all) => ways.extend(all.iter().map(|one| vec![no(one)])),
            Rule::AnyOf(any) => ways.push(any.iter().map(no).collect()),
            Rule::OneOf(branches) => ways.push(vec![Part::NotExactlyOne(branches)]),
            Rule::Not(denied) => ways.push(vec![yes(denied)]),
            Rule::If(condition, then, otherwise) => {
                ways.push(vec![yes(condition), no(then)]);
                ways.push(vec![no(condition), no(otherwise)]);
            }
            Rule::Required(names) if kind == Kind::Object => {
                ways.extend(names.iter().map(|name| vec![Part::Property(name, false)]));
            }
            Rule::Properties(properties) if kind == Kind::Object => {
                ways.extend(
                    properties
                        .iter()
                        .map(|(name, schema)| vec![Part::WrongProperty(name, schema)]),
                );
            }
            Rule::PatternProperties(entries) if kind == Kind::Object => {
                let entries = entries.iter();
                ways.extend(entries.map(|(pattern, schema)| vec![Part::WrongMatch(pattern, schema)]));
            }
            Rule::Tuple(items) if kind == Kind::Array => {
                let items = items.iter().enumerate();
                ways.extend(items.map(|(place, schema)| vec![Part::WrongItem(place, schema)]));
            }
            Rule::RequiredWith(entries) if kind == Kind::Object => {
                for (name, others) in *entries {
                    let missing = others.iter().map(|other| Part::Property(other, false));
                    ways.extend(missing.map(|missing| vec![Part::Property(name, true), missing]));
                }
            }
            Rule::SchemaWith(entries) if kind == Kind::Object => {
                let entries = entries.iter();
                ways.extend(entries.map(|(name, schema)| vec![Part::Property(name, true), no(schema)]));
            }
            rule if concerns(rule, kind) => ways.push(vec![Part::Rule {
                owner: schema,
                rule,
                holds: false,
            }]),
            _ => {}
        }
    }
    match ways.len() {
        0 => Step::Impossible,
        1 => Step::All(ways.concat(), Vec::new()),
        _ => Step::All(
            Vec::new(),
            vec![Choice {
                ways,
                denied: Some(schema),
            }],
        ),
    }
}

/// The ways to satisfy none of the schemas, or two of them. The schemas are those that can be satisfied at all.
pub(super) fn not_exactly_one(branches: &[&'static Schema]) -> Vec<Vec<Part>> {
    let none = branches.iter().map(|schema| Part::Schema(Literal::no(schema)));
    let mut ways = vec![none.collect()];
    for (index, first) in branches.iter().enumerate() {
        for second in branches.iter().skip(index + 1) {
            ways.push(vec![
                Part::Schema(Literal::yes(first)),
                Part::Schema(Literal::yes(second)),
            ]);
        }
    }
    ways
}

fn exactly_one(branches: &'static [Schema]) -> Vec<Vec<Part>> {
    let ways = (0..branches.len()).map(|wanted| {
        let parts = branches.iter().enumerate().map(|(index, schema)| {
            Part::Schema(Literal {
                schema,
                holds: index == wanted,
            })
        });
        parts.collect()
    });
    ways.collect()
}

/// Whether a rule says anything about values of a type.
fn concerns(rule: &Rule, kind: Kind) -> bool {
    match rule {
        Rule::Const(_) | Rule::Strings(_) | Rule::Values(_) => true,
        Rule::MinLength(_) | Rule::MaxLength(_) | Rule::Pattern(_) | Rule::Format(_) | Rule::Predicate(_) => {
            kind == Kind::String
        }
        Rule::MultipleOf(_)
        | Rule::Minimum(_)
        | Rule::Maximum(_)
        | Rule::ExclusiveMinimum(_)
        | Rule::ExclusiveMaximum(_) => kind == Kind::Number,
        Rule::Items(_)
        | Rule::Tuple(_)
        | Rule::AdditionalItems(_)
        | Rule::Contains(_)
        | Rule::MinItems(_)
        | Rule::MaxItems(_)
        | Rule::UniqueItems => kind == Kind::Array,
        Rule::Properties(_)
        | Rule::PatternProperties(_)
        | Rule::AdditionalProperties(_)
        | Rule::Closed
        | Rule::PropertyNames(_)
        | Rule::MinProperties(_)
        | Rule::MaxProperties(_) => kind == Kind::Object,
        _ => false,
    }
}
