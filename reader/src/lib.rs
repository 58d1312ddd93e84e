//! The first stages of `typewright`: they read JSON Schemas and an OpenAPI document, JSON or YAML, and report what is wrong with
//! them.
//!
//! This crate is a part of `typewright`, which compiles sooner in two parts. Its interface changes with any version: depend on
//! `typewright`.

pub mod input;
pub mod model;
pub mod openapi;
pub mod report;
pub mod schema;
