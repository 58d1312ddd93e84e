//! A folder of schemas that lives as long as a test, and what the generator makes of it.

// Every test file compiles this module for itself and uses a part of it.
#![allow(dead_code)]

#[cfg(feature = "cli")]
pub mod package;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;
use typewright::{Diagnostic, Diagnostics, Generator, Output, Severity};

/// A temporary folder with a folder `schemas` in it.
pub struct Folder {
    root: TempDir,
}

impl Folder {
    /// A folder whose `schemas` hold these files, by name and text.
    pub fn with(files: &[(&str, &str)]) -> Self {
        Self::within(&std::env::temp_dir(), files)
    }

    /// The same, inside of another folder.
    pub fn within(parent: &Path, files: &[(&str, &str)]) -> Self {
        let folder = Self {
            root: tempfile::tempdir_in(parent).expect("a temporary folder"),
        };
        fs::create_dir(folder.schemas()).expect("the folder of schemas");
        for (name, text) in files {
            folder.add(name, text);
        }
        folder
    }

    /// Writes a schema file, or overwrites it.
    pub fn add(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.schemas().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a schema file");
    }

    /// The folder that everything of the test is in.
    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// The folder of the schemas.
    pub fn schemas(&self) -> PathBuf {
        self.path().join("schemas")
    }

    /// Runs the generator on the schemas.
    pub fn generate(&self) -> Result<Output, Diagnostics> {
        generate(&Generator::new(self.schemas()))
    }

    /// A text of the generator without the place of this folder, which is another one on every run.
    pub fn redact(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.path().display()), "")
    }
}

/// Runs a generator.
pub fn generate(generator: &Generator) -> Result<Output, Diagnostics> {
    // A run that is going on beside the failure of another test may swallow the message of that failure.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    generator.generate()
}

/// What the generator says of schemas that it cannot generate from.
#[derive(Debug)]
pub struct Refusal {
    /// Everything that is wrong, with names of files that start at the folder of the test.
    pub diagnostics: Vec<Diagnostic>,
    /// The text for people.
    pub text: String,
}

impl Refusal {
    /// The only diagnostic.
    #[track_caller]
    pub fn only(&self) -> &Diagnostic {
        match &self.diagnostics[..] {
            [only] => only,
            several => panic!(
                "there should be one diagnostic, and there are {}:\n{}",
                several.len(),
                self.text
            ),
        }
    }

    /// The place of every diagnostic, in the order of the report: file, line, column, pointer.
    pub fn places(&self) -> Vec<(&str, usize, usize, &str)> {
        self.diagnostics.iter().map(place).collect()
    }
}

/// Generates from files that are at fault somewhere, and says what was found.
#[track_caller]
pub fn refuse(files: &[(&str, &str)]) -> Refusal {
    refuse_folder(&Folder::with(files))
}

/// Generates from a folder that is at fault somewhere, and says what was found.
#[track_caller]
pub fn refuse_folder(folder: &Folder) -> Refusal {
    match folder.generate() {
        Ok(output) => panic!(
            "this was to be refused, and {} files were generated",
            output.files.len()
        ),
        Err(diagnostics) => refusal(folder, &diagnostics),
    }
}

/// Diagnostics without the place of a folder. Each of them has to say something, and how to go on.
#[track_caller]
pub fn refusal(folder: &Folder, diagnostics: &Diagnostics) -> Refusal {
    let text = folder.redact(&diagnostics.to_string());
    assert!(diagnostics.errors() > 0, "a run that fails has to say why:\n{text}");
    let diagnostics: Vec<Diagnostic> = diagnostics
        .0
        .iter()
        .cloned()
        .map(|mut diagnostic| {
            diagnostic.file = folder.redact(&diagnostic.file);
            diagnostic.message = folder.redact(&diagnostic.message);
            diagnostic.help = folder.redact(&diagnostic.help);
            diagnostic
        })
        .collect();
    for diagnostic in &diagnostics {
        assert!(!diagnostic.message.is_empty(), "what is wrong is not said:\n{text}");
        assert!(!diagnostic.help.is_empty(), "there is no way out:\n{text}");
        let ours = ["error is in typewright", "panicked"];
        assert!(
            !ours.iter().any(|word| text.contains(word)),
            "the input is at fault, not the generator:\n{text}"
        );
    }
    Refusal { diagnostics, text }
}

/// Asserts that the only thing wrong is an error at this place.
#[track_caller]
pub fn assert_only(refusal: &Refusal, file: &str, line: usize, column: usize, pointer: &str) {
    let only = refusal.only();
    assert_eq!(only.severity, Severity::Error);
    assert_eq!(place(only), (file, line, column, pointer), "{}", refusal.text);
}

/// Where a diagnostic points to.
pub fn place(diagnostic: &Diagnostic) -> (&str, usize, usize, &str) {
    (
        &diagnostic.file,
        diagnostic.line,
        diagnostic.column,
        &diagnostic.pointer,
    )
}

/// Generates from files in which nothing is wrong.
#[track_caller]
pub fn accept(files: &[(&str, &str)]) -> Output {
    let folder = Folder::with(files);
    match folder.generate() {
        Ok(output) => output,
        Err(diagnostics) => panic!("this was to be generated:\n{}", folder.redact(&diagnostics.to_string())),
    }
}

/// Asserts that the time of a run grows about in proportion to its input, not with the square of it: that for four times as
/// much takes less than ten times as long. A busy machine disturbs both times, so the shortest of some is compared.
#[track_caller]
pub fn assert_scales(what: &str, large: usize, run: impl Fn(usize)) {
    const MOST: u32 = 10;
    let time = |count: usize| {
        let start = std::time::Instant::now();
        run(count);
        start.elapsed()
    };
    let (mut short, mut long) = (std::time::Duration::MAX, std::time::Duration::MAX);
    for _ in 0..16 {
        short = short.min(time(large / 4));
        long = long.min(time(large));
        if long < short * MOST {
            return;
        }
    }
    panic!("{what}: {large} take {long:?}, a quarter of them {short:?}");
}

/// The text of a generated file.
#[track_caller]
pub fn text<'o>(output: &'o Output, path: &str) -> &'o str {
    match output.files.iter().find(|file| file.path == path) {
        Some(file) => &file.text,
        None => panic!(
            "there is no {path} among {:?}",
            output.files.iter().map(|file| &file.path).collect::<Vec<_>>()
        ),
    }
}

/// The files of a client, `client` or `blocking`, one after the other.
pub fn client(output: &Output, name: &str) -> String {
    let own = format!("endpoints/{name}.rs");
    let handles = format!("endpoints/{name}/");
    let files = output.files.iter();
    let files = files.filter(|file| file.path == own || file.path.starts_with(&handles));
    files.map(|file| file.text.as_str()).collect()
}

/// A generated item: from its documentation to its last line.
#[track_caller]
pub fn item<'t>(text: &'t str, name: &str) -> &'t str {
    let found = text.split("\n\n").find(|item| {
        item.lines().any(|line| {
            let words = line.strip_prefix("pub ").unwrap_or_default();
            words
                .split_once(' ')
                .is_some_and(|(_, rest)| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next() == Some(name))
        })
    });
    found.unwrap_or_else(|| panic!("there is no item {name} in:\n{text}"))
}

/// The fields of a struct or the variants of an enum, in their order.
#[track_caller]
pub fn members(text: &str, name: &str) -> Vec<String> {
    let file = syn::parse_file(text).expect("generated code that parses");
    let item = file.items.iter().find_map(|item| match item {
        syn::Item::Struct(item) if item.ident == name => {
            let fields = item.fields.iter();
            Some(
                fields
                    .filter_map(|field| field.ident.as_ref())
                    .map(ToString::to_string)
                    .collect(),
            )
        }
        syn::Item::Enum(item) if item.ident == name => {
            Some(item.variants.iter().map(|variant| variant.ident.to_string()).collect())
        }
        _ => None,
    });
    item.unwrap_or_else(|| panic!("there is no type {name} in:\n{text}"))
}

/// All files under a folder: their paths in it, and their text.
pub fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path in the folder");
                let text = fs::read_to_string(&path).expect("a file that can be read");
                found.insert(name.display().to_string().replace('\\', "/"), text);
            }
        }
    }
    found
}

/// Generates a crate from schemas with the command line, and runs Cargo on it with every warning an error.
///
/// # Errors
/// What Cargo had to say.
#[cfg(feature = "cli")]
pub fn cargo(command: &[&str], files: &[(&str, &str)]) -> Result<(), String> {
    cargo_with(&[], command, files)
}

/// The same, with more options of the command line.
///
/// # Errors
/// What Cargo had to say.
#[cfg(feature = "cli")]
pub fn cargo_with(options: &[&str], command: &[&str], files: &[(&str, &str)]) -> Result<(), String> {
    let package = package::Package::with(files, &package::runtime(), options);
    package.cargo(command).map(drop)
}
