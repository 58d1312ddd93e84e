//! Shows what OpenAPI documents say without an effect on the code or the diagnostics: `loss FILE.json… [--most N]`.

use std::path::PathBuf;

use clap::Parser;
use typewright_suites::{Failure, loss};

/// Shows the members of OpenAPI documents whose removal changes neither the code nor the diagnostics.
#[derive(Parser)]
struct Options {
    /// The documents, as JSON.
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// How many members of each kind are examined in a document.
    #[arg(long, default_value_t = 1)]
    most: usize,
}

fn main() -> Result<(), Failure> {
    let options = Options::parse();
    let mut is_silent = false;
    for path in options.documents {
        let document = serde_json::from_slice(&std::fs::read(&path)?)?;
        let silent = loss::silent(&document, options.most);
        let count = loss::count(&document, options.most);
        println!("{}: {} of {count} members have no effect", path.display(), silent.len());
        for pointer in &silent {
            println!("  {pointer}");
        }
        is_silent |= !silent.is_empty();
    }
    if is_silent {
        return Err("something is ignored without a word".into());
    }
    Ok(())
}
