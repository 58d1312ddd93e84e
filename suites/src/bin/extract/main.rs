//! Pulls what Losant documents out of its npm package: schemas, examples, and the actions as an OpenAPI document.
//!
//! Reads `cache/losant/package`, writes `cache/losant/schemas`, `cache/losant/examples` and `cache/losant/openapi.json`.

mod actions;
mod schemas;

use std::process::ExitCode;

use typewright_suites::{Failure, folders};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let losant = folders::cache().join("losant");
    let schemas = schemas::extract(&losant)?;
    let actions = actions::extract(&losant)?;
    println!("{schemas} schemas, {actions} actions");
    Ok(())
}
