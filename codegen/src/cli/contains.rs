//! `contains`: does one schema accept everything that another accepts?

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write as _};
use std::path::PathBuf;

use crate::contains::{Answer, Containment};
use crate::report::fault;
use clap::Args;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{BAD_INPUT, DONE, Messages, STALE, message};

/// Neither a proof nor a witness was found.
const UNDECIDED: u8 = 3;

#[derive(Args)]
pub(super) struct Contains {
    /// The schema whose values are looked at.
    #[arg(value_name = "A.json", required_unless_present = "batch", conflicts_with = "batch")]
    a: Option<PathBuf>,

    /// The schema that should accept them.
    #[arg(value_name = "B.json", required_unless_present = "batch", conflicts_with = "batch")]
    b: Option<PathBuf>,

    /// Read JSON lines `{"id", "a", "b"}` from standard input, and write `{"id", "answer", "witness"}` for each.
    #[arg(long)]
    batch: bool,

    #[command(flatten)]
    messages: Messages,
}

/// Answers one question, or many.
pub(super) fn run(arguments: &Contains) -> u8 {
    if arguments.batch {
        return match batch(arguments.messages) {
            Ok(code) => code,
            // A reader that has seen enough, such as `head`, is no problem.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => DONE,
            Err(error) => {
                message::problem(&format!("the batch was not completed: {error}"), arguments.messages);
                BAD_INPUT
            }
        };
    }
    let (Some(a), Some(b)) = (&arguments.a, &arguments.b) else {
        return BAD_INPUT;
    };
    let mut containment = Containment::new();
    let mut tables = Vec::new();
    for path in [a, b] {
        match containment.file(path) {
            Ok(table) => tables.push(table),
            Err(diagnostics) => {
                message::report(&diagnostics.0, arguments.messages);
                return BAD_INPUT;
            }
        }
    }
    let answer = match tables[..] {
        [ref a, ref b] => fault::catch(|| containment.contains(a, b)),
        _ => return BAD_INPUT,
    };
    let (line, code) = match answer {
        Ok(Answer::Yes) => ("yes".to_owned(), DONE),
        Ok(Answer::No { witness }) => (format!("no\n{witness}"), STALE),
        Ok(Answer::Undecided { reason }) => (format!("undecided\n{reason}"), UNDECIDED),
        Err(fault) => {
            let schemas = format!("{} and {}", a.display(), b.display());
            message::report(&[fault::diagnostic(&schemas, &fault)], arguments.messages);
            return BAD_INPUT;
        }
    };
    match writeln!(io::stdout().lock(), "{line}") {
        Ok(()) => code,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => code,
        Err(error) => {
            message::problem(&format!("cannot write the answer: {error}"), arguments.messages);
            BAD_INPUT
        }
    }
}

/// Answers the questions of standard input. A fault in one of them is reported, and the next ones are answered.
fn batch(messages: Messages) -> io::Result<u8> {
    let mut out = io::stdout().lock();
    let mut code = DONE;
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match fault::catch(|| answer(&line)) {
            Ok(answer) => answer?,
            Err(fault) => {
                message::report(&[fault::diagnostic(&line, &fault)], messages);
                code = BAD_INPUT;
                continue;
            }
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(code)
}

/// The answer to one line of a batch, as one line. Texts are taken over as they are, so no number loses digits.
fn answer(line: &str) -> io::Result<String> {
    let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
    let question: BTreeMap<String, Box<RawValue>> = serde_json::from_str(line)
        .map_err(|error| invalid(format!("a line must be a JSON object with `id`, `a` and `b`: {error}")))?;
    let part = |name: &str| {
        let part = question.get(name).map(|part| part.get());
        part.ok_or_else(|| invalid(format!("a line has no `{name}`")))
    };
    let (id, a, b) = (part("id")?, part("a")?, part("b")?);
    let mut containment = Containment::new();
    let a = containment.text("a.json", a);
    let b = containment.text("b.json", b);
    let (answer, witness, reason) = match a.and_then(|a| Ok((a, b?))).map(|(a, b)| containment.contains(&a, &b)) {
        Ok(Answer::Yes) => ("yes", None, None),
        Ok(Answer::No { witness }) => ("no", Some(witness.to_string()), None),
        Ok(Answer::Undecided { reason }) => ("undecided", None, Some(reason.to_owned())),
        Err(diagnostics) => {
            let messages: Vec<&str> = diagnostics.0.iter().map(|one| one.message.as_str()).collect();
            (
                "undecided",
                None,
                Some(format!("the schema has errors: {}", messages.join("; "))),
            )
        }
    };
    let witness = witness.unwrap_or_else(|| "null".to_owned());
    let reason = reason.map_or_else(String::new, |reason| format!(",\"reason\":{}", Value::from(reason)));
    Ok(format!(
        "{{\"id\":{id},\"answer\":\"{answer}\",\"witness\":{witness}{reason}}}"
    ))
}
