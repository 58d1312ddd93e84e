//! Makes the bindings ready to be compiled: generated from `schemas/` with the feature `generate`, else the committed
//! `generated/`, after a check that it belongs to these schemas. Nothing is ever written into the source tree.

use std::process::ExitCode;

/// Generates into `OUT_DIR`.
#[cfg(feature = "generate")]
fn main() -> ExitCode {
    if let Ok(out) = std::env::var("OUT_DIR") {
        println!("cargo::rustc-env=LOSANT_GENERATED={out}/generated");
    }
    typewright::build("schemas")
}

#[cfg(not(feature = "generate"))]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=schemas");
    println!("cargo::rerun-if-changed=generated/mod.rs");
    match committed::folder() {
        Ok(folder) => {
            println!("cargo::rustc-env=LOSANT_GENERATED={}", folder.display());
            ExitCode::SUCCESS
        }
        Err(message) => {
            // Cargo shows the line that begins with this word; the rest of a failed script's output hides it.
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "generate"))]
mod committed {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    const MEND: &str = "run `cargo run -p typewright -- generate` to bring generated/ up to date";

    /// Uses `generated/`, if its header lists the schemas as they are.
    pub(crate) fn folder() -> Result<PathBuf, String> {
        let root = env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set: run this through cargo")?;
        let root = PathBuf::from(root);
        let generated = root.join("generated");
        let header = fs::read_to_string(generated.join("mod.rs"))
            .map_err(|error| format!("generated/mod.rs cannot be read ({error}); {MEND}"))?;
        let recorded: BTreeMap<String, String> = header
            .lines()
            .filter_map(|line| line.strip_prefix("// input ")?.split_once(' '))
            .map(|(digest, name)| (name.to_owned(), digest.to_owned()))
            .collect();
        let present = schemas(&root.join("schemas"))?;
        for (name, digest) in &present {
            match recorded.get(name) {
                None => {
                    return Err(format!(
                        "schemas/{name} is new and generated/ knows nothing of it; {MEND}"
                    ));
                }
                Some(recorded) if recorded != digest => {
                    return Err(format!(
                        "schemas/{name} has changed since generated/ was made from it; {MEND}"
                    ));
                }
                Some(_) => {}
            }
        }
        match recorded.keys().find(|name| !present.contains_key(*name)) {
            Some(name) => Err(format!(
                "schemas/{name} is gone and generated/ was made from it; {MEND}"
            )),
            None => Ok(generated),
        }
    }

    /// The names of the schema files, with their digests.
    fn schemas(folder: &Path) -> Result<BTreeMap<String, String>, String> {
        let unreadable = |error: std::io::Error| format!("{}: {error}", folder.display());
        let mut digests = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let bytes = fs::read(&path).map_err(|error| format!("schemas/{name}: {error}"))?;
                digests.insert(name, digest(&bytes));
            }
        }
        Ok(digests)
    }

    /// 64-bit FNV-1a, as typewright writes it; repeated here because a consumer's build has no generator in it.
    fn digest(bytes: &[u8]) -> String {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        format!("{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, step))
    }
}
