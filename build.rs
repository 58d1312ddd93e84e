//! Decides which code is compiled. With the feature `generate` it is generated from `schemas/` into `OUT_DIR`. Otherwise it
//! is the committed `generated/`, after a check that it was generated completely from these schemas. The source tree is
//! only read.

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
    println!("cargo::rerun-if-changed=generated");
    let root = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set: run this through cargo");
    match root
        .map_err(str::to_owned)
        .and_then(|root| committed::folder(root.as_ref()))
    {
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
pub(crate) mod committed {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    const FIX: &str = "run `cargo run -p typewright -- generate` to bring generated/ up to date";

    /// Returns `generated/` of a checkout, if its stamp is complete and lists the schemas and the generated files as they
    /// are.
    pub(crate) fn folder(root: &Path) -> Result<PathBuf, String> {
        let generated = root.join("generated");
        let stamp = fs::read_to_string(generated.join("typewright.lock"))
            .map_err(|error| format!("generated/typewright.lock cannot be read ({error}); {FIX}"))?;
        if stamp.lines().last() != Some("complete") {
            return Err(format!(
                "generated/typewright.lock is not complete: a run was interrupted; {FIX}"
            ));
        }
        check_inputs(&recorded(&stamp, "input "), &root.join("schemas"))?;
        for (name, recorded) in recorded(&stamp, "output ") {
            if digest(&read(&generated, &name)?) != recorded {
                return Err(format!("generated/{name} was edited since it was generated; {FIX}"));
            }
        }
        Ok(generated)
    }

    /// The digests that the stamp records, by name.
    fn recorded(stamp: &str, kind: &str) -> BTreeMap<String, String> {
        let lines = stamp
            .lines()
            .filter_map(|line| line.strip_prefix(kind)?.split_once(' '));
        lines
            .map(|(digest, name)| (name.to_owned(), digest.to_owned()))
            .collect()
    }

    fn check_inputs(recorded: &BTreeMap<String, String>, schemas: &Path) -> Result<(), String> {
        let unreadable = |error: std::io::Error| format!("schemas: {error}");
        for entry in fs::read_dir(schemas).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
            let is_schema = Path::new(&name)
                .extension()
                .is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known));
            let is_input = is_schema || name == "names.lock";
            if is_input && !recorded.contains_key(&name) {
                return Err(format!(
                    "schemas/{name} is new: generated/ was generated without it; {FIX}"
                ));
            }
        }
        for (name, recorded) in recorded {
            if digest(&read(schemas, name)?) != *recorded {
                return Err(format!(
                    "schemas/{name} has changed since generated/ was generated; {FIX}"
                ));
            }
        }
        Ok(())
    }

    fn read(folder: &Path, name: &str) -> Result<Vec<u8>, String> {
        let path = folder.join(name);
        fs::read(&path).map_err(|error| format!("{} cannot be read ({error}); {FIX}", path.display()))
    }

    /// 64-bit FNV-1a without carriage returns, as typewright computes it (`reader/src/input/digest.rs`). It is repeated
    /// here, because a published package has no files of another one, and a build dependency would cost every consumer
    /// its compilation. The test `build_guard` holds both to the same digests.
    fn digest(bytes: &[u8]) -> String {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        let bytes = bytes.iter().filter(|byte| **byte != b'\r');
        format!("{:016x}", bytes.fold(0xcbf2_9ce4_8422_2325, step))
    }
}
