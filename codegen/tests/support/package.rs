//! A generated crate, and Cargo on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Folder;

/// A folder with schemas and a crate generated from them, both removed at the end.
pub struct Package {
    folder: Folder,
}

/// The folder of typewright-runtime in this checkout.
pub fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime")
}

/// The folder for what tests compile. What it holds is reused by later runs.
pub fn scratch() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

impl Package {
    /// Generates a crate named `odd-schemas` with the command line.
    #[track_caller]
    pub fn with(files: &[(&str, &str)], runtime: &Path, options: &[&str]) -> Self {
        let package = Self {
            folder: Folder::within(scratch(), files),
        };
        package.generate(runtime, options);
        // The versions that are tested everywhere else are also those that are there without a network.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, package.path().join("Cargo.lock")).expect("the workspace's Cargo.lock");
        package
    }

    /// Generates the crate again from the schemas as they are now.
    #[track_caller]
    pub fn generate(&self, runtime: &Path, options: &[&str]) {
        let run = Command::new(env!("CARGO_BIN_EXE_typewright"))
            .args(["generate", "--name", "odd-schemas", "--schemas"])
            .arg(self.folder.schemas())
            .arg("--crate")
            .arg(self.path())
            .arg("--runtime-path")
            .arg(runtime)
            .args(options)
            .output()
            .expect("typewright");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    /// The schemas that the crate is generated from.
    pub fn schemas(&self) -> &Folder {
        &self.folder
    }

    /// The folder of the crate.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("package")
    }

    /// Writes a file of the crate that is not generated.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        let parent = path.parent().expect("a folder of the crate");
        fs::create_dir_all(parent).expect("a folder");
        fs::write(path, text).expect("a file of the crate");
    }

    /// The text of a file of the crate.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("a file of the crate")
    }

    /// Runs Cargo with every warning an error, and returns its standard output.
    ///
    /// # Errors
    /// Standard error, without the place of the folder.
    pub fn cargo(&self, command: &[&str]) -> Result<String, String> {
        let run = self.run(command);
        if run.status.success() {
            Ok(String::from_utf8_lossy(&run.stdout).into_owned())
        } else {
            Err(self.folder.redact(&String::from_utf8_lossy(&run.stderr)))
        }
    }

    /// Runs Cargo with every warning an error.
    pub fn run(&self, command: &[&str]) -> std::process::Output {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .args(command)
            .arg("--offline")
            .current_dir(self.path())
            .env("CARGO_TARGET_DIR", scratch().join("odd-schemas"))
            .env("RUSTFLAGS", "-Dwarnings")
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .output()
            .expect("cargo")
    }
}
