//! Counts the types whose names end in a number that no schema brought.
//!
//! Each argument is an OpenAPI document or a folder of schemas. It is copied into a temporary folder and generated with
//! everything that can be generated.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use typewright::Generator;
use typewright_suites::table::table;

fn main() -> ExitCode {
    let inputs: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if inputs.is_empty() {
        eprintln!("usage: names DOCUMENT|FOLDER...");
        return ExitCode::from(2);
    }
    let mut rows = Vec::new();
    let mut failed = false;
    for input in inputs {
        match measure(&input) {
            Ok(row) => rows.push(row),
            Err(error) => {
                failed = true;
                eprintln!("{}: {error}", input.display());
            }
        }
    }
    print!("{}", table(&["input", "types", "numbered", "share"], &rows));
    ExitCode::from(if failed { 2 } else { 0 })
}

fn measure(input: &Path) -> Result<Vec<String>, String> {
    let folder = env::temp_dir().join(format!("typewright-names-{}", std::process::id()));
    let result = copy(input, &folder)
        .map_err(|error| error.to_string())
        .and_then(|words| count(input, &folder, &words));
    // Whatever happened, the copy is of no use any more.
    let _ = fs::remove_dir_all(&folder);
    result
}

/// Copies the input, and gives the words in it that end in a digit.
fn copy(input: &Path, folder: &Path) -> io::Result<BTreeSet<String>> {
    fs::create_dir_all(folder)?;
    let mut words = BTreeSet::new();
    let mut take = |from: &Path, name: &Path| -> io::Result<()> {
        let text = fs::read_to_string(from)?;
        words.extend(numbered_words(&text));
        words.extend(numbered_words(&name.display().to_string()));
        fs::write(folder.join(name), text)
    };
    if input.is_file() {
        take(input, Path::new("openapi.json"))?;
    } else {
        for entry in fs::read_dir(input)? {
            let path = entry?.path();
            if let Some(name) = path
                .file_name()
                .filter(|_| path.extension().is_some_and(|end| end == "json"))
            {
                take(&path, Path::new(name))?;
            }
        }
    }
    Ok(words)
}

/// The words of a text that end in a digit, in small letters and without punctuation.
fn numbered_words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || "_-./ $".contains(c)));
    let words = words.filter(|word| word.ends_with(|end: char| end.is_ascii_digit()));
    words.map(plain).collect()
}

fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn count(input: &Path, folder: &Path, words: &BTreeSet<String>) -> Result<Vec<String>, String> {
    let output = Generator::new(folder)
        .keep_going()
        .generate()
        .map_err(|diagnostics| format!("nothing can be generated: {} errors", diagnostics.errors()))?;
    let types = output.files.iter().find(|file| file.path == "types.rs");
    let text = types.map(|file| file.text.as_str()).unwrap_or_default();
    let names: Vec<&str> = text.lines().filter_map(type_name).collect();
    let numbered: Vec<&&str> = names.iter().filter(|name| is_numbered(name, words)).collect();
    for name in &numbered {
        eprintln!("{}: {name}", input.display());
    }
    let (all, found) = (names.len(), numbered.len());
    let thousandths = found * 100_000 / all.max(1);
    Ok(vec![
        input.display().to_string(),
        all.to_string(),
        found.to_string(),
        format!("{}.{:03} %", thousandths / 1000, thousandths % 1000),
    ])
}

fn type_name(line: &str) -> Option<&str> {
    let rest = ["pub struct ", "pub enum ", "pub type "]
        .into_iter()
        .find_map(|start| line.strip_prefix(start))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

/// Whether a name ends in a digit, and no word of the schemas does so in the same way.
fn is_numbered(name: &str, words: &BTreeSet<String>) -> bool {
    let plain = plain(name);
    let ends = |word: &String| word.chars().any(char::is_alphabetic) && plain.ends_with(word.as_str());
    name.ends_with(|end: char| end.is_ascii_digit()) && !words.iter().any(ends)
}
