//! `json_schema!`, `named!`, `named_in!`, `named_entries!` and `all_named!`: what generated types need to be `JsonSchema`. Without the feature `schemars`, which only this
//! crate sees, all of them expand to nothing.

/// `JsonSchema` of a type, from its table: `json_schema!(Name)`.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! json_schema {
    ($name:ident) => {
        impl $crate::json_schema::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($name))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($name)))
            }

            fn json_schema(
                generator: &mut $crate::json_schema::schemars::SchemaGenerator,
            ) -> $crate::json_schema::schemars::Schema {
                $crate::json_schema::schema(<Self as $crate::Exact>::SCHEMA, schema::__ALL_NAMED, generator)
            }
        }
    };
}

/// `JsonSchema` of a type, which nobody has asked for.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! json_schema {
    ($name:ident) => {};
}

/// The tables that others refer to: `named! { Name = TABLE; …; "Name" = TABLE; … }`, those of types first. They may have the
/// conditions on which they are compiled: `#[cfg(…)] Name = TABLE;` and `"Name" = #[cfg(…)] TABLE;`.
#[doc(hidden)]
#[macro_export]
macro_rules! named {
    ($($entries:tt)*) => {
        $crate::named_entries! { $($entries)* }
        $crate::all_named! { self }
    };
}

/// Like `named!`, for one of several files. It begins with the module that has the list of all.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! named_in {
    ($($all:ident)::+; $($entries:tt)*) => {
        #[allow(unused_imports)] // only a table without a type needs it
        use $($all)::+::__ALL_NAMED;

        $crate::named_entries! { $($entries)* }
    };
}

/// The list of one file.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! named_entries {
    ($($(#[$when:meta])* $type:path = $table:ident;)* $($name:literal = $(#[$when_part:meta])* $part:ident;)*) => {
        pub(crate) static __NAMED: &[$crate::json_schema::Named] = &[
            $($(#[$when])* $crate::json_schema::Named {
                table: &$table,
                schema: |generator| generator.subschema_for::<$type>(),
            },)*
            $($(#[$when_part])* $crate::json_schema::Named {
                table: &$part,
                schema: |generator| {
                    struct __Part;

                    impl $crate::json_schema::schemars::JsonSchema for __Part {
                        fn schema_name() -> ::std::borrow::Cow<'static, str> {
                            ::std::borrow::Cow::Borrowed($name)
                        }

                        fn schema_id() -> ::std::borrow::Cow<'static, str> {
                            ::std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($part)))
                        }

                        fn json_schema(
                            generator: &mut $crate::json_schema::schemars::SchemaGenerator,
                        ) -> $crate::json_schema::schemars::Schema {
                            $crate::json_schema::schema(&$part, __ALL_NAMED, generator)
                        }
                    }

                    generator.subschema_for::<__Part>()
                },
            },)*
        ];
    };
}

/// The lists of several files: `all_named! { super::module::schema, … }`.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! all_named {
    ($($(#[$when:meta])* $($module:ident)::+),* $(,)?) => {
        pub(crate) static __ALL_NAMED: &[&[$crate::json_schema::Named]] = &[$($(#[$when])* $($module)::+::__NAMED),*];
    };
}

/// The tables that others refer to, which nobody has asked for.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! named_in {
    ($($tokens:tt)*) => {};
}

/// The list of one file, which nobody has asked for.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! named_entries {
    ($($tokens:tt)*) => {};
}

/// The lists of several files, which nobody has asked for.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! all_named {
    ($($tokens:tt)*) => {};
}
