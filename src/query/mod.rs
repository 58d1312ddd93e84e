//! Conditions for advanced queries, which select devices, rows, events and the like.
//!
//! A query has a setter for each property that it can select by, which takes a value or a condition, and `and`, `or` and `nor`,
//! which take other queries:
//!
//! ```
//! use losant::query;
//! use losant::types::AdvancedDeviceQuery;
//!
//! let pumps = AdvancedDeviceQuery::new()
//!     .name(query::starts_with("pump").ci(true))
//!     .tags(query::tag("floor", "8"))
//!     .or([
//!         AdvancedDeviceQuery::new().device_class("gateway"),
//!         AdvancedDeviceQuery::new().connection_status(query::one_of(["connected", "unknown"])),
//!     ]);
//! assert_eq!(
//!     serde_json::to_string(&pumps)?,
//!     concat!(
//!         r#"{"$or":[{"deviceClass":"gateway"},{"connectionStatus":{"$in":["connected","unknown"]}}],"#,
//!         r#""name":{"$startsWith":"pump","$ci":true},"tags":{"$tagKey":"floor","$tagValue":"8"}}"#,
//!     ),
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Devices are selected so in `devices.get`, in [time series](crate::types::TimeSeriesQuery) and in [last
//! values](crate::types::LastValueQuery); rows of data tables with [`AdvancedQuery::column`](crate::types::AdvancedQuery::column).

#[cfg(feature = "data-tables")]
mod rows;
#[cfg(any(
    feature = "applications",
    feature = "data",
    feature = "devices",
    feature = "events",
    feature = "experiences",
    feature = "instances"
))]
mod tags;
#[cfg(feature = "data")]
mod time_series;

#[cfg(any(
    feature = "applications",
    feature = "data",
    feature = "devices",
    feature = "events",
    feature = "experiences",
    feature = "instances"
))]
pub use tags::{tag, tag_key};

use crate::types::{Scalar, StringCondition, StringOrNumberOrBool, StringQueryChoice};

/// Any other value than this one.
pub fn not(value: impl Into<StringOrNumberOrBool>) -> StringCondition {
    StringCondition::new().with_ne(value)
}

/// Values greater than this one.
pub fn greater_than(value: impl Into<StringOrNumberOrBool>) -> StringCondition {
    StringCondition::new().gt(value)
}

/// This value, and greater ones.
pub fn at_least(value: impl Into<StringOrNumberOrBool>) -> StringCondition {
    StringCondition::new().gte(value)
}

/// Values less than this one.
pub fn less_than(value: impl Into<StringOrNumberOrBool>) -> StringCondition {
    StringCondition::new().lt(value)
}

/// This value, and lesser ones.
pub fn at_most(value: impl Into<StringOrNumberOrBool>) -> StringCondition {
    StringCondition::new().lte(value)
}

/// Strings that start with a text. `.ci(true)` ignores case.
pub fn starts_with(text: impl Into<String>) -> StringCondition {
    StringCondition::new().starts_with(text)
}

/// Strings that end with a text. `.ci(true)` ignores case.
pub fn ends_with(text: impl Into<String>) -> StringCondition {
    StringCondition::new().ends_with(text)
}

/// Strings that contain a text. `.ci(true)` ignores case.
pub fn contains(text: impl Into<String>) -> StringCondition {
    StringCondition::new().contains(text)
}

/// One of these values, at most 100.
pub fn one_of<V: Into<Scalar>>(values: impl IntoIterator<Item = V>) -> StringCondition {
    StringCondition::new().in_(values)
}

/// None of these values, at most 100.
pub fn none_of<V: Into<Scalar>>(values: impl IntoIterator<Item = V>) -> StringCondition {
    StringCondition::new().nin(values)
}

/// Equality: a value alone is a condition.
macro_rules! equality {
    ($($value:ty),*) => {
        $(
            impl From<$value> for StringQueryChoice {
                fn from(value: $value) -> Self {
                    Self::Scalar(value.into())
                }
            }
        )*
    };
}

equality!(&str, String, bool, i32, i64, f64);
