//! Bad input: each kind is refused with its place and a way out, and what only looks bad is generated.

mod bodies;
#[cfg(feature = "cli")]
mod compiled;
mod directions;
mod discriminators;
mod files;
mod globals;
mod hostile;
mod jobs;
mod large;
mod names;
mod nesting;
mod openapi;
#[cfg(feature = "overlay")]
mod overlays;
mod pages;
mod parts;
mod references;
mod schemas;
mod several;
#[path = "../support/mod.rs"]
mod support;
