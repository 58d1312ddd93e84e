//! `choice!`: `oneOf`, `anyOf` and lists of types, as enums.

use core::cell::Cell;

use serde_core::de::Deserializer;

use crate::check::{self, types_of};
use crate::json::scan::{self, Found};
use crate::json::{DEPTH, Json, JsonError, Reading, deserialize_as};
use crate::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING, Schema};
use crate::wire::Wire;

/// The ways to read a value.
#[derive(Debug)]
pub struct Choice<'b, T> {
    /// One for each variant.
    pub branches: &'b [Branch<'b, T>],
    /// What tells the objects among the values apart.
    pub tag: Option<Tag<'b, T>>,
    /// Preserves a value that no branch can read.
    pub unknown: fn(Json) -> T,
}

/// One way to read a value: the types it is for, its table, and how to read it.
#[derive(Debug)]
pub struct Branch<'b, T> {
    /// The JSON types that the branch can hold.
    pub types: u8,
    /// The tables of the schemas that the branch is for: a value of the branch is valid against one of them at least.
    pub schemas: &'b [&'static Schema],
    /// Reads JSON text.
    pub read: Read<T>,
}

/// Reads JSON text, or says that the text does not fit.
pub type Read<T> = fn(&str) -> Option<T>;

/// A property that each branch for objects has, with values that no other branch has.
#[derive(Debug)]
pub struct Tag<'b, T> {
    /// The name of the property.
    pub property: &'static str,
    /// Whether every branch requires the property.
    pub required: bool,
    /// The values, sorted, each with what reads an object that has it.
    pub values: &'b [(&'static str, Read<T>)],
}

/// Reads a value by the branch that its tag or its type names. Where neither decides, by the first branch that the value is
/// valid against; if there is none, by the first that can hold it.
///
/// Where a tag or a type decides, the branch reads the text at once, and nothing is checked.
///
/// # Errors
/// Those of the deserializer.
pub fn choose<'de, D, T>(deserializer: D, choice: &Choice<'_, T>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    deserialize_as(deserializer, choice)
}

impl<T> Reading for &Choice<'_, T> {
    type Value = T;

    fn text(self, text: &str) -> Result<T, JsonError> {
        // Each branch starts to count anew how deep it reads.
        let decision = if scan::is_deeper(text, DEPTH) {
            Decision::Check
        } else {
            self.decide(text)
        };
        match decision {
            Decision::Read(read) => match read(text) {
                Some(value) => Ok(value),
                None => Json::parse(text).map(self.unknown),
            },
            Decision::Unknown => Json::parse(text).map(self.unknown),
            Decision::Check => Ok(self.check(Json::parse(text)?, text)),
        }
    }

    fn json(self, json: Json) -> T {
        let text = json.to_string();
        match self.decide(&text) {
            Decision::Read(read) => read(&text).unwrap_or_else(|| (self.unknown)(json)),
            Decision::Unknown => (self.unknown)(json),
            Decision::Check => self.check(json, &text),
        }
    }
}

/// How a value is to be read.
enum Decision<T> {
    /// By this branch.
    Read(Read<T>),
    /// By none.
    Unknown,
    /// By one of those that it is valid against.
    Check,
}

impl<T> Choice<'_, T> {
    fn decide(&self, text: &str) -> Decision<T> {
        let types = types_of_text(text);
        if types == OBJECT
            && let Some(tag) = &self.tag
        {
            return match scan::property(text, tag.property) {
                Found::String(value) => tag.read(&value).map_or(Decision::Unknown, Decision::Read),
                Found::Missing if !tag.required => Decision::Check,
                Found::Missing | Found::Other => Decision::Unknown,
            };
        }
        let mut of_type = self.branches.iter().filter(|branch| branch.types & types != 0);
        match (of_type.next(), of_type.next()) {
            (None, _) => Decision::Unknown,
            // A branch for integers may not be for this number.
            (Some(branch), None) if types & !branch.types & NUMBER == 0 => Decision::Read(branch.read),
            _ => Decision::Check,
        }
    }

    fn check(&self, json: Json, text: &str) -> T {
        let types = types_of(&json);
        let of_type = || self.branches.iter().filter(|branch| branch.types & types != 0);
        let read = match of_type().count() {
            0 => None,
            1 => of_type().find_map(|branch| (branch.read)(text)),
            _ => of_type()
                .filter(|branch| branch.schemas.iter().any(|schema| check::is_valid(schema, &json)))
                .find_map(|branch| (branch.read)(text))
                .or_else(|| guess(|| of_type().find_map(|branch| (branch.read)(text)))),
        };
        read.unwrap_or_else(|| (self.unknown)(json))
    }
}

impl<T> Tag<'_, T> {
    fn read(&self, value: &str) -> Option<Read<T>> {
        let place = self.values.binary_search_by(|(known, _)| (*known).cmp(value));
        place
            .ok()
            .and_then(|place| self.values.get(place))
            .map(|(_, read)| *read)
    }
}

/// The types that a value may have, told by its first character.
fn types_of_text(text: &str) -> u8 {
    match text.trim_start().bytes().next() {
        Some(b'{') => OBJECT,
        Some(b'[') => ARRAY,
        Some(b'"') => STRING,
        Some(b't' | b'f') => BOOLEAN,
        Some(b'n') => NULL,
        _ => INTEGER | NUMBER,
    }
}

/// Tries branches that a value is not right by, unless that is being done some levels up already: each level can read
/// all that is below it once for each branch, so a hostile value could double the work with every level.
fn guess<T>(attempt: impl FnOnce() -> Option<T>) -> Option<T> {
    const DEEPEST: u8 = 4;
    let depth = GUESSES.get();
    if depth >= DEEPEST {
        return None;
    }
    GUESSES.set(depth + 1);
    let read = attempt();
    GUESSES.set(depth);
    read
}

thread_local! {
    static GUESSES: Cell<u8> = const { Cell::new(0) };
}

/// Reads JSON text, or says that the text does not fit.
pub fn from_text<T: Wire>(text: &str) -> Option<T> {
    super::from_str(text).ok()
}

/// A choice between shapes: `choice! { Name, Unknown, disjoint; Variant(Type) = types, &TABLE, …; … }`, and behind the
/// variants, if a property tells the objects apart, `=> "property", required = true, { "value" = Variant; … }`, the
/// values sorted.
///
/// A variant is for one schema, or for several that look the same in Rust. `disjoint` says that each is for one, and that
/// no value can be valid against two of them, so a value that is valid against its own is valid.
#[doc(hidden)]
#[macro_export]
macro_rules! choice {
    (
        $name:ident, $unknown:ident, $overlap:ident;
        $($variant:ident($type:ty) = $types:expr, $($schema:expr),+;)*
        $(=> $property:literal, required = $required:literal, { $($value:literal = $tagged:ident;)* })?
    ) => {
        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::wire::Wire::write(value, serializer),)*
                    Self::$unknown(json) => $crate::wire::serde::Serialize::serialize(json, serializer),
                }
            }
        }

        impl<'de> $crate::wire::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::wire::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::wire::choose(
                    deserializer,
                    &$crate::wire::Choice {
                        branches: &[
                            $($crate::wire::Branch {
                                types: $types,
                                schemas: &[$($schema),+],
                                read: |text| $crate::wire::from_text(text).map(Self::$variant),
                            },)*
                        ],
                        tag: $crate::choice!(@tag $($property, $required; $($value = $tagged),*)?),
                        unknown: Self::$unknown,
                    },
                )
            }
        }

        $crate::serde_wire!($name);

        impl $crate::exact::FastCheck for $name {
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                $crate::choice!(@fast_check $overlap self schema; $($variant = $($schema),+;)*)
            }
        }
    };

    (@tag) => {
        ::core::option::Option::None
    };
    (@tag $property:literal, $required:literal; $($value:literal = $variant:ident),*) => {
        ::core::option::Option::Some($crate::wire::Tag {
            property: $property,
            required: $required,
            values: &[$(($value, |text| $crate::wire::from_text(text).map(Self::$variant)),)*],
        })
    };
    (@fast_check overlapping $self:ident $schema:ident; $($rest:tt)*) => {{
        let _ = $schema;
        false
    }};
    (@fast_check disjoint $self:ident $given:ident; $($variant:ident = $schema:expr;)*) => {
        $given.is(<Self as $crate::Exact>::SCHEMA)
            && match $self {
                $(Self::$variant(value) => $crate::exact::FastCheck::passes_fast_check(value, $schema),)*
                _ => false,
            }
    };
}
