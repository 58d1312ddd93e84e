//! `hidden!`, `debug_struct!` and `debug_enum!`: `Debug` of the types that have values which errors do not show either:
//! those with `format: password` or `writeOnly: true`. All other types derive it.

use core::fmt;

/// What `Debug` shows of a hidden value.
#[derive(Clone, Copy)]
pub struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

/// `Debug` of a type whose values are hidden: `hidden!(Name)`.
#[doc(hidden)]
#[macro_export]
macro_rules! hidden {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(stringify!($name))
                    .field(&$crate::wire::Hidden)
                    .finish()
            }
        }
    };
}

/// `Debug` of a struct with hidden fields: `debug_struct! { Name; shown a; hidden b; hidden_option c; }`.
#[doc(hidden)]
#[macro_export]
macro_rules! debug_struct {
    ($name:ident; $($how:ident $field:ident;)*) => {
        #[allow(deprecated)]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), $crate::debug_struct!(@$how self.$field)))*
                    .finish()
            }
        }
    };
    (@shown $value:expr) => { &$value };
    (@hidden $value:expr) => { &$crate::wire::Hidden };
    (@hidden_option $value:expr) => { &$value.as_ref().map(|_| $crate::wire::Hidden) };
}

/// `Debug` of an enum with hidden values: `debug_enum! { Name; shown A; hidden B; }`. Each variant holds a value.
#[doc(hidden)]
#[macro_export]
macro_rules! debug_enum {
    ($name:ident; $($how:ident $variant:ident;)*) => {
        #[allow(deprecated)]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(value) => f
                        .debug_tuple(stringify!($variant))
                        .field($crate::debug_enum!(@$how value))
                        .finish(),)*
                }
            }
        }
    };
    (@shown $value:ident) => { $value };
    (@hidden $value:ident) => {{
        let _ = $value;
        &$crate::wire::Hidden
    }};
}
