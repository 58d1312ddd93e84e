//! Conditions of generated code on the features of this crate. A `#[cfg]` in generated code would ask for features of the
//! crate that it belongs to.

/// Compiles code only if requests and responses can be written and read.
#[cfg(feature = "http")]
#[doc(hidden)]
#[macro_export]
macro_rules! if_http {
    ($($code:tt)*) => { $($code)* };
}

#[cfg(not(feature = "http"))]
#[doc(hidden)]
#[macro_export]
macro_rules! if_http {
    ($($code:tt)*) => {};
}
