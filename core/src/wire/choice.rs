//! `choice!`: enums for `oneOf`, `anyOf` and several types.

use core::cell::Cell;
use std::borrow::Cow;

use serde_core::de::Deserializer;

use crate::check::{Fitting, types_of};
use crate::json::scan::{self, Found};
use crate::json::{DEPTH, Json, JsonError, Reading, deserialize_as};
use crate::schema::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING, Schema};
use crate::wire::Wire;

/// The branches of a choice.
#[derive(Debug)]
pub struct Choice<'b, T> {
    /// One branch for each variant.
    pub branches: &'b [Branch<'b, T>],
    /// The property that distinguishes the objects.
    pub tag: Option<Tag<'b, T>>,
    /// Preserves a value that no branch can deserialize.
    pub unknown: fn(Json) -> T,
}

/// One branch: its JSON types, its tables, and its deserializer.
#[derive(Debug)]
pub struct Branch<'b, T> {
    /// The JSON types that the branch can hold.
    pub types: u8,
    /// The tables of the schemas of the branch. A value of the branch is valid against at least one of them.
    pub schemas: &'b [&'static Schema],
    /// Deserializes JSON text.
    pub read: Read<T>,
}

/// Deserializes JSON text. Returns `None` if it does not fit.
pub type Read<T> = fn(&str) -> Option<T>;

/// A property of every branch for objects, with values that identify the branch.
#[derive(Debug)]
pub struct Tag<'b, T> {
    /// The name of the property.
    pub property: &'static str,
    /// Whether every branch requires the property.
    pub required: bool,
    /// The values, sorted, each with the deserializer of its branch.
    pub values: &'b [(&'static str, Read<T>)],
}

/// Deserializes a value with the branch that its tag or its type identifies. If neither does, uses the branch that the
/// value fits best: one that it is valid against, if there is one, with as few undeclared properties as possible.
///
/// If a tag or a type identifies the branch, the text is deserialized directly, without a check.
///
/// # Errors
/// The errors of the deserializer.
pub fn choose<'de, D, T>(deserializer: D, choice: &Choice<'_, T>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    deserialize_as(deserializer, choice)
}

impl<T> Reading for &Choice<'_, T> {
    type Value = T;

    fn text(self, text: &str) -> Result<T, JsonError> {
        // Each branch counts the nesting from zero.
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

/// The selected branch.
enum Decision<T> {
    /// This branch.
    Read(Read<T>),
    /// No branch.
    Unknown,
    /// One of the branches against which the value is valid.
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
            // A branch for integers may not accept this number.
            (Some(branch), None) if types & !branch.types & NUMBER == 0 => Decision::Read(branch.read),
            _ => Decision::Check,
        }
    }

    fn check(&self, json: Json, text: &str) -> T {
        let types = types_of(&json);
        let of_type: Vec<&Branch<'_, T>> = self
            .branches
            .iter()
            .filter(|branch| branch.types & types != 0)
            .collect();
        let read = match &of_type[..] {
            [] => None,
            [only] => (only.read)(text),
            several => best(several, &json, text),
        };
        read.unwrap_or_else(|| (self.unknown)(json))
    }
}

/// Deserializes a value with the branch that it fits best.
fn best<T>(branches: &[&Branch<'_, T>], json: &Json, text: &str) -> Option<T> {
    let tables: Vec<&[&'static Schema]> = branches.iter().map(|branch| branch.schemas).collect();
    let mut fitting = Fitting::new(json);
    let read = |index: usize| branches.get(index).and_then(|branch| (branch.read)(text));
    let valid = fitting.valid(&tables).into_iter().find_map(read);
    valid.or_else(|| guess(|| fitting.nearest(&tables).into_iter().find_map(read)))
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

/// The possible types of a value, determined by its first character.
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

/// Tries branches against which the value is not valid, unless an outer level already does so. Each level may
/// deserialize everything below it once for each branch, so a hostile value could double the work with every level.
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

/// A field with the tag of a union.
pub trait TagField {
    /// The value of the tag.
    fn text(&self) -> Option<&str>;
}

impl TagField for Cow<'static, str> {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl TagField for Option<Cow<'static, str>> {
    fn text(&self) -> Option<&str> {
        self.as_deref()
    }
}

/// Deserializes JSON text. Returns `None` if it does not fit.
pub fn from_text<T: Wire>(text: &str) -> Option<T> {
    super::from_str(text).ok()
}

/// A choice between branches: `choice! { Name, Unknown, disjoint; Variant(Type) = types, &TABLE, …; … }`. If a property
/// distinguishes the objects, the variants are followed by `=> "property", required = true, { "value" = Variant; … }`
/// with sorted values.
///
/// A variant represents one schema, or several with the same Rust type. `disjoint` means that each variant represents
/// one schema, and that no value is valid against two of them. A value that is valid against its own schema is then
/// valid. `tagged` means the same for a union with a `discriminator`, if the tag of the value selects its variant: each
/// variant is then followed by `if field is "value" | …`.
#[doc(hidden)]
#[macro_export]
macro_rules! choice {
    (
        $name:ident, $unknown:ident, $overlap:ident;
        $($variant:ident($type:ty) $(if $field:ident is $($tag:literal)|+)? = $types:expr, $($schema:expr),+;)*
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
            #[inline]
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                $crate::choice!(@fast_check $overlap self schema; $($variant $($field $($tag)+)? = $($schema),+;)*)
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
    (@fast_check tagged $self:ident $given:ident; $($variant:ident $field:ident $($tag:literal)+ = $schema:expr;)*) => {
        $given.is(<Self as $crate::Exact>::SCHEMA)
            && match $self {
                $(Self::$variant(value) => {
                    matches!($crate::wire::TagField::text(&value.$field), ::core::option::Option::Some($($tag)|+))
                        && $crate::exact::FastCheck::passes_fast_check(value, $schema)
                })*
                _ => false,
            }
    };
    (@fast_check disjoint $self:ident $given:ident; $($variant:ident = $schema:expr;)*) => {
        $given.is(<Self as $crate::Exact>::SCHEMA)
            && match $self {
                $(Self::$variant(value) => $crate::exact::FastCheck::passes_fast_check(value, $schema),)*
                _ => false,
            }
    };
}
