//! `json_schema!` and `named!`: what generated types need to be `JsonSchema`. Without the feature `schemars`, which only this
//! crate sees, both expand to nothing.

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
                $crate::json_schema::schema(<Self as $crate::Exact>::SCHEMA, __NAMED, generator)
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

/// The tables that others refer to: `named! { Name = TABLE; …; "Name" = TABLE; … }`, those of types first.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! named {
    ($($type:ident = $table:ident;)* $($name:literal = $part:ident;)*) => {
        static __NAMED: &[$crate::json_schema::Named] = &[
            $($crate::json_schema::Named {
                table: &schema::$table,
                schema: |generator| generator.subschema_for::<$type>(),
            },)*
            $($crate::json_schema::Named {
                table: &schema::$part,
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
                            $crate::json_schema::schema(&schema::$part, __NAMED, generator)
                        }
                    }

                    generator.subschema_for::<__Part>()
                },
            },)*
        ];
    };
}

/// The tables that others refer to, which nobody has asked for.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! named {
    ($($tokens:tt)*) => {};
}
