//! Generates a crate from the schemas and all actions that Losant documents, and compiles it with and without the clients.
//!
//! Takes no arguments.

use std::fs;
use std::process::ExitCode;

use typewright_suites::cpu::shown;
use typewright_suites::generation::{self, Checked, Generated};
use typewright_suites::table::table;
use typewright_suites::{Failure, folders};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, Failure> {
    let losant = folders::cache().join("losant");
    let input = losant.join("actions");
    if input.exists() {
        fs::remove_dir_all(&input)?;
    }
    for path in folders::json_files(&losant.join("schemas"))? {
        folders::write(
            &input.join(path.file_name().unwrap_or_default()),
            &folders::read(&path)?,
        )?;
    }
    folders::write(
        &input.join("openapi.json"),
        &folders::read(&losant.join("openapi.json"))?,
    )?;
    let folder = losant.join("actions-crate");
    let generated = generation::generate(&input, &folder, generation::RUNS)?;
    let requests = folders::read(&folder.join("src/endpoints.rs"))?;
    let actions = requests
        .lines()
        .filter(|line| line.starts_with("        ") && line.contains(": "))
        .count();
    let bare = generation::check(&folder, "")?;
    let clients = generation::check(&folder, "client,blocking")?;
    report(
        &generated,
        actions,
        &[("without features", &bare), ("with both clients", &clients)],
    );
    Ok(bare.is_valid() && clients.is_valid())
}

fn report(generated: &Generated, actions: usize, checked: &[(&str, &Checked)]) {
    let mut rows = vec![
        (
            "schemas and the document of the actions".to_owned(),
            generated.schemas.to_string(),
        ),
        ("actions generated".to_owned(), actions.to_string()),
        ("left out, with a reason".to_owned(), generated.errors.len().to_string()),
        ("generation, wall time".to_owned(), shown(Some(generated.seconds))),
        ("lines generated".to_owned(), generated.lines.to_string()),
    ];
    for (what, checked) in checked {
        rows.push((format!("cargo check {what}, CPU time"), shown(checked.cpu)));
        rows.push(("the same, without dependencies".to_owned(), shown(checked.cpu_alone)));
        rows.push((
            "warnings of the compiler".to_owned(),
            checked.warnings.len().to_string(),
        ));
    }
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(what, measured)| vec![what, measured]).collect();
    println!("{}", table(&["what", "measured"], &rows));
    for error in &generated.errors {
        println!("left out {error}");
    }
    for (_, checked) in checked {
        for warning in &checked.warnings {
            println!("rustc {warning}");
        }
    }
}
