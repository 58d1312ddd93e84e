//! `--check`: compares the generated code with the files of a folder.

use std::io::{self, Write as _};
use std::path::Path;

use similar::TextDiff;

use super::{DONE, Messages, STALE, message};
use crate::Output;

/// Prints what would change as a unified diff on standard output.
pub(crate) fn check(output: &Output, folder: &Path, messages: Messages) -> u8 {
    let plan = match output.plan(folder) {
        Ok(plan) => plan,
        Err(error) => {
            message::problem(&error.to_string(), messages);
            return STALE;
        }
    };
    if plan.is_up_to_date() {
        return DONE;
    }
    let stamp = (!plan.stamp.is_in_place()).then_some(&plan.stamp);
    let changes = plan.writes().chain(stamp);
    let changes = changes.map(|change| (&change.path, change.old.as_deref().unwrap_or_default(), &*change.new));
    let removals = plan.removals.iter().map(|removal| (&removal.path, &*removal.old, ""));
    for (path, old, new) in changes.chain(removals) {
        if let Err(error) = print(path, old, new) {
            return unwritten(&error, messages);
        }
    }
    let shown = match &plan.names {
        Some(names) if plan.changes.is_empty() && plan.removals.is_empty() => names.path.display(),
        _ => folder.display(),
    };
    let problem = match plan.refuse(false) {
        Ok(()) => format!("{shown} is not up to date; run the same command without --check to refresh it"),
        Err(error) if error.yields_to_force() => format!(
            "{shown} is not up to date: {error}\n  help: run the same command with --force instead of --check to \
             overwrite it"
        ),
        Err(error) => format!("{shown} is not up to date: {error}"),
    };
    message::problem(&problem, messages);
    STALE
}

fn print(path: &Path, old: &[u8], new: &str) -> io::Result<()> {
    let name = path.display().to_string();
    // Bytes that are not UTF-8 are shown as replacement characters. They differ in any case.
    let old = String::from_utf8_lossy(old);
    let diff = TextDiff::from_lines(&*old, new);
    let mut out = io::stdout().lock();
    write!(out, "{}", diff.unified_diff().header(&name, &name))?;
    out.flush()
}

/// The difference could not be shown. A reader that has seen enough, such as `head`, is no problem.
fn unwritten(error: &io::Error, messages: Messages) -> u8 {
    if error.kind() != io::ErrorKind::BrokenPipe {
        message::problem(&format!("cannot write the difference: {error}"), messages);
    }
    STALE
}
