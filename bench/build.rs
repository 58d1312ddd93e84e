//! Compiles `schemas/` into types of their own, for what the bindings have no example of.

use std::path::Path;

use typewright::Generator;

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=schemas");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo runs build scripts")?;
    let output = Generator::new("schemas")
        .generate()
        .map_err(|diagnostics| diagnostics.to_string())?;
    output
        .overwrite(&Path::new(&out).join("generated"))
        .map_err(|error| error.to_string())?;
    Ok(())
}
