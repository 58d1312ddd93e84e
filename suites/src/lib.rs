//! Measures the generator on suites that others wrote.
//!
//! * `draft7`: the JSON Schema Test Suite. Every group becomes a Rust type, every instance is parsed exactly.
//! * `losant_api`: the schemas and examples that Losant documents. One crate, every example there and back.
//! * `losant_actions`: the same schemas with all documented actions, and the clients for them.
//! * `extract`: pulls those schemas, examples and actions out of the documentation.
//!
//! `fetch.sh` fetches the suites; nothing of them is committed.

pub mod cpu;
pub mod folders;
pub mod generation;
pub mod probe;
pub mod table;

/// What goes wrong in a tool, in words.
pub type Failure = Box<dyn std::error::Error>;
