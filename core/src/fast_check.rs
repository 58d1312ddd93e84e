//! The fast check of the types that make up generated types.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check;
use crate::exact::FastCheck;
use crate::formats::{Date, Format, Ipv4, Ipv6, Timestamp, Uri, Uuid};
use crate::json::{Json, JsonObject};
use crate::number::{Integer, Number};
use crate::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, Rule, STRING, Schema, Value};

/// Checks a string against the keywords for strings. Fails for any other keyword.
pub fn text(text: &str, schema: &'static Schema) -> bool {
    text_by(text, None, schema)
}

/// Checks a string against all keywords.
pub fn is_valid(given: &str, schema: &'static Schema) -> bool {
    text(given, schema) || check::is_valid(schema, &Json::String(given.to_owned()))
}

/// Checks a string that may be known to have a format, or known not to have it.
fn text_by(text: &str, format: Option<(Format, bool)>, schema: &'static Schema) -> bool {
    for rule in schema.target().0 {
        let holds = match rule {
            Rule::Type(types) => types & STRING != 0,
            Rule::MaxLength(most) => check::at_most(text, *most),
            Rule::MinLength(least) => check::at_least(text, *least),
            Rule::Pattern(pattern) => pattern.is_match(text),
            Rule::Format(wanted) => match format {
                Some((checked, is_valid)) if checked == *wanted => is_valid,
                _ => wanted.is_valid(text),
            },
            Rule::Ref(target) => text_by(text, format, target),
            Rule::Strings(known) => known.contains(&text),
            Rule::Const(Value::Text(only)) => *only == text,
            // These are about errors.
            Rule::Password | Rule::Hidden => true,
            _ => false,
        };
        if !holds {
            return false;
        }
    }
    true
}

/// Whether a documented value of an enum is valid: the table must be the table of the enum, with no rule but the list
/// of values.
#[inline]
pub fn listed(schema: &'static Schema, own: &'static Schema, values: usize) -> bool {
    schema.is(own)
        && match own.0 {
            [Rule::Type(types), Rule::Strings(texts)] => types & STRING != 0 && texts.len() == values,
            [Rule::Strings(texts)] => texts.len() == values,
            [Rule::Type(types), Rule::Const(_)] => types & STRING != 0 && values == 1,
            [Rule::Const(_)] => values == 1,
            _ => false,
        }
}

/// Whether a documented value of an enum of integers is valid: the table must be the table of the enum, with no rule but
/// the list of values, which may also contain `null`.
#[inline]
pub fn listed_integers(schema: &'static Schema, own: &'static Schema, values: usize) -> bool {
    let lists = |listed: &[Value]| {
        let numbers = listed.iter().filter(|value| matches!(value, Value::Number(_)));
        numbers.count() == values
    };
    schema.is(own)
        && match own.0 {
            [Rule::Type(types), Rule::Values(listed)] => types & INTEGER != 0 && lists(listed),
            [Rule::Values(listed)] => lists(listed),
            [Rule::Type(types), Rule::Const(_)] => types & INTEGER != 0 && values == 1,
            [Rule::Const(_)] => values == 1,
            _ => false,
        }
}

/// Whether the items are all different. Only for a few items: for many, the full check is faster.
#[inline]
pub fn pairwise<T: PartialEq>(items: &[T]) -> bool {
    const FEW: usize = 16;
    items.len() <= FEW
        && items
            .iter()
            .enumerate()
            .all(|(index, item)| !items.iter().take(index).any(|earlier| earlier == item))
}

fn number(number: &Number, types: u8, schema: &Schema) -> bool {
    schema.0.iter().all(|rule| match rule {
        Rule::Type(allowed) => allowed & types != 0,
        Rule::Ref(target) => self::number(number, types, target),
        Rule::Hidden => true,
        Rule::MultipleOf(_)
        | Rule::Minimum(_)
        | Rule::Maximum(_)
        | Rule::ExclusiveMinimum(_)
        | Rule::ExclusiveMaximum(_) => check::number_holds(rule, number),
        _ => false,
    })
}

impl FastCheck for String {
    #[inline]
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        text(self, schema)
    }

    fn distinct(items: &[Self]) -> bool {
        pairwise(items)
    }
}

impl FastCheck for Cow<'static, str> {
    #[inline]
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        text(self, schema)
    }

    fn distinct(items: &[Self]) -> bool {
        pairwise(items)
    }
}

macro_rules! formatted {
    ($($type:ty => $format:ident),* $(,)?) => {$(
        impl FastCheck for $type {
            #[inline]
            fn passes_fast_check(&self, schema: &'static Schema) -> bool {
                text_by(self.as_str(), Some((Format::$format, self.is_valid())), schema)
            }
        }
    )*};
}

formatted! {
    Timestamp => DateTime,
    Date => Date,
    Uuid => Uuid,
    Ipv4 => Ipv4,
    Ipv6 => Ipv6,
    Uri => Uri,
}

impl FastCheck for bool {
    #[inline]
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        schema.0.iter().all(|rule| match rule {
            Rule::Type(types) => types & BOOLEAN != 0,
            Rule::Ref(target) => self.passes_fast_check(target),
            Rule::Hidden => true,
            _ => false,
        })
    }
}

impl FastCheck for () {
    #[inline]
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        schema.0.iter().all(|rule| match rule {
            Rule::Type(types) => types & NULL != 0,
            Rule::Ref(target) => ().passes_fast_check(target),
            _ => false,
        })
    }
}

impl FastCheck for Number {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        if !self.is_valid() {
            return false;
        }
        let types = if self.is_integer() { INTEGER | NUMBER } else { NUMBER };
        number(self, types, schema)
    }
}

impl FastCheck for Integer {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        number(self.as_number(), INTEGER | NUMBER, schema)
    }
}

impl FastCheck for i64 {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        number(&Number::from(*self), INTEGER | NUMBER, schema)
    }

    fn distinct(items: &[Self]) -> bool {
        pairwise(items)
    }
}

impl FastCheck for f64 {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        Number::from(*self).passes_fast_check(schema)
    }
}

impl FastCheck for JsonObject {
    /// The table describes the JSON object, so only the full check can decide.
    fn passes_fast_check(&self, _schema: &'static Schema) -> bool {
        false
    }
}

impl FastCheck for Json {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        is_writable(self) && check::is_valid(schema, self)
    }
}

/// Whether all numbers in a value are valid JSON numbers.
fn is_writable(json: &Json) -> bool {
    match json {
        Json::Number(number) => number.is_valid(),
        Json::Array(items) => items.iter().all(is_writable),
        Json::Object(object) => object.iter().all(|(_, value)| is_writable(value)),
        Json::Null | Json::Bool(_) | Json::String(_) => true,
    }
}

/// The schema that accepts every value.
static ANY: Schema = Schema(&[]);

impl<T: FastCheck> FastCheck for Vec<T> {
    #[inline]
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        let length = self.len() as u64;
        // Without a rule for the items, any item is valid that can be serialized.
        let is_about_items = |rule: &Rule| matches!(rule, Rule::Items(_) | Rule::Ref(_));
        if !schema.0.iter().any(is_about_items) && !self.iter().all(|item| item.passes_fast_check(&ANY)) {
            return false;
        }
        schema.0.iter().all(|rule| match rule {
            Rule::Type(types) => types & ARRAY != 0,
            Rule::Ref(target) => self.passes_fast_check(target),
            Rule::Hidden => true,
            Rule::Items(each) => self.iter().all(|item| item.passes_fast_check(each)),
            Rule::MinItems(least) => length >= *least,
            Rule::MaxItems(most) => length <= *most,
            Rule::UniqueItems => T::distinct(self),
            _ => false,
        })
    }
}

impl<T: FastCheck> FastCheck for BTreeMap<String, T> {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        let count = self.len() as u64;
        let plain = schema.0.iter().all(|rule| {
            !matches!(
                rule,
                Rule::Properties(_) | Rule::PatternProperties(_) | Rule::Required(_)
            )
        });
        let is_about_values = |rule: &Rule| matches!(rule, Rule::AdditionalProperties(_) | Rule::Closed | Rule::Ref(_));
        plain
            && (schema.0.iter().any(is_about_values) || self.values().all(|value| value.passes_fast_check(&ANY)))
            && schema.0.iter().all(|rule| match rule {
                Rule::Type(types) => types & OBJECT != 0,
                Rule::Ref(target) => self.passes_fast_check(target),
                Rule::Hidden => true,
                Rule::AdditionalProperties(each) => self.values().all(|value| value.passes_fast_check(each)),
                Rule::Closed => self.is_empty(),
                Rule::MinProperties(least) => count >= *least,
                Rule::MaxProperties(most) => count <= *most,
                _ => false,
            })
    }
}

impl<T: FastCheck> FastCheck for Box<T> {
    #[inline]
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        T::passes_fast_check(self, schema)
    }
}

/// `None` is JSON `null`.
impl<T: FastCheck> FastCheck for Option<T> {
    fn passes_fast_check(&self, schema: &'static Schema) -> bool {
        match self {
            Some(value) => value.passes_fast_check(schema),
            None => ().passes_fast_check(schema),
        }
    }
}
