//! `--check`: is the generated code that is there the code that would be written?

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use losant_codegen::Output;
use similar::TextDiff;

use super::{DONE, MessageFormat, STALE, message};

/// Prints what would change as a unified diff on standard output.
pub(crate) fn check(output: &Output, folder: &Path, format: MessageFormat) -> u8 {
    let mut stale = false;
    for file in &output.files {
        let path = folder.join(&file.path);
        let old = fs::read_to_string(&path).unwrap_or_default();
        if old != file.text {
            stale = true;
            if let Err(error) = print(&path, &old, &file.text) {
                return unwritten(&error, format);
            }
        }
    }
    match output.left_over(folder) {
        Ok(paths) => {
            for path in paths {
                stale = true;
                let old = fs::read_to_string(&path).unwrap_or_default();
                if let Err(error) = print(&path, &old, "") {
                    return unwritten(&error, format);
                }
            }
        }
        Err(error) => {
            message::problem(&error.to_string(), format);
            return STALE;
        }
    }
    if stale {
        message::problem(
            &format!(
                "{} is not up to date; run the same command without --check to refresh it",
                folder.display()
            ),
            format,
        );
        STALE
    } else {
        DONE
    }
}

fn print(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let name = path.display().to_string();
    let diff = TextDiff::from_lines(old, new);
    let mut out = io::stdout().lock();
    write!(out, "{}", diff.unified_diff().header(&name, &name))?;
    out.flush()
}

/// The difference could not be shown. A reader that has seen enough, such as `head`, is no problem.
fn unwritten(error: &io::Error, format: MessageFormat) -> u8 {
    if error.kind() != io::ErrorKind::BrokenPipe {
        message::problem(&format!("cannot write the difference: {error}"), format);
    }
    STALE
}
