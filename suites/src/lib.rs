//! Measures the generator on suites that others wrote, and on random schemas.
//!
//! * `draft7`: the JSON Schema Test Suite. Every group becomes a Rust type, every instance is parsed exactly.
//! * `losant_api`: the schemas, examples and actions that Losant documents. One crate with the clients, every example there and back.
//! * `random`: random schemas, with instances that the crate `jsonschema` judges too.
//! * `fuzz`: `contains` on random schemas that look alike, judged by that crate.
//! * `plain`: plain types against those that typify generates by itself.
//! * `loss`: what an OpenAPI document says without an effect on the code or the diagnostics.
//! * `unicode`: writes the table of Unicode properties that the generator reads.
//!
//! `fetch.sh` fetches the suites; nothing of them is committed. `random` and `fuzz` need none of them.

pub mod cpu;
pub mod folders;
pub mod generation;
pub mod loss;
pub mod probe;
pub mod random;
pub mod rules;
pub mod spelling;
pub mod table;

/// What goes wrong in a tool, in words.
pub type Failure = Box<dyn std::error::Error>;

/// What is wrong with the thing that is measured, in words; any other [`Failure`] is one of the measuring.
#[derive(Debug)]
pub struct Defect(pub String);

impl std::fmt::Display for Defect {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Defect {}
