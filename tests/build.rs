//! Compiles the folders with schemas into types of their own. Some of these schemas contradict themselves on purpose,
//! so their warnings are not shown, other than those of a project that uses `typewright::build`.

use std::path::Path;

use typewright::Generator;

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo runs build scripts")?;
    for (schemas, folder) in [
        ("schemas", "generated"),
        ("described", "described"),
        ("bodies", "bodies"),
        ("parameters", "parameters"),
        ("requests", "requests"),
        ("responses", "responses"),
        ("lists", "lists"),
        ("webhooks", "webhooks"),
        ("credentials", "credentials"),
    ] {
        println!("cargo::rerun-if-changed={schemas}");
        let output = Generator::new(schemas)
            .generate()
            .map_err(|diagnostics| diagnostics.to_string())?;
        output
            .overwrite(&Path::new(&out).join(folder))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}
