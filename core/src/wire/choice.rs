//! `choice!`: `oneOf`, `anyOf` and lists of types, as enums.

use core::cell::Cell;

use serde_core::de::{Deserialize, DeserializeOwned, Deserializer};

use crate::check::{self, types_of};
use crate::json::Json;
use crate::schema::Schema;

/// One way to read a value: the types it is for, its table, and how to read it.
pub struct Branch<'b, T> {
    /// The JSON types that the branch can hold.
    pub types: u8,
    /// The rules of the schemas that the branch is for: a value is right by one of them at least.
    pub schemas: &'b [&'static Schema],
    /// Reads JSON text, or says that the text does not fit.
    pub read: fn(&str) -> Option<T>,
}

/// Reads a value by the branch that it is right by; if there is none, by the first that can hold it.
///
/// Where only one branch is for the value's type there is nothing to decide, and nothing is checked.
///
/// # Errors
/// Those of the deserializer.
pub fn choose<'de, D, T>(deserializer: D, branches: &[Branch<'_, T>], unknown: fn(Json) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let json = Json::deserialize(deserializer)?;
    let types = types_of(&json);
    let of_type = || branches.iter().filter(|branch| branch.types & types != 0);
    let text = json.to_string();
    let read = match of_type().count() {
        0 => None,
        1 => of_type().find_map(|branch| (branch.read)(&text)),
        _ => of_type()
            .filter(|branch| branch.schemas.iter().any(|schema| check::is_valid(schema, &json)))
            .find_map(|branch| (branch.read)(&text))
            .or_else(|| guess(|| of_type().find_map(|branch| (branch.read)(&text)))),
    };
    Ok(read.unwrap_or_else(|| unknown(json)))
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
pub fn from_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// A choice between shapes: `choice! { Name, Unknown, disjoint; Variant(Type) = types, &TABLE, …; … }`.
///
/// A variant is for one schema, or for several that look the same in Rust. `disjoint` says that each is for one, and that
/// no two are for the same JSON type, so a value right by its own is right.
#[doc(hidden)]
#[macro_export]
macro_rules! choice {
    ($name:ident, $unknown:ident, $overlap:ident; $($variant:ident($type:ty) = $types:expr, $($schema:expr),+;)*) => {
        impl $crate::wire::serde::Serialize for $name {
            fn serialize<__S: $crate::wire::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::wire::serde::Serialize::serialize(value, serializer),)*
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
                    &[
                        $($crate::wire::Branch {
                            types: $types,
                            schemas: &[$($schema),+],
                            read: |text| $crate::wire::from_text(text).map(Self::$variant),
                        },)*
                    ],
                    Self::$unknown,
                )
            }
        }

        impl $crate::exact::FastCheck for $name {
            fn passes_fast_check(&self, schema: &'static $crate::schema::Schema) -> bool {
                $crate::choice!(@fast_check $overlap self schema; $($variant = $($schema),+;)*)
            }
        }
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
