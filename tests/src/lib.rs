//! The API that the examples of the documentation use. The tests are in `tests/`.

/// The API that `bodies/openapi.yaml` describes.
#[allow(missing_docs)]
pub mod bodies {
    include!(concat!(env!("OUT_DIR"), "/bodies/mod.rs"));
}

// The examples of a page.
#[cfg(doctest)]
#[doc = include_str!("../../docs/bodies.md")]
pub mod pages {}
