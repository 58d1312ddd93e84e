//! Compiles `schemas/` into types of their own: what the build script of any project looks like that uses the generator.

use std::{env, error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schemas");
    let code = losant_codegen::Generator::new("schemas")
        .generate()
        .map_err(|diagnostics| diagnostics.to_string())?;
    Ok(code.write(&Path::new(&env::var("OUT_DIR")?).join("generated"))?)
}
